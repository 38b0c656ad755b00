"""Whose webhook address is this? Looked up once, then known for five seconds."""

import asyncio
import importlib
import json
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from casa.core.connections.contract import Account, Webhooks
from casa.core.connections.wire import hook_hash
from casa.core.vault.crypto import CannotOpen, field_context, key_context, key_id_of, unseal
from casa.edge.database import Link
from casa.edge.setup import Setup

SECONDS = 5.0
MOST = 4096
LONGEST_TOKEN = 100

FIND = """
select c.id, c.workspace_id, c.provider, c.settings::text, c.secrets, k.id, k.epoch, k.wrapped, k.current
from connections_connection c
join vault_datakey k on k.workspace_id = c.workspace_id and k.kind = 'connection' and k.holder = c.id
where c.hook_hash = %s and c.disconnected_at is null and k.wrapped is not null
"""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a webhook address leads: the connection, its provider's way of signing, its key for sealing."""

    connection_id: UUID
    workspace_id: UUID
    account: Account
    webhooks: Webhooks
    key_id: int
    cipher: AESGCM


class Places:
    """Webhook addresses by their path. An address that leads nowhere is remembered too."""

    def __init__(self, setup: Setup, link: Link) -> None:
        self._setup = setup
        self._link = link
        self._known: OrderedDict[str, tuple[float, Place | None]] = OrderedDict()
        self._asking = asyncio.Lock()

    def known(self, path: str) -> Place | None:
        """The place behind a path that was looked up a moment ago and leads somewhere."""
        known = self._known.get(path)
        return known[1] if known is not None and known[0] > asyncio.get_running_loop().time() else None

    async def find(self, path: str) -> Place | None:
        """The place behind ``/hook/<provider>/<token>``. Raises one of ``database.FAILURES``."""
        known = self._known.get(path)
        now = asyncio.get_running_loop().time()
        if known is not None and known[0] > now:
            return known[1]
        parts = path.split("/")
        if len(parts) != 4 or not parts[2].isidentifier() or not 0 < len(parts[3]) <= LONGEST_TOKEN:
            return None
        async with self._asking:  # one question for the many that wait for the same answer
            known = self._known.get(path)
            if known is None or known[0] <= now:
                self._keep(path, await self._look_up(parts[2], parts[3]))
            return self._known[path][1]

    def forget(self) -> None:
        """Something about a connection changed: ask again."""
        self._known.clear()

    def _keep(self, path: str, place: Place | None) -> None:
        self._known[path] = (asyncio.get_running_loop().time() + SECONDS, place)
        self._known.move_to_end(path)
        while len(self._known) > MOST:
            self._known.popitem(last=False)

    async def _look_up(self, provider: str, token: str) -> Place | None:
        cursor = await self._link.run(FIND, [hook_hash(token)])
        rows = await cursor.fetchall()
        if not rows or rows[0][2] != provider:
            return None
        try:
            return self._place(rows, token)
        except CannotOpen:  # its key went between our reading and now, or it is another installation's copy
            return None

    def _place(self, rows: list[Any], token: str) -> Place | None:
        connection_id, workspace_id, provider, settings, secrets = rows[0][:5]
        keys = {row[5]: self._cipher(workspace_id, *row[5:8]) for row in rows}
        current = next((row[5] for row in rows if row[8]), None)
        if current is None:
            return None
        context = field_context("connections_connection", "secrets", workspace_id, connection_id)
        opened = _opened(keys, secrets, context)
        address = f"{self._setup.base_url}/hook/{provider}/{token}"
        account = Account(str(connection_id), _texts(json.loads(settings)), _texts(opened), address)
        webhooks: Any = importlib.import_module(f"casa.providers.{provider}.webhooks")
        return Place(connection_id, workspace_id, account, webhooks, current, keys[current])

    def _cipher(self, workspace_id: UUID, key_id: int, epoch: int, wrapped: bytes) -> AESGCM:
        context = key_context(workspace_id, "connection", key_id)
        return AESGCM(self._setup.master_keys.unwrap(epoch, bytes(wrapped), context))


def _opened(keys: Mapping[int, AESGCM], sealed: bytes | None, context: bytes) -> dict[str, Any]:
    """The secrets, sealed under whichever of the connection's keys was current then. Raises CannotOpen."""
    if sealed is None:
        return {}
    key = keys.get(key_id_of(bytes(sealed)))
    if key is None:
        raise CannotOpen("The key of these secrets has been destroyed.")
    found: dict[str, Any] = json.loads(unseal(key, bytes(sealed), context))
    return found


def _texts(values: Mapping[str, Any]) -> dict[str, str]:
    return {name: str(value) for name, value in values.items()}
