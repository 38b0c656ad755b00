"""Writing lines of the ledgers, under the address's lock; nothing else writes there."""

import hashlib
from collections.abc import Mapping
from contextlib import suppress as suppress_errors
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.utils import IntegrityError
from django.utils import timezone

from casa.core.accounts.rules import NotPossible, log_action
from casa.core.accounts.scope import current_scope
from casa.core.consent.chain import digest_of
from casa.core.consent.ledger import UNDO, address_of, family, hold_address
from casa.core.consent.models import ConsentClass, ConsentEvent, Suppression
from casa.lib.ids import new_id

ALARM = timedelta(minutes=1)  # R23: a revocation takes effect at once; later than this, somebody must know
UNDO_WITHIN = timedelta(minutes=10)
SAID_BY_CARRIERS = ("provider", "unreachable")  # nobody's wish that came late
AFFIRMATIVE = ("box_ticked", "keyword_sent", "signed")  # R3: nothing else makes a written consent


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
    matcher: str = "",
    received_on: str = "",
    received_at: datetime | None = None,
) -> bool:
    """Write one line of the stop list under the address's lock; False when this message has already done so."""
    here = current_scope()
    if at is not None and not restores and reason not in SAID_BY_CARRIERS:
        tell_if_late(at)
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
                    matcher=matcher,
                    message_ref=ref,
                    received_on=received_on,
                    received_at=received_at,
                    restores=restores,
                    actor_id=here.user_id,
                    occurred_at=min(at or timezone.now(), timezone.now()),  # no clock of theirs outruns ours (R78)
                )
            )
    except IntegrityError:
        return False
    return True


def tell_if_late(at: datetime) -> None:
    """R23: how long a revocation took to take effect; past a minute it stands in the action log."""
    late = timezone.now() - at
    if late > ALARM:
        log_action("consent.stop_took_long", seconds=int(late.total_seconds()))


def undo(line_id: UUID) -> None:
    """Take back one's own line within ten minutes: it was the wrong person. Nothing else can be undone (R31)."""
    here = current_scope()
    line = Suppression.objects.filter(workspace_id=here.workspace_id, id=line_id, restores=False).first()
    fresh = line is not None and timezone.now() - line.recorded_at <= UNDO_WITHIN
    if line is None or not fresh or line.reason != "staff" or line.actor_id != here.user_id:
        raise NotPossible("Only your own entry can be taken back, and only for ten minutes.")
    with suppress_errors(IntegrityError), transaction.atomic():
        write_line(
            Suppression(
                id=new_id(),
                workspace_id=here.workspace_id,
                brand_id=line.brand_id,
                address=line.address,
                channel=line.channel,
                scope=line.scope,
                program=line.program,
                reason="staff",
                rule="R31",
                message_ref=f"{UNDO}{line.id}",
                restores=True,
                actor_id=here.user_id,
                occurred_at=timezone.now(),
            )
        )


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
    program: str = "service",
    medium: str = "",
    source_url: str = "",
    proof: Mapping[str, object] | None = None,
) -> None:
    """Write down that somebody agreed. The same source is written once. A written consent that lacks what proves it is
    written as ``unproven`` (R8)."""
    address, here = address_of(kind, value), current_scope()
    known = ConsentEvent.objects.filter(
        workspace_id=here.workspace_id,
        brand_id=brand_id,
        address=address,
        channel=family(channel),
        program=program,
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
                program=program,
                source=source,
                source_ref=source_ref,
                action=action,
                medium=medium,
                source_url=source_url or None,
                disclosure=disclosure or None,
                disclosure_version=hashlib.sha256(disclosure.encode()).hexdigest() if disclosure else "",
                proof=dict(proof) if proof else None,
                actor_id=here.user_id,
                occurred_at=at,
            )
        )


def write_line(line: ConsentEvent | Suppression) -> None:
    """Write a line of a ledger: with the moment it takes effect, and the digest that its chain is made of."""
    if isinstance(line, ConsentEvent) and line.consent_class == ConsentClass.WRITTEN and not proven(line):
        line.consent_class = ConsentClass.UNPROVEN
    line.recorded_at = timezone.now()
    line.digest = digest_of(line)
    line.save(force_insert=True)


def proven(line: ConsentEvent) -> bool:
    """R8, R3: whether a written consent has what proves it: the words as shown, what was done, how, and on the web from
    where and by which browser."""
    told = line.proof or {}
    online = bool(line.source_url and told.get("ip") and told.get("user_agent")) if line.medium == "web" else True
    words = bool(line.disclosure and line.disclosure_version)
    return words and line.action in AFFIRMATIVE and bool(line.medium) and online
