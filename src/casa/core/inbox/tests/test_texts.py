"""What guests write, and when: very long, empty, in any script; send later, snooze and wake."""

from datetime import UTC, datetime, timedelta

import pytest

from casa.core.accounts.jobs import move_due
from casa.core.accounts.models import Due
from casa.core.accounts.rules import NotPossible
from casa.core.connections.contract import Handle, IncomingMessage
from casa.core.inbox import intake, outbox, rules, tasks
from casa.core.inbox.models import Conversation, Message, Outbox
from casa.core.inbox.search import search
from casa.core.inbox.tests.talk import GUEST, OURS, drain, guest_texts, make_due, provider, reply, states

SOON = timedelta(minutes=5)


@pytest.fixture
def twilio(stage):
    connection = stage.connect("twilio")
    guest_texts(stage, "Hello")
    return connection


def arrive(stage, connection, body, external_id="X1"):
    """A text of any length: a provider may hand us what no phone could send."""
    fact = IncomingMessage(external_id, "sms", Handle("phone", GUEST), body, datetime.now(UTC), Handle("phone", OURS))
    with stage.cast.scope():
        intake.hear_first(connection, fact)
    with stage.cast.scope():
        intake.place(connection, fact)
        return Message.objects.get(external_id=external_id)


def the_conversation():
    return rules.held(Conversation.objects.get().id)


@pytest.mark.parametrize(
    "body",
    [
        "مرحبا، هل يوجد موقف سيارات؟ 🚗",
        "שלום, מה הסיסמה ל-WiFi?",
        "👨‍👩‍👧‍👦🏳️‍🌈 ok 你好 ก็ได้ \u202etxet desrever\u202c",
        "Zero\u200bwidth and a null \x00 in between",
        "\ud83d half a character".encode("utf-8", "replace").decode(),
    ],
)
def test_any_script_is_kept_as_it_was_written(stage, twilio, body):
    message = arrive(stage, twilio, body)
    with stage.cast.scope():
        assert Message.objects.get(id=message.id).body == body
        assert Conversation.objects.get().preview == body[: rules.PREVIEW]


def test_a_text_of_two_megabytes_is_a_message_and_is_found(stage, twilio):
    message = arrive(stage, twilio, "lighthouse " + "word " * 400_000)
    with stage.cast.scope():
        kept = Message.objects.get(id=message.id)
        assert kept.body.startswith("lighthouse word")
        assert len(kept.body) == rules.LONGEST
        assert len(kept.tokens) == 2
        assert [hit.message.id for hit in search("lighthouse")] == [message.id]


def test_a_text_of_ten_thousand_different_words_does_not_flood_the_dictionary(stage, twilio):
    message = arrive(stage, twilio, " ".join(f"w{number}x" for number in range(10_000)))
    assert len(message.tokens) <= 400


def test_a_message_without_words_is_a_message(stage, twilio):
    message = arrive(stage, twilio, "")
    with stage.cast.scope():
        assert Message.objects.get(id=message.id).body == ""
        assert the_conversation().waiting_since is not None


def test_an_empty_reply_is_refused_in_plain_words(stage, twilio):
    with pytest.raises(NotPossible, match="Write something first"):
        reply(stage, "   ")


def test_send_later_waits_for_its_time_and_then_leaves(stage, twilio):
    reply(stage, "See you tomorrow", at=datetime.now(UTC) + SOON)
    with provider() as given:
        assert drain(stage) == 0
        make_due(stage)
        drain(stage)
    assert given.bodies == ["See you tomorrow"]


def test_send_later_ends_when_they_write_first(stage, twilio):
    later = reply(stage, "Are you still coming?", at=datetime.now(UTC) + SOON)
    reply(stage, "An ordinary answer")
    guest_texts(stage, "We are here")
    make_due(stage)
    with provider() as given:
        drain(stage)
    assert given.bodies == ["An ordinary answer"]
    assert states(stage) == ["cancelled", "sent"]
    with stage.cast.scope():
        assert Message.objects.get(id=later.id).why == "They wrote first, so this was not sent."
        assert not Due.objects.filter(key=f"out:{Outbox.objects.get(message=later).id}").exists()


def test_send_later_can_be_taken_back(stage, twilio):
    later = reply(stage, "Tomorrow", at=datetime.now(UTC) + SOON)
    with stage.cast.scope():
        outbox.take_back(later.id)
    make_due(stage)
    with provider() as given:
        drain(stage)
    assert given.bodies == []


def snooze(stage, until):
    with stage.cast.scope():
        rules.snooze(the_conversation(), until)
        return Conversation.objects.get()


def wake(stage, conversation):
    tasks.wake(workspace_id=str(stage.cast.workspace.id), conversation_id=str(conversation.id))
    with stage.cast.scope():
        return Conversation.objects.get()


def test_a_snoozed_conversation_comes_back_at_its_time(stage, twilio):
    conversation = snooze(stage, datetime.now(UTC) + SOON)
    with stage.cast.scope():
        Conversation.objects.update(snoozed_until=datetime.now(UTC))
        Due.objects.filter(key=f"wake:{conversation.id}").update(at=datetime.now(UTC))
    assert move_due() >= 1
    woken = wake(stage, conversation)
    assert (woken.status, woken.snoozed_until) == ("open", None)
    assert woken.waiting_since is not None


def test_a_wake_that_comes_after_a_longer_snooze_lets_it_sleep(stage, twilio):
    conversation = snooze(stage, datetime.now(UTC) + SOON)
    snooze(stage, datetime.now(UTC) + 2 * SOON)
    assert wake(stage, conversation).status == "snoozed"


def test_a_snoozed_conversation_comes_back_when_they_write(stage, twilio):
    snooze(stage, datetime.now(UTC) + SOON)
    guest_texts(stage, "One more thing")
    with stage.cast.scope():
        assert Conversation.objects.get().status == "open"


def test_a_conversation_that_is_done_comes_back_when_they_write(stage, twilio):
    with stage.cast.scope():
        rules.finish(the_conversation())
    guest_texts(stage, "One more thing")
    with stage.cast.scope():
        conversation = Conversation.objects.get()
        assert conversation.status == "open"
        assert conversation.waiting_since is not None


def test_joining_two_people_takes_what_waits_along_and_parting_gives_it_back(stage, twilio):
    """A text that waits in a conversation which becomes part of another leaves from there."""
    from casa.core.inbox.merging import merge_with, split_again
    from casa.core.people.rules import find

    reply(stage, "Welcome")
    guest_texts(stage, "It is me, from my other phone", sender="+18285550143")
    with stage.cast.scope():
        kept, gone = find("phone", "+18285550143"), find("phone", GUEST)
        record = merge_with(kept, gone)
        ours = Conversation.objects.get(person=kept)
        row = Outbox.objects.get()
        assert row.conversation_id == ours.id
        assert Due.objects.get(key=f"out:{row.id}").args["conversation_id"] == str(ours.id)
        split_again(record)
        theirs = Conversation.objects.get(person=gone)
        assert Due.objects.get(key=f"out:{row.id}").args["conversation_id"] == str(theirs.id)
    make_due(stage)
    with provider() as given:
        outbox.drain(stage.cast.workspace.id, theirs.id)
    assert given.bodies == ["Welcome"]
