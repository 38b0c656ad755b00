"""What pages read of consent: both ledgers of one address folded in time, the stop list, what waits for a person."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q, Sum
from django.utils import timezone

from casa.core.accounts.models import Action
from casa.core.accounts.scope import current_workspace_id
from casa.core.connections import registry
from casa.core.connections.models import Delivery, DeliveryState
from casa.core.consent.ledger import STRENGTH, UNDO, address_of, stops_of
from casa.core.consent.ledger import StopLine as LedgerStop
from casa.core.consent.models import (
    ConsentEvent,
    DoNotCallList,
    Evidence,
    Import,
    Program,
    Reconciliation,
    Review,
    Suppression,
)
from casa.core.consent.writing import ALARM, UNDO_WITHIN
from casa.core.vault.fields import warm

CHANNELS = {"phone": "sms", "email": "email"}
CHANNEL_WORDS = {"sms": "texts", "email": "e-mails", "voice": "calls"}
CLASS_WORDS = {
    "written": "Agreed in writing",
    "express": "Agreed",
    "inbound": "Wrote to us first",
    "unproven": "No proof that they agreed",
}
SOURCE_WORDS = {
    "booking": "by booking", "inbound": "by writing first", "form": "on a sign-up page", "keyword": "by a keyword",
    "import": "from an import", "staff": "told to a colleague", "paper": "on paper", "call": "on the phone",
}  # fmt: skip
ACTION_WORDS = {
    "box_ticked": "ticked the box", "keyword_sent": "sent the keyword", "signed": "signed", "said": "said so",
    "gave_number": "gave their number", "wrote": "wrote to us", "unknown": "not known",
}  # fmt: skip
REASON_WORDS = {
    "keyword": "replied STOP", "freeform": "asked in their own words", "provider": "the carrier told us",
    "staff": "told a colleague", "complaint": "complained", "wrong_number": "wrong number",
    "unreachable": "the number takes no messages",
}  # fmt: skip
NO_PROGRAM = {"service": "messages about their booking", "import": "no program"}


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a ledger in plain words. ``facts`` are its proof, label and value, as they were written."""

    id: UUID
    at: datetime
    words: str
    detail: str
    tone: str  # ok, bad, wait, ""
    rule: str
    seq: int | None
    facts: tuple[tuple[str, str], ...] = field(default_factory=tuple)
    evidence: tuple[UUID, ...] = field(default_factory=tuple)
    undo_for: UUID | None = None
    """Whose own entry this is, while they may still take it back."""


@dataclass(frozen=True, slots=True)
class Stand:
    """How an address stands with one program. ``entry_id``: the line that says so."""

    program: str
    words: str
    allowed: bool
    since: datetime | None
    by: str
    entry_id: UUID | None


@dataclass(frozen=True, slots=True)
class StopLine:
    """A line of the stop list. ``message_ref`` leads to who it was, where that is still known."""

    id: UUID
    at: datetime
    what: str
    why: str
    rule: str
    opened: bool
    message_ref: str
    channel: str


def program_names(brand_id: UUID) -> dict[str, str]:
    rows = Program.objects.filter(workspace_id=current_workspace_id(), brand_id=brand_id)
    return NO_PROGRAM | dict(rows.values_list("key", "name"))


def entries_of(brand_id: UUID, kind: str, value: str) -> list[Entry]:
    """Everything the ledgers know of one address, the newest first."""
    spot = {"workspace_id": current_workspace_id(), "brand_id": brand_id, "address": address_of(kind, value)}
    agreed = list(ConsentEvent.objects.filter(**spot).select_related("actor"))
    stopped = list(Suppression.objects.filter(**spot).select_related("actor"))
    warm(agreed, stopped)
    names, shown = program_names(brand_id), _evidence([row.id for row in agreed])
    found = [_agreed(row, names, shown.get(row.id, ())) for row in agreed] + [_stopped(row, names) for row in stopped]
    return sorted(found, key=lambda entry: entry.at, reverse=True)


def _evidence(ids: list[UUID]) -> dict[UUID, tuple[UUID, ...]]:
    found: dict[UUID, tuple[UUID, ...]] = {}
    rows = Evidence.objects.filter(workspace_id=current_workspace_id(), event_id__in=ids).values_list("event_id", "id")
    for event_id, evidence_id in rows:
        found[event_id] = (*found.get(event_id, ()), evidence_id)
    return found


def _agreed(row: ConsentEvent, names: dict[str, str], evidence: tuple[UUID, ...]) -> Entry:
    proof = row.proof or {}
    facts = (
        ("What they saw", row.disclosure or ""),
        ("Version", row.disclosure_version[:12]),
        ("What they did", ACTION_WORDS.get(row.action, row.action)),
        ("Where", row.source_url or row.medium),
        ("IP address", str(proof.get("ip", ""))),
        ("Browser", str(proof.get("user_agent", ""))),
        ("Name given", str(proof.get("name", ""))),
        ("Proof kept", str(proof.get("evidence", ""))),
        ("Confirmed", _confirmed(proof)),
        ("Written down", f"{row.recorded_at:%Y-%m-%d %H:%M:%S} UTC{_by(row)}"),
    )
    what = names.get(row.program, row.program)
    tone = "wait" if row.consent_class == "unproven" else "ok"
    return Entry(
        row.id, row.occurred_at, f"{CLASS_WORDS[row.consent_class]}: {what}", SOURCE_WORDS.get(row.source, row.source),
        tone, "R8", row.seq, tuple(fact for fact in facts if fact[1]), evidence,
    )  # fmt: skip


def _confirmed(proof: dict[str, object]) -> str:
    said = proof.get("confirmed")
    if not isinstance(said, dict):
        return ""
    how = "by the link in our e-mail" if said.get("by") == "link" else f"by text: “{said.get('text', '')}”"
    return f"{how}, {str(said.get('at', ''))[:19].replace('T', ' ')}"


def _by(row: ConsentEvent | Suppression) -> str:
    return f", by {row.actor.name}" if row.actor else ""


def _stopped(row: Suppression, names: dict[str, str]) -> Entry:
    facts = (
        ("What they wrote", row.text or ""),
        ("Message", row.message_ref),
        ("Takes effect", f"{row.recorded_at:%Y-%m-%d %H:%M:%S} UTC{_by(row)}"),
    )
    return Entry(
        row.id, row.occurred_at, scope_words(row, names), _why(row), "ok" if row.restores else "bad",
        row.rule or "R20", row.seq, tuple(fact for fact in facts if fact[1]),
        undo_for=row.actor_id if _fresh(row) else None,
    )  # fmt: skip


def _why(row: Suppression) -> str:
    if row.message_ref.startswith(UNDO):
        return "taken back: it was a mistake"
    return REASON_WORDS.get(row.reason, row.reason)


def _fresh(row: Suppression) -> bool:
    """A colleague's own entry of the last minutes (``writing.undo``)."""
    return row.reason == "staff" and not row.restores and timezone.now() - row.recorded_at <= UNDO_WITHIN


def scope_words(row: Suppression, names: dict[str, str]) -> str:
    verb = "Opened again" if row.restores else "Stopped"
    channel = CHANNEL_WORDS.get(row.channel, row.channel)
    what = {"all": "everything", "marketing": "promotions", "channel": channel}.get(row.scope)
    return f"{verb}: {what or names.get(row.program, row.program)}"


def stands_of(brand_id: UUID, kind: str, value: str) -> list[Stand]:
    """Program by program, what stands for an address now, by which line, since when: as the gate reads it."""
    channel, address = CHANNELS[kind], address_of(kind, value)
    stops = stops_of(brand_id, kind, value, channel)
    rows = ConsentEvent.objects.filter(
        workspace_id=current_workspace_id(), brand_id=brand_id, address=address, channel=channel
    )
    best: dict[str, ConsentEvent] = {}
    for row in rows.order_by("occurred_at"):
        held = best.get(row.program)
        void = stops.voided_at is not None and row.occurred_at <= stops.voided_at
        if not void and (held is None or STRENGTH[row.consent_class] >= STRENGTH[held.consent_class]):
            best[row.program] = row
    names, kinds = program_names(brand_id), _kinds(brand_id)
    return [_stand(row, names, stops.against(kinds.get(row.program, ""), row.program)) for row in best.values()]


def _kinds(brand_id: UUID) -> dict[str, str]:
    rows = Program.objects.filter(workspace_id=current_workspace_id(), brand_id=brand_id)
    return dict(rows.values_list("key", "kind"))


def _stand(row: ConsentEvent, names: dict[str, str], against: LedgerStop | None) -> Stand:
    name = names.get(row.program, row.program)
    if against is not None:
        why = REASON_WORDS.get(against.reason, against.reason)
        return Stand(name, "stopped", False, against.occurred_at, why, against.id)
    words = CLASS_WORDS[row.consent_class].lower()
    allowed = row.consent_class in ("written", "express")
    return Stand(name, words, allowed, row.occurred_at, SOURCE_WORDS.get(row.source, row.source), row.id)


@dataclass(frozen=True, slots=True)
class Lateness:
    """R23: whether stops take effect at once. ``waiting_since``: a text has waited so long to be heard at all, and a
    STOP may be among those; ``late``: stops of the last week that took more than a minute."""

    waiting_since: datetime | None
    late: int


def lateness() -> Lateness:
    """How promptly stops have been heard, in two questions."""
    here, now = current_workspace_id(), timezone.now()
    waiting = Delivery.objects.filter(workspace_id=here, state=DeliveryState.NEW, received_at__lt=now - ALARM)
    late = Action.objects.filter(workspace_id=here, verb="consent.stop_took_long", at__gt=now - timedelta(days=7))
    return Lateness(waiting.order_by("received_at").values_list("received_at", flat=True).first(), late.count())


@dataclass(frozen=True, slots=True)
class Truth:
    """What last night's reading of a provider's log found (R42). ``words``: sentences, none where nothing differs."""

    name: str
    finished_at: datetime
    read: int
    words: tuple[str, ...]
    only_here: int


def truths() -> list[Truth]:
    """What the newest reading of each live connection found, with what was found in the week before it. Two queries."""
    rows = Reconciliation.objects.filter(workspace_id=current_workspace_id(), connection__disconnected_at=None)
    done = rows.exclude(finished_at=None).order_by("connection_id", "-began_at")
    newest = {row.connection_id: row for row in done.select_related("connection").distinct("connection_id")}
    since = timezone.now() - timedelta(days=7)
    week = rows.filter(began_at__gte=since).values("connection_id").annotate(
        refused=Sum("refused"), unreachable=Sum("unreachable"), elsewhere=Sum("elsewhere")
    )  # fmt: skip
    sums = {each["connection_id"]: each for each in week}
    return [_truth(row, sums.get(key, {})) for key, row in newest.items()]


def _truth(row: Reconciliation, week: Mapping[str, Any]) -> Truth:
    name = registry.manifest(row.connection.provider).name
    refused, ended, elsewhere = (week.get(each, 0) for each in ("refused", "unreachable", "elsewhere"))
    were = "was" if refused == 1 else "were"
    told = (
        (refused, f"{name} refused {_many(refused, 'number')} we thought {were} fine: now opted out."),
        (ended, f"{name} could not reach {_many(ended, 'number')} any more: nothing is sent there."),
        (elsewhere, f"{_many(elsewhere, 'text')} left {name} from another program, to people who had stopped you."),
    )
    words = tuple(line for count, line in told if count)
    return Truth(name, row.finished_at or row.began_at, row.read, words, row.only_here)


def _many(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def stop_list(before: Suppression | None = None, limit: int = 40, *, only: str = "") -> list[Suppression]:
    """The newest lines first, keyset-paged. ``only``: lines of one reason."""
    rows = Suppression.objects.filter(workspace_id=current_workspace_id())
    rows = rows.filter(reason=only) if only else rows
    if before is not None:
        same = Q(recorded_at=before.recorded_at, id__lt=before.id)
        rows = rows.filter(Q(recorded_at__lt=before.recorded_at) | same)
    return list(rows.order_by("-recorded_at", "-id")[:limit])


def stop_lines(rows: Iterable[Suppression], names: dict[str, str]) -> list[StopLine]:
    return [
        StopLine(row.id, row.recorded_at, scope_words(row, names), _why(row),
                 row.rule, row.restores, row.message_ref, CHANNEL_WORDS.get(row.channel, row.channel))
        for row in rows
    ]  # fmt: skip


def open_reviews(limit: int = 30) -> list[Review]:
    rows = Review.objects.filter(workspace_id=current_workspace_id(), settled_at=None).order_by("due_at")[:limit]
    found = list(rows)
    warm(found)
    return found


def do_not_call_lists() -> list[DoNotCallList]:
    return list(DoNotCallList.objects.filter(workspace_id=current_workspace_id()).order_by("-as_of", "-id")[:20])


def imports_made(limit: int = 10) -> list[Import]:
    rows = Import.objects.filter(workspace_id=current_workspace_id()).select_related("program", "made_by")
    return list(rows.defer("file").order_by("-at")[:limit])
