"""Carrying a campaign out: begin, write the list down, hand over group by group, end.

One job works for some seconds and then queues itself again, so that other big jobs get their turn. Each group is one
transaction of claims (bucket, recipients, gate, outbox) and then its calls to the provider, all at once. Whoever pauses
or cancels takes the campaign's row: what is not claimed by then stays. A crash leaves recipients that wait, which go
out, and rows at the provider, which the outbox looks up; never both for one person.
"""

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection as database
from django.db.models import Q
from django.utils import timezone

from casa.core.accounts.jobs import schedule
from casa.core.accounts.live import touch
from casa.core.accounts.rules import log_action
from casa.core.accounts.scope import workspace_scope
from casa.core.appointments.models import KEPT, Appointment
from casa.core.campaigns import outcomes
from casa.core.campaigns.checks import sender_of, standing
from casa.core.campaigns.models import Campaign, CampaignState, Recipient, RecipientState
from casa.core.campaigns.offers import booked_homes
from casa.core.campaigns.pace import room, spend
from casa.core.campaigns.people import batch_for, entry_of, outcome_of
from casa.core.campaigns.rules import CANCELLED, held, pause
from casa.core.campaigns.rules import go_on as queue_again
from casa.core.campaigns.taking import take
from casa.core.campaigns.texts import Wording, compose, wordings
from casa.core.campaigns.watch import end_answered, trouble_of
from casa.core.campaigns.winner import choose_winner, winner_due
from casa.core.connections.contract import AuthFailed, NotReady
from casa.core.inbox.bulk import Batch, Claimed, Entry, again, claim, end_batch, last_heard, next_again
from casa.core.inbox.handing import AT_ONCE, hand_over_many
from casa.core.inbox.models import Outbox
from casa.core.stays.models import Reservation, ReservationStatus
from casa.core.templates.footer import House
from casa.core.templates.queries import house_of
from casa.core.templates.render import Facts
from casa.core.templates.situation import facts_of_many
from casa.core.vault.fields import warm
from casa.lib.sms import segments

TURN = 20.0  # seconds one job works
SHORT = 1.0  # seconds worth sleeping for inside a job
BUSY = timedelta(seconds=2)  # somebody holds their conversation or number right now
WATCH_EVERY = 5  # groups
LOST = timedelta(seconds=30)
RECONNECT = "{} no longer accepts Casa's key. Connect it again, then resume."

NOTE = """
update campaigns_recipient r set state = n.state, reason = n.reason, words = n.words, rule = n.rule,
  not_before = n.not_before, released_at = case when n.state = 'released' then %s else r.released_at end, at = %s
from unnest(%s::uuid[], %s::text[], %s::text[], %s::text[], %s::text[], %s::timestamptz[])
  as n(id, state, reason, words, rule, not_before)
where r.id = n.id
"""


@dataclass(frozen=True, slots=True)
class Pen:
    """What is the same for every text of a campaign."""

    house: House
    wordings: dict[str, Wording]


@dataclass(frozen=True, slots=True)
class Step:
    """What one group came to. ``wait``: seconds until the next; None: nothing is due. ``stop``: no longer sending."""

    handed: int = 0
    wait: float | None = 0.0
    stop: bool = False


# ------------------------------------------------------------------------------------------------ the job


def go_on(workspace_id: UUID, campaign_id: UUID, seconds: float = TURN) -> int:
    """Do what is due for a campaign now, whatever that is; how many texts were handed over. Safe to run twice."""
    if not _begin(workspace_id, campaign_id) or not take(workspace_id, campaign_id):
        return 0
    _look_round(workspace_id, campaign_id)
    with workspace_scope(workspace_id):
        campaign = held(campaign_id)
        pen = Pen(house_of(campaign.brand), wordings(campaign))
    end, handed, groups = time.monotonic() + seconds, 0, 0
    while True:
        step = _step(workspace_id, campaign_id, pen)
        handed, groups = handed + step.handed, groups + 1
        if step.stop or (groups % WATCH_EVERY == 0 and not _look_round(workspace_id, campaign_id)):
            return handed
        if step.wait is None or step.wait > SHORT or time.monotonic() + step.wait > end:
            _rest(workspace_id, campaign_id, step.wait)
            return handed
        time.sleep(step.wait)


def _begin(workspace_id: UUID, campaign_id: UUID) -> bool:
    """From scheduled to sending when its time has come; whether it is being sent."""
    with workspace_scope(workspace_id):
        campaign = held(campaign_id)
        if campaign.state == CampaignState.SCHEDULED and (campaign.starts_at or timezone.now()) <= timezone.now():
            campaign.state, campaign.started_at = CampaignState.SENDING, timezone.now()
            campaign.save(update_fields=["state", "started_at"])
            log_action("campaigns.begun", campaign.id)
            touch("campaigns", f"campaign:{campaign.id}")
        if campaign.state == CampaignState.CANCELLED:  # what was under way then may have come back since
            end_batch(campaign.id, CANCELLED)
        return campaign.state == CampaignState.SENDING


def _look_round(workspace_id: UUID, campaign_id: UUID) -> bool:
    """End those who wrote or booked, pick the better wording, watch the rates; whether it still goes on."""
    with workspace_scope(workspace_id):
        campaign = held(campaign_id)
        if campaign.state != CampaignState.SENDING:
            return False
        end_answered(campaign)
        choose_winner(campaign)
        trouble = trouble_of(campaign)
        if trouble:
            pause(campaign, trouble)
        return not trouble


def _rest(workspace_id: UUID, campaign_id: UUID, wait: float | None) -> None:
    """Nothing more for now: a job for when something is due, or the end."""
    with workspace_scope(workspace_id):
        campaign = held(campaign_id)
        if campaign.state != CampaignState.SENDING:
            return
        touch("campaigns", f"campaign:{campaign.id}")
        if wait is not None and wait <= SHORT:
            queue_again(campaign)
            return
        soonest = _next_time(campaign) if wait is None else timezone.now() + timedelta(seconds=wait)
        if soonest is None:
            _finish(campaign)
        else:
            args = {"campaign_id": str(campaign.id)}
            schedule("campaigns.go_on", soonest, f"campaign:{campaign.id}", queue="bulk", args=args)


def _next_time(campaign: Campaign) -> datetime | None:
    """When something is due again; None when nothing ever will be."""
    rows = Recipient.objects.filter(
        workspace_id=campaign.workspace_id, campaign=campaign, state=RecipientState.WAITING
    ).exclude(variant="")
    times = [
        rows.order_by("not_before").values_list("not_before", flat=True).first(),
        next_again(campaign.id),
        winner_due(campaign),
    ]
    under_way = Outbox.objects.filter(workspace_id=campaign.workspace_id, batch=campaign.id).filter(
        Q(state="sending") | Q(state="unsure", look_at__isnull=False)
    )
    if under_way.exists():  # it may come back
        times.append(timezone.now() + LOST)
    return min((at for at in times if at), default=None)


def _finish(campaign: Campaign) -> None:
    campaign.state, campaign.ended_at = CampaignState.DONE, timezone.now()
    campaign.save(update_fields=["state", "ended_at"])
    log_action("campaigns.done", campaign.id)
    touch("campaigns", f"campaign:{campaign.id}")


# ------------------------------------------------------------------------------------------------ one group


def _step(workspace_id: UUID, campaign_id: UUID, pen: Pen) -> Step:
    """Claim one group and hand it over."""
    with workspace_scope(workspace_id):
        campaign = held(campaign_id)
        if campaign.state != CampaignState.SENDING:
            return Step(stop=True)
        if campaign.connection is None or not campaign.connection.live:
            pause(campaign, "The account it is sent from has been disconnected. Connect one, then resume.")
            return Step(stop=True)
        sender, rate = sender_of(campaign), standing(campaign).per_second
        free = room(campaign.connection, sender, rate)
        if not free.segments:
            return Step(wait=free.wait)
        claimed = _claim(campaign, pen, free.segments)
        spend(campaign.connection, sender, sum(row.message.segments or 1 for row in claimed.rows))
        campaign.connection.secrets, campaign.connection.hook_token  # noqa: B018 — opened while the scope is open
    failures = hand_over_many(workspace_id, claimed.rows)
    if failures:
        return _after(workspace_id, campaign_id, failures, len(claimed.rows))
    return Step(len(claimed.rows), 0.0 if claimed.verdicts or claimed.busy else None)


def _claim(campaign: Campaign, pen: Pen, room_for: int) -> Claimed:
    """What came back first, then who is next."""
    batch = _batch(campaign)
    back = again(batch, min(room_for, AT_ONCE))
    if back.verdicts:
        return back
    rows = _due(campaign, _group(campaign, pen, room_for))
    entries = _entries(campaign, pen, rows)
    claimed = claim(batch, entries)
    _note(rows, claimed)
    return claimed if entries else replace(claimed, busy=frozenset(row.id for row in rows))


def _batch(campaign: Campaign) -> Batch:
    assert campaign.connection is not None
    return batch_for(
        campaign.brand,
        campaign.connection,
        campaign.kind,
        campaign.program,
        campaign.id,
        channel=campaign.channel,
        stop_on_reply=campaign.stop_on_reply,
    )


def _group(campaign: Campaign, pen: Pen, room_for: int) -> int:
    """How many people fit: by the longest wording, so that the bucket is overdrawn by one text at most."""
    longest = max((segments(body).count for each in pen.wordings.values() for body in each.texts.values()), default=1)
    return max(1, min(AT_ONCE, room_for // max(longest, 1)))


def _due(campaign: Campaign, most: int) -> list[Recipient]:
    """Who is next, held; those whom another worker holds are theirs."""
    rows = Recipient.objects.filter(
        workspace_id=campaign.workspace_id,
        campaign=campaign,
        state=RecipientState.WAITING,
        not_before__lte=timezone.now(),
    ).exclude(variant="")
    found = list(
        rows.select_related("identity")
        .order_by("not_before", "id")
        .select_for_update(of=("self",), skip_locked=True)[:most]
    )
    warm([row.identity for row in found if row.identity])
    return found


def _entries(campaign: Campaign, pen: Pen, rows: Sequence[Recipient]) -> list[Entry]:
    """The texts of those who are still to get one; the others are ended here, with the reason."""
    ids = [row.person_id for row in rows]
    wrote, booked = _wrote(campaign, ids), _booked(campaign, ids)
    facts, now, begins = facts_of_many(ids, campaign.brand), timezone.now(), _begins(campaign, ids)
    entries = []
    for row in rows:
        wording = pen.wordings[row.variant]
        text = compose(wording, campaign.kind, pen.house, facts.get(row.person_id, Facts(row.person_id)), now)
        if row.person_id in wrote or row.person_id in booked:
            _end(row, outcomes.REPLIED if row.person_id in wrote else outcomes.BOOKED)
        elif text.trouble or row.identity is None:
            _set(row, RecipientState.BLOCKED, outcomes.TEXT, "Something in the text is not known for them.")
        else:
            entry = entry_of(row.id, row.person_id, row.identity, text, wording)
            entries.append(replace(entry, not_after=begins.get(row.person_id)))
    return entries


def _wrote(campaign: Campaign, ids: Sequence[UUID]) -> frozenset[UUID]:
    if not campaign.stop_on_reply or campaign.started_at is None:
        return frozenset()
    return frozenset(key for key, at in last_heard(ids).items() if at > campaign.started_at)


def _booked(campaign: Campaign, ids: Sequence[UUID]) -> frozenset[UUID]:
    if not campaign.stop_on_booking or campaign.started_at is None:
        return frozenset()
    rows = Reservation.objects.filter(
        workspace_id=campaign.workspace_id,
        person_id__in=ids,
        status=ReservationStatus.CONFIRMED,
        booked_at__gt=campaign.started_at,
    )
    homes = booked_homes(campaign)
    rows = rows.filter(property_id__in=homes) if homes else rows
    return frozenset(key for key in rows.values_list("person_id", flat=True) if key)


def _begins(campaign: Campaign, ids: Sequence[UUID]) -> dict[UUID, datetime]:
    """When each person's next visit begins: after that a reminder makes no sense (R85)."""
    if campaign.kind != "reminder":
        return {}
    rows = Appointment.objects.filter(
        workspace_id=campaign.workspace_id, person_id__in=ids, status__in=KEPT, starts_at__gt=timezone.now()
    )
    return dict(rows.order_by("-starts_at").values_list("person_id", "starts_at"))


def _end(row: Recipient, reason: str) -> None:
    _set(row, RecipientState.ENDED, reason, outcomes.OUTCOMES[reason].words)


def _set(row: Recipient, state: str, reason: str, words: str = "", rule: str = "") -> None:
    row.state, row.reason, row.words, row.rule, row.at = state, reason, words[:300], rule, timezone.now()
    row.save(update_fields=["state", "reason", "words", "rule", "at"])


def _note(rows: Sequence[Recipient], claimed: Claimed) -> None:
    """Each recipient as the gate has settled it, in the transaction of the claim; one statement."""
    settled = [_settled(row, claimed) for row in rows if row.id in claimed.verdicts or row.id in claimed.busy]
    if not settled:
        return
    with database.cursor() as cursor:
        cursor.execute(NOTE, [timezone.now(), timezone.now(), *map(list, zip(*settled, strict=True))])


def _settled(row: Recipient, claimed: Claimed) -> tuple[UUID, str, str, str, str, datetime]:
    """Id, state, reason, words, rule, and when it may be tried."""
    now, verdict = timezone.now(), claimed.verdicts.get(row.id)
    if verdict is None:
        return row.id, RecipientState.WAITING, row.reason, row.words, row.rule, now + BUSY
    if verdict.allowed:
        return row.id, RecipientState.RELEASED, "", "", "", row.not_before
    state = RecipientState.WAITING if verdict.answer == "hold" else RecipientState.BLOCKED
    until = verdict.until or now + timedelta(minutes=15)
    return row.id, state, outcome_of(verdict), verdict.words[:300], verdict.rule, until


def _after(workspace_id: UUID, campaign_id: UUID, failures: Sequence[Exception], handed: int) -> Step:
    """The provider is busy: later. It no longer knows us: a person must look."""
    if any(isinstance(failure, AuthFailed) for failure in failures):
        with workspace_scope(workspace_id):
            campaign = held(campaign_id)
            if campaign.state == CampaignState.SENDING and campaign.connection:
                pause(campaign, RECONNECT.format(campaign.connection.label))
        return Step(handed, stop=True)
    pauses = [failure.retry_after for failure in failures if isinstance(failure, NotReady)]
    return Step(handed, max(pauses) if pauses else 0.0)


# ------------------------------------------------------------------------------------------------ what was lost


def sweep() -> int:
    """Campaigns whose job was lost in a crash get a new one; how many. Run now and then, under the system role."""
    now = timezone.now()
    late = Q(state=CampaignState.SCHEDULED, starts_at__lte=now - LOST) | Q(state=CampaignState.SENDING)
    late |= Q(state=CampaignState.CANCELLED, ended_at__gt=now - timedelta(days=1))
    rows = list(Campaign.objects.using("system").filter(late).values_list("workspace_id", "id")[:500])
    for workspace_id, campaign_id in rows:
        with workspace_scope(workspace_id):
            campaign = held(campaign_id)
            if _is_late(campaign, now):
                queue_again(campaign)
    return len(rows)


def _is_late(campaign: Campaign, now: datetime) -> bool:
    """Whether something is due for it and no job can be on its way any more."""
    if campaign.state == CampaignState.CANCELLED:
        return next_again(campaign.id) is not None
    if campaign.state == CampaignState.SCHEDULED or campaign.taken_at is None:
        return True
    at = _next_time(campaign)
    return at is None or at <= now - LOST
