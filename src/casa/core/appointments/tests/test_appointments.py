"""Appointments: no time is given twice, each change says what it changed and can be taken back."""

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.db.utils import IntegrityError
from django.utils import timezone

from casa.core.accounts.models import Action
from casa.core.accounts.rules import NotPossible
from casa.core.appointments import queries, rules, setting_up
from casa.core.appointments.models import Appointment, OpeningHours
from casa.core.appointments.tests.scene import make_firm
from casa.core.inbox.appointment_events import note_appointment_change
from casa.core.inbox.merging import merge_with, split_again
from casa.core.inbox.models import Message
from casa.core.inbox.rules import conversation_with
from casa.core.inbox.tests.talk import at_once
from casa.core.people.rules import recognise


@pytest.fixture
def firm(here):
    return make_firm()


@pytest.fixture
def booked(firm):
    return rules.book(firm.person, firm.service, firm.omar, firm.at(3, 10), place="12 Elm Street").appointment


def begun(row):
    """The appointment began an hour ago: nobody can book that, so the row is written as it would then stand."""
    starts = timezone.now() - timedelta(hours=1)
    row.starts_at, row.ends_at = starts, starts + timedelta(minutes=30)
    row.taken = rules._taken(row.starts_at, row.ends_at, row.service)
    row.save()
    return row


def test_a_booking_is_whole(firm, booked):
    row = Appointment.objects.get()
    assert (row.status, row.place, row.ends_at - row.starts_at) == ("booked", "12 Elm Street", timedelta(hours=1))
    assert row.taken.upper - row.ends_at == timedelta(minutes=30)


def test_what_is_personal_is_sealed(firm, booked):
    with connection.cursor() as cursor:
        cursor.execute("select place::text || coalesce(note::text, '') from appointments_appointment")
        assert b"Elm".hex() not in cursor.fetchone()[0]


@pytest.mark.parametrize("minutes", [-89, -30, 0, 30, 89])
def test_nobody_is_booked_twice_at_once(firm, booked, minutes):
    """The hour and the half hour after it that is kept free, before and after."""
    with pytest.raises(NotPossible, match="Omar Haddad already has something"):
        rules.book(firm.person, firm.service, firm.omar, booked.starts_at + timedelta(minutes=minutes))
    assert Appointment.objects.count() == 1


@pytest.mark.parametrize("minutes", [-90, 90])
def test_right_before_and_right_after_is_free(firm, booked, minutes):
    rules.book(firm.person, firm.service, firm.omar, booked.starts_at + timedelta(minutes=minutes))


def test_a_colleague_has_the_same_time_free(firm, booked):
    rules.book(firm.person, firm.service, firm.lena, booked.starts_at)


def test_the_database_itself_refuses_a_clash(firm, booked):
    other = rules.book(firm.person, firm.service, firm.lena, booked.starts_at).appointment
    with pytest.raises(IntegrityError, match="appointment_no_clash"), transaction.atomic():
        Appointment.objects.filter(id=other.id).update(staff=firm.omar)


def test_two_who_book_the_same_moment(cast):
    with cast.scope():
        firm = make_firm()

    def take():
        with cast.scope():
            return rules.book(firm.person, firm.service, firm.omar, firm.at(3, 10))

    said = at_once(take, take, take)
    assert sorted(type(one).__name__ for one in said) == ["Change", "NotPossible", "NotPossible"]


def test_a_cancelled_time_is_free_again(firm, booked):
    rules.cancel(booked)
    rules.book(firm.person, firm.service, firm.omar, booked.starts_at)


def test_what_is_past_or_too_far_is_not_booked(firm):
    with pytest.raises(NotPossible, match="still to come"):
        rules.book(firm.person, firm.service, firm.omar, timezone.now() - timedelta(minutes=1))
    with pytest.raises(NotPossible, match="within two years"):
        rules.book(firm.person, firm.service, firm.omar, timezone.now() + timedelta(days=800))


def test_a_moved_appointment_is_confirmed_anew(firm, booked):
    rules.confirm(booked)
    change = rules.move(booked, firm.at(4, 14), firm.lena)
    assert set(change.before) == {"starts_at", "ends_at", "status", "confirmed_at", "moved_at", "staff_id"}
    row = Appointment.objects.get()
    assert (row.status, row.confirmed_at, row.staff_id) == ("booked", None, firm.lena.id)
    assert row.ends_at == firm.at(4, 15)


def test_another_colleague_at_the_same_time_stays_confirmed(firm, booked):
    rules.confirm(booked)
    assert set(rules.move(booked, booked.starts_at, firm.lena).before) == {"staff_id"}
    assert Appointment.objects.get().status == "confirmed"


def test_the_same_again_is_no_change(firm, booked):
    rules.confirm(booked)
    revision = booked.revision
    assert not rules.confirm(booked).anything
    assert not rules.move(booked, booked.starts_at).anything
    assert Appointment.objects.get().revision == revision


def test_over_is_over(firm, booked):
    rules.cancel(booked)
    for verb in (rules.confirm, rules.cancel, rules.ask_to_reschedule, lambda row: rules.move(row, firm.at(5, 9))):
        with pytest.raises(NotPossible, match="is over: cancelled"):
            verb(booked)


def test_done_and_missed_come_after_it_began(firm, booked):
    with pytest.raises(NotPossible, match="not begun"):
        rules.end(booked, came=True)
    begun(booked)
    assert rules.end(booked, came=False).appointment.status == "no_show"
    assert rules.end(booked, came=True).appointment.status == "done", "somebody pressed the wrong one"


def test_a_move_is_taken_back_whole(firm, booked):
    rules.confirm(booked)
    was = (booked.starts_at, booked.staff_id, booked.confirmed_at)
    rules.move(booked, firm.at(4, 14), firm.lena)
    row = rules.held(booked.id)
    assert rules.take_back(row, row.revision).anything
    now = rules.held(booked.id)
    assert (now.starts_at, now.staff_id, now.confirmed_at, now.status) == (*was, "confirmed")
    assert now.taken.lower == was[0]


def test_a_booking_is_taken_back_by_cancelling(firm, booked):
    assert rules.take_back(booked, 1).appointment.status == "cancelled"


def test_only_the_last_change_is_taken_back_and_only_for_a_while(firm, booked):
    rules.confirm(booked)
    with pytest.raises(NotPossible, match="changed again"):
        rules.take_back(booked, 1)
    later = timezone.now() + timedelta(minutes=11)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rules.timezone, "now", lambda: later)
        with pytest.raises(NotPossible, match="too long ago"):
            rules.take_back(booked, booked.revision)


def test_a_time_that_went_to_somebody_else_is_not_taken_back(firm, booked):
    rules.cancel(booked)
    rules.book(firm.person, firm.service, firm.omar, booked.starts_at)
    with pytest.raises(NotPossible, match="already has something"):
        rules.take_back(booked, booked.revision)


def test_the_log_names_what_happened_and_nothing_personal(firm, booked):
    rules.move(booked, firm.at(4, 14))
    last = Action.objects.filter(target=booked.id).latest("at")
    assert last.verb == "appointments.moved"
    assert set(last.data) == {"revision", "by", "before"}
    assert set(last.data["before"]) == {"starts_at", "ends_at", "moved_at"}


def test_each_change_is_one_line_of_the_thread(firm, booked):
    conversation_with(firm.person, "sms", timezone.now())
    note_appointment_change(rules.move(booked, firm.at(4, 14)))
    note_appointment_change(rules.confirm(booked))
    note_appointment_change(rules.confirm(booked))
    lines = [(row.details["bold"], row.body) for row in Message.objects.order_by("sent_at")]
    assert [bold for bold, _ in lines] == ["Appointment moved:", "Appointment confirmed:"]
    assert lines[0][1].startswith("Gutter cleaning with Omar Haddad, ")
    assert lines[0][1].count("10:00 AM to ") == 1
    assert lines[0][1].endswith("2:00 PM")


def test_nobody_gets_a_conversation_by_booking_alone(firm, booked):
    note_appointment_change(rules.confirm(booked))
    assert Message.objects.count() == 0


def test_free_times_know_what_is_taken(firm, booked):
    day = booked.starts_at.astimezone(firm.clock).date()
    free = queries.free_times(firm.service, firm.omar, day)[day]
    assert booked.starts_at not in free
    assert firm.at(3, 8, 30) in free
    assert firm.at(3, 8, 45) not in free, "its buffer would run into the next one"
    assert booked.starts_at in queries.free_times(firm.service, firm.omar, day, but=booked.id)[day]
    assert booked.starts_at in queries.free_times(firm.service, firm.lena, day)[day]


def test_a_month_of_free_times_asks_no_more_than_a_day(firm, booked, count_queries):
    today = timezone.localdate(timezone=firm.clock)
    with count_queries() as one:
        queries.free_times(firm.service, firm.omar, today)
    with count_queries() as thirty:
        assert len(queries.free_times(firm.service, firm.omar, today, 30)) == 30
    assert len(thirty) == len(one)


def test_every_free_time_can_be_booked(firm, booked):
    day = booked.starts_at.astimezone(firm.clock).date()
    for moment in queries.free_times(firm.service, firm.omar, day)[day][::5]:
        with transaction.atomic():
            rules.book(firm.person, firm.service, firm.omar, moment)
            transaction.set_rollback(True)


def test_the_next_one_is_the_next_one_kept(firm, booked):
    sooner = rules.book(firm.person, firm.service, firm.lena, firm.at(1, 9)).appointment
    assert queries.next_of([firm.person.id])[firm.person.id].id == sooner.id
    rules.cancel(sooner)
    assert queries.next_of([firm.person.id])[firm.person.id].id == booked.id


def test_appointments_move_with_a_merged_person_and_back(firm, booked):
    gone = firm.person
    kept = recognise("phone", "+18285550177", "H. Lindqvist")
    record = merge_with(kept, gone)
    row = Appointment.objects.get()
    assert (row.person_id, row.place) == (kept.id, "12 Elm Street")
    split_again(record)
    assert Appointment.objects.get().person_id == gone.id


def test_days_are_counted_and_paged(firm, booked):
    for hour in (8, 12, 14):
        rules.book(firm.person, firm.service, firm.omar, firm.at(3, hour))
    today = timezone.localdate(timezone=firm.clock)
    assert queries.per_day(today, 7) == {today + timedelta(days=3): 4}
    first = queries.between(today, 7, limit=3)
    assert len(first.rows) == 3
    rest = queries.between(today, 7, first.after, limit=3)
    assert [row.starts_at for row in first.rows + rest.rows] == [firm.at(3, hour) for hour in (8, 10, 12, 14)]
    assert rest.after is None


def test_what_has_to_be_settled(firm, booked):
    assert queries.to_settle_count() == 0
    rules.ask_to_reschedule(booked)
    late = begun(rules.book(firm.person, firm.service, firm.lena, firm.at(3, 10)).appointment)
    assert [row.id for row in queries.to_settle().rows] == [late.id, booked.id]
    rules.end(late, came=True)
    assert queries.to_settle_count() == 1


def test_hours_are_kept_in_order_and_checked(firm):
    with pytest.raises(NotPossible, match="Closing time"):
        setting_up.save_staff(None, "Ann", week=[(0, rules.datetime.min.time().replace(hour=9), firm.at(0, 8).time())])
    setting_up.save_staff(firm.omar, "Omar", week=[(0, firm.at(0, 9).time(), firm.at(0, 12).time())])
    assert OpeningHours.objects.filter(staff=firm.omar).count() == 1
    with pytest.raises(NotPossible, match="of that name already"):
        setting_up.save_staff(None, "Omar")


def test_a_service_is_checked(firm):
    for wrong in ({"minutes": 0}, {"minutes": 60, "buffer": 500}, {"minutes": 60, "price": -1}):
        with pytest.raises(NotPossible):
            setting_up.save_service(None, "Roof", **wrong)
    assert setting_up.save_service(firm.service, "Gutters", 90).minutes == 90
    setting_up.archive(firm.service)
    assert list(queries.services()) == []
    assert list(queries.services(archived=True)) == [firm.service]
