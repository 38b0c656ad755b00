"""Privacy: what is promised and what shows it, who looked, and where personal data stands."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from casa.core.accounts.roles import may
from casa.core.privacy import board as rules
from casa.core.privacy import reading, registry
from casa.core.privacy.evidence.seeing import READS
from casa.web.answers import is_fragment, says_why
from casa.web.privacy import maybe, show
from casa.web.workspace import WorkspaceRequest, right


@right("privacy.read")
def board(request: WorkspaceRequest) -> HttpResponse:
    """The promises with their evidence; looked at now where nobody has looked before."""
    rows = rules.rows()
    if all(one.at is None for one in rows):
        rules.check_all()
        rows = rules.rows()
    context = {
        "rows": [show.row(one, request.workspace.slug) for one in sorted(rows, key=lambda one: show.ORDER[one.state])],
        "head": show.head(rows),
        "looks": show.looks(),
        "desk": show.desk(),
        "maybe": maybe.cards(request),
        "may_edit": may(request.member, "privacy.edit"),
        "keeping": show.keeping(),
        "processors": show.records()["processors"],
    } | show.tabs(request, "promises")
    return render(request, "privacy/board.html", context)


@right("privacy.read")
@require_POST
def check(request: WorkspaceRequest) -> HttpResponse:
    """Look at everything now."""
    broken = rules.check_all()
    words = (
        "Checked. Every promise was looked at." if not broken else f"Checked. {broken} do not hold: they stand in red."
    )
    (messages.success if not broken else messages.error)(request, words)
    return redirect("privacy", request.workspace.slug)


@right("privacy.read")
def promise(request: WorkspaceRequest, promise: str) -> HttpResponse:
    """One promise: what enforces it, what shows it, and the facts behind the number."""
    try:
        found = registry.promise(promise)
    except registry.NoSuchPromise:
        raise Http404 from None
    page = _facts(request, found.shown_by.facts)
    context = {
        "row": show.row(rules.row(found), request.workspace.slug),
        "promise": found,
        "about": found.shown_by.about,
    } | show.tabs(request, "promises")
    return render(request, "privacy/facts.html" if is_fragment(request) else "privacy/promise.html", context | page)


def _facts(request: WorkspaceRequest, facts: Any) -> dict[str, Any]:
    try:
        found = facts(request.GET.get("after", ""))
    except ValueError:
        raise Http404 from None
    onward = f"{request.path}?after={found.after.replace('+', '%2B')}" if found.after else ""
    return {"facts": show.facts(found), "next_url": onward}


@right("privacy.read")
def reads(request: WorkspaceRequest) -> HttpResponse:
    """Who looked at whom, and why; the newest first."""
    context = _facts(request, READS.facts) | {"today": timezone.localdate()} | show.tabs(request, "reads")
    if not is_fragment(request):
        context |= {"unusual": reading.unusual(), "may_edit": may(request.member, "privacy.edit")}
    return render(request, "privacy/facts.html" if is_fragment(request) else "privacy/reads.html", context)


@right("privacy.edit")
@require_POST
@says_why
def looked_into(request: WorkspaceRequest) -> HttpResponse:
    """An owner has asked about an unusual hour."""
    reading.look_into(request.POST.get("hour", ""))
    messages.success(request, "Noted that you looked into it.")
    return redirect("privacy_reads", request.workspace.slug)


@right("privacy.read")
def data(request: WorkspaceRequest) -> HttpResponse:
    """The data map, the records of processing, and who handles data for the business."""
    return render(request, "privacy/data.html", show.records() | show.tabs(request, "data"))
