"""Faults on demand for a provider's sandbox: what a vendor's server does on a bad day (see ``pretend.Fault``).

Pure ASGI, so that an answer can also be dropped half way or never come. The vendor's own error body is given by
the sandbox, since clients read it.
"""

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from casa.lib.pretend import Fault, World

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]
ErrorAnswer = Callable[[Fault], App]

ON_REQUESTS = frozenset({"status", "hang", "drop", "after", "after_hang", "slow"})


def with_faults(app: App, world: World, key: str, error: ErrorAnswer) -> App:
    """The same application, struck by the faults that ``world.break_next`` arranged for ``key``.

    ``error`` makes the vendor's error answer from a fault's status and headers.
    """

    async def faulty(scope: Scope, receive: Receive, send: Send) -> None:
        # Casa's own controls must keep working while the vendor is broken.
        spared = scope["type"] != "http" or "/_casa/" in scope["path"]
        fault = None if spared else world.fault_for(key, scope["path"], ON_REQUESTS)
        if fault is None:
            await app(scope, receive, send)
        else:
            await _struck(fault, app, error)(scope, receive, send)

    return faulty


def _struck(fault: Fault, app: App, error: ErrorAnswer) -> App:
    struck: dict[str, App] = {
        "status": error(fault),
        "hang": _hang(fault.seconds),
        "drop": _drop,
        "after": _after(app, error(fault)),
        "after_hang": _after(app, _hang(fault.seconds)),
        "slow": _slow(app, fault.seconds),
    }
    return struck[fault.kind]


async def _drop(scope: Scope, receive: Receive, send: Send) -> None:
    """Promise a body and close the connection before it comes."""
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"4096")]})
    await send({"type": "http.response.body", "body": b"{", "more_body": True})


def _hang(seconds: float) -> App:
    async def hang(scope: Scope, receive: Receive, send: Send) -> None:
        await _until_gone(receive, seconds)
        await _drop(scope, receive, send)

    return hang


def _slow(app: App, seconds: float) -> App:
    async def slow(scope: Scope, receive: Receive, send: Send) -> None:
        await asyncio.sleep(seconds)
        await app(scope, receive, send)

    return slow


def _after(app: App, then: App) -> App:
    async def after(scope: Scope, receive: Receive, send: Send) -> None:
        async def unheard(message: MutableMapping[str, Any]) -> None:
            return None

        await app(scope, receive, unheard)
        await then(scope, receive, send)

    return after


async def _until_gone(receive: Receive, seconds: float) -> None:
    """Wait, but no longer than the caller does."""

    async def gone() -> None:
        while (await receive())["type"] != "http.disconnect":
            continue

    try:
        await asyncio.wait_for(gone(), seconds)
    except TimeoutError:
        return
