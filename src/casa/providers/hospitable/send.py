"""Writing in a reservation's thread, and looking there for a message of which we do not know whether it arrived."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from casa.core.connections.contract import (
    Account,
    MessageStatus,
    Outgoing,
    ReadBack,
    ReadBackKind,
    Refused,
    Sent,
)
from casa.lib.http import Door
from casa.providers.hospitable import client
from casa.providers.hospitable.reading import moment, reference, rows, text

MOST_IMAGES = 3
# A message that Hospitable took shows up in the thread a little later. Before this long it may still appear.
SETTLED = timedelta(minutes=3)
SKEW = timedelta(seconds=60)  # our clock against theirs
LATEST = timedelta(minutes=15)


def send(account: Account, door: Door, outgoing: Outgoing) -> Sent:
    """Hand a message over. Its id is Hospitable's ``sent_reference_id``; an old answer without one gets ours.

    Being taken is not being delivered: the thread, read again or told by webhook, shows the message itself.
    """
    _check(outgoing)
    kind, external_id = _thread_of(outgoing)
    try:
        answer = client.post_message(account, door, kind, external_id, outgoing.body, outgoing.media_urls)
    except client.Moved as moved:
        if not moved.reservation_id:
            raise
        answer = client.post_message(
            account, door, "reservations", moved.reservation_id, outgoing.body, outgoing.media_urls
        )
    found = reference(answer.get("sent_reference_id"))
    return Sent(external_id=found or f"casa-{outgoing.reference}", status=MessageStatus.QUEUED)


def read_back(account: Account, door: Door, outgoing: Outgoing, known: frozenset[str]) -> ReadBack:
    """Look for a message in its thread: the same words from the host, at about the time, and no other of ours.

    ABSENT only when the whole thread was read, long enough after the hand-off for the message to have appeared.
    Raises NotReady when the thread cannot be read now (two reads a minute for a reservation).
    """
    if outgoing.handed_off_at is None:
        return ReadBack(ReadBackKind.UNKNOWN)
    try:
        messages, whole = _messages(account, door, outgoing)
    except Refused:
        return ReadBack(ReadBackKind.UNKNOWN)
    found = [message for message in messages if _is_it(message, outgoing, known)]
    if found:
        external_id = reference(found[0].get("sent_reference_id")) or reference(found[0].get("id"))
        return ReadBack(ReadBackKind.FOUND, Sent(external_id=external_id, status=MessageStatus.SENT))
    settled = datetime.now(UTC) - outgoing.handed_off_at >= SETTLED
    return ReadBack(ReadBackKind.ABSENT if whole and settled else ReadBackKind.UNKNOWN)


def _check(outgoing: Outgoing) -> None:
    if not outgoing.body.strip():
        raise Refused("The message is empty. Write something first.", code="empty")
    if len(outgoing.media_urls) > MOST_IMAGES:
        raise Refused("Hospitable takes at most three pictures with a message. Remove some.", code="images")
    if any(not url.startswith("https://") for url in outgoing.media_urls):
        raise Refused("Hospitable fetches pictures only from secure addresses.", code="images")


def _thread_of(outgoing: Outgoing) -> tuple[str, str]:
    """Where to write. An inquiry has no reservation yet: its id is its conversation's."""
    if outgoing.reservation_id and outgoing.reservation_id != outgoing.thread_id:
        return "reservations", outgoing.reservation_id
    if outgoing.thread_id:
        return "inquiries", outgoing.thread_id
    raise Refused("This conversation belongs to no reservation in Hospitable, so it cannot carry a message.")


def _messages(account: Account, door: Door, outgoing: Outgoing) -> tuple[list[Mapping[str, Any]], bool]:
    """The thread, and whether it is all of it."""
    kind, external_id = _thread_of(outgoing)
    if kind == "reservations":
        return _whole_thread(account, door, external_id)
    try:
        answer = client.inquiry(account, door, external_id).one
    except client.Moved as moved:
        return _whole_thread(account, door, moved.reservation_id)
    return rows(answer.get("messages")), isinstance(answer.get("messages"), list)


def _whole_thread(account: Account, door: Door, reservation_id: str) -> tuple[list[Mapping[str, Any]], bool]:
    read = client.thread(account, door, reservation_id)
    return read.rows, read.is_last and isinstance(read.body.get("data"), list)


def _is_it(message: Mapping[str, Any], outgoing: Outgoing, known: frozenset[str]) -> bool:
    ids = {reference(message.get("id")), reference(message.get("sent_reference_id"))} - {""}
    if not ids or ids & known or text(message.get("sender_type")).lower() != "host":
        return False
    return _same_words(text(message.get("body")), outgoing.body) and _about_then(message, outgoing)


def _same_words(theirs: str, ours: str) -> bool:
    """Platforms rewrite line breaks and runs of spaces."""
    return theirs.split() == text(ours).split()


def _about_then(message: Mapping[str, Any], outgoing: Outgoing) -> bool:
    at = moment(message.get("created_at"))
    if at is None or outgoing.handed_off_at is None:
        return False
    return outgoing.handed_off_at - SKEW <= at <= outgoing.handed_off_at + LATEST
