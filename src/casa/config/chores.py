"""What must happen again and again: moving what is due, signs of life, looking for what was missed, tidying.

Each belongs to a crew of workers and is safe to run in several processes at once.
"""

import asyncio
import logging
import os
import platform
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from uuid import UUID

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import InterfaceError, OperationalError, close_old_connections, connection, connections
from django.utils import timezone
from procrastinate.contrib.django import app

from casa.config.jobs import crews_of
from casa.config.pools import drop_pools
from casa.config.rotation import rotate_when_due
from casa.core.accounts import jobs
from casa.core.connections import registry
from casa.core.connections.contract import Ability
from casa.core.consent.reconcile import carries_texts

log = logging.getLogger(__name__)

KEEP_DELIVERIES = timedelta(days=30)
KEEP_FAILED_JOBS = timedelta(days=30)
AT_ONCE = 2000

QUEUE = """
insert into procrastinate_jobs (queue_name, task_name, lock, queueing_lock, args, status)
values (%s, %s, %s, %s, %s::jsonb, 'todo') on conflict do nothing
"""

UNDRAINED = """
insert into procrastinate_jobs (queue_name, task_name, priority, lock, queueing_lock, args, status)
select 'realtime', 'inbox.drain', 10, 'drain:' || w, 'drain:' || w, jsonb_build_object('workspace_id', w), 'todo'
from (select distinct workspace_id as w from connections_delivery
      where state = 'new' and received_at < now() - interval '5 seconds') as waiting
on conflict do nothing
"""

UNSETTLED = """
insert into procrastinate_jobs (queue_name, task_name, lock, queueing_lock, status)
select 'system', 'inbox.settle', 'settle', 'settle', 'todo'
where exists (select from inbox_outbox where state in ('sending', 'unsure') and look_at <= now())
   or exists (select from inbox_outbox where state in ('queued', 'held') and not_before < now() - interval '1 minute')
on conflict do nothing
"""

UNSENT = """
insert into procrastinate_jobs (queue_name, task_name, lock, queueing_lock, status)
select 'system', 'campaigns.sweep', 'campaigns', 'campaigns', 'todo'
where exists (select from campaigns_campaign where state = 'sending'
   or (state = 'scheduled' and starts_at < now() - interval '30 seconds')
   or (state = 'cancelled' and ended_at > now() - interval '1 day'))
   or exists (select from campaigns_planned where state = 'waiting' and at < now() - interval '5 minutes')
on conflict do nothing
"""

LIVE_CONNECTIONS = """
select id::text, workspace_id::text, provider, extract(epoch from now() - last_sync_at)
from connections_connection where disconnected_at is null and health in ('healthy', 'late')
"""


UNREAD_SENDERS = """
insert into procrastinate_jobs (queue_name, task_name, lock, queueing_lock, args, status)
select 'sync', 'senders.read', null, 'senders:' || c.id,
       jsonb_build_object('workspace_id', c.workspace_id, 'connection_id', c.id), 'todo'
from connections_connection c
where c.disconnected_at is null and c.health in ('healthy', 'late') and c.provider = any(%s)
  and not exists (select from accounts_due d where d.workspace_id = c.workspace_id and d.key = 'senders:' || c.id)
on conflict do nothing
"""

UNRECONCILED = """
insert into procrastinate_jobs (queue_name, task_name, lock, queueing_lock, args, status)
select 'sync', 'consent.reconcile', 'reconcile:' || c.id, 'reconcile:' || c.id,
       jsonb_build_object('workspace_id', c.workspace_id, 'connection_id', c.id), 'todo'
from connections_connection c
where c.disconnected_at is null and c.health in ('healthy', 'late') and c.provider = any(%s)
  and c.last_sync_at is not null
  and not exists (select from accounts_due d where d.workspace_id = c.workspace_id and d.key = 'reconcile:' || c.id)
on conflict do nothing
"""

UNCHECKED = """
insert into procrastinate_jobs (queue_name, task_name, queueing_lock, args, status)
select 'system', 'privacy.check', 'promises:' || w.id, jsonb_build_object('workspace_id', w.id), 'todo'
from accounts_workspace w on conflict do nothing
"""

UNSWEPT = """
insert into procrastinate_jobs (queue_name, task_name, queueing_lock, lock, args, status)
select 'bulk', 'privacy.sweep', 'retention:' || w.id, 'retention:' || w.id,
       jsonb_build_object('workspace_id', w.id), 'todo'
from accounts_workspace w on conflict do nothing
"""


@dataclass(frozen=True, slots=True)
class Chore:
    """Something to do every so many seconds, in a thread of its own."""

    name: str
    seconds: float
    do: Callable[[], object]
    crew: str = "patient"


def dispatch_due() -> int:
    """Move what is due into the queue; how many moved."""
    moved = 0
    while batch := jobs.move_due():
        moved += batch
        if batch < jobs.MOVE_AT_ONCE:
            break
    return moved


def beat(crew: str) -> None:
    """Say that this crew is alive, and forget those that have been silent for a day."""
    jobs.beat(f"{crew}:{platform.node()[:40]}:{os.getpid()}", settings.VERSION)
    with connection.cursor() as cursor:
        cursor.execute("delete from accounts_heartbeat where at < now() - interval '1 day'")


def look_for_undrained() -> None:
    """What a crash cut off: deliveries without a drain, hand-overs that nobody knows the end of, campaigns."""
    lost = (("inbox.drain", UNDRAINED), ("inbox.settle", UNSETTLED), ("campaigns.sweep", UNSENT))
    with connections["system"].cursor() as cursor:
        for task, statement in lost:
            if task in app.tasks:
                cursor.execute(statement)


class Sweep:
    """Reads each connection again as often as its provider's passport says, in case a webhook was missed."""

    def __init__(self) -> None:
        self._asked: dict[str, float] = {}

    def __call__(self) -> int:
        """Queue a reading for every connection that is due one; how many."""
        if "inbox.sync" not in app.tasks:
            return 0
        with connections["system"].cursor() as cursor:
            cursor.execute(LIVE_CONNECTIONS)
            due = [row for row in cursor.fetchall() if self._is_due(row[0], row[2], row[3])]
            for connection_id, workspace_id, _, _ in due:
                self._asked[connection_id] = time.monotonic()
                args = f'{{"workspace_id": "{UUID(workspace_id)}", "connection_id": "{UUID(connection_id)}"}}'
                lock = f"sync:{connection_id}"
                cursor.execute(QUEUE, ["sync", "inbox.sync", lock, lock, args])
        return len(due)

    def _is_due(self, connection_id: str, provider: str, since_sync: float | None) -> bool:
        """Not again before the time is over, even when the reading fails: the provider may be down."""
        if not registry.can(provider, Ability.SYNC):
            return False
        every = registry.manifest(provider).sweep_seconds
        asked = self._asked.get(connection_id)
        return (since_sync is None or since_sync >= every) and (asked is None or time.monotonic() - asked >= every)


def look_for_unread_senders() -> None:
    """Connections whose numbers nobody is going to read: connected before Casa read them, or the reading was lost."""
    able = [key for key in registry.manifests() if registry.can(key, Ability.REGISTRATION)]
    if "senders.read" in app.tasks:
        with connections["system"].cursor() as cursor:
            cursor.execute(UNREAD_SENDERS, [able])


def look_for_unreconciled() -> None:
    """Connections whose log nobody is going to read against our ledgers (R42): new ones, or the reading was lost."""
    if "consent.reconcile" in app.tasks:
        with connections["system"].cursor() as cursor:
            cursor.execute(UNRECONCILED, [[key for key in registry.manifests() if carries_texts(key)]])


def look_for_unchecked() -> None:
    """Each business's promises are looked at again; the job leaves alone what was looked at lately."""
    if "privacy.check" in app.tasks:
        with connections["system"].cursor() as cursor:
            cursor.execute(UNCHECKED)


def look_for_unswept() -> None:
    """What each business has kept long enough goes; erasures that were cut off or held go on."""
    if "privacy.sweep" in app.tasks:
        with connections["system"].cursor() as cursor:
            cursor.execute(UNSWEPT)


def vacuum_queue() -> None:
    """Dead rows slow the queue down by half before autovacuum comes round (docs/decisions/0006)."""
    with connections["owner"].cursor() as cursor:
        cursor.execute("vacuum (skip_locked) procrastinate_jobs, procrastinate_events")


def forget_deliveries() -> int:
    """Deliveries that were worked off a month ago; how many went."""
    gone = 0
    with connections["system"].cursor() as cursor:
        while True:
            cursor.execute(
                "delete from connections_delivery where id in (select id from connections_delivery "
                "where received_at < %s and state = 'done' and done_at < %s limit %s)",
                [timezone.now() - KEEP_DELIVERIES, timezone.now() - KEEP_DELIVERIES, AT_ONCE],
            )
            went = int(cursor.rowcount)
            gone += went
            if went < AT_ONCE:
                return gone


def forget_failed_jobs() -> int:
    """Jobs that were given up a month ago, with what is noted of them; how many went. Done ones go at once."""
    with connections["system"].cursor() as cursor:
        cursor.execute(
            "delete from procrastinate_jobs where status = 'failed' and id in "
            "(select job_id from procrastinate_events group by job_id having max(at) < %s)",
            [timezone.now() - KEEP_FAILED_JOBS],
        )
        return int(cursor.rowcount)


def forget_sessions() -> None:
    Session.objects.filter(expire_date__lt=timezone.now()).delete()


def chores(names: Iterable[str] = ()) -> list[Chore]:
    """What the crews named have to do beside their queues; all chores where none is named."""
    crews = crews_of(names)
    signs = [Chore(f"heartbeat of {crew}", 10, partial(beat, crew), crew) for crew in crews]
    return signs + [chore for chore in _chores() if chore.crew in crews]


def _chores() -> list[Chore]:
    return [
        Chore("due", 1, dispatch_due, "prompt"),
        Chore("undrained", 30, look_for_undrained, "prompt"),
        Chore("sweep", 30, Sweep()),
        Chore("unread senders", 300, look_for_unread_senders),
        Chore("unread logs", 600, look_for_unreconciled),
        Chore("promises", 120, look_for_unchecked),
        Chore("retention", 3600, look_for_unswept),
        Chore("vacuum", 300, vacuum_queue),
        Chore("old deliveries", 3600, forget_deliveries),
        Chore("old sessions", 86_400, forget_sessions),
        Chore("failed jobs", 86_400, forget_failed_jobs),
        Chore("master keys", 3600, rotate_when_due),
    ]


async def keep_doing(chore: Chore) -> None:
    """Do a chore at once and then ever again, until cancelled; a failure is noted once and does not end it."""
    failing = False
    while True:
        began = time.monotonic()
        try:
            await asyncio.to_thread(_done_cleanly, chore.do)
            failing = False
        except Exception as error:
            if not failing:
                log.warning("the chore %s failed: %s", chore.name, type(error).__name__)
            failing = True
        rest = min(chore.seconds, 5.0) if failing else chore.seconds
        await asyncio.sleep(max(0.0, rest - (time.monotonic() - began)))


def _done_cleanly(do: Callable[[], object]) -> None:
    close_old_connections()
    try:
        do()
    except (OperationalError, InterfaceError):
        drop_pools()
        raise
    finally:
        close_old_connections()
