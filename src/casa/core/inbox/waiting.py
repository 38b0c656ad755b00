"""How long somebody may wait, by where they are in their stay (design, wait ring)."""

from datetime import datetime, timedelta

from django.utils import timezone

from casa.core.stays.queries import Stage

TARGETS = {
    "lockout": timedelta(minutes=5),
    "chat": timedelta(minutes=3),
    "in": timedelta(minutes=25),
    "today": timedelta(minutes=70),
    "week": timedelta(hours=2),
    "later": timedelta(hours=12),
}
AMBER = 0.6


def target(stage: Stage, channel: str, urgent: str, now: datetime) -> timedelta:
    """The longest this person should wait for an answer."""
    if urgent:
        return TARGETS["lockout"]
    if channel == "chat":
        return TARGETS["chat"]
    if stage.key == "in":
        return TARGETS["in"]
    if stage.key == "soon" and stage.reservation is not None:
        return _before_arrival(stage.reservation.check_in, now)  # type: ignore[arg-type]
    return TARGETS["later"]


def _before_arrival(check_in: datetime, now: datetime) -> timedelta:
    if timezone.localdate(check_in) == timezone.localdate(now):
        return TARGETS["today"]
    return TARGETS["week"] if check_in - now <= timedelta(days=7) else TARGETS["later"]


def wait_words(waited: timedelta) -> str:
    """21 min, 3 h 05, 2 d."""
    minutes = int(waited.total_seconds() // 60)
    if minutes < 1:
        return "now"
    if minutes < 60:
        return f"{minutes} min"
    return f"{minutes // 60} h {minutes % 60:02d}" if minutes < 24 * 60 else f"{minutes // 1440} d"


def tone(share: float) -> str:
    """ "", amber from 60 % of the target, red past it."""
    if share >= 1:
        return "red"
    return "amber" if share >= AMBER else ""
