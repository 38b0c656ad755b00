"""A pretend Twilio over real HTTP, a pretend Casa that stores what it is sent, and an account on both."""

import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from starlette.requests import Request
from starlette.responses import Response

from casa.core.connections.contract import Account, Handle, Outgoing, RawRequest
from casa.lib.http import Door
from casa.lib.pretend import World
from casa.providers.twilio import sandbox, webhooks
from casa.providers.twilio.manifest import MANIFEST
from casa.testing.serve import serve

GUEST = "+14155550123"
OURS = "+14155550100"
FAST = {"queued": 0.01, "sent": 0.02, "delivered": 0.04}


class Receiver:
    """Stands where Casa's public webhook address is. ``status`` is what it answers."""

    def __init__(self) -> None:
        self.got: list[RawRequest] = []
        self.status = 200
        self._changed = threading.Condition()
        self.base = ""

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        request = Request(scope, receive)
        raw = RawRequest(
            request.method,
            f"{self.base}{request.url.path}" + (f"?{request.url.query}" if request.url.query else ""),
            dict(request.headers.items()),
            await request.body(),
            datetime.now(UTC),
        )
        with self._changed:
            self.got.append(raw)
            self._changed.notify_all()
        said = webhooks.answer(raw)
        await Response(said.body, self.status, media_type=said.content_type)(scope, receive, send)

    def wait(self, count: int, seconds: float = 5.0) -> list[RawRequest]:
        """The first ``count`` requests; fails when they do not come."""
        with self._changed:
            assert self._changed.wait_for(lambda: len(self.got) >= count, seconds), f"{len(self.got)} of {count} came"
            return list(self.got)


@pytest.fixture
def world() -> World:
    world = World()
    world.shelf("twilio").update(delays=FAST, retry_scale=0.02)
    return world


class Stage:
    """One server for all tests. Each puts its applications under names of their own, so that late webhooks of
    an earlier test reach nobody."""

    def __init__(self) -> None:
        self.apps: dict[str, Any] = {}
        self.address = ""

    def put(self, app: Any) -> str:
        """Serve ``app``; its base address."""
        name = f"stage{len(self.apps)}"
        self.apps[name] = app
        return f"{self.address}/{name}"

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        name, slash, rest = scope["path"].removeprefix("/").partition("/")
        await self.apps[name](scope | {"path": slash + rest, "raw_path": b""}, receive, send)


@pytest.fixture(scope="session")
def stage() -> Iterator[Stage]:
    stage = Stage()
    with serve(stage) as stage.address:
        yield stage


@pytest.fixture
def base(stage: Stage, world: World) -> str:
    return stage.put(sandbox.build(world))


@pytest.fixture
def door(base: str) -> Door:
    routes = {f"https://{host}": f"{base}/{host}" for host in sandbox.SANDBOX_ROUTES}
    return Door(hosts=frozenset(MANIFEST.hosts), routes=routes, timeout=3.0)


@pytest.fixture
def receiver(stage: Stage) -> Receiver:
    receiver = Receiver()
    receiver.base = stage.put(receiver)
    return receiver


def account_for(credentials: dict[str, str], hook_url: str = "", **settings: str) -> Account:
    secret = {field.name for field in MANIFEST.fields if field.secret}
    plain = {name: value for name, value in credentials.items() if name not in secret} | settings
    return Account("c1", plain, {name: credentials[name] for name in credentials if name in secret}, hook_url)


@pytest.fixture
def credentials(world: World) -> dict[str, str]:
    return sandbox.open_account(world, numbers=[OURS])


@pytest.fixture
def account(credentials: dict[str, str], receiver: Receiver) -> Account:
    return account_for(credentials, f"{receiver.base}/hooks/twilio/t0k3n")


def outgoing(body: str = "Your door code is 4821", **changes: Any) -> Outgoing:
    values = {"reference": "o-17", "channel": "sms", "recipient": Handle("phone", GUEST), "body": body}
    return Outgoing(**(values | changes))


def eventually(holds: Callable[[], bool], seconds: float = 5.0) -> None:
    """Wait until it holds; fails when it never does."""
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, "it never came true"
        time.sleep(0.005)
