"""A test text to one's own phone: the same text, the same gate, a consent for it alone."""

from datetime import UTC, datetime

import pytest

from casa.core.accounts.rules import NotPossible
from casa.core.campaigns import queries, sending
from casa.core.campaigns.models import Recipient
from casa.core.campaigns.tests import crowd as c
from casa.core.campaigns.trying import Click, send_test
from casa.core.consent.models import ConsentEvent
from casa.core.consent.rules import suppress

CLICK = Click("https://casa.example.org/w/x/campaigns/", "203.0.113.7", "Firefox")
OFFER = "Laurel & Pine Stays: 15% off any stay in November."
MINE = "+18285550777"


def tried(stage, made, number=MINE):
    with stage.cast.scope():
        return send_test(queries.campaign(made.id), "A", number, stage.cast.alice, CLICK)


def test_an_offer_reaches_ones_own_phone_and_nobody_elses(stage):
    c.shop(stage)
    c.crowd(stage, 3, consent="written")
    made = c.campaign(stage, OFFER, kind="marketing")
    row = tried(stage, made, "(828) 555-0777")
    with c.provider() as given:
        sending.go_on(stage.cast.workspace.id, row.campaign_id)
    assert given.given == [MINE]
    with stage.cast.scope():
        assert [row.campaign.id for row in queries.page()] == [made.id]


def test_the_click_is_a_consent_for_the_test_and_for_no_offer(stage):
    c.shop(stage)
    made = c.campaign(stage, OFFER, kind="marketing")
    tried(stage, made)
    with stage.cast.scope():
        event = ConsentEvent.objects.get()
        assert (event.program, event.consent_class, event.medium) == ("test", "written", "web")
        assert "Laurel & Pine Stays" in event.disclosure
    with c.provider() as given:
        c.run(stage, made)
    assert given.given == []
    with stage.cast.scope():
        assert Recipient.objects.get(campaign=made).reason == "no_consent"


def test_who_stopped_us_gets_no_test_either(stage):
    c.shop(stage)
    made = c.campaign(stage)
    with stage.cast.scope():
        suppress(stage.cast.brand.id, "sms", "phone", MINE, "keyword", rule="R20")
    with pytest.raises(NotPossible, match="STOP"):
        tried(stage, made)


def test_at_night_it_says_so_instead_of_waiting(stage):
    c.shop(stage)
    made = c.campaign(stage)
    with c.at(datetime(2026, 11, 24, 7, 0, tzinfo=UTC)), pytest.raises(NotPossible, match="hours"):
        tried(stage, made)


def test_what_is_no_number_is_refused_in_words(stage):
    c.shop(stage)
    made = c.campaign(stage)
    with pytest.raises(NotPossible, match="country code|digits"):
        tried(stage, made, "12")
