"""The consent panel of a person: address by address and program by program, what stands, by what, and its history."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from casa.core.accounts.queries import default_brand
from casa.core.accounts.roles import may
from casa.core.consent import queries
from casa.core.consent.ledger import live_stop
from casa.core.consent.preferences import token_for
from casa.core.consent.queries import CHANNELS, REASON_WORDS, Entry
from casa.core.inbox.stopping import stop_person
from casa.core.people.models import Identity, Person
from casa.lib.phones import shown
from casa.web.workspace import WorkspaceRequest

ICONS = {"ok": "check", "bad": "shield-ban", "wait": "circle-help", "": "info"}
LINES = 12


def panel(request: WorkspaceRequest, mine: list[Identity]) -> dict[str, Any]:
    """Everything the panel shows. Two questions an address, however long its history."""
    brand_id = default_brand().id
    reached = [row for row in mine if row.kind in CHANNELS]
    return {
        "addresses": [_address(brand_id, row) for row in reached],
        "may_record": may(request.member, "consent.record"),
        "me_id": request.user.id,
        "may_open": may(request.member, "consent.read"),
        "stopped_all": bool(reached) and all(_stop(brand_id, row) for row in reached),
    }


def _stop(brand_id: UUID, row: Identity) -> Any:
    return live_stop(brand_id, row.kind, row.value, CHANNELS[row.kind])


def _address(brand_id: UUID, row: Identity) -> dict[str, Any]:
    stop = _stop(brand_id, row)
    entries = queries.entries_of(brand_id, row.kind, row.value)
    why = f"{REASON_WORDS.get(stop.reason, 'stopped')}, {stop.occurred_at:%-d %b %Y}" if stop else ""
    return {
        "value": row.value,
        "own_page": f"{settings.BASE_URL}{reverse('public_preferences', args=[token_for(brand_id, row)])}",
        "words": shown(row.value) if row.kind == "phone" else row.value,
        "icon": "smartphone" if row.kind == "phone" else "mail",
        "stopped": why,
        "stands": queries.stands_of(brand_id, row.kind, row.value),
        "entries": [_entry(entry) for entry in entries[:LINES]],
        "more": max(len(entries) - LINES, 0),
    }


def _entry(entry: Entry) -> dict[str, Any]:
    return {"id": entry.id, "at": entry.at, "words": entry.words, "detail": entry.detail, "tone": entry.tone,
            "undo_for": entry.undo_for,
            "icon": ICONS[entry.tone], "facts": entry.facts, "rule": entry.rule, "seq": entry.seq}  # fmt: skip


def stop_of(request: WorkspaceRequest, found: Person) -> HttpResponse:
    """They told a colleague: everything, or promotions, to every number and e-mail of theirs (R22)."""
    scope = request.POST.get("scope", "all")
    stop_person(default_brand().id, found, scope, request.POST.get("note", ""))
    said = "On the stop list. Nothing goes to them." if scope == "all" else "No promotions go to them any more."
    messages.success(request, said)
    return redirect("person", request.workspace.slug, found.id)
