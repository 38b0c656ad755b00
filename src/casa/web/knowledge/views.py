"""Knowledge: what the assistant may say about each home, and a bench to try questions on."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from casa.core.accounts.roles import may, may_see_property
from casa.core.accounts.rules import NotPossible
from casa.core.assistant import knowledge as rules
from casa.core.assistant.bench import try_out
from casa.core.assistant.models import Knowledge
from casa.core.assistant.queries import knowledge as passages
from casa.core.stays.models import Property
from casa.core.stays.queries import properties
from casa.core.stays.rules import set_door
from casa.web.answers import is_fragment
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


def _page(request: WorkspaceRequest, problem: str = "", form: dict[str, Any] | None = None) -> dict[str, Any]:
    homes = [home for home in properties() if may_see_property(request.member, home.id)]
    wanted = request.POST.get("view") or request.GET.get("home", "")
    seen = {home.id for home in homes} | {None}
    every = [row for row in passages(everything=True) if row.property_id in seen]
    rows = [row for row in every if not wanted or _belongs(row, wanted)]
    slug, may_edit = request.workspace.slug, may(request.member, "knowledge.edit")
    return {
        "homes": [_home(home, every, wanted, slug) for home in homes],
        "home": wanted,
        "groups": _groups(rows, slug, wanted),
        "count": len(every),
        "shared": sum(1 for row in every if row.property_id is None),
        "unread": sum(1 for row in every if row.vectors is None),
        "may_edit": may_edit,
        "form": (form or _form(request, every)) if may_edit else None,
        "problem": problem,
        "gone": _gone(request),
        "close_url": _here(slug, wanted),
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


def _here(slug: str, wanted: str = "", **more: str) -> str:
    asked = urlencode({name: value for name, value in {"home": wanted, **more}.items() if value})
    return reverse("knowledge", args=[slug]) + (f"?{asked}" if asked else "")


def _form(request: WorkspaceRequest, rows: list[Knowledge]) -> dict[str, Any] | None:
    """Which form stands beside the list: a new entry, one being changed, or a file."""
    slug, asked = request.workspace.slug, request.GET
    if "write" in asked:
        blank = {"title": asked["write"][:120], "text": "", "home": asked.get("home", "")}
        return blank | {"kind": "write", "url": reverse("knowledge_write", args=[slug])}
    if "import" in asked:
        return {"kind": "import", "home": asked.get("home", ""), "url": reverse("knowledge_import", args=[slug])}
    found = next((row for row in rows if str(row.id) == asked.get("edit")), None)
    return None if found is None else entry_view(found, slug) | {"kind": "edit", "url": _change_url(slug, found.id)}


def _change_url(slug: str, entry_id: UUID) -> str:
    return reverse("knowledge_change", args=[slug, entry_id])


def _gone(request: WorkspaceRequest) -> dict[str, str] | None:
    """The entry that was just taken out, with its way back."""
    try:
        entry_id = UUID(request.GET.get("removed", ""))
    except ValueError:
        return None
    found = Knowledge.objects.filter(workspace_id=request.workspace.id, id=entry_id).exclude(removed_at=None).first()
    url = reverse("knowledge_restore", args=[request.workspace.slug, entry_id])
    return None if found is None else {"title": found.title, "url": url}


def _in_place(kind: str) -> Callable[[Any], Any]:
    """A rule's refusal is shown in the form that asked, with what was typed."""

    def guard(view: Any) -> Any:
        @wraps(view)
        def guarded(request: WorkspaceRequest, **which: UUID) -> HttpResponse:
            try:
                return view(request, **which)  # type: ignore[no-any-return]
            except NotPossible as refused:
                typed = {name: request.POST.get(name, "") for name in ("title", "text", "home")}
                form = typed | {"kind": kind, "url": request.path}
                return render(request, "knowledge/page.html", _page(request, str(refused), form), status=422)

        return guarded

    return guard


def _belongs(row: Knowledge, wanted: str) -> bool:
    return str(row.property_id or "all") == wanted


def _home(home: Property, rows: list[Knowledge], wanted: str, slug: str) -> dict[str, Any]:
    return {
        "id": str(home.id), "name": home.name, "house": home.house, "hue": home.hue, "current": str(home.id) == wanted,
        "count": sum(1 for row in rows if row.property_id == home.id),
        "url": f"{reverse('knowledge', args=[slug])}?home={home.id}",
    }  # fmt: skip


def _groups(rows: list[Knowledge], slug: str, wanted: str) -> list[dict[str, Any]]:
    """Entries by home, those about all homes first."""
    groups: dict[str, dict[str, Any]] = {}
    for row in sorted(rows, key=lambda row: (row.property.name if row.property else "", row.title)):
        name = row.property.name if row.property else "All homes"
        group = groups.setdefault(name, {"label": name, "home": row.property, "rows": []})
        group["rows"].append(entry_view(row, slug) | {"edit_url": _here(slug, wanted, edit=str(row.id))})
    return list(groups.values())


def entry_view(row: Knowledge, slug: str) -> dict[str, Any]:
    return {
        "id": str(row.id),
        "title": row.title,
        "text": row.text,
        "home": str(row.property_id or "all"),
        "source": SOURCES.get(row.source, row.source),
        "changed": ago(row.updated_at),
        "remove_url": reverse("knowledge_remove", args=[slug, row.id]),
    }


def _home_id(request: WorkspaceRequest) -> UUID | None:
    text = request.POST.get("home", "")
    if not text or text == "all":
        return None
    found = next((home for home in properties() if str(home.id) == text), None)
    if found is None:
        raise NotPossible("Pick a home from the list.")
    return found.id


def _entry(entry_id: UUID, request: WorkspaceRequest) -> Knowledge:
    found = Knowledge.objects.filter(workspace_id=request.workspace.id, id=entry_id).first()
    if found is None:
        raise Http404
    return found


def _back(request: WorkspaceRequest, words: str = "", **more: str) -> HttpResponse:
    if words:
        messages.success(request, words)
    return redirect(_here(request.workspace.slug, request.POST.get("view", ""), **more))


@right("knowledge.edit")
@require_POST
@_in_place("write")
def write(request: WorkspaceRequest) -> HttpResponse:
    rules.write(request.POST.get("title", ""), request.POST.get("text", ""), _home_id(request), request.user)
    return _back(request, "Written. The assistant knows it now.")


@right("knowledge.edit")
@require_POST
@_in_place("edit")
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
    return _back(request, removed=str(id))


@right("knowledge.edit")
@require_POST
def restore(request: WorkspaceRequest, id: UUID) -> HttpResponse:
    rules.restore(_entry(id, request))
    return _back(request, "Back again.")


@right("knowledge.edit")
@require_POST
@_in_place("import")
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
def door(request: WorkspaceRequest, id: UUID) -> HttpResponse:
    """The code of a home's door; told to guests only inside their window."""
    home = properties().filter(id=id).first()
    if home is None:
        raise Http404
    try:
        set_door(home, request.POST.get("name", ""), request.POST.get("code", ""))
    except NotPossible as refused:
        messages.error(request, str(refused))
        return _back(request)
    return _back(request, "Saved. Guests hear it only inside their window.")


@right("knowledge.read")
@require_POST
def try_question(request: WorkspaceRequest) -> HttpResponse:
    """What the assistant would say to a question about a home, with its sources."""
    home = next((row for row in properties() if str(row.id) == request.POST.get("home")), None)
    question = request.POST.get("question", "").strip()[:1000]
    tried = try_out(question, home) if question else None
    found = {"tried": tried, "question": question, "tried_home": home}
    if is_fragment(request):
        return render(request, "knowledge/tried.html", found)
    return render(request, "knowledge/page.html", _page(request) | found)
