"""What is handed to a provider, and the facts it gives back."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import StrEnum
from typing import Any


@dataclass(frozen=True, slots=True)
class Account:
    """A connection as a provider sees it. ``hook_url`` is this connection's own public webhook address."""

    id: str
    settings: Mapping[str, str]
    secrets: Mapping[str, str]
    hook_url: str = ""


@dataclass(frozen=True, slots=True)
class AccountFacts:
    """What testing the credentials told us. ``ref`` is the account's own id there: connecting twice updates."""

    ref: str
    label: str
    settings: Mapping[str, str] = field(default_factory=dict)
    expires_at: datetime | None = None
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RawRequest:
    """A webhook exactly as it arrived. ``url`` is the public address the sender used; header names are lower case."""

    method: str
    url: str
    headers: Mapping[str, str]
    body: bytes
    received_at: datetime
    client_ip: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """What to say to the sender after its request is safely stored."""

    status: int = 200
    content_type: str = "text/plain"
    body: bytes = b""


@dataclass(frozen=True, slots=True)
class Handle:
    """Where somebody can be reached. ``kind``: phone (E.164), email, or platform (the provider's own guest id)."""

    kind: str
    value: str


@dataclass(frozen=True, slots=True)
class MediaRef:
    """A file a message refers to; fetched later through the guarded door and re-encoded."""

    url: str
    content_type: str = ""
    name: str = ""


class MessageStatus(StrEnum):
    """A message's life as the provider tells it, in order. ``rank`` only moves forward (R78)."""

    QUEUED = "queued"
    SENT = "sent"
    DELIVERED = "delivered"
    READ = "read"
    FAILED = "failed"

    @property
    def rank(self) -> int:
        return {"queued": 1, "sent": 2, "delivered": 4, "failed": 4, "read": 5}[self.value]


@dataclass(frozen=True, slots=True)
class IncomingMessage:
    """A message that reached us, or one of our side's that was sent elsewhere (``outgoing``).

    ``sequence`` orders facts about the same thing in the provider's own time. ``reservation_id`` is the provider's.
    ``opt_out``: the provider's own keyword handling said "stop", "start" or "help" and has already answered.
    """

    external_id: str
    channel: str
    sender: Handle
    body: str
    sent_at: datetime
    recipient: Handle | None = None
    sender_name: str = ""
    language: str = ""
    media: tuple[MediaRef, ...] = ()
    thread_id: str = ""
    reservation_id: str = ""
    outgoing: bool = False
    sent_reference: str = ""
    opt_out: str = ""
    automatic: bool = False


@dataclass(frozen=True, slots=True)
class DeliveryStatus:
    """News about a message sent from the account. ``reference`` is our outbox id where the provider carries it.

    ``recipient`` and ``sent_at`` (when it was handed to the provider) tell of messages that another program sent from
    the same number: our ledger learns from those too (R42). None where the provider does not say.
    """

    external_id: str
    status: MessageStatus
    at: datetime
    reference: str = ""
    code: str = ""
    words: str = ""  # plain words for the host, from the provider's error table
    suppress: str = ""  # "opted_out" | "unreachable" | "landline" | "" : what our own ledger must learn
    recipient: Handle | None = None
    sent_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class PropertyFact:
    """A home as the provider describes it. ``details`` feeds knowledge: heading -> text."""

    external_id: str
    name: str
    sequence: str
    address: str = ""
    city: str = ""
    country: str = ""
    latitude: float | None = None
    longitude: float | None = None
    timezone: str = ""  # IANA name, or "" when the provider only knows an offset
    utc_offset: str = ""
    check_in: time | None = None
    check_out: time | None = None
    amenities: tuple[str, ...] = ()
    max_guests: int | None = None
    bedrooms: int | None = None
    pets_allowed: bool | None = None
    smoking_allowed: bool | None = None
    details: Mapping[str, str] = field(default_factory=dict)
    wifi_name: str = ""
    wifi_password: str = ""
    currency: str = ""
    removed: bool = False


@dataclass(frozen=True, slots=True)
class GuestFact:
    """Who booked. Empty strings where the platform hides it."""

    external_id: str
    first_name: str
    last_name: str = ""
    emails: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    language: str = ""
    location: str = ""


@dataclass(frozen=True, slots=True)
class ReservationFact:
    """A stay. ``platform``: airbnb, vrbo, booking, direct, manual …

    ``status``: inquiry, request, confirmed, cancelled, declined. Amounts are integer minor units (cents).
    ``sequence`` is the provider's updated-at or version, sortable as text: older facts change nothing.
    """

    external_id: str
    property_id: str
    platform: str
    status: str
    arrival: date
    departure: date
    sequence: str
    code: str = ""
    check_in: datetime | None = None
    check_out: datetime | None = None
    booked_at: datetime | None = None
    guest: GuestFact | None = None
    adults: int = 0
    children: int = 0
    infants: int = 0
    pets: int = 0
    payout: int | None = None
    total: int | None = None
    currency: str = ""
    thread_id: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class ReviewFact:
    """A guest's public review; ``rating`` out of five."""

    external_id: str
    reservation_id: str
    property_id: str
    rating: float | None
    text: str
    private_text: str
    guest_name: str
    reviewed_at: datetime
    response: str = ""
    can_respond: bool = False


@dataclass(frozen=True, slots=True)
class Hint:
    """Something changed there; read it again. ``kind``: reservation, property, messages, all."""

    kind: str
    external_id: str = ""


@dataclass(frozen=True, slots=True)
class ConnectionEnded:
    """The other side ended it (token revoked, integration removed)."""

    words: str


Fact = IncomingMessage | DeliveryStatus | PropertyFact | ReservationFact | ReviewFact | Hint | ConnectionEnded


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a sync. ``cursor`` is JSON-able and handed back next time; None keeps the old one."""

    facts: tuple[Fact, ...]
    cursor: Mapping[str, Any] | None = None
    done: int = 0
    total: int | None = None
