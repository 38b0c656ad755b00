"""Reading a connection: everything at first, what a missed webhook lost ever after."""

import logging
from collections.abc import Sequence
from uuid import UUID

from django.db.models import Model
from django.utils import timezone

from casa.core.accounts.jobs import defer
from casa.core.accounts.live import touch
from casa.core.accounts.rules import log_action
from casa.core.accounts.scope import workspace_scope
from casa.core.connections import registry
from casa.core.connections.contract import (
    Ability,
    Fact,
    Hint,
    IncomingMessage,
    Page,
    PropertyFact,
    ProviderFailure,
    ReservationFact,
)
from casa.core.connections.doors import account_of, door_of
from casa.core.connections.intake import is_passing
from casa.core.connections.models import Connection, Delivery, Pulse
from casa.core.connections.oauth import refresh
from casa.core.connections.rules import note_failure, note_ok
from casa.core.connections.settled import admit, hold_off_erasing
from casa.core.inbox import intake, outbox
from casa.core.inbox.history import place_page
from casa.core.inbox.merging import show_own_words
from casa.core.inbox.models import Conversation, Message
from casa.core.stays.models import Property, Reservation, Review
from casa.core.stays.rules import UnknownHome

KINDS = (
    PropertyFact,
    ReservationFact,
    IncomingMessage,
)  # homes before stays in them, stays before what is said of them
logger = logging.getLogger(__name__)
SYNCED: tuple[type[Model], ...] = (Delivery, Pulse, Review, Message, Reservation, Property)  # who hangs on whom


def run(workspace_id: UUID, connection_id: UUID) -> None:
    """Read all that changed since the cursor, a page a transaction; the cursor moves with each page."""
    connection = _live(workspace_id, connection_id)
    if connection is None or not registry.can(connection.provider, Ability.SYNC):
        return
    try:
        with workspace_scope(workspace_id):
            connection = refresh(connection_id)
            account, door, cursor = account_of(connection), door_of(connection), connection.cursor or {}
    except ProviderFailure as failure:
        with workspace_scope(workspace_id):
            note_failure(connection, failure)
        raise
    pages = registry.ability(connection.provider, Ability.SYNC).pages(account, door, cursor)
    try:
        for page in pages:
            _take(workspace_id, connection, page)
    except ProviderFailure as failure:
        with workspace_scope(workspace_id):
            note_failure(connection, failure)
        raise
    with workspace_scope(workspace_id):
        Connection.objects.filter(id=connection_id).update(last_sync_at=timezone.now(), sync_total=None)
        note_ok(connection)
        outbox.release(connection)
        touch("connections", "inbox")
        _after_first(connection)


def _take(workspace_id: UUID, connection: Connection, page: Page) -> None:
    _place_all(workspace_id, connection, page.facts)
    with workspace_scope(workspace_id):
        row = Connection.objects.get(id=connection.id)
        row.sync_done, row.sync_total = page.done, page.total
        if page.cursor is not None and row.live:
            row.cursor = dict(page.cursor)
        row.save(update_fields=["sync_done", "sync_total", "cursor"])
        touch("connections")


def _place_all(workspace_id: UUID, connection: Connection, facts: Sequence[Fact]) -> None:
    """A page in two transactions: what it means for consent, then the rest (R39). One bad fact costs only itself."""
    facts = sorted(facts, key=lambda fact: KINDS.index(type(fact)) if type(fact) in KINDS else len(KINDS))
    try:
        _in_one(workspace_id, connection, facts)
    except ProviderFailure:
        raise
    except Exception as error:
        if is_passing(error):  # the database's trouble, not the facts': the page is read again
            raise
        if len(facts) == 1:
            logger.exception("a fact of %s could not be placed", connection.provider)
            return
        for fact in facts:
            _place_all(workspace_id, connection, [fact])


def _in_one(workspace_id: UUID, connection: Connection, facts: Sequence[Fact]) -> None:
    with workspace_scope(workspace_id):
        for fact in admit(connection, facts):
            intake.hear_first(connection, fact)
    with workspace_scope(workspace_id):
        hold_off_erasing()
        place_page(connection, admit(connection, facts), _place)


def _place(connection: Connection, fact: Fact) -> None:
    try:
        intake.place(connection, fact)
    except UnknownHome:  # an unlisted home's stay; it is read with its home when that appears
        log_action("stays.unknown_home", connection.id)


def refetch(workspace_id: UUID, connection_id: UUID, kind: str, external_id: str) -> None:
    """Read again what a webhook only hinted at."""
    connection = _live(workspace_id, connection_id)
    if connection is None:
        return
    with workspace_scope(workspace_id):
        account, door = account_of(connection), door_of(connection)
    module = registry.ability(connection.provider, Ability.SYNC)
    _place_all(workspace_id, connection, list(module.refetch(account, door, Hint(kind, external_id))))


def _live(workspace_id: UUID, connection_id: UUID) -> Connection | None:
    with workspace_scope(workspace_id):
        return Connection.objects.select_related("brand").filter(id=connection_id, disconnected_at=None).first()


def _after_first(connection: Connection) -> None:
    defer(
        "assistant.learn",
        queue="bulk",
        once=f"learn:{connection.workspace_id}",
        workspace_id=str(connection.workspace_id),
    )
    here = str(connection.workspace_id)
    defer("campaigns.plan_all", queue="bulk", once=f"plan:{here}", workspace_id=here)  # stays that came many at once


def erase_synced(workspace_id: UUID, connection_id: UUID, batch: int = 500) -> int:
    """Thirty days after a disconnect: what was synced through it goes (promise CA-5a). In batches; safe to repeat."""
    gone = 0
    for model in SYNCED:
        while rows := _some(workspace_id, model, connection_id, batch):
            gone += rows
    with workspace_scope(workspace_id):
        log_action("connections.erased", connection_id, count=gone)
    return gone


def _some(workspace_id: UUID, model: type[Model], connection_id: UUID, batch: int) -> int:
    with workspace_scope(workspace_id):
        connection = Connection.objects.get(id=connection_id)
        if connection.live:  # connected again in the meantime
            return 0
        rows = model._default_manager.filter(workspace_id=workspace_id, connection_id=connection_id)
        ids = list(rows.values_list("pk", flat=True)[:batch])
        talks = set(Message.objects.filter(id__in=ids).values_list("conversation_id", flat=True))
        model._default_manager.filter(pk__in=ids).delete()
        for talk in Conversation.objects.filter(id__in=talks):
            show_own_words(talk)  # a preview is a message's words as well
        return len(ids)
