"""Connections: tried before saved, secrets never shown, ended by typing the name."""

import pytest
from django.urls import reverse

from casa.core.connections.models import Connection, Health
from casa.core.connections.rules import count_call
from casa.testing.fixtures import signed_in
from casa.web.connections.views import PLOT_WIDTH, _bars, _holds

SECRET = "9f" * 16


def url(stage, name, *args):
    return reverse(name, args=[stage.cast.workspace.slug, *args])


@pytest.fixture
def twilio(stage):
    return stage.connect("twilio")


def get(stage, *args, user=None):
    return signed_in(user or stage.cast.alice).get(url(stage, *args))


def test_a_wrong_key_is_refused_and_only_secrets_are_forgotten(stage):
    typed = {"account_sid": "AC" + "0" * 32, "auth_token": SECRET, "from_number": "+18285550100"}
    said = signed_in(stage.cast.alice).post(url(stage, "connection_new", "twilio"), typed)
    page = said.content.decode()
    assert said.status_code == 422
    assert "Not connected." in page
    assert typed["account_sid"] in page
    assert SECRET not in page


def test_a_connected_account_shows_its_day_and_never_its_key(stage, twilio):
    with stage.cast.scope():
        count_call(twilio, failed=False)
        count_call(twilio, failed=True)
        secrets = Connection.objects.get().secrets
    page = get(stage, "connection", twilio.id).content.decode()
    assert "1 failed" in page
    assert 'class="late"' in page
    assert not any(secret in page for secret in secrets.values())


def test_a_running_reading_shows_how_far_it_is(stage, twilio):
    with stage.cast.scope():
        Connection.objects.update(sync_done=120, sync_total=1200)
    page = get(stage, "connection", twilio.id).content.decode()
    assert '<progress class="bar" max="1200" value="120"' in page
    assert "Reading, 120 of 1,200" in page


def test_trouble_says_what_and_offers_the_way_out(stage, twilio):
    with stage.cast.scope():
        Connection.objects.update(health=Health.ATTENTION, trouble="Twilio refuses the key. Make a new one.")
    page = get(stage, "connection", twilio.id).content.decode()
    assert "Twilio refuses the key. Make a new one." in page
    assert "Connect it again" in page


def test_the_name_is_typed_before_it_ends(stage, twilio):
    browser, where = signed_in(stage.cast.alice), url(stage, "connection_disconnect", twilio.id)
    said = browser.post(where, {"name": "yes"})
    assert said.status_code == 422
    assert "Type Twilio to disconnect it." in said.content.decode()
    assert 'value="yes"' in said.content.decode()
    with stage.cast.scope():
        assert Connection.objects.get().live
    assert browser.post(where, {"name": " twilio "}).status_code == 302
    with stage.cast.scope():
        assert Connection.objects.get().secrets is None
    assert get(stage, "connection", twilio.id).status_code == 404


def test_signing_in_elsewhere_leads_there_by_a_page_of_ours(stage):
    browser, where = signed_in(stage.cast.alice), url(stage, "connection_authorize", "hospitable")
    page = browser.post(where, {"client_id": "casa-1", "client_secret": SECRET})
    assert page.status_code == 200
    assert 'http-equiv="refresh"' in page.content.decode()
    assert "client_id=casa-1" in page.content.decode()
    assert SECRET not in page.content.decode()


def test_signing_in_elsewhere_without_a_client_is_explained(stage):
    said = signed_in(stage.cast.alice).post(url(stage, "connection_authorize", "hospitable"), {})
    assert said.status_code == 422
    assert "Not connected." in said.content.decode()


@pytest.mark.parametrize("name", ["connection_sync", "connection_disconnect", "connection_retry"])
def test_who_may_act(stage, twilio, name):
    for user, status in ((stage.cast.bob, 403), (stage.cast.vera, 403), (stage.cast.charlie, 404)):
        assert signed_in(user).post(url(stage, name, twilio.id), {"name": "Twilio"}).status_code == status


def test_bars_stand_in_their_drawing():
    bars = _bars([(0, 0), (5, 0), (10, 1)])
    assert [bar["tone"] for bar in bars] == ["none", "on", "late"]
    assert all(bar["y"] >= 0 for bar in bars)
    assert bars[0]["height"] < bars[1]["height"] < bars[2]["height"]


def test_parts_fill_their_bar_and_the_smallest_is_seen():
    parts = _holds([("Messages", 100_000), ("Homes", 1)])
    assert parts[1]["width"] > 1
    assert parts[1]["x"] + parts[1]["width"] <= PLOT_WIDTH
    assert _holds([]) == []
