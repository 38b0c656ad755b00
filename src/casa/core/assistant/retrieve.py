"""Which passage of the house knowledge answers a question: by meaning, or by words where no model is installed."""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from casa.core.assistant import embed
from casa.core.assistant.text import content_stems, split_sentences

# Measured on 30 facts and 60 questions: off-topic questions reach at most 0.30, right answers have a median of 0.49.
REFUSE_BELOW = 0.33
SURE_FROM = 0.45
# The same two lines for the share of a question's words (weighted by rarity) that a passage holds.
WORDS_REFUSE_BELOW = 0.40
WORDS_SURE_FROM = 0.75

_K1, _B = 1.2, 0.5  # BM25: passages are short and of like length, so length counts less than usual
_TITLE_WEIGHT = 2

Confidence = Literal["sure", "unsure", "refuse"]


class Searchable(Protocol):
    """What `rank` needs of a passage."""

    @property
    def id(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def text(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage found for a question. `score` is 0..1; `sentence` is its part that fits best."""

    passage_id: str
    score: float
    sentence: str
    by: Literal["meaning", "words"] = "meaning"

    @property
    def confidence(self) -> Confidence:
        """`refuse`: do not answer from it; `unsure`: a person should look; `sure`: it answers the question."""
        refuse, sure = (REFUSE_BELOW, SURE_FROM) if self.by == "meaning" else (WORDS_REFUSE_BELOW, WORDS_SURE_FROM)
        if self.score < refuse:
            return "refuse"
        return "sure" if self.score >= sure else "unsure"


def rank(
    question: str,
    passages: Sequence[Searchable],
    vectors: Mapping[str, embed.Vectors] | None = None,
    *,
    by_meaning: bool | None = None,
) -> list[Hit]:
    """All passages, best first.

    `vectors` maps a passage id to what `embed.encode_passage` made of it; a missing one is made now.
    `by_meaning` forces a way; left out, the model is used where it is installed.
    """
    if not passages or not question.strip():
        return []
    use_model = embed.available() if by_meaning is None else by_meaning
    hits = _by_meaning(question, passages, vectors or {}) if use_model else _by_words(question, passages)
    return sorted(hits, key=lambda hit: (-hit.score, hit.passage_id))


def _by_meaning(question: str, passages: Sequence[Searchable], vectors: Mapping[str, embed.Vectors]) -> list[Hit]:
    asked = embed.encode([question])[0]
    hits = []
    for passage in passages:
        stored = vectors.get(passage.id)
        rows = stored if stored is not None else embed.encode_passage(passage.title, passage.text)
        scores = rows @ asked
        best = int(scores.argmax())
        hits.append(Hit(passage.id, float(scores[best]), _part(passage, rows, scores)))
    return hits


def _part(passage: Searchable, rows: embed.Vectors, scores: embed.Vectors) -> str:
    """The best sentence; the first one where rows and text no longer agree (the text was edited since)."""
    sentences = split_sentences(passage.text)
    if len(sentences) <= 1 or len(rows) != len(sentences) + 1:
        return sentences[0] if sentences else passage.text
    return sentences[int(scores[1:].argmax())]


def _by_words(question: str, passages: Sequence[Searchable]) -> list[Hit]:
    """BM25 shared out over the best a passage could reach, so that 1.0 means every word of the question is there."""
    asked = list(dict.fromkeys(content_stems(question)))
    bags = [_bag(passage) for passage in passages]
    mean_length = sum(bag.total() for bag in bags) / len(bags) or 1.0
    weights = {term: _rarity(term, bags) for term in asked}
    best_possible = sum(weights.values()) * (_K1 + 1) / 2 or 1.0
    hits = []
    for passage, bag in zip(passages, bags, strict=True):
        score = sum(weights[term] * _saturated(bag, term, mean_length) for term in asked)
        hits.append(Hit(passage.id, min(score / best_possible, 1.0), _wordiest(asked, passage.text), "words"))
    return hits


def _bag(passage: Searchable) -> Counter[str]:
    return Counter(content_stems(passage.title) * _TITLE_WEIGHT + content_stems(passage.text))


def _rarity(term: str, bags: Sequence[Counter[str]]) -> float:
    holding = sum(1 for bag in bags if term in bag)
    return math.log(1 + (len(bags) - holding + 0.5) / (holding + 0.5))


def _saturated(bag: Counter[str], term: str, mean_length: float) -> float:
    count = bag[term]
    return count * (_K1 + 1) / (count + _K1 * (1 - _B + _B * bag.total() / mean_length))


def _wordiest(asked: Sequence[str], text: str) -> str:
    sentences = split_sentences(text) or [text]
    return max(sentences, key=lambda sentence: len(set(asked) & set(content_stems(sentence))))
