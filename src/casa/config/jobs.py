"""Procrastinate, made to last: through a dead database, a retry that has no place, a killed worker.

What upstream leaves open (3.10): a lost LISTEN is taken up only once; a worker stops with the first failed query; a
job whose outcome could not be written stays "doing" and holds its lock; so does a job that is to be tried again while
an equal one already waits. Each is closed here, and each has its test.
"""

import asyncio
import contextlib
import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg
from procrastinate import App, PsycopgConnector
from procrastinate.connector import Notify
from procrastinate.contrib.django import app as django_app
from procrastinate.contrib.django.db_cleanup import DjangoApp
from procrastinate.exceptions import ConnectorException, UniqueViolation
from procrastinate.job_context import JobContext, JobResult
from procrastinate.jobs import Job, Status
from procrastinate.retry import RetryDecision
from procrastinate.worker import Worker

from casa.core.accounts.jobs import CREWS, RETRY

log = logging.getLogger(__name__)

HEARTBEAT, STALLED = 5.0, 20.0
"""Seconds between a worker's signs of life, and without one until its jobs are given to others."""

GRACE = 8.0
"""Seconds running jobs get to finish when we are asked to stop."""

REST = 0.5
LONGEST_WAIT_NOW = timedelta(seconds=10)
"""A ``realtime`` job that failed is tried again within this time: while it waits, no equal one is queued."""


@dataclass(frozen=True, slots=True)
class Queue:
    """How one queue is worked off. ``poll`` in seconds is what a lost notification costs at most."""

    name: str
    at_once: int
    poll: float


QUEUES = {
    "realtime": Queue("realtime", 4, 0.2),
    "assist": Queue("assist", 3, 0.5),
    "sync": Queue("sync", 2, 1.0),
    "bulk": Queue("bulk", 1, 2.0),
    "system": Queue("system", 1, 1.0),
}


def crews_of(names: Iterable[str]) -> tuple[str, ...]:
    """The crews named; all of them where none is. KeyError for one that does not exist."""
    return tuple(name for name in names if CREWS[name]) or tuple(CREWS)


def queues_of(names: Iterable[str]) -> list[Queue]:
    """The queues that the crews named work off."""
    return [QUEUES[queue] for name in crews_of(names) for queue in CREWS[name]]


class Connector(PsycopgConnector):
    """Listens again whenever listening ended, for whatever reason."""

    async def listen_notify(self, on_notification: Notify, channels: Iterable[str]) -> None:
        channels = tuple(channels)
        while True:
            try:
                await super().listen_notify(on_notification=on_notification, channels=channels)
            except (ConnectorException, psycopg.Error, OSError) as error:
                log.info("the queue is not heard: %s", type(error).__name__)
            await asyncio.sleep(REST)


class LastingWorker(Worker):
    """Writes every job's outcome down, however long the database takes to come back."""

    async def _persist_job_status(
        self,
        job: Job,
        status: Status,
        retry_decision: RetryDecision | None,
        context: JobContext,
        job_result: JobResult | None,
    ) -> None:
        decision = _soon(job, retry_decision)
        while True:
            try:
                await super()._persist_job_status(job, status, decision, context, job_result)
                return
            except UniqueViolation:  # an equal job waits already and will do this one's work
                decision, status = None, Status.SUCCEEDED
            except ConnectorException as error:
                if isinstance(error.__cause__, psycopg.errors.RaiseException):
                    return  # it is written down: our first try had worked after all, or the reaper was quicker
                await asyncio.sleep(REST)


def _soon(job: Job, decision: RetryDecision | None) -> RetryDecision | None:
    if decision is None or decision.retry_at is None or job.queue != "realtime":
        return decision
    decision.retry_at = min(decision.retry_at, datetime.now(UTC) + LONGEST_WAIT_NOW)
    return decision


class Station:
    """One queue's worker, begun again whenever it fell."""

    def __init__(self, url: str, queue: Queue, tasks: Any = None) -> None:
        """``tasks``: others than the installation's, for tests."""
        self._url, self._queue, self._tasks = url, queue, tasks
        self._worker: LastingWorker | None = None
        self._stopping = asyncio.Event()

    def stop(self) -> None:
        """Take no more jobs; ``run`` returns when those under way are done, or their grace is over."""
        self._stopping.set()
        if self._worker is not None:
            self._worker.stop()  # type: ignore[no-untyped-call]

    async def run(self) -> None:
        while not self._stopping.is_set():
            try:
                await self._work()
            except (ConnectorException, psycopg.Error, OSError, TimeoutError) as error:
                log.warning("the worker of %s begins again after: %s", self._queue.name, type(error).__name__)
            if not self._stopping.is_set():
                await asyncio.sleep(REST)

    async def _work(self) -> None:
        await reachable(self._url)
        app = worker_app(self._url, self._queue.at_once + 3, self._tasks)
        async with app.open_async():
            self._worker = LastingWorker(
                app,
                queues=[self._queue.name],
                name=self._queue.name,
                concurrency=self._queue.at_once,
                fetch_job_polling_interval=self._queue.poll,
                shutdown_graceful_timeout=GRACE,
                delete_jobs="successful",
                install_signal_handlers=False,
                update_heartbeat_interval=HEARTBEAT,
                stalled_worker_timeout=STALLED,
                task_middleware=app.worker_defaults.get("task_middleware"),
            )
            if not self._stopping.is_set():
                await self._worker.run()  # type: ignore[no-untyped-call]


def worker_app(url: str, connections: int, tasks: Any = None) -> App:
    """An app with the installation's tasks and a pool of its own. Jobs that our tasks queue go through Django's
    connection all the same, and so into the transaction of the rule that queues them."""
    django_app.perform_import_paths()  # type: ignore[no-untyped-call]
    connector = Connector(
        conninfo=url, min_size=1, max_size=connections, timeout=10.0, kwargs={"application_name": "casa worker"}
    )
    app = DjangoApp(connector=connector)
    app.tasks = django_app.tasks if tasks is None else tasks
    for name, task in app.tasks.items():
        if task.retry_strategy is None and not name.startswith(("builtin:", "procrastinate.")):
            task.retry_strategy = RETRY
    return app


async def reachable(url: str) -> None:
    """Wait until the database answers. A pool left to find out by itself would rest longer and longer."""
    while True:
        with contextlib.suppress(psycopg.Error, OSError):
            connection = await psycopg.AsyncConnection.connect(url, connect_timeout=5)
            await connection.close()
            return
        await asyncio.sleep(REST)


async def reap(app: App) -> int:
    """Give the jobs of dead workers to the living; how many. Each by itself: one may finish while we look."""
    await app.job_manager.prune_stalled_workers(STALLED)
    given = 0
    for job in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=STALLED):
        given += await _give_back(app, job)
    return given


async def _give_back(app: App, job: Job) -> bool:
    try:
        await app.job_manager.retry_job(job)
    except UniqueViolation:  # an equal job waits already: this one is not needed
        with contextlib.suppress(ConnectorException):
            await app.job_manager.finish_job(job, Status.FAILED, delete_job=True)
    except ConnectorException as error:
        if not isinstance(error.__cause__, psycopg.errors.RaiseException):
            raise
        return False
    return True
