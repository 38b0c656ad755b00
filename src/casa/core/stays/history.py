"""Many bookings and reviews at once, as a first reading brings them: those nobody has heard of before.

What is left over goes the usual way, one by one: whatever is known already, or has to do with somebody who is. Both
ways end in the same rows; ``inbox/tests/test_history.py`` compares them.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Model

from casa.core.accounts.scope import current_workspace_id
from casa.core.connections.contract import ReservationFact, ReviewFact
from casa.core.connections.models import Connection
from casa.core.people.rules import Newcomer, known_handles, make_people, normal
from casa.core.stays.models import Property, Reservation, ReservationStatus, Review
from casa.core.stays.rules import handles_of, name_of, note_leave_to_text, write_review, write_stay
from casa.lib.ids import new_id


def add_stays(connection: Connection, facts: Sequence[ReservationFact]) -> list[ReservationFact]:
    """Write the bookings that are new in every respect; returns the others, in their order."""
    homes = _by_id(Property, connection, [fact.property_id for fact in facts])
    plain, rest = _plain(connection, [fact for fact in facts if fact.property_id in homes])
    rows = [Reservation(id=new_id(), workspace_id=current_workspace_id(), connection=connection) for _ in plain]
    for row, fact in zip(rows, plain, strict=True):
        write_stay(row, homes[fact.property_id], fact)
    _meet_guests(connection, rows, plain)
    Reservation.objects.bulk_create(rows)
    for row, fact in zip(rows, plain, strict=True):
        if row.status == ReservationStatus.CONFIRMED and row.person is not None:
            note_leave_to_text(connection, row, fact)
    strange = [fact for fact in facts if fact.property_id not in homes]
    return strange + rest


def _plain(
    connection: Connection, facts: Sequence[ReservationFact]
) -> tuple[list[ReservationFact], list[ReservationFact]]:
    """The facts about stays and guests that are nowhere yet, also not earlier among these; and the others."""
    named = {fact.external_id for fact in facts} | {fact.thread_id for fact in facts if fact.thread_id}
    ids = set(_by_id(Reservation, connection, named))
    handles = {fact: _handles(connection, fact) for fact in facts}
    people = known_handles(handle for some in handles.values() for handle in some)
    plain: list[ReservationFact] = []
    rest: list[ReservationFact] = []
    for fact, mine in handles.items():
        own = {fact.external_id, fact.thread_id or fact.external_id}
        known = not ids.isdisjoint(own) or not people.isdisjoint(mine)
        (rest if known else plain).append(fact)
        ids.add(fact.external_id)
        people |= mine
    return plain, rest


def _handles(connection: Connection, fact: ReservationFact) -> set[tuple[str, str]]:
    found = handles_of(connection, fact.guest, fact.thread_id) if fact.guest else []
    return {(kind, normal(kind, value)) for kind, value in found if value}


def _meet_guests(connection: Connection, rows: Sequence[Reservation], facts: Sequence[ReservationFact]) -> None:
    """A person for each booking that names one."""
    named = [(row, fact, fact.guest) for row, fact in zip(rows, facts, strict=True) if fact.guest is not None]
    newcomers = [
        Newcomer(name_of(guest), guest.language, tuple(handles_of(connection, guest, fact.thread_id)), guest.location)
        for _, fact, guest in named
    ]
    for (row, _, _), person in zip(named, make_people(newcomers), strict=True):
        row.person = person


def add_reviews(connection: Connection, facts: Sequence[ReviewFact]) -> list[ReviewFact]:
    """Write the reviews that are new; returns the others."""
    known = set(_by_id(Review, connection, [fact.external_id for fact in facts]))
    fresh = {fact.external_id: fact for fact in reversed(facts) if fact.external_id and fact.external_id not in known}
    homes = _by_id(Property, connection, [fact.property_id for fact in facts])
    stays = _by_id(Reservation, connection, [fact.reservation_id for fact in facts])
    rows = []
    for fact in fresh.values():
        row = Review(id=new_id(), workspace_id=current_workspace_id(), connection=connection)
        write_review(row, fact)
        row.property, row.reservation = homes.get(fact.property_id), stays.get(fact.reservation_id)
        rows.append(row)
    Review.objects.bulk_create(rows)
    return [fact for fact in facts if fresh.get(fact.external_id) is not fact]


def _by_id(model: type[Model], connection: Connection, ids: Iterable[str]) -> dict[str, Any]:
    """Rows of this connection by the provider's ids."""
    wanted = {external_id for external_id in ids if external_id}
    here = model._default_manager.filter(
        workspace_id=current_workspace_id(), connection=connection, external_id__in=wanted
    )
    return {row.external_id: row for row in here}  # type: ignore[attr-defined]
