"""Early check-in and late checkout: answered from the calendar, never promised against it.

The rule: with a guest leaving (or arriving) the same day, the clean decides what is possible and a person
confirms. With a free calendar the host's policy decides whether the assistant may say yes.
"""

from dataclasses import dataclass
from datetime import datetime, time
from typing import Literal

from casa.core.assistant.compose.desk import UNKNOWN, Answer, Desk
from casa.core.assistant.compose.draft import Claim
from casa.core.assistant.when import asked_time


@dataclass(frozen=True, slots=True)
class _Side:
    """The two ends of a stay differ in names and in the direction of time only."""

    word: Literal["early", "late"]
    hours: str
    calendar: str
    policy: str
    usual_key: str
    neighbour: str
    bound: str
    limit: str
    sign: int  # +1: the later time is the stricter one


_EARLY = _Side("early", "property:checkin", "calendar:arrival", "policy:early_checkin", "checkin", "leaves",
               "earliest", "from", 1)  # fmt: skip
_LATE = _Side("late", "property:checkout", "calendar:departure", "policy:late_checkout", "checkout", "arrives",
              "latest", "until", -1)  # fmt: skip


def early_checkin(desk: Desk, ask: str) -> Answer:
    """Whether the guest may come before the check-in time."""
    return _exception(desk, ask, _EARLY)


def late_checkout(desk: Desk, ask: str) -> Answer:
    """Whether the guest may leave after the checkout time."""
    return _exception(desk, ask, _LATE)


def usual_moment(desk: Desk, side: Literal["early", "late"]) -> datetime | time | None:
    """Check-in (or checkout) of this stay, or of the home where there is no stay."""
    stay, home = desk.situation.stay, desk.situation.property
    if stay and stay.status != "cancelled":
        return desk.situation.local(stay.check_in if side == "early" else stay.check_out)
    if home is None:
        return None
    return home.checkin_time if side == "early" else home.checkout_time


def _exception(desk: Desk, ask: str, side: _Side) -> Answer:
    usual = usual_moment(desk, side.word)
    policy = desk.facts.get(side.policy)
    if usual is None or policy is None:
        return UNKNOWN
    asked = asked_time(ask) or asked_time(desk.message)
    if asked and _fits(asked, usual, side):
        return Answer((desk.claim(f"{side.usual_key}_fits", side.hours, "stay:dates", time=desk.clock(usual)),))
    if policy.data["mode"] == "never":
        claim = desk.claim(f"{side.word}_never", side.policy, side.hours, "stay:dates", time=desk.clock(usual))
        return Answer((claim,))
    return _by_calendar(desk, usual, side, asked)


def _fits(asked: time, usual: datetime | time, side: _Side) -> bool:
    """Whether the usual hours already allow it. The hours after midnight belong to the evening of the arrival."""
    usual_minutes = usual.hour * 60 + usual.minute
    minutes = asked.hour * 60 + asked.minute
    if side.sign > 0 and minutes < 300:
        minutes += 1440
    return (minutes - usual_minutes) * side.sign >= 0


def _by_calendar(desk: Desk, usual: datetime | time, side: _Side, asked: time | None) -> Answer:
    calendar = desk.facts.get(side.calendar)
    if calendar is None or not isinstance(usual, datetime):
        plain = desk.claim(side.usual_key, side.hours, "stay:dates", time=desk.clock(usual))
        return Answer((plain,), complete=False)
    if calendar.data["free"]:
        return _when_free(desk, usual, side, asked)
    bound = calendar.data[side.bound]
    assert isinstance(bound, datetime)
    return _when_taken(desk, usual, bound, side)


def _when_taken(desk: Desk, usual: datetime, bound: datetime, side: _Side) -> Answer:
    """The clean decides. What is possible at all is said, never promised."""
    calendar = desk.facts[side.calendar]
    limit = desk.facts[side.policy].data[side.limit]
    possible = bound
    if isinstance(limit, time):
        allowed = bound.replace(hour=limit.hour, minute=limit.minute)
        possible = max(bound, allowed) if side.sign > 0 else min(bound, allowed)
    blocked = (possible - usual).total_seconds() * side.sign >= 0
    neighbour = calendar.data[side.neighbour]
    values = {
        "day": desk.day(neighbour),
        side.neighbour: desk.clock(neighbour),
        "hours": _hours(calendar.data["hours"], desk.language),
        "time": desk.clock(usual if blocked else possible),
    }
    key = f"{side.word}_blocked" if blocked else f"{side.word}_maybe"
    claim = Claim(desk.say(key, **values), _cites(desk, side, side.hours, "stay:dates"), sure=blocked)
    return Answer((claim,))


def _cites(desk: Desk, side: _Side, *more: str) -> tuple[str, ...]:
    return tuple(c for c in (side.calendar, side.policy, *more) if c in desk.facts)


def _hours(hours: object, language: str) -> str:
    word = {"en": "hour", "es": "hora", "fr": "heure"}[language]
    return f"{hours:g} {word}" + ("" if hours == 1 else "s")


def _when_free(desk: Desk, usual: datetime, side: _Side, asked: time | None) -> Answer:
    """Nobody is there before or after: the host's rule decides."""
    policy = desk.facts[side.policy]
    limit = policy.data[side.limit]
    day = desk.day(usual)
    if policy.data["mode"] == "ask":
        return Answer((desk.claim(f"{side.word}_free_ask", side.calendar, "stay:dates", sure=False, day=day),))
    if isinstance(limit, time):
        values = {"time": desk.clock(limit), "day": day}
        claims = [Claim(desk.say(f"{side.word}_free", **values), _cites(desk, side, "stay:dates"))]
    else:
        # An hour was asked for and the rule names none: possible, but the hour is for a person to settle.
        key = f"{side.word}_free_any"
        claims = [desk.claim(key, side.calendar, side.policy, "stay:dates", sure=not asked, day=day)]
    fee = _fee(desk, side)
    return Answer((*claims, *([fee] if fee else [])))


def _fee(desk: Desk, side: _Side) -> Claim | None:
    policies = desk.situation.policies
    fee = policies.early_checkin_fee if side.word == "early" else policies.late_checkout_fee
    return desk.claim("fee", side.policy, fee=fee) if fee else None
