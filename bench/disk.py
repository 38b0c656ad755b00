"""What somebody reads who has the disk: the data folder, a dump, a base backup, and an older backup after an erasure.

Two hundred texts and secrets are planted by the real rules into a full house and looked for in every spelling. The
business's own name, plain by design, is found by the same search each time, else the bench fails: finding nothing
must mean something.
"""

import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from bench.erase import erased
from bench.fill import filled, superuser
from bench.house import House, opened
from bench.report import Result

FULL, SMALL = 50_000, 2_000
GUESTS = 25  # seven texts each, beside the 33 that lie in every other table
PIECE = 1 << 22
BESIDE = "casa_beside"
PLACES = ("The data folder", "A dump", "A base backup")


def measure(quick: bool) -> list[Result]:
    messages = SMALL if quick else FULL
    with opened() as house:
        _without_compression(house)
        filled(house, messages)
        planted = Planted(house)
        results = [_searched(name, planted, messages) for name in PLACES]
        return [*results, *_after_an_erasure(house, planted)]


class Planted:
    """The house with its secrets in it."""

    def __init__(self, house: House) -> None:
        from casa.core.accounts.models import Brand, User, Workspace
        from casa.core.accounts.scope import workspace_scope
        from casa.core.vault.tests.planted import IN_THE_CLEAR, PLANTED, crowd, plant
        from casa.testing.fixtures import Cast

        self.house, self.plain = house, IN_THE_CLEAR
        here, me = UUID(house.workspace_id), User.objects.get(id=house.user_id)
        with workspace_scope(here, me.id):
            workspace, brand = Workspace.objects.get(id=here), Brand.objects.get(workspace_id=here)
        cast = Cast(workspace, brand, me, me, me, me)
        plant(cast)
        self.guests = crowd(cast, GUESTS)
        self._copy(cast, next(iter(self.guests)))
        self.texts = {*PLANTED.values(), *(text for texts in self.guests.values() for text in texts)}

    def _copy(self, cast: Any, phone: str) -> None:
        """A copy of somebody's data waits to be fetched, sealed in the data folder."""
        from casa.core.people.rules import find
        from casa.core.privacy import export

        with cast.scope():
            row = export.begin(find("phone", phone))
        export.make(row.workspace_id, row.id)
        if not export.path_of(row.id).is_relative_to(self.house.server.data):
            raise RuntimeError("The copies do not lie in the data folder any more: they are not searched.")


def _without_compression(house: House) -> None:
    """A compressed page in the write-ahead log could hide a text from the search."""
    with _connected(superuser(house)) as connection:
        connection.execute("alter system set wal_compression = off")
        connection.execute("select pg_reload_conf()")


# ------------------------------------------------------------------------------------------------ the raw bytes


def _searched(name: str, planted: Planted, messages: int) -> Result:
    from casa.core.vault.tests.reading import read_out

    looks = {"The data folder": _folder, "A dump": _dump, "A base backup": _base_backup}
    with _counting(looks[name](planted.house)) as (chunks, size):
        found = read_out([planted.plain, *planted.texts], chunks)
    if planted.plain not in found:
        raise RuntimeError(f"{name}: even what is plain was not found, so the search says nothing.")
    told = f"{len(planted.texts)} texts looked for in {size()} MB of a house with {messages:,} messages"
    return Result(f"{name} reveals", len(found - {planted.plain}), "texts", 0, "lower", told)


@contextmanager
def _counting(chunks: Iterator[bytes]) -> Iterator[Any]:
    sizes: list[int] = []

    def counted() -> Iterator[bytes]:
        for chunk in chunks:
            sizes.append(len(chunk))
            yield chunk

    yield counted(), lambda: sum(sizes) // 10**6


def _folder(house: House) -> Iterator[bytes]:
    """Every file of the data folder: tables, indexes, write-ahead log, temporary files, our logs, copies."""
    with _connected(superuser(house)) as connection:
        connection.execute("checkpoint")
        connection.execute("select pg_switch_wal()")
    yield from _files(Path(house.server.data), without=("keys", "binaries"))


def _files(folder: Path, without: tuple[str, ...] = ()) -> Iterator[bytes]:
    for path in sorted(folder.rglob("*")):
        if path.is_symlink() or not path.is_file() or set(without) & set(path.relative_to(folder).parts):
            continue
        try:
            with path.open("rb") as file:
                yield from iter(lambda: file.read(PIECE), b"")
        except FileNotFoundError:  # the running server has just removed it
            continue


def _dump(house: House) -> Iterator[bytes]:
    command = [house.program("pg_dump"), "--format=plain", "--dbname", superuser(house)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as running:
        assert running.stdout is not None
        yield from iter(lambda: running.stdout.read(PIECE), b"")  # type: ignore[union-attr]
    if running.returncode:
        raise RuntimeError("the dump could not be made")


def _base_backup(house: House) -> Iterator[bytes]:
    with tempfile.TemporaryDirectory(prefix="casa-bench-base-") as folder:
        place = Path(folder) / "base"
        command = [house.program("pg_basebackup"), "--pgdata", str(place), "--wal-method=fetch", "--checkpoint=fast"]
        subprocess.run([*command, "--dbname", house.server.url("superuser")], check=True, capture_output=True)
        yield from _files(place)


# ------------------------------------------------------------------------------------------------ an older backup


def _after_an_erasure(house: House, planted: Planted) -> list[Result]:
    """A backup from before; then somebody is erased and the master key of that time retired, by the chore's own
    steps; then the backup is read back beside the living database, by somebody who has all keys there are."""
    from django.conf import settings

    from casa.config import rotation
    from casa.core.people.rules import find
    from casa.core.vault.crypto import MasterKeys

    phone, texts = next(iter(planted.guests.items()))
    other, theirs = list(planted.guests.items())[-1]
    with tempfile.TemporaryDirectory(prefix="casa-bench-old-") as folder:
        file = _backup(house, Path(folder))
        before = MasterKeys(dict(settings.MASTER_KEYS.keys))
        with _inside(house):
            gone = find("phone", phone)
        erased(house, gone.id)  # type: ignore[union-attr]
        rotation.rotate()
        rotation.move_on()
        rotation.retire(datetime.now(UTC) + timedelta(days=31))
        with _beside(house, file) as there:
            readable = _opened(there, before, planted)
            left = _opened(there, settings.MASTER_KEYS, planted)
    if not {*texts, *theirs} - {phone, other} <= readable:
        raise RuntimeError("The backup could not be read with its own keys either, so the search says nothing.")
    with _inside(house):
        still = find("phone", other)
        goes_on = find("phone", phone) is None and still is not None and still.name == theirs[0]
    return [
        Result("An older backup reveals", len(left), "texts", 0, "lower",
               f"{len(readable)} texts before the master key of its time was retired"),
        Result("The living house goes on", int(goes_on), "", 1, "higher", "The erased one is gone, the other is read"),
    ]  # fmt: skip


def _backup(house: House, folder: Path) -> Path:
    from casa.config.postgres.dump import Archive
    from casa.config.postgres.rooms import DATABASE

    file = folder / "before.dump"
    Archive(Path(house.server.data), house.server.url("superuser"), embedded=True).write(file, DATABASE)
    return file


@contextmanager
def _beside(house: House, file: Path) -> Iterator[Any]:
    from casa.config.postgres.roles import make_database

    url = house.server.url("superuser")
    there = url.replace("/postgres?", f"/{BESIDE}?")
    with _connected(url) as server:
        make_database(server, BESIDE)
        command = [house.program("pg_restore"), "--exit-on-error", "--dbname", there, file]
        subprocess.run(command, check=True, capture_output=True)
        with _connected(there) as connection:
            yield connection
        server.execute(f"drop database {BESIDE}")


def _opened(there: Any, masters: Any, planted: Planted) -> set[str]:
    """Every planted text that these master keys open anywhere in a database."""
    from casa.core.vault.tests.reading import read_out

    return read_out(planted.texts, _plain_values(there, _data_keys(there, masters)))


def _data_keys(there: Any, masters: Any) -> dict[int, Any]:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    from casa.core.vault.crypto import CannotOpen, key_context

    found: dict[int, Any] = {}
    for number, workspace, kind, epoch, wrapped in there.execute(
        "select id, workspace_id, kind, epoch, wrapped from vault_datakey where wrapped is not null"
    ):
        try:
            found[number] = AESGCM(masters.unwrap(epoch, bytes(wrapped), key_context(workspace, kind, number)))
        except CannotOpen:
            continue
    return found


def _plain_values(there: Any, keys: dict[int, Any]) -> Iterator[bytes]:
    """Every sealed value that these data keys open, each with a gap after it."""
    from django.apps import apps

    from casa.core.vault.crypto import field_context, key_id_of, unseal
    from casa.core.vault.fields import encrypted_fields

    for model in apps.get_models():
        table = model._meta.db_table
        for one in encrypted_fields(model):
            rows = there.execute(f"select workspace_id, id, {one.column} from {table} where {one.column} is not null")
            for workspace, row_id, sealed in rows:
                key = keys.get(key_id_of(bytes(sealed)))
                if key is not None:
                    yield unseal(key, bytes(sealed), field_context(table, str(one.column), workspace, row_id)) + b"\n"


def _inside(house: House) -> Any:
    from casa.core.accounts.scope import workspace_scope

    return workspace_scope(UUID(house.workspace_id), UUID(house.user_id))


def _connected(url: str) -> Any:
    import psycopg

    return psycopg.connect(url, autocommit=True)
