"""Booking, moving and ending appointments; each change says what it changed, and can be taken back for a while.

Whoever calls a verb hands its ``Change`` to ``inbox.appointment_events.note_appointment_change``, which writes the
one line of the thread and lets everything else follow in the same transaction.
"""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.db.utils import IntegrityError
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from casa.core.accounts.live import touch
from casa.core.accounts.models import Action
from casa.core.accounts.queries import default_brand
from casa.core.accounts.rules import NotPossible, log_action
from casa.core.accounts.scope import current_workspace_id
from casa.core.appointments.models import KEPT, Appointment, AppointmentStatus, Service, Staff
from casa.core.consent.rules import note_consent
from casa.core.people.models import Person
from casa.core.people.queries import identities
from casa.lib.ids import new_id

FURTHEST = timedelta(days=731)
UNDO = timedelta(minutes=10)
WATCHED = ("status", "starts_at", "ends_at", "staff_id", "service_id", "confirmed_at", "moved_at")
TIMES = ("starts_at", "ends_at", "confirmed_at", "moved_at")


@dataclass(frozen=True, slots=True)
class Change:
    """What a verb did. ``before`` holds the old values of what changed; ``by``: staff, or person (they wrote)."""

    appointment: Appointment
    made: bool
    before: dict[str, Any] = field(default_factory=dict)
    by: str = "staff"

    @property
    def anything(self) -> bool:
        return self.made or bool(self.before)


def held(appointment_id: UUID) -> Appointment:
    """The appointment, held until the transaction ends. Raises Appointment.DoesNotExist."""
    rows = Appointment.objects.select_for_update(of=("self",)).select_related("person", "service", "staff")
    return rows.get(workspace_id=current_workspace_id(), id=appointment_id)


def book(
    person: Person,
    service: Service,
    staff: Staff,
    starts_at: datetime,
    *,
    place: str = "",
    note: str = "",
    source: str = "staff",
    external_id: str = "",
) -> Change:
    """A new appointment. Raises NotPossible for a time that is past, too far off, or taken."""
    _still_to_come(starts_at)
    ends_at = starts_at + timedelta(minutes=service.minutes)
    row = Appointment(
        id=new_id(),
        workspace_id=current_workspace_id(),
        person=person,
        service=service,
        staff=staff,
        starts_at=starts_at,
        ends_at=ends_at,
        taken=_taken(starts_at, ends_at, service),
        place=place.strip()[:300] or None,
        note=note.strip()[:2000] or None,
        source=source,
        external_id=external_id or None,
    )
    _save(row, made=True)
    log_action("appointments.booked", row.id, revision=1, before={})
    return Change(row, made=True)


def note_leave_to_text(row: Appointment) -> None:
    """R6: a number given for an appointment is leave for messages about it, and no other; a colleague says that they
    gave it for that."""
    for identity in identities(row.person_id):
        if identity.kind == "phone":
            note_consent(
                default_brand().id,
                "sms",
                "phone",
                identity.value,
                "express",
                "appointment",
                "gave_number",
                at=timezone.now(),
                source_ref=row.id,
                medium="staff",
            )


def move(row: Appointment, starts_at: datetime, staff: Staff | None = None) -> Change:
    """Another time, or another colleague. What was confirmed was the old time: it has to be confirmed anew."""
    _must_be_kept(row)
    _still_to_come(starts_at)
    before = _watched(row)
    if starts_at != row.starts_at:
        row.status, row.confirmed_at, row.moved_at = AppointmentStatus.BOOKED, None, timezone.now()
    row.starts_at, row.ends_at = starts_at, starts_at + (row.ends_at - row.starts_at)
    row.staff = staff or row.staff
    row.taken = _taken(row.starts_at, row.ends_at, row.service)
    return _changed(row, before, "appointments.moved")


def confirm(row: Appointment, by: str = "staff") -> Change:
    """They will be there."""
    _must_be_kept(row)
    before = _watched(row)
    row.status, row.confirmed_at = AppointmentStatus.CONFIRMED, row.confirmed_at or timezone.now()
    return _changed(row, before, "appointments.confirmed", by)


def ask_to_reschedule(row: Appointment, by: str = "staff") -> Change:
    """They want another time; the old one stays theirs until somebody has found it."""
    _must_be_kept(row)
    before = _watched(row)
    row.status, row.confirmed_at = AppointmentStatus.RESCHEDULE_ASKED, None
    return _changed(row, before, "appointments.reschedule_asked", by)


def cancel(row: Appointment, by: str = "staff") -> Change:
    """It does not happen; the time is free again."""
    _must_be_kept(row)
    before = _watched(row)
    row.status = AppointmentStatus.CANCELLED
    return _changed(row, before, "appointments.cancelled", by)


def end(row: Appointment, *, came: bool) -> Change:
    """It has happened, or they did not come. Raises NotPossible before it began."""
    if row.starts_at > timezone.now():
        raise NotPossible("It has not begun yet. Move or cancel it instead.")
    if row.status == AppointmentStatus.CANCELLED:
        raise NotPossible("This appointment was cancelled. Book a new one.")
    before = _watched(row)
    row.status = AppointmentStatus.DONE if came else AppointmentStatus.NO_SHOW
    return _changed(row, before, "appointments.done" if came else "appointments.no_show")


def write_note(row: Appointment, place: str, note: str) -> None:
    """Where it is and what to know; seen by the team only, so nothing follows from it."""
    row.place, row.note = place.strip()[:300] or None, note.strip()[:2000] or None
    row.save(update_fields=["place", "note"])
    log_action("appointments.note_changed", row.id)


def take_back(row: Appointment, revision: int) -> Change:
    """Undo the last change, if nothing has happened since and it was minutes ago. Raises NotPossible."""
    last = (
        Action.objects.filter(
            workspace_id=row.workspace_id,
            target=row.id,
            verb__startswith="appointments.",
            at__gte=timezone.now() - UNDO,
            data__revision=revision,
        )
        .order_by("-at")
        .first()
    )
    if last is None or row.revision != revision:
        raise NotPossible("This was changed again in the meantime, or it is too long ago. Look at how it stands.")
    before = _watched(row)
    if last.verb == "appointments.booked":
        row.status = AppointmentStatus.CANCELLED
    for name, value in last.data["before"].items():
        setattr(row, name, _read(name, value))
    row.taken = _taken(row.starts_at, row.ends_at, row.service)
    return _changed(row, before, "appointments.taken_back")


def _changed(row: Appointment, before: dict[str, Any], verb: str, by: str = "staff") -> Change:
    """Write a change; the same again is none."""
    different = {name: value for name, value in before.items() if value != getattr(row, name)}
    if not different:
        return Change(row, made=False)
    row.revision, row.changed_at = row.revision + 1, timezone.now()
    _save(row, made=False)
    log_action(verb, row.id, revision=row.revision, by=by, before={name: _plain(v) for name, v in different.items()})
    return Change(row, made=False, before=different, by=by)


def _save(row: Appointment, *, made: bool) -> None:
    """Write it; the database refuses a time that is taken, also when two book it at the same moment."""
    try:
        with transaction.atomic():
            row.save(force_insert=made)
    except IntegrityError as error:
        if "appointment_no_clash" in str(error):
            raise NotPossible(f"{row.staff.name} already has something at that time. Pick another one.") from None
        raise
    touch("appointments", f"person:{row.person_id}")


def _watched(row: Appointment) -> dict[str, Any]:
    return {name: getattr(row, name) for name in WATCHED}


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    return str(value) if isinstance(value, UUID) else value


def _read(name: str, value: Any) -> Any:
    """A value of the action log as the field holds it."""
    if value is None or name == "status":
        return value
    return parse_datetime(value) if name in TIMES else UUID(value)


def _taken(starts_at: datetime, ends_at: datetime, service: Service) -> DateTimeTZRange:
    return DateTimeTZRange(starts_at, ends_at + timedelta(minutes=service.buffer), "[)")


def _must_be_kept(row: Appointment) -> None:
    if row.status not in KEPT:
        raise NotPossible(f"This appointment is over: {row.get_status_display().lower()}. Book a new one.")


def _still_to_come(starts_at: datetime) -> None:
    now = timezone.now()
    if starts_at <= now:
        raise NotPossible("Pick a time that is still to come.")
    if starts_at > now + FURTHEST:
        raise NotPossible("Pick a time within two years.")
