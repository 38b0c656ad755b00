"""Signatures, ids and facts of what Twilio sends."""

import json
import time
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256
from urllib.parse import urlencode

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from twilio.request_validator import RequestValidator

from casa.core.connections.contract import Account, BadPayload, BadSignature, MessageStatus, RawRequest
from casa.providers.twilio import signing, webhooks

from .test_mapping import AT, fixture

HOOK = "https://stay.example.com/hooks/twilio/t0k3n"
TOKEN = "12345"
SID = "AC00000000000000000000000000000000"
PUBLISHED = "https://mycompany.com/myapp.php?foo=1&bar=2"
CALL = {
    "CallSid": "CA1234567890ABCDE",
    "Digits": "1234",
    "From": "+14158675309",
    "To": "+18005551212",
    "Caller": "+14158675309",
}
BODY = b'{"property":"value","boolean":true}'
HASHED = f"{PUBLISHED}&bodySHA256=d5729c000e5de6b3a10698fec78d482db85d744f1be820d1382b6bda1cfb7795"
FORM = {"content-type": "application/x-www-form-urlencoded; charset=UTF-8"}
SETTINGS = {"x-twilio-webhooks-signature-settings": "key=webhooks_sharedkey_01,algorithm=HMAC_SHA256"}


def account(hook=HOOK, **secrets):
    return Account("c1", {"account_sid": SID}, {"auth_token": TOKEN} | secrets, hook)


def request(url, form=None, body=b"", method="POST", **headers):
    content = urlencode(form, doseq=True).encode() if form is not None else body
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return RawRequest(method, url, (FORM if form is not None else {}) | named, content, AT)


def signed(url=HOOK, form=None, token=TOKEN, **headers):
    """A form signed by the official SDK."""
    form = fixture("inbound") if form is None else form
    return request(url, form, x_twilio_signature=RequestValidator(token).compute_signature(url, form), **headers)


def refused(raw, by=None):
    with pytest.raises(BadSignature) as caught:
        webhooks.verify(raw, by or account())
    return caught.value


# -------------------------------------------------------------------------------- published vectors


def test_the_published_form_vector():
    assert signing.sign(TOKEN, PUBLISHED, {k: [v] for k, v in CALL.items()}) == "RSOYDt4T1cUTdK1PDd93/VVr8B8="
    webhooks.verify(request(PUBLISHED, CALL, x_twilio_signature="RSOYDt4T1cUTdK1PDd93/VVr8B8="), account())


def test_the_shared_key_vector():
    raw = request(PUBLISHED, CALL, x_twilio_signature="033hgUJA9M/hXIZsYjwkerEP/DBm35nEri5FhCYjA5s=", **SETTINGS)
    webhooks.verify(raw, account(shared_key_secret=TOKEN, auth_token="other"))
    assert refused(raw).code == "shared_key"
    assert refused(raw, account(shared_key_secret="other")).code != "shared_key"


def test_the_json_vector():
    good = request(
        HASHED, body=BODY, content_type="application/json", x_twilio_signature="cw/F1H7TQOSHvvwJMI1fx6+2WjA="
    )
    webhooks.verify(good, account())
    assert refused(replace(good, body=BODY + b" ")).code == "malformed"


def test_the_web_socket_vector():
    assert signing.sign(TOKEN, "wss://stay.example.com/ws/relay", {}) == "DoVvwXb+cKl1ooOcDLYr0LzwC4A="


# -------------------------------------------------------------------------------- genuine and not


@pytest.mark.parametrize("name", ["inbound", "inbound_picture", "inbound_stop", "status_delivered"])
def test_what_the_official_sdk_signs_is_genuine(name):
    webhooks.verify(signed(form=fixture(name)), account())
    webhooks.verify(signed(f"{HOOK}?m=o-17&x=%C3%A9", fixture(name, Body="Grüße 😀 שלום +&=")), account())
    webhooks.verify(signed(form=fixture(name, Body="")), account())


def test_repeated_and_blank_fields_are_covered():
    form = {"Tag": ["b", "a", "b"], "Empty": "", **fixture("inbound")}
    text = HOOK + "".join(
        name + value for name in sorted(form) for value in (["a", "b"] if name == "Tag" else [form[name]])
    )
    raw = request(HOOK, form, x_twilio_signature=RequestValidator(TOKEN).compute_signature(text, {}))
    webhooks.verify(raw, account())


def test_with_and_without_the_port():
    for address in ("https://stay.example.com:443/hooks/twilio/t0k3n", HOOK):
        signature = RequestValidator(TOKEN).compute_signature(address, fixture("inbound"))
        webhooks.verify(request(HOOK, fixture("inbound"), x_twilio_signature=signature), account())


def test_a_fragment_is_not_signed():
    webhooks.verify(replace(signed(), url=f"{HOOK}#rc=3"), account())


def test_during_a_rotation_both_tokens_count():
    raw = signed(token="next")
    assert refused(raw).code == "token"
    webhooks.verify(raw, account(secondary_auth_token="next"))


def test_a_get_signs_its_address():
    signature = RequestValidator(TOKEN).compute_signature(f"{HOOK}?m=1", {})
    webhooks.verify(request(f"{HOOK}?m=1", method="GET", x_twilio_signature=signature), account())


@pytest.mark.parametrize(
    "change",
    [
        {"url": HOOK + "?m=other"},
        {"body": b""},
        {"body": urlencode(fixture("inbound") | {"Body": "Send the code"}).encode()},
        {"body": urlencode(fixture("inbound") | {"Extra": ""}).encode()},
        {"headers": FORM | {"x-twilio-signature": "Zm9yZ2Vk"}},
        {"headers": FORM | {"x-twilio-signature": "sígnaturé"}},
        {"headers": FORM | {"x-twilio-signature": ""}},
        {"headers": FORM},
    ],
)
def test_a_forged_request(change):
    refused(replace(signed(), **change))


def test_it_fails_closed():
    raw = signed()
    assert refused(raw, Account("c1", {"account_sid": SID}, {"auth_token": ""}, HOOK)).code == "token"
    assert refused(raw, Account("c1", {"account_sid": SID}, {}, HOOK)).code == "token"
    unknown = {"x-twilio-webhooks-signature-settings": "key=k,algorithm=HMAC_MD5"}
    assert refused(replace(raw, headers={**raw.headers, **unknown})).code == "algorithm"
    plain = RequestValidator(TOKEN).compute_signature(HOOK, {})
    assert (
        refused(request(HOOK, body=BODY, content_type="application/json", x_twilio_signature=plain)).code == "malformed"
    )
    assert refused(request(HOOK, body=b"", x_twilio_signature="x")).code in ("token", "account")


def test_an_auth_token_signature_does_not_pass_for_a_shared_key():
    raw = signed()
    assert refused(replace(raw, headers={**raw.headers, **SETTINGS}), account(shared_key_secret="k")).code


def test_the_likely_cause_is_named():
    other = "https://tunnel.example.net/hooks/twilio/t0k3n"
    assert "public address" in refused(replace(signed(), url=other)).for_user
    assert "auth token" in refused(signed(token="rotated")).for_user
    assert "another Twilio account" in refused(signed(token="x", form=fixture("inbound", AccountSid="AC1"))).for_user
    assert "no Twilio signature" in refused(request(HOOK, fixture("inbound"))).for_user
    assert refused(replace(signed(), url="https://[")).code == "malformed"


def test_two_megabytes_and_a_thousand_fields_are_refused_quickly():
    started = time.monotonic()
    refused(request(HOOK, {"Body": "a" * 2_000_000}, x_twilio_signature="x"))
    refused(request(HOOK, {f"F{n}": "x" for n in range(1000)}, x_twilio_signature="x"))
    refused(request(HOOK, body=b"\xff" * 2_000_000, content_type=FORM["content-type"], x_twilio_signature="x"))
    assert time.monotonic() - started < 2
    huge = signed(form=fixture("inbound", Body="a" * 2_000_000))
    webhooks.verify(huge, account())
    with pytest.raises(BadPayload):
        webhooks.parse(huge, account())


# -------------------------------------------------------------------------------- ids, answers, facts


def test_a_repeat_has_the_same_id_and_news_have_their_own():
    text = signed()
    assert webhooks.delivery_id(text) == "in:SM11111111111111111111111111111111"
    assert webhooks.delivery_id(replace(text, received_at=datetime(2030, 1, 1, tzinfo=UTC))) == webhooks.delivery_id(
        text
    )
    states = {
        webhooks.delivery_id(signed(form=fixture("status_delivered", MessageStatus=state)))
        for state in ("queued", "sent", "delivered")
    }
    assert len(states) == 3
    assert "st:SM66666666666666666666666666666666:sent" in states


def test_without_an_id_the_content_is_the_id():
    one, two = signed(form={"A": "1"}), signed(form={"A": "2"})
    expected = "sha256:" + sha256(HOOK.encode() + b"\n" + one.body).hexdigest()
    assert webhooks.delivery_id(one) == expected != webhooks.delivery_id(two)
    assert webhooks.delivery_id(signed(form={"MessageSid": "None"})).startswith("sha256:")
    assert webhooks.delivery_id(replace(one, body=b"\xff\xfe")).startswith("sha256:")


def test_the_answer_says_nothing_to_the_guest():
    said = webhooks.answer(signed())
    assert (said.status, said.content_type) == (200, "text/xml")
    assert said.body.endswith(b"<Response/>")


def test_facts():
    [text] = webhooks.parse(signed(), account())
    assert (text.body, text.opt_out, text.sent_at) == ("Is there parking?", "", AT)
    [stop] = webhooks.parse(signed(form=fixture("inbound_stop")), account())
    assert (stop.body, stop.opt_out) == ("STOP", "stop")
    [news] = webhooks.parse(signed(f"{HOOK}?m=o%2D17", fixture("status_delivered")), account())
    assert (news.status, news.reference) == (MessageStatus.DELIVERED, "o-17")


def test_news_out_of_order_move_only_forward():
    states = ("delivered", "queued", "sent", "sent")
    facts = [webhooks.parse(signed(form=fixture("status_delivered", MessageStatus=s)), account())[0] for s in states]
    assert max(facts, key=lambda fact: fact.status.rank).status is MessageStatus.DELIVERED


def test_what_is_not_about_a_message_gives_no_facts():
    assert webhooks.parse(signed(form=CALL), account()) == []
    assert webhooks.parse(request(HOOK, body=b"[1, 2]", content_type="application/json"), account()) == []
    assert webhooks.parse(request(HOOK), account()) == []


def test_a_json_message_is_read_too():
    body = json.dumps(fixture("inbound")).encode()
    [fact] = webhooks.parse(request(HOOK, body=body, content_type="application/json"), account())
    assert fact.body == "Is there parking?"


@pytest.mark.parametrize("body", [b"{", b"\xff", b"[" * 100_000])
def test_what_cannot_be_read_is_bad(body):
    with pytest.raises(BadPayload):
        webhooks.parse(request(HOOK, body=body, content_type="application/json"), account())


names = st.sampled_from([*fixture("inbound_picture"), "MessageStatus", "ErrorCode", "OptOutType", "x"])
forms = st.dictionaries(names, st.text(max_size=50) | st.sampled_from(["None", "10", "+1", "SM" + "1" * 32]))
bodies = st.binary(max_size=200) | forms.map(lambda form: urlencode(form, errors="replace").encode())
types = st.sampled_from(["", "application/json", "application/x-www-form-urlencoded", "multipart/form-data"])


@settings(max_examples=300)
@given(bodies, types, st.text(max_size=30), st.text(max_size=30))
def test_whatever_arrives_ends_in_facts_or_in_one_of_our_failures(body, kind, query, signature):
    raw = RawRequest("POST", f"{HOOK}?{query}", {"content-type": kind, "x-twilio-signature": signature}, body, AT)
    assert webhooks.delivery_id(raw)
    with pytest.raises(BadSignature):
        webhooks.verify(raw, account())
    try:
        facts = webhooks.parse(raw, account())
    except BadPayload:
        return
    assert all(fact.external_id and fact.external_id != "None" for fact in facts)


@settings(max_examples=100)
@given(forms)
def test_changed_messages_end_the_same_way(changes):
    form = fixture("inbound") | changes
    raw = request(HOOK, {name: value.encode("utf-8", "replace").decode() for name, value in form.items()})
    try:
        facts = webhooks.parse(raw, account())
    except BadPayload:
        return
    assert all(signing.form_fields(raw.body) and fact.external_id.startswith(("SM", "MM")) for fact in facts)
