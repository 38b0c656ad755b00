"""What the gate asks about somebody's situation when a message is ours to begin: where they live, what begins soon, and
whether the number they are written to was lent by a booking platform."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from casa.core.accounts.scope import current_workspace_id
from casa.core.appointments.models import Appointment, AppointmentStatus
from casa.core.consent.places import place_in
from casa.core.people.models import Person
from casa.core.stays.models import ReservationStatus
from casa.core.stays.queries import begins, ends, reservations_of

SOON = timedelta(hours=3)  # R86
LENT_FOR = timedelta(hours=48)  # after checkout (R124)
COMING = (AppointmentStatus.BOOKED, AppointmentStatus.CONFIRMED)


@dataclass(frozen=True, slots=True)
class Circumstances:
    """``state`` and ``zip_code``: where they say they live (R80). ``event_at``: what begins within three hours, or now
    goes on (R86). ``relay_until``: until when a platform's number reaches them (R124)."""

    state: str = ""
    zip_code: str = ""
    event_at: datetime | None = None
    relay_until: datetime | None = None


def circumstances_of(person: Person, now: datetime, *, lent: bool) -> Circumstances:
    """Three questions. ``lent``: the platform they booked on gave us the number."""
    return circumstances_of_many([person], now, frozenset({person.id}) if lent else frozenset())[person.id]


def circumstances_of_many(people: Sequence[Person], now: datetime, lent: frozenset[UUID]) -> dict[UUID, Circumstances]:
    """The same for many people, in as many questions. ``lent``: whose number a platform gave us."""
    ids = [person.id for person in people]
    booked, coming = reservations_of(ids), _appointments(ids, now)
    found = {}
    for person in people:
        stays = [row for row in booked.get(person.id, []) if row.status == ReservationStatus.CONFIRMED]
        moments = [begins(row) for row in stays] + coming.get(person.id, [])
        last = max((ends(row) for row in stays), default=None)
        found[person.id] = Circumstances(
            *place_in(person.location or ""),
            event_at=min((at for at in moments if now <= at < now + SOON), default=None),
            relay_until=last + LENT_FOR if person.id in lent and last else None,
        )
    return found


def _appointments(ids: Sequence[UUID], now: datetime) -> dict[UUID, list[datetime]]:
    rows = Appointment.objects.filter(
        workspace_id=current_workspace_id(), person_id__in=ids, status__in=COMING, starts_at__gte=now
    )
    found: dict[UUID, list[datetime]] = {}
    for person_id, at in rows.filter(starts_at__lt=now + SOON).values_list("person_id", "starts_at"):
        found.setdefault(person_id, []).append(at)
    return found
