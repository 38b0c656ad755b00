"""Small webhooks answered where their last byte arrives, without a task, a middleware chain and two messages each.

A web server spends most of what a small request costs on being general. Here a webhook whose place is known and whose
body is short is verified, sealed and put into the batch at once; the answer is written when the batch is on the disk.
Whatever is unusual, and whatever fails, takes the general way (``hooks.Hooks``), which also finds the words: storing
twice is storing once. Measured: docs/decisions/0006.
"""

from functools import lru_cache, partial
from typing import Any

from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol

from casa.core.connections.contract import Answer
from casa.edge.hooks import Hooks
from casa.edge.http import Header, Scope, header, headers_of

SHORT = 32 * 1024
"""Bytes of a body that are read before anything is done; below the server's own mark for holding a sender back."""


def quick(hooks: Hooks) -> Any:
    """What uvicorn makes for each connection."""
    return partial(HookProtocol, hooks)


class HookProtocol(HttpToolsProtocol):
    """uvicorn's own, with a shorter way for webhooks."""

    def __init__(self, hooks: Hooks, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self._hooks = hooks
        self._proxies: Any = getattr(self.app, "trusted_hosts", ())  # whose word about the sender counts
        self._awaited: Any = None  # the webhook whose body is on its way

    def _start_asgi_task(self, cycle: Any, app: Any) -> None:
        if not _is_short_webhook(cycle.scope):
            super()._start_asgi_task(cycle, app)
        elif cycle.more_body:
            self._awaited = cycle
        else:
            self._take(cycle)

    def on_message_complete(self) -> None:
        super().on_message_complete()
        waiting, self._awaited = self._awaited, None
        if waiting is not None:
            self._take(waiting)

    def _take(self, cycle: Any) -> None:
        scope = cycle.scope
        done = partial(self._answer, cycle)
        try:
            taken = self._hooks.take_known(scope, bytes(cycle.body), self._sender(scope), done)
        except Exception:  # a bad signature above all: the general way counts it and says what is wrong
            taken = False
        if not taken:
            super()._start_asgi_task(cycle, self.app)

    def _answer(self, cycle: Any, said: Answer, failure: Exception | None) -> None:
        if cycle.disconnected:
            return
        if failure is not None:
            super()._start_asgi_task(cycle, self.app)
            return
        cycle.response_started = cycle.response_complete = True
        self.transport.write(_words(said, cycle.keep_alive, *self.server_state.default_headers))
        if not cycle.keep_alive:
            self.transport.close()
        self.on_response_complete()

    def _sender(self, scope: Scope) -> str:
        """Who sent it: the connection's other end, or whom a trusted proxy names."""
        host = scope["client"][0] if scope["client"] else ""
        named = header(scope, b"x-forwarded-for")
        if named and host in self._proxies:
            host = self._proxies.get_trusted_client_address(named)[0] or host
        return str(host)


@lru_cache(maxsize=16)  # most webhooks get the same answer; one of the headers is the time of day
def _words(said: Answer, keep_alive: bool, *default_headers: Header) -> bytes:
    headers = (
        *default_headers,
        *headers_of(said.body, said.content_type),
        *(() if keep_alive else ((b"connection", b"close"),)),
    )
    lines = b"".join(name + b": " + value + b"\r\n" for name, value in headers)
    return STATUS_LINE[said.status] + lines + b"\r\n" + said.body


def _is_short_webhook(scope: Scope) -> bool:
    if scope["method"] != "POST" or not scope["path"].startswith("/hook/"):
        return False
    length = header(scope, b"content-length")
    return length.isdigit() and int(length) <= SHORT and not header(scope, b"expect")
