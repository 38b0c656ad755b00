"""Leave to use AI: given and withdrawn, for one guest or for everybody (promise CA-1c).

A guest has one conversation, so leave for the guest is leave for the conversation. A withdrawal takes effect with its
commit: nothing new is begun (``rules.may_draft``), a draft that stands or is being written ends here, a model that has
not been asked yet is not asked (``rules.still_wanted``), and open pages are told.
"""

from typing import Any

from django.utils import timezone

from casa.core.accounts.live import touch
from casa.core.accounts.scope import current_workspace_id
from casa.core.assistant.models import Draft, DraftState
from casa.core.assistant.queries import ALIVE
from casa.core.inbox.models import Conversation
from casa.core.people.models import Person
from casa.core.people.rules import allow_ai

EVERY_PAGE = "*"


def let(person: Person, allowed: bool) -> None:
    """Let AI work on what this guest writes, or end it."""
    allow_ai(person, allowed)
    mine = Conversation.objects.filter(workspace_id=current_workspace_id(), person_id=person.id)
    talks = list(mine.values_list("id", flat=True))
    if not allowed:
        _end(conversation_id__in=talks)
    touch("inbox", *(f"conversation:{one}" for one in talks))


def end_everywhere() -> None:
    """AI was switched off for the whole business."""
    _end()
    touch(EVERY_PAGE)


def _end(**which: Any) -> None:
    drafts = Draft.objects.filter(workspace_id=current_workspace_id(), state__in=ALIVE, **which)
    talks = list(drafts.values_list("conversation_id", flat=True))
    here = Conversation.objects.filter(workspace_id=current_workspace_id(), id__in=talks)
    list(here.order_by("id").select_for_update().values_list("id", flat=True))
    drafts.update(state=DraftState.DISMISSED, content=None, reason="", changed_at=timezone.now())
    here.update(has_draft=False)
