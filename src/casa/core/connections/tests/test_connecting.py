"""Connecting, health and disconnecting, against the pretend providers over real HTTP."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from casa.core.accounts.models import Action, Due
from casa.core.accounts.rules import NotPossible
from casa.core.connections import queries, rules
from casa.core.connections.contract import AuthFailed, Handle, IncomingMessage, NotReady, Refused
from casa.core.connections.doors import account_of, door_for
from casa.core.connections.models import Connection, Delivery, Health, Pulse
from casa.core.inbox import sync
from casa.core.inbox.models import Conversation, Message
from casa.core.inbox.rules import record_incoming
from casa.core.vault.crypto import CannotOpen
from casa.core.vault.models import DataKey
from casa.lib.http import ForbiddenAddress
from casa.lib.ids import new_id
from casa.lib.pretend import Fault


@pytest.fixture
def twilio(stage):
    return stage.connect("twilio")


def again(connection):
    return Connection.objects.get(id=connection.id)


def test_a_connection_knows_its_account_and_keeps_its_secrets_sealed(stage, twilio):
    with stage.cast.scope():
        row = again(twilio)
        secret = account_of(row).secrets["auth_token"]
        assert row.health == Health.HEALTHY
        assert row.account_ref.startswith("AC")
        assert secret
        assert secret not in str(row.settings)
        assert Action.objects.filter(verb="connections.connected", target=row.id).count() == 1
        assert row in queries.connections()


def test_connecting_the_same_account_again_updates_it(stage):
    from casa.providers.twilio.sandbox_state import open_account

    values = open_account(stage.world)
    with stage.cast.scope():
        first = rules.connect("twilio", values)
        token = account_of(first).hook_url
        second = rules.connect("twilio", values)
        assert second.id == first.id
        assert account_of(again(second)).hook_url == token, "the webhook address that was pasted goes on working"
        assert Connection.objects.count() == 1


@pytest.mark.parametrize("wrong", [{"auth_token": "f" * 32}, {"account_sid": "AC" + "0" * 32}])
def test_wrong_credentials_are_told_and_nothing_is_kept(stage, wrong):
    from casa.providers.twilio.sandbox_state import open_account

    values = open_account(stage.world) | wrong
    with stage.cast.scope():
        with pytest.raises(NotPossible) as told:
            rules.connect("twilio", values)
        assert str(told.value).endswith(".")
        assert Connection.objects.count() == 0


def test_a_missing_field_is_named(stage):
    with stage.cast.scope(), pytest.raises(NotPossible, match="is needed"):
        rules.connect("twilio", {"account_sid": "AC" + "0" * 32})


def test_a_door_opens_to_the_provider_and_nowhere_else(stage):
    with pytest.raises(ForbiddenAddress):
        door_for("twilio").request("GET", "https://example.com/")
    with pytest.raises(ForbiddenAddress):
        door_for("twilio", "http://127.0.0.1:1").request("GET", "http://127.0.0.1:1/")


# ---------------------------------------------------------------------------------------------- health


@pytest.mark.parametrize(
    ("failure", "health"),
    [
        (NotReady("Twilio is busy. Casa tries again."), Health.LATE),
        (AuthFailed("Twilio refuses the key."), Health.ATTENTION),
        (Refused("Twilio does not know that."), Health.HEALTHY),
    ],
)
def test_three_kinds_of_failure(stage, twilio, failure, health):
    """Retry quietly, ask the user, or only count: a refusal is about one request, not about the account."""
    with stage.cast.scope():
        rules.note_failure(twilio, failure)
        rules.note_failure(twilio, failure)
        row = again(twilio)
        assert row.health == health
        assert row.trouble == ("" if health == Health.HEALTHY else failure.for_user)
        told = Action.objects.filter(verb="connections.trouble", target=twilio.id)
        assert told.count() == (0 if health == Health.HEALTHY else 1), "said once when it begins"
        assert sum(Pulse.objects.values_list("failures", flat=True)) == 2


def test_recovery_is_told_once(stage, twilio):
    with stage.cast.scope():
        rules.note_failure(twilio, NotReady("Busy."))
        began = again(twilio).trouble_since
        rules.note_failure(twilio, NotReady("Busy."))
        assert again(twilio).trouble_since == began
        rules.note_ok(twilio)
        rules.note_ok(twilio)
        row = again(twilio)
        assert (row.health, row.trouble, row.trouble_since) == (Health.HEALTHY, "", None)
        assert Action.objects.filter(verb="connections.recovered", target=twilio.id).count() == 1


def test_trouble_at_the_provider_shows_in_the_health(stage, twilio):
    stage.world.break_next(Fault("twilio", "status", status=503, times=20))
    with stage.cast.scope(), pytest.raises(NotReady):
        rules.set_up(twilio)
    with pytest.raises(NotReady):
        sync.run(stage.cast.workspace.id, twilio.id)
    with stage.cast.scope():
        assert again(twilio).health == Health.LATE
        assert again(twilio) not in queries.needing_somebody()
    stage.world.faults.clear()
    sync.run(stage.cast.workspace.id, twilio.id)
    with stage.cast.scope():
        assert again(twilio).health == Health.HEALTHY


def test_what_ended_there_needs_somebody(stage, twilio):
    with stage.cast.scope():
        rules.note_ended(twilio, "Twilio closed the account.")
        assert queries.needing_somebody() == [again(twilio)]
        assert again(twilio).health == Health.STOPPED


def test_a_forged_webhook_is_counted_with_its_likely_cause(stage, twilio):
    with stage.cast.scope():
        rules.count_bad_signature(twilio.id, "The auth token was changed at Twilio.")
        rules.count_bad_signature(twilio.id, "The auth token was changed at Twilio.")
        assert (again(twilio).bad_signatures, again(twilio).bad_signature_words[:8]) == (2, "The auth")


def test_the_day_is_drawn_in_equal_slots(stage, twilio):
    with stage.cast.scope():
        before = sum(calls for calls, _ in queries.day_pulse(twilio.id))
        rules.count_call(twilio, failed=True)
        found = queries.day_pulse(twilio.id, slots=24)
        assert len(found) == 24
        assert sum(calls for calls, _ in found) == before + 1
        assert found[-1][1] == 1


# ------------------------------------------------------------------------------------------ disconnecting


def fill(stage, connection, messages=7):
    with stage.cast.scope():
        sender, now = Handle("phone", "+18285550142"), datetime.now(UTC)
        for number in range(messages):
            fact = IncomingMessage(f"e{number}", "sms", sender, f"No. {number}", now)
            record_incoming(connection, fact)
        Delivery.objects.create(
            workspace_id=connection.workspace_id, connection=connection, key=new_id().bytes, sealed=b"x", state="done"
        )


def test_disconnecting_destroys_the_key_at_once(stage, twilio):
    fill(stage, twilio)
    with stage.cast.scope():
        sealed = Delivery.objects.get()
        assert sealed.sealed == b"x"
    with stage.cast.scope():
        gone_by = rules.disconnect(twilio)
    with stage.cast.scope():
        row = again(twilio)
        assert (row.secrets, row.hook_token, row.hook_hash, row.cursor) == (None, None, None, None)
        assert row.health == Health.DISCONNECTED
        assert DataKey.objects.filter(holder=twilio.id, wrapped__isnull=False).count() == 0
        with pytest.raises(CannotOpen):
            Delivery.objects.get().sealed  # noqa: B018
        assert timedelta(days=29, hours=23) < gone_by - timezone.now() <= timedelta(days=30)
        due = Due.objects.get(key=f"erase:{twilio.id}")
        assert (due.job, due.at) == ("connections.erase", gone_by)
        assert queries.connections() == []


def test_disconnecting_twice_moves_no_date(stage, twilio):
    with stage.cast.scope():
        stale = Connection.objects.get(id=twilio.id)
        first = rules.disconnect(twilio)
    with stage.cast.scope():
        assert abs(rules.disconnect(stale) - first) < timedelta(seconds=5)
        assert Due.objects.get(key=f"erase:{twilio.id}").at == first
        assert Action.objects.filter(verb="connections.disconnected").count() == 1


def test_the_provider_is_told_and_its_silence_stops_nothing(stage, twilio):
    stage.world.break_next(Fault("twilio", "status", status=500, times=20))
    with stage.cast.scope():
        rules.disconnect(twilio)
        assert Action.objects.filter(verb="connections.tear_down_failed", target=twilio.id).count() == 1
        assert again(twilio).health == Health.DISCONNECTED


def test_after_thirty_days_the_records_go_in_batches_and_twice_is_harmless(stage, twilio):
    fill(stage, twilio)
    workspace = stage.cast.workspace.id
    assert sync.erase_synced(workspace, twilio.id) == 0, "a living connection loses nothing"
    with stage.cast.scope():
        assert Message.objects.count() == 7
        rules.disconnect(twilio)
        assert Conversation.objects.get().preview.startswith("No. ")
    gone = sync.erase_synced(workspace, twilio.id, batch=3)
    assert gone >= 8
    with stage.cast.scope():
        assert Conversation.objects.get().preview is None, "the last words shown are a message's words too"
        assert (Message.objects.count(), Delivery.objects.count(), Pulse.objects.count()) == (0, 0, 0)
    assert sync.erase_synced(workspace, twilio.id) == 0


def test_what_is_connected_again_is_not_erased(stage, twilio):
    from casa.providers.twilio.sandbox_state import accounts

    fill(stage, twilio)
    there = next(iter(accounts(stage.world).values()))
    with stage.cast.scope():
        kept = dict(again(twilio).settings)
        rules.disconnect(twilio)
    with stage.cast.scope():
        back = rules.connect("twilio", kept | {"account_sid": there.sid, "auth_token": there.auth_token})
        assert back.id == twilio.id
        assert account_of(again(back)).secrets["auth_token"] == there.auth_token
    assert sync.erase_synced(stage.cast.workspace.id, twilio.id) == 0
    with stage.cast.scope():
        assert Message.objects.count() == 7
        assert Conversation.objects.count() == 1
