"""Automatic messages in words: when each goes out, to whom, and what became of it."""

from collections.abc import Iterable
from datetime import datetime
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils import timezone

from casa.core.appointments.models import Appointment
from casa.core.appointments.queries import zone
from casa.core.campaigns import filters
from casa.core.campaigns.models import Sequence, Step, Trigger
from casa.core.campaigns.sequences import Coming
from casa.core.campaigns.settled import Settled
from casa.core.stays.models import Property, Reservation
from casa.core.stays.queries import day_words
from casa.web.inbox.show import initials

HOUR, DAY = 60, 24 * 60
MOMENTS = {
    Trigger.BOOKED: ("after booking", "As soon as a stay is booked", "On the day of booking"),
    Trigger.BEFORE_ARRIVAL: ("before arrival", "At check-in", "On arrival day"),
    Trigger.IN_STAY: ("after arrival", "At check-in", "On arrival day"),
    Trigger.AFTER_CHECKOUT: ("after checkout", "At checkout", "On checkout day"),
    Trigger.APPOINTMENT_MADE: ("after booking", "As soon as an appointment is made", "On the day it is made"),
    Trigger.APPOINTMENT_CHANGED: ("after the move", "As soon as an appointment is moved", "On the day it is moved"),
    Trigger.BEFORE_APPOINTMENT: ("before the appointment", "At the appointment", "On the day of the appointment"),
    Trigger.BIRTHDAY: ("before the birthday", "As the birthday begins", "On the birthday"),
}
VISITS = frozenset({Trigger.APPOINTMENT_MADE, Trigger.APPOINTMENT_CHANGED, Trigger.BEFORE_APPOINTMENT})
OUR_CLOCK = VISITS | {Trigger.BIRTHDAY}
ICONS = {
    Trigger.BOOKED: "calendar-check", Trigger.BEFORE_ARRIVAL: "key-round", Trigger.IN_STAY: "house",
    Trigger.AFTER_CHECKOUT: "door-open", Trigger.APPOINTMENT_MADE: "calendar-check",
    Trigger.APPOINTMENT_CHANGED: "calendar-sync", Trigger.BEFORE_APPOINTMENT: "calendar-clock",
    Trigger.BIRTHDAY: "star",
}  # fmt: skip


def when_words(step: Step) -> str:
    """ "3 days before arrival, 4 PM at the home"."""
    return moment_words(step.sequence.trigger, step.offset_minutes, step.at_hour)


def moment_words(trigger: str, offset: int, hour: int | None) -> str:
    """When a step goes out, in words; ``offset`` in minutes as kept, ``hour`` 0–23 or None."""
    about, at_once, same_day = MOMENTS[Trigger(trigger)]
    size = abs(offset)
    if hour is None:
        return f"{span_words(size)} {about}" if size else at_once
    days = size // DAY
    where = "by your clock" if trigger in OUR_CLOCK else "at the home"
    day = f"{_many(days, 'day')} {about}" if days else same_day
    return f"{day}, {hour_words(hour)} {where}"


def span_words(minutes: int) -> str:
    """The largest whole unit: "2 days", "90 minutes"."""
    for size, name in ((DAY, "day"), (HOUR, "hour")):
        if minutes and minutes % size == 0:
            return _many(minutes // size, name)
    return _many(minutes, "minute")


def _many(count: int, name: str) -> str:
    return f"{count} {name}{'' if count == 1 else 's'}"


def hour_words(hour: int) -> str:
    return f"{hour % 12 or 12} {'AM' if hour < 12 else 'PM'}"


EVERYBODY = {
    **dict.fromkeys(VISITS, "Everybody with an appointment"),
    Trigger.BIRTHDAY: "Everybody whose birthday you know",
}


def whom_words(row: Sequence, homes: Iterable[Property]) -> str:
    """Whom it is for: "guests of The Boathouse who stay for the first time"."""
    tree = filters.read(row.filter)
    names = {home.id: home.name for home in homes}
    here = [names.get(each, "a home that is gone") for each in filters.homes(tree)]
    everybody = EVERYBODY.get(Trigger(row.trigger), "Every guest")
    parts = [f"Guests of {_listed(here)}" if here else everybody]
    stays = next((leaf for leaf in tree.of if isinstance(leaf, filters.Stays)), None)
    if stays is not None:
        parts.append("who have never stayed before" if stays.at_most == 0 else "who have stayed before")
    known = sum(isinstance(leaf, filters.AtHome | filters.Stays) for leaf in tree.of)
    more = len(tree.of) - known
    return " ".join(parts) + (f", with {_many(more, 'more condition')}" if more else "")


def _listed(names: list[str]) -> str:
    if len(names) > 3:
        return f"{', '.join(names[:2])} and {len(names) - 2} more homes"
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def row_face(row: Sequence, steps: list[Step], ahead: int, homes: list[Property], slug: str) -> dict[str, Any]:
    ready = bool(steps) and all(step.template.ready for step in steps)
    return {
        "id": row.id,
        "name": row.name,
        "icon": ICONS.get(Trigger(row.trigger), "clock"),
        "active": row.active,
        "ready": ready,
        "steps": [{"when": when_words(step), "text": step.template.name} for step in steps],
        "whom": whom_words(row, homes),
        "ahead": ahead,
        "url": reverse("sequence", args=[slug, row.id]),
    }


# ------------------------------------------------------------------------------------------------ who gets what when


def coming_days(rows: Iterable[Coming], slug: str) -> list[dict[str, Any]]:
    """Messages ahead under their days, each at the clock of its home."""
    today = timezone.localdate()
    faces = [_coming(each, slug) for each in rows]
    days = groupby(faces, key=lambda face: face["day"])
    return [{"label": day_words(day, today).capitalize(), "date": f"{day:%a} {day.day} {day:%b}", "rows": list(found)}
            for day, found in days]  # fmt: skip


def _coming(each: Coming, slug: str) -> dict[str, Any]:
    local = each.at.astimezone(_clock_of(each.stay))
    planned = each.planned
    return _person(each, slug) | {
        "day": local.date(),
        "time": f"{local:%-I:%M %p}",
        "zone": _zone_words(local),
        "text": each.step.template.name,
        "sequence": each.step.sequence.name,
        "about": about_words(each.stay, each.visit),
        "id": planned.id if planned else None,
        "read_url": reverse("sequence_words", args=[slug, planned.id]) if planned else None,
    }


def _person(each: Coming | Settled, slug: str) -> dict[str, Any]:
    name = each.person.shown_name
    return {"name": name, "initials": initials(name), "hue": each.person.hue,
            "url": reverse("person", args=[slug, each.person.id])}  # fmt: skip


def _clock_of(stay: Reservation | None) -> ZoneInfo:
    return ZoneInfo(stay.property.timezone) if stay and stay.property.timezone else zone()


def _zone_words(local: datetime) -> str:
    """The name of the clock, where it is not the reader's."""
    mine = timezone.localtime(local)
    return "" if mine.utcoffset() == local.utcoffset() else local.tzname() or ""


def about_words(stay: Reservation | None, visit: Appointment | None) -> str:
    if stay is not None:
        return f"{stay.property.name}, {stay.arrival.day} {stay.arrival:%b} to {stay.departure.day} {stay.departure:%b}"
    return f"{visit.service.name} with {visit.staff.name}" if visit is not None else "Birthday"


def settled_face(each: Settled, slug: str) -> dict[str, Any]:
    local = timezone.localtime(each.at)
    return _person(each, slug) | {
        "at": f"{local.day} {local:%b}, {local:%-I:%M %p}",
        "text": each.step.template.name,
        "about": about_words(each.stay, each.visit),
        "words": each.words,
        "tone": each.tone,
        "why": each.why,
        "rule": each.rule,
        "law_url": reverse("consent_why", args=[slug, each.message_id]) if each.rule and each.message_id else None,
        "talk_url": reverse("conversation", args=[slug, each.conversation_id]) if each.conversation_id else None,
    }
