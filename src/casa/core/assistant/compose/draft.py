"""The shape of an answer: claims that cite facts, and the decision what happens to it."""

from dataclasses import dataclass, field
from typing import Literal

Decision = Literal["draft", "person", "nothing"]


@dataclass(frozen=True, slots=True)
class Claim:
    """One statement to the guest and the ids of the facts it rests on.

    `sure` is False where the source fits the question only loosely; such a draft should not go without a look.
    """

    text: str
    fact_ids: tuple[str, ...]
    sure: bool = True


@dataclass(frozen=True, slots=True)
class Draft:
    """An answer to one message.

    `decision`: `draft` can be offered for sending, `person` must be answered by a person (the claims are a help
    for them), `nothing` needs no answer. `reason` says why, for the host. `unanswered` are the guest's own
    words that no fact answers. `holding` is the sentence that says so to the guest, or the calm first
    sentence of an urgent answer; it states nothing about the home, so it cites nothing.
    """

    claims: tuple[Claim, ...]
    greeting: str = ""
    closing: str = ""
    unanswered: tuple[str, ...] = ()
    decision: Decision = "draft"
    reason: str = ""
    urgent: bool = False
    language: str = "en"
    holding: str = ""
    intents: tuple[str, ...] = field(default=())

    @property
    def body(self) -> str:
        """The sentences between greeting and closing; calm words come first when it is urgent."""
        said = [claim.text for claim in self.claims]
        parts = [self.holding, *said] if self.urgent else [*said, self.holding]
        return " ".join(part for part in parts if part)

    @property
    def text(self) -> str:
        """What would be sent: greeting, body, closing, one a line. Empty where nothing is to be said."""
        if not self.body:
            return ""
        return "\n".join(part for part in (self.greeting, self.body, self.closing) if part)

    @property
    def sure(self) -> bool:
        """Whether every claim is sure and nothing is left open: what an autopilot may consider."""
        return self.decision == "draft" and not self.unanswered and all(claim.sure for claim in self.claims)
