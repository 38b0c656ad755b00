"""Search over encrypted text: keyed stand-ins for words.

Message words are salted by quarter, so what links equal words ends every 90 days and each posting list stays short.
Names and phone numbers are few and get prefix tokens without a salt by time.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from datetime import date

from casa.core.vault.crypto import token

WORD = re.compile(r"\w{2,}", re.UNICODE)
LONGEST = 32
MOST_WORDS = 400
# Words that every message has; leaving them out also leaves out the easiest guesses (frequency analysis).
STOP_WORDS = frozenset(
    [
        "the",
        "and",
        "for",
        "you",
        "are",
        "was",
        "were",
        "is",
        "it",
        "to",
        "of",
        "in",
        "on",
        "at",
        "we",
        "our",
        "my",
        "me",
        "be",
        "do",
        "so",
        "as",
        "if",
        "or",
        "an",
        "by",
        "he",
        "she",
        "they",
        "this",
        "that",
        "with",
        "have",
        "has",
        "had",
        "not",
        "but",
        "can",
        "will",
        "would",
        "your",
        "from",
        "there",
        "just",
        "get",
        "got",
        "la",
        "le",
        "el",
        "los",
        "las",
        "les",
        "de",
        "des",
        "du",
        "un",
        "une",
        "et",
        "en",
        "que",
        "por",
        "con",
        "para",
        "est",
        "au",
        "aux",
    ]
)


def fold(text: str) -> str:
    """Lower case without accents: what two spellings of a word share."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in plain if not unicodedata.combining(char))


def words(text: str) -> list[str]:
    """The distinct searchable words of a text, at most 400, in order."""
    found = (word[:LONGEST] for word in WORD.findall(fold(text[:20_000])))
    kept = dict.fromkeys(word for word in found if word not in STOP_WORDS)
    return list(kept)[:MOST_WORDS]


def quarter(day: date) -> str:
    return f"{day.year}q{(day.month - 1) // 3 + 1}"


def quarters_back(newest: date, oldest: date) -> Iterator[str]:
    """Quarters from the newest to the oldest, both included."""
    year, number = newest.year, (newest.month - 1) // 3 + 1
    while (year, number) >= (oldest.year, (oldest.month - 1) // 3 + 1):
        yield f"{year}q{number}"
        year, number = (year, number - 1) if number > 1 else (year - 1, 4)


def word_tokens(index_key: bytes, salt: str, found: Iterable[str]) -> list[int]:
    return [token(index_key, salt, word) for word in found]


def name_tokens(index_key: bytes, text: str) -> list[int]:
    """Tokens for every beginning (two letters and more) of every word of a name."""
    parts = {word[:end] for word in words(text) for end in range(2, min(len(word), 12) + 1)}
    return sorted(token(index_key, "name", part) for part in parts)


def phone_tokens(index_key: bytes, digits: str) -> list[int]:
    """Tokens for every run of four digits and more that a number ends with or holds from a group's start."""
    runs = {digits[start:end] for start in range(len(digits)) for end in range(start + 4, len(digits) + 1)}
    return sorted(token(index_key, "phone", run) for run in runs)
