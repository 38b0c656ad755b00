"""A message that may use a right waits for a person: noticed once, opened from the day it was written, gone with it."""

from contextlib import suppress
from datetime import UTC, datetime, timedelta
from threading import Barrier, BrokenBarrierError, Thread

import pytest
from django.db import connection
from django.utils import timezone

from casa.core.accounts.models import Action
from casa.core.accounts.rules import NotPossible
from casa.core.connections.contract import Handle, IncomingMessage
from casa.core.inbox.models import Conversation, Message
from casa.core.inbox.rules import record_incoming
from casa.core.people.models import Person
from casa.core.people.rules import allow_ai, restrict
from casa.core.privacy import noticing, retention, rights
from casa.core.privacy.kinds import KINDS
from casa.core.privacy.models import PossibleRequest, Request
from casa.core.privacy.targets import target_of
from casa.core.privacy.tests.house import erase_whole, furnish
from casa.lib.ids import new_id

PHONE = "+18285550909"
WORDS = "Hi. Please delete my data. Ellen"


def write(connection, words, days=0):
    at = datetime.now(UTC) - timedelta(days=days)
    return record_incoming(connection, IncomingMessage(new_id().hex, "sms", Handle("phone", PHONE), words, at))


@pytest.fixture
def full(cast):
    return furnish(cast)


def test_a_message_that_asks_for_a_right_is_noticed_and_goes_on_like_any_other(full):
    with full.scope():
        message = write(full.connection, WORDS)
        (row,) = noticing.waiting()
        assert (row.message_id, row.kind) == (message.id, "erase")
        assert Conversation.objects.get(id=message.conversation_id).waiting_since is not None
        assert not Request.objects.exists(), "nothing is opened before a person says so"


def test_a_message_that_asks_for_none_costs_no_question_to_the_database(full, count_queries):
    with full.scope():
        message = write(full.connection, "when is check in?")
        with count_queries() as asked:
            assert noticing.notice(message.conversation, message) is False
        assert len(asked) == 0
        assert noticing.waiting() == []


def test_noticing_twice_is_once(full):
    with full.scope():
        message = write(full.connection, WORDS)
        noticing.notice(message.conversation, message)
        assert PossibleRequest.objects.count() == 1


def test_whoever_waits_for_it_already_is_not_noticed_again(full):
    with full.scope():
        noticing.it_is(PossibleRequest.objects.get(message=write(full.connection, WORDS)).id)
        write(full.connection, "did you delete my data yet")
        assert noticing.waiting() == []


def test_a_colleague_opens_it_and_the_days_run_from_the_message(full):
    with full.scope():
        message = write(full.connection, WORDS, days=3)
        write(full.connection, "I said: delete my data")
        request = noticing.it_is(PossibleRequest.objects.get(message=message).id)
        assert (request.person_id, request.kind, request.state) == (message.person_id, "erase", "open")
        assert request.words == "Please delete my data."
        assert request.received_at == message.sent_at
        assert request.due_at == message.sent_at + rights.ANSWER_WITHIN
        assert request.verified_at is None, "a text alone does not show who wrote it"
        assert noticing.waiting() == [], "what they wrote of the same kind is settled with it"
        assert set(PossibleRequest.objects.values_list("request_id", flat=True)) == {request.id}


def test_a_colleague_says_that_it_is_none(full):
    with full.scope():
        row = PossibleRequest.objects.get(message=write(full.connection, WORDS))
        noticing.it_is_not(row.id)
        row.refresh_from_db()
        assert row.settled_by_id == full.cast.alice.id
        assert not Request.objects.exists()
        assert Action.objects.filter(verb="privacy.no_request").exists()
        for again in (noticing.it_is, noticing.it_is_not):
            with pytest.raises(NotPossible, match="already"):
                again(row.id)


AT_ONCE = (
    ("withdraw_ai", "Please don't let a bot answer me.", "people.ai_withdrawn"),
    ("restrict", "Please keep my data but don't use it.", "people.restricted"),
)


@pytest.mark.parametrize(("kind", "words", "verb"), AT_ONCE)
def test_what_needs_no_judgment_is_done_with_the_colleagues_word_and_once(full, kind, words, verb):
    with full.scope():
        message = write(full.connection, words, days=2)
        write(full.connection, f"Hello? {words}")
        (row, twin) = noticing.waiting()
        who = Person.objects.get(id=message.person_id)
        assert (row.kind, who.ai_allowed, who.restricted_at) == (kind, True, None), "nothing is done by itself"
        request = noticing.it_is(row.id)
        who.refresh_from_db()
        assert who.ai_allowed is False
        assert (who.restricted_at is not None) == (kind == "restrict")
        assert (request.kind, request.state, request.words) == (kind, "done", words)
        assert (request.received_at, request.settled_by_id) == (message.sent_at, full.cast.alice.id)
        with pytest.raises(NotPossible, match="already"):
            noticing.it_is(twin.id)
        assert Request.objects.filter(kind=kind).count() == 1
        assert Action.objects.filter(verb=verb).count() == 1


def test_two_colleagues_who_answer_two_messages_do_it_once(full, monkeypatch):
    both, ask, told = Barrier(2, timeout=0.5), rights.ask, []

    def ask_together(*args, **kwargs):
        with suppress(BrokenBarrierError):  # the other one waits for this one, as it shall
            both.wait()
        return ask(*args, **kwargs)

    def answer(row_id):
        try:
            with full.scope():
                told.append(noticing.it_is(row_id).state)
        except NotPossible as refused:
            told.append(str(refused))
        finally:
            connection.close()

    monkeypatch.setattr(rights, "ask", ask_together)
    with full.scope():
        rows = [PossibleRequest.objects.get(message=write(full.connection, AT_ONCE[0][1])).id for _ in range(2)]
    sessions = [Thread(target=answer, args=(one,)) for one in rows]
    for one in sessions:
        one.start()
    for one in sessions:
        one.join()
    assert sorted(told) == ["A colleague has said already what this is.", "done"]
    with full.scope():
        assert Request.objects.filter(kind="withdraw_ai").count() == 1


@pytest.mark.parametrize(("kind", "words", "verb"), AT_ONCE)
def test_whoever_has_it_already_is_not_noticed_until_it_ends(full, kind, words, verb):
    with full.scope():
        row = PossibleRequest.objects.get(message=write(full.connection, words))
        who = row.message.person
        asked = rights.ask(who, kind, verified="sms")
        assert noticing.it_is(row.id) == asked, "they have asked through their own link meanwhile"
        assert Action.objects.filter(verb=verb).count() == 1
        write(full.connection, words)
        assert noticing.waiting() == []
        restrict(Person.objects.get(id=who.id), False)
        allow_ai(Person.objects.get(id=who.id), True)
        write(full.connection, words)
        assert [one.kind for one in noticing.waiting()] == [kind]


@pytest.mark.parametrize(("kind", "words", "_verb"), AT_ONCE)
def test_nothing_is_done_for_whom_it_is_none(full, kind, words, _verb):
    with full.scope():
        row = PossibleRequest.objects.get(message=write(full.connection, words))
        noticing.it_is_not(row.id)
        who = Person.objects.get(id=row.message.person_id)
        assert (who.ai_allowed, who.restricted_at) == (True, None)
        assert not Request.objects.exists()


def test_a_switch_of_the_colleagues_own_is_no_answer(full):
    with full.scope():
        row = PossibleRequest.objects.get(message=write(full.connection, AT_ONCE[0][1]))
        allow_ai(row.message.person, False)
        assert noticing.it_is(row.id).kind == "withdraw_ai", "that they asked for it is kept"


def test_it_stands_in_their_copy_and_goes_with_them(full):
    with full.scope():
        message = write(full.connection, WORDS)
        person = Person.objects.get(id=message.person_id)
        messages = next(kind for kind in KINDS if kind.name == "messages")
        assert messages.count(target_of(person.id))["Signs of a request"] == 1
        assert "Signs of a request" in {store for store, _ in messages.export(target_of(person.id))}
    erase_whole(full, person)
    with full.scope():
        assert not PossibleRequest.objects.exists()


def test_it_goes_with_its_message(full):
    with full.scope():
        message = write(full.connection, WORDS)
        Message.objects.filter(id=message.id).update(sent_at=timezone.now() - timedelta(days=2000))
        workspace_id = message.workspace_id
    retention.sweep(workspace_id)
    with full.scope():
        assert not Message.objects.filter(id=message.id).exists()
        assert not PossibleRequest.objects.exists()
