"""Reading and writing the ledgers, under the lock that a hand-off and a STOP share (R41)."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from casa.core.accounts.scope import current_workspace_id
from casa.core.consent.models import ConsentClass, ConsentEvent, Suppression
from casa.core.people.rules import normal
from casa.core.vault.crypto import blind
from casa.core.vault.keyring import ledger_key

FAMILY = {"mms": "sms", "rcs": "sms"}  # R30: one opt-out for SMS, MMS and RCS
LIFTED_BY_KEYWORD = ("keyword", "freeform", "provider")  # R31: never a staff, complaint or wrong-number line
STRENGTH = {name: place for place, name in enumerate(ConsentClass.values)}
WORDS = {
    "keyword": "They replied STOP. Casa sends them nothing until they text START.",
    "freeform": "They asked not to be written to. Casa sends them nothing until they say otherwise.",
    "provider": "Their carrier says they opted out. Casa sends them nothing until they text START.",
    "complaint": "They complained about being written to. A person must settle this first.",
    "wrong_number": "They said this is the wrong number.",
    "unreachable": "This number no longer takes messages.",
    "staff": "A colleague put them on the stop list.",
}


@dataclass(frozen=True, slots=True)
class Standing:
    """How an address stands with a brand right now."""

    suppressed: bool
    suppressed_at: datetime | None
    reason: str
    rule: str
    consent_class: str
    consent_source: str
    consent_at: datetime | None

    @property
    def words(self) -> str:
        return WORDS.get(self.reason, "They are on the stop list.")


def family(channel: str) -> str:
    return FAMILY.get(channel, channel)


def address_of(kind: str, value: str) -> bytes:
    """The keyed stand-in an address has in the ledgers."""
    return blind(ledger_key(), kind, normal(kind, value))


def hold_address(brand_id: UUID, kind: str, value: str) -> None:
    """Take the lock of (brand, address) until the transaction ends: a STOP and a hand-off never interleave."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(%s)", [lock_number(brand_id, kind, value)])


def lock_number(brand_id: UUID, kind: str, value: str) -> int:
    """What the lock of (brand, address) is called in the database."""
    return int.from_bytes(blind(address_of(kind, value), "lock", str(brand_id))[:8], "big", signed=True)


def standing(brand_id: UUID, kind: str, value: str, channel: str) -> Standing:
    """Fold the ledgers for one address: the newest line of a scope counts, stop wins a tie (R78)."""
    stop = live_stop(brand_id, kind, value, channel)
    consent = _best_consent(brand_id, address_of(kind, value), family(channel))
    return Standing(
        suppressed=stop is not None,
        suppressed_at=stop.recorded_at if stop else None,
        reason=stop.reason if stop else "",
        rule=stop.rule if stop else "",
        consent_class=consent.consent_class if consent else "",
        consent_source=consent.source if consent else "",
        consent_at=consent.occurred_at if consent else None,
    )


def live_stop(brand_id: UUID, kind: str, value: str, channel: str) -> Suppression | None:
    """The line of the stop list that holds for an address on a channel now."""
    return _newest_stop(_lines(brand_id, address_of(kind, value)), family(channel))


def _lines(brand_id: UUID, address: bytes) -> QuerySet[Suppression]:
    here = Suppression.objects.filter(workspace_id=current_workspace_id(), brand_id=brand_id, address=address)
    return here.order_by("-occurred_at", "restores", "-recorded_at")


def _newest_stop(lines: QuerySet[Suppression], channel: str) -> Suppression | None:
    """The line that still stops everything on this channel, if any. START lifts some reasons and no others (R31)."""
    lifted = False
    for line in lines.filter(scope__in=("all", "channel")):
        if line.scope == "channel" and line.channel != channel:
            continue
        if line.restores:
            lifted = True
        elif not lifted or line.reason not in LIFTED_BY_KEYWORD:
            return line
    return None


def _best_consent(brand_id: UUID, address: bytes, channel: str) -> ConsentEvent | None:
    found = ConsentEvent.objects.filter(
        workspace_id=current_workspace_id(), brand_id=brand_id, address=address, channel=channel
    )
    return max(found, key=lambda event: (STRENGTH[event.consent_class], event.occurred_at), default=None)
