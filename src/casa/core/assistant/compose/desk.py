"""What one answer is written from, and what it comes back as."""

from collections.abc import Mapping
from dataclasses import dataclass

from casa.core.assistant.compose.draft import Claim
from casa.core.assistant.compose.words import say
from casa.core.assistant.facts import Fact, Situation
from casa.core.assistant.when import say_day, say_time


@dataclass(frozen=True, slots=True)
class Answer:
    """Claims for one intent of one ask. Not `complete`: something of the ask stays open.

    `left_open` names the parts that do; empty, it is the whole ask.
    """

    claims: tuple[Claim, ...] = ()
    complete: bool = True
    left_open: tuple[str, ...] = ()


UNKNOWN = Answer(complete=False)


@dataclass(frozen=True, slots=True)
class Desk:
    """The open papers: the situation, its facts by id, the guest's language and the whole message."""

    situation: Situation
    facts: Mapping[str, Fact]
    language: str
    message: str

    def say(self, key: str, **values: object) -> str:
        """A sentence of the guest's language; times and days are written its way by `clock` and `day`."""
        return say(self.language, key, **values)

    def clock(self, moment: object) -> str:
        """A time or datetime as the guest's language writes it."""
        return say_time(moment, self.language)  # type: ignore[arg-type]

    def day(self, moment: object) -> str:
        """A date or datetime as the guest's language writes it."""
        return say_day(moment, self.language)  # type: ignore[arg-type]

    def quote(self, text: str, *, sure: bool = True) -> str:
        """A passage of the house as it stands; in Spanish and French with a lead-in, since it keeps its language."""
        clean = " ".join(text.split())
        if self.language == "en" and not clean.endswith((".", "!", "?", "…", ")")):
            clean += "."
        return self.say("quoted" if sure else "quoted_unsure", text=clean)

    def claim(self, key: str, *cites: str, sure: bool = True, **values: object) -> Claim:
        """A claim made of the sentence `key`, resting on the facts `cites` that exist."""
        return Claim(self.say(key, **values), tuple(c for c in cites if c in self.facts), sure)
