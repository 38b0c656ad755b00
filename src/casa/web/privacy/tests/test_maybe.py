"""The cards of messages that may be requests: who sees them, what they say, and what their buttons do."""

import re

import pytest
from django.urls import reverse

from casa.core.accounts.models import Member, Read, Role
from casa.core.people.rules import restrict
from casa.core.privacy.models import PossibleRequest, Request
from casa.core.privacy.tests.house import furnish, say
from casa.lib.ids import new_id
from casa.testing.fixtures import signed_in

WORDS = "Hello. please take my <old> number off your books. Ellen"


@pytest.fixture
def full(cast):
    return furnish(cast)


@pytest.fixture
def card(full):
    with full.scope():
        say(full.connection, WORDS, "+18285550909")
        return PossibleRequest.objects.select_related("message__person").get()


def at(full, name, *ids):
    return reverse(name, args=[full.cast.workspace.slug, *ids])


def text(answer):
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize("name", ["privacy", "privacy_requests"])
def test_the_card_tells_the_words_the_channel_and_the_day(full, card, name):
    told = text(signed_in(full.cast.alice).get(at(full, name)))
    shown = re.search(r'<article class="card req maybe".*?</article>', told, re.DOTALL).group()
    assert "“please take my &lt;old&gt; number off your books”" in shown
    assert "to take out one thing of theirs" in shown
    assert "SMS, <time" in shown
    assert at(full, "conversation", card.message.conversation_id) in shown
    with full.scope():
        assert Read.objects.filter(person_id=card.message.person_id, reason="request", user=full.cast.alice).exists()


def test_it_is_one(full, card):
    answer = signed_in(full.cast.alice).post(at(full, "privacy_maybe_is", card.id), follow=True)
    with full.scope():
        row = Request.objects.get()
    assert answer.redirect_chain[-1][0] == at(full, "privacy_request", row.id)
    assert row.kind == "correct"
    assert "Maybe a request" not in text(signed_in(full.cast.alice).get(at(full, "privacy")))


@pytest.mark.parametrize(
    ("words", "means", "then", "done"),
    [
        (
            "don't let a bot answer me",
            "to let no AI read or answer what they write",
            "A yes ends AI for them at once",
            "No AI works",
        ),
        ("keep my data but don't use it", "to keep their data but use it for nothing", "nothing is sent", "is kept"),
    ],
)
def test_the_card_says_what_is_done_with_a_word_and_it_is_done(full, words, means, then, done):
    with full.scope():
        say(full.connection, words, "+18285550919")
        card = PossibleRequest.objects.get()
    browser = signed_in(full.cast.alice)
    told = text(browser.get(at(full, "privacy")))
    assert means in told
    assert then in told
    assert "It is, do it" in told
    assert "It is, open it" not in told
    shown = text(browser.post(at(full, "privacy_maybe_is", card.id), follow=True))
    assert done in shown
    assert "30 days" not in shown
    with full.scope():
        row = Request.objects.get()
        assert (row.kind, row.state) == (card.kind, "done")


def test_it_is_none(full, card):
    browser = signed_in(full.cast.alice)
    told = text(browser.post(at(full, "privacy_maybe_not", card.id), follow=True))
    assert "it is no request" in told
    assert "Maybe a request" not in told
    assert browser.post(at(full, "privacy_maybe_not", card.id)).status_code == 409
    with full.scope():
        assert not Request.objects.exists()


def test_who_may_say_what_it_is(full, card):
    with full.scope():
        Member.objects.filter(user=full.cast.vera).update(role=Role.MANAGER)
    for name in ("privacy_maybe_is", "privacy_maybe_not"):
        told = {
            who: signed_in(getattr(full.cast, who)).post(at(full, name, card.id)).status_code
            for who in ("vera", "bob", "charlie")
        }
        assert told == {"vera": 403, "bob": 403, "charlie": 404}
    shown = text(signed_in(full.cast.vera).get(at(full, "privacy")))
    assert "Maybe a request" in shown
    assert "It is, open it" not in shown


def test_whoever_sees_some_homes_only_sees_no_card_of_others(full, card):
    with full.scope():
        Member.objects.filter(user=full.cast.alice).update(property_ids=[new_id()])
    browser = signed_in(full.cast.alice)
    assert "Maybe a request" not in text(browser.get(at(full, "privacy")))
    assert browser.post(at(full, "privacy_maybe_is", card.id)).status_code == 404


def test_restricted_words_stay_closed(full, card):
    with full.scope():
        restrict(card.message.person)
    told = text(signed_in(full.cast.alice).get(at(full, "privacy")))
    assert "Maybe a request" in told
    assert "off your books" not in told


def test_three_cards_are_shown_and_the_rest_wait_in_as_many_questions(full, count_queries):
    browser = signed_in(full.cast.alice)
    with full.scope():
        for number in range(3):
            say(full.connection, "delete my data", f"+1828555091{number}")
    text(browser.get(at(full, "privacy")))
    with count_queries() as few:
        text(browser.get(at(full, "privacy")))
    with full.scope():
        for number in range(6):
            say(full.connection, "delete my data", f"+1828555092{number}")
    with count_queries() as many:
        told = text(browser.get(at(full, "privacy")))
    assert told.count("It is, open it") == 3
    assert "More wait behind these." in told
    assert len(many) <= len(few)
