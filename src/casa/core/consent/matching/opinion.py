"""A second opinion on free text: a small linear model over words, pairs of words and word classes (R21).

It reads each sentence by itself and keeps the highest score, so that one plain request counts in a long message. It
never acts alone: above `LOW` marketing ends and a person reads the message; below, nothing happens. The weights are
learned from the committed examples by `learn.py` and stored beside this file.
"""

import json
import math
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from .lexicon import CLASSES

LOW = 1.4
"""From this score on (log-odds) a message may be a request to stop: τ_lo of R21."""
LOW_OF_THINGS = 3.0
"""The same where the message names a thing that could be stopped, cancelled or removed instead."""
DOUBT = -1.0
"""From this score on a message is worth asking about; one ordinary message in fifteen is."""

WEIGHTS = Path(__file__).with_name("weights.json")
LONGEST = 60
"""Words read of one sentence; no more than `MOST` sentences are read."""
MOST = 40

_MARKS = re.compile(r"[.?]")
_DIGITS = re.compile(r"\d+")
_ASKING = "CEASE CONTACT CONTACTED MSG REMOVE ERASE OPTOUT LIST REVOKE CONSENT AGREE WANT SEND NUMBER"
_EVIDENCE = frozenset(" ".join(CLASSES[name] for name in _ASKING.split()).split())
"""A sentence with none of these words asks for nothing."""
_THINGS = frozenset(f"{CLASSES['THING']} {CLASSES['DEVICE']} {CLASSES['BOOKING']}".split())


def may_be_revocation(said: str) -> bool:
    """Whether a text in spoken form, ordinary meanings taken out, reads like a request to stop."""
    return score(said) >= (LOW_OF_THINGS if _THINGS & set(said.split()) else LOW)


def score(said: str) -> float:
    """Log-odds that a text in spoken form asks not to be contacted; very low for an empty one."""
    bias, weights = _model()
    best = -9.0
    for sentence in sentences(said):
        if _EVIDENCE.isdisjoint(sentence):
            continue
        found = features(sentence)
        sum_ = math.fsum(weights.get(feature, 0) for feature in found)
        best = max(best, bias + sum_ / 100 / math.sqrt(len(found)))
    return best


def sentences(said: str) -> Iterator[list[str]]:
    """The words of each sentence, and of the whole when there are several."""
    parts = [words for part in _MARKS.split(said) if (words := _words(part))]
    yield from parts[:MOST]
    if len(parts) > 1:
        yield _words(_MARKS.sub(" ", said))


def _words(part: str) -> list[str]:
    return [word for word in part.split() if word != ","][:LONGEST]


def features(sentence: list[str]) -> set[str]:
    """Words, neighbours, neighbours but one, and the same for word classes ("@CEASE @MSG")."""
    words = ["^", *(_DIGITS.sub("0", word) for word in sentence), "$"]
    classes = [_classes().get(word, ()) for word in words]
    found = set(words)
    for place, word in enumerate(words):
        found.update(classes[place])
        for distance, link in ((1, " "), (2, "_"), (3, "__")):
            if place + distance >= len(words):
                break
            if distance < 3:
                found.add(word + link + words[place + distance])
            found.update(f"{left}{link}{right}" for left in classes[place] for right in classes[place + distance])
        if place + 1 < len(words):
            found.update(f"{left} {words[place + 1]}" for left in classes[place])
    return found


@cache
def _classes() -> dict[str, tuple[str, ...]]:
    member: dict[str, tuple[str, ...]] = {}
    for name, words in CLASSES.items():
        for word in words.split():
            member[word] = (*member.get(word, ()), f"@{name}")
    return member


@cache
def _model() -> tuple[float, dict[str, int]]:
    """The bias, and the weights in hundredths."""
    stored = json.loads(WEIGHTS.read_text(encoding="utf-8"))
    return stored["bias"], stored["weights"]
