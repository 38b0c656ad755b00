"""Bad signatures, counted: shown in a connection's health with their likely cause, written at most once a second."""

import asyncio
import logging
from uuid import UUID

from casa.edge.database import FAILURES, Link

log = logging.getLogger(__name__)

PAUSE = 1.0
UPDATE = """
update connections_connection as c
set bad_signatures = least(c.bad_signatures + n.seen, 2147483647), bad_signature_words = n.words
from unnest(%s::uuid[], %s::bigint[], %s::text[]) as n (id, seen, words)
where c.id = n.id
"""


class Tally:
    """How many since the last writing, by connection, with the words of the latest."""

    def __init__(self, link: Link) -> None:
        self._link = link
        self._counts: dict[UUID, tuple[int, str]] = {}
        self._something = asyncio.Event()

    def note(self, connection_id: UUID, words: str) -> None:
        seen, _ = self._counts.get(connection_id, (0, ""))
        self._counts[connection_id] = (seen + 1, words[:300])
        self._something.set()

    async def run(self) -> None:
        """Write until cancelled. During an outage counts are kept."""
        while True:
            await self._something.wait()
            await self.write()
            await asyncio.sleep(PAUSE)

    async def write(self) -> None:
        """Write down what was counted so far."""
        self._something.clear()
        counts, self._counts = self._counts, {}
        if not counts:
            return
        ids, told = list(counts), list(counts.values())
        try:
            await self._link.run(UPDATE, [ids, [seen for seen, _ in told], [words for _, words in told]])
        except FAILURES as error:
            log.warning("bad signatures not written down yet: %s", type(error).__name__)
            self._put_back(counts)

    def _put_back(self, counts: dict[UUID, tuple[int, str]]) -> None:
        for connection_id, (seen, words) in counts.items():
            later, newer = self._counts.get(connection_id, (0, words))
            self._counts[connection_id] = (seen + later, newer)
        self._something.set()
