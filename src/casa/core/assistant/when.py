"""Times and days: how they are said in three languages, and how they are read out of a sentence."""

import re
from collections.abc import Iterator
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from casa.core.assistant.text import fold, words

_DAYS = {
    "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
    "es": ("lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"),
    "fr": ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"),
}
_MONTHS = {
    "en": ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
    "es": words("enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre"),
    "fr": words("janvier février mars avril mai juin juillet août septembre octobre novembre décembre"),
}
_FULL_MONTHS = words("january february march april may june july august september october november december")
MONTH_NUMBERS = {
    fold(name): number for names in (_FULL_MONTHS, *_MONTHS.values()) for number, name in enumerate(names, start=1)
} | {"sept": 9, "setiembre": 9}

_MONTH_WORD = "|".join(sorted(MONTH_NUMBERS, key=len, reverse=True))
_NAMED_TIMES = {
    "noon": 720, "midday": 720, "mediodia": 720, "midi": 720, "midnight": 0, "medianoche": 0, "minuit": 0,
}  # fmt: skip
_TIME = re.compile(
    r"(?<![\d.,:/$€£-])(?P<hour>\d{1,2})(?:\s?[:.h]\s?(?P<minute>[0-5]\d))?\s*(?P<half>a\.?\s?m\b\.?|p\.?\s?m\b\.?)"
    r"|(?<![\d.,:/$€£-])(?P<hour24>\d{1,2})(?::|\s?h\s?)(?P<minute24>[0-5]\d)(?!\d)(?::[0-5]\d)?"
    r"|(?<![\d.,:/$€£-])(?P<french>\d{1,2})\s?h(?:eures?|rs?|oras)?\b"
    r"|\b(?P<named>" + "|".join(_NAMED_TIMES) + r")\b"
)
_SPANISH_HALF = re.compile(r"\s*de la (manana|tarde|noche)")
_DATES = (
    re.compile(rf"\b(?P<d>\d{{1,2}})(?:st|nd|rd|th|er)?\s+(?:de\s+|of\s+)?(?P<m>{_MONTH_WORD})\b\.?"),
    re.compile(rf"\b(?P<m>{_MONTH_WORD})\b\.?\s+(?P<d>\d{{1,2}})(?:st|nd|rd|th)?\b(?!\s?[:h]\d)"),
    re.compile(r"\b\d{4}-(?P<m>\d{2})-(?P<d>\d{2})\b"),
)
_BARE_HOUR = re.compile(
    r"\b(?:at|around|about|by|until|till|before|after|like|a las|a la|sobre las|hasta las|vers|a|jusqu'a)\s+"
    r"(?P<hour>1[0-2]|[1-9])\b(?!\s*(?:[:.h]\d|\d|%|people|guests|persons?|nights?|min|adult|km|miles))"
)


def say_time(moment: time | datetime, language: str = "en") -> str:
    """'3:00 PM' in English, '15:00' in Spanish and French."""
    if language != "en":
        return f"{moment.hour:02d}:{moment.minute:02d}"
    return f"{moment.hour % 12 or 12}:{moment.minute:02d} {'AM' if moment.hour < 12 else 'PM'}"


def say_day(day: date, language: str = "en") -> str:
    """'Fri 16 Oct', 'viernes 16 de octubre', 'vendredi 16 octobre'."""
    name, month = _DAYS[language][day.weekday()], _MONTHS[language][day.month - 1]
    return f"{name} {day.day} de {month}" if language == "es" else f"{name} {day.day} {month}"


def say_span(first: date, last: date) -> str:
    """'12–16 Oct' or '30 Oct – 2 Nov', for a label."""
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{last.day} {_MONTHS['en'][last.month - 1]}"
    return f"{first.day} {_MONTHS['en'][first.month - 1]} – {last.day} {_MONTHS['en'][last.month - 1]}"


def local(moment: datetime, tz: str) -> datetime:
    """`moment` (aware) on the clock of the property."""
    return moment.astimezone(ZoneInfo(tz))


def times_in(text: str) -> Iterator[tuple[int, int, int]]:
    """(start, end, minutes after midnight) for every time of day that is written as one."""
    plain = fold(text)
    for found in _TIME.finditer(plain):
        minutes, end = _minutes(found), found.end()
        later = _SPANISH_HALF.match(plain, end)
        if later and minutes is not None:
            end = later.end()
            if later[1] != "manana" and minutes < 720:
                minutes += 720
        if minutes is not None:
            yield found.start(), end, minutes


def _minutes(found: re.Match[str]) -> int | None:
    if found["named"]:
        return _NAMED_TIMES[found["named"]]
    hour = int(found["hour"] or found["hour24"] or found["french"])
    minute = int(found["minute"] or found["minute24"] or 0)
    if found["half"]:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if found["half"].startswith("p") else 0)
    return hour * 60 + minute if hour <= 23 else (0 if (hour, minute) == (24, 0) else None)


def dates_in(text: str) -> Iterator[tuple[int, int, tuple[int, int]]]:
    """(start, end, (month, day)) for every date that names its month or is written 2026-10-16."""
    plain = fold(text)
    for pattern in _DATES:
        for found in pattern.finditer(plain):
            month = found["m"]
            number = int(month) if month.isdigit() else MONTH_NUMBERS[month]
            yield found.start(), found.end(), (number, int(found["d"]))


def asked_time(text: str, afternoon_below: int = 7) -> time | None:
    """The time of day a guest asks for. A bare hour ("around 1") below `afternoon_below` is meant as afternoon."""
    for _, _, minutes in times_in(text):
        return time(minutes // 60, minutes % 60)
    bare = _BARE_HOUR.search(fold(text))
    if not bare:
        return None
    hour = int(bare["hour"])
    return time(hour + 12 if hour < afternoon_below else hour % 24)
