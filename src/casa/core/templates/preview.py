"""A saved text as one person would get it: filled in, with its legal line, weighed, and read by the linter. Pure."""

from dataclasses import dataclass

from casa.core.templates.footer import House, footer, with_footer
from casa.core.templates.lint import Finding, lint, passes
from casa.core.templates.render import Facts, Resolved, problem_words, resolve
from casa.core.templates.shorten import Swap, lighter, swaps
from casa.core.templates.weight import LIST_RATES, Rates, Weight, weigh
from casa.lib.sms import cut


@dataclass(frozen=True, slots=True)
class Draft:
    """A text that somebody writes or edits, before or after it is kept."""

    body: str
    kind: str
    language: str = "en"
    opens: bool = False
    repairs: bool = True
    pictures: int = 0
    channel: str = "sms"


@dataclass(frozen=True, slots=True)
class Preview:
    """``text`` is the body as it leaves, ``line`` its legal line, ``parts`` the whole as the networks cut it.

    ``problem``: why it cannot go to this person, in words that name them; ``swaps``: how it gets lighter.
    """

    text: str
    line: str
    parts: tuple[str, ...]
    resolved: Resolved
    weight: Weight
    findings: tuple[Finding, ...]
    problem: str
    swaps: tuple[Swap, ...]
    lighter_segments: int

    @property
    def passes(self) -> bool:
        return passes(self.findings)


def preview(draft: Draft, facts: Facts, house: House, rates: Rates = LIST_RATES) -> Preview:
    """What would leave if this text went to this person now, as the first of its kind to them."""
    whole, line, resolved = _whole(draft, draft.body, facts, house)
    weight = weigh(whole, rates, pictures=draft.pictures, keep=resolved.filled, repairs=draft.repairs)
    findings = lint(draft.body, draft.kind, house, opens=draft.opens, channel=draft.channel)
    return Preview(
        text=weight.text[: len(weight.text) - len(line)].rstrip("\n") if line else weight.text,
        line=line,
        parts=cut(weight.text),
        resolved=resolved,
        weight=weight,
        findings=findings,
        problem=problem_words(resolved, facts.name),
        swaps=swaps(draft.body) if weight.segments > 1 or weight.offenders else (),
        lighter_segments=_lighter(draft, facts, house, weight),
    )


def _whole(draft: Draft, body: str, facts: Facts, house: House) -> tuple[str, str, Resolved]:
    resolved = resolve(body, draft.language, facts)
    line = footer(house, draft.kind, draft.language, opens=draft.opens) if draft.channel == "sms" else ""
    return with_footer(resolved.text, line), line, resolved


def _lighter(draft: Draft, facts: Facts, house: House, weight: Weight) -> int:
    """How many parts it would be with every swap done."""
    if weight.segments <= 1:
        return weight.segments
    whole, _, resolved = _whole(draft, lighter(draft.body), facts, house)
    return weigh(whole, keep=resolved.filled, repairs=draft.repairs).segments
