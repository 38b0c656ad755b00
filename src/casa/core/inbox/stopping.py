"""A colleague heard somebody say stop: both ledgers of their addresses, and everything that waits for them."""

from uuid import UUID

from casa.core.accounts.jobs import defer
from casa.core.accounts.live import touch
from casa.core.accounts.rules import NotPossible
from casa.core.consent.desk import stop_by_hand
from casa.core.inbox.events import ON_MESSAGE
from casa.core.inbox.models import Conversation
from casa.core.inbox.outbox import cancel_to_address
from casa.core.people.models import Person
from casa.core.people.queries import identities


def stop_person(
    brand_id: UUID, person: Person, scope: str, note: str = "", kinds: tuple[str, ...] = ("phone", "email")
) -> int:
    """End everything, or promotions, to every number and e-mail of a person (R22, R30); how many addresses."""
    mine = [row for row in identities(person.id) if row.kind in kinds]
    if not mine:
        raise NotPossible("There is no number or e-mail to put on the stop list.")
    for row in mine:
        stop_by_hand(brand_id, row.kind, row.value, scope, note, person.id)
    if scope == "all":
        cancel_to_address(brand_id, [row.id for row in mine], "They asked us to stop before this left.")
    for conversation_id in Conversation.objects.filter(
        workspace_id=person.workspace_id, person_id=person.id
    ).values_list("id", flat=True):
        touch("inbox", f"conversation:{conversation_id}")
        for job in ON_MESSAGE:  # a draft for somebody who said stop is taken away
            here = {"workspace_id": str(person.workspace_id), "conversation_id": str(conversation_id)}
            defer(job, once=f"{job}:{conversation_id}", **here)
    return len(mine)
