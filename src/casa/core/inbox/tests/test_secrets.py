"""A code goes to the guest and to nobody else: colleagues see stars, and nothing keeps it once it has left."""

from datetime import UTC, datetime

import pytest

from casa.core.connections.contract import DeliveryStatus, MessageStatus, Refused, Unsure
from casa.core.inbox import intake, outbox
from casa.core.inbox.models import Conversation, Message, Outbox
from casa.core.inbox.rules import held
from casa.core.inbox.search import search
from casa.core.inbox.tests.talk import drain, guest_texts, make_due, provider, states
from casa.core.inbox.ways import way_of
from casa.lib.sms import segments

WORDS, CODE = "Juniper Stays: 711608 is your code.", "711608"


@pytest.fixture
def talk(stage):
    stage.connect("twilio")
    guest_texts(stage, "Hello")
    with stage.cast.scope():
        talk = held(Conversation.objects.get().id)
        outbox.queue_reply(talk, way_of(talk), WORDS, author=None, kind="compliance", secret=CODE)
    make_due(stage)
    return talk


def row(stage):
    with stage.cast.scope():
        found = Outbox.objects.select_related("message", "conversation").get()
        return found.message.body, found.conversation.preview, found.secret


def test_the_guest_gets_it_and_the_thread_shows_stars(stage, talk):
    hidden = WORDS.replace(CODE, "******")
    assert row(stage) == (hidden, hidden, CODE)
    with provider() as asked:
        drain(stage)
    assert asked.bodies == [WORDS]
    assert row(stage) == (hidden, hidden, None)


def test_nobody_finds_it_and_the_stars_are_no_dearer(stage, talk):
    with stage.cast.scope():
        assert search(CODE) == []
        assert len(search("Juniper")) == 1
        assert Message.objects.get(direction="out").segments == segments(WORDS).count


@pytest.mark.parametrize(("failure", "state"), [(Unsure("No answer."), "unsure"), (Refused("Not now."), "failed")])
def test_what_has_not_surely_left_keeps_it(stage, talk, failure, state):
    with provider() as asked:
        asked.fails = [failure]
        drain(stage)
    assert states(stage) == [state]
    assert row(stage)[2] == CODE


def test_one_that_failed_is_tried_again_with_it(stage, talk):
    with provider() as asked:
        asked.fails = [Refused("Not now.")]
        drain(stage)
        with stage.cast.scope():
            outbox.try_again(Message.objects.get(direction="out").id)
        make_due(stage)
        drain(stage)
    assert asked.bodies[-1] == WORDS
    assert row(stage)[2] is None


@pytest.mark.parametrize("status", [MessageStatus.SENT, MessageStatus.DELIVERED])
def test_news_that_are_quicker_than_the_answer_end_it_too(stage, talk, status):
    def tell():
        with stage.cast.scope():
            found = Outbox.objects.select_related("connection").get()
            intake.place(found.connection, DeliveryStatus("SMx", status, datetime.now(UTC), reference=str(found.id)))

    with provider() as asked:
        asked.meanwhile = tell
        drain(stage)
    assert states(stage) == [status.value]
    assert row(stage)[2] is None


def test_taken_back_it_is_gone(stage, talk):
    with stage.cast.scope():
        assert CODE not in outbox.take_back(Message.objects.get(direction="out").id).body
    assert row(stage)[2] is None
