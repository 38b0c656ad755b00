"""How a hand-over moves from state to state: with its message, under locks that are taken in one order everywhere."""

from datetime import datetime
from uuid import UUID

from django.utils import timezone

from casa.core.accounts.jobs import schedule
from casa.core.accounts.live import touch
from casa.core.accounts.scope import current_workspace_id
from casa.core.inbox.models import Conversation, Message, Outbox, OutboxState

WAITING = (OutboxState.QUEUED, OutboxState.HELD)
OPEN = (OutboxState.SENDING, OutboxState.UNSURE)


def hold_conversations(ids: list[UUID]) -> None:
    """Conversations are held before the rows in them, in one order."""
    list(Conversation.objects.filter(id__in=ids).order_by("id").select_for_update().values_list("id"))


def locked(row_id: UUID, states: tuple[str, ...]) -> Outbox | None:
    """A row held until the transaction ends, if it is still in one of these states."""
    rows = Outbox.objects.select_for_update(of=("self",)).select_related("message", "identity", "connection")
    return rows.filter(workspace_id=current_workspace_id(), id=row_id, state__in=states).first()


def wait(row: Outbox, until: datetime, state: str, why: str) -> None:
    """Put a row back until a time, with a job for it. One of a batch waits for the batch's own job."""
    row.not_before = until
    row.save(update_fields=["not_before"])
    move(row, state, why)
    if row.batch is not None:
        return
    schedule("inbox.hand_over", until, f"out:{row.id}", args={"conversation_id": str(row.conversation_id)})


def move(row: Outbox, state: str, why: str, rule: str = "") -> None:
    """Move a row and its message; a message's state never goes back from what a callback has already said."""
    row.state, row.changed_at = state, timezone.now()
    if state == OutboxState.SENT:
        row.secret = None
    row.save(update_fields=["state", "changed_at", "secret"])
    rank = {"sent": 2, "failed": 4}.get(state, 1)
    moved = Message.objects.filter(id=row.message_id, status_rank__lte=rank).update(
        status=state,
        status_rank=rank if state in ("sent", "failed") else 1,
        status_at=timezone.now(),
        why=why[:300],
        rule=rule,
    )
    if moved and state in (OutboxState.FAILED, OutboxState.BLOCKED):
        Conversation.objects.filter(id=row.conversation_id).update(failed=True)
    touch("inbox", f"conversation:{row.conversation_id}")
