"""Raw deliveries: what providers sent us, kept for 30 days as it came. They name people only in their text."""

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote_plus
from uuid import UUID

from casa.core.connections.models import Delivery
from casa.core.privacy.kinds.base import Kind, Store, Target
from casa.core.vault.crypto import CannotOpen
from casa.core.vault.fields import warm

READ_AT_ONCE = 500
PIECE = re.compile(r"[\w.@+\-]{4,}")
GAP = re.compile(r"(?<=\d)[\s().\-]+(?=\d)")
NUMBER = re.compile(r"\d{7,}")


def names(target: Target, raw: bytes) -> bool:
    """Whether a raw request speaks of them: by number, e-mail, a platform's or a record's id."""
    text = unquote_plus(raw.decode("utf-8", "replace")).casefold()
    wanted = {value.casefold().lstrip("+") for _, value in target.handles} | {ref.casefold() for ref in target.refs}
    pieces = {piece.strip(".-+") for piece in PIECE.findall(text)}
    return bool(wanted & pieces) or bool(wanted & set(NUMBER.findall(GAP.sub("", text))))


def found(target: Target) -> Iterator[UUID]:
    """The deliveries that speak of them. A connection that has ended took its key along: nothing to find there."""
    last: UUID | None = None
    while True:
        rows = Delivery.objects.filter(workspace_id=target.workspace_id).order_by("pk")
        batch = list(rows.filter(pk__gt=last)[:READ_AT_ONCE] if last else rows[:READ_AT_ONCE])
        if not batch:
            return
        warm(batch)
        yield from (row.pk for row in batch if _speaks(target, row))
        last = batch[-1].pk


def _speaks(target: Target, row: Delivery) -> bool:
    try:
        return names(target, row.sealed)
    except CannotOpen:
        return False


def rows(target: Target) -> Any:
    return Delivery.objects.filter(workspace_id=target.workspace_id, pk__in=list(found(target)))


DELIVERIES = Kind("deliveries", "Raw deliveries", (Store(Delivery, "Raw deliveries", rows),))
