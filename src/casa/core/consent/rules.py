"""Hearing what people say about being written to, and writing it into the ledgers.

``hear`` runs before anything else sees an incoming message, in a transaction of its own (R39): for unknown numbers,
paused workspaces and picture messages too.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

from django.db import transaction
from django.db.utils import IntegrityError
from django.utils import timezone

from casa.core.accounts.models import Brand
from casa.core.accounts.scope import current_scope
from casa.core.consent.chain import digest_of
from casa.core.consent.gate import TEXTS, VERSION, Case, Verdict, decide
from casa.core.consent.ledger import LIFTED_BY_KEYWORD, address_of, family, hold_address, live_stop
from casa.core.consent.matching import Context, classify
from casa.core.consent.models import ConsentEvent, Decision, Suppression
from casa.lib.ids import new_id

LATE = timedelta(minutes=5)  # R24
STOPS = {"stop": "keyword", "revocation_freeform": "freeform"}


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
) -> Heard:
    """Take note of a message's meaning for consent. Safe to repeat: one line a message.

    ``provider_said``: stop, start or help where the provider's own keyword handling has already answered (R42).
    """
    if channel not in TEXTS:
        return Heard("none")
    hold_address(brand.id, kind, value)
    stop = live_stop(brand.id, kind, value, channel)
    said = classify(text, Context(opted_out=stop is not None, last_outbound=last_outbound))
    label = provider_said if provider_said in ("stop", "start") else said.label
    write = partial(suppress, brand.id, channel, kind, value, at=sent_at, text=text, ref=message_ref)
    if label in STOPS:
        scope = said.scope if said.scope in ("all", "marketing") else "all"
        changed = write(STOPS[label], scope, rule=said.rule)
        return Heard(label, scope, said.why, changed)
    if label == "start" and stop is not None and stop.reason in LIFTED_BY_KEYWORD:
        changed = write("keyword", "all", rule="R31", restores=True)
        return Heard("start", "all", said.why, changed)
    return Heard(label, said.scope or "", said.why)


def owed_answer(brand: Brand, text: str, message_ref: str, *, provider_said: str = "") -> str:
    """The one automatic reply a message is owed, or "": STOP and START a confirmation (R24), HELP its answer (R12).

    Asked after ``hear``; where the provider has already answered, nothing is owed (R43).
    """
    label = "" if provider_said else classify(text, Context()).label
    if label in ("", "none", "help"):
        return help_words(brand) if label == "help" else ""
    line = Suppression.objects.filter(
        workspace_id=current_scope().workspace_id, brand_id=brand.id, message_ref=message_ref
    ).first()
    if line is None or line.scope != "all" or timezone.now() - line.occurred_at > LATE:
        return ""
    return start_words(brand) if line.restores else stop_words(brand)


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
    program: str = "",
) -> bool:
    """Write one line of the stop list under the address's lock; False when this message has already done so."""
    here = current_scope()
    hold_address(brand_id, kind, value)
    try:
        with transaction.atomic():
            write_line(
                Suppression(
                    id=new_id(),
                    workspace_id=here.workspace_id,
                    brand_id=brand_id,
                    address=address_of(kind, value),
                    channel=family(channel),
                    scope=scope,
                    program=program,
                    reason=reason,
                    rule=rule,
                    text=text or None,
                    message_ref=ref,
                    restores=restores,
                    actor_id=here.user_id,
                    occurred_at=min(at or timezone.now(), timezone.now()),  # no clock of theirs outruns ours (R78)
                )
            )
    except IntegrityError:
        return False
    return True


def note_consent(
    brand_id: UUID,
    channel: str,
    kind: str,
    value: str,
    consent_class: str,
    source: str,
    action: str,
    *,
    at: datetime,
    source_ref: UUID | None = None,
    disclosure: str = "",
) -> None:
    """Write down that somebody agreed. The same source is written once."""
    address, here = address_of(kind, value), current_scope()
    known = ConsentEvent.objects.filter(
        workspace_id=here.workspace_id,
        brand_id=brand_id,
        address=address,
        channel=family(channel),
        source=source,
        source_ref=source_ref,
    )
    if not known.exists():
        write_line(
            ConsentEvent(
                id=new_id(),
                workspace_id=here.workspace_id,
                brand_id=brand_id,
                address=address,
                channel=family(channel),
                consent_class=consent_class,
                source=source,
                source_ref=source_ref,
                action=action,
                disclosure=disclosure or None,
                actor_id=here.user_id,
                occurred_at=at,
            )
        )


def write_line(line: ConsentEvent | Suppression) -> None:
    """Write a line of a ledger: with the moment it takes effect, and the digest that its chain is made of."""
    line.recorded_at = timezone.now()
    line.digest = digest_of(line)
    line.save(force_insert=True)


def decide_and_record(case: Case, outbox_id: UUID) -> Verdict:
    """The gate's answer at hand-off, written beside the row in the caller's transaction under the address's lock."""
    hold_address(case.brand_id, case.address_kind, case.address)
    verdict, facts = decide(case)
    decision_of(case, verdict, facts, outbox_id).save(force_insert=True)
    return verdict


def decision_of(case: Case, verdict: Verdict, facts: Mapping[str, object], outbox_id: UUID) -> Decision:
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
