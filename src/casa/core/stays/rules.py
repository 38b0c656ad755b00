"""Homes, stays and reviews from facts. The newest fact wins by the provider's own order, however it arrives."""

import zlib
from dataclasses import dataclass, field
from datetime import datetime, time
from zoneinfo import ZoneInfo

from django.utils import timezone

from casa.core.accounts.queries import workspace
from casa.core.accounts.rules import NotPossible, log_action
from casa.core.accounts.scope import current_workspace_id
from casa.core.connections.contract import GuestFact, PropertyFact, ReservationFact, ReviewFact
from casa.core.connections.models import Connection
from casa.core.consent.ledger import RELAY
from casa.core.consent.rules import note_consent
from casa.core.people.models import Person
from casa.core.people.rules import add_identities, first_known, make_person, rename
from casa.core.stays.models import Property, Reservation, ReservationStatus, Review
from casa.lib.ids import new_id

# The silhouettes drawn in the pages' sprite.
HOUSES = (
    "p-cottage", "p-boathouse", "p-cabin", "p-aframe", "p-row", "p-lodge", "p-loft", "p-flat",
    "p-barn", "p-bungalow", "p-orchard", "p-studio",
)  # fmt: skip
LENDERS = frozenset({"airbnb"})  # platforms that lend a number for the stay instead of telling the guest's own (R124)
WATCHED = ("status", "arrival", "departure", "check_in", "check_out", "property_id", "payout", "adults", "children")


class UnknownHome(LookupError):
    """A stay in a home that has not been read yet: read the home first."""


@dataclass(frozen=True, slots=True)
class Change:
    """What a fact did to a stay. ``before`` holds the old values of what changed; empty with ``made``."""

    reservation: Reservation
    made: bool
    before: dict[str, object] = field(default_factory=dict)

    @property
    def anything(self) -> bool:
        return self.made or bool(self.before)


def apply_property(connection: Connection, fact: PropertyFact) -> Property:
    """Bring a home up to date."""
    row: Property | None = _known(Property, connection, fact.external_id)
    if row is not None and fact.sequence < row.sequence:
        return row
    made = row is None
    row = row or Property(id=new_id(), workspace_id=current_workspace_id(), connection=connection)
    row.external_id, row.sequence, row.name = fact.external_id, fact.sequence, fact.name[:200]
    for name in (
        "city",
        "country",
        "latitude",
        "longitude",
        "check_in",
        "check_out",
        "max_guests",
        "bedrooms",
        "pets_allowed",
        "smoking_allowed",
    ):
        setattr(row, name, getattr(fact, name))
    row.address = fact.address or None
    row.timezone = fact.timezone or row.timezone
    row.amenities = [word[:80] for word in fact.amenities][:200]
    row.wifi = {"name": fact.wifi_name, "password": fact.wifi_password} if fact.wifi_name else None
    row.details = dict(fact.details) or None
    row.removed_at = timezone.now() if fact.removed else None
    if made:
        row.hue = zlib.crc32(fact.name.encode()) % 12
        row.house = _house(fact.name)
    row.save(force_insert=made)
    return row


def _house(name: str) -> str:
    """The silhouette a home's name asks for, else one that stays the same."""
    words = name.casefold().replace("-", "").replace(" ", "")
    named = (house for house in HOUSES if house.removeprefix("p-") in words)
    return next(named, HOUSES[zlib.crc32(name.encode()) % len(HOUSES)])


def apply_reservation(connection: Connection, fact: ReservationFact) -> Change:
    """Bring a stay up to date. Raises UnknownHome."""
    home = _known(Property, connection, fact.property_id)
    if home is None:
        raise UnknownHome(fact.property_id)
    row, asked = _stay_and_inquiry(connection, fact)
    if row is not None and fact.sequence < row.sequence:
        return Change(row, made=False)
    made = row is None
    row = row or Reservation(id=new_id(), workspace_id=current_workspace_id(), connection=connection)
    old = {name: getattr(row, name) for name in WATCHED}
    write_stay(row, home, fact)
    if fact.guest is not None:
        row.person = guest_of(connection, fact.guest, row.person or (asked.person if asked else None), fact.thread_id)
    before = {} if made else {name: value for name, value in old.items() if value != getattr(row, name)}
    row.save(force_insert=made)
    if asked is not None:
        asked.delete()  # what was asked for has become this stay
    if row.status == ReservationStatus.CONFIRMED and row.person is not None:
        note_leave_to_text(connection, row, fact)
    return Change(row, made, before)


def write_stay(row: Reservation, home: Property, fact: ReservationFact) -> None:
    """Everything a fact says, except about people; saves nothing."""
    row.property, row.external_id, row.sequence = home, fact.external_id, fact.sequence
    for name in (
        "platform",
        "status",
        "arrival",
        "departure",
        "booked_at",
        "adults",
        "children",
        "infants",
        "pets",
        "currency",
        "thread_id",
    ):
        setattr(row, name, getattr(fact, name))
    row.payout = fact.payout if fact.payout is not None else row.payout
    row.total = fact.total if fact.total is not None else row.total
    row.code = fact.code or None
    row.check_in = fact.check_in or _local(home, fact.arrival, home.check_in or time(16))
    row.check_out = fact.check_out or _local(home, fact.departure, home.check_out or time(11))
    row.changed_at = timezone.now()


def _local(home: Property, day: object, clock: time) -> datetime:
    zone = ZoneInfo(home.timezone or workspace(home.workspace_id).timezone)
    return datetime.combine(day, clock, zone)  # type: ignore[arg-type]


def _stay_and_inquiry(connection: Connection, fact: ReservationFact) -> tuple[Reservation | None, Reservation | None]:
    """The stay as we know it, and the inquiry it grew out of: a platform names that by the conversation both share."""
    ids = {fact.external_id, fact.thread_id or fact.external_id}
    here = Reservation.objects.filter(workspace_id=current_workspace_id(), connection=connection, external_id__in=ids)
    found = {row.external_id: row for row in here}
    return found.pop(fact.external_id, None), found.get(fact.thread_id)


def guest_of(connection: Connection, guest: GuestFact, known: Person | None = None, thread_id: str = "") -> Person:
    """The person behind a booking: by the platform's id or conversation, then phone, then e-mail; made if new."""
    handles, name = handles_of(connection, guest, thread_id), name_of(guest)
    found = known or first_known(handles)
    person = found or make_person(name, guest.language, handles)
    if name and not person.name:
        rename(person, name)
    if guest.location and not person.location:
        person.location = guest.location[:120]
        person.save(update_fields=["location"])
    if found:
        add_identities(person, handles)
    return person


def handles_of(connection: Connection, guest: GuestFact, thread_id: str = "") -> list[tuple[str, str]]:
    """All ways to reach a guest that a booking names, the surest first."""
    own = f"platform:{connection.provider}"
    handles = [(own, value) for value in (guest.external_id, thread_id) if value]
    return handles + [("phone", phone) for phone in guest.phones] + [("email", email) for email in guest.emails]


def name_of(guest: GuestFact) -> str:
    return f"{guest.first_name} {guest.last_name}".strip()


def note_leave_to_text(connection: Connection, row: Reservation, fact: ReservationFact) -> None:
    """R6: a number given with a booking is leave for messages about that booking, and no other."""
    for phone in fact.guest.phones if fact.guest else ():
        if connection.brand_id:
            note_consent(
                connection.brand_id,
                "sms",
                "phone",
                phone,
                "express",
                "booking",
                "gave_number",
                at=row.booked_at or timezone.now(),
                source_ref=row.id,
                medium=RELAY if row.platform in LENDERS else "booking",
            )


def apply_review(connection: Connection, fact: ReviewFact) -> Review:
    """Bring a review up to date."""
    row = _known(Review, connection, fact.external_id)
    made = row is None
    row = row or Review(id=new_id(), workspace_id=current_workspace_id(), connection=connection)
    write_review(row, fact)
    row.property = _known(Property, connection, fact.property_id)
    row.reservation = _known(Reservation, connection, fact.reservation_id)
    row.save(force_insert=made)
    return row


def write_review(row: Review, fact: ReviewFact) -> None:
    """Everything a fact says, except about home and stay; saves nothing."""
    row.external_id, row.rating, row.reviewed_at = fact.external_id, fact.rating, fact.reviewed_at
    row.text, row.private_text = fact.text or None, fact.private_text or None
    row.guest_name, row.response, row.can_respond = fact.guest_name or None, fact.response or None, fact.can_respond


def _known(model, connection: Connection, external_id: str):  # type: ignore[no-untyped-def]
    if not external_id:
        return None
    here = model.objects.filter(workspace_id=current_workspace_id(), connection=connection, external_id=external_id)
    return here.first()


def set_door(home: Property, name: str, code: str) -> None:
    """The code guests of a home may be told, inside their window; empty takes it away. Raises NotPossible."""
    code = code.strip()
    if code and not (4 <= len(code) <= 12 and code.replace("#", "").replace("*", "").isalnum()):
        raise NotPossible("A door code has 4 to 12 letters or digits.")
    home.door = {"name": name.strip()[:60] or "front door", "code": code} if code else None
    home.save(update_fields=["door"])
    log_action("stays.door_code_changed", home.id)
