"""What the inbox page reads: the queue by who waits, a thread, counts. Keyset-paged; always as many queries."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet, Value
from django.utils import timezone

from casa.core.accounts.models import Member
from casa.core.accounts.prepared import prepared
from casa.core.accounts.scope import current_workspace_id
from casa.core.inbox import shared
from casa.core.inbox.models import Attachment, Conversation, Message, Outbox, Presence, Status
from casa.core.people.models import Person
from casa.core.stays.models import Reservation
from casa.core.vault.fields import warm

PAGE = 25
THREAD = 40
MANY = 100  # nobody reads a larger number than 99+
PRESENT = timedelta(seconds=30)


@dataclass(frozen=True, slots=True)
class Page:
    """Rows and where the next page begins; ``after`` is None on the last one."""

    rows: list[Conversation]
    after: str | None


@dataclass(frozen=True, slots=True)
class Filters:
    channel: str = ""
    property_id: str = ""


def conversations(member: Member) -> QuerySet[Conversation]:
    """What a member may see: all of it, or their homes' part. List, thread, search and live page all start here."""
    return _in_homes(current_workspace_id(), tuple(member.property_ids))


def _in_homes(workspace_id: UUID, homes: tuple[UUID, ...]) -> QuerySet[Conversation]:
    """Of all homes if none is named."""
    rows = Conversation.objects.filter(workspace_id=workspace_id)
    return rows.filter(property_id__in=homes) if homes else rows


def visible_people(member: Member) -> Q | None:
    """The people a member may see: all, or those who stay at their homes or talk about them."""
    if not member.property_ids:
        return None
    here = {"workspace_id": member.workspace_id, "property_id__in": member.property_ids}
    talked = Conversation.objects.filter(**here).values("person_id")
    return Q(id__in=talked) | Q(id__in=Reservation.objects.filter(**here).values("person_id"))


@prepared
def _conversation(workspace_id: UUID, conversation_id: UUID, homes: tuple[UUID, ...]) -> QuerySet[Conversation]:
    rows = _in_homes(workspace_id, homes).filter(id=conversation_id)
    return rows.select_related("person", "property", "reservation", "assignee").defer("person__tokens")


def conversation(member: Member, conversation_id: UUID) -> Conversation:
    """Raises Conversation.DoesNotExist, also for one outside the member's part."""
    rows = _conversation(current_workspace_id(), conversation_id, tuple(member.property_ids))
    if not rows:
        raise Conversation.DoesNotExist
    found = rows[0]
    if found.reservation is not None and found.reservation.property_id == found.property_id:
        found.reservation.property = found.property  # type: ignore[assignment]  # the same home, not asked for twice
    warm([found], [found.person])
    return found


ORDERS = {
    "needs": ("-pressing", "due_at", "id"),
    "later": ("snoozed_until", "id"),
    "mine": ("-last_message_at", "-id"),
    "done": ("-last_message_at", "-id"),
    "all": ("-last_message_at", "-id"),
}


def _of_view(rows: QuerySet[Conversation], view: str, mine: tuple[UUID, ...]) -> QuerySet[Conversation]:
    if view == "needs":
        return rows.filter(status=Status.OPEN, due_at__isnull=False)
    if view == "mine":
        return rows.filter(status=Status.OPEN, assignee_id__in=mine)
    if view == "later":
        return rows.filter(status=Status.SNOOZED)
    return rows.filter(status=Status.DONE) if view == "done" else rows


SHOWN_IN_QUEUE = (
    "workspace_id", "status", "channel", "waiting_since", "due_at", "pressing", "urgent", "snoozed_until",
    "last_message_at", "preview", "preview_out", "has_draft", "failed", "changed_at",
    "person__workspace_id", "person__name", "person__language", "person__hue", "person__restricted_at",
    "property__name", "property__hue",
    "reservation__status", "reservation__arrival", "reservation__departure", "reservation__check_in",
    "reservation__check_out", "reservation__adults", "reservation__children", "reservation__infants", "assignee__name",
)  # fmt: skip
"""A row of the queue needs a quarter of what these five tables hold; naming and making the rest took a third of its
time."""


def queue(member: Member, view: str, filters: Filters, after: str = "", limit: int = PAGE) -> Page:
    """One page of a view, with people, homes and stays."""
    order, homes = ORDERS[view], tuple(member.property_ids)
    home = (UUID(filters.property_id),) if filters.property_id else ()
    channel = (filters.channel,) if filters.channel else ()
    mine = (member.user_id,) if view == "mine" else ()
    point = [_read(name, text) for name, text in zip(order, after.split("~"), strict=True)] if after else []
    pressing = point.pop(0) if point and order[0] == "-pressing" else None
    found = _listed(
        current_workspace_id(), homes, home, channel, mine, tuple(point),
        view=view, pressing=pressing, limit=limit + 1,
    )  # fmt: skip
    warm(found, [row.person for row in found])
    more = len(found) > limit
    return Page(found[:limit], _key(found[limit - 1], order) if more else None)


@prepared
def _listed(
    workspace_id: UUID, homes: tuple[UUID, ...], home: tuple[UUID, ...], channel: tuple[str, ...],
    mine: tuple[UUID, ...], point: tuple[Any, ...], *, view: str, pressing: bool | None, limit: int,
) -> QuerySet[Conversation]:  # fmt: skip
    """A view from a point of its order on, which for "needs" begins with whether the row is pressing."""
    rows = _of_view(_in_homes(workspace_id, homes), view, mine)
    if channel:
        rows = rows.filter(channel__in=channel)
    if home:
        rows = rows.filter(property_id__in=home)
    if point:
        rows = _past(rows, ORDERS[view], point if pressing is None else (pressing, *point))
    rows = rows.select_related("person", "property", "reservation", "assignee").only(*SHOWN_IN_QUEUE)
    return rows.order_by(*ORDERS[view])[:limit]


def _past(rows: QuerySet[Conversation], order: tuple[str, ...], values: tuple[Any, ...]) -> QuerySet[Conversation]:
    """Rows behind a key in this order: equal in the first places, further in the next one."""
    first = order[0].lstrip("-")
    bound = Q(**{f"{first}__{'lte' if order[0].startswith('-') else 'gte'}": values[0]})  # what the index can use
    further, same = Q(), Q()
    for name, value in zip(order, values, strict=True):
        way = "lt" if name.startswith("-") else "gt"
        further |= same & Q(**{f"{name.lstrip('-')}__{way}": value})
        same &= Q(**{name.lstrip("-"): value})
    return rows.filter(bound, further)


READERS = {"pressing": lambda text: text == "True", "id": UUID}


def _read(name: str, text: str) -> Any:
    return READERS.get(name.lstrip("-"), datetime.fromisoformat)(text)


def _key(row: Conversation, order: tuple[str, ...]) -> str:
    values = [getattr(row, name.lstrip("-")) for name in order]
    return "~".join(value.isoformat() if isinstance(value, datetime) else str(value) for value in values)


COUNTED = ("needs", "mine", "later")


def counts(member: Member) -> dict[str, int]:
    """How many need a reply, are mine, are for later; counted up to ``MANY``, all three with one question."""
    found = Counter(view for (view,) in _counted(current_workspace_id(), (member.user_id,), tuple(member.property_ids)))
    return {view: found[view] for view in COUNTED}


@prepared
def _counted(workspace_id: UUID, mine: tuple[UUID, ...], homes: tuple[UUID, ...]) -> QuerySet[Conversation, tuple[str]]:
    rows = _in_homes(workspace_id, homes)
    parts = [_of_view(rows, view, mine).order_by().values_list(Value(view))[:MANY] for view in COUNTED]
    return parts[0].union(*parts[1:], all=True)


def waiting(member: Member) -> int:
    """How many need a reply; counted up to ``MANY``."""
    return _of_view(conversations(member), "needs", ()).order_by()[:MANY].count()


def thread(conversation: Conversation, before: str = "", limit: int = THREAD) -> tuple[list[Message], str | None]:
    """The newest entries before a point, oldest first, and where earlier ones begin."""
    moment, _, row_id = before.partition("~")
    point = (datetime.fromisoformat(moment), UUID(row_id)) if before else ()
    found = _entries(conversation.workspace_id, conversation.id, point, limit=limit + 1)
    warm(found)
    more = len(found) > limit
    kept = found[:limit]
    earlier = f"{kept[-1].sent_at.isoformat()}~{kept[-1].id}" if more else None
    return list(reversed(kept)), earlier


@prepared
def _entries(
    workspace_id: UUID, conversation_id: UUID, point: tuple[datetime, UUID] | tuple[()], *, limit: int
) -> QuerySet[Message]:
    """The newest before a point."""
    rows = Message.objects.filter(workspace_id=workspace_id, conversation_id=conversation_id)
    if point:
        at, row_id = point
        rows = rows.filter(Q(sent_at__lte=at) & (Q(sent_at__lt=at) | Q(id__lt=row_id)))
    rows = rows.exclude(status="uploading").select_related("author").defer("tokens")
    return rows.order_by("-sent_at", "-id")[:limit]


def news(conversation: Conversation, after: datetime) -> list[Message]:
    """Entries that came or changed since a moment, oldest first; what a page asks when told that something changed."""
    since = after - timedelta(seconds=30)  # clocks and commits: asking for a little more costs nothing
    rows = Message.objects.filter(workspace_id=conversation.workspace_id, conversation=conversation)
    rows = rows.exclude(status="uploading").filter(Q(created_at__gt=since) | Q(status_at__gt=since))
    found = list(rows.select_related("author").order_by("sent_at", "id")[:THREAD])
    warm(found)
    return found


def outbox_of(messages: list[Message]) -> dict[UUID, Outbox]:
    """The hand-over of each message that has one."""
    ids = tuple(message.id for message in messages if message.direction == "out")
    return {row.message_id: row for row in _handed_over(current_workspace_id(), ids)}


@prepared
def _handed_over(workspace_id: UUID, message_ids: tuple[UUID, ...]) -> QuerySet[Outbox]:
    return Outbox.objects.filter(workspace_id=workspace_id, message_id__in=message_ids)


def attachments_of(messages: list[Message], rows: Mapping[UUID, Outbox]) -> dict[UUID, list[Attachment]]:
    """Files by message, without their content; also the pictures that went with all texts of a batch.

    ``rows``: the hand-overs of these messages, as ``outbox_of`` tells them.
    """
    found = _own_files(messages)
    for message_id, pictures in shared.pictures_of(rows.values()).items():
        found.setdefault(message_id, []).extend(pictures)
    return found


def _own_files(messages: list[Message]) -> dict[UUID, list[Attachment]]:
    rows = _files(current_workspace_id(), tuple(message.id for message in messages))
    found: dict[UUID, list[Attachment]] = {}
    for row in rows:
        found.setdefault(row.message_id, []).append(row)
    warm(rows)
    return found


@prepared
def _files(workspace_id: UUID, message_ids: tuple[UUID, ...]) -> QuerySet[Attachment]:
    return Attachment.objects.filter(workspace_id=workspace_id, message_id__in=message_ids).defer("blob")


def attachment(member: Member, attachment_id: UUID) -> Attachment:
    """A file with its content, if the member may see its conversation. Raises Attachment.DoesNotExist."""
    rows = Attachment.objects.select_related("message").filter(workspace_id=current_workspace_id())
    if member.property_ids:
        rows = rows.filter(message__conversation__property_id__in=member.property_ids)
    found = rows.filter(id=attachment_id).first() or shared.picture(attachment_id)
    if found is None:
        raise Attachment.DoesNotExist
    return found


def presence(conversation: Conversation, me: UUID) -> list[Presence]:
    """Colleagues who have the conversation open right now."""
    return _present(conversation.workspace_id, conversation.id, me, timezone.now() - PRESENT)


@prepared
def _present(workspace_id: UUID, conversation_id: UUID, me: UUID, since: datetime) -> QuerySet[Presence]:
    rows = Presence.objects.filter(workspace_id=workspace_id, conversation_id=conversation_id, at__gt=since)
    return rows.exclude(user_id=me).select_related("user").only("id", "user__name").order_by("user__name")[:5]


def by_ids(member: Member, ids: list[UUID]) -> list[Conversation]:
    """Those of these conversations that the member may see, with their people, in no order."""
    rows = list(conversations(member).filter(id__in=ids).select_related("person", "property"))
    warm([row.person for row in rows])
    return rows


def with_people(member: Member, people: list[Person]) -> list[Conversation]:
    """The conversations with these people, newest first."""
    rows = conversations(member).filter(person_id__in=[person.id for person in people])
    return list(rows.select_related("person", "property").order_by("-last_message_at"))
