"""Find, for a regular expression, words of which a text must hold at least one: a cheap test before the
search.

The tables hold a few hundred long patterns and an ordinary message matches none of them. Reading the needed
words off the parsed pattern keeps the tables free of a second, hand-kept list that could fall out of step
with them.
"""

import re
from collections.abc import Sequence
from re import _constants, _parser  # type: ignore[attr-defined]
from typing import Any

_SHORTEST = 2
_MOST = 400
Needed = frozenset[str]


def needed_words(pattern: str) -> Needed:
    """Literals of which every match of `pattern` contains at least one; empty when none can be named."""
    return _best(_needs(list(_parser.parse(pattern))))


def _best(candidates: Sequence[Needed]) -> Needed:
    """Prefer the rarest: the longest shortest literal, then the fewest alternatives."""
    usable = [needed for needed in candidates if needed and len(needed) <= _MOST]
    return max(usable, key=lambda needed: (min(map(len, needed)) >= 4, -len(needed)), default=frozenset())


def _needs(nodes: Sequence[Any]) -> list[Needed]:
    """All the sets that a sequence of nodes makes necessary."""
    found: list[Needed] = []
    run = ""
    for operation, argument in [*nodes, (None, None)]:
        if operation is _constants.LITERAL:
            run += chr(argument)
            continue
        # The words of a table stand between blanks, so a run is cut at them: each part is needed by itself.
        found += [frozenset({part}) for part in run.split() if _is_telling(part)]
        run = ""
        found += _inner(operation, argument)
    return found


def _is_telling(part: str) -> bool:
    """One Chinese character is a word, and no text in our letters holds it."""
    return not part.isascii() or (len(part) >= _SHORTEST and part.isalnum())


def _inner(operation: Any, argument: Any) -> list[Needed]:
    if operation is _constants.SUBPATTERN:
        return _needs(list(argument[3]))
    if operation in (_constants.MAX_REPEAT, _constants.MIN_REPEAT) and argument[0] > 0:
        return _needs(list(argument[2]))
    if operation is _constants.ASSERT and argument[0] > 0:
        return _needs(list(argument[1]))
    if operation is _constants.BRANCH:
        return _branch(argument[1])
    return []


def _branch(branches: Sequence[Any]) -> list[Needed]:
    """An alternation needs the union of what its branches need, if each needs something."""
    each = [_best(_needs(list(branch))) for branch in branches]
    return [frozenset().union(*each)] if all(each) else []


class Search:
    """A pattern that is searched only in texts that hold one of its needed words, and compiled when it first is."""

    __slots__ = ("_needed", "_pattern", "written")

    def __init__(self, pattern: str) -> None:
        self.written = pattern
        self._needed: tuple[str, ...] | None = None
        self._pattern: re.Pattern[str] | None = None

    @property
    def needed(self) -> tuple[str, ...]:
        """The words of which one must occur; empty when the pattern names none."""
        if self._needed is None:
            needed = needed_words(self.written)
            # A literal inside another one is enough: "text" finds "texting" too.
            short = [word for word in needed if not any(other != word and other in word for other in needed)]
            self._needed = tuple(sorted(short, key=len))
        return self._needed

    @property
    def pattern(self) -> re.Pattern[str]:
        """The regular expression."""
        if self._pattern is None:
            self._pattern = re.compile(self.written)
        return self._pattern

    def may_match(self, text: str) -> bool:
        """False only when the pattern cannot match."""
        needed = self.needed
        for word in needed:  # a plain loop: twice as fast as any() here, and this is the hot path
            if word in text:
                return True
        return not needed

    def search(self, text: str) -> re.Match[str] | None:
        """Search like `re.Pattern.search`."""
        return self.pattern.search(text) if self.may_match(text) else None

    def sub(self, said: str, text: str) -> str:
        """Replace every match, like `re.Pattern.sub`."""
        return self.pattern.sub(said, text) if self.may_match(text) else text
