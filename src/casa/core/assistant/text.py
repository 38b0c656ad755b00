"""Plain text work shared by retrieval, composing and checking: folding, words, sentences."""

import re
import unicodedata
from functools import lru_cache

WORD = re.compile(r"[a-z0-9]+(?:'[a-z]+)?")
_SENTENCE_END = re.compile(r"(?<=[.!?…])\s+(?=[\"“«(¿¡]?[A-Z0-9ÁÉÍÓÚÑÀÂÇÈÊËÎÏÔÛÜ¿¡])|\n+|(?<=[。！？])")
_ABBREVIATION = re.compile(r"(?:\b(?:mr|mrs|ms|dr|st|no|apt|ave|rd|approx|e\.g|i\.e|a\.m|p\.m|etc)\.)$", re.I)
_BARE_NOT = re.compile(r"\b(is|are|was|were|do|does|did|has|have|had|ca|wo|could|would|should)(n)(t)\b", re.IGNORECASE)
_SUFFIXES = ("ations", "ation", "ings", "ing", "ies", "ied", "ers", "er", "ed", "es", "ly", "s")


def words(listed: str) -> tuple[str, ...]:
    """The words of a list written as one text."""
    return tuple(listed.split())


STOP_WORDS = frozenset(
    words(
        "a an the and or but if of to in on at by for from with about as into than then so is are was were "
        "be been being am do does did doing have has had having can could will would shall should may might "
        "must i you he she it we they me him her us them my your his its our their this that these those "
        "there here what which who whom when where why how not no yes any some please thanks thank hi hello "
        "hey just also too very get got let know de la el los las un una y o en con por para que es son hay "
        "se su sus mi tu al del lo le les nos du des et ou dans pour par sur avec est sont il elle on vous "
        "nous je ce cette ces votre notre au aux ne pas d l qu s'il"
    )
)


@lru_cache(maxsize=4096)
def fold(text: str) -> str:
    """Lower case, without accents, typographic quotes and dashes made plain: the form every pattern is written in."""
    plain = text.replace("’", "'").replace("‘", "'").replace("–", "-").replace("—", "-").replace("‑", "-")
    decomposed = unicodedata.normalize("NFKD", plain)
    return "".join(c for c in decomposed if not unicodedata.combining(c)).lower()


def stem(word: str) -> str:
    """Cuts the common English endings, and no more: 'parking' and 'parked' meet at 'park'."""
    word = word.split("'")[0]
    for suffix in _SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= 3:
            base = word[: -len(suffix)]
            return base + "y" if suffix in ("ies", "ied") else base.rstrip("e") or base
    return word.rstrip("e") if len(word) > 3 else word


def content_stems(text: str) -> list[str]:
    """The stems of the words that carry meaning, in order, with repeats."""
    return [stem(word) for word in WORD.findall(fold(text)) if word not in STOP_WORDS]


def spelled(text: str) -> str:
    """'isnt', 'wont' and their kin as they are spelled: thumbs leave the apostrophe out."""
    return _BARE_NOT.sub(r"\1\2'\3", text)


def split_sentences(text: str) -> list[str]:
    """Sentences and lines of `text`, trimmed, none empty. 'Apt. 4' and '3 p.m. Friday' stay whole."""
    parts: list[str] = []
    for piece in (p.strip() for p in _SENTENCE_END.split(text)):
        if not piece:
            continue
        if parts and _ABBREVIATION.search(parts[-1]):
            parts[-1] = f"{parts[-1]} {piece}"
        else:
            parts.append(piece)
    return parts


def shorten(text: str, limit: int) -> str:
    """`text` in at most `limit` characters, cut at a word, with an ellipsis where something is left out."""
    clean = " ".join(text.split())
    if len(clean) <= limit:
        return clean
    return clean[: limit - 1].rsplit(" ", 1)[0].rstrip(",;:") + "…"
