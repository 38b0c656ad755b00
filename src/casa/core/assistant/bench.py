"""Trying a question before guests ask it: the same facts, composer and check, for a guest who is in the house now."""

from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from casa.core.accounts.queries import default_brand, workspace
from casa.core.accounts.scope import current_workspace_id
from casa.core.assistant import compose
from casa.core.assistant.check import check
from casa.core.assistant.facts import Fact, Situation, StayFacts, gather
from casa.core.assistant.queries import knowledge
from casa.core.assistant.situation import home_facts, passage, policies_of
from casa.core.stays.models import Property


@dataclass(frozen=True, slots=True)
class Tried:
    """The answer, the facts it cites by id, and what the check dropped."""

    draft: compose.Draft
    facts: dict[str, Fact]
    dropped: tuple[str, ...]

    @property
    def pieces(self) -> list[dict[str, object]]:
        return [
            {
                "text": claim.text,
                "sources": [self.facts[fact_id] for fact_id in claim.fact_ids if fact_id in self.facts],
            }
            for claim in self.draft.claims
        ]


def try_out(question: str, home: Property | None) -> Tried:
    """Answer a question as for a guest of this home whose stay began yesterday."""
    house = workspace(current_workspace_id())
    now = timezone.now()
    stay = StayFacts("try", "confirmed", now - timedelta(days=1), now + timedelta(days=2), 2)
    situation = Situation(
        now=now,
        property_tz=(home.timezone if home else "") or house.timezone,
        host_signature=default_brand().signature,
        property=home_facts(home) if home else None,
        stay=stay if home else None,
        knowledge=[passage(row) for row in knowledge(home.id if home else None)],
        policies=policies_of(house),
    )
    facts = gather(situation)
    done = check(compose.compose(question, situation, facts), facts, now)
    return Tried(done.draft, {fact.id: fact for fact in facts}, tuple(item.why for item in done.dropped))
