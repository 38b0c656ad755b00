"""What people outside read, in their language: texts from a table, days, moments, numbers and sizes.

The language is the active one of this thread (``translation.override``); where nobody has chosen one, it is English.
A table is a TOML file beside the code that speaks: under each name the text in every language, so that a gap is seen.
There is no way back to English: a text that a language lacks is a KeyError, and a test looks for it.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.utils import timezone, translation
from django.utils.formats import date_format, number_format

LANGUAGES = {"en": "English", "es": "Español", "fr": "Français"}
"""Each by the name that its own speakers give it."""
DAY_MONTH = {"en": "j M", "es": r"j \d\e F", "fr": "j F"}
YEAR = {"en": " Y", "es": r" \d\e Y", "fr": " Y"}
CLOCK = {"en": "g:i A", "es": "G:i", "fr": "G\u00a0\\h\u00a0i"}
MOMENT = {"en": "{}, {}", "es": "{}, {}", "fr": "{} à {}"}
BETWEEN = {"en": "{} – {}", "es": "del {} al {}", "fr": "du {} au {}"}
UNITS = {"en": ("KB", "MB", "GB"), "es": ("KB", "MB", "GB"), "fr": ("Ko", "Mo", "Go")}
STEP = 1000  # of one unit in the next
_FRENCH = ((re.compile(r" (?=[;?!»])|(?<=«) "), "\u202f"), (re.compile(r" (?=:)"), "\u00a0"))


def spoken_now() -> str:
    """The two letters of the active language; English where Casa does not speak it."""
    return known(translation.get_language() or "") or "en"


def known(language: str) -> str:
    """The two letters of a language that Casa speaks to guests, else "": "es-MX" is "es"."""
    short = language[:2].lower()
    return short if short in LANGUAGES else ""


@dataclass(frozen=True, slots=True)
class Words:
    """Texts by name and language. Call it with a name and what stands in the text's places."""

    texts: Mapping[str, Mapping[str, str]]

    @classmethod
    def beside(cls, file: str, also: "Words | None" = None) -> "Words":
        """The table with the name of a module, in its folder; with ``also``, the texts of another one as well."""
        found = dict(_texts(tomllib.loads(Path(file).with_suffix(".toml").read_text())))
        return cls({**(also.texts if also else {}), **found})

    def __call__(self, name: str, /, **places: object) -> str:
        return self.texts[name][spoken_now()].format(**places)


def _texts(table: Mapping[str, Any], within: str = "") -> Iterator[tuple[str, dict[str, str]]]:
    """``[code.send]`` with its languages becomes ``code.send``."""
    for name, found in table.items():
        if any(isinstance(text, str) for text in found.values()):
            yield within + name, {language: _set(text, language) for language, text in found.items()}
        else:
            yield from _texts(found, f"{within}{name}.")


def _set(text: str, language: str) -> str:
    """As it is set in print: in French no line ends before a double sign or within guillemets."""
    for gap, space in _FRENCH if language == "fr" else ():
        text = gap.sub(space, text)
    return text


# ------------------------------------------------------------------------------------------------ days and numbers


def day(value: date) -> str:
    """5 Jan 2026, 5 de enero de 2026, 1er janvier 2026; a moment counts by the active time zone."""
    here = spoken_now()
    return _written(value, DAY_MONTH[here] + YEAR[here])


def moment(value: datetime) -> str:
    """5 Jan 2026, 4:42 PM; 5 de enero de 2026, 16:42; 5 janvier 2026 à 16 h 42."""
    here = spoken_now()
    return MOMENT[here].format(day(value), date_format(_here(value), CLOCK[here]))


def between(first: date, last: date) -> str:
    """12–16 Oct 2026, or 30 Sep – 2 Oct 2026; what both have in common is said once."""
    here, pattern = spoken_now(), DAY_MONTH[spoken_now()]
    if first.year != last.year:
        pattern += YEAR[here]
    elif first.month == last.month:
        pattern = "j"
    joined = "{}–{}" if here == "en" and pattern == "j" else BETWEEN[here]
    return joined.format(_written(first, pattern), day(last))


def _written(value: date, pattern: str) -> str:
    text = date_format(_here(value), pattern)
    return f"1er{text[1:]}" if spoken_now() == "fr" and text.split(" ")[0] == "1" else text


def _here(value: date) -> date:
    return timezone.localtime(value) if isinstance(value, datetime) and timezone.is_aware(value) else value


def number(value: int) -> str:
    """1,284 or 1 284."""
    return number_format(value, use_l10n=True, force_grouping=True)


def size(count: int) -> str:
    """A number of bytes in the unit that suits it: 1.2 MB, 1,2 Mo; never less than 1 KB."""
    units = UNITS[spoken_now()]
    step = next((at for at in range(len(units) - 1) if count < STEP ** (at + 2)), len(units) - 1)
    told = max(count / STEP ** (step + 1), 1)
    return f"{number_format(told, 1 if step and told < 10 else 0, use_l10n=True)}\u00a0{units[step]}"
