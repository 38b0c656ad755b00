"""Quiet hours: when somebody may be written to unasked, wherever they may be (R79–R86). Pure.

Each plausible place gives one :class:`Hours`; each answers until when it is shut at a moment. A moment is open when
none is shut. Days, holidays and hours are taken in the recipient's own calendar, by the time-zone database, never by
fixed offsets; the end of a window is not in it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache, lru_cache
from typing import Protocol
from zoneinfo import ZoneInfo

from casa.core.consent import calendar
from casa.core.consent.places import PROVINCES, UNKNOWN, ZONES, Place, table

Span = tuple[time, time] | None
FLOOR, DEFAULT, CANADA = "US", "US-DEFAULT", "CA-CRTC"
LOOK_AHEAD = timedelta(days=21)
EVENING, MORNING = time(21), time(8)  # what a wish without one of its ends is read as (R46)


class Hours(Protocol):
    """One rule about the clock. ``statute`` and ``words`` say whose."""

    @property
    def statute(self) -> str: ...

    @property
    def words(self) -> str: ...

    def shut_until(self, moment: datetime) -> datetime | None:
        """When this opens again, None where it is open. Always later than the moment."""
        ...

    def open_until(self, moment: datetime) -> datetime | None:
        """When this shuts next, None where it is shut."""
        ...


@dataclass(frozen=True, slots=True)
class Window:
    """A row of the table: the hours of a jurisdiction. None: a closed day. ``cap``: contacts in 24 hours (R82)."""

    code: str
    name: str
    weekday: Span
    saturday: Span
    sunday: Span
    holidays: str  # "" none, "block", or "weekend": as on a Sunday
    cap: int | None
    zone: str
    sure: bool
    statute: str

    def span(self, day: date) -> Span:
        if self.holidays and _is_holiday(self.code, day):
            return None if self.holidays == "block" else self.sunday
        return (self.weekday, self.weekday, self.weekday, self.weekday, self.weekday, self.saturday, self.sunday)[
            day.weekday()
        ]


@dataclass(frozen=True, slots=True)
class Local:
    """A window by the clock of one zone."""

    window: Window
    zone: str

    @property
    def statute(self) -> str:
        return self.window.statute

    @property
    def words(self) -> str:
        if self.window.code == UNKNOWN:
            return "Nothing tells where they are, so Casa writes only when it is day everywhere in the country."
        return f"It is outside the hours for {self.window.name} there."

    def shut_until(self, moment: datetime) -> datetime | None:
        zone = ZoneInfo(self.zone)
        day = moment.astimezone(zone).date()
        for _ in range(LOOK_AHEAD.days):
            span = self.window.span(day)
            if span is not None:
                opens, shuts = _at(day, span[0], zone), _at(day, span[1], zone)
                if opens <= moment < shuts:
                    return None
                if opens > moment:
                    return opens
            day += timedelta(days=1)
        return moment + LOOK_AHEAD

    def open_until(self, moment: datetime) -> datetime | None:
        zone = ZoneInfo(self.zone)
        span = self.window.span(day := moment.astimezone(zone).date())
        if span is None or not _at(day, span[0], zone) <= moment < (shuts := _at(day, span[1], zone)):
            return None
        return shuts


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody asked for themselves: not from ``starts`` until ``ends`` (R46)."""

    starts: time
    ends: time
    zone: str
    statute: str = "47 CFR 64.1200(a)(10)"
    words: str = "They asked not to be written to at this hour."

    def shut_until(self, moment: datetime) -> datetime | None:
        zone = ZoneInfo(self.zone)
        local = moment.astimezone(zone)
        for day in (local.date() - timedelta(days=1), local.date()):
            last = day if self.ends > self.starts else day + timedelta(days=1)
            if _at(day, self.starts, zone) <= moment < _at(last, self.ends, zone):
                return _at(last, self.ends, zone)
        return None

    def open_until(self, moment: datetime) -> datetime | None:
        if self.shut_until(moment) is not None:
            return None
        zone = ZoneInfo(self.zone)
        today = _at(moment.astimezone(zone).date(), self.starts, zone)
        return today if today > moment else _at(moment.astimezone(zone).date() + timedelta(days=1), self.starts, zone)


def _at(day: date, clock: time, zone: ZoneInfo) -> datetime:
    """A wall-clock moment in UTC; one that a change of clocks skips is the first one after it."""
    return datetime.combine(day, clock, zone).astimezone(UTC)


# ------------------------------------------------------------------------------------------------ which hours hold


@lru_cache(maxsize=20_000)
def marketing_hours(place: Place) -> tuple[Hours, ...]:
    """Every window an offer must be inside of (R79–R84): the federal floor everywhere, each plausible state's own, the
    platform's default where a state's row is not sure or there is none, and the narrowest where nothing tells."""
    if not place.known:
        unknown = windows()[UNKNOWN]
        return (Local(unknown, unknown.zone),)
    found: set[Local] = {Local(windows()[FLOOR], zone) for zone in place.zones}
    for state in place.states:
        found |= {Local(row, zone) for row in _rows_of(state) for zone in ZONES[state]}
    stray = place.zones - {zone for state in place.states for zone in ZONES[state]}
    found |= {Local(windows()[DEFAULT], zone) for zone in stray}
    return tuple(sorted(found, key=lambda each: (each.window.code, each.zone)))


def _rows_of(state: str) -> Iterable[Window]:
    if state in PROVINCES:
        return (windows()[CANADA],)
    own = windows().get(state)
    if own is None:
        return (windows()[DEFAULT],)
    return (own,) if own.sure else (own, windows()[DEFAULT])


@lru_cache(maxsize=20_000)
def service_hours(place: Place) -> tuple[Hours, ...]:
    """What nobody asked for at this moment but everybody expects: by day, wherever they may be (R86)."""
    if not place.known:
        unknown = windows()[UNKNOWN]
        return (Local(_EVERYDAY, unknown.zone), Local(_EVERYDAY, "America/Los_Angeles"))
    return tuple(Local(_EVERYDAY, zone) for zone in sorted(place.zones))


def wishes(place: Place, asked: Iterable[tuple[time | None, time | None]]) -> tuple[Hours, ...]:
    """Their own hours, by every clock that may be theirs. ``asked``: from when until when they may be written to."""
    zones = sorted(place.zones) or [windows()[UNKNOWN].zone]
    return tuple(
        Wish(ends or EVENING, starts or MORNING, zone) for starts, ends in asked if starts or ends for zone in zones
    )


def cap_of(place: Place) -> int:
    """How many times in 24 hours, over every channel: three, everywhere (R82)."""
    return min((row.cap for row in windows().values() if row.cap), default=3)


# ------------------------------------------------------------------------------------------------ when


@lru_cache(maxsize=20_000)
def next_open(hours: tuple[Hours, ...], moment: datetime) -> tuple[datetime, Hours | None]:
    """The first moment, not before this one, at which all are open, and the rule that is shut now (None: open now)."""
    first: Hours | None = None
    limit = moment + LOOK_AHEAD
    now = moment
    while now < limit:
        shut = [(until, each) for each in hours if (until := each.shut_until(now)) is not None]
        if not shut:
            return now, first
        until, latest = max(shut, key=lambda pair: pair[0])
        first, now = first or latest, until
    return limit, first


def next_shut(hours: tuple[Hours, ...], moment: datetime) -> datetime | None:
    """When the first of these, open now, shuts (R85); None where there are none."""
    return min((at for each in hours if (at := each.open_until(moment))), default=None)


# ------------------------------------------------------------------------------------------------ tables


@cache
def windows() -> dict[str, Window]:
    """The table of every jurisdiction, read once."""
    return {
        row["code"]: Window(
            row["code"],
            row["name"],
            _span(row, "weekday"),
            _span(row, "saturday"),
            _span(row, "sunday"),
            row["holidays"],
            int(row["cap"]) if row["cap"] else None,
            row["zone"],
            row["confidence"] != "low",
            row["statute"],
        )
        for row in table("quiet_hours.csv")
    }


def _span(row: dict[str, str], day: str) -> Span:
    starts, ends = row[f"{day}_start"], row[f"{day}_end"]
    return (time.fromisoformat(starts), time.fromisoformat(ends)) if starts and ends else None


_BY_DAY = (time(8), time(20))
_EVERYDAY = Window("SERVICE", "messages about a stay or a visit", _BY_DAY, _BY_DAY, _BY_DAY, "", None, "", True,
                   "47 CFR 64.1200(c)(1), as a courtesy")  # fmt: skip


def _is_holiday(code: str, day: date) -> bool:
    """Whether it is a holiday there: the state's own list with the federal one; in Canada, a national one."""
    place = calendar.CANADA if code == CANADA else code if code in ZONES else calendar.FEDERAL
    return day in calendar.days_off(place, day.year)
