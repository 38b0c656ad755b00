"""Cards of messages that may be requests: what somebody wrote, and two buttons that say whether it is one."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from casa.core.accounts.rules import log_reads
from casa.core.inbox.queries import visible_people
from casa.core.inbox.ways import CHANNELS
from casa.core.privacy import asking, noticing
from casa.core.privacy.models import PossibleRequest, RequestKind
from casa.core.vault.fields import warm
from casa.web.answers import says_why
from casa.web.inbox.show import short_time
from casa.web.workspace import WorkspaceRequest, right

CARDS = 3
MEANS = {
    "part": "to take out one thing of theirs",
    RequestKind.ERASE: "to erase what you hold of them",
    RequestKind.ACCESS: "what you hold of them",
    RequestKind.OBJECT: "not to use their data for something",
    RequestKind.CORRECT: "to correct something",
    RequestKind.WITHDRAW_AI: "to let no AI read or answer what they write",
    RequestKind.RESTRICT: "to keep their data but use it for nothing",
}
"""What they ask you, as Casa reads it."""
AT_ONCE = {
    RequestKind.WITHDRAW_AI: "A yes ends AI for them at once.",
    RequestKind.RESTRICT: "A yes does it at once: nothing is sent to them, and no search, list or draft finds them.",
}
"""What a colleague's yes does, said before they give it."""
DONE = {
    RequestKind.WITHDRAW_AI: "Done. No AI works on their messages any more.",
    RequestKind.RESTRICT: "Done. What you hold of them is kept, and used for nothing.",
}


def cards(request: WorkspaceRequest) -> dict[str, Any]:
    """The oldest few, and whether more wait behind them. That their words are shown is written down."""
    rows = noticing.waiting(visible_people(request.member), CARDS + 1)
    warm([row.message.person for row in rows], [row.message for row in rows])
    log_reads([row.message.person_id for row in rows[:CARDS]], "request")
    return {"rows": [_card(row) for row in rows[:CARDS]], "more": len(rows) > CARDS}


def _card(row: PossibleRequest) -> dict[str, Any]:
    message, person = row.message, row.message.person
    asked = asking.read(message.body)
    return {
        "id": row.id,
        "name": person.shown_name,
        "person_id": person.id,
        "conversation_id": message.conversation_id,
        "words": "" if person.restricted_at or asked is None else asked.said.rstrip(".!"),
        "means": MEANS[asked.right if asked and asked.right in MEANS else RequestKind(row.kind)],
        "at_once": AT_ONCE.get(RequestKind(row.kind), ""),
        "channel": CHANNELS.get(message.channel, message.channel),
        "at": message.sent_at,
        "time": short_time(message.sent_at, timezone.now()),
    }


def _seen(request: WorkspaceRequest, id: UUID) -> UUID:
    """The card, if its writer may be seen by this member."""
    if not noticing.of(visible_people(request.member)).filter(id=id).exists():
        raise Http404
    return id


@right("privacy.edit")
@require_POST
@says_why
def is_one(request: WorkspaceRequest, id: UUID) -> HttpResponse:
    """It is a request: its own page follows, with the days that are left or with what is done."""
    row = noticing.it_is(_seen(request, id))
    messages.success(request, DONE.get(RequestKind(row.kind), "Opened. Its 30 days run from the day they wrote."))
    return redirect("privacy_request", request.workspace.slug, row.id)


@right("privacy.edit")
@require_POST
@says_why
def is_none(request: WorkspaceRequest, id: UUID) -> HttpResponse:
    """It is none; nothing else follows."""
    noticing.it_is_not(_seen(request, id))
    messages.success(request, "Noted: it is no request.")
    return redirect("privacy", request.workspace.slug)
