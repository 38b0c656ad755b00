"""The live stream: server-sent events that say what changed, for as long as the page's owner may know it.

``event: changed`` with ``{"topics": [...]}``, ``event: resync`` when something may have been missed, and
``event: beat`` every 15 s of silence (a comment would be invisible to the page, which tells silence from a break).
"""

import asyncio
import logging
import secrets
import time
from dataclasses import dataclass

from casa.edge.database import FAILURES, Link
from casa.edge.http import Receive, Scope, Send, cookie, words
from casa.edge.setup import Setup
from casa.edge.streams import Stream, Streams
from casa.lib.tickets import BadTicket, Ticket, password_mark, read_ticket

log = logging.getLogger(__name__)

BEAT = 15.0
RECHECK = 60.0
SLOW = 20.0
"""Seconds one event may take to leave. A reader slower than that is let go."""

MOST_STREAMS = 5000
RETRY_MS = 2000

HEADERS = (
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
    (b"x-content-type-options", b"nosniff"),
)

ALLOWED = """
select u.password from accounts_user u
join accounts_member m on m.user_id = u.id
where m.workspace_id = %s::uuid and u.id = %s::uuid and u.is_active
and exists (select from django_session s where s.session_key = %s and s.expire_date > now())
"""


@dataclass(frozen=True, slots=True)
class Reader:
    """Whoever asks, as their ticket and their cookie show."""

    ticket: Ticket
    session: str


class Live:
    """The handler of ``/live/<ticket>``."""

    def __init__(self, setup: Setup, streams: Streams, link: Link) -> None:
        self._setup, self._streams, self._link = setup, streams, link
        self._boot = secrets.token_hex(4)
        self._number = 0
        self.beat, self.recheck = BEAT, RECHECK

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["method"] != "GET":
            await words(send, 405, "The live stream is read.", (b"allow", b"GET"))
            return
        try:
            reader = self._reader(scope)
            if not await self._allowed(reader):
                raise BadTicket("Session, membership or password has ended.")
        except BadTicket:
            await words(send, 403, "Sign in again to go on.")
        except FAILURES:
            await words(send, 503, "Casa's database does not answer. Try again.", (b"retry-after", b"5"))
        else:
            await self._admit(reader, receive, send)

    def _reader(self, scope: Scope) -> Reader:
        session = cookie(scope, self._setup.session_cookie)
        text = scope["path"].removeprefix("/live/")
        return Reader(read_ticket(self._setup.secret_key, text, session, time.time()), session)

    async def _allowed(self, reader: Reader) -> bool:
        ticket = reader.ticket
        row = await (await self._link.run(ALLOWED, [ticket.w, ticket.u, reader.session])).fetchone()
        return row is not None and password_mark(self._setup.secret_key, row[0]) == ticket.p

    async def _admit(self, reader: Reader, receive: Receive, send: Send) -> None:
        if self._streams.count >= MOST_STREAMS:
            await words(send, 503, "Too many pages are open at once. Try again.", (b"retry-after", b"30"))
            return
        stream = self._streams.open(reader.ticket.w, reader.ticket.made_at)
        leaving = asyncio.create_task(_until_gone(receive, stream))
        try:
            await send({"type": "http.response.start", "status": 200, "headers": list(HEADERS)})
            await _say(send, f"retry: {RETRY_MS}\n\n")
            await self._talk(reader, stream, send)
            if not leaving.done():
                await send({"type": "http.response.body", "body": b""})
        except (TimeoutError, OSError):  # too slow, or gone in the middle of a word
            return
        finally:
            leaving.cancel()
            self._streams.close(reader.ticket.w, stream)

    async def _talk(self, reader: Reader, stream: Stream, send: Send) -> None:
        check_at = time.monotonic() + self.recheck
        while not stream.ended:
            await stream.wait(self.beat)
            if stream.ended:
                return
            event, data = stream.take() or ("beat", "{}")
            self._number += 1
            await _say(send, f"id: {self._boot}-{self._number}\nevent: {event}\ndata: {data}\n\n")
            if time.monotonic() >= check_at:
                if not await self._still_allowed(reader):
                    return
                check_at = time.monotonic() + self.recheck

    async def _still_allowed(self, reader: Reader) -> bool:
        """During an outage the stream stays: nothing is announced in it, and the next look comes soon."""
        try:
            return await self._allowed(reader)
        except FAILURES:
            return True


async def _say(send: Send, text: str) -> None:
    async with asyncio.timeout(SLOW):
        await send({"type": "http.response.body", "body": text.encode(), "more_body": True})


async def _until_gone(receive: Receive, stream: Stream) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
    stream.end()
