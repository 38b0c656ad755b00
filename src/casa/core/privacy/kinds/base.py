"""What a kind of personal data is: where it lies, how it is counted, given out and erased, and what the law keeps.

A kind lists its stores. A store is a table's rows about one person: it is deleted, cleared of what is personal, or
kept with the ground for keeping it. Everything is asked for by ``Target``, which still knows whom to look for when
the person's own rows are gone.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import QuerySet

from casa.core.vault.crypto import CannotOpen
from casa.core.vault.fields import EncryptedBytes, warm

AT_ONCE = 500  # rows a transaction
Rows = Callable[["Target"], QuerySet[Any]]


@dataclass(frozen=True, slots=True)
class Target:
    """Whose data is meant: the person with everybody merged into them, how they are reached, and how they are called
    by providers. ``addresses``: their keyed stand-ins in the consent ledgers."""

    workspace_id: UUID
    person_ids: tuple[UUID, ...]
    handles: tuple[tuple[str, str], ...] = ()
    addresses: tuple[bytes, ...] = ()
    refs: frozenset[str] = frozenset()

    def as_json(self) -> dict[str, Any]:
        return {
            "people": [str(one) for one in self.person_ids],
            "handles": [list(handle) for handle in self.handles],
            "addresses": [address.hex() for address in self.addresses],
            "refs": sorted(self.refs),
        }

    @classmethod
    def of_json(cls, workspace_id: UUID, kept: Mapping[str, Any]) -> "Target":
        return cls(
            workspace_id,
            tuple(UUID(one) for one in kept["people"]),
            tuple((kind, value) for kind, value in kept["handles"]),
            tuple(bytes.fromhex(address) for address in kept["addresses"]),
            frozenset(kept["refs"]),
        )


@dataclass(frozen=True, slots=True)
class Store:
    """One table's rows about a person. ``clears``: the row stays and loses these fields. ``keeps``: the ground on
    which the row, or what is left of it, stays."""

    model: type[models.Model]
    label: str
    rows: Rows
    clears: Mapping[str, Any] = field(default_factory=dict)
    keeps: str = ""

    @property
    def stays_whole(self) -> bool:
        return bool(self.keeps) and not self.clears

    def count(self, target: Target) -> int:
        return self.rows(target).count()

    def erase(self, target: Target, most: int = AT_ONCE) -> int:
        """Erase some; how many. 0: there is nothing left to erase."""
        if self.stays_whole:
            return 0
        ids = list(self.rows(target).order_by("pk").values_list("pk", flat=True)[:most])
        here = self.model._default_manager.filter(workspace_id=target.workspace_id, pk__in=ids)
        if not ids:
            return 0
        if self.clears:
            return here.update(**self.clears)
        return here._raw_delete(using=here.db)  # what hangs on these rows is a store before this one

    def export(self, target: Target) -> Iterator[dict[str, Any]]:
        """Each row as plain values. What can no longer be opened is left out."""
        last: Any = None
        while True:
            rows = self.rows(target).order_by("pk")
            batch = list(rows[:AT_ONCE] if last is None else rows.filter(pk__gt=last)[:AT_ONCE])
            if not batch:
                return
            warm(batch)
            yield from (plain(row) for row in batch)
            last = batch[-1].pk


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of personal data. Its stores stand in the order in which they can be erased."""

    name: str
    label: str
    stores: tuple[Store, ...]

    def count(self, target: Target) -> dict[str, int]:
        """How many rows each store holds of a person."""
        return {store.label: store.count(target) for store in self.stores}

    def erase(self, target: Target) -> dict[str, int]:
        """Erase some of it, in the caller's transaction; how many rows of which store. Empty: there is no more."""
        for store in self.stores:
            gone = store.erase(target)
            if gone:
                return {store.label: gone}
        return {}

    def export(self, target: Target) -> Iterator[tuple[str, dict[str, Any]]]:
        """Everything there is of a person, as (store, row)."""
        for store in self.stores:
            for row in store.export(target):
                yield store.label, row

    @property
    def keeps(self) -> dict[str, str]:
        """What stays after an erasure, and why."""
        return {store.label: store.keeps for store in self.stores if store.keeps}


HIDDEN = frozenset({
    "workspace", "tokens", "birthday_token", "lookup", "address", "digest", "chain", "public_hash", "token_hash", "key",
})  # fmt: skip
"""Fields that say nothing to anybody outside: keyed stand-ins, hashes, our own numbering."""


def plain(row: models.Model) -> dict[str, Any]:
    """A row's fields as they are meant to be read."""
    names = [one for one in row._meta.local_fields if one.name not in HIDDEN]
    told: dict[str, Any] = row.told() if hasattr(row, "told") else {}  # what its ids mean, for who cannot look
    return {one.attname: _value(row, one) for one in names} | told


def _value(row: models.Model, one: Any) -> Any:
    try:
        value = getattr(row, one.attname)
    except CannotOpen:
        return None
    if isinstance(one, EncryptedBytes):
        return None if value is None else f"media/{row.pk}.{one.name}"
    if isinstance(value, memoryview | bytes):
        return bytes(value).hex()
    return value


def here(model: type[models.Model], **wanted: Any) -> Callable[[Target], QuerySet[Any]]:
    """Rows by conditions whose values are read from the target: ``here(Draft, person_id__in="person_ids")``."""

    def rows(target: Target) -> QuerySet[Any]:
        found = {name: list(getattr(target, value)) for name, value in wanted.items()}
        return model._default_manager.filter(workspace_id=target.workspace_id, **found)

    return rows
