"""The people behind a figure: who they are, why, and the rule behind it. Each page of them is noted as read."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from casa.core.campaigns import queries
from casa.core.campaigns.models import Campaign, Count, RecipientState
from casa.core.campaigns.outcomes import OUTCOMES
from casa.core.campaigns.queries import Listed
from casa.core.consent.law import law_of
from casa.web.answers import is_fragment
from casa.web.campaigns.words import moment
from casa.web.inbox.show import initials
from casa.web.workspace import WorkspaceRequest, right

PAGE = 40


def one(request: WorkspaceRequest, id: UUID) -> Campaign:
    """The campaign of that id in this workspace, or 404."""
    try:
        return queries.campaign(id)
    except Campaign.DoesNotExist:
        raise Http404 from None


@right("people.read")
def people(request: WorkspaceRequest, id: UUID) -> HttpResponse:
    """Of a count (``count``, ``why``), or of a campaign that has begun (``state``, ``why``); keyset-paged."""
    row, why, after = one(request, id), request.GET.get("why", ""), _id(request.GET.get("after", ""))
    if why and why not in OUTCOMES:
        raise Http404
    if request.GET.get("count"):
        count = _count(row, request.GET["count"])
        found = queries.counted(count, why, request.member, after, PAGE)
    else:
        state = request.GET.get("state", "")
        state = state if state in RecipientState.values else ""
        found = queries.recipients(row, request.member, state=state, reason=why, after=after, limit=PAGE)
    context = {
        "row": row,
        "tab": "campaigns",
        "outcome": OUTCOMES.get(why),
        "rows": [_face(each, request) for each in found],
        "next_url": _next(request, found),
        "empty": not found and after is None,
    }
    return render(request, f"campaigns/{'people_rows' if is_fragment(request) else 'people'}.html", context)


def _id(text: str) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError:
        raise Http404 from None


def _count(row: Campaign, text: str) -> Count:
    try:
        found = queries.count(UUID(text))
    except (ValueError, Count.DoesNotExist):
        raise Http404 from None
    if found.campaign_id not in (None, row.id):
        raise Http404
    return found


def _next(request: WorkspaceRequest, found: list[Listed]) -> str | None:
    if len(found) < PAGE:
        return None
    query = request.GET.copy()
    query["after"] = str(found[-1].id)
    return f"{request.path}?{query.urlencode()}"


def _face(each: Listed, request: WorkspaceRequest) -> dict[str, Any]:
    law, name = law_of(each.rule), each.person.shown_name
    return {
        "url": reverse("person", args=[request.workspace.slug, each.person.id]),
        "name": name,
        "initials": initials(name),
        "hue": each.person.hue,
        "words": _words(each),
        "until": moment(each.until) if each.until else "",
        "rule": each.rule,
        "law": {"title": law.title, "words": law.words, "source": law.source} if law else None,
    }


def _words(each: Listed) -> str:
    """The gate's own words where it holds somebody back."""
    words = each.outcome.words if each.outcome.tone == "go" else each.words or each.outcome.words
    return words[:1].upper() + words[1:]
