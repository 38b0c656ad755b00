"""What came of a campaign, counted from the rows as they are now: nothing is kept beside them, so none can differ."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection as database
from django.utils import timezone

from casa.core.accounts.scope import current_workspace_id
from casa.core.campaigns.models import Campaign
from casa.core.campaigns.offers import booked_homes
from casa.core.connections.models import Connection
from casa.core.templates.batch_pictures import counts
from casa.core.templates.weight import rates_of

REPLIED_WITHIN, BOOKED_WITHIN = timedelta(days=14), timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Results:
    """Counts of people; ``segments`` and ``cost`` (millionths of ``currency``) of texts the provider took.

    ``sent``: handed over, whatever came of it. ``unsure``: nobody knows yet whether it left.
    """

    letter: str
    sent: int
    delivered: int
    failed: int
    unsure: int
    replied: int
    confirmed: int
    opted_out: int
    booked: int
    booked_value: int  # minor units, as the booking systems tell it
    segments: int
    cost: int
    currency: str

    def share(self, name: str) -> float:
        """A count as a part of those it was handed over to."""
        return getattr(self, name) / self.sent if self.sent else 0.0


ROWS = """
select {group} as letter,
  count(*) filter (where o.state in ('sent', 'delivered', 'failed', 'unsure', 'sending')) as sent,
  count(*) filter (where o.state = 'delivered') as delivered,
  count(*) filter (where o.state = 'failed') as failed,
  count(*) filter (where o.state in ('unsure', 'sending')) as unsure,
  count(*) filter (where exists (select from inbox_message i where i.workspace_id = r.workspace_id
    and i.conversation_id = o.conversation_id and i.direction = 'in' and not i.automatic
    and i.sent_at > r.released_at and i.sent_at <= r.released_at + %(replied)s)) as replied,
  count(r.confirmed_at) as confirmed,
  count(*) filter (where exists (select from consent_suppression s where s.workspace_id = r.workspace_id
    and s.brand_id = o.brand_id and s.address = r.address and not s.restores
    and s.occurred_at > r.released_at and s.occurred_at <= r.released_at + %(booked)s)) as opted_out,
  count(b.first) as booked,
  coalesce(sum(b.value), 0) as booked_value,
  coalesce(sum(m.segments) filter (where o.state in ('sent', 'delivered')), 0) as segments,
  count(*) filter (where o.state in ('sent', 'delivered')) as texts
from campaigns_recipient r
join inbox_outbox o on o.workspace_id = r.workspace_id and o.id = r.id
join inbox_message m on m.workspace_id = o.workspace_id and m.id = o.message_id
left join lateral (select min(v.booked_at) as first, sum(v.total) as value from stays_reservation v
  where v.workspace_id = r.workspace_id and v.person_id = r.person_id and v.status = 'confirmed'
    and v.booked_at > r.released_at and v.booked_at <= r.released_at + %(booked)s
    and (cardinality(%(homes)s::uuid[]) = 0 or v.property_id = any(%(homes)s::uuid[]))
    and (%(first)s::date is null or v.arrival <= %(last)s::date and v.departure > %(first)s::date)) b on true
where r.workspace_id = %(workspace)s and r.campaign_id = %(campaign)s and r.state = 'released'
{by}
"""
SERIES = """
select date_bin(%(step)s, r.released_at, %(start)s) as slot,
  count(*) as sent,
  count(*) filter (where o.state = 'delivered') as delivered,
  count(*) filter (where o.state = 'failed') as failed
from campaigns_recipient r join inbox_outbox o on o.workspace_id = r.workspace_id and o.id = r.id
where r.workspace_id = %(workspace)s and r.campaign_id = %(campaign)s and r.state = 'released'
group by 1 order by 1
"""
ANSWERS = """
select date_bin(%(step)s, i.sent_at, %(start)s) as slot, count(distinct r.id) as replied
from campaigns_recipient r
join inbox_outbox o on o.workspace_id = r.workspace_id and o.id = r.id
join inbox_message i on i.workspace_id = r.workspace_id and i.conversation_id = o.conversation_id
  and i.direction = 'in' and not i.automatic and i.sent_at > r.released_at and i.sent_at <= r.released_at + %(replied)s
where r.workspace_id = %(workspace)s and r.campaign_id = %(campaign)s and r.state = 'released'
group by 1 order by 1
"""


def results(campaign: Campaign) -> Results:
    """The whole campaign, in two queries."""
    found = _ask(campaign, ROWS.format(group="''", by=""))
    return _results(campaign, found[0] if found else {"letter": ""}, bool(counts([campaign.id])))


def by_variant(campaign: Campaign) -> list[Results]:
    """The same for each wording, in two queries."""
    found = _ask(campaign, ROWS.format(group="r.variant", by="group by r.variant order by r.variant"))
    pictured = bool(counts([campaign.id]))
    return [_results(campaign, row, pictured) for row in found]


@dataclass(frozen=True, slots=True)
class Point:
    """One step of the plot."""

    at: datetime
    sent: int
    delivered: int
    failed: int
    replied: int


def series(campaign: Campaign, steps: int = 60) -> list[Point]:
    """Handed over, delivered, failed (by when they left) and replied (by when they wrote), in at most so many steps.

    Two queries. Empty before the first has left.
    """
    start = campaign.started_at
    if start is None:
        return []
    span = max((campaign.ended_at or timezone.now()) - start, timedelta(minutes=steps))
    more = {"step": span / steps, "start": start}
    points: dict[datetime, dict[str, int]] = {}
    for question in (SERIES, ANSWERS):
        for row in _ask(campaign, question, **more):
            points.setdefault(row.pop("slot"), {}).update(row)
    fill = {"sent": 0, "delivered": 0, "failed": 0, "replied": 0}
    return [Point(at, **{**fill, **points[at]}) for at in sorted(points)]


def _ask(campaign: Campaign, question: str, **more: object) -> list[dict[str, Any]]:
    values: dict[str, Any] = {
        "workspace": current_workspace_id(),
        "campaign": campaign.id,
        "replied": REPLIED_WITHIN,
        "booked": BOOKED_WITHIN,
        "homes": booked_homes(campaign),
        "first": campaign.offer_from,  # of nights that were offered, only those nights are its result
        "last": campaign.offer_until,
        **more,
    }
    with database.cursor() as cursor:
        cursor.execute(question, values)
        names = [column.name for column in cursor.description or ()]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def _results(campaign: Campaign, row: dict[str, Any], pictured: bool) -> Results:
    rates = rates_of(campaign.connection.settings if campaign.connection else {})
    segments, texts = int(row.get("segments") or 0), int(row.get("texts") or 0)
    cost = texts * rates.picture if pictured else segments * rates.segment
    names = ("sent", "delivered", "failed", "unsure", "replied", "confirmed", "opted_out", "booked", "booked_value")
    many = {name: int(row.get(name) or 0) for name in names}
    return Results(row["letter"], **many, segments=segments, cost=cost, currency=rates.currency)


BRIEF = """
select r.campaign_id, count(*) filter (where o.state = 'delivered') as delivered,
  count(*) filter (where exists (select from inbox_message i where i.workspace_id = r.workspace_id
    and i.conversation_id = o.conversation_id and i.direction = 'in' and not i.automatic
    and i.sent_at > r.released_at and i.sent_at <= r.released_at + %(replied)s)) as replied,
  count(*) filter (where exists (select from consent_suppression s where s.workspace_id = r.workspace_id
    and s.brand_id = o.brand_id and s.address = r.address and not s.restores
    and s.occurred_at > r.released_at and s.occurred_at <= r.released_at + %(booked)s)) as opted_out,
  coalesce(sum(m.segments) filter (where o.state in ('sent', 'delivered')), 0) as segments,
  count(*) filter (where o.state in ('sent', 'delivered')) as texts
from campaigns_recipient r
join inbox_outbox o on o.workspace_id = r.workspace_id and o.id = r.id
join inbox_message m on m.workspace_id = o.workspace_id and m.id = o.message_id
where r.workspace_id = %(workspace)s and r.campaign_id = any(%(campaigns)s::uuid[]) and r.state = 'released'
group by r.campaign_id
"""


@dataclass(frozen=True, slots=True)
class Brief:
    """The figures of a list: people, and ``cost`` in millionths of ``currency``."""

    delivered: int = 0
    replied: int = 0
    opted_out: int = 0
    cost: int = 0
    currency: str = "USD"


def briefs(campaigns: Sequence[Campaign]) -> dict[UUID, Brief]:
    """The figures of these campaigns, in three queries however many they are."""
    accounts = {row.id: row for row in Connection.objects.filter(
        workspace_id=current_workspace_id(), id__in=[each.connection_id for each in campaigns if each.connection_id]
    )}  # fmt: skip
    values: dict[str, Any] = {
        "workspace": current_workspace_id(),
        "campaigns": [each.id for each in campaigns],
        "replied": REPLIED_WITHIN,
        "booked": BOOKED_WITHIN,
    }
    with database.cursor() as cursor:
        cursor.execute(BRIEF, values)
        told = {row[0]: row[1:] for row in cursor.fetchall()}
    found, pictured = {}, counts([each.id for each in campaigns])
    for each in campaigns:
        account = accounts.get(each.connection_id) if each.connection_id else None
        rates = rates_of(account.settings if account else {})
        delivered, replied, opted_out, segments, texts = map(int, told.get(each.id, (0, 0, 0, 0, 0)))
        cost = texts * rates.picture if each.id in pictured else segments * rates.segment
        found[each.id] = Brief(delivered, replied, opted_out, cost, rates.currency)
    return found
