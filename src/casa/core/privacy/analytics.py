"""What the owner may learn of all guests together, and nothing of any one of them (promises CF-2f, CA-2d).

Every figure counts guests, so one guest moves it by one at most. Figures are of whole weeks that are over, carry
two-sided geometric noise (discrete Laplace, drawn by numpy), and stand only where at least ``SMALLEST`` guests are
behind them. A week is told once: its noise is drawn from a key of this installation, the business, the week and the
figure, so that asking again gives the same answer and wears nothing down. docs/decisions/0008-analytics.md says why.
"""

import hashlib
import hmac
import math
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import numpy
from django.conf import settings
from django.db import connection
from django.db.models import Count, QuerySet
from django.db.models.functions import TruncWeek
from django.utils import timezone

from casa.core.accounts.scope import current_workspace_id
from casa.core.assistant.models import Draft, DraftState
from casa.core.inbox.models import Message
from casa.core.stays.models import Reservation

WEEKS = 12
SMALLEST = 10  # guests behind a figure, before and after the noise
EPSILON = 0.5  # a figure and week; a guest stands in five figures of a week at most, which comes to 2.5
ANSWERED = (("hour", "Within an hour", 3600), ("day", "Within a day", 86_400), ("later", "Later, or not yet", None))
"""One guest stands in one of these: how long the first message of their week waited for its answer."""

Exact = dict[date, int]


@dataclass(frozen=True, slots=True)
class Figure:
    """One thing that is counted, week by week; None where too few guests are behind it."""

    key: str
    label: str
    weeks: tuple[tuple[date, int | None], ...]


def figures(now: datetime | None = None) -> list[Figure]:
    """All figures of the last twelve weeks that are over, the oldest first. The same for everybody who asks."""
    weeks = _weeks(now or timezone.now())
    counted = {key: (label, count(weeks[0])) for key, label, count in COUNTS} | _answers(weeks[0])
    return [Figure(key, label, tuple((week, told(key, week, exact.get(week, 0))) for week in weeks))
            for key, (label, exact) in counted.items()]  # fmt: skip


def told(key: str, week: date, exact: int) -> int | None:
    """What is said of a count: with noise, and nothing where few are behind it."""
    if exact < SMALLEST:
        return None
    noisy = exact + noise(current_workspace_id(), week, key)
    return noisy if noisy >= SMALLEST else None


def noise(workspace_id: UUID, week: date, key: str) -> int:
    """Two-sided geometric noise for sensitivity one, always the same for the same week and figure."""
    mark = hmac.new(settings.SECRET_KEY.encode(), f"analytics|{workspace_id}|{week}|{key}".encode(), hashlib.sha256)
    draw = numpy.random.Generator(numpy.random.PCG64(int.from_bytes(mark.digest())))
    one, other = draw.geometric(1 - math.exp(-EPSILON), size=2)
    return int(one) - int(other)


def _weeks(now: datetime) -> list[date]:
    """The Mondays of the weeks that are over."""
    this = now.astimezone(UTC).date()
    monday = this - timedelta(days=this.weekday())
    return [monday - timedelta(weeks=back) for back in range(WEEKS, 0, -1)]


def _by_week(rows: QuerySet[Any], at: str, who: str) -> Exact:
    """How many different guests in each week."""
    found = rows.annotate(week=TruncWeek(at, tzinfo=UTC)).values("week").annotate(guests=Count(who, distinct=True))
    return {row["week"].date(): row["guests"] for row in found.values("week", "guests")}


def _wrote(since: date) -> Exact:
    return _messages("in", since)


def _written_to(since: date) -> Exact:
    return _messages("out", since)


def _messages(direction: str, since: date) -> Exact:
    rows = Message.objects.filter(workspace_id=current_workspace_id(), direction=direction, sent_at__date__gte=since)
    return _by_week(rows, "sent_at", "conversation_id")


def _drafted(since: date) -> Exact:
    rows = Draft.objects.filter(workspace_id=current_workspace_id(), state=DraftState.USED, created_at__date__gte=since)
    return _by_week(rows, "created_at", "conversation_id")


def _booked(since: date) -> Exact:
    rows = Reservation.objects.filter(workspace_id=current_workspace_id(), booked_at__date__gte=since)
    return _by_week(rows.filter(person__isnull=False), "booked_at", "person_id")


COUNTS: tuple[tuple[str, str, Callable[[date], Exact]], ...] = (
    ("wrote", "Guests who wrote", _wrote),
    ("written", "Guests who were written to", _written_to),
    ("drafts", "Guests answered with a draft", _drafted),
    ("booked", "Guests who booked", _booked),
)

FIRST_ANSWERS = """
with asked as (
    select conversation_id, date_trunc('week', sent_at at time zone 'UTC')::date as week, min(sent_at) as at
    from inbox_message where workspace_id = %(here)s and direction = 'in' and sent_at >= %(since)s group by 1, 2)
select week, extract(epoch from ((
    select min(m.sent_at) from inbox_message m where m.workspace_id = %(here)s and m.direction = 'out'
    and m.conversation_id = asked.conversation_id and m.sent_at > asked.at
    and m.sent_at < asked.at + interval '7 days') - at)) from asked
"""


def _answers(since: date) -> dict[str, tuple[str, Exact]]:
    """How long the first message of each guest's week waited."""
    found: dict[str, tuple[str, Exact]] = {key: (f"Answered: {label.lower()}", {}) for key, label, _ in ANSWERED}
    with connection.cursor() as cursor:
        cursor.execute(FIRST_ANSWERS, {"here": current_workspace_id(), "since": since})
        for week, seconds in cursor.fetchall():
            exact = found[_bucket(seconds)][1]
            exact[week] = exact.get(week, 0) + 1
    return found


def _bucket(seconds: Any) -> str:
    known = float(seconds) if seconds is not None else math.inf
    return next(key for key, _, limit in ANSWERED if limit is None or known <= limit)
