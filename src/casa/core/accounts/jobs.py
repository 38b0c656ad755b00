"""Handing work to the queue, and keeping what is due later out of it.

Job arguments are ids only, never content. Every job is safe to run twice: it looks at its rows' state.
"""

import json
import random
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, connections, transaction
from django.utils import timezone
from procrastinate import BaseRetryStrategy, RetryDecision
from procrastinate.contrib.django import app
from procrastinate.jobs import Job

from casa.core.accounts.models import Due
from casa.core.accounts.scope import current_workspace_id

MOVE_AT_ONCE = 500
CREWS = {"prompt": ("realtime",), "patient": ("assist", "sync", "bulk", "system")}
"""The worker processes of a household and the queues each works off (see ``config/worker.py``)."""


class Retry(BaseRetryStrategy):
    """Again after 2, 4, 8 … seconds, ten minutes at most, spread by a fifth; given up after a dozen tries."""

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:
        if job.attempts >= 12:
            return None
        pause = min(2.0 ** (job.attempts + 1), 600.0) * random.uniform(0.8, 1.2)  # noqa: S311
        return RetryDecision(retry_in={"seconds": max(int(pause), 1)})


RETRY = Retry()


def defer(job: str, *, queue: str = "realtime", lock: str = "", once: str = "", **ids: str | int) -> bool:
    """Queue a job by its name in the caller's transaction; False when an equal one (``once``) already waits."""
    if not once:
        app.configure_task(job, queue=queue, lock=lock or None).defer(**ids)
        return True
    with connection.cursor() as cursor:
        return _insert_job(cursor, job, queue, ids, once, lock)


def schedule(
    job: str, at: datetime, key: str, *, queue: str = "realtime", args: Mapping[str, str] | None = None
) -> None:
    """Do ``job`` at a time. The same ``key`` in a workspace moves the one that is already there."""
    workspace_id = current_workspace_id()
    row = {"at": at, "job": job, "queue": queue, "args": {"workspace_id": str(workspace_id), **(args or {})}}
    Due.objects.update_or_create(workspace_id=workspace_id, key=key, defaults=row)


def unschedule(key: str) -> bool:
    """Forget what was due under ``key``; whether something was."""
    return bool(Due.objects.filter(workspace_id=current_workspace_id(), key=key).delete()[0])


def move_due(limit: int = MOVE_AT_ONCE) -> int:
    """Move what is due into the queue, in one transaction of the system role; how many moved. Run every second."""
    with transaction.atomic(using="system"), connections["system"].cursor() as cursor:
        cursor.execute(
            "delete from accounts_due where id in (select id from accounts_due where at <= %s order by at limit %s "
            "for update skip locked) returning job, queue, args, key, workspace_id",
            [timezone.now(), limit],
        )
        rows = cursor.fetchall()
        for job, queue, args, key, workspace_id in rows:
            _insert_job(cursor, job, queue, args, f"due:{workspace_id}:{key}")
    return len(rows)


def _insert_job(cursor: Any, job: str, queue: str, args: Any, once: str, lock: str = "") -> bool:
    """Procrastinate's own insert, but an equal waiting job is enough: no error that would end the transaction."""
    cursor.execute(
        "insert into procrastinate_jobs (queue_name, task_name, queueing_lock, lock, args, status) "
        "values (%s, %s, %s, %s, %s::jsonb, 'todo') on conflict do nothing",
        [queue, job, once, lock or None, args if isinstance(args, str) else json.dumps(args)],
    )
    return bool(cursor.rowcount)


def beat(name: str, version: str) -> None:
    """Say that this process is alive."""
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into accounts_heartbeat (name, at, version) values (%s, now(), %s) "
            "on conflict (name) do update set at = now(), version = excluded.version",
            [name, version],
        )


def workers_alive(within: timedelta = timedelta(seconds=60)) -> bool:
    """Whether each crew of workers has beaten lately; False is shown on every page."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select count(distinct split_part(name, ':', 1)) from accounts_heartbeat "
            "where at > now() - make_interval(secs => %s) and split_part(name, ':', 1) = any(%s)",
            [within.total_seconds(), list(CREWS)],
        )
        return int(cursor.fetchone()[0]) == len(CREWS)
