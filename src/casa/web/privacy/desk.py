"""The requests desk: who asked for what, by when, whether it is them, and what was done about it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from casa.core.accounts.roles import may
from casa.core.accounts.rules import log_reads
from casa.core.people.models import Person
from casa.core.privacy import export, guests, rights
from casa.core.privacy.held import held_of
from casa.core.privacy.holds import holds_on, open_business
from casa.core.privacy.models import Erasure, Export, Request, RequestKind
from casa.core.privacy.targets import merged_with
from casa.web.answers import is_fragment, says_why
from casa.web.privacy import maybe
from casa.web.privacy.show import tabs, uuid_or_none
from casa.web.seen import seen_person
from casa.web.workspace import WorkspaceRequest, right

PAGE = 25
GONE = "Somebody who is erased"
HOW = {
    RequestKind.ACCESS: "Make the copy",
    RequestKind.ERASE: "Erase them",
    RequestKind.CORRECT: "It is corrected",
    RequestKind.OBJECT: "It is settled",
}
"""What the button says that does what was asked."""


def _one(id: UUID) -> Request:
    try:
        return rights.request(id)
    except Request.DoesNotExist:
        raise Http404 from None


@right("privacy.read")
def requests(request: WorkspaceRequest) -> HttpResponse:
    """Open requests, the most urgent first; with ``?settled`` those that were answered."""
    settled = "settled" in request.GET
    rows = rights.page(settled=settled, limit=PAGE, after=uuid_or_none(request.GET.get("after", "")))
    shown = _lines(rows)
    here = reverse("privacy_requests", args=[request.workspace.slug])
    more = f"{here}?{'settled&' if settled else ''}after={rows[-1].id}" if len(rows) == PAGE else None
    context = {"rows": shown, "settled": settled, "next_url": more} | tabs(request, "requests")
    if is_fragment(request):
        return render(request, "privacy/request_rows.html", context)
    if not settled:
        context |= {"maybe": maybe.cards(request), "may_edit": may(request.member, "privacy.edit")}
    return render(request, "privacy/requests.html", context)


def _lines(rows: list[Request]) -> list[dict[str, Any]]:
    named = {row.id: row for row in Person.objects.filter(id__in=[one.person_id for one in rows])}
    log_reads(named, "request")
    return [_line(row, named.get(row.person_id)) for row in rows]


def _line(row: Request, person: Person | None) -> dict[str, Any]:
    left = (row.due_at - timezone.now()).days
    return {
        "id": row.id,
        "name": person.shown_name if person else GONE,
        "here": person is not None,
        "person_id": row.person_id,
        "kind": row.get_kind_display(),
        "state": row.get_state_display(),
        "open": row.state == "open",
        "left": left,
        "due": row.due_at,
        "late": left < 0,
        "soon": left <= 7,
        "received": row.received_at,
        "settled": row.settled_at,
        "verified": rights.VERIFIED.get(row.verified_how, ""),
        "by_link": row.by_link,
    }


@right("privacy.read")
def one(request: WorkspaceRequest, id: UUID) -> HttpResponse:
    """One request with its clock, its identity check and what was done."""
    row = _one(id)
    found = Person.objects.filter(id=row.person_id).first()
    log_reads([found.id] if found else [], "request")
    ids = merged_with(row.person_id)
    context = {
        "row": _line(row, found),
        "words": row.words if found else None,
        "ground": row.ground,
        "extended": row.extended_at,
        "needs_identity": row.kind in rights.NEEDS_IDENTITY and row.verified_at is None,
        "do_words": HOW.get(RequestKind(row.kind), "Done"),
        "held": holds_on(ids).exists() if row.kind == RequestKind.ERASE else False,
        "business": open_business(ids) if row.kind == RequestKind.ERASE and row.state == "open" else "",
        "erasure": Erasure.objects.filter(id=row.erasure_id).first() if row.erasure_id else None,
        "copy": Export.objects.filter(id=row.export_id).first() if row.export_id else None,
        "may_edit": may(request.member, "privacy.edit"),
    } | tabs(request, "requests")
    return render(request, "privacy/request.html", context)


def _back(request: WorkspaceRequest, row: Request, words: str) -> HttpResponse:
    messages.success(request, words)
    return redirect("privacy_request", request.workspace.slug, row.id)


@right("privacy.edit")
@require_POST
@says_why
def vouch(request: WorkspaceRequest, id: UUID) -> HttpResponse:
    row = _one(id)
    rights.vouch(row)
    return _back(request, row, "Noted that you made sure.")


@right("privacy.edit")
@require_POST
@says_why
def fulfil(request: WorkspaceRequest, id: UUID) -> HttpResponse:
    row = _one(id)
    rights.fulfil(row)
    return _back(request, row, "Done." if row.state == "done" else "It has begun. You can leave this page.")


@right("privacy.edit")
@require_POST
@says_why
def extend(request: WorkspaceRequest, id: UUID) -> HttpResponse:
    row = _one(id)
    rights.extend(row, request.POST.get("ground", ""))
    return _back(request, row, "60 days more. Tell them, with the reason.")


@right("privacy.edit")
@require_POST
@says_why
def refuse(request: WorkspaceRequest, id: UUID) -> HttpResponse:
    row = _one(id)
    rights.refuse(row, request.POST.get("ground", ""))
    return _back(request, row, "Refused. Tell them, with the ground and where they can complain.")


@right("privacy.read")
def person(request: WorkspaceRequest, id: UUID) -> HttpResponse:
    """What is held of somebody, and every right that can be used for them."""
    found = seen_person(request, id)
    if found.merged_into_id:
        return redirect("privacy_person", request.workspace.slug, found.merged_into_id)
    return _show_person(request, found)


def _show_person(request: WorkspaceRequest, found: Person, link_made: str = "") -> HttpResponse:
    log_reads([found.id], "request")
    mine = Request.objects.filter(workspace_id=request.workspace.id, person_id=found.id).order_by("-received_at")
    context = {
        "person": found,
        "held": held_of(found),
        "rights": RequestKind.choices,
        "rows": [_line(row, found) for row in mine[:PAGE]],
        "holds": list(holds_on(merged_with(found.id))),
        "link_made": link_made,
        "may_edit": may(request.member, "privacy.edit"),
    } | tabs(request, "requests")
    return render(request, "privacy/person.html", context)


@right("privacy.edit")
@require_POST
@says_why
def ask(request: WorkspaceRequest, id: UUID) -> HttpResponse:
    """Write down what somebody asked for by phone, by letter or at the door."""
    found = seen_person(request, id)
    verified = "staff" if request.POST.get("sure") == "1" else ""
    row = rights.ask(found, request.POST.get("kind", ""), request.POST.get("words", ""), verified=verified)
    return _back(request, row, "Written down. The clock runs from today." if row.state == "open" else "Done at once.")


@right("privacy.edit")
@require_POST
def link(request: WorkspaceRequest, id: UUID) -> HttpResponse:
    """A link to their own page, shown once."""
    found = seen_person(request, id)
    token = guests.make_link(found)
    return _show_person(request, found, request.build_absolute_uri(reverse("guest", args=[token])))


@right("privacy.read")
def erasure(request: WorkspaceRequest, id: UUID) -> HttpResponse:
    """An erasure's progress, and at its end the certificate."""
    found = Erasure.objects.filter(workspace_id=request.workspace.id, id=id).first()
    if found is None:
        raise Http404
    before = sum(max(line) for kind in found.counts.values() for line in kind.values())
    gone = sum(line[1] for kind in found.counts.values() for line in kind.values())
    context = {"row": found, "paper": found.certificate, "before": before, "gone": gone} | tabs(request, "requests")
    return render(request, "privacy/erasure.html", context)


@right("privacy.edit")
@says_why
def copy(request: WorkspaceRequest, id: UUID) -> Any:
    """Fetch a copy; it is opened on its way out, never on the disk."""
    if not Export.objects.filter(workspace_id=request.workspace.id, id=id).exists():
        raise Http404
    row, pieces = export.fetch(id)
    answer = StreamingHttpResponse(pieces, content_type="application/zip")
    what = "person" if row.person_id else "workspace"
    answer["Content-Disposition"] = f'attachment; filename="casa-{what}-{row.asked_at:%Y-%m-%d}.zip"'
    answer["Content-Length"] = str(row.size)
    return answer
