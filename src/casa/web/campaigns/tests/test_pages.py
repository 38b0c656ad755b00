"""Campaigns as pages: from a draft to the number that stands, Send, and the way back."""

from datetime import UTC, datetime

import pytest

from casa.core.campaigns.models import Campaign, CampaignState
from casa.core.campaigns.tests import crowd
from casa.testing.fixtures import signed_in

POOL = "Laurel & Pine Stays: the pool is closed on Tuesday for cleaning."
FRAGMENT = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def noon():
    """Whatever the hour of the test, it is day for everybody."""
    with crowd.at(datetime(2026, 11, 24, 17, 0, tzinfo=UTC)):
        yield


@pytest.fixture
def three(stage):
    """Three people, one of whom has opted out."""
    from casa.core.consent.rules import suppress

    crowd.shop(stage)
    made = crowd.crowd(stage, 3)
    with stage.cast.scope():
        suppress(stage.cast.brand.id, "sms", "phone", crowd.number(1002), "staff")
    return made


def at(cast, path=""):
    return f"/w/{cast.workspace.slug}/campaigns/{path}"


def begin(cast, browser, kind="service", **more):
    answer = browser.post(at(cast, "new/"), {"kind": kind, **more})
    assert answer.status_code == 302
    return answer["Location"].removesuffix("/").rsplit("/", 1)[1]


def write(cast, browser, id, text=POOL, **more):
    return browser.post(
        at(cast, f"{id}/text/"), {"letter": "A", "language": "en", "body": text, **more}, headers=FRAGMENT
    )


def page(cast, browser, id, path="", **query):
    return browser.get(at(cast, f"{id}/{path}"), query).content.decode()


def now(cast, id):
    with cast.scope():
        return Campaign.objects.get(id=id)


def send(cast, browser, id, people=2, **more):
    return browser.post(at(cast, f"{id}/send/"), {"when": "now", "people": people, **more})


def test_from_nothing_to_a_campaign_on_its_way_and_back(cast, three):
    browser = signed_in(cast.alice)
    assert "No campaigns yet" in browser.get(at(cast)).content.decode()
    id = begin(cast, browser, name="Pool")
    assert "characters" in write(cast, browser, id).content.decode()
    told = page(cast, browser, id)
    assert "people will get this text" in told
    assert "Send to 2 people" in told
    assert "Told you to stop" in told
    assert send(cast, browser, id).status_code == 302
    told = page(cast, browser, id)
    assert "Take it back" in told
    assert now(cast, id).state == CampaignState.SCHEDULED
    assert browser.post(at(cast, f"{id}/take-back/"), headers=FRAGMENT).status_code == 204
    assert now(cast, id).state == CampaignState.DRAFT
