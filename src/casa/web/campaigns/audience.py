"""Choosing the people of a campaign: conditions in plain words, counted while one chooses; choices that are kept."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from casa.core.accounts.rules import NotPossible
from casa.core.campaigns import counting, filters, queries, rules
from casa.core.campaigns.models import Audience, Campaign, CampaignState
from casa.core.campaigns.rules import Draft
from casa.core.people.models import Tag
from casa.core.people.tags import tags
from casa.core.stays.models import Reservation
from casa.core.stays.queries import properties
from casa.web.answers import refusal, says_why
from casa.web.campaigns.audience_form import chosen, shown
from casa.web.campaigns.audience_words import LANGUAGES, PLATFORMS, in_words
from casa.web.campaigns.composer import held
from casa.web.campaigns.people import one
from casa.web.campaigns.reach import bar, sub_words
from casa.web.workspace import WorkspaceRequest, right


@right("campaigns.edit")
def audience(request: WorkspaceRequest, id: UUID) -> HttpResponse:
    """The editor; sent, it is the campaign's choice."""
    if request.method != "POST":
        row = _draft(request, id)
        saved = _saved(request.GET.get("saved", ""))
        return _page(request, row, filters.read(saved.filter if saved else row.filter), saved)
    row = held(request, id)
    try:
        rules.change(row, Draft(filter=filters.write(_typed(request, row))))
    except NotPossible as refused:
        return _page(request, row, filters.read(row.filter), None, str(refused))
    return redirect("campaign", request.workspace.slug, row.id)


def _draft(request: WorkspaceRequest, id: UUID) -> Campaign:
    row = one(request, id)
    if row.state != CampaignState.DRAFT:
        raise Http404
    return row


def _saved(text: str) -> Audience | None:
    try:
        return queries.audience(UUID(text)) if text else None
    except (ValueError, Audience.DoesNotExist):
        raise Http404 from None


def _typed(request: WorkspaceRequest, row: Campaign) -> filters.All:
    base = _saved(request.POST.get("saved", ""))
    tree = chosen(request.POST, filters.read(base.filter if base else row.filter), row.program)
    return filters.read(filters.write(tree))


def _page(
    request: WorkspaceRequest, row: Campaign, tree: filters.All, saved: Audience | None, problem: str = ""
) -> HttpResponse:
    found = shown(tree, row.program)
    offered = [(str(tag.id), tag.name) for tag in _tags({*found.tags, *found.tags_out})]
    context = {
        "row": row,
        "tab": "campaigns",
        "saved": saved,
        "audiences": queries.audiences(),
        "chosen": found,
        "rest": [in_words(filters.All((part,))).removeprefix("everyone ") for part in found.rest],
        "homes": _ticks(((str(home.id), home.name) for home in _homes()), found.homes),
        "cities": _ticks(((city, city) for city in _cities()), found.cities),
        "platforms": _ticks(_platforms(), found.platforms),
        "languages": _ticks(LANGUAGES.items(), found.languages),
        "tags": _ticks(offered, found.tags),
        "tags_out": _ticks(offered, found.tags_out),
        "problem": problem,
        **_counted(row, tree),
    }
    return render(request, "campaigns/audience.html", context, status=422 if problem else 200)


def _homes() -> Any:
    return properties().filter(removed_at=None).order_by("name")[:200]


def _tags(picked: set[str]) -> list[Tag]:
    """Those that are offered, and those that were put away and are still asked for."""
    return [*tags(), *(tag for tag in tags(archived=True) if str(tag.id) in picked)]


def _cities() -> list[str]:
    rows = properties().exclude(city="").order_by("city").values_list("city", flat=True).distinct()
    return list(rows[:60])


def _platforms() -> list[tuple[str, str]]:
    rows = Reservation.objects.order_by("platform").values_list("platform", flat=True).distinct()
    return [(key, PLATFORMS.get(key, key)) for key in rows[:20] if key]


def _ticks(pairs: Any, on: tuple[str, ...]) -> list[dict[str, Any]]:
    return [{"value": value, "words": words, "on": value in on} for value, words in pairs]


def _counted(row: Campaign, tree: filters.All) -> dict[str, Any]:
    """The same gate, asked about everybody who is meant."""
    count = counting.count_audience(filters.write(tree), row.kind, row.program, row.brand)
    tally = counting.tally(count)
    return {
        "tally": tally,
        "sub": sub_words(tally),
        "choice": in_words(tree),
        "picked": sum(line.people for line in tally.lines) if tally.done else tally.picked,
        "bar": bar([(line.outcome.key, line.people) for line in tally.lines]),
        "topic": f"count:{count.id}",
    }


@right("campaigns.edit")
@require_POST
@says_why
def count(request: WorkspaceRequest, id: UUID) -> HttpResponse:
    """How many these would be."""
    row = _draft(request, id)
    return render(request, "campaigns/audience_count.html", {"row": row, **_counted(row, _typed(request, row))})


@right("campaigns.edit")
@require_POST
def keep(request: WorkspaceRequest, id: UUID) -> HttpResponse:
    """Keep the choice under a name, for other campaigns; and take it for this one."""
    row = held(request, id)
    if row.state != CampaignState.DRAFT:
        return refusal(request, "This campaign is already on its way. Take it back, or make a copy.")
    tree = filters.read(row.filter)
    try:
        tree = _typed(request, row)
        kept = rules.save_audience(request.POST.get("name", ""), filters.write(tree))
        rules.change(row, Draft(audience_id=kept.id))
    except NotPossible as refused:
        return _page(request, row, tree, None, str(refused))
    messages.success(request, f"“{kept.name}” is kept, and taken for this campaign.")
    return redirect("campaign", request.workspace.slug, row.id)


@right("campaigns.edit")
@require_POST
@says_why
def away(request: WorkspaceRequest, id: UUID) -> HttpResponse:
    """Put a kept choice away, or fetch it back."""
    try:
        row = queries.audience(id)
    except Audience.DoesNotExist:
        raise Http404 from None
    rules.archive_audience(row, away=request.POST.get("back") != "1")
    messages.success(request, f"“{row.name}” is {'back' if row.archived_at is None else 'put away'}.")
    return redirect("campaigns", request.workspace.slug)
