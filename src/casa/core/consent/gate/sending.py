"""Checks of who sends and how much: registration, one number a person, the brand's day (R50–R60, R58, R76)."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from casa.core.consent.gate.case import Case, Known, Verdict, block, hold

CARRIERS_DAY = ZoneInfo("America/Los_Angeles")  # daily limits of a brand begin anew at midnight there
KEPT_FREE = 0.9  # of the day's allowance for offers: the rest is kept for reminders and service (R76)


def sender(case: Case, known: Known) -> Verdict | None:
    """R50, R53, R60: carriers take a message only from a number registered for its kind."""
    if not case.texts:
        return None
    if known.sender is None:
        if case.kind not in ("marketing", "reminder"):
            return None
        return block("Choose the number this is sent from.", "sender", "R50", "CTIA; The Campaign Registry")
    if case.kind in known.sender.allows:
        return None
    source = "CTIA; toll-free verification" if known.sender.rule == "R60" else "CTIA; The Campaign Registry"
    words = known.sender.words or "This number may not send this kind of message."
    return block(words, "sender", known.sender.rule or "R50", source)


def one_number(case: Case, known: Known) -> Verdict | None:
    """R58: the same text from several numbers to one person reads as hiding from a block."""
    if not case.texts or case.kind not in ("marketing", "reminder") or not known.other_senders:
        return None
    words = "They got this text from another of your numbers today. Send it from one number."
    return block(words, "sender", "R58", "CTIA Messaging Principles")


def rate(case: Case, known: Known) -> Verdict | None:
    """R76: near the brand's daily limit offers wait first; reminders and service when it is reached."""
    per_day = known.sender.per_day if known.sender else None
    if not case.texts or not case.unasked or per_day is None:
        return None
    room = int(per_day * KEPT_FREE) if case.kind == "marketing" else per_day
    if known.sent_today + known.segments <= room:
        return None
    until = next_day(case.now)
    return hold(until, "Your number has sent what carriers allow in a day. It goes on tomorrow.", "rate", "R76",
                "Carriers' daily limits")  # fmt: skip


def day_began(now: datetime) -> datetime:
    """When the carriers' day began that this moment is in."""
    local = now.astimezone(CARRIERS_DAY)
    return local.replace(hour=0, minute=0, second=0, microsecond=0)


def next_day(now: datetime) -> datetime:
    return (day_began(now) + timedelta(days=1)).replace(hour=0).astimezone(now.tzinfo)
