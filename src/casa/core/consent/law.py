"""The rules in plain words, each with where it is written, and what a decision of the gate rested on.

One table for the page that shows the law, and ``explain`` for any decision. Not legal advice: it says what Casa does.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from casa.core.consent.gate.hours import windows
from casa.core.consent.models import Decision


@dataclass(frozen=True, slots=True)
class Law:
    """A rule. ``words``: what Casa does because of it; ``source``: the law, or whose policy it is."""

    number: str
    title: str
    words: str
    source: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a message left, waited or was stopped. ``facts``: label and value, in the order they mattered."""

    answer: str
    words: str
    law: Law | None
    source: str
    facts: tuple[tuple[str, str], ...]
    at: datetime
    until: datetime | None
    gate_version: int


TCPA = "47 U.S.C. 227; 47 CFR 64.1200"
REVOKE = "47 CFR 64.1200(a)(10)–(12)"
CTIA = "CTIA Messaging Principles and Best Practices"
RULES: dict[str, Law] = {
    number: Law(number, title, words, source)
    for number, title, words, source in (
        ("R1", "Consent fits what is sent",
         "An answer within a day of their message needs nothing more. A message about a stay or a visit needs their "
         "consent, an offer their consent in writing.", "47 CFR 64.1200(a)(1)–(2)"),
        ("R2", "An offer inside makes it an offer",
         "A reminder with a discount or a link to book again counts as an offer as a whole.", "47 CFR 64.1200(f)(13)"),
        ("R3", "What a written consent says",
         "It names you, says that texts are automated and that agreeing is no condition of a purchase, and they did "
         "something to agree.", "47 CFR 64.1200(f)(9)"),
        ("R4", "Consent names this business", "Consent given to somebody else does not count.", CTIA),
        ("R5", "Each program by itself", "Consent holds for one business and one program.", CTIA),
        ("R6", "A number given with a booking",
         "It is consent for messages about that booking, never for offers.", "47 CFR 64.1200(a)(1)"),
        ("R8", "Consent that can be shown",
         "Without the words they saw, what they did and when, a consent counts as not proved.",
         "16 CFR 310.5; 47 CFR 64.1200(f)(9)"),
        ("R9", "Kept for years", "Consents and stops are kept after everything else is erased.", "16 CFR 310.5"),
        ("R10", "Nothing weakens a stop", "Imports, merges and new entries never open what somebody closed.", REVOKE),
        ("R11", "The first message", "It says who writes, what, how often, and how to stop.", CTIA),
        ("R12", "HELP is answered", "With your name, a way to reach you and how to stop.", CTIA),
        ("R13", "Numbers change hands",
         "Consent ends with the person who gave it: what the reassigned-numbers database says counts.",
         "47 CFR 64.1200(m)"),
        ("R14", "Wrong number", "Whoever says so, or whose number takes no messages, is not written to.",
         "47 CFR 64.1200(a)(1); CTIA 5.1.5"),
        ("R15", "National do-not-call list",
         "A listed number gets offers only with consent in writing; lists older than 31 days do not count.",
         "47 CFR 64.1200(c)(2)"),
        ("R16", "Your own do-not-call list", "Who asked you not to call stays on it.", "47 CFR 64.1200(d)"),
        ("R17", "State lists", "A state's own list counts as the national one does.", "Tex. Bus. & Com. Code 304.052"),
        ("R18", "Ten years in Virginia", "A stop is never forgotten, so that it outlasts every state's term.",
         "Va. Code 59.1-514.1"),
        ("R19", "Texts are calls", "No rule is relaxed because of the court that somebody lives under.", "Casa policy"),
        ("R20", "STOP", "STOP, QUIT, END, REVOKE, OPT OUT, CANCEL or UNSUBSCRIBE ends every message.", REVOKE),
        ("R21", "In their own words", "Any words that plainly mean stop count as STOP.", REVOKE),
        ("R22", "By any road", "An e-mail, a call or a word to a colleague counts as well.", REVOKE),
        ("R23", "At once", "The law gives ten business days; Casa takes seconds. While somebody waits for longer, "
         "nothing new leaves.", REVOKE),
        ("R24", "One confirmation", "Within five minutes, once, without an offer.", "47 CFR 64.1200(a)(12)"),
        ("R25", "What stays on", "Until they say what they want to keep, everything stops.", "47 CFR 64.1200(a)(12)"),
        ("R27", "STOP means all of it", "STOP after an offer ends reminders too; there is no setting that keeps them.",
         "FCC 24-24; Casa policy"),
        ("R28", "People may answer", "No text says that replies are not read.", REVOKE),
        ("R30", "One stop for all your numbers", "Texts and picture messages, from every number of yours.", REVOKE),
        ("R31", "START", "It opens what they closed themselves and nothing else.", CTIA),
        ("R33", "Only START opens", "An ordinary message is no consent.", CTIA),
        ("R34", "Reserved words", "No text asks for STOP, CANCEL or HELP to mean something else.", REVOKE),
        ("R42", "What the carrier says", "An opt-out the carrier knows of counts as theirs.", CTIA),
        ("R46", "Wishes", "Hours and channels they asked for are kept to.", REVOKE),
        ("R47", "Complaints", "Contact ends and the evidence is kept.", "Casa policy"),
        ("R48", "Not interested", "Offers end, and a person reads it.", "Casa policy"),
        ("R49", "How to stop, in the text", "Every offer says how to stop; other texts once a month.", CTIA),
        ("R50", "Registered numbers", "Carriers take texts only from a number with an approved registration.",
         "The Campaign Registry; CTIA"),
        ("R53", "What it was registered for", "A number sends what its registration covers.", "The Campaign Registry"),
        ("R54", "Links as registered", "A registration that declared no links carries none.", "The Campaign Registry"),
        ("R56", "What carriers refuse", "Some topics are blocked whatever the law of the place.", CTIA),
        ("R57", "Links of your own", "No public shorteners; offers link to your own addresses.", CTIA),
        ("R58", "One number a person", "The same text never comes from several of your numbers.", CTIA),
        ("R60", "Toll-free numbers", "They are verified before they send.", "Toll-free messaging rules"),
        ("R71", "Ten parts at most", "A longer text belongs in an e-mail.", "3GPP TS 23.038"),
        ("R73", "A whole number", "A number that cannot be texted is not tried.", "E.164"),
        ("R74", "Countries", "Texts go to countries that are switched on.", "Casa policy"),
        ("R76", "The carriers' day", "Near the daily limit offers wait, so that reminders get through.",
         "Carriers' daily limits"),
        ("R79", "By day", "Offers arrive between 8 in the morning and 9 in the evening, where they are.",
         "47 CFR 64.1200(c)(1)"),
        ("R80", "The strictest place counts", "Area code, profile and ZIP: the narrowest hours of all of them.",
         "Fla. Stat. 501.616; 15 Okla. Stat. 775C; Conn. Gen. Stat. 42-288a"),
        ("R81", "The state's own hours", "Its hours, days and holidays, by their clock.", "State calling-time rules"),
        ("R82", "Three times a day", "Nobody gets more than three in 24 hours.", "Fla. Stat. 501.616(6)(b)"),
        ("R83", "Consent is no excuse", "The hours hold also for who agreed.", "Casa policy"),
        ("R84", "Place unknown", "Then it must be day in the whole country.", "Casa policy"),
        ("R85", "Not late either",
         "A message whose time has passed does not leave, and a provider may not deliver an offer after hours.",
         "Casa policy"),
        ("R86", "Messages about a stay", "By day as well, unless it begins within three hours.", "Casa policy"),
        ("R124", "Lent numbers", "A number a platform lends is for the stay, and ends two days after it.",
         "Airbnb temporary numbers"),
        ("R125", "Platforms' guests", "They get no offers through the platform or from what it told you.",
         "Airbnb off-platform policy"),
    )
}  # fmt: skip
_CLASSES = {
    "written": "agreed in writing", "express": "agreed", "inbound": "wrote first", "unproven": "not proved", "": "none",
}  # fmt: skip
_CHECKS = {"yes": "somebody else has the number now", "no": "still theirs", "no_data": "not known"}


def law_of(number: str) -> Law | None:
    return RULES.get(number)


def state_law(state: str) -> Law | None:
    """The hours of a state as a rule with its statute, for the map and the page that shows the law."""
    row = windows().get(state)
    if row is None:
        return None
    days = (("weekdays", row.weekday), ("Saturdays", row.saturday), ("Sundays", row.sunday))
    told = "; ".join(f"{day} {span[0]:%H:%M}–{span[1]:%H:%M}" if span else f"no {day}" for day, span in days)
    holidays = "; no public holidays" if row.holidays == "block" else ""
    return Law("R81", row.name, f"{told[0].upper()}{told[1:]}{holidays}.", row.statute)


def explain(decision: Decision) -> Explanation:
    """Why the gate answered as it did, with the facts of that moment as they were written beside the row."""
    facts: Mapping[str, object] = decision.facts or {}
    rule = law_of(decision.rule)
    words = str(facts.get("words") or (rule.words if rule else "Everything that is checked let it through."))
    return Explanation(
        decision.answer,
        words,
        rule,
        str(facts.get("source") or (rule.source if rule else "")),
        tuple(_told(decision, facts)),
        decision.at,
        decision.until,
        decision.gate_version,
    )


def _told(decision: Decision, facts: Mapping[str, object]) -> list[tuple[str, str]]:
    lines = (
        ("Kind of message", str(facts.get("kind", ""))),
        ("Program", str(facts.get("program", ""))),
        ("On the stop list", _stopped(facts)),
        ("Their consent", _consent(facts)),
        ("They wrote within a day", "yes" if facts.get("reply_within_day") else "no"),
        ("Number lent by a platform", "yes" if facts.get("relay") else ""),
        ("Reassigned-numbers database", _CHECKS.get(str(facts.get("number_check", "")), "")),
        ("Do-not-call lists", _listed(facts.get("do_not_call"))),
        ("Your number", _sender(facts)),
        ("Where they may be", _listed(facts.get("states"))),
        ("How that is known", str(facts.get("zone_source", ""))),
        ("Their time", _moment(facts.get("local_time"), facts.get("recipient_zone"))),
        ("Written to in 24 hours", str(facts.get("contacts_in_a_day", ""))),
        ("Parts sent today", str(facts.get("sent_today") or "")),
        ("Country of the number", str(facts.get("country", ""))),
        ("Parts of this text", str(facts.get("segments") or "")),
        ("Stop list read", _moment(facts.get("suppression_checked_at"), "UTC")),
        ("Decided", _moment(decision.at.isoformat(), "UTC")),
    )
    return [(label, value) for label, value in lines if value]


def _stopped(facts: Mapping[str, object]) -> str:
    reason = str(facts.get("suppression_reason", "")).replace("_", " ")
    return f"yes: {reason}" if facts.get("suppressed") else "no"


def _consent(facts: Mapping[str, object]) -> str:
    words = _CLASSES.get(str(facts.get("consent_class", "")), "")
    since, source = str(facts.get("consent_at") or "")[:10], str(facts.get("consent_source") or "")
    return ", ".join(part for part in (words, f"by {source}" if source else "", since) if part)


def _sender(facts: Mapping[str, object]) -> str:
    approved = facts.get("sender_approved")
    if approved is None:
        return ""
    kind = str(facts.get("sender_kind", "")).replace("_", "-")
    return f"{kind}, {'registered' if approved else 'not registered'}".removeprefix(", ")


def _listed(value: object) -> str:
    return ", ".join(str(each) for each in value) if isinstance(value, list) else ""


def _moment(value: object, zone: object) -> str:
    text = str(value or "")
    return f"{text[:10]} {text[11:16]} {zone or ''}".strip() if len(text) >= 16 else ""
