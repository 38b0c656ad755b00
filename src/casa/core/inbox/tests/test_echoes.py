"""Our own messages as the provider tells them back: one entry in the thread, whenever the echo comes."""

from datetime import UTC, datetime

import pytest

from casa.core.connections.contract import Handle, IncomingMessage, Unsure
from casa.core.inbox import intake, moves, outbox
from casa.core.inbox.models import Conversation, Message
from casa.core.inbox.tests.talk import GUEST, OURS, drain, guest_texts, make_due, provider, reply, rows, states


@pytest.fixture
def twilio(stage):
    connection = stage.connect("twilio")
    guest_texts(stage, "Hello")
    return connection


def echo(stage, connection, body, external_id="E1", reference=""):
    fact = IncomingMessage(
        external_id=external_id,
        channel="sms",
        sender=Handle("phone", OURS),
        recipient=Handle("phone", GUEST),
        body=body,
        sent_at=datetime.now(UTC),
        outgoing=True,
        sent_reference=reference,
    )
    with stage.cast.scope():
        intake.place(connection, fact)


def sent_bodies(stage):
    with stage.cast.scope():
        return [row.body for row in Message.objects.filter(direction="out").order_by("sent_at", "id")]


def test_an_echo_after_our_answer_adds_nothing(stage, twilio):
    reply(stage, "Welcome")
    make_due(stage)
    with provider() as asked:
        asked.sent_as = "REF-1"
        drain(stage)
    echo(stage, twilio, "Welcome", external_id="E9", reference="REF-1")
    assert sent_bodies(stage) == ["Welcome"]


def test_an_echo_before_our_answer_settles_the_message(stage, twilio):
    reply(stage, "Welcome")
    make_due(stage)
    with provider() as asked:
        asked.sent_as = "REF-1"
        asked.meanwhile = lambda: echo(stage, twilio, "Welcome", external_id="E9", reference="REF-1")
        drain(stage)
    assert sent_bodies(stage) == ["Welcome"]
    assert states(stage) == ["sent"]
    echo(stage, twilio, "Welcome", external_id="E9", reference="REF-1")
    assert sent_bodies(stage) == ["Welcome"]


def test_an_echo_whose_answer_is_noted_between_its_questions_adds_nothing(stage, twilio, monkeypatch):
    """The echo has asked whether the message is known, and only then is our own answer committed."""
    reply(stage, "Welcome")
    make_due(stage)
    ask = intake._is_here
    asked_once = []

    def first_no(connection, fact):
        if not asked_once:
            asked_once.append(True)
            return False
        return ask(connection, fact)

    with provider() as asked:
        asked.sent_as = "REF-1"
        drain(stage)
    monkeypatch.setattr(intake, "_is_here", first_no)
    echo(stage, twilio, "Welcome", external_id="E9", reference="REF-1")
    assert sent_bodies(stage) == ["Welcome"]


def test_an_echo_settles_what_nobody_knew_the_end_of(stage, twilio):
    reply(stage, "Welcome")
    make_due(stage)
    with provider() as asked:
        asked.fails = [Unsure("No answer.")]
        drain(stage)
    assert states(stage) == ["unsure"]
    echo(stage, twilio, "Welcome")
    assert states(stage) == ["sent"]
    assert rows(stage)[0].message.external_id == "E1"


def test_an_echo_keeps_what_was_put_back_from_leaving_twice(stage, twilio):
    reply(stage, "Welcome")
    make_due(stage)
    with provider() as asked:
        asked.fails = [Unsure("No answer.")]
        drain(stage)
        with stage.cast.scope():
            moves.wait(moves.locked(rows(stage)[0].id, outbox.OPEN), datetime.now(UTC), "queued", "")
        echo(stage, twilio, "Welcome")
        drain(stage)
    assert asked.bodies == ["Welcome"]
    assert sent_bodies(stage) == ["Welcome"]


def test_what_the_host_writes_in_the_providers_own_app_is_an_answer_too(stage, twilio):
    echo(stage, twilio, "Written elsewhere")
    assert sent_bodies(stage) == ["Written elsewhere"]
    with stage.cast.scope():
        assert Conversation.objects.get().waiting_since is None
    echo(stage, twilio, "Written elsewhere")
    assert sent_bodies(stage) == ["Written elsewhere"]


def test_the_same_words_twice_are_two_messages_and_their_echoes_find_their_own(stage, twilio):
    for _ in range(2):
        reply(stage, "Ok")
    make_due(stage)
    with provider() as asked:
        drain(stage)
    told = [row.message.external_id for row in rows(stage)]
    for external_id in told:
        echo(stage, twilio, "Ok", external_id=external_id)
    assert sent_bodies(stage) == ["Ok", "Ok"]
    assert len(set(told)) == 2
    assert asked.bodies == ["Ok", "Ok"]
