"""Who gets it: the big number, what it is made of, and the map of quiet hours. Counted by the gate itself."""

from collections.abc import Iterable
from datetime import datetime, time
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils import timezone

from casa.core.campaigns import counting, filters
from casa.core.campaigns.counting import Place as Counted
from casa.core.campaigns.counting import Tally
from casa.core.campaigns.models import Campaign, Count
from casa.core.campaigns.outcomes import CAP, NO_CONSENT, NOW, QUIET, Outcome
from casa.core.consent.gate.hours import Hours, marketing_hours, next_open, service_hours
from casa.core.consent.places import EASTERN, NAMES, ZONES, Place
from casa.web.campaigns.audience_words import in_words
from casa.web.campaigns.words import PEOPLE, day_part

_ROWS = (
    "AK ME VT NH WA ID MT ND MN IL WI MI NY RI MA OR NV WY SD IA IN OH PA NJ CT",
    "CA UT CO NE MO KY WV VA MD DE AZ NM KS AR TN NC SC DC OK LA MS AL GA HI TX FL",
)
TILES = tuple(state for row in _ROWS for state in row.split())
LEVELS = ((50, "l4"), (25, "l3"), (8, "l2"), (1, "l1"))  # people in a state -> how dark its tile is
STATE_NAMES = {code: name.title().replace(" Of ", " of ") for name, code in NAMES.items()}


def latest(row: Campaign) -> Count | None:
    """The newest count of a campaign, without counting anew."""
    return Count.objects.filter(workspace_id=row.workspace_id, campaign=row).order_by("-at").first()


def reach_face(row: Campaign, count: Count, slug: str) -> dict[str, Any]:
    """The card "Who gets it"."""
    tally = counting.tally(count)
    picked = sum(line.people for line in tally.lines) if tally.done else tally.picked
    return {
        "count_id": str(count.id),
        "topic": f"count:{count.id}",
        "done": tally.done,
        "looked_at": tally.looked_at,
        "picked": picked,
        "percent": 100 * tally.looked_at / max(tally.picked, 1),
        "gets": tally.gets,
        "sub": sub_words(tally),
        "choice": in_words(filters.read(row.filter)),
        "lines": [_line(row, tally, line.outcome, line.people, count, slug) for line in tally.lines],
        "bar": bar([(line.outcome.key, line.people) for line in tally.lines]),
        "bar_words": ", ".join(f"{line.people:,} {line.outcome.title.lower()}" for line in tally.lines),
        "map": us_map(row.kind, counting.by_state(count)),
        "at": tally.at,
    }


def sub_words(tally: Tally) -> str:
    """412 now, 57 later today when their quiet hours end."""
    if not tally.gets:
        return "Nobody would get it as it stands. See why below." if tally.picked else "Nobody is picked yet."
    if not tally.later:
        return "All of them can get it now."
    when = day_part(tally.last_until) if tally.last_until else "later"
    capped = any(line.outcome.key == CAP for line in tally.lines)
    why = "when they may be written to again" if capped else "when their quiet hours end"
    return f"{tally.now:,} now, {tally.later:,} {when} {why}." if tally.now else f"All of them {when} {why}."


def _line(row: Campaign, tally: Tally, outcome: Outcome, people: int, count: Count, slug: str) -> dict[str, Any]:
    query = urlencode({"count": count.id, "why": outcome.key})
    return {
        "key": outcome.key,
        "title": outcome.title,
        "words": _words(row, outcome, count),
        "people": people,
        "ask": outcome.key == NO_CONSENT and row.kind == "marketing",
        "url": f"{reverse('campaign_people', args=[slug, row.id])}?{query}",
    }


def _words(row: Campaign, outcome: Outcome, count: Count) -> str:
    agreed, never = (words.format(row.brand.name) for words in PEOPLE[row.kind])
    if outcome.key == NOW:
        return agreed
    if outcome.key == NO_CONSENT:
        return never
    if outcome.key == QUIET:
        hours = clocks(_there(place) for place in counting.by_state(count) if place.until)
        return f"Held until {' or '.join(hours)} where they are" if hours else outcome.words
    return outcome.words


def _there(place: Counted) -> time:
    """When it opens, on the clock of the state."""
    assert place.until is not None
    return place.until.astimezone(ZoneInfo(ZONES.get(place.state, (EASTERN,))[0])).time()


def clocks(times: Iterable[time]) -> list[str]:
    """9:00 AM; the earliest and the latest where they differ."""
    found = sorted(set(times))
    return [f"{at:%-I:%M %p}" for at in dict.fromkeys((*found[:1], *found[-1:]))]


def bar(parts: Iterable[tuple[str, int]]) -> list[dict[str, str]]:
    """The pieces of the bar, in per cent of its width; a small piece is still seen."""
    listed = [(key, many) for key, many in parts if many]
    total = sum(many for _, many in listed)
    wide = [(key, max(100 * many / total, 0.8)) for key, many in listed]
    scale, x, made = 100 / sum((width for _, width in wide), 0.0001), 0.0, []
    for key, width in wide:
        made.append({"key": key, "x": f"{x:.2f}%", "width": f"{max(width * scale - 0.35, 0.3):.2f}%"})
        x += width * scale
    return made


# ------------------------------------------------------------------------------------------------ the map


def us_map(kind: str, places: Iterable[Counted]) -> dict[str, Any]:
    """Every state: how many are there, and whether it is quiet there now."""
    now = timezone.now().replace(second=0, microsecond=0)
    here = {place.state: place.now + place.held for place in places}
    opens = {state: opens_at(kind, state, now) for state in TILES}
    quiet = {state: at for state, at in opens.items() if at > now}
    held = sorted(((here[state], state) for state in quiet if here.get(state)), reverse=True)
    words = ", ".join(f"{STATE_NAMES.get(state, state)} {many:,}" for many, state in held[:12])
    opening = clocks(at.astimezone(ZoneInfo(ZONES[state][0])).time() for state, at in quiet.items())
    return {
        "tiles": [_tile(state, here.get(state, 0), state in quiet) for state in TILES],
        "words": f"Quiet now: {words}" if words else "Nobody is in quiet hours now",
        "until": opening[0] if len(opening) == 1 else "",
        "elsewhere": sum(many for state, many in here.items() if state not in TILES),
        "clock": f"{timezone.localtime():%-I:%M %p %Z}",
    }


def _tile(state: str, people: int, quiet: bool) -> dict[str, Any]:
    level = next((name for least, name in LEVELS if people >= least), "l0")
    look = "shh" if quiet else "on" if people else ""
    return {"code": state, "css": f"at-{state.lower()} {look} {level}", "people": people}


def opens_at(kind: str, state: str, at: datetime) -> datetime:
    """The first moment, not before ``at``, at which people of a state may be written to."""
    return next_open(hours_of(kind, state), at)[0]


def hours_of(kind: str, state: str) -> tuple[Hours, ...]:
    """The clock rules of a state for a kind of message, as the gate reads them."""
    place = Place(frozenset({state}), frozenset(ZONES[state]), "")
    return marketing_hours(place) if kind == "marketing" else service_hours(place)
