"""Filling in a saved text for one person. Pure: facts in, text out."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from casa.core.templates.catalogue import EXAMPLES, VARIABLES, Value
from casa.core.templates.grammar import Slot, Words, parse
from casa.core.templates.spoken import said

_MARK = "\ue000"  # where an empty fallback stood, until the spaces around it are tidied
_GAP = re.compile(rf"[ \t]*{_MARK}(?=[,.;:!?)\n]|$)|(?:(?<=[ \t(\n])|^){_MARK}[ \t]*|{_MARK}")


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of one person at one moment. ``name`` is for the host who reads a problem, never for the text."""

    person_id: UUID | None
    name: str = ""
    language: str = ""
    values: Mapping[str, Value] = field(default_factory=dict)

    def given(self, **values: Value) -> "Facts":
        """The same with more known: ``facts.given(**{"appointment.time": time(9)})``."""
        return Facts(self.person_id, self.name, self.language, {**self.values, **values})


@dataclass(frozen=True, slots=True)
class Resolved:
    """A text filled in. ``missing``: names with nothing known and no fallback; with one it must not be sent.

    ``used``: names that stand in it; ``fell_back``: those of them where the fallback stands. ``filled``: what
    was put in, which quote repair must leave alone (R72).
    """

    text: str
    missing: tuple[str, ...]
    used: tuple[str, ...]
    fell_back: tuple[str, ...] = ()
    filled: tuple[str, ...] = ()

    @property
    def whole(self) -> bool:
        return not self.missing


EXAMPLE = Facts(None, "Anna Diaz", "en", EXAMPLES)


def resolve(text: str, language: str, facts: Facts) -> Resolved:
    """Fill in ``text``, with dates and times as people of ``language`` say them. Never raises."""
    parsed = parse(text.replace(_MARK, ""))
    values = {slot.name: said(facts.values.get(slot.name), language) for slot in parsed.slots}
    pieces = [_put(piece, values) for piece in parsed.pieces]
    lacking = [slot for slot in parsed.slots if not values[slot.name]]
    return Resolved(
        text=_GAP.sub("", "".join(pieces)).strip(),
        missing=tuple(dict.fromkeys(slot.name for slot in lacking if slot.fallback is None)),
        used=tuple(values),
        fell_back=tuple(dict.fromkeys(slot.name for slot in lacking if slot.fallback is not None)),
        filled=tuple(dict.fromkeys(value for value in values.values() if value)),
    )


def _put(piece: Words | Slot, values: Mapping[str, str]) -> str:
    if isinstance(piece, Words):
        return piece.text
    if values[piece.name]:
        return values[piece.name]
    return _missing_words(piece.name) if piece.fallback is None else piece.fallback or _MARK


def _missing_words(name: str) -> str:
    """What a preview shows where something is missing; a text that holds it is never sent."""
    return f"[{VARIABLES[name].words.lower()}]" if name in VARIABLES else f"[{name}]"


def problem_words(resolved: Resolved, name: str) -> str:
    """Why this text cannot go to somebody; empty when it can. Names the person: for the host's eyes only."""
    if resolved.whole:
        return ""
    lacking = [VARIABLES[key].words.lower() if key in VARIABLES else key for key in resolved.missing]
    listed = lacking[0] if len(lacking) == 1 else f"{', '.join(lacking[:-1])} and {lacking[-1]}"
    return f"Not known for {name or 'this person'}: {listed}. Add a word to stand in for it, or leave them out."
