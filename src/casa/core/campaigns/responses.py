"""Who did what after a campaign: who wrote back, who booked, and everybody row by row for a file."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection as database
from django.db.models import Q

from casa.core.accounts.models import Member
from casa.core.accounts.rules import log_action, log_reads
from casa.core.accounts.scope import current_workspace_id
from casa.core.campaigns.models import Campaign, Recipient
from casa.core.campaigns.offers import booked_homes
from casa.core.campaigns.outcomes import OUTCOMES
from casa.core.campaigns.results import BOOKED_WITHIN, REPLIED_WITHIN
from casa.core.inbox.models import Message, Outbox
from casa.core.inbox.queries import visible_people
from casa.core.people.models import Identity, Person
from casa.core.vault.fields import warm

PAGE = 20
BATCH = 1000
REPLIES = """
select r.id, r.person_id, r.variant, o.conversation_id, first.id as message_id, first.sent_at as at
from campaigns_recipient r
join inbox_outbox o on o.workspace_id = r.workspace_id and o.id = r.id
join lateral (select i.id, i.sent_at from inbox_message i where i.workspace_id = r.workspace_id
  and i.conversation_id = o.conversation_id and i.direction = 'in' and not i.automatic
  and i.sent_at > r.released_at and i.sent_at <= r.released_at + %(replied)s order by i.sent_at limit 1) first on true
where r.workspace_id = %(workspace)s and r.campaign_id = %(campaign)s and r.state = 'released'
  and (%(at)s::timestamptz is null or (first.sent_at, r.id) < (%(at)s, %(id)s))
  and (not %(narrowed)s or r.person_id = any(%(people)s::uuid[]))
order by first.sent_at desc, r.id desc limit %(limit)s
"""
BOOKED = """
select coalesce(sum(v.departure - v.arrival), 0) as nights, count(*) as stays, coalesce(sum(v.total), 0) as value,
  coalesce(min(v.currency), '') as currency
from stays_reservation v where v.workspace_id = %(workspace)s and v.status = 'confirmed'
  and (cardinality(%(homes)s::uuid[]) = 0 or v.property_id = any(%(homes)s::uuid[]))
  and (%(first)s::date is null or v.arrival <= %(last)s::date and v.departure > %(first)s::date)
  and exists (select from campaigns_recipient r where r.workspace_id = v.workspace_id
    and r.campaign_id = %(campaign)s and r.person_id = v.person_id and r.state = 'released'
    and v.booked_at > r.released_at and v.booked_at <= r.released_at + %(booked)s)
"""


@dataclass(frozen=True, slots=True)
class Reply:
    """The first answer of one person."""

    id: UUID
    at: datetime
    person: Person
    variant: str
    conversation_id: UUID
    text: str

    @property
    def place(self) -> str:
        """Where the next page goes on."""
        return f"{self.at.isoformat()}_{self.id}"


@dataclass(frozen=True, slots=True)
class Booked:
    """What was booked within 30 days by those who got it. ``value`` in minor units, as the booking systems tell it."""

    stays: int
    nights: int
    value: int
    currency: str


def replies(campaign: Campaign, member: Member, after: str = "", limit: int = PAGE) -> list[Reply]:
    """Who wrote back, the latest first, keyset-paged by ``Reply.place``; written into the read log. A member who is
    narrowed to some homes sees the people of those homes. Raises ValueError for a place that is none."""
    at, _, last = after.partition("_")
    within = visible_people(member)
    rows = _ask(
        REPLIES,
        campaign,
        at=datetime.fromisoformat(at) if after else None,
        id=UUID(last) if after else None,
        narrowed=within is not None,
        people=_theirs(campaign, within) if within is not None else [],
        limit=limit,
    )
    people = {row.id: row for row in Person.objects.filter(id__in=[row["person_id"] for row in rows])}
    said = {row.id: row for row in Message.objects.filter(id__in=[row["message_id"] for row in rows]).defer("tokens")}
    warm(list(people.values()), list(said.values()))
    log_reads(people, "campaign")
    return [
        Reply(row["id"], row["at"], people[row["person_id"]], row["variant"], row["conversation_id"],
              said[row["message_id"]].body or "")
        for row in rows
    ]  # fmt: skip


def _theirs(campaign: Campaign, within: Q) -> list[UUID]:
    here = Recipient.objects.filter(workspace_id=campaign.workspace_id, campaign=campaign)
    seen = Person.objects.filter(within, workspace_id=campaign.workspace_id).values("id")
    return list(here.filter(person_id__in=seen).values_list("person_id", flat=True))


def booked(campaign: Campaign) -> Booked:
    """Stays and nights that followed; one query."""
    nights = {"first": campaign.offer_from, "last": campaign.offer_until}
    row = _ask(BOOKED, campaign, homes=booked_homes(campaign), booked=BOOKED_WITHIN, **nights)[0]
    return Booked(int(row["stays"]), int(row["nights"]), int(row["value"]), row["currency"])


def _ask(question: str, campaign: Campaign, **more: Any) -> list[dict[str, Any]]:
    values: dict[str, Any] = {"workspace": current_workspace_id(), "campaign": campaign.id, **more}
    values["replied"] = REPLIED_WITHIN
    with database.cursor() as cursor:
        cursor.execute(question, values)
        names = [column.name for column in cursor.description or ()]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def everybody(campaign: Campaign, member: Member) -> Iterator[tuple[str, str, str, str, str, datetime | None]]:
    """(name, number, wording, what became of it, why, when it left) of everybody who was picked; some at a time, each
    written into the read log as exported."""
    within, last = visible_people(member), None
    log_action("campaigns.exported", campaign.id)
    while rows := _some(campaign, within, last):
        warm([row.person for row in rows], [row.identity for row in rows if row.identity])
        log_reads([row.person_id for row in rows], "export")
        states = dict(Outbox.objects.filter(id__in=[row.id for row in rows]).values_list("id", "state"))
        for row in rows:
            yield _line(row, states.get(row.id, ""))
        last = rows[-1].id


def _some(campaign: Campaign, within: Q | None, last: UUID | None) -> list[Recipient]:
    rows = Recipient.objects.filter(workspace_id=campaign.workspace_id, campaign=campaign)
    if within is not None:
        rows = rows.filter(person_id__in=Person.objects.filter(within).values("id"))
    rows = rows.filter(id__gt=last) if last else rows
    return list(rows.select_related("person", "identity").order_by("id")[:BATCH])


def _line(row: Recipient, left: str) -> tuple[str, str, str, str, str, datetime | None]:
    known = OUTCOMES.get(row.reason)
    why = row.words or (known.words if known else "")
    number: Identity | None = row.identity
    return (
        row.person.shown_name,
        (number.value or "") if number else "",
        row.variant,
        left or row.state,
        why,
        row.released_at,
    )
