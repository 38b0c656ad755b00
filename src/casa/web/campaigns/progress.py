"""A campaign on its way, or over: how far it is, what became of everybody, and what can still be done."""

from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from casa.core.accounts.roles import may
from casa.core.campaigns import filters, queries
from casa.core.campaigns.models import Campaign, CampaignState, When
from casa.core.campaigns.queries import Progress
from casa.core.campaigns.rules import UNDO
from casa.web.answers import is_fragment
from casa.web.campaigns.audience_words import in_words
from casa.web.campaigns.reach import bar
from casa.web.campaigns.reading import reading
from casa.web.campaigns.words import KINDS, STATES, moment, persons
from casa.web.workspace import WorkspaceRequest

LIVE = (CampaignState.SCHEDULED, CampaignState.SENDING)
AFTER = timedelta(hours=1)  # deliveries are still told for so long


def progress_page(request: WorkspaceRequest, row: Campaign) -> HttpResponse:
    """The whole page, or the card alone when it asks for itself."""
    context = {"row": row, "tab": "campaigns", **_face(request, row)}
    if is_fragment(request):
        return render(request, "campaigns/progress_card.html", context)
    return render(request, "campaigns/progress.html", {**context, "text": reading(request, row, None)})


def _face(request: WorkspaceRequest, row: Campaign) -> dict[str, Any]:
    found, now, slug = queries.progress(row), timezone.now(), request.workspace.slug
    words, tone = STATES[CampaignState(row.state)]
    undo = row.state == CampaignState.SCHEDULED and row.starts_at is not None and row.starts_at - now <= UNDO
    return {
        "kind": KINDS[row.kind][0],
        "state": {"words": words, "tone": tone},
        "far": found,
        "parts": _parts(found),
        "bar": bar([(part["key"], part["people"]) for part in _parts(found)]),
        "words": _words(row, found),
        "undo_until": row.starts_at if undo else None,
        "reasons": _reasons(row, slug),
        "choice": in_words(filters.read(row.filter)),
        "may_send": may(request.member, "campaigns.send"),
        "may_edit": may(request.member, "campaigns.edit"),
        "may_open": may(request.member, "people.read"),
        "live": row.state in LIVE or (row.ended_at is not None and now - row.ended_at < AFTER),
        "results_url": _results(row, slug),
    }


def _results(row: Campaign, slug: str) -> str:
    try:
        return reverse("campaign_results", args=[slug, row.id]) if row.started_at else ""
    except NoReverseMatch:
        return ""


def _parts(found: Progress) -> list[dict[str, Any]]:
    """What became of everybody; the parts add up to the total."""
    box = found.outbox
    told, ended = sum(box.values()), found.ended + box.get("cancelled", 0)
    parts = (
        ("delivered", "Delivered", "Their phone has it", box.get("delivered", 0)),
        ("sent", "Sent", "With the carrier; not yet told that it arrived", box.get("sent", 0)),
        ("going", "Leaving now", "Being handed to the carrier", box.get("sending", 0) + box.get("queued", 0)),
        ("unsure", "Not sure it left", "Casa asks the carrier and does not send twice", box.get("unsure", 0)),
        ("held", "Waiting for their hour", "They get it when their hour comes", found.held + box.get("held", 0)),
        ("waiting", "Waiting", "Next in line", found.waiting - found.held),
        ("failed", "Not delivered", "The carrier gave it back", box.get("failed", 0)),
        ("blocked", "Not allowed", "The check at the last moment held it back", found.blocked + box.get("blocked", 0)),
        ("left_out", "Left out", "Left out when the list was made", found.left_out),
        (
            "ended",
            "Ended before it left",
            "They wrote or booked, or you stopped it",
            ended,
        ),
        ("given", "Handed over", "On its way", max(found.released - told, 0)),
    )
    return [{"key": key, "title": title, "words": words, "people": many} for key, title, words, many in parts if many]


def _reasons(row: Campaign, slug: str) -> list[dict[str, Any]]:
    """Why some did not get it, each with the way to the people."""
    base = reverse("campaign_people", args=[slug, row.id])
    return [
        {"title": outcome.title, "words": outcome.words, "people": many,
         "url": f"{base}?{urlencode({'state': state, 'why': outcome.key})}"}
        for state, outcome, many in queries.reasons(row)
    ]  # fmt: skip


def _words(row: Campaign, found: Progress) -> str:
    """One sentence for how it stands."""
    if row.state == CampaignState.SCHEDULED and row.starts_at:
        return f"Goes out {_hour(row, row.starts_at)}."
    if row.state == CampaignState.SENDING:
        last = moment(found.finish_at) if found.finish_at else ""
        return f"The last one leaves about {last}." if last else "The last ones are leaving."
    if row.state == CampaignState.PAUSED:
        return row.trouble or f"Paused. {persons(found.waiting)} have not got it and do not until you resume."
    ended = f" {moment(row.ended_at)}" if row.ended_at else ""
    if row.state == CampaignState.CANCELLED:
        return f"Cancelled{ended}. Who had not got it by then never does."
    return f"Finished{ended}."


def _hour(row: Campaign, starts_at: datetime) -> str:
    day, clock = row.local_day, row.local_time
    if row.when != When.LOCAL or day is None or clock is None:
        return moment(starts_at)
    return f"{day:%a} {day.day} {day:%b} at {clock:%-I:%M %p}, by each one's own clock"
