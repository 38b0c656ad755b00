"""Who is meant when somebody is looked for: with everybody merged into them, and every name they are found by."""

from uuid import UUID

from casa.core.accounts.scope import current_workspace_id
from casa.core.consent.ledger import address_of
from casa.core.people.models import Identity, Person
from casa.core.privacy.kinds.base import Target
from casa.core.stays.models import Reservation
from casa.core.vault.crypto import CannotOpen
from casa.core.vault.fields import warm

SHORTEST_REF = 6  # shorter record numbers would find other people's deliveries as well


def merged_with(person_id: UUID) -> tuple[UUID, ...]:
    """A person and everybody who was merged into them, however many merges deep."""
    here, known, fresh = current_workspace_id(), [person_id], [person_id]
    while fresh:
        rows = Person.objects.filter(workspace_id=here, merged_into_id__in=fresh)
        fresh = [one for one in rows.values_list("id", flat=True) if one not in known]
        known += fresh
    return tuple(known)


def target_of(person_id: UUID) -> Target:
    """The person as a target, read while their own rows are still there."""
    here, ids = current_workspace_id(), merged_with(person_id)
    mine = list(Identity.objects.filter(workspace_id=here, person_id__in=ids).order_by("id"))
    stays = list(Reservation.objects.filter(workspace_id=here, person_id__in=ids).order_by("id"))
    warm(mine, stays)
    handles = tuple((row.kind, row.value) for row in mine)
    refs = {
        ref for stay in stays for ref in (stay.external_id, stay.thread_id, _code(stay)) if len(ref) >= SHORTEST_REF
    }
    addresses = tuple(address_of(kind, value) for kind, value in handles if kind in ("phone", "email"))
    return Target(here, ids, handles, addresses, frozenset(refs))


def _code(stay: Reservation) -> str:
    try:
        return stay.code or ""
    except CannotOpen:
        return ""
