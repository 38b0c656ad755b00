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
_FARTHEST = 0.15  # below, a passage has nothing to do with the question even if it names the same things
_NEAR_ENOUGH = 0.55  # a passage that names none of the things asked for must be this near to be shown


def from_manual(desk: Desk, ask: str, *, only_sure: bool = False) -> Answer:
    """The best passage for `ask`, if it is near enough. `only_sure` takes none of the doubtful ones."""
    best, passage, confidence = _choose(desk, ask)
    if best is None or passage is None or confidence == "refuse" or (only_sure and confidence != "sure"):
        return UNKNOWN
    fact = desk.facts[f"knowledge:{passage.id}"]
    if not fact.opens(desk.situation.now):
        return _closed(desk)
    sure = confidence == "sure"
    return Answer((Claim(desk.quote(condense(passage, best.sentence, ask), sure=sure), (fact.id,), sure),))


def nearness(desk: Desk, ask: str) -> float:
    """How near the best passage comes to `ask`, 0..1."""
    hits = _ranked(desk, ask)
    return hits[0][0].score if hits else 0.0


def _ranked(desk: Desk, ask: str) -> list[tuple[retrieve.Hit, Passage]]:
    passages = {p.id: p for p in desk.situation.knowledge if f"knowledge:{p.id}" in desk.facts}
    vectors = {p.id: p.vectors for p in passages.values() if p.vectors is not None}
    hits = retrieve.rank(ask if desk.language == "en" else gloss(ask), list(passages.values()), vectors)
    return [(hit, passages[hit.passage_id]) for hit in hits]


def _choose(desk: Desk, ask: str) -> tuple[retrieve.Hit | None, Passage | None, retrieve.Confidence]:
    """The nearest passage; where it is too far, one that names all the things asked for, as a doubtful answer."""
    ranked = _ranked(desk, ask)
    if not ranked:
        return None, None, "refuse"
    best, passage = ranked[0]
    confidence = _judge(ask, passage, best)
    asked = set(concepts_in(ask))
    if confidence != "refuse" or not asked:
        return best, passage, confidence
    for hit, other in ranked:
        if hit.score >= _FARTHEST and asked <= set(concepts_in(f"{other.title}. {other.text}")):
            return hit, other, "unsure"
    return best, passage, "refuse"


def _judge(ask: str, passage: Passage, hit: retrieve.Hit) -> retrieve.Confidence:
    """Nearness in meaning takes a hot tub for a pool. Where both name their things, the things decide:
    all there, a doubtful hit is sure; none there, only a very near one is doubtful and the others are none.
    """
    score, confidence = hit.score, hit.confidence
    asked, there = set(concepts_in(ask)), set(concepts_in(f"{passage.title}. {passage.text}"))
    if not asked or confidence == "refuse":
        return confidence
    if asked <= there:
        return "sure"
    if asked & there:
        return confidence
    return "unsure" if score >= _NEAR_ENOUGH else "refuse"


def condense(passage: Passage, sentence: str, ask: str) -> str:
    """What of the passage is about the ask; of a long one the best sentence and what follows while there is room."""
    sentences = _to_the_point(split_sentences(passage.text), sentence, ask)
    whole = " ".join(sentences)
    if len(whole) <= _WHOLE_UP_TO:
        return whole
    start = sentences.index(sentence) if sentence in sentences else 0
    return shorten(_fill(sentences[start:]), _QUOTE_UP_TO)


def _to_the_point(sentences: list[str], best: str, ask: str) -> list[str]:
    """Leaves out sentences about other things: manuals put rubbish, kayaks and the cot under one heading.

    A sentence that names nothing belongs to the one before it.
    """
    topics = set(concepts_in(ask)) or set(concepts_in(best))
    kept, on_topic = list[str](), not topics
    for sentence in sentences:
        things = set(concepts_in(sentence))
        on_topic = sentence == best or bool(things & topics) if things and topics else on_topic
        if on_topic or sentence == best:
            kept.append(sentence)
    return kept or sentences


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
