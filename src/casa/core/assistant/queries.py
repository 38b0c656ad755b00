"""What pages read of the assistant."""

from uuid import UUID

from django.db.models import Q, QuerySet

from casa.core.accounts.prepared import prepared
from casa.core.accounts.scope import current_workspace_id
from casa.core.assistant.models import Draft, DraftState, Knowledge, Run
from casa.core.inbox.models import Conversation
from casa.core.vault.fields import warm

ALIVE = (DraftState.READING, DraftState.READY, DraftState.PERSON, DraftState.NOTHING)


def living_draft(conversation: Conversation) -> Draft | None:
    """The draft that stands beside a conversation now."""
    return next(iter(_living(conversation.workspace_id, conversation.id)), None)


@prepared
def _living(workspace_id: UUID, conversation_id: UUID) -> QuerySet[Draft]:
    rows = Draft.objects.filter(workspace_id=workspace_id, conversation_id=conversation_id, state__in=ALIVE)
    return rows.order_by("id")[:1]


def knowledge(property_id: UUID | None = None, *, everything: bool = False) -> list[Knowledge]:
    """Passages about a home and those about all homes, or every passage there is."""
    rows = Knowledge.objects.filter(workspace_id=current_workspace_id(), removed_at=None)
    if not everything:
        rows = rows.filter(Q(property_id=property_id) | Q(property=None))
    found = list(rows.select_related("property", "author").order_by("property__name", "created_at", "id"))
    warm(found)
    return found


def runs(limit: int = 50) -> list[Run]:
    """The AI ledger, newest first."""
    return list(Run.objects.filter(workspace_id=current_workspace_id()).order_by("-at")[:limit])
