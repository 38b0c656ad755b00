"""Keeping an eye on a campaign while it goes: who wrote or booked meanwhile, how many opt out, how much fails."""

from dataclasses import dataclass
from typing import Any

from django.db import connection as database
from django.utils import timezone

from casa.core.accounts.scope import current_workspace_id
from casa.core.campaigns import outcomes
from casa.core.campaigns.models import Campaign
from casa.core.campaigns.offers import booked_homes

LAST = 500  # texts that are looked back on
ENOUGH = 40  # of them, before a share means anything
MOST_OPT_OUTS, LEAST_OPT_OUTS = 0.02, 3  # senders are put off above one in a hundred; twice that is no accident
MOST_FAILED, LEAST_FAILED = 0.05, 5  # R77: a rising share of failures is carriers filtering, not single bad numbers

RATES = """
select count(*), count(*) filter (where last.state = 'failed'),
  count(*) filter (where exists (select from consent_suppression s where s.workspace_id = %(workspace)s
    and s.brand_id = %(brand)s and s.address = last.address and not s.restores and s.occurred_at > last.released_at))
from (select r.address, r.released_at, o.state from campaigns_recipient r
  join inbox_outbox o on o.workspace_id = r.workspace_id and o.id = r.id
  where r.workspace_id = %(workspace)s and r.campaign_id = %(campaign)s and r.released_at >= %(since)s
  order by r.released_at desc limit %(last)s) last
"""
ANSWERED = """
update campaigns_recipient r set state = 'ended', reason = %(reason)s, words = %(words)s, at = now()
where r.workspace_id = %(workspace)s and r.campaign_id = %(campaign)s and r.state = 'waiting' and exists (
  select from inbox_conversation c where c.workspace_id = r.workspace_id and c.person_id = r.person_id
  and c.last_inbound_at > %(since)s)
returning r.person_id
"""
BOOKED = """
update campaigns_recipient r set state = 'ended', reason = %(reason)s, words = %(words)s, at = now()
where r.workspace_id = %(workspace)s and r.campaign_id = %(campaign)s and r.state = 'waiting' and exists (
  select from stays_reservation v where v.workspace_id = r.workspace_id and v.person_id = r.person_id
  and v.status = 'confirmed' and v.booked_at > %(since)s
  and (cardinality(%(homes)s::uuid[]) = 0 or v.property_id = any(%(homes)s::uuid[])))
returning r.person_id
"""


@dataclass(frozen=True, slots=True)
class Rates:
    """Of the last texts: how many were handed over, failed, and were answered by opting out."""

    handed: int
    failed: int
    opted_out: int


def rates(campaign: Campaign) -> Rates:
    """One query."""
    values: dict[str, Any] = {
        "workspace": current_workspace_id(),
        "campaign": campaign.id,
        "brand": campaign.brand_id,
        "since": campaign.watched_from or campaign.started_at or campaign.created_at,
        "last": LAST,
    }
    with database.cursor() as cursor:
        cursor.execute(RATES, values)
        return Rates(*(int(each) for each in cursor.fetchone()))


def trouble_of(campaign: Campaign) -> str:
    """Why it should not go on, in words; "" while all is well."""
    return trouble(rates(campaign))


def trouble(seen: Rates) -> str:
    """The same for figures (pure)."""
    if seen.handed < ENOUGH:
        return ""
    if seen.opted_out >= LEAST_OPT_OUTS and seen.opted_out > seen.handed * MOST_OPT_OUTS:
        return (
            f"Casa paused it: {seen.opted_out} of the last {seen.handed} people opted out. "
            "Look at the text and at whom it goes to before you resume."
        )
    if seen.failed >= LEAST_FAILED and seen.failed > seen.handed * MOST_FAILED:
        return (
            f"Casa paused it: {seen.failed} of the last {seen.handed} texts failed. "
            "Carriers may be filtering it. See the failed ones before you resume."
        )
    return ""


def end_answered(campaign: Campaign) -> int:
    """Who wrote or booked since it began gets no more of it; how many those are."""
    asked = [(ANSWERED, outcomes.REPLIED)] if campaign.stop_on_reply else []
    asked += [(BOOKED, outcomes.BOOKED)] if campaign.stop_on_booking else []
    ended = 0
    for question, reason in asked:
        values: dict[str, Any] = {
            "workspace": current_workspace_id(),
            "campaign": campaign.id,
            "since": campaign.started_at or timezone.now(),
            "reason": reason,
            "words": outcomes.OUTCOMES[reason].words,
            "homes": booked_homes(campaign),
        }
        with database.cursor() as cursor:
            cursor.execute(question, values)
            ended += len(cursor.fetchall())
    return ended
