"""The way out to a provider. Only ``inbox.outbox`` may import this module: what leaves has passed the gate."""

from collections.abc import Iterable

from casa.core.connections import registry
from casa.core.connections.contract import Ability, Outgoing, ReadBack, ReadBackKind, Sent
from casa.core.connections.doors import Purpose, account_of, door_of
from casa.core.connections.models import Connection


def hand_over(connection: Connection, outgoing: Outgoing) -> Sent:
    """Give one message to the provider. Raises what the provider raises."""
    sender: Sent = registry.ability(connection.provider, Ability.SEND).send(
        account_of(connection), door_of(connection, Purpose.SENDING), outgoing
    )
    return sender


def look_for(connection: Connection, outgoing: Outgoing, known: Iterable[str]) -> ReadBack:
    """Look for a message whose hand-over we are unsure of."""
    module = registry.ability(connection.provider, Ability.SEND)
    if not hasattr(module, "read_back"):
        return ReadBack(ReadBackKind.UNKNOWN)
    found: ReadBack = module.read_back(account_of(connection), door_of(connection), outgoing, frozenset(known))
    return found
