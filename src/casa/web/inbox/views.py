"""The inbox: queue, conversation, search. Views parse, call one rule or query, render."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from casa.core.accounts.queries import members
from casa.core.accounts.roles import may
from casa.core.accounts.rules import log_reads
from casa.core.inbox import queries
from casa.core.inbox.models import Conversation
from casa.core.inbox.rules import look
from casa.core.inbox.ways import CHANNELS, ways
from casa.core.stays.queries import properties
from casa.web.answers import is_fragment
from casa.web.inbox import restricted, show
from casa.web.inbox.composer import ai_view, composer_context, thread_urls
from casa.web.inbox.context import code_of, consent_part, context_face, context_panel, masked_door
from casa.web.inbox.times import snooze_options
from casa.web.workspace import WorkspaceRequest, right

VIEWS = (("needs", "Needs reply"), ("mine", "Mine"), ("later", "Later"), ("all", "All"))
EMPTY = {
    "needs": ("Nobody is waiting", "New messages appear here by themselves."),
    "mine": ("Nothing is yours", "Conversations that are assigned to you appear here."),
    "later": ("Nothing for later", "What you snooze waits here until its time."),
    "done": ("Nothing is done yet", ""),
    "all": ("No conversations yet", "They begin when a guest writes, or when an account is connected."),
}


@right("inbox.read")
def inbox(request: WorkspaceRequest) -> HttpResponse:
    page = _page(request) | {"queue": _queue(request), "thread": None, "context": None}
    return render(request, "inbox/page.html", page)


@right("inbox.read")
def queue(request: WorkspaceRequest) -> HttpResponse:
    """The queue alone: a refresh, or its next page."""
    context: dict[str, Any] = {"queue": _queue(request)}
    if not request.GET.get("after"):
        views = _views(request)
        context |= {"refresh": True, "views": views, "nav": [{"key": "inbox", "count": views[0]["count"]}]}
    return render(request, "inbox/queue.html", context)


@right("inbox.read")
def conversation(request: WorkspaceRequest, id: UUID) -> HttpResponse:
    found = _found(request, id, closed=True)
    if not restricted.is_open(request, found.person):
        return restricted.closed(request, found.person)
    log_reads([found.person_id], "conversation")
    look(found.id)
    parts = _conversation(request, found)
    if is_fragment(request) and request.GET.get("before"):
        return render(request, "inbox/earlier.html", parts)
    if is_fragment(request):
        return render(request, "inbox/conversation.html", parts)
    return render(request, "inbox/page.html", _page(request) | {"queue": _queue_to_come(request)} | parts)


@right("inbox.read")
def context(request: WorkspaceRequest, id: UUID) -> HttpResponse:
    """Guest and stay beside a thread: fetched once the thread is there, since that is what somebody opened."""
    found = _found(request, id)
    log_reads([found.person_id], "conversation")
    return render(request, "inbox/context.html", {"context": context_panel(request, found)})


@right("inbox.read")
def consent(request: WorkspaceRequest, id: UUID) -> HttpResponse:
    """What they agreed to, for the panel beside the thread."""
    found = _found(request, id)
    log_reads([found.person_id], "conversation")
    return render(request, "inbox/context_consent.html", {"context": consent_part(request, found)})


@right("inbox.read")
def thread_news(request: WorkspaceRequest, id: UUID) -> HttpResponse:
    """What came or changed since the page last looked."""
    found = _found(request, id)
    mark = timezone.now().isoformat()
    messages = queries.news(found, moment(request.GET.get("after", "")))
    parts = _entries(request, messages, days=False)
    answer = render(request, "inbox/news.html", parts) if messages else HttpResponse(status=204)
    answer["X-Casa-After"] = mark
    return answer


@right("codes.read")
def door_code(request: WorkspaceRequest, id: UUID) -> HttpResponse:
    """The code of the door: asked for, it is shown for twenty seconds and noted as read; else it is dots."""
    found = _found(request, id)
    door = masked_door(request, found)
    if door is None:
        raise Http404
    if not is_fragment(request):
        return redirect("conversation", request.workspace.slug, found.id)
    if request.method == "POST":
        log_reads([found.person_id], "code")
        door["code"] = code_of(found)
    return render(request, "inbox/code.html", {"door": door})


def _found(request: WorkspaceRequest, conversation_id: UUID, closed: bool = False) -> Conversation:
    """A conversation this colleague may open; one with restricted data only where ``closed`` ones are asked for."""
    try:
        found = queries.conversation(request.member, conversation_id)
    except Conversation.DoesNotExist:
        raise Http404 from None
    if not closed and not restricted.is_open(request, found.person):
        raise Http404
    return found


def moment(text: str) -> datetime:
    """A moment as a page sends it; long ago for anything else."""
    try:
        found = datetime.fromisoformat(text.replace(" ", "+"))
    except ValueError:
        return timezone.now() - timedelta(days=1)
    return found if found.tzinfo else timezone.make_aware(found)


def _page(request: WorkspaceRequest) -> dict[str, Any]:
    return {"view": _view(request), "views": _views(request), "filters": _filters(request)}


def _view(request: WorkspaceRequest) -> str:
    wanted = request.GET.get("view", "needs")
    return wanted if wanted in queries.ORDERS else "needs"


def _views(request: WorkspaceRequest) -> list[dict[str, Any]]:
    counts = queries.counts(request.member)
    request.waiting = counts["needs"]
    base = reverse("inbox", args=[request.workspace.slug])
    return [
        {"key": key, "label": label, "count": counts.get(key), "url": f"{base}?view={key}",
         "current": key == _view(request)}
        for key, label in VIEWS
    ]  # fmt: skip


def _queue(request: WorkspaceRequest) -> dict[str, Any]:
    view, slug = _view(request), request.workspace.slug
    filters = queries.Filters(request.GET.get("channel", ""), _uuid(request.GET.get("property", "")))
    page = queries.queue(request.member, view, filters, request.GET.get("after", ""), _rows(request))
    return {
        "groups": show.queue_groups(page.rows, view, slug),
        "url": _queue_url(request),
        "next_url": _queue_url(request, after=page.after) if page.after else None,
        "empty": not page.rows and not request.GET.get("after"),
        "empty_words": EMPTY[view][0],
        "empty_more": EMPTY[view][1],
    }


def _queue_to_come(request: WorkspaceRequest) -> dict[str, Any]:
    """The list beside a conversation that was opened by its address: what somebody asked for comes first."""
    return {"url": _queue_url(request), "to_come": True}


def _queue_url(request: WorkspaceRequest, **more: str) -> str:
    """Where the queue is fetched with the view and the filters of this address."""
    query = request.GET.copy()
    query["view"] = _view(request)
    for name in ("after", "rows"):
        query.pop(name, None)
    query.update(more)
    return f"{reverse('queue', args=[request.workspace.slug])}?{query.urlencode()}"


def _rows(request: WorkspaceRequest) -> int:
    """How many rows a refresh wants: as many as were scrolled into view, 200 at most."""
    wanted = request.GET.get("rows", "")
    return min(max(int(wanted), queries.PAGE), 200) if wanted.isdigit() else queries.PAGE


def _uuid(text: str) -> str:
    try:
        return str(UUID(text))
    except ValueError:
        return ""


def _filters(request: WorkspaceRequest) -> dict[str, Any]:
    channel, home = request.GET.get("channel", ""), _uuid(request.GET.get("property", ""))
    channels = [{"value": key, "label": words, "current": key == channel} for key, words in CHANNELS.items()]
    named = properties().values_list("id", "name")
    homes = [{"value": str(id), "label": name, "current": str(id) == home} for id, name in named]
    return {
        "channel": channel,
        "property": home,
        "active": bool(channel) + bool(home),
        "options": [
            {"name": "channel", "label": "Channel", "choices": channels},
            {"name": "property", "label": "Home", "choices": homes},
        ],
    }


def _conversation(request: WorkspaceRequest, found: Conversation) -> dict[str, Any]:
    messages, earlier = queries.thread(found, request.GET.get("before", ""))
    slug = request.workspace.slug
    out = ways(found)
    current = next(iter(out), None)
    stage = show.stage(found, timezone.now())
    own = reverse("conversation", args=[slug, found.id])
    thread = {
        "id": str(found.id),
        "person_id": str(found.person_id),
        "name": found.person.shown_name,
        "sub": [words for words in (_channels_words(out), stage.words.replace("In house · ", "")) if words],
        "assigned": show.user_face(found.assignee) if found.assignee else None,
        "status": found.status,
        "snoozed_until": show.short_time(found.snoozed_until, timezone.now()) if found.snoozed_until else "",
        "earlier_url": f"{own}?before={earlier}" if earlier else None,
        "can_send": may(request.member, "inbox.reply"),
        "presence": [show.user_face(row.user) for row in queries.presence(found, request.user.id)],
        "topic": f"conversation:{found.id}",
        "urls": thread_urls(slug, found),
        "members": [{"id": str(id), "name": name} for id, name in members().values_list("id", "user__name")],
        "snooze_options": snooze_options(),
        **ai_view(request, found),
        **_entries(request, messages),
    }
    return {
        "thread": thread,
        "context": context_face(request, found),
        **composer_context(request, found, out, current),
    }


def _entries(request: WorkspaceRequest, messages: list[Any], *, days: bool = True) -> dict[str, Any]:
    rows = queries.outbox_of(messages)
    return {
        "entries": show.entries(
            messages,
            request.workspace.slug,
            rows,
            queries.attachments_of(messages, rows),
            request.user,
            days=days,
        )
    }


def _channels_words(out: list[Any]) -> str:
    names = list(dict.fromkeys(CHANNELS.get(way.channel, way.channel) for way in out))
    if len(names) > 1:
        return f"{', '.join(names[:-1])} and {names[-1]} together"
    return names[0] if names else ""
