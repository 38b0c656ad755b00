"""Search over everything said, and the palette that jumps anywhere."""

from contextlib import suppress
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from casa.core.accounts.rules import log_reads
from casa.core.inbox import queries
from casa.core.inbox.models import Conversation
from casa.core.inbox.search import PAGE, Hit, search
from casa.core.inbox.ways import CHANNELS
from casa.core.people.queries import named
from casa.core.privacy.queries import being_erased
from casa.core.stays.queries import properties
from casa.web.answers import is_fragment
from casa.web.inbox.show import short_time
from casa.web.inbox.views import moment
from casa.web.shell import pages
from casa.web.workspace import WorkspaceRequest, right

MOST_IDS = 200


@right("inbox.read")
def find(request: WorkspaceRequest) -> HttpResponse:
    """Messages and people that match; an empty query gives the queue back."""
    from casa.web.inbox import views

    query = request.GET.get("q", "").strip()[:200]
    if not query and is_fragment(request):
        return views.queue(request)
    before = moment(request.GET["before"]) if request.GET.get("before") else None
    hits = _visible(request, search(query, before))
    people = [] if before else _people(request, query)
    log_reads([hit.message.person_id for hit in hits], "search")
    context: dict[str, Any] = {
        "query": query,
        "results": people + [_message(hit, request.workspace.slug) for hit in hits],
        "searching_words": f"“{query}”" if query else "Search",
        "next_url": _next(request, hits, query),
    }
    if is_fragment(request):
        return render(request, "inbox/search.html", context)
    page = views._page(request) | {"thread": None, "context": None, "search": context} | context
    return render(request, "inbox/page.html", page)


def _visible(request: WorkspaceRequest, hits: list[Hit]) -> list[Hit]:
    if not request.member.property_ids:
        return hits
    return [hit for hit in hits if hit.message.conversation.property_id in request.member.property_ids]


def _next(request: WorkspaceRequest, hits: list[Hit], query: str) -> str | None:
    if len(hits) < PAGE:
        return None
    from urllib.parse import urlencode

    last = hits[-1].message.sent_at.isoformat()
    return f"{reverse('search', args=[request.workspace.slug])}?{urlencode({'q': query, 'before': last})}"


def _people(request: WorkspaceRequest, query: str) -> list[dict[str, Any]]:
    found = queries.with_people(request.member, named(query, 8))
    return [_person(row, request.workspace.slug) for row in found]


def _person(row: Conversation, slug: str) -> dict[str, Any]:
    return {
        "url": reverse("conversation", args=[slug, row.id]),
        "name": row.person.shown_name,
        "time": short_time(row.last_message_at, timezone.now()),
        "channel": row.channel,
        "snippet": [{"text": row.property.name if row.property else CHANNELS.get(row.channel, ""), "hit": False}],
    }


def _message(hit: Hit, slug: str) -> dict[str, Any]:
    row = hit.message
    return {
        "url": reverse("conversation", args=[slug, row.conversation_id]),
        "name": row.conversation.person.shown_name,
        "time": short_time(row.sent_at, timezone.now()),
        "channel": row.channel,
        "snippet": [{"text": text, "hit": matched} for text, matched in hit.snippet],
    }


@right("inbox.read")
def jump(request: WorkspaceRequest) -> HttpResponse:
    """The palette: pages, people, homes."""
    query = request.GET.get("q", "").strip()[:80]
    slug = request.workspace.slug
    groups = [] if query else [{"label": "Opened last", "items": _recent(request)}]
    groups += [{"label": "Pages", "items": _pages(request, query)}]
    if query:
        rows = queries.with_people(request.member, named(query, 6))
        groups += [
            {"label": "People", "items": [_talk(slug, row) for row in rows]},
            {"label": "Homes", "items": _homes(slug, query)},
        ]
    return render(request, "parts/palette_results.html", {"groups": [group for group in groups if group["items"]]})


def _talk(slug: str, row: Conversation) -> dict[str, Any]:
    where = row.property.name if row.property else ""
    url = reverse("conversation", args=[slug, row.id])
    return {"url": url, "label": row.person.shown_name, "sub": where, "icon": "user-round"}


def _recent(request: WorkspaceRequest) -> list[dict[str, Any]]:
    """The conversations this browser opened last: it keeps their ids, and asks for the names when they are shown."""
    wanted = _ids(request.GET.get("recent", ""))
    found = {row.id: row for row in queries.by_ids(request.member, wanted)}
    return [_talk(request.workspace.slug, found[one]) for one in wanted if one in found]


@right("inbox.read")
def kept(request: WorkspaceRequest) -> HttpResponse:
    """Which of these conversations are still there for this member: a browser forgets what it keeps of the others."""
    wanted = _ids(request.GET.get("ids", ""))
    here = queries.conversations(request.member).filter(id__in=wanted).exclude(person_id__in=being_erased())
    return HttpResponse("\n".join(str(one) for one in here.values_list("id", flat=True)), content_type="text/plain")


def _ids(text: str) -> list[UUID]:
    """Ids as a browser sends them, 200 at most; what is none is left out."""
    found = []
    for part in text.split(",")[:MOST_IDS]:
        with suppress(ValueError):
            found.append(UUID(part))
    return found


def _pages(request: WorkspaceRequest, query: str) -> list[dict[str, Any]]:
    return [
        {"url": page["url"], "label": page["label"], "sub": "", "icon": page["icon"]}
        for page in pages(request)
        if query.lower() in page["label"].lower()
    ]


def _homes(slug: str, query: str) -> list[dict[str, Any]]:
    base = reverse("inbox", args=[slug])
    return [
        {"url": f"{base}?view=all&property={home.id}", "label": home.name, "sub": home.city, "icon": "house"}
        for home in properties().filter(name__icontains=query)[:6]
    ]
