"""Where people agree: programs, their words, public pages, keywords, the code to print and the form to embed."""

import io
from typing import Any
from uuid import UUID

import segno
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from casa.core.accounts.queries import default_brand
from casa.core.accounts.roles import may
from casa.core.accounts.rules import NotPossible
from casa.core.consent import disclosures as rules
from casa.core.consent.models import OptInPage, Program, ProgramKind
from casa.core.inbox.asking import senders
from casa.lib.phones import shown
from casa.web.workspace import WorkspaceRequest, right

KINDS = (
    ("marketing", "Promotions", "Offers, news, “book again”. Needs a written consent."),
    ("reminder", "Reminders", "Visits and appointments they made."),
    ("service", "Service", "About a stay or a job that is under way."),
)


@right("consent.read")
def pages(request: WorkspaceRequest) -> HttpResponse:
    return render(request, "consent/pages.html", _pages(request))


def _pages(request: WorkspaceRequest, problem: dict[str, Any] | None = None) -> dict[str, Any]:
    found = rules.pages()
    kinds = {key: words for key, words, _ in KINDS}
    rows = [
        {"program": program, "kind": kinds[program.kind],
         "pages": [_face(page, request.workspace.slug) for page in found if page.program_id == program.id]}
        for program in rules.programs()
    ]  # fmt: skip
    return {"tab": "consent", "part": "pages", "programs": rows, "kinds": KINDS, "problem": problem,
            "may_edit": may(request.member, "consent.edit")}  # fmt: skip


def _face(page: OptInPage, slug: str) -> dict[str, Any]:
    ways = [words for on, words in ((page.collects_sms, "texts"), (page.collects_email, "e-mail")) if on]
    return {"id": page.id, "title": page.title, "active": page.active, "keyword": page.keyword, "url": address(page),
            "ways": " and ".join(ways), "double": page.double_opt_in,
            "edit": reverse("consent_page", args=[slug, page.id])}  # fmt: skip


def address(page: OptInPage) -> str:
    return f"{settings.BASE_URL}{reverse('public_page', args=[page.token])}"


@right("consent.edit")
@require_POST
def new_program(request: WorkspaceRequest) -> HttpResponse:
    typed = {name: request.POST.get(name, "") for name in ("name", "kind", "description", "frequency")}
    try:
        program = rules.save_program(
            default_brand(), typed["name"], typed["kind"], typed["description"], typed["frequency"]
        )
    except NotPossible as refused:
        problem = {"words": str(refused), "typed": typed}
        return render(request, "consent/pages.html", _pages(request, problem), status=422)
    return redirect("consent_new_page", request.workspace.slug, program.id)


@right("consent.edit")
def new_page(request: WorkspaceRequest, id: UUID) -> HttpResponse:
    program = Program.objects.select_related("brand").filter(id=id).first()
    if program is None:
        raise Http404
    return _editor(request, program, None)


@right("consent.edit")
def one(request: WorkspaceRequest, id: UUID) -> HttpResponse:
    page = _page(id)
    return _editor(request, page.program, page)


def _page(id: UUID) -> OptInPage:
    rows = OptInPage.objects.select_related("brand", "program__brand", "disclosure", "email_disclosure")
    found = rows.filter(id=id).first()
    if found is None:
        raise Http404
    return found


def _editor(request: WorkspaceRequest, program: Program, page: OptInPage | None) -> HttpResponse:
    problem = ""
    if request.method == "POST":
        try:
            saved = _save(request, program, page)
        except NotPossible as refused:
            problem = str(refused)
        else:
            messages.success(request, "Saved. The page is open." if page is None else "Saved.")
            return redirect("consent_page", request.workspace.slug, saved.id)
    context = _edited(request, program, page) | {"problem": problem, "tab": "consent", "part": "pages"}
    return render(request, "consent/page_edit.html", context, status=422 if problem else 200)


def _save(request: WorkspaceRequest, program: Program, page: OptInPage | None) -> OptInPage:
    typed = request.POST
    wanted = rules.Wanted(
        title=typed.get("title", ""),
        intro=typed.get("intro", ""),
        keyword=typed.get("keyword", ""),
        double_opt_in=typed.get("double_opt_in") == "1",
        text_words=typed.get("text_words", "").strip() if typed.get("collects_sms") else "",
        email_words=typed.get("email_words", "").strip() if typed.get("collects_email") else "",
        privacy_url=typed.get("privacy_url", ""),
        terms_url=typed.get("terms_url", ""),
        origins=tuple(typed.get("origins", "").split()),
    )
    if page is None:
        return rules.open_page(program, wanted)
    rules.change_page(page, wanted)
    return page


def _edited(request: WorkspaceRequest, program: Program, page: OptInPage | None) -> dict[str, Any]:
    brand = program.brand
    texts = senders(brand.id, "phone")
    ours = str(texts[0].settings.get("from_number", "")) if texts else ""
    form = _typed(request) if request.method == "POST" else _kept(program, page)
    return {
        "program": program,
        "page": page,
        "form": form,
        "kind_words": ProgramKind(program.kind).label,
        "our_number": shown(ours) if ours else "",
        "can_text": bool(texts),
        "can_mail": bool(senders(brand.id, "email")),
        "page_url": address(page) if page else "",
        "snippet": _snippet(page) if page else "",
        "may_edit": True,
    }


def _typed(request: WorkspaceRequest) -> dict[str, Any]:
    names = ("title", "intro", "keyword", "double_opt_in", "collects_sms", "collects_email", "text_words",
             "email_words", "privacy_url", "terms_url", "origins")  # fmt: skip
    return {name: request.POST.get(name, "") for name in names}


def _kept(program: Program, page: OptInPage | None) -> dict[str, Any]:
    facts = (program.brand, program.name, program.kind, program.frequency_words)
    words = {"text_words": rules.standard_words(*facts, "sms"), "email_words": rules.standard_words(*facts, "email")}
    if page is None:
        return {"title": program.name, "intro": "", "double_opt_in": True, "collects_sms": True, **words}
    kept = {"text_words": page.disclosure, "email_words": page.email_disclosure}
    return {
        "title": page.title, "intro": page.intro, "keyword": page.keyword, "double_opt_in": page.double_opt_in,
        "collects_sms": page.collects_sms, "collects_email": page.collects_email, "privacy_url": page.privacy_url,
        "terms_url": page.terms_url, "origins": "\n".join(page.origins),
        **{name: row.text if row else words[name] for name, row in kept.items()},
    }  # fmt: skip


def _snippet(page: OptInPage) -> str:
    """What is pasted into somebody's website; shown as text, to copy."""
    source = f"{settings.BASE_URL}{reverse('public_form', args=[page.token])}"
    return f'<iframe src="{source}" title="{page.brand.name}" width="100%" height="620" loading="lazy"></iframe>'


@right("consent.edit")
@require_POST
def close(request: WorkspaceRequest, id: UUID) -> HttpResponse:
    page = _page(id)
    try:
        rules.close_page(page, active=request.POST.get("active") == "1")
    except NotPossible as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, "The page is open again." if page.active else "The page is closed.")
    return redirect("consent_pages", request.workspace.slug)


@right("consent.read")
def code(request: WorkspaceRequest, id: UUID) -> HttpResponse:
    """The code to print, as a drawing that grows without blur or as a picture."""
    page = _page(id)
    kind = "png" if request.GET.get("form") == "png" else "svg"
    drawn, out = segno.make(address(page), error="m"), io.BytesIO()
    if kind == "png":
        drawn.save(out, kind="png", scale=16, border=4)
    else:
        drawn.save(out, kind="svg", scale=4, border=4, light="#ffffff", xmldecl=False)
    answer = HttpResponse(out.getvalue(), content_type="image/png" if kind == "png" else "image/svg+xml")
    if request.GET.get("save"):
        answer["Content-Disposition"] = f'attachment; filename="sign-up.{kind}"'
    return answer


@right("consent.read")
def card(request: WorkspaceRequest, id: UUID) -> HttpResponse:
    """A card for the table or the door: the code, the keyword and all the words people agree to (R3)."""
    page = _page(id)
    texts = senders(page.brand_id, "phone")
    ours = shown(str(texts[0].settings.get("from_number", ""))) if texts else ""
    context = {"page": page, "brand": page.brand, "our_number": ours, "page_url": address(page)}
    return render(request, "consent/card.html", context)
