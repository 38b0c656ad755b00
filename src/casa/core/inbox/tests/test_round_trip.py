"""A guest texts, the host answers, the gate decides, the provider delivers: once, whatever is repeated or lost."""

from datetime import UTC, datetime

import pytest

from casa.core.consent.models import Decision, Suppression
from casa.core.inbox import outbox
from casa.core.inbox.models import Conversation, Message, Outbox
from casa.core.inbox.rules import held
from casa.core.inbox.ways import way_of
from casa.lib.ids import new_id
from casa.lib.pretend import Fault, Text
from casa.testing.pretend import wait_until

GUEST, OURS = "+18285550142", "+14155550100"


@pytest.fixture
def twilio(stage):
    return stage.connect("twilio")


def guest_texts(stage, body, sender=GUEST):
    stage.world.text(Text(f"t{new_id().hex}", sender, OURS, body, datetime.now(UTC)))
    stage.wait_for_letters()
    stage.letters.work_off()


def the_conversation():
    return Conversation.objects.get()


def reply(stage, body, key=None):
    with stage.cast.scope():
        conversation = held(the_conversation().id)
        return outbox.queue_reply(conversation, way_of(conversation), body, author=stage.cast.alice, key=key)


def texts_to_guest(stage):
    return [text.body for text in stage.world.texts if text.recipient == GUEST]


def test_a_text_becomes_a_waiting_conversation(stage, twilio):
    guest_texts(stage, "Hi, what is the wifi password?")
    with stage.cast.scope():
        conversation = the_conversation()
        assert conversation.waiting_since is not None
        assert conversation.due_at > conversation.waiting_since
        assert conversation.preview == "Hi, what is the wifi password?"
        assert Message.objects.get().body == "Hi, what is the wifi password?"


def test_the_same_webhook_twice_is_one_message(stage, twilio):
    stage.world.text(Text("t1", GUEST, OURS, "Hello", datetime.now(UTC)))
    stage.wait_for_letters()
    stage.letters.arrived += stage.letters.arrived
    stage.letters.work_off()
    with stage.cast.scope():
        assert Message.objects.count() == 1


def test_an_answer_leaves_once_and_its_delivery_is_told(stage, twilio):
    guest_texts(stage, "Can we park two cars?")
    key = new_id()
    message = reply(stage, "Yes, there is room for two.", key)
    assert reply(stage, "Yes, there is room for two.", key).id == message.id
    assert texts_to_guest(stage) == []
    stage.hand_over_all()
    stage.hand_over_all()
    wait_until(lambda: texts_to_guest(stage) == ["Yes, there is room for two."])
    wait_until(lambda: any("delivered" in str(letter.body) for letter in stage.letters.arrived))
    stage.letters.work_off()
    with stage.cast.scope():
        assert Message.objects.get(id=message.id).status == "delivered"
        assert Outbox.objects.get().state == "delivered"
        assert Decision.objects.get().answer == "allow"
        assert the_conversation().waiting_since is None


def test_taking_back_leaves_nothing_behind(stage, twilio):
    guest_texts(stage, "Hello?")
    message = reply(stage, "Wrong person, sorry")
    with stage.cast.scope():
        outbox.take_back(message.id)
    stage.hand_over_all()
    assert texts_to_guest(stage) == []


def test_stop_blocks_what_was_queued_and_is_confirmed_once(stage, twilio):
    guest_texts(stage, "Hello")
    message = reply(stage, "Welcome")
    guest_texts(stage, "STOP")
    stage.hand_over_all()
    with stage.cast.scope():
        assert Message.objects.get(id=message.id).status == "blocked"
        assert "STOP" in Message.objects.get(id=message.id).why
        assert Suppression.objects.count() == 1
    assert "Welcome" not in texts_to_guest(stage)


def test_a_row_cannot_be_marked_as_sending_around_the_gate(stage, twilio):
    guest_texts(stage, "Hello")
    reply(stage, "Welcome")
    with pytest.raises(Exception, match="consent gate"), stage.cast.scope():
        Outbox.objects.update(state="sending")


def test_an_unanswered_hand_over_is_looked_up_and_not_repeated(stage, twilio, monkeypatch):
    from datetime import timedelta

    monkeypatch.setattr(outbox, "LOOK_AFTER", timedelta(0))
    guest_texts(stage, "Hello")
    stage.world.break_next(Fault("twilio", "after", path="Messages.json", status=500))
    message = reply(stage, "Welcome to the Boathouse")
    stage.hand_over_all()
    with stage.cast.scope():
        row = Outbox.objects.get()
        assert row.state in ("unsure", "sending")
    outbox.look(stage.cast.workspace.id, row.id)
    with stage.cast.scope():
        assert Outbox.objects.get().state == "sent"
        assert Message.objects.get(id=message.id).external_id
    stage.hand_over_all()
    wait_until(lambda: texts_to_guest(stage) == ["Welcome to the Boathouse"])


def test_a_busy_provider_is_tried_again_later(stage, twilio):
    guest_texts(stage, "Hello")
    stage.world.break_next(Fault("twilio", "status", path="Messages.json", status=429))
    reply(stage, "Welcome")
    stage.hand_over_all()
    with stage.cast.scope():
        assert Outbox.objects.get().state == "held"
    assert texts_to_guest(stage) == []
    stage.hand_over_all()
    wait_until(lambda: texts_to_guest(stage) == ["Welcome"])
