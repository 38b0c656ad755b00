"""Where a person may be, as far as anything tells: their number's area code, their profile, their ZIP, a known zone.

Every piece of evidence counts, for the strictest plausible place decides (R80). A state stands for all its zones: a
two-zone state must satisfy both (R81). No evidence is no reason to take the business's own zone (R84).
"""

import csv
import re
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

EASTERN, CENTRAL, MOUNTAIN, PACIFIC = "America/New_York", "America/Chicago", "America/Denver", "America/Los_Angeles"
UNKNOWN = "US-UNKNOWN"

_ONE_ZONE = {
    EASTERN: "CT DE DC GA ME MD MA NH NJ NY NC OH PA RI SC VT VA WV",
    CENTRAL: "AL AR IL IA LA MN MS MO OK WI",
    MOUNTAIN: "CO MT NM UT WY",
    PACIFIC: "CA WA",
    "Pacific/Honolulu": "HI",
    "America/Puerto_Rico": "PR VI",
    "Pacific/Guam": "GU MP",
    "Pacific/Pago_Pago": "AS",
    "America/Winnipeg": "MB",
    "America/Regina": "SK",
    "America/Halifax": "NS NB PE",
    "America/Edmonton": "AB",
    "America/Whitehorse": "YT",
}
ZONES: dict[str, tuple[str, ...]] = {
    **{state: (zone,) for zone, states in _ONE_ZONE.items() for state in states.split()},
    "AK": ("America/Anchorage", "America/Adak"),
    "AZ": ("America/Phoenix", MOUNTAIN),  # the Navajo Nation keeps daylight time
    "FL": (EASTERN, CENTRAL),
    "ID": ("America/Boise", PACIFIC),
    "IN": ("America/Indiana/Indianapolis", CENTRAL),
    "KS": (CENTRAL, MOUNTAIN),
    "KY": (EASTERN, CENTRAL),
    "MI": ("America/Detroit", CENTRAL),
    "ND": (CENTRAL, MOUNTAIN),
    "NE": (CENTRAL, MOUNTAIN),
    "NV": (PACIFIC, MOUNTAIN),  # West Wendover keeps Mountain time
    "OR": (PACIFIC, "America/Boise"),
    "SD": (CENTRAL, MOUNTAIN),
    "TN": (EASTERN, CENTRAL),
    "TX": (CENTRAL, MOUNTAIN),
    "BC": ("America/Vancouver", "America/Edmonton"),
    "NL": ("America/St_Johns", "America/Halifax"),
    "NT": ("America/Edmonton",),
    "NU": ("America/Toronto", "America/Winnipeg", "America/Edmonton"),
    "QC": ("America/Toronto", "America/Halifax"),
    "ON": ("America/Toronto", "America/Winnipeg"),
}
PROVINCES = frozenset({"AB", "BC", "MB", "NB", "NL", "NS", "NT", "NU", "ON", "PE", "QC", "SK", "YT"})
NAMES = {
    "alabama": "AL", "alaska": "AK", "arizona": "AZ", "arkansas": "AR", "california": "CA", "colorado": "CO",
    "connecticut": "CT", "delaware": "DE", "district of columbia": "DC", "florida": "FL", "georgia": "GA",
    "hawaii": "HI", "idaho": "ID", "illinois": "IL", "indiana": "IN", "iowa": "IA", "kansas": "KS", "kentucky": "KY",
    "louisiana": "LA", "maine": "ME", "maryland": "MD", "massachusetts": "MA", "michigan": "MI", "minnesota": "MN",
    "mississippi": "MS", "missouri": "MO", "montana": "MT", "nebraska": "NE", "nevada": "NV", "new hampshire": "NH",
    "new jersey": "NJ", "new mexico": "NM", "new york": "NY", "north carolina": "NC", "north dakota": "ND",
    "ohio": "OH", "oklahoma": "OK", "oregon": "OR", "pennsylvania": "PA", "rhode island": "RI",
    "south carolina": "SC", "south dakota": "SD", "tennessee": "TN", "texas": "TX", "utah": "UT", "vermont": "VT",
    "virginia": "VA", "washington": "WA", "west virginia": "WV", "wisconsin": "WI", "wyoming": "WY",
    "puerto rico": "PR", "alberta": "AB", "british columbia": "BC", "manitoba": "MB", "new brunswick": "NB",
    "newfoundland": "NL", "nova scotia": "NS", "ontario": "ON", "prince edward island": "PE", "quebec": "QC",
    "saskatchewan": "SK",
}  # fmt: skip
_ZIP = re.compile(r"\b(\d{5})(?:-\d{4})?\b")


@dataclass(frozen=True, slots=True)
class Place:
    """Everywhere somebody may be. ``states``: in the United States and Canada; ``zones``: all plausible ones.

    ``source``: area code, profile, ZIP, last known zone, country, or "" where nothing tells.
    """

    states: frozenset[str]
    zones: frozenset[str]
    source: str

    @property
    def known(self) -> bool:
        return bool(self.zones)


@lru_cache(maxsize=20_000)
def place_of(area: str, country: str, state: str = "", zip_code: str = "", zone: str = "") -> Place:
    """Everywhere this evidence allows. ``area``: three digits of a +1 number, "" for others; ``country``: its own."""
    told = [
        ("area code", area_states(area)),
        ("profile", (state,) if state in ZONES else ()),
        ("ZIP", (found,) if (found := state_of_zip(zip_code)) else ()),
    ]
    states = frozenset(each for _, found in told for each in found)
    zones = {each for state in states for each in ZONES[state]}
    sources = [source for source, found in told if found]
    if zone and _is_zone(zone):
        zones.add(zone)
        sources.append("last known zone")
    if not states and country not in ("US", "CA", ""):
        zones |= set(zones_of_country(country))
        sources.append("country")
    return Place(states, frozenset(zones), ", ".join(sources))


def area_of(number: str) -> str:
    """The area code of a +1 number in E.164, else ""."""
    return number[2:5] if number.startswith("+1") and len(number) == 12 else ""


def area_states(area: str) -> tuple[str, ...]:
    return _areas().get(area, ("", ()))[1]


def area_country(area: str) -> str:
    """US or CA, "" for an area code that is neither's or not known."""
    return _areas().get(area, ("", ()))[0]


@cache
def _areas() -> dict[str, tuple[str, tuple[str, ...]]]:
    return {row["area_code"]: (row["country"], tuple(row["states"].split())) for row in table("area_codes.csv")}


def state_of_zip(zip_code: str) -> str:
    return _zips().get(zip_code[:3], "") if len(zip_code) >= 5 and zip_code[:5].isdigit() else ""


@cache
def _zips() -> dict[str, str]:
    return {
        f"{number:03d}": row["state"]
        for row in table("zip_codes.csv")
        for number in range(int(row["first"]), int(row["last"]) + 1)
    }


@lru_cache(maxsize=4096)
def place_in(text: str) -> tuple[str, str]:
    """The state and the ZIP that an address or a "Charlotte, NC" tells, "" for what it does not tell."""
    zip_code = found.group(1) if (found := _ZIP.search(text)) else ""
    words = re.sub(r"[\d-]+", " ", text).replace(".", " ")
    parts = [" ".join(part.split()) for part in words.split(",")]
    for part in reversed(parts):
        if part.lower() in NAMES:
            return NAMES[part.lower()], zip_code
        last = part.rsplit(" ", 1)[-1]
        if len(last) == 2 and last.isupper() and last in ZONES:
            return last, zip_code
    return "", zip_code


@cache
def zones_of_country(country: str) -> tuple[str, ...]:
    """Every zone of a country, by the time-zone database's own table."""
    lines = files("tzdata").joinpath("zoneinfo", "zone.tab").read_text(encoding="utf-8").splitlines()
    rows = (line.split("\t") for line in lines if not line.startswith("#"))
    return tuple(row[2] for row in rows if row[0] == country)


@lru_cache(maxsize=1024)
def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


def table(name: str) -> list[dict[str, str]]:
    """One of our own tables."""
    text = files("casa.core.consent").joinpath("data", name).read_text("utf-8")
    return list(csv.DictReader(text.splitlines()))
