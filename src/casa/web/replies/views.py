"""Saved texts: the list, what to begin with, the brand's links, the archive."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from casa.core.accounts.queries import default_brand
from casa.core.accounts.roles import may
from casa.core.accounts.rules import NotPossible
from casa.core.templates import queries, rules
from casa.core.templates.catalogue import LINKS
from casa.core.templates.models import Template, TemplateKind, TemplateText
from casa.core.templates.render import Facts, resolve
from casa.core.templates.situation import example
from casa.core.templates.starters import starters, take
from casa.web.answers import is_fragment
from casa.web.inbox.show import ago
from casa.web.replies.forms import KIND_WORDS, LANGUAGE_WORDS
from casa.web.workspace import WorkspaceRequest, right

ICONS = {"reply": "message-square-text", "service": "house", "reminder": "bell", "marketing": "megaphone"}
PAGE = 40


@right("templates.read")
def replies(request: WorkspaceRequest) -> HttpResponse:
    """The latest changed; keyset-paged."""
    return _list(request)


def _list(request: WorkspaceRequest, problem: dict[str, str] | None = None) -> HttpResponse:
    kind = request.GET.get("kind", "")
    kind = kind if kind in TemplateKind.values else ""
    archived = request.GET.get("archived") == "1"
    before = one(request, request.GET["before"]) if request.GET.get("before") else None
    found = queries.page(before, PAGE, kind=kind, archived=archived)
    context = {
        "rows": _rows(found, request.workspace.slug),
        "kinds": [{"key": key, "words": words, "current": key == kind} for key, words in KIND_WORDS.items()],
        "kind": kind,
        "archived": archived,
        "empty": not found and not before,
        "next_url": _next(request, found, kind, archived),
        "may_edit": may(request.member, "templates.edit"),
    }
    if is_fragment(request):
        return render(request, "replies/rows.html", context)
    context |= {"links": _links(request, problem), "trades": _trades(), "gone": _gone(request), "problem": problem}
    return render(request, "replies/page.html", context, status=422 if problem else 200)


def _next(request: WorkspaceRequest, found: list[Template], kind: str, archived: bool) -> str | None:
    if len(found) < PAGE:
        return None
    query = request.GET.copy()
    query["before"] = str(found[-1].id)
    return f"{reverse('replies', args=[request.workspace.slug])}?{query.urlencode()}"


def _rows(found: list[Template], slug: str) -> list[dict[str, Any]]:
    ids = [row.id for row in found]
    texts, pictures, guest = queries.texts_of(ids), queries.pictures_of(ids), example(default_brand())
    return [_row(row, texts.get(row.id, []), pictures.get(row.id, 0), slug, guest) for row in found]


def _row(row: Template, texts: list[TemplateText], pictures: int, slug: str, guest: Facts) -> dict[str, Any]:
    own = next((text for text in texts if text.language == row.language), None) or (texts[0] if texts else None)
    return {
        "id": str(row.id),
        "name": row.name,
        "kind": KIND_WORDS.get(row.kind, row.kind),
        "icon": ICONS.get(row.kind, "text"),
        "body": resolve(own.body, own.language, guest).text[:160] if own else "",
        "languages": [{"key": text.language, "words": LANGUAGE_WORDS.get(text.language, "")} for text in texts],
        "pictures": pictures,
        "ready": row.reviewed_at is not None,
        "archived": row.archived_at is not None,
        "changed": ago(row.changed_at),
        "url": reverse("reply", args=[slug, row.id]),
    }


def _trades() -> list[dict[str, Any]]:
    """Texts to begin with, by trade."""
    labels, guest = {"hosts": "For holiday homes", "services": "For appointments"}, example(default_brand())
    return [
        {"key": key, "label": label,
         "starters": [{"name": one.name, "text": resolve(one.bodies["en"], "en", guest).text} for one in starters(key)]}
        for key, label in labels.items()
    ]  # fmt: skip


def _links(request: WorkspaceRequest, problem: dict[str, str] | None) -> list[dict[str, str]]:
    known = {row.key: row.url for row in queries.links(default_brand())}
    typed = problem["typed"] if problem else ""
    return [
        {"key": key, "words": words, "url": known.get(key, ""),
         "typed": typed if problem and problem["key"] == key else known.get(key, ""),
         "problem": problem["words"] if problem and problem["key"] == key else ""}
        for key, words in LINKS.items()
    ]  # fmt: skip


def _gone(request: WorkspaceRequest) -> dict[str, str] | None:
    """The text that was just put away, with its way back."""
    try:
        row = queries.template(UUID(request.GET.get("gone", "")))
    except (ValueError, Template.DoesNotExist):
        return None
    if row.archived_at is None:
        return None
    return {"name": row.name, "url": reverse("reply_restore", args=[request.workspace.slug, row.id])}


def one(request: WorkspaceRequest, wanted: str) -> Template:
    """The text of that id in this workspace, or 404."""
    try:
        return queries.template(UUID(wanted))
    except (ValueError, Template.DoesNotExist):
        raise Http404 from None


@right("templates.edit")
@require_POST
def take_starters(request: WorkspaceRequest) -> HttpResponse:
    kept = take(request.POST.get("trade", ""), request.POST.getlist("name") or None)
    words = "1 text added." if len(kept) == 1 else f"{len(kept)} texts added."
    messages.success(request, words if kept else "You have these already.")
    return redirect("replies", request.workspace.slug)


@right("templates.edit")
@require_POST
def links(request: WorkspaceRequest) -> HttpResponse:
    """One of the brand's own addresses; an empty one takes it away."""
    key, url = request.POST.get("key", ""), request.POST.get("url", "")
    try:
        rules.set_link(default_brand(), key, url)
    except NotPossible as refused:
        return _list(request, {"key": key, "words": str(refused), "typed": url[:500]})
    messages.success(request, "Link saved." if url.strip() else "Link taken out.")
    return redirect(f"{reverse('replies', args=[request.workspace.slug])}#links")


@right("templates.edit")
@require_POST
def archive(request: WorkspaceRequest, id: UUID) -> HttpResponse:
    row = one(request, str(id))
    rules.archive(row)
    return redirect(f"{reverse('replies', args=[request.workspace.slug])}?gone={row.id}")


@right("templates.edit")
@require_POST
def restore(request: WorkspaceRequest, id: UUID) -> HttpResponse:
    row = one(request, str(id))
    try:
        rules.bring_back(row)
    except NotPossible as refused:
        messages.error(request, str(refused))
        return redirect(f"{reverse('replies', args=[request.workspace.slug])}?archived=1")
    messages.success(request, f"{row.name} is back.")
    return redirect("reply", request.workspace.slug, row.id)
