"""What pages and the inbox read of appointments: lists have a bound and always ask as many questions."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from casa.core.accounts.queries import workspace
from casa.core.accounts.scope import current_workspace_id
from casa.core.appointments.models import KEPT, Appointment, AppointmentStatus, OpeningHours, Service, Staff
from casa.core.appointments.slots import Span, day_span, free_slots, open_spans
from casa.core.people.models import Person
from casa.core.people.queries import Within
from casa.core.vault.fields import warm

PAGE = 60
LONGEST_BUFFER = timedelta(hours=4)


@dataclass(frozen=True, slots=True)
class Page:
    """Appointments in order of time, and where the next page begins."""

    rows: list[Appointment]
    after: str | None


def zone() -> ZoneInfo:
    """The clock of the business: opening hours and appointments are told by it."""
    return ZoneInfo(workspace(current_workspace_id()).timezone)


def appointments(within: Within = None) -> QuerySet[Appointment]:
    """All of them, or those of the people a narrowed member may see."""
    rows = Appointment.objects.filter(workspace_id=current_workspace_id())
    return rows if within is None else rows.filter(person__in=Person.objects.filter(within))


def between(first: date, days: int, after: str = "", within: Within = None, limit: int = PAGE) -> Page:
    """What begins on these local days, keyset-paged."""
    clock = zone()
    starts, ends = day_span(first, clock).starts, day_span(first + timedelta(days=days), clock).starts
    return _page(appointments(within).filter(starts_at__gte=starts, starts_at__lt=ends), after, limit)


def to_settle(after: str = "", within: Within = None, limit: int = PAGE) -> Page:
    """Who asked for another time, and what is past and neither done nor missed: somebody has to say."""
    return _page(_unsettled(within), after, limit)


def _page(rows: QuerySet[Appointment], after: str, limit: int) -> Page:
    if after:
        moment, _, row_id = after.partition("~")
        at = datetime.fromisoformat(moment)
        rows = rows.filter(Q(starts_at__gte=at) & (Q(starts_at__gt=at) | Q(id__gt=UUID(row_id))))
    rows = rows.select_related("person", "service", "staff").defer("person__tokens").order_by("starts_at", "id")
    found = list(rows[: limit + 1])
    warm(found, [row.person for row in found])
    kept = found[:limit]
    return Page(kept, f"{kept[-1].starts_at.isoformat()}~{kept[-1].id}" if len(found) > limit else None)


def to_settle_count(within: Within = None) -> int:
    return _unsettled(within).count()


def _unsettled(within: Within) -> QuerySet[Appointment]:
    late = Q(status__in=KEPT, ends_at__lt=timezone.now())
    return appointments(within).filter(Q(status=AppointmentStatus.RESCHEDULE_ASKED) | late)


def per_day(first: date, days: int, within: Within = None) -> dict[date, int]:
    """How many are kept on each local day; one query."""
    clock = zone()
    starts, ends = day_span(first, clock).starts, day_span(first + timedelta(days=days), clock).starts
    rows = appointments(within).filter(starts_at__gte=starts, starts_at__lt=ends, status__in=KEPT)
    counts: dict[date, int] = {}
    for moment, count in rows.values_list("starts_at").annotate(count=Count("id")).order_by():
        day = moment.astimezone(clock).date()
        counts[day] = counts.get(day, 0) + count
    return counts


def appointment(appointment_id: UUID, within: Within = None) -> Appointment:
    """Raises Appointment.DoesNotExist."""
    return appointments(within).select_related("person", "service", "staff").get(id=appointment_id)


def of_person(person_id: UUID, limit: int = 20) -> list[Appointment]:
    """A person's appointments, the latest first."""
    rows = appointments().filter(person_id=person_id).select_related("service", "staff")
    return list(rows.order_by("-starts_at")[:limit])


def next_of(person_ids: Iterable[UUID], now: datetime | None = None) -> dict[UUID, Appointment]:
    """Each person's next kept appointment that is not over, with one query."""
    rows = appointments().filter(person_id__in=list(person_ids), status__in=KEPT, ends_at__gt=now or timezone.now())
    rows = rows.select_related("service", "staff").order_by("person_id", "starts_at").distinct("person_id")
    return {row.person_id: row for row in rows}


def services(*, archived: bool = False) -> QuerySet[Service]:
    return Service.objects.filter(workspace_id=current_workspace_id(), archived_at__isnull=not archived).order_by(
        "name"
    )


def staff(*, archived: bool = False) -> QuerySet[Staff]:
    return Staff.objects.filter(workspace_id=current_workspace_id(), archived_at__isnull=not archived).order_by("name")


def weeks(colleagues: Iterable[Staff]) -> dict[UUID, list[OpeningHours]]:
    """Each colleague's opening hours in order, with one query."""
    rows = OpeningHours.objects.filter(workspace_id=current_workspace_id(), staff__in=list(colleagues))
    found: dict[UUID, list[OpeningHours]] = {}
    for row in rows.order_by("weekday", "opens"):
        found.setdefault(row.staff_id, []).append(row)
    return found


def free_times(
    service: Service, colleague: Staff, first: date, days: int = 1, but: UUID | None = None
) -> dict[date, list[datetime]]:
    """When a colleague can begin this service on some local days, with as many questions for one day as for thirty.
    ``but``: the appointment that is being moved."""
    clock, now = zone(), timezone.now()
    hours = weeks([colleague]).get(colleague.id, [])
    until = day_span(first + timedelta(days=days), clock).starts + LONGEST_BUFFER
    busy = _busy(colleague, day_span(first, clock).starts, until, but)
    found = {}
    for day in (first + timedelta(days=number) for number in range(days)):
        spans = open_spans(day, [(row.opens, row.closes) for row in hours if row.weekday == day.weekday()], clock)
        found[day] = free_slots(spans, busy, service.minutes, service.buffer, now)
    return found


def _busy(colleague: Staff, starts: datetime, ends: datetime, but: UUID | None) -> list[Span]:
    rows = appointments().filter(staff=colleague, status__in=KEPT, taken__overlap=(starts, ends))
    others = rows.exclude(id=but) if but else rows
    return [Span(taken.lower, taken.upper) for taken in others.values_list("taken", flat=True)]
