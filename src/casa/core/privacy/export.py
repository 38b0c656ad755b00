"""Copies of a person's data, or of a whole workspace: as a job with progress, sealed on the disk until fetched.
What stands in a copy: ``copies.py``.
"""

import io
import os
import zipfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection, connections, transaction
from django.utils import timezone

from casa.core.accounts.jobs import defer, schedule
from casa.core.accounts.live import touch
from casa.core.accounts.rules import NotPossible, log_action, log_reads
from casa.core.accounts.scope import current_scope, workspace_scope
from casa.core.people.models import Person
from casa.core.privacy.copies import Told, write
from casa.core.privacy.erase import whole
from casa.core.privacy.guests import say
from casa.core.privacy.models import Export, ExportState
from casa.core.privacy.sealed_file import SealedWriter, opened
from casa.core.vault.crypto import new_data_key

EXPORT = "privacy.export"
FETCH_WITHIN = timedelta(days=7)


def begin(person: Person | None = None) -> Export:
    """Ask for a copy of one person's data, or (None) of the whole workspace. One at a time of each."""
    scope = current_scope()
    person_id = whole(person).id if person else None
    running = Export.objects.filter(workspace_id=scope.workspace_id, person_id=person_id, state=ExportState.RUNNING)
    if known := running.first():
        return known
    row = Export.objects.create(workspace_id=scope.workspace_id, person_id=person_id, asked_by_id=scope.user_id)
    log_action("privacy.export_asked", person_id, export=str(row.id))
    here = {"workspace_id": str(row.workspace_id), "export_id": str(row.id)}
    defer(EXPORT, queue="bulk", lock=f"export:{row.id}", once=f"export:{row.id}", **here)
    return row


def path_of(export_id: UUID) -> Path:
    return Path(settings.EXPORTS_PATH) / f"{export_id}.sealed"


def make(workspace_id: UUID, export_id: UUID) -> None:
    """Write the copy. A run that was cut off begins anew; a copy that is ready stays as it is."""
    with workspace_scope(workspace_id):
        row = Export.objects.filter(workspace_id=workspace_id, id=export_id, state=ExportState.RUNNING).first()
    if row is None:
        return
    key = new_data_key()
    with SealedWriter(path_of(export_id), key) as file, transaction.atomic():
        with connection.cursor() as cursor:  # one moment of everything: nothing points at what came later
            cursor.execute("set transaction isolation level repeatable read")
        with workspace_scope(workspace_id, row.asked_by_id), _zip(file) as archive:
            write(archive, row, _telling(export_id))
    _ready(row, key, file)


def _zip(file: SealedWriter) -> zipfile.ZipFile:
    return zipfile.ZipFile(_Pipe(file), "w", zipfile.ZIP_DEFLATED)


class _Pipe(io.RawIOBase):
    """A zip's way into the sealed file: forward only."""

    def __init__(self, file: SealedWriter) -> None:
        self._to = file

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        return self._to.write(bytes(data))


def _telling(export_id: UUID) -> Told:
    """How far it is, told past the transaction that reads."""

    def told(done: int) -> None:
        with connections["system"].cursor() as cursor:
            cursor.execute("update privacy_export set done = %s where id = %s", [done, export_id])

    return told


def _ready(row: Export, key: bytes, file: SealedWriter) -> None:
    with workspace_scope(row.workspace_id):
        fresh = Export.objects.select_for_update().filter(id=row.id, state=ExportState.RUNNING).first()
        if fresh is None:  # erased or taken back meanwhile
            path_of(row.id).unlink(missing_ok=True)
            return
        fresh.key, fresh.state, fresh.size, fresh.checksum = key, ExportState.READY, file.size, file.checksum
        fresh.ready_at, fresh.expires_at = timezone.now(), timezone.now() + FETCH_WITHIN
        fresh.save()
        schedule(
            "privacy.forget_export", fresh.expires_at, f"export:{row.id}", queue="bulk", args={"export_id": str(row.id)}
        )
        _settle(row.id)
        log_action("privacy.export_ready", row.person_id, export=str(row.id))
        touch("privacy")


def _settle(work_id: UUID) -> None:
    from casa.core.privacy.rights import settle_done  # it stands on this module

    settle_done(work_id)


def fetch(export_id: UUID) -> tuple[Export, Iterator[bytes]]:
    """A ready copy and its plain pieces. Raises NotPossible when it is not ready or no longer kept."""
    scope = current_scope()
    row = Export.objects.filter(workspace_id=scope.workspace_id, id=export_id).first()
    if row is None or row.state != ExportState.READY or not path_of(export_id).exists():
        raise NotPossible(say("copy_gone"))
    Export.objects.filter(id=row.id).update(fetched_at=timezone.now())
    log_action("privacy.export_fetched", row.person_id, export=str(row.id))
    if row.person_id and scope.user_id:  # a guest who fetches their own is nobody who looked at them
        log_reads([row.person_id], "export")
    return row, opened(path_of(export_id), bytes(row.key))


def forget(export_id: UUID) -> None:
    """Destroy a copy: its key with this commit, its file after it."""
    rows = Export.objects.filter(workspace_id=current_scope().workspace_id, id=export_id)
    if rows.exclude(state=ExportState.GONE).update(state=ExportState.GONE, key=None):
        transaction.on_commit(lambda: path_of(export_id).unlink(missing_ok=True))
        log_action("privacy.export_gone", None, export=str(export_id))


def forget_strays() -> int:
    """Files whose row is gone, as an erasure leaves them: unreadable already, and now away. How many."""
    folder, gone = Path(settings.EXPORTS_PATH), 0
    for file in folder.glob("*.sealed") if folder.exists() else ():
        with connections["system"].cursor() as cursor:
            cursor.execute("select 1 from privacy_export where id = %s and state <> 'gone'", [UUID(file.stem)])
            if cursor.fetchone() is None and _old(file):
                file.unlink(missing_ok=True)
                gone += 1
    return gone


def _old(file: Path) -> bool:
    """Not one that is just being put in its place."""
    return timezone.now().timestamp() - os.stat(file).st_mtime > 60
