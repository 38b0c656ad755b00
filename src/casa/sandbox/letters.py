"""What guests and the host write to each other, in several languages and manners, from ``data/letters.*.toml``."""

import random
import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache, partial
from typing import Any

from casa.lib.pretend import Booking, Guest, Home
from casa.sandbox.homes import DATA

LANGUAGES = ("en", "es", "fr", "de")
CHOICE = re.compile(r"\[([^\[\]]*)\]")
SLOT = re.compile(r"\{(\w+)\}")
SENTENCE = re.compile(r"(?<=[.!?])\s+")
HOST = "Ines"
# Which sentences of which fields answer what, as a host would pick them out of the house book.
PICKS: Mapping[str, tuple[tuple[str, ...], str, int]] = {
    "parking": (("getting_around",), r"\bcars?\b|\bpark", 2),
    "airport": (("getting_around",), r"airport|bus\b", 2),
    "trash": (("other_details",), r"^trash|pick-up", 1),
    "heat": (("house_manual",), r"^heat|thermostat|heater", 1),
    "tub": (("house_manual",), r"hot tub|\btub\b", 2),
    "fire": (("house_manual",), r"stove|fireplace|fire pit|wood\b", 2),
    "pets": (("additional_rules",), r"\bdogs?\b|\bpets\b", 2),
    "around": (("neighborhood_description",), r".", 2),
    "access": (("guest_access",), r".", 1),
    "crib": (("other_details", "space_overview"), r"\bcrib|\bcot\b|high chair|small child", 1),
}
NOT_THERE = {
    "crib": "There is none at the house, I am afraid, but a travel cot fits beside the bed.",
    "pets": "I am sorry, we cannot take pets there.",
}


@dataclass(frozen=True, slots=True)
class Topic:
    """Something guests ask about, at one point of a stay: before, stay or after."""

    name: str
    when: str
    weight: int
    guest: tuple[str, ...]
    host: tuple[str, ...]
    needs: str = ""


@dataclass(frozen=True, slots=True)
class Book:
    """All patterns of one language."""

    host: Mapping[str, list[str]]
    guest: Mapping[str, list[str]]
    opening: Mapping[str, list[str]]
    closing: Mapping[str, list[str]]
    topics: tuple[Topic, ...]


@lru_cache(maxsize=len(LANGUAGES))
def book_of(language: str) -> Book:
    """The patterns of a language; English for one we have no letters in."""
    name = language if language in LANGUAGES else "en"
    rows: dict[str, Any] = tomllib.loads((DATA / f"letters.{name}.toml").read_text("utf-8"))
    topics = tuple(_topic(row) for row in rows["topic"])
    return Book(rows["host"], rows["guest"], rows["opening"], rows["closing"], topics)


def _topic(row: dict[str, Any]) -> Topic:
    return Topic(
        name=row["name"],
        when=row["when"],
        weight=row["weight"],
        guest=tuple(row["guest"]),
        host=tuple(row["host"]),
        needs=row.get("needs", ""),
    )


@dataclass(slots=True)
class Pen:
    """Writes the letters about one stay."""

    rng: random.Random
    booking: Booking
    home: Home
    guest: Guest
    asked: set[str] = field(default_factory=set)

    @property
    def book(self) -> Book:
        return book_of(self.guest.language)

    def from_host(self, kind: str) -> str:
        return self._written(self.rng.choice(self.book.host[kind]))

    def from_guest(self, kind: str) -> str:
        return self._in_manner(self._written(self.rng.choice(self.book.guest[kind])))

    def topic(self, when: str) -> Topic | None:
        """Something this guest has not asked yet and that fits the home."""
        told = " ".join(self.home.facts.values()).lower() + " ".join(self.home.amenities)
        fitting = [
            one
            for one in self.book.topics
            if one.when == when and one.name not in self.asked and (not one.needs or re.search(one.needs, told))
        ]
        if not fitting:
            return None
        chosen = self.rng.choices(fitting, [one.weight for one in fitting])[0]
        self.asked.add(chosen.name)
        return chosen

    def question(self, topic: Topic) -> str:
        manner = self.guest.manner if self.guest.manner in self.book.opening else "friendly"
        parts = self.rng.choice(self.book.opening[manner]), self.rng.choice(topic.guest)
        return self._in_manner(self._written("".join(parts) + self.rng.choice(self.book.closing[manner])))

    def answer(self, topic: Topic) -> str:
        return self._written(self.rng.choice(topic.host))

    def _written(self, pattern: str) -> str:
        text = pattern
        while "{reason}" in text:
            text = text.replace("{reason}", self.rng.choice(self.book.guest["reason"]), 1)
        text = chosen(text, self.rng)
        slots = self._slots()
        text = SLOT.sub(lambda match: slots[match[1]](), text)
        return re.sub(r" +([.,]|$)", r"\1", re.sub(r" {2,}", " ", text)).strip()

    def _slots(self) -> dict[str, Callable[[], str]]:
        language = self.guest.language
        plain: dict[str, Callable[[], str]] = {
            "first": lambda: self.guest.first_name,
            "host": lambda: HOST,
            "home": lambda: self.home.name,
            "city": lambda: self.home.city,
            "wifi_name": lambda: self.home.facts["wifi_name"],
            "wifi_password": lambda: self.home.facts["wifi_password"],
            "check_in": lambda: hour(self.home.check_in, language),
            "check_out": lambda: hour(self.home.check_out, language),
            "hour": lambda: hour(f"{self.rng.randint(15, 20)}:00", language),
            "arrival": lambda: day(self.booking.arrival, language),
            "departure": lambda: day(self.booking.departure, language),
        }
        return plain | {name: partial(picked, self.home, name) for name in PICKS}

    def _in_manner(self, text: str) -> str:
        if self.guest.manner != "terse":
            return text
        short = text.lower() if self.rng.random() < 0.6 else text
        return short.rstrip(".!")


def chosen(pattern: str, rng: random.Random) -> str:
    """The pattern with one way taken at each ``[a|b]``, innermost first."""
    while CHOICE.search(pattern):
        pattern = CHOICE.sub(lambda match: rng.choice(match[1].split("|")), pattern)
    return pattern


def picked(home: Home, name: str) -> str:
    """The sentences of the house book that answer ``name``."""
    fields, pattern, most = PICKS[name]
    sentences = [one for key in fields for one in SENTENCE.split(home.facts[key])]
    found = [one for one in sentences if re.search(pattern, one, re.I)][:most]
    return " ".join(found) or NOT_THERE.get(name, "I will look and write back.")


def hour(clock: str, language: str) -> str:
    """A time of day as the language writes it: 4 PM, 16:00, 16 h, 16 Uhr."""
    hours, minutes = (int(part) for part in clock.split(":"))
    if language == "en" or language not in LANGUAGES:
        shown = f"{(hours - 1) % 12 + 1}" + (f":{minutes:02}" if minutes else "")
        return f"{shown} {'PM' if hours >= 12 else 'AM'}"
    return {"es": f"{hours}:{minutes:02}", "fr": f"{hours} h", "de": f"{hours} Uhr"}[language]


def day(when: date, language: str) -> str:
    """A date as the language writes it in a letter."""
    if language == "en" or language not in LANGUAGES:
        return f"{when:%A, %B} {when.day}"
    return {"es": "el {}/{}", "fr": "le {}/{}", "de": "{}.{}."}[language].format(when.day, when.month)
