"""The homes of the pretend world. Their words are in ``data/homes.toml``."""

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from casa.lib.pretend import Home

DATA = Path(__file__).parent / "data"
EVERYWHERE: dict[str, Any] = {"state": "NC", "country": "US", "timezone": "America/New_York", "currency": "USD"}


@dataclass(frozen=True, slots=True)
class Listed:
    """A home, and for how many days before today it has been rented out."""

    home: Home
    opened: int


@lru_cache(maxsize=1)
def listed() -> tuple[Listed, ...]:
    """Every home, in the order of the file."""
    rows: list[dict[str, Any]] = tomllib.loads((DATA / "homes.toml").read_text("utf-8"))["home"]
    return tuple(_listed(row) for row in rows)


def _listed(row: dict[str, Any]) -> Listed:
    values = {name: value for name, value in row.items() if name != "opened"}
    values["amenities"] = tuple(values["amenities"])
    return Listed(Home(**EVERYWHERE, **values), row["opened"])
