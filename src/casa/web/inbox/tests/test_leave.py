"""Promise CA-1c: where leave for AI is withdrawn, it ends at once: what stands, what is written, what is to come."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse

from casa.core.accounts.models import Workspace
from casa.core.assistant import leave, rules
from casa.core.assistant.models import Draft, DraftState
from casa.core.assistant.queries import living_draft
from casa.core.connections.contract import Handle, IncomingMessage
from casa.core.inbox.models import Conversation
from casa.core.inbox.rules import record_incoming
from casa.core.people.models import Person
from casa.core.privacy import rights
from casa.lib import pretend_model
from casa.lib.ids import new_id
from casa.testing.fixtures import signed_in

QUESTION = "What time is check-in?"


@pytest.fixture
def talk(stage):
    """A guest's question, with a model that could draft the answer."""
    stage.connect("anthropic")
    connection = stage.connect("twilio")
    with stage.cast.scope():
        who = Handle("phone", "+18285550142")
        message = record_incoming(connection, IncomingMessage(new_id().hex, "sms", who, QUESTION, datetime.now(UTC)))
        return Conversation.objects.get(id=message.conversation_id)


@pytest.fixture
def told(monkeypatch):
    """What open pages are told by a withdrawal."""
    topics = []
    monkeypatch.setattr(leave, "touch", lambda *names: topics.extend(names))
    return topics


@pytest.fixture
def asked(monkeypatch):
    """What the model was asked."""
    found = []
    real = pretend_model.answer
    monkeypatch.setattr(pretend_model, "answer", lambda *what: found.append(what) or real(*what))
    return found


def by_staff(stage, talk):
    address = reverse("conversation_ai", args=[stage.cast.workspace.slug, talk.id])
    assert signed_in(stage.cast.alice).post(address, {"allowed": "0"}).status_code == 302


def by_guest(stage, talk):
    with stage.cast.scope():
        rights.ask(Person.objects.get(id=talk.person_id), "withdraw_ai", verified="sms")


def by_owner(stage, talk):
    address = reverse("settings_workspace", args=[stage.cast.workspace.slug])
    fields = {"name": "Homes", "timezone": "UTC", "undo_seconds": "10", "cleaning_hours": "4"}
    assert signed_in(stage.cast.alice).post(address, fields).status_code in (200, 302)
    with stage.cast.scope():
        assert not Workspace.objects.get(id=stage.cast.workspace.id).ai_enabled


WAYS = pytest.mark.parametrize("withdraw", [by_staff, by_guest, by_owner])


@WAYS
def test_a_draft_that_stands_is_gone_and_pages_are_told(stage, talk, told, withdraw):
    rules.write_draft(stage.cast.workspace.id, talk.id)
    with stage.cast.scope():
        assert living_draft(talk) is not None
    withdraw(stage, talk)
    with stage.cast.scope():
        assert living_draft(talk) is None
        assert Draft.objects.get(conversation=talk).content is None
        assert not Conversation.objects.get(id=talk.id).has_draft
    assert {f"conversation:{talk.id}", leave.EVERY_PAGE} & set(told)


@WAYS
def test_a_draft_in_flight_is_dropped_and_the_model_is_not_asked(stage, talk, asked, monkeypatch, withdraw):
    real = rules._compose

    def after_the_withdrawal(*work):
        withdraw(stage, talk)
        return real(*work)

    monkeypatch.setattr(rules, "_compose", after_the_withdrawal)
    rules.write_draft(stage.cast.workspace.id, talk.id)
    assert not asked
    with stage.cast.scope():
        assert living_draft(talk) is None


def test_the_model_is_asked_where_nobody_withdrew(stage, talk, asked):
    rules.write_draft(stage.cast.workspace.id, talk.id)
    assert asked


@WAYS
def test_nothing_is_begun_afterwards(stage, talk, withdraw):
    withdraw(stage, talk)
    rules.write_draft(stage.cast.workspace.id, talk.id)
    with stage.cast.scope():
        assert not Draft.objects.filter(conversation=talk).exclude(state=DraftState.DISMISSED).exists()


def test_the_thread_says_so_and_turns_it_on_again(stage, talk):
    by_staff(stage, talk)
    browser = signed_in(stage.cast.alice)
    page = browser.get(reverse("conversation", args=[stage.cast.workspace.slug, talk.id])).content.decode()
    assert "AI is off for this guest" in page
    browser.post(reverse("conversation_ai", args=[stage.cast.workspace.slug, talk.id]), {"allowed": "1"})
    with stage.cast.scope():
        assert Person.objects.get(id=talk.person_id).ai_allowed


def test_who_may_not_change_people_cannot_turn_it_off(stage, talk):
    address = reverse("conversation_ai", args=[stage.cast.workspace.slug, talk.id])
    assert signed_in(stage.cast.vera).post(address, {"allowed": "0"}).status_code == 403
    page = signed_in(stage.cast.vera).get(reverse("conversation", args=[stage.cast.workspace.slug, talk.id]))
    assert "Turn AI off" not in page.content.decode()
