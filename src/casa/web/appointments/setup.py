"""What is offered, who does it and when: services, colleagues and their weeks."""

from collections.abc import Callable
from datetime import time
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from casa.core.accounts.queries import members
from casa.core.accounts.roles import may
from casa.core.accounts.rules import NotPossible
from casa.core.appointments import queries
from casa.core.appointments import setting_up as rules
from casa.core.appointments.models import OpeningHours, Service, Staff
from casa.web.appointments.show import price
from casa.web.appointments.views import pick
from casa.web.workspace import WorkspaceRequest, right

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@right("appointments.read")
def offered(request: WorkspaceRequest) -> HttpResponse:
    return render(request, "appointments/setup.html", _page(request))


def _page(request: WorkspaceRequest, problem: dict[str, Any] | None = None) -> dict[str, Any]:
    staff, gone = list(queries.staff()), list(queries.staff(archived=True))
    weeks = queries.weeks(staff)
    may_edit = may(request.member, "appointments.edit")
    return {
        "services": [_service(row) for row in queries.services()],
        "staff": [_colleague(row, weeks.get(row.id, [])) for row in staff],
        "gone": [{"row": row, "kind": "service"} for row in queries.services(archived=True)]
        + [{"row": row, "kind": "staff"} for row in gone],
        "may_edit": may_edit,
        "form": (problem or _form(request, staff, weeks)) if may_edit else None,
        "members": members() if may_edit else [],
        "zone": str(queries.zone()).replace("_", " "),
    }


def _service(row: Service) -> dict[str, Any]:
    after = f", {row.buffer} min free afterwards" if row.buffer else ""
    return {"row": row, "words": f"{row.minutes} min{after}", "price": price(row)}


def _colleague(row: Staff, week: list[OpeningHours]) -> dict[str, Any]:
    days: dict[int, list[str]] = {}
    for span in week:
        days.setdefault(span.weekday, []).append(f"{span.opens:%-I:%M %p} – {span.closes:%-I:%M %p}")
    words = [f"{_days(first, last)} {hours}" for first, last, hours in _runs(days)]
    return {"row": row, "words": words or ["No hours yet: no free time is offered"]}


def _runs(days: dict[int, list[str]]) -> list[tuple[int, int, str]]:
    """Days in a row with the same hours are one: first, last, hours."""
    found: list[tuple[int, int, str]] = []
    for day, spans in days.items():
        hours = ", ".join(spans)
        if found and found[-1][1] == day - 1 and found[-1][2] == hours:
            found[-1] = (found[-1][0], day, hours)
        else:
            found.append((day, day, hours))
    return found


def _days(first: int, last: int) -> str:
    return DAYS[first][:3] if first == last else f"{DAYS[first][:3]}–{DAYS[last][:3]}"


def _form(
    request: WorkspaceRequest, staff: list[Staff], weeks: dict[UUID, list[OpeningHours]]
) -> dict[str, Any] | None:
    """Which form stands beside the lists."""
    service, colleague = request.GET.get("service", ""), request.GET.get("staff", "")
    if service:
        row = pick(queries.services(), service)
        blank = {"name": "", "minutes": 60, "buffer": 0, "price": ""}
        typed = blank if row is None else {
            "name": row.name, "minutes": row.minutes, "buffer": row.buffer,
            "price": "" if row.price is None else f"{row.price / 100:.2f}",
        }  # fmt: skip
        return {"kind": "service", "id": row.id if row else None, "typed": typed}
    if colleague:
        chosen = next((row for row in staff if str(row.id) == colleague), None)
        week = weeks.get(chosen.id, []) if chosen else None
        typed = {"name": chosen.name if chosen else "", "member": str(chosen.member_id or "") if chosen else ""}
        return {"kind": "staff", "id": chosen.id if chosen else None, "typed": typed, "week": _week(week)}
    return None


def _week(rows: list[OpeningHours] | None) -> list[dict[str, Any]]:
    """Seven lines of the form: opening, closing, and the break between two spans. None: the usual week."""
    usual = rows is None
    lines = []
    for number, name in enumerate(DAYS):
        here = [row for row in rows or () if row.weekday == number]
        line = {"number": number, "name": name, "opens": "", "closes": "", "rest": "", "back": ""}
        if usual and number < 5:
            line |= {"opens": "09:00", "closes": "17:00"}
        if here:
            line |= {"opens": f"{here[0].opens:%H:%M}", "closes": f"{here[-1].closes:%H:%M}"}
        if len(here) > 1:
            line |= {"rest": f"{here[0].closes:%H:%M}", "back": f"{here[1].opens:%H:%M}"}
        lines.append(line)
    return lines


def _in_place(kind: str) -> Callable[[Any], Any]:
    """A rule's refusal is shown in the form that asked, with what was typed."""

    def guard(view: Any) -> Any:
        @wraps(view)
        def guarded(request: WorkspaceRequest, **which: UUID) -> HttpResponse:
            try:
                return view(request, **which)  # type: ignore[no-any-return]
            except NotPossible as refused:
                typed = request.POST.dict()
                form = {"kind": kind, "id": which.get("id"), "typed": typed, "week": _typed_week(typed)}
                form["problem"] = str(refused)
                return render(request, "appointments/setup.html", _page(request, form), status=422)

        return guarded

    return guard


def _typed_week(typed: dict[str, Any]) -> list[dict[str, Any]]:
    parts = ("opens", "closes", "rest", "back")
    return [{"number": number, "name": name} | {part: typed.get(f"{part}-{number}", "") for part in parts}
            for number, name in enumerate(DAYS)]  # fmt: skip


def _one(rows: Any, row_id: UUID) -> Any:
    found = rows.filter(id=row_id).first()
    if found is None:
        raise Http404
    return found


@right("appointments.edit")
@require_POST
@_in_place("service")
def make_service(request: WorkspaceRequest) -> HttpResponse:
    return _save_service(request, None)


@right("appointments.edit")
@require_POST
@_in_place("service")
def change_service(request: WorkspaceRequest, id: UUID) -> HttpResponse:
    return _save_service(request, _one(queries.services(), id))


def _save_service(request: WorkspaceRequest, row: Service | None) -> HttpResponse:
    typed = request.POST
    minutes, buffer = _number(typed.get("minutes", "")), _number(typed.get("buffer", "0") or "0")
    saved = rules.save_service(row, typed.get("name", ""), minutes, buffer, _cents(typed.get("price", "")))
    messages.success(request, f"{saved.name} is saved.")
    return redirect("appointments_setup", request.workspace.slug)


def _number(text: str) -> int:
    if not text.strip().isdecimal():
        raise NotPossible("Write minutes as a whole number.")
    return int(text[:6])


def _cents(text: str) -> int | None:
    """A price as it is typed, with or without cents; empty means none is shown."""
    whole, _, cents = text.strip().removeprefix("$").replace(",", "").partition(".")
    if not whole and not cents:
        return None
    if not (whole or "0").isdecimal() or not (cents or "0").isdecimal() or len(cents) > 2:
        raise NotPossible("Write the price like 189 or 189.50.")
    return int((whole or "0")[:9]) * 100 + int(cents.ljust(2, "0") or 0)


@right("appointments.edit")
@require_POST
@_in_place("staff")
def make_staff(request: WorkspaceRequest) -> HttpResponse:
    return _save_staff(request, None)


@right("appointments.edit")
@require_POST
@_in_place("staff")
def change_staff(request: WorkspaceRequest, id: UUID) -> HttpResponse:
    return _save_staff(request, _one(queries.staff(), id))


def _save_staff(request: WorkspaceRequest, row: Staff | None) -> HttpResponse:
    member = pick(members(), request.POST.get("member", ""))
    saved = rules.save_staff(row, request.POST.get("name", ""), member, _spans(request))
    messages.success(request, f"{saved.name}’s week is saved.")
    return redirect("appointments_setup", request.workspace.slug)


def _spans(request: WorkspaceRequest) -> list[tuple[int, time, time]]:
    """The typed week; a break makes two spans of a day."""
    found: list[tuple[int, time, time]] = []
    for line in _typed_week(request.POST.dict()):
        opens, closes, rest, back = (_clock(line[part]) for part in ("opens", "closes", "rest", "back"))
        if opens is None and closes is None:
            continue
        if opens is None or closes is None or (rest is None) != (back is None):
            raise NotPossible(f"{line['name']}: fill in both times, or neither.")
        if rest is None or back is None:
            found.append((line["number"], opens, closes))
        else:
            found += [(line["number"], opens, rest), (line["number"], back, closes)]
    return found


def _clock(text: str) -> time | None:
    try:
        return time.fromisoformat(text) if text.strip() else None
    except ValueError:
        raise NotPossible("Write times like 09:00.") from None


@right("appointments.edit")
@require_POST
def archive_service(request: WorkspaceRequest, id: UUID) -> HttpResponse:
    return _archive(request, id, queries.services)


@right("appointments.edit")
@require_POST
def archive_staff(request: WorkspaceRequest, id: UUID) -> HttpResponse:
    return _archive(request, id, queries.staff)


def _archive(request: WorkspaceRequest, row_id: UUID, rows: Callable[..., Any]) -> HttpResponse:
    """Out of the lists, or back: the lower list of what is no longer offered is the way back."""
    restored = request.POST.get("restore") == "1"
    row = _one(rows(archived=restored), row_id)
    rules.archive(row, not restored)
    messages.success(request, f"{row.name} is back." if restored else f"{row.name} is no longer offered.")
    return redirect("appointments_setup", request.workspace.slug)
