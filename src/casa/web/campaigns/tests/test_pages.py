"""Campaigns as pages: from a draft to the number that stands, Send, and the way back."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from casa.core.accounts.models import Read
from casa.core.campaigns import rules
from casa.core.campaigns.models import Audience, Campaign, CampaignState, Count, Recipient, Variant
from casa.core.campaigns.tests import crowd
from casa.lib.ids import new_id
from casa.testing.fixtures import signed_in

POOL = "Laurel & Pine Stays: the pool is closed on Tuesday for cleaning."
FRAGMENT = {"HX-Request": "true"}
FIREFOX = {"User-Agent": "Firefox"}  # without it the click proves nothing (R8)


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
    assert "Send to 2 people</button>" in told
    assert "Told you to stop" in told
    assert send(cast, browser, id).status_code == 302
    told = page(cast, browser, id)
    assert "Take it back" in told
    assert now(cast, id).state == CampaignState.SCHEDULED
    assert browser.post(at(cast, f"{id}/take-back/"), headers=FRAGMENT).status_code == 204
    assert now(cast, id).state == CampaignState.DRAFT


def test_the_number_is_made_of_parts_that_add_up_and_can_be_opened(cast, three):
    browser = signed_in(cast.alice)
    id = begin(cast, browser)
    write(cast, browser, id)
    told = page(cast, browser, id)
    assert "<b>3</b> people: everybody you know" in told
    with cast.scope():
        count = Count.objects.filter(campaign=id).latest("at")
        assert sum(count.totals.values()) == 3
    told = page(cast, browser, id, "people/", count=str(count.id), why="opted_out")
    assert "Anna Diaz" in told
    assert "R30" in told or "R20" in told or "R10" in told
    with cast.scope():
        assert Read.objects.filter(person_id=three[2].id, reason="campaign").exists()
        assert not Read.objects.filter(person_id=three[1].id, reason="campaign").exists()
    assert browser.get(at(cast, f"{id}/people/"), {"count": str(new_id()), "why": "now"}).status_code == 404
    assert browser.get(at(cast, f"{id}/people/"), {"count": str(count.id), "why": "nonsense"}).status_code == 404


def test_more_people_than_were_agreed_to_are_asked_about_first(cast, stage, three):
    browser = signed_in(cast.alice)
    id = begin(cast, browser)
    write(cast, browser, id)
    crowd.crowd(stage, 1, first=1010)
    with cast.scope():
        Count.objects.update(at=datetime(2026, 1, 1, tzinfo=UTC))
    answer = send(cast, browser, id, people=2)
    assert answer.status_code == 422
    assert "By now it would go to 3 people" in answer.content.decode()
    assert now(cast, id).state == CampaignState.DRAFT


def test_what_must_be_put_right_stops_it(cast, three):
    browser = signed_in(cast.alice)
    id = begin(cast, browser)
    assert "Write what it says first" in page(cast, browser, id)
    assert send(cast, browser, id).status_code == 422
    write(cast, browser, id, "Reply CANCEL to cancel")
    told = page(cast, browser, id)
    assert "CANCEL ends or steers every text" in told
    assert 'data-fix="X"' in told
    assert send(cast, browser, id).status_code == 422


def test_an_offer_goes_to_nobody_who_did_not_agree_in_writing(cast, three):
    browser = signed_in(cast.alice)
    id = begin(cast, browser, starter="Quiet weeks, past guests")
    told = page(cast, browser, id)
    assert "0</span>" in told
    assert "never agreed to offers" in told
    assert "Reply STOP to opt out, HELP for help. Msg &amp; data rates may apply." in told
    answer = browser.post(at(cast, f"{id}/nights/"), {"first": "2026-11-29", "last": "2026-12-03"})
    assert answer.status_code == 302
    assert now(cast, id).offer_from.isoformat() == "2026-11-29"
    assert browser.post(at(cast, f"{id}/nights/"), {"first": "soon", "last": ""}).status_code == 422
    browser.post(at(cast, f"{id}/nights/"), {"first": "", "last": ""})
    assert now(cast, id).offer_from is None


def test_wordings_are_added_tried_and_taken_out(cast, three):
    browser = signed_in(cast.alice)
    id = begin(cast, browser)
    write(cast, browser, id)
    assert browser.post(at(cast, f"{id}/wording/"))["Location"].endswith("?letter=B")
    write(cast, browser, id, POOL + " Sorry", letter="B")
    assert "for cleaning. Sorry" in page(cast, browser, id, letter="B")
    assert "Sorry" not in page(cast, browser, id, letter="A")
    form = {"test_share": "20", "winner_by": "bookings", "winner_hours": "6"}
    assert browser.post(at(cast, f"{id}/trial/"), form).status_code == 302
    assert (now(cast, id).test_share, now(cast, id).winner_by, now(cast, id).winner_hours) == (20, "bookings", 6)
    assert browser.post(at(cast, f"{id}/trial/"), {"test_share": "90"}).status_code == 422
    browser.post(at(cast, f"{id}/wording/drop/"), {"letter": "B"})
    with cast.scope():
        assert list(Variant.objects.filter(campaign=id).values_list("letter", flat=True)) == ["A"]
    assert browser.post(at(cast, f"{id}/wording/drop/"), {"letter": "A"}).status_code == 422


def test_the_people_are_chosen_counted_and_kept(cast, three):
    browser = signed_in(cast.alice)
    id = begin(cast, browser)
    form = {"stayed": "days", "stayed_days": "90", "languages": ["en", "fr"], "at_least": "2", "agreed": "express"}
    told = browser.post(at(cast, f"{id}/audience/count/"), form, headers=FRAGMENT).content.decode()
    assert "everyone who stayed in the last 90 days, who speaks English or French, with at least 2 stays" in told
    assert browser.post(at(cast, f"{id}/audience/"), form).status_code == 302
    assert now(cast, id).filter["all"][0] == {"stayed": {"last_days": 90}}
    told = page(cast, browser, id, "audience/")
    assert 'value="90"' in told
    answer = browser.post(at(cast, f"{id}/audience/keep/"), {"languages": ["en"], "name": "English"})
    assert answer.status_code == 302
    with cast.scope():
        kept = Audience.objects.get(name="English")
    assert now(cast, id).audience_id == kept.id
    assert "English" in page(cast, browser, id, "audience/", saved=str(kept.id))
    assert browser.post(at(cast, f"{id}/audience/"), {"stayed": "between", "since": "soon"}).status_code == 422
    browser.post(at(cast, f"audiences/{kept.id}/away/"))
    with cast.scope():
        assert Audience.objects.get(id=kept.id).archived_at is not None


def test_what_the_form_has_no_field_for_is_kept(cast, three):
    browser = signed_in(cast.alice)
    id = begin(cast, browser)
    with cast.scope():
        Campaign.objects.filter(id=id).update(filter={"all": [{"not": {"in_house": {}}}, {"stayed": {}}]})
    browser.post(at(cast, f"{id}/audience/"), {"not_booked_again": "1"})
    assert now(cast, id).filter == {"all": [{"not_booked_again": {}}, {"not": {"in_house": {}}}]}
    browser.post(at(cast, f"{id}/audience/"), {"forget_rest": "1"})
    assert now(cast, id).filter == {"all": []}


def test_a_time_of_ones_own(cast, three):
    browser = signed_in(cast.alice)
    id = begin(cast, browser)
    write(cast, browser, id)
    assert send(cast, browser, id, when="at", at="2020-01-01T10:00").status_code == 422
    assert send(cast, browser, id, when="local", day="2099", clock="10:30").status_code == 422
    later = (timezone.now() + timedelta(days=3)).date().isoformat()
    assert send(cast, browser, id, when="local", day=later, clock="10:30").status_code == 302
    assert now(cast, id).when == "local"
    assert "by each one&#x27;s own clock" in page(cast, browser, id)


def test_on_its_way_it_is_paused_resumed_and_cancelled(cast, stage, three):
    browser = signed_in(cast.alice)
    id = begin(cast, browser)
    write(cast, browser, id)
    send(cast, browser, id)
    with cast.scope():
        Campaign.objects.filter(id=id).update(state=CampaignState.SENDING, started_at=timezone.now())
    assert "Pause" in browser.get(at(cast)).content.decode()
    for path, state in (("pause", "paused"), ("resume", "sending"), ("cancel", "cancelled")):
        assert browser.post(at(cast, f"{id}/{path}/")).status_code == 302
        assert now(cast, id).state == state
        assert browser.get(at(cast, f"{id}/")).status_code == 200
    assert browser.post(at(cast, f"{id}/pause/"), headers=FRAGMENT).status_code == 409
    answer = browser.post(at(cast, f"{id}/copy/"))
    assert "(copy)" in browser.get(answer["Location"]).content.decode()


def test_it_goes_out_and_says_what_became_of_everybody(cast, stage, three):
    browser = signed_in(cast.alice)
    id = begin(cast, browser)
    write(cast, browser, id)
    send(cast, browser, id)
    with cast.scope():
        Campaign.objects.filter(id=id).update(starts_at=timezone.now())
    with crowd.provider() as provider:
        crowd.go(stage, now(cast, id))
    assert sorted(provider.given) == [crowd.number(1000), crowd.number(1001)]
    told = page(cast, browser, id)
    assert "of 3 people have been texted" in told
    assert "Not allowed" in told
    with cast.scope():
        blocked = Recipient.objects.get(campaign=id, state="blocked")
    told = page(cast, browser, id, "people/", state="blocked", why=blocked.reason)
    assert "Anna Diaz" in told
    assert "2 of 3" in browser.get(at(cast)).content.decode() or "2 people" in browser.get(at(cast)).content.decode()


def test_a_test_text_takes_the_same_road(cast, stage, three):
    browser = signed_in(cast.alice)
    id = begin(cast, browser)
    write(cast, browser, id)
    assert "to send me this text, by an automated system" in page(cast, browser, id)
    answer = browser.post(at(cast, f"{id}/test/"), {"letter": "A", "number": "(828) 555-0177"}, headers=FIREFOX)
    assert answer.status_code == 302
    with cast.scope():
        assert Campaign.objects.filter(test_of=id).count() == 1
    assert browser.post(at(cast, f"{id}/test/"), {"letter": "A", "number": "12"}).status_code == 422


def test_a_colleague_looks_and_does_not_touch(cast, three):
    alice, bob = signed_in(cast.alice), signed_in(cast.bob)
    id = begin(cast, alice)
    write(cast, alice, id)
    told = page(cast, bob, id)
    assert "readonly" in told
    assert "camp-send" not in told
    for path in ("text/", "send/", "test/", "audience/", "nights/", "wording/", "pause/", "cancel/", "throw-away/"):
        assert bob.post(at(cast, f"{id}/{path}"), {"body": "x"}).status_code == 403
    assert signed_in(cast.charlie).get(at(cast, f"{id}/")).status_code == 404
    assert alice.post(at(cast, f"{id}/throw-away/")).status_code == 302
    with cast.scope():
        assert not Campaign.objects.filter(id=id).exists()


def test_what_is_typed_is_never_markup(cast, three):
    browser = signed_in(cast.alice)
    id = begin(cast, browser)
    told = write(cast, browser, id, '<script>alert(1)</script> " onclick="x').content.decode()
    assert "<script>alert" not in told
    browser.post(at(cast, f"{id}/name/"), {"name": "<b>Bold</b>"}, headers=FRAGMENT)
    assert "<b>Bold" not in page(cast, browser, id)
    assert "&lt;b&gt;Bold" in browser.get(at(cast)).content.decode()


def test_the_list_is_paged_and_narrowed(cast, stage, three):
    browser = signed_in(cast.alice)
    with cast.scope():
        for each in range(33):
            rules.draft(f"Draft {each}", "service", cast.brand)
    told = browser.get(at(cast)).content.decode()
    assert "Draft 32" in told
    assert "Draft 0<" not in told
    more = re.search(r'hx-get="([^"]+)"', told)[1].replace("&amp;", "&")
    assert "Draft 0<" in browser.get(more, headers=FRAGMENT).content.decode()
    assert "None of these" in browser.get(at(cast), {"state": "done"}).content.decode()


def test_no_page_asks_more_of_the_database_for_more_people(cast, stage, three, count_queries):
    browser = signed_in(cast.alice)
    id = begin(cast, browser)
    write(cast, browser, id)

    def asked():
        found = {}
        for name, path in (("composer", f"{id}/"), ("audience", f"{id}/audience/"), ("list", "")):
            with cast.scope():
                Count.objects.update(at=datetime(2026, 1, 1, tzinfo=UTC))
            with count_queries() as queries:
                assert browser.get(at(cast, path)).status_code == 200
            found[name] = len(queries)
        return found

    few = asked()
    crowd.crowd(stage, 27, first=1020)
    many = asked()
    assert {name: many[name] <= few[name] + 2 for name in few} == dict.fromkeys(few, True), (few, many)
