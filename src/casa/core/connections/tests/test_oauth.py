"""OAuth against the pretend Hospitable (ASVS 10.1, 10.2): state, reuse, expiry, and one refresh at a time."""

import threading
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import close_old_connections, connections
from django.utils import timezone

from casa.core.accounts.models import Member, Role
from casa.core.accounts.rules import NotPossible, open_workspace
from casa.core.accounts.scope import workspace_scope
from casa.core.connections import oauth
from casa.core.connections.contract import AuthFailed, NotReady
from casa.core.connections.doors import account_of, door_for
from casa.core.connections.models import Authorization, Connection, Health
from casa.core.inbox import sync
from casa.lib.pretend import Fault
from casa.providers.hospitable import sandbox
from casa.providers.hospitable.sandbox_vendor import kept
from casa.testing.fixtures import make_user, signed_in


@pytest.fixture
def vendor(stage):
    """What a company in Hospitable's vendor programme types."""
    opened = sandbox.open_account(stage.world)
    (account,) = kept(stage.world, "accounts").values()
    return {
        "client_id": account["client_id"],
        "client_secret": account["client_secret"],
        "owner_email": opened["owner_email"],
    }


def asked(stage, vendor, user=None):
    """Begin, and let the host say yes at the provider: (state, code)."""
    with stage.cast.scope(user):
        where = oauth.begin(user or stage.cast.alice, "hospitable", vendor)
    back = door_for("hospitable").request("GET", where).headers["location"]
    answer = parse_qs(urlsplit(back).query)
    return answer["state"][0], answer["code"][0]


def test_asvs_10_2_1_the_address_carries_state_and_no_secret(stage, vendor):
    with stage.cast.scope():
        where = urlsplit(oauth.begin(stage.cast.alice, "hospitable", vendor))
        row = Authorization.objects.get()
        query = parse_qs(where.query)
        assert where.scheme == "https"
        assert query["response_type"] == ["code"]
        assert query["client_id"] == [vendor["client_id"]]
        assert len(query["state"][0]) >= 32
        assert vendor["client_secret"] not in where.query
        assert query["state"][0].encode() not in bytes(row.state_hash), "only its hash is kept"
        assert row.expires_at - timezone.now() <= timedelta(minutes=10)


def test_coming_back_connects(stage, vendor):
    state, code = asked(stage, vendor)
    workspace_id, connection = oauth.finish(stage.cast.alice, state, code)
    assert workspace_id == stage.cast.workspace.id
    with stage.cast.scope():
        row = Connection.objects.get(id=connection.id)
        assert account_of(row).secrets["access_token"] in kept(stage.world, "tokens")
        assert account_of(row).secrets["refresh_token"] in kept(stage.world, "refresh")
        assert row.expires_at > timezone.now()
        assert Authorization.objects.count() == 0


def test_asvs_10_2_1_a_state_serves_once(stage, vendor):
    state, code = asked(stage, vendor)
    oauth.finish(stage.cast.alice, state, code)
    with pytest.raises(NotPossible, match="Start again"):
        oauth.finish(stage.cast.alice, state, code)


@pytest.mark.parametrize("who", ["bob", "charlie"])
def test_asvs_10_2_1_a_state_serves_its_user_only(stage, vendor, who):
    """A link that somebody else began would connect their account to our business."""
    state, code = asked(stage, vendor)
    with pytest.raises(NotPossible, match="Start again"):
        oauth.finish(getattr(stage.cast, who), state, code)
    with stage.cast.scope():
        assert Connection.objects.count() == 0
        assert Authorization.objects.count() == 1


@pytest.mark.parametrize("state", ["", "never-given-out"])
def test_a_state_that_was_never_given_out_is_refused(stage, vendor, state):
    _, code = asked(stage, vendor)
    with pytest.raises(NotPossible):
        oauth.finish(stage.cast.alice, state, code)


def test_a_state_ends_after_ten_minutes_and_is_cleared_away(stage, vendor):
    state, code = asked(stage, vendor)
    with stage.cast.scope():
        Authorization.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    with pytest.raises(NotPossible):
        oauth.finish(stage.cast.alice, state, code)
    asked(stage, vendor)
    with stage.cast.scope():
        assert Authorization.objects.count() == 1


def test_a_code_of_somebody_elses_making_is_refused(stage, vendor):
    state, _ = asked(stage, vendor)
    with pytest.raises(AuthFailed):
        oauth.finish(stage.cast.alice, state, "made-up")
    with stage.cast.scope():
        assert Connection.objects.count() == 0


def test_who_has_lost_the_right_meanwhile_connects_nothing(stage, vendor):
    owner = make_user("Second Owner")
    with stage.cast.scope():
        member = Member.objects.create(workspace=stage.cast.workspace, user=owner, role=Role.OWNER)
    state, code = asked(stage, vendor, owner)
    with stage.cast.scope():
        member.role = Role.VIEWER
        member.save()
    with pytest.raises(NotPossible, match="no longer"):
        oauth.finish(owner, state, code)
    with stage.cast.scope():
        member.delete()
    with pytest.raises(NotPossible, match="no longer"):
        oauth.finish(owner, state, code)


def test_the_page_of_return(stage, vendor, cast):
    state, code = asked(stage, vendor)
    stranger = signed_in(cast.charlie).get("/oauth/done/", {"state": state, "code": code})
    assert stranger.status_code == 410
    back = signed_in(cast.alice).get("/oauth/done/", {"state": state, "code": code})
    assert back.status_code == 302
    assert f"/w/{cast.workspace.slug}/connections/" in back["Location"]
    assert signed_in(cast.alice).get("/oauth/done/").status_code == 410


# ------------------------------------------------------------------------------------------- refreshing


@pytest.fixture
def connected(stage, vendor):
    state, code = asked(stage, vendor)
    _, connection = oauth.finish(stage.cast.alice, state, code)
    return connection


def ends_in(stage, connection, **time):
    with stage.cast.scope():
        Connection.objects.filter(id=connection.id).update(expires_at=timezone.now() + timedelta(**time))


def tokens(stage, connection):
    with stage.cast.scope():
        found = account_of(Connection.objects.get(id=connection.id)).secrets
        return found["access_token"], found["refresh_token"]


def test_an_access_that_lasts_is_left_alone(stage, connected):
    before = tokens(stage, connected)
    ends_in(stage, connected, minutes=30)
    with stage.cast.scope():
        oauth.refresh(connected.id)
    assert tokens(stage, connected) == before


def test_an_access_that_ends_soon_is_renewed_and_both_tokens_change(stage, connected):
    before = tokens(stage, connected)
    ends_in(stage, connected, minutes=5)
    with stage.cast.scope():
        renewed = account_of(oauth.refresh(connected.id)).secrets["access_token"]
    after = tokens(stage, connected)
    assert not set(after) & set(before)
    assert renewed == after[0]
    with stage.cast.scope():
        assert Connection.objects.get(id=connected.id).expires_at > timezone.now() + timedelta(hours=1)


def test_many_at_once_refresh_once(stage, connected):
    """Refresh tokens rotate: a second use of the old one would end the connection."""
    ends_in(stage, connected, minutes=5)
    begin, failed = threading.Barrier(4), []

    def work():
        begin.wait()
        try:
            with workspace_scope(stage.cast.workspace.id):
                oauth.refresh(connected.id)
        except Exception as error:
            failed.append(error)
        finally:
            close_old_connections()
            connections.close_all()

    several = [threading.Thread(target=work) for _ in range(4)]
    for thread in several:
        thread.start()
    for thread in several:
        thread.join()
    assert failed == []
    assert tokens(stage, connected)[1] in kept(stage.world, "refresh")
    assert len(kept(stage.world, "refresh")) == 1


def test_a_reading_renews_first(stage, connected):
    before = tokens(stage, connected)
    ends_in(stage, connected, minutes=1)
    sync.run(stage.cast.workspace.id, connected.id)
    assert tokens(stage, connected) != before
    with stage.cast.scope():
        assert Connection.objects.get(id=connected.id).health == Health.HEALTHY


def test_a_refresh_that_is_refused_asks_somebody_to_connect_again(stage, connected):
    kept(stage.world, "refresh").clear()
    ends_in(stage, connected, minutes=1)
    with pytest.raises(AuthFailed):
        sync.run(stage.cast.workspace.id, connected.id)
    with stage.cast.scope():
        assert Connection.objects.get(id=connected.id).health == Health.ATTENTION


def test_a_sign_in_service_that_is_unwell_is_asked_later(stage, connected):
    before = tokens(stage, connected)
    ends_in(stage, connected, minutes=1)
    for fault in (Fault("hospitable", "status", path="oauth", status=503), Fault("hospitable", "drop", path="oauth")):
        stage.world.break_next(fault)
        with pytest.raises(NotReady), stage.cast.scope():
            oauth.refresh(connected.id)
    assert tokens(stage, connected) == before


def test_a_provider_without_oauth_says_so(stage):
    with stage.cast.scope(), pytest.raises(NotPossible, match="with a key"):
        oauth.begin(stage.cast.alice, "twilio", {})


def test_another_business_of_the_same_user_is_not_mixed_up(stage, vendor):
    """The state names its business; finishing it while looking at another changes nothing there."""
    second = open_workspace(stage.cast.alice, "Second business")
    state, code = asked(stage, vendor)
    workspace_id, _ = oauth.finish(stage.cast.alice, state, code)
    assert workspace_id == stage.cast.workspace.id
    with workspace_scope(second.id, stage.cast.alice.id):
        assert Connection.objects.count() == 0
