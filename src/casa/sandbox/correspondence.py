"""A year of letters: for each booking what was written before, during and after the stay, up to now."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from casa.lib.pretend import Booking, Guest, Home
from casa.sandbox.letters import Pen
from casa.sandbox.stays import zone

# How often a guest texts instead of writing on the platform.
TEXTERS = {"direct": 0.7, "homeaway": 0.25, "booking": 0.2, "airbnb": 0.16}
# How many questions a guest of each manner has, before and during a stay.
CURIOUS = {
    "chatty": (0, 1, 1, 2),
    "friendly": (0, 0, 1, 1),
    "worried": (0, 1, 1, 2),
    "terse": (0, 0, 1),
    "silent": (0,),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a correspondence. ``by``: thread or text."""

    sender: str  # guest | host
    at: datetime
    body: str
    by: str


def letters(rng: random.Random, booking: Booking, home: Home, guest: Guest, now: datetime) -> list[Line]:
    """Everything written about a stay before ``now``; the host has always the last word, nobody waits here."""
    writer = _Writer(rng, booking, home, guest)
    told = [line for line in writer.whole() if line.at < now - timedelta(minutes=5)]
    told.sort(key=lambda line: line.at)
    while told and told[-1].sender == "guest":
        told.pop()
    return told


class _Writer:
    def __init__(self, rng: random.Random, booking: Booking, home: Home, guest: Guest) -> None:
        self.rng, self.booking, self.guest = rng, booking, guest
        self.pen = Pen(rng, booking, home, guest)
        self.home = home
        texts = bool(guest.phone) and rng.random() < TEXTERS[booking.platform]
        self.by = "text" if texts else "thread"

    def whole(self) -> Iterator[Line]:
        yield from self._booked()
        if self.booking.status != "accepted":
            return
        yield from self._questions("before", self._before())
        yield from self._arriving()
        yield from self._questions("stay", self._during())
        yield from self._leaving()

    def _booked(self) -> Iterator[Line]:
        """The greeting goes through the platform; texting begins nearer to the stay."""
        at = self.booking.booked_at + timedelta(minutes=self.rng.randint(3, 50))
        yield Line("host", at, self.pen.from_host("welcome"), "thread")
        if self._feels(0.55):
            at = self._later(at, 2, 400)
            yield Line("guest", at, self.pen.from_guest("booked"), "thread")
            yield Line("host", self._later(at, 1, 90), self.pen.from_host("warm"), "thread")

    def _arriving(self) -> Iterator[Line]:
        ahead = self._on(self.booking.arrival - timedelta(days=self.rng.randint(1, 3)), 9, 17)
        soonest = self._later(self.booking.booked_at, 55, 70)
        yield Line("host", max(ahead, soonest), self.pen.from_host("before"), self.by)
        evening = self._on(self.booking.arrival, 17, 20)
        if self._feels(0.4):
            yield Line("guest", evening, self.pen.from_guest("inside"), self.by)
            yield Line("host", self._later(evening, 1, 30), self.pen.from_host("warm"), self.by)
        elif self.rng.random() < 0.5:
            yield Line("host", self._later(evening, 60, 110), self.pen.from_host("arrived"), self.by)

    def _leaving(self) -> Iterator[Line]:
        morning = self._on(self.booking.departure, 7, 8)
        yield Line("host", morning, self.pen.from_host("leaving"), self.by)
        if self._feels(0.45):
            gone = self._later(morning, 60, 180)
            yield Line("guest", gone, self.pen.from_guest("left"), self.by)
            yield Line("host", self._later(gone, 3, 120), self.pen.from_host("bye"), self.by)
        elif self.rng.random() < 0.5:
            yield Line("host", self._later(morning, 400, 1600), self.pen.from_host("after"), self.by)
        if self._feels(0.12):
            yield from self._asks("after", self._later(morning, 600, 3000))

    def _questions(self, when: str, span: tuple[datetime, datetime]) -> Iterator[Line]:
        start, end = span
        for _ in range(self.rng.choice(CURIOUS.get(self.guest.manner, (0, 1)))):
            if end > start:
                yield from self._asks(when, start + (end - start) * self.rng.random())

    def _asks(self, when: str, at: datetime) -> Iterator[Line]:
        """A question, its answer within minutes or hours, sometimes thanks, and thanks are answered."""
        topic = self.pen.topic(when)
        if topic is None:
            return
        asleep = 7 - at.astimezone(zone()).hour
        at += timedelta(hours=max(0, asleep))
        yield Line("guest", at, self.pen.question(topic), self.by)
        at = self._later(at, 2, 45 if when == "stay" else 200)
        yield Line("host", at, self.pen.answer(topic), self.by)
        if self._feels(0.4):
            at = self._later(at, 1, 60)
            yield Line("guest", at, self.pen.from_guest("thanks"), self.by)
            yield Line("host", self._later(at, 1, 40), self.pen.from_host("warm"), self.by)

    def _before(self) -> tuple[datetime, datetime]:
        return self._later(self.booking.booked_at, 600, 900), self._on(self.booking.arrival, 10, 11)

    def _during(self) -> tuple[datetime, datetime]:
        return self._on(self.booking.arrival, 20, 21), self._on(self.booking.departure, 5, 6)

    def _on(self, day: date, first: int, last: int) -> datetime:
        clock = time(self.rng.randint(first, last), self.rng.randrange(60), self.rng.randrange(60))
        return datetime.combine(day, clock, zone())

    def _later(self, at: datetime, least: int, most: int) -> datetime:
        return at + timedelta(seconds=self.rng.randint(least * 60, most * 60))

    def _feels(self, often: float) -> bool:
        """Whether this guest writes where an average guest does so this often."""
        bent = {"chatty": 1.5, "friendly": 1.1, "terse": 0.7, "silent": 0.15}.get(self.guest.manner, 1.0)
        return self.rng.random() < often * bent
