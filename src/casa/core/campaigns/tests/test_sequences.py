"""Sequences follow what they hang on: however a booking changed, what is due is what a fresh plan would have."""

from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from casa.core.accounts.models import Due
from casa.core.accounts.rules import NotPossible
from casa.core.appointments import rules as visits
from casa.core.appointments.models import KEPT
from casa.core.appointments.tests.scene import make_firm
from casa.core.campaigns import planning, sequences, stepping
from casa.core.campaigns.models import Planned
from casa.core.campaigns.sequences import Draft, StepDraft
from casa.core.campaigns.tests import follow as f
from casa.core.connections.models import Connection
from casa.core.inbox.appointment_events import note_appointment_change
from casa.core.inbox.models import Message
from casa.core.inbox.rules import conversation_with
from casa.core.stays.models import Reservation
from casa.lib.ids import new_id

DAY = f.DAY


@pytest.fixture
def booker(here):
    row = Connection(
        id=new_id(), workspace_id=here.workspace.id, provider="hospitable", account_ref="a", label="B", brand=here.brand
    )
    row.save(force_insert=True)
    return row


def arrival(days=20):
    return timezone.localdate() + timedelta(days=days)


def test_a_booking_is_planned_in_its_own_transaction(here, booker):
    f.sequence("before_arrival", (-3 * DAY, 9), (-DAY, 9))
    f.tell(booker, f.stay_fact(arrival()))
    f.in_line(timezone.now())
    assert len(f.pending()) == 2


def test_a_moved_stay_moves_what_is_due(here, booker):
    f.sequence("before_arrival", (-3 * DAY, 9))
    f.tell(booker, f.stay_fact(arrival()))
    (first,) = f.due().items()
    f.tell(booker, f.stay_fact(arrival(30), sequence="2"))
    (second,) = f.due().items()
    assert second == (first[0], first[1] + timedelta(days=10)), "the same row, ten days later"


def test_a_cancelled_stay_gets_nothing_and_booked_again_it_does(here, booker):
    f.sequence("before_arrival", (-3 * DAY, 9))
    f.tell(booker, f.stay_fact(arrival()))
    f.tell(booker, f.stay_fact(arrival(), sequence="2", status="cancelled"))
    assert (f.due(), Planned.objects.count()) == ({}, 0)
    f.tell(booker, f.stay_fact(arrival(), sequence="3"))
    assert len(f.due()) == 1


def test_a_shortened_stay_loses_its_last_days(here, booker):
    f.sequence("in_stay", (DAY, 10), (3 * DAY, 10))
    f.tell(booker, f.stay_fact(arrival(), nights=5))
    assert len(f.due()) == 2
    f.tell(booker, f.stay_fact(arrival(), nights=2, sequence="2"))
    assert len(f.due()) == 1


def test_a_late_booking_skips_what_is_past(here, booker):
    f.sequence("before_arrival", (-14 * DAY, 9), (-3 * DAY, 9))
    f.tell(booker, f.stay_fact(arrival(5)))
    assert len(f.due()) == 1


def test_the_thread_lists_what_followed(here, booker):
    f.sequence("before_arrival", (-3 * DAY, 9), name="Before you come")
    stay = f.tell(booker, f.stay_fact(arrival()))
    conversation_with(stay.person, "sms", timezone.now())
    f.tell(booker, f.stay_fact(arrival(30), sequence="2"))
    f.tell(booker, f.stay_fact(arrival(30), sequence="3", status="cancelled"))
    effects = [[effect["words"] for effect in row.details["effects"]] for row in Message.objects.order_by("sent_at")]
    assert effects[0][0].startswith("“Before you come” now goes out ")
    assert effects[1] == ["“Before you come” is no longer sent"]


def test_what_was_sent_is_never_planned_again(here, booker):
    f.sequence("before_arrival", (-3 * DAY, 9))
    f.tell(booker, f.stay_fact(arrival()))
    Planned.objects.update(state="sent")
    Due.objects.all().delete()
    for number, days in enumerate((30, 10, 20)):
        f.tell(booker, f.stay_fact(arrival(days), sequence=f"{number + 2}"))
    assert (Planned.objects.count(), f.due()) == (1, {})


def test_switching_off_ends_it_at_once_and_on_begins_anew(here, booker):
    made = f.sequence("before_arrival", (-3 * DAY, 9))
    f.tell(booker, f.stay_fact(arrival()))
    sequences.switch_off(made)
    assert (f.due(), Planned.objects.count()) == ({}, 0)
    f.tell(booker, f.stay_fact(arrival(), sequence="2", adults=3))
    assert f.due() == {}
    sequences.switch_on(made)
    assert Due.objects.count() == 0
    sequences.plan_all(here.workspace.id)
    f.in_line(timezone.now())
    assert len(f.due()) == 1


def test_changing_the_steps_replans_and_keeps_what_was_sent(here, booker):
    made = f.sequence("before_arrival", (-5 * DAY, 9), (-3 * DAY, 9))
    f.tell(booker, f.stay_fact(arrival()))
    first = sequences.steps_of(made)[0]
    Planned.objects.filter(step=first).update(state="sent")
    draft = Draft(made.name, made.trigger)
    sequences.write(draft, [StepDraft(first.template, -6 * DAY, 8)], f.reload(made))
    sequences.plan_all(here.workspace.id)
    assert list(Planned.objects.values_list("state", flat=True)) == ["sent"]
    sequences.write(draft, [StepDraft(first.template, -6 * DAY, 8), StepDraft(first.template, -DAY, 8)], f.reload(made))
    sequences.plan_all(here.workspace.id)
    assert sorted(Planned.objects.values_list("state", flat=True)) == ["sent", "waiting"]


WRONG = [
    ({"name": " "}, [(-DAY, 9)], "a name"),
    ({"trigger": "new_moon"}, [(-DAY, 9)], "hangs on"),
    ({}, [], "1 to 12"),
    ({}, [(DAY, 9)], "comes after it"),
    ({"trigger": "in_stay"}, [(-DAY, 9)], "comes before it"),
    ({}, [(-DAY, 25)], "whole hour"),
    ({}, [(-500 * DAY, 9)], "400 days"),
    ({"filter": {"all": [{"consent": {"program": "news"}}]}}, [(-DAY, 9)], "Leave consent out"),
]


@pytest.mark.parametrize(("more", "steps", "words"), WRONG)
def test_what_makes_no_sense_is_refused(here, more, steps, words):
    template = f.text()
    with pytest.raises(NotPossible, match=words):
        sequences.write(
            Draft(**({"name": "A", "trigger": "before_arrival"} | more)), [StepDraft(template, *step) for step in steps]
        )


def test_an_answer_or_a_draft_is_not_sent_by_itself(here):
    reply = f.text(kind="reply")
    made = sequences.write(Draft("A", "booked"), [StepDraft(reply)])
    with pytest.raises(NotPossible, match="is an answer"):
        sequences.switch_on(made)


def test_two_sequences_have_two_names(here):
    f.sequence("booked", (0, None), name="Welcome")
    with pytest.raises(NotPossible, match="has this name"):
        f.sequence("booked", (0, None), name="Welcome")


def test_what_is_ahead_can_be_read_before_it_is_sent(here, booker):
    made = f.sequence("before_arrival", (-3 * DAY, 9), (-DAY, 9))
    stay = f.tell(booker, f.stay_fact(arrival()))
    ahead = sequences.coming()
    assert [each.person.name for each in ahead] == ["Hannah Lindqvist"] * 2
    assert ahead[0].at < ahead[1].at
    assert sequences.coming(after=ahead[0].planned, limit=5)[0].planned.id == ahead[1].planned.id
    assert sequences.coming(days=3) == []
    text, trouble = stepping.words_of(ahead[0])
    assert (text.splitlines()[0], trouble) == ("Laurel & Pine Stays: hello Hannah, this is about your visit.", "")
    sequences.switch_off(made)
    would = sequences.would_send(made)
    assert [(each.at, each.stay.id, each.planned) for each in would] == [(each.at, stay.id, None) for each in ahead]


def test_a_sequence_for_some_homes_is_for_stays_in_them(here, booker):
    made = f.sequence(
        "before_arrival", (-3 * DAY, 9), on=False, filter={"all": [{"at_home": {"property_ids": [str(new_id())]}}]}
    )
    f.tell(booker, f.stay_fact(arrival()))
    assert sequences.would_send(made) == []
    home = Reservation.objects.get().property_id
    sequences.write(
        Draft(made.name, made.trigger, filter={"all": [{"at_home": {"property_ids": [str(home)]}}]}),
        [StepDraft(sequences.steps_of(made)[0].template, -3 * DAY, 9)],
        made,
    )
    assert len(sequences.would_send(made)) == 1


def test_planning_asks_no_more_for_many_steps(here, booker, count_queries):
    f.tell(booker, f.stay_fact(arrival()))
    with count_queries() as none:
        planning.replan_stays([Reservation.objects.select_related("property").get()])
    assert len(none) <= 3, "who uses no sequence pays next to nothing"


# ------------------------------------------------------------------------------------------------ whatever happens

changes = st.lists(
    st.tuples(
        st.integers(-4, 40),  # arrival, days from today
        st.integers(1, 9),  # nights
        st.sampled_from(["confirmed", "confirmed", "confirmed", "cancelled", "request"]),
        st.sampled_from(["", "", "", "send", "off", "on"]),
    ),
    min_size=1,
    max_size=7,
)


@settings(max_examples=25)
@given(changes)
def test_however_a_stay_changes_what_waits_is_what_a_fresh_plan_has(here, booker, told):
    Planned.objects.all().delete()
    Due.objects.all().delete()
    Reservation.objects.all().delete()
    made = f.sequence("before_arrival", (-7 * DAY, 9), (-DAY, None))
    f.sequence("in_stay", (0, 18), (3 * DAY, 10))
    f.sequence("after_checkout", (DAY, 10))
    sent = 0
    for number, (days, nights, status, then) in enumerate(told):
        f.tell(booker, f.stay_fact(arrival(days), nights, sequence=f"{number:04d}", status=status))
        if then == "send":
            sent += Planned.objects.filter(state="waiting").update(state="sent")
            Due.objects.filter(job="campaigns.send_step").delete()
        elif then:
            (sequences.switch_on if then == "on" else sequences.switch_off)(f.reload(made))
            sequences.plan_all(here.workspace.id)
        f.in_line(timezone.now())
    assert Planned.objects.filter(state="sent").count() == sent
    for one in sequences.sequences():
        sequences.switch_off(one)


moves = st.lists(
    st.tuples(
        st.sampled_from(["move", "move", "confirm", "ask", "cancel", "back", "send"]),
        st.integers(1, 20),
        st.integers(8, 18),
    ),
    max_size=8,
)


@settings(max_examples=25)
@given(moves)
def test_however_an_appointment_changes_what_waits_is_what_a_fresh_plan_has(here, told):
    from casa.core.appointments.models import Appointment, OpeningHours, Service, Staff

    for model in (Planned, Due, Appointment, OpeningHours, Service, Staff):
        model.objects.all().delete()
    firm = make_firm()
    made = [f.sequence("before_appointment", (-DAY, 17), (-120, None)), f.sequence("appointment_moved", (0, None)),
            f.sequence("appointment_made", (5, None))]  # fmt: skip
    row = note_appointment_change(visits.book(firm.person, firm.service, firm.omar, firm.at(3, 10))).appointment
    f.in_line(timezone.now())
    for verb, days, hour in told:
        row = visits.held(row.id)
        if verb == "send":
            Planned.objects.filter(state="waiting").update(state="sent")
            Due.objects.filter(job="campaigns.send_step").delete()
        elif verb == "back":
            with suppress(NotPossible):
                note_appointment_change(visits.take_back(row, row.revision))
        elif row.status in KEPT:
            does = {"confirm": visits.confirm, "ask": visits.ask_to_reschedule, "cancel": visits.cancel}
            act = does.get(verb) or (lambda one, days=days, hour=hour: visits.move(one, firm.at(days, hour)))
            note_appointment_change(act(row))
        f.in_line(timezone.now())
    assert Planned.objects.filter(state="waiting").count() <= (4 if visits.held(row.id).kept else 0)
    for one in made:
        sequences.switch_off(f.reload(one))


def test_a_moved_appointment_is_reminded_of_anew_and_moved_back_not_twice(here):
    firm = make_firm()
    f.sequence("before_appointment", (-DAY, 17))
    row = note_appointment_change(visits.book(firm.person, firm.service, firm.omar, firm.at(3, 10))).appointment
    Planned.objects.update(state="sent")
    note_appointment_change(visits.move(visits.held(row.id), firm.at(6, 10)))
    assert len(f.pending()) == 1
    note_appointment_change(visits.move(visits.held(row.id), firm.at(3, 10)))
    assert f.pending() == {}


def test_the_first_reading_is_planned_too(here, booker):
    """Stays that came many at once were written without a line each; one job plans them all."""
    f.sequence("before_arrival", (-3 * DAY, 9), on=False)
    f.tell(booker, replace(f.stay_fact(arrival()), booked_at=datetime(2026, 1, 1, tzinfo=UTC)))
    made = sequences.sequences().get()
    sequences.switch_on(made)
    assert sequences.plan_all(here.workspace.id) == 1
    f.in_line(timezone.now())
    assert len(f.pending()) == 1
