"""Settings: me, the workspace, how it signs, who works in it, and what was done."""

from collections.abc import Callable
from datetime import time
from functools import wraps
from typing import Any
from uuid import UUID
from zoneinfo import available_timezones

from django.conf import settings as django_settings
from django.contrib import messages
from django.core.mail import send_mail
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from casa.core.accounts import queries, rules
from casa.core.accounts.models import Invitation, Member, Role, Workspace
from casa.core.accounts.roles import may
from casa.core.accounts.rules import NotPossible, log_action
from casa.core.assistant import leave
from casa.core.assistant.queries import runs
from casa.core.stays.queries import properties
from casa.web.inbox.show import ago, initials
from casa.web.settings.words import OUTCOMES, VERBS
from casa.web.workspace import WorkspaceRequest, right

THEMES = (("auto", "As the system"), ("light", "Light"), ("dark", "Dark"))


@right("stays.read")
def settings(request: WorkspaceRequest) -> HttpResponse:
    return render(request, "settings/page.html", _page(request))


def _page(request: WorkspaceRequest, problem: dict[str, str] | None = None) -> dict[str, Any]:
    house, user = request.workspace, request.user
    mine = {"name": user.name, "timezone": user.timezone, "theme": user.theme, "single_keys": user.single_keys}
    where = (problem or {}).get("where")
    return {
        "problem": problem,
        "email": user.email,
        "profile": mine | (_typed(request, mine) if where == "me" else {}),
        "house": _house(house) | (_typed(request, _house(house)) if where == "house" else {}),
        "brand": queries.default_brand(),
        "invited": {"email": request.POST.get("email", ""), "role": request.POST.get("role", "agent")},
        "themes": THEMES,
        "timezones": sorted(available_timezones()),
        "members": [_member(row, request) for row in queries.members()],
        "invitations": list(Invitation.objects.filter(workspace_id=house.id, accepted_at=None)),
        "roles": Role.choices,
        "modes": MODES,
        "exceptions": _exceptions(request, where == "exceptions"),
        "homes": [(str(home.id), home.name) for home in properties()],
        "actions": _actions(request),
        "ai_runs": _runs(request),
        "may_edit_members": may(request.member, "members.edit"),
        "may_edit_workspace": may(request.member, "workspace.edit"),
        "security_url": reverse("mfa_index"),
        "password_url": reverse("account_change_password"),
        "sessions_url": reverse("usersessions_list"),
    }  # fmt: skip


def _exceptions(request: WorkspaceRequest, refused: bool) -> list[tuple[str, str, str, dict[str, str]]]:
    kinds = (("early", "Early check-in", "Not before"), ("late", "Late checkout", "Not after"))
    saved = request.workspace.exceptions
    typed = {
        key: {name: request.POST.get(f"{key}_{name}", "") for name in ("mode", "time", "fee")} for key, _, _ in kinds
    }
    return [(key, label, limit, typed[key] if refused else saved.get(key, {})) for key, label, limit in kinds]


def _house(house: Workspace) -> dict[str, Any]:
    names = ("name", "timezone", "undo_seconds", "cleaning_hours", "ai_enabled", "code_hours")
    return {name: getattr(house, name) for name in names}


def _typed(request: WorkspaceRequest, saved: dict[str, Any]) -> dict[str, Any]:
    """What was typed in a form that was refused, in place of what is saved. A box left empty is not sent at all."""
    typed = {name: request.POST[name] for name in saved if name in request.POST}
    boxes = {name: name in typed for name, value in saved.items() if isinstance(value, bool)}
    return typed | boxes


def _in_place(where: str) -> Callable[[Any], Any]:
    """A rule's refusal is shown on the page, in the section ``where``, with what was typed."""

    def guard(view: Any) -> Any:
        @wraps(view)
        def guarded(request: WorkspaceRequest, **which: UUID) -> HttpResponse:
            try:
                return view(request, **which)  # type: ignore[no-any-return]
            except NotPossible as refused:
                problem = {"where": where, "words": str(refused)}
                return render(request, "settings/page.html", _page(request, problem), status=422)

        return guarded

    return guard


def _member(row: Member, request: WorkspaceRequest) -> dict[str, Any]:
    return {
        "id": str(row.id), "name": row.user.name, "email": row.user.email, "initials": initials(row.user.name),
        "hue": row.user_id.int % 12, "role": row.role, "role_words": row.get_role_display(),
        "homes": [str(home) for home in row.property_ids], "me": row.user_id == request.user.id,
        "url": reverse("settings_member", args=[request.workspace.slug, row.id]),
        "remove_url": reverse("settings_member_remove", args=[request.workspace.slug, row.id]),
    }  # fmt: skip


def _actions(request: WorkspaceRequest) -> list[dict[str, str]]:
    if not may(request.member, "actions.read"):
        return []
    return [
        {"who": row.user.first_name if row.user else "Casa", "verb": VERBS.get(row.verb, row.verb), "when": ago(row.at)}
        for row in queries.actions(40)
    ]


def _runs(request: WorkspaceRequest) -> list[dict[str, Any]]:
    if not may(request.member, "actions.read"):
        return []
    return [
        {"model": row.model, "outcome": OUTCOMES.get(row.outcome, row.outcome), "left": row.left_house,
         "dropped": row.dropped, "took": f"{row.took_ms / 1000:.1f} s", "when": ago(row.at), "facts": len(row.fact_ids)}
        for row in runs(20)
    ]  # fmt: skip


def _back(request: WorkspaceRequest, words: str) -> HttpResponse:
    messages.success(request, words)
    return redirect("settings", request.workspace.slug)


@right("stays.read")
@require_POST
@_in_place("me")
def me(request: WorkspaceRequest) -> HttpResponse:
    user, typed = request.user, request.POST
    if typed.get("timezone") not in available_timezones():
        raise NotPossible("Pick a time zone from the list.")
    user.name = typed.get("name", "").strip()[:120] or user.name
    user.timezone = typed["timezone"]
    user.theme = typed.get("theme") if typed.get("theme") in dict(THEMES) else "auto"  # type: ignore[assignment]
    user.single_keys = typed.get("single_keys") == "1"
    user.save(update_fields=["name", "timezone", "theme", "single_keys"])
    return _back(request, "Saved.")


@right("workspace.edit")
@require_POST
@_in_place("house")
def workspace(request: WorkspaceRequest) -> HttpResponse:
    typed = request.POST
    if typed.get("timezone") not in available_timezones():
        raise NotPossible("Pick a time zone from the list.")
    Workspace.objects.filter(id=request.workspace.id).update(
        name=typed.get("name", "").strip()[:120] or request.workspace.name,
        timezone=typed["timezone"],
        ai_enabled=typed.get("ai_enabled") == "1",
        undo_seconds=_number(typed.get("undo_seconds", ""), 0, 60, "The time to take back is 0 to 60 seconds."),
        cleaning_hours=_number(typed.get("cleaning_hours", ""), 0, 24, "Cleaning takes 0 to 24 hours."),
    )
    if typed.get("ai_enabled") != "1":
        leave.end_everywhere()
    log_action("workspace.changed", ai=typed.get("ai_enabled") == "1")
    return _back(request, "Saved.")


MODES = (("ask", "A person decides"), ("offer", "Casa may offer it"), ("never", "Never"))


@right("workspace.edit")
@require_POST
@_in_place("exceptions")
def exceptions(request: WorkspaceRequest) -> HttpResponse:
    """What the assistant may say about early check-in, late checkout and door codes."""
    typed = request.POST
    decided = {which: _exception(typed, which) for which in ("early", "late")}
    hours = _number(typed.get("code_hours", ""), 0, 168, "Door codes are told 0 to 168 hours before check-in.")
    Workspace.objects.filter(id=request.workspace.id).update(exceptions=decided, code_hours=hours)
    log_action("workspace.exceptions_changed")
    return _back(request, "Saved.")


def _exception(typed: Any, which: str) -> dict[str, str]:
    mode, clock = typed.get(f"{which}_mode", "ask"), typed.get(f"{which}_time", "").strip()
    if mode not in dict(MODES):
        raise NotPossible("Pick one of the three.")
    try:
        clock = time.fromisoformat(clock).strftime("%H:%M") if clock else ""
    except ValueError:
        raise NotPossible("Write the time like 13:00.") from None
    return {"mode": mode, "time": clock, "fee": typed.get(f"{which}_fee", "").strip()[:20]}


def _number(text: str, least: int, most: int, words: str) -> int:
    if not text.isdigit() or not least <= int(text) <= most:
        raise NotPossible(words)
    return int(text)


@right("workspace.edit")
@require_POST
def brand(request: WorkspaceRequest) -> HttpResponse:
    row, typed = queries.default_brand(), request.POST
    row.name = typed.get("name", "").strip()[:120] or row.name
    row.signature = typed.get("signature", "").strip()[:120]
    row.support_phone = typed.get("support_phone", "").strip()[:32]
    row.support_email = typed.get("support_email", "").strip()[:254]
    row.save()
    log_action("brand.changed", row.id)
    return _back(request, "Saved.")


@right("members.edit")
@require_POST
@_in_place("people")
def invite(request: WorkspaceRequest) -> HttpResponse:
    email = request.POST.get("email", "")
    if "@" not in email:
        raise NotPossible("Write your colleague’s e-mail address.")
    invitation, token = rules.invite(request.member, email, request.POST.get("role", ""), _homes(request))
    link = f"{django_settings.BASE_URL}/invitation/{token}/"
    asked = f"{request.user.name} asks you to join {request.workspace.name} on Casa:"
    words = f"{asked}\n\n{link}\n\nThe link works for 7 days."
    send_mail(f"Join {request.workspace.name} on Casa", words, None, [invitation.email])
    return _back(request, "Invited. The link is in their mail.")


def _homes(request: WorkspaceRequest) -> list[UUID]:
    """The homes that were ticked; none of them means all. Raises NotPossible for one that is not ours."""
    ours = {str(home.id): home.id for home in properties()}
    ticked = request.POST.getlist("homes")
    if not set(ticked) <= set(ours):
        raise NotPossible("Tick homes from the list.")
    return [ours[value] for value in ticked]


def _of(request: WorkspaceRequest, member_id: UUID) -> Member:
    found = queries.members().filter(id=member_id).first()
    if found is None:
        raise Http404
    return found


@right("members.edit")
@require_POST
@_in_place("people")
def member(request: WorkspaceRequest, id: UUID) -> HttpResponse:
    rules.change_role(request.member, _of(request, id), request.POST.get("role", ""), _homes(request))
    return _back(request, "Changed.")


@right("members.edit")
@require_POST
@_in_place("people")
def remove(request: WorkspaceRequest, id: UUID) -> HttpResponse:
    rules.remove_member(request.member, _of(request, id))
    return _back(request, "Removed. They no longer see this workspace.")
