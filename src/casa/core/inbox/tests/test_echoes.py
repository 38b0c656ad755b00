"""Our own messages as the provider tells them back: one entry in the thread, whenever the echo comes."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casa.core.connections.contract import Handle, IncomingMessage, Unsure
from casa.core.connections.models import Settled
from casa.core.inbox import echoes, intake, moves, outbox, rules, sync
from casa.core.inbox.models import Conversation, Message, Outbox
from casa.core.inbox.tests.talk import GUEST, OURS, at_once, drain, guest_texts, make_due, provider, reply, rows, states
from casa.core.inbox.ways import way_of
from casa.core.people.rules import find
from casa.lib.ids import new_id


@pytest.fixture
def twilio(stage):
    connection = stage.connect("twilio")
    guest_texts(stage, "Hello")
    return connection


def echo(stage, connection, body, external_id="E1", reference="", at=None):
    with stage.cast.scope():
        intake.place(connection, told(body, external_id, reference, at))


def told(body, external_id="E1", reference="", at=None):
    return IncomingMessage(
        external_id=external_id,
        channel="sms",
        sender=Handle("phone", OURS),
        recipient=Handle("phone", GUEST),
        body=body,
        sent_at=at or datetime.now(UTC),
        outgoing=True,
        sent_reference=reference,
    )


def leave(stage, *bodies, **how):
    """Write these and let them leave, one answer after the other."""
    for number, body in enumerate(bodies):
        reply(stage, body)
        make_due(stage)
        with provider() as asked:
            asked.sent_as = f"REF-{number}"
            for name, value in how.items():
                setattr(asked, name, value)
            drain(stage)


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
    ask, answers = echoes._is_told, iter([False])
    with provider() as asked:
        asked.sent_as = "REF-1"
        drain(stage)
    monkeypatch.setattr(echoes, "_is_told", lambda *of: next(answers, None) or ask(*of))
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


@pytest.mark.parametrize("told_as", ["Welcome\r\nSee you", " Welcome\nSee you\n", "Welcome  See you"])
def test_an_echo_after_our_answer_without_our_reference_adds_nothing(stage, twilio, told_as):
    leave(stage, "Welcome\nSee you")
    for _ in range(2):
        echo(stage, twilio, told_as, external_id="E9")
    echo(stage, twilio, told_as, external_id="E9", reference="REF-0")
    echo(stage, twilio, told_as, external_id="E9")
    assert sent_bodies(stage) == ["Welcome\nSee you"]
    assert rows(stage)[0].message.external_id == "REF-0"


def test_an_echo_before_our_answer_without_our_reference_adds_nothing(stage, twilio):
    leave(stage, "Caf\u00e9\n", meanwhile=lambda: echo(stage, twilio, "Cafe\u0301", external_id="E9"))
    echo(stage, twilio, "Cafe\u0301", external_id="E9", reference="REF-0")
    echo(stage, twilio, "Cafe\u0301", external_id="E9")
    assert sent_bodies(stage) == ["Caf\u00e9\n"]
    assert states(stage) == ["sent"]


def test_two_of_the_same_words_stay_two_and_a_third_written_elsewhere_is_a_third(stage, twilio):
    leave(stage, "Ok", "Ok")
    for external_id in ("E1", "E2", "E2", "E1"):
        echo(stage, twilio, "Ok", external_id=external_id)
    assert sent_bodies(stage) == ["Ok", "Ok"]
    echo(stage, twilio, "Ok", external_id="E3")
    assert sent_bodies(stage) == ["Ok", "Ok", "Ok"]


def test_a_name_that_is_heard_of_later_puts_an_echo_right(stage, twilio):
    """Taken for the one by its words, it was the other's: the first waits for its own again."""
    leave(stage, "Ok", "Ok")
    echo(stage, twilio, "Ok", external_id="E1")
    echo(stage, twilio, "Ok", external_id="E1", reference="REF-0")
    echo(stage, twilio, "Ok", external_id="E2", reference="REF-1")
    echo(stage, twilio, "Ok", external_id="E3")
    assert sent_bodies(stage) == ["Ok", "Ok", "Ok"]


def test_what_took_an_echo_that_was_not_its_own_gives_it_back(stage, twilio):
    """The same words by hand in the provider's own app, heard of first: they are seen when ours is named."""
    leave(stage, "Ok")
    echo(stage, twilio, "Ok", external_id="E1")
    assert sent_bodies(stage) == ["Ok"]
    for _ in range(2):
        echo(stage, twilio, "Ok", external_id="E2", reference="REF-0")
        echo(stage, twilio, "Ok", external_id="E1")
        echo(stage, twilio, "Ok", external_id="E2")
    assert sent_bodies(stage) == ["Ok", "Ok"]


def test_the_names_that_a_provider_gives_to_one_message_are_all_its_own(stage, twilio):
    leave(stage, "Ok")
    for external_id in ("E1", "E2", "E1"):
        echo(stage, twilio, "Ok", external_id=external_id, reference="REF-0")
    assert sent_bodies(stage) == ["Ok"]


def test_an_echo_that_is_given_back_settles_what_nobody_knew_the_end_of(stage, twilio):
    leave(stage, "Ok")
    echo(stage, twilio, "Ok", external_id="E1")
    leave(stage, "Ok", fails=[Unsure("No answer.")])
    assert states(stage) == ["sent", "unsure"]
    echo(stage, twilio, "Ok", external_id="E2", reference="REF-0")
    assert states(stage) == ["sent", "sent"]
    assert sent_bodies(stage) == ["Ok", "Ok"]


def test_words_that_the_platform_changed_are_joined_when_the_name_is_known(stage, twilio):
    changed = "Call [hidden]"
    leave(stage, "Call 828", meanwhile=lambda: echo(stage, twilio, changed, external_id="E9", reference="REF-0"))
    assert sent_bodies(stage) == ["Call 828", changed]
    echo(stage, twilio, changed, external_id="E9", reference="REF-0")
    echo(stage, twilio, changed, external_id="E9")
    assert sent_bodies(stage) == ["Call 828"]


def test_an_answer_whose_name_an_entry_bears_already_is_noted_all_the_same(stage, twilio):
    leave(stage, "Call 828", meanwhile=lambda: echo(stage, twilio, "Call [hidden]", external_id="REF-0"))
    assert states(stage) == ["sent"]


def test_the_same_words_much_later_are_another_message(stage, twilio):
    leave(stage, "Ok")
    echo(stage, twilio, "Ok", external_id="E1", at=datetime.now(UTC) + echoes.LATE * 2)
    assert sent_bodies(stage) == ["Ok", "Ok"]


def test_what_failed_and_left_in_the_end_takes_in_the_echo_of_its_second_leaving(stage, twilio):
    leave(stage, "Ok", meanwhile=lambda: echo(stage, twilio, "Ok", external_id="E1"))
    with stage.cast.scope():
        earlier = datetime.now(UTC) - echoes.SKEW * 3
        Settled.objects.update(at=earlier)
        Outbox.objects.update(state="failed", created_at=earlier, handed_off_at=earlier)
        outbox.try_again(Message.objects.get(direction="out").id)
    make_due(stage)
    with provider():
        drain(stage)
    echo(stage, twilio, "Ok", external_id="E2")
    assert sent_bodies(stage) == ["Ok"]


@pytest.mark.parametrize("reference", ["", "REF-0"])
def test_an_echo_that_is_only_read_long_afterwards_adds_nothing(stage, twilio, reference):
    """No reading for a week: the page of history finds our own, and is told of it again and again."""
    leave(stage, "Welcome", "Ok")
    then = datetime.now(UTC) - timedelta(days=7)
    with stage.cast.scope():
        Outbox.objects.update(created_at=then, handed_off_at=then)
    page = [told("Welcome", "E1", reference, then), told("Ok", "E2", "", then), told("By hand", "E3", "", then)]
    for _ in range(2):
        sync._place_all(stage.cast.workspace.id, twilio, page)
    assert sorted(sent_bodies(stage)) == ["By hand", "Ok", "Welcome"]


def test_two_who_tell_of_one_message_at_once_add_nothing(stage, twilio):
    leave(stage, "Ok", "Ok")
    works = [lambda name=name: echo(stage, twilio, "Ok", external_id=name) for name in ("E1", "E2", "E1", "E2")]
    assert at_once(*works) == [None] * 4
    assert sent_bodies(stage) == ["Ok", "Ok"]


# ------------------------------------------------------------------------------------------------ in any order

BODIES = st.sampled_from(["Ok", "Ok", "See you\nsoon"])
REWRITTEN = (str, str.strip, lambda body: body.replace("\n", "\r\n"), lambda body: f"  {body} ")
MESSAGES = st.lists(st.tuples(BODIES, st.sampled_from(["here", "here", "unsure", "elsewhere"])), min_size=1, max_size=4)


@settings(max_examples=40)
@given(messages=MESSAGES, data=st.data())
def test_in_whatever_order_each_message_stands_in_the_thread_once(stage, twilio, messages, data):
    """Sends, answers, echoes with and without our reference, and repeats. An echo that is drawn before its message
    comes before the answer to it."""
    with stage.cast.scope():
        guest = Handle("phone", f"+1828{new_id().int % 10**7:07d}")
        intake.place(twilio, IncomingMessage(new_id().hex, "sms", guest, "Hello", datetime.now(UTC)))
        talk = Conversation.objects.get(person=find(guest.kind, guest.value))
    mark, left, early = new_id().hex, set(), []

    def hear(number, named):
        body, how = messages[number]
        body = data.draw(st.sampled_from(REWRITTEN))(body)
        reference = f"R{mark}{number}" if named and how == "here" else ""
        with stage.cast.scope():
            fact = replace(told(body, f"E{mark}{number}", reference), recipient=guest)
            intake.place(twilio, fact)

    def send(number):
        body, how = messages[number]
        left.add(number)
        with stage.cast.scope():
            held = rules.held(talk.id)
            outbox.queue_reply(held, way_of(held), body, author=stage.cast.alice)
        make_due(stage)
        with provider() as asked:
            asked.sent_as, asked.fails = f"R{mark}{number}", [Unsure("No answer.")] if how == "unsure" else []
            asked.meanwhile = lambda: [hear(*one) for one in early if one[0] == number]
            outbox.drain(stage.cast.workspace.id, talk.id)

    told_of = [(number, named) for number in range(len(messages)) for named in (False, True, False)]
    ours = [number for number, (_, how) in enumerate(messages) if how != "elsewhere"]
    for event in data.draw(st.permutations([*told_of, *ours])):
        if isinstance(event, int):
            send(event)
        elif event[0] in left or event[0] not in ours:
            hear(*event)
        else:
            early.append(event)
    with stage.cast.scope():
        thread = Message.objects.filter(conversation=talk, direction="out")
        shown = sorted(" ".join(row.body.split()) for row in thread)
        states = set(Outbox.objects.filter(conversation=talk).values_list("state", flat=True))
    assert shown == sorted(" ".join(body.split()) for body, _ in messages)
    assert states <= {"sent"}
