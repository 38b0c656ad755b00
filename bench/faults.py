"""Nothing lost, nothing doubled: a whole Casa whose parts are killed outright while guests text and a host answers.

The real web process, worker and database run as processes over the pretend Twilio; one of them is killed with
SIGKILL at random moments, again and again, and Twilio has its own bad moments. Afterwards every text that reached
Twilio is in the inbox once, and every answer reached its phone once. ``python -m bench.faults worker`` is the worker
with its waits shortened: half a minute until an unanswered hand-over is looked up would only make this longer.
"""

import contextlib
import json
import os
import random
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.parse import urlencode
from urllib.request import Request, urlopen
from uuid import uuid4

from bench.report import Result

ROOT = Path(__file__).resolve().parent.parent
OURS = "+14155550100"
TEXTS_EACH = 4
SETTLED_WITHIN = 120.0
UP_WITHIN = 60.0
PARTS = ("worker", "web", "database")
FAULTS = ("status", "drop", "after")
HASTY = timedelta(seconds=1)
FORGET = ("CASA_", "DATABASE_URL")


def measure(quick: bool) -> list[Result]:
    guests, kills = (10, 6) if quick else (125, 24)
    tale = ordeal(guests, kills, seed=random.randrange(10**6))
    detail = (
        f"{tale.texts} texts in, {tale.answers} answers out, {tale.kills} kills, settled after {tale.settled:.0f} s"
    )
    wrong = len(tale.lost_in) + len(tale.doubled_in) + len(tale.lost_out) + len(tale.doubled_out)
    return [Result("Lost or doubled under kill -9", wrong, "messages", 0, "lower", f"{detail}, seed {tale.seed}")]


@dataclass
class Tale:
    """What came of it. The lists hold the texts themselves."""

    seed: int
    texts: int
    answers: int
    kills: int
    settled: float
    lost_in: list[str] = field(default_factory=list)
    doubled_in: list[str] = field(default_factory=list)
    lost_out: list[str] = field(default_factory=list)
    doubled_out: list[str] = field(default_factory=list)
    states: dict[str, int] = field(default_factory=dict)


def ordeal(guests: int, kills: int, seed: int) -> Tale:
    """Guests text, a host answers, parts are killed; then everything comes to rest. Raises TimeoutError if not."""
    chance = random.Random(seed)
    with opened() as house:
        texting = threading.Thread(target=house.guests_text, args=(guests,), daemon=True)
        answering = threading.Thread(target=house.host_answers, args=(guests,), daemon=True)
        texting.start()
        answering.start()
        for number in range(kills):
            house.let_text(guests * TEXTS_EACH // kills)
            house.break_next(chance.choice(FAULTS))
            time.sleep(chance.uniform(0.0, 1.5))
            house.kill(PARTS[number % len(PARTS)])
            time.sleep(chance.uniform(0.0, 0.5))
            house.revive()
        house.let_text(guests * TEXTS_EACH)
        texting.join(SETTLED_WITHIN)
        answering.join(SETTLED_WITHIN)
        began = time.monotonic()
        house.come_to_rest(guests * TEXTS_EACH)
        return _tale(house, seed, kills, time.monotonic() - began)


def _tale(house: "House", seed: int, kills: int, settled: float) -> Tale:
    told = house.told()
    inbound = Counter(row["body"] for row in told if row["direction"] == "in")
    arrived = Counter(text.body for text in house.world.texts if text.sender == OURS)
    sent = {text.body for text in house.world.texts if text.recipient == OURS}
    tale = Tale(seed, len(sent), len(house.answered), kills, settled)
    tale.lost_in = sorted(sent - set(inbound))
    tale.doubled_in = sorted(body for body, times in inbound.items() if times > 1)
    tale.lost_out = sorted(set(house.answered) - set(arrived))
    tale.doubled_out = sorted(body for body, times in arrived.items() if times > 1)
    tale.states = dict(Counter(row["state"] for row in told if row["direction"] == "out"))
    return tale


class House:
    """A Casa in processes of its own, beside a pretend Twilio in ours."""

    def __init__(self, server: Any, world: Any, sandbox: str) -> None:
        from casa.providers.twilio.sandbox import open_account

        self.server, self.world = server, world
        self.answered: list[str] = []
        self._may_text = threading.Semaphore(0)
        self._children: dict[str, subprocess.Popen[bytes]] = {}
        self._said = tempfile.TemporaryFile()  # noqa: SIM115 — what its processes complain of, as long as it stands
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        kept = {name: value for name, value in os.environ.items() if not name.startswith(FORGET)}
        self._environment = kept | {
            "CASA_DATA": str(server.data),
            "CASA_BASE_URL": f"http://127.0.0.1:{self.port}",
            "CASA_SANDBOX_URL": sandbox,
            "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)]),
            "DJANGO_SETTINGS_MODULE": "casa.config.settings",
        }
        account = open_account(world, numbers=[OURS])
        self.ids: dict[str, str] = json.loads(self._asked("furnish", json.dumps(account)))

    def _asked(self, *words: str) -> str:
        """What one of this module's own commands says, run in the house."""
        command = [sys.executable, "-m", "bench.faults", *words]
        done = subprocess.run(
            command, cwd=ROOT, env=self._environment, stdout=subprocess.PIPE, stderr=self._said, text=True, check=False
        )
        if done.returncode:
            raise RuntimeError(f"{words[0]} failed: {self.said()}")
        return done.stdout.strip().splitlines()[-1]

    def said(self) -> str:
        """The last that its processes complained of."""
        self._said.seek(0)
        return self._said.read().decode(errors="replace")[-3000:]

    def revive(self) -> None:
        """Start again whatever does not run; returns when the pages are open."""
        if self.server.poll() is not None:
            self.server.prepare()
            self.server.start()
            self.server.wait_ready()
        self._begin("worker", "bench.faults", "worker")
        self._begin("web", "casa.config.web", "127.0.0.1", str(self.port))
        deadline = time.monotonic() + UP_WITHIN
        while not self._is_up():
            if time.monotonic() > deadline:
                raise TimeoutError(f"The pages do not open. {self.said()}")
            time.sleep(0.05)

    def _is_up(self) -> bool:
        try:
            with urlopen(f"http://127.0.0.1:{self.port}/up", timeout=5) as said:
                return bool(said.status == 200)
        except (URLError, OSError):
            return False

    def _begin(self, part: str, module: str, *words: str) -> None:
        child = self._children.get(part)
        if child is None or child.poll() is not None:
            command = [sys.executable, "-m", module, *words]
            self._children[part] = subprocess.Popen(command, env=self._environment, cwd=ROOT, stderr=self._said)

    def kill(self, part: str) -> None:
        child = self.server._child if part == "database" else self._children[part]
        os.kill(child.pid, signal.SIGKILL)
        child.wait()

    def end(self) -> None:
        for child in self._children.values():
            child.kill()
            child.wait()
        self._said.close()

    # -------------------------------------------------------------------------------------------- people

    def let_text(self, count: int) -> None:
        """So many more texts may be written from now on."""
        self._may_text.release(count)

    def break_next(self, kind: str) -> None:
        """One request for a message goes wrong at Twilio: refused, cut off, or done and then not answered."""
        from casa.lib.pretend import Fault

        self.world.break_next(Fault("twilio", kind, path="Messages.json", status=503))

    def guests_text(self, guests: int) -> None:
        """Each guest writes four texts."""
        from casa.lib.pretend import Text

        for number in range(guests * TEXTS_EACH):
            self._may_text.acquire()
            guest, turn = divmod(number, TEXTS_EACH)
            body = f"Guest {guest} asks question {turn}"
            self.world.text(Text(uuid4().hex, phone(guest), OURS, body, datetime.now(UTC)))
            time.sleep(0.05)

    def host_answers(self, guests: int) -> None:
        """Every conversation that appears gets four answers, each posted until it is accepted."""
        seen: set[str] = set()
        while len(seen) < guests:
            for conversation_id in set(self.conversations()) - seen:
                seen.add(conversation_id)
                for turn in range(TEXTS_EACH):
                    self._answer(conversation_id, f"Answer {turn} to {conversation_id}")
            time.sleep(0.05)

    def _answer(self, conversation_id: str, body: str) -> None:
        key = str(uuid4())
        while not self._posted(conversation_id, {"body": body, "key": key}):
            time.sleep(0.1)
        self.answered.append(body)

    def _posted(self, conversation_id: str, form: dict[str, str]) -> bool:
        url = f"http://127.0.0.1:{self.port}/w/{self.ids['slug']}/inbox/{conversation_id}/send/"
        headers = {
            "Cookie": f"session={self.ids['session']}",
            "X-CSRFToken": self.ids["csrf"],
            "HX-Request": "true",
        }
        try:
            with urlopen(Request(url, urlencode(form).encode(), headers), timeout=15) as said:
                return bool(said.status == 200)
        except (URLError, OSError):
            return False

    # -------------------------------------------------------------------------------------------- looking

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """What the database says, or nothing while it cannot say anything."""
        import psycopg

        try:
            with psycopg.connect(self.server.url("system"), connect_timeout=5) as connection:
                return connection.execute(query.encode()).fetchall()
        except psycopg.OperationalError:
            return []

    def conversations(self) -> list[str]:
        return [str(row[0]) for row in self.rows("select id from inbox_conversation")]

    def come_to_rest(self, texts: int) -> None:
        """Wait until every text is here and every answer has ended one way or another."""
        deadline = time.monotonic() + SETTLED_WITHIN
        while not self._rests(texts):
            if time.monotonic() > deadline:
                raise TimeoutError(f"It does not come to rest. {self._where()} {self.said()}")
            time.sleep(0.2)
        time.sleep(1.0)  # whatever would be sent a second time is sent now

    def _rests(self, texts: int) -> bool:
        here = self.rows("select count(*) from inbox_message where direction = 'in'")
        ended = self.rows("select count(*) from inbox_outbox where state = 'delivered'")
        return here == [(texts,)] and ended == [(len(self.answered),)]

    def _where(self) -> str:
        states = self.rows("select state, count(*), max(attempts), max(looks) from inbox_outbox group by 1")
        jobs = self.rows("select task_name, status::text, count(*) from procrastinate_jobs group by 1, 2")
        letters = self.rows("select state, count(*), max(trouble) from connections_delivery group by 1")
        return f"outbox {states}, jobs {jobs}, deliveries {letters}, {len(self.answered)} accepted."

    def told(self) -> list[dict[str, str]]:
        """Every message as Casa itself reads it, opened: what cannot be opened would be as good as lost."""
        found: list[dict[str, str]] = json.loads(self._asked("tell", self.ids["workspace"]))
        return found


def phone(guest: int) -> str:
    return f"+1828555{guest:04d}"


@contextlib.contextmanager
def opened() -> Iterator[House]:
    """A house with everything running."""
    sys.path.insert(0, str(ROOT / "src"))
    from starlette.applications import Starlette
    from starlette.routing import Mount

    from casa.config.postgres.temporary import temporary
    from casa.lib.pretend import World
    from casa.providers.twilio.sandbox import build
    from casa.testing.serve import serve

    world = World()
    world.shelf("twilio").update(delays={"queued": 0.0, "sent": 0.02, "delivered": 0.05}, retry_scale=0.02)
    sandbox = serve(Starlette(routes=[Mount("/twilio", build(world))]))
    with tempfile.TemporaryDirectory() as folder, temporary(Path(folder)) as server, sandbox as address:
        house = House(server, world, address)
        house.revive()
        try:
            yield house
        finally:
            house.end()


# ------------------------------------------------------------------------------------------------ in the house


def furnish(account: str) -> dict[str, str]:
    """Migrate, open a workspace with a Twilio account, sign its owner in."""
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    from casa.config.migrate import migrate
    from casa.core.accounts.models import User, Workspace
    from casa.core.accounts.rules import open_workspace
    from casa.core.accounts.scope import workspace_scope
    from casa.core.connections.rules import connect, set_up
    from casa.lib.ids import new_token

    migrate()
    user = User.objects.create_user("host@example.com", new_token(), name="Host")
    workspace = open_workspace(user, "Kill and mend")
    with workspace_scope(workspace.id, user.id):
        Workspace.objects.filter(id=workspace.id).update(undo_seconds=0)
        set_up(connect("twilio", json.loads(account)))
    session, csrf = SessionStore(), "c" * 32
    session.update({
        SESSION_KEY: str(user.pk),
        BACKEND_SESSION_KEY: "allauth.account.auth_backends.AuthenticationBackend",
        HASH_SESSION_KEY: user.get_session_auth_hash(),
        "_csrftoken": csrf,
    })  # fmt: skip
    session.create()
    return {"workspace": str(workspace.id), "slug": workspace.slug, "session": str(session.session_key), "csrf": csrf}


def tell(workspace_id: str) -> list[dict[str, str]]:
    """Every message in and out, opened, with the state of its hand-over."""
    from uuid import UUID

    from casa.core.accounts.scope import workspace_scope
    from casa.core.inbox.models import Message, Outbox

    with workspace_scope(UUID(workspace_id)):
        states = dict(Outbox.objects.values_list("message_id", "state"))
        rows = Message.objects.filter(direction__in=("in", "out"))
        return [
            {"direction": row.direction, "body": row.body, "status": row.status, "state": states.get(row.id, "")}
            for row in rows
        ]


def hasty_worker() -> None:
    """The worker of production with its waits shortened, nothing else."""
    from casa.config import chores, jobs, worker
    from casa.core.inbox import outbox
    from casa.providers.twilio import send

    outbox.LOOK_AFTER = outbox.LOST_AFTER = send.SETTLED_AFTER = HASTY
    jobs.HEARTBEAT, jobs.STALLED, worker.REAP_EVERY = 1.0, 4.0, 1.0
    real, most = chores.chores, {"undrained": 1.0, "sweep": 3.0}
    chores.chores = lambda names=(): [
        replace(each, seconds=min(each.seconds, most.get(each.name, each.seconds))) for each in real(names)
    ]
    chores.Sweep._is_due = lambda *_: True  # type: ignore[method-assign]
    worker.main()


def main(words: list[str]) -> None:
    import django

    django.setup()
    if words[0] == "worker":
        hasty_worker()
    elif words[0] == "furnish":
        print(json.dumps(furnish(words[1])))
    else:
        print(json.dumps(tell(words[1])))


if __name__ == "__main__":
    main(sys.argv[1:])
