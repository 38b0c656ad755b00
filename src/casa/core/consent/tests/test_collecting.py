"""Collecting consent: what must be said before anybody agrees, the question, the YES, and what stays written."""

from datetime import UTC, datetime

import pytest

from casa.core.accounts.rules import NotPossible
from casa.core.consent.collecting import Shown, ask, confirm, hear_wish, owed_answer, pending_by_link
from casa.core.consent.disclosures import (
    Wanted,
    change_page,
    close_page,
    missing_words,
    open_page,
    save_disclosure,
    save_program,
    standard_words,
)
from casa.core.consent.ledger import standing
from casa.core.consent.models import ConsentEvent, PendingOptIn, Suppression
from casa.core.consent.rules import hear, suppress
from casa.lib.ids import new_id

PHONE = "+18285550142"
SHOWN = Shown("https://casa.test/p/x", "203.0.113.9", "Firefox", "2026-11-22T10:00:00+00:00", "Hannah")


@pytest.fixture
def program(here):
    return save_program(here.brand, "Offers", "marketing", frequency="Up to 4 messages a month")


def wanted(program, **more):
    words = standard_words(program.brand, program.name, program.kind, program.frequency_words, "sms")
    typed = {"title": "News from the valley", "text_words": words, "privacy_url": "https://l.example/p",
             "terms_url": "https://l.example/t"}  # fmt: skip
    return Wanted(**{**typed, **more})


def page_of(program, **more):
    return open_page(program, wanted(program, **more))


def texts(brand, text, ref=""):
    ref, at = ref or new_id().hex, datetime.now(UTC)
    hear(brand, "sms", "phone", PHONE, text, at, ref)
    hear_wish(brand, "sms", "phone", PHONE, text, at, ref)
    return owed_answer(brand, "phone", PHONE, ref)


@pytest.mark.parametrize("kind", ["marketing", "service", "reminder"])
@pytest.mark.parametrize("channel", ["sms", "email"])
def test_the_words_that_are_offered_are_whole(here, kind, channel):
    words = standard_words(here.brand, "Offers", kind, "Up to 4 messages a month", channel)
    assert missing_words(words, here.brand, kind, channel) == ()


@pytest.mark.parametrize(
    ("without", "missing"),
    [
        ("automated ", "automated"),
        ("Laurel & Pine Stays", "who you are"),
        ("Agreeing is not a condition of any purchase.", "condition"),
        ("Up to 4 messages a month.", "how often"),
        ("Message and data rates may apply.", "data rates"),
        ("HELP", "HELP"),
        ("STOP", "STOP"),
    ],
)
def test_r3_words_that_lack_something_are_not_kept(program, without, missing):
    words = standard_words(program.brand, program.name, program.kind, program.frequency_words, "sms")
    assert without in words
    with pytest.raises(NotPossible, match=missing):
        save_disclosure(program, "sms", words.replace(without, ""))


def test_words_never_change_and_new_ones_are_a_new_version(program):
    page = page_of(program)
    first = page.disclosure
    change_page(page, wanted(program, text_words=first.text + " Thank you."))
    assert page.disclosure_id != first.id
    first.refresh_from_db()
    assert "Thank you" not in first.text
    assert save_disclosure(program, "sms", first.text).id == first.id


@pytest.mark.parametrize("keyword", ["STOP", "help", "start", "YES", "cancel", "two words", "j"])
def test_r34_a_keyword_that_means_something_already_is_refused(program, keyword):
    with pytest.raises(NotPossible):
        page_of(program, keyword=keyword)


def test_two_open_pages_never_share_a_keyword(program):
    first = page_of(program, keyword="join")
    with pytest.raises(NotPossible, match="Another page"):
        page_of(program, keyword="JOIN")
    close_page(first)
    assert page_of(program, keyword="JOIN").keyword == "JOIN"


def test_a_page_without_privacy_and_terms_is_not_opened(program):
    for name in ("privacy_url", "terms_url"):
        with pytest.raises(NotPossible):
            page_of(program, **{name: "javascript:alert(1)"})


def test_a_form_alone_is_no_consent_and_yes_makes_it_one(here, program):
    owed = ask(page_of(program), "phone", "(828) 555-0142", SHOWN)
    assert "reply YES" in owed.words
    assert not ConsentEvent.objects.exists()
    confirmation = texts(here.brand, "Yes!", "SM1")
    event = ConsentEvent.objects.get()
    assert (event.consent_class, event.program, event.action, event.medium) == (
        "written",
        "offers",
        "box_ticked",
        "web",
    )
    assert event.proof["ip"] == SHOWN.ip
    assert event.proof["confirmed"]["message"] == "SM1"
    assert event.disclosure == owed_page_words(program)
    for words in ("Laurel & Pine Stays", "Offers", "4 messages", "rates", "HELP", "STOP"):
        assert words in confirmation.words
    assert standing(here.brand.id, "phone", PHONE, "sms").consent_class == "written"


def owed_page_words(program):
    return standard_words(program.brand, program.name, program.kind, program.frequency_words, "sms")


def test_r32_yes_where_nobody_asked_means_nothing(here, program):
    page_of(program)
    assert texts(here.brand, "YES") is None
    assert not ConsentEvent.objects.exists()


@pytest.mark.parametrize("answer", ["maybe later", "who is this?", "no", "yes please stop"])
def test_another_answer_is_no_yes(here, program, answer):
    ask(page_of(program), "phone", PHONE, SHOWN)
    texts(here.brand, answer)
    assert not ConsentEvent.objects.exists()


def test_nobody_is_asked_twice_in_a_day(program):
    page = page_of(program)
    assert ask(page, "phone", PHONE, SHOWN)
    assert ask(page, "phone", PHONE, SHOWN) is None
    assert PendingOptIn.objects.count() == 1


def test_stop_ends_the_question_and_a_form_opens_nothing(here, program):
    page = page_of(program)
    ask(page, "phone", PHONE, SHOWN)
    texts(here.brand, "STOP")
    texts(here.brand, "START")
    texts(here.brand, "YES")
    assert not ConsentEvent.objects.exists()


def test_r31_a_form_never_lifts_what_somebody_said(here, program):
    suppress(here.brand.id, "sms", "phone", PHONE, "staff", rule="R22")
    assert ask(page_of(program), "phone", PHONE, SHOWN) is None
    assert ask(page_of(program, double_opt_in=False), "phone", PHONE, SHOWN) is None
    assert not ConsentEvent.objects.exists()
    assert standing(here.brand.id, "phone", PHONE, "sms").suppressed


def test_too_late_is_too_late(here, program):
    ask(page_of(program), "phone", PHONE, SHOWN)
    PendingOptIn.objects.update(expires_at=datetime.now(UTC))
    assert texts(here.brand, "YES") is None
    assert not ConsentEvent.objects.exists()


def test_a_keyword_asks_and_yes_joins(here, program):
    page_of(program, keyword="JOIN")
    question = texts(here.brand, " join. ", "SM1")
    assert "reply YES" in question.words
    assert owed_answer(here.brand, "phone", PHONE, "SM1").key == question.key
    texts(here.brand, "y", "SM2")
    event = ConsentEvent.objects.get()
    assert (event.consent_class, event.source, event.action, event.medium) == (
        "written",
        "keyword",
        "keyword_sent",
        "sms",
    )
    assert texts(here.brand, "YES", "SM3") is None
    assert ConsentEvent.objects.count() == 1


def test_a_keyword_inside_a_sentence_is_none(here, program):
    page_of(program, keyword="JOIN")
    assert texts(here.brand, "can I join you at 5?") is None
    assert not PendingOptIn.objects.exists()


def test_the_same_keyword_text_twice_is_one(here, program):
    page_of(program, keyword="JOIN", double_opt_in=False)
    first, again = texts(here.brand, "JOIN", "SM1"), texts(here.brand, "JOIN", "SM1")
    assert first.key == again.key
    assert ConsentEvent.objects.count() == 1
    assert not Suppression.objects.exists()


def test_an_e_mail_is_confirmed_by_its_link_once(here, program):
    words = standard_words(here.brand, "Offers", "marketing", "Up to 4 a month", "email")
    page = page_of(program, text_words="", email_words=words)
    owed = ask(page, "email", "Hannah@Example.com", SHOWN)
    pending = PendingOptIn.objects.get()
    assert owed.token
    assert confirm(pending, {"by": "link"}).words
    assert confirm(pending, {"by": "link"}) is None
    event = ConsentEvent.objects.get()
    assert (event.channel, event.consent_class) == ("email", "written")
    assert pending_by_link("nothing") is None
