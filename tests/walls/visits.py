"""An appointment with all that hangs on it: what is offered, who does it, and a reminder that is due."""

from datetime import timedelta
from uuid import UUID

from django.utils import timezone

from casa.core.appointments.rules import book
from casa.core.appointments.setting_up import save_service, save_staff
from casa.core.campaigns.models import Planned
from casa.core.campaigns.sequences import Draft, StepDraft, switch_on, write
from casa.core.inbox.appointment_events import note_appointment_change
from casa.core.people.models import Person
from casa.core.templates.rules import make


def visit(person: Person, word: str) -> dict[str, UUID]:
    """One of each, by the real rules; ``word`` is what nobody else may find. Kind -> id."""
    text = make("The day before", "reminder", {"en": "Somebody Ltd: we come tomorrow. Reply C to confirm."})
    sequence = write(Draft(f"Before {word}", "before_appointment"), [StepDraft(text, -24 * 60)])
    text.reviewed_at = text.reviewed_at or timezone.now()
    text.save(update_fields=["reviewed_at"])
    switch_on(sequence)
    service, colleague = save_service(None, f"Service {word}", 60), save_staff(None, f"Colleague {word}")
    at = timezone.now() + timedelta(days=9)
    row = note_appointment_change(book(person, service, colleague, at, place=word, note=word)).appointment
    planned = Planned.objects.get(appointment=row)
    return {"appointment": row.id, "service": service.id, "staff": colleague.id, "sequence": sequence.id,
            "planned": planned.id}  # fmt: skip
