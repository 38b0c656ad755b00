"""The recipient's own page in English, Spanish and French: which one, carried through, nothing of another in it."""

import re

import pytest

from casa.core.accounts.tests.reading import english, mark, untranslated
from casa.core.consent import preferences as rules
from casa.core.consent.proof import Proof, record
from casa.core.people.models import Identity, Person
from casa.core.people.rules import add_identity
from casa.lib.ids import new_id
from casa.web.public import preferences
from casa.web.public.tests.conftest import NOW
from casa.web.public.tests.test_preferences import GUEST, browser, carried, code_sent, text_of

OF_THE_HOST = ("Laurel & Pine Stays", "Offers", "Reminders", "Monthly")
"""What the business itself wrote: names of programs and how often they write."""


def seen_by(stage):
    with stage.cast.scope():
        identity = Identity.objects.get(kind="phone")
        return rules.opened(rules.Place(identity.workspace_id, stage.cast.brand.id, identity.id))


def by_mail(stage):
    with stage.cast.scope():
        person = Person.objects.get()
        add_identity(person, "email", "hannah@example.com")
        return f"/p/me/{rules.token_for(stage.cast.brand.id, Identity.objects.get(kind='email'))}"


def language(told):
    return re.search(r'<html lang="(\w+)">', told)[1]


@pytest.mark.parametrize(
    ("picked", "theirs", "wanted", "spoken"),
    [("", "", "de,fr;q=0.5", "fr"), ("", "es", "fr", "es"), ("fr", "es", "en", "fr"), ("", "", "", "en")],
)
def test_a_choice_wins_over_the_person_over_the_browser(stage, address, picked, theirs, wanted, spoken):
    with stage.cast.scope():
        Person.objects.update(language=theirs)
    told = text_of(browser().get(address, {"lang": picked} if picked else {}, headers={"accept-language": wanted}))
    assert language(told) == spoken
    heading = preferences.say.texts["heading.phone"][spoken].format(brand="Laurel &amp; Pine Stays")
    assert heading in told


def test_the_choice_is_carried_by_every_answer_and_so_is_the_code(stage, address):
    where = f"{address}?lang=fr"
    assert browser().post(where, {"do": "code"})["Location"] == f"{address}?said=sent&lang=fr"
    assert "est votre code pour voir vos préférences" in last_text(stage)
    opened = browser().post(where, {"do": "open", "code": code_sent(stage)})["Location"]
    assert opened.endswith("&lang=fr")
    page = browser().get(opened)
    assert language(text_of(page)) == "fr"
    assert not page.cookies
    to_spanish = re.search(r'href="(\?lang=es[^"]*)"', text_of(page))[1].replace("&amp;", "&")
    assert carried(to_spanish) == carried(opened), "the page stays open in the other language"
    told = text_of(browser().get(address + to_spanish))
    assert "Lo que recibe" in told
    assert not re.search(r"<form[^>]* action=", told), "each form goes to the address that has the choice in it"
    refused = browser().post(where, {"do": "open", "code": "1"})
    assert "Ce n’est pas le bon code" in text_of(refused)


def last_text(stage):
    code_sent(stage)
    return [text.body for text in stage.world.texts if text.recipient == GUEST][-1]


def test_one_click_of_a_mail_program_chooses_no_language(stage, address):
    assert browser().post(address, {"List-Unsubscribe": "One-Click"})["Location"] == f"{address}?said=stopped"


def every_page(stage, address, code):
    """Everything that the page can say, one visit after another."""
    with stage.cast.scope():  # of a program that is none of the business's own: messages about their booking
        proof = Proof(NOW, "Yes", "box_ticked", "sms")
        record(stage.cast.brand, "booking", "transactional", "phone", GUEST, "form", proof, new_id(), now=NOW)
    seen = {"lang": code, "seen": seen_by(stage)}
    for said in preferences.SAID:
        yield browser().get(address, {"lang": code, "said": said})
        yield browser().get(address, {**seen, "said": said})
    for form in ({"do": "open"}, {"do": "hours", "starts": "9", "ends": ""}, {"do": "channel", "channel": "pigeon"},
                 {"do": "hours", "starts": "18:00", "ends": "09:00"}, {"do": "program", "on": "1"}, {"do": "dance"},
                 ):  # fmt: skip
        yield browser().post(f"{address}?lang={code}", {**form, "seen": seen["seen"]})
    browser().post(address, {"do": "program", "program": "offers", "seen": seen["seen"]})
    yield browser().get(address, seen)
    yield browser().get(by_mail(stage), {"lang": code})
    yield browser().get(address[:-3] + "abc", {"lang": code})


@pytest.mark.parametrize(
    ("code", "said"), [("es", "Mensajes sobre su reserva"), ("fr", "Messages sur votre réservation")]
)
def test_no_word_of_the_page_is_left_in_english(stage, address, code, said):
    pages = [text_of(page) for page in every_page(stage, address, code)]
    assert any(said in page for page in pages)
    for page in pages:
        assert language(page) == code
        assert not english(page, preferences.say, rules.say)


@pytest.mark.parametrize("code", ["es", "fr"])
def test_every_word_of_the_page_comes_from_a_table(stage, address, code, monkeypatch):
    mark(monkeypatch)
    for page in every_page(stage, address, code):
        assert untranslated(text_of(page), *OF_THE_HOST) == set()


def test_what_was_said_before_does_not_stand_beside_a_refusal(stage, address):
    refused = browser().post(f"{address}?said=kept&lang=en", {"do": "open", "code": "1"})
    assert refused.status_code == 422
    assert "Kept." not in text_of(refused)
