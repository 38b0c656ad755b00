"""Whether a message uses a right of data protection, by the phrases of ``asking.toml`` and ``asking_ai.toml``: rules
alone, no model.

Nothing is done because of it. A colleague sees the words and says whether it is one (see ``noticing``).
"""

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from casa.core.privacy.models import RequestKind

TABLES = (Path(__file__).with_suffix(".toml"), Path(__file__).with_name("asking_ai.toml"))
LOOKED_AT = 1000  # characters from the beginning: who asks for a right says so early
LONGEST = 160  # characters of the sentence that is shown
GAPS = {"..": 4, "...": 8}  # how many other words may stand there
NEAR = 3  # words before a phrase in which a "not" turns it round
KINDS = {
    "part": RequestKind.CORRECT,  # one thing goes by hand: an erasure would take everything
    "restrict": RequestKind.RESTRICT,  # "freeze my data instead of deleting my data"
    "erase": RequestKind.ERASE,
    "access": RequestKind.ACCESS,
    "ai": RequestKind.WITHDRAW_AI,  # before "object": "don't use AI on my data"
    "object": RequestKind.OBJECT,
    "correct": RequestKind.CORRECT,
}
"""Rights in the order in which their phrases are tried."""
_SENTENCE = re.compile(r"[^.!?;\n]+(?:(?<=\b[A-Za-z])\.(?=[A-Za-z]\b| [a-z])[^.!?;\n]+)*[.!?;]*")
_INITIALS = re.compile(r"\b([a-z])\.(?=[a-z]\b)")
_ACCENTS = re.compile("[\u0300-\u036f]+")
_WORD = re.compile("[a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Asked:
    """``right``: a key of KINDS; ``said``: their sentence, as they wrote it."""

    right: str
    said: str

    @property
    def kind(self) -> RequestKind:
        return KINDS[self.right]


@dataclass(frozen=True, slots=True)
class _Phrase:
    """``places``: of each of these a text with the phrase has a word; ``beginnings``: and a word that begins so, each
    with the space before it.
    ``says_not``: a "not" belongs to it and turns nothing round."""

    right: str
    pattern: re.Pattern[str]
    says_not: bool
    places: tuple[frozenset[str], ...]
    beginnings: tuple[tuple[str, ...], ...]

    def may_be_in(self, said: str, words: set[str]) -> bool:
        for place in self.places:
            if place.isdisjoint(words):
                return False
        return all(any(one in said for one in these) for these in self.beginnings)


def read(text: str) -> Asked | None:
    """The first right that a text asks for, or None. Takes microseconds for a text that has nothing of it."""
    for sentence in _SENTENCE.findall(text[:LOOKED_AT]):
        said = _plain(sentence)
        near = _near(said)
        right = _right_in(said, near) if near else ""
        if right:
            return Asked(right, _shortened(sentence.strip()))
    return None


def _near(said: str) -> list[_Phrase]:
    """The phrases that may be in a text, in their order: few texts have any."""
    words = set(said.split())
    found = sorted({number for word in words & _telling().keys() for number in _telling()[word]})
    return [one for one in map(_phrases().__getitem__, found) if one.may_be_in(said, words)]


def _plain(text: str) -> str:
    """Its words without capitals and accents, a space around each; initials ("A.I.") and names of several words are
    one."""
    plain = text.casefold()
    if not plain.isascii():
        plain = _ACCENTS.sub("", unicodedata.normalize("NFKD", plain))
    if "." in plain:
        plain = _INITIALS.sub(r"\1", plain)
    said = f" {' '.join(_WORD.findall(plain))} "
    for name, one in _names():
        said = said.replace(name, one)
    return said


def _right_in(said: str, phrases: list[_Phrase]) -> str:
    for one in phrases:
        found = one.pattern.search(said)
        if found and (one.right == "object" or one.says_not or not _turned_round(said, found)):
            return one.right
    return ""


def _turned_round(said: str, found: re.Match[str]) -> bool:
    """Somebody says "do not delete my data": a "not" in the phrase, shortly before it, or in German right after it."""
    before, after = said[: found.start()].split(), said[found.end() :].split()
    words = {*before[-NEAR:], *found.group().split(), *(word for word in after[:1] if word == "nicht")}
    return not _nots().isdisjoint(words)


def _shortened(sentence: str) -> str:
    if len(sentence) <= LONGEST:
        return sentence
    return sentence[:LONGEST].rsplit(" ", 1)[0] + "…"


@cache
def _table() -> dict[str, dict[str, Any]]:
    return tomllib.loads("".join(table.read_text() for table in TABLES))


@cache
def _nots() -> frozenset[str]:
    return frozenset(str(_table()["not"]["words"]).split("|"))


@cache
def _names() -> tuple[tuple[str, str], ...]:
    """What stands for a word, and the word."""
    return tuple((f" {name} ", f" {one} ") for one, names in _table()["name"].items() for name in names.split("|"))


@cache
def _phrases() -> tuple[_Phrase, ...]:
    return tuple(
        _phrase(right, phrase) for right in KINDS for language in _table()[right].values() for phrase in language
    )


@cache
def _telling() -> dict[str, list[int]]:
    """By each word of a phrase's telling place, the last one without everyday words: where the phrase stands."""
    everyday = frozenset(str(_table()["everyday"]["words"]).split("|"))
    found: dict[str, list[int]] = {}
    for number, one in enumerate(_phrases()):
        rare = [place for place in one.places if place.isdisjoint(everyday)]
        for word in (rare or one.places)[-1]:
            found.setdefault(word, []).append(number)
    return found


def _phrase(right: str, phrase: str) -> _Phrase:
    """A phrase as an expression over words that each have a space before them."""
    parts = phrase.split()
    places = [_words(part) for part in parts if part not in (*GAPS, "$") and not part.startswith("!")]
    whole = tuple(frozenset(words) for words in places if not any("*" in word for word in words))
    begun = tuple(
        tuple(f" {word.rstrip('*')}" for word in words) for words in places if any("*" in word for word in words)
    )
    pattern = re.compile("".join(_piece(part, number == 0) for number, part in enumerate(parts)) + "(?= )")
    return _Phrase(right, pattern, _says_not(places), whole, begun)


def _says_not(places: list[list[str]]) -> bool:
    return any(not _nots().isdisjoint(words) for words in places)


def _piece(part: str, first: bool) -> str:
    if part in GAPS:
        return rf"(?: \w+){{0,{GAPS[part]}}}?"
    if part == "$":
        return r"(?= $)"
    words = _words(part.removeprefix("!"))
    if part.startswith("!"):
        return "".join(f"(?<! {word})" for word in words) if first else f"(?! (?:{'|'.join(words)}) )"
    return f" (?:{'|'.join(words)})".replace("*", r"\w*")


def _words(part: str) -> list[str]:
    """The alternatives of one place in a phrase, its sets unfolded."""
    found = [str(_table()["set"][part[1:-1]])] if part.startswith("<") else [part]
    return found[0].split("|")
