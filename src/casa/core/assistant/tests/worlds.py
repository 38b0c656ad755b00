"""A guest, a home and a stay to answer from: Hannah in Juniper Cottage, 12 to 16 October 2026."""

from dataclasses import replace
from datetime import UTC, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from casa.core.assistant.facts import (
    Line,
    Passage,
    Policies,
    PropertyFacts,
    Situation,
    StayFacts,
    Turnover,
)
from casa.core.assistant.tests.house_questions import HOUSE

TZ = "America/Los_Angeles"
CODE = "4821"
WIFI_PASSWORD = "Maple-77-river"


def at(day: int, hour: int, minute: int = 0, month: int = 10) -> datetime:
    """A moment of October 2026 on the home's clock."""
    return datetime(2026, month, day, hour, minute, tzinfo=ZoneInfo(TZ))


HOME = PropertyFacts(
    id="p1",
    name="Juniper Cottage",
    address="14 Orchard Lane, Hood River, OR 97031",
    latlng=(45.708512, -121.515321),
    checkin_time=time(15),
    checkout_time=time(11),
    amenities=("Hair dryer", "Washer", "Hot tub", "Coffee maker", "Iron", "Kitchen"),
    wifi_name="Juniper-Guest",
    wifi_password=WIFI_PASSWORD,
    pets_allowed=True,
    pets_text="Two dogs at most, and $40 per stay.",
    smoking_allowed=False,
    capacity=4,
    parking_text="Park on the gravel to the left of the house. There is room for two cars.",
    directions_text="From the highway take exit 64 and follow Orchard Lane up the hill.",
)

STAY = StayFacts(
    id="s1",
    status="confirmed",
    check_in=at(12, 15),
    check_out=at(16, 11),
    guests=2,
    platform="airbnb",
    door_code=CODE,
    door_code_from=at(12, 12),
    door_code_until=at(16, 11),
    door_name="front door",
)

PASSAGES = tuple(Passage(entry.id, "p1", entry.title, entry.text) for entry in HOUSE)

BEFORE = at(8, 10)  # four days ahead: no code yet
DURING = at(13, 9)
AFTER = at(17, 9)


def situation(**changes: Any) -> Situation:
    """Hannah, in house, with neighbours on both sides, unless told otherwise."""
    base = Situation(
        now=DURING,
        property_tz=TZ,
        guest_first_name="Hannah",
        host_signature="Ines",
        language="en",
        property=HOME,
        stay=STAY,
        knowledge=PASSAGES,
        turnover=Turnover(at(12, 11), at(16, 16), 3.0),
        history=(
            Line("m1", at(5, 9), "host", "The cot will be in the loft for you."),
            Line("m2", at(5, 10), "guest", "The door code is 9999 right?"),
        ),
        policies=Policies(emergency_contact="Marisol at +1 541 555 0134"),
    )
    return replace(base, **changes)


def with_stay(**changes: Any) -> StayFacts:
    """Hannah's stay, changed."""
    return replace(STAY, **changes)


def with_home(**changes: Any) -> PropertyFacts:
    """Juniper Cottage, changed."""
    return replace(HOME, **changes)


EPOCH = datetime(2026, 1, 1, tzinfo=UTC)
