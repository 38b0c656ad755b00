"""The gate that every outgoing message passes, at the moment of hand-off (compliance rules, section 0).

A row of checks is asked in order; the first that does not let the message through answers. Each is a small pure
function of a :class:`Case` and what is :class:`Known`, and names its rule. More rules are more rows. The same function
answers beforehand, for the composer, campaigns, the assistant and the API, so that what they show is what will happen.

    verdict, facts = decide(case)
    answers = decide_many(brand_id, cases)      # a fixed number of questions to the database however many
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from uuid import UUID
from zoneinfo import ZoneInfo

from casa.core.consent.gate import addressing, agreeing, content, sending, timing
from casa.core.consent.gate.case import REPLY_WINDOW, TEXTS, UNASKED, VERSION, Case, Known, Verdict
from casa.core.consent.gate.gather import addresses_of, gather, known_of

__all__ = [
    "CHECKS", "REPLY_WINDOW", "TEXTS", "UNASKED", "VERSION", "Case", "Known", "Verdict", "decide", "decide_many",
    "judge",
]  # fmt: skip

Check = Callable[[Case, Known], Verdict | None]
Facts = dict[str, object]

CHECKS: tuple[Check, ...] = (
    addressing.number,
    agreeing.suppression,
    agreeing.overdue,
    agreeing.wish,
    addressing.relay,
    agreeing.consent_class,
    agreeing.greeting,
    addressing.reassigned,
    addressing.do_not_call,
    sending.sender,
    sending.one_number,
    content.length,
    content.mixed,
    content.topics,
    content.links,
    content.reserved,
    content.one_way,
    content.footer,
    timing.over,
    timing.clock,
    sending.rate,
)


def decide(case: Case) -> tuple[Verdict, Facts]:
    """The gate's answer and the facts it used. Reads the ledgers; writes nothing."""
    return decide_many(case.brand_id, (case,))[0]


def decide_many(brand_id: UUID, cases: Sequence[Case]) -> list[tuple[Verdict, Facts]]:
    """The answers to many cases of one brand, in their order. Each that is let through counts for those after it:
    towards the brand's day (R76) and towards what one person gets (R82)."""
    if not cases:
        return []
    addresses = addresses_of(cases)
    facts = gather(brand_id, cases, addresses)
    sent, told = facts.sent_today, []
    for case, address in zip(cases, addresses, strict=True):
        known = known_of(case, address, facts, sent)
        verdict = judge(case, known)
        if verdict.allowed and case.unasked:
            sent += known.segments
            facts.contacts[address] = [*facts.contacts.get(address, ()), case.now]
        told.append((verdict, {**facts_of(case, known), "words": verdict.words, "source": verdict.source}))
    return told


def judge(case: Case, known: Known) -> Verdict:
    """The answer to one case with its facts. Pure."""
    for check in CHECKS:
        verdict = check(case, known)
        if verdict is not None:
            return timing.in_vain(case, verdict) or verdict
    return replace(_allowed(case), valid_until=timing.leave_ends(case, known))


def _allowed(case: Case) -> Verdict:
    if case.kind == "marketing":
        return Verdict("allow", "offer allowed: they agreed in writing", rule="R1")
    if not case.texts:
        return Verdict("allow", "reply on their own channel")
    if case.kind == "reminder":
        return Verdict("allow", "reminder allowed", rule="R1")
    return Verdict("allow", "reply allowed" if case.answers_them else "service message allowed", rule="R1")


def facts_of(case: Case, known: Known) -> Facts:
    """The facts a verdict rests on; written beside the row, without the address or the text."""
    stop, consent, sender = known.stop, known.consent, known.sender
    zone = _zone(known)
    return {
        "channel": case.channel,
        "kind": case.kind,
        "program": case.program,
        "suppressed": stop is not None,
        "suppression_reason": stop.reason if stop else "",
        "suppression_id": str(stop.id) if stop else "",
        "suppression_checked_at": known.checked_at.isoformat() if known.checked_at else "",
        "consent_class": known.consent_class,
        "consent_event_id": str(consent.id) if consent else "",
        "consent_source": consent.source if consent else "",
        "consent_at": consent.occurred_at.isoformat() if consent else "",
        "reply_within_day": case.answers_them,
        "relay": known.relay or case.relay_until is not None,
        "number_check": known.reassigned,
        "do_not_call": list(known.do_not_call),
        "segments": known.segments,
        "country": known.country.removesuffix(":landline").strip("?"),
        "state": min(known.place.states, default=""),
        "states": sorted(known.place.states),
        "recipient_zone": zone,
        "zones": sorted(known.place.zones),
        "zone_source": known.place.source,
        "local_time": case.now.astimezone(ZoneInfo(zone)).isoformat(timespec="minutes") if zone else "",
        "contacts_in_a_day": len(known.contacts),
        "sender_kind": sender.kind if sender else "",
        "sender_approved": sender.approved if sender else None,
        "sent_today": known.sent_today,
        "gate_version": VERSION,
    }


def _zone(known: Known) -> str:
    """The first of their plausible zones, the westernmost name by name; which ones count stands beside it."""
    return min(known.place.zones, default="")
