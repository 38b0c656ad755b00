"""From a booked appointment to the answer, end to end with the pretend Twilio: planned, sent, answered, shown."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from casa.core.accounts.models import Due
from casa.core.appointments import rules as visits
from casa.core.appointments.models import Appointment
from casa.core.appointments.tests.scene import make_firm
from casa.core.campaigns import sequences, stepping
from casa.core.campaigns.models import Planned
from casa.core.campaigns.tests import crowd
from casa.core.campaigns.tests import follow as f
from casa.core.connections.models import Connection
from casa.core.consent.ledger import standing
from casa.core.inbox import outbox
from casa.core.inbox.appointment_events import held, note_appointment_change
from casa.core.inbox.models import Conversation, Message, Outbox
from casa.core.inbox.putting import case_of
from casa.core.inbox.tests.talk import GUEST, OURS, Text, at_once, guest_texts, texts_to_guest, wait_until

DAY = f.DAY


@pytest.fixture(autouse=True)
def noon_of_theirs(monkeypatch):
    """Reminders leave by day (R86), and tests are run at any hour: the gate is asked about the noon of this day."""

    def asked(*facts, **more):
        case = case_of(*facts, **more)
        noon = datetime.now(UTC).replace(hour=17, minute=0)
        return replace(case, now=noon) if case.kind in ("reminder", "service") else case

    monkeypatch.setattr(outbox, "case_of", asked)


@pytest.fixture
def firm(stage):
    """A number that may text, a customer who gave theirs, a reminder the day before."""
    crowd.shop(stage)
    with stage.cast.scope():
        made = make_firm(GUEST)
        crowd.agree(stage, GUEST)
        f.sequence("before_appointment", (-DAY, 12), name="The day before", kind="reminder", body=f.ASK)
    return made


@pytest.fixture
def reminded(stage, firm):
    """Booked for the day after tomorrow, and reminded of."""
    row = book(stage, firm)
    send(stage)
    return row


def book(stage, firm, days=2, hour=15):
    with stage.cast.scope():
        return note_appointment_change(
            visits.book(firm.person, firm.service, firm.omar, firm.at(days, hour))
        ).appointment


def send(stage):
    """The time of everything planned has come, and the worker has been there."""
    with stage.cast.scope():
        ids = list(Planned.objects.filter(state="waiting").order_by("at").values_list("id", flat=True))
        Due.objects.filter(job="campaigns.send_step").delete()
    for planned_id in ids:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(stepping, "EARLY", timedelta(days=60))
            stepping.send_step(stage.cast.workspace.id, planned_id)
    deliver(stage)


def deliver(stage):
    """What is in the outbox leaves, and has arrived at the guest's phone."""
    stage.hand_over_all()
    with stage.cast.scope():
        left = Outbox.objects.filter(state__in=("sent", "delivered")).count()
    wait_until(lambda: len(texts_to_guest(stage)) >= left)


def now(stage):
    with stage.cast.scope():
        return Appointment.objects.get()


def says(stage, words):
    before = heard(stage)
    guest_texts(stage, words)  # what comes first may be news of our own text
    wait_until(lambda: heard(stage) > before)
    deliver(stage)


def heard(stage):
    """How many of their texts are here, once everything that has arrived is placed."""
    stage.letters.work_off()
    with stage.cast.scope():
        return Message.objects.filter(direction="in").count()


def waits(stage):
    with stage.cast.scope():
        return Conversation.objects.get().waiting_since is not None


def drafts(stage):
    """Jobs for the assistant that wait."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select count(*) from procrastinate_jobs where task_name = 'assistant.draft' "
            "and args->>'workspace_id' = %s", [str(stage.cast.workspace.id)]
        )  # fmt: skip
        return cursor.fetchone()[0]


def test_a_reminder_goes_out_once(stage, reminded):
    (text,) = texts_to_guest(stage)
    assert text.startswith("Laurel & Pine Stays: your Gutter cleaning is on ")
    assert " at 3 PM. " in text
    assert "Reply STOP to opt out." in text, "the legal line that is due (R49)"
    for _ in range(2):
        send(stage)
    assert len(texts_to_guest(stage)) == 1
    with stage.cast.scope():
        row = Planned.objects.get()
        assert (row.state, row.message.body) == ("sent", text)
        assert Outbox.objects.get().kind == "reminder"


def test_two_workers_at_once_send_one(stage, firm):
    book(stage, firm)
    with stage.cast.scope():
        planned_id = Planned.objects.get().id
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(stepping, "EARLY", timedelta(days=60))
        at_once(*(lambda: stepping.send_step(stage.cast.workspace.id, planned_id) for _ in range(4)))
    deliver(stage)
    assert len(texts_to_guest(stage)) == 1


def test_a_reminder_answers_nobody(stage, firm):
    """Who has asked something goes on waiting when a reminder goes out."""
    guest_texts(stage, "Is there anything I should move away?")
    book(stage, firm)
    send(stage)
    assert waits(stage)


@pytest.mark.parametrize("words", ["C", "Yes!", "👍"])
def test_confirmed_by_reply(stage, reminded, words):
    says(stage, words)
    assert now(stage).status == "confirmed"
    assert texts_to_guest(stage)[1].startswith("Thank you. You are confirmed for ")
    assert not waits(stage)
    assert drafts(stage) == 0
    with stage.cast.scope():
        line = Message.objects.get(direction="event")
        assert line.details["bold"] == "Appointment confirmed:"
        assert standing(stage.cast.brand.id, "phone", GUEST, "sms").suppressed is False


def test_confirmed_twice_is_answered_once(stage, reminded):
    for words in ("C", "c", "yes"):
        says(stage, words)
    assert len(texts_to_guest(stage)) == 2
    assert not waits(stage)


@pytest.mark.parametrize("words", ["R", "can we do Thursday instead"])
def test_another_time_waits_for_a_person(stage, reminded, words):
    says(stage, words)
    assert now(stage).status == "moving"
    assert "stays yours until then" in texts_to_guest(stage)[1]
    assert waits(stage)
    assert drafts(stage) == 0, "a person finds the time"


def test_cancelled_by_reply_frees_the_time_and_ends_what_was_planned(stage, firm, reminded):
    with stage.cast.scope():
        f.sequence("before_appointment", (-60, None))
        sequences.plan_all(stage.cast.workspace.id)
        assert f.due()
    says(stage, "X")
    assert now(stage).status == "cancelled"
    assert "is cancelled" in texts_to_guest(stage)[1]
    with stage.cast.scope():
        assert f.due() == {}
        visits.book(firm.person, firm.service, firm.omar, firm.at(2, 15))
        assert not standing(stage.cast.brand.id, "phone", GUEST, "sms").suppressed


def test_they_may_change_their_mind(stage, reminded):
    says(stage, "C")
    says(stage, "X")
    assert now(stage).status == "cancelled"


@pytest.mark.parametrize("words", ["What should I bring?", "yes?", "maybe", "Can’t make it"])
def test_what_is_not_clear_goes_to_a_person_and_changes_nothing(stage, reminded, words):
    says(stage, words)
    assert now(stage).status == "booked"
    assert len(texts_to_guest(stage)) == 1
    assert waits(stage)
    assert drafts(stage) == 1


@pytest.mark.parametrize("words", ["CANCEL", "STOP"])
def test_the_words_of_consent_stay_theirs(stage, reminded, words):
    """R34: CANCEL ends the texts and not the visit; a person asks about that."""
    says(stage, words)
    assert now(stage).status == "booked"
    with stage.cast.scope():
        assert standing(stage.cast.brand.id, "phone", GUEST, "sms").suppressed
    assert waits(stage)


def test_yes_means_nothing_where_nobody_reminded(stage, firm):
    """R32: only our reminder makes YES an answer to it."""
    book(stage, firm)
    says(stage, "yes")
    assert now(stage).status == "booked"
    assert drafts(stage) == 1


def test_yes_answers_our_last_words_only(stage, reminded):
    with stage.cast.scope():
        from casa.core.inbox.putting import queue_reply
        from casa.core.inbox.rules import held
        from casa.core.inbox.ways import way_of

        talk = held(Conversation.objects.get().id)
        queue_reply(talk, way_of(talk), "Shall we bring a second ladder?", author=stage.cast.alice)
    deliver(stage)
    says(stage, "yes")
    assert now(stage).status == "booked"
    assert waits(stage)


def test_a_late_yes_to_what_is_over_changes_nothing(stage, reminded):
    with stage.cast.scope():
        row = Appointment.objects.get()
        row.starts_at, row.ends_at = (datetime.now(UTC) - timedelta(hours=hours) for hours in (3, 2))
        row.taken = visits._taken(row.starts_at, row.ends_at, row.service) if row.service else None
        row.save()
    says(stage, "C")
    assert now(stage).status == "booked"


def test_a_yes_of_somebody_who_waits_settles_the_reminder_only(stage, firm):
    guest_texts(stage, "Do you clean solar panels too?")
    book(stage, firm)
    send(stage)
    says(stage, "C")
    assert now(stage).status == "confirmed"
    assert waits(stage), "the question is still open"


# ------------------------------------------------------------------------------------------------ what ends a step


def ended(stage):
    with stage.cast.scope():
        return [row.reason for row in Planned.objects.filter(state="ended")]


def test_who_said_stop_gets_nothing_more(stage, firm):
    guest_texts(stage, "STOP")
    deliver(stage)
    before = len(texts_to_guest(stage))
    book(stage, firm)
    send(stage)
    assert len(texts_to_guest(stage)) == before
    with stage.cast.scope():
        assert Outbox.objects.get(kind="reminder").state == "blocked"


def test_an_answer_ends_a_sequence_that_stops_on_reply(stage, firm):
    with stage.cast.scope():
        f.sequence("before_appointment", (-60, None), stop_on_reply=True)
    book(stage, firm, days=9)
    guest_texts(stage, "Thanks, looking forward to it")
    send(stage)
    assert ended(stage) == [stepping.REPLIED]


def test_what_a_text_names_must_be_known(stage, firm):
    with stage.cast.scope():
        f.sequence("before_appointment", (-60, None), body="Laurel & Pine Stays: we come to {{ appointment.place }}.")
    book(stage, firm, days=9)
    send(stage)
    assert ended(stage) == [stepping.UNKNOWN]


def test_a_text_that_became_a_draft_is_not_sent(stage, firm):
    with stage.cast.scope():
        from casa.core.templates.models import Template

        Template.objects.update(reviewed_at=None)
    book(stage, firm)
    send(stage)
    assert ended(stage) == [stepping.NOT_READY]


def test_nothing_goes_where_there_is_no_way(stage, firm):
    book(stage, firm)
    with stage.cast.scope():
        Connection.objects.update(disconnected_at=datetime.now(UTC))
    send(stage)
    assert ended(stage) == [stepping.NO_WAY]


def test_what_became_too_late_is_not_sent(stage, firm):
    book(stage, firm)
    with stage.cast.scope():
        Planned.objects.update(ends_at=datetime.now(UTC))
    send(stage)
    assert ended(stage) == [stepping.TOO_LATE]


def test_a_job_that_comes_early_waits(stage, firm):
    book(stage, firm, days=9)
    with stage.cast.scope():
        planned = Planned.objects.get()
    stepping.send_step(stage.cast.workspace.id, planned.id)
    with stage.cast.scope():
        assert Planned.objects.get().state == "waiting"
        assert Due.objects.filter(job="campaigns.send_step").count() == 1


def test_the_legal_line_is_due_once_a_month(stage, firm, reminded):
    with stage.cast.scope():
        f.sequence("before_appointment", (-60, None))
        sequences.plan_all(stage.cast.workspace.id)
    send(stage)
    first, second = texts_to_guest(stage)
    assert "STOP" in first
    assert "STOP" not in second


def test_a_lost_job_is_found_again(stage, firm):
    book(stage, firm, days=9)
    with stage.cast.scope():
        Planned.objects.update(at=datetime.now(UTC) - timedelta(minutes=6))
        Due.objects.filter(job="campaigns.send_step").delete()
        planned = Planned.objects.get()
    assert stepping.sweep() >= 1
    with connection.cursor() as cursor:
        cursor.execute(
            "select count(*) from procrastinate_jobs where task_name = 'campaigns.send_step' "
            "and args->>'planned_id' = %s", [str(planned.id)]
        )  # fmt: skip
        assert cursor.fetchone()[0] == 1


def test_an_answer_and_a_colleague_at_the_same_moment(stage, firm, reminded):
    """Both are heard, in some order, and neither waits for the other for ever."""
    stage.letters.work_off()
    stage.world.text(Text("tx", GUEST, OURS, "C", datetime.now(UTC), ()))
    wait_until(lambda: any(b"Body=C" in letter.body for letter in stage.letters.arrived))

    def move():
        with stage.cast.scope():
            return note_appointment_change(visits.move(held(reminded.id), firm.at(5, 9)))

    said = at_once(stage.letters.work_off, move)
    assert not [one for one in said if isinstance(one, Exception)]
    row = now(stage)
    assert row.starts_at == firm.at(5, 9)
    with stage.cast.scope():
        assert Message.objects.filter(direction="event").count() == 2
        f.in_line(datetime.now(UTC))
