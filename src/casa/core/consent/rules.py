"""Hearing what people say about being written to, and writing it into the ledgers.

``hear`` runs before anything else sees an incoming message, in a transaction of its own (R39): for unknown numbers,
paused workspaces and picture messages too.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from django.utils import timezone

from casa.core.accounts.models import Brand
from casa.core.accounts.scope import current_scope
from casa.core.consent.gate import TEXTS, VERSION, Case, decide
from casa.core.consent.gate import Verdict as Answer
from casa.core.consent.ledger import (
    LIFTED_BY_KEYWORD,
    Stops,
    address_of,
    fold_stops,
    hold_address,
    stop_lines,
    stops_of,
)
from casa.core.consent.matching import Context, Verdict, classify
from casa.core.consent.models import Decision, Suppression
from casa.core.consent.reviews import Said, keep_wish, open_review
from casa.core.consent.saying import says_something
from casa.core.consent.writing import note_consent, suppress, tell_if_late, undo, write_line
from casa.lib.ids import new_id

__all__ = [
    "Heard", "decide_and_record", "decision_of", "hear", "help_words", "note_consent", "note_question", "owed_answer",
    "start_words", "stop_words", "suppress", "undo", "write_line",
]  # fmt: skip
LATE = timedelta(minutes=5)  # R24
TRUSTED, FAR = timedelta(minutes=3), timedelta(hours=1)  # how late a provider's word for when still counts (R78)
CHANNEL_SCOPES = {"sms": "sms", "voice": "voice", "email": "email"}  # the matcher's scopes of one channel


@dataclass(frozen=True, slots=True)
class Heard:
    """What an incoming message meant for consent: stop, start, help, revocation_freeform or none."""

    label: str
    scope: str = ""
    why: str = ""
    changed: bool = False


def hear(
    brand: Brand,
    channel: str,
    kind: str,
    value: str,
    text: str,
    sent_at: datetime,
    message_ref: str,
    *,
    last_outbound: str = "",
    provider_said: str = "",
    received_on: str = "",
) -> Heard:
    """Take note of a message's meaning for consent. Safe to repeat: one line a message.

    ``provider_said``: stop, start or help where the provider's own keyword handling has already answered (R42).
    ``received_on``: our own number that it came to (R44).
    """
    if channel not in TEXTS:
        return Heard("none")
    hold_address(brand.id, kind, value)
    stops = stops_of(brand.id, kind, value, channel)
    verdict = classify(text, Context(opted_out=stops.whole is not None, last_outbound=last_outbound))
    said = Said(brand, channel, kind, value, text, sent_at, message_ref, received_on)
    label = provider_said if provider_said in ("stop", "start") else verdict.label
    note_wishes(said, verdict)
    if label in ("stop", "revocation_freeform") or verdict.scope in CHANNEL_SCOPES:
        return _stop(said, label, verdict)
    if label == "start" and (provider_said == "start" or verdict.effect != "reconsent_prompt"):
        return _start(said, stops, verdict)
    if stops.whole is not None and label in ("none", "start") and verdict.effect != "ignore":
        open_review(said, "question")  # R33: only a person may answer; what is no START opens nothing, whatever it asks
    return Heard(label, verdict.scope or "", verdict.why)


def note_question(
    brand: Brand, channel: str, kind: str, value: str, text: str, ref: str, received_at: datetime
) -> bool:
    """R33: somebody who had stopped us when this came in asks something: only a person may answer. Whether it is so.

    ``hear`` does it for texts that could mean something (``saying.says_something``), this for the others, and later: an
    ordinary text asks no ledger on its way in. Safe to repeat.
    """
    if says_something(text):
        return False  # it was heard when it came
    stop = stops_of(brand.id, kind, value, channel).whole
    if stop is None or stop.recorded_at > received_at or classify(text, Context(opted_out=True)).effect == "ignore":
        return False
    open_review(Said(brand, channel, kind, value, text, received_at, ref), "question")
    return True


def _stop(said: Said, label: str, verdict: Verdict) -> Heard:
    """R20, R21: stop what they named at once; what was not clear, a complaint and a wrong number go to a person too."""
    reason, scope, channel = _what_ends(label, verdict)
    changed = replace(said, at=_event_time(said)).write(reason, scope, verdict, channel=channel)
    if verdict.effect in REVIEWS:
        open_review(said, REVIEWS[verdict.effect])
    elif label == "revocation_freeform" and verdict.scope == "email" and said.kind != "email":
        open_review(said, "revocation")  # a person must find the e-mail address that they mean
    return Heard(label, scope, verdict.why, changed)


REVIEWS = {
    "suppress_and_review": "revocation",
    "suppress_and_ask": "booking",
    "suppress_and_preserve": "complaint",
    "suppress_number": "wrong_number",
}


def _what_ends(label: str, verdict: Verdict) -> tuple[str, str, str]:
    """Reason, scope and channel of the line. What is named stops; what is not clear stops whole (R20, R30)."""
    reason = "keyword" if label == "stop" else "freeform"
    if verdict.effect == "suppress_and_preserve":
        return "complaint", "all", ""  # R47
    if verdict.effect == "suppress_number":
        return "wrong_number", "all", ""  # R14
    if label == "stop" or verdict.scope in (None, "all"):
        return reason, "all", ""
    if verdict.scope == "marketing":
        return reason, "marketing", ""
    return reason, "channel", CHANNEL_SCOPES[verdict.scope or "sms"]


def _event_time(said: Said) -> datetime:
    """R78: a STOP that comes an hour after it says it was sent counts from its receipt, and so does one that is a few
    minutes late where a START would beat it: only the provider's clock says that the START was sent after it. A START
    keeps its own time, so that an old one opens nothing."""
    now = timezone.now()
    late = now - said.at
    if late <= TRUSTED or (late <= FAR and not _beaten(said)):
        return said.at
    tell_if_late(said.at)
    return now


def _beaten(said: Said) -> bool:
    address = address_of(said.kind, said.value)
    lines = stop_lines(said.brand.id, [address]).get(address, [])
    return any(line.restores and line.occurred_at >= said.at for line in lines)


def _start(said: Said, stops: Stops, verdict: Verdict) -> Heard:
    """R31: opens again what a keyword, their own words or the carrier closed, and nothing else."""
    standing = [stops.whole, stops.marketing, *stops.programs.values()]
    ended = stops.whole or stops.marketing or next(iter(stops.programs.values()), None)
    if ended is None or not any(line and line.reason in LIFTED_BY_KEYWORD for line in standing):
        return Heard("start", verdict.scope or "", verdict.why)
    changed = said.write("keyword", "all", replace(verdict, rule="R31"), restores=True)
    return Heard("start", "all", verdict.why, changed)


def note_wishes(said: Said, verdict: Verdict) -> None:
    """R46: hours and channels they asked for are kept as such, once a message; what needs no stop but a reader is put
    before one (R47, R48)."""
    wish = verdict.preference
    if wish is not None and wish.kind in ("hours", "channel"):
        keep_wish(said.brand.id, said.kind, said.value, wish, text=said.text, ref=said.ref)
    if verdict.effect == "preserve":
        open_review(said, "complaint")
    elif verdict.effect == "review":
        open_review(said, "decline")
    elif wish is not None and wish.kind == "number":
        open_review(said, "number")


def owed_answer(
    brand: Brand, text: str, message_ref: str, *, provider_said: str = "", sent_at: datetime | None = None
) -> str:
    """The one automatic reply a message is owed, or "": STOP and START a confirmation (R24), HELP its answer (R12).

    Asked after ``hear``; where the provider has already answered, nothing is owed (R43), nor to who had stopped before,
    nor to what was sent longer ago than a confirmation may take.
    """
    if sent_at is not None and timezone.now() - sent_at > LATE:
        return ""
    label = "" if provider_said else classify(text, Context()).label
    if label in ("", "none", "help"):
        return help_words(brand) if label == "help" else ""
    line = Suppression.objects.filter(
        workspace_id=current_scope().workspace_id, brand_id=brand.id, message_ref=message_ref
    ).first()
    if line is None or line.scope != "all" or line.reason == "complaint" or timezone.now() - line.occurred_at > LATE:
        return ""
    if line.restores:
        return start_words(brand)
    return "" if _stopped_before(line) else stop_words(brand)


def _stopped_before(line: Suppression) -> bool:
    """R24: one confirmation; whoever had stopped already has had theirs."""
    address = bytes(line.address)
    lines = stop_lines(line.brand_id, [address]).get(address, [])
    earlier = [each for each in lines if each.recorded_at < line.recorded_at]
    return fold_stops(earlier, (), line.channel).whole is not None


def decide_and_record(case: Case, outbox_id: UUID) -> Answer:
    """The gate's answer at hand-off, written beside the row in the caller's transaction under the address's lock."""
    hold_address(case.brand_id, case.address_kind, case.address)
    verdict, facts = decide(case)
    decision_of(case, verdict, facts, outbox_id).save(force_insert=True)
    return verdict


def decision_of(case: Case, verdict: Answer, facts: Mapping[str, object], outbox_id: UUID) -> Decision:
    """What is written beside an outbox row; what caps are counted by stands in columns (R58, R76, R82)."""
    return Decision(
        id=new_id(),
        workspace_id=current_scope().workspace_id,
        outbox_id=outbox_id,
        brand_id=case.brand_id,
        address=address_of(case.address_kind, case.address),
        kind=case.kind,
        connection_id=case.connection_id,
        sender=case.sender,
        template_id=case.template_id,
        segments=int(str(facts.get("segments") or 0)),
        answer=verdict.answer,
        reason=verdict.reason,
        rule=verdict.rule,
        until=verdict.until,
        gate_version=VERSION,
        facts=dict(facts),
    )


def stop_words(brand: Brand) -> str:
    """R24: one confirmation, no marketing."""
    return f"{brand.name}: you will get no more messages from us. Reply START to hear from us again."


def start_words(brand: Brand) -> str:
    return f"{brand.name}: you will hear from us about your stay again. Msg & data rates may apply. Reply STOP to end."


def help_words(brand: Brand) -> str:
    """R12: brand, a working contact, how to stop."""
    contact = brand.support_phone or brand.support_email or "this number"
    return f"{brand.name}: for help, contact {contact}. Msg & data rates may apply. Reply STOP to end."
