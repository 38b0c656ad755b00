"""Connections to the database that come back by themselves after an outage."""

import asyncio
import contextlib
from typing import Any

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

PATIENCE = 5
"""Seconds to wait for a connection. A sender gives up after ten to fifteen and must hear from us before."""


FAILURES = (psycopg.OperationalError, psycopg.InterfaceError, OSError, TimeoutError)
"""What an outage looks like from here."""


def address(url: str, name: str) -> str:
    """The connection string with what every connection of the edge needs. ``name`` shows in the server's list."""
    asked = {"connect_timeout": str(PATIENCE), "application_name": f"casa {name}", "tcp_user_timeout": "15000"}
    return make_conninfo(url, **{key: value for key, value in asked.items() if key not in conninfo_to_dict(url)})


class Link:
    """One connection for one user of it, made when it is first needed and again after it broke."""

    def __init__(self, url: str, name: str) -> None:
        self._address = address(url, name)
        self._connection: psycopg.AsyncConnection[Any] | None = None

    @property
    def is_open(self) -> bool:
        return self._connection is not None and not self._connection.closed

    async def connection(self) -> psycopg.AsyncConnection[Any]:
        """The open connection, in autocommit: one statement is one transaction. Raises one of ``FAILURES``."""
        if self._connection is None or self._connection.closed:
            self._connection = await psycopg.AsyncConnection.connect(self._address, autocommit=True)
        return self._connection

    async def run(self, statement: str, values: Any = None) -> psycopg.AsyncCursor[Any]:
        """Run a prepared statement; once more on a fresh connection when the old one turns out to be dead.

        Only for statements that may run twice: nobody knows what a dead connection still did.
        """
        was_open = self.is_open
        try:
            return await self._try(statement, values)
        except FAILURES as error:
            await self.drop()
            if not was_open or isinstance(error, TimeoutError):
                raise
        try:
            return await self._try(statement, values)
        except FAILURES:
            await self.drop()
            raise

    async def _try(self, statement: str, values: Any) -> psycopg.AsyncCursor[Any]:
        async with asyncio.timeout(PATIENCE):
            connection = await self.connection()
            return await connection.execute(statement, values, prepare=True, binary=True)

    async def drop(self) -> None:
        """Close what is there; never raises for a dead connection."""
        connection, self._connection = self._connection, None
        if connection is not None:
            with contextlib.suppress(psycopg.Error, OSError):
                await connection.close()


async def listen(connection: psycopg.AsyncConnection[Any], *channels: str) -> None:
    for channel in channels:
        await connection.execute(sql.SQL("listen {}").format(sql.Identifier(channel)))
