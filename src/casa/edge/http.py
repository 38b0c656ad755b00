"""Just enough of HTTP over ASGI for handlers that answer in one piece."""

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Header = tuple[bytes, bytes]

TEXT = "text/plain; charset=utf-8"
SAFE: tuple[Header, ...] = ((b"cache-control", b"no-store"), (b"x-content-type-options", b"nosniff"))


class TooLong(Exception):
    """The body is longer than its reader allows."""


class Gone(Exception):
    """The sender left before it had said everything."""


def headers_of(body: bytes, content_type: str) -> tuple[Header, ...]:
    """What stands above a body that is said in one piece."""
    return (
        (b"content-type", content_type.encode("latin-1")),
        (b"content-length", str(len(body)).encode()),
        *SAFE,
    )


async def answer(
    send: Send, status: int, body: bytes, content_type: str = TEXT, extra: tuple[Header, ...] = ()
) -> None:
    """Say everything at once."""
    headers = [*headers_of(body, content_type), *extra]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


async def words(send: Send, status: int, sentence: str, *extra: Header) -> None:
    """Answer with a plain sentence."""
    await answer(send, status, sentence.encode() + b"\n", extra=extra)


async def read_body(receive: Receive, limit: int) -> bytes:
    """The whole body. Raises TooLong or Gone."""
    message = await receive()
    if not message.get("more_body") and message["type"] == "http.request":
        return _within(message.get("body", b""), limit)
    parts, length = [], 0
    while True:
        if message["type"] == "http.disconnect":
            raise Gone
        part = message.get("body", b"")
        length += len(part)
        if length > limit:
            raise TooLong
        parts.append(part)
        if not message.get("more_body"):
            return b"".join(parts)
        message = await receive()


def _within(body: bytes, limit: int) -> bytes:
    if len(body) > limit:
        raise TooLong
    return body


def header(scope: Scope, name: bytes) -> str:
    """The first header of that (lower-case) name, or nothing."""
    return next((value.decode("latin-1") for key, value in scope["headers"] if key == name), "")


def cookie(scope: Scope, name: str) -> str:
    """The value of a cookie, or nothing."""
    for part in header(scope, b"cookie").split(";"):
        key, _, value = part.strip().partition("=")
        if key == name:
            return value.strip('"')
    return ""
