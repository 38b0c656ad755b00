"""Birthdays: a month and a day, sealed. Whose day it is, is asked by keyed stand-ins, so no name is opened to find it.

Who was born on 29 February is written to on the 28th in a year that has no 29th.
"""

from collections.abc import Iterable
from datetime import date, timedelta

from casa.core.accounts.rules import NotPossible, log_action
from casa.core.people.days import LEAP_YEAR
from casa.core.people.models import Person
from casa.core.vault.crypto import token
from casa.core.vault.keyring import index_key

MOST_DAYS = 366


def keep_birthday(person: Person, day: tuple[int, int] | None) -> None:
    """Write down month and day, or None for not known. Raises NotPossible for a day that no year has."""
    if day is not None:
        _refuse_wrong(*day)
    person.birthday = f"{day[0]:02}-{day[1]:02}" if day else None
    person.birthday_token = day_token(*day) if day else None
    person.save(update_fields=["birthday", "birthday_token"])
    log_action("people.birthday_kept" if day else "people.birthday_forgotten", person.id)


def _refuse_wrong(month: int, day: int) -> None:
    try:
        date(LEAP_YEAR, month, day)
    except ValueError:
        raise NotPossible("There is no such day. Pick a month, and a day that it has.") from None


def birthday_of(person: Person) -> tuple[int, int] | None:
    """Month and day. The caller writes the read log."""
    if not person.birthday:
        return None
    month, day = person.birthday.split("-")
    return int(month), int(day)


def take_birthday(kept: Person, gone: Person) -> bool:
    """Two records are one person: a birthday that only the other had. Whether one was taken."""
    theirs = birthday_of(gone)
    if kept.birthday or theirs is None:
        return False
    keep_birthday(kept, theirs)
    return True


def falls_on(birthday: tuple[int, int], year: int) -> date:
    """The day somebody's birthday is kept in a year (pure)."""
    if birthday == (2, 29) and not _has_29_february(year):
        return date(year, 2, 28)
    return date(year, *birthday)


def _has_29_february(year: int) -> bool:
    return (date(year, 3, 1) - timedelta(days=1)).day == 29


def day_token(month: int, day: int) -> int:
    """The keyed stand-in of a day of the year."""
    return token(index_key(), "birthday", f"{month:02}-{day:02}")


def tokens_between(first: date, last: date) -> list[int]:
    """The stand-ins of everybody whose birthday is kept from one day to another, both included."""
    return [day_token(*day) for day in kept_between(first, last)]


def kept_between(first: date, last: date) -> Iterable[tuple[int, int]]:
    """Month and day of every birthday that is kept in a span of days, each once (pure)."""
    days = (first + timedelta(days=place) for place in range(min((last - first).days, MOST_DAYS) + 1))
    found: dict[tuple[int, int], None] = {}
    for day in days:
        found[day.month, day.day] = None
        if (day.month, day.day) == (2, 28) and not _has_29_february(day.year):
            found[2, 29] = None
    return found
