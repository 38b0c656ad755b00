"""Reading the ledgers, under the lock that a hand-off and a STOP share (R41).

An address's lines are read for many addresses in one question and folded here, in Python, by the order of events.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from casa.core.accounts.scope import current_workspace_id
from casa.core.consent.models import ConsentClass, ConsentEvent, Suppression
from casa.core.people.rules import normal
from casa.core.vault.crypto import blind
from casa.core.vault.keyring import ledger_key

FAMILY = {"mms": "sms", "rcs": "sms"}  # R30: one opt-out for SMS, MMS and RCS
LIFTED_BY_KEYWORD = ("keyword", "freeform", "provider")  # R31: never a staff, complaint or wrong-number line
UNDO = "undo:"  # with the id of a line: it was a mistake, and only that line is lifted
VOIDS = ("wrong_number", "unreachable")  # R14: consent was given by whoever had the number then
RELAY = "relay"  # the medium of a number that a booking platform lent (R124)
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
_PLAIN = re.compile(r"\+1[2-9]\d{9}")


@dataclass(frozen=True, slots=True)
class StopLine:
    """A line of the stop list, without what it says in words."""

    id: UUID
    channel: str
    scope: str
    program: str
    restores: bool
    reason: str
    rule: str
    message_ref: str
    occurred_at: datetime
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class ConsentLine:
    """A line of the consent ledger, without its proof."""

    id: UUID
    channel: str
    program: str
    consent_class: str
    source: str
    medium: str
    occurred_at: datetime


@dataclass(frozen=True, slots=True)
class Stops:
    """What stands on the stop list for one address on one channel. ``whole`` stops every kind of message."""

    whole: StopLine | None = None
    marketing: StopLine | None = None
    programs: Mapping[str, StopLine] = field(default_factory=dict)
    voided_at: datetime | None = None

    def against(self, kind: str, program: str) -> StopLine | None:
        """The line that stops a message of this kind and program."""
        marketing = self.marketing if kind == "marketing" else None
        return self.whole or marketing or (self.programs.get(program) if program else None)


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
    spelled = value if kind == "phone" and _PLAIN.fullmatch(value) else normal(kind, value)
    return blind(ledger_key(), kind, spelled)


def hold_address(brand_id: UUID, kind: str, value: str) -> None:
    """Take the lock of (brand, address) until the transaction ends: a STOP and a hand-off never interleave."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(%s)", [lock_number(brand_id, kind, value)])


def lock_number(brand_id: UUID, kind: str, value: str) -> int:
    """What the lock of (brand, address) is called in the database."""
    return int.from_bytes(blind(address_of(kind, value), "lock", str(brand_id))[:8], "big", signed=True)


# ------------------------------------------------------------------------------------------------ one address


def standing(brand_id: UUID, kind: str, value: str, channel: str) -> Standing:
    """Fold the ledgers for one address: the newest line of a scope counts, stop wins a tie (R78)."""
    address = address_of(kind, value)
    agreed = consents(brand_id, [address]).get(address, ())
    stops = fold_stops(stop_lines(brand_id, [address]).get(address, ()), agreed, channel)
    stop, best = stops.whole, best_consent(agreed, channel, after=stops.voided_at)
    return Standing(
        suppressed=stop is not None,
        suppressed_at=stop.recorded_at if stop else None,
        reason=stop.reason if stop else "",
        rule=stop.rule if stop else "",
        consent_class=best.consent_class if best else "",
        consent_source=best.source if best else "",
        consent_at=best.occurred_at if best else None,
    )


def stops_of(brand_id: UUID, kind: str, value: str, channel: str) -> Stops:
    """Everything that stands on the stop list for one address on a channel."""
    address = address_of(kind, value)
    lines, agreed = stop_lines(brand_id, [address]), consents(brand_id, [address])
    return fold_stops(lines.get(address, ()), agreed.get(address, ()), channel)


def live_stop(brand_id: UUID, kind: str, value: str, channel: str) -> Suppression | None:
    """The line of the stop list that stops everything for an address on a channel now."""
    stop = stops_of(brand_id, kind, value, channel).whole
    return Suppression.objects.get(workspace_id=current_workspace_id(), id=stop.id) if stop else None


def is_lent(brand_id: UUID, kind: str, value: str) -> bool:
    """Whether a booking platform lent us this number, and they have not agreed outside of it since (R124, R125)."""
    return lent_by(consents(brand_id, [address_of(kind, value)]).get(address_of(kind, value), []))


def lent_by(agreed: Sequence[ConsentLine]) -> bool:
    """The same of the lines of one address (pure)."""
    written = any(line.consent_class == "written" for line in agreed)
    return not written and any(line.medium == RELAY for line in agreed)


# ------------------------------------------------------------------------------------------------ many addresses


def stop_lines(brand_id: UUID, addresses: Iterable[bytes]) -> dict[bytes, list[StopLine]]:
    """The lines of each address, in one question; the newest event first, stop before start in a tie (R78)."""
    rows = Suppression.objects.filter(
        workspace_id=current_workspace_id(), brand_id=brand_id, address__in=list(addresses)
    ).order_by("-occurred_at", "restores", "-recorded_at")
    found: dict[bytes, list[StopLine]] = {}
    line: list[Any]
    for address, *line in rows.values_list(
        "address", "id", "channel", "scope", "program", "restores", "reason", "rule", "message_ref", "occurred_at",
        "recorded_at",
    ):  # fmt: skip
        found.setdefault(bytes(address), []).append(StopLine(*line))
    return found


def consents(brand_id: UUID, addresses: Iterable[bytes]) -> dict[bytes, list[ConsentLine]]:
    """The consents of each address, in one question."""
    rows = ConsentEvent.objects.filter(
        workspace_id=current_workspace_id(), brand_id=brand_id, address__in=list(addresses)
    )
    found: dict[bytes, list[ConsentLine]] = {}
    line: list[Any]
    for address, *line in rows.values_list(
        "address", "id", "channel", "program", "consent_class", "source", "medium", "occurred_at"
    ):
        found.setdefault(bytes(address), []).append(ConsentLine(*line))
    return found


# ------------------------------------------------------------------------------------------------ folding (pure)


def fold_stops(lines: Sequence[StopLine], agreed: Sequence[ConsentLine], channel: str) -> Stops:
    """What stands, of lines whose newest is first. START lifts some reasons and no others, also where such a line
    stands below it (R31); a wrong number is opened again by a fresh written consent alone (R14).
    """
    standing_lines = _left(line for line in lines if line.scope != "channel" or line.channel == family(channel))
    voided = max((line.occurred_at for line in standing_lines if line.reason in VOIDS), default=None)
    anew = max((each.occurred_at for each in agreed if each.consent_class == "written"), default=None)
    stops = [line for line in standing_lines if line.reason not in VOIDS or anew is None or anew <= line.occurred_at]
    programs = {line.program: line for line in reversed(stops) if line.scope == "program"}
    return Stops(_first(stops, "all", "channel"), _first(stops, "marketing"), programs, voided)


def _left(lines: Iterable[StopLine]) -> list[StopLine]:
    """The lines that nothing newer lifts: START lifts by reason, an undo lifts exactly its own line."""
    told = list(lines)
    undone = {line.message_ref.removeprefix(UNDO) for line in told if line.message_ref.startswith(UNDO)}
    lifted: set[str] = set()
    left: list[StopLine] = []
    for line in told:
        if line.restores:
            lifted |= set() if line.message_ref.startswith(UNDO) else {_spot(line)}
        elif str(line.id) not in undone and not (line.reason in LIFTED_BY_KEYWORD and lifted & {"all", _spot(line)}):
            left.append(line)
    return left


def _first(lines: Iterable[StopLine], *scopes: str) -> StopLine | None:
    return next((line for line in lines if line.scope in scopes), None)


def _spot(line: StopLine) -> str:
    return f"program:{line.program}" if line.scope == "program" else line.scope


def best_consent(
    agreed: Iterable[ConsentLine],
    channel: str,
    programs: frozenset[str] | None = None,
    after: datetime | None = None,
) -> ConsentLine | None:
    """The strongest consent on a channel, of these programs (None: any), the newest of equals. Consent from before
    ``after`` was somebody else's (R14)."""
    found = (
        line
        for line in agreed
        if line.channel == family(channel)
        and (programs is None or line.program in programs)
        and (after is None or line.occurred_at > after)
    )
    return max(found, key=lambda line: (STRENGTH[line.consent_class], line.occurred_at), default=None)
