"""Business days: neither weekends nor federal holidays (R23, R21)."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from casa.core.consent.calendar import FEDERAL, days_off

OFFICE = ZoneInfo("America/New_York")  # whose calendar the federal deadline is counted in
TO_STOP = 10  # business days at most until a revocation is honoured (R23)
TO_READ = 1  # business days until a person has read what was not clear (R21, R48)


def add_business_days(moment: datetime, days: int) -> datetime:
    """The same time of day so many business days later."""
    local = moment.astimezone(OFFICE)
    day = local.date()
    while days > 0:
        day += timedelta(days=1)
        days -= _is_business(day)
    return datetime.combine(day, local.time(), OFFICE).astimezone(moment.tzinfo)


def business_days_ago(moment: datetime, days: int) -> datetime:
    """The newest moment whose deadline of so many business days has passed."""
    local = moment.astimezone(OFFICE)
    day = local.date()
    while days > 0:
        days -= _is_business(day)
        day -= timedelta(days=1)
    return datetime.combine(day, local.time(), OFFICE).astimezone(moment.tzinfo)


def _is_business(day: date) -> bool:
    return day.weekday() < 5 and day not in days_off(FEDERAL, day.year)
