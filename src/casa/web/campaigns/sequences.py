"""Automatic messages: what goes out by itself around a stay or an appointment, to whom in the next 30 days, and what
was skipped and why."""

from collections import defaultdict
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from casa.core.accounts.roles import may
from casa.core.accounts.rules import NotPossible, log_reads
from casa.core.campaigns import sequences as core
from casa.core.campaigns.models import Planned, PlannedState, Sequence, Step, Trigger
from casa.core.campaigns.settled import ahead_of, settled
from casa.core.campaigns.stepping import words_of
from casa.core.inbox.queries import visible_people
from casa.core.people import queries as people
from casa.core.stays.queries import properties
from casa.core.templates.models import Template, TemplateKind
from casa.core.templates.queries import templates
from casa.core.vault.fields import warm
from casa.web.answers import is_fragment
from casa.web.campaigns import sequences_forms as forms
from casa.web.campaigns import sequences_words as show
from casa.web.workspace import WorkspaceRequest, right

AHEAD = 30  # days
PAGE = 40
KINDS = {"service": "About their stay or visit", "reminder": "Reminders", "marketing": "Offers"}


@right("campaigns.read")
def sequences(request: WorkspaceRequest) -> HttpResponse:
    """All of them, and who gets what in the next 30 days; keyset-paged."""
    context = _ahead(request)
    if is_fragment(request) and request.GET.get("after"):
        return render(request, "campaigns/sequences_ahead.html", context)
    slug, homes = request.workspace.slug, list(properties())
    rows = list(core.sequences())
    steps, many = _steps(rows), ahead_of([row.id for row in rows])
    context |= {
        "tab": "sequences",
        "rows": [show.row_face(row, steps[row.id], many.get(row.id, 0), homes, slug) for row in rows],
        "switched_off": next((row for row in rows if str(row.id) == request.GET.get("off") and not row.active), None),
        "may_edit": may(request.member, "campaigns.edit"),
        "may_send": may(request.member, "campaigns.send"),
    }
    return render(request, "campaigns/sequences.html", context)


def _steps(rows: list[Sequence]) -> dict[UUID, list[Step]]:
    found: dict[UUID, list[Step]] = defaultdict(list)
    asked = Step.objects.filter(sequence_id__in=[row.id for row in rows]).select_related("template", "sequence")
    for step in asked.order_by("position"):
        found[step.sequence_id].append(step)
    return found


def _ahead(request: WorkspaceRequest) -> dict[str, Any]:
    rows = core.coming(AHEAD, _after(request.GET.get("after", "")), visible_people(request.member), PAGE)
    log_reads([each.person.id for each in rows], "campaign")
    last = rows[-1].planned if len(rows) == PAGE else None
    base = reverse("sequences", args=[request.workspace.slug])
    return {
        "days": show.coming_days(rows, request.workspace.slug),
        "next_url": f"{base}?after={last.id}" if last else None,
    }


def _after(text: str) -> Planned | None:
    try:
        return Planned.objects.get(id=UUID(text)) if text else None
    except (ValueError, Planned.DoesNotExist):
        raise Http404 from None


@right("campaigns.read")
def words(request: WorkspaceRequest, id: UUID) -> HttpResponse:
    """One planned message as its person would read it now; noted."""
    row = Planned.objects.filter(id=id, state=PlannedState.WAITING).select_related(*core.ABOUT).first()
    found = core.coming_of(row) if row is not None else None
    mine = people.people(visible_people(request.member))
    if found is None or not mine.filter(id=found.person.id).exists():
        raise Http404
    log_reads([found.person.id], "campaign")
    text, trouble = words_of(found)
    return render(request, "campaigns/sequences_words.html", {"text": text, "trouble": trouble})


# ------------------------------------------------------------------------------------------------ the editor


@right("campaigns.edit")
def new(request: WorkspaceRequest) -> HttpResponse:
    if request.method == "POST":
        return _save(request, None)
    return _edit(request, None, forms.Typed())


@right("campaigns.read")
def sequence(request: WorkspaceRequest, id: UUID) -> HttpResponse:
    row = one(id)
    return _edit(request, row, forms.kept(row, core.steps_of(row)))


@right("campaigns.edit")
@require_POST
def save(request: WorkspaceRequest, id: UUID) -> HttpResponse:
    return _save(request, one(id))


def one(id: UUID) -> Sequence:
    found = core.sequences().filter(id=id).select_related("brand", "connection").first()
    if found is None:
        raise Http404
    return found


def _save(request: WorkspaceRequest, row: Sequence | None) -> HttpResponse:
    form = forms.typed(request.POST)
    if request.POST.get("do", "") != "save":
        return _edit(request, row, form)
    try:
        made = core.write(*forms.draft_of(form, row, _texts()), row)
    except NotPossible as refused:
        return _edit(request, row, form, str(refused))
    messages.success(request, "Saved. What is planned follows it." if made.active else "Saved. It is still off.")
    return redirect("sequence", request.workspace.slug, made.id)


def _texts() -> dict[str, Template]:
    """The saved texts that may go out by themselves: never an answer."""
    return {str(row.id): row for row in templates().exclude(kind=TemplateKind.REPLY).order_by("name")}


def _edit(request: WorkspaceRequest, row: Sequence | None, form: forms.Typed, problem: str = "") -> HttpResponse:
    texts = _texts()
    context = {
        "tab": "sequences",
        "row": row,
        "form": form,
        "steps": _step_faces(form, texts),
        "triggers": [{"key": key.value, "words": key.label, "current": key == form.trigger} for key in forms.TRIGGERS],
        "homes": [{"id": str(home.id), "name": home.name, "on": str(home.id) in form.homes} for home in properties()],
        "texts": bool(texts),
        "about": show.MOMENTS[Trigger(form.trigger)][0],
        "visits": form.trigger in show.VISITS,
        "hours": [{"key": str(hour), "words": show.hour_words(hour)} for hour in range(24)],
        "problem": problem,
        "may_edit": may(request.member, "campaigns.edit"),
        "may_send": may(request.member, "campaigns.send"),
    } | (_around(request, row) if row is not None else {})
    return render(request, "campaigns/sequences_edit.html", context, status=422 if problem else 200)


def _step_faces(form: forms.Typed, texts: dict[str, Template]) -> list[dict[str, Any]]:
    return [
        {"place": place, "typed": step, "words": _step_words(form, step), "texts": _choices(texts, step.text)}
        for place, step in enumerate(form.steps)
    ]


def _choices(texts: dict[str, Template], picked: str) -> list[dict[str, Any]]:
    """The saved texts under their kinds."""
    faces = {
        key: {"id": key, "name": row.name, "draft": not row.ready, "on": key == picked} for key, row in texts.items()
    }
    return [
        {"label": label, "rows": [faces[key] for key, row in texts.items() if row.kind == kind]}
        for kind, label in KINDS.items()
    ]


def _step_words(form: forms.Typed, step: forms.TypedStep) -> str:
    """When this one goes, as it is typed; "" while it says nothing that can be read."""
    if not step.amount.isdecimal() or step.unit not in forms.UNITS or (step.hour and not step.hour.isdecimal()):
        return ""
    size = min(int(step.amount), 10**6) * forms.UNITS[step.unit]
    return show.moment_words(form.trigger, size, int(step.hour) if step.hour else None)


def _around(request: WorkspaceRequest, row: Sequence) -> dict[str, Any]:
    """Beside a kept one: whom it would reach next, and what became of what was due."""
    slug, within = request.workspace.slug, visible_people(request.member)
    ahead = _planned(row, within) if row.active else core.would_send(row, AHEAD, PAGE)
    if within is not None:
        seen = set(people.people(within).filter(id__in=[each.person.id for each in ahead]).values_list("id", flat=True))
        ahead = [each for each in ahead if each.person.id in seen]
    past = settled(row, within, PAGE)
    log_reads([*(each.person.id for each in ahead), *(each.person.id for each in past)], "campaign")
    return {
        "days": show.coming_days(ahead, slug),
        "past": [show.settled_face(each, slug) for each in past],
        "many": len(ahead) if len(ahead) < PAGE else f"first {PAGE}",
        "switched_off": request.GET.get("off") and not row.active,
    }


def _planned(row: Sequence, within: people.Within) -> list[core.Coming]:
    """What is planned of this one: from the rows themselves, so that it is what will happen."""
    rows = Planned.objects.filter(step__sequence=row, state=PlannedState.WAITING).select_related(*core.ABOUT)
    soon = rows.filter(at__lte=timezone.now() + timedelta(days=AHEAD)).order_by("at", "id")[:PAGE]
    found = [made for each in soon if (made := core.coming_of(each)) is not None]
    warm([each.person for each in found])
    return found


# ------------------------------------------------------------------------------------------------ on and off


@right("campaigns.send")
@require_POST
def on(request: WorkspaceRequest, id: UUID) -> HttpResponse:
    row = _held(id)
    try:
        core.switch_on(row)
    except NotPossible as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, f"{row.name} is on.")
    return _back(request, row)


@right("campaigns.send")
@require_POST
def off(request: WorkspaceRequest, id: UUID) -> HttpResponse:
    row = _held(id)
    core.switch_off(row)
    return _back(request, row, f"?off={row.id}")


def _held(id: UUID) -> Sequence:
    found = core.sequences().select_for_update(of=("self",)).filter(id=id).first()
    if found is None:
        raise Http404
    return found


def _back(request: WorkspaceRequest, row: Sequence, query: str = "") -> HttpResponse:
    """To where the button was pressed."""
    slug = request.workspace.slug
    here = (
        reverse("sequence", args=[slug, row.id])
        if request.POST.get("back") == "one"
        else reverse("sequences", args=[slug])
    )
    return redirect(f"{here}{query}")
