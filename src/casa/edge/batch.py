"""Group commit: whatever arrived during the previous commit goes into the next one, and is answered after it.

No timer and no added wait: a lone webhook is a batch of one. Sharing the commit is what lets one process take
webhooks about as fast as the database can take rows (docs/decisions/0006).
"""

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

import psycopg

from casa.edge import packing
from casa.edge.database import FAILURES, Link

log = logging.getLogger(__name__)

MOST_ROWS, MOST_BYTES = 500, 8 * 1024 * 1024
"""Of one insert."""

MOST_WAITING = 64 * 1024 * 1024
"""Bytes in memory, not stored yet. Beyond that the sender is asked to come back."""

INSERT = (
    "insert into connections_delivery (id, workspace_id, connection_id, key, sealed, received_at) "
    "select * from unnest(%s, %s, %s, %s, %s, %s) on conflict do nothing"
)


class NotStored(Exception):
    """The database did not take it. The sender must try again."""


class NoSuchPlace(Exception):
    """The connection this was for is gone."""


class Row(NamedTuple):
    """A delivery as it is stored. ``key`` makes a repeat one row. (A tuple: made once a webhook, and cheapest so.)"""

    id: UUID
    workspace_id: UUID
    connection_id: UUID
    key: bytes
    sealed: bytes
    received_at: datetime


Done = Callable[[Exception | None], None]
"""Told once: None when the row is safe on the disk, else NotStored or NoSuchPlace."""

Waiting = tuple[Row, Done]


class Batch:
    """Takes rows from any number of requests and writes them in turn, one transaction a batch."""

    def __init__(self, link: Link, stored: Callable[[set[UUID]], None]) -> None:
        """``stored`` is told after each commit which workspaces have something new."""
        self._link = link
        self._stored = stored
        self._waiting: list[Waiting] = []
        self._bytes = 0
        self._arrived = asyncio.Event()

    def add(self, row: Row, done: Done) -> None:
        """Into the next insert. (A function to call, not a future: thousands a second come by here.)"""
        if self._bytes > MOST_WAITING:
            done(NotStored())
            return
        self._waiting.append((row, done))
        self._bytes += len(row.sealed)
        self._arrived.set()

    async def run(self) -> None:
        """Write until cancelled."""
        while True:
            await self._arrived.wait()
            self._arrived.clear()
            while self._waiting:
                await self._gather()
                await self._write(self._next())

    async def _gather(self) -> None:
        """Let the requests that are already at the door in: one insert of many costs far less than many of few."""
        before = 0
        while before < len(self._waiting) < MOST_ROWS:
            before = len(self._waiting)
            await asyncio.sleep(0)

    def _next(self) -> list[Waiting]:
        count = size = 0
        for row, _ in self._waiting[:MOST_ROWS]:
            size += len(row.sealed)
            if count and size > MOST_BYTES:
                break
            count += 1
        batch, self._waiting = self._waiting[:count], self._waiting[count:]
        self._bytes -= sum(len(row.sealed) for row, _ in batch)
        return batch

    async def _write(self, batch: list[Waiting]) -> None:
        try:
            await self._insert([row for row, _ in batch])
        except psycopg.IntegrityError:
            await self._one_by_one(batch)
        except FAILURES as error:
            log.warning("%s deliveries not stored: %s", len(batch), type(error).__name__)
            _tell(batch, NotStored())
        except Exception as error:  # the writer must outlive whatever one batch brings
            log.error("%s deliveries not stored: %s", len(batch), type(error).__name__)
            _tell(batch, NotStored())
        else:
            _tell(batch, None)
            self._stored({row.workspace_id for row, _ in batch})

    async def _one_by_one(self, batch: list[Waiting]) -> None:
        """One row has no place any more: the others must not pay for it."""
        if len(batch) == 1:
            _tell(batch, NoSuchPlace())
            return
        for waiting in batch:
            await self._write([waiting])

    async def _insert(self, rows: list[Row]) -> None:
        await self._link.run(
            INSERT,
            (
                packing.uuids([row.id for row in rows]),
                packing.uuids([row.workspace_id for row in rows]),
                packing.uuids([row.connection_id for row in rows]),
                packing.blobs([row.key for row in rows]),
                packing.blobs([row.sealed for row in rows]),
                packing.moments([row.received_at for row in rows]),
            ),
        )


def _tell(batch: list[Waiting], failure: Exception | None) -> None:
    for _, done in batch:
        try:
            done(failure)
        except Exception as error:  # whoever waited for this row must not cost the others their answer
            log.error("an answer was not given: %s", type(error).__name__)
