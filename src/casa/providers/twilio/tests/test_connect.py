"""Connecting, pointing numbers at Casa and back, fetching pictures, erasing, and the sweep."""

import importlib
import json
from dataclasses import replace

import pytest

from casa.core.connections.contract import (
    AuthFailed,
    BadPayload,
    DeliveryStatus,
    Handle,
    Hint,
    IncomingMessage,
    MediaRef,
    NotReady,
    Refused,
)
from casa.lib.pretend import Fault, File, Text
from casa.providers.twilio import client, connect, erase, media, send, sync, webhooks
from casa.providers.twilio.manifest import MANIFEST
from casa.providers.twilio.sandbox_state import accounts, open_account

from .conftest import GUEST, OURS, account_for, eventually, outgoing

BEFORE = "https://old.example.com/sms"
PICTURE = File("f1", "image/jpeg", b"\xff\xd8 a picture")


def theirs(world, account):
    return accounts(world)[account.settings["account_sid"]]


# -------------------------------------------------------------------------------- connect


def test_good_credentials_name_the_account(door, account):
    facts = connect.test(account, door)
    assert (facts.ref, facts.label) == (account.settings["account_sid"], f"Harbor Stays {OURS}")
    assert facts.warnings == ()
    assert facts.settings == {"sms_url_before": "", "sms_application_before": ""}


def test_a_wrong_auth_token_shows_even_behind_a_good_api_key(door, credentials):
    with pytest.raises(AuthFailed):
        connect.test(account_for(credentials | {"auth_token": "0" * 32}), door)


def test_a_wrong_api_key_shows(door, credentials):
    with pytest.raises(AuthFailed):
        connect.test(account_for(credentials | {"api_key_secret": "0" * 32}), door)


def test_the_number_must_be_the_accounts_own(door, credentials):
    with pytest.raises(Refused, match="not in your Twilio account"):
        connect.test(account_for(credentials, from_number="+14155550999"), door)
    with pytest.raises(Refused, match="Enter a phone number or a messaging service"):
        connect.test(account_for(credentials, from_number=""), door)


def test_a_part_of_a_number_is_not_the_number(door, credentials):
    with pytest.raises(Refused):
        connect.test(account_for(credentials, from_number=OURS[:-2]), door)


def test_a_suspended_account_and_a_trial(world, door, account):
    theirs(world, account).trial = True
    assert "trial account" in connect.test(account, door).warnings[0]
    theirs(world, account).status = "suspended"
    with pytest.raises(AuthFailed, match="suspended or closed"):
        connect.test(account, door)


def test_an_empty_messaging_service_is_refused(world, door):
    account = account_for(open_account(world, numbers=[], service=True))
    with pytest.raises(Refused, match="has no phone number"):
        connect.test(account, door)


def test_pointing_at_casa_and_back(world, door, account):
    [number] = theirs(world, account).numbers.values()
    number.update(sms_url=BEFORE, sms_application_sid="AP" + "0" * 32)
    facts = connect.test(account, door)
    assert any("old.example.com" in words for words in facts.warnings)
    connected = replace(account, settings={**account.settings, **facts.settings})
    for _ in range(2):
        connect.set_up(connected, door)
    assert (number["sms_url"], number["sms_application_sid"]) == (account.hook_url, "")
    again = connect.test(connected, door)
    assert (again.settings, again.warnings) == ({}, ())  # what was noted first stays
    for _ in range(2):
        connect.tear_down(connected, door)
    assert (number["sms_url"], number["sms_application_sid"]) == (BEFORE, "AP" + "0" * 32)


def test_what_was_pointed_elsewhere_since_is_left_alone(world, door, account):
    connect.set_up(account, door)
    [number] = theirs(world, account).numbers.values()
    number["sms_url"] = BEFORE
    connect.tear_down(account, door)
    assert number["sms_url"] == BEFORE


def test_a_messaging_service_is_pointed_too(world, door, receiver):
    account = account_for(open_account(world, numbers=[OURS], service=True), f"{receiver.base}/hooks/t")
    [service] = theirs(world, account).services.values()
    service["use_inbound_webhook_on_number"] = True
    facts = connect.test(account, door)
    connected = replace(account, settings={**account.settings, **facts.settings})
    connect.set_up(connected, door)
    assert (service["inbound_request_url"], service["use_inbound_webhook_on_number"]) == (
        account.hook_url,
        False,
    )
    world.text(Text("t1", GUEST, OURS, "hello", world.clock()))
    [request] = receiver.wait(1)
    webhooks.verify(request, account)
    connect.tear_down(connected, door)
    assert (service["inbound_request_url"], service["use_inbound_webhook_on_number"]) == (None, True)


# -------------------------------------------------------------------------------- pictures


@pytest.fixture
def picture(world, door, account, receiver):
    """A picture a guest sent, as the webhook told of it."""
    world.files[PICTURE.id] = PICTURE
    connect.set_up(account, door)
    world.text(Text("t1", GUEST, OURS, "The heater shows this", world.clock(), (PICTURE.id,)))
    [fact] = webhooks.parse(receiver.wait(1)[0], account)
    assert fact.channel == "mms"
    return fact


def test_a_picture_is_fetched_without_credentials_reaching_the_content_host(door, account, picture):
    [ref] = picture.media
    assert ref.content_type == "image/jpeg"
    fetched = media.fetch(account, door, ref, 1000)
    assert (fetched.content_type, fetched.body) == ("image/jpeg", PICTURE.body)


def test_the_pretend_hosts_refuse_other_accounts_and_stray_credentials(world, door, account, picture):
    other = open_account(world, numbers=["+14155550177"])
    url = picture.media[0].url
    assert door.request("GET", url, auth=(other["account_sid"], other["auth_token"])).status == 404
    key = (account.settings["account_sid"], account.secrets["auth_token"])
    content = door.request("GET", url, auth=key).headers["location"]
    assert door.request("GET", content, auth=key).status == 400
    assert door.request("GET", content.split("?")[0]).status == 403
    assert door.request("GET", content).body == PICTURE.body


def test_a_picture_over_the_limit_is_refused(door, account, picture):
    with pytest.raises(Refused):
        media.fetch(account, door, picture.media[0], 5)


def test_a_deleted_picture(door, account, picture):
    assert erase.forget(account, door, [picture.external_id]) == 1
    with pytest.raises(Refused, match="does not know this record"):
        media.fetch(account, door, picture.media[0], 1000)


@pytest.mark.parametrize(
    "url",
    [
        "https://evil.example.com/2010-04-01/Accounts/AC/Messages/MM/Media/ME",
        "https://api.twilio.com@evil.example.com/x",
        "https://api.twilio.com/2010-04-01/Accounts/ACffffffffffffffffffffffffffffffff/Messages/MM/Media/ME",
        "http://169.254.169.254/latest/meta-data",
        "file:///etc/passwd",
        "",
    ],
)
def test_credentials_go_nowhere_else(door, account, url):
    with pytest.raises(Refused, match="not in your Twilio account"):
        media.fetch(account, door, MediaRef(url), 1000)


def test_a_redirect_to_a_host_of_nobodys_is_not_followed(world, door, account, picture):
    headers = {"Location": "https://evil.example.com/x"}
    world.break_next(Fault("twilio", "status", "/Media/ME", status=307, headers=headers))
    with pytest.raises(Refused):
        media.fetch(account, door, picture.media[0], 1000)


def test_a_picture_is_sent_with_its_words(world, stage, door, account):
    async def files(scope, receive, send):
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-type", b"image/png")]})
        await send({"type": "http.response.body", "body": b"png"})

    url = stage.put(files) + "/door.png"
    send.send(account, door, outgoing("The blue door", channel="mms", media_urls=(url,)))
    eventually(lambda: len(world.texts) == 1)
    [text] = world.texts
    assert (text.body, [world.files[each].body for each in text.media]) == ("The blue door", [b"png"])


# -------------------------------------------------------------------------------- erase


def test_erasing_deletes_messages_and_counts_what_is_gone(world, door, account, picture):
    world.shelf("twilio")["delays"] = {"sent": 30, "delivered": 31}
    sent = send.send(account, door, outgoing()).external_id
    assert erase.forget(account, door, [sent]) == 0  # still under way
    theirs(world, account).messages[sent]["status"] = "delivered"
    gone = "SM" + "0" * 32
    assert erase.forget(account, door, [sent, sent, picture.external_id, gone, "None", "../x"]) == 3
    assert theirs(world, account).messages == {}
    assert theirs(world, account).media == {}


def test_erasing_that_breaks_off_is_said(world, door, account):
    world.break_next(Fault("twilio", "status", "Messages", status=500))
    with pytest.raises(NotReady):
        erase.forget(account, door, ["SM" + "0" * 32])


# -------------------------------------------------------------------------------- sweep


def test_a_sweep_brings_what_missed_webhooks_lost(world, door, account, monkeypatch):
    monkeypatch.setattr("casa.providers.twilio.client.PAGE_SIZE", 2)
    theirs(world, account)  # the number points nowhere: no webhook comes
    world.files[PICTURE.id] = PICTURE
    world.text(Text("t1", GUEST, OURS, "Hello", world.clock(), (PICTURE.id,)))
    sent = send.send(account, door, outgoing()).external_id
    eventually(lambda: theirs(world, account).messages[sent]["status"] == "delivered")
    world.text(Text("t2", GUEST, OURS, "Thanks", world.clock()))
    pages = list(sync.pages(account, door, {}))
    facts = [fact for page in pages for fact in page.facts]
    assert [type(fact) for fact in facts] == [IncomingMessage, DeliveryStatus, IncomingMessage]
    assert [fact.body for fact in facts if isinstance(fact, IncomingMessage)] == ["Thanks", "Hello"]
    assert media.fetch(account, door, facts[2].media[0], 1000).body == PICTURE.body
    assert ["page" in page.cursor for page in pages] == [True, False]
    assert pages[-1].done == 3
    [rest] = sync.pages(account, door, json.loads(json.dumps(pages[0].cursor)))
    assert (rest.facts, rest.done, rest.cursor) == (pages[1].facts, 3, pages[1].cursor)
    again = [fact for page in sync.pages(account, door, pages[-1].cursor) for fact in page.facts]
    assert again == facts


def test_a_sweep_leaves_other_numbers_of_the_account_alone(world, door):
    account = account_for(open_account(world, numbers=[OURS, "+14155550101"]))
    world.text(Text("t1", GUEST, "+14155550101", "For somebody else", world.clock()))
    world.text(Text("t2", GUEST, OURS, "For us", world.clock()))
    [page] = sync.pages(account, door, {"since": "nonsense"})
    assert [fact.body for fact in page.facts] == ["For us"]


def test_one_odd_row_does_not_stop_a_sweep(world, door, account):
    world.text(Text("t1", GUEST, OURS, "One", world.clock()))
    world.text(Text("t2", GUEST, OURS, "Two", world.clock()))
    next(iter(theirs(world, account).messages.values()))["sid"] = "None"
    [page] = sync.pages(account, door, {})
    assert [fact.body for fact in page.facts] == ["Two"]


def test_a_page_twilio_no_longer_knows_begins_the_sweep_anew(world, door, account):
    world.text(Text("t1", GUEST, OURS, "Hi", world.clock()))
    gone = {"since": None, "page": "/2010-04-01/Accounts/AC0/Messages.json?PageToken=PAgone", "done": 1000}
    [page] = sync.pages(account, door, gone)
    assert [fact.body for fact in page.facts] == ["Hi"]


def test_a_sweep_that_breaks_off_goes_on_where_it_was(world, door, account, monkeypatch):
    monkeypatch.setattr("casa.providers.twilio.client.PAGE_SIZE", 1)
    for number in range(2):
        world.text(Text(f"t{number}", GUEST, OURS, "Hi", world.clock()))
    sweep = sync.pages(account, door, {})
    first = next(sweep)
    world.break_next(Fault("twilio", "status", "Messages.json", status=502))
    with pytest.raises(NotReady):
        next(sweep)
    [rest] = sync.pages(account, door, first.cursor)
    assert {fact.external_id for fact in (*first.facts, *rest.facts)} == set(theirs(world, account).messages)


def test_news_of_a_listed_message_says_whom_it_was_to(world, door, account):
    """R42: another program may send from the same number; our ledger learns from its refusals too."""
    world.shelf("twilio")["unreachable"] = {GUEST: 30005}
    sent = send.send(account, door, outgoing()).external_id
    eventually(lambda: theirs(world, account).messages[sent]["status"] == "undelivered")
    [page] = sync.pages(account, door, {})
    [fact] = page.facts
    assert (fact.recipient, fact.suppress, fact.reference) == (Handle("phone", GUEST), "unreachable", "")
    assert fact.sent_at is not None
    assert fact.sent_at <= fact.at


def test_a_hint_reads_one_message(world, door, account):
    sent = send.send(account, door, outgoing()).external_id
    [fact] = sync.refetch(account, door, Hint("messages", sent))
    assert (fact.external_id, isinstance(fact, DeliveryStatus)) == (sent, True)
    assert sync.refetch(account, door, Hint("messages", "SM" + "0" * 32)) == ()
    assert sync.refetch(account, door, Hint("reservation", "7")) == ()


@pytest.mark.parametrize("uri", ["https://evil.example.com/2010-04-01/x", "//evil.example.com/", 7])
def test_a_next_page_leads_nowhere_else(world, door, account, monkeypatch, uri):
    monkeypatch.setattr(client, "call", lambda *args, **more: {"messages": [], "next_page_uri": uri})
    with pytest.raises(BadPayload):
        list(sync.pages(account, door, {}))


def test_the_passport_names_every_file_and_host():
    for ability in MANIFEST.abilities:
        assert importlib.import_module(f"casa.providers.twilio.{ability.value}")
    assert {field.name for field in MANIFEST.fields if field.required} == {"account_sid", "auth_token"}
