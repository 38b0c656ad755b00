"""How long data is kept, what goes when, what a legal hold keeps, and the copy of everything."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from casa.core.accounts.roles import may
from casa.core.accounts.rules import NotPossible, log_reads
from casa.core.people.models import Person
from casa.core.privacy import export, holds
from casa.core.privacy.models import Export, LegalHold
from casa.core.privacy.retention import FIXED, KEEPINGS, keep_for, timeline
from casa.web.answers import says_why
from casa.web.privacy.show import tabs
from casa.web.seen import seen_person
from casa.web.workspace import WorkspaceRequest, right

SOON = 24  # lines of the timeline


@right("privacy.read")
def retention(request: WorkspaceRequest) -> HttpResponse:
    """The rules, and with a form sent one of them changed by who may."""
    if request.method == "POST":
        return _change(request)
    return render(request, "privacy/retention.html", _context(request))


def _change(request: WorkspaceRequest) -> HttpResponse:
    if not may(request.member, "privacy.edit"):
        return render(request, "privacy/retention.html", _context(request, "Only an owner changes this."), status=403)
    try:
        keep_for(request.POST.get("kind", ""), _days(request.POST.get("days", "")))
    except NotPossible as refused:
        return render(request, "privacy/retention.html", _context(request, str(refused)), status=422)
    messages.success(request, "Saved. What is over its time goes with the next sweep.")
    return redirect("privacy_retention", request.workspace.slug)


def _days(text: str) -> int:
    if not text.strip().isdigit() or len(text.strip()) > 6:
        raise NotPossible("Write a number of days.")
    return int(text)


def _context(request: WorkspaceRequest, problem: str = "") -> dict[str, Any]:
    return {
        "rules": [{"rule": rule, "days": rule.days()} for rule in KEEPINGS],
        "fixed": FIXED,
        "timeline": timeline()[:SOON],
        "holds": _holds(request),
        "copies": Export.objects.filter(workspace_id=request.workspace.id, person_id=None).order_by("-asked_at")[:5],
        "may_edit": may(request.member, "privacy.edit"),
        "problem": problem,
    } | tabs(request, "retention")


def _holds(request: WorkspaceRequest) -> list[dict[str, Any]]:
    rows = list(LegalHold.objects.filter(workspace_id=request.workspace.id, lifted_at=None).order_by("-placed_at")[:50])
    named = {one.id: one for one in Person.objects.filter(id__in=[row.person_id for row in rows if row.person_id])}
    log_reads(named, "request")
    return [
        {"row": row, "name": named[row.person_id].shown_name if row.person_id in named else "Everybody"} for row in rows
    ]


@right("privacy.edit")
@require_POST
@says_why
def hold(request: WorkspaceRequest, id: UUID) -> HttpResponse:
    found = seen_person(request, id)
    holds.hold(found.id, request.POST.get("reason", ""))
    messages.success(request, "Held. Nothing of theirs is erased until you lift it.")
    return redirect("privacy_person", request.workspace.slug, found.id)


@right("privacy.edit")
@require_POST
def lift(request: WorkspaceRequest, id: UUID) -> HttpResponse:
    if not LegalHold.objects.filter(workspace_id=request.workspace.id, id=id).exists():
        raise Http404
    holds.lift(id)
    messages.success(request, "Lifted. What waited for it goes on.")
    return redirect("privacy_retention", request.workspace.slug)


@right("privacy.edit")
@require_POST
def copy_all(request: WorkspaceRequest) -> HttpResponse:
    """A copy of the whole workspace."""
    export.begin()
    messages.success(request, "The copy is being made. It stands here when it is ready.")
    return redirect("privacy_retention", request.workspace.slug)
