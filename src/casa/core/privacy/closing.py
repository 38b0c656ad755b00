"""Closing a workspace: thirty days in which it can be opened again, then its keys are destroyed and its rows go.

Every account is disconnected with the closing, so nothing leaves or arrives in these days (CA-5a). At their end the
keys go first, in one commit: from then on nothing can be read, here or in a copy under these keys. The rows follow in
batches, the certificate goes to the owners by e-mail, and the workspace itself goes last. It can be cut off anywhere.
"""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.core.mail import send_mail
from django.db import connections, models, transaction
from django.utils import timezone

from casa.core.accounts.jobs import schedule, unschedule
from casa.core.accounts.live import touch
from casa.core.accounts.models import Due, Member, Role, User, Workspace
from casa.core.accounts.queries import workspace
from casa.core.accounts.rules import NotPossible, log_action
from casa.core.accounts.scope import current_scope, workspace_scope
from casa.core.accounts.walls import walled_models
from casa.core.connections.models import Connection
from casa.core.connections.rules import disconnect
from casa.core.privacy import export
from casa.core.privacy.kinds import KINDS
from casa.core.privacy.models import Closing, Export, LegalHold
from casa.core.vault.rules import destroy_all_keys

GRACE = timedelta(days=30)  # CA-5c
JOB, KEY = "privacy.close", "closing"
AT_ONCE = 5000  # rows a transaction
HELD = "A legal hold keeps data here. Lift every hold first."
LAST = (Closing, Member)
"""What tells whom to write to, and that something is still to do: with the workspace itself, at the very end."""


def standing() -> Closing | None:
    """The closing of this workspace; None while it is open."""
    return Closing.objects.filter(workspace_id=current_scope().workspace_id).first()


def close(name: str) -> Closing:
    """The owner closes the workspace whose name they typed. Raises NotPossible for another name and under a hold."""
    scope = current_scope()
    if name.strip() != workspace(scope.workspace_id).name:
        raise NotPossible("Type the name of the workspace exactly as it stands above.")
    if _held(scope.workspace_id):
        raise NotPossible(HELD)
    row, made = Closing.objects.get_or_create(
        workspace_id=scope.workspace_id,
        defaults={"asked_by_id": scope.user_id, "gone_on": timezone.now() + GRACE},
    )
    if made:
        for connection in Connection.objects.filter(workspace_id=scope.workspace_id, disconnected_at=None):
            disconnect(connection)
        schedule(JOB, row.gone_on, KEY, queue="bulk")
        log_action("workspace.closed", row.id)
        touch("privacy")
    return row


def reopen() -> None:
    """Nothing goes after all. Accounts stay disconnected: their secrets went at once. Raises NotPossible too late."""
    here = current_scope().workspace_id
    row = Closing.objects.select_for_update().filter(workspace_id=here).first()
    if row is None:
        return
    if row.keys_destroyed is not None:
        raise NotPossible("Its keys are destroyed already. A copy that you fetched can move into an empty Casa.")
    row.delete()
    unschedule(KEY)
    log_action("workspace.reopened")
    touch("privacy")


def _held(workspace_id: UUID) -> bool:
    return LegalHold.objects.filter(workspace_id=workspace_id, lifted_at=None).exists()


# ------------------------------------------------------------------------------------------------ the end


def go_on(workspace_id: UUID) -> bool:
    """Destroy a workspace whose time is over, from wherever it was cut off; whether it is gone. Safe to repeat."""
    if not _end_keys(workspace_id):
        return False
    for model in _children_first():
        while _some(workspace_id, model):
            pass
    _forget_jobs(workspace_id)
    _tell(workspace_id)
    _last(workspace_id)
    return True


def _end_keys(workspace_id: UUID) -> bool:
    """With this commit nothing of the workspace can be read any more. False while it is not time, or held."""
    with workspace_scope(workspace_id):
        row = Closing.objects.select_for_update().filter(workspace_id=workspace_id).first()
        if row is None or row.gone_on > timezone.now():
            return False
        if row.keys_destroyed is None:
            if _held(workspace_id):
                schedule(JOB, timezone.now() + timedelta(days=1), KEY, queue="bulk")
                return False
            copies = list(Export.objects.filter(workspace_id=workspace_id).values_list("id", flat=True))
            row.keys_destroyed = destroy_all_keys()
            row.save(update_fields=["keys_destroyed"])
            transaction.on_commit(lambda: _forget_files(copies))
    return True


def _forget_files(copies: list[UUID]) -> None:
    for one in copies:
        export.path_of(one).unlink(missing_ok=True)


def _children_first() -> Iterator[type[models.Model]]:
    """Each table before those it points to."""
    wanted: list[Any] = [model for model in walled_models() if model not in LAST]
    while wanted:
        named = {
            field.related_model for one in wanted for field in one._meta.local_fields if field.related_model is not one
        }
        free = [model for model in wanted if model not in named]
        yield from free
        wanted = [model for model in wanted if model not in free]


def _some(workspace_id: UUID, model: Any) -> int:
    """Some rows of a table, counted in the same commit; how many. The ledgers let only the system role delete."""
    with transaction.atomic(using="system"):
        rows = model._default_manager.using("system").filter(workspace_id=workspace_id)
        links = {one.attname: None for one in model._meta.local_fields if one.related_model is model}
        if links:
            rows.update(**links)  # rows of a table that point at each other
        ids = list(rows.order_by("pk").values_list("pk", flat=True)[:AT_ONCE])
        if ids:
            rows.filter(pk__in=ids)._raw_delete(using="system")
            row = Closing.objects.using("system").select_for_update().get(workspace_id=workspace_id)
            name = _label(model)
            row.counts[name] = row.counts.get(name, 0) + len(ids)
            row.save(update_fields=["counts"], using="system")
        return len(ids)


def _label(model: Any) -> str:
    """A table as the certificate of an erasure calls it, else by its own name."""
    known = (store.label for kind in KINDS for store in kind.stores if store.model is model)
    return next(known, str(model._meta.verbose_name_plural).capitalize())


def _forget_jobs(workspace_id: UUID) -> None:
    with connections["system"].cursor() as cursor:
        cursor.execute(
            "delete from procrastinate_jobs where status = 'todo' and args->>'workspace_id' = %s", [str(workspace_id)]
        )


def _tell(workspace_id: UUID) -> None:
    """The certificate, to each owner. A crash right after it sends it again rather than never."""
    row = Closing.objects.using("system").get(workspace_id=workspace_id)
    if row.told_at is not None:
        return
    house = Workspace.objects.using("system").get(id=workspace_id)
    owners = Member.objects.using("system").filter(workspace_id=workspace_id, role=Role.OWNER).select_related("user")
    for owner in owners:
        send_mail(f"{house.name} is gone from Casa", certificate(house, row), None, [owner.user.email])
    row.told_at = timezone.now()
    row.save(update_fields=["told_at"], using="system")


def certificate(house: Workspace, row: Closing) -> str:
    """What was destroyed, in plain words: counts and days, nobody's name but the workspace's."""
    lines = [f"{name}: {count:,}" for name, count in sorted(row.counts.items())]
    day = f"{row.asked_at.day} {row.asked_at:%B %Y}"
    return "\n".join([
        f"You closed {house.name} on {day}. Its thirty days are over and everything in it is destroyed.", "",
        f"Keys destroyed: {row.keys_destroyed:,}. Nothing that they sealed can be read any more, in copies neither.",
        "Backups of Casa’s own become unreadable within 30 days, when the master key of their time is destroyed.", "",
        "Rows that went:", *lines, "",
        "Keep this message, and the copy you fetched: proof of consent must be kept for five years (R9).",
    ])  # fmt: skip


def _last(workspace_id: UUID) -> None:
    """The workspace itself, and the accounts of people who belong to no other."""
    with transaction.atomic(using="system"):
        members = Member.objects.using("system").filter(workspace_id=workspace_id)
        users = list(members.values_list("user_id", flat=True))
        members._raw_delete(using="system")
        for model in (Due, Closing):
            model._default_manager.using("system").filter(workspace_id=workspace_id)._raw_delete(using="system")
        Workspace.objects.using("system").filter(id=workspace_id)._raw_delete(using="system")
        left = Member.objects.using("system").filter(user_id__in=users).values_list("user_id", flat=True)
        User.objects.using("system").filter(id__in=set(users) - set(left)).delete()
