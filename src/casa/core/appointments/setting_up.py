"""What is offered, who does it and when they work."""

import zlib
from collections.abc import Iterable
from datetime import time

from django.db import transaction
from django.db.utils import IntegrityError
from django.utils import timezone

from casa.core.accounts.live import touch
from casa.core.accounts.models import Member
from casa.core.accounts.rules import NotPossible, log_action
from casa.core.accounts.scope import current_workspace_id
from casa.core.appointments.models import OpeningHours, Service, Staff
from casa.lib.ids import new_id

HUES = 12
WORKDAYS = tuple((day, time(9), time(17)) for day in range(5))
Week = Iterable[tuple[int, time, time]]


def save_service(
    service: Service | None, name: str, minutes: int, buffer: int = 0, price: int | None = None
) -> Service:
    """A service, new or changed; appointments that are already booked keep their length. Raises NotPossible."""
    name = _named(name)
    if not 5 <= minutes <= 12 * 60:
        raise NotPossible("A service takes from 5 minutes to 12 hours.")
    if not 0 <= buffer <= 240:
        raise NotPossible("Keep up to 4 hours free afterwards.")
    if price is not None and not 0 <= price <= 10_000_000:
        raise NotPossible("Write a price up to 100,000.")
    made = service is None
    row = service or Service(id=new_id(), workspace_id=current_workspace_id(), hue=_hue(name))
    row.name, row.minutes, row.buffer, row.price = name, minutes, buffer, price
    _save(row, made, "There is a service of that name already.")
    log_action("appointments.service_made" if made else "appointments.service_changed", row.id)
    return row


def save_staff(staff: Staff | None, name: str, member: Member | None = None, week: Week = WORKDAYS) -> Staff:
    """Somebody who does the work, and when, week after week. Raises NotPossible."""
    name, spans = _named(name), _checked(week)
    made = staff is None
    row = staff or Staff(id=new_id(), workspace_id=current_workspace_id(), hue=_hue(name))
    row.name, row.member = name, member
    _save(row, made, "There is a colleague of that name already.")
    OpeningHours.objects.filter(workspace_id=row.workspace_id, staff=row).delete()
    OpeningHours.objects.bulk_create(
        OpeningHours(id=new_id(), workspace_id=row.workspace_id, staff=row, weekday=day, opens=opens, closes=closes)
        for day, opens, closes in spans
    )
    log_action("appointments.staff_made" if made else "appointments.staff_changed", row.id)
    return row


def archive(row: Service | Staff, archived: bool = True) -> None:
    """No longer offered; what is booked stays. ``archived=False`` brings it back."""
    row.archived_at = timezone.now() if archived else None
    row.save(update_fields=["archived_at"])
    log_action("appointments.archived" if archived else "appointments.restored", row.id)
    touch("appointments")


def _checked(week: Week) -> list[tuple[int, time, time]]:
    spans = sorted(week)
    for day, opens, closes in spans:
        if not 0 <= day <= 6:
            raise NotPossible("A week has seven days.")
        if closes <= opens and closes != time(0):
            raise NotPossible("Closing time comes after opening time.")
    return spans


def _named(name: str) -> str:
    name = name.strip()[:120]
    if not name:
        raise NotPossible("Write a name first.")
    return name


def _hue(name: str) -> int:
    return zlib.crc32(name.encode()) % HUES


def _save(row: Service | Staff, made: bool, taken: str) -> None:
    try:
        with transaction.atomic():
            row.save(force_insert=made)
    except IntegrityError:
        raise NotPossible(taken) from None
    touch("appointments")
