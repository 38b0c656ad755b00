"""Webhooks as the pretend Hospitable posts them: over real HTTP, signed, repeated, doubled, out of order."""

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from casa.core.connections.contract import (
    BadSignature,
    ConnectionEnded,
    Hint,
    IncomingMessage,
    PropertyFact,
    RawRequest,
)
from casa.lib.pretend import Fault, ThreadMessage, World
from casa.providers.hospitable import sandbox, send, sync, webhooks
from casa.providers.hospitable.reading import ulid_moment
from casa.providers.hospitable.sandbox_hooks import triggers_of, ulid
from casa.providers.hospitable.sandbox_shapes import uuid_of
from casa.providers.hospitable.tests.conftest import Connected, Inbox, booking, connect


def believed(connected: Connected, got: RawRequest) -> list[Any]:
    webhooks.verify(got, connected.account)
    return list(webhooks.parse(got, connected.account))


def test_a_guests_message_arrives(hooked: Connected, inbox: Inbox) -> None:
    hooked.world.write(ThreadMessage("m9", "stay-1", "guest", "Où est la clé ? 🗝️", hooked.world.clock()))
    (message,) = believed(hooked, inbox.wait(1)[0])
    assert (message.body, message.channel, message.outgoing) == ("Où est la clé ? 🗝️", "airbnb", False)
    assert message.reservation_id == hooked.stay(1)


def test_the_webhook_and_the_thread_tell_of_the_same_message(hooked: Connected, inbox: Inbox) -> None:
    hooked.world.write(ThreadMessage("m9", "stay-2", "guest", "Hello", hooked.world.clock()))
    told = believed(hooked, inbox.wait(1)[0])
    assert list(sync.refetch(hooked.account, hooked.door, Hint("messages", hooked.stay(2)))) == told


def test_a_host_with_the_default_secret_gets_the_message_by_reading_again(
    world: World, base: str, inbox: Inbox
) -> None:
    connected = connect(world, base, webhook_url=inbox.url)
    world.write(ThreadMessage("m9", "stay-2", "guest", "Hello", world.clock()))
    (hint,) = believed(connected, inbox.wait(1)[0])
    assert hint == Hint("messages", connected.stay(2))
    (message,) = sync.refetch(connected.account, connected.door, hint)
    assert isinstance(message, IncomingMessage)
    assert (message.body, message.channel) == ("Hello", "vrbo")


def test_what_we_sent_comes_back_with_its_reference(hooked: Connected, inbox: Inbox) -> None:
    """The webhook of our own message names the id that sending gave us: the core knows it for its own."""
    taken = send.send(hooked.account, hooked.door, hooked.outgoing("Dogs are welcome."))
    (message,) = believed(hooked, inbox.wait(1)[0])
    assert (message.outgoing, message.sent_reference, message.body) == (True, taken.external_id, "Dogs are welcome.")


def test_a_changed_booking_arrives_with_its_triggers(hooked: Connected, inbox: Inbox) -> None:
    world = hooked.world
    stay = world.bookings["stay-1"]
    world.book(replace(stay, departure=stay.departure + timedelta(days=1), adults=3))
    world.book(replace(world.bookings["stay-1"], status="cancelled"))
    world.book(booking(7))
    world.book(world.bookings["stay-7"])  # nothing changed: nothing is told
    world.book(replace(world.bookings["stay-7"], payout=1))
    envelopes = [json.loads(got.body) for got in inbox.wait(4)]
    assert [(envelope["action"], envelope.get("triggers")) for envelope in envelopes] == [
        ("reservation.changed", ["dates_changed", "guests_changed"]),
        ("reservation.changed", ["status_changed"]),
        ("reservation.created", None),
        ("reservation.changed", ["financials_changed"]),
    ]
    facts = [believed(hooked, got)[0] for got in inbox.wait(4)]
    assert facts[0].adults == 3
    assert facts[1].status == "cancelled"
    assert facts[0].sequence <= facts[1].sequence


def test_an_inquiry_that_is_booked_is_a_new_reservation(hooked: Connected, inbox: Inbox) -> None:
    hooked.world.book(booking(8, status="inquiry"))
    hooked.world.book(replace(hooked.world.bookings["stay-8"], status="accepted"))
    assert json.loads(inbox.wait(1)[0].body)["action"] == "reservation.created"


def test_a_webhook_that_is_not_answered_comes_again(hooked: Connected, inbox: Inbox) -> None:
    inbox.answers += [500, 404, 200]
    hooked.world.write(ThreadMessage("m9", "stay-1", "guest", "Hello", hooked.world.clock()))
    hooked.world.write(ThreadMessage("m10", "stay-1", "guest", "Anybody?", hooked.world.clock()))
    got = inbox.wait(4)
    assert got[0].body == got[1].body == got[2].body != got[3].body
    assert len({webhooks.delivery_id(one) for one in got}) == 2


def test_the_repeats_end_after_five(hooked: Connected, inbox: Inbox) -> None:
    hooked.world.shelf("hospitable")["retry_scale"] = 0.0001
    inbox.answers += [500] * 6
    hooked.world.write(ThreadMessage("m9", "stay-1", "guest", "Hello", hooked.world.clock()))
    assert len({one.body for one in inbox.wait(6, 8.0)}) == 1
    hooked.world.write(ThreadMessage("m10", "stay-1", "guest", "Anybody?", hooked.world.clock()))
    assert b"Anybody?" in inbox.wait(7)[6].body


def test_a_duplicate_is_stored_once_and_a_late_one_is_older(hooked: Connected, inbox: Inbox) -> None:
    world = hooked.world
    world.break_next(Fault("hospitable", "duplicate", path="message.created"))
    world.write(ThreadMessage("m9", "stay-1", "guest", "Hello", world.clock()))
    got = inbox.wait(2)
    assert webhooks.delivery_id(got[0]) == webhooks.delivery_id(got[1])
    world.break_next(Fault("hospitable", "reorder", path="reservation.changed"))
    world.book(replace(world.bookings["stay-1"], adults=3))
    world.book(replace(world.bookings["stay-1"], adults=5))
    first, late = (believed(hooked, one)[0] for one in inbox.wait(4)[2:])
    assert (first.adults, late.adults) == (5, 3)
    assert late.sequence < first.sequence


def test_what_hospitable_leaves_out_is_read_again(hooked: Connected, inbox: Inbox) -> None:
    sandbox.send_partial_change(hooked.world, "stay-1")
    assert believed(hooked, inbox.wait(1)[0]) == [Hint("all")]


def test_a_merge_a_review_and_the_end_arrive(hooked: Connected, inbox: Inbox) -> None:
    world = hooked.world
    sandbox.merge_homes(world, world.homes["home-1"], world.homes["home-2"])
    merged, changed = (believed(hooked, one) for one in inbox.wait(2))
    assert merged[2].external_id == uuid_of("property", "home-1")
    assert changed[0].external_id == uuid_of("property", "home-2")
    assert changed[0].wifi_name == "Cabin"
    sandbox.add_review(world, "stay-3", 5, "Lovely")
    (review,) = believed(hooked, inbox.wait(3)[2])
    assert review.property_id == uuid_of("property", "home-2")
    assert review.reservation_id == hooked.stay(3)
    sandbox.disconnect(world, hooked.credentials["account_id"])
    assert isinstance(believed(hooked, inbox.wait(4)[3])[0], ConnectionEnded)


def test_a_home_that_changed_arrives(hooked: Connected, inbox: Inbox) -> None:
    hooked.world.tell("home", hooked.world.homes["home-1"])
    (home,) = believed(hooked, inbox.wait(1)[0])
    assert isinstance(home, PropertyFact)
    assert home.details["House manual"] == "The stove is electric."


def test_nothing_is_told_to_another_secret(hooked: Connected, inbox: Inbox) -> None:
    hooked.world.write(ThreadMessage("m9", "stay-1", "guest", "Hello", hooked.world.clock()))
    with pytest.raises(BadSignature):
        webhooks.verify(inbox.wait(1)[0], replace(hooked.account, secrets={}))


def test_the_sandbox_makes_real_ulids(hooked: Connected) -> None:
    made = ulid_moment(ulid(hooked.world))
    assert made is not None
    assert abs(made - hooked.world.clock()) < timedelta(seconds=5)
    before = hooked.world.bookings["stay-1"]
    assert triggers_of(before, replace(before, home_id="home-2", infants=1)) == ["guests_changed", "listing_changed"]
