"""What a campaign says to one person: the wording, the names filled in, the legal line that code adds (R49)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from casa.core.accounts.scope import current_workspace_id
from casa.core.campaigns.models import Campaign, Variant
from casa.core.templates.footer import House, footer, with_footer
from casa.core.templates.models import Template
from casa.core.templates.render import EXAMPLE, Facts, problem_words, resolve
from casa.core.templates.spoken import known
from casa.core.vault.fields import warm
from casa.lib.sms import repair

LETTERS = "ABCD"


@dataclass(frozen=True, slots=True)
class Wording:
    """A variant, opened: read once, then put together for any number of people without a query.

    ``template_kind`` is what the saved text was reviewed as (R2), "" where it was written here.
    """

    letter: str
    language: str
    texts: Mapping[str, str]
    template_id: UUID | None = None
    template_kind: str = ""
    opens: bool = False
    repairs: bool = True

    def body_for(self, language: str) -> tuple[str, str]:
        """The language that is read, and its body."""
        short = known(language) if language else self.language
        for each in (short, self.language, *self.texts):
            if self.texts.get(each):
                return each, self.texts[each]
        return self.language, ""


@dataclass(frozen=True, slots=True)
class Composed:
    """A text as it leaves. ``trouble``: why it cannot, for the host; names the person."""

    text: str
    language: str
    trouble: str = ""


def wordings(campaign: Campaign) -> dict[str, Wording]:
    """A campaign's variants by letter; two queries."""
    rows = list(Variant.objects.filter(workspace_id=current_workspace_id(), campaign=campaign).order_by("letter"))
    warm(rows)
    ids = [row.template_id for row in rows if row.template_id]
    templates = {row.id: row for row in Template.objects.filter(workspace_id=current_workspace_id(), id__in=ids)}
    return {row.letter: _wording(row, templates.get(row.template_id or row.id)) for row in rows}


def _wording(row: Variant, template: Template | None) -> Wording:
    return Wording(
        row.letter,
        row.language,
        row.texts or {},
        row.template_id,
        template.kind if template else "",
        template.opens if template else False,
        template.repairs if template else True,
    )


def compose(wording: Wording, kind: str, house: House, facts: Facts, now: datetime) -> Composed:
    """The whole text for one person. An offer has the full legal line, anything else the short one (R49)."""
    language, body = wording.body_for(facts.language)
    found = resolve(body, language, facts)
    text = repair(found.text, found.filled) if wording.repairs else found.text
    line = footer(house, kind, language, opens=wording.opens, now=now)
    return Composed(with_footer(text, line), language, problem_words(found, facts.name))


def sample(wording: Wording, kind: str, house: House, now: datetime) -> str:
    """The text as an example person would read it."""
    return compose(wording, kind, house, EXAMPLE, now).text
