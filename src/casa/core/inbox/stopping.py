"""A colleague heard somebody say stop: both ledgers of their addresses, and everything that waits for them."""

from collections.abc import Iterable
from uuid import UUID

from casa.core.accounts.live import touch
from casa.core.accounts.queries import default_brand
from casa.core.accounts.rules import NotPossible
from casa.core.accounts.scope import current_workspace_id
from casa.core.consent.desk import stop_by_hand
from casa.core.consent.gate import TEXTS
from casa.core.consent.rules import note_question
from casa.core.inbox.events import ON_MESSAGE, begin
from casa.core.inbox.models import Conversation, Direction, Message, Outbox
from casa.core.inbox.outbox import cancel_to_address
from casa.core.people.models import Person
from casa.core.people.queries import identities
from casa.core.stays.models import Reservation
from casa.core.vault.fields import warm


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
        begin(ON_MESSAGE, person.workspace_id, conversation_id)  # a draft for somebody who said stop is dropped
    return len(mine)


def hear_question(conversation: Conversation) -> None:
    """R33: what somebody on the stop list asked last is put before a person; no machine answers, and it opens nothing.

    Runs in the job that would draft an answer, so that a text on its way in asks no ledger. Safe to repeat.
    """
    rows = Message.objects.filter(
        workspace_id=conversation.workspace_id, conversation=conversation, direction=Direction.IN, automatic=False,
        channel__in=TEXTS,
    )  # fmt: skip
    last = rows.select_related("connection__brand").order_by("-created_at", "-id").first()
    if last is None or last.connection is None:
        return
    brand = last.connection.brand or default_brand()
    for row in identities(conversation.person_id):
        if row.kind == "phone":
            ref = last.external_id or str(last.id)
            note_question(brand, last.channel, row.kind, row.value, last.body, ref, last.created_at)


def writers_of(refs: Iterable[str]) -> dict[str, Person]:
    """Who stands behind lines of the stop list, by what they refer to: a message, a hand-over, a person.

    Three questions however many lines; whoever has been erased is not found.
    """
    wanted = {ref for ref in refs if ref}
    by_id = {ref: _uuid(ref.split(":")[1]) for ref in wanted if ref.startswith(("person:", "provider:"))}
    found = _by_message(wanted - by_id.keys())
    rows = Outbox.objects.filter(workspace_id=current_workspace_id(), id__in=[one for one in by_id.values() if one])
    handed = {row.id: row.message.person for row in rows.select_related("message__person")}
    people = Person.objects.filter(workspace_id=current_workspace_id(), id__in=[one for one in by_id.values() if one])
    known = handed | {person.id: person for person in people}
    found |= {ref: known[one] for ref, one in by_id.items() if one in known}
    warm(found.values())
    return found


def _by_message(refs: set[str]) -> dict[str, Person]:
    rows = Message.objects.filter(workspace_id=current_workspace_id(), external_id__in=refs).select_related("person")
    return {str(row.external_id): row.person for row in rows}


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def met(person_ids: list[UUID]) -> set[UUID]:
    """Which of these people have a conversation or a booking: they are no longer only lines of a file."""
    here = current_workspace_id()
    talks = Conversation.objects.filter(workspace_id=here, person_id__in=person_ids)
    stays = Reservation.objects.filter(workspace_id=here, person_id__in=person_ids)
    return {*talks.values_list("person_id", flat=True), *stays.values_list("person_id", flat=True)}
