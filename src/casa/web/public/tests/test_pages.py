"""Public pages: consent is given by a tick and a YES, nothing is told about anybody, nothing is asked twice."""

import re
from datetime import UTC, datetime

import pytest
from django.test import Client

from casa.core.consent.disclosures import Wanted, close_page, open_page, save_program, standard_words
from casa.core.consent.ledger import standing
from casa.core.consent.models import ConsentEvent, PendingOptIn
from casa.core.consent.rules import suppress
from casa.core.inbox.models import Message
from casa.core.people.models import Person
from casa.lib.ids import new_id
from casa.lib.pretend import Text
from casa.testing.pretend import wait_until

GUEST, OURS = "+18285550142", "+14155550100"


def visitor(place="203.0.113.7"):
    return Client(SERVER_NAME="localhost", REMOTE_ADDR=place, HTTP_USER_AGENT="Firefox/140")


def make_page(cast, **more):
    with cast.scope():
        program = save_program(cast.brand, "Offers", "marketing", frequency="Up to 4 messages a month")
        words = standard_words(cast.brand, "Offers", "marketing", program.frequency_words, "sms")
        typed = {"title": "News from the valley", "text_words": words, "privacy_url": "https://l.example/p",
                 "terms_url": "https://l.example/t"}  # fmt: skip
        return open_page(program, Wanted(**{**typed, **more}))


@pytest.fixture
def opened(stage):
    stage.connect("twilio")
    return make_page(stage.cast, keyword="JOIN", origins=("https://www.laurel.example",))


def seen(page, browser):
    return re.search(r'name="seen" value="([^"]+)"', browser.get(f"/p/{page.token}").content.decode())[1]


def fill(page, browser=None, **typed):
    browser = browser or visitor()
    form = {"phone": GUEST, "agree_sms": "1", "seen": seen(page, browser)}
    return browser.post(f"/p/{page.token}", {**form, **typed})


def guest_texts(stage, body):
    stage.world.text(Text(f"t{new_id().hex}", GUEST, OURS, body, datetime.now(UTC)))
    wait_until(lambda: stage.letters.work_off() or heard(stage, body))


def heard(stage, body):
    with stage.cast.scope():
        return any(row.body == body for row in Message.objects.filter(direction="in"))


def texts_to_guest(stage, count=1):
    stage.hand_over_all()
    wait_until(lambda: len([text for text in stage.world.texts if text.recipient == GUEST]) >= count)
    return [text.body for text in stage.world.texts if text.recipient == GUEST]


def test_r7_the_box_is_empty_and_stands_apart_with_the_whole_words(stage, opened):
    page = visitor().get(f"/p/{opened.token}").content.decode()
    assert 'name="agree_sms" value="1">' in page
    assert "checked" not in page
    assert opened.disclosure.text.replace("&", "&amp;") in page
    assert 'href="https://l.example/p"' in page
    assert 'href="https://l.example/t"' in page


def test_the_public_page_sets_no_cookie_and_names_no_other_host(stage, opened):
    answer = visitor().get(f"/p/{opened.token}")
    assert not answer.cookies
    assert "script" not in answer.content.decode()


def test_a_form_and_a_yes_by_text_make_a_written_consent(stage, opened):
    said = fill(opened, name="Hannah")
    assert "Reply <b>YES</b>" in said.content.decode()
    with stage.cast.scope():
        assert not ConsentEvent.objects.exists()
    assert "reply YES" in texts_to_guest(stage)[0]
    guest_texts(stage, "Yes")
    with stage.cast.scope():
        event = ConsentEvent.objects.get(program="offers")
        assert event.consent_class == "written"
        assert event.proof["ip"] == "203.0.113.7"
        assert event.proof["user_agent"] == "Firefox/140"
        assert event.source_url.endswith(f"/p/{opened.token}")
        assert event.disclosure_version == opened.disclosure.version
        assert standing(stage.cast.brand.id, "phone", GUEST, "sms").consent_class == "written"
    welcome = texts_to_guest(stage, 2)[1]
    for words in ("Laurel & Pine Stays", "Offers", "Up to 4 messages a month", "rates", "HELP", "STOP"):
        assert words in welcome
    assert len(texts_to_guest(stage, 2)) == 2


def test_a_keyword_by_text_is_asked_back_and_confirmed(stage, opened):
    guest_texts(stage, "join")
    assert "reply YES" in texts_to_guest(stage)[0]
    guest_texts(stage, "YES")
    with stage.cast.scope():
        assert ConsentEvent.objects.get(program="offers").source == "keyword"
    assert "signed up for Offers" in texts_to_guest(stage, 2)[1]


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"agree_sms": ""}, "Tick the box"),
        ({"phone": ""}, "now give the number"),
        ({"phone": "12"}, "digits"),
        ({"phone": "", "agree_sms": ""}, "Give a number or an address"),
        ({"seen": "forged"}, "Read them and agree again"),
    ],
)
def test_what_is_not_whole_is_said_and_kept(stage, opened, typed, words):
    said = fill(opened, name="Hannah", **typed)
    assert said.status_code == 422
    assert words in said.content.decode()
    assert 'value="Hannah"' in said.content.decode()
    assert "checked" not in said.content.decode()
    with stage.cast.scope():
        assert not PendingOptIn.objects.exists()


def without_stamp(answer):
    return re.sub(rb'value="[^"]*:[^"]*"', b"", answer.content)


def test_nobody_learns_whether_somebody_is_known_or_has_stopped(stage, opened):
    with stage.cast.scope():
        suppress(stage.cast.brand.id, "sms", "phone", GUEST, "keyword")
    stopped = fill(opened)
    new = fill(opened, phone="+18285550177")
    again = fill(opened, phone="+18285550177")
    assert stopped.status_code == new.status_code == again.status_code == 200
    assert stopped.content == new.content == again.content
    assert texts_to_guest(stage, 0) == []


def test_a_robot_is_thanked_and_nothing_is_written(stage, opened):
    said = fill(opened, website="https://spam.example")
    assert said.status_code == 200
    with stage.cast.scope():
        assert not PendingOptIn.objects.exists()
        assert not Person.objects.exists()


def test_one_place_cannot_try_without_end(stage, opened):
    browser = visitor("203.0.113.99")
    token = seen(opened, browser)
    answers = [browser.post(f"/p/{opened.token}", {"seen": token}).status_code for _ in range(22)]
    assert answers[:20] == [422] * 20
    assert answers[20:] == [429, 429]


def test_one_number_is_not_texted_again_and_again(stage, opened):
    for place in range(5):
        assert fill(opened, visitor(f"203.0.113.{place}")).status_code == 200
    assert len(texts_to_guest(stage)) == 1


def test_the_form_may_stand_in_the_sites_that_were_named_and_no_others(stage, opened):
    framed = visitor().get(f"/p/{opened.token}/form")
    assert "frame-ancestors https://www.laurel.example" in framed["Content-Security-Policy"]
    assert "X-Frame-Options" not in framed
    page = visitor().get(f"/p/{opened.token}")
    assert "frame-ancestors 'none'" in page["Content-Security-Policy"]
    assert page["X-Frame-Options"] == "DENY"


def test_a_page_that_was_closed_is_not_there(stage, opened):
    with stage.cast.scope():
        close_page(opened)
    assert visitor().get(f"/p/{opened.token}").status_code == 404
    assert visitor().get("/p/nothing").status_code == 404


def test_without_double_opt_in_the_welcome_comes_at_once(stage):
    stage.connect("twilio")
    page = make_page(stage.cast, double_opt_in=False)
    assert "Thank you" in fill(page).content.decode()
    with stage.cast.scope():
        assert ConsentEvent.objects.get().consent_class == "written"
        assert Message.objects.count() == 1
    assert "signed up for Offers" in texts_to_guest(stage)[0]


def test_a_link_by_mail_confirms_by_its_button_only(stage):
    from casa.core.consent.collecting import Shown, ask

    with stage.cast.scope():
        words = standard_words(stage.cast.brand, "Offers", "marketing", "Up to 4 a month", "email")
    page = make_page(stage.cast, text_words="", email_words=words)
    with stage.cast.scope():
        token = ask(page, "email", "hannah@example.com", Shown("https://x", "::1", "Firefox")).token
    assert "Yes, sign me up" in visitor().get(f"/p/yes/{token}").content.decode()
    with stage.cast.scope():
        assert not ConsentEvent.objects.exists()
    assert "You are in" in visitor().post(f"/p/yes/{token}").content.decode()
    with stage.cast.scope():
        assert ConsentEvent.objects.get().consent_class == "written"
    assert visitor().get("/p/yes/wrong").status_code == 410
