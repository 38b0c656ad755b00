"""The plain data an answer is made from: the situation of one conversation, and the facts drawn from it.

None means unknown throughout, never no. All datetimes are aware. Nothing here touches a database.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time
from typing import Literal

from casa.core.assistant.embed import Vectors
from casa.core.assistant.when import local

FactKind = Literal["knowledge", "reservation", "property", "calendar", "message", "policy"]
StayStatus = Literal["inquiry", "pending", "confirmed", "cancelled"]
Leeway = Literal["offer", "ask", "never"]


@dataclass(frozen=True, slots=True)
class Fact:
    """One citable fact. `label` is the chip a host sees, `where` an opaque reference for its link.

    `data` holds the values behind the text. Of a secret fact it holds `secrets` (the values), `open` (whether
    the guest may have them at the moment of gathering) and, where known, `from` and `until` (aware datetimes).
    """

    id: str
    kind: FactKind
    label: str
    text: str
    data: Mapping[str, object] = field(default_factory=dict)
    where: str = ""
    secret: bool = False

    @property
    def secrets(self) -> tuple[str, ...]:
        """The secret values this fact guards, whether or not its text shows them."""
        values = self.data.get("secrets", ())
        return tuple(str(value) for value in values) if isinstance(values, tuple) else ()

    def opens(self, now: datetime | None = None) -> bool:
        """Whether its secrets may be told: as gathered, and, with `now`, still inside the window."""
        if not self.secret:
            return True
        start, end = self.data.get("from"), self.data.get("until")
        if now is not None and isinstance(start, datetime) and now < start:
            return False
        if now is not None and isinstance(end, datetime) and now > end:
            return False
        return self.data.get("open") is True


@dataclass(frozen=True, slots=True)
class PropertyFacts:
    """The home. None means unknown, never no: the assistant says so rather than guess."""

    id: str
    name: str
    address: str | None = None
    latlng: tuple[float, float] | None = None
    checkin_time: time | None = None
    checkout_time: time | None = None
    amenities: Sequence[str] = ()
    wifi_name: str | None = None
    wifi_password: str | None = None
    pets_allowed: bool | None = None
    pets_text: str | None = None
    smoking_allowed: bool | None = None
    capacity: int | None = None
    parking_text: str | None = None
    directions_text: str | None = None


@dataclass(frozen=True, slots=True)
class StayFacts:
    """The reservation the conversation is about. All datetimes are aware.

    `door_code_from` / `door_code_until` is the window in which the guest may be told the code; where they are
    None, it is the stay itself. `door_name` says which door.
    """

    id: str
    status: StayStatus
    check_in: datetime
    check_out: datetime
    guests: int | None = None
    platform: str = ""
    door_code: str | None = None
    door_code_from: datetime | None = None
    door_code_until: datetime | None = None
    door_name: str | None = None


@dataclass(frozen=True, slots=True)
class Turnover:
    """The neighbours of this stay on the property. None: the calendar is known and nobody is there.

    `cleaning_hours` is what a clean needs between two guests. Where the calendar itself is not known, the
    situation's `turnover` is None.
    """

    previous_checkout: datetime | None = None
    next_checkin: datetime | None = None
    cleaning_hours: float = 4.0


@dataclass(frozen=True, slots=True)
class Passage:
    """One entry of the house knowledge. `vectors` is what `embed.encode_passage(title, text)` made of it."""

    id: str
    property_id: str | None
    title: str
    text: str
    vectors: Vectors | None = None
    where: str = ""
    source: str = "House manual"


@dataclass(frozen=True, slots=True)
class Line:
    """One earlier message of the conversation. Only what a person of the house wrote can be cited."""

    id: str
    at: datetime
    who: Literal["guest", "host", "assistant"]
    text: str
    where: str = ""


@dataclass(frozen=True, slots=True)
class Policies:
    """What the host decided. `offer`: say yes while the calendar is free; `ask`: a person confirms; `never`.

    Fees are written as the guest reads them ("$30"). `emergency_contact` is a name and a number for guests.
    """

    early_checkin: Leeway = "ask"
    earliest_checkin: time | None = None
    early_checkin_fee: str | None = None
    late_checkout: Leeway = "ask"
    latest_checkout: time | None = None
    late_checkout_fee: str | None = None
    emergency_contact: str | None = None


@dataclass(frozen=True, slots=True)
class Situation:
    """Everything known at one moment about one conversation. `now` is aware; `language` is the guest's (ISO 639-1)."""

    now: datetime
    property_tz: str
    guest_first_name: str = ""
    host_signature: str = ""
    language: str = "en"
    property: PropertyFacts | None = None
    stay: StayFacts | None = None
    knowledge: Sequence[Passage] = ()
    turnover: Turnover | None = None
    history: Sequence[Line] = ()
    policies: Policies = field(default_factory=Policies)

    def local(self, moment: datetime) -> datetime:
        """`moment` on the property's clock."""
        return local(moment, self.property_tz)
