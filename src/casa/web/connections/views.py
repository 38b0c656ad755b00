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
from casa.core.accounts.models import Action
from casa.core.accounts.roles import may
from casa.core.accounts.rules import NotPossible
from casa.core.connections import queries, rules
from casa.core.connections.doors import hook_url
from casa.core.connections.intake import retry_failed
from casa.core.connections.models import Connection, Health
from casa.core.connections.oauth import begin
from casa.core.connections.registry import NoSuchProvider, manifest
from casa.core.inbox.records import held_from
from casa.core.senders.queries import registers
from casa.web.inbox.show import ago, clock, date_words, short_time
from casa.web.workspace import WorkspaceRequest, right

GROUPS = ("Bookings and prices", "Messages and calls", "Assistant", "Doors and homes", "Money", "Being found")
TURNING_OFF = "tear_down"  # the manifest's word for what a provider cannot undo by program
BAR, PLOT_WIDTH, PLOT_HEIGHT = 5, 360, 24  # one of 72 bars and the drawing they stand in
LATELY = {
    "connections.connected": "Connected",
    "connections.recovered": "Works again",
    "connections.trouble": "Trouble began",
    "connections.ended_by_provider": "Ended by the other side",
    "stays.unknown_home": "A stay in a home that is not known",
    "connections.tear_down_failed": "The other side could not be told",
}
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
        "syncing": any(row.sync_total is not None for row in live),
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


def _senders_url(request: WorkspaceRequest, passport: Any) -> str:
    """Where its numbers' registration stands; "" where it has none or this colleague may not read it."""
    shows = registers(passport.key) and may(request.member, "senders.read")
    return reverse("senders", args=[request.workspace.slug]) if shows else ""


def _panel(request: WorkspaceRequest, row: Connection) -> dict[str, Any]:
    passport = manifest(row.provider)
    held = held_from(row.id)
    pulse = queries.day_pulse(row.id)
    by = row.connected_by.first_name if row.connected_by else "Casa"
    return _row(row, sum(count for _, count in held), request.workspace.slug, row) | {
        "since": f"Connected by {by}, {date_words(row.connected_at)}",
        "trouble": row.trouble,
        "signature_words": row.bad_signature_words,
        "bad_signatures": row.bad_signatures,
        "bars": _bars(pulse),
        "calls": sum(calls for calls, _ in pulse),
        "failures": sum(failures for _, failures in pulse),
        "done": row.sync_done,
        "of": row.sync_total,
        "may": passport.may_do,
        "senders_url": _senders_url(request, passport),
        "holds": _holds(held),
        "lately": _lately(row),
        "deliveries": queries.deliveries(row.id),
        "hook_url": hook_url(row),
        "webhook_help": passport.webhook_help,
        "gone_by": date_words(timezone.now() + rules.ERASE_AFTER),
        "by_hand": passport.exempt.get(TURNING_OFF, ""),
        "urls": _urls(request.workspace.slug, row),
    }  # fmt: skip


def _urls(slug: str, row: Connection) -> dict[str, str]:
    doing = {name: reverse(f"connection_{name}", args=[slug, row.id]) for name in ("sync", "disconnect", "retry")}
    return doing | {
        "fix": reverse("connection_new", args=[slug, row.provider]),
        "close": reverse("connections", args=[slug]),
        "self": reverse("connection", args=[slug, row.id]),
    }


def _bars(pulse: list[tuple[int, int]]) -> list[dict[str, Any]]:
    """The last day as bars of a drawing: a slot without a call is low and grey, one with a failure amber."""
    most = max((calls for calls, _ in pulse), default=0) or 1
    bars = []
    for index, (calls, failures) in enumerate(pulse):
        height = round(6 + calls / most * (PLOT_HEIGHT - 6), 1) if calls else 3
        tone = "late" if failures else "on" if calls else "none"
        bars.append({"x": index * BAR, "y": PLOT_HEIGHT - height, "height": height, "tone": tone})
    return bars


def _holds(held: list[tuple[str, int]]) -> list[dict[str, Any]]:
    """Each kind with its part of one bar; the narrowest is still seen."""
    total = sum(count for _, count in held) or 1
    widths = [max(count / total * PLOT_WIDTH, 4) for _, count in held]
    scale = PLOT_WIDTH / (sum(widths) or 1)
    found, at = [], 0.0
    for (label, count), width in zip(held, widths, strict=True):
        shown = width * scale
        found.append({"label": label, "count": count, "x": round(at, 1), "width": round(max(shown - 1.5, 1), 1)})
        at += shown
    return found


def _lately(row: Connection) -> list[dict[str, str]]:
    rows = Action.objects.filter(workspace_id=row.workspace_id, target=row.id, verb__in=LATELY)
    return [{"when": short_time(one.at, timezone.now()), "words": LATELY[one.verb]} for one in rows.order_by("-at")[:4]]


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
    return _form_page(request, passport, problem)


def _form_page(request: WorkspaceRequest, passport: Any, problem: str = "") -> HttpResponse:
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
def authorize(request: WorkspaceRequest, provider: str) -> HttpResponse:
    """Off to the provider's own sign-in page (never a password here: promise CA-6d).

    By a page of ours and not by a redirect: the content policy lets a form lead to this server only, redirects
    included.
    """
    try:
        passport = manifest(provider)
    except NoSuchProvider:
        raise Http404 from None
    if not request.POST.get("client_id", "").strip():
        return _form_page(request, passport, f"Fill in the client id and secret that {passport.name} gave you.")
    try:
        url = begin(request.user, provider, request.POST.dict())
    except NotPossible as refused:
        return _form_page(request, passport, str(refused))
    return render(request, "connections/leaving.html", {"name": passport.name, "url": url})


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
        panel = _panel(request, row) | {
            "problem": f"Type {name} to disconnect it.",
            "typed": request.POST.get("name", ""),
        }
        return render(request, "connections/page.html", _page(request, row) | {"panel": panel}, status=422)
    gone_by = rules.disconnect(row)
    messages.success(request, f"{name} is disconnected. Its key is destroyed, its records go by {date_words(gone_by)}.")
    return redirect("connections", request.workspace.slug)
