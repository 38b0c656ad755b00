"""Knowledge: what the assistant may say about each home, and a bench to try questions on."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from casa.core.accounts.roles import may
from casa.core.accounts.rules import NotPossible
from casa.core.assistant import knowledge as rules
from casa.core.assistant.bench import try_out
from casa.core.assistant.models import Knowledge
from casa.core.assistant.queries import knowledge as passages
from casa.core.stays.models import Property
from casa.core.stays.queries import properties
from casa.core.stays.rules import set_door
from casa.web.answers import says_why
from casa.web.inbox.show import ago
from casa.web.workspace import WorkspaceRequest, right

SOURCES = {
    "written": "Written here",
    "provider": "From your booking system",
    "md": "From a file",
    "csv": "From a table",
    "pdf": "From a PDF",
    "txt": "From a file",
}


@right("knowledge.read")
def knowledge(request: WorkspaceRequest) -> HttpResponse:
    return render(request, "knowledge/page.html", _page(request))


def _page(request: WorkspaceRequest) -> dict[str, Any]:
    homes = list(properties())
    wanted = request.GET.get("home", "")
    rows = [row for row in passages(everything=True) if not wanted or _belongs(row, wanted)]
    slug = request.workspace.slug
    return {
        "homes": [_home(home, rows, wanted, slug) for home in homes],
        "home": wanted,
        "groups": _groups(rows, slug),
        "count": len(rows),
        "unread": sum(1 for row in rows if row.vectors is None),
        "may_edit": may(request.member, "knowledge.edit"),
        "empty": not rows,
        "door": _door(homes, wanted, slug),
    }


def _door(homes: list[Property], wanted: str, slug: str) -> dict[str, Any] | None:
    """The chosen home's door: whether it has a code, never the code itself."""
    home = next((home for home in homes if str(home.id) == wanted), None)
    if home is None:
        return None
    known = home.door or {}
    url = reverse("knowledge_door", args=[slug, home.id])
    return {"home": home.name, "name": known.get("name", ""), "has_code": bool(known.get("code")), "url": url}


def _belongs(row: Knowledge, wanted: str) -> bool:
    return str(row.property_id or "all") == wanted


def _home(home: Property, rows: list[Knowledge], wanted: str, slug: str) -> dict[str, Any]:
    return {
        "id": str(home.id), "name": home.name, "house": home.house, "hue": home.hue, "current": str(home.id) == wanted,
        "count": sum(1 for row in rows if row.property_id == home.id),
        "url": f"{reverse('knowledge', args=[slug])}?home={home.id}",
    }  # fmt: skip


def _groups(rows: list[Knowledge], slug: str) -> list[dict[str, Any]]:
    """Entries by home, those about all homes first."""
    groups: dict[str, dict[str, Any]] = {}
    for row in sorted(rows, key=lambda row: (row.property.name if row.property else "", row.title)):
        name = row.property.name if row.property else "All homes"
        group = groups.setdefault(name, {"label": name, "home": row.property, "rows": []})
        group["rows"].append(entry_view(row, slug))
    return list(groups.values())


def entry_view(row: Knowledge, slug: str) -> dict[str, Any]:
    return {
        "id": str(row.id),
        "title": row.title,
        "text": row.text,
        "home": str(row.property_id or ""),
        "source": SOURCES.get(row.source, row.source),
        "changed": ago(row.updated_at),
        "change_url": reverse("knowledge_change", args=[slug, row.id]),
        "remove_url": reverse("knowledge_remove", args=[slug, row.id]),
        "restore_url": reverse("knowledge_restore", args=[slug, row.id]),
    }


def _home_id(request: WorkspaceRequest) -> UUID | None:
    text = request.POST.get("home", "")
    if not text or text == "all":
        return None
    found = properties().filter(id=text).first()
    if found is None:
        raise NotPossible("Pick a home from the list.")
    return found.id


def _entry(entry_id: UUID, request: WorkspaceRequest) -> Knowledge:
    found = Knowledge.objects.filter(workspace_id=request.workspace.id, id=entry_id).first()
    if found is None:
        raise Http404
    return found


def _back(request: WorkspaceRequest, words: str = "") -> HttpResponse:
    if words:
        messages.success(request, words)
    return redirect("knowledge", request.workspace.slug)


@right("knowledge.edit")
@require_POST
@says_why
def write(request: WorkspaceRequest) -> HttpResponse:
    rules.write(request.POST.get("title", ""), request.POST.get("text", ""), _home_id(request), request.user)
    return _back(request, "Written. The assistant knows it now.")


@right("knowledge.edit")
@require_POST
@says_why
def change(request: WorkspaceRequest, id: UUID) -> HttpResponse:
    entry = _entry(id, request)
    rules.write(
        request.POST.get("title", ""), request.POST.get("text", ""), _home_id(request), request.user, entry=entry
    )
    return _back(request, "Changed.")


@right("knowledge.edit")
@require_POST
def remove(request: WorkspaceRequest, id: UUID) -> HttpResponse:
    rules.remove(_entry(id, request))
    return _back(request, "Removed. The assistant no longer uses it.")


@right("knowledge.edit")
@require_POST
def restore(request: WorkspaceRequest, id: UUID) -> HttpResponse:
    rules.restore(_entry(id, request))
    return _back(request, "Back again.")


@right("knowledge.edit")
@require_POST
@says_why
def import_file(request: WorkspaceRequest) -> HttpResponse:
    upload = request.FILES.get("file")
    if upload is None:
        raise NotPossible("Pick a file first.")
    if (upload.size or 0) > 5 * 1024 * 1024:
        raise NotPossible("This file is larger than 5 MB. Split it and import the parts.")
    count = rules.import_file(upload.name or "", upload.read(), _home_id(request), request.user)
    return _back(request, f"{count} entries imported." if count != 1 else "1 entry imported.")


@right("knowledge.edit")
@require_POST
@says_why
def door(request: WorkspaceRequest, id: UUID) -> HttpResponse:
    """The code of a home's door; told to guests only inside their window."""
    home = properties().filter(id=id).first()
    if home is None:
        raise Http404
    set_door(home, request.POST.get("name", ""), request.POST.get("code", ""))
    return _back(request, "Saved. Guests hear it only inside their window.")


@right("knowledge.read")
@require_POST
def try_question(request: WorkspaceRequest) -> HttpResponse:
    """What the assistant would say to a question about a home, with its sources."""
    home = next((row for row in properties() if str(row.id) == request.POST.get("home")), None)
    question = request.POST.get("question", "").strip()[:1000]
    tried = try_out(question, home) if question else None
    return render(request, "knowledge/tried.html", {"tried": tried, "question": question, "home": home})
