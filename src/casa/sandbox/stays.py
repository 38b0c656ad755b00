"""Bookings of the pretend world: who stays where and when, from a year ago to five months ahead."""

import math
import random
import string
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from casa.lib.pretend import Booking, Guest, Home
from casa.sandbox.homes import Listed, listed
from casa.sandbox.people import Crowd

AHEAD = 150  # days
# How platforms share the bookings; Booking.com and direct guests are fewer, as with most hosts.
PLATFORMS = {"airbnb": 56, "homeaway": 20, "booking": 11, "direct": 13}
FULL = 0.34  # the part of past nights that is booked, before weekends and seasons
RETURNING = 0.14
CANCELLED, PENDING, DECLINED = 20, 3, 4
LENGTHS = {True: {2: 50, 3: 34, 4: 10, 7: 6}, False: {1: 12, 2: 30, 3: 26, 4: 16, 5: 9, 7: 6, 10: 1}}


@dataclass(slots=True)
class Diary:
    """The bookings so far, and which days of each home are taken (nights, by the day they begin)."""

    rng: random.Random
    today: date
    now: datetime
    crowd: Crowd
    bookings: list[Booking] = field(default_factory=list)
    guests: dict[str, Guest] = field(default_factory=dict)
    taken: dict[str, set[date]] = field(default_factory=dict)

    def is_free(self, home: Home, arrival: date, departure: date) -> bool:
        return not self.taken.get(home.id, set()).intersection(nights(arrival, departure))

    def keep(self, booking: Booking, guest: Guest) -> Booking:
        """Write a booking down; an accepted one takes its nights."""
        self.guests.setdefault(guest.id, guest)
        self.bookings.append(booking)
        if booking.status == "accepted":
            self.taken.setdefault(booking.home_id, set()).update(nights(booking.arrival, booking.departure))
        return booking


def nights(arrival: date, departure: date) -> Iterator[date]:
    """The days on which a night of the stay begins."""
    return (arrival + timedelta(days=n) for n in range((departure - arrival).days))


def fill(diary: Diary) -> None:
    """Fill every home around what the diary already holds, then add what never became a stay."""
    for entry in listed():
        _fill_home(diary, entry)
    for status, count in (("cancelled", CANCELLED), ("not accepted", DECLINED), ("request", PENDING)):
        for _ in range(count):
            _unmade(diary, status)


def _fill_home(diary: Diary, entry: Listed) -> None:
    day, last = diary.today - timedelta(days=entry.opened), diary.today + timedelta(days=AHEAD)
    while day < last:
        length = _length(diary.rng, day)
        departure = day + timedelta(days=length)
        if diary.rng.random() < _wish(day, diary.today) and diary.is_free(entry.home, day, departure):
            book(diary, entry.home, day, length)
            day = departure
        else:
            day += timedelta(days=1)


def _wish(day: date, today: date) -> float:
    """How likely a stay begins on a free day: more at weekends, in summer and in leaf season, less far ahead."""
    season = 1.0 + 0.35 * math.cos((day.timetuple().tm_yday - 255) / 365 * math.tau)
    weekend = {3: 1.3, 4: 2.2, 5: 1.2}.get(day.weekday(), 0.55)
    ahead = (day - today).days
    pace = math.exp(-ahead / 45) if ahead > 0 else 1.0
    return min(0.9, FULL / (1 - FULL) / 3 * season * weekend * pace)


def _length(rng: random.Random, day: date) -> int:
    lengths = LENGTHS[day.weekday() in (3, 4)]
    return rng.choices(list(lengths), list(lengths.values()))[0]


def book(diary: Diary, home: Home, arrival: date, length: int, status: str = "accepted") -> Booking:
    """A booking with a guest of its own, or one who comes back."""
    rng = diary.rng
    platform = rng.choices(list(PLATFORMS), list(PLATFORMS.values()))[0]
    guest = _guest(diary, platform, arrival, hidden=status in ("request", "not accepted"))
    adults = rng.randint(1, max(1, min(home.max_guests, home.bedrooms * 2)))
    children = rng.choice([0, 0, 0, 1, 2]) if adults > 1 and home.max_guests - adults >= 2 else 0
    departure = arrival + timedelta(days=length)
    booked_at = _booked_at(diary, arrival)
    payout, total = money(home, arrival, length, platform)
    return diary.keep(
        Booking(
            id=f"b{len(diary.bookings) + 1:04}",
            home_id=home.id,
            guest_id=guest.id,
            platform=platform,
            code=code(rng, platform),
            arrival=arrival,
            departure=departure,
            booked_at=booked_at,
            adults=adults,
            children=children,
            infants=rng.choice([0] * 9 + [1]) if children else 0,
            pets=rng.choice([0, 0, 0, 1]) if home.pets_allowed else 0,
            status=status,
            payout=payout,
            total=total,
            thread_id=f"t{len(diary.bookings) + 1:04}",
            updated_at=_settled_at(diary, booked_at, arrival) if status == "cancelled" else booked_at,
        ),
        guest,
    )


def _guest(diary: Diary, platform: str, arrival: date, *, hidden: bool) -> Guest:
    before = [one.guest_id for one in diary.bookings if one.departure < arrival and one.platform == platform]
    if before and not hidden and diary.rng.random() < RETURNING:
        return diary.guests[diary.rng.choice(before)]
    return diary.crowd.newcomer(platform, hidden=hidden)


def _booked_at(diary: Diary, arrival: date) -> datetime:
    """Some weeks before arrival, never in the future, at an hour when people book."""
    lead = timedelta(days=min(200, 1 + int(diary.rng.expovariate(1 / 32))))
    at = datetime.combine(arrival - lead, time(diary.rng.randint(7, 23), diary.rng.randrange(60)), zone())
    newest = diary.now - timedelta(minutes=diary.rng.randint(90, 60 * 24 * 9))
    return min(at, newest)


def _settled_at(diary: Diary, booked_at: datetime, arrival: date) -> datetime:
    until = min(diary.now, datetime.combine(arrival, time(12), zone()))
    return booked_at + (until - booked_at) * diary.rng.uniform(0.1, 0.9)


def _unmade(diary: Diary, status: str) -> None:
    """A booking that was cancelled, declined, or still waits for a yes. A request lies ahead, on free days."""
    for _ in range(200):
        entry = diary.rng.choice(listed())
        first = 4 if status == "request" else -entry.opened
        arrival = diary.today + timedelta(days=diary.rng.randint(first, 60))
        length = _length(diary.rng, arrival)
        if status != "request" or diary.is_free(entry.home, arrival, arrival + timedelta(days=length)):
            book(diary, entry.home, arrival, length, status)
            return


def money(home: Home, arrival: date, length: int, platform: str) -> tuple[int, int]:
    """Payout to the host and total for the guest, in cents: dearer at weekends, with cleaning and fees."""
    base = sum(home.nightly * (125 if day.weekday() in (4, 5) else 100) // 100 for day in _days(arrival, length))
    cleaning = 4500 + home.bedrooms * 2500
    gross = base + cleaning
    share = {"airbnb": 0.97, "homeaway": 0.95, "booking": 0.85, "direct": 0.97}[platform]
    added = {"airbnb": 1.14, "homeaway": 1.10, "booking": 1.0, "direct": 1.0}[platform]
    return round(gross * share), round(gross * added * 1.1275)


def _days(arrival: date, length: int) -> Iterator[date]:
    return nights(arrival, arrival + timedelta(days=length))


def code(rng: random.Random, platform: str) -> str:
    """A confirmation code as the platform writes them."""
    letters = string.ascii_uppercase + string.digits
    some = "".join(rng.choice(letters) for _ in range(8))
    digits = "".join(rng.choice(string.digits) for _ in range(10))
    direct = f"D-{digits[:5]}"
    return {"airbnb": f"HM{some}", "homeaway": f"HA-{some[:6]}", "booking": digits, "direct": direct}[platform]


def zone() -> ZoneInfo:
    return ZoneInfo("America/New_York")
