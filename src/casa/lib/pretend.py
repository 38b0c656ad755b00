"""The pretend world that every provider's sandbox shares: homes, guests, bookings, phones, and faults on demand.

It lives in memory, in one process, behind one lock. A provider's ``sandbox.py`` builds an ASGI application over it
that speaks the provider's wire format; ``casa.sandbox`` fills it, serves all of them and lets guests answer back.
Nothing here knows a provider. ``World.tell`` carries news between a sandbox and whoever listens (a guest's
behaviour, another sandbox); sandboxes keep what is theirs in ``World.shelf(key)``.
"""

import threading
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Home:
    """A home to stay in. ``facts`` feeds the provider's detail fields (wifi_name, wifi_password, house_manual, …)."""

    id: str
    name: str
    street: str
    city: str
    state: str
    postcode: str
    country: str
    latitude: float
    longitude: float
    timezone: str
    check_in: str  # "16:00"
    check_out: str  # "11:00"
    bedrooms: int
    beds: int
    bathrooms: float
    max_guests: int
    pets_allowed: bool
    amenities: tuple[str, ...]
    summary: str
    facts: dict[str, str] = field(default_factory=dict)
    currency: str = "USD"
    nightly: int = 20000  # cents


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody who books. ``manner`` names how they answer (see casa.sandbox.guests)."""

    id: str
    first_name: str
    last_name: str
    phone: str  # E.164, or "" where the platform hides it
    email: str
    language: str = "en"
    location: str = ""
    manner: str = "friendly"


@dataclass(frozen=True, slots=True)
class Booking:
    """A stay. ``status``: request, accepted, cancelled, not accepted. Money in cents."""

    id: str
    home_id: str
    guest_id: str
    platform: str  # airbnb, homeaway (Vrbo), booking, direct, manual
    code: str
    arrival: date
    departure: date
    booked_at: datetime
    adults: int = 2
    children: int = 0
    infants: int = 0
    pets: int = 0
    status: str = "accepted"
    payout: int = 0
    total: int = 0
    thread_id: str = ""
    updated_at: datetime = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class ThreadMessage:
    """One message in a booking's platform thread."""

    id: str
    booking_id: str
    sender: str  # guest | host
    body: str
    at: datetime
    reference: str = ""


@dataclass(frozen=True, slots=True)
class Text:
    """One text message between two phones."""

    id: str
    sender: str
    recipient: str
    body: str
    at: datetime
    media: tuple[str, ...] = ()  # ids in World.files
    status: str = "delivered"


@dataclass(frozen=True, slots=True)
class File:
    """A file somebody attached."""

    id: str
    content_type: str
    body: bytes


@dataclass(slots=True)
class Fault:
    """What goes wrong for the next ``times`` matching requests of a provider.

    ``kind``: status (answer with ``status``), hang (never answer for ``seconds``), drop (close without an answer),
    after (do the work, then fail with ``status``), after_hang (do the work, then never answer), duplicate and
    reorder (webhooks), slow (answer after ``seconds``).
    """

    provider: str
    kind: str
    path: str = ""  # substring of the request path, or "" for any
    status: int = 500
    seconds: float = 30.0
    times: int = 1
    headers: dict[str, str] = field(default_factory=dict)


Listener = Callable[[str, Any], None]


class World:
    """Everything that pretends to exist. All methods are safe to call from any thread."""

    def __init__(self, clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self.lock = threading.RLock()
        self.clock = clock
        self.homes: dict[str, Home] = {}
        self.guests: dict[str, Guest] = {}
        self.bookings: dict[str, Booking] = {}
        self.thread: dict[str, list[ThreadMessage]] = defaultdict(list)
        self.texts: list[Text] = []
        self.files: dict[str, File] = {}
        self.faults: list[Fault] = []
        self._shelves: dict[str, dict[str, Any]] = defaultdict(dict)
        self._listeners: dict[str, list[Listener]] = defaultdict(list)

    def shelf(self, key: str) -> dict[str, Any]:
        """A sandbox's own state (accounts, webhook addresses, message resources …)."""
        return self._shelves[key]

    def on(self, news: str, listener: Listener) -> None:
        """Call ``listener(news, thing)`` when it happens: text, thread_message, booking, home, text_status."""
        self._listeners[news].append(listener)

    def tell(self, news: str, thing: Any) -> None:
        for listener in list(self._listeners[news]):
            listener(news, thing)

    def add(self, things: Iterable[Home | Guest | Booking]) -> None:
        """Fill the world quietly: nobody is told."""
        with self.lock:
            for thing in things:
                self._shelf_of(thing)[thing.id] = thing

    def text(self, text: Text) -> None:
        """A phone texts another; listeners (the SMS provider's sandbox, a guest's behaviour) are told."""
        with self.lock:
            self.texts.append(text)
        self.tell("text", text)

    def write(self, message: ThreadMessage) -> None:
        """Somebody writes in a booking's platform thread."""
        with self.lock:
            self.thread[message.booking_id].append(message)
        self.tell("thread_message", message)

    def book(self, booking: Booking) -> None:
        """A booking is made or changed."""
        with self.lock:
            self.bookings[booking.id] = replace(booking, updated_at=self.clock())
        self.tell("booking", self.bookings[booking.id])

    def break_next(self, fault: Fault) -> None:
        """Arrange a fault."""
        with self.lock:
            self.faults.append(fault)

    def fault_for(self, provider: str, path: str, kinds: frozenset[str]) -> Fault | None:
        """The fault that hits this request, used up by one; None when all is well."""
        with self.lock:
            for fault in self.faults:
                if fault.provider == provider and fault.kind in kinds and fault.path in path and fault.times > 0:
                    fault.times -= 1
                    return fault
        return None

    def _shelf_of(self, thing: Home | Guest | Booking) -> dict[str, Any]:
        shelves: dict[type, dict[str, Any]] = {Home: self.homes, Guest: self.guests, Booking: self.bookings}
        return shelves[type(thing)]
