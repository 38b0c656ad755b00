"""What guests of the pretend world said after their stays."""

import random
import tomllib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from casa.lib.pretend import World
from casa.sandbox import letters
from casa.sandbox.homes import DATA
from casa.sandbox.stays import zone

STARS = {5: 78, 4: 17, 3: 5}
OFTEN = 0.35


@dataclass(frozen=True, slots=True)
class Review:
    """A guest's word after a stay; ``rating`` out of five."""

    id: str
    booking_id: str
    rating: int
    text: str
    private: str
    at: datetime


def reviews(world: World, until: datetime, seed: int = 7) -> list[Review]:
    """About a third of the guests who left by ``until`` wrote something, some days after their stay."""
    words: dict[str, Any] = tomllib.loads((DATA / "reviews.toml").read_text("utf-8"))
    found = []
    for booking in world.bookings.values():
        rng = random.Random(f"{seed}:{booking.id}:{booking.code}")
        at = datetime.combine(booking.departure, datetime.min.time(), zone()) + timedelta(hours=rng.randint(30, 220))
        if booking.status != "accepted" or at > until or rng.random() > OFTEN:
            continue
        rating = rng.choices(list(STARS), list(STARS.values()))[0]
        home = world.homes[booking.home_id]
        text = letters.chosen(rng.choice(words[str(rating)]), rng)
        text = text.format(home=home.name, city=home.city, host=letters.HOST)
        private = letters.chosen(rng.choice(words["private"]), rng)
        found.append(Review(f"r-{booking.id}", booking.id, rating, text, private, at))
    return found
