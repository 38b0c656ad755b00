"""Nothing that was acknowledged is lost: web process and database are killed outright under load."""

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from bench.texts import text

from casa.config.postgres.temporary import temporary
from casa.core.connections.wire import delivery_key

ROOT = Path(__file__).resolve().parents[2]
PUBLIC = "https://casa.example.org"
SENDERS = 8
FURNISH = "import json; from bench.house import furnished; print(json.dumps(furnished()))"
pytestmark = pytest.mark.faults


class House:
    """A Casa of its own, in processes of its own, so that they can be killed."""

    def __init__(self, server):
        self.server = server
        self.environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("CASA_")},
            "CASA_DATA": str(server.data), "CASA_BASE_URL": PUBLIC, "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}",
            "DJANGO_SETTINGS_MODULE": "casa.config.settings",
        }
        made = subprocess.run([sys.executable, "-c", FURNISH], env=self.environment, capture_output=True, check=True)
        self.workspace_id, self.connection_id, _, self.path = json.loads(made.stdout)
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.web = None

    def open(self):
        command = [sys.executable, "-m", "casa.config.web", "127.0.0.1", str(self.port)]
        self.web = subprocess.Popen(command, env=self.environment, cwd=ROOT, stderr=subprocess.DEVNULL)
        until(self.is_up, 60)

    def is_up(self):
        return ask(self.port, b"GET /up HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").startswith(b"HTTP/1.1 200")

    def kill_web(self):
        self.web.kill()
        self.web.wait()

    def kill_database(self):
        os.kill(self.server._child.pid, signal.SIGKILL)
        self.server._child.wait()

    def revive_database(self):
        self.server.prepare()
        self.server.start()
        self.server.wait_ready()

    def stored(self):
        with psycopg.connect(self.server.url("system")) as connection:
            return [bytes(row[0]) for row in connection.execute("select key from connections_delivery")]

    def drains(self):
        with psycopg.connect(self.server.url("system")) as connection:
            found = connection.execute("select count(*) from procrastinate_jobs where task_name = 'inbox.drain'")
            return found.fetchone()[0]


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    with temporary(tmp_path_factory.mktemp("faults")) as server:
        house = House(server)
        house.open()
        yield house
        house.kill_web()


def ask(port, request):
    """One request on a connection of its own; nothing when no whole answer came."""
    said = b""
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=12) as each:
            each.sendall(request)
            while more := each.recv(65536):
                said += more
                if said.endswith((b"<Response/>", b".\n")):
                    break
    except OSError:
        return b""
    return said


def until(true, seconds):
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.05)


class Senders:
    """Vendors: each sends the next text again and again until it is acknowledged."""

    def __init__(self, house):
        self.house, self.stop = house, threading.Event()
        self.acknowledged, self.unheard = [], 0
        self._numbers, self._lock = iter(range(10**9)), threading.Lock()

    def _send(self):
        while not self.stop.is_set():
            with self._lock:
                number = next(self._numbers)
            while not ask(self.house.port, text(self.house.path, number)).startswith(b"HTTP/1.1 200"):
                self.unheard += 1
                if self.stop.wait(0.05):
                    return
            self.acknowledged.append(delivery_key(f"in:SM{number:032x}"))

    @contextmanager
    def sending(self):
        threads = [threading.Thread(target=self._send, daemon=True) for _ in range(SENDERS)]
        for thread in threads:
            thread.start()
        yield self
        self.stop.set()
        for thread in threads:
            thread.join(20)
            assert not thread.is_alive()

    def get_on(self, count=30):
        """Wait until some more were acknowledged."""
        wanted = len(self.acknowledged) + count
        until(lambda: len(self.acknowledged) >= wanted, 60)


def test_no_acknowledged_text_is_lost_however_often_things_are_killed(house):
    with Senders(house).sending() as senders:
        for _ in range(2):
            senders.get_on()
            house.kill_web()
            house.open()
            senders.get_on()
            house.kill_database()
            time.sleep(0.5)
            house.revive_database()
        senders.get_on()
    stored = house.stored()
    assert len(stored) == len(set(stored))
    assert set(senders.acknowledged) <= set(stored)
    assert senders.unheard > 0  # it was really felt
    assert len(senders.acknowledged) == len(set(senders.acknowledged)) >= 150
    until(lambda: house.drains() == 1, 10)


def test_without_a_database_the_sender_is_told_to_come_back_and_nothing_is_lost(house):
    request = text(house.path, 10**9 + 1)
    until(house.is_up, 20)
    assert ask(house.port, request).startswith(b"HTTP/1.1 200")
    house.kill_database()
    again = text(house.path, 10**9 + 2)
    said = ask(house.port, again)
    assert said.startswith(b"HTTP/1.1 503")
    assert b"retry-after: 5" in said.lower()
    house.revive_database()
    assert ask(house.port, again).startswith(b"HTTP/1.1 200")
    assert ask(house.port, again).startswith(b"HTTP/1.1 200")
    assert house.stored().count(delivery_key(f"in:SM{10**9 + 2:032x}")) == 1


def test_nothing_is_acknowledged_before_it_is_on_the_disk(house):
    """While the commit is held up, so is the answer."""
    until(house.is_up, 20)
    answers = []
    with psycopg.connect(house.server.url("owner")) as blocker:
        blocker.execute("lock table connections_delivery in share mode")
        sender = threading.Thread(target=lambda: answers.append(ask(house.port, text(house.path, 10**9 + 3))))
        sender.start()
        time.sleep(1)
        assert answers == []
        blocker.rollback()
    sender.join(10)
    assert answers[0].startswith(b"HTTP/1.1 200")
    assert delivery_key(f"in:SM{10**9 + 3:032x}") in house.stored()
