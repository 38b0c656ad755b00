"""Whoever gets the database, a backup of it or its raw files reads nothing of guests, tokens or keys (CA-2, CF-2).

Everything is planted through the real rules, then looked for in a plain dump, in every file of the data folder after
a checkpoint (tables, indexes, write-ahead log, temporary files) and in our own logs. A word that is plain by design is
found by the same search, so the search is known to work.
"""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from django.conf import settings

from casa.config.postgres import binaries
from casa.config.postgres.dump import Archive
from casa.config.postgres.rooms import DATABASE, Rooms
from casa.config.postgres.server import Server
from casa.core.accounts.scope import workspace_scope
from casa.core.connections.models import Connection
from casa.core.people.models import Person
from casa.core.people.rules import find
from casa.core.stays.models import Property
from casa.core.vault.tests.planted import IN_THE_CLEAR, PHONE, PLANTED, plant
from casa.core.vault.tests.reading import pieces, read_out


@pytest.fixture(scope="module")
def rooms() -> Rooms:
    return Rooms(Path(settings.ENVIRONMENT.data))


@pytest.fixture
def planted(cast):
    plant(cast)
    return cast


def superuser(database: str = DATABASE) -> psycopg.Connection:
    url = Server(Path(settings.ENVIRONMENT.data)).url("superuser").replace("/postgres?", f"/{database}?")
    return psycopg.connect(url, autocommit=True)


def files(*folders: Path) -> Iterator[bytes]:
    """Every file of these folders, in pieces; one that the running server has just removed is passed over."""
    for folder in folders:
        for path in folder.rglob("*"):
            if path.is_file() and not path.is_symlink():
                try:
                    content = path.read_bytes()
                except FileNotFoundError:
                    continue
                yield from pieces(content)


def test_the_search_finds_what_is_there():
    for text in PLANTED.values():
        for spelling in (text.encode(), text.encode().hex().encode(), text.upper().encode()):
            assert read_out([text], [b"x" * 50 + spelling + b"y" * 50]) == {text}
    middle = PLANTED["message"].encode()
    assert read_out([PLANTED["message"]], [middle[:9], middle[9:]]) == {PLANTED["message"]}


def test_what_was_planted_is_really_there(planted):
    """Else finding nothing would prove nothing."""
    with planted.scope():
        person = find("phone", PHONE)
        assert person is not None
        assert person.name == PLANTED["name"]
        assert person.location == PLANTED["where from"]
        assert Property.objects.get().wifi["password"] == PLANTED["wifi password"]
        assert Connection.objects.get().secrets["token"] == PLANTED["token"]


def test_a_dump_of_the_whole_database_says_nothing(planted, rooms):
    program = binaries.copied(rooms.binaries).program("pg_dump")
    url = Server(rooms.data).url("superuser").replace("/postgres?", f"/{DATABASE}?")
    dump = subprocess.run([program, "--format=plain", "--dbname", url], capture_output=True, check=True).stdout
    assert read_out([IN_THE_CLEAR], pieces(dump)) == {IN_THE_CLEAR}
    assert read_out(PLANTED.values(), pieces(dump)) == set()


def test_the_files_of_the_server_say_nothing(planted, rooms):
    with superuser() as connection:
        connection.execute("checkpoint")
        connection.execute("select pg_switch_wal()")
    assert read_out([IN_THE_CLEAR], files(rooms.cluster)) == {IN_THE_CLEAR}
    assert read_out(PLANTED.values(), files(rooms.cluster, rooms.logs, rooms.data / "logs")) == set()


def test_the_keys_lie_beside_the_database_and_not_in_it(planted, rooms):
    masters = [key.hex() for key in settings.MASTER_KEYS.keys.values()]
    with superuser() as connection:
        connection.execute("checkpoint")
    assert read_out(masters, files(rooms.cluster)) == set()
    raw = [bytes.fromhex(key) for key in masters]
    assert not [key for key in raw for piece in files(rooms.cluster) if key in piece]


def test_a_backup_file_says_nothing_either(planted, rooms, tmp_path):
    archive = Archive(rooms.data, Server(rooms.data).url("superuser"), embedded=True)
    file = tmp_path / "casa.dump"
    archive.write(file, DATABASE)
    assert file.stat().st_mode & 0o077 == 0
    program = binaries.copied(rooms.binaries).program("pg_restore")
    told = subprocess.run([program, "--file=-", file], capture_output=True, check=True).stdout
    assert read_out([IN_THE_CLEAR], pieces(told)) == {IN_THE_CLEAR}
    assert read_out(PLANTED.values(), pieces(told)) == set()


def test_a_failure_does_not_say_what_it_failed_on(planted):
    from casa.core.vault.crypto import CannotOpen
    from casa.core.vault.fields import Sealed

    with workspace_scope(planted.workspace.id):
        person = find("phone", PHONE)
        assert person is not None
        raw = bytes(Person.objects.filter(id=person.id).values_list("name", flat=True)[0])
        person.name = Sealed(raw[:-1] + bytes([raw[-1] ^ 1]))
        with pytest.raises(CannotOpen) as told:
            person.name  # noqa: B018
    assert read_out(PLANTED.values(), [f"{told.value!r}".encode()]) == set()
