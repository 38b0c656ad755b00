"""Values as people of a language say them: 16 October, 4:00 PM, 16 de octubre, 16 h 00."""

from collections.abc import Callable
from datetime import date, datetime, time

from casa.core.templates.catalogue import Value
from casa.lib.text import drop_invisible

LANGUAGES = ("en", "es", "fr")
LONGEST = 160  # characters of one value: a name that is longer is no name
_DAYS = {
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    "es": ("lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"),
    "fr": ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"),
}
_MONTHS = {  # "aout" as since 1990: the accent would double the price of every text in August (R70)
    "en": ("January", "February", "March", "April", "May", "June",
           "July", "August", "September", "October", "November", "December"),
    "es": ("enero", "febrero", "marzo", "abril", "mayo", "junio",
           "julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre"),
    "fr": ("janvier", "février", "mars", "avril", "mai", "juin",
           "juillet", "aout", "septembre", "octobre", "novembre", "décembre"),
}  # fmt: skip


def said(value: Value | None, language: str) -> str:
    """A value in words; empty where nothing is known. A moment is said as a day and a time of its own zone."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return f"{_day(value.date(), language)}, {_clock(value.time(), language)}"
    if isinstance(value, date):
        return _day(value, language)
    if isinstance(value, time):
        return _clock(value, language)
    return _plain(str(value))


def known(language: str) -> str:
    """The language's two letters where Casa can say days and times in it, else English."""
    short = language[:2].lower()
    return short if short in LANGUAGES else "en"


def _plain(text: str) -> str:
    """One line, nothing invisible, not endless: other people wrote it."""
    return " ".join(drop_invisible(text).split())[:LONGEST].strip()


_DATE: dict[str, Callable[[str, int, str], str]] = {
    "en": lambda day, number, month: f"{day}, {month} {number}",
    "es": lambda day, number, month: f"{day} {number} de {month}",
    "fr": lambda day, number, month: f"{day} {'1er' if number == 1 else number} {month}",
}


def _day(value: date, language: str) -> str:
    short = known(language)
    return _DATE[short](_DAYS[short][value.weekday()], value.day, _MONTHS[short][value.month - 1])


def _clock(value: time, language: str) -> str:
    short = known(language)
    if short == "en":
        return f"{value:%-I:%M %p}" if value.minute else f"{value:%-I %p}"
    return f"{value.hour} h {value.minute:02d}" if short == "fr" else f"{value.hour}:{value.minute:02d}"
