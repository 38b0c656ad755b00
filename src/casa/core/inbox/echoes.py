"""Something our side sent, as the provider tells it back: a message of ours, or one written in the provider's own app.

Each message of ours takes in at most one echo, under the lock of its conversation: found by the provider's name for it
where that is known, else by its words at about that time. So every message stands in the thread once, in whatever
order answers and echoes come, and the same words sent twice on purpose are two.
"""

import unicodedata
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet

from casa.core.accounts.live import touch
from casa.core.connections.contract import IncomingMessage
from casa.core.connections.models import Connection
from casa.core.connections.settled import echoed, echoes, guess_again, guesses, is_echo_of, note_echo
from casa.core.inbox import outbox
from casa.core.inbox.models import Conversation, Direction, Message, Outbox, OutboxState
from casa.core.inbox.rules import LONGEST, add_message, answered, conversation_with, sender_of
from casa.core.people.models import Person

SKEW = timedelta(minutes=1)  # a provider's clock against ours
LATE = timedelta(hours=1)  # between a hand-over and the time the provider gives to the message
UNDER_WAY = timedelta(days=2)  # how long a hand-over may be under way
ON_ITS_WAY = (*outbox.OPEN, *outbox.WAITING)
LEFT = (OutboxState.SENT, OutboxState.DELIVERED)


def place_echo(connection: Connection, fact: IncomingMessage) -> None:
    """Take an echo in. Safe to repeat, and in any order with the answer to our own hand-over."""
    if _is_told(connection, fact):
        return
    person, _ = sender_of(connection, fact)
    conversation = conversation_with(person, fact.channel, fact.sent_at)
    if _by_name(connection, fact):
        return
    ours = _taken_in(conversation, connection, fact)
    if ours is None:
        _written_elsewhere(conversation, connection, fact)
    else:
        note_echo(connection, fact.external_id, ours, named=False)


def _is_told(connection: Connection, fact: IncomingMessage) -> bool:
    """Whether nothing can come of this record any more: the usual end of a repeat, without a lock."""
    of, ids = _echo_of(connection, fact), {row.id for row in _named(connection, fact)}
    if of is not None:
        return ids <= {of}
    ours = Outbox.objects.filter(workspace_id=connection.workspace_id, message_id__in=ids)
    return len(ids) == 1 and not ours.exists()


def _echo_of(connection: Connection, fact: IncomingMessage) -> UUID | None:
    """The message that this record is known to be the echo of, if it still stands here."""
    of = is_echo_of(connection, fact.external_id)
    if of is None or not Message.objects.filter(workspace_id=connection.workspace_id, id=of).exists():
        return None
    return of


def _named(connection: Connection, fact: IncomingMessage) -> list[Message]:
    """The messages that bear one of its names: the record's own, and the one it was sent under."""
    names = [fact.external_id, fact.sent_reference or fact.external_id]
    here = Message.objects.filter(workspace_id=connection.workspace_id, connection=connection, external_id__in=names)
    return list(here.only("id", "workspace_id", "external_id"))


# ------------------------------------------------------------------------------------------------ by its names


def _by_name(connection: Connection, fact: IncomingMessage) -> bool:
    """Whether the provider's names lead to a message here. The one we sent it under is surer than the record's own,
    which may have been given to another message with the same words."""
    found = {row.external_id: row for row in _named(connection, fact)}
    sent, own = found.get(fact.sent_reference), found.get(fact.external_id)
    if sent is not None and own is not None and sent.id != own.id:
        _give_up_name(own)
    known = sent or own
    if known is None:
        return _echo_of(connection, fact) is not None
    if sent is not None or (_is_ours(own) and _echo_of(connection, fact) != known.id):
        note_echo(connection, fact.external_id, known.id, named=True)
        _free_of_guesses(connection, fact, known)
    return True


def _free_of_guesses(connection: Connection, fact: IncomingMessage, known: Message) -> None:
    """What was taken for the echo of this message by its words was that of another one with the same words, which may
    have been written elsewhere."""
    row = Outbox.objects.select_related("conversation", "message").filter(message=known).first()
    if row is None:
        return
    at = row.handed_off_at or row.created_at
    words = replace(fact, external_id="", sent_reference="", body=row.message.body, sent_at=at)
    for guess in guesses(known.id):
        if _is_heard(row, guess.at):
            ours = _taken_in(row.conversation, connection, words)
            guess_again(guess, ours or _written_elsewhere(row.conversation, connection, words))


def _is_ours(row: Message | None) -> bool:
    """Whether it left through our outbox."""
    return row is not None and Outbox.objects.filter(workspace_id=row.workspace_id, message=row).exists()


def _give_up_name(row: Message) -> None:
    """It was never its name: one of ours waits for its own echo again, any other entry was this echo itself."""
    here = Message.objects.filter(id=row.id)
    if _is_ours(row):
        here.update(external_id=None)
    else:
        here.delete()


# ------------------------------------------------------------------------------------------------ by its words


def _taken_in(conversation: Conversation, connection: Connection, fact: IncomingMessage) -> UUID | None:
    """Our own message that this is the echo of, found by its words: it has left."""
    ours = _by_words(conversation, connection, fact)
    if ours is None:
        return None
    outbox.settle_by_echo(ours, fact.sent_reference or fact.external_id)
    return ours.message_id


def _by_words(conversation: Conversation, connection: Connection, fact: IncomingMessage) -> Outbox | None:
    """Our own message with these words from about that time, the nearest one whose echo has not been heard."""
    rows = _around(connection, fact.sent_at).filter(conversation=conversation).select_related("message")
    same = [row for row in rows.order_by("id") if _spelled(row.message.body) == _spelled(fact.body)]
    heard = echoed(row.message_id for row in same)
    free = [row for row in same if not _is_heard(row, heard.get(row.message_id))]
    return min(free, key=lambda row: _apart(row, fact.sent_at), default=None)


def _is_heard(row: Outbox, at: datetime | None) -> bool:
    """Whether the echo of this hand-over was heard, and not that of an earlier one that failed."""
    return at is not None and (row.handed_off_at is None or at >= row.handed_off_at - SKEW)


def _around(connection: Connection, at: datetime) -> QuerySet[Outbox]:
    """Hand-overs that began by then: those that left not long before, and those of which we do not know it yet (on
    their way, unsure, or about to be tried again)."""
    rows = Outbox.objects.filter(workspace_id=connection.workspace_id, connection=connection, attempts__gt=0)
    began = Q(handed_off_at__lte=at + SKEW) | Q(created_at__lte=at + SKEW)
    left = Q(state__in=LEFT, handed_off_at__gte=at - LATE)
    return rows.filter(began, left | Q(state__in=ON_ITS_WAY, handed_off_at__gte=at - UNDER_WAY))


def _apart(row: Outbox, at: datetime) -> timedelta:
    return abs(at - (row.handed_off_at or row.created_at))


def _spelled(body: str) -> str:
    """Words without what platforms change: line ends, runs of spaces, how an accent is put together."""
    return " ".join(unicodedata.normalize("NFC", body[:LONGEST]).split())


# ------------------------------------------------------------------------------------------------ not ours


def _written_elsewhere(conversation: Conversation, connection: Connection, fact: IncomingMessage) -> UUID:
    entry = add_message(
        conversation,
        Direction.OUT,
        fact.body,
        fact.sent_at,
        channel=fact.channel,
        connection=connection,
        external_id=fact.external_id or None,
        status="sent",
        status_rank=2,
        status_at=fact.sent_at,
    )
    if conversation.waiting_since and fact.sent_at >= conversation.waiting_since:
        answered(conversation)
    touch("inbox", f"conversation:{conversation.id}")
    return entry.id


# ------------------------------------------------------------------------------------------------ many at once


def told_already(connection: Connection, facts: Sequence[IncomingMessage]) -> set[str]:
    """The names of those of these records that are echoes of messages here."""
    known = echoes(connection, [fact.external_id for fact in facts if fact.outgoing and fact.external_id])
    here = Message.objects.filter(workspace_id=connection.workspace_id, id__in=set(known.values()))
    still = set(here.values_list("id", flat=True))
    return {external_id for external_id, message_id in known.items() if message_id in still}


def may_be_ours(connection: Connection, facts: Sequence[IncomingMessage], people: Sequence[Person]) -> list[bool]:
    """Which of these, told long after, something of ours was handed over beside: they are placed one by one."""
    wrote = {person.id for fact, person in zip(facts, people, strict=True) if fact.outgoing}
    rows = Outbox.objects.filter(workspace_id=connection.workspace_id, conversation__person_id__in=wrote)
    left: defaultdict[UUID, list[datetime]] = defaultdict(list)
    for person_id, at in rows.filter(attempts__gt=0).values_list("conversation__person_id", "handed_off_at"):
        left[person_id] += [at] if at else []
    return [
        fact.outgoing and any(abs(fact.sent_at - at) <= UNDER_WAY for at in left[person.id])
        for fact, person in zip(facts, people, strict=True)
    ]
