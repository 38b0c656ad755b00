"""Twilio's words into ours."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casa.core.connections.contract import BadPayload, DeliveryStatus, Handle, IncomingMessage, MessageStatus
from casa.providers.twilio import mapping

FIXTURES = Path(__file__).parent / "fixtures"
AT = datetime(2026, 11, 21, 18, 5, tzinfo=UTC)


def fixture(name, **changes):
    return json.loads((FIXTURES / f"{name}.json").read_text()) | changes


def test_a_text():
    [fact] = mapping.incoming(fixture("inbound"), AT)
    assert fact == IncomingMessage(
        external_id="SM11111111111111111111111111111111",
        channel="sms",
        sender=Handle("phone", "+14155550123"),
        recipient=Handle("phone", "+14155550100"),
        body="Is there parking?",
        sent_at=AT,
    )


def test_a_picture_message_keeps_its_words_and_files():
    [fact] = mapping.incoming(fixture("inbound_picture"), AT)
    assert (fact.channel, fact.body) == ("mms", "The heater shows this")
    assert [(ref.url[-34:-30], ref.content_type) for ref in fact.media] == [
        ("ME33", "image/jpeg"),
        ("ME44", "text/x-vcard"),
    ]


@pytest.mark.parametrize(("kind", "ours"), [("STOP", "stop"), ("start", "start"), ("HELP", "help"), ("MAYBE", "")])
def test_twilios_own_keyword_handling(kind, ours):
    [fact] = mapping.incoming(fixture("inbound_stop", OptOutType=kind), AT)
    assert fact.opt_out == ours


@pytest.mark.parametrize(
    ("body", "ours"),
    [
        ("STOP", "stop"),
        (" cancel\n", "stop"),
        ("Unstop", "start"),
        ("info", "help"),
        ("YES", ""),
        ("I will stop by at 5", ""),
        ("Stop.", ""),
        ("Help! The pipe burst", ""),
        ("", ""),
    ],
)
def test_what_twilios_default_handling_answers_unasked(body, ours):
    [fact] = mapping.incoming(fixture("inbound", Body=body), AT)
    assert (fact.opt_out, fact.body) == (ours, body)
    listed = mapping.listed(fixture("listed", direction="inbound", body=body))
    assert listed.opt_out == ours


@pytest.mark.parametrize(
    ("changes", "count"),
    [
        ({"NumMedia": "-1"}, 0),
        ({"NumMedia": "many"}, 0),
        ({"NumMedia": "99999999"}, 0),
        ({"NumMedia": "9"}, 2),
        ({"NumMedia": "1"}, 1),
        ({"MediaUrl0": "http://api.twilio.com/x"}, 1),
        ({"MediaUrl0": ""}, 1),
    ],
)
def test_odd_media_counts(changes, count):
    assert len(mapping.media_refs(fixture("inbound_picture", **changes))) == count


@pytest.mark.parametrize(
    ("sender", "handle"),
    [
        ("+447700900123", Handle("phone", "+447700900123")),
        ("72345", Handle("platform", "72345")),
        ("DELIVERYCO", Handle("platform", "DELIVERYCO")),
    ],
)
def test_who_wrote(sender, handle):
    [fact] = mapping.incoming(fixture("inbound", From=sender), AT)
    assert fact.sender == handle


@pytest.mark.parametrize("sender", ["whatsapp:+14155550123", "messenger:1234", "rcs:agent", "x" * 41])
def test_other_channels_give_no_facts(sender):
    assert mapping.incoming(fixture("inbound", From=sender), AT) == []


@pytest.mark.parametrize(
    "changes",
    [
        {"MessageSid": "", "SmsSid": "", "SmsMessageSid": ""},
        {"MessageSid": "None"},
        {"MessageSid": "SM12"},
        {"From": ""},
        {"Body": "a" * 20_001},
    ],
)
def test_what_cannot_be_a_text(changes):
    with pytest.raises(BadPayload) as caught:
        mapping.incoming(fixture("inbound", **changes), AT)
    assert "+1415" not in str(caught.value)


def test_a_body_may_be_empty_or_hold_anything_but_nul():
    [fact] = mapping.incoming(fixture("inbound", Body=""), AT)
    assert fact.body == ""
    [fact] = mapping.incoming(fixture("inbound", Body="שלום\x00 👨‍👩‍👧"), AT)
    assert fact.body == "שלום 👨‍👩‍👧"


@pytest.mark.parametrize(
    ("word", "ours"),
    [
        ("accepted", "queued"),
        ("sending", "queued"),
        ("sent", "sent"),
        ("partially_delivered", "sent"),
        ("delivered", "delivered"),
        ("read", "read"),
        ("undelivered", "failed"),
        ("failed", "failed"),
        ("canceled", "failed"),
        ("teleported", "queued"),
        (None, "queued"),
        (["sent"], "queued"),
    ],
)
def test_states(word, ours):
    assert mapping.status(word).value == ours


def test_a_failure_says_why_and_what_to_learn():
    fact = mapping.delivery(fixture("status_undelivered"), AT, "o-17")
    assert (fact.status, fact.reference, fact.code, fact.suppress) == (
        MessageStatus.FAILED,
        "o-17",
        "30006",
        "landline",
    )
    assert "landline" in fact.words
    unknown = mapping.delivery(fixture("status_undelivered", ErrorCode="39999"), AT, "")
    assert (unknown.code, unknown.suppress) == ("39999", "")
    assert unknown.words == "Twilio could not deliver this message."
    odd = mapping.delivery(fixture("status_undelivered", ErrorCode="DROP TABLE"), AT, "")
    assert odd.code == ""


def test_a_late_error_code_on_a_good_state_teaches_nothing():
    fact = mapping.delivery(fixture("status_delivered", ErrorCode="21610"), AT, "")
    assert (fact.status, fact.words, fact.suppress) == (MessageStatus.DELIVERED, "", "")


def test_every_trouble_is_a_plain_sentence():
    for code, trouble in mapping.TROUBLES.items():
        assert code.isdigit()
        assert trouble.words.endswith(".")
        assert "!" not in trouble.words
        assert trouble.suppress in ("", "opted_out", "unreachable", "landline")


def test_a_listed_message_is_the_same_fact_as_its_webhook():
    news = mapping.listed(fixture("listed"))
    assert isinstance(news, DeliveryStatus)
    assert (news.status, news.at) == (MessageStatus.DELIVERED, datetime(2026, 11, 21, 18, 2, 15, tzinfo=UTC))
    text = mapping.listed(fixture("listed", direction="inbound", **{"from": "+14155550123", "to": "+14155550100"}))
    assert isinstance(text, IncomingMessage)
    assert (text.sender.value, text.sent_at) == (
        "+14155550123",
        datetime(2026, 11, 21, 18, 2, 12, tzinfo=UTC),
    )
    assert mapping.listed(fixture("listed", direction="inbound", **{"from": "whatsapp:+14155550123"})) is None
    assert mapping.listed(fixture("listed", date_sent=None, date_created="soon")) is None


@pytest.mark.parametrize("text", [None, 7, "", "soon", "Sat, 99 Nov 2026 18:02:11 +0000", "Sat, 21 Nov 2026 18:02:11"])
def test_dates_that_are_none(text):
    assert mapping.when(text) is None


values = st.none() | st.booleans() | st.integers() | st.text(max_size=60) | st.lists(st.text(), max_size=2)


@given(st.dictionaries(st.sampled_from(list(fixture("listed"))), values))
def test_a_listed_message_of_any_shape_is_a_fact_or_bad(changes):
    try:
        fact = mapping.listed(fixture("listed") | changes)
    except BadPayload:
        return
    assert fact is None or mapping.SID.fullmatch(fact.external_id)
