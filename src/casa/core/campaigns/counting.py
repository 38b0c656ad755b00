"""Who would get it, counted while one chooses: the same gate that decides at hand-off is asked about everybody.

What can be counted in a fifth of a second is counted at once; of more, the first of them, and a job counts on while the
page shows how far it is. Every person of a count can be opened with the reason, for a day.
"""

import hashlib
import json
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from casa.core.accounts.jobs import defer, schedule
from casa.core.accounts.live import touch
from casa.core.accounts.models import Brand
from casa.core.accounts.queries import default_brand
from casa.core.accounts.scope import current_workspace_id, workspace_scope
from casa.core.campaigns import filters
from casa.core.campaigns.models import Audience, Campaign, CampaignKind, Count, Counted, CountState
from casa.core.campaigns.outcomes import GETS, NOW, OUTCOMES, Outcome
from casa.core.campaigns.people import Judged, judge, picked
from casa.core.campaigns.rules import sender_connection
from casa.core.campaigns.texts import wordings
from casa.core.connections.models import Connection
from casa.lib.ids import new_id

BATCH = 500
FIRST = 50  # people of a batch while a page waits
AT_ONCE = 0.2  # seconds a page waits for
FRESH = timedelta(seconds=30)  # the same question within this time is the same count
STANDS = timedelta(minutes=10)  # a count that is done is good for Send: the gate asks again for each text
KEEP = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Line:
    outcome: Outcome
    people: int


@dataclass(frozen=True, slots=True)
class Place:
    """One state of the map."""

    state: str
    now: int
    held: int
    until: datetime | None


@dataclass(frozen=True, slots=True)
class Tally:
    """The big number and what it is made of. While not ``done``, ``looked_at`` of ``picked`` people are in it."""

    count_id: UUID
    picked: int
    looked_at: int
    done: bool
    gets: int
    now: int
    later: int
    until: datetime | None
    last_until: datetime | None
    lines: tuple[Line, ...]
    at: datetime


# ------------------------------------------------------------------------------------------------ asking


def count_campaign(campaign: Campaign, fresh: timedelta = FRESH) -> Count:
    """Count a campaign's people as it is written now; a count of the same, not older than ``fresh``, is that count."""
    return _count(
        campaign.filter,
        campaign.kind,
        campaign.program,
        campaign.brand,
        campaign.connection,
        {"changed": campaign.changed_at.isoformat()},
        campaign=campaign,
        fresh=fresh,
    )


def count_audience(
    data: Mapping[str, object],
    kind: str = CampaignKind.MARKETING,
    program: str = "",
    brand: Brand | None = None,
    audience: Audience | None = None,
) -> Count:
    """Count a choice of people for a kind of message, before there is a campaign."""
    tree = filters.write(filters.read(data))
    return _count(tree, kind, program or kind, brand or default_brand(), sender_connection(), {}, audience=audience)


def _count(
    data: Mapping[str, object],
    kind: str,
    program: str,
    brand: Brand,
    connection: Connection | None,
    more: Mapping[str, object],
    *,
    campaign: Campaign | None = None,
    audience: Audience | None = None,
    fresh: timedelta = FRESH,
) -> Count:
    asked = {"filter": data, "kind": kind, "program": program, "brand": str(brand.id), **more,
             "connection": str(connection.id) if connection else ""}  # fmt: skip
    key = hashlib.sha256(json.dumps(asked, sort_keys=True).encode()).hexdigest()
    mine = Count.objects.filter(workspace_id=current_workspace_id(), campaign=campaign, audience=audience)
    now = timezone.now()
    under_way = Q(state=CountState.RUNNING, at__gte=now - STANDS)  # however often a page looks, it comes to its end
    alike = mine.filter(Q(at__gte=now - fresh) | under_way, key=key).exclude(state=CountState.DROPPED)
    same = alike.order_by("-at").first()
    if same is not None:
        return same
    mine.filter(state=CountState.RUNNING).update(state=CountState.DROPPED)
    row = Count.objects.create(
        workspace_id=current_workspace_id(),
        campaign=campaign,
        audience=audience,
        brand=brand,
        connection=connection,
        kind=kind,
        program=program,
        filter=data,
        key=key,
        picked=picked(filters.read(data)).count(),
    )
    end = time.monotonic() + AT_ONCE
    _look_on(row, FIRST)
    while row.state == CountState.RUNNING and time.monotonic() < end:
        _look_on(row, FIRST)
    if row.state == CountState.RUNNING:
        defer("campaigns.count", queue="bulk", once=f"count:{row.id}", **_ids(row))
    schedule("campaigns.forget_count", row.at + KEEP, f"count:{row.id}", queue="bulk", args={"count_id": str(row.id)})
    return row


def _ids(row: Count) -> dict[str, str]:
    return {"workspace_id": str(row.workspace_id), "count_id": str(row.id)}


def count_on(workspace_id: UUID, count_id: UUID, most: int = 40) -> None:
    """Some batches more, each in its own transaction; then the job makes room for others."""
    for _ in range(most):
        with workspace_scope(workspace_id):
            rows = Count.objects.select_for_update(of=("self",)).select_related("brand", "connection", "campaign")
            row = rows.filter(workspace_id=workspace_id, id=count_id, state=CountState.RUNNING).first()
            if row is None:
                return
            _look_on(row)
            if row.state != CountState.RUNNING:
                return
    with workspace_scope(workspace_id):
        defer(
            "campaigns.count",
            queue="bulk",
            once=f"count:{count_id}",
            workspace_id=str(workspace_id),
            count_id=str(count_id),
        )


def _look_on(row: Count, most: int = BATCH) -> None:
    """The next batch of a count; the last one ends it."""
    tree = filters.read(row.filter)
    rows = picked(tree).order_by("id")
    batch = list((rows.filter(id__gt=row.cursor) if row.cursor else rows)[:most])
    found = judge(batch, tree, row.kind, row.program, row.brand, row.connection, row.campaign, _wording(row))
    made = [
        Counted(
            id=new_id(),
            workspace_id=row.workspace_id,
            count=row,
            person_id=each.person_id,
            outcome=each.outcome,
            words=each.words[:300],
            rule=each.rule,
            until=each.until,
            place=each.place,
        )
        for each in found
    ]
    Counted.objects.bulk_create(made, ignore_conflicts=True)
    _add(row, found)
    row.looked_at += len(batch)
    row.cursor = batch[-1].id if batch else row.cursor
    if len(batch) < most:
        row.state, row.finished_at, row.picked = CountState.DONE, timezone.now(), row.looked_at
    row.save()
    touch(f"count:{row.id}")


def _wording(row: Count):  # type: ignore[no-untyped-def]
    return next(iter(wordings(row.campaign).values()), None) if row.campaign else None


def _add(row: Count, found: Iterable[Judged]) -> None:
    for each in found:
        row.totals[each.outcome] = row.totals.get(each.outcome, 0) + 1
        if each.outcome not in GETS:
            continue
        if each.place:
            seen = row.places.setdefault(each.place, [0, 0, ""])
            seen[0 if each.outcome == NOW else 1] += 1
            if each.until and (not seen[2] or each.until.isoformat() < seen[2]):
                seen[2] = each.until.isoformat()
        if each.until:
            row.until = min(row.until or each.until, each.until)
            row.last_until = max(row.last_until or each.until, each.until)


# ------------------------------------------------------------------------------------------------ reading


def tally(row: Count) -> Tally:
    """The count in numbers, in the order in which a page lists them."""
    lines = tuple(Line(outcome, row.totals[key]) for key, outcome in OUTCOMES.items() if row.totals.get(key))
    gets = sum(line.people for line in lines if line.outcome.key in GETS)
    now = row.totals.get(NOW, 0)
    return Tally(
        row.id,
        row.picked,
        row.looked_at,
        row.state != CountState.RUNNING,
        gets,
        now,
        gets - now,
        row.until,
        row.last_until,
        lines,
        row.at,
    )


def by_state(row: Count) -> list[Place]:
    """For the map: in each state, how many can get it now and how many are held until when."""
    return [
        Place(state, now, held, datetime.fromisoformat(until) if until else None)
        for state, (now, held, until) in sorted(row.places.items())
    ]


def forget(workspace_id: UUID, count_id: UUID) -> None:
    with workspace_scope(workspace_id):
        Count.objects.filter(workspace_id=workspace_id, id=count_id).delete()
