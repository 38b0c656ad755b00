"""Messages that may use a right of their writer: noticed on their way in, and put before a person who says what it is.

The 30 days of a request run from the day somebody wrote, not from the day a colleague saw it (GDPR art. 12(3)). What
needs no judgment (no AI, restrict) is done with the colleague's word, and once.
"""

from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from casa.core.accounts.live import touch
from casa.core.accounts.rules import NotPossible, log_action
from casa.core.accounts.scope import current_scope, current_workspace_id
from casa.core.inbox.models import Conversation, Message
from casa.core.people.models import Person
from casa.core.people.queries import Within, person
from casa.core.privacy import asking, rights
from casa.core.privacy.models import PossibleRequest, Request, RequestKind, RequestState

STANDS: dict[str, Q] = {
    RequestKind.WITHDRAW_AI: Q(ai_allowed=False),
    RequestKind.RESTRICT: Q(restricted_at__isnull=False),
}
"""How a person looks for whom it was done."""


def notice(_conversation: Conversation, message: Message) -> bool:
    """Look at a message that has just come. Never says that it took it: the message goes on like any other."""
    asked = asking.read(message.body)
    if asked is None or _is_open(message.person_id, asked.kind) or _in_force(message.person_id, asked.kind):
        return False
    row = PossibleRequest(workspace_id=message.workspace_id, message_id=message.id, kind=asked.kind)
    PossibleRequest.objects.bulk_create([row], ignore_conflicts=True)
    touch("privacy")
    return False


def _is_open(person_id: UUID, kind: str) -> bool:
    """Whether they have asked for it already, and wait for the answer."""
    rows = Request.objects.filter(workspace_id=current_workspace_id(), person_id=person_id, kind=kind)
    return rows.filter(state=RequestState.OPEN).exists()


def _in_force(person_id: UUID, kind: str) -> Request | None:
    """The request by which they have it already, if it is one of those that are done at once and is so still."""
    if kind not in STANDS:
        return None
    here = current_workspace_id()
    if not Person.objects.filter(STANDS[kind], workspace_id=here, id=person_id).exists():
        return None
    rows = Request.objects.filter(workspace_id=here, person_id=person_id, kind=kind, state=RequestState.DONE)
    return rows.order_by("-settled_at", "-id").first()


def waiting(within: Within = None, limit: int = 4) -> list[PossibleRequest]:
    """Those that nobody has looked at yet, the oldest first, with message and person, of people who may be seen."""
    rows = of(within).filter(settled_at=None).select_related("message__person").defer("message__tokens")
    return list(rows.order_by("noticed_at", "id")[:limit])


def of(within: Within = None) -> QuerySet[PossibleRequest]:
    """Those of people who may be seen, looked at or not."""
    rows = PossibleRequest.objects.filter(workspace_id=current_workspace_id())
    if within is None:
        return rows
    return rows.filter(message__person__in=Person.objects.filter(within, workspace_id=current_workspace_id()))


def it_is(row_id: UUID) -> Request:
    """A colleague says that it is one: the request is opened, in the words and from the day of the message; no AI and
    a restriction are done with it. What else they wrote of the same kind is settled with it. Raises
    PossibleRequest.DoesNotExist."""
    row = _held(row_id)
    message = row.message
    asked = asking.read(message.body)
    words = asked.said if asked else message.body
    request = _in_force(message.person_id, row.kind) or rights.ask(
        person(message.person_id), row.kind, words, now=min(message.sent_at, timezone.now())
    )
    _same(row).update(settled_at=timezone.now(), settled_by_id=current_scope().user_id, request_id=request.id)
    return request


def it_is_not(row_id: UUID) -> None:
    """A colleague says that it is none. Raises PossibleRequest.DoesNotExist."""
    row = _held(row_id)
    row.settled_at, row.settled_by_id = timezone.now(), current_scope().user_id
    row.save(update_fields=["settled_at", "settled_by_id"])
    log_action("privacy.no_request", row.message.person_id)
    touch("privacy")


def _held(row_id: UUID) -> PossibleRequest:
    """One, held until the transaction ends, with what else they wrote of the same kind: two colleagues who answer two
    of these do it one after the other."""
    row = PossibleRequest.objects.select_related("message").get(workspace_id=current_workspace_id(), id=row_id)
    list(_same(row).order_by("id").select_for_update(of=("self",)).values_list("id", flat=True))
    row.refresh_from_db(fields=["settled_at", "settled_by"])
    if row.settled_at is not None:
        raise NotPossible("A colleague has said already what this is.")
    return row


def _same(row: PossibleRequest) -> QuerySet[PossibleRequest]:
    """What waits of the same person and of the same kind."""
    return of().filter(message__person_id=row.message.person_id, kind=row.kind, settled_at=None)
