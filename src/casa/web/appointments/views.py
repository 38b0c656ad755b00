"""The book of appointments: a day side by side, a week as a list, and what somebody has to settle."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from casa.core.accounts.roles import may
from casa.core.accounts.rules import log_reads
from casa.core.appointments import queries
from casa.core.appointments.models import Appointment, Service, Staff
from casa.core.inbox import queries as inbox
from casa.core.people import queries as people
from casa.core.people.models import Person
from casa.web.answers import is_fragment
from casa.web.appointments import show
from casa.web.inbox.show import initials
from casa.web.workspace import WorkspaceRequest, right

DID = {
    "booked": "is booked", "moved": "is moved", "confirm": "is confirmed", "ask": "waits for another time",
    "cancel": "is cancelled; the time is free again", "done": "is done", "missed": "is noted as missed",
}  # fmt: skip
LOOK_AHEAD = 14  # days in which the next free time is looked for
MOST_TIMES = 48


@right("appointments.read")
def appointments(request: WorkspaceRequest) -> HttpResponse:
    with timezone.override(queries.zone()):
        context = page(request)
        part = is_fragment(request) and bool(request.GET.get("after"))
        return render(request, "appointments/rows.html" if part else "appointments/page.html", context)


def view_of(request: WorkspaceRequest) -> show.View:
    """What the address, or the form on it, asks for; today where it makes no sense."""
    asked = request.POST if request.method == "POST" else request.GET
    span = asked.get("span", "day")
    return show.View(
        read_day(asked.get("view", "") or asked.get("day", "")) or timezone.localdate(),
        span if span in ("day", "week", "settle") else "day",
        request.workspace.slug,
    )


def read_day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text.strip())
    except ValueError:
        return None
    return day if 2000 <= day.year <= 2100 else None


def page(request: WorkspaceRequest, problem: dict[str, Any] | None = None) -> dict[str, Any]:
    """Everything on the page; ``problem`` is a refusal with what was typed."""
    view, within = view_of(request), inbox.visible_people(request.member)
    current = request.GET.get("open", "") or (problem or {}).get("open", "")
    found = _rows(request, view, within)
    log_reads([row.person_id for row in found.rows], "appointment")
    monday = view.day - timedelta(days=view.day.weekday())
    staff, services = list(queries.staff()), list(queries.services())
    hours = queries.weeks(staff) if view.span == "day" else {}
    return {
        "view": view,
        "title": _title(view),
        "before_url": _turn(view, -1),
        "after_url": _turn(view, 1),
        "today_url": show.View(timezone.localdate(), view.span, view.slug).url(),
        "spans": [{"label": label, "url": show.View(view.day, key, view.slug).url(), "current": key == view.span}
                  for key, label in (("day", "Day"), ("week", "Week"))],
        "settle": {"count": queries.to_settle_count(within), "url": view.url(span="settle"),
                   "current": view.span == "settle"},
        "strip": show.strip(view, queries.per_day(monday, 7, within)),
        "grid": show.columns(found.rows, staff, hours, view, current) if view.span == "day" and staff else None,
        "groups": show.groups(found.rows, view, current),
        "next_url": view.url(after=found.after) if found.after else None,
        "ready": bool(staff and services),
        "may_edit": may(request.member, "appointments.edit"),
        "problem": problem,
        "done": _done(request, within),
        "opened": _opened(request, view, current, within),
        "booking": _booking(request, view, within, problem) if _books(request, problem) else None,
        "services": [{"id": row.id, "name": row.name, "minutes": row.minutes} for row in services],
        "staff": staff,
        "zone": str(queries.zone()).replace("_", " "),
    }  # fmt: skip


def _books(request: WorkspaceRequest, problem: dict[str, Any] | None) -> bool:
    asked = "book" in request.GET or (problem or {}).get("where") == "book"
    return asked and may(request.member, "appointments.edit")


def _rows(request: WorkspaceRequest, view: show.View, within: people.Within) -> queries.Page:
    after = request.GET.get("after", "")
    try:
        if view.span == "settle":
            return queries.to_settle(after, within)
        days, limit = (7, queries.PAGE) if view.span == "week" else (1, 500)
        return queries.between(view.first, days, after, within, limit)
    except ValueError:
        raise Http404 from None


def _title(view: show.View) -> str:
    if view.span == "settle":
        return "To settle"
    if view.span == "day":
        return show.long_day(view.day)
    last = view.first + timedelta(days=6)
    return f"{view.first.day} {view.first:%b} – {last.day} {last:%b}"


def _turn(view: show.View, way: int) -> str:
    step = timedelta(days=7 if view.span == "week" else 1)
    return show.View(view.day + way * step, view.span, view.slug).url()


def one(request: WorkspaceRequest, appointment_id: UUID) -> Appointment:
    """The appointment, if its person is within the member's part of the workspace."""
    try:
        return queries.appointment(appointment_id, inbox.visible_people(request.member))
    except Appointment.DoesNotExist:
        raise Http404 from None


def _opened(request: WorkspaceRequest, view: show.View, current: str, within: people.Within) -> dict[str, Any] | None:
    try:
        row = queries.appointment(UUID(current), within)
    except (ValueError, Appointment.DoesNotExist):
        return None
    log_reads([row.person_id], "appointment")
    talks = inbox.with_people(request.member, [row.person])
    url = reverse("conversation", args=[view.slug, talks[0].id]) if talks else None
    return show.whole(row, view, url) | {
        "times": free(row.service, row.staff, timezone.localtime(row.starts_at).date(), row.id)
    }


def _done(request: WorkspaceRequest, within: people.Within) -> dict[str, Any] | None:
    """What has just been done, with its way back."""
    words = DID.get(request.GET.get("did", ""))
    appointment_id, _, revision = request.GET.get("changed", "").partition(".")
    try:
        row = queries.appointment(UUID(appointment_id), within)
    except (ValueError, Appointment.DoesNotExist):
        return None
    if words is None or str(row.revision) != revision:
        return None
    return {"id": row.id, "bold": f"{row.person.shown_name}, {show.clock(row.starts_at)}", "words": f"{words}.",
            "revision": row.revision}  # fmt: skip


def _booking(
    request: WorkspaceRequest, view: show.View, within: people.Within, problem: dict[str, Any] | None
) -> dict[str, Any]:
    typed = (problem or {}).get("typed") or request.GET
    person = _person(typed.get("person", ""), within)
    return {
        "person": None if person is None else person_row(person),
        "typed": {name: typed.get(name, "") for name in ("name", "phone", "place", "note", "clock")},
        "texts": typed.get("texts", ""),
        "service": typed.get("service", ""),
        "staff": typed.get("staff", ""),
        "day": (read_day(typed.get("day", "")) or max(view.day, timezone.localdate())).isoformat(),
    }


def _person(text: str, within: people.Within) -> Person | None:
    try:
        return people.person(UUID(text), within)
    except (ValueError, Person.DoesNotExist):
        return None


def person_row(person: Person) -> dict[str, Any]:
    name = person.shown_name
    return {"id": person.id, "name": name, "initials": initials(name), "hue": person.hue,
            "location": person.location or ""}  # fmt: skip


@right("appointments.edit")
def who(request: WorkspaceRequest) -> HttpResponse:
    """People that a name or last digits find, to pick one."""
    query = request.GET.get("who", "").strip()[:100]
    found = people.named(query, 6, inbox.visible_people(request.member)) if query else []
    log_reads([person.id for person in found], "search")
    rows = [person_row(person) for person in found]
    return render(request, "appointments/who.html", {"people": rows, "query": query})


@right("appointments.read")
def times(request: WorkspaceRequest) -> HttpResponse:
    """The free times of a colleague's day for a service."""
    with timezone.override(queries.zone()):
        service = pick(queries.services(), request.GET.get("service", ""))
        colleague = pick(queries.staff(), request.GET.get("staff", ""))
        day = read_day(request.GET.get("day", ""))
        but = pick(queries.appointments(), request.GET.get("but", ""))
        if service is None or colleague is None or day is None:
            return render(request, "appointments/times.html", {"times": None})
        found = free(service, colleague, day, but.id if but else None)
        return render(request, "appointments/times.html", {"times": found})


def pick(rows: Any, text: str) -> Any:
    """The row that a form names, or None."""
    try:
        return rows.filter(id=UUID(text)).first()
    except ValueError:
        return None


def free(service: Service, colleague: Staff, day: date, but: UUID | None = None) -> dict[str, Any]:
    """The free times of a day; where there is none, the first day that has one."""
    found = queries.free_times(service, colleague, day, LOOK_AHEAD, but)
    later = next((other for other, moments in found.items() if moments and other > day), None)
    return {
        "name": colleague.name,
        "slots": [{"value": moment.isoformat(), "words": show.clock(moment)} for moment in found[day][:MOST_TIMES]],
        "day": show.long_day(day),
        "later": f"{show.long_day(later)}, {show.clock(found[later][0])}" if later else "",
    }


def moment_of(request: WorkspaceRequest) -> datetime | None:
    """The time that was picked, or typed with its day, by the clock of the business."""
    picked, typed = request.POST.get("at", ""), request.POST.get("clock", "")
    try:
        if typed:
            local = datetime.fromisoformat(f"{request.POST.get('day', '')}T{typed}")
            return timezone.make_aware(local, queries.zone()) if local.tzinfo is None else None
        moment = datetime.fromisoformat(picked)
    except ValueError:
        return None
    return moment if moment.tzinfo else None
