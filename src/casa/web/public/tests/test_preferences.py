"""The recipient's own page: stopping is one tap, seeing needs a code sent to the address itself."""

import re
from urllib.parse import unquote

import pytest
from django.test import Client

from casa.core.consent import preferences as rules
from casa.core.consent.ledger import standing
from casa.core.consent.models import ConsentEvent, Suppression
from casa.core.people.models import Identity
from casa.core.vault.models import KeyKind
from casa.core.vault.rules import destroy_keys
from casa.testing.pretend import wait_until

GUEST = "+18285550142"


def browser():
    return Client(SERVER_NAME="localhost", REMOTE_ADDR="203.0.113.5", enforce_csrf_checks=True)


def text_of(answer):
    return answer.content.decode()


def code_sent(stage):
    stage.hand_over_all()
    wait_until(lambda: any(text.recipient == GUEST for text in stage.world.texts))
    return re.search(r"\b\d{6}\b", [text.body for text in stage.world.texts if text.recipient == GUEST][-1])[0]


def open_it(stage, address):
    browser().post(address, {"do": "code"})
    return browser().post(address, {"do": "open", "code": code_sent(stage)})["Location"]


def carried(where):
    return unquote(re.search(r"seen=([^&]+)", where)[1])


def stopped(stage):
    with stage.cast.scope():
        return standing(stage.cast.brand.id, "phone", GUEST, "sms").suppressed


def test_nothing_personal_shows_before_the_code(stage, address):
    page = text_of(browser().get(address))
    for words in ("Hannah", "5550142", "Offers", "Reminders"):
        assert words not in page
    assert "0142" in page


@pytest.mark.parametrize("form", [{"do": "stop_all"}, {"List-Unsubscribe": "One-Click"}])
def test_stopping_needs_no_code_and_happens_once(stage, address, form):
    for _ in range(2):
        assert browser().post(address, form, follow=True).status_code == 200
    assert stopped(stage)
    with stage.cast.scope():
        line = Suppression.objects.get()
        assert (line.scope, line.rule) == ("all", "R22")


def test_opening_the_link_stops_nothing(stage, address):
    browser().get(address)
    assert not stopped(stage)


def test_the_code_opens_what_stands_and_each_program_stops_by_itself(stage, address):
    where = open_it(stage, address)
    page = text_of(browser().get(where))
    assert "Offers" in page
    assert "Reminders" in page
    browser().post(address, {"do": "program", "program": "offers", "seen": carried(where)})
    with stage.cast.scope():
        line = Suppression.objects.get()
        assert (line.scope, line.program) == ("program", "offers")
        shown = {one.name: one.on for one in rules.streams(stage.cast.brand.id, Identity.objects.get())}
    assert shown == {"Offers": False, "Reminders": True}
    browser().post(address, {"do": "program", "program": "offers", "on": "1", "seen": carried(where)})
    with stage.cast.scope():
        assert all(one.on for one in rules.streams(stage.cast.brand.id, Identity.objects.get()))
        assert ConsentEvent.objects.count() == 2


def test_r31_nothing_is_opened_that_they_did_not_stop_themselves(stage, address):
    where = open_it(stage, address)
    said = browser().post(address, {"do": "program", "program": "surveys", "on": "1", "seen": carried(where)})
    assert said.status_code == 422
    with stage.cast.scope():
        assert not Suppression.objects.exists()


@pytest.mark.parametrize("seen", ["", "forged:1:2"])
def test_without_the_code_nothing_is_chosen(stage, address, seen):
    said = browser().post(address, {"do": "program", "program": "offers", "seen": seen})
    assert said.status_code == 422
    with stage.cast.scope():
        assert not Suppression.objects.exists()


def test_a_code_is_guessed_five_times_at_most(stage, address):
    browser().post(address, {"do": "code"})
    code = code_sent(stage)
    wrong = "000000" if code != "000000" else "000001"
    for _ in range(5):
        assert browser().post(address, {"do": "open", "code": wrong}).status_code == 422
    assert browser().post(address, {"do": "open", "code": code}).status_code == 422


def test_hours_and_channel_are_kept_as_wishes_and_stop_nothing(stage, address):
    where = open_it(stage, address)
    browser().post(address, {"do": "hours", "starts": "09:00", "ends": "18:30", "seen": carried(where)})
    browser().post(address, {"do": "channel", "channel": "email", "seen": carried(where)})
    with stage.cast.scope():
        kept = {row.kind: row for row in rules.wishes(stage.cast.brand.id, Identity.objects.get())}
    assert (str(kept["hours"].starts), str(kept["hours"].ends)) == ("09:00:00", "18:30:00")
    assert kept["channel"].channel == "email"
    assert 'value="09:00"' in text_of(browser().get(where))
    refused = browser().post(address, {"do": "hours", "starts": "18:00", "ends": "09:00", "seen": carried(where)})
    assert refused.status_code == 422
    assert not stopped(stage)


def test_an_address_that_ended_says_so(stage, address):
    assert browser().get(address[:-3] + "abc").status_code == 410
    with stage.cast.scope():
        person_id = Identity.objects.get().person_id
        Identity.objects.all().delete()
        destroy_keys(KeyKind.PERSON, person_id)
    assert browser().get(address).status_code == 410
