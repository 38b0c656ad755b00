"""What a person's page shows of their appointments."""

from typing import Any

from django.urls import reverse

from casa.core.appointments.models import Appointment
from casa.core.appointments.queries import of_person, zone
from casa.core.people.models import Person

TONES = {"confirmed": "ok", "moving": "wait", "missed": "bad"}


def appointments_face(found: Person, slug: str) -> list[dict[str, Any]]:
    """The latest twenty, by the clock of the business; one query."""
    return [_face(row, slug) for row in of_person(found.id)]


def _face(row: Appointment, slug: str) -> dict[str, Any]:
    local = row.starts_at.astimezone(zone())
    return {
        "what": row.service.name,
        "who": row.staff.name,
        "hue": row.staff.hue,
        "when": f"{local:%a} {local.day} {local:%b %Y}, {local:%-I:%M %p}",
        "state": row.get_status_display(),
        "tone": TONES.get(row.status, ""),
        "url": f"{reverse('appointments', args=[slug])}?day={local.date().isoformat()}&open={row.id}",
    }
