"""Sending and reading back against the pretend Twilio over real HTTP."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from casa.core.connections.contract import (
    AuthFailed,
    Handle,
    MessageStatus,
    NotReady,
    ReadBackKind,
    Refused,
    Unsure,
)
from casa.lib.pretend import Fault, Text
from casa.providers.twilio import connect, send, webhooks
from casa.providers.twilio.sandbox_state import accounts, open_account

from .conftest import GUEST, OURS, account_for, eventually, outgoing

LONG_AGO = timedelta(minutes=2)


def handed_off(**changes):
    return outgoing(handed_off_at=datetime.now(UTC), **changes)


def stored(world, account):
    return accounts(world)[account.settings["account_sid"]].messages


def test_a_text_reaches_the_phone_and_its_news_reach_us(world, door, account, receiver):
    sent = send.send(account, door, outgoing("Grüße – 4821 😀"))
    assert (sent.external_id[:2], sent.status, sent.segments) == ("SM", MessageStatus.QUEUED, 1)
    news = []
    for request in receiver.wait(2):
        webhooks.verify(request, account)
        news += webhooks.parse(request, account)
    assert [fact.status for fact in news] == [MessageStatus.SENT, MessageStatus.DELIVERED]
    assert {(fact.external_id, fact.reference, fact.code) for fact in news} == {(sent.external_id, "o-17", "")}
    assert [(text.sender, text.recipient, text.body) for text in world.texts] == [(OURS, GUEST, "Grüße – 4821 😀")]


def test_a_messaging_service_chooses_the_number(world, door, receiver):
    account = account_for(open_account(world, numbers=[OURS], service=True), f"{receiver.base}/hooks/x?c=1")
    sent = send.send(account, door, outgoing())
    assert sent.segments is None
    facts = [webhooks.parse(request, account)[0] for request in receiver.wait(3)]
    assert [fact.status.value for fact in facts] == ["queued", "sent", "delivered"]
    assert facts[0].reference == "o-17"
    assert world.texts[0].sender == OURS


def test_the_reply_comes_from_the_number_the_guest_wrote_to(world, door):
    account = account_for(open_account(world, numbers=[OURS, "+14155550101"]))
    send.send(account, door, outgoing(sender=Handle("phone", "+14155550101")))
    assert [row["from"] for row in stored(world, account).values()] == ["+14155550101"]


@pytest.mark.parametrize(
    ("changes", "code", "words"),
    [
        ({"body": "a" * 1601}, "21617", "1600 characters"),
        ({"body": " \n"}, "21602", "empty"),
        ({"media_urls": ("https://e.com/1.png",) * 11}, "21623", "10 pictures"),
        ({"recipient": Handle("phone", "555 0123")}, "21211", "country code"),
        ({"recipient": Handle("email", "a@example.com")}, "21211", "country code"),
    ],
)
def test_what_twilio_would_refuse_is_refused_before_it_leaves(world, door, account, changes, code, words):
    with pytest.raises(Refused, match=words) as caught:
        send.send(account, door, outgoing(**changes))
    assert (caught.value.code, caught.value.permanent) == (code, True)
    assert stored(world, account) == {}


def test_1600_characters_and_a_right_to_left_text_go_out(door, account):
    assert send.send(account, door, outgoing("a" * 1600)).segments == 11
    assert send.send(account, door, outgoing("שלום, הקוד הוא 4821")).segments == 1


def test_no_sender_is_said_plainly(world, door, credentials):
    with pytest.raises(Refused, match="No sender is set"):
        send.send(account_for(credentials, from_number=""), door, outgoing())
    with pytest.raises(Refused, match="cannot send from this number"):
        send.send(account_for(credentials, from_number="+14155559999"), door, outgoing())
    with pytest.raises(Refused, match="does not know this messaging service"):
        send.send(account_for(credentials, messaging_service_sid="MG" + "0" * 32), door, outgoing())


def test_a_guest_who_texted_stop_is_learned_and_start_lifts_it(world, door, account):
    world.text(Text("t1", GUEST, OURS, " Stop ", world.clock()))
    with pytest.raises(Refused) as caught:
        send.send(account, door, outgoing())
    assert (caught.value.code, caught.value.suppress) == ("21610", "opted_out")
    assert GUEST not in str(caught.value)
    world.text(Text("t2", GUEST, OURS, "start", world.clock()))
    assert send.send(account, door, outgoing()).external_id


def test_a_trial_account_texts_only_verified_numbers(world, door, account):
    accounts(world)[account.settings["account_sid"]].trial = True
    with pytest.raises(Refused, match="trial") as caught:
        send.send(account, door, outgoing())
    assert (caught.value.code, caught.value.suppress) == ("21608", "")


@pytest.mark.parametrize(
    ("code", "suppress"), [(30003, "unreachable"), (30005, "unreachable"), (30006, "landline"), (30007, "")]
)
def test_a_phone_that_cannot_be_reached(world, door, account, receiver, code, suppress):
    world.shelf("twilio")["unreachable"] = {GUEST: code}
    send.send(account, door, outgoing())
    news = webhooks.parse(receiver.wait(2)[1], account)[0]
    assert (news.status, news.code, news.suppress) == (MessageStatus.FAILED, str(code), suppress)
    assert news.words.endswith((".", "STOP"))
    assert world.texts == []


def test_a_picture_that_cannot_be_fetched_fails_the_message(world, door, account, receiver):
    sent = send.send(account, door, outgoing(media_urls=("http://127.0.0.1:9/none.png",)))
    assert sent.external_id.startswith("MM")
    news = webhooks.parse(receiver.wait(1)[0], account)[0]
    assert (news.status, news.code) == (MessageStatus.FAILED, "11751")


# -------------------------------------------------------------------------------- failures


def test_wrong_credentials(world, door, credentials):
    with pytest.raises(AuthFailed, match="does not accept"):
        send.send(account_for(credentials | {"api_key_sid": "", "auth_token": "0" * 32}), door, outgoing())


@pytest.mark.parametrize(
    ("status", "headers", "kind", "wait"),
    [
        (429, {}, NotReady, 5.0),
        (429, {"Retry-After": "17"}, NotReady, 17.0),
        (500, {}, Unsure, None),
        (503, {}, Unsure, None),
        (404, {}, Refused, None),
    ],
)
def test_an_answer_that_is_no_yes(world, door, account, status, headers, kind, wait):
    world.break_next(Fault("twilio", "status", "Messages.json", status=status, headers=headers))
    with pytest.raises(kind) as caught:
        send.send(account, door, outgoing())
    assert wait is None or caught.value.retry_after == wait
    assert stored(world, account) == {}


def test_too_many_at_once_is_not_ready(world, door, account):
    world.shelf("twilio")["concurrency"] = 0
    with pytest.raises(NotReady) as caught:
        send.send(account, door, outgoing())
    assert caught.value.code == "20429"


def test_nobody_there_is_surely_not_done(door, account):
    dead = replace(door, routes=dict.fromkeys(door.routes, "http://127.0.0.1:9"))
    with pytest.raises(NotReady):
        send.send(account, dead, outgoing())


@pytest.mark.parametrize("kind", ["hang", "drop"])
def test_no_answer_and_nothing_done(world, door, account, kind):
    world.break_next(Fault("twilio", kind, "Messages.json"))
    message = handed_off()
    with pytest.raises(Unsure):
        send.send(account, replace(door, timeout=0.3), message)
    assert send.read_back(account, door, message, frozenset()).kind is ReadBackKind.UNKNOWN  # too early to say
    earlier = replace(message, handed_off_at=message.handed_off_at - LONG_AGO)
    assert send.read_back(account, door, earlier, frozenset()).kind is ReadBackKind.ABSENT


@pytest.mark.parametrize("kind", ["after", "after_hang"])
def test_no_answer_but_done_is_found(world, door, account, kind):
    world.break_next(Fault("twilio", kind, "Messages.json", seconds=5))
    message = handed_off()
    with pytest.raises(Unsure):
        send.send(account, replace(door, timeout=0.3), message)
    [sid] = stored(world, account)
    found = send.read_back(account, door, message, frozenset())
    assert (found.kind, found.sent.external_id) == (ReadBackKind.FOUND, sid)


def test_a_slow_answer_is_an_answer(world, door, account):
    world.break_next(Fault("twilio", "slow", "Messages.json", seconds=0.2))
    assert send.send(account, door, outgoing()).external_id


# -------------------------------------------------------------------------------- reading back


def test_read_back_finds_a_message_that_still_waits(world, door, receiver):
    """It has no date of sending yet, which is why the listing is not filtered by that date."""
    world.shelf("twilio")["delays"] = {"queued": 30, "sent": 31, "delivered": 32}
    account = account_for(open_account(world, numbers=[OURS], service=True))
    message = handed_off()
    sid = send.send(account, door, message).external_id
    found = send.read_back(account, door, message, frozenset())
    assert (found.kind, found.sent.external_id) == (ReadBackKind.FOUND, sid)


def test_read_back_takes_no_message_of_another(world, door, account):
    message = handed_off()
    earlier = replace(message, handed_off_at=message.handed_off_at - LONG_AGO)
    other = send.send(account, door, outgoing()).external_id
    send.send(account, door, outgoing("Something else"))
    send.send(account, door, outgoing(recipient=Handle("phone", "+14155550199")))
    world.text(Text("t1", GUEST, OURS, message.body, world.clock()))
    assert send.read_back(account, door, earlier, frozenset({other})).kind is ReadBackKind.ABSENT
    later = replace(message, handed_off_at=message.handed_off_at + timedelta(seconds=20))
    assert send.read_back(account, door, later, frozenset()).kind is ReadBackKind.UNKNOWN


def test_read_back_tells_senders_and_pictures_apart(world, door):
    credentials = open_account(world, numbers=[OURS, "+14155550101"])
    account, other = account_for(credentials), account_for(credentials, from_number="+14155550101")
    message = replace(handed_off(), handed_off_at=datetime.now(UTC) - LONG_AGO)
    send.send(other, door, message)
    assert send.read_back(account, door, message, frozenset()).kind is ReadBackKind.ABSENT
    assert send.read_back(other, door, message, frozenset()).kind is ReadBackKind.FOUND
    pictured = replace(message, media_urls=("https://stay.example.com/door.png",))
    assert send.read_back(other, door, pictured, frozenset()).kind is ReadBackKind.ABSENT


def test_read_back_reads_every_page(world, door, account, monkeypatch):
    monkeypatch.setattr("casa.providers.twilio.client.PAGE_SIZE", 2)
    message = handed_off(body="The one")
    message = replace(message, handed_off_at=message.handed_off_at - LONG_AGO)
    sid = send.send(account, door, message).external_id
    for number in range(5):
        send.send(account, door, outgoing(f"Another {number}"))
    assert send.read_back(account, door, message, frozenset()).sent.external_id == sid
    missing = replace(message, body="Not there")
    assert send.read_back(account, door, missing, frozenset()).kind is ReadBackKind.ABSENT
    monkeypatch.setattr(send, "MOST_PAGES", 2)
    assert send.read_back(account, door, missing, frozenset()).kind is ReadBackKind.UNKNOWN


def test_read_back_sees_through_what_twilio_does_to_a_text(world, door, account):
    message = replace(handed_off(body="It’s “open” – 4 pm…"), handed_off_at=datetime.now(UTC) - LONG_AGO)
    sid = send.send(account, door, message).external_id
    row = stored(world, account)[sid]
    row["body"] = 'Sent from your Twilio trial account - It\'s "open" - 4 pm...'
    assert send.read_back(account, door, message, frozenset()).sent.external_id == sid
    row["body"] = ""  # redacted: nobody can tell any more
    assert send.read_back(account, door, message, frozenset()).kind is ReadBackKind.UNKNOWN


def test_read_back_that_fails_is_not_an_absence(world, door, account):
    world.break_next(Fault("twilio", "drop", "Messages.json"))
    with pytest.raises(NotReady):
        send.read_back(account, door, handed_off(), frozenset())


def test_connect_then_a_guest_writes(world, door, account, receiver):
    connect.set_up(account, door)
    world.text(Text("t1", GUEST, OURS, "Is there parking?", world.clock()))
    [request] = receiver.wait(1)
    webhooks.verify(request, account)
    [fact] = webhooks.parse(request, account)
    assert (fact.sender, fact.recipient, fact.body) == (
        Handle("phone", GUEST),
        Handle("phone", OURS),
        "Is there parking?",
    )
    eventually(lambda: fact.external_id in stored(world, account))


def test_a_text_that_may_not_arrive_late_says_so(world, door, account):
    """R85: a provider's own queue must not carry an offer into the night."""
    soon = datetime.now(UTC) + timedelta(minutes=30)
    sent = send.send(account, door, outgoing(valid_until=soon)).external_id
    far = send.send(account, door, outgoing(valid_until=soon + timedelta(days=2))).external_id
    over = send.send(account, door, outgoing(valid_until=soon - timedelta(hours=1))).external_id
    plain = send.send(account, door, outgoing()).external_id
    kept = {sid: row["_validity"] for sid, row in accounts(world)[account.settings["account_sid"]].messages.items()}
    assert 1700 <= kept[sent] <= 1800
    assert (kept[far], kept[over], kept[plain]) == (36_000, 1, 36_000)


def test_what_waited_too_long_at_twilio_fails_there(world, door, account):
    world.shelf("twilio")["delays"] = {"queued": 0.01, "sent": 2.6, "delivered": 2.7}
    sent = send.send(account, door, outgoing(valid_until=datetime.now(UTC))).external_id
    row = accounts(world)[account.settings["account_sid"]].messages[sent]
    eventually(lambda: row["status"] == "failed")
    assert row["error_code"] == 30036
