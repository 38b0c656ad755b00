"""Closing a workspace: by its typed name, back within thirty days, then nothing is left of it, and no other is hurt."""

from datetime import timedelta
from unittest.mock import patch

import pytest
from django.db import connections
from django.utils import timezone

from casa.core.accounts.models import Due, User, Workspace
from casa.core.accounts.rules import NotPossible
from casa.core.accounts.walls import walled_models
from casa.core.connections.models import Connection
from casa.core.people.models import Person
from casa.core.privacy import closing, export, holds
from casa.core.privacy.models import Closing
from casa.core.privacy.retention import tidy
from casa.core.privacy.tests.house import furnish
from casa.core.vault.crypto import CannotOpen
from casa.core.vault.models import DataKey
from casa.core.vault.tests.planted import IN_THE_CLEAR


@pytest.fixture
def full(cast):
    return furnish(cast)


def closed(full, over=True):
    with full.scope():
        row = closing.close(IN_THE_CLEAR)
        if over:
            Closing.objects.update(gone_on=timezone.now() - timedelta(minutes=1))
    return row


def rows_left(workspace_id):
    with connections["system"].cursor() as cursor:
        found = {}
        for model in walled_models():
            cursor.execute(f"select count(*) from {model._meta.db_table} where workspace_id = %s", [workspace_id])
            found[model._meta.db_table] = cursor.fetchone()[0]
    return {table: count for table, count in found.items() if count}


def test_only_the_typed_name_closes_it_and_no_hold_stands_in_the_way(full):
    with full.scope():
        with pytest.raises(NotPossible, match="exactly"):
            closing.close("Quackenbush")
        hold = holds.hold(None, "Audit of the year")
        with pytest.raises(NotPossible, match="hold"):
            closing.close(IN_THE_CLEAR)
        holds.lift(hold.id)
        assert closing.standing() is None


def test_closing_disconnects_at_once_and_keeps_the_rest_for_thirty_days(full):
    row = closed(full, over=False)
    assert timedelta(days=29) < row.gone_on - timezone.now() <= closing.GRACE
    with full.scope():
        assert not Connection.objects.filter(disconnected_at=None).exists()
        assert Due.objects.get(job=closing.JOB).at == row.gone_on
    assert closing.go_on(row.workspace_id) is False
    with full.scope():
        assert Person.objects.get(id=full.other.id).id == full.other.id
        assert closing.close(IN_THE_CLEAR).id == row.id


def test_it_can_be_opened_again(full):
    row = closed(full, over=False)
    with full.scope():
        closing.reopen()
        assert closing.standing() is None
        assert not Due.objects.filter(job=closing.JOB).exists()
    assert closing.go_on(row.workspace_id) is False


def test_after_its_time_nothing_is_left_and_the_owner_has_the_certificate(full, cast, monkeypatch):
    with full.scope():
        copy = export.begin()
    export.make(copy.workspace_id, copy.id)
    strangers = rows_left_of_charlie(cast)
    closed(full)
    letters = []
    monkeypatch.setattr(closing, "send_mail", lambda *letter: letters.append(letter))
    tidy(cast.workspace.id)
    assert rows_left(cast.workspace.id) == {}
    assert not Workspace.objects.using("system").filter(id=cast.workspace.id).exists()
    assert not User.objects.filter(id__in=(cast.alice.id, cast.bob.id)).exists()
    assert not export.path_of(copy.id).exists()
    assert rows_left_of_charlie(cast) == strangers
    ((subject, body, _sender, to),) = letters
    assert (subject, to) == ("Quackenbush Lettings is gone from Casa", [cast.alice.email])
    assert "Keys destroyed: " in body
    assert "Messages: " in body
    assert "Zephyrine" not in body
    tidy(cast.workspace.id)
    assert len(letters) == 1


def rows_left_of_charlie(cast):
    with connections["system"].cursor() as cursor:
        cursor.execute("select workspace_id from accounts_member where user_id = %s", [cast.charlie.id])
        return rows_left(cursor.fetchone()[0])


def test_keys_go_before_anything_else_and_a_crash_goes_on(full, cast):
    closed(full)
    with patch.object(closing, "_some", side_effect=RuntimeError("power cut")), pytest.raises(RuntimeError):
        closing.go_on(cast.workspace.id)
    with full.scope():
        assert not DataKey.objects.filter(workspace_id=cast.workspace.id, wrapped__isnull=False).exists()
        with pytest.raises(CannotOpen):
            Person.objects.get(id=full.person.id).name  # noqa: B018
        with pytest.raises(NotPossible, match="destroyed already"):
            closing.reopen()
    counts = []
    real = closing._last
    with patch.object(closing, "_last", lambda here: (counts.append(_counted(here)), real(here))):
        assert closing.go_on(cast.workspace.id) is True
    assert counts[0]["People"] == 2
    assert rows_left(cast.workspace.id) == {}


def _counted(here):
    return Closing.objects.using("system").get(workspace_id=here).counts


def test_a_hold_that_was_placed_since_keeps_it(full, cast):
    closed(full)
    with full.scope():
        holds.hold(full.person.id, "Small claims case 114")
    assert closing.go_on(cast.workspace.id) is False
    with full.scope():
        assert Due.objects.get(job=closing.JOB).at > timezone.now() + timedelta(hours=23)


def test_a_colleague_of_another_business_keeps_their_account(full, cast):
    from casa.core.accounts.rules import open_workspace

    open_workspace(cast.bob, "Bob’s own")
    closed(full)
    assert closing.go_on(cast.workspace.id) is True
    assert User.objects.filter(id=cast.bob.id).exists()
