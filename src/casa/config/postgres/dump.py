"""Writing the database to one file, and putting such a file back whole or not at all."""

import contextlib
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
from psycopg import conninfo, sql

from casa.config.postgres import binaries
from casa.config.postgres.roles import make_database
from casa.config.postgres.rooms import Rooms
from casa.config.trouble import Trouble

RESTORING, REPLACED = "casa_restoring", "casa_replaced"


class Archive:
    """Dumps of one database, made with our programs or, for a server elsewhere, the machine's."""

    def __init__(self, data: Path, url: str, *, embedded: bool) -> None:
        """`url`: for the embedded server the superuser's, because a dump must see past row-level security."""
        self._rooms = Rooms(data)
        self._parts = {name: str(value) for name, value in conninfo.conninfo_to_dict(url).items()}
        self._embedded = embedded

    def write(self, file: Path, database: str) -> None:
        """Dump `database` into `file` (custom format, mode 0600), complete or not at all."""
        unfinished = file.with_suffix(".part")
        unfinished.touch(mode=0o600)
        try:
            self._run("pg_dump", database, "--format=custom", "--file", str(unfinished))
            self.check(unfinished)
            unfinished.replace(file)
        finally:
            unfinished.unlink(missing_ok=True)

    def check(self, file: Path) -> None:
        """:raises Trouble: this is no dump, or a damaged one"""
        listing = subprocess.run([self._program("pg_restore"), "--list", file], capture_output=True)
        if listing.returncode:
            raise Trouble(f"The file {file} is not a backup of Casa's database, or it is damaged. Choose another.")

    def read(self, file: Path, database: str) -> None:
        """Replace `database` by what `file` holds. Nobody may be connected.

        It is read into a new database, which takes the old one's name at the end: a damaged file changes
        nothing.
        """
        self.check(file)
        with self._connected("postgres") as server:
            server.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(RESTORING)))
            make_database(server, RESTORING)
            self._run("pg_restore", RESTORING, "--exit-on-error", "--dbname", f"service={RESTORING}", str(file))
            _swap(server, database)

    def _program(self, name: str) -> str:
        """The machine's own first for a server elsewhere: the wheel's speak no TLS."""
        own = None if self._embedded else shutil.which(name)
        return own or str(binaries.copied(self._rooms.binaries).program(name))

    def _run(self, program: str, database: str, *args: str) -> None:
        with self._service(database) as file:
            where = [] if "--dbname" in args else ["--dbname", f"service={database}"]
            environment = {"PATH": os.environ.get("PATH", os.defpath), "PGSERVICEFILE": file, "LC_ALL": "C"}
            done = subprocess.run(
                [self._program(program), "--no-password", *where, *args],
                env=environment,
                capture_output=True,
                text=True,
            )
        if done.returncode:
            said = [line for line in done.stderr.splitlines() if line.strip()] or ["nothing"]
            raise Trouble(f"{program} failed. It said: {said[0]}")

    @contextlib.contextmanager
    def _service(self, database: str) -> Iterator[str]:
        """The connection in a private file: on the command line everybody could read the password."""
        with tempfile.NamedTemporaryFile("w", prefix="casa-", suffix=".conf") as file:
            parts = self._parts | {"dbname": database}
            file.write(f"[{database}]\n" + "".join(f"{name}={value}\n" for name, value in parts.items()))
            file.flush()
            yield file.name

    def _connected(self, database: str) -> psycopg.Connection:
        try:
            return psycopg.connect(conninfo.make_conninfo(**(self._parts | {"dbname": database})), autocommit=True)
        except psycopg.OperationalError:
            raise Trouble("The database does not answer. Check with ./casa doctor.") from None


def _swap(server: psycopg.Connection, database: str) -> None:
    """The old database goes at the end: a copy would keep what people asked to have erased."""
    current, fresh, old = sql.Identifier(database), sql.Identifier(RESTORING), sql.Identifier(REPLACED)
    rename = sql.SQL("ALTER DATABASE {} RENAME TO {}")
    server.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(old))
    try:
        server.execute(rename.format(current, old))
    except psycopg.errors.ObjectInUse:
        raise Trouble(
            "Somebody is still connected to the database. Stop every Casa that uses it, then try again."
        ) from None
    server.execute(rename.format(fresh, current))
    server.execute(sql.SQL("DROP DATABASE {}").format(old))
