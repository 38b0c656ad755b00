"""The consent pages: what waits, what stands, what is written down; each as the owner, a colleague and a stranger."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from casa.core.accounts.models import Action, Member, Read, Role
from casa.core.assistant.queries import living_draft
from casa.core.assistant.rules import write_draft
from casa.core.connections.contract import Handle, IncomingMessage
from casa.core.consent.disclosures import Wanted, open_page, save_program, standard_words
from casa.core.consent.ledger import address_of, standing
from casa.core.consent.models import (
    ConsentEvent,
    Decision,
    DoNotCallList,
    DoNotCallNumber,
    OptInPage,
    Program,
    Review,
    Suppression,
)
from casa.core.consent.rules import suppress
from casa.core.inbox.models import Conversation, Message, Outbox
from casa.core.inbox.outbox import queue_reply
from casa.core.inbox.rules import held, record_incoming
from casa.core.inbox.ways import way_of
from casa.core.people.models import Person
from casa.core.people.rules import rename
from casa.lib.ids import new_id
from casa.testing.fixtures import make_user, signed_in

GUEST, OTHER = "+18285550142", "+18285550177"


@pytest.fixture
def guest(stage):
    connection = stage.connect("twilio")
    with stage.cast.scope():
        fact = IncomingMessage("SM1", "sms", Handle("phone", GUEST), "Hello", datetime.now(UTC))
        record_incoming(connection, fact)
        person = Person.objects.get()
        rename(person, "Hannah Lindqvist")
        return person


@pytest.fixture
def manager(cast):
    user = make_user("Mona Reyes")
    with cast.scope():
        Member.objects.create(workspace=cast.workspace, user=user, role=Role.MANAGER)
    return user


def url(cast, name, *args):
    return reverse(name, args=[cast.workspace.slug, *args])


def page(cast, name, *args, user=None, **query):
    return signed_in(user or cast.alice).get(url(cast, name, *args), query).content.decode()


def post(cast, name, typed, *args, user=None):
    return signed_in(user or cast.alice).post(url(cast, name, *args), typed)


def program_of(cast, kind="marketing"):
    with cast.scope():
        return save_program(cast.brand, "Offers", kind, frequency="Up to 4 messages a month")


def words_of(cast):
    return standard_words(cast.brand, "Offers", "marketing", "Up to 4 messages a month", "sms")


def stopped(cast, value=GUEST):
    with cast.scope():
        return standing(cast.brand.id, "phone", value, "sms").suppressed


def test_empty_pages_say_what_will_be_there(cast):
    assert "Nobody has stopped you" in page(cast, "consent")
    assert "Nothing to sign up for yet" in page(cast, "consent_pages")


def test_the_stop_list_names_who_is_known_and_notes_that_it_was_read(stage, guest):
    cast = stage.cast
    with cast.scope():
        suppress(cast.brand.id, "sms", "phone", GUEST, "keyword", ref="SM1", rule="R20")
        suppress(cast.brand.id, "sms", "phone", OTHER, "keyword", ref="SM9", rule="R20")
    shown = page(cast, "consent")
    assert "Hannah Lindqvist" in shown
    assert "not in your book" in shown
    assert GUEST not in shown
    with cast.scope():
        assert Read.objects.filter(person_id=guest.id, reason="consent").exists()


def test_the_stop_list_is_paged_and_asks_no_more_as_it_grows(stage, guest, count_queries):
    cast = stage.cast

    def asked():
        with count_queries() as queries:
            page(cast, "consent")
        return len(queries)

    with cast.scope():
        suppress(cast.brand.id, "sms", "phone", GUEST, "keyword", ref="SM1")
    page(cast, "consent")
    few = asked()
    with cast.scope():
        for number in range(45):
            suppress(cast.brand.id, "sms", "phone", f"+182855501{number:02}", "keyword", ref=f"X{number}")
    assert asked() <= few
    assert "Show more" in page(cast, "consent")
    with cast.scope():
        oldest = list(Suppression.objects.order_by("-recorded_at", "-id"))[39]
    rest = signed_in(cast.alice).get(url(cast, "consent"), {"before": str(oldest.id)}, headers={"HX-Request": "true"})
    assert rest.content.decode().count("<tr") == 6


def test_one_number_shows_its_whole_history_with_proof(stage, guest):
    cast, program = stage.cast, program_of(stage.cast)
    typed = given(cast, program)
    assert "Written down with its proof" in post(cast, "consent_given", typed).content.decode()
    with cast.scope():
        suppress(cast.brand.id, "sms", "phone", GUEST, "keyword", text="stop pls", ref="SM2", rule="R20")
    shown = post(cast, "consent_number", {"value": "(828) 555-0142"}).content.decode()
    for words in (
        "Agreed in writing: Offers",
        "Folder 3",
        "automated text messages",
        "stop pls",
        "replied STOP",
        "R20",
    ):
        assert words in shown
    with cast.scope():
        assert Read.objects.filter(person_id=guest.id, reason="consent").exists()


def given(cast, program, **more):
    day = (datetime.now(UTC) - timedelta(days=3)).strftime("%Y-%m-%dT%H:%M")
    typed = {"value": GUEST, "program": str(program.id), "name": "Hannah", "medium": "paper", "action": "signed",
             "at": day, "disclosure": words_of(cast), "evidence": "Folder 3"}  # fmt: skip
    return {**typed, **more}


def test_r8_consent_on_paper_is_written_with_its_proof(stage, guest):
    cast, program = stage.cast, program_of(stage.cast)
    picture = SimpleUploadedFile("card.pdf", b"%PDF-1.7 scan", "application/pdf")
    assert post(cast, "consent_given", given(cast, program, file=picture)).status_code == 200
    with cast.scope():
        event = ConsentEvent.objects.get(program="offers")
        assert (event.consent_class, event.medium, event.actor_id) == ("written", "paper", cast.alice.id)
        from casa.core.consent.models import Evidence

        kept = Evidence.objects.get()
    opened = signed_in(cast.alice).get(url(cast, "consent_evidence", kept.id))
    assert opened.content == b"%PDF-1.7 scan"
    assert opened["Content-Disposition"] == "attachment"


@pytest.mark.parametrize(
    ("lacks", "words"),
    [
        ({"disclosure": ""}, "the words they agreed to"),
        ({"at": ""}, "when they agreed"),
        ({"evidence": ""}, "where the paper"),
        ({"action": "said"}, "what they did"),
        ({"file": SimpleUploadedFile("x.exe", b"MZ", "application/pdf"), "evidence": "x"}, "picture or a PDF"),
    ],
)
def test_r8_a_consent_without_proof_is_refused_in_words(stage, guest, lacks, words):
    cast, program = stage.cast, program_of(stage.cast)
    said = post(cast, "consent_given", given(cast, program, **lacks))
    assert said.status_code == 422
    assert words in said.content.decode()
    with cast.scope():
        assert not ConsentEvent.objects.filter(program="offers").exists()


def test_r22_a_colleague_puts_anybody_on_the_stop_list(stage, guest):
    cast = stage.cast
    assert post(cast, "consent_stop", {"value": OTHER, "scope": "all", "note": "at the door"}).status_code == 200
    assert stopped(cast, OTHER)
    with cast.scope():
        line = Suppression.objects.get()
        assert (line.reason, line.rule, line.text, line.actor_id) == ("staff", "R22", "at the door", cast.alice.id)


def test_stopping_by_hand_takes_back_what_waits(stage, guest):
    cast = stage.cast
    with cast.scope():
        conversation = held(Conversation.objects.get().id)
        queue_reply(conversation, way_of(conversation), "See you Friday", author=cast.alice)
    post(cast, "person_stop", {"scope": "all"}, guest.id)
    with cast.scope():
        assert Outbox.objects.get().state == "blocked"
    assert stopped(cast)


def test_promotions_alone_can_be_stopped(stage, guest):
    cast = stage.cast
    post(cast, "person_stop", {"scope": "marketing"}, guest.id)
    assert not stopped(cast)
    with cast.scope():
        assert Suppression.objects.get().scope == "marketing"


@pytest.mark.parametrize(("outcome", "lines"), [("stopped", ["all"]), ("marketing", ["marketing"]), ("no_stop", [])])
def test_r21_a_review_is_settled_once(stage, guest, outcome, lines):
    cast = stage.cast
    with cast.scope():
        row = Review.objects.create(
            id=new_id(), workspace=cast.workspace, brand=cast.brand, address=address_of("phone", GUEST),
            address_kind="phone", channel="sms", kind="decline", value=GUEST, text="not for me",
            due_at=datetime.now(UTC) + timedelta(hours=5),
        )  # fmt: skip
    shown = page(cast, "consent")
    assert "not for me" in shown
    assert "Hannah Lindqvist" in shown
    for _ in range(2):
        post(cast, "consent_settle", {"outcome": outcome}, row.id, user=cast.bob)
    with cast.scope():
        row.refresh_from_db()
        assert (row.outcome, row.settled_by_id, row.value) == (outcome, cast.bob.id, None)
        assert [line.scope for line in Suppression.objects.all()] == lines


def test_r15_a_list_is_loaded_and_its_age_shown(cast):
    body = SimpleUploadedFile("list.txt", b"828,5550142\r\n8285550177\nnot a number\n", "text/plain")
    day = (datetime.now(UTC) - timedelta(days=40)).date().isoformat()
    post(cast, "consent_lists", {"name": "National", "kind": "national", "as_of": day, "file": body})
    with cast.scope():
        assert DoNotCallList.objects.get().entries == 2
        known = {bytes(row.address) for row in DoNotCallNumber.objects.all()}
        assert known == {address_of("phone", GUEST), address_of("phone", OTHER)}
    assert "40 days old" in page(cast, "consent")


def test_the_chain_is_checked_on_demand(stage, guest):
    cast = stage.cast
    with cast.scope():
        suppress(cast.brand.id, "sms", "phone", GUEST, "keyword")
    assert "not checked" in page(cast, "consent")
    post(cast, "consent_check", {})
    assert "none changed, none missing" in page(cast, "consent")


def test_a_history_leaves_as_a_file_and_that_is_noted(stage, guest):
    cast = stage.cast
    with cast.scope():
        suppress(cast.brand.id, "sms", "phone", GUEST, "keyword", text="=stop()", ref="SM3")
    answer = post(cast, "consent_file", {"value": GUEST, "form": "csv"})
    assert answer["Content-Type"].startswith("text/csv")
    assert "replied STOP" in answer.content.decode()
    assert "none changed" in answer.content.decode()
    with cast.scope():
        assert Action.objects.filter(verb="consent.history_exported").exists()
        assert Read.objects.filter(person_id=guest.id, reason="export").exists()
    assert post(cast, "consent_file", {"value": GUEST, "form": "pdf"}).content.startswith(b"%PDF")


def test_ones_own_entry_is_taken_back_for_ten_minutes_by_nobody_else(stage, guest):
    cast = stage.cast
    post(cast, "person_stop", {"scope": "all"}, guest.id, user=cast.bob)
    with cast.scope():
        line = Suppression.objects.get()
    assert "Take it back" not in page(cast, "person", guest.id)
    post(cast, "consent_undo", {"person": str(guest.id)}, line.id)
    assert stopped(cast)
    assert "Take it back" in page(cast, "person", guest.id, user=cast.bob)
    post(cast, "consent_undo", {"person": str(guest.id)}, line.id, user=cast.bob)
    assert not stopped(cast)
    assert "taken back: it was a mistake" in page(cast, "person", guest.id)


def page_typed(cast, **more):
    typed = {"title": "News", "collects_sms": "1", "text_words": words_of(cast), "double_opt_in": "1",
             "keyword": "join", "privacy_url": "https://l.example/p", "terms_url": "https://l.example/t",
             "origins": "https://www.laurel.example"}  # fmt: skip
    return {**typed, **more}


def test_a_program_and_its_page_are_made_and_printed(cast):
    made = post(
        cast, "consent_program", {"name": "Offers", "kind": "marketing", "frequency": "Up to 4 messages a month"}
    )
    with cast.scope():
        program = Program.objects.get()
    assert made["Location"] == url(cast, "consent_new_page", program.id)
    assert "not a condition of any purchase" in page(cast, "consent_new_page", program.id)
    assert post(cast, "consent_new_page", page_typed(cast), program.id).status_code == 302
    with cast.scope():
        opened = OptInPage.objects.get()
        assert opened.keyword == "JOIN"
    editor = page(cast, "consent_page", opened.id)
    assert f"/p/{opened.token}/form" in editor
    browser = signed_in(cast.alice)
    assert b"<svg" in browser.get(url(cast, "consent_code", opened.id)).content
    assert browser.get(url(cast, "consent_code", opened.id), {"form": "png"}).content.startswith(b"\x89PNG")
    assert "Message and data rates may apply" in page(cast, "consent_card", opened.id)


def test_a_page_whose_words_lack_something_is_refused_with_what_was_typed(cast):
    program = program_of(cast)
    said = post(cast, "consent_new_page", page_typed(cast, text_words="Join us", title="My news"), program.id)
    assert said.status_code == 422
    assert "must also say" in said.content.decode()
    assert 'value="My news"' in said.content.decode()
    with cast.scope():
        assert not OptInPage.objects.exists()


def test_a_page_is_closed_and_opened_again(cast):
    program = program_of(cast)
    with cast.scope():
        opened = open_page(program, Wanted("News", text_words=words_of(cast), privacy_url="https://l.example",
                                           terms_url="https://l.example"))  # fmt: skip
    for active in ("0", "1"):
        post(cast, "consent_page_close", {"active": active}, opened.id)
        with cast.scope():
            opened.refresh_from_db()
        assert opened.active is (active == "1")


def test_the_page_of_the_law_shows_rule_and_facts_and_notes_the_reading(stage, guest):
    cast = stage.cast
    with cast.scope():
        suppress(cast.brand.id, "sms", "phone", GUEST, "keyword", rule="R20")
        conversation = held(Conversation.objects.get().id)
        queue_reply(conversation, way_of(conversation), "Hello again", author=cast.alice)
    stage.hand_over_all()
    with cast.scope():
        message = Message.objects.get(direction="out")
        assert Decision.objects.exists()
        Read.objects.all()
    shown = page(cast, "consent_why", message.id, user=cast.bob)
    for words in ("Not sent", "R20", "Hello again", "Hannah Lindqvist"):
        assert words in shown
    with cast.scope():
        assert Read.objects.filter(person_id=guest.id, user=cast.bob, reason="consent").exists()
    assert json.dumps(GUEST) not in shown


def test_who_may_open_what(cast, manager):
    expected = {"alice": 200, "bob": 403, "vera": 403, "charlie": 404}
    for name in ("consent", "consent_pages"):
        told = {who: signed_in(getattr(cast, who)).get(url(cast, name)).status_code for who in expected}
        assert told == expected
        assert signed_in(manager).get(url(cast, name)).status_code == 200
    assert post(cast, "consent_program", {"name": "x"}, user=manager).status_code == 403
    assert post(cast, "consent_stop", {"value": OTHER}, user=cast.vera).status_code == 403
    assert post(cast, "consent_stop", {"value": OTHER}, user=cast.bob).status_code == 302
    assert stopped(cast, OTHER)


def test_the_panel_beside_a_thread_is_fetched_again_and_shows_a_stop(stage, guest):
    cast = stage.cast
    with cast.scope():
        conversation = Conversation.objects.get()
    again = url(cast, "conversation_consent", conversation.id)
    opened = page(cast, "conversation_context", conversation.id)
    assert f'data-refresh="conversation:{conversation.id}" data-refresh-url="{again}"' in opened
    with cast.scope():
        suppress(cast.brand.id, "sms", "phone", GUEST, "keyword")
    assert "stopped" in page(cast, "conversation_consent", conversation.id)


def test_r33_a_draft_for_somebody_who_said_stop_is_dropped(stage, guest):
    cast = stage.cast
    with cast.scope():
        conversation = Conversation.objects.get()
    write_draft(cast.workspace.id, conversation.id)
    with cast.scope():
        assert living_draft(conversation) is not None
        suppress(cast.brand.id, "sms", "phone", GUEST, "keyword")
    write_draft(cast.workspace.id, conversation.id)
    with cast.scope():
        assert living_draft(conversation) is None
        assert not Conversation.objects.get().has_draft
