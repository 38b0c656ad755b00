"""Campaigns: the list, and beginning a new one."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from casa.core.accounts.queries import default_brand
from casa.core.accounts.roles import may
from casa.core.campaigns import queries, rules
from casa.core.campaigns.models import Campaign, CampaignState
from casa.core.campaigns.queries import Row
from casa.core.campaigns.results import Brief, briefs
from casa.core.templates.render import resolve
from casa.core.templates.situation import example
from casa.core.templates.starters import STARTERS
from casa.core.templates.weight import money
from casa.web.answers import is_fragment, says_why
from casa.web.campaigns.people import one
from casa.web.campaigns.reach import bar
from casa.web.campaigns.words import KIND_ICONS, KINDS, STATES, moment, persons
from casa.web.inbox.show import ago
from casa.web.workspace import WorkspaceRequest, right

PAGE = 30
BEGUN = (CampaignState.SENDING, CampaignState.PAUSED, CampaignState.DONE, CampaignState.CANCELLED)


@right("campaigns.read")
def campaigns(request: WorkspaceRequest) -> HttpResponse:
    """The latest changed; keyset-paged."""
    state = request.GET.get("state", "")
    state = state if state in CampaignState.values else ""
    before = one(request, _id(request.GET["before"])) if request.GET.get("before") else None
    found = queries.page(before, PAGE, state=state)
    context = {
        "tab": "campaigns",
        "rows": _rows(found, request.workspace.slug),
        "states": [{"key": key, "words": words, "current": key == state} for key, (words, _) in STATES.items()],
        "state": state,
        "empty": not found and not before and not state,
        "next_url": _next(request, found, state),
        "may_edit": may(request.member, "campaigns.edit"),
        "may_send": may(request.member, "campaigns.send"),
    }
    if is_fragment(request):
        return render(request, "campaigns/rows.html", context)
    return render(request, "campaigns/page.html", {**context, **_beginnings()})


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        return UUID(int=0)


def _next(request: WorkspaceRequest, found: list[Row], state: str) -> str | None:
    if len(found) < PAGE:
        return None
    query = {"before": found[-1].campaign.id, **({"state": state} if state else {})}
    return f"{reverse('campaigns', args=[request.workspace.slug])}?{urlencode(query)}"


def _beginnings() -> dict[str, Any]:
    """Kinds to choose from, and texts to begin with."""
    guest = example(default_brand())
    return {
        "kinds": [
            {"key": key, "words": words, "help": told, "icon": KIND_ICONS[key]}
            for key, (_, words, told) in KINDS.items()
        ],
        "starters": [
            {"name": each.name, "text": resolve(each.bodies["en"], "en", guest).text}
            for each in STARTERS
            if each.kind == "marketing"
        ],
    }


def _rows(found: list[Row], slug: str) -> list[dict[str, Any]]:
    told = briefs([row.campaign for row in found if row.campaign.state in BEGUN])
    return [_row(row, told.get(row.campaign.id), slug) for row in found]


def _row(row: Row, told: Brief | None, slug: str) -> dict[str, Any]:
    made = row.campaign
    words, tone = STATES[CampaignState(made.state)]
    gone = row.total - row.waiting
    return {
        "id": str(made.id),
        "name": made.name,
        "url": reverse("campaign", args=[slug, made.id]),
        "kind": KINDS[made.kind][0],
        "icon": KIND_ICONS[made.kind],
        "state": made.state,
        "chip": {"words": words, "tone": tone},
        "line": _line(made, row),
        "bar": bar([("delivered", row.released), ("ended", gone - row.released), ("waiting", row.waiting)]),
        "running": made.state in (CampaignState.SENDING, CampaignState.PAUSED),
        "told": _told(told) if told else [],
        "changed": ago(made.changed_at),
    }


def _line(made: Campaign, row: Row) -> str:
    """What there is to say of it under its name."""
    if made.state == CampaignState.DRAFT:
        return "Not sent yet"
    if made.state == CampaignState.SCHEDULED:
        return f"Goes out {moment(made.starts_at)}" if made.starts_at else ""
    if made.state == CampaignState.PAUSED:
        return made.trouble or f"{row.released:,} of {persons(row.total)} have it"
    if made.state == CampaignState.SENDING:
        return f"{row.released:,} of {persons(row.total)} have it"
    return f"{persons(row.released)}, {moment(made.ended_at)}" if made.ended_at else persons(row.released)


def _told(brief: Brief) -> list[dict[str, str]]:
    figures = (("delivered", brief.delivered), ("replied", brief.replied), ("opted out", brief.opted_out))
    return [
        *({"figure": f"{figure:,}", "words": words} for words, figure in figures),
        {"figure": money(brief.cost, brief.currency) if brief.cost else "$0", "words": "cost"},
    ]


@right("campaigns.edit")
@require_POST
@says_why
def new(request: WorkspaceRequest) -> HttpResponse:
    """A new draft: of a kind, or with a text to begin with."""
    starter = next((each for each in STARTERS if each.name == request.POST.get("starter")), None)
    kind = starter.kind if starter else request.POST.get("kind", "")
    made = rules.draft(starter.name if starter else request.POST.get("name", ""), kind)
    for language, body in (starter.bodies if starter else {}).items():
        rules.word(made, "A", body, language)
    return redirect("campaign", request.workspace.slug, made.id)
