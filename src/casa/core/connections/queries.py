"""What pages read of connections."""

from datetime import timedelta
from uuid import UUID

from django.db.models import Count, Q
from django.utils import timezone

from casa.core.accounts.scope import current_workspace_id
from casa.core.connections import registry
from casa.core.connections.contract import Manifest
from casa.core.connections.models import Connection, Delivery, Health, Pulse

SOON = timedelta(days=7)


def connections() -> list[Connection]:
    """Every account that is connected, oldest first."""
    rows = Connection.objects.filter(workspace_id=current_workspace_id(), disconnected_at=None)
    return list(rows.select_related("connected_by", "brand").order_by("connected_at"))


def connection(connection_id: UUID) -> Connection:
    """Raises Connection.DoesNotExist."""
    rows = Connection.objects.select_related("connected_by", "brand")
    return rows.get(workspace_id=current_workspace_id(), id=connection_id)


def catalogue() -> list[Manifest]:
    """Every provider there is."""
    return list(registry.manifests().values())


def needing_somebody() -> list[Connection]:
    """Connections that will not mend themselves, or end soon."""
    rows = Connection.objects.filter(workspace_id=current_workspace_id(), disconnected_at=None)
    return list(
        rows.filter(
            Q(health__in=(Health.ATTENTION, Health.STOPPED)) | Q(expires_at__lt=timezone.now() + SOON)
        ).order_by("connected_at")
    )


def day_pulse(connection_id: UUID, slots: int = 72) -> list[tuple[int, int]]:
    """Calls and failures of the last 24 hours in equal slots, oldest first."""
    now = timezone.now()
    rows = Pulse.objects.filter(
        workspace_id=current_workspace_id(), connection_id=connection_id, slot__gt=now - timedelta(hours=24)
    ).values_list("slot", "calls", "failures")
    width = timedelta(hours=24) / slots
    found = [[0, 0] for _ in range(slots)]
    for slot, calls, failures in rows:
        place = min(int((slot - now + timedelta(hours=24)) / width), slots - 1)
        found[max(place, 0)][0] += calls
        found[max(place, 0)][1] += failures
    return [(calls, failures) for calls, failures in found]


def deliveries(connection_id: UUID) -> dict[str, int]:
    """How many webhooks wait, are done, and failed."""
    rows = Delivery.objects.filter(workspace_id=current_workspace_id(), connection_id=connection_id)
    counted = dict(rows.values_list("state").annotate(count=Count("id")))
    return {state: int(counted.get(state, 0)) for state in ("new", "done", "failed")}
