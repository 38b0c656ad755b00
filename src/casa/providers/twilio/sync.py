"""Reading Twilio's message list again for what a missed webhook lost: Twilio hardly repeats a failed one."""

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

    The facts are the ones the webhooks would have brought, under the same ids; the newest come first and the
    cursor moves with the last page only.
    """
    started, done = datetime.now(UTC), 0
    ours = _own_numbers(account, door)
    for rows, last in client.messages(account, door, _since(cursor)):
        facts = tuple(fact for row in rows if (fact := _fact(account, door, row, ours)) is not None)
        done += len(rows)
        yield Page(facts, {"since": (started - OVERLAP).isoformat()} if last else None, done)


def refetch(account: Account, door: Door, hint: Hint) -> Sequence[Fact]:
    """One message as it stands now; nothing for hints of another kind or a message that is gone."""
    if hint.kind != "messages" or not mapping.SID.fullmatch(hint.external_id):
        return ()
    try:
        fact = _fact(account, door, client.fetch_message(account, door, hint.external_id), None)
    except Refused:
        return ()
    return () if fact is None else (fact,)


def _since(cursor: Mapping[str, Any]) -> dict[str, str]:
    try:
        return {"DateSent>": datetime.fromisoformat(str(cursor["since"])).date().isoformat()}
    except (KeyError, ValueError):
        return {}


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
