"""Free times of a day, from plain values: no database, no clock of its own.

Opening hours are read by the local clock and turned into moments first; everything after that counts in moments, so
that a day of 23 or 25 hours is no special case.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

STEP = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Span:
    """From a moment up to, and not including, another; both in UTC."""

    starts: datetime
    ends: datetime

    def meets(self, other: "Span") -> bool:
        """Whether the two share any moment."""
        return self.starts < other.ends and other.starts < self.ends


def open_spans(day: date, hours: Iterable[tuple[time, time]], zone: ZoneInfo) -> list[Span]:
    """When somebody works on a local day, in order and joined where spans touch. A span that ends at midnight lasts
    to the end of the day."""
    found: list[Span] = []
    for opens, closes in sorted(hours):
        last = day if closes > time(0) else day + timedelta(days=1)
        span = Span(_moment(day, opens, zone), _moment(last, closes, zone))
        if found and span.starts <= found[-1].ends:
            found[-1] = Span(found[-1].starts, max(found[-1].ends, span.ends))
        elif span.starts < span.ends:
            found.append(span)
    return found


def _moment(day: date, clock: time, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, clock, zone).astimezone(UTC)


def day_span(day: date, zone: ZoneInfo) -> Span:
    """A local day: 23, 24 or 25 hours."""
    return Span(_moment(day, time(0), zone), _moment(day + timedelta(days=1), time(0), zone))


def free_slots(
    spans: Iterable[Span], busy: Iterable[Span], minutes: int, buffer: int, not_before: datetime, step: timedelta = STEP
) -> list[datetime]:
    """When something of that length (minutes) can begin: within the spans, clear of what is busy, its buffer
    included; the buffer alone may run past closing time."""
    length, after = timedelta(minutes=minutes), timedelta(minutes=buffer)
    taken = sorted(busy, key=lambda span: span.starts)
    found: list[datetime] = []
    for span in spans:
        start = span.starts
        while start + length <= span.ends:
            wanted = Span(start, start + length + after)
            if start >= not_before and not any(wanted.meets(other) for other in taken):
                found.append(start)
            start += step
    return found
