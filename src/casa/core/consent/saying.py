"""Whether a text can mean anything for consent at all: asked of every text, before any ledger is (R39).

Pure. It may say yes too often, which costs a look into the ledgers; where it says no, no context could make the text a
stop, a start, a wish or a word for a person. Two things it leaves to others: a page's own keyword (``keyword_in``), and
the question of somebody who had stopped (R33: ``rules.note_question``, when the answer is drafted).
"""

import re
from functools import lru_cache

from casa.core.consent.matching import Context, Verdict, classify
from casa.core.consent.matching.keyword import match_keyword
from casa.core.consent.matching.keywords import (
    AGREEMENT,
    REFUSAL_SYMBOLS,
    START_IN_CONTEXT,
    STOP_PHRASES,
    STOP_SYMBOLS,
    UNCLEAR_SYMBOLS,
)
from casa.lib.text import clip, fold, words

ANY = Context(opted_out=True, pending_optin=True)  # every context that lets more words count
IDLE = frozenset({"none", "ignore", "page_human", "route_human"})  # effects that touch no ledger
ECHO = 20  # characters of ours that may stand beside their own words (``matching.envelope.drop_echo``)
LONGEST_KEYWORD = 20
READ = 4000  # characters of either end
_PHRASES = tuple(f" {phrase} " for phrase in STOP_PHRASES | START_IN_CONTEXT | AGREEMENT if " " in phrase)
_SIGNS = STOP_SYMBOLS | REFUSAL_SYMBOLS | UNCLEAR_SYMBOLS
_SPACED = re.compile(r"(?:\b\w ){2}\w\b")  # s t o p


def says_something(text: str, provider_said: str = "") -> bool:
    """Whether the ledgers must be asked about a text, whoever wrote it and whatever we wrote them before."""
    if provider_said in ("stop", "start"):
        return True
    read = clip(text, READ, READ)
    return _acts(classify(read, ANY)) or match_keyword(read) is not None or _beside_an_echo(read)


def keyword_in(text: str) -> str:
    """The word that a whole message comes down to, as pages spell their keywords (R36); "" for any other message."""
    word = text.strip().strip("\"'“”‘’.!?,").upper()
    return word if 0 < len(word) <= LONGEST_KEYWORD and word.isalnum() else ""


def _acts(verdict: Verdict) -> bool:
    return verdict.label in ("stop", "start", "revocation_freeform") or bool(
        verdict.scope or verdict.preference or verdict.effect not in IDLE
    )


def _beside_an_echo(text: str) -> bool:
    """Our own last message may stand in theirs and hide what they wrote around it: is there anything it could hide?"""
    if len(text) <= ECHO:
        return False
    said = words(fold(text))
    spoken = f" {' '.join(said)} "
    return (
        any(_is_keyword(word) for word in said)
        or any(phrase in spoken for phrase in _PHRASES)
        or not _SIGNS.isdisjoint(text)
        or _SPACED.search(spoken) is not None
        or ("\n" in text and any(_acts(classify(line, ANY)) for line in text.split("\n")))
    )


@lru_cache(maxsize=4096)
def _is_keyword(word: str) -> bool:
    return match_keyword(word) is not None
