"""The open data keys of this process, a few thousand at most, for half a minute each.

A destroyed key must be useless at once, in every process: opening a workspace scope reads the workspace's
``keys_version``, and cached keys of an older version are dropped before anything is opened with them.
"""

import time
from collections import OrderedDict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from threading import RLock
from uuid import UUID

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.db import connection, transaction

from casa.core.accounts.scope import current_scope
from casa.core.vault.crypto import CannotOpen, key_context, new_data_key
from casa.core.vault.models import DataKey, KeyKind

SECONDS = 30.0
AT_MOST = 20_000


@dataclass(frozen=True, slots=True)
class OpenKey:
    """A data key ready for use."""

    id: int
    raw: bytes
    cipher: AESGCM


@dataclass(frozen=True, slots=True)
class _Remember:
    """What a transaction has read or made becomes known with its commit. After a rollback the key it made is no key:
    whatever were sealed with it could never be opened again."""

    ring: "Keyring"
    spot: tuple[UUID, str, UUID]
    key: OpenKey

    def __call__(self) -> None:
        self.ring.remember(self.spot, self.key)


def _pending(spot: tuple[UUID, str, UUID]) -> OpenKey | None:
    """The key this very transaction found. The list is Django's own: a rollback, also to a savepoint, shortens it."""
    waiting = (entry[1] for entry in connection.run_on_commit)
    found = (work.key for work in waiting if isinstance(work, _Remember) and work.spot == spot)
    return next(found, None)


class Keyring:
    """An LRU of open keys by (workspace, key id), with the current key of each holder beside it."""

    def __init__(self) -> None:
        self._lock = RLock()
        self._keys: OrderedDict[tuple[UUID, int], tuple[float, OpenKey]] = OrderedDict()
        self._holders: dict[tuple[UUID, str, UUID], tuple[float, int]] = {}
        self._versions: dict[UUID, int] = {}

    def by_id(self, key_id: int) -> OpenKey:
        """The key a ciphertext names. Raises CannotOpen when it is destroyed or not of this workspace."""
        found = self._cached(self._workspace(), key_id)
        if found is None:
            self.warm([key_id])
            found = self._cached(self._workspace(), key_id)
        if found is None:
            raise CannotOpen("The key of this value has been destroyed.")
        return found

    def warm(self, key_ids: Iterable[int]) -> None:
        """Open many keys with one query."""
        workspace_id = self._workspace()
        missing = [key_id for key_id in set(key_ids) if self._cached(workspace_id, key_id) is None]
        if not missing:
            return
        rows = DataKey.objects.filter(workspace_id=workspace_id, id__in=missing, wrapped__isnull=False)
        for row in rows:
            self._keep(workspace_id, self._opened(row))

    def of(self, kind: str, holder: UUID) -> OpenKey:
        """The current key of a holder, made when there is none yet."""
        workspace_id = self._workspace()
        with self._lock:
            known = self._holders.get((workspace_id, kind, holder))
        if known is not None and known[0] > time.monotonic():
            return self.by_id(known[1])
        spot = (workspace_id, kind, holder)
        pending = _pending(spot)
        if pending is not None:
            return pending
        key = self._opened(self._current(workspace_id, kind, holder))
        self._keep(workspace_id, key)
        transaction.on_commit(_Remember(self, spot, key))
        return key

    def make_ready(self, kind: str, holders: Iterable[UUID]) -> None:
        """Find or make the keys of many holders with a few queries, so that sealing for them costs none."""
        workspace_id = self._workspace()
        missing = [holder for holder in dict.fromkeys(holders) if not self._has((workspace_id, kind, holder))]
        rows = {} if not missing else _current_of(workspace_id, kind, missing)
        self._take_up(workspace_id, rows.values())
        self.make(kind, [holder for holder in missing if holder not in rows])

    def make(self, kind: str, holders: Sequence[UUID]) -> None:
        """Make the keys of holders who have none, with one query."""
        workspace_id = self._workspace()
        self._take_up(workspace_id, _make_many(workspace_id, kind, holders).values())

    def _take_up(self, workspace_id: UUID, rows: Iterable[DataKey]) -> None:
        for row in rows:
            key = self._opened(row)
            self._keep(workspace_id, key)
            transaction.on_commit(_Remember(self, (workspace_id, row.kind, row.holder), key))

    def _has(self, spot: tuple[UUID, str, UUID]) -> bool:
        with self._lock:
            known = self._holders.get(spot)
        return (known is not None and known[0] > time.monotonic()) or _pending(spot) is not None

    def remember(self, spot: tuple[UUID, str, UUID], key: OpenKey) -> None:
        """Note the current key of a holder, once that is committed."""
        with self._lock:
            self._holders[spot] = (time.monotonic() + SECONDS, key.id)

    def forget(self, workspace_id: UUID) -> None:
        """Drop every open key of a workspace."""
        with self._lock:
            for spot in [spot for spot in self._keys if spot[0] == workspace_id]:
                del self._keys[spot]
            for holder in [holder for holder in self._holders if holder[0] == workspace_id]:
                del self._holders[holder]

    def _workspace(self) -> UUID:
        scope = current_scope()
        with self._lock:
            if self._versions.get(scope.workspace_id, scope.keys_version) < scope.keys_version:
                self.forget(scope.workspace_id)
            self._versions[scope.workspace_id] = scope.keys_version
        return scope.workspace_id

    def _cached(self, workspace_id: UUID, key_id: int) -> OpenKey | None:
        with self._lock:
            entry = self._keys.get((workspace_id, key_id))
            if entry is None or entry[0] < time.monotonic():
                return None
            self._keys.move_to_end((workspace_id, key_id))
            return entry[1]

    def _keep(self, workspace_id: UUID, key: OpenKey) -> None:
        with self._lock:
            self._keys[(workspace_id, key.id)] = (time.monotonic() + SECONDS, key)
            while len(self._keys) > AT_MOST:
                self._keys.popitem(last=False)

    @staticmethod
    def _current(workspace_id: UUID, kind: str, holder: UUID) -> DataKey:
        found = DataKey.objects.filter(workspace_id=workspace_id, kind=kind, holder=holder, current=True).first()
        return found or _make(workspace_id, kind, holder)

    @staticmethod
    def _opened(row: DataKey) -> OpenKey:
        if row.wrapped is None:
            raise CannotOpen("This key has been destroyed.")
        context = key_context(row.workspace_id, row.kind, row.id)
        raw = settings.MASTER_KEYS.unwrap(row.epoch, bytes(row.wrapped), context)
        return OpenKey(row.id, raw, AESGCM(raw))


def _current_of(workspace_id: UUID, kind: str, holders: list[UUID]) -> dict[UUID, DataKey]:
    rows = DataKey.objects.filter(workspace_id=workspace_id, kind=kind, holder__in=holders, current=True)
    return {row.holder: row for row in rows}


class _Numbers:
    """Numbers for keys, a hundred from the database at once: a key is bound to its number before it is written.
    Unused ones are lost with the process, which harms nobody."""

    def __init__(self) -> None:
        self._lock = RLock()
        self._left: list[int] = []

    def take(self, count: int) -> list[int]:
        with self._lock:
            if len(self._left) < count:
                self._left += self._more(max(count, 100))
            taken, self._left = self._left[:count], self._left[count:]
            return taken

    @staticmethod
    def _more(count: int) -> list[int]:
        with connection.cursor() as cursor:
            cursor.execute(
                "select nextval(pg_get_serial_sequence('vault_datakey', 'id')) from generate_series(1, %s)", [count]
            )
            return [row[0] for row in cursor.fetchall()]


_numbers = _Numbers()


def _make_many(workspace_id: UUID, kind: str, holders: Sequence[UUID]) -> dict[UUID, DataKey]:
    """Fresh keys for these holders. One that somebody else has just made is left out: ``of`` finds it."""
    if not holders:
        return {}
    ids, epoch, master = _numbers.take(len(holders)), settings.MASTER_KEYS.current, settings.MASTER_KEYS
    wraps = [master.wrap(epoch, new_data_key(), key_context(workspace_id, kind, key_id)) for key_id in ids]
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into vault_datakey (id, workspace_id, kind, holder, epoch, wrapped, current) "
            "select id, %s, %s, holder, %s, wrapped, true from unnest(%s::bigint[], %s::uuid[], %s::bytea[]) "
            "as fresh (id, holder, wrapped) on conflict do nothing returning id",
            [workspace_id, kind, epoch, ids, list(holders), wraps],
        )
        made = {row[0] for row in cursor.fetchall()}
    return {
        holder: DataKey(id=key_id, workspace_id=workspace_id, kind=kind, holder=holder, epoch=epoch, wrapped=wrapped)
        for key_id, holder, wrapped in zip(ids, holders, wraps, strict=True)
        if key_id in made
    }


def _make(workspace_id: UUID, kind: str, holder: UUID) -> DataKey:
    """A fresh key, or the one that somebody else has just made."""
    made = _make_many(workspace_id, kind, [holder]).get(holder)
    return made or DataKey.objects.get(workspace_id=workspace_id, kind=kind, holder=holder, current=True)


keyring = Keyring()


def index_key() -> bytes:
    """The workspace's key for blind look-up and search tokens."""
    return keyring.of(KeyKind.INDEX, current_scope().workspace_id).raw


def ledger_key() -> bytes:
    """The workspace's key for what must be provable after a person is erased (R45)."""
    return keyring.of(KeyKind.LEDGER, current_scope().workspace_id).raw
