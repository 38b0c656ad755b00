"""The composer's side of the inbox: draft, verdict, ways out."""

from typing import Any

from django.urls import reverse
from django.utils import timezone

from casa.core.accounts.roles import may
from casa.core.assistant.queries import living_draft
from casa.core.inbox import outbox
from casa.core.inbox.models import Conversation
from casa.core.inbox.ways import CHANNELS, Way
from casa.core.stays.queries import stage_of
from casa.lib.sms import segments
from casa.web.inbox.drafts import draft_view
from casa.web.inbox.show import clock
from casa.web.workspace import WorkspaceRequest

ACTIONS = {
    "send": "send", "note": "note", "done": "done", "reopen": "reopen", "snooze": "snooze", "assign": "assign",
    "draft": "draft", "redo": "redo_draft", "dismiss": "dismiss_draft", "verdict": "verdict", "upload": "upload",
    "texts": "texts", "ai": "conversation_ai", "news": "thread_news",
}  # fmt: skip


def thread_urls(slug: str, conversation: Conversation) -> dict[str, str]:
    return {key: reverse(name, args=[slug, conversation.id]) for key, name in ACTIONS.items()}


def ai_view(request: WorkspaceRequest, conversation: Conversation) -> dict[str, Any]:
    """Where AI is off, and whether this member may turn it on and off."""
    off = "" if conversation.person.ai_allowed else "off"
    return {
        "ai": off if request.workspace.ai_enabled else "everywhere",
        "may_ai": may(request.member, "people.edit"),
    }


def composer_context(
    request: WorkspaceRequest, conversation: Conversation, out: list[Way], current: Way | None
) -> dict[str, Any]:
    """What the composer needs: the draft and the ways out. It asks for the gate's verdict once it is there."""
    return {
        "draft": draft_view(living_draft(conversation), request.workspace.slug),
        "ways": [
            {"value": way.key, "label": way.label, "current": current is not None and way.key == current.key}
            for way in out
        ],
    }


def verdict_view(conversation: Conversation, way: Way | None, body: str) -> dict[str, Any]:
    """The gate's answer in the composer's words."""
    if way is None:
        return {"answer": "unknown", "words": ["No account is connected that reaches them"], "can_send": False}
    said = outbox.preview(conversation, way, body)
    words = [CHANNELS.get(way.channel, way.channel), said.words]
    if said.allowed:
        words.append(_their_clock(conversation))
        if way.channel in ("sms", "mms"):
            count = segments(body).count
            words.append(f"{count} segment" if count == 1 else f"{count} segments")
    return {
        "answer": said.answer,
        "words": [word for word in words if word],
        "why": "" if said.allowed else said.words,
        "rule": said.rule,
        "source": said.source,
        "until": said.until,
        "can_send": said.allowed or said.reason == "empty",
    }


def _their_clock(conversation: Conversation) -> str:
    stay = conversation.reservation
    zone = stay.property.timezone if stay is not None else ""
    if not zone or stage_of(stay, timezone.now()).key != "in":
        return ""
    with timezone.override(zone):
        return f"{clock(timezone.now())} for guest"
