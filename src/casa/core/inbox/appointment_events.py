"""A changed appointment, and what follows from it: one line in the thread that lists every consequence."""

from datetime import datetime
from uuid import UUID

from django.utils import timezone

from casa.core.accounts.live import touch
from casa.core.appointments import queries, rules
from casa.core.appointments.models import Appointment, AppointmentStatus
from casa.core.appointments.queries import zone
from casa.core.appointments.rules import Change
from casa.core.inbox.events import WITH_APPOINTMENT
from casa.core.inbox.models import Conversation
from casa.core.inbox.rules import add_event

SAID = {
    AppointmentStatus.BOOKED: ("Appointment open again:", "calendar-check"),
    AppointmentStatus.CONFIRMED: ("Appointment confirmed:", "calendar-check"),
    AppointmentStatus.RESCHEDULE_ASKED: ("Wants another time:", "calendar-clock"),
    AppointmentStatus.CANCELLED: ("Appointment cancelled:", "calendar-x"),
    AppointmentStatus.DONE: ("Appointment done:", "check"),
    AppointmentStatus.NO_SHOW: ("Did not come:", "calendar-x"),
}


def held(appointment_id: UUID) -> Appointment:
    """The appointment, held with its person's conversation: that one first, as whoever takes an answer does.
    Raises Appointment.DoesNotExist."""
    row = queries.appointment(appointment_id)
    talks = Conversation.objects.select_for_update().filter(workspace_id=row.workspace_id, person_id=row.person_id)
    list(talks.order_by("id").values_list("id"))
    return rules.held(appointment_id)


def note_appointment_change(change: Change) -> Change:
    """Let everything follow that hangs on the appointment, and tell the conversation of a person who has one."""
    if not change.anything:
        return change
    row = change.appointment
    talks = Conversation.objects.filter(workspace_id=row.workspace_id, person_id=row.person_id)
    conversation = talks.select_for_update().first()  # held before what follows is: one order everywhere
    effects = [words for follow in WITH_APPOINTMENT for words in follow(change)]
    if conversation is None:
        return change
    bold, text, icon = _words(change)
    add_event(conversation, bold, text, icon, effects)
    Conversation.objects.filter(id=conversation.id).update(changed_at=timezone.now())
    touch("inbox", f"conversation:{conversation.id}")
    return change


def _words(change: Change) -> tuple[str, str, str]:
    row, before = change.appointment, change.before
    what = f"{row.service.name} with {row.staff.name}"
    if change.made:
        return "Appointment booked:", f"{what}, {when(row.starts_at)}", "calendar-check"
    if "starts_at" in before:
        return "Appointment moved:", f"{what}, {when(before['starts_at'])} to {when(row.starts_at)}", "calendar-sync"
    if "status" in before:
        bold, icon = SAID[AppointmentStatus(row.status)]
        return bold, f"{what}, {when(row.starts_at)}", icon
    return "Appointment changed:", f"{what}, {when(row.starts_at)}", "calendar-sync"


def when(moment: datetime) -> str:
    """Tue 24 Nov, 10:00 AM, by the clock of the business."""
    local = moment.astimezone(zone())
    return f"{local:%a} {local.day} {local:%b}, {local:%-I:%M %p}"
