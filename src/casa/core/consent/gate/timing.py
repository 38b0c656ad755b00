"""The clock's check: quiet hours, wishes and caps; the next moment at which all let it go (R46, R79–R86)."""

from datetime import datetime, timedelta

from casa.core.consent.gate.case import Case, Known, Verdict, block, hold
from casa.core.consent.gate.hours import (
    LOOK_AHEAD,
    Hours,
    cap_of,
    marketing_hours,
    next_open,
    next_shut,
    service_hours,
    wishes,
)

A_DAY = timedelta(hours=24)
SOON = timedelta(hours=3)  # R86: what begins so soon cannot wait for the morning


def hours_of(case: Case, known: Known) -> tuple[Hours, ...]:
    """Every clock rule for this message. None for answers, for what they asked for, and for what begins soon."""
    soon = case.event_at is not None and timedelta(0) <= case.event_at - case.now < SOON
    if not case.unasked or case.address_kind.startswith("platform:") or (soon and case.kind != "marketing"):
        return ()
    own = wishes(known.place, known.wishes)
    if not case.texts:
        return own
    return (marketing_hours(known.place) if case.kind == "marketing" else service_hours(known.place)) + own


def over(case: Case, known: Known) -> Verdict | None:
    """R85: a queue may run late; what a message is about may be over by then."""
    if case.not_after is None or case.now < case.not_after:
        return None
    return block("Its time has passed: what it is about has begun or is over.", "over", "R85", "Casa policy")


def in_vain(case: Case, verdict: Verdict) -> Verdict | None:
    """R85: what could leave only when its time has passed is not held until then. None where that is not so."""
    if verdict.answer != "hold" or case.not_after is None or verdict.until is None or verdict.until < case.not_after:
        return None
    return block(f"{verdict.words} When it may leave again, its time has passed.", "over", "R85", verdict.source)


def leave_ends(case: Case, known: Known) -> datetime | None:
    """R85: until when a message that may leave now may arrive: its windows shut, or what it is about is over."""
    ends = [case.not_after] if case.not_after else []
    if case.kind == "marketing" and case.texts:
        shuts = next_shut(hours_of(case, known), case.now)
        ends += [shuts] if shuts else []
    return min(ends, default=None)


def clock(case: Case, known: Known) -> Verdict | None:
    """R79–R86, R46: inside every window of every place they may be, not within their own quiet time, and at most three
    times in any 24 hours. ``until`` satisfies all of these together."""
    hours, free = hours_of(case, known), _free_at(case, known)
    opens, shut = next_open(hours, max(case.now, free)) if hours else (free, None)
    if shut is None and opens <= case.now:
        return None
    if opens - case.now >= LOOK_AHEAD:
        return block("There is no hour at which this may be sent to them.", "quiet", "R81", "State calling-time rules")
    capped = free > case.now and next_open(hours, case.now)[1] is None if hours else free > case.now
    if capped:
        return hold(
            opens, "They have heard from you three times in 24 hours.", "cap", "R82", "Fla. Stat. 501.616(6)(b)"
        )
    shut = next_open(hours, case.now)[1] or shut
    words = shut.words if shut is not None else "It is outside the hours for this."
    statute = shut.statute if shut is not None else ""
    return hold(opens, words, "quiet", "R46" if "asked" in words else _rule(case, known), statute)


def _rule(case: Case, known: Known) -> str:
    if case.kind != "marketing":
        return "R86"
    return "R81" if known.place.known else "R84"


def _free_at(case: Case, known: Known) -> datetime:
    """R82: when there are fewer than the cap of contacts in the 24 hours before; only offers are counted against."""
    if case.kind != "marketing" or not case.texts:
        return case.now
    cap = cap_of(known.place)
    recent = sorted(at for at in known.contacts if at > case.now - A_DAY)
    return case.now if len(recent) < cap else recent[len(recent) - cap] + A_DAY
