"""Data that is kept but not used (GDPR art. 18): a thread stays closed; who must open it says on which ground.

Only an owner or manager may, for a quarter of an hour, and it stands in the read log with the ground (art. 18(2)).
"""

from datetime import datetime, timedelta
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from casa.core.accounts.roles import may
from casa.core.accounts.rules import log_reads
from casa.core.inbox.models import Conversation
from casa.core.people.models import Person
from casa.core.people.queries import person
from casa.core.people.rules import restrict
from casa.web.answers import is_fragment
from casa.web.workspace import WorkspaceRequest, right

OPEN_FOR = timedelta(minutes=15)
OPENED = "restricted"
GROUNDS = {
    "asked": "They asked me to",
    "claim": "For a legal claim",
    "others": "To protect somebody else’s rights",
    "public": "The law asks for it (important public interest)",
}
"""The only grounds there are (art. 18(2)); the key stands in the read log."""


def is_open(request: WorkspaceRequest, found: Person) -> bool:
    """Whether this colleague may read of somebody now."""
    if found.restricted_at is None:
        return True
    until = request.session.get(OPENED, {}).get(str(found.id))
    return until is not None and may(request.member, "privacy.read") and datetime.fromisoformat(until) > timezone.now()


def closed(request: WorkspaceRequest, found: Person) -> HttpResponse:
    """The notice in place of a thread. It tells nothing of the person."""
    if is_fragment(request):
        return HttpResponse(headers={"HX-Redirect": request.path})
    context = {
        "since": found.restricted_at,
        "id": found.id,
        "grounds": GROUNDS.items(),
        "may_open": may(request.member, "privacy.read"),
        "may_lift": may(request.member, "privacy.edit"),
    }
    return render(request, "inbox/restricted.html", context)


@right("privacy.read")
@require_POST
def open_anyway(request: WorkspaceRequest, id: UUID) -> HttpResponse:
    """Open it on a ground, and write that down."""
    found, ground = _restricted(id), request.POST.get("ground", "")
    if ground not in GROUNDS:
        return closed(request, found)
    log_reads([found.id], f"restricted:{ground}")
    until = (timezone.now() + OPEN_FOR).isoformat()
    request.session[OPENED] = request.session.get(OPENED, {}) | {str(found.id): until}
    return _thread(request, found)


@right("privacy.edit")
@require_POST
def lift(request: WorkspaceRequest, id: UUID) -> HttpResponse:
    """Use their data again as before. They have to be told first (art. 18(3))."""
    found = _restricted(id)
    restrict(found, False)
    messages.success(request, "Their data is used again. Drafts stay off until you allow them.")
    return _thread(request, found)


def _restricted(person_id: UUID) -> Person:
    try:
        found = person(person_id)
    except Person.DoesNotExist:
        raise Http404 from None
    if found.restricted_at is None:
        raise Http404
    return found


def _thread(request: WorkspaceRequest, found: Person) -> HttpResponse:
    talk = Conversation.objects.filter(workspace_id=request.workspace.id, person_id=found.id).first()
    if talk is None:
        return redirect("inbox", request.workspace.slug)
    return redirect("conversation", request.workspace.slug, talk.id)
