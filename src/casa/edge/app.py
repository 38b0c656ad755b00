"""The edge as one ASGI application: webhooks, live stream, health."""

import asyncio
import contextlib
import logging
from collections.abc import Callable, Coroutine
from typing import Any

from casa.edge.batch import Batch
from casa.edge.calls import Calls
from casa.edge.database import FAILURES, Link
from casa.edge.hooks import Hooks
from casa.edge.http import Receive, Scope, Send, words
from casa.edge.listener import Listener
from casa.edge.live import Live
from casa.edge.places import Places
from casa.edge.setup import Setup
from casa.edge.streams import Streams
from casa.edge.tally import Tally

log = logging.getLogger(__name__)


class Edge:
    """``open`` before the first request, ``close`` after the last."""

    def __init__(self, setup: Setup, recovered: Callable[[], None] = lambda: None) -> None:
        """``recovered`` is called when the database answers again after an outage."""
        names = ("webhooks", "questions", "bad signatures", "drains", "listener")
        store, self._ask, count, queue, hear = (Link(setup.database_url, name) for name in names)
        self._links = (store, self._ask, count, queue, hear)
        self.streams = Streams()
        self._places = Places(setup, self._ask)
        self._calls = Calls(queue)
        self._batch = Batch(store, self._calls.want)
        self._tally = Tally(count)
        self._listener = Listener(hear, self.streams, self._places, recovered)
        self.hooks = Hooks(setup, self._places, self._batch, self._tally)
        self.live = Live(setup, self.streams, self._ask)
        self._tasks: list[asyncio.Task[None]] = []

    async def open(self) -> None:
        """Start the writers and the listener. The database may still be away."""
        works = (self._batch.run, self._tally.run, self._calls.run, self._listener.run)
        self._tasks = [asyncio.create_task(_lasting(work)) for work in works]

    async def close(self) -> None:
        """Let the streams go, write what is still to be written, close the connections."""
        self.streams.end_all()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        with contextlib.suppress(*FAILURES):
            await self._tally.write()
            await self._calls.call()
        for link in self._links:
            await link.drop()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = scope["path"]
        try:
            if path.startswith("/hook/"):
                await self.hooks(scope, receive, send)
            elif path.startswith("/live/"):
                await self.live(scope, receive, send)
            else:
                await self._up(send)
        except Exception as error:  # its text may hold somebody's words: only its kind is written down
            log.error("a request at the edge failed: %s", type(error).__name__)
            with contextlib.suppress(RuntimeError):
                await words(send, 500, "Something went wrong at Casa. Try again.")

    async def _up(self, send: Send) -> None:
        try:
            await self._ask.run("select 1")
        except FAILURES:
            await words(send, 503, "The database does not answer.", (b"retry-after", b"5"))
        else:
            await words(send, 200, "Up.")


async def _lasting(work: Callable[[], Coroutine[Any, Any, None]]) -> None:
    """Do it for ever: a mistake in one of the works must not end it."""
    while True:
        try:
            await work()
        except Exception as error:
            log.error("a work of the edge is begun again after: %s", type(error).__name__)
            await asyncio.sleep(1)
