"""The real household on free ports: embedded Postgres, pages, worker, pretend world, all by ``casa demo``."""

import contextlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlencode
from urllib.request import Request, urlopen

ROOT = Path(__file__).parents[2]
PATIENCE = 300  # seconds for the first guests to come in, on a busy machine
OURS = ("CASA_", "DATABASE_URL", "DJANGO_")


@dataclass(frozen=True, slots=True)
class House:
    """An open Casa and the pretend world beside it."""

    address: str
    world: str
    email: str
    password: str
    slug: str

    def page(self, path: str = "") -> str:
        return f"{self.address}/w/{self.slug}/{path}"

    def guest(self, name: str) -> str:
        """The guest of that name in the pretend world."""
        with urlopen(f"{self.world}/_casa/guests?q={quote(name)}", timeout=10) as answer:
            return str(json.load(answer)["guests"][0]["id"])

    def text(self, guest: str, words: str) -> None:
        """The guest texts the host; returns when the webhook was taken."""
        body = urlencode({"body": words}).encode()
        urlopen(Request(f"{self.world}/_casa/guests/{guest}/texts", body, method="POST"), timeout=15).close()


def _free_ports(count: int) -> list[int]:
    with contextlib.ExitStack() as stack:
        sockets = [stack.enter_context(socket.socket()) for _ in range(count)]
        for one in sockets:
            one.bind(("127.0.0.1", 0))
        return [one.getsockname()[1] for one in sockets]


@contextlib.contextmanager
def open_house() -> Iterator[House]:
    """``casa demo`` in a folder of its own, closed in order at the end."""
    web, world = _free_ports(2)
    data = Path(tempfile.mkdtemp(prefix="casa-browser-"))
    data.chmod(0o755)  # the database may run as another user
    env = {name: value for name, value in os.environ.items() if not name.startswith(OURS)}
    env |= {"CASA_DATA": str(data), "CASA_SANDBOX_URL": f"http://127.0.0.1:{world}", "PYTHONPATH": str(ROOT / "src")}
    command = [sys.executable, "-m", "casa.config.cli", "demo", "--port", str(web)]
    with (data / "said.txt").open("w") as said:
        process = subprocess.Popen(command, env=env, cwd=ROOT, stdout=said, stderr=subprocess.STDOUT)
        try:
            yield _when_open(process, data, web, world)
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(60)
            shutil.rmtree(data, ignore_errors=True)


def _when_open(process: "subprocess.Popen[bytes]", data: Path, web: int, world: int) -> House:
    address, end = f"http://localhost:{web}", time.monotonic() + PATIENCE
    while not ((data / "demo.json").exists() and _answers(f"{address}/up")):  # the pages are up before the guests
        assert process.poll() is None, (data / "said.txt").read_text()[-2000:]
        assert time.monotonic() < end, (data / "said.txt").read_text()[-2000:]
        time.sleep(0.5)
    login = json.loads((data / "demo.json").read_text())
    return House(address, f"http://127.0.0.1:{world}", login["email"], login["password"], login["workspace"])


def _answers(address: str) -> bool:
    with contextlib.suppress(OSError), urlopen(address, timeout=2) as answer:
        return bool(answer.status == 200)
    return False
