"""What the tests of sequences share: saved texts, a sequence that is on, a stay or an appointment that changes."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from casa.core.accounts.models import Due
from casa.core.campaigns import plan, planning, sequences, stepping
from casa.core.campaigns.models import Planned, PlannedState, Sequence
from casa.core.campaigns.sequences import Draft, StepDraft
from casa.core.connections.contract import GuestFact, PropertyFact, ReservationFact
from casa.core.inbox.stay_events import note_stay_change
from casa.core.stays.models import Reservation
from casa.core.stays.rules import apply_property, apply_reservation
from casa.core.templates import rules as texts
from casa.lib.ids import new_id

DAY = plan.DAY
GUEST = "+18285550142"
HOME = PropertyFact("h1", "The Boathouse", "1", timezone="America/New_York", check_in=time(16), check_out=time(11))
BODY = 'Laurel & Pine Stays: hello {{ guest.first_name | "there" }}, this is about your visit.'
ASK = (
    "Laurel & Pine Stays: your {{ appointment.service }} is on {{ appointment.date }} at {{ appointment.time }}. "
    "Reply C to confirm, R for another time, X if you do not need it."
)


def text(name="Hello", kind="service", body=BODY):
    made = texts.make(f"{name} {new_id().hex[-6:]}", kind, {"en": body})
    assert made.ready, texts.findings(made, body)
    return made


def sequence(trigger, *steps, name="", on=True, kind="service", body=BODY, **more):
    """A sequence of steps given as (offset in minutes, hour)."""
    template = text(kind=kind, body=body)
    drafts = [StepDraft(template, offset, hour) for offset, hour in steps]
    made = sequences.write(Draft(name or f"{trigger} {new_id().hex[-6:]}", trigger, **more), drafts)
    if on:
        sequences.switch_on(made)
    return made


def stay_fact(arrival: date, nights=3, **more):
    guest = GuestFact("g1", "Hannah", "Lindqvist", (), (GUEST,), "en")
    fact = ReservationFact(
        "r1", "h1", "direct", "confirmed", arrival, arrival + timedelta(nights), "1", guest=guest,
        booked_at=datetime.now(UTC), adults=2,
    )  # fmt: skip
    return replace(fact, **more)


def tell(connection, fact):
    """A fact arrives, and everything follows in its transaction."""
    apply_property(connection, HOME)
    change = apply_reservation(connection, fact)
    if change.anything:
        note_stay_change(change)
    return change.reservation


def pending():
    """(step, subject, occasion) -> when, of what waits."""
    rows = Planned.objects.filter(state=PlannedState.WAITING)
    return {(row.step_id, row.subject, row.occasion): row.at for row in rows}


def due():
    """What waits in the table of what is due, by planned row."""
    return {row.key: row.at for row in Due.objects.filter(job="campaigns.send_step")}


def fresh(now):
    """What a plan made from nothing would have ahead of it."""
    from casa.core.appointments.models import Appointment

    stays = Reservation.objects.select_related("property")
    visits = Appointment.objects.select_related("service", "staff")
    wanted = {
        **planning.wanted_by_stays(planning.active_steps(plan.STAY), stays),
        **planning.wanted_by_visits(planning.active_steps(plan.VISIT), visits),
    }
    sent = {(row.step_id, row.subject, row.occasion) for row in Planned.objects.exclude(state=PlannedState.WAITING)}
    return {key: each.at for key, each in wanted.items() if each.at >= now - planning.GRACE and key not in sent}


def in_line(now):
    """What waits is what a fresh plan would have, and exactly that is due."""
    assert pending() == fresh(now)
    waiting = Planned.objects.filter(state=PlannedState.WAITING)
    assert due() == {planning.due_key(row.id): row.at for row in waiting}


def send_due(stage, *, early=False):
    """Everything planned whose time has come (or, ``early``, everything) is sent as the worker would."""
    with stage.cast.scope():
        rows = Planned.objects.filter(state=PlannedState.WAITING).order_by("at", "id")
        ids = [row.id for row in rows if early or row.at <= datetime.now(UTC)]
    for planned_id in ids:
        stepping.send_step(stage.cast.workspace.id, planned_id)


def states():
    return sorted(Planned.objects.values_list("state", "reason"))


def reload(row):
    return Sequence.objects.get(id=row.id)
