"""A page of a reading, placed in as few questions as it takes: what is old or new in every respect, all at once.

Whatever may lead to something (a text of these days, a changed stay) goes through ``intake.place``, one by one. Both
ways end in the same rows; a test compares them. If anything goes wrong the caller places the page one by one.
"""

from collections.abc import Callable, Iterable, Sequence
from itertools import groupby
from typing import Any
from uuid import UUID

from django.utils import timezone

from casa.core.accounts.live import touch
from casa.core.connections.contract import Fact, IncomingMessage, ReservationFact, ReviewFact
from casa.core.connections.models import Connection
from casa.core.inbox.echoes import may_be_ours, told_already
from casa.core.inbox.lexicon import learn, tokens_of
from casa.core.inbox.models import Conversation, Direction, Message
from casa.core.inbox.rules import FACE, HISTORY, answered, entry, wear, writer_of
from casa.core.people.models import Person
from casa.core.stays.history import add_reviews, add_stays
from casa.core.stays.models import Reservation
from casa.core.vault.keyring import keyring
from casa.core.vault.models import KeyKind
from casa.core.vault.tokens import words
from casa.lib.ids import new_id

Place = Callable[[Connection, Any], object]
Talks = dict[UUID, Conversation]


def place_page(connection: Connection, facts: Sequence[Fact], place: Place) -> None:
    """Place facts in their order, those of one kind that stand together at once; ``place`` takes one."""
    for kind, group in groupby(facts, key=type):
        at_once = AT_ONCE.get(kind)
        some = list(group)
        for fact in at_once(connection, some) if at_once else some:
            place(connection, fact)


def add_messages(connection: Connection, facts: Sequence[IncomingMessage]) -> list[IncomingMessage]:
    """Write the messages that are history and not here yet; returns those that are not history."""
    sorted_out: dict[bool, list[IncomingMessage]] = {True: [], False: []}
    for fact in facts:
        sorted_out[_is_history(fact)].append(fact)
    fresh = _not_here(connection, sorted_out[True])
    people = _writers(connection, fresh)
    beside = may_be_ours(connection, fresh, people)
    plain = [(fact, person) for fact, person, maybe in zip(fresh, people, beside, strict=True) if not maybe]
    if plain:
        _write(connection, [fact for fact, _ in plain], [person for _, person in plain])
    return sorted_out[False] + [fact for fact, maybe in zip(fresh, beside, strict=True) if maybe]


def _is_history(fact: IncomingMessage) -> bool:
    """Nothing follows from it any more: nobody waits, nothing of ours is under way, no file is to be fetched."""
    return timezone.now() - fact.sent_at > HISTORY and not fact.media


def _not_here(connection: Connection, facts: Sequence[IncomingMessage]) -> list[IncomingMessage]:
    wanted = {external_id for fact in facts for external_id in _ids(fact)}
    here = Message.objects.filter(workspace_id=connection.workspace_id, connection=connection, external_id__in=wanted)
    seen = set(here.values_list("external_id", flat=True)) | told_already(connection, facts)
    fresh = []
    for fact in facts:
        if seen.isdisjoint(_ids(fact)):
            fresh.append(fact)
        seen.update([fact.external_id] if fact.external_id else [])
    return fresh


def _ids(fact: IncomingMessage) -> list[str]:
    """The names a message may be stored under: an echo also under the one it was sent with."""
    return [name for name in (fact.external_id, fact.sent_reference if fact.outgoing else "") if name]


def _writers(connection: Connection, facts: Sequence[IncomingMessage]) -> list[Person]:
    """The guest of each message: the one whose stay it is about, else the one behind the handle."""
    wanted = {fact.reservation_id for fact in facts if fact.reservation_id}
    stays = Reservation.objects.filter(
        workspace_id=connection.workspace_id, connection=connection, external_id__in=wanted, person__isnull=False
    )
    guests = {stay.external_id: stay.person for stay in stays.select_related("person")}
    known: dict[tuple[object, ...], Person] = {}
    found = []
    for fact in facts:
        person = guests.get(fact.reservation_id)
        if person is None:
            spot = (fact.outgoing, fact.sender, fact.recipient, fact.sender_name)
            person = known[spot] = known.get(spot) or writer_of(connection, fact)
        found.append(_kept(person))
    return found


def _kept(person: Person) -> Person:
    while person.merged_into_id:
        person = Person.objects.get(id=person.merged_into_id)
    return person


def _write(connection: Connection, facts: Sequence[IncomingMessage], people: Sequence[Person]) -> None:
    keyring.make_ready(KeyKind.PERSON, [person.id for person in people])
    talks = _held({person.id for person in people})
    known = set(talks)
    spoken = {fact: words(fact.body) for fact in facts}
    learn(dict.fromkeys(word for found in spoken.values() for word in found))
    rows, settled = [], set()
    for fact, person in zip(facts, people, strict=True):
        talk = talks.setdefault(person.id, _new_talk(person, fact))
        rows.append(_row(connection, talk, fact, tokens_of(spoken[fact], fact.sent_at)))
        wear(talk, rows[-1])
        if fact.outgoing and talk.waiting_since and fact.sent_at >= talk.waiting_since:
            settled.add(person.id)
    Conversation.objects.bulk_create([talk for person_id, talk in talks.items() if person_id not in known])
    for person_id in known:
        talks[person_id].save(update_fields=FACE)
    Message.objects.bulk_create(rows)
    for person_id in settled:
        answered(talks[person_id])
    touch("inbox", *(f"conversation:{talk.id}" for talk in talks.values()))


def _held(person_ids: Iterable[UUID]) -> Talks:
    """The conversations these people have already, held until the transaction ends, in one order for everybody."""
    mine = Conversation.objects.select_for_update().filter(person_id__in=list(person_ids))
    return {talk.person_id: talk for talk in mine.order_by("id")}


def _new_talk(person: Person, fact: IncomingMessage) -> Conversation:
    return Conversation(
        id=new_id(),
        workspace_id=person.workspace_id,
        person=person,
        channel=fact.channel,
        last_message_at=fact.sent_at,
    )


def _row(connection: Connection, talk: Conversation, fact: IncomingMessage, tokens: list[int]) -> Message:
    if fact.outgoing:
        more: dict[str, object] = {"status": "sent", "status_rank": 2, "status_at": fact.sent_at}
    else:
        more = {"language": fact.language, "automatic": fact.automatic}
    return entry(
        talk,
        Direction.OUT if fact.outgoing else Direction.IN,
        fact.body,
        fact.sent_at,
        channel=fact.channel,
        connection=connection,
        external_id=fact.external_id or None,
        tokens=tokens,
        **more,
    )


AT_ONCE: dict[type, Callable[[Connection, Any], Sequence[Fact]]] = {
    IncomingMessage: add_messages,
    ReservationFact: add_stays,
    ReviewFact: add_reviews,
}
