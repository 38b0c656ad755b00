"""Appointments as the templates want them: a day as columns side by side, a week as a list, one of them whole."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse
from django.utils import timezone

from casa.core.appointments.models import Appointment, AppointmentStatus, OpeningHours, Service, Staff
from casa.core.stays.queries import day_words
from casa.web.inbox.show import initials

STEP = 15  # minutes a row of the day
TONES = {
    AppointmentStatus.BOOKED: ("", "circle-dashed"),
    AppointmentStatus.CONFIRMED: ("ok", "check"),
    AppointmentStatus.RESCHEDULE_ASKED: ("wait", "calendar-clock"),
    AppointmentStatus.CANCELLED: ("off", "x"),
    AppointmentStatus.DONE: ("off", "check-check"),
    AppointmentStatus.NO_SHOW: ("bad", "circle-alert"),
}


@dataclass(frozen=True, slots=True)
class View:
    """What of the book is open: a day, a week, or what has to be settled."""

    day: date
    span: str
    slug: str

    def url(self, **more: object) -> str:
        """The page as it stands, with something else."""
        asked = {"day": self.day.isoformat(), "span": self.span} | more
        return f"{reverse('appointments', args=[self.slug])}?{urlencode({k: v for k, v in asked.items() if v})}"

    @property
    def first(self) -> date:
        return self.day - timedelta(days=self.day.weekday()) if self.span == "week" else self.day


def clock(moment: datetime) -> str:
    return f"{timezone.localtime(moment):%-I:%M %p}"


def long_day(day: date) -> str:
    return f"{day:%A} {day.day} {day:%B}"


def entry(row: Appointment, view: View, current: str = "") -> dict[str, Any]:
    """One line of a list, or one block of a day."""
    tone, icon = TONES[AppointmentStatus(row.status)]
    return {
        "id": str(row.id),
        "url": view.url(open=row.id),
        "time": clock(row.starts_at),
        "until": clock(row.ends_at),
        "day": long_day(timezone.localtime(row.starts_at).date()),
        "name": row.person.shown_name,
        "initials": initials(row.person.shown_name),
        "hue": row.person.hue,
        "service": row.service.name,
        "staff": row.staff.name,
        "staff_hue": row.staff.hue,
        "status": row.get_status_display(),
        "tone": tone,
        "icon": icon,
        "late": row.kept and row.ends_at < timezone.now(),
        "current": str(row.id) == current,
    }


def whole(row: Appointment, view: View, conversation_url: str | None) -> dict[str, Any]:
    """Everything about one appointment, and what may be done with it."""
    now, local = timezone.now(), timezone.localtime(row.starts_at)
    return entry(row, view) | {
        "when": f"{long_day(local.date())}, {clock(row.starts_at)} to {clock(row.ends_at)}",
        "place": row.place or "",
        "note": row.note or "",
        "price": price(row.service),
        "date": local.date().isoformat(),
        "service_id": row.service_id,
        "staff_id": row.staff_id,
        "person_id": row.person_id,
        "person_url": reverse("person", args=[view.slug, row.person_id]),
        "conversation_url": conversation_url,
        "revision": row.revision,
        "kept": row.kept,
        "began": row.starts_at <= now,
        "may_confirm": row.kept and row.status != AppointmentStatus.CONFIRMED and row.starts_at > now,
        "may_ask": row.kept and row.status != AppointmentStatus.RESCHEDULE_ASKED and row.starts_at > now,
        "may_end": row.starts_at <= now and row.status != AppointmentStatus.CANCELLED,
        "ended": row.status,
    }


def price(service: Service) -> str:
    return "" if service.price is None else f"${service.price / 100:,.2f}"


def groups(rows: Iterable[Appointment], view: View, current: str) -> list[dict[str, Any]]:
    """A list under the headings of its days."""
    found: dict[date, list[dict[str, Any]]] = {}
    for row in rows:
        found.setdefault(timezone.localtime(row.starts_at).date(), []).append(entry(row, view, current))
    today = timezone.localdate()
    return [
        {
            "label": long_day(day),
            "near": day_words(day, today) if abs((day - today).days) <= 1 else "",
            "rows": entries,
            "count": len([row for row in entries if row["status"] != AppointmentStatus.CANCELLED.label]),
        }
        for day, entries in found.items()
    ]


def strip(view: View, counts: dict[date, int]) -> list[dict[str, Any]]:
    """The seven days of the week, with how many appointments each has."""
    monday, today = view.day - timedelta(days=view.day.weekday()), timezone.localdate()
    return [
        {"letter": f"{day:%a}", "number": day.day, "words": long_day(day), "count": counts.get(day, 0),
         "today": day == today, "current": view.span == "day" and day == view.day,
         "url": View(day, "day", view.slug).url()}
        for day in (monday + timedelta(days=number) for number in range(7))
    ]  # fmt: skip


# ------------------------------------------------------------------------------------------------ a day in columns

Cell = dict[str, Any]


def columns(
    rows: list[Appointment], staff: list[Staff], hours: dict[UUID, list[OpeningHours]], view: View, current: str
) -> dict[str, Any]:
    """A day as a table: a row every quarter of an hour, a column a colleague. An appointment's cell spans its time,
    and after it the time that is kept free."""
    kept = [row for row in rows if row.status != AppointmentStatus.CANCELLED]
    shown = staff + [row.staff for row in kept if row.staff_id not in {one.id for one in staff}]
    shown = list({one.id: one for one in shown}.values())
    open_hours = {one.id: _minutes_open(hours.get(one.id, []), view.day.weekday()) for one in shown}
    first, last = _bounds(kept, open_hours, view.day)
    tables = [_cells([row for row in kept if row.staff_id == one.id], open_hours[one.id], first, last, view, current)
              for one in shown]  # fmt: skip
    lines = [
        {"label": _hour_words(at) if at % 60 == 0 else "", "cells": [table[at] for table in tables if at in table]}
        for at in range(first, last, STEP)
    ]
    return {"staff": [{"name": one.name, "hue": one.hue, "initials": initials(one.name)} for one in shown],
            "lines": lines}  # fmt: skip


def _minutes_open(rows: list[OpeningHours], weekday: int) -> list[tuple[int, int]]:
    here = (row for row in rows if row.weekday == weekday)
    return [(_minute(row.opens), _minute(row.closes) or 24 * 60) for row in here]


def _minute(moment: Any) -> int:
    return int(moment.hour * 60 + moment.minute)


def _bounds(rows: list[Appointment], hours: dict[UUID, list[tuple[int, int]]], day: date) -> tuple[int, int]:
    """From the earliest opening to the latest closing, and round every appointment; nine to five if there is none."""
    spans = [span for spans in hours.values() for span in spans] + [_span(row, row.ends_at, day) for row in rows]
    spans = spans or [(9 * 60, 17 * 60)]
    first, last = min(span[0] for span in spans), max(span[1] for span in spans)
    return first // 60 * 60, -(-last // 60) * 60


def _span(row: Appointment, until: datetime, day: date) -> tuple[int, int]:
    """Minutes of the local day, to whole rows; what runs past midnight ends there."""
    begin, end = timezone.localtime(row.starts_at), timezone.localtime(until)
    last = _minute(end) if end.date() == day else 24 * 60
    first = _minute(begin) // STEP * STEP
    return first, max(-(-last // STEP) * STEP, first + STEP)


def _cells(
    rows: list[Appointment], hours: list[tuple[int, int]], first: int, last: int, view: View, current: str
) -> dict[int, Cell]:
    """Minute -> the cell that begins there; minutes that an earlier cell spans have none."""
    cells: dict[int, Cell] = {}
    covered = first
    for row in sorted(rows, key=lambda row: row.starts_at):
        begin, end = _span(row, row.ends_at, view.day)
        begin = max(begin, covered)
        end = max(end, begin + STEP)
        _fill(cells, covered, begin, hours)
        cells[begin] = {"kind": "taken", "rows": (end - begin) // STEP, "entry": entry(row, view, current)}
        free = min(max(_span(row, row.taken.upper, view.day)[1], end), last)
        if row.kept and free > end:
            cells[end] = {"kind": "buffer", "rows": (free - end) // STEP}
        covered = free if row.kept else end
    _fill(cells, covered, last, hours)
    return cells


def _fill(cells: dict[int, Cell], begin: int, end: int, hours: list[tuple[int, int]]) -> None:
    for at in range(begin, end, STEP):
        is_open = any(opens <= at < closes for opens, closes in hours)
        cells[at] = {"kind": "open" if is_open else "shut", "rows": 1, "hour": at % 60 == 0}


def _hour_words(minute: int) -> str:
    hour = minute // 60
    return f"{hour % 12 or 12} {'AM' if hour < 12 else 'PM'}"
