"""Handing a text to Twilio, and finding out afterwards whether an unanswered one went through.

Twilio takes no idempotency key, so a message is never handed over twice on a guess: the listing decides.
"""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote

from casa.core.connections.contract import Account, Outgoing, ReadBack, ReadBackKind, Refused, Sent, Unsure
from casa.lib.http import Door
from casa.lib.sms import repair
from casa.providers.twilio import client, mapping

LONGEST = 1600  # characters of a body (error 21617)
MOST_MEDIA = 10  # error 21623
CLOCKS_DIFFER = timedelta(seconds=5)
# A request that timed out here may still be worked on there: earlier than this "not there" proves nothing.
SETTLED_AFTER = timedelta(seconds=30)
MOST_PAGES = 10
LONGEST_WAIT = 36_000  # seconds that Twilio may keep a text waiting
TRIAL_PREFIX = "Sent from your Twilio trial account - "


def send(account: Account, door: Door, outgoing: Outgoing) -> Sent:
    """Hand one text or picture message over. Raises NotReady, AuthFailed, Refused or Unsure."""
    _check(outgoing)
    created = client.create_message(account, door, _form(account, outgoing))
    return _sent(created)


def read_back(account: Account, door: Door, outgoing: Outgoing, known: frozenset[str]) -> ReadBack:
    """Look for an unsure message among all those to its recipient.

    The listing is asked by recipient only: a message that still waits at Twilio has no date of sending yet,
    so a date filter could hide the very one we look for. ABSENT only when the whole listing was read, the
    hand-off is at least half a minute old, and no message of that time had its text erased.
    """
    rows, whole = _listing(account, door, outgoing)
    near = [row for row in rows if _is_candidate(row, account, outgoing, known)]
    found = [row for row in near if _same_text(row, outgoing)]
    if found:
        return ReadBack(ReadBackKind.FOUND, _sent(min(found, key=_created)))
    started = outgoing.handed_off_at
    if not whole or near or started is None or datetime.now(UTC) - started < SETTLED_AFTER:
        return ReadBack(ReadBackKind.UNKNOWN)
    return ReadBack(ReadBackKind.ABSENT)


def _check(outgoing: Outgoing) -> None:
    """Say no here where Twilio surely would, in words that help."""
    if outgoing.recipient.kind != "phone" or not mapping.PHONE.fullmatch(outgoing.recipient.value):
        raise Refused("The guest has no complete phone number. Add one with the country code.", code="21211")
    if not outgoing.body.strip() and not outgoing.media_urls:
        raise _refused("21602")
    if len(outgoing.body) > LONGEST:
        raise _refused("21617")
    if len(outgoing.media_urls) > MOST_MEDIA:
        raise _refused("21623")


def _refused(code: str) -> Refused:
    return Refused(mapping.trouble(code).words, code=code)


def _form(account: Account, outgoing: Outgoing) -> dict[str, Any]:
    form: dict[str, Any] = {"To": outgoing.recipient.value, **_sender(account, outgoing)}
    if outgoing.body:
        form["Body"] = outgoing.body
    if outgoing.media_urls:
        form["MediaUrl"] = list(outgoing.media_urls)
    if outgoing.valid_until is not None:
        form["ValidityPeriod"] = _validity(outgoing.valid_until)
    if account.hook_url:
        join = "&" if "?" in account.hook_url else "?"
        form["StatusCallback"] = f"{account.hook_url}{join}m={quote(outgoing.reference, safe='')}"
    return form


def _validity(until: datetime) -> str:
    """R85: for how many seconds Twilio may keep the text waiting; it takes 1 to 36,000, and drops it after (30036)."""
    left = int((until - datetime.now(UTC)).total_seconds())
    return str(min(max(left, 1), LONGEST_WAIT))


def _sender(account: Account, outgoing: Outgoing) -> dict[str, str]:
    """The messaging service where there is one; else the number the guest wrote to, else the connection's."""
    if service := account.settings.get("messaging_service_sid", ""):
        return {"MessagingServiceSid": service}
    ours = outgoing.sender.value if outgoing.sender and outgoing.sender.kind == "phone" else ""
    number = ours or account.settings.get("from_number", "")
    if not number:
        raise _refused("21603")
    return {"From": number}


def _sent(resource: Mapping[str, Any]) -> Sent:
    """Raises Unsure where Twilio's yes carries no message id."""
    sid = resource.get("sid")
    if not isinstance(sid, str) or not mapping.SID.fullmatch(sid):
        raise Unsure("Twilio gave an answer Casa cannot read. Casa checks whether the text went through.")
    return Sent(sid, mapping.status(resource.get("status")), mapping.count(resource.get("num_segments")) or None)


def _listing(account: Account, door: Door, outgoing: Outgoing) -> tuple[list[Mapping[str, Any]], bool]:
    rows: list[Mapping[str, Any]] = []
    pages = client.messages(account, door, {"To": outgoing.recipient.value})
    for number, (page, following) in enumerate(pages, start=1):
        rows += page
        if not following or number == MOST_PAGES:
            return rows, not following
    return rows, False


def _is_candidate(row: Mapping[str, Any], account: Account, outgoing: Outgoing, known: frozenset[str]) -> bool:
    """From this sender, since the hand-off, no other message of ours; with the same text or an erased one."""
    started = outgoing.handed_off_at
    created = mapping.when(row.get("date_created"))
    return (
        row.get("sid") not in known
        and mapping.word(row, "direction").startswith("outbound")
        and row.get("to") == outgoing.recipient.value
        and _same_sender(row, _sender(account, outgoing))
        and created is not None
        and (started is None or created >= started - CLOCKS_DIFFER)
        and (_same_text(row, outgoing) or not row.get("body"))
    )


def _same_sender(row: Mapping[str, Any], sender: Mapping[str, str]) -> bool:
    if "From" in sender:
        return row.get("from") == sender["From"]
    return row.get("messaging_service_sid") == sender["MessagingServiceSid"]


def _same_text(row: Mapping[str, Any], outgoing: Outgoing) -> bool:
    """The same words and number of files. A service may plain out quotes; a trial puts a line before."""
    body = mapping.word(row, "body").removeprefix(TRIAL_PREFIX)
    same_media = (mapping.count(row.get("num_media")) or 0) == len(outgoing.media_urls)
    return repair(body).strip() == repair(outgoing.body).strip() and same_media


def _created(row: Mapping[str, Any]) -> datetime:
    return mapping.when(row.get("date_created")) or datetime.max.replace(tzinfo=UTC)
