from collections import Counter
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest

from casa.lib.phones import e164
from casa.lib.pretend import Booking, World
from casa.sandbox.guests import HOST_PHONE, build
from casa.sandbox.homes import listed

DAYS = [date(2026, 11, 21), date(2027, 2, 3), date(2026, 7, 4)]


def made(today: date = DAYS[0], seed: int = 7, hour: int = 17) -> World:
    now = datetime(today.year, today.month, today.day, hour, tzinfo=UTC)
    world = World(lambda: now)
    build(world, today, seed)
    return world


@pytest.fixture(scope="module", params=DAYS, ids=str)
def world(request: pytest.FixtureRequest) -> World:
    return made(request.param)


def today_of(world: World) -> date:
    return world.clock().date()


def accepted(world: World) -> list[Booking]:
    return [booking for booking in world.bookings.values() if booking.status == "accepted"]


def test_the_same_seed_makes_the_same_world_and_another_seed_another() -> None:
    one, two, other = made(), made(), made(seed=8)
    assert (one.homes, one.guests, one.bookings) == (two.homes, two.guests, two.bookings)
    assert (one.thread, one.texts) == (two.thread, two.texts)
    assert one.guests != other.guests


def test_counts_are_those_of_a_house_of_fourteen(world: World) -> None:
    messages = sum(map(len, world.thread.values())) + len(world.texts)
    assert len(world.homes) == 14
    assert 340 <= len(world.bookings) <= 520
    assert 250 <= len(world.guests) < len(world.bookings)
    assert 2400 <= messages <= 4200
    assert len(world.texts) >= 300


def test_platforms_have_believable_shares(world: World) -> None:
    shares = Counter(booking.platform for booking in world.bookings.values())
    assert set(shares) == {"airbnb", "homeaway", "booking", "direct"}
    assert shares.most_common(1)[0][0] == "airbnb"
    assert min(shares.values()) > 0.05 * len(world.bookings)


def test_no_two_stays_share_a_night(world: World) -> None:
    for home in world.homes.values():
        stays = sorted((one.arrival, one.departure) for one in accepted(world) if one.home_id == home.id)
        assert stays
        assert all(earlier[1] <= later[0] for earlier, later in pairwise(stays))


def test_a_request_never_asks_for_a_taken_night(world: World) -> None:
    for asked in (one for one in world.bookings.values() if one.status == "request"):
        clash = [
            one
            for one in accepted(world)
            if one.home_id == asked.home_id and one.arrival < asked.departure and asked.arrival < one.departure
        ]
        assert not clash


def test_today_has_people_arriving_leaving_and_in_house(world: World) -> None:
    today = today_of(world)
    stays = accepted(world)
    assert sum(one.arrival == today for one in stays) >= 3
    assert sum(one.departure == today for one in stays) >= 2
    assert sum(one.arrival < today < one.departure for one in stays) >= 3


def test_bookings_reach_from_the_past_to_the_months_ahead(world: World) -> None:
    today = today_of(world)
    arrivals = [one.arrival for one in accepted(world)]
    assert min(arrivals) < today - timedelta(days=330)
    assert today + timedelta(days=75) < max(arrivals) < today + timedelta(days=160)


def test_every_stay_is_one_the_home_can_take(world: World) -> None:
    for one in world.bookings.values():
        home = world.homes[one.home_id]
        assert 1 <= one.adults + one.children <= home.max_guests
        assert one.booked_at <= world.clock()
        assert 1 <= (one.departure - one.arrival).days <= 10
        assert 0 < one.payout <= one.total


def test_some_guests_come_back_and_some_stays_fell_through(world: World) -> None:
    visits = Counter(one.guest_id for one in world.bookings.values())
    assert sum(count > 1 for count in visits.values()) >= 20
    statuses = Counter(one.status for one in world.bookings.values())
    assert statuses["cancelled"] >= 10
    assert statuses["request"] >= 1
    assert statuses["inquiry"] == 1


def test_phones_belong_to_nobody_and_to_one_guest_each(world: World) -> None:
    phones = [guest.phone for guest in world.guests.values() if guest.phone]
    assert len(set(phones)) == len(phones)
    assert HOST_PHONE not in phones
    assert all(e164(phone) == phone for phone in phones)
    american = [phone for phone in phones if phone.startswith("+1")]
    assert len(american) > len(phones) / 2
    assert all(phone[5:10] == "55501" for phone in american)
    assert {phone[:3] for phone in phones} >= {"+44", "+33", "+52", "+49"}


def test_nothing_is_written_in_the_future_or_before_the_booking(world: World) -> None:
    now = world.clock()
    for booking_id, lines in world.thread.items():
        assert all(world.bookings[booking_id].booked_at <= line.at <= now for line in lines)
        assert lines == sorted(lines, key=lambda line: line.at)
    assert all(text.at <= now for text in world.texts)


def waiting(world: World) -> list[str]:
    """Whose last line, in a thread or a text, is the guest's."""
    last = {guest.phone: None for guest in world.guests.values()}
    for text in world.texts:
        last[text.sender if text.sender != HOST_PHONE else text.recipient] = text
    texting = [text.body for text in last.values() if text is not None and text.sender != HOST_PHONE]
    return texting + [lines[-1].body for lines in world.thread.values() if lines and lines[-1].sender == "guest"]


def test_about_a_dozen_people_wait_for_an_answer_now(world: World) -> None:
    bodies = waiting(world)
    assert 11 <= len(bodies) <= 15
    told = " ".join(bodies).lower()
    for word in ("keypad", "wifi", "two cars", "receipt", "noon", "minuit", "13:00", "money back"):
        assert word in told


def test_letters_are_varied_and_in_several_languages(world: World) -> None:
    bodies = [line.body for lines in world.thread.values() for line in lines] + [text.body for text in world.texts]
    assert len(set(bodies)) > 0.6 * len(bodies)
    assert any("Merci" in body for body in bodies)
    assert any("Gracias" in body for body in bodies)
    assert any("Danke" in body for body in bodies)


def test_no_letter_shows_its_making(world: World) -> None:
    bodies = [line.body for lines in world.thread.values() for line in lines] + [text.body for text in world.texts]
    assert not [body for body in bodies if not body.strip() or set("{}[]|") & set(body) or "  " in body]


def test_the_host_answers_from_the_house_book(world: World) -> None:
    told = [line.body for lines in world.thread.values() for line in lines if line.sender == "host"]
    known = [entry for entry in listed() if any(entry.home.facts["wifi_password"] in body for body in told)]
    assert len(known) >= 9
