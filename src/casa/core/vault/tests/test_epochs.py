"""A key that was destroyed stays destroyed, also for whoever kept a backup from before (CA-5a, CF-6)."""

import subprocess
from pathlib import Path
from unittest.mock import patch

import psycopg
import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.db import connection, connections

from casa.config.postgres import binaries
from casa.config.postgres.dump import Archive
from casa.config.postgres.roles import make_database
from casa.config.postgres.rooms import DATABASE, Rooms
from casa.config.postgres.server import Server
from casa.core.people.models import Person
from casa.core.people.rules import make_person
from casa.core.vault.crypto import CannotOpen, MasterKeys, field_context, key_context, new_data_key, unseal
from casa.core.vault.keyring import keyring
from casa.core.vault.models import DataKey, KeyKind
from casa.core.vault.rules import destroy_keys, epochs_in_use, rewrap_all

BESIDE = "casa_beside"


@pytest.fixture
def later(database):
    """The next master-key epoch, put beside the one of these tests; afterwards everything is as it was."""
    before = dict(settings.MASTER_KEYS.keys)
    number = max(before) + 1
    both = MasterKeys({**before, number: new_data_key()})
    with patch.object(settings, "MASTER_KEYS", both):
        yield both
    fresh = {key: value for key, value in both.keys.items() if key == number}
    with patch.object(settings, "MASTER_KEYS", MasterKeys({**fresh, number + 1: before[max(before)]})):
        rewrap_all()  # under the old key's bytes again, and then under its old number
    with connections["system"].cursor() as cursor:
        cursor.execute("update vault_datakey set epoch = %s where epoch = %s", [max(before), number + 1])


def only(masters, *numbers):
    return MasterKeys({number: masters.keys[number] for number in numbers})


def everything_but_keys() -> str:
    """A fingerprint of every row of every table that holds sealed values."""
    from casa.core.accounts.walls import walled_models
    from casa.core.vault.fields import encrypted_fields

    tables = sorted(model._meta.db_table for model in walled_models() if encrypted_fields(model))
    with connections["system"].cursor() as cursor:
        return "".join(_fingerprint(cursor, table) for table in tables)


def _fingerprint(cursor, table: str) -> str:
    cursor.execute(f"select count(*), md5(string_agg(md5(t::text) || xmin::text, '' order by id)) from {table} t")
    return f"{table}:{cursor.fetchone()};"


def test_rewrapping_moves_every_key_and_touches_no_row(cast, later):
    with cast.scope():
        people = [make_person(f"Guest {number}") for number in range(7)]
    old = later.current - 1
    before = everything_but_keys()
    assert rewrap_all(batch=3) >= 7
    assert everything_but_keys() == before
    assert old not in epochs_in_use()
    assert rewrap_all() == 0, "safe to run twice"
    keyring.forget(cast.workspace.id)
    with patch.object(settings, "MASTER_KEYS", only(later, later.current)), cast.scope():
        assert {Person.objects.get(id=row.id).name for row in people} == {f"Guest {number}" for number in range(7)}


def test_new_keys_go_under_the_newest_epoch(cast, later):
    with cast.scope():
        person = make_person("Hannah Lindqvist")
        assert DataKey.objects.get(holder=person.id).epoch == later.current


def test_a_destroyed_key_is_not_wrapped_anew(cast, later):
    with patch.object(settings, "MASTER_KEYS", only(later, later.current - 1)), cast.scope():
        person = make_person("Hannah Lindqvist")
        destroy_keys(KeyKind.PERSON, person.id)
    rewrap_all()
    with cast.scope():
        row = DataKey.objects.get(holder=person.id)
        assert (row.wrapped, row.current) == (None, False)
        assert row.destroyed_at is not None


def test_what_hangs_on_a_lost_epoch_stays_and_the_rest_moves(cast, later):
    with patch.object(settings, "MASTER_KEYS", only(later, later.current - 1)), cast.scope():
        lost, kept = make_person("Lost"), make_person("Kept")
        DataKey.objects.filter(holder=lost.id).update(epoch=9999)
    rewrap_all()
    with cast.scope():
        assert DataKey.objects.get(holder=kept.id).epoch == later.current
        assert DataKey.objects.get(holder=lost.id).epoch == 9999
        keyring.forget(cast.workspace.id)
        with pytest.raises(CannotOpen, match="retired"):
            Person.objects.get(id=lost.id).name  # noqa: B018
        DataKey.objects.filter(holder=lost.id).delete()


class Beside:
    """A backup read into a database beside the living one, in the hands of somebody who has the whole server."""

    def __init__(self, rooms: Rooms, folder: Path) -> None:
        self.rooms, self.file = rooms, folder / "before.dump"
        self.url = Server(rooms.data).url("superuser")
        Archive(rooms.data, self.url, embedded=True).write(self.file, DATABASE)

    def __enter__(self) -> psycopg.Connection:
        self.server = psycopg.connect(self.url, autocommit=True)
        self.server.execute(f"drop database if exists {BESIDE}")
        make_database(self.server, BESIDE)
        there = self.url.replace("/postgres?", f"/{BESIDE}?")
        program = binaries.copied(self.rooms.binaries).program("pg_restore")
        subprocess.run([program, "--exit-on-error", "--dbname", there, self.file], check=True, capture_output=True)
        self.open = psycopg.connect(there, autocommit=True)
        return self.open

    def __exit__(self, *_: object) -> None:
        self.open.close()
        self.server.execute(f"drop database {BESIDE}")
        self.server.close()


def read_name(there: psycopg.Connection, masters: MasterKeys, person_id) -> str:
    """What somebody with a database and master keys can read, without any of our rules in the way."""
    person = "select workspace_id, name from people_person where id = %s"
    workspace, sealed = there.execute(person, [person_id]).fetchone()
    number, kind, wrapped, epoch = there.execute(
        "select id, kind, wrapped, epoch from vault_datakey where holder = %s", [person_id]
    ).fetchone()
    if wrapped is None:
        raise CannotOpen("There is no key.")
    key = masters.unwrap(epoch, bytes(wrapped), key_context(workspace, kind, number))
    return unseal(AESGCM(key), bytes(sealed), field_context("people_person", "name", workspace, person_id)).decode()


def test_a_backup_from_before_cannot_be_read_once_its_epoch_is_retired(cast, later, tmp_path):
    rooms, old = Rooms(Path(settings.ENVIRONMENT.data)), later.current - 1
    with patch.object(settings, "MASTER_KEYS", only(later, old)), cast.scope():
        gone, stays = make_person("Hannah Lindqvist"), make_person("Marcus Bell")
    backup = Beside(rooms, tmp_path)
    with cast.scope():
        destroy_keys(KeyKind.PERSON, gone.id)
    rewrap_all()
    with backup as there:
        # While the epoch of the backup lives, the backup does. That is why epochs are destroyed.
        assert read_name(there, later, gone.id) == "Hannah Lindqvist"
        retired = only(later, later.current)
        with pytest.raises(CannotOpen, match="retired"):
            read_name(there, retired, gone.id)
        with pytest.raises(CannotOpen, match="retired"):
            read_name(there, retired, stays.id)
    # The living database goes on: the one who stays is read, the one who is gone is not.
    keyring.forget(cast.workspace.id)
    with patch.object(settings, "MASTER_KEYS", only(later, later.current)), cast.scope():
        assert Person.objects.get(id=stays.id).name == "Marcus Bell"
        with pytest.raises(CannotOpen):
            Person.objects.get(id=gone.id).name  # noqa: B018


def test_a_swapped_key_row_does_not_open(cast):
    """Somebody with the database moves one person's wrapped key to another: the context says no."""
    with cast.scope():
        one, two = make_person("Hannah Lindqvist"), make_person("Marcus Bell")
        stolen = DataKey.objects.get(holder=one.id)
        with connection.cursor() as cursor:
            cursor.execute("update vault_datakey set wrapped = %s where holder = %s", [stolen.wrapped, two.id])
        keyring.forget(cast.workspace.id)
        with pytest.raises(CannotOpen, match="does not belong"):
            Person.objects.get(id=two.id).name  # noqa: B018
