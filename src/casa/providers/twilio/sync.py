"""Reading Twilio's message list again for what a missed webhook lost: Twilio hardly repeats a failed one."""

import contextlib
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from casa.core.connections.contract import Account, BadPayload, Fact, Hint, MediaRef, Page, Refused
from casa.lib.http import Door
from casa.providers.twilio import client, mapping
from casa.providers.twilio.manifest import API_HOST

# States still change after a message was sent and a listing by day is coarse: each sweep reads two days back.
OVERLAP = timedelta(days=2)


def pages(account: Account, door: Door, cursor: Mapping[str, Any]) -> Iterator[Page]:
    """Every message to and from the connection's own numbers since the cursor, all of them for an empty one.

    The facts are the ones the webhooks would have brought, under the same ids; the newest come first. A page's
    cursor leads to the next page, the last one's to what comes after this reading.
    """
    began, done = _moment(cursor, "began") or datetime.now(UTC), int(cursor.get("done") or 0)
    ours = _own_numbers(account, door)
    for rows, following in _listing(account, door, cursor):
        facts = tuple(fact for row in rows if (fact := _fact(account, door, row, ours)) is not None)
        done += len(rows)
        here = {"since": cursor.get("since"), "began": began.isoformat(), "page": following, "done": done}
        yield Page(facts, here if following else {"since": (began - OVERLAP).isoformat()}, done)


def refetch(account: Account, door: Door, hint: Hint) -> Sequence[Fact]:
    """One message as it stands now; nothing for hints of another kind or a message that is gone."""
    if hint.kind != "messages" or not mapping.SID.fullmatch(hint.external_id):
        return ()
    try:
        fact = _fact(account, door, client.fetch_message(account, door, hint.external_id), None)
    except Refused:
        return ()
    return () if fact is None else (fact,)


def _listing(account: Account, door: Door, cursor: Mapping[str, Any]) -> Iterator[tuple[list[Mapping[str, Any]], str]]:
    """The listing from where the cursor points; from its beginning where Twilio no longer knows that page."""
    if page := str(cursor.get("page") or ""):
        with contextlib.suppress(Refused, BadPayload):
            yield from client.messages(account, door, {}, page=page)
            return
    since = _moment(cursor, "since")
    yield from client.messages(account, door, {"DateSent>": since.date().isoformat()} if since else {})


def _moment(cursor: Mapping[str, Any], name: str) -> datetime | None:
    try:
        return datetime.fromisoformat(str(cursor.get(name) or ""))
    except ValueError:
        return None


def _own_numbers(account: Account, door: Door) -> frozenset[str]:
    """The numbers this connection answers for; the account may have others that are no business of Casa's."""
    service = account.settings.get("messaging_service_sid", "")
    pool = client.service_numbers(account, door, service) if service else []
    return frozenset(filter(None, [account.settings.get("from_number", ""), *pool]))


def _fact(account: Account, door: Door, row: Mapping[str, Any], ours: frozenset[str] | None) -> Fact | None:
    """The row as a fact; a row Casa cannot read is left out, so that one does not stop the sweep."""
    inbound = mapping.word(row, "direction") == "inbound"
    if ours is not None and mapping.word(row, "to" if inbound else "from") not in ours:
        return None
    try:
        return mapping.listed(row, _media(account, door, row) if inbound else ())
    except BadPayload:
        return None


def _media(account: Account, door: Door, row: Mapping[str, Any]) -> tuple[MediaRef, ...]:
    """The files of a listed message; the list itself only says how many there are."""
    if not mapping.count(row.get("num_media")):
        return ()
    found = client.message_media(account, door, mapping.message_sid(row, "sid"))
    return tuple(
        MediaRef(f"https://{API_HOST}{uri.removesuffix('.json')}", mapping.word(each, "content_type"))
        for each in found[: mapping.MOST_MEDIA]
        if (uri := mapping.word(each, "uri")).startswith("/2010-04-01/")
    )
