"""When it goes: the three choices, each with what would happen."""

from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.http import QueryDict
from django.utils import timezone

from casa.core.accounts.rules import NotPossible
from casa.core.campaigns import counting
from casa.core.campaigns.models import Campaign, Count, CountState, When
from casa.core.campaigns.queries import takes
from casa.core.campaigns.rules import Timing
from casa.core.consent.places import ZONES
from casa.web.campaigns.reach import opens_at
from casa.web.campaigns.words import day_part, span
from casa.web.inbox.times import picked

HOUR = time(10, 30)


def choices(row: Campaign, count: Count | None) -> dict[str, Any]:
    """What happens with each choice, in words."""
    day = _next_day()
    tally = counting.tally(count) if count else None
    many = tally.gets if tally else 0
    return {
        "now": _now_words(tally) if tally else "Everybody who may be written to now, the others later",
        "local": _local_words(row, count, day, HOUR),
        "day": day.isoformat(),
        "clock": f"{HOUR:%H:%M}",
        "clock_words": f"{HOUR:%-I:%M %p}",
        "soonest": f"{timezone.localtime() + timedelta(minutes=5):%Y-%m-%dT%H:%M}",
        "takes": span(takes(row, many)) if tally and tally.done and many else "",
    }


def _next_day() -> date:
    """The next day whose half past ten is still to come everywhere."""
    now = timezone.localtime()
    return now.date() + timedelta(days=0 if now.hour < 8 else 1)


def _now_words(tally: counting.Tally) -> str:
    if not tally.done:
        return "Casa is counting who gets it"
    if not tally.gets:
        return "Nobody would get it as it stands"
    if not tally.later:
        return f"{tally.now:,} at once"
    when = day_part(tally.last_until) if tally.last_until else "later"
    return f"{tally.now:,} at once, {tally.later:,} {when}" if tally.now else f"{tally.later:,} {when}"


def _local_words(row: Campaign, count: Count | None, day: date, clock: time) -> str:
    """How many would still be held at that hour on their own clock, by the hours of each state."""
    when = "Today" if day == timezone.localdate() else "Tomorrow" if day == _tomorrow() else f"{day:%A}"
    if count is None or count.state == CountState.RUNNING:
        return f"{when}, by each one's own clock"
    places = counting.by_state(count)
    held = sum(
        place.now + place.held for place in places if place.state in ZONES and _shut(row, place.state, day, clock)
    )
    if held:
        return f"{when}, {held:,} of them held until the hours of their state begin"
    known = sum(place.now + place.held for place in places)
    all_known = known == counting.tally(count).gets
    return f"{when}, nobody is held" if all_known else f"{when}, by each one's own clock"


def _tomorrow() -> date:
    return timezone.localdate() + timedelta(days=1)


def _shut(row: Campaign, state: str, day: date, clock: time) -> bool:
    at = max(datetime.combine(day, clock, ZoneInfo(zone)) for zone in ZONES[state])
    return opens_at(row.kind, state, at) > at


def timing(data: QueryDict) -> Timing:
    """What was chosen. Raises NotPossible."""
    when = data.get("when", "")
    if when == When.LOCAL:
        try:
            day, clock = date.fromisoformat(data.get("day", "")), time.fromisoformat(data.get("clock", ""))
        except ValueError:
            raise NotPossible("Pick a day and an hour.") from None
        return Timing(When.LOCAL, day=day, clock=clock)
    if when == When.AT:
        return Timing(When.AT, at=picked(data.get("at", "")))
    return Timing()
