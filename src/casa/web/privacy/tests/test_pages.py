"""The privacy pages: who may open them, what they show, and that looking is written down."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from casa.core.accounts.models import Member, Read, Role
from casa.core.accounts.rules import log_reads
from casa.core.connections.contract import Handle, IncomingMessage
from casa.core.inbox.rules import record_incoming
from casa.core.people.rules import make_person
from casa.core.privacy import reading, registry
from casa.core.privacy.evidence import Evidence, Facts, Found, sending
from casa.core.privacy.models import CheckState, PromiseCheck
from casa.lib.ids import new_id
from casa.testing.fixtures import signed_in

PAGES = ("privacy", "privacy_reads", "privacy_data")


def url(cast, name, *args):
    return reverse(name, args=[cast.workspace.slug, *args])


def text(page):
    assert page.status_code == 200
    return page.content.decode()


def test_the_board_looks_by_itself_the_first_time(cast):
    page = text(signed_in(cast.alice).get(url(cast, "privacy")))
    for promise in registry.promises():
        assert promise.words in page
    with cast.scope():
        assert PromiseCheck.objects.count() == len(registry.promises())


def test_all_checks_run_when_asked_and_what_is_broken_is_said(cast, monkeypatch):
    browser = signed_in(cast.alice)
    broken = Evidence("", lambda: Found("3 messages after a stop", CheckState.BROKEN), lambda after: Facts(()))
    monkeypatch.setattr(sending, "STOPS", broken)
    page = text(browser.post(url(cast, "privacy_check"), follow=True))
    assert "3 messages after a stop" in page
    assert "1 do not hold" in page


@pytest.mark.parametrize("promise", registry.promises(), ids=lambda promise: promise.id)
def test_each_promise_opens_to_its_facts(stage, promise):
    connection = stage.connect("twilio")
    with stage.cast.scope():
        fact = IncomingMessage("SM1", "sms", Handle("phone", "+18285550142"), "STOP", datetime.now(UTC))
        record_incoming(connection, fact)
    page = text(signed_in(stage.cast.alice).get(url(stage.cast, "privacy_promise", promise.id)))
    assert promise.control in page
    assert promise.test in page


def test_there_is_no_promise_of_another_name(cast):
    assert signed_in(cast.alice).get(url(cast, "privacy_promise", "gold")).status_code == 404


def test_looking_at_the_read_log_is_written_down(cast):
    with cast.scope():
        person = make_person("Hannah Lindqvist")
        log_reads([person.id], "code")
    page = text(signed_in(cast.alice).get(url(cast, "privacy_reads")))
    assert "opened their door code" in page
    assert "Hannah Lindqvist" in page
    with cast.scope():
        assert Read.objects.filter(person_id=person.id, reason="log", user=cast.alice).exists()


def test_the_log_goes_on_and_a_wrong_page_is_none(cast):
    with cast.scope():
        log_reads([make_person(f"Guest {number}").id for number in range(60)], "search")
    browser = signed_in(cast.alice)
    page = text(browser.get(url(cast, "privacy_reads")))
    assert "Show more" in page
    assert browser.get(url(cast, "privacy_reads") + "?after=2026-01-01T00:00:00%2B00:00|nobody").status_code == 404


def test_unusual_reading_stands_above_the_log_until_an_owner_has_asked(cast):
    slot = timezone.now().replace(minute=5, second=0, microsecond=0)
    with cast.scope():
        Read.objects.bulk_create(
            Read(workspace=cast.workspace, user=cast.bob, person_id=new_id(), reason="person", slot=slot)
            for _ in range(40)
        )
        mark = reading.unusual()[0].mark
    browser = signed_in(cast.alice)
    assert "Unusual reading" in text(browser.get(url(cast, "privacy_reads")))
    page = text(browser.post(url(cast, "privacy_looked_into"), {"hour": mark}, follow=True))
    assert "Unusual reading" not in page
    assert browser.post(url(cast, "privacy_looked_into"), {"hour": mark}).status_code == 409


def test_the_data_map_names_who_handles_data(stage):
    stage.connect("twilio")
    page = text(signed_in(stage.cast.alice).get(url(stage.cast, "privacy_data")))
    assert "Twilio Inc." in page
    assert "GDPR art. 6(1)(b)" in page


@pytest.mark.parametrize("name", PAGES)
def test_who_may_open_the_pages(cast, name):
    with cast.scope():
        Member.objects.filter(user=cast.vera).update(role=Role.MANAGER)
    told = {
        who: signed_in(getattr(cast, who)).get(url(cast, name)).status_code
        for who in ("alice", "vera", "bob", "charlie")
    }
    assert told == {"alice": 200, "vera": 200, "bob": 403, "charlie": 404}


def test_the_board_asks_no_more_as_the_house_fills(cast, count_queries):
    browser = signed_in(cast.alice)
    text(browser.get(url(cast, "privacy")))
    with count_queries() as few:
        text(browser.get(url(cast, "privacy")))
    with cast.scope():
        log_reads([make_person(f"Guest {number}").id for number in range(30)], "search")
    text(browser.get(url(cast, "privacy")))
    with count_queries() as many:
        text(browser.get(url(cast, "privacy")))
    assert len(many) <= len(few) + 4, "names and their keys, however many"
