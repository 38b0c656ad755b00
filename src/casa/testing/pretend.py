"""A pretend world for tests: every provider's sandbox over real HTTP, and a door for the webhooks they send.

``Letterbox`` stands where the edge stands in production: it verifies a webhook and stores it sealed. The edge's own
tests and the end-to-end suite use the real one.
"""

import importlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import blake2b
from typing import Any
from unittest.mock import patch

from django.conf import settings
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Mount, Route

from casa.core.accounts.scope import workspace_scope
from casa.core.connections import registry
from casa.core.connections.contract import Ability, RawRequest
from casa.core.connections.doors import account_of
from casa.core.connections.intake import drain
from casa.core.connections.models import Connection, Delivery
from casa.core.connections.rules import connect, set_up
from casa.core.connections.wire import hook_hash, seal_request
from casa.core.inbox import intake, outbox
from casa.core.inbox.models import Outbox
from casa.lib.ids import new_id
from casa.lib.pretend import World
from casa.testing.fixtures import Cast
from casa.testing.serve import serve


@dataclass
class Letterbox:
    """What the sandboxes posted, as it arrived."""

    cast: Cast
    arrived: list[RawRequest] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)

    def app(self) -> Starlette:
        return Starlette(routes=[Route("/hook/{provider}/{token}", self._take, methods=["POST"])])

    async def _take(self, request: Request) -> Response:
        url = settings.BASE_URL + request.url.path + (f"?{request.url.query}" if request.url.query else "")
        headers = {name.lower(): value for name, value in request.headers.items()}
        self.arrived.append(RawRequest("POST", url, headers, await request.body(), datetime.now(UTC)))
        return PlainTextResponse("")

    def store(self, request: RawRequest) -> None:
        """Verify and store one webhook, as the edge does; the same one twice is one row."""
        token = request.url.split("?")[0].rsplit("/", 1)[1]
        with workspace_scope(self.cast.workspace.id):
            connection = Connection.objects.get(hook_hash=hook_hash(token))
            hooks = registry.ability(connection.provider, Ability.WEBHOOKS)
            hooks.verify(request, account_of(connection))
            key = blake2b(hooks.delivery_id(request).encode(), digest_size=16).digest()
            row = Delivery(
                id=new_id(), workspace=self.cast.workspace, connection=connection, key=key, sealed=seal_request(request)
            )
            Delivery.objects.bulk_create([row], ignore_conflicts=True)

    def work_off(self) -> None:
        """Store and place everything that has arrived."""
        waiting, self.arrived = self.arrived, []
        for request in waiting:
            self.store(request)
        drain(self.cast.workspace.id, intake.hear_first, intake.place)


@dataclass
class Stage:
    """A world, its sandboxes, and a workspace connected to them."""

    world: World
    letters: Letterbox
    cast: Cast

    def connect(self, provider: str, **account: Any) -> Connection:
        """Open an account in the provider's sandbox and connect it."""
        module = importlib.import_module(f"casa.providers.{provider}.sandbox")
        opener = (
            getattr(module, "open_account", None)
            or importlib.import_module(f"casa.providers.{provider}.sandbox_state").open_account
        )
        values = opener(self.world, **account)
        with self.cast.scope():
            connection = connect(provider, values)
        with self.cast.scope():
            set_up(connection)
        return connection

    def wait_for_letters(self, count: int = 1, seconds: float = 5.0) -> None:
        """Until that many webhooks have arrived."""
        wait_until(lambda: len(self.letters.arrived) >= count, seconds)

    def hand_over_all(self) -> None:
        """Everything in the outbox that is waiting leaves now."""
        with self.cast.scope():
            rows = Outbox.objects.filter(workspace=self.cast.workspace, state__in=outbox.WAITING)
            rows.update(not_before=datetime.now(UTC))
            conversations = set(rows.values_list("conversation_id", flat=True))
        for conversation_id in conversations:
            outbox.drain(self.cast.workspace.id, conversation_id)


def wait_until(true: Any, seconds: float = 5.0) -> None:
    """Wait for something that another thread does. Raises AssertionError when it does not happen."""
    import time

    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.01)


@contextmanager
def pretend_world(cast: Cast) -> Iterator[Stage]:
    """Every sandbox served on a free port, reached under the vendors' own addresses."""
    world, letters = World(), Letterbox(cast)
    mounts = [
        Mount(f"/{key}", importlib.import_module(f"casa.providers.{key}.sandbox").build(world))
        for key in registry.manifests()
    ]
    with (
        serve(Starlette(routes=mounts)) as vendors,
        serve(letters.app()) as home,
        patch.object(settings, "SANDBOX_URL", vendors),
        patch.object(settings, "BASE_URL", home),
    ):
        yield Stage(world, letters, cast)
