"""Every field of every fact, the words of both spellings, and all that can be missing or wrong."""

import json
from collections.abc import Callable
from dataclasses import fields
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casa.core.connections.contract import BadPayload, Handle, MediaRef, PropertyFact, ReservationFact, ReviewFact
from casa.providers.hospitable import mapping, reading

NOW = "2026-09-01T08:00:00.000000Z"
HOME = "0b1c2d3e-1111-4222-8333-444455556666"
STAY = "6f58fd0a-7b1d-4a0c-9f0e-0d5c1c2b3a4d"
CONVERSATION = "becd1474-ccd1-40bf-9ce8-04456bfa338d"


def test_every_field_of_a_home(payload: Any) -> None:
    home = mapping.property_fact(payload("property"), NOW)
    assert home == PropertyFact(
        external_id=HOME,
        name="Lake house (north)",
        sequence=NOW,
        address="12 Shore Lane, Duluth, MN 55802, US",
        city="Duluth",
        country="US",
        latitude=46.7867,
        longitude=-92.1005,
        timezone="",
        utc_offset="-05:00",
        check_in=time(16),
        check_out=time(11),
        amenities=("wifi", "hot_tub", "7"),
        max_guests=6,
        bedrooms=2,
        pets_allowed=True,
        smoking_allowed=False,
        details=home.details,
        wifi_name="LakeHouse",
        wifi_password="loon-call-7",
        currency="USD",
    )
    assert home.details == {
        "About the space": "Two floors.",
        "Guest access": "Everything but the cellar.",
        "House manual": "The stove is electric.",
        "Other details": "Firewood is in the shed.",
        "House rules": "No shoes upstairs.",
        "The neighborhood": "A quiet lane.",
        "Getting around": "A car helps.",
        "Summary": "Quiet lake house.",
        "Description": "On the water.",
        "Beds": "1 × king size, 2 × sofa bed",
        "Events": "Events are not allowed.",
        "Listed on": "Airbnb 24488, Vrbo 321.998",
    }


def test_the_wifi_password_is_not_among_the_details(payload: Any) -> None:
    assert "loon-call-7" not in json.dumps(dict(mapping.property_fact(payload("property"), NOW).details))


def test_a_home_in_the_documented_spelling_of_its_times(payload: Any) -> None:
    raw = {key: value for key, value in payload("property").items() if key not in ("checkin", "checkout")}
    home = mapping.property_fact({**raw, "check-in": "12:30", "check-out": "9:05"}, NOW)
    assert (home.check_in, home.check_out) == (time(12, 30), time(9, 5))


def test_a_bare_home() -> None:
    home = mapping.property_fact({"id": HOME}, NOW)
    assert home == PropertyFact(external_id=HOME, name="", sequence=NOW)


def test_an_address_is_put_together_where_none_is_shown(payload: Any) -> None:
    raw = payload("property")
    raw["address"]["display"] = None
    assert mapping.property_fact(raw, NOW).address == "12 Shore Lane, Duluth, MN 55802"


def test_every_field_of_a_stay(payload: Any) -> None:
    stay = mapping.reservation_fact(payload("reservation"), NOW)
    zone = stay.check_in.tzinfo if stay.check_in else None
    assert stay == ReservationFact(
        external_id=STAY,
        property_id=HOME,
        platform="airbnb",
        status="confirmed",
        arrival=date(2026, 9, 4),
        departure=date(2026, 9, 7),
        sequence=NOW,
        code="HMABC12345",
        check_in=datetime(2026, 9, 4, 16, tzinfo=zone),
        check_out=datetime(2026, 9, 7, 11, tzinfo=zone),
        booked_at=datetime(2026, 8, 1, 12, tzinfo=UTC),
        guest=stay.guest,
        adults=2,
        children=2,
        infants=1,
        pets=1,
        payout=65_230,
        total=80_125,
        currency="USD",
        thread_id=CONVERSATION,
        note="Celebrating a birthday.",
    )
    assert zone is not None
    assert zone.utcoffset(None) == timedelta(hours=-5)
    assert stay.guest == mapping.GuestFact(
        external_id="12345",
        first_name="Jane",
        last_name="Doe",
        emails=("jane@example.com",),
        phones=("+15555550100", "+442079460000", "5555550123"),
        language="en",
        location="London, United Kingdom",
    )


@pytest.mark.parametrize(
    ("said", "ours"),
    [
        ("request", "request"),
        ("accepted", "confirmed"),
        ("cancelled", "cancelled"),
        ("canceled", "cancelled"),
        ("not accepted", "declined"),
        ("not_accepted", "declined"),
        ("Not Accepted", "declined"),
        ("checkpoint", "request"),
        ("unknown", "request"),
        ("something new", "request"),
        ("", "request"),
        (None, "request"),
        (7, "request"),
        (["accepted"], "request"),
    ],
)
def test_statuses_of_both_spellings(said: object, ours: str) -> None:
    assert mapping.status({"reservation_status": {"current": {"category": said}}}) == ours


def test_the_deprecated_status_counts_only_without_the_new_one() -> None:
    assert mapping.status({"status": "booking"}) == "confirmed"
    both = {"status": "booking", "reservation_status": {"current": {"category": "cancelled"}}}
    assert mapping.status(both) == "cancelled"


@pytest.mark.parametrize(
    ("said", "ours"),
    [("airbnb", "airbnb"), ("homeaway", "vrbo"), ("Booking", "booking"), ("direct", "direct"), ("manual", "manual"),
     ("agoda", "agoda"), ("ical", "ical"), ("newcomer", "other"), (None, "other"), ({}, "other")],
)  # fmt: skip
def test_platforms(said: object, ours: str) -> None:
    assert mapping.platform(said) == ours


def test_an_owners_own_stay_has_nobody_to_write_to(payload: Any) -> None:
    raw = {**payload("reservation"), "stay_type": "owner_stay", "guest": None}
    stay = mapping.reservation_fact(raw, NOW)
    assert (stay.platform, stay.guest) == ("owner", None)


@pytest.mark.parametrize("shape", [{"id": HOME}, [{"id": HOME}], [{"id": None}, {"id": HOME}]])
def test_the_home_as_list_or_object(payload: Any, shape: object) -> None:
    assert mapping.reservation_fact({**payload("reservation"), "properties": shape}, NOW).property_id == HOME


def test_a_guest_without_an_id_is_known_by_the_conversation(payload: Any) -> None:
    raw = payload("reservation")
    raw["guest"]["id"] = None
    guest = mapping.reservation_fact(raw, NOW).guest
    assert guest is not None
    assert guest.external_id == CONVERSATION


def test_a_hidden_guest_is_empty_and_never_none(payload: Any) -> None:
    raw = payload("reservation")
    raw["guest"] = dict.fromkeys(raw["guest"])
    guest = mapping.reservation_fact(raw, NOW).guest
    assert guest == mapping.GuestFact(external_id=CONVERSATION, first_name="")


@pytest.mark.parametrize("money", [None, [], {"host": None}, {"host": {"revenue": {"amount": "652.30"}}},
                                   {"host": {"revenue": {"amount": 652.3}}}, {"host": {"revenue": {"amount": True}}},
                                   {"host": {"revenue": 65230}}])  # fmt: skip
def test_money_is_whole_cents_or_unknown(payload: Any, money: object) -> None:
    assert mapping.reservation_fact({**payload("reservation"), "financials": money}, NOW).payout is None


@pytest.mark.parametrize("cents", [0, -1250, 65_230, 10**12])
def test_cents_stay_as_they_are(payload: Any, cents: int) -> None:
    raw = payload("reservation")
    raw["financials"]["host"]["revenue"]["amount"] = cents
    assert mapping.reservation_fact(raw, NOW).payout == cents


@pytest.mark.parametrize(
    ("arrival", "departure", "check_in", "check_out", "hours"),
    [
        # clocks go back on 1 Nov 2026 in New York: the stay is an hour longer
        ("2026-10-31T00:00:00-04:00", "2026-11-01T00:00:00-04:00", "2026-10-31T16:00:00-04:00",
         "2026-11-01T11:00:00-05:00", 20),
        # and forward on 8 Mar 2026: an hour shorter
        ("2026-03-07T00:00:00-05:00", "2026-03-08T00:00:00-05:00", "2026-03-07T16:00:00-05:00",
         "2026-03-08T11:00:00-04:00", 18),
    ],
)  # fmt: skip
def test_dates_across_a_change_of_clocks(
    payload: Any, arrival: str, departure: str, check_in: str, check_out: str, hours: int
) -> None:
    times = {"arrival_date": arrival, "departure_date": departure, "check_in": check_in, "check_out": check_out}
    stay = mapping.reservation_fact({**payload("reservation"), **times}, NOW)
    assert stay.arrival.isoformat() == arrival[:10]
    assert stay.departure.isoformat() == departure[:10]
    assert stay.check_in is not None
    assert stay.check_out is not None
    assert stay.check_out - stay.check_in == timedelta(hours=hours)


def test_a_midnight_far_from_greenwich_keeps_its_day(payload: Any) -> None:
    far = {"arrival_date": "2026-09-04T00:00:00+13:00", "departure_date": "2026-09-05T00:00:00-11:00"}
    stay = mapping.reservation_fact({**payload("reservation"), **far}, NOW)
    assert (stay.arrival, stay.departure) == (date(2026, 9, 4), date(2026, 9, 5))


@pytest.mark.parametrize("missing", ["id", "properties"])
def test_a_stay_without_what_makes_it_one(payload: Any, missing: str) -> None:
    with pytest.raises(BadPayload):
        mapping.reservation_fact({**payload("reservation"), missing: None}, NOW)


def test_a_stay_without_dates(payload: Any) -> None:
    raw = {**payload("reservation"), "arrival_date": "soon"}
    assert mapping.reservation_fact(raw, NOW).arrival == date(2026, 9, 4)
    with pytest.raises(BadPayload):
        mapping.reservation_fact({**raw, "check_in": None}, NOW)


def test_every_field_of_a_message(payload: Any) -> None:
    message = mapping.message_fact(payload("message"))
    assert message == mapping.IncomingMessage(
        external_id="900001",
        channel="vrbo",
        sender=Handle("platform", CONVERSATION),
        recipient=Handle("platform", "5c05eb47-b6ec-54fe-b4b9-6e95f50b86d0"),
        body="Bonjour, où est la clé ? 🗝️",
        sent_at=datetime(2026, 9, 1, 8, tzinfo=UTC),
        sender_name="Jane Doe",
        language="fr",
        media=(MediaRef("https://a0.muscache.com/im/pictures/example.jpg", "image/*"),),
        thread_id=CONVERSATION,
        reservation_id=STAY,
    )


def test_a_hosts_message_is_outgoing_and_names_what_was_sent(payload: Any) -> None:
    raw = {**payload("message"), "sender_type": "host", "sent_reference_id": "ref-1", "source": "hospitable"}
    message = mapping.message_fact(raw)
    assert (message.outgoing, message.sent_reference, message.automatic) == (True, "ref-1", False)
    assert message.recipient == Handle("platform", CONVERSATION)
    assert message.language == ""


@pytest.mark.parametrize("kind", ["system", None, "", "robot"])
def test_who_is_neither_guest_nor_host_is_a_machine_of_theirs(payload: Any, kind: object) -> None:
    """Otherwise a notice of the platform would be answered as if a guest had asked."""
    message = mapping.message_fact({**payload("message"), "sender_type": kind})
    assert (message.outgoing, message.automatic) == (True, True)


def test_a_message_that_knows_nothing_of_its_reservation() -> None:
    raw = {"id": 5, "created_at": "2026-09-01T08:00:00Z", "sender_type": "guest", "body": "Hi"}
    message = mapping.message_fact(raw, STAY, "airbnb")
    assert (message.reservation_id, message.channel, message.sender.value) == (STAY, "airbnb", STAY)


@pytest.mark.parametrize("missing", ["id", "created_at"])
def test_a_message_without_id_or_time(payload: Any, missing: str) -> None:
    with pytest.raises(BadPayload):
        mapping.message_fact({**payload("message"), missing: None})


def test_every_field_of_an_inquiry(payload: Any) -> None:
    asked = mapping.inquiry_fact(payload("inquiry"), NOW)
    assert asked.external_id == asked.thread_id == CONVERSATION
    assert (asked.status, asked.platform, asked.property_id) == ("inquiry", "booking", HOME)
    assert (asked.arrival, asked.departure) == (date(2026, 9, 4), date(2026, 9, 7))
    assert (asked.adults, asked.pets, asked.payout) == (2, 1, None)
    assert asked.guest is not None
    assert asked.guest.external_id == CONVERSATION
    assert asked.booked_at == datetime(2026, 8, 1, 12, tzinfo=UTC)


def test_every_field_of_a_review(payload: Any) -> None:
    assert mapping.review_fact(payload("review")) == ReviewFact(
        external_id="77777777-b29b-41d4-a716-446655440000",
        reservation_id=STAY,
        property_id=HOME,
        rating=5.0,
        text="Great place.",
        private_text="Downstairs was a bit cold.",
        guest_name="Jane Doe",
        reviewed_at=datetime(2026, 9, 9, 10, tzinfo=UTC),
        response="Thank you.",
        can_respond=False,
    )


@pytest.mark.parametrize("missing", ["id", "property", "reviewed_at"])
def test_a_review_without_what_makes_it_one(payload: Any, missing: str) -> None:
    with pytest.raises(BadPayload):
        mapping.review_fact({**payload("review"), missing: None})


def test_a_review_is_of_the_home_it_was_read_from(payload: Any) -> None:
    assert mapping.review_fact({**payload("review"), "property": None}, HOME).property_id == HOME


@pytest.mark.parametrize(
    ("said", "ours"),
    [("-0500", "-05:00"), ("+0545", "+05:45"), ("+02:00", "+02:00"), ("-5", "-05:00"), ("UTC+1", "+01:00"),
     ("Europe/Berlin", ""), ("+9900", ""), (None, ""), (-500, "-05:00")],
)  # fmt: skip
def test_offsets(said: object, ours: str) -> None:
    assert reading.offset(said) == ours


def test_a_ulid_tells_its_millisecond() -> None:
    """The example of the ULID specification: 01ARZ3NDEKTSV4RRFFQ69G5FAV."""
    assert reading.ulid_moment("01ARZ3NDEKTSV4RRFFQ69G5FAV") == datetime(2016, 7, 30, 23, 54, 10, 259000, tzinfo=UTC)
    assert reading.ulid_moment("6f58fd0a-7b1d-4a0c-9f0e-0d5c1c2b3a4d") is None


ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=10), inner, max_size=3),
    max_leaves=8,
)


@st.composite
def spoilt(draw: st.DrawFn, name: str) -> dict[str, Any]:
    """A recorded shape with some of its values, at any depth of two, replaced by anything."""
    from pathlib import Path

    raw = json.loads((Path(__file__).parent / "fixtures" / f"{name}.json").read_text())
    for key in draw(st.lists(st.sampled_from(sorted(raw)), max_size=4)):
        inner = raw[key]
        if isinstance(inner, dict) and inner and draw(st.booleans()):
            inner[draw(st.sampled_from(sorted(inner)))] = draw(ANY_JSON)
        else:
            raw[key] = draw(ANY_JSON)
    return raw  # type: ignore[no-any-return]


MAPPERS: dict[str, Callable[[dict[str, Any]], Any]] = {
    "property": lambda raw: mapping.property_fact(raw, NOW),
    "reservation": lambda raw: mapping.reservation_fact(raw, NOW),
    "inquiry": lambda raw: mapping.inquiry_fact(raw, NOW),
    "message": mapping.message_fact,
    "review": mapping.review_fact,
}


@pytest.mark.parametrize("name", sorted(MAPPERS))
@given(data=st.data())
def test_spoilt_input_becomes_a_safe_fact_or_bad_payload(name: str, data: st.DataObject) -> None:
    raw = data.draw(spoilt(name))
    try:
        fact = MAPPERS[name](raw)
    except BadPayload:
        return
    assert fact.external_id
    assert fact.external_id != "None"
    for part in fields(fact):
        value = getattr(fact, part.name)
        assert value != "None" or "None" in json.dumps(raw)
        if isinstance(value, str):
            value.encode("utf-8")
            assert "\0" not in value


@given(st.text(max_size=60) | st.integers() | st.floats() | st.none())
def test_readers_never_raise(value: object) -> None:
    for reader in (reading.text, reading.reference, reading.whole, reading.count, reading.day, reading.clock,
                   reading.moment, reading.offset, reading.ulid_moment, mapping.phone, mapping.platform):  # fmt: skip
        reader(value)
