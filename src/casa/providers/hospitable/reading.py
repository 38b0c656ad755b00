"""Reading JSON that somebody else wrote: each value is checked when touched, and an absent one is never "None"."""

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from typing import Any

LONGEST = 50_000  # characters of any one text; longer ones are cut
LARGEST = 2**53  # whole numbers beyond this are not amounts
CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def table(value: Any) -> Mapping[str, Any]:
    """A JSON object, or an empty one."""
    return value if isinstance(value, dict) else {}


def rows(value: Any) -> list[Mapping[str, Any]]:
    """The objects in a JSON list; a single object counts as a list of one."""
    if isinstance(value, dict):
        return [value]
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def text(value: Any, limit: int = LONGEST) -> str:
    """A text, or ""; numbers become text, NUL and lone surrogates go (a database takes neither)."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    clean = str(value) if isinstance(value, str) or abs(value) <= LARGEST else ""
    return clean[:limit].replace("\0", "").encode("utf-8", "ignore").decode("utf-8").strip()


def texts(value: Any, limit: int = 200) -> tuple[str, ...]:
    """The non-empty texts of a list, at most ``limit`` of them."""
    found = (text(item, 500) for item in value[:limit]) if isinstance(value, list) else ()
    return tuple(item for item in found if item)


def reference(value: Any) -> str:
    """An id as text, or "" where there is none that can be one."""
    found = text(value, 200)
    return found if re.fullmatch(r"[A-Za-z0-9_.:\-]{1,120}", found) else ""


def whole(value: Any) -> int | None:
    """A whole number."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return int(value) if abs(value) <= LARGEST and value == int(value) else None


def count(value: Any) -> int:
    """How many; 0 where it is absent or absurd."""
    found = whole(value)
    return found if found is not None and 0 <= found <= 1000 else 0


def real(value: Any, low: float, high: float) -> float | None:
    """A number between two limits."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:
        return None
    return float(value)


def flag(value: Any) -> bool | None:
    """Yes, no, or not said."""
    return value if isinstance(value, bool) else None


def day(value: Any) -> date | None:
    """The date part of a date or of a time with an offset: the local date, never shifted to UTC."""
    try:
        return date.fromisoformat(text(value, 40)[:10])
    except ValueError:
        return None


def clock(value: Any) -> time | None:
    """A time of day written "16:00" or "16:00:00"."""
    found = re.fullmatch(r"([01]?\d|2[0-3]):([0-5]\d)(:[0-5]\d)?", text(value, 20))
    return time(int(found[1]), int(found[2])) if found else None


def moment(value: Any) -> datetime | None:
    """A point in time with its own offset; one without an offset is UTC."""
    try:
        found = datetime.fromisoformat(text(value, 40))
        aware = found if found.tzinfo else found.replace(tzinfo=UTC)
        aware.astimezone(UTC)  # the edges of the calendar overflow here, not later
    except (ValueError, OverflowError):
        return None
    return aware


def offset(value: Any) -> str:
    """A UTC offset as "-05:00", from "-0500", "-05:00" or "-5"."""
    found = re.fullmatch(r"(?:UTC|GMT)?([+-])(\d{1,2}):?([0-5]\d)?", text(value, 20))
    return f"{found[1]}{int(found[2]):02}:{found[3] or '00'}" if found and int(found[2]) <= 14 else ""


def stamp(at: datetime) -> str:
    """A point in time as text that sorts."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def ulid_moment(value: Any) -> datetime | None:
    """The millisecond hidden in a ULID (its first ten characters, Crockford base 32)."""
    found = text(value, 40).upper()
    if len(found) != 26 or any(letter not in CROCKFORD for letter in found) or found[0] > "7":
        return None
    milliseconds = 0
    for letter in found[:10]:
        milliseconds = milliseconds * 32 + CROCKFORD.index(letter)
    try:
        return datetime.fromtimestamp(milliseconds / 1000, UTC)
    except (ValueError, OverflowError, OSError):
        return None
