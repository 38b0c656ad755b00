"""Rotation and retirement of master keys, on a database that is read meanwhile."""

import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import connection, connections

from casa.config import rotation
from casa.config.paths import ROOT
from casa.core.people.models import Person
from casa.core.people.rules import make_person
from casa.core.vault.crypto import CannotOpen, key_context
from casa.core.vault.keyring import Keyring, keyring
from casa.core.vault.models import DataKey, KeyKind
from casa.core.vault.rules import destroy_keys

LATER = timedelta(days=31)


@pytest.fixture(autouse=True)
def nothing_left_behind(database):
    """Keys that other tests tampered with hang on their epochs for ever: here only ours count."""
    rotation.move_on()
    current = settings.MASTER_KEYS.current
    DataKey.objects.using("system").exclude(epoch=current).update(wrapped=None, current=False)


def in_a_month() -> datetime:
    return datetime.now(UTC) + LATER


def casa(*words: str) -> subprocess.CompletedProcess[str]:
    """The command line in a process of its own, on the data folder of this test's running database."""
    env = dict(os.environ) | {"CASA_DATA": str(settings.ENVIRONMENT.data)}
    command = [sys.executable, "-m", "casa.config.cli", "keys", *words, "--live"]
    return subprocess.run(command, env=env, cwd=ROOT, capture_output=True, text=True)


@contextmanager
def reading(look: Callable[[], None]) -> Iterator[list[Exception]]:
    """Something looked at over and over in another thread; the exceptions it met."""
    troubles: list[Exception] = []
    enough = threading.Event()

    def keep_looking() -> None:
        try:
            while not enough.is_set():
                look()
        except Exception as error:
            troubles.append(error)
        finally:
            connections.close_all()

    thread = threading.Thread(target=keep_looking)
    thread.start()
    try:
        yield troubles
    finally:
        enough.set()
        thread.join()


def test_reads_and_writes_go_on_while_another_process_rotates(cast):
    with cast.scope():
        person = make_person("Hannah Lindqvist")
    before = settings.MASTER_KEYS.current
    made = []

    def look() -> None:
        keyring.forget(cast.workspace.id)  # every look opens the keys anew, as a process just started does
        with cast.scope():
            assert Person.objects.get(id=person.id).name == "Hannah Lindqvist"
            made.append(make_person(f"Guest {len(made)}"))

    with reading(look) as troubles:
        done = casa("rotate")
        rotation.retire(in_a_month())
    assert done.returncode == 0, done.stderr
    assert troubles == []
    assert settings.MASTER_KEYS.current == before + 1
    rotation.move_on()
    assert {row.number for row in rotation.standings() if row.hanging} == {before + 1}
    keyring.forget(cast.workspace.id)
    with cast.scope():
        assert [Person.objects.get(id=guest.id).name for guest in made[-3:]] == [guest.name for guest in made[-3:]]


def test_what_was_erased_cannot_be_read_from_an_older_copy(cast):
    with cast.scope():
        person = make_person("Hannah Lindqvist")
        old = DataKey.objects.get(workspace_id=cast.workspace.id, kind=KeyKind.PERSON, holder=person.id)
    copied, context = bytes(old.wrapped), key_context(old.workspace_id, old.kind, old.id)
    with cast.scope():
        destroy_keys(KeyKind.PERSON, person.id)
    assert settings.MASTER_KEYS.unwrap(old.epoch, copied, context), "a copy of the row still opens with today's keys"
    rotation.rotate()
    rotation.move_on()
    assert old.epoch in rotation.retire(in_a_month())
    with pytest.raises(CannotOpen, match="retired"):
        settings.MASTER_KEYS.unwrap(old.epoch, copied, context)
    keyring.forget(cast.workspace.id)
    with cast.scope():
        assert Keyring().of(KeyKind.WORKSPACE, cast.workspace.id), "what lives still opens"


def test_rewrapping_touches_no_data_row(cast):
    with cast.scope():
        person = make_person("Hannah Lindqvist")

    def stored() -> tuple:
        with cast.scope(), connection.cursor() as cursor:
            cursor.execute("select xmin::text, name from people_person where id = %s", [person.id])
            return cursor.fetchone()

    before = stored()
    rotation.rotate()
    assert rotation.move_on().data_keys > 0
    assert stored() == before


def test_a_key_that_something_hangs_on_is_not_destroyed(cast):
    with cast.scope():
        make_person("Hannah Lindqvist")
    held = settings.MASTER_KEYS.current
    rotation.rotate()
    assert held not in rotation.retire(in_a_month())
    assert held in [row.number for row in rotation.old_enough(in_a_month())]
    rotation.move_on()
    assert held in rotation.retire(in_a_month())


def test_a_young_key_is_kept_and_so_is_one_just_followed(cast):
    rotation.move_on()
    held = settings.MASTER_KEYS.current
    rotation.rotate()
    rotation.move_on()
    assert held not in rotation.retire(datetime.now(UTC) + timedelta(days=29))
    made = {row.number: row.made for row in rotation.standings()}
    assert rotation.old_enough(made[held + 1] + timedelta(minutes=30)) == []
    assert held in rotation.retire(in_a_month())


def test_second_factors_move_too(cast):
    seal = get_adapter().encrypt
    data = {"secret": seal("JBSWY3DPEHPK3PXP"), "migrated_codes": [seal("one"), seal("two")], "used_mask": 1}
    factor = Authenticator.objects.create(user=cast.alice, type=Authenticator.Type.TOTP, data=data)
    held = settings.MASTER_KEYS.current
    rotation.rotate()
    assert rotation.move_on().second_factors >= 1
    assert held in rotation.retire(in_a_month())
    factor.refresh_from_db()
    assert get_adapter().decrypt(factor.data["secret"]) == "JBSWY3DPEHPK3PXP"
    assert [get_adapter().decrypt(code) for code in factor.data["migrated_codes"]] == ["one", "two"]
    assert factor.data["used_mask"] == 1


def test_one_broken_key_does_not_hold_up_the_rest(cast):
    with cast.scope():
        broken, whole = make_person("Hannah Lindqvist"), make_person("Marcus Bell")
        DataKey.objects.filter(workspace_id=cast.workspace.id, holder=broken.id).update(wrapped=b"x" * 60)
    rotation.rotate()
    rotation.move_on()
    with cast.scope():
        epochs = dict(DataKey.objects.filter(workspace_id=cast.workspace.id).values_list("holder", "epoch"))
        assert epochs[whole.id] == settings.MASTER_KEYS.current > epochs[broken.id]
        destroy_keys(KeyKind.PERSON, broken.id)


def test_the_chore_makes_a_key_a_week_and_destroys_after_thirty_days(cast):
    rotation.rotate_when_due()
    first = settings.MASTER_KEYS.current
    rotation.rotate_when_due(datetime.now(UTC) + timedelta(days=6))
    assert settings.MASTER_KEYS.current == first, "not due yet"
    rotation.rotate_when_due(datetime.now(UTC) + timedelta(days=8))
    assert settings.MASTER_KEYS.current == first + 1
    assert first in settings.MASTER_KEYS.keys
    rotation.rotate_when_due(in_a_month())
    assert first not in settings.MASTER_KEYS.keys


def test_the_command_line_shows_and_refuses_in_sentences(cast):
    with cast.scope():
        make_person("Hannah Lindqvist")
    shown = casa("show")
    assert shown.returncode == 0, shown.stderr
    assert "current" in shown.stdout
    assert "0 days ago" in shown.stdout
    nothing = casa("retire")
    assert nothing.returncode == 0, nothing.stderr
    assert "nothing to destroy" in nothing.stdout
