"""What pages read of campaigns. Always as many queries, however many people."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Count as Counting
from django.db.models import Max, Min, Q, QuerySet
from django.utils import timezone

from casa.core.accounts.models import Member
from casa.core.accounts.rules import log_reads
from casa.core.accounts.scope import current_workspace_id
from casa.core.campaigns.checks import standing
from casa.core.campaigns.models import Audience, Campaign, CampaignState, Count, Counted, Recipient, RecipientState
from casa.core.campaigns.outcomes import OUTCOMES, Outcome
from casa.core.campaigns.pictures import pictures_of
from casa.core.campaigns.texts import compose, wordings
from casa.core.inbox.models import Outbox
from casa.core.inbox.queries import visible_people
from casa.core.people.models import Person
from casa.core.templates.queries import house_of
from casa.core.templates.render import Facts
from casa.core.templates.situation import example as example_of
from casa.core.templates.situation import facts_of_many
from casa.core.templates.weight import Weight, rates_of, weigh
from casa.core.vault.fields import warm

PAGE = 40


@dataclass(frozen=True, slots=True)
class Progress:
    """How far it is. ``waiting`` are due or will be; ``held`` of them wait for a time of their own (quiet hours, their
    own morning). ``finish_at`` is when the last one leaves at the sender's rate; None when nothing is left."""

    total: int
    waiting: int
    held: int
    released: int
    blocked: int
    left_out: int
    ended: int
    outbox: Mapping[str, int] = field(default_factory=dict)  # state of the outbox -> rows
    next_at: datetime | None = None
    finish_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """A campaign in the list, with its figures."""

    campaign: Campaign
    released: int
    waiting: int
    total: int


@dataclass(frozen=True, slots=True)
class Listed:
    """One person of a list of reasons."""

    id: UUID
    person: Person
    outcome: Outcome
    words: str
    rule: str
    until: datetime | None


@dataclass(frozen=True, slots=True)
class Preview:
    """A wording as one person would read it, legal line and all."""

    letter: str
    text: str
    language: str
    trouble: str
    weight: Weight


# ------------------------------------------------------------------------------------------------ lists


def campaigns() -> QuerySet[Campaign]:
    """Without the tests on a colleague's own phone."""
    return Campaign.objects.filter(workspace_id=current_workspace_id(), test_of=None)


def campaign(campaign_id: UUID) -> Campaign:
    """Raises Campaign.DoesNotExist."""
    return campaigns().select_related("brand", "connection", "audience").get(id=campaign_id)


def page(before: Campaign | None = None, limit: int = PAGE, *, state: str = "") -> list[Row]:
    """The latest changed, keyset-paged; two queries."""
    rows = campaigns().order_by("-changed_at", "-id")
    rows = rows.filter(state=state) if state else rows
    if before is not None:
        same = Q(changed_at=before.changed_at, id__lt=before.id)
        rows = rows.filter(Q(changed_at__lt=before.changed_at) | same)
    listed = list(rows[:limit])
    counts = _counts([row.id for row in listed])
    return [Row(row, *counts.get(row.id, (0, 0, 0))) for row in listed]


def _counts(ids: Iterable[UUID]) -> dict[UUID, tuple[int, int, int]]:
    rows = Recipient.objects.filter(workspace_id=current_workspace_id(), campaign_id__in=list(ids))
    grouped = rows.values("campaign_id").annotate(
        released=Counting("id", filter=Q(state=RecipientState.RELEASED)),
        waiting=Counting("id", filter=Q(state=RecipientState.WAITING)),
        total=Counting("id"),
    )
    return {row["campaign_id"]: (row["released"], row["waiting"], row["total"]) for row in grouped}


def audiences(*, archived: bool = False) -> list[Audience]:
    rows = Audience.objects.filter(workspace_id=current_workspace_id(), archived_at__isnull=not archived)
    return list(rows.order_by("name"))


def audience(audience_id: UUID) -> Audience:
    """Raises Audience.DoesNotExist."""
    return Audience.objects.get(workspace_id=current_workspace_id(), id=audience_id)


def count(count_id: UUID) -> Count:
    """Raises Count.DoesNotExist (a count is kept for a day)."""
    return Count.objects.get(workspace_id=current_workspace_id(), id=count_id)


# ------------------------------------------------------------------------------------------------ why, one by one


def counted(row: Count, outcome: str, member: Member, after: UUID | None = None, limit: int = PAGE) -> list[Listed]:
    """The people of one reason, keyset-paged by ``Listed.id``; written into the read log. A member who is narrowed to
    some homes sees the people of those homes."""
    rows = Counted.objects.filter(workspace_id=current_workspace_id(), count=row, outcome=outcome)
    return _people(rows, member, after, limit)


def recipients(
    row: Campaign, member: Member, *, state: str = "", reason: str = "", after: UUID | None = None, limit: int = PAGE
) -> list[Listed]:
    """The people of a campaign that has begun, by state and reason, in the same way."""
    rows = Recipient.objects.filter(workspace_id=current_workspace_id(), campaign=row)
    rows = rows.filter(state=state) if state else rows
    return _people(rows.filter(reason=reason) if reason else rows, member, after, limit)


def _people(
    rows: QuerySet[Counted] | QuerySet[Recipient], member: Member, after: UUID | None, limit: int
) -> list[Listed]:
    within = visible_people(member)
    if within is not None:
        here = Person.objects.filter(within, workspace_id=current_workspace_id())
        rows = rows.filter(person_id__in=here.values("id"))
    rows = rows.filter(id__gt=after) if after else rows
    listed: list[Counted | Recipient] = list(rows.select_related("person").order_by("id")[:limit])
    warm([row.person for row in listed])
    log_reads([row.person_id for row in listed], "campaign")
    return [_person(row) for row in listed]


def _person(row: Counted | Recipient) -> Listed:
    if isinstance(row, Counted):
        return Listed(row.id, row.person, OUTCOMES[row.outcome], row.words, row.rule, row.until)
    outcome = OUTCOMES.get(row.reason, OUTCOMES["now"])
    until = row.not_before if row.state == RecipientState.WAITING and row.not_before > timezone.now() else None
    return Listed(row.id, row.person, outcome, row.words, row.rule, until)


def reasons(row: Campaign) -> list[tuple[str, Outcome, int]]:
    """(state, why, how many) of a campaign that has begun, without those it was handed over to."""
    rows = Recipient.objects.filter(workspace_id=current_workspace_id(), campaign=row).exclude(reason="")
    grouped = rows.values("state", "reason").annotate(many=Counting("id")).order_by("state", "-many")
    return [(each["state"], OUTCOMES[each["reason"]], each["many"]) for each in grouped if each["reason"] in OUTCOMES]


# ------------------------------------------------------------------------------------------------ how far, how it reads


def progress(row: Campaign) -> Progress:
    """Three queries."""
    rows = Recipient.objects.filter(workspace_id=current_workspace_id(), campaign=row)
    now = timezone.now()
    counts = dict(rows.values_list("state").annotate(Counting("id")).order_by())
    later = Q(state=RecipientState.WAITING, not_before__gt=now)
    times = rows.filter(state=RecipientState.WAITING).aggregate(
        held=Counting("id", filter=later), first=Min("not_before"), last=Max("not_before")
    )
    gone = Outbox.objects.filter(workspace_id=current_workspace_id(), batch=row.id)
    states = dict(gone.values_list("state").annotate(Counting("id")).order_by())
    waiting = counts.get(RecipientState.WAITING, 0)
    return Progress(
        sum(counts.values()),
        waiting,
        times["held"],
        counts.get(RecipientState.RELEASED, 0),
        counts.get(RecipientState.BLOCKED, 0),
        counts.get(RecipientState.LEFT_OUT, 0),
        counts.get(RecipientState.ENDED, 0),
        states,
        times["first"],
        _finish(row, waiting - times["held"], waiting, times["last"], now),
    )


def _finish(row: Campaign, due: int, waiting: int, last: datetime | None, now: datetime) -> datetime | None:
    if not waiting or row.state not in (CampaignState.SENDING, CampaignState.SCHEDULED):
        return None
    return max(now + takes(row, due), (last or now) + takes(row, waiting - due) / 2)


def takes(row: Campaign, people: int) -> timedelta:
    """How long so many texts take at the sender's registered rate (R76)."""
    if row.connection is None or not people:
        return timedelta(0)
    shown = example(row)
    parts = max((preview.weight.segments for preview in shown), default=1)
    return timedelta(seconds=people * max(parts, 1) / max(standing(row).per_second, 0.1))


def example(row: Campaign) -> list[Preview]:
    """Every wording as an example person of this brand reads it."""
    return _previews(row, example_of(row.brand))


def preview(row: Campaign, person_id: UUID) -> list[Preview]:
    """Every wording as this very person would read it; written into the read log."""
    log_reads([person_id], "campaign")
    return _previews(row, facts_of_many([person_id], row.brand).get(person_id, Facts(person_id)))


def _previews(row: Campaign, facts: Facts) -> list[Preview]:
    house, now, pictures = house_of(row.brand), timezone.now(), pictures_of(row)
    rates = rates_of(row.connection.settings if row.connection else {})
    made = []
    for letter, wording in wordings(row).items():
        text = compose(wording, row.kind, house, facts, now)
        weight = weigh(text.text, rates, repairs=False, pictures=pictures)
        made.append(Preview(letter, text.text, text.language, text.trouble, weight))
    return made
