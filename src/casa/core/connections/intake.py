"""Deliveries in: what the edge stored is opened, parsed by its provider and handed on as facts.

One drain a batch, never one a request. Each delivery is one transaction: a fact that cannot be placed marks its
delivery and loses nothing; a drain that is killed leaves the rest as it was.
"""

from collections.abc import Callable
from uuid import UUID

from django.db import InterfaceError, OperationalError, transaction
from django.utils import timezone

from casa.core.accounts.scope import workspace_scope
from casa.core.connections import registry
from casa.core.connections.contract import Ability, BadPayload, Fact
from casa.core.connections.doors import account_of
from casa.core.connections.models import Connection, Delivery, DeliveryState
from casa.core.connections.settled import Erased, as_allowed, erased_among, hold_off_erasing
from casa.core.connections.wire import open_request
from casa.core.vault.crypto import CannotOpen
from casa.core.vault.fields import warm

BATCH = 100
ATTEMPTS = 5
Place = Callable[[Connection, Fact], None]


def drain(workspace_id: UUID, before: Place, place: Place) -> int:
    """Work off a workspace's waiting deliveries, oldest first; how many were.

    ``before`` sees each fact first, in a transaction of its own: what the law asks of a message must hold even when
    everything after it fails (R39). ``place`` stores it.
    """
    seen: set[UUID] = set()
    more = True
    while more and (batch := _opened(workspace_id, seen)):
        seen.update(batch)
        more = len(batch) == BATCH  # what has come since has a job of its own
        read = {delivery_id: facts for delivery_id, facts in batch.items() if not isinstance(facts, Exception)}
        heard = _hear(workspace_id, read, before)
        for delivery_id, facts in batch.items():
            _take(workspace_id, delivery_id, heard.get(delivery_id, facts), place)
    return len(seen)


class Facts(list[tuple[Connection, Fact]]):
    """What a delivery tells. ``whole`` is False where something was erased: such a delivery is not kept (CF-8)."""

    whole = True


def is_passing(error: BaseException) -> bool:
    """Whether the database itself was in trouble (gone, restarting, full, two locks crossed): nothing is wrong with
    what was being placed, and it is placed again a little later."""
    first: BaseException | None = error
    while first is not None:  # the end of a broken transaction may fail as well, and stands before what broke it
        if isinstance(first, OperationalError | InterfaceError):
            code = getattr(first.__cause__, "sqlstate", None)
            return code is None or code.startswith(("08", "40", "53", "57"))
        first = first.__context__
    return False


def _opened(workspace_id: UUID, seen: set[UUID]) -> dict[UUID, Facts | Exception]:
    """The next waiting deliveries, oldest first, with the facts in each, or why it cannot be read."""
    with workspace_scope(workspace_id):
        rows = Delivery.objects.filter(workspace_id=workspace_id, state=DeliveryState.NEW).exclude(id__in=seen)
        batch = list(rows.select_related("connection__brand").order_by("received_at")[:BATCH])
        warm(batch, [row.connection for row in batch])
        return _without_erased({row.id: _read(row) for row in batch})


def _read(delivery: Delivery) -> Facts | Exception:
    try:
        webhooks = registry.ability(delivery.connection.provider, Ability.WEBHOOKS)
        facts = webhooks.parse(open_request(delivery.sealed), account_of(delivery.connection))
    except Exception as error:
        if is_passing(error):
            raise
        return error
    return Facts((delivery.connection, fact) for fact in facts)


def _without_erased(read: dict[UUID, Facts | Exception]) -> dict[UUID, Facts | Exception]:
    """What may be placed of each: a late or repeated notice does not bring back what was erased with its guest."""
    erased = erased_among(pair for facts in read.values() if isinstance(facts, Facts) for pair in facts)
    return {
        delivery_id: _allowed(facts, erased) if isinstance(facts, Facts) else facts
        for delivery_id, facts in read.items()
    }


def _allowed(facts: Facts, erased: Erased) -> Facts:
    if not erased:
        return facts
    told = [(connection, as_allowed(connection, fact, erased)) for connection, fact in facts]
    left = Facts((connection, fact) for connection, fact in told if fact is not None)
    left.whole = facts.whole and left == facts
    return left


def _hear(workspace_id: UUID, read: dict[UUID, Facts], before: Place) -> dict[UUID, Exception]:
    """Every fact of the batch heard and committed before anything is placed; the one that fails costs only itself."""
    try:
        with workspace_scope(workspace_id):
            for facts in read.values():
                for connection, fact in facts:
                    before(connection, fact)
    except Exception as error:
        if is_passing(error):
            raise
        if len(read) == 1:
            return dict.fromkeys(read, error)
        failed = (_hear(workspace_id, {delivery_id: facts}, before) for delivery_id, facts in read.items())
        return {delivery_id: error for one in failed for delivery_id, error in one.items()}
    return {}


def _take(workspace_id: UUID, delivery_id: UUID, facts: Facts | Exception, place: Place) -> None:
    """Place a delivery's facts in one transaction, or mark why not."""
    try:
        if isinstance(facts, Exception):
            raise facts
        with workspace_scope(workspace_id):
            hold_off_erasing()
            if _claimed(delivery_id):
                facts = _allowed(facts, erased_among(facts))  # again: somebody may be erased since the batch was read
                for connection, fact in facts:
                    place(connection, fact)
                if not facts.whole:
                    Delivery.objects.filter(id=delivery_id).delete()
    except Exception as error:  # whatever went wrong, the delivery is kept and says so
        if is_passing(error):
            raise
        _failed(workspace_id, delivery_id, error)


def _claimed(delivery_id: UUID) -> bool:
    """Done, if this transaction ends well; held until then: two drains at once place it once."""
    rows = Delivery.objects.filter(id=delivery_id, state=DeliveryState.NEW)
    return bool(rows.update(state=DeliveryState.DONE, trouble="", done_at=timezone.now()))


def _failed(workspace_id: UUID, delivery_id: UUID, error: Exception) -> None:
    """Known failures are final; anything else is tried again by the next drains, a few times."""
    final = isinstance(error, BadPayload | CannotOpen)
    words = str(error) if final else f"{type(error).__name__}; kept, will be tried again"
    with workspace_scope(workspace_id):
        delivery = Delivery.objects.select_for_update().get(id=delivery_id)
        if delivery.state != DeliveryState.NEW:
            return
        delivery.attempts += 1
        delivery.state = DeliveryState.FAILED if final or delivery.attempts >= ATTEMPTS else DeliveryState.NEW
        delivery.trouble = words[:300]
        delivery.save(update_fields=["attempts", "state", "trouble"])


def retry_failed(connection_id: UUID) -> int:
    """Try a connection's failed deliveries again (after an upgrade, say); how many."""
    with transaction.atomic():
        return Delivery.objects.filter(connection_id=connection_id, state=DeliveryState.FAILED).update(
            state=DeliveryState.NEW, attempts=0
        )
