"""Hospitable's webhooks: signed over the exact bytes, repeated up to five times, and sometimes only half of the news.

The signing secret is the base64 of the owner's e-mail unless the account is a vendor's: anybody who knows the e-mail
and this connection's address could sign. So a body is believed only if its secret is a real one or it comes from
Hospitable's own addresses; any other one is a hint to read the thing again through the API, and no more.
"""

import hashlib
import hmac
import ipaddress
import json
from base64 import b64encode
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from casa.core.connections.contract import (
    Account,
    Answer,
    BadPayload,
    BadSignature,
    ConnectionEnded,
    Fact,
    Hint,
    IncomingMessage,
    PropertyFact,
    RawRequest,
    ReservationFact,
)
from casa.providers.hospitable.mapping import (
    as_of,
    is_whole_reservation,
    message_fact,
    property_fact,
    property_of,
    removed_property,
    reservation_fact,
    review_fact,
)
from casa.providers.hospitable.reading import moment, reference, table, text, texts, ulid_moment

SENDERS = ipaddress.ip_network("38.80.170.0/24")
ENDED = "Casa was disconnected in Hospitable. Connect it again to go on."


def verify(request: RawRequest, account: Account) -> None:
    """The header ``Signature`` is the lower-case hex HMAC-SHA256 of the raw body; there is no timestamp in it."""
    given = request.headers.get("signature", "").strip()
    if not given:
        raise BadSignature("This did not carry Hospitable's signature, so it did not come from Hospitable.")
    secrets = _secrets(account)
    if not secrets:
        raise BadSignature("Casa cannot check Hospitable's signature yet. Add the owner's e-mail in the connection.")
    if not any(_matches(given, secret, request.body) for secret in secrets):
        raise BadSignature(_likely_cause(account))


def delivery_id(request: RawRequest) -> str:
    """A hash of the body: whether the envelope's own id belongs to the delivery is not settled (README)."""
    return hashlib.sha256(request.body).hexdigest()


def answer(request: RawRequest) -> Answer:
    """200 and nothing else stops the repeats."""
    return Answer()


def parse(request: RawRequest, account: Account) -> list[Fact]:
    """The facts of a whole body, hints for the rest, nothing for a test or an unknown action. Raises BadPayload."""
    envelope = _envelope(request.body)
    if "test" in _triggers(envelope):
        return []
    reader = READERS.get(text(envelope.get("action"), 80))
    if reader is None:
        return []
    facts = reader(table(envelope.get("data")), _sequence(envelope, request))
    return facts if _believed(request, account) else _as_hints(facts)


# ------------------------------------------------------------------------------------------------- who sent it


def default_secret(email: str) -> str:
    """What Hospitable signs with where no other secret was agreed."""
    return b64encode(email.encode()).decode()


def _secrets(account: Account) -> list[str]:
    if given := account.secrets.get("webhook_secret", "").strip():
        return [given]
    email = account.settings.get("owner_email", "").strip()
    return [default_secret(spelt) for spelt in dict.fromkeys((email, email.lower())) if spelt]


def _matches(given: str, secret: str, body: bytes) -> bool:
    expected = hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
    return hmac.compare_digest(expected.encode(), given.encode("utf-8", "replace"))


def _likely_cause(account: Account) -> str:
    if account.secrets.get("webhook_secret", "").strip():
        return "The signature does not fit the signing secret. Copy it again from Hospitable's Partner Portal."
    return "The signature does not fit the owner's e-mail. Enter the address the Hospitable owner signs in with."


def _believed(request: RawRequest, account: Account) -> bool:
    """Whether more than the owner's e-mail stands behind this body."""
    if _from_hospitable(request.client_ip):
        return True
    given = account.secrets.get("webhook_secret", "").strip()
    email = account.settings.get("owner_email", "").strip()
    return bool(given) and given not in (default_secret(email), default_secret(email.lower()))


def _from_hospitable(client_ip: str) -> bool:
    try:
        address = ipaddress.ip_address(client_ip)
    except ValueError:
        return False
    return (getattr(address, "ipv4_mapped", None) or address) in SENDERS


def _as_hints(facts: list[Fact]) -> list[Fact]:
    return list(dict.fromkeys(_as_hint(fact) for fact in facts))


def _as_hint(fact: Fact) -> Hint:
    match fact:
        case Hint():
            return fact
        case IncomingMessage():
            return Hint("messages", fact.reservation_id or fact.thread_id)
        case ReservationFact():
            return Hint("reservation", fact.external_id)
        case PropertyFact():
            return Hint("property", fact.external_id)
    return Hint("all")


# ------------------------------------------------------------------------------------------------- what it says


def _envelope(body: bytes) -> Mapping[str, Any]:
    try:
        found = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise BadPayload("Hospitable sent a notice that is not JSON.") from error
    if not isinstance(found, dict) or not text(found.get("action"), 80):
        raise BadPayload("Hospitable sent a notice without saying what happened.")
    return found


def _triggers(envelope: Mapping[str, Any]) -> tuple[str, ...]:
    """Documented as one word, sent as a list."""
    said = envelope.get("triggers")
    return (said,) if isinstance(said, str) else texts(said)


def _sequence(envelope: Mapping[str, Any], request: RawRequest) -> str:
    """When it happened. ``created`` has whole seconds; a ULID as id tells which of two in a second came first."""
    created = moment(envelope.get("created")) or request.received_at
    exact = ulid_moment(envelope.get("id"))
    if exact and timedelta(0) <= exact - created < timedelta(seconds=1):
        return as_of(exact)
    return as_of(created)


def _reservation(data: Mapping[str, Any], sequence: str) -> list[Fact]:
    """``reservation.changed`` may carry only what changed, and then even lack the id."""
    if is_whole_reservation(data):
        return [reservation_fact(data, sequence)]
    external_id = reference(data.get("id"))
    return [Hint("reservation", external_id)] if external_id else [Hint("all")]


def _property(data: Mapping[str, Any], sequence: str) -> list[Fact]:
    external_id = reference(data.get("id"))
    if external_id and all(key in data for key in ("name", "address", "timezone", "details")):
        return [property_fact(data, sequence)]
    return [Hint("property", external_id)] if external_id else [Hint("all")]


def _property_deleted(data: Mapping[str, Any], sequence: str) -> list[Fact]:
    external_id = reference(data.get("id"))
    return [removed_property(external_id, sequence)] if external_id else [Hint("all")]


def _property_merged(data: Mapping[str, Any], sequence: str) -> list[Fact]:
    """No ``property.deleted`` follows for the old home; its reservations now belong to the new one."""
    previous, new = reference(data.get("previous_id")), reference(data.get("new_id"))
    if not previous or not new:
        return [Hint("all")]
    return [Hint("property", new), Hint("all"), removed_property(previous, sequence)]


def _message(data: Mapping[str, Any], sequence: str) -> list[Fact]:
    """A message without an id of its own is read from the thread, where it has one."""
    if reference(data.get("id")) and moment(data.get("created_at")) and text(data.get("sender_type"), 20):
        return [message_fact(data)]
    where = reference(data.get("reservation_id")) or reference(data.get("conversation_id"))
    return [Hint("messages", where)] if where else [Hint("all")]


def _review(data: Mapping[str, Any], sequence: str) -> list[Fact]:
    if reference(data.get("id")) and property_of(data) and moment(data.get("reviewed_at")):
        return [review_fact(data)]
    return [Hint("all")]


def _disconnected(data: Mapping[str, Any], sequence: str) -> list[Fact]:
    return [ConnectionEnded(ENDED)]


READERS = {
    "reservation.created": _reservation,
    "reservation.changed": _reservation,
    "property.created": _property,
    "property.changed": _property,
    "property.deleted": _property_deleted,
    "property.merged": _property_merged,
    "message.created": _message,
    "review.created": _review,
    "integration.disconnected": _disconnected,
}
