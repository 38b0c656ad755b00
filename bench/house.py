"""A whole Casa for the length of a measurement: its own data folder, database, web process and worker.

Import this before anything of Django: it decides which data folder the settings read.
"""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.request import urlopen

ROOT = Path(__file__).resolve().parent.parent
PUBLIC = "https://casa.example.org"
ACCOUNT = "AC" + "0" * 32
SECRET = "5" * 32
READY_WITHIN = 60.0


@dataclass(frozen=True, slots=True)
class House:
    """Where it is and who is in it."""

    server: Any  # casa.config.postgres.server.Server
    workspace_id: str
    connection_id: str
    user_id: str
    hook_path: str

    def program(self, name: str) -> str:
        """One of the database's own programs, such as pgbench."""
        return str(self.server.binaries.program(name))

    def count(self, statement: str) -> int:
        """The one number a query of the system role gives."""
        import psycopg

        with psycopg.connect(self.server.url("system")) as connection:
            row = connection.execute(statement.encode()).fetchone()
            return int(row[0]) if row else 0


@contextlib.contextmanager
def opened() -> Iterator[House]:
    """A migrated database with a workspace that has a Twilio account."""
    data = Path(tempfile.mkdtemp(prefix="casa-bench-"))
    data.chmod(0o755)
    settings = {"CASA_DATA": str(data), "CASA_BASE_URL": PUBLIC, "DJANGO_SETTINGS_MODULE": "casa.config.settings"}
    for name in ("DATABASE_URL", "CASA_SECRET_KEY", "CASA_MASTER_KEYS", "CASA_DEMO", "CASA_SANDBOX_URL", "CASA_TEST"):
        os.environ.pop(name, None)
    os.environ.update(settings, PYTHONPATH=os.pathsep.join([str(ROOT / "src"), str(ROOT)]))
    sys.path.insert(0, str(ROOT / "src"))
    from casa.config.postgres.server import Server

    try:
        with Server(data, wait_for_disk=False).running() as server:
            yield House(server, *furnished())
    finally:
        shutil.rmtree(data, ignore_errors=True)


def furnished() -> tuple[str, str, str, str]:
    """Migrate, and make a workspace with a Twilio account: ids of workspace, connection and user, the hook's path."""
    import django

    django.setup()
    from casa.config.migrate import migrate
    from casa.core.accounts.models import Brand, User
    from casa.core.accounts.rules import open_workspace
    from casa.core.accounts.scope import workspace_scope
    from casa.core.connections.models import Connection
    from casa.core.connections.wire import hook_hash
    from casa.lib.ids import new_id, new_token

    migrate()
    user = User.objects.create_user("bench@example.com", new_token(), name="Bench")
    workspace, token = open_workspace(user, "Bench"), new_token()
    with workspace_scope(workspace.id, user.id):
        connection = Connection(
            id=new_id(),
            workspace_id=workspace.id,
            provider="twilio",
            account_ref=ACCOUNT,
            label="Texts",
            brand=Brand.objects.get(workspace=workspace),
            settings={"account_sid": ACCOUNT, "from_number": "+18285550100"},
            secrets={"auth_token": SECRET},
            hook_token=token,
            hook_hash=hook_hash(token),
        )
        connection.save(force_insert=True)
    return str(workspace.id), str(connection.id), str(user.id), f"/hook/twilio/{token}"


@contextlib.contextmanager
def web() -> Iterator[int]:
    """The web processes, as production runs them; gives their port."""
    from casa.config.web import processes

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with contextlib.ExitStack() as household:
        for _ in range(processes()):
            household.enter_context(running("casa.config.web", "127.0.0.1", str(port)))
        _wait_until_up(port)
        yield port


@contextlib.contextmanager
def running(module: str, *arguments: str) -> Iterator[int]:
    """A Python module in a process of its own; gives its number."""
    process = subprocess.Popen([sys.executable, "-m", module, *arguments], cwd=ROOT, stderr=subprocess.DEVNULL)
    try:
        yield process.pid
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def output_of(command: Sequence[str], **environment: str) -> str:
    """Run a program to its end; what it said. Its mistakes are ours."""
    done = subprocess.run(
        list(command), cwd=ROOT, env=os.environ | environment, text=True, capture_output=True, check=False
    )
    if done.returncode:
        raise RuntimeError(f"{command[0]} failed: {done.stderr.strip()[-500:]}")
    return done.stdout


def _wait_until_up(port: int) -> None:
    deadline = time.monotonic() + READY_WITHIN
    while time.monotonic() < deadline:
        with contextlib.suppress(OSError), urlopen(f"http://127.0.0.1:{port}/up", timeout=2) as said:
            if said.status == 200:
                return
        time.sleep(0.1)
    raise RuntimeError("the web process did not come up")
