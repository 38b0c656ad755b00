"""Deliveries: kept whatever is in them, placed once, in any order."""

import json
import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.db import close_old_connections, connections

from casa.core.accounts.scope import workspace_scope
from casa.core.connections import intake
from casa.core.connections.contract import BadPayload, Handle, IncomingMessage, RawRequest
from casa.core.connections.models import Connection, Delivery, DeliveryState
from casa.core.connections.rules import disconnect
from casa.core.connections.wire import delivery_key, open_request, seal_request
from casa.lib.ids import new_id
from casa.providers.twilio import webhooks

HOOK = "https://casa.example.com/hook/twilio/t"


@pytest.fixture
def twilio(stage):
    return stage.connect("twilio")


@pytest.fixture
def placed(monkeypatch):
    """Facts as they are placed; each body is JSON {"id", "fail"}."""

    def parse(request, account):
        try:
            told = json.loads(request.body)
        except ValueError:
            raise BadPayload("This webhook is not one Casa understands.") from None
        return [IncomingMessage(told["id"], "sms", Handle("phone", "+18285550142"), "", request.received_at)]

    monkeypatch.setattr(webhooks, "parse", parse)
    return []


def put(stage, connection, body, at=None):
    with stage.cast.scope():
        request = RawRequest("POST", HOOK, {"x": "y"}, body, at or datetime.now(UTC))
        row = Delivery(
            id=new_id(), workspace_id=connection.workspace_id, connection=connection, key=new_id().bytes,
            sealed=seal_request(request), received_at=request.received_at,
        )  # fmt: skip
        row.save(force_insert=True)
        return row.id


def states(stage):
    with stage.cast.scope():
        return {row.id: (row.state, row.attempts, row.trouble) for row in Delivery.objects.all()}


def drain(stage, placed, heard=None, fails=()):
    def before(connection, fact):
        if heard is not None:
            heard.append(fact.external_id)

    def place(connection, fact):
        if fact.external_id in fails:
            raise RuntimeError(f"could not place {fact.external_id}")
        placed.append(fact.external_id)

    return intake.drain(stage.cast.workspace.id, before, place)


def one(name, **more):
    return json.dumps({"id": name, **more}).encode()


def test_a_delivery_is_placed_once_and_kept(stage, twilio, placed):
    row = put(stage, twilio, one("a"))
    assert drain(stage, placed) == 1
    assert drain(stage, placed) == 0
    assert placed == ["a"]
    assert states(stage)[row][0] == DeliveryState.DONE
    with stage.cast.scope():
        assert open_request(Delivery.objects.get(id=row).sealed).body == one("a")


def test_oldest_first(stage, twilio, placed):
    now = datetime.now(UTC)
    for name, ago in (("late", 1), ("early", 9), ("middle", 5)):
        put(stage, twilio, one(name), now - timedelta(minutes=ago))
    drain(stage, placed)
    assert placed == ["early", "middle", "late"]


def test_what_cannot_be_understood_is_marked_and_the_rest_goes_on(stage, twilio, placed):
    bad, good = put(stage, twilio, b"\xff not json"), put(stage, twilio, one("b"))
    drain(stage, placed)
    assert placed == ["b"]
    assert states(stage)[good][0] == DeliveryState.DONE
    state, attempts, trouble = states(stage)[bad]
    assert (state, attempts) == (DeliveryState.FAILED, 1)
    assert trouble == "This webhook is not one Casa understands."
    drain(stage, placed)
    assert states(stage)[bad][1] == 1, "known failures are final"


def test_a_failure_of_ours_is_tried_again_and_given_up_in_the_end(stage, twilio, placed):
    row = put(stage, twilio, one("c"))
    for attempt in range(1, intake.ATTEMPTS):
        drain(stage, placed, fails=("c",))
        assert states(stage)[row][:2] == (DeliveryState.NEW, attempt)
    drain(stage, placed, fails=("c",))
    assert states(stage)[row][:2] == (DeliveryState.FAILED, intake.ATTEMPTS)
    assert "RuntimeError" in states(stage)[row][2]
    assert "could not place" not in states(stage)[row][2], "what failed may name a guest"
    with stage.cast.scope():
        assert intake.retry_failed(twilio.id) == 1
    drain(stage, placed)
    assert placed == ["c"]


def test_what_the_law_asks_is_heard_although_placing_fails(stage, twilio, placed):
    put(stage, twilio, one("d"))
    heard = []
    drain(stage, placed, heard, fails=("d",))
    assert (heard, placed) == (["d"], [])


def test_a_failure_while_hearing_costs_only_its_own_delivery(stage, twilio, placed):
    bad, good = put(stage, twilio, one("e")), put(stage, twilio, one("f"))

    def before(connection, fact):
        if fact.external_id == "e":
            raise RuntimeError("no")

    intake.drain(stage.cast.workspace.id, before, lambda connection, fact: placed.append(fact.external_id))
    assert placed == ["f"]
    assert (states(stage)[bad][0], states(stage)[good][0]) == (DeliveryState.NEW, DeliveryState.DONE)


def test_many_deliveries_go_through_in_batches(stage, twilio, placed, monkeypatch):
    monkeypatch.setattr(intake, "BATCH", 3)
    for number in range(8):
        put(stage, twilio, one(str(number)))
    assert drain(stage, placed) == 8
    assert sorted(placed) == [str(number) for number in range(8)]


def test_two_drains_at_once_place_once(stage, twilio, placed):
    for number in range(6):
        put(stage, twilio, one(str(number)))
    begin = threading.Barrier(2)

    def work():
        begin.wait()
        try:
            drain(stage, placed)
        finally:
            close_old_connections()
            connections.close_all()

    both = [threading.Thread(target=work) for _ in range(2)]
    for thread in both:
        thread.start()
    for thread in both:
        thread.join()
    assert sorted(placed) == [str(number) for number in range(6)]
    assert {state[0] for state in states(stage).values()} == {DeliveryState.DONE}


def test_what_came_before_a_disconnect_cannot_be_opened_after_it(stage, twilio, placed):
    row = put(stage, twilio, one("g"))
    with stage.cast.scope():
        disconnect(Connection.objects.get(id=twilio.id))
    drain(stage, placed)
    assert placed == []
    assert states(stage)[row][0] == DeliveryState.FAILED


def test_a_repeat_is_one_row(stage, twilio):
    with stage.cast.scope():
        for _ in range(3):
            row = Delivery(
                id=new_id(), workspace_id=twilio.workspace_id, connection=twilio, key=delivery_key("SM1"), sealed=b"x"
            )
            Delivery.objects.bulk_create([row], ignore_conflicts=True)
        assert Delivery.objects.count() == 1


@pytest.mark.parametrize("body", [b"", b"\n", b"a\nb", bytes(range(256)), "é🗝️".encode()])
def test_a_request_survives_its_envelope(body):
    request = RawRequest("POST", HOOK + "?a=b%20c", {"x-signature": 's"\n'}, body, datetime.now(UTC), "203.0.113.9")
    assert open_request(seal_request(request)) == request


def test_outside_its_workspace_a_drain_finds_nothing(stage, twilio, placed, cast):
    put(stage, twilio, one("h"))
    from casa.core.accounts.queries import memberships

    other = memberships(cast.charlie)[0].workspace_id
    assert intake.drain(other, lambda *_: None, lambda connection, fact: placed.append(fact)) == 0
    with workspace_scope(other):
        assert Delivery.objects.count() == 0


OLD_ROW = (
    b'{"method": "POST", "url": "https://casa.example.com/hook/twilio/t", "headers": {"content-type": '
    b'"application/json", "x-twilio-signature": "abc="}, "at": "2026-11-20T10:02:03.000004+00:00", "ip": "203.0.113.7"}'
    b'\n{"id": "SM1"}\nwith a second line and \x00\x00'
)


def test_a_delivery_that_the_version_before_stored_is_still_read():
    assert open_request(OLD_ROW) == RawRequest(
        "POST",
        "https://casa.example.com/hook/twilio/t",
        {"content-type": "application/json", "x-twilio-signature": "abc="},
        b'{"id": "SM1"}\nwith a second line and \x00\x00',
        datetime(2026, 11, 20, 10, 2, 3, 4, tzinfo=UTC),
        "203.0.113.7",
    )


def test_an_upgrade_with_deliveries_still_waiting_loses_none(stage, twilio, placed):
    with stage.cast.scope():
        Delivery.objects.create(
            id=new_id(), workspace_id=twilio.workspace_id, connection=twilio, key=new_id().bytes,
            sealed=OLD_ROW.replace(b"\nwith a second line and \x00\x00", b""),
        )  # fmt: skip
    put(stage, twilio, b'{"id": "SM2"}')
    intake.drain(stage.cast.workspace.id, lambda *_: None, lambda _, fact: placed.append(fact.external_id))
    assert placed == ["SM1", "SM2"]
