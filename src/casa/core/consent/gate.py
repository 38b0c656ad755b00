"""The gate that every outgoing message passes, at the moment of hand-off (compliance rules, section 0).

``decide`` asks a row of checks in order; the first that does not let the message through answers. The same function
answers beforehand, for the composer, the assistant and the API, so that what they show is what will happen. Each
check is a small function of a :class:`Case` and carries its rule number. More rules are more rows.
"""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from uuid import UUID

from casa.core.consent.ledger import Standing, standing
from casa.lib.phones import country, is_e164
from casa.lib.sms import segments

VERSION = 1
REPLY_WINDOW = timedelta(hours=24)  # R1: answering the person's own message
CONFIRM_WINDOW = timedelta(minutes=5)  # R24
TEXTS = frozenset({"sms", "mms", "imessage"})
COUNTRIES = frozenset({"US", "CA", "GB", "IE", "FR", "DE", "ES", "MX", "NL", "SE", "IT", "PT", "CH", "AT", "BE", "AU"})
MOST_SEGMENTS = 10  # R71


@dataclass(frozen=True, slots=True)
class Case:
    """What the gate is asked about. ``kind``: reply (to somebody), service, compliance (answers to STOP and HELP)."""

    brand_id: UUID
    channel: str
    address_kind: str
    address: str
    kind: str
    body: str
    now: datetime
    last_inbound_at: datetime | None = None
    by_assistant: bool = False


@dataclass(frozen=True, slots=True)
class Verdict:
    """``answer``: allow, hold, block. ``words`` are for the host; ``rule`` and ``source`` name the law or policy."""

    answer: str
    words: str
    reason: str = ""
    rule: str = ""
    source: str = ""
    until: datetime | None = None

    @property
    def allowed(self) -> bool:
        return self.answer == "allow"


@dataclass(frozen=True, slots=True)
class Facts:
    """The facts a verdict rests on; written beside the row, without the address or the text."""

    channel: str
    kind: str
    suppressed: bool
    suppression_reason: str
    consent_class: str
    reply_within_day: bool
    segments: int
    country: str


Check = Callable[[Case, Standing], Verdict | None]


def decide(case: Case) -> tuple[Verdict, dict[str, object]]:
    """The gate's answer and the facts it used. Reads the ledgers; writes nothing."""
    now = standing(case.brand_id, case.address_kind, case.address, case.channel)
    for check in CHECKS:
        verdict = check(case, now)
        if verdict is not None:
            return verdict, _facts(case, now)
    return _allowed(case, now), _facts(case, now)


def _number(case: Case, now: Standing) -> Verdict | None:
    """R73, R74: a text needs a whole number in a country that is switched on."""
    if case.channel not in TEXTS:
        return None
    if not is_e164(case.address):
        return Verdict("block", "This is not a number that can be texted.", "number", "R73", "E.164, libphonenumber")
    place = country(case.address)
    if place and place not in COUNTRIES:
        return Verdict("block", f"Texting to {place} is switched off.", "country", "R74", "Casa policy against pumping")
    return None


def _suppression(case: Case, now: Standing) -> Verdict | None:
    """R20, R30: who said stop is not written to; R24 and R12 leave one confirmation and the HELP answer."""
    if not now.suppressed:
        return None
    if case.kind == "compliance" and now.suppressed_at and case.now - now.suppressed_at <= CONFIRM_WINDOW:
        return None
    return Verdict("block", now.words, "suppressed", now.rule or "R20", "47 CFR 64.1200(a)(10)")


def _consent_class(case: Case, now: Standing) -> Verdict | None:
    """R1, R6: a reply within a day needs nothing more; a service message needs express consent."""
    if case.channel not in TEXTS or case.kind == "compliance" or _answers_them(case):
        return None
    if now.consent_class in ("express", "written"):
        return None
    return Verdict(
        "block",
        "They have not written in the last 24 hours and no booking gives you their leave to text.",
        "consent",
        "R1",
        "47 CFR 64.1200(a)(1)–(2)",
    )


def _content(case: Case, now: Standing) -> Verdict | None:
    """R71: more than ten parts is not a text message; an empty one is none."""
    if not case.body.strip():
        return Verdict("block", "There is nothing to send yet.", "empty")
    if case.channel in TEXTS and segments(case.body).count > MOST_SEGMENTS:
        return Verdict("block", "This is longer than ten texts. Shorten it, or send it by e-mail.", "length", "R71")
    return None


CHECKS: tuple[Check, ...] = (_number, _suppression, _consent_class, _content)


def _answers_them(case: Case) -> bool:
    return case.last_inbound_at is not None and case.now - case.last_inbound_at <= REPLY_WINDOW


def _allowed(case: Case, now: Standing) -> Verdict:
    if case.channel not in TEXTS:
        return Verdict("allow", "reply on their own channel")
    return Verdict("allow", "reply allowed" if _answers_them(case) else "service message allowed", rule="R1")


def _facts(case: Case, now: Standing) -> dict[str, object]:
    texts = case.channel in TEXTS
    return asdict(
        Facts(
            case.channel,
            case.kind,
            now.suppressed,
            now.reason,
            now.consent_class,
            _answers_them(case),
            segments(case.body).count if texts else 0,
            country(case.address) if texts else "",
        )
    )
