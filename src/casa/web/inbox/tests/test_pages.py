"""Each page and action of the inbox as owner, colleague without the right, and stranger."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse

from casa.core.accounts.models import Member, Read, Role
from casa.core.connections.contract import GuestFact, Handle, IncomingMessage, PropertyFact, ReservationFact
from casa.core.inbox.models import Conversation, Message
from casa.core.inbox.rules import record_incoming, set_due
from casa.core.stays.rules import apply_property, apply_reservation, set_door
from casa.lib.ids import new_id
from casa.testing.fixtures import signed_in

GUEST = "+18285550142"


@pytest.fixture
def talk(stage):
    """A guest who waits, over a connected Twilio account."""
    connection = stage.connect("twilio")
    with stage.cast.scope():
        asked, now = "Is there parking for two cars?", datetime.now(UTC)
        fact = IncomingMessage("SM1", "sms", Handle("phone", GUEST), asked, now)
        record_incoming(connection, fact)
        return Conversation.objects.get()


def url(stage, name, *args):
    return reverse(name, args=[stage.cast.workspace.slug, *args])


def test_the_inbox_shows_who_waits(stage, talk):
    page = signed_in(stage.cast.alice).get(url(stage, "inbox"))
    assert page.status_code == 200
    assert "Is there parking for two cars?" in page.content.decode()


def test_a_conversation_opens_whole_and_as_a_fragment(stage, talk):
    browser = signed_in(stage.cast.alice)
    whole = browser.get(url(stage, "conversation", talk.id)).content.decode()
    assert "<html" in whole
    assert url(stage, "conversation_context", talk.id) in whole, "the rest beside it comes by itself"
    assert "reply allowed" in browser.post(url(stage, "verdict", talk.id), {"first": "1"}).content.decode()
    piece = browser.get(url(stage, "conversation", talk.id), headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in piece
    assert 'id="thread"' in piece


READS = ["inbox", "queue", "search", "jump", "today", "people", "knowledge", "settings"]
CONVERSATION_READS = ["conversation", "conversation_context", "thread_news", "draft"]
ACTS = ["send", "note", "done", "reopen", "snooze", "assign", "redo_draft", "dismiss_draft", "upload"]


def test_beside_a_conversation_opened_by_its_address_the_list_follows(stage, talk):
    page = signed_in(stage.cast.alice).get(url(stage, "conversation", talk.id) + "?channel=sms").content.decode()
    fetched = f'hx-get="{url(stage, "queue")}?channel=sms&amp;view=needs" hx-trigger="load"'
    assert fetched in page
    assert f'id="q-{talk.id}"' not in page
    listed = signed_in(stage.cast.alice).get(url(stage, "queue") + "?channel=sms&view=needs").content.decode()
    assert f'id="q-{talk.id}"' in listed


@pytest.mark.parametrize("name", READS)
def test_who_may_open_a_page(stage, name):
    where = url(stage, name)
    assert signed_in(stage.cast.alice).get(where).status_code == 200
    assert signed_in(stage.cast.vera).get(where).status_code == 200
    assert signed_in(stage.cast.charlie).get(where).status_code == 404


@pytest.mark.parametrize("name", CONVERSATION_READS)
def test_who_may_read_a_conversation(stage, talk, name):
    where = url(stage, name, talk.id)
    assert signed_in(stage.cast.alice).get(where).status_code in (200, 204, 302)
    assert signed_in(stage.cast.charlie).get(where).status_code == 404


@pytest.mark.parametrize("name", ACTS)
def test_who_may_act(stage, talk, name):
    where = url(stage, name, talk.id)
    assert signed_in(stage.cast.vera).post(where).status_code == 403
    assert signed_in(stage.cast.charlie).post(where).status_code == 404
    assert signed_in(stage.cast.alice).post(where).status_code in (200, 204, 302, 409)


def test_a_narrowed_colleague_sees_only_their_homes(stage, talk):
    with stage.cast.scope():
        Member.objects.filter(user=stage.cast.bob).update(property_ids=[new_id()])
    browser = signed_in(stage.cast.bob)
    assert "parking" not in browser.get(url(stage, "inbox")).content.decode()
    assert browser.get(url(stage, "conversation", talk.id)).status_code == 404
    assert browser.post(url(stage, "send", talk.id), {"body": "hi"}).status_code == 404
    assert 'class="hit"' not in browser.get(url(stage, "search"), {"q": "parking"}).content.decode()


def test_sending_twice_with_one_key_is_one_message(stage, talk):
    browser, key = signed_in(stage.cast.alice), str(new_id())
    for _ in range(2):
        sent = browser.post(
            url(stage, "send", talk.id), {"body": "Yes, two fit.", "key": key}, headers={"HX-Request": "true"}
        )
        assert sent.status_code == 200
        assert "Leaves in" in sent.content.decode()
    with stage.cast.scope():
        assert Message.objects.filter(direction="out").count() == 1


def test_an_empty_reply_is_refused_in_words(stage, talk):
    said = signed_in(stage.cast.alice).post(url(stage, "send", talk.id), {"body": "  "})
    assert said.status_code == 409
    assert "Write something first." in said.content.decode()


def test_hostile_text_is_shown_as_text(stage, talk):
    connection = talk_connection(stage)
    with stage.cast.scope():
        hostile = '<script>alert(1)</script><img src=x onerror="x()">'
        fact = IncomingMessage("SM2", "sms", Handle("phone", GUEST), hostile, datetime.now(UTC))
        record_incoming(connection, fact)
    page = signed_in(stage.cast.alice).get(url(stage, "conversation", talk.id)).content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page


def talk_connection(stage):
    from casa.core.connections.models import Connection

    with stage.cast.scope():
        return Connection.objects.get()


def test_search_finds_words_beginnings_names_and_numbers(stage, talk):
    browser = signed_in(stage.cast.alice)
    for query in ("parking", "park", "two cars", "0142"):
        found = browser.get(url(stage, "search"), {"q": query}, headers={"HX-Request": "true"}).content.decode()
        assert 'class="hit"' in found, query
    assert (
        'class="hit"'
        not in browser.get(url(stage, "search"), {"q": "helicopter"}, headers={"HX-Request": "true"}).content.decode()
    )


def test_pages_ask_no_more_as_data_grows(stage, talk, count_queries):
    browser = signed_in(stage.cast.alice)
    browser.get(url(stage, "inbox"))
    with count_queries() as few:
        browser.get(url(stage, "conversation", talk.id))
    connection = talk_connection(stage)
    with stage.cast.scope():
        for number in range(30):
            sender, at = Handle("phone", f"+1828555{number:04d}"), datetime.now(UTC) - timedelta(minutes=number)
            record_incoming(connection, IncomingMessage(f"SMx{number}", "sms", sender, "Hello there", at))
            own = IncomingMessage(f"SMy{number}", "sms", Handle("phone", GUEST), f"Line {number}", at)
            record_incoming(connection, own)
    browser.get(url(stage, "inbox"))
    with count_queries() as many:
        browser.get(url(stage, "conversation", talk.id))
    assert len(many) <= len(few) + 1  # one more: the keys of the new people


def test_everything_is_marked_private(stage, talk):
    page = signed_in(stage.cast.alice).get(url(stage, "inbox"))
    assert page["Cache-Control"] == "no-store, private"
    assert "script-src 'self'" in page["Content-Security-Policy"]
    assert "unsafe" not in page["Content-Security-Policy"]


@pytest.fixture
def staying(stage, talk):
    """The guest who waits is in house, behind a door with a code."""
    connection, today = talk_connection(stage), datetime.now(UTC).date()
    with stage.cast.scope():
        set_door(apply_property(connection, PropertyFact("h1", "Fern Cabin", "1")), "front door", "4821")
        guest = GuestFact("g1", "Sam", phones=(GUEST,))
        fact = ReservationFact(
            "r1", "h1", "direct", "confirmed", today - timedelta(2), today + timedelta(2), "1", guest=guest
        )
        apply_reservation(connection, fact)
        found = Conversation.objects.get()
        set_due(found)
        return found


def test_a_door_code_is_dots_until_it_is_asked_for_and_that_is_noted(stage, staying):
    browser, piece = signed_in(stage.cast.alice), {"HX-Request": "true"}
    page = browser.get(url(stage, "conversation_context", staying.id)).content.decode()
    assert "Front door code" in page
    assert "4821" not in page
    where = url(stage, "door_code", staying.id)
    assert "4821" not in browser.get(where, headers=piece).content.decode()
    assert browser.get(where).status_code == 302
    with stage.cast.scope():
        assert not Read.objects.filter(reason="code").exists()
    shown = browser.post(where, headers=piece).content.decode()
    assert "4821" in shown
    assert "delay:20s" in shown
    with stage.cast.scope():
        noted = Read.objects.get(reason="code")
        assert (noted.user_id, noted.person_id) == (stage.cast.alice.id, staying.person_id)


def test_who_may_see_a_door_code(stage, staying):
    where, piece = url(stage, "door_code", staying.id), {"HX-Request": "true"}
    assert signed_in(stage.cast.bob).post(where, headers=piece).status_code == 200
    assert signed_in(stage.cast.vera).post(where, headers=piece).status_code == 403
    assert signed_in(stage.cast.charlie).post(where, headers=piece).status_code == 404
    page = signed_in(stage.cast.vera).get(url(stage, "conversation_context", staying.id)).content.decode()
    assert "door code" not in page.casefold()
    with stage.cast.scope():
        Member.objects.filter(user=stage.cast.bob).update(property_ids=[new_id()], role=Role.MANAGER)
    assert signed_in(stage.cast.bob).post(where, headers=piece).status_code == 404


def test_a_conversation_without_a_code_offers_none(stage, talk):
    browser = signed_in(stage.cast.alice)
    assert "door-code" not in browser.get(url(stage, "conversation", talk.id)).content.decode()
    assert browser.post(url(stage, "door_code", talk.id)).status_code == 404


def test_a_refusal_without_script_is_a_whole_page_that_leads_back(stage, talk):
    browser, where = signed_in(stage.cast.alice), url(stage, "note", talk.id)
    back = "http://localhost" + url(stage, "conversation", talk.id)
    whole = browser.post(where, {"body": " "}, headers={"referer": back})
    assert whole.status_code == 409
    assert "<html" in whole.content.decode()
    assert "Write the note first." in whole.content.decode()
    assert back in whole.content.decode()
    assert "evil.example" not in browser.post(where, headers={"referer": "https://evil.example/"}).content.decode()
    piece = browser.post(where, {"body": " "}, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in piece
    assert "Write the note first." in piece
