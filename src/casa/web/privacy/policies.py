"""Privacy policy and terms: what holds, what comes, who accepted it and who was told; the public page of each."""

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.http import url_has_allowed_host_and_scheme

from casa.core.accounts.queries import default_brand, members
from casa.core.accounts.roles import may
from casa.core.accounts.rules import NotPossible
from casa.core.accounts.scope import workspace_scope
from casa.core.privacy import datamap
from casa.core.privacy import policies as rules
from casa.core.privacy.models import PolicyVersion
from casa.web.privacy.show import change_lines, sections, tabs
from casa.web.unread import has_read
from casa.web.workspace import WorkspaceRequest, right


@right("privacy.read")
def overview(request: WorkspaceRequest) -> HttpResponse:
    """Both policies: what holds, what comes, and how the text would differ if it were written today."""
    colleagues = members().count()
    context = {
        "kinds": [_kind(kind, colleagues) for kind in rules.KINDS],
        "may_edit": may(request.member, "privacy.edit"),
    } | tabs(request, "policies")
    return render(request, "privacy/policies.html", context)


def _kind(kind: str, colleagues: int) -> dict[str, Any]:
    holding, coming, versions = rules.in_force(kind), rules.coming(kind), rules.versions(kind)
    return {
        "kind": kind, "name": rules.KINDS[kind], "holding": holding, "coming": coming, "versions": versions,
        "accepted": len(rules.accepted_by(holding)) if holding else 0, "colleagues": colleagues,
        "told": len(rules.told_of(coming)) if coming else 0, "unnamed": rules.unnamed(versions[0]) if versions else [],
        "address": rules.address(kind) if versions else "",
    }  # fmt: skip


@right("privacy.edit")
def write(request: WorkspaceRequest, kind: str) -> HttpResponse:
    """A new version: the text as it would read today, to be looked through, changed and published."""
    if kind not in rules.KINDS:
        raise Http404
    problem, newest = "", rules.newest(kind)
    if request.method == "POST":
        try:
            row = _publish(request, kind)
        except NotPossible as refused:
            problem = str(refused)
        else:
            messages.success(request, _said(row))
            return redirect("privacy_policy", request.workspace.slug, row.id)
    first = newest is None
    soonest = timezone.localdate() if first else timezone.localdate() + rules.NOTICE
    context = {
        "kind": kind, "name": rules.KINDS[kind], "first": first, "newest": newest, "problem": problem,
        "text": request.POST.get("text") or rules.draft(kind),
        "effective": request.POST.get("effective_on") or soonest.isoformat(), "soonest": soonest,
        "changes": change_lines(newest.text if newest else "", rules.draft(kind)) if newest else [],
    } | tabs(request, "policies")  # fmt: skip
    return render(request, "privacy/policy_write.html", context, status=422 if problem else 200)


def _publish(request: WorkspaceRequest, kind: str) -> PolicyVersion:
    text, significant = request.POST.get("text", ""), request.POST.get("significant") == "1"
    return rules.publish(kind, text, _day(request.POST.get("effective_on", "")), significant=significant)


def _said(row: PolicyVersion) -> str:
    if row.significant:
        return "Published. Every colleague is told by e-mail now."
    return f"Published. It holds from {row.effective_on.day} {row.effective_on:%b %Y}."


def _day(text: str) -> date:
    try:
        found = parse_date(text.strip())
    except ValueError:
        found = None
    if found is None:
        raise NotPossible("Choose the day from which it holds.")
    return found


@right("privacy.read")
def version(request: WorkspaceRequest, id: UUID) -> HttpResponse:
    """One version as it was published, what it changed, who accepted it and who was told."""
    row = PolicyVersion.objects.filter(workspace_id=request.workspace.id, id=id).first()
    if row is None:
        raise Http404
    before = rules.earlier(row)
    context = {
        "row": row, "name": rules.KINDS[row.kind], "sections": sections(row.text), "before": before,
        "changes": change_lines(before.text, row.text) if before else [],
        "accepted": rules.accepted_by(row), "told": rules.told_of(row),
    } | tabs(request, "policies")  # fmt: skip
    return render(request, "privacy/policy.html", context)


@right("stays.read")
def accept(request: WorkspaceRequest) -> HttpResponse:
    """What holds and was not accepted yet, with what changed since; every role reads it after signing in."""
    waiting = rules.owed(request.user)
    if request.method == "POST":
        for row in waiting:
            rules.accept(row, request.user)
        has_read(request)
        return redirect(_onward(request))
    if not waiting:
        has_read(request)
    shown = [_owed(row) for row in waiting]
    context = {"waiting": shown, "next": request.GET.get("next", ""), "brand": default_brand()}
    return render(request, "privacy/accept.html", context)


accept.before_policies = True  # type: ignore[attr-defined]


def _owed(row: PolicyVersion) -> dict[str, Any]:
    before = rules.earlier(row)
    changes = change_lines(before.text, row.text) if before else []
    return {"row": row, "name": rules.KINDS[row.kind], "sections": sections(row.text), "changes": changes}


def _onward(request: WorkspaceRequest) -> str:
    wanted = request.POST.get("next", "")
    here = url_has_allowed_host_and_scheme(wanted, {request.get_host()})
    return wanted if here and wanted.startswith("/") else reverse("today", args=[request.workspace.slug])


def public(request: HttpRequest, business: UUID, kind: str) -> HttpResponse:
    """For everybody: what holds today, with who handles data now, what is coming, and each earlier version."""
    with workspace_scope(business):
        row = _asked_for(request, kind)
        coming, before = rules.coming(kind), rules.earlier(row)
        context = {
            "brand": default_brand(), "name": rules.KINDS[kind], "row": row, "sections": sections(row.text),
            "coming": coming if coming != row else None, "versions": rules.versions(kind), "before": before,
            "holds": rules.in_force(kind) == row,
            "changes": change_lines(before.text, row.text) if before and "changes" in request.GET else [],
            "processors": datamap.processors() if kind == "privacy" else None, "day": timezone.localdate(),
        }  # fmt: skip
        return render(request, "privacy/public.html", context)


def _asked_for(request: HttpRequest, kind: str) -> PolicyVersion:
    """The version that the address names, or the one that holds, or the first that will."""
    try:
        number = int(request.GET.get("version", "0"))
        found = rules.numbered(kind, number) if number else rules.in_force(kind) or rules.newest(kind)
    except (ValueError, NotPossible, ObjectDoesNotExist):
        raise Http404 from None
    if found is None:
        raise Http404
    return found
