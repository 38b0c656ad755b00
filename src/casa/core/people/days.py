"""A birthday as people and spreadsheets write it, read as a month and a day. Pure; what may be two days is refused."""

import re
from datetime import date

from casa.core.accounts.rules import NotPossible
from casa.lib.text import fold

LEAP_YEAR = 2024  # any: in it every day there is can be written down
_MONTHS = (
    "jan january enero janvier januar", "feb february febrero fevrier februar", "mar march marzo mars marz",
    "apr april abril avril", "may mayo mai", "jun june junio juin juni", "jul july julio juillet juli",
    "aug august agosto aout", "sep sept september septiembre septembre", "oct october octubre octobre oktober",
    "nov november noviembre novembre", "dec december diciembre decembre dezember",
)  # fmt: skip
_MONTH = {word: place for place, words in enumerate(_MONTHS, 1) for word in words.split()}
_YEAR_FIRST = re.compile(r"(?:\d{4}|-)[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})(?:[t ]\d\d:\d\d.*)?")
_DOTS = re.compile(r"(?P<day>\d{1,2})\. ?(?P<month>\d{1,2})\.? ?(?:\d{4}|\d{2})?")
_TWO = re.compile(r"(?P<one>\d{1,2})(?P<mark>[/-])(?P<other>\d{1,2})(?:(?P=mark)(?:\d{4}|\d{2}))?(?: \d\d?:\d\d.*)?")
_WORDS = (
    re.compile(r"(?P<day>\d{1,2})(?:st|nd|rd|th|er)?\.?[ -](?:of |de )?(?P<month>[a-z]+)\.?,?(?:[ -](?:de )?\d{2,4})?"),
    re.compile(r"(?P<month>[a-z]+)\.? (?P<day>\d{1,2})(?:st|nd|rd|th)?,?(?: \d{4})?"),
)  # fmt: skip


def read_birthday(text: str) -> tuple[int, int]:
    """Month and day. Raises NotPossible, in words, for what cannot be read and for what may be two days."""
    written = " ".join(fold(text).split())
    found = _year_first(written) or _by_words(written) or _by_two_numbers(written)
    if found is None:
        raise NotPossible("The birthday cannot be read. Write it like 1984-03-14 or 14 March.")
    try:
        date(LEAP_YEAR, *found)
    except ValueError:
        raise NotPossible("The birthday is a day that no year has. Write it like 1984-03-14.") from None
    return found


def _year_first(written: str) -> tuple[int, int] | None:
    """1984-03-14, --03-14; and 14.3.1984, where dots put the day first wherever they are used."""
    found = _YEAR_FIRST.fullmatch(written) or _DOTS.fullmatch(written)
    return (int(found["month"]), int(found["day"])) if found else None


def _by_words(written: str) -> tuple[int, int] | None:
    found = next((match for form in _WORDS if (match := form.fullmatch(written))), None)
    month = _MONTH.get(found["month"]) if found else None
    return (month, int(found["day"])) if found and month else None


def _by_two_numbers(written: str) -> tuple[int, int] | None:
    """3/14/1984 and 14/3/1984 say themselves which number is the month; 3/4/1984 does not."""
    found = _TWO.fullmatch(written)
    if found is None:
        return None
    one, other = int(found["one"]), int(found["other"])
    if one <= 12 and other <= 12 and one != other:
        raise NotPossible("The birthday may be two days: which number is the month? Write it like 1984-03-14.")
    return (other, one) if one > 12 else (one, other)
