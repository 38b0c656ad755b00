"""Answers from the house manual: the passage that fits, quoted rather than retold."""

from collections.abc import Iterable

from casa.core.assistant import retrieve
from casa.core.assistant.compose.desk import UNKNOWN, Answer, Desk
from casa.core.assistant.compose.door import door_code
from casa.core.assistant.compose.draft import Claim
from casa.core.assistant.concepts import concepts_in, gloss
from casa.core.assistant.facts import Passage
from casa.core.assistant.text import shorten, split_sentences

_WHOLE_UP_TO = 300  # characters: a short passage is quoted whole
_QUOTE_UP_TO = 340


def from_manual(desk: Desk, ask: str, *, only_sure: bool = False) -> Answer:
    """The best passage for `ask`, if it is near enough. `only_sure` takes none of the doubtful ones."""
    found = _best(desk, ask)
    if found is None:
        return UNKNOWN
    best, passage = found
    confidence = _judge(ask, passage, best.confidence)
    if confidence == "refuse" or (only_sure and confidence != "sure"):
        return UNKNOWN
    fact = desk.facts[f"knowledge:{passage.id}"]
    if not fact.opens(desk.situation.now):
        return _closed(desk)
    sure = confidence == "sure"
    return Answer((Claim(desk.quote(condense(passage, best.sentence), sure=sure), (fact.id,), sure),))


def nearness(desk: Desk, ask: str) -> float:
    """How near the best passage comes to `ask`, 0..1."""
    found = _best(desk, ask)
    return found[0].score if found else 0.0


def _best(desk: Desk, ask: str) -> tuple[retrieve.Hit, Passage] | None:
    passages = {p.id: p for p in desk.situation.knowledge if f"knowledge:{p.id}" in desk.facts}
    vectors = {p.id: p.vectors for p in passages.values() if p.vectors is not None}
    hits = retrieve.rank(ask if desk.language == "en" else gloss(ask), list(passages.values()), vectors)
    return (hits[0], passages[hits[0].passage_id]) if hits else None


def _judge(ask: str, passage: Passage, confidence: retrieve.Confidence) -> retrieve.Confidence:
    """Nearness in meaning takes a hot tub for a pool. Where both name their things, the things decide:
    all there, a doubtful hit is sure; none there, a sure one is doubtful and a doubtful one is none.
    """
    asked, there = set(concepts_in(ask)), set(concepts_in(f"{passage.title}. {passage.text}"))
    if not asked or confidence == "refuse":
        return confidence
    if asked <= there:
        return "sure"
    if asked & there:
        return confidence
    return "unsure" if confidence == "sure" else "refuse"


def condense(passage: Passage, sentence: str) -> str:
    """The whole of a short passage; of a long one the best sentence and what follows it while there is room."""
    whole = " ".join(passage.text.split())
    if len(whole) <= _WHOLE_UP_TO:
        return whole
    sentences = split_sentences(passage.text)
    start = sentences.index(sentence) if sentence in sentences else 0
    return shorten(_fill(sentences[start:]), _QUOTE_UP_TO)


def _fill(sentences: Iterable[str]) -> str:
    text = ""
    for sentence in sentences:
        if text and len(text) + len(sentence) > _WHOLE_UP_TO:
            break
        text = f"{text} {sentence}".strip()
    return text


def _closed(desk: Desk) -> Answer:
    """The passage spells out a code and the guest may not have it yet: say when codes come, not the passage."""
    return door_code(desk, "") if "stay:door_code" in desk.facts else UNKNOWN
