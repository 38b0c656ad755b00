"""Fill a pretend world: homes, guests, bookings around today, and everything they have written so far.

The same seed, day and clock make the same world, to the letter.
"""

import random
import tomllib
from datetime import date, datetime, timedelta
from typing import Any

from casa.lib.pretend import Booking, Guest, Home, Text, ThreadMessage, World
from casa.sandbox import stays
from casa.sandbox.correspondence import Line, letters
from casa.sandbox.homes import DATA, listed
from casa.sandbox.people import Crowd

HOST_PHONE = "+18285550100"
"""The host's own number in the demo. No guest has it."""


def build(world: World, today: date, seed: int = 7, now: datetime | None = None) -> None:
    """Fill an empty world. ``today`` is the day at the homes; nothing is written later than ``now`` (the world's)."""
    rng = random.Random(seed)
    fixed = tomllib.loads((DATA / "today.toml").read_text("utf-8"))["one"]
    phones = frozenset({HOST_PHONE, *(row["guest"]["phone"] for row in fixed)})
    diary = stays.Diary(rng, today, now or world.clock(), Crowd(rng, phones))
    homes = {entry.home.id: entry.home for entry in listed()}
    lines = {_fixed(diary, homes[row["home"]], row): _fixed_lines(row, diary.now) for row in fixed}
    stays.fill(diary)
    world.add(homes.values())
    world.add(diary.guests.values())
    world.add(_by_time(diary.bookings))
    _write_down(world, _correspondence(diary, homes, lines))


def _by_time(bookings: list[Booking]) -> list[Booking]:
    return sorted(bookings, key=lambda one: (one.booked_at, one.id))


def _fixed(diary: stays.Diary, home: Home, row: dict[str, Any]) -> str:
    """One of the stays that every demo day has; the booking's id."""
    number = len(diary.bookings) + 1
    arrival = diary.today + timedelta(days=row["arrives"])
    guest = Guest(id=f"p{number:02}", **row["guest"])
    payout, total = stays.money(home, arrival, row["nights"], row["platform"])
    # Booked at least some minutes before the first line of the correspondence.
    lead = max(timedelta(minutes=row["lines"][0][1] + 55), timedelta(days=21 - row["arrives"]))
    lead = timedelta(minutes=row["lines"][0][1] + 1) if row.get("status") == "inquiry" else lead
    booking = Booking(
        id=f"b{number:04}",
        home_id=home.id,
        guest_id=guest.id,
        platform=row["platform"],
        code=stays.code(diary.rng, row["platform"]),
        arrival=arrival,
        departure=arrival + timedelta(days=row["nights"]),
        booked_at=diary.now - lead,
        adults=row["adults"],
        children=row.get("children", 0),
        infants=row.get("infants", 0),
        pets=row.get("pets", 0),
        status=row.get("status", "accepted"),
        payout=payout,
        total=total,
        thread_id=f"t{number:04}",
        updated_at=diary.now - lead,
    )
    return diary.keep(booking, guest).id


def _fixed_lines(row: dict[str, Any], now: datetime) -> list[Line]:
    return [Line(sender, now - timedelta(minutes=ago), body, row["by"]) for sender, ago, body in row["lines"]]


Correspondence = list[tuple[Booking, Guest, list[Line]]]


def _correspondence(diary: stays.Diary, homes: dict[str, Home], fixed: dict[str, list[Line]]) -> Correspondence:
    """The lines of every booking; those that are fixed around today have theirs already."""
    told: Correspondence = []
    for booking in diary.bookings:
        guest, home = diary.guests[booking.guest_id], homes[booking.home_id]
        rng = random.Random(f"{diary.today}:{booking.id}:{booking.code}")
        lines = fixed.get(booking.id)
        told.append((booking, guest, letters(rng, booking, home, guest, diary.now) if lines is None else lines))
    return told


def _write_down(world: World, told: Correspondence) -> None:
    """Put the lines where they belong, quietly: nobody is told of the past."""
    texts: list[Text] = []
    for booking, guest, lines in told:
        for number, line in enumerate(lines):
            key = f"{booking.id}-{number:02}"
            if line.by == "thread":
                world.thread[booking.id].append(ThreadMessage(f"m-{key}", booking.id, line.sender, line.body, line.at))
            else:
                ends = (guest.phone, HOST_PHONE) if line.sender == "guest" else (HOST_PHONE, guest.phone)
                texts.append(Text(f"x-{key}", *ends, line.body, line.at))
    world.texts.extend(sorted(texts, key=lambda text: (text.at, text.id)))
