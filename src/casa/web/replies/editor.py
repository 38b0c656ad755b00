"""Writing one saved text, with its preview for a real person beside it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from casa.core.accounts.roles import may
from casa.core.accounts.rules import NotPossible, log_reads
from casa.core.inbox.queries import visible_people
from casa.core.people import queries as people_queries
from casa.core.templates import queries, rules
from casa.core.templates.models import Template, TemplateKind, TemplateMedia
from casa.core.templates.pictures import add_picture, remove_picture
from casa.core.templates.spoken import LANGUAGES
from casa.web import answers
from casa.web.inbox.show import initials
from casa.web.replies.forms import KIND_WORDS, LANGUAGE_WORDS, Typed, kept, typed
from casa.web.replies.reading import brand_of, brands, reading
from casa.web.replies.views import one
from casa.web.texting import names
from casa.web.workspace import WorkspaceRequest, right

KIND_HELP = {
    "reply": "sent by hand",
    "service": "facts of a stay or visit",
    "reminder": "before something booked",
    "marketing": "needs their written yes",
}


@right("templates.edit")
def new(request: WorkspaceRequest) -> HttpResponse:
    if request.method != "POST":
        kind = request.GET.get("kind", "")
        return _editor(request, None, Typed(kind=kind if kind in TemplateKind.values else TemplateKind.REPLY))
    form = typed(request.POST)
    try:
        bodies, brand = {form.language: form.body}, brand_of(form)
        row = rules.make(form.name, form.kind, bodies, brand=brand, language=form.language, opens=form.opens)
    except NotPossible as refused:
        return _editor(request, None, form, str(refused))
    return _saved(request, row, form.language)


@right("templates.read")
def edit(request: WorkspaceRequest, id: UUID) -> HttpResponse:
    row = one(request, str(id))
    wanted = request.GET.get("language", "")
    return _editor(request, row, _kept(row, wanted if wanted in LANGUAGES else row.language))


def _kept(row: Template, language: str) -> Typed:
    texts = {text.language: text for text in queries.texts_of([row.id]).get(row.id, [])}
    return kept(row, texts.get(language), language, queries.pictures_of([row.id]).get(row.id, 0))


@right("templates.edit")
@require_POST
def save(request: WorkspaceRequest, id: UUID) -> HttpResponse:
    row = one(request, str(id))
    form = typed(request.POST, queries.pictures_of([row.id]).get(row.id, 0))
    try:
        brand = brand_of(form)
        if form.name != row.name:
            rules.rename(row, form.name)
        rules.write(row, form.language, form.body, form.subject)
        language = form.language if form.first else row.language
        rules.settle(row, kind=form.kind, language=language, opens=form.opens, repairs=form.repairs, brand=brand)
    except NotPossible as refused:
        return _editor(request, row, form, str(refused))
    return _saved(request, row, form.language)


def _saved(request: WorkspaceRequest, row: Template, language: str) -> HttpResponse:
    messages.success(request, "Saved. It can be sent." if row.ready else "Saved as a draft: see what is left to do.")
    return redirect(_url(request, row, language))


def _url(request: WorkspaceRequest, row: Template, language: str) -> str:
    own = reverse("reply", args=[request.workspace.slug, row.id])
    person = request.POST.get("person", "")
    return f"{own}?language={language}" + (f"&person={person}" if person else "")


@right("templates.edit")
@require_POST
def drop(request: WorkspaceRequest, id: UUID) -> HttpResponse:
    """Take one language out."""
    row = one(request, str(id))
    try:
        rules.drop_language(row, request.POST.get("language", ""))
    except NotPossible as refused:
        messages.error(request, str(refused))
    return redirect("reply", request.workspace.slug, row.id)


@right("templates.read")
@require_POST
def read(request: WorkspaceRequest) -> HttpResponse:
    """What is beside the text while it is typed."""
    pictures = request.POST.get("pictures", "")
    form = typed(request.POST, min(int(pictures), 10) if pictures.isdigit() else 0)
    return render(request, "replies/reading.html", reading(request, form))


@right("people.read")
def people(request: WorkspaceRequest) -> HttpResponse:
    """Whom to preview for."""
    query, within = request.GET.get("q", "").strip()[:100], visible_people(request.member)
    found = people_queries.named(query, 6, within) if query else list(people_queries.page(limit=6, within=within))
    log_reads([row.id for row in found], "search")
    rows = [{"id": str(row.id), "name": row.shown_name, "initials": initials(row.shown_name), "hue": row.hue}
            for row in found]  # fmt: skip
    return render(request, "replies/people.html", {"rows": rows, "query": query})


def _editor(request: WorkspaceRequest, row: Template | None, form: Typed, problem: str = "") -> HttpResponse:
    slug, may_edit = request.workspace.slug, may(request.member, "templates.edit")
    context = {
        "row": row,
        "tab": "replies",
        "problem": problem,
        "may_edit": may_edit and (row is None or row.archived_at is None),
        "may_pick": may(request.member, "people.read"),
        "kinds": [{"key": key, "words": words, "help": KIND_HELP[key]} for key, words in KIND_WORDS.items()],
        "languages": _languages(request, row, form.language),
        "names": names(form.kind),
        "media": [_media(media, slug) for media in queries.media(row.id)] if row else [],
        "action": reverse("reply_save", args=[slug, row.id]) if row else reverse("reply_new", args=[slug]),
        "brands": _brands(form),
        **reading(request, form),
    }
    return render(request, "replies/editor.html", context, status=422 if problem else 200)


def _brands(form: Typed) -> list[dict[str, Any]]:
    """The choice of whose text it is; none where there is one brand only."""
    known = brands()
    found = [{"id": str(brand.id), "name": brand.name, "on": str(brand.id) == form.brand} for brand in known]
    return found if len(found) > 1 else []


def _languages(request: WorkspaceRequest, row: Template | None, current: str) -> list[dict[str, Any]]:
    written = {text.language for text in queries.texts_of([row.id]).get(row.id, [])} if row else set()
    own = reverse("reply", args=[request.workspace.slug, row.id]) if row else ""
    return [
        {"key": key, "words": LANGUAGE_WORDS[key], "current": key == current, "written": key in written,
         "first": row is not None and row.language == key, "url": f"{own}?language={key}" if row else ""}
        for key in LANGUAGES
    ]  # fmt: skip


def _media(media: TemplateMedia, slug: str) -> dict[str, Any]:
    return {
        "url": reverse("reply_picture", args=[slug, media.id]),
        "remove_url": reverse("reply_picture_remove", args=[slug, media.id]),
        "width": media.width,
        "height": media.height,
        "kilobytes": max(media.size // 1000, 1),
    }


@right("templates.edit")
@require_POST
def add(request: WorkspaceRequest, id: UUID) -> HttpResponse:
    """One more picture."""
    row, upload = one(request, str(id)), request.FILES.get("picture")
    try:
        if upload is None:
            raise NotPossible("Pick a picture first.")
        add_picture(row, upload.read(10_000_001))
    except NotPossible as refused:
        messages.error(request, str(refused))
    return redirect("reply", request.workspace.slug, row.id)


def _picture(request: WorkspaceRequest, media_id: UUID) -> TemplateMedia:
    found = TemplateMedia.objects.filter(workspace_id=request.workspace.id, id=media_id).first()
    if found is None:
        raise Http404
    return found


@right("templates.read")
def picture(request: WorkspaceRequest, id: UUID) -> HttpResponse:
    media = _picture(request, id)
    return answers.picture(media.blob, media.content_type)


@right("templates.edit")
@require_POST
def remove(request: WorkspaceRequest, id: UUID) -> HttpResponse:
    media = _picture(request, id)
    remove_picture(media)
    return redirect("reply", request.workspace.slug, media.template_id)
