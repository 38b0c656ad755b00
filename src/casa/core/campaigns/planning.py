"""Keeping what is due as a fresh plan would have it: after every change of a stay, an appointment or a sequence.

Called in the transaction of the change (``inbox.events``). Locks: the conversation before the planned rows.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils import timezone

from casa.core.accounts.jobs import schedule, unschedule
from casa.core.accounts.live import touch
from casa.core.accounts.queries import workspace
from casa.core.accounts.scope import current_workspace_id
from casa.core.appointments.models import Appointment
from casa.core.appointments.queries import zone
from casa.core.appointments.rules import Change as VisitChange
from casa.core.campaigns import plan
from casa.core.campaigns.models import Planned, PlannedState, Step
from casa.core.people.birthdays import birthday_of
from casa.core.people.models import Person
from casa.core.stays.models import Reservation, ReservationStatus
from casa.core.stays.queries import begins, ends
from casa.core.stays.rules import Change as StayChange
from casa.lib.ids import new_id

GRACE = timedelta(hours=2)  # a step that was due longer ago is skipped: the booking came late
SHOWN = 4  # consequences that one line of a thread lists

Key = tuple[UUID, UUID, str]
Wanted = Mapping[Key, plan.Wanted]


def with_stay(change: StayChange) -> list[str]:
    """What a changed stay means for its messages, in words for the thread."""
    return replan_stays([change.reservation])


def with_visit(change: VisitChange) -> list[str]:
    """What a changed appointment means for its messages, in words for the thread."""
    return replan_visits([change.appointment])


def replan_stays(rows: Sequence[Reservation]) -> list[str]:
    """Bring what is planned for these stays up to date."""
    steps = active_steps(plan.STAY)
    return _settle([row.id for row in rows], wanted_by_stays(steps, rows), steps, "reservation")


def replan_visits(rows: Sequence[Appointment]) -> list[str]:
    """Bring what is planned for these appointments up to date."""
    steps = active_steps(plan.VISIT)
    return _settle([row.id for row in rows], wanted_by_visits(steps, rows), steps, "appointment")


def replan_people(rows: Sequence[Person]) -> list[str]:
    """Bring what is planned for these people's birthdays up to date."""
    steps = active_steps(plan.DAYS)
    return _settle([row.id for row in rows], wanted_by_people(steps, rows), steps, "person")


def wanted_by_people(steps: Mapping[UUID, Step], rows: Iterable[Person]) -> Wanted:
    """What these people should get around today by these steps. Who was joined with another has no birthday here."""
    if not steps:
        return {}
    known = ((row.id, birthday_of(row)) for row in rows if row.merged_into_id is None)
    born = [plan.Born(key, day) for key, day in known if day is not None]
    return plan.for_birthdays(map(rule_of, steps.values()), born, timezone.localdate(timezone=zone()), zone())


def wanted_by_stays(steps: Mapping[UUID, Step], rows: Iterable[Reservation]) -> Wanted:
    """What these stays should get by these steps."""
    if not steps:
        return {}
    house = ZoneInfo(workspace(current_workspace_id()).timezone)
    return plan.for_stays(map(rule_of, steps.values()), [stay_of(row, house) for row in rows if row.person_id])


def wanted_by_visits(steps: Mapping[UUID, Step], rows: Iterable[Appointment]) -> Wanted:
    """What these appointments should get by these steps."""
    if not steps:
        return {}
    here = zone()
    return plan.for_visits(map(rule_of, steps.values()), [visit_of(row, here) for row in rows])


def active_steps(triggers: Iterable[str]) -> dict[UUID, Step]:
    """The steps of active sequences that hang on these triggers; one query."""
    rows = Step.objects.filter(
        workspace_id=current_workspace_id(), sequence__active=True, sequence__trigger__in=list(triggers)
    )
    return {row.id: row for row in rows.select_related("sequence")}


def rule_of(step: Step) -> plan.Rule:
    return plan.Rule(step.id, step.sequence.trigger, step.offset_minutes, step.at_hour)


def stay_of(row: Reservation, house: ZoneInfo) -> plan.Stay:
    """A stay as the plan knows it; the clock of its home, else of the house."""
    where = ZoneInfo(row.property.timezone) if row.property.timezone else house
    booked = row.status == ReservationStatus.CONFIRMED
    return plan.Stay(row.id, booked, row.booked_at, begins(row), ends(row), where)


def visit_of(row: Appointment, here: ZoneInfo) -> plan.Visit:
    return plan.Visit(row.id, row.kept, row.created_at, row.moved_at, row.starts_at, row.ends_at, here)


# ------------------------------------------------------------------------------------------------ bringing in line


def _settle(subjects: list[UUID], wanted: Wanted, steps: Mapping[UUID, Step], kind: str) -> list[str]:
    """Drop what is no longer wanted, move what has another time, add what is missing; in words. What has been sent,
    or was ended for a reason, stays as it is: nothing is sent twice."""
    here = Planned.objects.select_for_update(of=("self",)).select_related("step__sequence")
    known = {
        (row.step_id, row.subject, row.occasion): row
        for row in here.filter(workspace_id=current_workspace_id(), subject__in=subjects).order_by("id")
    }
    waiting = {key: row for key, row in known.items() if row.state == PlannedState.WAITING}
    soonest = timezone.now() - GRACE
    gone = {key for key, row in waiting.items() if key not in wanted or _moved_away(row, wanted[key], soonest)}
    words = [_dropped(waiting[key]) for key in gone]
    stay = [(row, wanted[key]) for key, row in waiting.items() if key not in gone]
    words += [_moved(row, new) for row, new in stay if _differs(row, new)]
    fresh = [each for key, each in wanted.items() if key not in known and each.at >= soonest]
    words += [_added(each, steps[each.step_id], kind) for each in sorted(fresh, key=lambda each: each.at)]
    if words:
        touch("campaigns")
    more = len(words) - SHOWN
    return words if more <= 0 else [*words[: SHOWN - 1], f"{more + 1} more messages follow"]


def _differs(row: Planned, wanted: plan.Wanted) -> bool:
    return (row.at, row.ends_at) != (wanted.at, wanted.until)


def _moved_away(row: Planned, wanted: plan.Wanted, soonest: datetime) -> bool:
    """Its new time had already passed when it changed: skipped, as for a booking that comes late."""
    return _differs(row, wanted) and wanted.at < soonest


def _dropped(row: Planned) -> str:
    unschedule(due_key(row.id))
    name = row.step.sequence.name
    row.delete()
    return f"“{name}” is no longer sent"


def _moved(row: Planned, wanted: plan.Wanted) -> str:
    row.at, row.ends_at = wanted.at, wanted.until
    row.save(update_fields=["at", "ends_at"])
    _schedule(row)
    return f"“{row.step.sequence.name}” now goes out {_when(row.at)}"


def _added(wanted: plan.Wanted, step: Step, kind: str) -> str:
    row = Planned.objects.create(
        id=new_id(),
        workspace_id=current_workspace_id(),
        step=step,
        subject=wanted.subject_id,
        occasion=wanted.occasion,
        at=wanted.at,
        ends_at=wanted.until,
        **{f"{kind}_id": wanted.subject_id},
    )
    _schedule(row)
    return f"“{step.sequence.name}” goes out {_when(row.at)}"


def _schedule(row: Planned) -> None:
    schedule("campaigns.send_step", row.at, due_key(row.id), args={"planned_id": str(row.id)})


def due_key(planned_id: UUID) -> str:
    """The name a planned row's due entry goes by."""
    return f"step:{planned_id}"


def drop(rows: Iterable[Planned]) -> int:
    """Take waiting rows out, with what was due for them (a sequence was switched off); how many."""
    return len([_dropped(row) for row in rows])


def _when(moment: datetime) -> str:
    local = moment.astimezone(zone())
    return f"{local:%a} {local.day} {local:%b}, {local:%-I:%M %p}"
