"""Connections: the catalogue, connecting, health, and what goes when one ends."""

from collections import OrderedDict
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from casa.core.accounts.jobs import defer
from casa.core.accounts.roles import may
from casa.core.accounts.rules import NotPossible
from casa.core.connections import queries, rules
from casa.core.connections.doors import hook_url
from casa.core.connections.intake import retry_failed
from casa.core.connections.models import Connection, Health
from casa.core.connections.oauth import begin
from casa.core.connections.registry import NoSuchProvider, manifest
from casa.core.inbox.records import held_from
from casa.web.answers import refusal, says_why
from casa.web.inbox.show import ago, clock, date_words
from casa.web.workspace import WorkspaceRequest, right

GROUPS = ("Bookings and prices", "Messages and calls", "Assistant", "Doors and homes", "Money", "Being found")
TONES = {Health.HEALTHY: "ok", Health.LATE: "wait", Health.ATTENTION: "wait", Health.STOPPED: "bad"}


@right("connections.read")
def connections(request: WorkspaceRequest) -> HttpResponse:
    return render(request, "connections/page.html", _page(request))


def _page(request: WorkspaceRequest, current: Connection | None = None) -> dict[str, Any]:
    live = queries.connections()
    held = {row.id: sum(count for _, count in held_from(row.id)) for row in live}
    rows = [_row(row, held[row.id], request.workspace.slug, current) for row in live]
    rows += [
        _offer(one, request.workspace.slug) for one in queries.catalogue() if one.key not in {r.provider for r in live}
    ]
    groups: OrderedDict[str, list[dict[str, Any]]] = OrderedDict((name, []) for name in GROUPS)
    for row in rows:
        groups.setdefault(row["group"], []).append(row)
    return {
        "groups": [{"label": name, "rows": found} for name, found in groups.items() if found],
        "connected": len(live),
        "total": len(queries.catalogue()),
        "stopped": sum(1 for row in live if row.health == Health.STOPPED),
        "needing": len([row for row in queries.needing_somebody() if row.health != Health.STOPPED]),
        "may_edit": may(request.member, "connections.edit"),
        "panel": None,
    }


def _row(row: Connection, held: int, slug: str, current: Connection | None) -> dict[str, Any]:
    passport = manifest(row.provider)
    return _face(passport) | {
        "id": str(row.id),
        "connected": True,
        "url": reverse("connection", args=[slug, row.id]),
        "label": row.label or passport.tagline,
        "health": row.health,
        "tone": TONES.get(row.health, ""),  # type: ignore[call-overload]
        "health_words": _health_words(row),
        "last_sync": ago(row.last_sync_at or row.last_ok_at),
        "access": f"ends {date_words(row.expires_at)}" if row.expires_at else _access_words(row),
        "held": held,
        "current": current is not None and current.id == row.id,
        "syncing": _syncing(row),
    }


def _face(passport: Any) -> dict[str, Any]:
    return {"provider": passport.key, "name": passport.name, "initials": passport.initials, "hue": passport.hue,
            "group": passport.group, "may_do": ", ".join(passport.may_do[:2]), "tagline": passport.tagline}  # fmt: skip


def _offer(passport: Any, slug: str) -> dict[str, Any]:
    return _face(passport) | {
        "connected": False,
        "url": reverse("connection_new", args=[slug, passport.key]),
        "label": passport.tagline,
        "health_words": "Not connected",
    }


def _health_words(row: Connection) -> str:
    if row.health == Health.STOPPED and row.trouble_since:
        return f"Stopped {clock(row.trouble_since)}"
    return str(row.get_health_display())


def _access_words(row: Connection) -> str:
    return "renews itself" if (row.secrets or {}).get("refresh_token") else "key, no end"


def _syncing(row: Connection) -> str:
    if row.sync_total is None:
        return ""
    return f"Reading, {row.sync_done:,} of {row.sync_total:,}"


@right("connections.read")
def connection(request: WorkspaceRequest, id: UUID) -> HttpResponse:
    row = _found(id)
    return render(request, "connections/page.html", _page(request, row) | {"panel": _panel(request, row)})


def _found(connection_id: UUID) -> Connection:
    try:
        found = queries.connection(connection_id)
    except Connection.DoesNotExist:
        raise Http404 from None
    if not found.live:
        raise Http404
    return found


def _panel(request: WorkspaceRequest, row: Connection) -> dict[str, Any]:
    passport, slug = manifest(row.provider), request.workspace.slug
    held = held_from(row.id)
    pulse = queries.day_pulse(row.id)
    most = max((calls for calls, _ in pulse), default=0) or 1
    by = row.connected_by.first_name if row.connected_by else "Casa"
    return _row(row, sum(count for _, count in held), slug, row) | {
        "since": f"Connected by {by}, {date_words(row.connected_at)}",
        "trouble": row.trouble,
        "signature_words": row.bad_signature_words,
        "bad_signatures": row.bad_signatures,
        "bars": [{"height": max(round(calls / most * 10), 1), "failed": bool(failures)} for calls, failures in pulse],
        "calls": sum(calls for calls, _ in pulse),
        "failures": sum(failures for _, failures in pulse),
        "may": passport.may_do,
        "holds": [{"label": label, "count": count} for label, count in held],
        "deliveries": queries.deliveries(row.id),
        "hook_url": hook_url(row),
        "webhook_help": passport.webhook_help,
        "gone_by": date_words(timezone.now() + rules.ERASE_AFTER),
        "urls": {
            "sync": reverse("connection_sync", args=[slug, row.id]),
            "disconnect": reverse("connection_disconnect", args=[slug, row.id]),
            "retry": reverse("connection_retry", args=[slug, row.id]),
            "fix": reverse("connection_new", args=[slug, row.provider]),
            "close": reverse("connections", args=[slug]),
        },
    }  # fmt: skip


@right("connections.edit")
def new(request: WorkspaceRequest, provider: str) -> HttpResponse:
    """Connect an account: the form, and the test of what was typed. The typed secrets are never shown again."""
    try:
        passport = manifest(provider)
    except NoSuchProvider:
        raise Http404 from None
    problem = ""
    if request.method == "POST":
        try:
            made = rules.connect(provider, request.POST.dict())
            messages.success(request, f"{passport.name} is connected. Casa reads it now.")
            return redirect("connection", request.workspace.slug, made.id)
        except NotPossible as refused:
            problem = str(refused)
    context = _page(request) | {"form": _form(request, passport, problem)}
    return render(request, "connections/page.html", context, status=422 if problem else 200)


def _form(request: WorkspaceRequest, passport: Any, problem: str) -> dict[str, Any]:
    typed = request.POST
    slug = request.workspace.slug
    return _face(passport) | {
        "problem": problem,
        "fields": [
            {"name": field.name, "label": field.label, "help": field.help, "secret": field.secret,
             "required": field.required, "example": field.example, "choices": field.choices,
             "value": "" if field.secret else typed.get(field.name, "")}
            for field in passport.fields
        ],
        "may": passport.may_do,
        "processor": passport.processor,
        "hosts": passport.hosts,
        "oauth_url": reverse("connection_authorize", args=[slug, passport.key]) if passport.oauth else None,
        "url": reverse("connection_new", args=[slug, passport.key]),
        "close_url": reverse("connections", args=[slug]),
    }  # fmt: skip


@right("connections.edit")
@require_POST
@says_why
def authorize(request: WorkspaceRequest, provider: str) -> HttpResponse:
    """Off to the provider's own sign-in page (never a password here: promise CA-6d)."""
    return redirect(begin(request.user, provider, request.POST.dict()))


@right("connections.edit")
@require_POST
def sync(request: WorkspaceRequest, id: UUID) -> HttpResponse:
    row = _found(id)
    defer("inbox.sync", queue="sync", once=f"sync:{row.id}", lock=f"sync:{row.id}",
          workspace_id=str(row.workspace_id), connection_id=str(row.id))  # fmt: skip
    messages.success(request, "Casa reads it again now.")
    return redirect("connection", request.workspace.slug, row.id)


@right("connections.edit")
@require_POST
def retry(request: WorkspaceRequest, id: UUID) -> HttpResponse:
    row = _found(id)
    retry_failed(row.id)
    defer("inbox.drain", once=f"drain:{row.workspace_id}", workspace_id=str(row.workspace_id))
    return redirect("connection", request.workspace.slug, row.id)


@right("connections.edit")
@require_POST
def disconnect(request: WorkspaceRequest, id: UUID) -> HttpResponse:
    """It cannot be undone, so the name is typed first."""
    row = _found(id)
    name = manifest(row.provider).name
    if request.POST.get("name", "").strip().casefold() != name.casefold():
        return refusal(request, f"Type {name} to disconnect it.", 422)
    gone_by = rules.disconnect(row)
    messages.success(request, f"{name} is disconnected. Its key is destroyed, its records go by {date_words(gone_by)}.")
    return redirect("connections", request.workspace.slug)
