"""Compile the phrase tables: word groups are filled in, patterns become regular expressions once."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from . import english_grievances, false_friends, languages
from .prefilter import Search
from .word_groups import WORDS


@dataclass(frozen=True, slots=True)
class Phrase:
    """One compiled row: what the speaker does, the pattern, and the scope the row itself states (None: see
    the text)."""

    why: str
    pattern: Search
    scope: str | None = None


def fill(pattern: str) -> Search:
    """Replace `<NAME>` by its word group, twice, since groups may use groups."""
    for _ in range(2):
        pattern = re.sub(r"<([A-Z_]+)>", lambda name: WORDS[name.group(1)], pattern)
    return Search(pattern)


def _all(patterns: Iterable[str]) -> tuple[Search, ...]:
    return tuple(fill(pattern) for pattern in patterns)


FOREIGN = tuple(
    Phrase("The person asks in their language not to be contacted.", fill(pattern), scope)
    for scope, patterns in languages.REVOCATIONS.items()
    for pattern in patterns
)
WRONG_NUMBERS = _all((*english_grievances.WRONG_NUMBERS, *languages.WRONG_NUMBERS))
MESSAGING_COMPLAINTS = _all(english_grievances.MESSAGING_COMPLAINTS)
LEGAL_THREATS = _all(english_grievances.LEGAL_THREATS)
STAY_MATTERS = re.compile(english_grievances.STAY_MATTERS)
DECLINES = _all(english_grievances.DECLINES)
FOREIGN_DECLINES = _all(languages.DECLINES)
NOT_INTERESTED = re.compile(english_grievances.NOT_INTERESTED)
NOT_THIS_PERSON = re.compile(english_grievances.NOT_THIS_PERSON)
UNCLEAR = _all(english_grievances.UNCLEAR)
ABUSE = _all(english_grievances.ABUSE)
FALSE_FRIENDS = _all((*false_friends.FALSE_FRIENDS, *languages.FALSE_FRIENDS))
PREFERENCES = tuple(
    Phrase(effect, fill(pattern)) for effect, patterns in false_friends.PREFERENCES.items() for pattern in patterns
)
FOREIGN_HOURS = fill(false_friends.FOREIGN_HOURS)
CHANNEL_WISHES = tuple(
    Phrase(effect, fill(pattern), false_friends.STOPPED_CHANNEL[effect])
    for effect, patterns in false_friends.CHANNEL_WISHES.items()
    for pattern in patterns
)
