"""What a provider and the house say to each other.

A provider is one folder under ``casa.providers``. It knows this module and ``casa.lib`` and nothing else of Casa:
no Django, no models, no other provider. It is handed an :class:`Account` and the one HTTP door, returns facts in
the house's words, and raises one of the failures below. The core decides what a failure means.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import StrEnum
from typing import Any, Protocol

from casa.lib.http import Door

# --------------------------------------------------------------------------------------------- the passport


class Ability(StrEnum):
    """What a provider can do. Each ability is one file of that name in its folder and one Protocol below."""

    CONNECT = "connect"  # test credentials, name the account
    SEND = "send"
    WEBHOOKS = "webhooks"
    SYNC = "sync"
    MEDIA = "media"
    LLM = "llm"
    ERASE = "erase"


class AuthKind(StrEnum):
    """How a connection proves itself. There is no kind "password" (promise CA-6d)."""

    KEY = "key"
    OAUTH2 = "oauth2"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Field:
    """One thing the host fills in to connect. ``secret`` ones live in the vault under the connection's key."""

    name: str
    label: str
    help: str = ""
    secret: bool = False
    required: bool = True
    pattern: str = ""
    example: str = ""
    choices: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class OAuth2:
    """Authorization-code flow with PKCE and state. ``json_body``: the token endpoint takes JSON, not a form."""

    authorize_url: str
    token_url: str
    scopes: tuple[str, ...] = ()
    json_body: bool = False
    pkce: bool = True
    rotates_refresh: bool = True
    redirect_in_url: bool = True


@dataclass(frozen=True, slots=True)
class Processor:
    """What the public sub-processor page says of this third party (promises CF-5a, CA-4, CA-9)."""

    legal_name: str
    country: str
    purpose: str
    data: tuple[str, ...]
    terms_url: str = ""


@dataclass(frozen=True, slots=True)
class Manifest:
    """A provider's passport: data only, imported to list the catalogue without importing the rest of the folder."""

    key: str
    name: str
    tagline: str
    group: str  # "Bookings and prices", "Messages and calls", "Doors and homes", "Money", "Being found", "Assistant"
    initials: str
    hue: int  # 0-11, the tile's colour
    auth: AuthKind
    abilities: frozenset[Ability]
    processor: Processor
    hosts: tuple[str, ...]  # every host it talks to; nothing else is let through the door
    fields: tuple[Field, ...] = ()
    oauth: OAuth2 | None = None
    channels: tuple[str, ...] = ()  # channels it can carry: sms, mms, airbnb, vrbo, booking, direct …
    may_do: tuple[str, ...] = ()  # plain words for the connections page, e.g. "Send messages as you"
    holds: tuple[str, ...] = ()  # kinds of record synced from it, plain words
    idempotent_send: bool = False
    sends_per_second: float = 1.0
    sweep_seconds: int = 300  # how often to re-read what a missed webhook lost
    webhook_help: str = ""  # where the host pastes the address, when there is no API for it
    exempt: Mapping[str, str] = field(default_factory=dict)  # ability or rule -> one sentence why it does not apply


# --------------------------------------------------------------------------------------------- what is handed in


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


# --------------------------------------------------------------------------------------------- facts


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
    """News about a message we sent. ``reference`` is our outbox id where the provider carries it."""

    external_id: str
    status: MessageStatus
    at: datetime
    reference: str = ""
    code: str = ""
    words: str = ""  # plain words for the host, from the provider's error table
    suppress: str = ""  # "opted_out" | "unreachable" | "landline" | "" : what our own ledger must learn


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


# --------------------------------------------------------------------------------------------- going out


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One message to hand over. ``reference`` is our outbox id: an idempotency key where the provider takes one."""

    reference: str
    channel: str
    recipient: Handle
    body: str
    sender: Handle | None = None
    media_urls: tuple[str, ...] = ()
    thread_id: str = ""
    reservation_id: str = ""
    handed_off_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Sent:
    """The provider took it. Taking is not delivering: the status only says what the provider said."""

    external_id: str
    status: MessageStatus = MessageStatus.QUEUED
    segments: int | None = None


class ReadBackKind(StrEnum):
    FOUND = "found"
    ABSENT = "absent"  # the provider's list is complete and it is not there: sending again is safe
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class ReadBack:
    """What looking for an unsure message at the provider showed."""

    kind: ReadBackKind
    sent: Sent | None = None


@dataclass(frozen=True, slots=True)
class Prompt:
    """A request to a language model. All of it is already masked. ``schema``: JSON schema of the answer."""

    system: str
    messages: tuple[tuple[str, str], ...]  # (role, text), roles user | assistant
    max_tokens: int = 900
    schema: Mapping[str, Any] | None = None
    opaque_user: str = ""


@dataclass(frozen=True, slots=True)
class Completion:
    """A model's whole answer. ``complete`` is False when it was cut off or refused: such text never reaches a guest."""

    text: str
    model: str
    complete: bool
    stop_reason: str = ""
    input_tokens: int = 0
    output_tokens: int = 0
    request_id: str = ""


@dataclass(frozen=True, slots=True)
class Media:
    """Fetched bytes, not yet trusted."""

    content_type: str
    body: bytes


# --------------------------------------------------------------------------------------------- failures


class ProviderFailure(Exception):
    """Something a provider could not do. ``for_user`` is a plain sentence without personal data."""

    def __init__(self, for_user: str, *, code: str = "") -> None:
        super().__init__(for_user)
        self.for_user = for_user
        self.code = code


class NotReady(ProviderFailure):
    """Try again later; surely not done. ``retry_after`` in seconds."""

    def __init__(self, for_user: str, *, retry_after: float = 30.0, code: str = "") -> None:
        super().__init__(for_user, code=code)
        self.retry_after = retry_after


class AuthFailed(ProviderFailure):
    """The credentials no longer work: ask the host to reconnect."""


class Refused(ProviderFailure):
    """The provider said no. ``permanent``: asking again will not help. ``suppress`` as in :class:`DeliveryStatus`."""

    def __init__(self, for_user: str, *, permanent: bool = True, code: str = "", suppress: str = "") -> None:
        super().__init__(for_user, code=code)
        self.permanent = permanent
        self.suppress = suppress


class Unsure(ProviderFailure):
    """The request left and no answer came: it may or may not have been done. Never sent again blindly."""


class BadSignature(ProviderFailure):
    """A webhook that is not from whom it says. The words name the likely cause (wrong key, other address …)."""


class BadPayload(ProviderFailure):
    """A verified webhook or answer whose shape we do not know; the delivery is kept and marked."""


# --------------------------------------------------------------------------------------------- one Protocol an ability


class Connect(Protocol):
    """``connect.py``"""

    def test(self, account: Account, door: Door) -> AccountFacts:
        """Try the credentials before anything is saved. Raises AuthFailed or Refused with words for the host."""

    def set_up(self, account: Account, door: Door) -> None:
        """Tell the provider our webhook address where it has an API for it. Safe to repeat."""

    def tear_down(self, account: Account, door: Door) -> None:
        """Undo :meth:`set_up` and revoke tokens where the provider has an API for it. Safe to repeat."""


class Send(Protocol):
    """``send.py``"""

    def send(self, account: Account, door: Door, outgoing: Outgoing) -> Sent:
        """Hand one message over. Raises NotReady, AuthFailed, Refused or Unsure."""

    def read_back(self, account: Account, door: Door, outgoing: Outgoing, known: frozenset[str]) -> ReadBack:
        """Look for an unsure message. ``known``: external ids that belong to other messages of ours."""


class Webhooks(Protocol):
    """``webhooks.py``: pure functions of the request and the secrets."""

    def verify(self, request: RawRequest, account: Account) -> None:
        """Return if the request is genuine, raise BadSignature otherwise. Nothing is parsed before this."""

    def delivery_id(self, request: RawRequest) -> str:
        """The event's own id, or a hash of the body where there is none: a repeat is stored once."""

    def answer(self, request: RawRequest) -> Answer:
        """What the sender expects to hear."""

    def parse(self, request: RawRequest, account: Account) -> list[Fact]:
        """The facts in it. Raises BadPayload; unknown kinds give no facts, never an exception."""


class Sync(Protocol):
    """``sync.py``"""

    def pages(self, account: Account, door: Door, cursor: Mapping[str, Any]) -> Iterator[Page]:
        """Everything changed since the cursor, all of it for an empty one.

        In this order: properties, reservations, messages, reviews.
        """

    def refetch(self, account: Account, door: Door, hint: Hint) -> Sequence[Fact]:
        """Read again what a hint points at."""


class FetchMedia(Protocol):
    """``media.py``"""

    def fetch(self, account: Account, door: Door, ref: MediaRef, limit: int) -> Media:
        """The bytes behind a reference, at most ``limit`` of them."""


class LanguageModel(Protocol):
    """``llm.py``"""

    def complete(self, account: Account, door: Door, prompt: Prompt) -> Completion:
        """One whole answer."""


class Erase(Protocol):
    """``erase.py``"""

    def forget(self, account: Account, door: Door, external_ids: Sequence[str]) -> int:
        """Erase messages or people at the provider; how many it confirmed."""


Clock = Callable[[], datetime]
