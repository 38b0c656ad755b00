"""Promises, evidence and the data map as pages show them."""

import math
from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils import timezone

from casa.core.accounts.models import Read
from casa.core.accounts.roles import may
from casa.core.accounts.rules import log_reads
from casa.core.accounts.scope import current_workspace_id
from casa.core.people.models import Person
from casa.core.privacy import datamap, policies
from casa.core.privacy.board import NOT_CHECKED, Row
from casa.core.privacy.evidence import Fact, Facts
from casa.core.privacy.evidence.seeing import REASON_WORDS, named
from casa.core.privacy.models import CheckState, Request, RequestState
from casa.core.privacy.retention import KEEPINGS, span
from casa.core.privacy.rights import NEEDS_IDENTITY, VERIFIED
from casa.core.vault.fields import warm
from casa.web.inbox.show import clock, initials, short_time, user_face
from casa.web.workspace import WorkspaceRequest

TONES = {CheckState.HOLDS: "ok", CheckState.PERSON: "wait", CheckState.BROKEN: "bad", NOT_CHECKED: "wait"}
ICONS = {"ok": "check", "wait": "timer", "bad": "circle-alert", "": "eye"}
STATE_WORDS = {
    CheckState.HOLDS: "Holds", CheckState.PERSON: "Needs a person", CheckState.BROKEN: "Broken",
    NOT_CHECKED: "Not checked",
}  # fmt: skip
DAY_CLASSES = {CheckState.HOLDS: "", CheckState.PERSON: "w", CheckState.BROKEN: "b", "": "n"}
ORDER = {CheckState.BROKEN: 0, CheckState.PERSON: 1, NOT_CHECKED: 2, CheckState.HOLDS: 3}
"""Who waits stands first; the rest as the policies say it."""
CHECK_EVERY = timedelta(minutes=10)
ANSWER_DAYS = 30
LOOKS, REQUESTS = 7, 4
COUNTED = 100  # a page shows "99+" beyond


def uuid_or_none(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def tabs(request: WorkspaceRequest, tab: str) -> dict[str, Any]:
    """What the head of each privacy page needs: how many requests wait, and which other pages this member may open."""
    waiting = Request.objects.filter(workspace_id=request.workspace.id, state=RequestState.OPEN)
    return {
        "tab": tab,
        "requests_waiting": waiting[:COUNTED].count(),
        "may_see_consent": may(request.member, "consent.read"),
        "may_see_figures": may(request.member, "workspace.edit"),
    }


def row(one: Row, slug: str) -> dict[str, Any]:
    tone = TONES[one.state]
    return {
        "id": one.promise.id,
        "url": reverse("privacy_promise", args=[slug, one.promise.id]),
        "words": one.promise.words,
        "how": one.promise.how,
        "found": one.words,
        "tone": tone,
        "icon": "circle-dashed" if one.state == NOT_CHECKED else ICONS[tone],
        "state": STATE_WORDS[one.state],
        "at": one.at,
        "time": clock(one.at) if one.at and timezone.localdate(one.at) == timezone.localdate() else _day(one.at),
        "days": [DAY_CLASSES[day] for day in one.days],
        "days_words": _days_words(one.days),
        "about": ", ".join(one.promise.about),
    }


def _day(at: datetime | None) -> str:
    return short_time(at, timezone.now()) if at else ""


def _days_words(days: Iterable[str]) -> str:
    """The strip in words, for who cannot see it."""
    told = Counter(days)
    looked = sum(told.values()) - told[""]
    return f"{told[CheckState.HOLDS]} of {looked} days held"


def head(rows: list[Row]) -> dict[str, Any]:
    told = Counter(one.state for one in rows)
    last = max((one.at for one in rows if one.at), default=None)
    return {
        "count": len(rows),
        "holds": told[CheckState.HOLDS],
        "person": told[CheckState.PERSON],
        "broken": told[CheckState.BROKEN],
        "unknown": told[NOT_CHECKED],
        "last": clock(last) if last else "",
        "next": clock(last + CHECK_EVERY) if last else "",
    }


def facts(page: Facts) -> list[dict[str, Any]]:
    """Lines of evidence. Whoever is named by one was looked at, which is written down."""
    names = named(page)
    log_reads([UUID(str(id)) for id in names], "log")
    return [_fact(one, names) for one in page.rows]


def _fact(one: Fact, names: dict[object, str]) -> dict[str, Any]:
    return {
        "words": one.words, "detail": one.detail, "at": one.at, "tone": one.tone, "who": one.who,
        "icon": ICONS.get(one.tone, "circle-dashed"),
        "person": {"id": one.person_id, "name": names[one.person_id]} if one.person_id in names else None,
        "erased": one.person_id is not None and one.person_id not in names,
    }  # fmt: skip


def looks() -> list[dict[str, Any]]:
    """The newest looks at guests, by whom, at whom and why."""
    rows = Read.objects.filter(workspace_id=current_workspace_id()).exclude(reason="log").select_related("user")
    newest = list(rows.order_by("-slot", "-id")[:LOOKS])
    names = _names({row.person_id for row in newest})
    log_reads(names, "log")
    return [_look(row, names) for row in newest]


def _look(row: Read, names: dict[UUID, str]) -> dict[str, Any]:
    by_casa = row.by_assistant or row.user is None
    face = {"name": "Casa", "ai": True} if by_casa or row.user is None else user_face(row.user) | {"ai": False}
    return face | {
        "first": str(face["name"]).split(" ")[0],
        "person": names.get(row.person_id, "Somebody who is erased"),
        "reason": REASON_WORDS.get(row.reason, row.reason),
        "time": short_time(row.slot, timezone.now()),
        "sensitive": row.reason in ("code", "export"),
    }


def _names(ids: Iterable[UUID]) -> dict[UUID, str]:
    rows = list(Person.objects.filter(workspace_id=current_workspace_id(), id__in=set(ids)))
    warm(rows)
    return {row.id: row.shown_name for row in rows}


def desk() -> dict[str, Any]:
    """Requests that wait for an answer, the most urgent first, and how many there are."""
    open_ = Request.objects.filter(workspace_id=current_workspace_id(), state=RequestState.OPEN)
    rows = list(open_.order_by("due_at", "id")[: REQUESTS + 1])
    names = _names({row.person_id for row in rows})
    log_reads(names, "request")
    answered = Request.objects.filter(
        workspace_id=current_workspace_id(), settled_at__gte=timezone.now() - timedelta(days=365)
    ).count()
    return {
        "rows": [_request(row, names) for row in rows[:REQUESTS]],
        "more": len(rows) > REQUESTS,
        "answered": answered,
    }


def _request(row: Request, names: dict[UUID, str]) -> dict[str, Any]:
    left = (row.due_at - timezone.now()).days
    name = names.get(row.person_id, "Somebody who is erased")
    whole = max((row.due_at - row.received_at).days, 1)
    return {
        "id": row.id, "name": name, "initials": initials(name), "hue": row.person_id.int % 12,
        "kind": row.get_kind_display(),
        "left": left, "due": row.due_at, "soon": left <= 7, "passed": 100 - 100 * max(left, 0) / whole,
        "words": f"Day {max(whole - left, 0)} of {whole}", "received": row.received_at, "by_link": row.by_link,
        "sure": VERIFIED.get(row.verified_how, "") or ("" if row.kind in NEEDS_IDENTITY else "no check is needed"),
        "under_way": row.erasure_id is not None or row.export_id is not None,
    }  # fmt: skip


def keeping() -> list[dict[str, Any]]:
    """How long each kind is kept, as bars: a day at one end, the longest that a law asks for at the other."""
    longest = max(rule.ceiling for rule in KEEPINGS)
    rows = [(rule.label, rule.days()) for rule in KEEPINGS]
    return [
        {"label": label, "words": span(days), "share": 100 * math.log(max(days, 1)) / math.log(longest)}
        for label, days in sorted(rows, key=lambda one: one[1])
    ]


def records() -> dict[str, Any]:
    """The data map, the records of processing and who handles data for the business."""
    by_table: dict[str, dict[str, Any]] = {}
    for field in datamap.fields():
        table, _, column = field.label.rpartition(".")
        shown = by_table.setdefault(table, {"purpose": field.purpose, "kind": datamap.CLASS_WORDS[field.kind],
            "source": field.source, "keeps": datamap.KEEP_WORDS[field.keeps], "readers": ", ".join(field.readers),
            "sealed": field.sealed, "columns": []})  # fmt: skip
        shown["columns"].append(column.replace("_", " "))
    return {"tables": list(by_table.values()), "activities": datamap.activities(), "processors": datamap.processors()}


def sections(text: str) -> list[dict[str, Any]]:
    """A policy's plain text as headings, paragraphs and lists. A block's first line is its heading when it is short
    and ends without a full stop; lines that begin with "- " are a list."""
    return [_section(block.splitlines()) for block in text.split("\n\n") if block.strip()]


def _section(lines: list[str]) -> dict[str, Any]:
    first = lines[0].strip()
    titled = len(first) < 80 and not first.endswith((".", "-")) and not first.startswith("- ")
    rest = lines[1:] if titled else lines
    parts = [{"item": line.startswith("- "), "words": line.removeprefix("- ").strip()} for line in rest if line.strip()]
    return {"heading": first if titled else "", "parts": parts}


def change_lines(before: str, after: str) -> list[dict[str, str]]:
    """The lines that changed, in order: ``mark`` "-" gone, "+" new."""
    return [{"mark": mark, "words": words} for mark, words in policies.changes(before, after) if mark != " " and words]
