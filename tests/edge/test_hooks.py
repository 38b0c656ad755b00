"""Webhooks in, over real HTTP and a real database."""

import time

import pytest
from django.db import connections as databases

from casa.core.accounts.scope import workspace_scope
from casa.core.connections.models import Connection, Delivery
from casa.core.connections.wire import hook_hash, open_request
from tests.edge.world import hooked, signed, text, until, web


@pytest.fixture(scope="module")
def client(database):
    with web() as client:
        yield client


@pytest.fixture
def place(cast):
    return hooked(cast)


def post(client, place, fields, **changed):
    body, headers = signed(place.path, fields)
    return client.post(place.path, content=changed.get("body", body), headers=headers | changed.get("headers", {}))


def test_a_signed_text_is_stored_sealed_and_answered(client, place):
    said = post(client, place, text(1, "Where is the key?"))
    assert said.status_code == 200
    assert said.headers["content-type"] == "text/xml"
    assert b"<Response/>" in said.content
    with workspace_scope(place.connection.workspace_id):
        row = Delivery.objects.get(connection=place.connection)
        assert b"Where" not in bytes(row.__dict__["sealed"])
        request = open_request(row.sealed)
    assert b"Where+is+the+key" in request.body
    assert request.url.endswith(place.path)
    assert request.received_at == row.received_at
    assert request.client_ip == "127.0.0.1"


def test_one_drain_waits_however_many_arrive(client, place):
    for number in range(5):
        assert post(client, place, text(number)).status_code == 200
    until(place.jobs)
    jobs = place.jobs()
    lock = f"drain:{place.connection.workspace_id}"
    assert [job[:4] for job in jobs] == [("inbox.drain", "realtime", lock, lock)]


def test_a_repeat_is_stored_once_and_acknowledged_every_time(client, place):
    assert [post(client, place, text(7)).status_code for _ in range(3)] == [200, 200, 200]
    assert place.rows() == 1


def test_an_unknown_token_and_another_provider_lead_nowhere(client, place):
    body, headers = signed(place.path, text(1))
    for path in ("/hook/twilio/nobody", f"/hook/hospitable/{place.token}", "/hook/twilio/", f"{place.path}/more"):
        assert client.post(path, content=body, headers=headers).status_code == 404
    assert place.rows() == 0


def test_a_bad_signature_is_refused_before_anything_is_stored_and_counted_with_its_cause(client, place):
    body, headers = signed(place.path, text(1), secret="6" * 32)
    assert [client.post(place.path, content=body, headers=headers).status_code for _ in range(3)] == [401] * 3

    def counted():
        with workspace_scope(place.connection.workspace_id):
            return Connection.objects.get(id=place.connection.id)

    until(lambda: counted().bad_signatures == 3)
    assert "auth token" in counted().bad_signature_words
    assert place.rows() == 0


def test_changing_a_signed_text_is_noticed(client, place):
    body, headers = signed(place.path, text(1))
    changed = body.replace(b"hot+tub", b"hot+dog")
    assert changed != body
    assert client.post(place.path, content=changed, headers=headers).status_code == 401
    assert client.post(f"{place.path}?m=1", content=body, headers=headers).status_code == 401


def test_a_signed_query_counts_as_part_of_the_address(client, place):
    path = f"{place.path}?m=42"
    body, headers = signed(path, text(3) | {"MessageStatus": "delivered", "SmsStatus": "delivered"})
    assert client.post(path, content=body, headers=headers).status_code == 200


def test_more_than_a_megabyte_is_refused_whether_announced_or_not(client, place):
    body, headers = signed(place.path, text(1))
    assert client.post(place.path, content=b"x" * (1024 * 1024 + 1), headers=headers).status_code == 413
    pieces = (b"x" * 65536 for _ in range(20))
    assert client.post(place.path, content=pieces, headers=headers).status_code == 413
    assert place.rows() == 0


def test_validations_by_get_are_answered_and_other_methods_refused(client, place):
    assert client.get(place.path).status_code == 200
    assert client.head(place.path).status_code == 200
    assert client.put(place.path).status_code == 405
    assert client.get("/hook/twilio/nobody").status_code == 404


def test_a_disconnected_account_has_no_address_any_more(client, place, cast):
    assert post(client, place, text(1)).status_code == 200
    with cast.scope():
        Connection.objects.filter(id=place.connection.id).update(hook_hash=None)
    with databases["system"].cursor() as cursor:
        cursor.execute("select pg_notify('casa_connections', '')")
    until(lambda: post(client, place, text(2)).status_code == 404)


def test_the_known_address_is_asked_again_after_five_seconds(client, place, cast):
    assert post(client, place, text(1)).status_code == 200
    with cast.scope():
        Connection.objects.filter(id=place.connection.id).update(hook_hash=None)
    began = time.monotonic()
    until(lambda: post(client, place, text(2)).status_code == 404, seconds=8)
    assert time.monotonic() - began < 6


def test_up(client):
    assert client.get("/up").status_code == 200


@pytest.mark.parametrize(
    ("token", "known"), [("", "cae66941d9efbd404e4d88758ea67670"), ("a", "27c35e6e9373877f29e562464e46497e")]
)
def test_a_token_is_known_by_its_blake2b_128(token, known):
    """Published digests (RFC 7693, 128 bits): a changed hash would make every address that is out there unknown."""
    assert hook_hash(token).hex() == known
