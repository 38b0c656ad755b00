"""Contacts from a file: pick it, say what each column is, look before anything is written, watch it come in."""

import csv
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from casa.core.accounts.queries import default_brand
from casa.core.accounts.rules import NotPossible
from casa.core.consent import imports as rules
from casa.core.consent.disclosures import programs
from casa.core.consent.models import Import, Program
from casa.core.consent.queries import imports_made
from casa.core.consent.tables import COLUMNS, KEYS, MOST_BYTES, guess, read_table
from casa.core.inbox.stopping import met
from casa.web.answers import is_fragment
from casa.web.workspace import WorkspaceRequest, right

REGIONS = (("US", "United States"), ("CA", "Canada"), ("GB", "United Kingdom"), ("MX", "Mexico"), ("FR", "France"),
           ("ES", "Spain"), ("DE", "Germany"), ("AU", "Australia"))  # fmt: skip
EXAMPLE = (
    ("Name", "Mobile number", "E-mail", "Language", "Birthday", "Tags", "Opt-in date", "Disclosure text",
     "Opt-in method", "Opt-in source", "Page URL", "IP address", "User agent", "Evidence"),
    ("Hannah Lindqvist", "(828) 555-0142", "hannah@example.com", "en", "1984-03-14", "Returning; Dog owner",
     "2026-03-14 16:20", "The exact words beside the box they ticked", "checkbox", "web", "https://example.com/join",
     "203.0.113.9", "Firefox", ""),
    ("Michael Ortega", "+1 828 555 0177", "", "es", "", "Family", *[""] * 8),
)  # fmt: skip
STATES = {"checking": "not begun", "running": "coming in", "done": "in", "undone": "taken back"}


@right("people.merge")
def example(request: WorkspaceRequest) -> HttpResponse:
    """A file with every column that is read: one row with its whole proof, one without."""
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="people-example.csv"'
    answer.write("\ufeff")  # spreadsheets take it for UTF-8 only by this mark
    csv.writer(answer).writerows(EXAMPLE)
    return answer


@right("people.merge")
def begin(request: WorkspaceRequest) -> HttpResponse:
    """Pick a file; everything else is asked when it has been read."""
    problem = ""
    if request.method == "POST":
        try:
            upload = request.FILES.get("file")
            if upload is None:
                raise NotPossible("Pick a file first.")
            raw = upload.read(MOST_BYTES + 1)
            columns = guess(read_table(raw).headings)
            run = rules.begin(default_brand(), None, raw, columns)
        except NotPossible as refused:
            problem = str(refused)
        else:
            return redirect("people_import_one", request.workspace.slug, run.id)
    rows = [_row(run) for run in imports_made()]
    return render(request, "people/import.html", {"problem": problem, "runs": rows}, status=422 if problem else 200)


def _row(run: Import) -> dict[str, Any]:
    return {
        "id": run.id, "at": run.at, "rows": run.rows, "state": STATES.get(run.state, run.state),
        "by": run.made_by.name if run.made_by else "", "program": run.program.name if run.program else "",
    }  # fmt: skip


def _one(id: UUID) -> Import:
    found = Import.objects.select_related("brand", "program__brand").filter(id=id).first()
    if found is None:
        raise Http404
    return found


@right("people.merge")
def one(request: WorkspaceRequest, id: UUID) -> HttpResponse:
    """Before: columns and the dry run. During: how far. After: what came of it."""
    run, problem = _one(id), ""
    if request.method == "POST" and run.state == "checking":
        try:
            rules.change(run, _columns(request), _program(request), _region(request))
        except NotPossible as refused:
            problem = str(refused)
    if run.state == "checking":
        status = 422 if problem else 200
        return render(request, "people/import_look.html", _looked(run) | {"problem": problem}, status=status)
    context = {"run": run, "state": STATES[run.state], "can_take_back": rules.can_take_back(run), **_progress(run)}
    page = "people/import_progress.html" if is_fragment(request) else "people/import_run.html"
    return render(request, page, context)


def _looked(run: Import) -> dict[str, Any]:
    table = read_table(run.file)
    chosen = {place: key for key, place in run.columns.items()}
    columns = [
        {"place": place, "heading": heading or f"Column {place + 1}", "chosen": chosen.get(place, ""),
         "sample": next((row[place] for row in table.rows[:20] if row[place].strip()), "")[:40]}
        for place, heading in enumerate(table.headings)
    ]  # fmt: skip
    kinds = [(key, words) for key, words, _ in COLUMNS]
    return {"run": run, "columns": columns, "kinds": kinds, "look": rules.look(run),
            "programs": programs(run.brand_id), "regions": REGIONS}  # fmt: skip


def _progress(run: Import) -> dict[str, Any]:
    return {"percent": round(100 * run.done / run.rows) if run.rows else 100, "running": run.state == "running"}


def _columns(request: WorkspaceRequest) -> dict[str, int]:
    picked: dict[str, int] = {}
    for name, key in request.POST.items():
        if name.startswith("column-") and key in KEYS and name[7:].isdigit():
            if key in picked:
                raise NotPossible("Two columns are said to be the same thing. Pick one of them.")
            picked[str(key)] = int(name[7:])
    return picked


def _program(request: WorkspaceRequest) -> Program | None:
    wanted = request.POST.get("program", "")
    return next((row for row in programs() if str(row.id) == wanted), None)


def _region(request: WorkspaceRequest) -> str:
    wanted = request.POST.get("region", "US")
    return wanted if wanted in dict(REGIONS) else "US"


@right("people.merge")
@require_POST
def start(request: WorkspaceRequest, id: UUID) -> HttpResponse:
    try:
        rules.start(_one(id))
    except NotPossible as refused:
        messages.error(request, str(refused))
    return redirect("people_import_one", request.workspace.slug, id)


@right("people.merge")
@require_POST
def take_back(request: WorkspaceRequest, id: UUID) -> HttpResponse:
    run = _one(id)
    try:
        gone = rules.take_back(run, met(rules.imported(run)))
    except NotPossible as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, f"{gone:,} taken out again. Whoever has written or booked since stays.")
    return redirect("people_import_one", request.workspace.slug, id)
