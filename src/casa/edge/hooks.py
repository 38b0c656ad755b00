"""Webhooks in: cap, look up, verify, seal, store, and only then answer.

Nothing of a request is parsed before its signature fits, and nothing is acknowledged before it is on the disk.
"""

import asyncio
import logging
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial

from casa.core.connections.contract import Answer, BadSignature, RawRequest
from casa.core.connections.wire import delivery_key, seal_request
from casa.core.vault.crypto import field_context, seal
from casa.edge.batch import Batch, NoSuchPlace, NotStored, Row
from casa.edge.database import FAILURES
from casa.edge.http import Gone, Receive, Scope, Send, TooLong, answer, header, read_body, words
from casa.edge.places import Place, Places
from casa.edge.setup import Setup
from casa.edge.tally import Tally
from casa.lib.ids import new_id

log = logging.getLogger(__name__)

MOST_BODY = 1024 * 1024
AGAIN = (b"retry-after", b"5")


class Hooks:
    """The handler of ``/hook/<provider>/<token>``."""

    def __init__(self, setup: Setup, places: Places, batch: Batch, tally: Tally) -> None:
        self._base_url = setup.base_url
        self._places, self._batch, self._tally = places, batch, tally

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await self._handle(scope, receive, send)
        except TooLong:
            await words(send, 413, "This is more than a webhook may hold.")
        except BadSignature:
            await words(send, 401, "The signature does not fit.")
        except NoSuchPlace:
            await words(send, 404, "There is no webhook at this address.")
        except (NotStored, *FAILURES):
            await words(send, 503, "This could not be stored. Send it again.", AGAIN)
        except Gone:
            return

    async def _handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        if int(header(scope, b"content-length") or 0) > MOST_BODY:
            raise TooLong
        place = await self._places.find(scope["path"])
        if place is None:
            raise NoSuchPlace
        if scope["method"] == "POST":
            await self._take(place, scope, receive, send)
        elif scope["method"] in ("GET", "HEAD"):
            await words(send, 200, "This is a webhook address.")
        else:
            await words(send, 405, "Webhooks are posted.", (b"allow", b"GET, HEAD, POST"))

    async def _take(self, place: Place, scope: Scope, receive: Receive, send: Send) -> None:
        request = self._request(scope, await read_body(receive, MOST_BODY), _other_end(scope))
        try:
            await self._stored(place, request)
        except BadSignature as failure:
            self._tally.note(place.connection_id, failure.for_user)
            raise
        said = place.webhooks.answer(request)
        await answer(send, said.status, said.body, said.content_type)

    def take_known(
        self, scope: Scope, body: bytes, sender: str, done: Callable[[Answer, Exception | None], None]
    ) -> bool:
        """A webhook for a place looked up before; ``done`` is told the answer, and whether it is on the disk. False
        for a place to be looked up. Raises BadSignature, not counted."""
        place = self._places.known(scope["path"])
        if place is None:
            return False
        request = self._request(scope, body, sender)
        place.webhooks.verify(request, place.account)
        self._batch.add(sealed_row(place, request), partial(done, place.webhooks.answer(request)))
        return True

    async def _stored(self, place: Place, request: RawRequest) -> None:
        """Returns when it is on the disk."""
        place.webhooks.verify(request, place.account)
        stored: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._batch.add(sealed_row(place, request), partial(_settle, stored))
        await stored

    def _request(self, scope: Scope, body: bytes, sender: str) -> RawRequest:
        """The request as its sender signed it: under our public address, whatever a proxy made of it."""
        path = (scope.get("raw_path") or scope["path"].encode()).decode("latin-1")
        query = scope["query_string"].decode("latin-1")
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        url = f"{self._base_url}{path}?{query}" if query else f"{self._base_url}{path}"
        return RawRequest(scope["method"], url, headers, body, datetime.now(UTC), sender)


def _settle(stored: "asyncio.Future[None]", failure: Exception | None) -> None:
    if stored.done():  # nobody waits any more
        return
    if failure is None:
        stored.set_result(None)
    else:
        stored.set_exception(failure)


def _other_end(scope: Scope) -> str:
    client = scope.get("client")
    return client[0] if client else ""


def sealed_row(place: Place, request: RawRequest) -> Row:
    """The request as the row it is stored as, sealed for that very row."""
    row_id = new_id()
    context = field_context("connections_delivery", "sealed", place.workspace_id, row_id)
    sealed = seal(place.key_id, place.cipher, seal_request(request), context)
    key = delivery_key(place.webhooks.delivery_id(request))
    return Row(row_id, place.workspace_id, place.connection_id, key, sealed, request.received_at)
