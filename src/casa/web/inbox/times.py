"""Times a host picks: snooze and send later, on their own clock."""

from datetime import datetime, time, timedelta

from django.utils import timezone

from casa.core.accounts.rules import NotPossible


def snooze_options() -> list[dict[str, str]]:
    """The usual choices, each with its moment."""
    now = timezone.localtime()
    choices = [("In an hour", now + timedelta(hours=1)), ("In three hours", now + timedelta(hours=3))]
    if now.hour < 17:
        choices.append(("This evening, 6 PM", _at(now, 18)))
    choices.append(("Tomorrow, 9 AM", _at(now + timedelta(days=1), 9)))
    choices.append(("Monday, 9 AM", _at(now + timedelta(days=7 - now.weekday()), 9)))
    return [{"label": label, "value": at.isoformat()} for label, at in choices]


def _at(day: datetime, hour: int) -> datetime:
    return datetime.combine(day.date(), time(hour), day.tzinfo)


def picked(text: str) -> datetime:
    """A moment as the page sent it. Raises NotPossible."""
    try:
        at = datetime.fromisoformat(text.strip().replace("Z", "+00:00"))
    except ValueError:
        raise NotPossible("Pick a day and a time.") from None
    at = at if at.tzinfo else timezone.make_aware(at)
    if at <= timezone.now():
        raise NotPossible("Pick a time that is still to come.")
    return at
