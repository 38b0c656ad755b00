"""Saved texts in the composer: filled in for the person one is writing to."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render

from casa.core.accounts.roles import may
from casa.core.accounts.rules import log_reads
from casa.core.inbox import queries
from casa.core.inbox.models import Conversation
from casa.core.templates.catalogue import GUARDED, VARIABLES
from casa.core.templates.models import Template, TemplateKind
from casa.core.templates.queries import SavedText, saved, templates
from casa.core.templates.render import Facts, problem_words
from casa.core.templates.situation import facts_of
from casa.web.workspace import WorkspaceRequest, right

MOST = 40


@right("inbox.reply")
def texts(request: WorkspaceRequest, id: UUID) -> HttpResponse:
    """The saved texts that may answer here, each filled in; offers are no answers and are left out."""
    try:
        found = queries.conversation(request.member, id)
    except Conversation.DoesNotExist:
        raise Http404 from None
    log_reads([found.person_id], "saved text")
    facts = facts_of(found.person_id, stay_id=found.reservation_id)
    query = request.GET.get("q", "").strip()[:60]
    ready = _ready(query)
    kept = saved([row.id for row in ready])
    rows = [_row(kept[row.id], facts, may(request.member, "codes.read")) for row in ready if row.id in kept]
    rows.sort(key=lambda row: (bool(row["problem"]), row["name"].casefold()))
    return render(request, "inbox/texts.html", {"rows": rows, "query": query})


def _ready(query: str) -> list[Template]:
    rows = templates().exclude(kind=TemplateKind.MARKETING).exclude(reviewed_at=None)
    return list((rows.filter(name__icontains=query) if query else rows)[:MOST])


def _row(text: SavedText, facts: Facts, codes: bool) -> dict[str, Any]:
    language, resolved = text.resolve_for(facts)
    guarded = any(VARIABLES[name].personal == GUARDED for name in resolved.used if name in VARIABLES)
    problem = problem_words(resolved, facts.name)
    if guarded and not codes:
        problem = "It holds a code. Ask an owner for the right to tell codes."
    return {"name": text.name, "language": language, "text": "" if problem else resolved.text, "problem": problem}
