"""The chain that makes a ledger tell when it was tampered with: each line holds the hash of the line before.

A line's ``digest`` says what stands in it. It does not depend on how the line is sealed: personal text goes in as its
keyed fingerprint, so that a change of keys breaks no chain and a digest gives no text away. ``seq`` and ``chain`` are
set by the database at the very end of the writing transaction (``functions.sql``), which the app cannot do itself.

The form of a digest never changes: lines of today must verify in ten years. A new form is a new ``FORM``.
"""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db import connection

from casa.core.accounts.scope import current_workspace_id
from casa.core.consent.models import Chained, ChainHead, ConsentEvent, Ledger, Suppression
from casa.core.vault.crypto import blind
from casa.core.vault.fields import warm
from casa.core.vault.keyring import ledger_key

FORM = 1
AT_ONCE = 2000
PLAIN = {
    "ConsentEvent": (
        "channel", "program", "consent_class", "source", "source_ref", "action", "medium", "disclosure_version",
        "actor_id", "occurred_at", "recorded_at",
    ),
    "Suppression": (
        "channel", "scope", "program", "restores", "reason", "rule", "matcher", "message_ref", "received_on",
        "received_at", "confirmation_id", "actor_id", "occurred_at", "recorded_at",
    ),
}  # fmt: skip
SEALED = {"ConsentEvent": ("source_url", "disclosure", "proof"), "Suppression": ("text",)}


@dataclass(frozen=True, slots=True)
class ChainState:
    """What a look through a brand's chains found. ``broken_at``: the first link that is not what was written."""

    consents: int
    suppressions: int
    broken_ledger: str = ""
    broken_at: int | None = None

    @property
    def ok(self) -> bool:
        return self.broken_at is None

    @property
    def words(self) -> str:
        if self.ok:
            return f"Verified: {self.consents + self.suppressions} entries, none changed, none missing."
        return f"Entry {self.broken_at} of the {self.broken_ledger} ledger is not what was written."


def digest_of(line: Any) -> bytes:
    """SHA-256 of what a line says. Call it inside the workspace, when everything but ``seq`` and ``chain`` is set."""
    name = type(line).__name__
    said = {field: _plain(getattr(line, field)) for field in PLAIN[name]}
    said |= {field: _fingerprint(field, getattr(line, field)) for field in SEALED[name]}
    said |= {
        "form": str(FORM),
        "ledger": name,
        "id": str(line.pk),
        "brand": str(line.brand_id),
        "address": bytes(line.address).hex(),
    }
    return hashlib.sha256(json.dumps(said, sort_keys=True, separators=(",", ":")).encode()).digest()


def link(before: bytes, digest: bytes) -> bytes:
    return hashlib.sha256(before + digest).digest()


def first_link(ledger: str, brand_id: UUID) -> bytes:
    """What stands before the first line: a chain belongs to its brand and ledger and cannot be moved."""
    return hashlib.sha256(f"casa chain|{ledger}|{brand_id}".encode()).digest()


def verify_chain(brand_id: UUID) -> ChainState:
    """Read both ledgers of a brand from the first line to the last and recompute every link."""
    with connection.cursor() as cursor:  # lines of this very transaction get their place now
        cursor.execute("set constraints all immediate")
        cursor.execute("set constraints all deferred")
    consents, broken_consent = _walk(Ledger.CONSENT, ConsentEvent, brand_id)
    stops, broken_stop = _walk(Ledger.SUPPRESSION, Suppression, brand_id)
    if broken_consent is not None:
        return ChainState(consents, stops, Ledger.CONSENT, broken_consent)
    return ChainState(consents, stops, Ledger.SUPPRESSION if broken_stop is not None else "", broken_stop)


def _walk(ledger: str, model: type[Chained], brand_id: UUID) -> tuple[int, int | None]:
    """How many lines are whole, and the first place that is not."""
    here = {"workspace_id": current_workspace_id(), "brand_id": brand_id}
    seq, chain = 0, first_link(ledger, brand_id)
    lines = model._default_manager.filter(**here)
    if lines.filter(seq__isnull=True).exists():
        return 0, 0
    while batch := list(lines.filter(seq__gt=seq).order_by("seq")[:AT_ONCE]):
        warm(batch)
        seq, chain, broken = _follow(batch, seq, chain)
        if broken is not None:
            return seq, broken
    head = ChainHead.objects.filter(**here, ledger=ledger).first()
    told = (head.seq, bytes(head.chain)) if head else (0, first_link(ledger, brand_id))
    return seq, None if told == (seq, chain) else seq + 1


def _follow(lines: Iterable[Chained], seq: int, chain: bytes) -> tuple[int, bytes, int | None]:
    for line in lines:
        digest = digest_of(line)
        chain = link(chain, digest)
        if line.seq != seq + 1 or bytes(line.digest or b"") != digest or bytes(line.chain or b"") != chain:
            return seq, chain, seq + 1
        seq += 1
    return seq, chain, None


def _plain(value: object) -> str | None:
    if value is None:
        return None
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    return str(value)


def _fingerprint(field: str, value: object) -> str | None:
    if value is None:
        return None
    told = value if isinstance(value, str) else json.dumps(value, sort_keys=True, separators=(",", ":"))
    return blind(ledger_key(), f"line|{field}", told).hex()
