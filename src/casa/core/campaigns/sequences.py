"""Messages that follow a booking, an appointment or a birthday: written, switched on and off, what they would send."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from casa.core.accounts.jobs import defer, schedule
from casa.core.accounts.live import touch
from casa.core.accounts.models import Brand
from casa.core.accounts.queries import default_brand
from casa.core.accounts.rules import NotPossible, log_action
from casa.core.accounts.scope import current_scope, current_workspace_id, workspace_scope
from casa.core.appointments.models import Appointment
from casa.core.appointments.queries import zone
from casa.core.campaigns import filters, plan, planning
from casa.core.campaigns.models import Planned, PlannedState, Step, Trigger
from casa.core.campaigns.models import Sequence as Row
from casa.core.connections.models import Connection
from casa.core.people.birthdays import tokens_between
from casa.core.people.models import Person
from casa.core.people.queries import Within, people
from casa.core.stays.models import Reservation
from casa.core.templates.models import Template, TemplateKind
from casa.core.vault.fields import warm
from casa.lib.ids import new_id

MOST_STEPS = 12
FURTHEST = 400 * 24 * 60  # minutes
BATCH = 200
BACK = timedelta(days=60)  # what ended longer ago gets nothing new
PAGE = 60
BEFORE = frozenset({Trigger.BEFORE_ARRIVAL, Trigger.BEFORE_APPOINTMENT, Trigger.BIRTHDAY})
PLANNABLE = frozenset({*plan.STAY, *plan.VISIT, *plan.DAYS})
FURTHEST_BIRTHDAY = 60 * 24 * 60  # minutes: within plan.AROUND
EVERY_DAY_AT = time(3)  # when birthdays that came near are planned


@dataclass(frozen=True, slots=True)
class Draft:
    """A sequence as it is written. ``filter`` is data for ``filters.read``: whom it is for; empty means everybody."""

    name: str
    trigger: str
    program: str = "service"
    filter: Mapping[str, object] | None = None
    stop_on_reply: bool = False
    stop_on_booking: bool = False
    brand: Brand | None = None
    connection: Connection | None = None


@dataclass(frozen=True, slots=True)
class StepDraft:
    """One message: which saved text, how many minutes from its moment (negative before), at which local hour."""

    template: Template
    offset_minutes: int = 0
    at_hour: int | None = None


@dataclass(frozen=True, slots=True)
class Coming:
    """One message of the days ahead. ``planned`` is None where it only would be sent, were the sequence switched on."""

    at: datetime
    step: Step
    person: Person
    stay: Reservation | None
    visit: Appointment | None
    planned: Planned | None = None


def write(draft: Draft, steps: Sequence[StepDraft], row: Row | None = None) -> Row:
    """A sequence, new or changed; what is planned follows at once. Raises NotPossible."""
    _check(draft, steps)
    made, scope = row is None, current_scope()
    row = row or Row(id=new_id(), workspace_id=scope.workspace_id, created_by_id=scope.user_id)
    row.name, row.trigger, row.program = draft.name.strip()[:120], draft.trigger, draft.program
    row.filter = filters.write(filters.read(draft.filter)) if draft.filter else {}
    row.stop_on_reply, row.stop_on_booking = draft.stop_on_reply, draft.stop_on_booking
    row.brand, row.connection = draft.brand or default_brand(), draft.connection
    row.changed_at = timezone.now()
    try:
        with transaction.atomic():
            row.save(force_insert=made)
    except IntegrityError:
        raise NotPossible("Another sequence has this name. Give this one a name of its own.") from None
    _write_steps(row, steps)
    log_action("campaigns.sequence_made" if made else "campaigns.sequence_changed", row.id, steps=len(steps))
    if row.active:
        _refuse_unready(row)
        plan_soon()
    touch("campaigns")
    return row


def _check(draft: Draft, steps: Sequence[StepDraft]) -> None:
    if not draft.name.strip():
        raise NotPossible("Give the sequence a name, so that you find it again.")
    if draft.trigger not in PLANNABLE:
        raise NotPossible("Pick what the sequence hangs on.")
    if draft.filter and filters.consents(filters.read(draft.filter)):
        raise NotPossible("Leave consent out of it: it is asked for at every message.")
    if not 1 <= len(steps) <= MOST_STEPS:
        raise NotPossible(f"A sequence has 1 to {MOST_STEPS} messages.")
    for step in steps:
        _check_time(draft.trigger, step)


def _check_time(trigger: str, step: StepDraft) -> None:
    if abs(step.offset_minutes) > FURTHEST or (step.at_hour is not None and not 0 <= step.at_hour <= 23):
        raise NotPossible("Pick a time within 400 days, at a whole hour of the day.")
    if trigger == Trigger.BIRTHDAY and (step.at_hour is None or -step.offset_minutes > FURTHEST_BIRTHDAY):
        raise NotPossible("Pick an hour of the day, on the birthday or at most 60 days before it.")
    before = trigger in BEFORE
    if (step.offset_minutes > 0) if before else (step.offset_minutes < 0):
        raise NotPossible("This comes before it." if not before else "This comes after it: pick a time before.")


def _write_steps(row: Row, steps: Sequence[StepDraft]) -> None:
    """Steps keep their place: changing a text or a time sends nothing a second time."""
    here = {step.position: step for step in steps_of(row)}
    for position, given in enumerate(steps):
        step = here.pop(position, None) or Step(
            id=new_id(), workspace_id=row.workspace_id, sequence=row, position=position
        )
        step.template, step.offset_minutes, step.at_hour = given.template, given.offset_minutes, given.at_hour
        step.save()
    for gone in here.values():
        planning.drop(_waiting(step=gone))
        gone.delete()


def steps_of(row: Row) -> list[Step]:
    rows = Step.objects.filter(workspace_id=row.workspace_id, sequence=row).select_related("template", "sequence")
    return list(rows.order_by("position"))


def sequences() -> QuerySet[Row]:
    return Row.objects.filter(workspace_id=current_workspace_id()).order_by("name")


def switch_on(row: Row) -> None:
    """From now on; steps whose time has passed are skipped. Raises NotPossible for a text that may not be sent."""
    _refuse_unready(row)
    row.active, row.changed_at = True, timezone.now()
    row.save(update_fields=["active", "changed_at"])
    log_action("campaigns.sequence_on", row.id)
    plan_soon()
    touch("campaigns")


def switch_off(row: Row) -> None:
    """Nothing more of it is sent, from this commit on."""
    row.active, row.changed_at = False, timezone.now()
    row.save(update_fields=["active", "changed_at"])
    planning.drop(_waiting(step__sequence=row))
    log_action("campaigns.sequence_off", row.id)
    touch("campaigns")


def _refuse_unready(row: Row) -> None:
    """R2: only a reviewed text goes out, and a text of one kind is never sent as another."""
    for step in steps_of(row):
        if not step.template.ready:
            raise NotPossible(f"“{step.template.name}” is still a draft. Finish it first.")
        if step.template.kind == TemplateKind.REPLY:
            raise NotPossible(
                f"“{step.template.name}” is an answer. Pick a text about their stay, a reminder or an offer."
            )


def _waiting(**which: object) -> QuerySet[Planned]:
    rows = Planned.objects.filter(workspace_id=current_workspace_id(), state=PlannedState.WAITING, **which)
    return rows.select_for_update(of=("self",)).select_related("step__sequence").order_by("id")


# ------------------------------------------------------------------------------------------------ planning everything


def plan_soon() -> None:
    """Plan every stay and appointment anew, in a job; one that waits already is enough."""
    workspace_id = str(current_workspace_id())
    defer("campaigns.plan_all", queue="bulk", once=f"plan:{workspace_id}", workspace_id=workspace_id)


def plan_all(workspace_id: UUID) -> int:
    """Bring every plan up to date, some at a time; how many stays and appointments were looked at. Safe to repeat."""
    with workspace_scope(workspace_id):
        if not Row.objects.filter(workspace_id=workspace_id, active=True).exists():
            return 0
    done = _plan(workspace_id, _stays, planning.replan_stays) + _plan(workspace_id, _visits, planning.replan_visits)
    return done + plan_birthdays(workspace_id)


def plan_birthdays(workspace_id: UUID) -> int:
    """Plan the birthdays that came near, and look again tomorrow while a sequence hangs on them. Safe to repeat."""
    with workspace_scope(workspace_id):
        asked = Row.objects.filter(workspace_id=workspace_id, active=True, trigger__in=plan.DAYS)
        if not asked.exists():
            return 0
        tomorrow = timezone.localdate(timezone=zone()) + timedelta(days=1)
        at = datetime.combine(tomorrow, EVERY_DAY_AT, zone())
        schedule("campaigns.plan_birthdays", at, "birthdays", queue="bulk")
    return _plan(workspace_id, _born, planning.replan_people)


def _born(after: UUID | None = None) -> QuerySet[Person]:
    today = timezone.localdate(timezone=zone())
    near = tokens_between(today - plan.AROUND, today + plan.AROUND)
    rows = people().filter(birthday_token__in=near)
    return (rows.filter(id__gt=after) if after else rows).order_by("id")


def _plan(workspace_id: UUID, rows, replan) -> int:  # type: ignore[no-untyped-def]
    done, last = 0, None
    while True:
        with workspace_scope(workspace_id):
            some = list(rows(last)[:BATCH])
            replan(some)
        if not some:
            return done
        done, last = done + len(some), some[-1].id


def _stays(after: UUID | None = None) -> QuerySet[Reservation]:
    rows = Reservation.objects.filter(
        workspace_id=current_workspace_id(), departure__gte=timezone.localdate() - BACK, person__isnull=False
    )
    return (rows.filter(id__gt=after) if after else rows).select_related("property").order_by("id")


def _visits(after: UUID | None = None) -> QuerySet[Appointment]:
    rows = Appointment.objects.filter(workspace_id=current_workspace_id(), ends_at__gte=timezone.now())
    return (rows.filter(id__gt=after) if after else rows).select_related("service", "staff").order_by("id")


# ------------------------------------------------------------------------------------------------ what is ahead


def coming(days: int = 30, after: Planned | None = None, within: Within = None, limit: int = PAGE) -> list[Coming]:
    """What is planned for the days ahead, soonest first, keyset-paged. The caller writes the read log."""
    rows = Planned.objects.filter(
        workspace_id=current_workspace_id(),
        state=PlannedState.WAITING,
        at__lte=timezone.now() + timedelta(days=days),
    )
    if after is not None:
        rows = rows.filter(Q(at__gte=after.at) & (Q(at__gt=after.at) | Q(id__gt=after.id)))
    if within is not None:
        rows = rows.filter(concerning(within))
    listed = list(rows.select_related(*ABOUT).order_by("at", "id")[:limit])
    found = [made for row in listed if (made := coming_of(row)) is not None]
    warm([each.person for each in found])
    return found


def concerning(within: Q) -> Q:
    """Planned rows about people within a member's part of the workspace."""
    seen = Person.objects.filter(within)
    return Q(reservation__person__in=seen) | Q(appointment__person__in=seen) | Q(person__in=seen)


def coming_of(row: Planned) -> Coming | None:
    """A planned row (with ``ABOUT``) as a page lists it; None where whom it was about is gone."""
    whom = row.whom
    return Coming(row.at, row.step, whom, row.reservation, row.appointment, row) if whom is not None else None


ABOUT = (
    "step__sequence", "step__template", "reservation__person", "reservation__property", "appointment__person",
    "appointment__service", "appointment__staff", "person",
)  # fmt: skip


def would_send(row: Row, days: int = 30, limit: int = PAGE) -> list[Coming]:
    """What a sequence would send in the days ahead were it switched on, soonest first. Writes nothing. Looks at a
    bounded number of stays or appointments: those that come next."""
    steps = {step.id: step for step in steps_of(row)}
    soon, now = timezone.now() + timedelta(days=days), timezone.now()
    stays = {stay.id: stay for stay in _ahead(_stays(), row, "reservation")}
    visits = {visit.id: visit for visit in _ahead(_visits(), row, "appointment")}
    wanted = dict(planning.wanted_by_stays(steps, stays.values())) | dict(
        planning.wanted_by_visits(steps, visits.values())
    )
    born = {each.id: each for each in _born()[:1000]} if row.trigger in plan.DAYS else {}
    wanted |= planning.wanted_by_people(steps, born.values())
    inside = sorted((each for each in wanted.values() if now <= each.at <= soon), key=lambda each: each.at)
    meant = _meant(row, inside, stays, visits, born)
    found = [
        Coming(each.at, steps[each.step_id], person, stays.get(each.subject_id), visits.get(each.subject_id))
        for each, person in meant
    ]
    warm([each.person for each in found[:limit]])
    return found[:limit]


def _ahead(rows: QuerySet, row: Row, kind: str) -> Iterable:
    order = "arrival" if kind == "reservation" else "starts_at"
    wanted = plan.STAY if kind == "reservation" else plan.VISIT
    return rows.select_related("person", *OF[kind]).order_by(order)[:1000] if row.trigger in wanted else ()


OF = {"reservation": ("property",), "appointment": ("service", "staff")}


def _meant(
    row: Row,
    wanted: Iterable[plan.Wanted],
    stays: Mapping[UUID, Reservation],
    visits: Mapping[UUID, Appointment],
    born: Mapping[UUID, Person],
) -> Iterator[tuple[plan.Wanted, Person]]:
    """Those whom the sequence is for; one query."""
    about: list[tuple[plan.Wanted, Person | None, Reservation | None]] = []
    for each in wanted:
        stay = stays.get(each.subject_id)
        visit = stay or visits.get(each.subject_id)
        about.append((each, visit.person if visit else born.get(each.subject_id), stay))
    ids = _is_for(row, {person.id for _, person, _ in about if person})
    return ((each, person) for each, person, stay in about if person and person.id in ids and _fits(row, stay))


def is_meant(row: Row, person_id: UUID, stay: Reservation | None) -> bool:
    """Whether a sequence is for this person, and this stay."""
    return _fits(row, stay) and bool(_is_for(row, {person_id}))


def _is_for(row: Row, ids: set[UUID]) -> set[UUID]:
    if not row.filter:
        return ids
    asked = filters.condition(filters.read(row.filter), timezone.localdate())
    rows = Person.objects.filter(asked, workspace_id=row.workspace_id, id__in=ids)
    return set(rows.values_list("id", flat=True))


def _fits(row: Row, stay: Reservation | None) -> bool:
    """A sequence for some homes is for stays in those homes, not for whoever has ever been there."""
    tree = filters.read(row.filter) if row.filter and stay else filters.All()
    homes = [part.property_ids for part in tree.of if isinstance(part, filters.AtHome)]
    return stay is None or all(stay.property_id in some for some in homes)
