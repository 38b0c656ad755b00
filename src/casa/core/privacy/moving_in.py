"""A copy of a workspace moves into an empty Casa: the same ids, counts and checksums, sealed under keys of this house.

All or nothing: one transaction, checked against the manifest at its end. Connections arrive ended, because secrets
never leave a house: connect again. Colleagues arrive without a password: they ask for a new one.
"""

import io
import itertools
import json
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from casa.core.accounts.models import User, Workspace
from casa.core.accounts.rules import NotPossible, log_action
from casa.core.accounts.scope import workspace_scope
from casa.core.connections.models import Connection, Health
from casa.core.privacy import tables
from casa.core.privacy.copies import FORM, sums_of
from casa.core.vault.crypto import key_context
from casa.core.vault.fields import encrypted_fields
from casa.core.vault.keyring import keyring
from casa.core.vault.models import DataKey, KeyKind

AT_ONCE = 500
Progress = Callable[[str, int], None]


def move_in(file: Path, progress: Progress = lambda _table, _rows: None) -> dict[str, Any]:
    """Read a copy into this Casa; its tables with counts and checksums. Raises NotPossible, and then nothing is in."""
    try:
        with zipfile.ZipFile(file) as archive:
            manifest = json.loads(archive.read("manifest.json"))
            _check(manifest)
            return _take(archive, manifest, progress)
    except (zipfile.BadZipFile, KeyError, json.JSONDecodeError) as error:
        raise NotPossible("This is not a whole copy of a workspace. Fetch it again, and do not unpack it.") from error


def _check(manifest: dict[str, Any]) -> None:
    if manifest["what"] != "workspace":
        raise NotPossible("This is the copy of one person. Only the copy of a whole workspace can move in.")
    if manifest["form"] != FORM:
        raise NotPossible("This copy was made by another version of Casa. Use the version that is named in it.")
    if not is_empty():
        raise NotPossible("There is a workspace here already. A copy moves into an empty Casa only.")


def is_empty() -> bool:
    """Whether nobody has a workspace in this Casa yet."""
    return not Workspace.objects.using("system").exists()


def _take(archive: zipfile.ZipFile, manifest: dict[str, Any], progress: Progress) -> dict[str, Any]:
    here = UUID(manifest["workspace"])
    with transaction.atomic():
        with workspace_scope(here):
            _house(archive, here)
            for model in tables.exported():
                progress(model._meta.label.lower(), _rows(archive, model, here))
            log_action("privacy.moved_in", None, tables=len(manifest["tables"]))
            with connection.cursor() as cursor:
                cursor.execute("set constraints all immediate")  # the ledgers' chains are linked now
                cursor.execute("set constraints all deferred")
        with workspace_scope(here):
            return _proven(manifest, here)


def _proven(manifest: dict[str, Any], here: UUID) -> dict[str, Any]:
    """Count everything again. The line in the action log about moving in is this house's own."""
    found, told = sums_of(here), manifest["tables"]
    wrong = [name for name, entry in told.items() if name != "accounts.action" and found.get(name) != entry]
    if wrong or found["accounts.action"]["rows"] != told["accounts.action"]["rows"] + 1:
        raise NotPossible(f"These tables did not arrive as they left: {', '.join(wrong) or 'accounts.action'}.")
    return found


def _house(archive: zipfile.ZipFile, here: UUID) -> None:
    """The workspace, its keys for look-up and proof, and the people who work in it."""
    record = json.loads(archive.read("workspace.json"))
    Workspace(**_columns(Workspace, record)).save(force_insert=True)
    keys = json.loads(archive.read("keys.json"))
    for kind in (KeyKind.INDEX, KeyKind.LEDGER):
        _key(here, kind, bytes.fromhex(keys[kind]))
    for line in _lines(archive, "users.jsonl"):
        user = User(**_columns(User, line))
        user.set_unusable_password()
        user.save(force_insert=True)


def _columns(model: Any, record: dict[str, Any]) -> dict[str, Any]:
    return {name: model._meta.get_field(name).to_python(value) for name, value in record.items()}


def _key(here: UUID, kind: str, raw: bytes) -> None:
    """A data key that came along, wrapped under this house's own master key."""
    master = settings.MASTER_KEYS
    row = DataKey.objects.create(workspace_id=here, kind=kind, holder=here, epoch=master.current, wrapped=b"")
    row.wrapped = master.wrap(row.epoch, raw, key_context(here, kind, row.id))
    row.save(update_fields=["wrapped"])


def _rows(archive: zipfile.ZipFile, model: Any, here: UUID) -> int:
    count, lines = 0, _lines(archive, f"tables/{model._meta.label.lower()}.jsonl")
    while batch := list(itertools.islice(lines, AT_ONCE)):
        rows = [tables.of_record(model, record, here, archive.read) for record in batch]
        _get_ready(model, rows)
        model._default_manager.bulk_create(rows)
        count += len(rows)
    return count


def _get_ready(model: Any, rows: list[Any]) -> None:
    """The keys of a batch with few queries; a connection arrives ended."""
    for one in encrypted_fields(model):
        keyring.make_ready(one.under, [getattr(row, one.holder) for row in rows if getattr(row, one.holder)])
    for row in rows if model is Connection else ():
        row.health, row.disconnected_at = Health.DISCONNECTED, timezone.now()


def _lines(archive: zipfile.ZipFile, name: str) -> Iterator[dict[str, Any]]:
    with archive.open(name) as entry, io.TextIOWrapper(entry, "utf-8") as text:
        for line in text:
            yield json.loads(line)
