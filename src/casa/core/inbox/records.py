"""How many records of each kind came through a connection: what its page shows, and what goes when it ends."""

from uuid import UUID

from casa.core.accounts.scope import current_workspace_id
from casa.core.connections.models import Delivery
from casa.core.inbox.models import Message
from casa.core.stays.models import Property, Reservation, Review

KINDS = (
    ("Messages", Message),
    ("Bookings", Reservation),
    ("Homes", Property),
    ("Reviews", Review),
    ("Raw deliveries", Delivery),
)


def held_from(connection_id: UUID) -> list[tuple[str, int]]:
    """(plain name, count) of each kind that there is any of."""
    here = {"workspace_id": current_workspace_id(), "connection_id": connection_id}
    counted = [(label, model.objects.filter(**here).count()) for label, model in KINDS]
    return [(label, count) for label, count in counted if count]
