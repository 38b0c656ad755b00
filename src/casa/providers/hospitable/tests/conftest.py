"""A small pretend world, and a connection to the pretend Hospitable over real HTTP."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from casa.core.connections.contract import Account, Outgoing, RawRequest
from casa.core.connections.contract import Handle as Recipient
from casa.lib.http import Door
from casa.lib.pretend import Booking, Guest, Home, ThreadMessage, World
from casa.providers.hospitable import sandbox
from casa.providers.hospitable.sandbox_shapes import conversation_of, uuid_of
from casa.testing.serve import serve

TODAY = datetime.now(UTC).date()


def home(number: int) -> Home:
    return Home(
        id=f"home-{number}",
        name=f"Cabin {number}",
        street=f"{number} Ridge Road",
        city="Asheville",
        state="NC",
        postcode="28801",
        country="US",
        latitude=35.6,
        longitude=-82.55,
        timezone="America/New_York",
        check_in="16:00",
        check_out="11:00",
        bedrooms=2,
        beds=3,
        bathrooms=1.5,
        max_guests=6,
        pets_allowed=number % 2 == 0,
        amenities=("wifi", "hot tub"),
        summary="A quiet cabin.",
        facts={"wifi_name": "Cabin", "wifi_password": "fern-hollow", "house_manual": "The stove is electric."},
    )


def guest(number: int) -> Guest:
    return Guest(f"guest-{number}", f"Alex{number}", "Doe", "+18285550100", f"alex{number}@example.com", "fr", "Lyon")


def booking(number: int, home_id: str = "home-1", arrival: date | None = None, **more: Any) -> Booking:
    start = arrival or TODAY + timedelta(days=number)
    values: dict[str, Any] = {
        "platform": "airbnb",
        "payout": 65_230,
        "total": 80_000,
        "booked_at": datetime(2026, 1, 1, 12, tzinfo=UTC),
        **more,
    }
    return Booking(
        f"stay-{number}",
        home_id,
        "guest-1",
        code=f"HM{number}",
        arrival=start,
        departure=start + timedelta(days=3),
        **values,
    )


@pytest.fixture
def world() -> World:
    """Two homes, one guest, three stays; a thread with a question in the first."""
    found = World()
    found.add([home(1), home(2), guest(1)])
    found.add(
        [
            booking(1),
            booking(2, "home-2", platform="homeaway", status="not accepted"),
            booking(3, arrival=TODAY - timedelta(days=200), status="cancelled"),
        ]
    )
    asked_at = found.clock() - timedelta(hours=2)
    found.thread["stay-1"].append(ThreadMessage("m1", "stay-1", "guest", "Can I bring a dog?", asked_at))
    found.shelf("hospitable")["retry_scale"] = 0.01
    return found


@dataclass
class Connected:
    """A connection and the world behind it."""

    world: World
    base: str
    account: Account
    door: Door
    credentials: dict[str, str]

    def stay(self, number: int) -> str:
        return uuid_of("reservation", f"stay-{number}")

    def conversation(self, number: int) -> str:
        return conversation_of(self.world.bookings[f"stay-{number}"])

    def with_token(self, token: str) -> Account:
        return replace(self.account, secrets={**self.account.secrets, "token": token})

    def outgoing(self, body: str = "Dogs are welcome.", number: int = 1, **more: Any) -> Outgoing:
        values: dict[str, Any] = {
            "reservation_id": self.stay(number),
            "thread_id": self.conversation(number),
            "handed_off_at": self.world.clock(),
            **more,
        }
        return Outgoing("0190-outbox", "airbnb", Recipient("platform", self.conversation(number)), body, **values)


def connect(world: World, base: str, timeout: float = 5.0, **account: Any) -> Connected:
    """Open an account there and connect to it."""
    given = sandbox.open_account(world, **account)
    hosts = {host: f"{base}/{host.removeprefix('https://')}" for host in sandbox.SANDBOX_ROUTES}
    door = Door(hosts=frozenset({"public.api.hospitable.com"}), routes=hosts, timeout=timeout)
    secrets = {"token": given["token"], "webhook_secret": given["webhook_secret"]}
    settings = {"owner_email": given["owner_email"]}
    return Connected(world, base, Account("c1", settings, secrets), door, given)


@pytest.fixture
def base(world: World) -> Iterator[str]:
    with serve(sandbox.build(world)) as address:
        yield address


@pytest.fixture
def connected(world: World, base: str) -> Connected:
    return connect(world, base)


@dataclass
class Inbox:
    """Receives webhooks. ``answers``: the statuses to give, one a request, then 200."""

    url: str
    got: list[RawRequest] = field(default_factory=list)
    answers: list[int] = field(default_factory=list)
    news: threading.Condition = field(default_factory=threading.Condition)

    def wait(self, count: int, seconds: float = 5.0) -> list[RawRequest]:
        """The first ``count`` webhooks, once they have come."""
        with self.news:
            assert self.news.wait_for(lambda: len(self.got) >= count, seconds), f"only {len(self.got)} came"
            return list(self.got)


@pytest.fixture
def inbox() -> Iterator[Inbox]:
    """A web server of our own that keeps what is posted to it."""
    found = Inbox("")

    class Receiver(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            headers = {name.lower(): value for name, value in self.headers.items()}
            with found.news:
                status = found.answers.pop(0) if found.answers else 200
                found.got.append(RawRequest("POST", found.url, headers, body, datetime.now(UTC), "127.0.0.1"))
                found.news.notify_all()
            self.send_response(status)
            self.send_header("content-length", "0")
            self.end_headers()

        def log_message(self, format: str, *args: Any) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Receiver)
    found.url = f"http://127.0.0.1:{server.server_address[1]}/hook"
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    yield found
    server.shutdown()
    server.server_close()


@pytest.fixture
def hooked(world: World, base: str, inbox: Inbox) -> Connected:
    """A connection whose webhooks come to the inbox, signed with a secret nobody can guess."""
    return connect(world, base, webhook_url=inbox.url, webhook_secret="partner-portal-secret")


Fixture = Callable[[str], Any]


@pytest.fixture
def payload() -> Fixture:
    """A recorded shape from ``fixtures/``."""
    import json
    from pathlib import Path

    return lambda name: json.loads((Path(__file__).parent / "fixtures" / f"{name}.json").read_text())
