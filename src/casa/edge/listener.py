"""One LISTEN for the whole process, taken up again after every outage.

``casa_live`` carries ``{"w": workspace id, "t": [topics]}``: what changed, never what it says. ``casa_connections``
says that a connection was changed or ended.
"""

import asyncio
import json
import logging
from collections.abc import Callable

from casa.edge.database import FAILURES, Link, listen
from casa.edge.places import Places
from casa.edge.streams import Streams

log = logging.getLogger(__name__)

LIVE, CONNECTIONS = "casa_live", "casa_connections"
CHECK = 10.0
"""Seconds of silence after which the connection is asked whether it is still there."""

FIRST_REST, LONGEST_REST = 0.1, 2.0


class Listener:
    """Hands what the database announces to the streams and to the known webhook addresses."""

    def __init__(self, link: Link, streams: Streams, places: Places, recovered: Callable[[], None]) -> None:
        """``recovered`` is called when the database is heard again after an outage."""
        self._link = link
        self._recovered = recovered
        self._was_deaf = False
        self._streams = streams
        self._hear: dict[str, Callable[[str], None]] = {
            LIVE: self._live,
            CONNECTIONS: lambda _payload: places.forget(),
        }
        self._places = places

    async def run(self) -> None:
        """Listen until cancelled, through outages."""
        rest = FIRST_REST
        while True:
            try:
                await self._listen()
                rest, self._was_deaf = FIRST_REST, True
            except FAILURES as error:
                log.info("the database is not heard: %s", type(error).__name__)
                self._was_deaf = True
            await self._link.drop()
            await asyncio.sleep(rest)
            rest = min(rest * 2, LONGEST_REST)

    async def _listen(self) -> None:
        """Listen until the connection breaks. Everyone may have missed something before."""
        connection = await self._link.connection()
        await listen(connection, *self._hear)
        if self._was_deaf:
            self._recovered()
            self._was_deaf = False
        self._places.forget()
        self._streams.resync()
        while not connection.closed:
            async for notice in connection.notifies(timeout=CHECK):
                self._hear[notice.channel](notice.payload)
            async with asyncio.timeout(CHECK):
                await connection.execute("select 1")

    def _live(self, payload: str) -> None:
        try:
            said = json.loads(payload)
            workspace_id, topics = str(said["w"]), [str(topic) for topic in said["t"]]
        except (ValueError, KeyError, TypeError):
            log.warning("an announcement could not be read")
            return
        self._streams.changed(workspace_id, topics)
