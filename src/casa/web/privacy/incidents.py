"""The register of incidents: what got out, whom it concerns, the running clock, both notices, the evidence."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.views.decorators.http import require_POST

from casa.core.accounts.models import User
from casa.core.accounts.queries import members
from casa.core.accounts.roles import may
from casa.core.accounts.rules import NotPossible, log_reads
from casa.core.privacy import breach as rules
from casa.core.privacy import paper, telling
from casa.core.privacy.models import Breach, BreachNote
from casa.web.answers import is_fragment, says_why
from casa.web.privacy.show import tabs, uuid_or_none
from casa.web.workspace import WorkspaceRequest, right

PAGE = 25
PEOPLE = 40


def _one(id: UUID) -> Breach:
    try:
        return rules.breach(id)
    except Breach.DoesNotExist:
        raise Http404 from None


@right("privacy.read")
def breaches(request: WorkspaceRequest, problem: str = "") -> HttpResponse:
    """The register, the newest first, and a form that opens one."""
    rows = rules.register(PAGE, uuid_or_none(request.GET.get("after", "")))
    here = reverse("privacy_breaches", args=[request.workspace.slug])
    context = {
        "rows": [_line(row) for row in rows],
        "next_url": f"{here}?after={rows[-1].id}" if len(rows) == PAGE else None,
        "colleagues": [one.user for one in members()[:200]],
        "now": timezone.localtime().strftime("%Y-%m-%dT%H:%M"),
        "typed": request.POST,
        "problem": problem,
        "may_edit": may(request.member, "privacy.edit"),
    } | tabs(request, "breaches")
    page = "privacy/incident_rows.html" if is_fragment(request) else "privacy/incidents.html"
    return render(request, page, context, status=422 if problem else 200)


def _line(row: Breach) -> dict[str, Any]:
    """``state``: what its clock says, in the words and tone of the list."""
    late, told = rules.late(row), row.authority_told_at is not None
    tone = "bad" if late else "ok" if row.closed_at or told else "wait"
    words = "Closed" if row.closed_at else "The authority was told" if told else "The authority is not told yet"
    passed = 100 * ((row.authority_told_at or timezone.now()) - row.known_at) / rules.TELL_WITHIN
    return {"row": row, "due": rules.due_at(row), "late": late, "tone": tone, "words": words,
            "running": not told and row.closed_at is None, "passed": min(passed, 100)}  # fmt: skip


@right("privacy.edit")
@require_POST
def begin(request: WorkspaceRequest) -> HttpResponse:
    """Open an incident: from now on its clock runs."""
    try:
        row = rules.open_breach(
            request.POST.get("title", ""),
            request.POST.get("story", ""),
            _moment(request.POST.get("begins", "")) or timezone.now(),
            _moment(request.POST.get("ends", "")),
            account=_colleague(request.POST.get("account", "")),
        )
    except NotPossible as refused:
        return breaches(request, problem=str(refused))
    messages.success(request, "Written down. The 72 hours run from now.")
    return redirect("privacy_breach", request.workspace.slug, row.id)


def _moment(text: str) -> datetime | None:
    """A moment as the browser sends it, on the clock of whoever fills in the form. Raises NotPossible."""
    if not text.strip():
        return None
    try:
        found = parse_datetime(text.strip())
    except ValueError:
        found = None
    if found is None:
        raise NotPossible("Write the day and the time, such as 22 Nov 2026, 4:30 PM.")
    return found if timezone.is_aware(found) else timezone.make_aware(found)


def _colleague(text: str) -> User | None:
    id = uuid_or_none(text)
    found = members().filter(user_id=id).first() if id else None
    return found.user if found else None


@right("privacy.read")
def breach(request: WorkspaceRequest, id: UUID) -> HttpResponse:
    """One incident with its clock, whom it concerns, both notices as they would read now, and the evidence."""
    row = _one(id)
    people = rules.people_page(row, 8)
    log_reads([one.id for one in people], "incident")
    context = (
        _line(row)
        | {
            "told": rules.affected(row),
            "people": people,
            "notes": rules.notes(row),
            "authority": rules.authority_notice(row),
            "to_people": rules.people_notice(row),
            "whole": rules.is_whole(rules.people_notice(row)),
            "open": row.closed_at is None,
            "may_edit": may(request.member, "privacy.edit"),
        }
        | tabs(request, "breaches")
    )
    return render(request, "privacy/incident.html", context)


@right("privacy.read")
def people(request: WorkspaceRequest, id: UUID) -> HttpResponse:
    """Everybody whom it concerns; the look is written down."""
    row = _one(id)
    found = rules.people_page(row, PEOPLE, uuid_or_none(request.GET.get("after", "")))
    log_reads([one.id for one in found], "incident")
    more = f"{request.path}?after={found[-1].id}" if len(found) == PEOPLE else None
    context = {"row": row, "told": rules.affected(row), "people": found, "next_url": more} | tabs(request, "breaches")
    page = "privacy/incident_people_rows.html" if is_fragment(request) else "privacy/incident_people.html"
    return render(request, page, context)


def _back(request: WorkspaceRequest, row: Breach, words: str) -> HttpResponse:
    messages.success(request, words)
    return redirect("privacy_breach", request.workspace.slug, row.id)


@right("privacy.edit")
@require_POST
@says_why
def describe(request: WorkspaceRequest, id: UUID) -> HttpResponse:
    """What is known by now."""
    row, sent = _one(id), request.POST
    story, consequences = sent.get("story", ""), sent.get("consequences", "")
    measures, advice = sent.get("measures", ""), sent.get("advice", "")
    rules.describe(row, rules.Said(story, consequences, measures, advice, _moment(sent.get("ends", ""))))
    return _back(request, row, "Saved. Both notices say it now.")


@right("privacy.edit")
@require_POST
@says_why
def note(request: WorkspaceRequest, id: UUID) -> HttpResponse:
    """Evidence, with a file where there is one."""
    row = _one(id)
    rules.note(row, request.POST.get("words", ""), _file(request.FILES.get("file")))
    return _back(request, row, "Kept as it is. Nobody can change it any more.")


def _file(upload: UploadedFile | None) -> rules.File | None:
    if upload is None:
        return None
    return rules.File(upload.name or "file", upload.content_type or "", upload.read(rules.LARGEST + 1))


@right("privacy.edit")
@require_POST
@says_why
def told(request: WorkspaceRequest, id: UUID) -> HttpResponse:
    """The authority or the people were told, in these words; or Casa tells the people now."""
    row, notice, whom = _one(id), request.POST.get("notice", ""), request.POST.get("whom")
    if whom == "authority":
        rules.tell_authority(row, notice)
        return _back(request, row, "Noted, with the words you sent.")
    if whom == "send":
        telling.begin(row, notice)
        return _back(request, row, "The notices are going out. How many stands under Evidence when it is done.")
    rules.tell_people(row, notice)
    return _back(request, row, "Noted, with the words you sent.")


@right("privacy.edit")
@require_POST
@says_why
def close(request: WorkspaceRequest, id: UUID) -> HttpResponse:
    row = _one(id)
    rules.close(row, request.POST.get("report", ""))
    return _back(request, row, "Closed. The report stays in the register.")


@right("privacy.read")
def file(request: WorkspaceRequest, id: UUID) -> HttpResponse:
    """A file of the evidence: only ever a download."""
    found = BreachNote.objects.filter(workspace_id=request.workspace.id, id=id).first()
    if found is None or not found.size:
        raise Http404
    answer = HttpResponse(bytes(found.blob), content_type="application/octet-stream")
    answer["Content-Disposition"] = f'attachment; filename="evidence-{found.id.hex[:12]}"'
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return answer


@right("privacy.read")
def report(request: WorkspaceRequest, id: UUID) -> HttpResponse:
    """The whole incident on paper."""
    row = _one(id)
    answer = HttpResponse(paper.report(row), content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="incident-{row.known_at:%Y-%m-%d}.pdf"'
    return answer
