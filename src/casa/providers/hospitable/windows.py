"""Which stretches of time a sync asks for.

Reservations can only be listed by their dates, without a "changed since". The stretches are calendar half years, so
that the same stretch is asked for day after day and an unchanged page is recognised.
"""

from datetime import UTC, date, datetime, timedelta

PAST = timedelta(days=365)
AHEAD = timedelta(days=548)  # eighteen months; more than three years ahead is refused with 400
STILL_MOVING = timedelta(days=60)  # stays that arrived longer ago are read only in a deep run

Window = tuple[date, date]


def half_years(today: date, *, deep: bool = True) -> list[Window]:
    """The half years to read: the current one first, then those ahead, then (deep) those behind, newest first."""
    first, last = today - (PAST if deep else STILL_MOVING), today + AHEAD
    found = []
    start = _half_start(first)
    while start <= last:
        following = _half_start(start + timedelta(days=190))
        found.append((start, following - timedelta(days=1)))
        start = following
    ahead = [window for window in found if window[1] >= today]
    behind = [window for window in found if window[1] < today]
    return ahead + behind[::-1]


def asked(window: Window) -> Window:
    """The window widened by a day at both ends: whether its limits count is not documented."""
    return window[0] - timedelta(days=1), window[1] + timedelta(days=1)


def around() -> Window:
    """A short stretch around today, for trying whether reservations can be read at all."""
    today = datetime.now(UTC).date()
    return today - timedelta(days=7), today + timedelta(days=7)


def _half_start(any_day: date) -> date:
    return date(any_day.year, 1 if any_day.month <= 6 else 7, 1)
