"""Facts from booking systems: the newest one counts, whatever the order; the guest behind a booking is one person."""

import itertools
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from casa.core.connections.contract import GuestFact, PropertyFact, ReservationFact, ReviewFact
from casa.core.connections.models import Connection
from casa.core.consent.ledger import standing
from casa.core.people.models import Person
from casa.core.people.rules import find, recognise
from casa.core.stays import queries
from casa.core.stays.models import Property, Reservation, Review
from casa.core.stays.rules import UnknownHome, apply_property, apply_reservation, apply_review
from casa.lib.ids import new_id

TODAY = date(2026, 11, 21)
HOME = PropertyFact("h1", "The Boathouse", "2", timezone="America/New_York", check_in=time(16), check_out=time(11))
GUEST = GuestFact("g1", "Hannah", "Lindqvist", ("hannah@example.com",), ("+18285550142",), "sv", "Malmö")
STAY = ReservationFact(
    "r1", "h1", "airbnb", "confirmed", TODAY, TODAY + timedelta(3), "2026-11-01T10:00", code="HM1", guest=GUEST,
    adults=2, payout=65230, total=80000, currency="USD", thread_id="t1",
)  # fmt: skip


@pytest.fixture
def booked(here):
    row = Connection(
        id=new_id(), workspace_id=here.workspace.id, provider="hospitable", account_ref="a", label="B", brand=here.brand
    )
    row.save(force_insert=True)
    apply_property(row, HOME)
    return row


# --------------------------------------------------------------------------------------------------- homes


def test_a_home_is_kept_once_and_brought_up_to_date(booked):
    first = apply_property(booked, HOME)
    second = apply_property(
        booked, replace(HOME, name="The Old Boathouse", sequence="3", wifi_name="A", wifi_password="b")
    )
    assert second.id == first.id
    row = Property.objects.get()
    assert (row.name, row.wifi["password"]) == ("The Old Boathouse", "b")
    assert (row.hue, row.house) == (first.hue, first.house), "its colour does not change with its name"


def test_an_older_fact_changes_nothing(booked):
    apply_property(booked, replace(HOME, name="New", sequence="9"))
    apply_property(booked, replace(HOME, name="Old", sequence="1", removed=True))
    row = Property.objects.get()
    assert (row.name, row.removed_at) == ("New", None)


def test_a_home_that_is_gone_is_hidden_and_may_come_back(booked):
    apply_property(booked, replace(HOME, sequence="3", removed=True))
    assert list(queries.properties()) == []
    apply_property(booked, replace(HOME, sequence="4"))
    assert len(queries.properties()) == 1


# --------------------------------------------------------------------------------------------------- stays


def test_a_stay_is_whole_at_once(booked):
    change = apply_reservation(booked, STAY)
    assert change.made
    row = Reservation.objects.get()
    assert row.person.name == "Hannah Lindqvist"
    assert row.code == "HM1"
    assert timezone.localtime(row.check_in, timezone.get_fixed_timezone(-300)).hour == 16
    assert (queries.nights(row), row.guest_count(), row.payout) == (3, 2, 65230)


def test_a_stay_in_an_unknown_home_says_so(booked):
    with pytest.raises(UnknownHome):
        apply_reservation(booked, replace(STAY, property_id="h9"))
    assert Reservation.objects.count() == 0


def test_the_same_fact_again_is_no_change(booked):
    apply_reservation(booked, STAY)
    assert not apply_reservation(booked, STAY).anything


def test_a_change_says_what_was_before(booked):
    apply_reservation(booked, STAY)
    later = replace(STAY, sequence="2026-11-02T10:00", departure=STAY.departure + timedelta(1), payout=90000)
    change = apply_reservation(booked, later)
    assert set(change.before) == {"departure", "check_out", "payout"}
    assert change.before["payout"] == 65230
    assert not change.made


def test_an_older_fact_about_a_stay_changes_nothing(booked):
    apply_reservation(booked, replace(STAY, sequence="2026-11-05", status="cancelled"))
    change = apply_reservation(booked, replace(STAY, sequence="2026-11-04", status="confirmed", adults=9))
    assert not change.anything
    row = Reservation.objects.get()
    assert (row.status, row.adults) == ("cancelled", 2)


VERSIONS = [
    replace(STAY, sequence="2026-11-01", status="request", adults=1),
    replace(STAY, sequence="2026-11-02", status="confirmed", adults=2),
    replace(STAY, sequence="2026-11-03", status="confirmed", adults=4, departure=STAY.departure + timedelta(1)),
    replace(STAY, sequence="2026-11-04", status="cancelled", adults=4),
]


@pytest.mark.parametrize("order", list(itertools.permutations(range(4))))
def test_in_whatever_order_facts_come_the_newest_stands(booked, order):
    for number in order:
        apply_reservation(booked, VERSIONS[number])
    row = Reservation.objects.get()
    assert (row.status, row.adults, row.departure, row.sequence) == (
        "cancelled",
        4,
        VERSIONS[3].departure,
        "2026-11-04",
    )


@settings(max_examples=25)
@given(
    st.lists(
        st.tuples(st.integers(1, 9), st.sampled_from(["request", "confirmed", "cancelled"])), min_size=1, max_size=8
    )
)
def test_repeats_and_disorder_end_where_the_newest_is(booked, told):
    """The state equals the fold over the facts sorted by the provider's own order."""
    name, versions = new_id().hex, {}
    for number, status in told:
        versions.setdefault(number, status)
    for number, _ in told + told[::-1]:
        apply_reservation(booked, replace(STAY, external_id=name, sequence=str(number), status=versions[number]))
    assert Reservation.objects.get(external_id=name).status == versions[max(versions)]


def test_what_a_fact_leaves_out_is_not_forgotten(booked):
    apply_reservation(booked, STAY)
    apply_reservation(booked, replace(STAY, sequence="2026-12", payout=None, total=None, guest=None))
    row = Reservation.objects.get()
    assert (row.payout, row.total) == (65230, 80000)
    assert row.person.name == "Hannah Lindqvist"


def test_an_inquiry_becomes_its_stay(booked):
    """Where the platform names the question by the conversation both share: one person, one row left."""
    asked = replace(STAY, external_id="t1", status="inquiry", guest=GuestFact("", "Hannah"), code="", sequence="1")
    first = apply_reservation(booked, asked).reservation
    change = apply_reservation(booked, replace(STAY, guest=GuestFact("g1", "Hannah", "Lindqvist")))
    assert change.made
    assert Reservation.objects.count() == 1
    assert change.reservation.person_id == first.person_id
    assert Person.objects.count() == 1


def test_another_question_in_another_conversation_stays(booked):
    apply_reservation(booked, replace(STAY, external_id="t9", thread_id="t9", status="inquiry", guest=None))
    apply_reservation(booked, STAY)
    assert Reservation.objects.count() == 2


# -------------------------------------------------------------------------------------------------- guests


def test_a_guest_who_comes_again_is_the_same_person(booked):
    first = apply_reservation(booked, STAY).reservation.person
    again = replace(
        STAY, external_id="r2", thread_id="t2", arrival=TODAY + timedelta(90), departure=TODAY + timedelta(92)
    )
    assert apply_reservation(booked, again).reservation.person_id == first.id
    assert Person.objects.count() == 1


@pytest.mark.parametrize(
    ("kind", "value"),
    [("phone", "(828) 555-0142"), ("email", "HANNAH@example.com"), ("platform:hospitable", "g1")],
)
def test_somebody_who_wrote_before_they_booked_is_recognised(booked, kind, value):
    known = recognise(kind, value)
    person = apply_reservation(booked, STAY).reservation.person
    assert person.id == known.id
    assert person.name == "Hannah Lindqvist"
    assert {find("phone", "+18285550142").id, find("email", "hannah@example.com").id} == {known.id}


def test_two_guests_of_the_same_name_are_two_people(booked):
    apply_reservation(booked, replace(STAY, guest=GuestFact("g1", "Ann", "Lee"), thread_id=""))
    apply_reservation(booked, replace(STAY, external_id="r2", guest=GuestFact("g2", "Ann", "Lee"), thread_id=""))
    assert Person.objects.count() == 2


def test_a_name_we_know_is_not_shortened_by_a_platform(booked):
    recognise("phone", "+18285550142", "Hannah Maria Lindqvist")
    person = apply_reservation(booked, replace(STAY, guest=replace(GUEST, last_name=""))).reservation.person
    assert person.name == "Hannah Maria Lindqvist"


def test_a_number_given_with_a_booking_is_leave_for_that_brand_once(booked, here):
    """R6: express, for messages about the booking; a request that nobody accepted is none."""
    apply_reservation(booked, replace(STAY, status="request"))
    assert standing(here.brand.id, "phone", "+18285550142", "sms").consent_class == ""
    apply_reservation(booked, replace(STAY, sequence="2026-11-09"))
    apply_reservation(booked, replace(STAY, sequence="2026-11-10", adults=3))
    assert standing(here.brand.id, "phone", "+18285550142", "sms").consent_class == "express"
    from casa.core.consent.models import ConsentEvent

    assert ConsentEvent.objects.count() == 1


# ------------------------------------------------------------------------------------------------- reviews


def test_a_review_finds_its_stay_and_its_home(booked):
    stay = apply_reservation(booked, STAY).reservation
    fact = ReviewFact("v1", "r1", "h1", 4.5, "Lovely", "The tap drips", "Hannah", datetime(2026, 11, 25, tzinfo=UTC))
    apply_review(booked, fact)
    apply_review(booked, replace(fact, response="We fixed the tap"))
    row = Review.objects.get()
    assert (row.reservation_id, row.property_id) == (stay.id, stay.property_id)
    assert (row.text, row.private_text, row.response) == ("Lovely", "The tap drips", "We fixed the tap")


def test_a_review_of_what_we_do_not_know_is_kept_all_the_same(booked):
    apply_review(booked, ReviewFact("v2", "r9", "h9", None, "", "", "", datetime(2026, 1, 1, tzinfo=UTC)))
    row = Review.objects.get()
    assert (row.reservation, row.property, row.rating) == (None, None, None)


# -------------------------------------------------------------------------------------------------- asking


def stay(arrival, nights=2, status="confirmed"):
    begins = datetime.combine(arrival, time(16), UTC)
    return Reservation(
        arrival=arrival, departure=arrival + timedelta(nights), status=status, check_in=begins,
        check_out=datetime.combine(arrival + timedelta(nights), time(11), UTC), adults=2,
    )  # fmt: skip


NOON = datetime.combine(TODAY, time(12), UTC)


def test_the_stay_a_conversation_is_about():
    past, here, soon = stay(TODAY - timedelta(30)), stay(TODAY - timedelta(1)), stay(TODAY + timedelta(5))
    asked, gone = stay(TODAY + timedelta(2), status="inquiry"), stay(TODAY, status="cancelled")
    assert queries.current_stay([past, here, soon, asked], NOON) is here
    assert queries.current_stay([past, soon, asked], NOON) is asked
    assert queries.current_stay([past, soon], NOON) is soon
    assert queries.current_stay([past], NOON) is past
    assert queries.current_stay([gone], NOON) is None
    assert queries.current_stay([], NOON) is None


@pytest.mark.parametrize(
    ("days", "status", "key", "words"),
    [
        (5, "inquiry", "ask", "Asking · 26–28 Nov, 2 guests"),
        (5, "confirmed", "soon", "Arrives Thu"),
        (0, "confirmed", "soon", "Arrives today, 4:00 PM"),
        (-1, "confirmed", "in", "In house · night 2 of 2"),
        (-9, "confirmed", "past", "Left"),
    ],
)
def test_where_somebody_is_in_their_stay(days, status, key, words):
    found = queries.stage_of(stay(TODAY + timedelta(days), status=status), NOON)
    assert found.key == key
    assert found.words.startswith(words)


def test_neighbours_and_the_fortnight(booked):
    days = {"a": -3, "b": 0, "c": 3}
    for name, away in days.items():
        arrival = TODAY + timedelta(away)
        apply_reservation(
            booked, replace(STAY, external_id=name, thread_id=name, arrival=arrival, departure=arrival + timedelta(3))
        )
    middle = Reservation.objects.get(external_id="b")
    before, after = queries.neighbours(middle)
    assert (before.external_id, after.external_id) == ("a", "c")
    arriving, leaving = queries.comings_and_goings(TODAY)
    assert ([row.external_id for row in arriving], [row.external_id for row in leaving]) == (["b"], ["a"])
    assert [count for _, count in queries.occupied(TODAY, 8)] == [1] * 6 + [0, 0]
