"""What one does with an appointment. A refusal stands in the form that asked, with what was typed."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from casa.core.accounts.rules import NotPossible
from casa.core.appointments import queries, rules
from casa.core.appointments.models import Appointment
from casa.core.inbox import queries as inbox
from casa.core.inbox.appointment_events import held, note_appointment_change
from casa.core.people import queries as people
from casa.core.people.models import Person
from casa.core.people.rules import recognise
from casa.lib.phones import NotAPhone, e164
from casa.web.appointments import show, views
from casa.web.workspace import WorkspaceRequest, right

VERBS: dict[str, Callable[[Appointment], rules.Change]] = {
    "confirm": rules.confirm,
    "ask": rules.ask_to_reschedule,
    "cancel": rules.cancel,
    "done": lambda row: rules.end(row, came=True),
    "missed": lambda row: rules.end(row, came=False),
}


def _in_place(where: str) -> Callable[[Any], Any]:
    def guard(view: Any) -> Any:
        @wraps(view)
        def guarded(request: WorkspaceRequest, **which: UUID) -> HttpResponse:
            try:
                return view(request, **which)  # type: ignore[no-any-return]
            except NotPossible as refused:
                opened = str(which.get("id", ""))
                problem = {"where": where, "words": str(refused), "typed": request.POST, "open": opened}
                with timezone.override(queries.zone()):
                    return render(request, "appointments/page.html", views.page(request, problem), status=422)

        return guarded

    return guard


def _held(request: WorkspaceRequest, appointment_id: UUID) -> Appointment:
    views.one(request, appointment_id)
    return held(appointment_id)


def _back(request: WorkspaceRequest, change: rules.Change, did: str) -> HttpResponse:
    """To the day of the appointment, where what was done can be undone."""
    note_appointment_change(change)
    row, view = change.appointment, views.view_of(request)
    day = timezone.localtime(row.starts_at, queries.zone()).date()
    more = {"did": did, "changed": f"{row.id}.{row.revision}"} if change.anything else {}
    return redirect(show.View(day, view.span, view.slug).url(**more))


@right("appointments.edit")
@require_POST
@_in_place("book")
def book(request: WorkspaceRequest) -> HttpResponse:
    service = views.pick(queries.services(), request.POST.get("service", ""))
    colleague = views.pick(queries.staff(), request.POST.get("staff", ""))
    at = views.moment_of(request)
    if service is None or colleague is None:
        raise NotPossible("Pick a service and who does it.")
    if at is None:
        raise NotPossible("Pick one of the free times, or type one.")
    place, note = request.POST.get("place", ""), request.POST.get("note", "")
    change = rules.book(_whom(request), service, colleague, at, place=place, note=note)
    if request.POST.get("texts") == "1":
        rules.note_leave_to_text(change.appointment)
    return _back(request, change, "booked")


def _whom(request: WorkspaceRequest) -> Person:
    """Somebody known, or somebody new by their number."""
    try:
        return people.person(UUID(request.POST.get("person", "")), inbox.visible_people(request.member))
    except (ValueError, Person.DoesNotExist):
        pass
    try:
        return recognise("phone", e164(request.POST.get("phone", "")), request.POST.get("name", "").strip()[:200])
    except NotAPhone:
        raise NotPossible("Pick a person, or type the whole number of somebody new.") from None


@right("appointments.edit")
@require_POST
@_in_place("move")
def move(request: WorkspaceRequest, id: UUID) -> HttpResponse:
    row, at = _held(request, id), views.moment_of(request)
    if at is None:
        raise NotPossible("Pick one of the free times, or type one.")
    colleague = views.pick(queries.staff(), request.POST.get("staff", "")) or row.staff
    return _back(request, rules.move(row, at, colleague), "moved")


@right("appointments.edit")
@require_POST
@_in_place("status")
def status(request: WorkspaceRequest, id: UUID) -> HttpResponse:
    row, asked = _held(request, id), request.POST.get("verb", "")
    if asked not in VERBS:
        raise Http404
    return _back(request, VERBS[asked](row), asked)


@right("appointments.edit")
@require_POST
def note(request: WorkspaceRequest, id: UUID) -> HttpResponse:
    row = _held(request, id)
    rules.write_note(row, request.POST.get("place", ""), request.POST.get("note", ""))
    return redirect(views.view_of(request).url(open=row.id))


@right("appointments.edit")
@require_POST
@_in_place("status")
def undo(request: WorkspaceRequest, id: UUID) -> HttpResponse:
    row, revision = _held(request, id), request.POST.get("revision", "")
    if not revision.isdecimal():
        raise Http404
    return _back(request, rules.take_back(row, int(revision)), "back")
