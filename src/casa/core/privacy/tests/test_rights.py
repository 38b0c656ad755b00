"""What people ask of us: at once where nobody has to judge, otherwise by its day, and only for whom it is."""

from datetime import timedelta

import pytest
from django.utils import timezone

from casa.core.accounts.rules import NotPossible
from casa.core.consent.ledger import stops_of
from casa.core.people.models import Person
from casa.core.privacy import erase, export, holds, rights
from casa.core.privacy.models import Request
from casa.core.privacy.tests.house import OTHER, furnish


@pytest.fixture
def full(cast):
    return furnish(cast)


def fresh(row):
    return Request.objects.get(id=row.id)


def test_a_request_is_due_in_thirty_days(full):
    with full.scope():
        row = rights.ask(full.other, "access")
        assert row.due_at - row.received_at == timedelta(days=30)
        assert rights.ask(full.other, "access").id == row.id


@pytest.mark.parametrize(("kind", "whole", "offers", "ai"), [
    ("stop", True, True, True), ("restrict", True, True, False), ("object", False, True, True),
    ("withdraw_ai", False, False, False),
])  # fmt: skip
def test_what_needs_no_judgment_takes_effect_with_the_request(full, kind, whole, offers, ai):
    with full.scope():
        row = rights.ask(full.other, kind)
        stops = stops_of(full.cast.brand.id, "phone", OTHER, "sms")
        assert (stops.whole is not None) == whole
        assert (stops.against("marketing", "") is not None) == offers
        assert Person.objects.get(id=full.other.id).ai_allowed == ai
        assert (fresh(row).state == "done") == (kind != "object")


@pytest.mark.parametrize("kind", ["access", "erase", "correct"])
def test_nothing_is_shown_or_erased_before_somebody_made_sure_who_asks(full, kind):
    with full.scope():
        row = rights.ask(full.other, kind)
        with pytest.raises(NotPossible, match="make sure"):
            rights.fulfil(row)
        rights.vouch(row)
        rights.fulfil(row)
        assert fresh(row).verified_how == "staff"


def test_an_erasure_settles_its_request_and_the_words_go(full):
    with full.scope():
        row = rights.ask(full.other, "erase", "Please forget the heron", verified="sms")
        rights.fulfil(row)
        assert fresh(row).state == "open"
    erase.go_on(row.workspace_id, row.erasure_id)
    with full.scope():
        row = fresh(row)
        assert (row.state, row.words) == ("done", None)
        assert row.settled_at


def test_a_copy_settles_its_request(full):
    with full.scope():
        row = rights.ask(full.other, "access", verified="email")
        rights.fulfil(row)
    export.make(row.workspace_id, row.export_id)
    with full.scope():
        assert fresh(row).state == "done"


def test_an_extension_comes_once_in_time_and_with_its_ground(full):
    with full.scope():
        row = rights.ask(full.other, "correct")
        with pytest.raises(NotPossible, match="ground"):
            rights.extend(row, "no")
        due = row.due_at
        rights.extend(row, "Their records lie in three systems.")
        assert fresh(row).due_at == due + timedelta(days=60)
        with pytest.raises(NotPossible, match="once"):
            rights.extend(row, "And once more, if you please.")
        late = rights.ask(full.person, "correct", now=timezone.now() - timedelta(days=31))
        with pytest.raises(NotPossible, match="over"):
            rights.extend(late, "It was forgotten on the desk.")


def test_a_refusal_needs_its_ground_and_ends_it(full):
    with full.scope():
        row = rights.ask(full.other, "erase", verified="staff")
        with pytest.raises(NotPossible, match="ground"):
            rights.refuse(row, " ")
        rights.refuse(row, "A court case needs these messages.")
        assert (fresh(row).state, fresh(row).ground) == ("refused", "A court case needs these messages.")
        with pytest.raises(NotPossible, match="settled"):
            rights.fulfil(row)


def test_a_hold_leaves_the_request_open(full):
    with full.scope():
        row = rights.ask(full.other, "erase", verified="staff")
        holds.hold(full.other.id, "Case 114")
        with pytest.raises(NotPossible, match="legal hold"):
            rights.fulfil(row)
        assert fresh(row).state == "open"


def test_the_desk_shows_the_most_urgent_first_page_by_page(full):
    with full.scope():
        now = timezone.now()
        made = [rights.ask(who, kind, now=now - timedelta(days=days))
                for days, (who, kind) in enumerate([(full.other, "correct"), (full.other, "access"),
                                                    (full.person, "erase"), (full.person, "object")])]  # fmt: skip
        first = rights.page(settled=False, limit=3)
        assert [row.id for row in first] == [row.id for row in reversed(made)][:3]
        assert [row.id for row in rights.page(settled=False, limit=3, after=first[-1].id)] == [made[0].id]
        rights.refuse(made[0], "It is correct as it stands.")
        assert [row.id for row in rights.page(settled=True)] == [made[0].id]
