"""Whether a sentence says yes or no, and whether a claim says the opposite of its source."""

import re
from collections.abc import Iterable
from typing import Literal

from casa.core.assistant.concepts import concepts_in
from casa.core.assistant.text import content_stems, fold, split_sentences

Stance = Literal[-1, 0, 1]

_IDIOMS = re.compile(
    r"no (?:problem|worries|trouble|need)|not (?:a problem|to worry|only)|why not|(?:do not"
    r"|don't) (?:hesitate|worry|forget)|sin problema|no dude|no (?:se preocupe|hay problema)|pas de (?:souci"
    r"|probleme)|n'hesitez pas|no later than"
)
_NO = re.compile(
    r"\b(?:not|no|never|cannot|nor|none|without|forbidden|prohibited|unavailable|impossible|closed|banned"
    r"|refused?|unable)\b|n't\b|\b(?:sin|nunca|ningun\w*|prohibid\w+|tampoco|cerrad\w+)\b|\b(?:ne|pas"
    r"|aucune?|jamais|interdit\w*|sans|impossible|ferme\w*)\b|\bn'"
)
_YES = re.compile(
    r"\b(?:allowed|allow|permitted|welcome|possible|available|provided|included|free|fine|ok(?:ay)?|happy to"
    r"|yes|offer\w*|open)\b|\b(?:can|may|could) (?:bring|use|smoke|park|have|stay|come|leave|check|take|book"
    r"|host|invite)\b|\bthere (?:is|are|'s)\b|\b(?:has|have|comes? with)\b|\b(?:bienvenid\w+|permit\w+"
    r"|admit\w+|puede\w*|posible|disponible|incluid\w+|hay|tiene\w*|gratis|si,)|\b(?:bienvenu\w*|permis\w*"
    r"|admis\w*|autoris\w+|pouvez|disponible|inclus\w*|il y a|gratuit\w*|oui)\b"
)
_CLAUSE = re.compile(r"[;:]|,? (?:but|however|though|although|except|unless|pero|aunque|salvo|mais|sauf) ")


def stance(text: str) -> Stance:
    """-1 for a no, 1 for a yes or a 'there is', 0 for neither."""
    plain = _IDIOMS.sub(" ", fold(text))
    if _NO.search(plain):
        return -1
    return 1 if _YES.search(plain) else 0


def contradicts(claim: str, sources: Iterable[str]) -> bool:
    """Whether a clause of `claim` says yes where the source sentence nearest to it says only no, or reversed.

    A sentence that says both ("allowed, but not in the bedroom") contradicts nothing: its parts are too easily
    mixed up to judge by.
    """
    told = [sentence for source in sources for sentence in split_sentences(source)]
    for clause in _clauses(claim):
        mine = stance(clause)
        if mine == 0:
            continue
        stances = _nearest_stances(clause, told)
        if stances and all(other == -mine for other in stances):
            return True
    return False


def _clauses(text: str) -> list[str]:
    return [part for sentence in split_sentences(text) for part in _CLAUSE.split(sentence) if part.strip()]


def _nearest_stances(clause: str, told: Iterable[str]) -> list[Stance]:
    """The stances of the source sentences that share most with `clause`, clause by clause; empty where none does."""
    best, stances = 0, list[Stance]()
    for other in told:
        near = _nearness(clause, other)
        if near == 0 or near < best:
            continue
        if near > best:
            best, stances = near, []
        stances += [stance(part) for part in _clauses(other)]
    return stances


def _nearness(one: str, other: str) -> int:
    words = set(content_stems(one)) & set(content_stems(other))
    things = set(concepts_in(one)) & set(concepts_in(other))
    return len(words) + 3 * len(things)
