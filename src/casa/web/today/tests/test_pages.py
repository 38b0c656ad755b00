"""Today: who waits, who comes, goes and stays, and that it asks no more as a house fills."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse

from casa.core.accounts.models import Member
from casa.core.connections.contract import GuestFact, Handle, IncomingMessage, PropertyFact, ReservationFact
from casa.core.inbox.rules import record_incoming
from casa.core.stays.models import Property
from casa.core.stays.rules import apply_property, apply_reservation
from casa.lib.ids import new_id
from casa.testing.fixtures import signed_in


@pytest.fixture
def connection(stage):
    return stage.connect("twilio")


def book(stage, connection, number, arrival, nights=2):
    """A stay of a guest in a home of their own."""
    with stage.cast.scope():
        apply_property(connection, PropertyFact(f"h{number}", f"Fern Cabin {number}", "1", check_in=time(16)))
        guest = GuestFact(f"g{number}", "Guest", f"Number{number}", (), (f"+1828555{number:04d}",), "en", "")
        fact = ReservationFact(
            f"r{number}", f"h{number}", "direct", "confirmed", arrival, arrival + timedelta(nights), "1"
        )
        apply_reservation(connection, replace(fact, guest=guest))


def signed_today(stage):
    return datetime.now(ZoneInfo(stage.cast.alice.timezone)).date()


def page(stage, user=None, **asked):
    browser = signed_in(user or stage.cast.alice)
    return browser.get(reverse("today", args=[stage.cast.workspace.slug]), asked).content.decode()


def test_an_empty_house_says_what_will_be_here(stage):
    shown = page(stage)
    assert "Nobody is waiting" in shown
    assert "No homes yet" in shown


def test_arriving_leaving_and_staying_stand_apart(stage, connection):
    today = signed_today(stage)
    for number, arrival in enumerate((today, today - timedelta(2), today - timedelta(1))):
        book(stage, connection, number, arrival)
    shown = page(stage)
    arriving, rest = shown.split("Arriving")[1].split("Leaving")
    leaving, staying = rest.split("Staying")
    assert "Guest Number0" in arriving
    assert "Guest Number1" in leaving
    assert "Guest Number2" in staying
    assert "Guest Number0" in page(stage, day="1").split("Staying")[1]


def test_who_waits_is_named_with_their_words(stage, connection):
    with stage.cast.scope():
        fact = IncomingMessage("SM1", "sms", Handle("phone", "+18285550142"), "Where is the key?", datetime.now(UTC))
        record_incoming(connection, fact)
    assert "Where is the key?" in page(stage)


def test_a_narrowed_colleague_sees_only_the_stays_of_their_homes(stage, connection):
    book(stage, connection, 1, signed_today(stage))
    book(stage, connection, 2, signed_today(stage))
    with stage.cast.scope():
        mine = Property.objects.get(name="Fern Cabin 2")
        Member.objects.filter(user=stage.cast.bob).update(property_ids=[mine.id, new_id()])
    shown = page(stage, stage.cast.bob)
    assert "Guest Number2" in shown
    assert "Guest Number1" not in shown
    assert "1 of 1 homes full tonight" in shown
    assert "2 of 2 homes full tonight" in page(stage)


def test_the_page_asks_no_more_as_the_house_fills(stage, connection, count_queries):
    book(stage, connection, 1, signed_today(stage))
    page(stage)
    with count_queries() as few:
        page(stage)
    for number in range(2, 14):
        book(stage, connection, number, signed_today(stage))
    page(stage)
    with count_queries() as many:
        page(stage)
    assert len(many) <= len(few) + 1  # one more: the keys of the new people
