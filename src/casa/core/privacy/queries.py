"""Reads for pages outside the privacy area."""

from uuid import UUID

from casa.core.accounts.scope import current_workspace_id
from casa.core.privacy.models import Erasure, ErasureState
from casa.core.privacy.targets import merged_with

STILL_THERE = ("gather", "words", "hide")
"""The stages of an erasure at whose beginning nothing is hidden yet."""


def being_erased() -> set[UUID]:
    """Who is hidden already and on the way out, with everybody merged into them: no page and no browser shows them."""
    rows = Erasure.objects.filter(workspace_id=current_workspace_id()).exclude(state=ErasureState.DONE)
    hidden = rows.exclude(stage__in=STILL_THERE).values_list("person_id", flat=True)
    return {one for person_id in hidden for one in merged_with(person_id)}
