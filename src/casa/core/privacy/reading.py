"""Unusual reading: an hour in which a colleague opened many more people than they usually do (promises CF-6b, CA-6c).

Counted are people who were opened on purpose; a list that names forty of them is no forty looks. What is usual is the
median of that colleague's other hours of the last 30 days, so that a busy desk is not flagged every day.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils import timezone

from casa.core.accounts.live import touch
from casa.core.accounts.models import Action
from casa.core.accounts.rules import NotPossible, log_action
from casa.core.accounts.scope import current_workspace_id

FEWEST = 30
"""People an hour that are never unusual, however little somebody reads otherwise."""
TIMES = 3
SHOWN_FOR = timedelta(days=7)
ON_PURPOSE = ("conversation", "person", "code", "export")
LOOKED_INTO = "privacy.reading_looked_into"
HOURS = """
with hours as (
    select r.user_id, date_trunc('hour', r.slot) as hour, count(distinct r.person_id) as people
    from accounts_read r
    where r.workspace_id = %(here)s and r.user_id is not null and not r.by_assistant
      and r.reason = any(%(reasons)s) and r.slot >= %(month)s
    group by 1, 2
)
select h.user_id, u.name, h.hour, h.people, usual.people
from hours h join accounts_user u on u.id = h.user_id, lateral (
    select coalesce(percentile_cont(0.5) within group (order by o.people), 0) as people
    from hours o where o.user_id = h.user_id and o.hour <> h.hour
) usual
where h.hour >= %(week)s and h.people > greatest(%(fewest)s, %(times)s * usual.people)
order by h.hour desc, h.user_id limit 50
"""


@dataclass(frozen=True, slots=True)
class Hour:
    """``people`` somebody opened in the hour from ``at``; ``usual`` is the median of their hours."""

    user_id: UUID
    name: str
    at: datetime
    people: int
    usual: int

    @property
    def until(self) -> datetime:
        return self.at + timedelta(hours=1)

    @property
    def mark(self) -> str:
        """What an owner's word about it is kept under."""
        return f"{self.user_id}|{self.at.isoformat()}"


def unusual(now: datetime | None = None) -> list[Hour]:
    """Hours of the last week that nobody has looked into yet, the newest first."""
    now, here = now or timezone.now(), current_workspace_id()
    week = now - SHOWN_FOR
    asked: dict[str, Any] = {"here": here, "reasons": list(ON_PURPOSE), "fewest": FEWEST, "times": TIMES,
                             "month": now - timedelta(days=30), "week": week}  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(HOURS, asked)
        found = [Hour(who, name, at, people, round(usual)) for who, name, at, people, usual in cursor.fetchall()]
    settled = _settled(week) if found else set()
    return [hour for hour in found if hour.mark not in settled]


def _settled(since: datetime) -> set[str]:
    rows = Action.objects.filter(workspace_id=current_workspace_id(), verb=LOOKED_INTO, at__gte=since)
    return {str(data.get("hour", "")) for data in rows.values_list("data", flat=True)}


def look_into(mark: str) -> None:
    """An owner asked about an hour and it is explained. Raises NotPossible where there is none."""
    if mark not in {hour.mark for hour in unusual()}:
        raise NotPossible("Somebody has looked into this already.")
    log_action(LOOKED_INTO, None, hour=mark)
    touch("privacy")
