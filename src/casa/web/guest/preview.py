"""A guest's own page as they see it: the real page with everything on it switched off. Looking is written down."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from casa.core.accounts.queries import default_brand
from casa.core.accounts.rules import log_reads
from casa.core.appointments.queries import zone
from casa.core.inbox.queries import visible_people
from casa.core.people import queries as people
from casa.core.privacy.queries import being_erased
from casa.web.guest.views import spoken, theirs
from casa.web.seen import seen_person
from casa.web.spoken import spoken_to
from casa.web.workspace import WorkspaceRequest, right


@right("privacy.read")
@require_safe
def newest(request: WorkspaceRequest) -> HttpResponse:
    """The page of the newest guest, for a host who has picked nobody."""
    seen = people.people(visible_people(request.member)).exclude(id__in=being_erased())
    found = seen.order_by("-created_at").values_list("id", flat=True).first()
    if found is None:
        messages.info(request, "There is no guest yet. Their page can be seen here when the first one has written.")
        return redirect("privacy", request.workspace.slug)
    return redirect("privacy_preview", request.workspace.slug, found)


@right("privacy.read")
@require_safe
def one(request: WorkspaceRequest, id: UUID) -> HttpResponse:
    """The page of somebody whom the host picked, in that guest's language and by the clock that they read."""
    found = seen_person(request, id)
    if found.id in being_erased():
        raise Http404
    if found.merged_into_id:
        return redirect("privacy_preview", request.workspace.slug, found.merged_into_id)
    log_reads([found.id], "preview")
    with spoken_to(request, found.language, browser=False), timezone.override(zone()):
        context = {"brand": default_brand(), "open": True, "preview": found.shown_name, **spoken(), **theirs(found)}
        return render(request, "guest/mine.html", context)
