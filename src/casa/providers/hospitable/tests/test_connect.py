"""Trying a key, and the passport that says what the provider may do."""

import re
from dataclasses import replace

import pytest

from casa.core.connections.contract import Ability, Account, AuthFailed, NotReady, Refused
from casa.lib.http import Door, Reply
from casa.lib.pretend import Fault, World
from casa.providers.hospitable import connect as provider
from casa.providers.hospitable import sandbox, send, sync, webhooks
from casa.providers.hospitable.manifest import MANIFEST
from casa.providers.hospitable.tests.conftest import Connected, connect


def test_a_good_key_names_its_account(connected: Connected) -> None:
    facts = provider.test(connected.account, connected.door)
    assert (facts.ref, facts.label) == (connected.credentials["account_id"], "Juniper Stays")
    assert facts.warnings == ()
    assert facts.settings == {}


def test_the_owners_email_is_filled_in_where_it_was_left_empty(connected: Connected) -> None:
    without = replace(connected.account, settings={})
    assert provider.test(without, connected.door).settings == {"owner_email": "owner@example.com"}


@pytest.mark.parametrize("token", ["", " ", "dead", "two words", "é", "a\nb"])
def test_a_bad_key_is_told_at_once(connected: Connected, token: str) -> None:
    with pytest.raises(AuthFailed):
        provider.test(connected.with_token(token), connected.door)


def test_no_key_at_all(connected: Connected) -> None:
    with pytest.raises(AuthFailed):
        provider.test(Account("c1", {}, {}), connected.door)


def test_what_a_key_lacks_is_said_before_it_is_missed(world: World, base: str) -> None:
    connected = connect(world, base, scopes=("property:read",))
    assert provider.test(connected.account, connected.door).warnings == (
        provider.LACKS["reservations"],
        provider.LACKS["reviews"],
    )


def test_a_key_that_cannot_read_homes_is_refused(world: World, base: str) -> None:
    connected = connect(world, base, scopes=("reservation:read",))
    with pytest.raises(Refused, match="lacks a permission"):
        provider.test(connected.account, connected.door)


def test_an_account_without_homes_is_welcome(world: World, base: str) -> None:
    connected = connect(world, base, homes=())
    (warning,) = provider.test(connected.account, connected.door).warnings
    assert "no homes yet" in warning


def test_hospitable_being_away_is_not_a_bad_key(connected: Connected) -> None:
    connected.world.break_next(Fault("hospitable", "status", path="/user", status=503))
    with pytest.raises(NotReady):
        provider.test(connected.account, connected.door)


@pytest.mark.parametrize("body", [b"<html>login</html>", b"[]", b"{}", b'{"data":[]}', b'{"data":{"id":null}}'])
def test_an_answer_that_is_no_account(connected: Connected, monkeypatch: pytest.MonkeyPatch, body: bytes) -> None:
    monkeypatch.setattr(Door, "request", lambda *args, **more: Reply(200, {}, body))
    with pytest.raises(Refused):
        provider.test(connected.account, connected.door)


def test_setting_up_and_tearing_down_ask_nothing_of_hospitable(
    connected: Connected, monkeypatch: pytest.MonkeyPatch
) -> None:
    """There is no API for either: the passport says so and tells the host where to do it."""
    monkeypatch.setattr(Door, "request", lambda *args, **more: pytest.fail("a request was made"))
    provider.set_up(connected.account, connected.door)
    provider.tear_down(connected.account, connected.door)
    assert {"set_up", "tear_down"} <= set(MANIFEST.exempt)
    assert MANIFEST.webhook_help


def test_the_passport_is_true() -> None:
    modules = {
        Ability.CONNECT: (provider, ("test", "set_up", "tear_down")),
        Ability.SEND: (send, ("send", "read_back")),
        Ability.WEBHOOKS: (webhooks, ("verify", "delivery_id", "answer", "parse")),
        Ability.SYNC: (sync, ("pages", "refetch")),
    }
    assert set(modules) == MANIFEST.abilities
    assert all(callable(getattr(module, name)) for module, names in modules.values() for name in names)
    assert {f"https://{host}" for host in MANIFEST.hosts} == set(sandbox.SANDBOX_ROUTES)
    assert {field.name for field in MANIFEST.fields if field.secret} == {"token", "webhook_secret", "client_secret"}
    assert MANIFEST.oauth is not None
    assert {"client_id", "client_secret"} <= {field.name for field in MANIFEST.fields}
    pattern = next(field.pattern for field in MANIFEST.fields if field.name == "owner_email")
    assert re.fullmatch(pattern, "owner@example.com")
    assert re.fullmatch(pattern, "owner") is None


def test_the_token_of_the_vendor_flow_goes_before_the_personal_one(connected: Connected) -> None:
    both = replace(connected.account, secrets={"token": "dead", "access_token": connected.credentials["token"]})
    assert provider.test(both, connected.door).label == "Juniper Stays"
