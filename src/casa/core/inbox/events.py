"""What else happens when something happens in the inbox: job names, deferred in the same transaction.

The rooms above the inbox (assistant, campaigns …) are named here and never imported. A test checks that each exists.
Where something has to follow in the very same transaction, the room above hands its rule in when it starts
(``apps.py: ready``): what it returns is listed in the thread as a consequence.
"""

from collections.abc import Callable, Iterable
from uuid import UUID

from casa.core.accounts.jobs import defer
from casa.core.appointments.rules import Change as AppointmentChange
from casa.core.inbox.models import Conversation, Message
from casa.core.stays.rules import Change as StayChange

ON_MESSAGE = ("assistant.draft",)
ON_PROPERTY = ("assistant.take_details",)
ON_STAY_CHANGE = ("assistant.draft",)

WITH_STAY: list[Callable[[StayChange], Iterable[str]]] = []
WITH_APPOINTMENT: list[Callable[[AppointmentChange], Iterable[str]]] = []
BEFORE_DRAFTING: list[Callable[[Conversation, Message], bool]] = []  # one that says True took it: nothing is drafted


def begin(jobs: Iterable[str], workspace_id: UUID, conversation_id: UUID) -> None:
    """Queue what is to be done about a conversation; once each, however often it is asked for."""
    for job in jobs:
        here = {"workspace_id": str(workspace_id), "conversation_id": str(conversation_id)}
        defer(job, queue="assist", once=f"{job}:{conversation_id}", **here)
