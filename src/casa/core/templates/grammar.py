"""Reading ``{{ guest.first_name | "there" }}``. Authors are not trusted: there is no logic, only names and fallbacks.

A name stands in the fixed catalogue or the text is not accepted. What is filled in is never read again, so that a
guest called ``{{ code.door }}`` is only a strange name.
"""

import re
from dataclasses import dataclass

MOST_SLOTS = 40
_OPEN, _CLOSE = "{{", "}}"
_SLOT = re.compile(r"\s*([a-z_]+\.[a-z_]+)\s*(?:\|\s*(.*?)\s*)?", re.DOTALL)
_QUOTES = {'"': '"', "'": "'", "“": "”", "‘": "’", "”": "”", "«": "»"}  # phones and word processors make their own


@dataclass(frozen=True, slots=True)
class Words:
    """Text that stays as it is."""

    text: str


@dataclass(frozen=True, slots=True)
class Slot:
    """A name to fill in. ``fallback`` is what stands there where nothing is known; None: then it cannot be sent."""

    name: str
    fallback: str | None
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that cannot be read, where it stands, and what to do."""

    words: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Parsed:
    pieces: tuple[Words | Slot, ...]
    problems: tuple[Problem, ...]

    @property
    def slots(self) -> tuple[Slot, ...]:
        return tuple(piece for piece in self.pieces if isinstance(piece, Slot))


def parse(text: str) -> Parsed:
    """Cut a text into words and slots; what cannot be read stays as words and is a problem. Linear in the text."""
    pieces: list[Words | Slot] = []
    problems: list[Problem] = []
    at = 0
    while (start := text.find(_OPEN, at)) >= 0:
        close = text.find(_CLOSE, start)
        if close < 0:
            problems.append(Problem("Close this name with two braces.", start, len(text)))
            break
        end = close + len(_CLOSE)
        found = _read(text[start + len(_OPEN) : close], start, end)
        if isinstance(found, Problem):
            problems.append(found)
        pieces += [Words(text[at:start]), found if isinstance(found, Slot) else Words(text[start:end])]
        at = end
    pieces.append(Words(text[at:]))
    kept = tuple(piece for piece in pieces if isinstance(piece, Slot) or piece.text)
    return Parsed(kept, (*problems, *_too_many(kept, len(text))))


def _too_many(pieces: tuple[Words | Slot, ...], length: int) -> tuple[Problem, ...]:
    count = sum(isinstance(piece, Slot) for piece in pieces)
    return (Problem(f"Use at most {MOST_SLOTS} names in one text.", 0, length),) if count > MOST_SLOTS else ()


def _read(inside: str, start: int, end: int) -> Slot | Problem:
    found = _SLOT.fullmatch(inside)
    if found is None:
        return Problem('Write a name like {{ guest.first_name | "there" }}.', start, end)
    name, quoted = found.groups()
    if quoted is None:
        return Slot(name, None, start, end)
    fallback = _unquoted(quoted)
    if fallback is None:
        return Problem(f'Put what stands in for {name} between quotes: {{{{ {name} | "there" }}}}.', start, end)
    return Slot(name, fallback, start, end)


def _unquoted(text: str) -> str | None:
    """What stands between quotes; None where it is not quoted, or holds braces or a line end."""
    closing = _QUOTES.get(text[:1])
    if closing is None or len(text) < 2 or text[-1] not in (closing, '"'):
        return None
    inside = text[1:-1]
    return None if set(inside) & set("{}\n\r") else inside


def written(slot: Slot) -> str:
    """A slot as its author would type it."""
    return f"{{{{ {slot.name} }}}}" if slot.fallback is None else f'{{{{ {slot.name} | "{slot.fallback}" }}}}'
