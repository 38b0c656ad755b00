"""Webhooks: genuine or not, whole or half, once or twice, and posted by the pretend Hospitable as by the real one."""

import hashlib
import json
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casa.core.connections.contract import (
    Account,
    Answer,
    BadPayload,
    BadSignature,
    ConnectionEnded,
    Hint,
    IncomingMessage,
    PropertyFact,
    RawRequest,
    ReservationFact,
    ReviewFact,
)
from casa.providers.hospitable import webhooks
from casa.providers.hospitable.sandbox_hooks import signature

EMAIL = "owner@example.com"
HOST = Account("c1", {"owner_email": EMAIL}, {"token": "t"})
VENDOR = Account("c1", {}, {"token": "t", "webhook_secret": "123456"})
THEIRS = "38.80.170.7"


def request(body: bytes, client_ip: str = THEIRS, **headers: str) -> RawRequest:
    at = datetime(2026, 9, 1, 8, tzinfo=UTC)
    return RawRequest("POST", "https://casa.example.com/hooks/x", headers, body, at, client_ip)


def notice(action: str, data: Any, **more: Any) -> bytes:
    envelope = {"id": "x", "data": data, "action": action, "created": "2026-09-01T08:00:00Z", "version": "v2", **more}
    return json.dumps(envelope).encode()


def parsed(action: str, data: Any, account: Account = VENDOR, client_ip: str = THEIRS, **more: Any) -> list[Any]:
    return list(webhooks.parse(request(notice(action, data, **more), client_ip), account))


# ------------------------------------------------------------------------------------------------- signatures


def test_the_published_vector() -> None:
    """Documented digest for the secret 123456: it belongs to the compact body, not to the one printed beside it."""
    digest = "cc99bf5947391ddb0d0d9866f5b9d3a68e8b273c5ac8f699b4ae2399a7433118"
    webhooks.verify(request(b'{"foo":"bar"}', signature=digest), VENDOR)
    with pytest.raises(BadSignature):
        webhooks.verify(request(b'{"foo": "bar"}', signature=digest), VENDOR)
    assert signature("123456", b'{"foo":"bar"}') == digest


def test_the_default_secret_is_the_owners_email_in_base64() -> None:
    body = notice("property.deleted", {"id": "h1"})
    signed = signature(b64encode(EMAIL.encode()).decode(), body)
    webhooks.verify(request(body, signature=signed), HOST)
    spelt = Account("c1", {"owner_email": f" {EMAIL.title()} "}, {})
    webhooks.verify(request(body, signature=signed), spelt)


@pytest.mark.parametrize("given_signature", ["", "0" * 64, "é", "sha256=" + "0" * 64, "A" * 100_000])
def test_forged_signatures(given_signature: str) -> None:
    with pytest.raises(BadSignature):
        webhooks.verify(request(b"{}", signature=given_signature), VENDOR)


def test_a_single_changed_byte_is_forged() -> None:
    body = notice("reservation.changed", {"id": "r1"})
    signed = signature("123456", body)
    webhooks.verify(request(body, signature=signed), VENDOR)
    with pytest.raises(BadSignature):
        webhooks.verify(request(body.replace(b"r1", b"r2"), signature=signed), VENDOR)
    with pytest.raises(BadSignature):
        webhooks.verify(request(body, signature=signed.upper()), VENDOR)


def test_the_likely_cause_is_named() -> None:
    for account, cause in (
        (HOST, "owner's e-mail"),
        (VENDOR, "signing secret"),
        (Account("c1", {}, {}), "Add the owner's e-mail"),
    ):
        with pytest.raises(BadSignature, match=cause):
            webhooks.verify(request(b"{}", signature="0" * 64), account)
    with pytest.raises(BadSignature, match="did not come from Hospitable"):
        webhooks.verify(request(b"{}"), VENDOR)


def test_an_empty_email_is_no_secret() -> None:
    body = b'{"action":"integration.disconnected"}'
    with pytest.raises(BadSignature):
        webhooks.verify(request(body, signature=signature("", body)), Account("c1", {"owner_email": " "}, {}))


def test_a_repeat_has_the_same_id_and_another_body_another() -> None:
    body = notice("message.created", {})
    assert webhooks.delivery_id(request(body)) == hashlib.sha256(body).hexdigest()
    assert webhooks.delivery_id(request(body)) == webhooks.delivery_id(request(body, client_ip="1.2.3.4"))
    assert webhooks.delivery_id(request(body + b" ")) != webhooks.delivery_id(request(body))
    assert webhooks.answer(request(body)) == Answer(status=200)


# ------------------------------------------------------------------------------------------------- what is believed


def test_a_guessable_signature_from_elsewhere_is_only_a_hint(payload: Any) -> None:
    """Who knows the e-mail can sign: such a body must not put words in a guest's mouth or end the connection."""
    stay = payload("reservation")
    for account in (HOST, replace(HOST, secrets={"webhook_secret": webhooks.default_secret(EMAIL)})):
        for address in ("203.0.113.9", "127.0.0.1", "", "nonsense"):
            assert parsed("message.created", payload("message"), account, address) == [
                Hint("messages", payload("message")["reservation_id"])
            ]
            assert parsed("reservation.changed", stay, account, address) == [Hint("reservation", stay["id"])]
            assert parsed("property.deleted", {"id": "h1"}, account, address) == [Hint("property", "h1")]
            assert parsed("integration.disconnected", {}, account, address) == [Hint("all")]
            assert parsed("review.created", payload("review"), account, address) == [Hint("all")]


def test_the_same_from_hospitables_own_addresses_is_believed(payload: Any) -> None:
    for address in (THEIRS, "::ffff:38.80.170.200"):
        assert isinstance(parsed("message.created", payload("message"), HOST, address)[0], IncomingMessage)


def test_a_real_secret_is_believed_from_anywhere(payload: Any) -> None:
    assert isinstance(parsed("message.created", payload("message"), VENDOR, "127.0.0.1")[0], IncomingMessage)


# ------------------------------------------------------------------------------------------------- what is said


def test_a_whole_reservation_is_a_fact_with_the_time_of_the_event(payload: Any) -> None:
    (stay,) = parsed("reservation.created", payload("reservation"))
    assert isinstance(stay, ReservationFact)
    assert (stay.sequence, stay.payout) == ("2026-09-01T08:00:00.000000Z", 65_230)


def test_two_events_of_one_second_keep_their_order(payload: Any) -> None:
    """``created`` has whole seconds; the ULID in ``id`` has milliseconds."""
    first, second = (
        parsed("reservation.changed", payload("reservation"), id=_ulid_at(1_788_249_600_000 + milliseconds))[0].sequence
        for milliseconds in (120, 870)
    )
    assert first.startswith("2026-09-01T08:00:00.120")
    assert first < second
    elsewhere = parsed("reservation.changed", payload("reservation"), id=_ulid_at(0))[0].sequence
    assert elsewhere == "2026-09-01T08:00:00.000000Z"


def _ulid_at(milliseconds: int) -> str:
    alphabet, number = "0123456789ABCDEFGHJKMNPQRSTVWXYZ", milliseconds << 80
    return "".join(alphabet[number >> shift & 31] for shift in range(125, -1, -5))


@pytest.mark.parametrize(
    "dropped", ["guest", "guests", "properties", "check_in", "platform", "departure_date", "financials"]
)
def test_a_partial_reservation_with_an_id_is_a_hint(payload: Any, dropped: str) -> None:
    raw = payload("reservation")
    del raw[dropped]
    assert parsed("reservation.changed", raw, triggers=["dates_changed"]) == [Hint("reservation", raw["id"])]


@pytest.mark.parametrize(
    "data", [{"check_in": "2026-09-04T16:00:00-05:00"}, [], None, {"id": None}, {"id": "None of it"}]
)
def test_a_partial_reservation_without_an_id_reads_again_what_is_recent(data: object) -> None:
    assert parsed("reservation.changed", data) == [Hint("all")]


def test_a_cancellation_is_a_changed_status(payload: Any) -> None:
    raw = payload("reservation")
    raw["reservation_status"]["current"]["category"] = "cancelled"
    (stay,) = parsed("reservation.changed", raw, triggers=["status_changed"])
    assert stay.status == "cancelled"


def test_an_imported_reservation_counts_and_a_test_does_not(payload: Any) -> None:
    assert len(parsed("reservation.created", payload("reservation"), triggers=["historic_reservation"])) == 1
    for triggers in (["test"], "test", ["status_changed", "test"]):
        assert parsed("reservation.created", payload("reservation"), triggers=triggers) == []


def test_homes(payload: Any) -> None:
    (home,) = parsed("property.changed", payload("property"), triggers=["details"])
    assert isinstance(home, PropertyFact)
    assert home.wifi_password == "loon-call-7"
    bare = {key: value for key, value in payload("property").items() if key != "details"}
    assert parsed("property.created", bare) == [Hint("property", bare["id"])]
    (gone,) = parsed("property.deleted", {"id": "h1"})
    assert isinstance(gone, PropertyFact)
    assert gone.removed
    assert gone.external_id == "h1"


def test_a_merge_removes_the_old_home_and_reads_the_rest_again() -> None:
    facts = parsed("property.merged", {"previous_id": "h1", "new_id": "h2"})
    assert facts[:2] == [Hint("property", "h2"), Hint("all")]
    assert facts[2].external_id == "h1"
    assert facts[2].removed
    assert parsed("property.merged", {"previous_id": "h1"}) == [Hint("all")]


def test_messages(payload: Any) -> None:
    (message,) = parsed("message.created", payload("message"))
    assert isinstance(message, IncomingMessage)
    assert message.external_id == "900001"
    without = {key: value for key, value in payload("message").items() if key != "id"}
    assert parsed("message.created", without) == [Hint("messages", without["reservation_id"])]
    of_inquiry = {**without, "reservation_id": None}
    assert parsed("message.created", of_inquiry) == [Hint("messages", without["conversation_id"])]
    assert parsed("message.created", {"body": "Hi"}) == [Hint("all")]


def test_reviews_and_the_end(payload: Any) -> None:
    (review,) = parsed("review.created", payload("review"))
    assert isinstance(review, ReviewFact)
    assert review.rating == 5
    assert parsed("review.created", {"id": "r1"}) == [Hint("all")]
    (ended,) = parsed("integration.disconnected", {"user": "u1"})
    assert isinstance(ended, ConnectionEnded)


@pytest.mark.parametrize(
    ("name", "kinds"),
    [
        ("reservation.created", [ReservationFact]),
        ("reservation.changed", [ReservationFact]),
        ("reservation.changed.partial", [Hint]),
        ("reservation.test", []),
        ("property.created", [PropertyFact]),
        ("property.changed", [PropertyFact]),
        ("property.deleted", [PropertyFact]),
        ("property.merged", [Hint, Hint, PropertyFact]),
        ("message.created", [IncomingMessage]),
        ("review.created", [ReviewFact]),
        ("integration.disconnected", [ConnectionEnded]),
    ],
)
def test_each_kind_of_notice(payload: Any, name: str, kinds: list[type]) -> None:
    body = json.dumps(payload(f"webhook.{name}")).encode()
    assert [type(fact) for fact in webhooks.parse(request(body), VENDOR)] == kinds


def test_every_action_has_its_recorded_notice(payload: Any) -> None:
    assert all(payload(f"webhook.{action}")["action"] == action for action in webhooks.READERS)


@pytest.mark.parametrize("action", ["reservation.deleted", "thread.created", "é"])
def test_unknown_actions_are_nothing(action: str) -> None:
    assert parsed(action, {"id": "x"}) == []


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"null", b"[]", b"\xff\xfe", b'{"data":{}}', b'{"action":7.5e999}', b'{"action":null}', b"[" * 200_000,
     b"1" * 5_000, b'{"action":""}'],
)  # fmt: skip
def test_bad_bodies(body: bytes) -> None:
    with pytest.raises(BadPayload):
        webhooks.parse(request(body), VENDOR)


def test_an_absurdly_long_message_is_cut(payload: Any) -> None:
    (message,) = parsed("message.created", {**payload("message"), "body": "é" * 2_000_000})
    assert len(message.body) == 50_000


ANY_JSON: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=10,
)
DATA_KEYS = (
    *("id", "properties", "property", "arrival_date", "created_at", "sender_type", "reviewed_at", "guest", "body"),
    *("previous_id", "new_id", "reservation_id", "conversation_id", "guests", "platform", "check_in"),
)


@given(
    st.sampled_from(sorted(webhooks.READERS)),
    ANY_JSON | st.dictionaries(st.sampled_from(DATA_KEYS), ANY_JSON),
    st.dictionaries(st.sampled_from(["id", "created", "triggers", "version"]), ANY_JSON),
)
def test_parse_raises_nothing_but_bad_payload(action: str, data: Any, more: Mapping[str, Any]) -> None:
    body = json.dumps({"action": action, "data": data, **more}).encode()
    try:
        facts = webhooks.parse(request(body), VENDOR)
    except BadPayload:
        return
    assert all(getattr(fact, "external_id", "") != "None" for fact in facts)


@given(st.binary(max_size=300), st.text(max_size=80), st.text(max_size=40))
def test_any_bytes_end_in_a_known_failure(body: bytes, given_signature: str, email: str) -> None:
    account = Account("c1", {"owner_email": email}, {})
    with pytest.raises(BadSignature):
        webhooks.verify(request(body, signature=given_signature), account)
    try:
        webhooks.parse(request(body), account)
    except BadPayload:
        return
