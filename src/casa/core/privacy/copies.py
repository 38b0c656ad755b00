"""What stands in a copy: tables as JSON lines and as CSV, pictures and files beside them, and a manifest of it all.

The format is described for hosts in docs/hosts/export.md; ``FORM`` moves when it changes.
"""

import csv
import io
import json
import zipfile
from collections.abc import Callable, Iterable, Iterator
from typing import IO, Any
from uuid import UUID

from django.conf import settings
from django.db import models
from django.utils import timezone

from casa.core.accounts.models import User, Workspace
from casa.core.accounts.rules import log_reads
from casa.core.privacy import tables
from casa.core.privacy.kinds import KINDS
from casa.core.privacy.kinds.base import HIDDEN, Store, Target
from casa.core.privacy.models import Export
from casa.core.privacy.targets import target_of
from casa.core.vault.crypto import CannotOpen
from casa.core.vault.fields import EncryptedBytes
from casa.core.vault.keyring import index_key, ledger_key

FORM = 1
TELL_EVERY = 500  # rows between two words on how far it is
RISKY = ("=", "+", "-", "@", "\t", "\r")
Told = Callable[[int], None]


def write(archive: zipfile.ZipFile, row: Export, told: Told) -> None:
    """Write the copy that was asked for. ``told`` hears how many rows are done."""
    if row.person_id is None:
        _workspace(archive, row.workspace_id, told)
    else:
        if row.asked_by_id:  # not the guest themselves, at their own link
            log_reads([row.person_id], "export")
        _person(archive, target_of(row.person_id), told)


def _person(archive: zipfile.ZipFile, target: Target, told: Told) -> None:
    """Each store of each kind, and what the law would make us keep of it."""
    held: dict[str, Any] = {}
    for kind in KINDS:
        for store in kind.stores:
            name, sums = f"{kind.name}/{_file_name(store.label)}", tables.Sum()
            _lines(archive, f"{name}.jsonl", (sums.add(_line(one)) for one in store.export(target)))
            if sums.count:
                _csv(archive, f"{name}.csv", store.export(target))
                _media(archive, _rows_of(store, target))
                held[name] = sums.told() | {"kept_after_erasure": store.keeps}
            told(sum(entry["rows"] for entry in held.values()))
    _manifest(archive, {"what": "person", "tables": held})


def _file_name(label: str) -> str:
    return label.lower().replace(",", "").replace("-", "_").replace(" ", "_")


def _rows_of(store: Store, target: Target) -> Iterable[models.Model]:
    return store.rows(target).order_by("pk").iterator(chunk_size=20) if _media_columns(store.model) else ()


def _line(record: dict[str, Any]) -> bytes:
    return json.dumps(record, default=str, ensure_ascii=False, sort_keys=True).encode() + b"\n"


def _workspace(archive: zipfile.ZipFile, workspace_id: UUID, told: Told) -> None:
    """Every table that is the business's own, its colleagues, and the two keys behind its keyed stand-ins."""
    held: dict[str, Any] = {}
    house = Workspace.objects.get(id=workspace_id)
    archive.writestr("workspace.json", tables.line_of(plain_workspace(house)))
    archive.writestr("keys.json", tables.line_of({"index": index_key().hex(), "ledger": ledger_key().hex()}))
    users = User.objects.filter(id__in=_who_is_named(workspace_id)).order_by("id")
    _lines(archive, "users.jsonl", (tables.line_of(plain_user(user)) for user in users))
    for model in tables.exported():
        name = model._meta.label.lower()
        before = sum(entry["rows"] for entry in held.values())
        held[name] = _table(archive, f"tables/{name}.jsonl", model, workspace_id, lambda n, b=before: told(b + n))  # type: ignore[misc]
        if held[name]["rows"]:
            _csv(archive, f"csv/{name}.csv", (tables.as_record(row) for row in tables.rows(model, workspace_id)))
            _media(archive, tables.rows(model, workspace_id) if _media_columns(model) else ())
    told(sum(entry["rows"] for entry in held.values()))
    _manifest(archive, {"what": "workspace", "workspace": str(workspace_id), "tables": held})


def _table(archive: zipfile.ZipFile, name: str, model: type[Any], workspace_id: UUID, told: Told) -> dict[str, Any]:
    sums = tables.Sum()
    with archive.open(name, "w", force_zip64=True) as entry:
        for row in tables.rows(model, workspace_id):
            entry.write(sums.add(tables.line_of(tables.as_record(row))))
            if sums.count % TELL_EVERY == 0:
                told(sums.count)
    return sums.told()


def sums_of(workspace_id: UUID) -> dict[str, Any]:
    """The counts and checksums a copy made now would have, table by table."""
    found: dict[str, Any] = {}
    for model in tables.exported():
        sums = tables.Sum()
        for row in tables.rows(model, workspace_id):
            sums.add(tables.line_of(tables.as_record(row)))
        found[model._meta.label.lower()] = sums.told()
    return found


def _who_is_named(workspace_id: UUID) -> set[UUID]:
    """Colleagues of today and of before: everybody whom some row names."""
    found: set[UUID] = set()
    for model in tables.exported():
        for one in model._meta.local_fields:
            if one.related_model is User:
                rows = model._default_manager.filter(workspace_id=workspace_id, **{f"{one.name}__isnull": False})
                found.update(rows.order_by().values_list(one.attname, flat=True).distinct())
    return found


def plain_workspace(house: Workspace) -> dict[str, Any]:
    kept = [one for one in house._meta.local_fields if one.name != "keys_version"]
    return {one.attname: tables.plain_value(house, one) for one in kept}


def plain_user(user: User) -> dict[str, Any]:
    return {name: tables.plain_value(user, user._meta.get_field(name)) for name in tables.USER_COLUMNS}


# ------------------------------------------------------------------------------------------------ files of a copy


def _media_columns(model: type[models.Model]) -> list[EncryptedBytes]:
    hidden = HIDDEN | tables.LEFT_OUT.get(model._meta.label, frozenset())
    return [one for one in model._meta.local_fields if isinstance(one, EncryptedBytes) and one.name not in hidden]


def _media(archive: zipfile.ZipFile, rows: Iterable[models.Model]) -> None:
    """Pictures and files, one at a time in memory."""
    for row in rows:
        for one in _media_columns(type(row)):
            try:
                value = getattr(row, one.attname)
            except CannotOpen:
                continue
            if value is not None:
                archive.writestr(tables.media_name(row, one), value)


def _lines(archive: zipfile.ZipFile, name: str, lines: Iterable[bytes]) -> None:
    with archive.open(name, "w", force_zip64=True) as entry:
        for line in lines:
            entry.write(line)


def _csv(archive: zipfile.ZipFile, name: str, records: Iterator[dict[str, Any]]) -> None:
    """A table for spreadsheets; no cell of it is read as a formula."""
    with archive.open(name, "w", force_zip64=True) as entry, io.TextIOWrapper(entry, "utf-8-sig", newline="") as text:
        writer: Any = None
        for record in records:
            writer = writer or _headed(text, list(record))
            writer.writerow({column: _cell(value) for column, value in record.items()})


def _headed(text: IO[str], names: list[str]) -> Any:
    writer = csv.DictWriter(text, names, lineterminator="\r\n")
    writer.writeheader()
    return writer


def _cell(value: Any) -> Any:
    told = json.dumps(value, default=str, ensure_ascii=False) if isinstance(value, dict | list) else value
    return f"'{told}" if isinstance(told, str) and told.startswith(RISKY) else told


def _manifest(archive: zipfile.ZipFile, told: dict[str, Any]) -> None:
    head = {"form": FORM, "casa": settings.VERSION, "made": timezone.now().isoformat()}
    archive.writestr("manifest.json", json.dumps(head | told, indent=1, ensure_ascii=False))
