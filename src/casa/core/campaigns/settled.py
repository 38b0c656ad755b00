"""What became of the messages of sequences: sent, held back by the gate, or skipped, each with its reason."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Count as Counting
from django.utils import timezone

from casa.core.accounts.scope import current_workspace_id
from casa.core.appointments.models import Appointment
from casa.core.campaigns.models import Planned, PlannedState, Sequence, Step
from casa.core.campaigns.sequences import ABOUT, concerning
from casa.core.inbox.models import OutboxState
from casa.core.people.models import Person
from casa.core.people.queries import Within
from casa.core.stays.models import Reservation
from casa.core.vault.fields import warm

LAST = timedelta(days=30)
WORDS: dict[str, tuple[str, str]] = {
    OutboxState.QUEUED: ("Leaves now", "wait"), OutboxState.HELD: ("Held", "wait"),
    OutboxState.SENDING: ("Leaves now", "wait"), OutboxState.SENT: ("Sent", "ok"),
    OutboxState.DELIVERED: ("Delivered", "ok"), OutboxState.FAILED: ("Not delivered", "bad"),
    OutboxState.BLOCKED: ("Not allowed", "bad"), OutboxState.UNSURE: ("Not sure it left", "wait"),
    OutboxState.CANCELLED: ("Taken back", ""), "read": ("Read", "ok"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Settled:
    """One message whose time has come. ``tone``: ok, wait, bad or "" (skipped); ``why`` for all but the delivered."""

    at: datetime
    step: Step
    person: Person
    stay: Reservation | None
    visit: Appointment | None
    words: str
    tone: str
    why: str
    rule: str
    message_id: UUID | None
    conversation_id: UUID | None


def settled(row: Sequence, within: Within = None, limit: int = 40) -> list[Settled]:
    """The latest first, of the last 30 days. The caller writes the read log. One query, however many."""
    rows = Planned.objects.filter(
        workspace_id=current_workspace_id(), step__sequence=row, settled_at__gt=timezone.now() - LAST
    ).exclude(state=PlannedState.WAITING)
    if within is not None:
        rows = rows.filter(concerning(within))
    listed = rows.select_related(*ABOUT, "message").defer("message__tokens").order_by("-settled_at", "-id")[:limit]
    found = [made for each in listed if (made := _settled(each)) is not None]
    warm([each.person for each in found])
    return found


def _settled(row: Planned) -> Settled | None:
    person, message, at = row.whom, row.message, row.settled_at or row.at
    if person is None:
        return None
    if message is None:
        why = row.reason or "Its message is gone."
        return Settled(at, row.step, person, row.reservation, row.appointment, "Skipped", "", why, "", None, None)
    words, tone = WORDS.get(message.status, WORDS[OutboxState.QUEUED])
    return Settled(
        at, row.step, person, row.reservation, row.appointment, words, tone, message.why, message.rule,
        message.id, message.conversation_id,
    )  # fmt: skip


def ahead_of(ids: Iterable[UUID], days: int = 30) -> dict[UUID, int]:
    """How many messages of each sequence are planned for the days ahead; one query."""
    rows = Planned.objects.filter(
        workspace_id=current_workspace_id(),
        step__sequence__in=list(ids),
        state=PlannedState.WAITING,
        at__lte=timezone.now() + timedelta(days=days),
    )
    grouped = rows.values("step__sequence").annotate(many=Counting("id")).order_by()
    return {each["step__sequence"]: each["many"] for each in grouped}
