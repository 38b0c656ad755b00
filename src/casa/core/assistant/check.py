"""Drops from a draft every claim its facts do not support. The last word before a person or a policy sees it.

The same check holds the built-in composer and any model. It compares values, names, things and yes or no; it
does not judge style. In doubt it drops: a claim left out costs a sentence, a wrong one costs the host's name.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from casa.core.assistant import mask
from casa.core.assistant.compose.draft import Claim, Draft
from casa.core.assistant.concepts import concepts_in
from casa.core.assistant.facts import Fact
from casa.core.assistant.stance import contradicts, stance
from casa.core.assistant.text import fold, words
from casa.core.assistant.tokens import Token, supports, tokens_in, tokens_of

_LONGEST = 900  # characters
_MONEY_BACK = re.compile(
    r"refund|money back|reimburs|compensat|discount|waiv(?:e|ing)|free night|credit (?:you|your)|voucher"
    r"|on the house|complimentary|reembols|devolv|devolucion|descuento|rebaja|compensa|rembours|remise"
    r"|rabais|dedommag|geste commercial|reduction de prix"
)
_PROMISE = re.compile(
    r"\b(?:i|we)(?:'ll| will)? (?:personally )?(?:promise|guarantee|assure)|guaranteed\b|(?:le|os"
    r"|te) (?:prometo|garantizo|aseguro)|garantizado|je (?:vous )?(?:promets|garantis|assure)|garantie?\b"
)
_FREE = re.compile(
    r"\b(?:for free|free of charge|no (?:extra |additional )?(?:charge|cost|fee)|at no cost|gratis"
    r"|sin costo|sin coste|gratuit\w*)\b"
)
# A calendar or a home that is free is empty, not a present.
_FREE_SOURCE = re.compile(rf"{_FREE.pattern}|(?<!calendar is )(?<!home is )\bfree\b|\bincluded\b")
_NAME = re.compile(r"(?<![\w'’-])[A-ZÀ-Þ][\w'’]*(?:-\w+)*")
_SENTENCE_START = re.compile(r"(?:^|[.!?…:]\s+|\n)[\"“«(¿¡\s]*$")
_COMMON_NAMES = frozenset(
    words(
        "i i'm i'll i've i'd am pm ok wi-fi wifi tv pin id casa english spanish french mon tue wed thu fri "
        "sat sun monday tuesday wednesday thursday friday saturday sunday jan feb mar apr may jun jul aug "
        "sep sept oct nov dec january february march april june july august september october november "
        "december"
    )
)


@dataclass(frozen=True, slots=True)
class Dropped:
    """A claim that was left out, and why, for the host."""

    claim: Claim
    why: str


@dataclass(frozen=True, slots=True)
class Checked:
    """The draft with its supported claims only, and what was dropped."""

    draft: Draft
    dropped: tuple[Dropped, ...]


def check(draft: Draft, facts: Sequence[Fact], now: datetime | None = None) -> Checked:
    """`draft` without the claims that `facts` do not support.

    With `now` (aware) the windows of codes are judged again, for a draft that waited before it is sent. A draft
    that loses all its claims goes to a person.
    """
    by_id = {fact.id: fact for fact in facts}
    dropped = [Dropped(claim, why) for claim in draft.claims if (why := why_not(claim, by_id, now))]
    gone = {id(drop.claim) for drop in dropped}
    kept = tuple(claim for claim in draft.claims if id(claim) not in gone)
    if not dropped:
        return Checked(draft, ())
    decision, reason = draft.decision, draft.reason
    if not kept and decision == "draft":
        decision, reason = "person", "Nothing that was written has a source"
    elif decision == "draft":
        reason = reason or "A statement without a source was left out"
    return Checked(replace(draft, claims=kept, decision=decision, reason=reason), tuple(dropped))


def why_not(claim: Claim, facts: Mapping[str, Fact], now: datetime | None = None) -> str | None:
    """The first reason to drop `claim`; None where it stands. The words never repeat a secret."""
    missing = [fact_id for fact_id in claim.fact_ids if fact_id not in facts]
    if not claim.fact_ids or missing:
        return "Cites a source that does not exist" if missing else "Cites no source"
    cited = [facts[fact_id] for fact_id in claim.fact_ids]
    return (
        _closed_secret(claim, facts.values(), cited, now)
        or _forbidden(claim, cited)
        or _unsupported_value(claim, cited)
        or _unsupported_name(claim, cited)
        or _unsupported_thing(claim, cited)
        or _opposite(claim, cited)
    )


def _closed_secret(claim: Claim, facts: Iterable[Fact], cited: Sequence[Fact], now: datetime | None) -> str | None:
    """Holds every code and password back outside its window, from whichever source the claim says it comes."""
    closed = [fact for fact in facts if not fact.opens(now)]
    if any(mask.holds(claim.text, secret) for fact in closed for secret in fact.secrets):
        return "Tells a code outside its time"
    if mask.codes_in(claim.text) and any(fact in closed for fact in cited):
        return "Tells a code outside its time"
    return None


def _forbidden(claim: Claim, cited: Sequence[Fact]) -> str | None:
    plain = fold(claim.text)
    if len(claim.text) > _LONGEST:
        return "Is too long"
    if mask.PLACEHOLDER.search(claim.text):
        return "Has a blank that could not be filled"
    if _MONEY_BACK.search(plain):
        return "Speaks of money back or a discount, which only a person may offer"
    if _PROMISE.search(plain):
        return "Makes a promise"
    if _FREE.search(plain) and not any(_FREE_SOURCE.search(fold(f.text)) for f in cited):
        return "Says it costs nothing, and its source does not"
    return None


def _known_tokens(cited: Sequence[Fact]) -> set[Token]:
    values = [{k: v for k, v in fact.data.items() if k != "secrets"} for fact in cited]
    texts = [fact.text for fact in cited]
    return tokens_of(values) | tokens_of(texts)


def _unsupported_value(claim: Claim, cited: Sequence[Fact]) -> str | None:
    known = _known_tokens(cited)
    spoken = {
        "time": "a time", "date": "a date", "weekday": "a day of the week", "money": "an amount",
        "percent": "a share", "url": "a link", "email": "an e-mail address", "phone": "a phone number",
        "number": "a number", "code": "a code",
    }  # fmt: skip
    for token in sorted(tokens_in(claim.text), key=lambda t: (t.kind, str(t.value))):
        if not supports(token, known):
            return f"Names {spoken[token.kind]} that its source does not"
    return None


def _unsupported_name(claim: Claim, cited: Sequence[Fact]) -> str | None:
    """A capital inside a sentence is a name; each name must stand in a source."""
    source = " ".join(fold(f"{fact.text} {fact.data.get('title', '')}") for fact in cited)
    known = set(re.findall(r"[a-z0-9]+", source))
    for found in _NAME.finditer(claim.text):
        if _SENTENCE_START.search(claim.text[: found.start()]) and not _followed_by_name(claim.text, found.end()):
            continue
        name = fold(found[0]).removesuffix("'s")
        parts = re.findall(r"[a-z0-9]+", name)
        if name not in _COMMON_NAMES and not all(part in known for part in parts):
            return "Names somebody or something that its source does not"
    return None


def _followed_by_name(text: str, end: int) -> bool:
    """'Blue Bottle is open': a first word before another capital is a name too."""
    return bool(re.match(r" [A-ZÀ-Þ][a-zà-ÿ]+", text[end:])) and not re.match(r" (?:I|Wi)\b", text[end:])


def _unsupported_thing(claim: Claim, cited: Sequence[Fact]) -> str | None:
    """A claim about a pool needs a source about a pool."""
    known = {thing for fact in cited for thing in concepts_in(f"{fact.text} {fact.data.get('title', '')}")}
    known |= {str(fact.data["topic"]) for fact in cited if "topic" in fact.data}
    return None if set(concepts_in(claim.text)) <= known else "Speaks of something that its source does not"


def _opposite(claim: Claim, cited: Sequence[Fact]) -> str | None:
    said = stance(claim.text)
    for fact in cited:
        allowed, topic = fact.data.get("allowed"), fact.data.get("topic")
        if isinstance(allowed, bool) and topic in concepts_in(claim.text) and said and (said > 0) != allowed:
            return "Says the opposite of its source"
    if contradicts(claim.text, [fact.text for fact in cited]):
        return "Says the opposite of its source"
    return None
