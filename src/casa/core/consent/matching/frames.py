"""Find the sentence frames of `frame_table.py` in a text: who is asked to cease what (R21).

Each message becomes one character a word, standing for the set of classes that the word is in, and each frame one
regular expression over such characters. So a frame costs about a microsecond, says nothing of spelling, and reads
three languages at once.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from .frame_parts import PARTS
from .frame_table import AD_FRAMES, FRAMES, VAGUE
from .guards import MARKS, is_about_time, is_held_back, speaks_of_things, tail_of
from .lexicon import CLASSES


@dataclass(frozen=True, slots=True)
class Frame:
    """What the person does, and the pattern over characters that says so."""

    why: str
    pattern: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Table:
    """Frames in the order in which they are looked for. ``sieve`` finds something wherever one of them does."""

    frames: tuple[Frame, ...]
    sieve: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Found:
    """The frame that a text holds, the words it covers and those that follow in the sentence."""

    why: str
    words: str
    tail: str


_OTHER = "w"
_DIGITS = "0000000"
_FIXED = {"$": r"\Z", "^": r"\A", "NAME": _OTHER, "MARK*": "[.?,]*"}
_BARRED = {
    "*": "CONJ|PREP|DEVICE|CEASE|MARK",
    "-": "CONJ|PREP|DEVICE|BOOKING|CEASE|MARK",
    "+": "CONJ|DEVICE|MARK",
    "%": "DEVICE",
}
_GAP = re.compile(r"(?P<kind>[*+%-])(?P<most>\d+)")
_LITERAL = re.compile(r"^[a-z_]")


def find_frame(said: str) -> Found | None:
    """The first frame in a text in spoken form, or None."""
    return _first(frames(), said.split(), timed=True)


def find_vague(said: str) -> Found | None:
    """The first vague frame in a text that speaks of nothing else which could stop or be removed, or None."""
    tokens = said.split()
    return None if speaks_of_things(tokens) else _first(vague(), tokens, timed=False)


def _first(table: Table, tokens: list[str], *, timed: bool) -> Found | None:
    code = encode(tokens)
    if not table.sieve.search(code):  # one search for all: most messages hold none
        return None
    for frame in table.frames:
        for match in frame.pattern.finditer(code):
            tail = tail_of(tokens, match.end())
            if not is_held_back(tokens, match.start(), tail) and not (timed and is_about_time(tail)):
                return Found(frame.why, " ".join(tokens[match.start() : match.end()]), " ".join(tail))
    return None


def encode(tokens: list[str]) -> str:
    """One character a word: which set of classes it is in."""
    letters = _alphabet()[0]
    return "".join(token if token in MARKS else letters.get(token) or _letter_of(token) for token in tokens)


def _letter_of(token: str) -> str:
    return _alphabet()[0][_DIGITS] if token.isdigit() and len(token) >= 3 else _OTHER


@cache
def _alphabet() -> tuple[dict[str, str], dict[str, frozenset[str]]]:
    """Each known word's letter, and for each letter the classes (and the word itself) it stands for."""
    member: dict[str, set[str]] = {}
    for name, words in CLASSES.items():
        for word in words.split():
            member.setdefault(word, set()).add(name)
    for word in _literals():
        member.setdefault(word, set()).add(word)
    sets = sorted({frozenset(classes) for classes in member.values()}, key=sorted)
    letter = {classes: chr(0xE000 + place) for place, classes in enumerate(sets)}
    return {word: letter[frozenset(classes)] for word, classes in member.items()}, {v: k for k, v in letter.items()}


def _literals() -> Iterator[str]:
    for text in (*PARTS.values(), *AD_FRAMES.values(), *FRAMES.values(), *VAGUE.values()):
        for item in text.split():
            yield from (word for word in item.strip("?~").split("|") if _LITERAL.match(word))


@cache
def frames() -> Table:
    """The frames, ready to search; those of the advertising first."""
    return _table(AD_FRAMES, FRAMES)


@cache
def vague() -> Table:
    """The vague frames, ready to search."""
    return _table(VAGUE)


def _table(*tables: Mapping[str, str]) -> Table:
    found = tuple(frame for table in tables for frame in _ready(table))
    return Table(found, re.compile("|".join(frame.pattern.pattern for frame in found)))


def _ready(table: Mapping[str, str]) -> Iterator[Frame]:
    for why, block in table.items():
        for frame in re.sub(r"\n {12}", " ", block).strip().splitlines():
            yield Frame(f"The person {why}.", re.compile(_compiled(frame)))


def _compiled(frame: str) -> str:
    for name, part in PARTS.items():
        frame = frame.replace("{" + name + "}", part)
    return "".join(_item(item) for item in frame.split())


def _item(item: str) -> str:
    """One item of a frame as a piece of a regular expression."""
    gap = _GAP.fullmatch(item)
    if gap:
        return f"[^{_choice(_BARRED[gap['kind']])}]{{0,{gap['most']}}}?"
    if item[0] in "()|" or item in _FIXED:
        return _FIXED.get(item, item)
    if item[0] == "~":
        return f"[^{_choice(item[1:])}]"
    return f"[{_choice(item.removesuffix('?'))}]{'?' if item.endswith('?') else ''}"


def _choice(item: str) -> str:
    """The letters of all words that stand in one of the item's classes or are one of its words."""
    wanted = set(item.split("|"))
    found = "".join(letter for letter, classes in _alphabet()[1].items() if classes & wanted)
    return found + (re.escape(MARKS) if "MARK" in wanted else "")
