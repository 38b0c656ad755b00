"""How long each kind of data is kept: a default, what a business may choose, and a sweep that keeps to it.

Floors are what the law makes us keep, ceilings what the policies promise at most (CF-7b, CA-5c). A legal hold stops
the sweep for whom it names. The consent ledgers are not swept: they are the proof, and their chain would break (R9).
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connections
from django.db.models import Count, QuerySet
from django.db.models.functions import TruncMonth
from django.utils import timezone

from casa.core.accounts.models import Due, Read
from casa.core.accounts.rules import NotPossible, log_action
from casa.core.accounts.scope import current_workspace_id, workspace_scope
from casa.core.appointments.models import Appointment
from casa.core.assistant.models import Draft, Run
from casa.core.campaigns.models import Planned, Recipient
from casa.core.connections.models import Connection
from casa.core.inbox.merging import show_own_words
from casa.core.inbox.models import Attachment, Conversation, Message, Outbox
from casa.core.inbox.records import held_from
from casa.core.privacy import closing, elsewhere
from casa.core.privacy.erase import resume_unfinished
from casa.core.privacy.export import forget_strays
from casa.core.privacy.models import (
    Erasure,
    ErasureState,
    Export,
    ExportState,
    LegalHold,
    PossibleRequest,
    RetentionRule,
)
from casa.core.stays.models import Reservation

AT_ONCE = 500
YEAR = 365


def counted(days: int) -> tuple[int, str]:
    """How many of which unit people count it in: whole years as years, anything else in days."""
    return (days // YEAR, "year") if days and not days % YEAR else (days, "day")


def span(days: int) -> str:
    """A number of days as people say it: "30 days", "1 year", "3 years"."""
    count, unit = counted(days)
    return f"{count:,} {unit}{'s' if count > 1 else ''}"


@dataclass(frozen=True, slots=True)
class Keeping:
    """One kind's rule, in days. ``at``: the moment that counts. ``person``: the column that names whom it is about."""

    kind: str
    label: str
    model: type[Any]
    at: str
    default: int
    floor: int
    ceiling: int
    ground: str
    person: str = "person_id"
    erase: Callable[[list[UUID]], None] | None = None

    def days(self) -> int:
        """What this business has chosen, else the default."""
        row = RetentionRule.objects.filter(workspace_id=current_workspace_id(), kind=self.kind).first()
        return row.days if row else self.default

    def over(self, now: datetime) -> QuerySet[Any]:
        """Rows whose time is over at a moment, but for those under a legal hold."""
        rows: QuerySet[Any] = self.model._default_manager.filter(workspace_id=current_workspace_id())
        rows = rows.filter(**{f"{self.at}__lt": now - timedelta(days=self.days())})
        held = list(_held())
        if None in held:
            return rows.none()
        return rows.exclude(**{f"{self.person}__in": held}) if held else rows


def _held() -> Iterator[UUID | None]:
    rows = LegalHold.objects.filter(workspace_id=current_workspace_id(), lifted_at=None)
    return iter(rows.values_list("person_id", flat=True))


def _messages(ids: list[UUID]) -> None:
    """Messages with what hangs on them; a conversation's face shows what is still in it."""
    here = {"workspace_id": current_workspace_id()}
    talks = set(Message.objects.filter(**here, id__in=ids).values_list("conversation_id", flat=True))
    _gone(PossibleRequest, message_id__in=ids)
    _gone(Outbox, message_id__in=ids)
    _gone(Attachment, message_id__in=ids)
    Draft.objects.filter(**here, for_message_id__in=ids).update(for_message=None)
    Planned.objects.filter(**here, message_id__in=ids).update(message=None)
    _gone(Message, id__in=ids)
    for talk in Conversation.objects.filter(**here, id__in=talks):
        show_own_words(talk)


def _drafts(ids: list[UUID]) -> None:
    Run.objects.filter(workspace_id=current_workspace_id(), draft_id__in=ids).update(draft=None)
    _gone(Draft, id__in=ids)


def _visits(ids: list[UUID]) -> None:
    _gone(Planned, appointment_id__in=ids)
    _gone(Appointment, id__in=ids)


def _stays(ids: list[UUID]) -> None:
    Reservation.objects.filter(workspace_id=current_workspace_id(), id__in=ids).delete()


def _reads(ids: list[UUID]) -> None:
    """The read log is written once for the app; its sweep is the system's."""
    with connections["system"].cursor() as cursor:
        cursor.execute(
            "delete from accounts_read where workspace_id = %s and id = any(%s)", [current_workspace_id(), ids]
        )


def _gone(model: type[Any], **wanted: Any) -> None:
    rows = model._default_manager.filter(workspace_id=current_workspace_id(), **wanted)
    rows._raw_delete(using=rows.db)


KEEPINGS = (
    Keeping("media", "Pictures and files", Attachment, "message__sent_at", YEAR, 30, 7 * YEAR, "Set by you."),
    Keeping("drafts", "Drafts", Draft, "created_at", YEAR, 30, 3 * YEAR, "Set by you.", erase=_drafts),
    Keeping("assistant", "AI ledger", Run, "at", YEAR, 30, 3 * YEAR, "What the assistant was asked and said (CF-1e)."),
    Keeping("campaigns", "Campaign recipients", Recipient, "at", 3 * YEAR, 180, 7 * YEAR, "Delivery logs (CF-7b)."),
    Keeping(
        "messages", "Messages", Message, "sent_at", 3 * YEAR, 180, 7 * YEAR,
        "Message content and delivery logs, as regulations require (CF-7b).", erase=_messages,
    ),
    Keeping(
        "appointments", "Appointments", Appointment, "ends_at", 3 * YEAR, 30, 7 * YEAR, "Set by you.", erase=_visits
    ),
    Keeping(
        "reservations", "Reservations", Reservation, "departure", 7 * YEAR, 3 * YEAR, 7 * YEAR,
        "Financial records, up to 7 years (CA-5c).", erase=_stays,
    ),
    Keeping(
        "reads", "Read log", Read, "at", 3 * YEAR, YEAR, 7 * YEAR,
        "Shows who opened whose data (CF-6b).", erase=_reads,
    ),
)  # fmt: skip
"""In the order of sweeping: what hangs on other rows goes before them."""
FIXED = (
    ("Raw deliveries", "30 days after they were worked off"),
    ("Consent and stop list", "The relationship and 5 years after the last message at least (R9); never swept"),
    ("Records of a connection", "30 days after it is disconnected; its key goes at once (CA-5a)"),
    ("Backups", "Unreadable 30 days after they were made, when their master key is destroyed"),
)
"""What no business can change, in words."""


def keeping(kind: str) -> Keeping:
    """Raises NotPossible for a kind that has no rule."""
    found = next((one for one in KEEPINGS if one.kind == kind), None)
    if found is None:
        raise NotPossible("Pick one of the kinds of data in the list.")
    return found


def keep_for(kind: str, days: int) -> None:
    """Choose how long a kind is kept. Raises NotPossible below the floor and above the ceiling."""
    rule = keeping(kind)
    if not rule.floor <= days <= rule.ceiling:
        raise NotPossible(f"{rule.label}: choose from {rule.floor} to {rule.ceiling} days. {rule.ground}")
    RetentionRule.objects.update_or_create(
        workspace_id=current_workspace_id(), kind=kind, defaults={"days": days, "changed_at": timezone.now()}
    )
    log_action("privacy.retention_changed", None, kind=kind, days=days)


def sweep(workspace_id: UUID, now: datetime | None = None) -> dict[str, int]:
    """Erase what has been kept long enough, a few hundred rows a transaction; how many of each kind. Safe to repeat."""
    now, gone = now or timezone.now(), dict[str, int]()
    for rule in KEEPINGS:
        while went := _some(workspace_id, rule, now):
            gone[rule.kind] = gone.get(rule.kind, 0) + went
    return gone


def tidy(workspace_id: UUID) -> None:
    """The hourly round: what is over its time, erasures that were cut off or held, copies nobody owns any more."""
    if closing.go_on(workspace_id):
        return
    sweep(workspace_id)
    with workspace_scope(workspace_id):
        resume_unfinished()
        elsewhere.resume_unfinished()
    forget_strays()


def _some(workspace_id: UUID, rule: Keeping, now: datetime) -> int:
    with workspace_scope(workspace_id):
        ids = list(rule.over(now).order_by("pk").values_list("pk", flat=True)[:AT_ONCE])
        if ids and rule.erase is not None:
            rule.erase(ids)
        elif ids:
            _gone(rule.model, id__in=ids)
        if ids:
            log_action("privacy.swept", None, **{rule.kind: len(ids)})
        return len(ids)


# ------------------------------------------------------------------------------------------------ what goes when


@dataclass(frozen=True, slots=True)
class Going:
    """Something that will go: on a day or, for rules, in the month that begins with it."""

    day: date
    what: str
    count: int
    why: str


def timeline(months: int = 12, now: datetime | None = None) -> list[Going]:
    """What will go when, the soonest first."""
    now = now or timezone.now()
    found = [*_connections(), *_copies(), *_backups(now)]
    for rule in KEEPINGS:
        found += _by_rule(rule, now, months)
    return sorted(found, key=lambda going: (going.day, going.what))


def _by_rule(rule: Keeping, now: datetime, months: int) -> Iterator[Going]:
    days = timedelta(days=rule.days())
    rows = rule.over(now + timedelta(days=31 * months)).annotate(month=TruncMonth(rule.at)).order_by()
    for month, count in rows.values_list("month").annotate(count=Count("pk")):
        day = month.date() if isinstance(month, datetime) else month
        yield Going(max(day + days, now.date()), rule.label, count, f"Kept {rule.days()} days. {rule.ground}")


def _connections() -> Iterator[Going]:
    due = Due.objects.filter(workspace_id=current_workspace_id(), job="connections.erase")
    for row in due.order_by("at"):
        connection = Connection.objects.filter(id=row.args["connection_id"], disconnected_at__isnull=False).first()
        if connection is not None:
            count = sum(number for _, number in held_from(connection.id))
            yield Going(row.at.date(), f"Records of {connection.label}", count, "You disconnected it (CA-5a).")


def _copies() -> Iterator[Going]:
    ready = Export.objects.filter(workspace_id=current_workspace_id(), state=ExportState.READY)
    for row in ready.exclude(expires_at=None):
        yield Going(row.expires_at.date(), "A copy of data", 1, "Copies are kept 7 days.")  # type: ignore[union-attr]


def _backups(now: datetime) -> Iterator[Going]:
    done = Erasure.objects.filter(workspace_id=current_workspace_id(), state=ErasureState.DONE)
    for row in done.filter(ended_at__gt=now - timedelta(days=30)):
        if row.backups_end:
            yield Going(row.backups_end, "Backups that hold an erased person", 1, "Their master key goes.")
