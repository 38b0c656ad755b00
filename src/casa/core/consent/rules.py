"""Hearing what people say about being written to, and writing it into the ledgers.

``hear`` runs before anything else sees an incoming message, in a transaction of its own (R39): for unknown numbers,
paused workspaces and picture messages too.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.utils import IntegrityError
from django.utils import timezone

from casa.core.accounts.models import Brand
from casa.core.accounts.scope import current_scope
from casa.core.consent.gate import TEXTS, VERSION, Case, Verdict, decide
from casa.core.consent.ledger import address_of, family, hold_address, standing
from casa.core.consent.matching import Context, classify
from casa.core.consent.models import ConsentEvent, Decision, Suppression

HELP_EVERY = timedelta(minutes=15)  # R12
LATE = timedelta(minutes=5)  # R24
FREEFORM = {"stop": "keyword", "revocation_freeform": "freeform"}


@dataclass(frozen=True, slots=True)
class Heard:
    """What an incoming message meant for consent. ``answer`` is the one automatic reply it is owed, or ""."""

    label: str
    scope: str = ""
    answer: str = ""
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
) -> Heard:
    """Take note of a message's meaning for consent. Safe to repeat: one line a message.

    ``provider_said``: stop, start or help where the provider's own keyword handling has already answered (R42, R43).
    """
    if channel not in TEXTS:
        return Heard("none")
    hold_address(brand.id, kind, value)
    now = standing(brand.id, kind, value, channel)
    said = classify(text, Context(opted_out=now.suppressed, last_outbound=last_outbound))
    label = provider_said if provider_said in ("stop", "start") else said.label
    if label in FREEFORM:
        return _stop(brand, channel, kind, value, text, sent_at, message_ref, label, said, bool(provider_said))
    if label == "start" and now.suppressed:
        return _start(brand, channel, kind, value, sent_at, message_ref, now.reason, bool(provider_said))
    if label == "help" and not provider_said:
        return Heard("help", answer=help_words(brand))
    return Heard(label, said.scope, why=said.why)


def _stop(
    brand: Brand, channel: str, kind: str, value: str, text: str, at: datetime, ref: str, label: str, said, told: bool
) -> Heard:
    scope = said.scope if said.scope in ("all", "marketing") else "all"
    reason = "keyword" if label == "stop" else "freeform"
    written = suppress(brand.id, channel, kind, value, reason, scope, at=at, text=text, ref=ref, rule=said.rule)
    fresh = timezone.now() - at <= LATE
    answer = stop_words(brand) if written and fresh and not told and scope == "all" else ""
    return Heard(label, scope, answer, said.why, changed=written)


def _start(brand: Brand, channel: str, kind: str, value: str, at: datetime, ref: str, reason: str, told: bool) -> Heard:
    if reason not in ("keyword", "freeform", "provider"):  # R31: never lifts a staff, complaint or wrong-number line
        return Heard("start", why="This stop was not made by a keyword; a person must lift it.")
    written = suppress(brand.id, channel, kind, value, "keyword", "all", at=at, ref=ref, rule="R31", restores=True)
    return Heard("start", "all", start_words(brand) if written and not told else "", changed=written)


def suppress(
    brand_id: UUID,
    channel: str,
    kind: str,
    value: str,
    reason: str,
    scope: str = "all",
    *,
    at: datetime | None = None,
    text: str = "",
    ref: str = "",
    rule: str = "",
    restores: bool = False,
) -> bool:
    """Write one line of the stop list under the address's lock; False when this message has already written its line."""
    here = current_scope()
    hold_address(brand_id, kind, value)
    try:
        with transaction.atomic():
            Suppression.objects.create(
                workspace_id=here.workspace_id,
                brand_id=brand_id,
                address=address_of(kind, value),
                channel=family(channel),
                scope=scope,
                reason=reason,
                rule=rule,
                text=text or None,
                message_ref=ref,
                restores=restores,
                actor_id=here.user_id,
                occurred_at=at or timezone.now(),
            )
    except IntegrityError:
        return False
    return True


def note_consent(
    brand_id: UUID, channel: str, kind: str, value: str, consent_class: str, source: str, action: str,
    *, at: datetime, source_ref: UUID | None = None, disclosure: str = "",
) -> None:
    """Write down that somebody agreed. The same source is written once."""
    address, here = address_of(kind, value), current_scope()
    known = ConsentEvent.objects.filter(
        workspace_id=here.workspace_id, brand_id=brand_id, address=address, channel=family(channel),
        source=source, source_ref=source_ref,
    )
    if not known.exists():
        ConsentEvent.objects.create(
            workspace_id=here.workspace_id, brand_id=brand_id, address=address, channel=family(channel),
            consent_class=consent_class, source=source, source_ref=source_ref, action=action,
            disclosure=disclosure or None, actor_id=here.user_id, occurred_at=at,
        )


def decide_and_record(case: Case, outbox_id: UUID) -> Verdict:
    """The gate's answer at hand-off, written beside the row in the caller's transaction and under the address's lock."""
    hold_address(case.brand_id, case.address_kind, case.address)
    verdict, facts = decide(case)
    Decision.objects.create(
        workspace_id=current_scope().workspace_id,
        outbox_id=outbox_id,
        answer=verdict.answer,
        reason=verdict.reason,
        rule=verdict.rule,
        until=verdict.until,
        gate_version=VERSION,
        facts=facts,
    )
    return verdict


def stop_words(brand: Brand) -> str:
    """R24: one confirmation, no marketing."""
    return f"{brand.name}: you will get no more messages from us. Reply START to hear from us again."


def start_words(brand: Brand) -> str:
    return f"{brand.name}: you will hear from us about your stay again. Msg & data rates may apply. Reply STOP to end."


def help_words(brand: Brand) -> str:
    """R12: brand, a working contact, how to stop."""
    contact = brand.support_phone or brand.support_email or "this number"
    return f"{brand.name}: for help, contact {contact}. Msg & data rates may apply. Reply STOP to end."
