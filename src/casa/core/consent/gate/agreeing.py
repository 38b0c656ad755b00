"""Checks of what they said: who stopped us, who agreed to what, how they want to be reached (R1–R6, R20–R31, R46)."""

from datetime import timedelta

from casa.core.consent import wording
from casa.core.consent.gate.case import Case, Known, Verdict, block
from casa.core.consent.ledger import VOIDS, WORDS

CONFIRM_WINDOW = timedelta(minutes=5)  # R24
CARE = frozenset({"service", "reminder"})  # R6: what a number given with a booking is consent for


def programs_for(case: Case) -> frozenset[str]:
    """The programs whose consent covers a message. An offer needs its own, by name (R5); what is about a stay or a
    visit may rest on the booking (R6)."""
    if case.kind == "marketing":
        return frozenset({program_of(case)})
    return CARE | {case.program} if case.program else CARE


def program_of(case: Case) -> str:
    """The program whose stop stops a message (R5): its own; one without is of the program called by its kind. An answer
    to what they asked is of none."""
    if case.kind == "marketing" and case.program in CARE:  # what is about a stay carries no offers
        return "marketing"
    return case.program or (case.kind if case.unasked else "")


def suppression(case: Case, known: Known) -> Verdict | None:
    """R20, R30: who said stop is not written to; R24 and R12 leave one confirmation and the HELP answer."""
    stop = known.stop
    if stop is None:
        return None
    if case.kind == "compliance" and case.now - stop.recorded_at <= CONFIRM_WINDOW:
        return None
    heard = case.last_inbound_at
    if case.kind == "compliance" and heard is not None and case.now - heard <= CONFIRM_WINDOW:
        return None
    reason = stop.reason if stop.reason in VOIDS else "suppressed"
    words = WORDS.get(stop.reason, "They are on the stop list.")
    if stop.scope in ("marketing", "program"):
        words = "They do not want this kind of message any more."
    return block(words, reason, stop.rule or "R20", "47 CFR 64.1200(a)(10)")


def overdue(case: Case, known: Known) -> Verdict | None:
    """R23: while somebody's wish to stop waits past its legal deadline, the brand begins nothing."""
    if not known.overdue or not case.unasked:
        return None
    return block(
        "Somebody asked you to stop and nobody has settled it for ten business days. Settle it under Consent first.",
        "overdue",
        "R23",
        "47 CFR 64.1200(a)(10)",
    )


def consent_class(case: Case, known: Known) -> Verdict | None:
    """R1, R6: a reply within a day needs nothing more; service needs express consent; an offer a written one, for its
    own program of this brand (R3, R5). What cannot be proved is none (R8)."""
    if case.kind == "compliance":
        return None
    if case.kind == "marketing":
        return _offer(case, known)
    if not case.texts or (case.kind == "reply" and case.answers_them):
        return None
    if known.consent_class in ("express", "written"):
        return None
    return block(
        "They have not written in the last 24 hours and no booking gives you their leave to text.",
        "consent",
        "R1",
        "47 CFR 64.1200(a)(1)–(2)",
    )


def _offer(case: Case, known: Known) -> Verdict | None:
    enough = ("written",) if case.texts else ("written", "express")
    if known.consent_class in enough:
        return None
    if known.consent_class == "unproven":
        words = "They are said to have agreed, but nothing proves it. Ask them again on a sign-up page."
        return block(words, "unproven", "R8", "16 CFR 310.5; 47 CFR 64.1200(f)(9)")
    return block("They never agreed in writing to get this kind of message from you.", "consent", "R1",
                 "47 CFR 64.1200(a)(2)")  # fmt: skip


def greeting(case: Case, known: Known) -> Verdict | None:
    """R11: who signed up on our page or by keyword hears first what they signed up for; consent that came another way
    is confirmed by the first offer itself, which then says all of it."""
    if case.kind != "marketing" or not case.texts or known.greeted or wording.opens(case.body):
        return None
    words = "The text that confirms their sign-up has not left yet. It must be the first they get from this program."
    return block(words, "greeting", "R11", "CTIA Messaging Principles and Best Practices 5.1.3")


def wish(case: Case, known: Known) -> Verdict | None:
    """R46: who wants to be reached in one way only is not reached in another, unless they ask something there."""
    if not case.unasked or not known.only_channels:
        return None
    channel = "sms" if case.texts else case.channel
    if channel in known.only_channels or case.address_kind.startswith("platform:"):
        return None
    names = {"sms": "text", "email": "e-mail", "voice": "phone"}
    only = " or ".join(sorted(names.get(each, each) for each in known.only_channels))
    return block(f"They want to be reached by {only} only.", "wish", "R46", "47 CFR 64.1200(a)(10)")
