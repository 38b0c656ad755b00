"""When the messages of a sequence are due. Pure: steps and plain facts in, moments out; no database, no clock.

What a stay, an appointment or a birthday should get follows from how it stands alone. However it came to stand so, the
plan is the same: a changed booking is simply planned anew.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from casa.core.campaigns.models import Trigger
from casa.core.people.birthdays import falls_on

DAY = 24 * 60
LATE = timedelta(hours=24)  # what hangs on something that has happened is still worth saying for so long
AROUND = timedelta(days=62)  # birthdays so near are planned


@dataclass(frozen=True, slots=True)
class Rule:
    """A step of an active sequence, as far as time is concerned. ``offset`` in minutes; ``hour`` 0–23, or None."""

    step_id: UUID
    trigger: str
    offset: int
    hour: int | None = None


@dataclass(frozen=True, slots=True)
class Stay:
    """A stay as it stands. ``booked`` is false for what is asked about, cancelled or declined."""

    id: UUID
    booked: bool
    booked_at: datetime | None
    begins: datetime
    ends: datetime
    zone: ZoneInfo


@dataclass(frozen=True, slots=True)
class Visit:
    """An appointment as it stands. ``kept`` is false once it is cancelled, done or missed."""

    id: UUID
    kept: bool
    made_at: datetime
    moved_at: datetime | None
    begins: datetime
    ends: datetime
    zone: ZoneInfo


@dataclass(frozen=True, slots=True)
class Born:
    """Somebody with a birthday: month and day."""

    id: UUID
    birthday: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Wanted:
    """One message that should be sent. ``occasion`` tells apart the times a step comes back for the same thing;
    from ``until`` on it would make no sense any more."""

    step_id: UUID
    subject_id: UUID
    occasion: str
    at: datetime
    until: datetime

    @property
    def key(self) -> tuple[UUID, UUID, str]:
        return (self.step_id, self.subject_id, self.occasion)


Moment = tuple[datetime, datetime, str]  # at, until, occasion


def for_stays(rules: Iterable[Rule], stays: Iterable[Stay]) -> dict[tuple[UUID, UUID, str], Wanted]:
    """What these stays should get."""
    asked = [(rule, STAY[rule.trigger]) for rule in rules if rule.trigger in STAY]
    found = (_wanted(rule, stay.id, how(rule, stay)) for stay in stays if stay.booked for rule, how in asked)
    return {wanted.key: wanted for wanted in _sensible(found)}


def for_visits(rules: Iterable[Rule], visits: Iterable[Visit]) -> dict[tuple[UUID, UUID, str], Wanted]:
    """What these appointments should get."""
    asked = [(rule, VISIT[rule.trigger]) for rule in rules if rule.trigger in VISIT]
    found = (_wanted(rule, visit.id, how(rule, visit)) for visit in visits if visit.kept for rule, how in asked)
    return {wanted.key: wanted for wanted in _sensible(found)}


def for_birthdays(
    rules: Iterable[Rule], born: Iterable[Born], today: date, zone: ZoneInfo
) -> dict[tuple[UUID, UUID, str], Wanted]:
    """What these people should get for the birthdays around a day, by the clock of the business."""
    asked = [rule for rule in rules if rule.trigger == Trigger.BIRTHDAY]
    found = (
        _wanted(rule, each.id, _birthday(rule, day, zone))
        for each in born
        for day in (falls_on(each.birthday, today.year + years) for years in (-1, 0, 1))
        if abs(day - today) <= AROUND
        for rule in asked
    )
    return {wanted.key: wanted for wanted in _sensible(found)}


def _birthday(rule: Rule, day: date, zone: ZoneInfo) -> Moment:
    """On the day or before it; the year is the occasion. When the day is over, so is its sense."""
    begins = datetime.combine(day, time(), zone)
    ends = datetime.combine(day + timedelta(days=1), time(), zone)
    return shifted(begins, rule, zone), ends, str(day.year)


def _wanted(rule: Rule, subject_id: UUID, moment: Moment | None) -> Wanted | None:
    if moment is None:
        return None
    at, until, occasion = moment
    return Wanted(rule.step_id, subject_id, occasion, at, until)


def _sensible(found: Iterable[Wanted | None]) -> Iterator[Wanted]:
    return (wanted for wanted in found if wanted is not None and wanted.at < wanted.until)


def shifted(moment: datetime, rule: Rule, zone: ZoneInfo) -> datetime:
    """A moment moved by a step's offset. With an hour, whole days of the local calendar and that hour; an hour that
    a change of clocks leaves out is the one after it."""
    if rule.hour is None:
        return moment + timedelta(minutes=rule.offset)
    days = int(rule.offset / DAY)
    day = moment.astimezone(zone).date() + timedelta(days=days)
    return datetime.fromtimestamp(datetime.combine(day, time(rule.hour), zone).timestamp(), moment.tzinfo)


# ------------------------------------------------------------------------------------------------ the triggers


def _booked(rule: Rule, stay: Stay) -> Moment | None:
    if stay.booked_at is None:
        return None
    at = max(shifted(stay.booked_at, rule, stay.zone), stay.booked_at)
    return at, min(at + LATE, stay.ends), ""


def _before_arrival(rule: Rule, stay: Stay) -> Moment:
    return shifted(stay.begins, rule, stay.zone), stay.begins, ""


def _in_stay(rule: Rule, stay: Stay) -> Moment:
    return max(shifted(stay.begins, rule, stay.zone), stay.begins), stay.ends, ""


def _after_checkout(rule: Rule, stay: Stay) -> Moment:
    at = max(shifted(stay.ends, rule, stay.zone), stay.ends)
    return at, at + LATE, ""


def _made(rule: Rule, visit: Visit) -> Moment:
    return max(shifted(visit.made_at, rule, visit.zone), visit.made_at), visit.begins, ""


def _moved(rule: Rule, visit: Visit) -> Moment | None:
    if visit.moved_at is None:
        return None
    return max(shifted(visit.moved_at, rule, visit.zone), visit.moved_at), visit.begins, _time_of(visit)


def _before_visit(rule: Rule, visit: Visit) -> Moment:
    return shifted(visit.begins, rule, visit.zone), visit.begins, _time_of(visit)


def _time_of(visit: Visit) -> str:
    """The time it has is the occasion: a moved appointment is reminded of anew, moved back it is not reminded twice."""
    return str(int(visit.begins.timestamp()))


STAY: dict[str, Callable[[Rule, Stay], Moment | None]] = {
    Trigger.BOOKED: _booked,
    Trigger.BEFORE_ARRIVAL: _before_arrival,
    Trigger.IN_STAY: _in_stay,
    Trigger.AFTER_CHECKOUT: _after_checkout,
}
VISIT: dict[str, Callable[[Rule, Visit], Moment | None]] = {
    Trigger.APPOINTMENT_MADE: _made,
    Trigger.APPOINTMENT_CHANGED: _moved,
    Trigger.BEFORE_APPOINTMENT: _before_visit,
}
DAYS = frozenset({Trigger.BIRTHDAY})
