"""How fast a sender may send: a bucket of segments in the database, one a sender, shared by every process (R76)."""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection as database
from django.utils import timezone

from casa.core.accounts.scope import current_workspace_id
from casa.core.campaigns.models import Throttle
from casa.core.connections.models import Connection
from casa.lib.ids import new_id

BURST = 2.0  # seconds of the rate that may leave at once
LEAST = 4.0  # segments a bucket holds, however slow the sender is


@dataclass(frozen=True, slots=True)
class Room:
    """``segments`` may leave now; when none may, ``wait`` seconds until some can."""

    segments: int
    wait: float


def room(connection: Connection, sender: str, per_second: float) -> Room:
    """Look into the bucket and hold it until the transaction ends. Nothing is taken: see ``spend``."""
    row = _held(connection, sender, per_second)
    row.tokens = filled(row.tokens, row.at, timezone.now(), per_second)
    row.at = timezone.now()
    row.save(update_fields=["tokens", "at"])
    if row.tokens >= 1:
        return Room(int(row.tokens), 0.0)
    enough = min(capacity(per_second) / 2, 10.0)
    return Room(0, (enough - row.tokens) / max(per_second, 0.01))


def spend(connection: Connection, sender: str, segments: int) -> None:
    """Take what has left. The last text may overdraw the bucket; the next one then waits for longer."""
    with database.cursor() as cursor:
        cursor.execute(
            "update campaigns_throttle set tokens = tokens - %s "
            "where workspace_id = %s and connection_id = %s and sender = %s",
            [segments, current_workspace_id(), connection.id, sender],
        )


def capacity(per_second: float) -> float:
    return max(per_second * BURST, LEAST)


def filled(tokens: float, at: datetime, now: datetime, per_second: float) -> float:
    """What is in the bucket now (pure). A clock that goes back takes nothing away."""
    return min(tokens + max((now - at).total_seconds(), 0.0) * per_second, capacity(per_second))


def _held(connection: Connection, sender: str, per_second: float) -> Throttle:
    mine = Throttle.objects.filter(workspace_id=current_workspace_id(), connection=connection, sender=sender)
    found = mine.select_for_update().first()
    if found is not None:
        return found
    fresh = Throttle(
        id=new_id(),
        workspace_id=current_workspace_id(),
        connection=connection,
        sender=sender,
        tokens=capacity(per_second),
        at=timezone.now(),
    )
    Throttle.objects.bulk_create([fresh], ignore_conflicts=True)
    return mine.select_for_update().get()
