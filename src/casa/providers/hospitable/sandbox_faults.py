"""Faults on demand in front of the sandbox: errors, silence, broken connections, work done but not answered."""

import asyncio
import json

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from casa.lib.pretend import Fault, World

KINDS = frozenset({"status", "hang", "drop", "after", "after_hang", "slow"})


class Faults:
    """Wraps the application; ``World.break_next`` arranges what goes wrong."""

    def __init__(self, app: ASGIApp, world: World, key: str) -> None:
        self.app, self.world, self.key = app, world, key

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = scope.get("path", "")
        fault = None
        if scope["type"] == "http" and "/_casa/" not in path:
            fault = self.world.fault_for(self.key, path, KINDS)
        if fault is None:
            await self.app(scope, receive, send)
            return
        if fault.kind in ("after", "after_hang"):
            await self.app(scope, receive, _nowhere)
        await self._fail(fault, scope, receive, send)

    async def _fail(self, fault: Fault, scope: Scope, receive: Receive, send: Send) -> None:
        if fault.kind == "slow":
            await asyncio.sleep(fault.seconds)
            await self.app(scope, receive, send)
        elif fault.kind in ("hang", "after_hang"):
            await _until_gone(receive, fault.seconds)
            await _broken(send)
        elif fault.kind == "drop":
            await _broken(send)
        else:
            await _status(fault, send)


async def _nowhere(message: Message) -> None:
    """The answer to work that was done, lost on the way."""


async def _until_gone(receive: Receive, seconds: float) -> None:
    """Say nothing until the caller gives up or the time is over."""

    async def gone() -> None:
        while (await receive())["type"] != "http.disconnect":
            pass

    try:
        await asyncio.wait_for(gone(), seconds)
    except TimeoutError:
        return


async def _broken(send: Send) -> None:
    """Promise more bytes than come: the server closes the connection, the caller has no whole answer."""
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"9")]})
    await send({"type": "http.response.body", "body": b"{", "more_body": True})
    await send({"type": "http.response.body", "body": b"", "more_body": False})


async def _status(fault: Fault, send: Send) -> None:
    body = json.dumps({"status_code": fault.status, "reason_phrase": "Arranged fault."}).encode()
    headers = [(name.lower().encode(), value.encode()) for name, value in fault.headers.items()]
    headers += [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": fault.status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
