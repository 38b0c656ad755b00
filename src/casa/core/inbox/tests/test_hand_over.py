"""Handing over under pressure: order, races, late news, crashes. A text leaves once or not at all, never both ways."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction

from casa.core.accounts import live
from casa.core.accounts.models import Due
from casa.core.accounts.rules import NotPossible
from casa.core.connections.contract import AuthFailed, DeliveryStatus, MessageStatus, NotReady, Unsure
from casa.core.connections.models import Connection
from casa.core.consent.models import Suppression
from casa.core.inbox import intake, moves, outbox, sync
from casa.core.inbox.models import Conversation, Message, Outbox
from casa.core.inbox.tests import talk
from casa.core.inbox.tests.talk import at_once, begin, drain, guest_texts, make_due, provider, reply, rows, states


@pytest.fixture
def twilio(stage):
    connection = stage.connect("twilio")
    guest_texts(stage, "Hello")
    return connection


def news(stage, twilio, row, status, external_id="SMx"):
    fact = DeliveryStatus(external_id, status, datetime.now(UTC), reference=str(row.id))
    with stage.cast.scope():
        intake.place(twilio, fact)


def test_texts_of_a_conversation_leave_in_the_order_they_were_written(stage, twilio):
    for number in range(5):
        reply(stage, f"Part {number}")
    make_due(stage)
    with provider() as given:
        drain(stage)
    assert given.bodies == [f"Part {number}" for number in range(5)]


def test_two_workers_on_one_conversation_neither_double_nor_overtake(stage, twilio):
    wanted = [f"Part {number}" for number in range(6)]
    for body in wanted:
        reply(stage, body)
    make_due(stage)
    with provider() as given:
        said = at_once(*[lambda: drain(stage)] * 3)
        drain(stage)
    assert not [each for each in said if isinstance(each, Exception)]
    assert given.bodies == wanted
    assert states(stage) == ["sent"] * 6


def test_a_text_waits_while_the_one_before_it_is_under_way(stage, twilio):
    reply(stage, "First")
    reply(stage, "Second")
    make_due(stage)
    with provider() as given:
        given.let.clear()
        finish = begin(lambda: drain(stage))
        assert given.asked.wait(talk.PATIENCE)
        assert drain(stage) == 0
        assert given.bodies == ["First"]
        given.let.set()
        finish()
    assert given.bodies == ["First", "Second"]


def test_a_text_waits_for_the_one_before_it_that_is_tried_again(stage, twilio):
    reply(stage, "First")
    reply(stage, "Second")
    make_due(stage)
    with provider() as given:
        given.fails = [NotReady("Busy.", retry_after=60)]
        drain(stage)
        assert given.bodies == ["First"]
        make_due(stage)
        drain(stage)
    assert given.bodies == ["First", "First", "Second"]


def test_when_the_one_that_stood_before_is_taken_back_the_next_goes_on(stage, twilio):
    first = reply(stage, "First")
    reply(stage, "Second")
    make_due(stage)
    with provider() as given:
        given.fails = [NotReady("Busy.", retry_after=60)]
        drain(stage)
        with stage.cast.scope():
            outbox.take_back(first.id)
        drain(stage)
    assert given.bodies == ["First", "Second"]


@pytest.mark.parametrize("turn", range(8))
def test_a_text_is_taken_back_or_it_left_never_both(stage, twilio, turn):
    message = reply(stage, "Wrong person")
    make_due(stage)

    def take_back():
        with stage.cast.scope():
            outbox.take_back(message.id)

    with provider() as given:
        said, _ = at_once(take_back, lambda: drain(stage))
        drain(stage)
    if isinstance(said, NotPossible):
        assert (given.bodies, states(stage)) == (["Wrong person"], ["sent"])
    else:
        assert (said, given.bodies, states(stage)) == (None, [], ["cancelled"])


@pytest.mark.parametrize("turn", range(6))
def test_nothing_is_handed_over_after_a_stop_is_written_down(stage, twilio, turn, monkeypatch):
    """Neither waits for the other in a circle, and whatever was allowed was allowed before the STOP."""
    for number in range(3):
        reply(stage, f"Part {number}")
    make_due(stage)
    stage.world.text(talk.Text("stop", talk.GUEST, talk.OURS, "Stop texting me", datetime.now(UTC)))
    stage.wait_for_letters()
    heard, place = [], intake.place
    monkeypatch.setattr(intake, "place", lambda *fact: heard.append(datetime.now(UTC)) or place(*fact))
    with provider() as given:
        said = at_once(stage.letters.work_off, lambda: drain(stage), lambda: drain(stage))
        drain(stage)
    assert not [each for each in said if isinstance(each, Exception)]
    with stage.cast.scope():
        assert Suppression.objects.count() == 1
        left = [row for row in Outbox.objects.filter(kind="reply") if row.handed_off_at]
        assert all(row.handed_off_at <= heard[0] for row in left)
        assert len(left) == len([body for body in given.bodies if body.startswith("Part")])
        assert {row.state for row in Outbox.objects.filter(kind="reply")} <= {"sent", "blocked"}


def test_news_that_comes_before_the_answer_is_not_undone_by_it(stage, twilio):
    reply(stage, "Welcome")
    make_due(stage)
    with provider() as given:
        given.let.clear()
        finish = begin(lambda: drain(stage))
        assert given.asked.wait(talk.PATIENCE)
        news(stage, twilio, rows(stage)[0], MessageStatus.DELIVERED)
        given.let.set()
        finish()
    row = rows(stage)[0]
    assert (row.state, row.message.status, row.message.external_id) == ("delivered", "delivered", "SMx")


def test_a_hand_over_without_an_answer_is_settled_by_news_of_it(stage, twilio):
    reply(stage, "Welcome")
    make_due(stage)
    with provider() as given:
        given.let.clear()
        given.fails = [Unsure("No answer.")]
        finish = begin(lambda: drain(stage))
        assert given.asked.wait(talk.PATIENCE)
        news(stage, twilio, rows(stage)[0], MessageStatus.SENT)
        given.let.set()
        finish()
    row = rows(stage)[0]
    assert (row.state, row.message.status) == ("sent", "sent")


def test_late_news_keeps_a_text_from_leaving_a_second_time(stage, twilio):
    """Twice it was not to be found, it was put back, and then the provider says that it went out."""
    reply(stage, "Welcome")
    make_due(stage)
    with provider() as given:
        given.fails = [Unsure("No answer.")]
        drain(stage)
        row = rows(stage)[0]
        with stage.cast.scope():
            locked = Outbox.objects.select_for_update().select_related("message").get(id=row.id)
            moves.wait(locked, datetime.now(UTC), "queued", "")
        news(stage, twilio, row, MessageStatus.SENT)
        drain(stage)
    assert given.bodies == ["Welcome"]
    assert states(stage) == ["sent"]


def test_a_crash_between_the_gate_and_the_answer_is_found_and_settled(stage, twilio, monkeypatch):
    monkeypatch.setattr(outbox, "LOOK_AFTER", timedelta(0))
    reply(stage, "Welcome")
    reply(stage, "And one more")
    make_due(stage)

    class Killed(BaseException):
        pass

    def die(connection, outgoing):
        raise Killed

    monkeypatch.setattr(outbox.gateway, "hand_over", die)
    with pytest.raises(Killed):
        drain(stage)
    monkeypatch.undo()
    assert states(stage) == ["sending", "queued"]
    monkeypatch.setattr(outbox, "LOOK_AFTER", timedelta(0))
    monkeypatch.setattr("casa.providers.twilio.send.SETTLED_AFTER", timedelta(0))
    assert outbox.settle_stuck() >= 1
    for _ in range(2):
        outbox.look(stage.cast.workspace.id, rows(stage)[0].id)
    stage.hand_over_all()
    assert states(stage) == ["sent", "sent"]
    talk.wait_until(lambda: sorted(talk.texts_to_guest(stage)) == ["And one more", "Welcome"])


def test_a_row_whose_job_was_lost_is_found_again(stage, twilio):
    reply(stage, "Welcome")
    with stage.cast.scope():
        Due.objects.all().delete()
        Outbox.objects.update(not_before=datetime.now(UTC) - outbox.LOST_AFTER * 2)
    from procrastinate.contrib.django.models import ProcrastinateJob

    outbox.settle_stuck()
    with stage.cast.scope():
        lock = f"out:{Conversation.objects.get().id}"
    assert ProcrastinateJob.objects.filter(queueing_lock=lock, task_name="inbox.hand_over").count() == 1


def test_an_answer_that_cannot_be_read_leaves_the_text_unsure_not_lost(stage, twilio):
    reply(stage, "Welcome")
    make_due(stage)
    with provider() as given:
        given.fails = [KeyError("sid")]
        with pytest.raises(KeyError):
            drain(stage)
    assert states(stage) == ["unsure"]


def test_a_failed_text_that_is_sent_again_shows_its_new_fate(stage, twilio):
    message = reply(stage, "Welcome")
    make_due(stage)
    with provider() as given:
        drain(stage)
        news(stage, twilio, rows(stage)[0], MessageStatus.FAILED, rows(stage)[0].message.external_id)
        assert states(stage) == ["failed"]
        with stage.cast.scope():
            assert Conversation.objects.get().failed
            outbox.try_again(message.id)
            assert not Conversation.objects.get().failed
        drain(stage)
    assert given.bodies == ["Welcome", "Welcome"]
    row = rows(stage)[0]
    assert (row.state, row.message.status) == ("sent", "sent")
    news(stage, twilio, row, MessageStatus.DELIVERED, row.message.external_id)
    assert rows(stage)[0].message.status == "delivered"


def test_news_of_an_earlier_try_does_not_touch_the_new_one(stage, twilio):
    message = reply(stage, "Welcome")
    make_due(stage)
    with provider():
        drain(stage)
        old = rows(stage)[0].message.external_id
        news(stage, twilio, rows(stage)[0], MessageStatus.FAILED, old)
        with stage.cast.scope():
            outbox.try_again(message.id)
        drain(stage)
    news(stage, twilio, rows(stage)[0], MessageStatus.FAILED, old)
    assert states(stage) == ["sent"]


def test_a_revoked_key_asks_for_somebody_and_what_waited_leaves_after_the_reconnect(stage, twilio):
    reply(stage, "Welcome")
    make_due(stage)
    with provider() as given:
        given.fails = [AuthFailed("Twilio no longer accepts this key. Connect again.")]
        drain(stage)
        with stage.cast.scope():
            assert Connection.objects.get(id=twilio.id).health == "attention"
        assert states(stage) == ["held"]
        assert drain(stage) == 0
        sync.run(stage.cast.workspace.id, twilio.id)
        assert drain(stage) == 1
    assert given.bodies == ["Welcome", "Welcome"]
    with stage.cast.scope():
        assert Connection.objects.get(id=twilio.id).health == "healthy"


def test_a_text_for_next_week_is_not_given_up_at_its_first_trouble(stage, twilio):
    reply(stage, "See you", at=datetime.now(UTC) + timedelta(days=7))
    with stage.cast.scope():
        Message.objects.filter(direction="out").update(created_at=datetime.now(UTC) - timedelta(days=8))
    make_due(stage)
    with provider() as given:
        given.fails = [NotReady("Busy.")]
        drain(stage)
    assert states(stage) == ["held"]


def test_a_committed_action_does_not_fail_because_nobody_could_be_told(stage, twilio, monkeypatch):
    """The database may die between a commit and the notification of it."""

    def broken(*_):
        raise ConnectionError("gone")

    monkeypatch.setattr(live.json, "dumps", broken)
    message = reply(stage, "Welcome")
    with stage.cast.scope():
        assert Message.objects.filter(id=message.id).exists()


def test_what_a_stop_takes_back_and_a_hand_over_take_their_locks_in_one_order(stage, twilio):
    """A STOP that holds the address while a claim wants it: the claim waits and then finds the row blocked."""
    reply(stage, "Welcome")
    make_due(stage)
    row = rows(stage)[0]
    with provider() as given, stage.cast.scope(), transaction.atomic():
        outbox.hold_for_stop(row.brand_id, "phone", talk.GUEST)
        finish = begin(lambda: drain(stage))
        assert not given.asked.wait(0.5)
        outbox.cancel_to_address(row.brand_id, [row.identity_id], "They replied STOP before this left.")
    assert finish() == 0
    assert (given.bodies, states(stage)) == ([], ["blocked"])
