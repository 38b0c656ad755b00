"""A text beside its reading: what leaves, what it weighs and costs, what is wrong with it."""

from typing import Any
from uuid import UUID

from django.http import Http404

from casa.core.accounts.queries import default_brand
from casa.core.accounts.roles import may
from casa.core.accounts.rules import log_reads
from casa.core.inbox.queries import visible_people
from casa.core.people.models import Person
from casa.core.people.queries import person
from casa.core.templates.catalogue import GROUPS, GUARDED, VARIABLES
from casa.core.templates.lint import Finding
from casa.core.templates.preview import Preview, preview
from casa.core.templates.queries import house_of, rates_here
from casa.core.templates.render import EXAMPLE, Facts
from casa.core.templates.situation import example, facts_of
from casa.core.templates.weight import Weight, money
from casa.web.replies.forms import Typed
from casa.web.workspace import WorkspaceRequest

MASK = "••••"


def reading(request: WorkspaceRequest, typed: Typed) -> dict[str, Any]:
    """Everything beside the text, for the person that was picked, or for an example guest."""
    brand, reader = default_brand(), picked(request)
    facts = _facts(request, reader)
    found = preview(typed.draft, facts, house_of(brand), rates_here())
    return {
        "reader": {"id": str(reader.id), "name": reader.shown_name} if reader else None,
        "example": EXAMPLE.name,
        "brand": brand,
        "initials": "".join(word[0] for word in brand.name.split() if word[0].isalnum())[:3],
        "leaves": found,
        "bubble": _bubble(found),
        "weight": _weight(found.weight),
        "findings": [_finding(one, typed.body) for one in found.findings],
        "blocked": sum(one.blocks for one in found.findings),
        "shorter": _shorter(found),
        "typed": typed,
    }


def picked(request: WorkspaceRequest) -> Person | None:
    """The person whose preview is asked for, if they are within the member's part of the workspace."""
    wanted = request.POST.get("person") or request.GET.get("person") or ""
    if not wanted:
        return None
    try:
        return person(UUID(wanted), visible_people(request.member))
    except (ValueError, Person.DoesNotExist):
        raise Http404 from None


def _facts(request: WorkspaceRequest, reader: Person | None) -> Facts:
    if reader is None:
        return example(default_brand())
    log_reads([reader.id], "saved text")
    facts = facts_of(reader.id)
    if may(request.member, "codes.read"):
        return facts
    hidden = {name: MASK for name in facts.values if VARIABLES[name].personal == GUARDED}
    return facts.given(**hidden)


def _bubble(found: Preview) -> list[str]:
    """The parts as the phone shows them: one bubble, each part marked."""
    return list(found.parts) or [""]


def _weight(weight: Weight) -> dict[str, Any]:
    fills = [
        {"number": number, "units": units, "of": weight.per_segment, "percent": 100 * units / weight.per_segment}
        for number, units in enumerate(weight.fills, 1)
    ]
    return {
        "characters": weight.characters,
        "segments": weight.segments,
        "small": bool(weight.offenders),
        "offenders": " ".join(weight.offenders[:6]),
        "repaired": " ".join(weight.repaired[:6]),
        "price": money(weight.price, weight.currency),
        "thousand": money(weight.price * 1000, weight.currency),
        "pictures": weight.pictures,
        "fills": fills,
        "over": weight.over,
    }


def _finding(found: Finding, body: str) -> dict[str, Any]:
    return {
        "words": found.words, "rule": found.rule, "blocks": found.blocks, "fix": found.fix,
        "start": found.start, "end": found.end, "before": body[found.start : found.end],
        "fixable": bool(found.fix),
    }  # fmt: skip


def _shorter(found: Preview) -> dict[str, Any] | None:
    """How to save a part, where the text has more than one."""
    weight = found.weight
    if weight.segments <= 1 and not weight.offenders:
        return None
    goal = "one" if weight.segments == 2 else str(weight.segments - 1)
    return {
        "over": weight.over,
        "goal": goal,
        "swaps": found.swaps[:8],
        "reaches": found.lighter_segments < weight.segments,
        "becomes": found.lighter_segments,
    }


def names(kind: str) -> list[dict[str, Any]]:
    """The names that may be filled in, by group; secrets only where the text is no offer."""
    grouped: dict[str, list[dict[str, str]]] = {key: [] for key in GROUPS}
    for variable in VARIABLES.values():
        if kind != "marketing" or variable.personal != GUARDED:
            fallback = ' | "there"' if variable.name == "guest.first_name" else ""
            row = {"words": variable.words, "insert": f"{{{{ {variable.name}{fallback} }}}}", "name": variable.name}
            grouped[variable.group].append(row)
    return [{"label": GROUPS[key], "rows": rows, "links": key == "link"} for key, rows in grouped.items() if rows]
