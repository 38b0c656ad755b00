"""A campaign over time as bars, drawn here: figures for an SVG without style or script, and the table behind it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from casa.core.campaigns.results import Point

SLOTS, WIDE = 48, 720
TALL, LOW = 96, 44  # heights of the two rows of bars
LEAST = timedelta(minutes=48)  # an axis is never shorter


@dataclass(frozen=True, slots=True)
class Slot:
    """One bar's worth of time."""

    at: datetime
    delivered: int
    under_way: int
    failed: int
    replied: int


def slots(points: Sequence[Point]) -> list[Slot]:
    """The points gathered into even steps from the first to the last."""
    if not points:
        return []
    start = points[0].at
    step = max(points[-1].at - start + timedelta(seconds=1), LEAST) / SLOTS
    sums = [[0, 0, 0, 0] for _ in range(SLOTS)]
    for point in points:
        spot = sums[min(int((point.at - start) / step), SLOTS - 1)]
        waits = point.sent - point.delivered - point.failed
        for place, many in enumerate((point.delivered, waits, point.failed, point.replied)):
            spot[place] += many
    return [Slot(start + step * place, *spot) for place, spot in enumerate(sums)]


def plot(points: Sequence[Point]) -> dict[str, Any] | None:
    """Bars above for what left, below for answers, each row on a scale of its own; None before anything has left."""
    found = slots(points)
    if not found:
        return None
    most = max(each.delivered + each.under_way + each.failed for each in found) or 1
    answers = max(each.replied for each in found) or 1
    drawn = [bar for place, each in enumerate(found) for bar in _bars(place, each, most, answers)]
    return {"bars": drawn, "wide": WIDE, "tall": TALL, "low": LOW, "most": most, "answers": answers,
            "axis": [_tick(found[place].at, found) for place in (0, SLOTS // 2, SLOTS - 1)],
            "rows": [_row(each, found) for each in found if any((each.delivered, each.under_way, each.failed,
                                                                 each.replied))]}  # fmt: skip


def _bars(place: int, each: Slot, most: int, answers: int) -> list[dict[str, Any]]:
    wide = WIDE / SLOTS
    made, floor = [], float(TALL)
    for tone, many in (("ok", each.delivered), ("wait", each.under_way), ("bad", each.failed)):
        if many:
            high = max(many / most * (TALL - 4), 1.5)
            floor -= high
            made.append(_bar("left", tone, place * wide, floor, wide, high))
    if each.replied:
        high = max(each.replied / answers * (LOW - 4), 1.5)
        made.append(_bar("answers", "said", place * wide, LOW - high, wide, high))
    return made


def _bar(row: str, tone: str, x: float, y: float, wide: float, high: float) -> dict[str, Any]:
    return {"row": row, "tone": tone, "x": f"{x + 1:.1f}", "y": f"{y:.1f}", "w": f"{wide - 2:.1f}", "h": f"{high:.1f}"}


def _tick(at: datetime, found: Sequence[Slot]) -> str:
    """A clock where it all fits into a day, else the day as well."""
    local = timezone.localtime(at)
    if found[-1].at - found[0].at < timedelta(hours=18):
        return f"{local:%-I:%M %p}"
    return f"{local:%a} {local.day} {local:%b}, {local:%-I %p}"


def _row(each: Slot, found: Sequence[Slot]) -> dict[str, Any]:
    return {"at": _tick(each.at, found), "delivered": each.delivered, "under_way": each.under_way,
            "failed": each.failed, "replied": each.replied}  # fmt: skip
