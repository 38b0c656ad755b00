"""Calling the drain: one waiting job a workspace, put into the queue after the commit and never inside it.

A job's insert notifies the workers, and Postgres lets only one notifying transaction commit at a time: inside the
batch it would undo the sharing of commits (measured: docs/decisions/0006). A crash between the two is made good by
the worker's sweep, which looks for deliveries that nobody drains. A drain goes before other jobs of its queue: a
person waits for what it brings.
"""

import asyncio
import logging
from collections.abc import Iterable
from uuid import UUID

from casa.edge.database import FAILURES, Link

log = logging.getLogger(__name__)

PAUSE = 0.05
"""Seconds between two calls. The first goes out at once; under load one call does for all of the next 50 ms."""

REST = 1.0
"""Seconds before trying again when the database is away."""

CALL = """
insert into procrastinate_jobs (queue_name, task_name, priority, lock, queueing_lock, args, status)
select 'realtime', 'inbox.drain', 10, 'drain:' || w, 'drain:' || w, jsonb_build_object('workspace_id', w), 'todo'
from unnest(%s::text[]) as w
on conflict do nothing
"""


class Calls:
    """Workspaces that have something to drain."""

    def __init__(self, link: Link) -> None:
        self._link = link
        self._wanted: set[UUID] = set()
        self._something = asyncio.Event()

    def want(self, workspace_ids: Iterable[UUID]) -> None:
        self._wanted.update(workspace_ids)
        self._something.set()

    async def run(self) -> None:
        """Call until cancelled."""
        while True:
            await self._something.wait()
            await asyncio.sleep(PAUSE if await self.call() else REST)

    async def call(self) -> bool:
        """Queue a drain for each; False when the database is away and they are kept for later."""
        self._something.clear()
        wanted, self._wanted = self._wanted, set()
        try:
            await self._link.run(CALL, [[str(workspace_id) for workspace_id in wanted]])
        except FAILURES as error:
            log.warning("drains not queued yet: %s", type(error).__name__)
            self.want(wanted)
            return False
        return True
