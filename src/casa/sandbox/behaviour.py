"""Guests who answer when the host writes: after some seconds, in their own words and manner, and not forever.

A guest reads what the message does (gives a code, asks, declines, says sorry, promises) and answers that. After
``MOST_IN_A_ROW`` answers a guest falls silent until the host has been quiet for ``QUIET``, so two machines cannot
talk each other warm.
"""

import random
import re
import threading
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from casa.lib.ids import new_id
from casa.lib.pretend import Guest, Text, ThreadMessage, World
from casa.sandbox import letters
from casa.sandbox.homes import DATA

MOST_IN_A_ROW = 3
QUIET = timedelta(minutes=10)
# Seconds until a guest answers, least and most.
PACE: Mapping[str, tuple[float, float]] = {
    "friendly": (4, 12),
    "chatty": (3, 8),
    "terse": (2, 6),
    "worried": (3, 7),
    "angry": (4, 9),
    "stops": (4, 8),
}
# How likely a guest of each manner answers at all when nothing was asked.
TALKS: Mapping[str, float] = {
    "friendly": 0.75,
    "chatty": 0.95,
    "terse": 0.5,
    "worried": 0.9,
    "angry": 1.0,
    "stops": 0.6,
}
STOPS_AFTER = 2
# What is sent to many at once is answered now and then, by whoever gets it: so many of a hundred.
OFFER = re.compile(r"\bSTOP to (?:opt out|end)\b|\bSTOP para\b|\bSTOP pour\b", re.I)
WANTS, HAS_ENOUGH = 0.18, 0.04
ASKED_FOR_YES = re.compile(r"\breply YES\b", re.I)
ASKED_FOR_C = re.compile(r"\breply C to confirm\b", re.I)
CONFIRMS = 0.8
# By which words a guest sees what a message does. What comes first counts first.
BEFORE_A_QUESTION: Mapping[str, str] = {
    "sorry": r"sorry|apolog\w*|perd[oó]n|disculp\w*|désolée?|entschuldig\w*|tut mir leid",
    "no": r"cannot|can't|unfortunately|not possible|already taken|no podemos|malheureusement|leider",
    "later": r"let you know|come back to you|get back|will (?:check|look|ask)|je vous dis|le aviso|melde mich",
}
AFTER_A_QUESTION: Mapping[str, str] = {
    "code": r"code|password|contraseña|clave|mot de passe|passwort",
    "yes": r"yes|of course|sure|no problem|fine|happy to|claro|por supuesto|bien sûr|gern|natürlich",
}

Later = Callable[[float, Callable[[], None]], None]


@dataclass(slots=True)
class Talk:
    """One guest's side of an exchange: answers given in a row, messages heard, when the host last wrote."""

    heard: int = 0
    answered: int = 0
    heard_at: datetime | None = None
    stopped: bool = False


class Behaviour:
    """Lets the guests of a world answer. ``later`` runs a thing after some seconds; tests hand in their own."""

    def __init__(self, world: World, *, seed: int = 7, later: Later | None = None, pace: float = 1.0) -> None:
        self._world = world
        self._rng = random.Random(seed)
        self._later = later or _in_background
        self._pace = pace
        self._talks: dict[str, Talk] = {}
        self._played: set[str] = set()
        self._hushed_until = world.clock()
        self._lock = threading.Lock()
        world.on("text", self._on_text)
        world.on("thread_message", self._on_thread)

    def leave(self, guest_id: str) -> None:
        """Somebody plays this guest now: the guest no longer answers by itself."""
        self._played.add(guest_id)

    def hush(self, seconds: float) -> None:
        """Nobody answers what reaches them in the next so many seconds."""
        self._hushed_until = self._world.clock() + timedelta(seconds=seconds)

    def _on_text(self, news: str, text: Text) -> None:
        by_phone = {guest.phone: guest for guest in list(self._world.guests.values()) if guest.phone}
        guest = by_phone.get(text.recipient)
        if guest is None or text.sender in by_phone or text.status in ("failed", "undelivered"):
            return
        self._hear(guest, text.body, lambda body: self._text_back(text, body), texting=True)

    def _on_thread(self, news: str, message: ThreadMessage) -> None:
        booking = self._world.bookings.get(message.booking_id)
        if message.sender != "host" or booking is None:
            return
        guest = self._world.guests[booking.guest_id]
        self._hear(guest, message.body, lambda body: self._write_back(message, body), texting=False)

    def _hear(self, guest: Guest, body: str, say: Callable[[str], None], *, texting: bool) -> None:
        if guest.id in self._played or self._world.clock() < self._hushed_until:
            return
        with self._lock:
            answers = self._answers(guest, body, texting=texting)
            delays = [self._delay(guest.manner) * (1 + place) for place in range(len(answers))]
        for delay, answer in zip(delays, answers, strict=True):
            self._later(delay, _saying(say, answer))

    def _answers(self, guest: Guest, body: str, *, texting: bool) -> list[str]:
        """What the guest will say to this; often one thing, sometimes two, sometimes nothing."""
        talk = self._talks.setdefault(guest.id, Talk())
        now = self._world.clock()
        if talk.heard_at is not None and now - talk.heard_at > QUIET:
            talk.answered = 0
        talk.heard_at, talk.heard = now, talk.heard + 1
        if guest.manner == "stops" and texting and talk.heard >= STOPS_AFTER:
            said = [] if talk.stopped else ["STOP"]
            talk.stopped = True
            return said
        asked = to_many(guest, body, self._rng) if texting else None
        if asked is not None:
            said, talk.stopped = ([] if talk.stopped else asked), talk.stopped or "STOP" in asked
            return said
        wished = answers(guest, body, self._rng)[: MOST_IN_A_ROW - talk.answered]
        talk.answered += len(wished)
        return wished

    def _delay(self, manner: str) -> float:
        least, most = PACE.get(manner, PACE["friendly"])
        return self._rng.uniform(least, most) * self._pace

    def _text_back(self, heard: Text, body: str) -> None:
        self._world.text(Text(str(new_id()), heard.recipient, heard.sender, body, self._world.clock()))

    def _write_back(self, heard: ThreadMessage, body: str) -> None:
        message = ThreadMessage(str(new_id()), heard.booking_id, "guest", body, self._world.clock())
        self._world.write(message)


def to_many(guest: Guest, body: str, rng: random.Random) -> list[str] | None:
    """What a guest answers to a text that many get: a sign-up's question, a reminder, an offer. None for any other.

    Whoever filled in a form wants what they signed up for; an offer is answered by few, and ends it for fewer.
    """
    if ASKED_FOR_YES.search(body):
        return ["YES"]
    if ASKED_FOR_C.search(body):
        return ["C"] if rng.random() < CONFIRMS else []
    if not OFFER.search(body):
        return None
    feels = rng.random()
    if feels < HAS_ENOUGH:
        return ["STOP"]
    return [_spoken(guest, "offer", rng)] if feels < HAS_ENOUGH + WANTS else []


def answers(guest: Guest, body: str, rng: random.Random) -> list[str]:
    """What a guest of this manner says to a message of the host: nothing, one thing, or two."""
    does = what_it_does(body)
    talks = TALKS.get(guest.manner, 0.0)
    if rng.random() >= (max(talks, 0.9) if does in ("asks", "code") and talks else talks):
        return []
    kinds = _kinds(guest.manner, does, rng)
    return [_spoken(guest, kind, rng) for kind in kinds]


def what_it_does(body: str) -> str:
    """The first thing a host's message does that a guest would answer."""
    if found := _named(body, BEFORE_A_QUESTION):
        return found
    # A question that is followed by no more than a greeting is the last thing said.
    asks = "?" in body and len(body.rpartition("?")[2].split()) <= 4
    return "asks" if asks else _named(body, AFTER_A_QUESTION) or "plain"


def _named(body: str, words: Mapping[str, str]) -> str:
    return next((name for name, some in words.items() if re.search(rf"\b(?:{some})\b", body, re.I)), "")


def _kinds(manner: str, does: str, rng: random.Random) -> list[str]:
    if manner == "angry":
        return ["anger"] if does not in ("code", "yes") or rng.random() < 0.5 else [does]
    if manner == "terse" and does != "asks":
        return ["terse"]
    extra = {"chatty": ("more", 0.45), "worried": ("worry", 0.5)}.get(manner)
    return [does, extra[0]] if extra and does != "no" and rng.random() < extra[1] else [does]


def _spoken(guest: Guest, kind: str, rng: random.Random) -> str:
    language = guest.language if guest.language in letters.LANGUAGES else "en"
    text = letters.chosen(rng.choice(_replies()[language][kind]), rng)
    hour = letters.hour(f"{rng.randint(15, 20)}:00", language)
    text = text.replace("{hour}", hour).replace("{first}", guest.first_name).strip()
    return text.lower().rstrip(".") if guest.manner == "terse" else text


@lru_cache(maxsize=1)
def _replies() -> dict[str, dict[str, list[str]]]:
    rows: dict[str, Any] = tomllib.loads((DATA / "replies.toml").read_text("utf-8"))
    return rows


def _saying(say: Callable[[str], None], answer: str) -> Callable[[], None]:
    return lambda: say(answer)


def _in_background(seconds: float, action: Callable[[], None]) -> None:
    timer = threading.Timer(seconds, action)
    timer.daemon = True
    timer.start()
