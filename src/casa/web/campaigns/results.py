"""What came of a campaign: figures, wordings side by side, time, answers, who was left out, and all of it as a file."""

import csv
import io
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.views.decorators.http import require_POST

from casa.core.accounts.roles import may
from casa.core.campaigns import queries
from casa.core.campaigns.models import Campaign, CampaignState
from casa.core.campaigns.responses import PAGE, Reply, booked, everybody, replies
from casa.core.campaigns.results import by_variant, series
from casa.core.campaigns.results import results as count
from casa.core.inbox.models import OutboxState
from casa.web.answers import is_fragment
from casa.web.campaigns import results_words as show
from casa.web.campaigns.results_plot import plot
from casa.web.inbox.show import initials
from casa.web.workspace import WorkspaceRequest, right

HEADER = ("Name", "Number", "Wording", "What became of it", "Why", "Left at (UTC)")
RISKY = ("=", "+", "-", "@", "\t", "\r")
BECAME = {
    "waiting": "Waiting", "released": "Handed over", "blocked": "Not allowed", "left_out": "Left out", "ended": "Ended",
    OutboxState.SENT: "Sent", OutboxState.DELIVERED: "Delivered", OutboxState.FAILED: "Not delivered",
    OutboxState.UNSURE: "Not sure it left", OutboxState.CANCELLED: "Taken back", OutboxState.HELD: "Held",
    OutboxState.QUEUED: "Waiting", OutboxState.SENDING: "Leaves now",
}  # fmt: skip
AT_HAND_OFF = {"left_out": "Left out before", "blocked": "Held back at hand-off", "ended": "Ended on the way",
               "waiting": "Still waiting"}  # fmt: skip


@right("campaigns.read")
def results(request: WorkspaceRequest, id: UUID) -> HttpResponse:
    row = _one(id)
    if row.state == CampaignState.DRAFT:
        return redirect("campaign", request.workspace.slug, row.id)
    if is_fragment(request) and request.GET.get("after"):
        return render(request, "campaigns/results_replies.html", _replies(request, row))
    slug, found, tried = request.workspace.slug, count(row), by_variant(row)
    several = len([each for each in tried if each.letter]) > 1
    context = _replies(request, row) | {
        "row": row,
        "tab": "campaigns",
        "state": row.get_state_display(),
        "live": row.state in (CampaignState.SENDING, CampaignState.PAUSED, CampaignState.SCHEDULED),
        "when": _when(row),
        "tiles": show.tiles(row, found, booked(row)),
        "variants": show.variants(tried, _texts(row), row.winner) if several else [],
        "verdicts": show.verdicts(tried, row.kind) if several else [],
        "plot": plot(series(row)),
        "left": _left(row, slug),
        "may_export": may(request.member, "campaigns.edit"),
    }
    return render(request, "campaigns/results.html", context)


def _one(id: UUID) -> Campaign:
    try:
        return queries.campaign(id)
    except Campaign.DoesNotExist:
        raise Http404 from None


def _when(row: Campaign) -> str:
    if row.started_at is None:
        return "Not begun yet"
    begun = timezone.localtime(row.started_at)
    words = f"{begun:%a} {begun.day} {begun:%b}, {begun:%-I:%M %p}"
    if row.ended_at is None:
        return f"Since {words}"
    return words


def _texts(row: Campaign) -> dict[str, str]:
    """The wordings as an example person reads them."""
    return {each.letter: each.text for each in queries.example(row)}


def _replies(request: WorkspaceRequest, row: Campaign) -> dict[str, Any]:
    try:
        found = replies(row, request.member, request.GET.get("after", ""))
    except ValueError:
        raise Http404 from None
    slug = request.workspace.slug
    here = reverse("campaign_results", args=[slug, row.id])
    more = f"{here}?{urlencode({'after': found[-1].place})}" if len(found) == PAGE else None
    return {"replies": [_reply(each, slug) for each in found], "next_url": more}


def _reply(each: Reply, slug: str) -> dict[str, Any]:
    local, name = timezone.localtime(each.at), each.person.shown_name
    return {"name": name, "initials": initials(name), "hue": each.person.hue, "text": each.text[:200],
            "variant": each.variant, "at": f"{local.day} {local:%b}, {local:%-I:%M %p}",
            "url": reverse("conversation", args=[slug, each.conversation_id])}  # fmt: skip


def _left(row: Campaign, slug: str) -> list[dict[str, Any]]:
    """Who did not get it, by reason; each opens its people."""
    base = reverse("campaign_people", args=[slug, row.id])
    return [
        {"when": AT_HAND_OFF.get(state, state), "title": outcome.title, "words": outcome.words, "many": many,
         "tone": outcome.tone, "url": f"{base}?{urlencode({'state': state, 'why': outcome.key})}"}
        for state, outcome, many in queries.reasons(row)
    ]  # fmt: skip


@right("campaigns.edit")
@require_POST
def results_file(request: WorkspaceRequest, id: UUID) -> HttpResponse:
    """Everybody who was picked, as a table to take along; every person is noted as exported."""
    row, told = _one(id), io.StringIO()
    lines = csv.writer(told, lineterminator="\r\n")
    lines.writerow(HEADER)
    for name, number, letter, state, why, at in everybody(row, request.member):
        left = at.strftime("%Y-%m-%d %H:%M:%S") if at else ""
        lines.writerow([_safe(cell) for cell in (name, number, letter, BECAME.get(state, state), why, left)])
    answer = HttpResponse("\ufeff" + told.getvalue(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{slugify(row.name)[:60] or "campaign"}.csv"'
    return answer


def _safe(cell: str) -> str:
    """Spreadsheets read no cell of it as a formula; a number keeps its plus behind an apostrophe."""
    return f"'{cell}" if cell.startswith(RISKY) else cell
