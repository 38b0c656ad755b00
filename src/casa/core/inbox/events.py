"""What else happens when something happens in the inbox: job names, deferred in the same transaction.

The rooms above the inbox (assistant, campaigns …) are named here and never imported. A test checks that each exists.
Where something has to follow in the very same transaction, the room above hands its rule in when it starts
(``apps.py: ready``): what it returns is listed in the thread as a consequence.
"""

from collections.abc import Callable, Iterable

from casa.core.appointments.rules import Change as AppointmentChange
from casa.core.inbox.models import Conversation, Message
from casa.core.stays.rules import Change as StayChange

ON_MESSAGE = ("assistant.draft",)
ON_PROPERTY = ("assistant.take_details",)
ON_STAY_CHANGE = ("assistant.draft",)

WITH_STAY: list[Callable[[StayChange], Iterable[str]]] = []
WITH_APPOINTMENT: list[Callable[[AppointmentChange], Iterable[str]]] = []
BEFORE_DRAFTING: list[Callable[[Conversation, Message], bool]] = []  # one that says True took it: nothing is drafted
