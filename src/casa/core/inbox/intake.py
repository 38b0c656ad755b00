"""Facts from providers, placed. The one list of what each kind of fact leads to."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import NAMESPACE_OID, uuid5

from django.utils import timezone

from casa.core.accounts.jobs import defer, unschedule
from casa.core.accounts.live import touch
from casa.core.accounts.models import Brand
from casa.core.accounts.queries import default_brand
from casa.core.connections.contract import (
    ConnectionEnded,
    DeliveryStatus,
    Fact,
    Hint,
    IncomingMessage,
    MessageStatus,
    PropertyFact,
    ReservationFact,
    ReviewFact,
)
from casa.core.connections.models import Connection
from casa.core.connections.rules import note_ended
from casa.core.consent.carriers import learn
from casa.core.consent.collecting import hear_wish
from casa.core.consent.collecting import owed_answer as owed_opt_in
from casa.core.consent.gate import TEXTS
from casa.core.consent.rules import hear, owed_answer
from casa.core.consent.saying import keyword_in, says_something
from casa.core.inbox import outbox
from casa.core.inbox.asking import send_automatic
from casa.core.inbox.echoes import place_echo
from casa.core.inbox.events import ON_PROPERTY
from casa.core.inbox.models import Conversation, Direction, Message, Outbox, OutboxState
from casa.core.inbox.rules import HISTORY, go_on, record_incoming
from casa.core.inbox.stay_events import note_stay_change
from casa.core.inbox.ways import Way, way_of
from casa.core.people.models import Identity
from casa.core.people.rules import lookup
from casa.core.stays.rules import apply_property, apply_reservation, apply_review

SAME_WORDS, ANY_WORDS = timedelta(minutes=15), timedelta(minutes=1)


ENDS = {
    MessageStatus.DELIVERED: OutboxState.DELIVERED,
    MessageStatus.READ: OutboxState.DELIVERED,
    MessageStatus.FAILED: OutboxState.FAILED,
}


def hear_first(connection: Connection, fact: Fact) -> None:
    """What a message means for consent, before anything else sees it and in a transaction of its own (R39).

    A text that can mean nothing in any context asks no ledger: it must be on the screen within a second, twenty of them
    every second.
    """
    if not isinstance(fact, IncomingMessage) or fact.outgoing or fact.channel not in TEXTS:
        return
    if says_something(fact.body, fact.opt_out):
        _hear(brand_of(connection), fact)
    elif keyword_in(fact.body):
        _hear_wish(brand_of(connection), fact)


def _hear(brand: Brand, fact: IncomingMessage) -> None:
    heard = hear(
        brand,
        fact.channel,
        fact.sender.kind,
        fact.sender.value,
        fact.body,
        fact.sent_at,
        fact.external_id,
        last_outbound=_last_words_to(fact),
        provider_said=fact.opt_out,
    )
    if heard.changed and heard.label != "start":
        _cancel_all_to(brand, fact)
    _hear_wish(brand, fact)


def _hear_wish(brand: Brand, fact: IncomingMessage) -> None:
    hear_wish(brand, fact.channel, fact.sender.kind, fact.sender.value, fact.body, fact.sent_at, fact.external_id)


def _last_words_to(fact: IncomingMessage) -> str:
    """Our last message to them: a reaction that quotes it is not a command (R38), YES may answer it (R32)."""
    identity = Identity.objects.filter(
        kind=fact.sender.kind, lookup=lookup(fact.sender.kind, fact.sender.value)
    ).first()
    if identity is None:
        return ""
    rows = Message.objects.filter(
        workspace_id=identity.workspace_id, conversation__person_id=identity.person_id, direction=Direction.OUT
    )
    last = rows.order_by("-sent_at").first()
    return last.body if last else ""


def _cancel_all_to(brand: Brand, fact: IncomingMessage) -> None:
    ids = list(
        Identity.objects.filter(
            workspace_id=brand.workspace_id, kind=fact.sender.kind, lookup=lookup(fact.sender.kind, fact.sender.value)
        ).values_list("id", flat=True)
    )
    outbox.cancel_to_address(brand.id, ids, "They replied STOP before this left.")


def place(connection: Connection, fact: Fact) -> None:
    """Store a fact by the rule for its kind. Safe to repeat and in any order."""
    PLACES[type(fact)](connection, fact)


def _message(connection: Connection, fact: IncomingMessage) -> None:
    if fact.outgoing:
        place_echo(connection, fact)
        return
    message = record_incoming(connection, fact)
    if message is not None and fact.channel in TEXTS and not fact.automatic:
        _answer_automatically(connection, fact, message)


def _answer_automatically(connection: Connection, fact: IncomingMessage, message: Message) -> None:
    """The one reply that STOP, START and HELP are owed; its key makes it one, however often this runs. Nobody waits
    for an answer to what a first reading brings from long ago."""
    if timezone.now() - fact.sent_at > HISTORY:
        return
    if not (says_something(fact.body, fact.opt_out) or keyword_in(fact.body)):
        return
    brand = brand_of(connection)
    wish = owed_opt_in(brand, fact.sender.kind, fact.sender.value, fact.external_id)
    if wish is not None:  # a keyword is asked back, a YES is confirmed (R11): each once, so no loop can come of it
        send_automatic(brand.id, wish.kind, wish.value, wish.words, wish.key, program=wish.program)
        return
    words = owed_answer(brand, fact.body, fact.external_id, provider_said=fact.opt_out, sent_at=fact.sent_at)
    if not words:
        return
    conversation = Conversation.objects.get(id=message.conversation_id)
    way = way_of(conversation)
    if way is not None and not _answered_lately(conversation, way, words):
        key = uuid5(NAMESPACE_OID, f"compliance:{message.id}")
        outbox.queue_reply(conversation, way, words, author=None, key=key, kind="compliance")


def _answered_lately(conversation: Conversation, way: Way, words: str) -> bool:
    """Loop guards: at most one automatic reply a number and minute (R38), and the same words, such as those to HELP,
    once in a quarter of an hour (R12). A reminder or an offer is none: who says STOP right after it is owed their
    confirmation (R24)."""
    now = timezone.now()
    rows = Outbox.objects.filter(
        workspace_id=conversation.workspace_id,
        conversation=conversation,
        identity=way.identity,
        kind="compliance",
        message__created_at__gte=now - SAME_WORDS,
    ).select_related("message")
    return any(now - row.message.created_at <= ANY_WORDS or row.message.body == words for row in rows)


def _status(connection: Connection, fact: DeliveryStatus) -> None:
    """News about a message of ours; only forward, however late or often it comes (R78)."""
    row = _held_row(connection, fact)
    if row is None:
        return
    if fact.status != MessageStatus.FAILED:
        outbox.settle_by_echo(row, fact.external_id)
    moved = Message.objects.filter(id=row.message_id, status_rank__lt=fact.status.rank).update(
        status=fact.status.value, status_rank=fact.status.rank, status_at=fact.at, why=fact.words[:300]
    )
    if not moved:
        return
    if fact.status in ENDS:
        Outbox.objects.filter(id=row.id).update(state=ENDS[fact.status], changed_at=timezone.now())
        unschedule(f"look:{row.id}")
        go_on(row.workspace_id, row.conversation_id)
    if fact.status == MessageStatus.FAILED:
        Conversation.objects.filter(id=row.conversation_id).update(failed=True)
    if row.message.channel in TEXTS:
        spot, ref = row.identity, f"provider:{fact.external_id}"
        learn(row.brand_id, row.message.channel, spot.kind, spot.value, fact.suppress, ref, fact.at)
    touch("inbox", f"conversation:{row.conversation_id}")


def _held_row(connection: Connection, fact: DeliveryStatus) -> Outbox | None:
    """The hand-over a fact speaks of, held with its address and conversation in the order of ``outbox._claim``.
    None for a message that is not ours, and for an earlier hand-over of one that was tried again."""
    found = _row_of(connection, fact)
    if found is None:
        return None
    if fact.suppress:
        outbox.hold_for_stop(found.brand_id, found.identity.kind, found.identity.value)
    list(Conversation.objects.select_for_update().filter(id=found.conversation_id).values_list("id"))
    rows = Outbox.objects.select_for_update(of=("self",)).select_related("message", "identity")
    row = rows.filter(id=found.id, attempts__gt=0).first()
    return row if row and row.message.external_id in (None, fact.external_id) else None


def _row_of(connection: Connection, fact: DeliveryStatus) -> Outbox | None:
    rows = Outbox.objects.filter(workspace_id=connection.workspace_id, connection=connection)
    rows = rows.select_related("message", "identity")
    if fact.reference:
        return rows.filter(id=fact.reference).first()
    return rows.filter(message__external_id=fact.external_id).first()


def _property(connection: Connection, fact: PropertyFact) -> None:
    home = apply_property(connection, fact)
    for job in ON_PROPERTY:
        defer(job, queue="bulk", once=f"{job}:{home.id}", workspace_id=str(home.workspace_id), property_id=str(home.id))


def _reservation(connection: Connection, fact: ReservationFact) -> None:
    change = apply_reservation(connection, fact)
    if change.anything:
        note_stay_change(change)


def _hint(connection: Connection, fact: Hint) -> None:
    """Something changed there: read it again, in a job of its own."""
    defer(
        "inbox.refetch",
        queue="sync",
        once=f"refetch:{connection.id}:{fact.kind}:{fact.external_id}",
        workspace_id=str(connection.workspace_id),
        connection_id=str(connection.id),
        kind=fact.kind,
        external_id=fact.external_id,
    )


def brand_of(connection: Connection) -> Brand:
    return connection.brand or default_brand()


PLACES: dict[type, Callable[[Connection, Any], object]] = {
    IncomingMessage: _message,
    DeliveryStatus: _status,
    PropertyFact: _property,
    ReservationFact: _reservation,
    ReviewFact: apply_review,
    Hint: _hint,
    ConnectionEnded: lambda connection, fact: note_ended(connection, fact.words),
}
