"""Casa on a Postgres of the operator's own: this machine's, by TCP with passwords, as `DATABASE_URL` names it."""

import base64
import os
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest

from casa.config.paths import PASSABLE, ROOT
from casa.config.postgres import Server
from casa.config.postgres.command import Progress, quiet

FOUND = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: path.parent.name)
SECRET = "k" * 40
SUBSET = (
    "tests/walls/test_database.py",
    "src/casa/core/vault/tests/test_fields.py",
    "src/casa/core/inbox/tests/test_round_trip.py",
)

pytestmark = [
    pytest.mark.server,
    pytest.mark.skipif(not FOUND, reason="this machine has no PostgreSQL of its own under /usr/lib/postgresql"),
]


class Networked(Server):
    """A server like any other: on the network, asking for passwords."""

    port: int

    def prepare(self, progress: Progress = quiet) -> None:
        super().prepare(progress)
        rules, settings = self.rooms.settings / "pg_hba.conf", self.rooms.settings / "postgresql.conf"
        rules.write_text(rules.read_text() + "host all all 127.0.0.1/32 scram-sha-256\n")
        settings.write_text(settings.read_text() + f"listen_addresses = '127.0.0.1'\nport = {self.port}\n")

    def url(self, role: str) -> str:
        return f"{super().url(role)}&port={self.port}"


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """The server, and how Casa is told of it."""

    server: Server
    port: int

    def url(self, database: str) -> str:
        return f"postgresql://boss:own@127.0.0.1:{self.port}/{database}"

    def told(self, data: Path, database: str, masters: str) -> dict[str, str]:
        """The environment of an operator's shell."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("CASA_", "DATABASE_URL"))}
        ours = {"CASA_DATA": str(data), "CASA_SECRET_KEY": SECRET, "CASA_MASTER_KEYS": masters}
        return kept | ours | {"DATABASE_URL": self.url(database)}


@pytest.fixture(scope="module")
def elsewhere() -> Iterator[Elsewhere]:
    """The oldest PostgreSQL of this machine, running, with an owner and nothing else of Casa's."""
    home = Path(tempfile.mkdtemp(prefix="casa-server-"))
    home.chmod(PASSABLE)
    server = Networked(home, programs=FOUND[0], wait_for_disk=False)
    with socket.create_server(("127.0.0.1", 0)) as free:
        server.port = free.getsockname()[1]
    try:
        with server.running():
            _as_it_comes(server)
            yield Elsewhere(server, server.port)
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _as_it_comes(server: Server) -> None:
    """Without the database and the roles that a server of ours is given; with an owner who may make roles."""
    with psycopg.connect(server.url("superuser"), autocommit=True) as superuser:
        superuser.execute("drop database casa with (force)")
        superuser.execute("drop role casa_app, casa_system, casa_owner")
        superuser.execute("create role boss login createdb createrole password 'own'")


@pytest.fixture
def house(elsewhere: Elsewhere) -> Iterator[str]:
    """An empty database of the owner's; gone afterwards."""
    name = f"house_{secrets.token_hex(4)}"
    superuser = elsewhere.server.url("superuser")
    with psycopg.connect(elsewhere.url("postgres"), autocommit=True) as owner:
        owner.execute(f"create database {name}")
    yield name
    with psycopg.connect(superuser, autocommit=True) as connection:
        connection.execute(f"drop database {name} with (force)")


def key(number: int) -> str:
    return f"{number}:{base64.b64encode(secrets.token_bytes(32)).decode()}"


def casa(env: Mapping[str, str], *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "casa.config.cli", *words, "--live"]
    return subprocess.run(command, env=dict(env), cwd=ROOT, capture_output=True, text=True)


def test_the_tables_are_made_by_an_owner_who_is_no_superuser(elsewhere: Elsewhere, house: str, tmp_path: Path) -> None:
    env = elsewhere.told(tmp_path / "data", house, key(1))
    for _ in range(2):
        done = casa(env, "migrate")
        assert done.returncode == 0, done.stdout + done.stderr
    assert not (tmp_path / "data" / "postgres").exists(), "no database of ours was made"
    doctor = casa(env, "doctor")
    assert f"Postgres {FOUND[0].parent.name}." in doctor.stdout
    assert "the walls between workspaces hold for both" in doctor.stdout


def test_the_same_tests_pass_there(elsewhere: Elsewhere, house: str, tmp_path: Path) -> None:
    """Walls, sealed fields and the inbox's round trip, in a process whose settings name that server."""
    told = elsewhere.told(tmp_path, house, key(1))
    env = {name: value for name, value in told.items() if not name.startswith(("CASA_", "DATABASE_URL"))} | {
        "CASA_TEST_DATABASE_URL": told["DATABASE_URL"],
        "CASA_TEST_SECRET_KEY": told["CASA_SECRET_KEY"],
        "CASA_TEST_MASTER_KEYS": told["CASA_MASTER_KEYS"],
    }
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *SUBSET]
    done = subprocess.run(command, env=env, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
    with psycopg.connect(elsewhere.url(house)) as owner:
        found = owner.execute("select count(*) from django_migrations").fetchone()
    assert found is not None
    assert found[0] > 20, "the tests ran there and nowhere else"


def test_keys_from_the_environment_are_rotated_in_steps(elsewhere: Elsewhere, house: str, tmp_path: Path) -> None:
    first = key(1)
    env = elsewhere.told(tmp_path / "data", house, first)
    assert casa(env, "migrate").returncode == 0
    asked = casa(env, "keys", "rotate")
    assert asked.returncode == 0, asked.stderr
    assert "restart every web and worker process" in asked.stdout
    second = asked.stdout.strip().splitlines()[-1]
    assert second.startswith("2:")
    _seal_something(elsewhere, env)
    env["CASA_MASTER_KEYS"] = f"{first},{second}"
    moved = casa(env, "keys", "rotate", "--yes")
    assert "Now under master key 2: " in moved.stdout, moved.stdout + moved.stderr
    assert "Nothing hangs any more on: 1." in casa(env, "keys", "retire").stdout
    env["CASA_MASTER_KEYS"] = second
    assert "gone" not in casa(env, "keys", "show").stdout


def _seal_something(elsewhere: Elsewhere, env: Mapping[str, str]) -> None:
    words = (
        "import django; django.setup()\n"
        "from casa.core.accounts.models import User\n"
        "from casa.core.accounts.rules import open_workspace\n"
        "from casa.core.accounts.scope import workspace_scope\n"
        "from casa.core.people.rules import make_person\n"
        "alice = User.objects.create_user('alice@example.com', 'correct horse battery', name='Alice')\n"
        "with workspace_scope(open_workspace(alice, 'Laurel & Pine').id, alice.id):\n"
        "    make_person('Hannah Lindqvist')\n"
    )
    told = dict(env) | {"DJANGO_SETTINGS_MODULE": "casa.config.settings"}
    done = subprocess.run([sys.executable, "-c", words], env=told, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
