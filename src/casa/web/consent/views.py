"""Consent: the stop list, one number's whole history, what waits for a person, the lists and the chain."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.cache import cache
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from casa.core.accounts.models import Brand
from casa.core.accounts.queries import default_brand
from casa.core.accounts.roles import may
from casa.core.accounts.rules import NotPossible, log_action, log_reads
from casa.core.consent import desk, queries
from casa.core.consent.chain import verify_chain
from casa.core.consent.disclosures import programs
from casa.core.consent.models import Evidence, Program, Review, Suppression
from casa.core.consent.proof import Proof
from casa.core.consent.writing import undo as take_back
from casa.core.inbox.stopping import stop_person, writers_of
from casa.core.people.rules import find, normal
from casa.lib.phones import NotAPhone, e164, shown
from casa.web.answers import is_fragment
from casa.web.consent import show
from casa.web.workspace import WorkspaceRequest, right

ROWS = 40
CHECKED = "consent:chain:"


@right("consent.read")
def consent(request: WorkspaceRequest) -> HttpResponse:
    """What waits for a person, and the stop list, the newest line first."""
    if is_fragment(request) and request.GET.get("before"):
        return render(request, "consent/rows.html", _list(request))
    return render(request, "consent/page.html", _page(request))


def _page(request: WorkspaceRequest, problem: dict[str, str] | None = None) -> dict[str, Any]:
    brand = default_brand()
    return _list(request) | {
        "tab": "consent",
        "part": "list",
        "problem": problem,
        "reviews": _reviews(request),
        "lists": [show.list_face(row) for row in queries.do_not_call_lists()],
        "lateness": queries.lateness(),
        "truths": queries.truths(),
        "checked": cache.get(f"{CHECKED}{brand.id}"),
        "brand": brand,
        "today": timezone.localdate().isoformat(),
        "may_record": may(request.member, "consent.record"),
        "may_edit": may(request.member, "consent.edit"),
    }


def _list(request: WorkspaceRequest) -> dict[str, Any]:
    only = "provider" if request.GET.get("only") == "provider" else ""
    rows = queries.stop_list(_before(request.GET.get("before", "")), ROWS, only=only)
    found = queries.stop_lines(rows, queries.program_names(default_brand().id))
    people = writers_of([line.message_ref for line in found])
    log_reads([person.id for person in people.values()], "consent")
    base = reverse("consent", args=[request.workspace.slug])
    more = f"{base}?before={rows[-1].id}{'&only=provider' if only else ''}" if len(rows) == ROWS else None
    slug = request.workspace.slug
    return {"lines": [show.line_face(line, people.get(line.message_ref), slug) for line in found],
            "next_url": more, "only": only}  # fmt: skip


def _before(text: str) -> Suppression | None:
    try:
        return Suppression.objects.get(id=UUID(text)) if text else None
    except (ValueError, Suppression.DoesNotExist):
        raise Http404 from None


def _reviews(request: WorkspaceRequest) -> list[dict[str, Any]]:
    rows = queries.open_reviews()
    people = {row.id: find(row.address_kind, row.value) if row.value else None for row in rows[:10]}
    log_reads([person.id for person in people.values() if person], "consent")
    return [show.review_face(row, people.get(row.id), request.workspace.slug) for row in rows]


@right("consent.read")
def number(request: WorkspaceRequest) -> HttpResponse:
    """One number's or address's whole history. Asked for by form, so that it stands in no address or log."""
    if request.method != "POST":
        return redirect("consent", request.workspace.slug)
    try:
        kind, value = _handle(request.POST.get("value", ""))
    except NotPossible as refused:
        problem = {"where": "number", "words": str(refused), "typed": request.POST.get("value", "")}
        return render(request, "consent/page.html", _page(request, problem), status=422)
    return _history(request, kind, value)


def _handle(text: str) -> tuple[str, str]:
    """What was typed, as the ledgers know it."""
    text = text.strip()[:200]
    if "@" in text:
        return "email", normal("email", text)
    try:
        return "phone", e164(text)
    except NotAPhone as wrong:
        raise NotPossible(str(wrong)) from wrong


def _history(
    request: WorkspaceRequest, kind: str, value: str, problem: dict[str, Any] | None = None, status: int = 200
) -> HttpResponse:
    brand, person = default_brand(), find(kind, value)
    if person is not None:
        log_reads([person.id], "consent")
    context = {
        "tab": "consent",
        "kind": kind,
        "value": value,
        "words": shown(value) if kind == "phone" else value,
        "person": show.person_face(person, request.workspace.slug) if person else None,
        "stands": queries.stands_of(brand.id, kind, value),
        "stop": show.live_words(brand.id, kind, value),
        "entries": [show.entry_face(entry) for entry in queries.entries_of(brand.id, kind, value)],
        "programs": [row for row in programs() if row.brand_id == brand.id],
        "problem": problem,
        "me_id": request.user.id,
        "now": timezone.localtime().strftime("%Y-%m-%dT%H:%M"),
        "may_record": may(request.member, "consent.record"),
    }
    return render(request, "consent/number.html", context, status=status)


@right("consent.record")
@require_POST
def stop(request: WorkspaceRequest) -> HttpResponse:
    """They told a colleague (R22). One button, at once."""
    try:
        kind, value = _handle(request.POST.get("value", ""))
        _stop(default_brand(), kind, value, request.POST.get("scope", "all"), request.POST.get("note", ""))
    except NotPossible as refused:
        if not may(request.member, "consent.read"):
            raise Http404 from None
        problem = {"where": "number", "words": str(refused), "typed": request.POST.get("value", "")}
        return render(request, "consent/page.html", _page(request, problem), status=422)
    messages.success(request, "On the stop list. It holds from this moment.")
    return _after(request, kind, value)


def _stop(brand: Brand, kind: str, value: str, scope: str, note: str) -> None:
    person = find(kind, value)
    if person is not None:
        stop_person(brand.id, person, scope, note, (kind,))
    else:
        desk.stop_by_hand(brand.id, kind, value, scope, note)


def _after(request: WorkspaceRequest, kind: str, value: str) -> HttpResponse:
    """Back to where one may look: the number's history, or the person's page."""
    if may(request.member, "consent.read"):
        return _history(request, kind, value)
    person = find(kind, value)
    return (
        redirect("person", request.workspace.slug, person.id) if person else redirect("today", request.workspace.slug)
    )


@right("consent.record")
@require_POST
def undo(request: WorkspaceRequest, id: UUID) -> HttpResponse:
    """It was the wrong person: one's own entry, for ten minutes, and nothing else."""
    if not Suppression.objects.filter(id=id).exists():
        raise Http404
    try:
        take_back(id)
    except NotPossible as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, "Taken back. It stands as before.")
    person = request.POST.get("person", "")
    if person:
        return redirect("person", request.workspace.slug, _uuid(person))
    return redirect("consent" if may(request.member, "consent.read") else "today", request.workspace.slug)


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Http404 from None


@right("consent.record")
@require_POST
def given(request: WorkspaceRequest) -> HttpResponse:
    """They agreed on paper or on the phone; refused unless the proof is whole (R8)."""
    try:
        kind, value = _handle(request.POST.get("value", ""))
    except NotPossible:
        raise Http404 from None
    try:
        program = _program(request.POST.get("program", ""))
        upload = request.FILES.get("file")
        file = upload.read(desk.LARGEST + 1) if upload else b""
        desk.note_given(program, kind, value, _proof(request), file)
    except NotPossible as refused:
        problem = {"where": "given", "words": str(refused), "typed": request.POST}
        if may(request.member, "consent.read"):
            return _history(request, kind, value, problem, 422)
        messages.error(request, str(refused))
        return _after(request, kind, value)
    messages.success(request, "Written down with its proof.")
    return _after(request, kind, value)


def _program(text: str) -> Program:
    try:
        return Program.objects.select_related("brand").get(id=UUID(text))
    except (ValueError, Program.DoesNotExist):
        raise NotPossible("Pick the program they agreed to.") from None


def _proof(request: WorkspaceRequest) -> Proof:
    typed = {
        name: request.POST.get(name, "").strip() for name in ("disclosure", "action", "medium", "evidence", "name")
    }
    named = request.FILES.get("file")
    kept = typed["evidence"] or ("a copy is kept with this entry" if named else "")
    return Proof(
        _moment(request.POST.get("at", "")), " ".join(typed["disclosure"].split())[:2000], typed["action"],
        typed["medium"], evidence=kept[:300], name=typed["name"][:120],
    )  # fmt: skip


def _moment(text: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    found = found if found.tzinfo else timezone.make_aware(found)
    return found if found <= datetime.now(UTC) else None


@right("consent.read")
@require_POST
def history_file(request: WorkspaceRequest) -> HttpResponse:
    """One number's history to take along, with the state of the chain printed on it."""
    try:
        kind, value = _handle(request.POST.get("value", ""))
    except NotPossible:
        raise Http404 from None
    person = find(kind, value)
    if person is not None:
        log_reads([person.id], "export")
    return show.file_answer(default_brand().id, kind, value, request.POST.get("form", "csv"))


@right("consent.read")
def evidence(request: WorkspaceRequest, id: UUID) -> HttpResponse:
    """The paper itself: a picture, or a PDF to download."""
    found = Evidence.objects.filter(id=id).select_related("event").first()
    if found is None:
        raise Http404
    log_action("consent.evidence_opened", found.id)
    answer = HttpResponse(found.blob, content_type=found.content_type)
    answer["Content-Disposition"] = "attachment" if found.content_type == "application/pdf" else "inline"
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return answer


@right("consent.read")
@require_POST
def check(request: WorkspaceRequest) -> HttpResponse:
    """Read every link of the chains again."""
    brand = default_brand()
    state = verify_chain(brand.id)
    facts = {"ok": state.ok, "words": state.words, "at": timezone.now(), "lines": state.consents + state.suppressions}
    cache.set(f"{CHECKED}{brand.id}", facts, 30 * 24 * 3600)
    log_action("consent.chain_checked", brand.id, ok=state.ok)
    return redirect("consent", request.workspace.slug)


@right("consent.record")
@require_POST
def settle(request: WorkspaceRequest, id: UUID) -> HttpResponse:
    found = Review.objects.select_for_update().filter(id=id).first()
    if found is None:
        raise Http404
    try:
        desk.settle(found, request.POST.get("outcome", ""))
    except NotPossible as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, "Settled.")
    where = "consent" if may(request.member, "consent.read") else "today"
    return redirect(where, request.workspace.slug)


@right("consent.edit")
@require_POST
def lists(request: WorkspaceRequest) -> HttpResponse:
    """A do-not-call list as it was downloaded; older than 31 days it proves nothing (R15)."""
    upload = request.FILES.get("file")
    try:
        if upload is None or upload.size is None or upload.size > desk.LARGEST:
            raise NotPossible(
                "Pick the list’s file, of 5 MB at most. Larger lists are loaded in parts, one state each."
            )
        numbers = upload.read().decode("utf-8", "replace").splitlines()
        kind, state = request.POST.get("kind", ""), request.POST.get("state", "")
        row = desk.load_list(request.POST.get("name", ""), kind, state, _day(request.POST.get("as_of", "")), numbers)
    except NotPossible as refused:
        problem = {"where": "lists", "words": str(refused), "typed": ""}
        return render(request, "consent/page.html", _page(request, problem), status=422)
    messages.success(request, f"{row.entries:,} numbers loaded.")
    return redirect("consent", request.workspace.slug)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise NotPossible("Say of which day this list is.") from None
