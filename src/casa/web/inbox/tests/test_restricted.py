"""Restricted data is kept and used for nothing: nowhere found, its thread closed but to who has a ground."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse

from casa.core.accounts.models import Member, Read, Role
from casa.core.accounts.rules import NotPossible
from casa.core.assistant.rules import may_draft
from casa.core.connections.contract import Handle, IncomingMessage
from casa.core.inbox.models import Conversation
from casa.core.inbox.rules import record_incoming
from casa.core.inbox.search import search
from casa.core.people.queries import named, people
from casa.core.people.rules import allow_ai, find, restrict
from casa.core.privacy import rights
from casa.testing.fixtures import signed_in
from casa.web.inbox import restricted

GUEST = "+18285550142"


@pytest.fixture
def talk(stage):
    connection = stage.connect("twilio")
    with stage.cast.scope():
        fact = IncomingMessage("SM1", "sms", Handle("phone", GUEST), "the boathouse heron", datetime.now(UTC))
        record_incoming(connection, fact)
        rights.ask(find("phone", GUEST), "restrict")
        return Conversation.objects.get()


def url(stage, name, *args):
    return reverse(name, args=[stage.cast.workspace.slug, *args])


def test_nothing_finds_them_and_nothing_is_drafted(stage, talk):
    with stage.cast.scope():
        person = find("phone", GUEST)
        assert search("boathouse") == []
        assert named("5550142") == []
        assert not people().exists()
        assert not may_draft(talk)
        with pytest.raises(NotPossible, match="kept but not used"):
            allow_ai(person, True)
        restrict(person, False)
        assert len(search("boathouse")) == 1
        assert named("5550142") == [person]


def test_the_thread_is_closed_to_everybody_until_somebody_has_a_ground(stage, talk):
    browser = signed_in(stage.cast.alice)
    page = browser.get(url(stage, "conversation", talk.id)).content.decode()
    assert "This conversation is restricted" in page
    assert "boathouse" not in page
    assert browser.get(url(stage, "conversation_context", talk.id)).status_code == 404
    assert browser.get(url(stage, "thread_news", talk.id)).status_code == 404
    assert "is restricted" in browser.get(url(stage, "person", talk.person_id)).content.decode()
    refused = browser.post(url(stage, "restricted_open", talk.person_id), {"ground": "curious"})
    assert "This conversation is restricted" in refused.content.decode()
    page = browser.post(url(stage, "restricted_open", talk.person_id), {"ground": "claim"}, follow=True)
    assert "boathouse" in page.content.decode()
    with stage.cast.scope():
        assert Read.objects.get(reason="restricted:claim").user_id == stage.cast.alice.id


def test_it_closes_again_by_itself(stage, talk, monkeypatch):
    monkeypatch.setattr(restricted, "OPEN_FOR", timedelta(seconds=-1))
    browser = signed_in(stage.cast.alice)
    page = browser.post(url(stage, "restricted_open", talk.person_id), {"ground": "claim"}, follow=True)
    assert "This conversation is restricted" in page.content.decode()


def test_an_agent_reads_the_notice_and_nothing_more(stage, talk):
    browser = signed_in(stage.cast.bob)
    page = browser.get(url(stage, "conversation", talk.id)).content.decode()
    assert "Only an owner or manager can open it" in page
    assert "boathouse" not in page
    assert browser.post(url(stage, "restricted_open", talk.person_id), {"ground": "claim"}).status_code == 403
    assert browser.post(url(stage, "restricted_lift", talk.person_id)).status_code == 403


def test_a_manager_opens_it_and_only_an_owner_lifts_it(stage, talk):
    with stage.cast.scope():
        Member.objects.filter(user=stage.cast.bob).update(role=Role.MANAGER)
    manager = signed_in(stage.cast.bob)
    page = manager.post(url(stage, "restricted_open", talk.person_id), {"ground": "asked"}, follow=True)
    assert "boathouse" in page.content.decode()
    assert manager.post(url(stage, "restricted_lift", talk.person_id)).status_code == 403
    owner = signed_in(stage.cast.alice)
    page = owner.post(url(stage, "restricted_lift", talk.person_id), follow=True).content.decode()
    assert "boathouse" in page


def test_the_list_tells_nothing_of_what_they_wrote(stage, talk):
    page = signed_in(stage.cast.alice).get(url(stage, "inbox") + "?view=all").content.decode()
    assert f'id="q-{talk.id}"' in page
    assert "Restricted: kept" in page
    assert "boathouse heron" not in page
