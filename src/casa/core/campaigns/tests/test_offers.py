"""What a campaign offers: the code every text says, nights in homes, and bookings of them as its result."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from casa.core.accounts.rules import NotPossible
from casa.core.campaigns import checks, queries, rules, sending
from casa.core.campaigns.models import Campaign
from casa.core.campaigns.offers import Offer, offer_of, wrong_codes
from casa.core.campaigns.responses import booked
from casa.core.campaigns.results import results
from casa.core.campaigns.rules import Draft
from casa.core.campaigns.tests import crowd as c
from casa.core.stays.models import Property, Reservation
from casa.lib.ids import new_id

CODE = Offer(code="FALL10")


@pytest.mark.parametrize(
    ("offer", "text", "wrong"),
    [
        (CODE, "10% off with code FALL10 until Sunday", ""),
        (CODE, "FALL10 takes 10% off", ""),
        (CODE, "10% off with code: “FALL10”", ""),
        (CODE, "10% off with code FALL15", "says the code FALL15"),
        (CODE, "FALL10 off. Your code SPRING-5", "says the code SPRING-5"),
        (CODE, "10% off all week", "does not say the code FALL10"),
        (CODE, "FALL100 takes it off", "does not say the code FALL10"),
        (Offer(), "10% off with code FALL10", "names the code FALL10"),
        (Offer(), "The door code 4711 is new", ""),
        (Offer(), "We follow a code of conduct", ""),
    ],
)
def test_every_text_says_the_campaigns_own_code(offer, text, wrong):
    found = wrong_codes(offer, [text])
    assert (wrong in found) if wrong else found == ""


@pytest.mark.parametrize(
    "offer",
    [
        Offer(date(2026, 12, 3), date(2026, 12, 1)),
        Offer(date(2026, 12, 3), None),
        Offer(homes=(new_id(),)),
        Offer(date(2026, 12, 1), date(2026, 12, 3), homes=(new_id(),)),
        Offer(code="A"),
        Offer(code="TWO WORDS"),
    ],
)
def test_what_is_no_offer_is_refused(stage, offer):
    made = c.campaign(stage)
    with stage.cast.scope(), pytest.raises(NotPossible):
        rules.change(rules.held(made.id), Draft(offer=offer))


def level(stage, made):
    with stage.cast.scope():
        return {check.key: check.level for check in checks.before(queries.campaign(made.id))}.get("code")


def test_a_wrong_or_ended_code_stops_it(stage):
    c.shop(stage)
    made = c.campaign(stage, text="Laurel & Pine Stays: 10% off with code FALL10.", offer=Offer(code="fall10"))
    assert level(stage, made) == "pass"
    with stage.cast.scope():
        Campaign.objects.filter(id=made.id).update(code_until=timezone.localdate() - timedelta(days=1))
    assert level(stage, made) == "stop"
    with stage.cast.scope(), pytest.raises(NotPossible):
        rules.send(rules.held(made.id))
    with stage.cast.scope():
        Campaign.objects.filter(id=made.id).update(code="OTHER", code_until=None)
    assert level(stage, made) == "stop"


def test_it_does_not_go_out_after_its_code_has_ended(stage):
    c.shop(stage)
    tomorrow = timezone.localdate() + timedelta(days=1)
    made = c.campaign(stage, text="Laurel & Pine Stays: code FALL10.", offer=Offer(code="FALL10", code_until=tomorrow))
    with stage.cast.scope():
        with pytest.raises(NotPossible):
            rules.send(rules.held(made.id), rules.Timing("at", timezone.now() + timedelta(days=3)))
        assert rules.send(rules.held(made.id))


def test_a_copy_offers_the_same(stage):
    made = c.campaign(stage, offer=Offer(date(2026, 12, 1), date(2026, 12, 3), code="FALL10"))
    with stage.cast.scope():
        assert offer_of(rules.copy(rules.held(made.id))) == offer_of(made)


def two_homes(stage):
    with stage.cast.scope():
        return [
            Property.objects.create(workspace=stage.cast.workspace, external_id=name, name=name)
            for name in ("Cabin", "Barn")
        ]


def test_bookings_of_the_nights_in_the_homes_are_its_result(stage):
    c.shop(stage)
    people = c.crowd(stage, 4)
    cabin, barn = two_homes(stage)
    first = date(2026, 12, 29)
    made = c.campaign(stage, offer=Offer(first, first + timedelta(days=3), homes=(cabin.id,)))
    with c.provider():
        c.run(stage, made)
    with stage.cast.scope():
        for person, home, days in zip(people, (cabin, cabin, barn), (1, 30, 1), strict=False):
            Reservation.objects.create(
                workspace=stage.cast.workspace, external_id=str(person.id), property=home, person=person,
                platform="direct", status="confirmed", arrival=first + timedelta(days=days),
                departure=first + timedelta(days=days + 2), booked_at=datetime.now(UTC), total=40_000,
            )  # fmt: skip
        row = queries.campaign(made.id)
        assert (results(row).booked, booked(row).nights) == (1, 2)


def test_who_books_another_home_than_those_on_offer_still_gets_it(stage):
    """Whoever books what the campaign is about is left out; one way of saying which homes that are."""
    c.shop(stage)
    people = c.crowd(stage, 2)
    cabin, barn = two_homes(stage)
    first = date(2026, 12, 29)
    made = c.campaign(stage, offer=Offer(first, first + timedelta(days=3), homes=(cabin.id,)), stop_on_booking=True)
    c.send(stage, made)
    with stage.cast.scope():
        campaign = rules.held(made.id)
        campaign.started_at = timezone.now() - timedelta(minutes=1)
        for person, home in zip(people, (cabin, barn), strict=True):
            Reservation.objects.create(
                workspace=stage.cast.workspace, external_id=str(person.id), property=home, person=person,
                platform="direct", status="confirmed", arrival=first, departure=first + timedelta(days=2),
                booked_at=timezone.now(), total=40_000,
            )  # fmt: skip
        assert sending._booked(campaign, [person.id for person in people]) == {people[0].id}
