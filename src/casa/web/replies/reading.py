"""A text beside its reading: what leaves, what it weighs and costs, what is wrong with it."""

from typing import Any
from uuid import UUID

from django.http import Http404

from casa.core.accounts.models import Brand
from casa.core.accounts.queries import default_brand
from casa.core.accounts.roles import may
from casa.core.accounts.rules import NotPossible, log_reads
from casa.core.accounts.scope import current_workspace_id
from casa.core.inbox.queries import visible_people
from casa.core.people.models import Person
from casa.core.people.queries import person
from casa.core.templates.catalogue import GUARDED, VARIABLES
from casa.core.templates.preview import Preview, preview
from casa.core.templates.queries import house_of, rates_here
from casa.core.templates.render import EXAMPLE, Facts
from casa.core.templates.situation import example, facts_of
from casa.web.replies.forms import Typed
from casa.web.texting import brand_initials, finding_face, shorter, weight_face
from casa.web.workspace import WorkspaceRequest

MASK = "••••"


def reading(request: WorkspaceRequest, typed: Typed) -> dict[str, Any]:
    """Everything beside the text, for the person that was picked, or for an example guest."""
    reader = picked(request)
    brand = next((each for each in brands() if str(each.id) == typed.brand), None) or default_brand()
    facts = _facts(request, reader, brand)
    found = preview(typed.draft, facts, house_of(brand), rates_here())
    return {
        "reader": {"id": str(reader.id), "name": reader.shown_name} if reader else None,
        "example": EXAMPLE.name,
        "brand": brand,
        "initials": brand_initials(brand.name),
        "leaves": found,
        "bubble": _bubble(found),
        "weight": weight_face(found.weight),
        "findings": [finding_face(one, typed.body) for one in found.findings],
        "blocked": sum(one.blocks for one in found.findings),
        "shorter": shorter(found.weight, found.swaps, found.lighter_segments),
        "typed": typed,
    }


def brands() -> list[Brand]:
    """Whose a text may be."""
    return list(Brand.objects.filter(workspace_id=current_workspace_id()).order_by("name", "id")[:100])


def brand_of(typed: Typed) -> Brand | None:
    """The brand a text is for; None for every brand. Raises NotPossible for one that is not there."""
    if not typed.brand:
        return None
    found = next((brand for brand in brands() if str(brand.id) == typed.brand), None)
    if found is None:
        raise NotPossible("This brand is no longer there. Choose again.")
    return found


def picked(request: WorkspaceRequest) -> Person | None:
    """The person whose preview is asked for, if they are within the member's part of the workspace."""
    wanted = request.POST.get("person") or request.GET.get("person") or ""
    if not wanted:
        return None
    try:
        return person(UUID(wanted), visible_people(request.member))
    except (ValueError, Person.DoesNotExist):
        raise Http404 from None


def _facts(request: WorkspaceRequest, reader: Person | None, brand: Brand) -> Facts:
    if reader is None:
        return example(brand)
    log_reads([reader.id], "saved text")
    facts = facts_of(reader.id, brand)
    if may(request.member, "codes.read"):
        return facts
    hidden = {name: MASK for name in facts.values if VARIABLES[name].personal == GUARDED}
    return facts.given(**hidden)


def _bubble(found: Preview) -> list[str]:
    """The parts as the phone shows them: one bubble, each part marked."""
    return list(found.parts) or [""]
