"""Guests of the pretend world, put together from ``data/people.toml`` with phones that belong to nobody."""

import random
import tomllib
import unicodedata
from functools import lru_cache
from typing import Any

from casa.lib.pretend import Guest
from casa.sandbox.homes import DATA

# Platforms that show the guest's e-mail to the host. The others keep it.
SHOWS_EMAIL = frozenset({"homeaway", "direct"})


@lru_cache(maxsize=1)
def _words() -> dict[str, Any]:
    return tomllib.loads((DATA / "people.toml").read_text("utf-8"))


class Crowd:
    """Makes guests one after another; no two share a phone or a full name. The same seed makes the same people."""

    def __init__(self, rng: random.Random, taken: frozenset[str] = frozenset()) -> None:
        self._rng = rng
        self._phones = set(taken)
        self._names: set[tuple[str, str]] = set()
        self._made = 0

    def newcomer(self, platform: str, *, hidden: bool = False) -> Guest:
        """Somebody new. ``hidden``: the platform keeps the phone (a mere question, a request)."""
        origins = _words()["origin"]
        origin = self._rng.choices(origins, [row["share"] for row in origins])[0]
        first, last = self._name(origin)
        phone = self._phone(origin)
        manners = _words()["manners"]
        self._made += 1
        return Guest(
            id=f"g{self._made:04}",
            first_name=first,
            last_name=last,
            phone="" if hidden else phone,
            email=self._email(first, last) if platform in SHOWS_EMAIL else "",
            language=origin["language"],
            location=_place(origin, phone),
            manner=self._rng.choices(list(manners), list(manners.values()))[0],
        )

    def _name(self, origin: dict[str, Any]) -> tuple[str, str]:
        while True:
            name = self._rng.choice(origin["first"]), self._rng.choice(origin["last"])
            if name not in self._names:
                self._names.add(name)
                return name

    def _phone(self, origin: dict[str, Any]) -> str:
        while True:
            phone = str(self._rng.choice(origin["phones"])).format(
                area=self._rng.choice(origin["areas"] or [""]),
                two=f"{self._rng.randrange(100):02}",
                three=f"{self._rng.randrange(1000):03}",
                four=f"01{self._rng.randrange(100):02}",
            )
            if phone not in self._phones:
                self._phones.add(phone)
                return phone

    def _email(self, first: str, last: str) -> str:
        plain = unicodedata.normalize("NFKD", f"{first}.{last}").encode("ascii", "ignore").decode().lower()
        kept = "".join(letter for letter in plain if letter.isalnum() or letter == ".")
        return f"{kept}@{self._rng.choice(_words()['domains'])}"


def _place(origin: dict[str, Any], phone: str) -> str:
    """Where the number comes from, "" where the list does not say."""
    places: dict[str, str] = origin["places"]
    return places.get(phone[2:5] if phone.startswith("+1") else phone[1:3], "")
