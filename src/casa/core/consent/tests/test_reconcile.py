"""R42: what the provider refused behind our back is on our stop list in the morning, once, and on the consent page."""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from unittest.mock import patch

import pytest

from casa.core.accounts.models import Due
from casa.core.connections.contract import NotReady
from casa.core.connections.models import Connection
from casa.core.consent import carriers, reconcile
from casa.core.consent.gate import Case, decide
from casa.core.consent.ledger import standing
from casa.core.consent.models import Decision, Reconciliation, Suppression, Unreached
from casa.core.consent.queries import truths
from casa.core.consent.rules import hear, suppress
from casa.lib.ids import new_id
from casa.lib.pretend import Fault
from casa.providers.twilio import client
from casa.providers.twilio.sandbox_state import accounts, add_message

GUEST, OTHER, THIRD = "+18285550142", "+18285550143", "+18285550144"


def now():
    return datetime.now(UTC)  # asked each time: a long run of tests is minutes old by the time this file is its turn


@pytest.fixture
def twilio(stage):
    return stage.connect("twilio")


@pytest.fixture
def logged(stage, twilio):
    """Another program's text in Twilio's log: to whom, how it ended, how long ago."""
    account = accounts(stage.world)[twilio.settings["account_sid"]]

    def write(to, status="undelivered", code=None, ago=timedelta(hours=5)):
        at = now() - ago
        values = {
            "body": "From a shop's own script", "direction": "outbound-api", "to": to, "status": status,
            "error_code": code, "date_sent": format_datetime(at), "date_updated": format_datetime(at),
            "from": twilio.settings["from_number"], "messaging_service_sid": None, "num_media": "0",
            "num_segments": "1",
        }  # fmt: skip
        return add_message(account, at, **values)["sid"]

    return write


def read(stage, twilio):
    reconcile.reconcile(stage.cast.workspace.id, twilio.id)
    with stage.cast.scope():
        return Reconciliation.objects.filter(connection=twilio).latest("began_at")


def stops(stage, phone):
    with stage.cast.scope():
        return standing(stage.cast.brand.id, "phone", phone, "sms")


def a_day_later(stage):
    with stage.cast.scope():
        Reconciliation.objects.update(began_at=now() - timedelta(hours=24))


def test_a_refusal_of_another_programs_text_stops_ours_too(stage, twilio, logged):
    sid = logged(GUEST, code=21610)
    logged(OTHER, "delivered")
    run = read(stage, twilio)
    assert (run.refused, run.unreachable, run.read) == (1, 0, 2)
    assert stops(stage, GUEST).reason == "provider"
    assert not stops(stage, OTHER).suppressed
    with stage.cast.scope():
        line = Suppression.objects.get()
        assert (line.rule, line.message_ref) == ("R42", f"provider:{sid}")
        case = Case(stage.cast.brand.id, "sms", "phone", GUEST, "service", "Your code", datetime.now(UTC))
        assert decide(case)[0].rule == "R42"


def test_read_twice_it_is_one_line_and_counts_once(stage, twilio, logged):
    logged(GUEST, code=21610)
    first = read(stage, twilio)
    assert read(stage, twilio).id == first.id, "once a night"
    a_day_later(stage)
    assert read(stage, twilio).refused == 0
    with stage.cast.scope():
        assert Suppression.objects.count() == 1


def test_who_said_start_after_the_refusal_stays_open(stage, twilio, logged):
    logged(GUEST, code=21610)
    with stage.cast.scope():
        suppress(stage.cast.brand.id, "sms", "phone", GUEST, "keyword", at=now() - timedelta(hours=6), ref="SM1")
        hear(stage.cast.brand, "sms", "phone", GUEST, "START", now() - timedelta(minutes=2), "SM2")
    assert read(stage, twilio).refused == 0
    assert not stops(stage, GUEST).suppressed


def test_a_phone_that_was_off_once_is_no_ended_number(stage, twilio, logged):
    """R14: twice, and of two messages."""
    logged(GUEST, code=30003, ago=timedelta(hours=9))
    assert read(stage, twilio).unreachable == 0
    assert not stops(stage, GUEST).suppressed
    a_day_later(stage)
    assert read(stage, twilio).unreachable == 0, "the same message is not a second one"
    logged(GUEST, code=30005)
    a_day_later(stage)
    assert read(stage, twilio).unreachable == 1
    assert (stops(stage, GUEST).reason, stops(stage, GUEST).rule) == ("unreachable", "R14")


def test_failures_far_apart_are_forgotten(stage, twilio, logged):
    with stage.cast.scope():
        old = now() - carriers.TWICE_WITHIN - timedelta(days=1)
        assert not carriers.learn(stage.cast.brand.id, "sms", "phone", GUEST, "unreachable", "provider:SM1", old)
    logged(GUEST, code=30003)
    assert read(stage, twilio).unreachable == 0
    with stage.cast.scope():
        assert Unreached.objects.count() == 1


def test_a_landline_is_one_at_once(stage, twilio, logged):
    logged(GUEST, code=30006)
    assert read(stage, twilio).unreachable == 1


def test_it_goes_on_at_the_page_where_it_broke_off(stage, twilio, logged, monkeypatch):
    monkeypatch.setattr(client, "PAGE_SIZE", 1)
    for place, phone in enumerate((GUEST, OTHER, THIRD)):
        logged(phone, code=21610, ago=timedelta(hours=9 - place))
    taken = reconcile._take

    def once(*args):
        taken(*args)
        stage.world.break_next(Fault("twilio", "status", "Messages.json", status=503))

    with patch.object(reconcile, "_take", once), pytest.raises(NotReady):
        reconcile.reconcile(stage.cast.workspace.id, twilio.id)
    with stage.cast.scope():
        run = Reconciliation.objects.get()
        assert (run.finished_at, run.read, run.refused) == (None, 1, 1)
    run = read(stage, twilio)
    assert (run.read, run.refused) == (3, 3)
    assert run.finished_at is not None
    with stage.cast.scope():
        assert Suppression.objects.count() == 3


def test_texts_another_program_sent_after_a_stop_are_counted_and_ours_are_not(stage, twilio, logged):
    brand = stage.cast.brand
    with stage.cast.scope():
        for phone in (GUEST, OTHER):
            suppress(brand.id, "sms", "phone", phone, "staff", rule="R22")
    soon = -timedelta(minutes=10)  # the log is of ten minutes from now: the lines above are older than that
    logged(GUEST, "delivered", ago=soon)
    logged(OTHER, "delivered", ago=soon)
    logged(THIRD, "delivered", ago=soon)
    with stage.cast.scope():
        Decision.objects.create(
            workspace=stage.cast.workspace, outbox_id=new_id(), brand=brand, gate_version=1, answer="allow",
            address=carriers.address_of("phone", OTHER), at=now() - soon,
        )  # fmt: skip
    run = read(stage, twilio)
    assert (run.elsewhere, run.only_here) == (1, 2)
    with stage.cast.scope():
        Reconciliation.objects.update(began_at=now() - soon)  # the two readings overlap
    with patch.object(reconcile, "AGAIN", -timedelta(hours=1)):
        read(stage, twilio)
    with stage.cast.scope():
        assert Reconciliation.objects.exclude(id=run.id).get().elsewhere == 0


def test_it_comes_again_the_next_night_and_not_before(stage, twilio):
    read(stage, twilio)
    with stage.cast.scope():
        due = Due.objects.get(key=f"reconcile:{twilio.id}")
        at = reconcile.next_night(twilio.id, datetime.now(UTC))
        assert (due.job, due.queue) == ("consent.reconcile", "sync")
        assert abs(due.at - at) < timedelta(minutes=1)
        local = at.astimezone(reconcile.ZoneInfo("America/New_York"))
        assert local.hour in (3, 4)
    with patch.object(reconcile, "_read") as again:
        read(stage, twilio)
    again.assert_not_called()


def test_a_provider_that_does_not_answer_is_asked_again_soon(stage, twilio):
    stage.world.break_next(Fault("twilio", "status", "Messages.json", status=503))
    with pytest.raises(NotReady):
        reconcile.reconcile(stage.cast.workspace.id, twilio.id)
    with stage.cast.scope():
        due = Due.objects.get(key=f"reconcile:{twilio.id}")
        assert due.at < datetime.now(UTC) + timedelta(hours=2)
        assert Connection.objects.get(id=twilio.id).health == "late"


def test_only_providers_of_texts_are_read(stage):
    homes = stage.connect("hospitable")
    reconcile.reconcile(stage.cast.workspace.id, homes.id)
    with stage.cast.scope():
        assert not Reconciliation.objects.exists()


def test_the_page_is_told(stage, twilio, logged):
    logged(GUEST, code=21610)
    logged(OTHER, code=21610)
    read(stage, twilio)
    with stage.cast.scope():
        [truth] = truths()
    assert truth.words == ("Twilio refused 2 numbers we thought were fine: now opted out.",)
    assert truth.finished_at is not None
