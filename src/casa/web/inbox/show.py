"""Rows and entries as the inbox's templates want them. Nothing here asks the database for one row at a time."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.timesince import timesince

from casa.core.accounts.models import User
from casa.core.inbox.models import Attachment, Conversation, Message, Outbox
from casa.core.inbox.waiting import target, tone, wait_words
from casa.core.inbox.ways import CHANNELS, LETTERS
from casa.core.stays.queries import Stage, day_words, stage_of

GROUPS = (("now", "Now", 15), ("hour", "Within the hour", 60), ("today", "Today", 24 * 60), ("later", "Later", None))
ICONS = {
    "sms": "message-square-text", "mms": "message-square-text", "imessage": "message-circle", "email": "mail",
    "chat": "message-circle-more", "call": "phone",
}  # fmt: skip
SAID = {
    "queued": ("Queued", "clock"), "held": ("Waiting", "clock"), "sending": ("Sending", "send"),
    "sent": ("Sent", "check"), "delivered": ("Delivered", "check-check"), "read": ("Read", "check-check"),
    "failed": ("Not delivered", "circle-alert"), "blocked": ("Not sent", "shield-ban"),
    "unsure": ("Not sure it left", "circle-help"), "cancelled": ("Taken back", "undo-2"),
}  # fmt: skip


def initials(name: str) -> str:
    parts = [part for part in name.split() if part[0].isalnum()]
    return "".join(part[0] for part in (parts[:1] + parts[1:][-1:])).upper() or "?"


def user_face(user: User) -> dict[str, Any]:
    return {"name": user.name, "initials": initials(user.name), "hue": user.id.int % 12}


def channel(key: str) -> dict[str, Any]:
    return {"key": key, "label": CHANNELS.get(key, key), "letter": LETTERS.get(key), "icon": ICONS.get(key)}


def stage(conversation: Conversation, now: datetime) -> Stage:
    return stage_of(conversation.reservation, now)


def queue_groups(rows: Iterable[Conversation], view: str, slug: str) -> list[dict[str, Any]]:
    """The rows under their headings: by how soon an answer is due, or one plain list."""
    now = timezone.now()
    shown = [(row, queue_row(row, slug, now)) for row in rows]
    if view != "needs":
        return [{"key": "all", "label": "", "note": "", "rows": [row for _, row in shown]}]
    groups: dict[str, list[tuple[Conversation, dict[str, Any]]]] = {key: [] for key, _, _ in GROUPS}
    for row, face in shown:
        groups[_group_of(row, now)].append((row, face))
    return [
        {"key": key, "label": label, "note": _note(groups[key], now) if key == "now" else "",
         "rows": [face for _, face in groups[key]]}
        for key, label, _ in GROUPS
    ]  # fmt: skip


def _group_of(row: Conversation, now: datetime) -> str:
    minutes = (row.due_at - now).total_seconds() / 60 if row.due_at else 0
    return next(key for key, _, limit in GROUPS if limit is None or minutes <= limit)


def _note(rows: list[tuple[Conversation, dict[str, Any]]], now: datetime) -> str:
    waits = [now - row.waiting_since for row, _ in rows if row.waiting_since]
    return f"longest {wait_words(max(waits))}" if waits else ""


def queue_row(row: Conversation, slug: str, now: datetime) -> dict[str, Any]:
    where = stage(row, now)
    return {
        "id": str(row.id),
        "url": reverse("conversation", args=[slug, row.id]),
        "name": row.person.shown_name,
        "channel": channel(row.channel),
        "where": row.property.name if row.property else CHANNELS.get(row.channel, ""),
        "stage": {"key": where.key, "words": where.words},
        "preview": _preview(row),
        "lang": row.person.language,
        "waited": _waited(row, where, now),
        "when": short_time(row.last_message_at, now),
        "flag": _flag(row),
        "unread": row.waiting_since is not None,
    }


def _preview(row: Conversation) -> str:
    if row.person.restricted_at is not None:
        return "Restricted: kept, and read by nobody"  # GDPR art. 18: the list tells no more than the thread does
    return f"You: {row.preview}" if row.preview_out else (row.preview or "")


def _waited(row: Conversation, where: Stage, now: datetime) -> dict[str, Any] | None:
    if row.waiting_since is None:
        return None
    limit = target(where, row.channel, row.urgent, now)
    waited = now - row.waiting_since
    share = waited / limit
    return {
        "words": wait_words(waited),
        "percent": min(int(share * 100), 100),
        "tone": tone(share),
        "since_iso": row.waiting_since.isoformat(),
        "target_seconds": int(limit.total_seconds()),
    }


def _flag(row: Conversation) -> dict[str, str]:
    if row.failed:
        return {"kind": "failed", "words": "Not sent"}
    if row.urgent:
        return {"kind": "urgent", "words": row.urgent}
    if row.assignee_id and row.assignee:
        return {"kind": "assigned", "words": row.assignee.first_name}
    if row.has_draft:
        return {"kind": "draft", "words": "Draft"}
    if row.snoozed_until:
        return {"kind": "snoozed", "words": short_time(row.snoozed_until, timezone.now())}
    return {"kind": "none", "words": ""}


def short_time(moment: datetime, now: datetime) -> str:
    """4:21 PM today, else a weekday within the week, else a date."""
    local, today = timezone.localtime(moment), timezone.localdate(now)
    if local.date() == today:
        return clock(moment)
    return f"{local:%a}" if abs((local.date() - today).days) <= 6 else f"{local.day} {local:%b}"


def clock(moment: datetime) -> str:
    return f"{timezone.localtime(moment):%-I:%M %p}"


def day_label(moment: datetime, now: datetime) -> str:
    local, today = timezone.localtime(moment).date(), timezone.localdate(now)
    if (local - today).days in (0, -1):
        return day_words(local, today).capitalize()
    return f"{local:%A} {local.day} {local:%B}" + ("" if local.year == today.year else f" {local.year}")


def entries(
    messages: list[Message],
    slug: str,
    outbox: dict[Any, Outbox],
    files: dict[Any, list[Attachment]],
    me: User,
    *,
    days: bool = True,
) -> list[dict[str, Any]]:
    """Thread entries with a line for each new day."""
    now, last, out = timezone.now(), "", []
    for message in messages:
        label = day_label(message.sent_at, now)
        if days and label != last:
            out.append({"kind": "day", "label": label})
        last = label
        out.append(entry(message, slug, outbox.get(message.id), files.get(message.id, []), me))
    return out


def entry(message: Message, slug: str, row: Outbox | None, files: list[Attachment], me: User) -> dict[str, Any]:
    base = {
        "id": str(message.id),
        "key": str(message.key or message.id),
        "time": clock(message.sent_at),
        "iso": message.sent_at.isoformat(),
        "by": _by(message, me),
    }
    if message.direction == "event":
        details = message.details or {}
        return base | {
            "kind": "event", "icon": details.get("icon"), "bold": details.get("bold"), "text": message.body,
            "effects": details.get("effects", []),
        }  # fmt: skip
    if message.direction == "note":
        return base | {"kind": "note", "body": message.body}
    return base | _message(message, slug, row, files)


def _by(message: Message, me: User) -> str:
    if message.author_id is None:
        return "Casa" if message.automatic or message.by_assistant else "Sent elsewhere"
    return "You" if message.author_id == me.id else message.author.first_name  # type: ignore[union-attr]


def _message(message: Message, slug: str, row: Outbox | None, files: list[Attachment]) -> dict[str, Any]:
    status = _status(message, row)
    waiting = row is not None and row.state in ("queued", "held")
    return {
        "kind": "message",
        "direction": message.direction,
        "ai": message.by_assistant or (message.automatic and message.direction == "out"),
        "body": message.body,
        "lang": message.language,
        "channel_words": CHANNELS.get(message.channel, message.channel),
        "status": status,
        "leaves_at": row.not_before.isoformat() if row and waiting else None,
        "take_back_url": reverse("take_back", args=[slug, message.id]) if waiting else None,
        "retry_url": reverse("retry", args=[slug, message.id]) if row and row.state in ("failed", "blocked") else None,
        "law_url": reverse("consent_why", args=[slug, message.id]) if row and _by_the_gate(row) else None,
        "attachments": [file_face(file, slug, message.direction) for file in files],
    }


def _by_the_gate(row: Outbox) -> bool:
    """Whether it was the gate that stopped it or holds it; then the law can be read."""
    return row.state == "blocked" or (row.state == "held" and not row.stop_on_reply and row.attempts == 0)


def _status(message: Message, row: Outbox | None) -> dict[str, Any]:
    key = message.status or "sent"
    words, icon = SAID.get(key, ("", ""))
    now = timezone.now()
    if row is not None and row.state == "queued" and row.not_before > now:
        left = max(int((row.not_before - now).total_seconds()), 1)
        return {"key": "leaving", "words": f"Leaves in {left} s", "why": "", "icon": "", "rule": None}
    if row is not None and row.state == "held" and row.stop_on_reply:
        when = f"{short_time(row.not_before, now)} {clock(row.not_before)}".strip()
        return {"key": "held", "words": f"Goes {when}", "why": "unless they write first", "icon": "clock", "rule": None}
    return {"key": key, "words": words, "why": message.why, "icon": icon, "rule": message.rule or None}


def file_face(file: Attachment, slug: str, direction: str = "out") -> dict[str, Any]:
    trouble = file.trouble or ("" if file.size else "on its way")
    return {
        "id": str(file.id),
        "url": reverse("attachment", args=[slug, file.id]),
        "name": file.name or ("Picture" if file.kind == "image" else "File"),
        "kind": "file" if trouble else file.kind,
        "size_words": trouble or size_words(file.size),
        "alt": "Picture they sent" if direction == "in" else "Picture you sent",
    }


def size_words(size: int) -> str:
    return f"{size / 1_048_576:.1f} MB" if size >= 1_048_576 else f"{max(size // 1024, 1)} kB"


def ago(moment: datetime | None) -> str:
    if moment is None:
        return "never"
    seconds = (timezone.now() - moment).total_seconds()
    return "just now" if seconds < 60 else f"{timesince(moment, depth=1)} ago"


def date_words(moment: datetime) -> str:
    return date_format(timezone.localtime(moment), "j M Y")
