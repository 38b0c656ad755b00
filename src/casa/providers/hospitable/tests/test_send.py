"""Sending, refusals, and looking for a message that may or may not have arrived."""

from dataclasses import replace
from datetime import timedelta

import pytest

from casa.core.connections.contract import AuthFailed, MessageStatus, NotReady, ReadBackKind, Refused, Unsure
from casa.lib.http import Door
from casa.lib.pretend import Fault, ThreadMessage, World
from casa.providers.hospitable import send
from casa.providers.hospitable.tests.conftest import Connected, booking, connect

NOBODY: frozenset[str] = frozenset()
LONG_AGO = timedelta(minutes=10)


def bodies(connected: Connected, stay: str = "stay-1") -> list[str]:
    return [message.body for message in connected.world.thread[stay] if message.sender == "host"]


def sent(connected: Connected, **more: object) -> send.Sent:
    return send.send(connected.account, connected.door, connected.outgoing(**more))  # type: ignore[arg-type]


def test_a_message_goes_into_the_thread(connected: Connected) -> None:
    taken = sent(connected, body="Dogs are welcome.\n\nSee you soon 🐕")
    (message,) = [row for row in connected.world.thread["stay-1"] if row.sender == "host"]
    assert message.body == "Dogs are welcome.\n\nSee you soon 🐕"
    assert (taken.external_id, taken.status) == (message.reference, MessageStatus.QUEUED)


def test_pictures_travel_as_addresses(connected: Connected) -> None:
    assert sent(connected, media_urls=("https://casa.example.com/a.jpg",)).external_id
    with pytest.raises(Refused, match="three pictures"):
        sent(connected, media_urls=("https://casa.example.com/a.jpg",) * 4)
    with pytest.raises(Refused, match="secure"):
        sent(connected, media_urls=("http://casa.example.com/a.jpg",))


@pytest.mark.parametrize("body", ["", "  \n"])
def test_an_empty_message_stays_here(connected: Connected, body: str) -> None:
    with pytest.raises(Refused, match="empty"):
        sent(connected, body=body)


def test_a_conversation_without_a_reservation(connected: Connected) -> None:
    with pytest.raises(Refused, match="no reservation"):
        sent(connected, reservation_id="", thread_id="")


def test_an_inquiry_is_answered_in_its_conversation(world: World, base: str) -> None:
    world.add([booking(5, status="inquiry")])
    connected = connect(world, base)
    conversation = connected.conversation(5)
    sent(connected, number=5, reservation_id=conversation, thread_id=conversation, body="It is free.")
    sent(connected, number=5, reservation_id="", thread_id=conversation, body="Shall I hold it?")
    assert bodies(connected, "stay-5") == ["It is free.", "Shall I hold it?"]


def test_an_inquiry_that_became_a_stay_is_answered_there(world: World, base: str) -> None:
    world.add([booking(5, status="accepted")])
    connected = connect(world, base)
    conversation = connected.conversation(5)
    taken = sent(connected, number=5, reservation_id=conversation, thread_id=conversation)
    assert bodies(connected, "stay-5") == ["Dogs are welcome."]
    outgoing = connected.outgoing(number=5, reservation_id=conversation, thread_id=conversation)
    found = send.read_back(connected.account, connected.door, outgoing, NOBODY)
    assert found.sent is not None
    assert found.sent.external_id == taken.external_id


def test_the_third_message_in_a_minute_waits(connected: Connected) -> None:
    sent(connected, body="One")
    sent(connected, body="Two")
    with pytest.raises(NotReady) as told:
        sent(connected, body="Three")
    assert 1 <= told.value.retry_after <= 61
    sent(connected, number=3, body="Another reservation is not held up")
    assert bodies(connected) == ["One", "Two"]


def test_the_limit_passes(world: World, base: str) -> None:
    world.shelf("hospitable")["message_window"] = 0.0
    connected = connect(world, base)
    for number in range(4):
        sent(connected, body=f"Message {number}")
    assert len(bodies(connected)) == 4


@pytest.mark.parametrize(
    ("status", "failure"),
    [(400, Refused), (401, AuthFailed), (403, Refused), (404, Refused), (418, Refused), (422, Refused), (429, NotReady),
     (408, Unsure), (500, Unsure), (502, Unsure), (503, Unsure), (504, Unsure)],
)  # fmt: skip
def test_what_each_answer_means_for_a_message(connected: Connected, status: int, failure: type[Exception]) -> None:
    connected.world.break_next(Fault("hospitable", "status", path="/messages", status=status))
    with pytest.raises(failure):
        sent(connected)
    assert bodies(connected) == []


def test_a_wait_that_was_named_is_kept(connected: Connected) -> None:
    fault = Fault("hospitable", "status", path="/messages", status=429, headers={"Retry-After": "17"})
    connected.world.break_next(fault)
    with pytest.raises(NotReady) as told:
        sent(connected)
    assert told.value.retry_after == 17


def test_booking_com_may_forbid_writing(connected: Connected, monkeypatch: pytest.MonkeyPatch) -> None:
    from casa.lib.http import Reply

    body = b'{"status_code":400,"reason_phrase":"Messaging is not enabled for this Booking.com thread."}'
    monkeypatch.setattr(Door, "request", lambda *args, **more: Reply(400, {}, body))
    with pytest.raises(Refused, match="Booking.com does not let hosts write"):
        sent(connected)


@pytest.mark.parametrize("body", [b"", b"{}", b'{"data":{}}', b'{"data":null}', b'{"data":{"sent_reference_id":null}}'])
def test_an_old_answer_without_a_reference_gets_ours(
    connected: Connected, monkeypatch: pytest.MonkeyPatch, body: bytes
) -> None:
    from casa.lib.http import Reply

    monkeypatch.setattr(Door, "request", lambda *args, **more: Reply(201, {}, body))
    assert sent(connected).external_id == "casa-0190-outbox"


@pytest.mark.parametrize("body", [b"<html>", b"[]", b"7"])
def test_an_answer_we_cannot_read_is_unsure(connected: Connected, monkeypatch: pytest.MonkeyPatch, body: bytes) -> None:
    from casa.lib.http import Reply

    monkeypatch.setattr(Door, "request", lambda *args, **more: Reply(200, {}, body))
    with pytest.raises(Unsure):
        sent(connected)


def test_a_request_that_never_left_is_tried_again(connected: Connected) -> None:
    away = Door(hosts=connected.door.hosts, routes={"https://public.api.hospitable.com": "http://127.0.0.1:9"})
    with pytest.raises(NotReady):
        send.send(connected.account, away, connected.outgoing())


@pytest.mark.parametrize("kind", ["drop", "hang"])
def test_a_lost_request_is_unsure_and_then_absent(connected: Connected, kind: str) -> None:
    quick = replace(connected.door, timeout=1.0)
    connected.world.break_next(Fault("hospitable", kind, path="/messages", seconds=3.0))
    with pytest.raises(Unsure):
        send.send(connected.account, quick, connected.outgoing())
    at_once = connected.outgoing()
    assert send.read_back(connected.account, connected.door, at_once, NOBODY).kind is ReadBackKind.UNKNOWN
    later = connected.outgoing(handed_off_at=connected.world.clock() - LONG_AGO)
    assert send.read_back(connected.account, connected.door, later, NOBODY).kind is ReadBackKind.ABSENT


@pytest.mark.parametrize("kind", ["after", "after_hang"])
def test_a_lost_answer_is_unsure_and_then_found(connected: Connected, kind: str) -> None:
    quick = replace(connected.door, timeout=1.0)
    connected.world.break_next(Fault("hospitable", kind, path="/messages", seconds=3.0))
    outgoing = connected.outgoing("Two  spaces\r\nand a line")
    with pytest.raises(Unsure):
        send.send(connected.account, quick, outgoing)
    found = send.read_back(connected.account, connected.door, outgoing, NOBODY)
    assert found.kind is ReadBackKind.FOUND
    assert found.sent is not None
    assert found.sent.external_id == connected.world.thread["stay-1"][-1].reference


def test_read_back_takes_only_a_message_of_ours_at_that_time(connected: Connected) -> None:
    world, now = connected.world, connected.world.clock()
    outgoing = connected.outgoing("Welcome.", handed_off_at=now - LONG_AGO)
    world.thread["stay-1"] += [
        ThreadMessage("a", "stay-1", "guest", "Welcome.", now - LONG_AGO),  # the guest said it
        ThreadMessage("b", "stay-1", "host", "Welcome.", now - timedelta(hours=3), "ref-old"),  # long before
        ThreadMessage("c", "stay-1", "host", "Welcome!", now - LONG_AGO, "ref-other"),  # other words
        ThreadMessage("d", "stay-1", "host", "Welcome.", now - LONG_AGO, "ref-known"),  # another message of ours
    ]
    known = frozenset({"ref-known"})
    assert send.read_back(connected.account, connected.door, outgoing, known).kind is ReadBackKind.ABSENT
    world.thread["stay-1"].append(ThreadMessage("e", "stay-1", "host", "Welcome.", now - LONG_AGO, "ref-this"))
    found = send.read_back(connected.account, connected.door, outgoing, known)
    assert found.sent is not None
    assert found.sent.external_id == "ref-this"


def test_read_back_says_unknown_where_it_cannot_know(connected: Connected) -> None:
    untimed = connected.outgoing(handed_off_at=None)
    assert send.read_back(connected.account, connected.door, untimed, NOBODY).kind is ReadBackKind.UNKNOWN
    long_ago = connected.world.clock() - LONG_AGO
    gone = connected.outgoing(reservation_id="00000000-0000-0000-0000-000000000000", handed_off_at=long_ago)
    assert send.read_back(connected.account, connected.door, gone, NOBODY).kind is ReadBackKind.UNKNOWN


def test_read_back_waits_like_all_else(connected: Connected) -> None:
    sent(connected, body="One")
    sent(connected, body="Two")
    with pytest.raises(NotReady):
        send.read_back(connected.account, connected.door, connected.outgoing(), NOBODY)


def test_no_failure_repeats_the_message_or_names_the_guest(connected: Connected) -> None:
    for status in (400, 403, 404, 422, 429, 500):
        connected.world.break_next(Fault("hospitable", "status", path="/messages", status=status))
        with pytest.raises(Exception) as told:  # noqa: PT011, B017 - whatever it is, its words are looked at
            sent(connected, body="The code is 4711")
        assert "4711" not in str(told.value)
        assert connected.stay(1) not in str(told.value)
