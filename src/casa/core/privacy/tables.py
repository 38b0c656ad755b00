"""A workspace's tables as lines of JSON and back: every row that is the business's own, plain, with the same ids.

Keyed stand-ins (look-ups, search tokens, ledger addresses, digests) are copied as they are: the two keys behind them
travel in the copy. Everything sealed is written plain and sealed anew where it arrives. docs/hosts/export.md.
"""

import hashlib
import json
from collections.abc import Callable, Iterator
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import models

from casa.core.accounts.fields import InWorkspace
from casa.core.vault.crypto import CannotOpen
from casa.core.vault.fields import EncryptedBytes, EncryptedField, EncryptedJSON, warm

AT_ONCE = 500
STAYS_HERE = {
    "accounts.Due": "work waiting in this house",
    "accounts.Invitation": "a link into this house; invite again there",
    "connections.Delivery": "raw requests of providers, kept for 30 days only",
    "connections.Pulse": "how busy a connection was in this house",
    "connections.Authorization": "a sign-in under way",
    "inbox.Outbox": "hand-overs of this house: what was sent stands with the messages, what waits must not leave twice",
    "inbox.Presence": "who looks at a page right now",
    "consent.ChainHead": "made again from the ledgers themselves, which proves them",
    "consent.Import": "runs of this house; what they brought in is in the copy",
    "consent.ImportedPerson": "for taking an import back within the day",
    "campaigns.Throttle": "how fast this house sends right now",
    "campaigns.Count": "a count under way",
    "campaigns.Counted": "a count under way",
    "privacy.Export": "copies that lie in this house",
    "privacy.ProviderErasure": "questions to the accounts of this house; what came of them stands in the certificates",
    "privacy.Closing": "the end of the workspace in this house",
    "privacy.GuestLink": "links into this house",
}
"""Tables of a workspace that no copy holds, with the reason."""
LEFT_OUT = {
    "connections.Connection": frozenset({
        "secrets", "hook_token", "hook_hash", "cursor", "health", "trouble", "trouble_since", "last_ok_at",
        "last_sync_at", "expires_at", "disconnected_at", "sync_done", "sync_total",
    }),
    "privacy.Erasure": frozenset({"targets", "words"}),
    "inbox.Attachment": frozenset({"public_until", "public_hash"}),
}  # fmt: skip
"""Columns that no copy holds: secrets of connections, which are made anew by connecting again, and passing state."""
USER_COLUMNS = ("id", "email", "name", "timezone", "theme", "created_at")


def exported() -> list[type[InWorkspace]]:
    """The tables of a copy, each after those it points to."""
    wanted = [m for m in apps.get_models() if issubclass(m, InWorkspace) and m._meta.label not in STAYS_HERE]
    done: list[type[InWorkspace]] = []
    while wanted:
        ready = [model for model in wanted if _needs(model) <= {*done, model} | (_needs(model) - set(wanted))]
        done += ready
        wanted = [model for model in wanted if model not in ready]
    return done


def _needs(model: type[models.Model]) -> set[Any]:
    return {field.related_model for field in model._meta.local_fields if field.is_relation}


def columns(model: type[models.Model]) -> list[Any]:
    left_out = LEFT_OUT.get(model._meta.label, frozenset())
    return [one for one in model._meta.local_fields if one.name not in left_out and one.name != "workspace"]


def rows(model: type[models.Model], workspace_id: UUID) -> Iterator[models.Model]:
    """Every row in order of its id: for ledgers that is not the order of the chain, see ``ordered``."""
    order, last = ordering(model), None
    found = model._default_manager.filter(workspace_id=workspace_id).order_by(*order)
    while True:
        batch = list(_after(found, order, last)[:AT_ONCE])
        if not batch:
            return
        warm(batch)
        yield from batch
        last = batch[-1]


def ordering(model: type[models.Model]) -> tuple[str, ...]:
    """Ledgers are written in the order of their chain, so that the same links come out where they are read in."""
    return ("brand_id", "seq") if any(one.name == "seq" for one in model._meta.local_fields) else ("id",)


def _after(found: Any, order: tuple[str, ...], last: Any) -> Any:
    if last is None:
        return found
    if len(order) == 1:
        return found.filter(id__gt=last.id)
    same = models.Q(brand_id=last.brand_id, seq__gt=last.seq)
    return found.filter(same | models.Q(brand_id__gt=last.brand_id))


def as_record(row: models.Model) -> dict[str, Any]:
    """A row as plain JSON values. What can no longer be opened is null."""
    return {one.attname: plain_value(row, one) for one in columns(type(row))}


def plain_value(row: models.Model, one: Any) -> Any:
    """One column as a JSON value. A file is named, with its checksum, and lies beside."""
    try:
        value = getattr(row, one.attname)
    except CannotOpen:
        return None
    if isinstance(one, EncryptedBytes):
        return None if value is None else {"media": media_name(row, one), "sha256": hashlib.sha256(value).hexdigest()}
    if value is None or isinstance(value, bool | int | float | str) or isinstance(one, EncryptedJSON):
        return value
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, UUID | Decimal):
        return str(value)
    return one.value_to_string(row) if not isinstance(one, models.JSONField) else value


def media_name(row: models.Model, one: Any) -> str:
    return f"media/{row.pk}.{one.name}"


def of_record(
    model: type[models.Model], record: dict[str, Any], workspace_id: UUID, media: Callable[[str], bytes]
) -> models.Model:
    """The row again, not written yet. ``media`` reads a file of the copy by its name."""
    row = model(workspace_id=workspace_id)
    for one in columns(model):
        if one.attname in record:
            setattr(row, one.attname, _value(one, record[one.attname], media))
    return row


def _value(one: Any, value: Any, media: Callable[[str], bytes]) -> Any:
    if value is not None and isinstance(one, EncryptedBytes):
        return media(value["media"])
    if value is None or isinstance(one, EncryptedField | models.JSONField):
        return value
    field = one.target_field if one.is_relation else one
    found = field.to_python(value)
    return bytes(found) if isinstance(found, memoryview) else found


def line_of(record: dict[str, Any]) -> bytes:
    """The one spelling of a record; checksums are made over it."""
    return json.dumps(record, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode() + b"\n"


class Sum:
    """A table's count and checksum: SHA-256 over its lines in order."""

    def __init__(self) -> None:
        self.count, self._hash = 0, hashlib.sha256()

    def add(self, line: bytes) -> bytes:
        self.count += 1
        self._hash.update(line)
        return line

    def told(self) -> dict[str, Any]:
        return {"rows": self.count, "sha256": self._hash.hexdigest()}
