"""Find the sentence frames of `frame_table.py` and `vague_table.py` in a text: who is asked to cease what (R21).

Each message becomes one character a word, standing for the set of classes that the word is in, and each frame one
regular expression over such characters. So a frame says nothing of spelling and reads three languages at once. It is
looked for only where the message holds a word for each item that it cannot do without, and made ready when it first is.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from .frame_parts import PARTS
from .frame_table import AD_FRAMES, FRAMES
from .guards import MARKS, is_about_time, is_held_back, speaks_of_things, tail_of
from .lexicon import CLASSES
from .vague_table import VAGUE


@dataclass(frozen=True, slots=True)
class Frame:
    """What the person does, as written in the table; ``needs``: a message without one of each set does not hold it."""

    why: str
    written: str
    needs: tuple[frozenset[str], ...]

    def may_stand_in(self, letters: set[str]) -> bool:
        """False only when no message of these letters holds it."""
        for need in self.needs:  # noqa: SIM110 - a plain loop: twice as fast as any() here, and this is the hot path
            if need.isdisjoint(letters):
                return False
        return True


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
_PART = re.compile(r"\{([A-Z]+)\}")
_MAY_BE_ABSENT = re.compile(r"[()|*+%~^$-]|NAME$|MARK\*$|.*\?$")


def find_frame(said: str) -> Found | None:
    """The first frame in a text in spoken form, or None."""
    return _first(frames(), said.split(), timed=True)


def find_vague(said: str) -> Found | None:
    """The first vague frame in a text that speaks of nothing else which could stop or be removed, or None."""
    tokens = said.split()
    return None if speaks_of_things(tokens) else _first(vague(), tokens, timed=False)


def _first(table: tuple[Frame, ...], tokens: list[str], *, timed: bool) -> Found | None:
    code = encode(tokens)
    letters = set(code)
    for frame in table:
        if not frame.may_stand_in(letters):
            continue
        for match in _pattern(frame.written).finditer(code):
            tail = tail_of(tokens, match.end())
            if not (timed and is_about_time(tail)) and not is_held_back(tokens, match.start(), tail):
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
def frames() -> tuple[Frame, ...]:
    """The frames in the order in which they are looked for; those of the advertising first."""
    return (*_read(AD_FRAMES), *_read(FRAMES))


@cache
def vague() -> tuple[Frame, ...]:
    """The vague frames."""
    return tuple(_read(VAGUE))


def _read(table: Mapping[str, str]) -> Iterator[Frame]:
    for why, block in table.items():
        for frame in re.sub(r"\n {12}", " ", block).strip().splitlines():
            written = _PART.sub(lambda name: PARTS[name[1]], frame)
            yield Frame(f"The person {why}.", written, tuple(sorted(_needs(written), key=len)))


def _needs(written: str) -> Iterator[frozenset[str]]:
    """For each item outside groups that may not be absent, the letters one of which has to be there."""
    depth = 0
    for item in written.split():
        depth += (item[0] == "(") - (item[0] == ")")
        if depth == 0 and not _MAY_BE_ABSENT.match(item):
            yield frozenset(_letters_of(item))


@cache
def _pattern(written: str) -> re.Pattern[str]:
    """A frame as a regular expression over characters: a third of a millisecond each, so only once it may match."""
    return re.compile("".join(_item(item) for item in written.split()))


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


@cache
def _choice(item: str) -> str:
    """The letters of ``_letters_of``, as they stand between square brackets."""
    return re.escape(_letters_of(item))


def _letters_of(item: str) -> str:
    """The letters of all words that stand in one of the item's classes or are one of its words."""
    wanted = item.split("|")
    found = "".join(sorted({letter for name in wanted for letter in _holding().get(name, ())}))
    return found + (MARKS if "MARK" in wanted else "")


@cache
def _holding() -> dict[str, list[str]]:
    """For each class, and each word that stands by itself, the letters of words that are in it."""
    holding: dict[str, list[str]] = {}
    for letter, names in _alphabet()[1].items():
        for name in names:
            holding.setdefault(name, []).append(letter)
    return holding
