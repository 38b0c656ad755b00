"""Destroying and rotating keys."""

from collections.abc import Callable
from uuid import UUID

from django.conf import settings
from django.db import connections, transaction
from django.db.models import F
from django.utils import timezone

from casa.core.accounts.models import Workspace
from casa.core.accounts.rules import log_action
from casa.core.accounts.scope import current_scope
from casa.core.vault.crypto import CannotOpen, key_context
from casa.core.vault.keyring import keyring
from casa.core.vault.models import DataKey


def destroy_keys(kind: str, holder: UUID) -> int:
    """Destroy every data key of a holder: what they sealed is unreadable with this commit. How many went."""
    workspace_id = current_scope().workspace_id
    gone = DataKey.objects.filter(workspace_id=workspace_id, kind=kind, holder=holder, wrapped__isnull=False).update(
        wrapped=None, destroyed_at=timezone.now(), current=False
    )
    _turn_page(workspace_id)
    log_action("vault.keys_destroyed", holder, kind=kind, count=gone)
    return gone


def destroy_all_keys() -> int:
    """Destroy every data key of the workspace: nothing in it can be opened after this commit. How many went."""
    workspace_id = current_scope().workspace_id
    gone = DataKey.objects.filter(workspace_id=workspace_id, wrapped__isnull=False).update(
        wrapped=None, destroyed_at=timezone.now(), current=False
    )
    _turn_page(workspace_id)
    log_action("vault.all_keys_destroyed", None, count=gone)
    return gone


def _turn_page(workspace_id: UUID) -> None:
    Workspace.objects.filter(id=workspace_id).update(keys_version=F("keys_version") + 1)
    keyring.forget(workspace_id)
    transaction.on_commit(lambda: keyring.forget(workspace_id))


def rewrap_all(batch: int = 500, progress: Callable[[int], None] = lambda _done: None) -> int:
    """Wrap every data key anew under the current master-key epoch; no data row is touched. How many were.

    ``progress`` hears the number done after each batch. What cannot be moved stays as it is, and the rest goes on: a
    key that is locked at this moment, one whose epoch is gone, one that was tampered with.
    """
    done, last = 0, 0
    while True:
        moved, last = _rewrap_some(batch, last)
        if not last:
            return done
        done += moved
        progress(done)


def _rewrap_some(batch: int, after: int) -> tuple[int, int]:
    """The next batch by id: how many moved, and the last id looked at (0: there were none)."""
    master = settings.MASTER_KEYS
    epoch = master.current
    with transaction.atomic(using="system"):
        rows = list(
            DataKey.objects.using("system")
            .select_for_update(skip_locked=True)
            .filter(id__gt=after, wrapped__isnull=False, epoch__in=[old for old in master.keys if old != epoch])
            .order_by("id")[:batch]
        )
        moved = [row for row in rows if _rewrap(row, epoch)]
        DataKey.objects.using("system").bulk_update(moved, ["wrapped", "epoch"])
    return len(moved), rows[-1].id if rows else 0


def _rewrap(row: DataKey, epoch: int) -> bool:
    context = key_context(row.workspace_id, row.kind, row.id)
    try:
        plain = settings.MASTER_KEYS.unwrap(row.epoch, bytes(row.wrapped or b""), context)
    except CannotOpen:
        return False
    row.wrapped, row.epoch = settings.MASTER_KEYS.wrap(epoch, plain, context), epoch
    return True


def epochs_in_use() -> dict[int, int]:
    """How many living data keys hang on each master-key epoch."""
    with connections["system"].cursor() as cursor:
        cursor.execute("select epoch, count(*) from vault_datakey where wrapped is not null group by epoch")
        return dict(cursor.fetchall())
