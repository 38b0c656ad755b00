"""The pretend Hospitable behaves like the real one: OAuth, permissions, paging, limits, oddities."""

import time
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from starlette.applications import Starlette
from starlette.routing import Mount

from casa.lib.http import Door, Reply
from casa.lib.pretend import Fault, World
from casa.providers.hospitable import sandbox
from casa.providers.hospitable.manifest import MANIFEST
from casa.providers.hospitable.sandbox_shapes import uuid_of
from casa.providers.hospitable.tests.conftest import TODAY, Connected, Inbox, booking, connect
from casa.testing.serve import serve

API = "https://public.api.hospitable.com/v2"
AUTH = "https://auth.hospitable.com"


def get(connected: Connected, path: str, params: Any = None, token: str = "") -> Reply:
    headers = {"authorization": f"Bearer {token or connected.credentials['token']}"}
    return connected.door.request("GET", API + path, params=params, headers=headers)


def stays(connected: Connected, *params: tuple[str, str], homes: tuple[str, ...] = ("home-1", "home-2")) -> list[Any]:
    asked = [("properties[]", uuid_of("property", home)) for home in homes]
    reply = get(connected, "/reservations", [*asked, ("per_page", "100"), *params])
    assert reply.status == 200, reply.text
    found: list[Any] = reply.json()["data"]
    return found


def outside(connected: Connected) -> Door:
    """A door to both hosts, as the core opens it for the OAuth flow."""
    return Door(hosts=frozenset(MANIFEST.hosts), routes=connected.door.routes)


# ------------------------------------------------------------------------------------------------- OAuth


def code(connected: Connected, **more: str) -> dict[str, list[str]]:
    asked = {"client_id": connected.credentials["client_id"], "response_type": "code", "state": "s1", **more}
    reply = outside(connected).request("GET", f"{AUTH}/oauth/authorize", params=asked)
    assert reply.status == 302
    return parse_qs(urlsplit(reply.headers["location"]).query)


def token(connected: Connected, **asked: str) -> Reply:
    client = {name: connected.credentials[name] for name in ("client_id", "client_secret")}
    return outside(connected).request("POST", f"{AUTH}/oauth/token", body={**client, **asked})


def test_the_vendor_flow_rotates_both_tokens(connected: Connected) -> None:
    given = code(connected)
    assert given["state"] == ["s1"]
    first = token(connected, grant_type="authorization_code", code=given["code"][0])
    pair = first.json()
    assert (first.status, pair["token_type"], pair["expires_in"]) == (200, "Bearer", 43_200)
    assert min(len(pair["access_token"]), len(pair["refresh_token"])) > 900
    assert get(connected, "/user", token=pair["access_token"]).status == 200
    second = token(connected, grant_type="refresh_token", refresh_token=pair["refresh_token"])
    assert second.json()["refresh_token"] != pair["refresh_token"]
    again = token(connected, grant_type="refresh_token", refresh_token=pair["refresh_token"])
    assert (again.status, again.json()["error"]) == (400, "invalid_grant")


def test_a_code_is_good_once_and_only_for_its_client(connected: Connected) -> None:
    given = code(connected)["code"][0]
    assert token(connected, grant_type="authorization_code", code=given, client_secret="wrong").status == 401
    assert token(connected, grant_type="authorization_code", code=given).status == 200
    assert token(connected, grant_type="authorization_code", code=given).status == 400
    assert token(connected, grant_type="password").status == 400


def test_from_the_marketplace_the_code_comes_without_state(connected: Connected) -> None:
    assert "state" not in code(connected, marketplace="1")


def test_access_tokens_run_out_and_personal_ones_stay(connected: Connected) -> None:
    pair = token(connected, grant_type="authorization_code", code=code(connected)["code"][0]).json()
    sandbox.expire_tokens(connected.world)
    assert get(connected, "/user", token=pair["access_token"]).status == 401
    assert get(connected, "/user").status == 200
    assert token(connected, grant_type="refresh_token", refresh_token=pair["refresh_token"]).status == 200


def test_a_given_token_gives_the_same_credentials_each_time() -> None:
    """The seed and the pretend world run in two processes and must agree."""
    first, second = (sandbox.open_account(World(), token="pat_fixed", webhook_secret="w") for _ in range(2))
    assert first == second
    assert sandbox.open_account(World())["token"] != sandbox.open_account(World())["token"]


def test_a_disconnected_account_has_no_tokens_left(connected: Connected) -> None:
    pair = token(connected, grant_type="authorization_code", code=code(connected)["code"][0]).json()
    sandbox.disconnect(connected.world, connected.credentials["account_id"])
    assert get(connected, "/user").status == get(connected, "/user", token=pair["access_token"]).status == 401
    assert token(connected, grant_type="refresh_token", refresh_token=pair["refresh_token"]).status == 400


# ------------------------------------------------------------------------------------------------- permissions


def test_permissions(world: World, base: str) -> None:
    connected = connect(world, base, scopes=("property:read",))
    refused = get(connected, "/reservations")
    assert (refused.status, refused.json()["reason_phrase"]) == (403, "Invalid scope(s) provided.")
    assert get(connected, "/properties").status == 200
    assert get(connected, "/properties", token="wrong").json() == {"message": "Unauthenticated."}


def test_an_account_sees_its_own_homes_only(world: World, base: str) -> None:
    connected = connect(world, base, homes=("home-1",))
    assert [row["id"] for row in get(connected, "/properties").json()["data"]] == [uuid_of("property", "home-1")]
    assert get(connected, f"/properties/{uuid_of('property', 'home-2')}").status == 404
    assert get(connected, f"/reservations/{connected.stay(2)}").status == 404
    assert {row["id"] for row in stays(connected)} == {connected.stay(1)}


# ------------------------------------------------------------------------------------------------- oddities


def test_paging_as_laravel_does_it_with_plain_links(world: World, base: str) -> None:
    world.add([booking(number) for number in range(10, 14)])
    connected = connect(world, base)
    asked = [("properties[]", uuid_of("property", "home-1")), ("per_page", "2"), ("page", "2")]
    body = get(connected, "/reservations", asked).json()
    assert len(body["data"]) == 2
    assert {name: body["meta"][name] for name in ("current_page", "from", "to", "per_page", "total", "last_page")} == {
        "current_page": 2, "from": 3, "to": 4, "per_page": 2, "total": 5, "last_page": 3,
    }  # fmt: skip
    assert body["links"]["next"] == "http://public.api.hospitable.com/v2/reservations?page=3"


def test_includes_that_do_not_exist_are_ignored(connected: Connected) -> None:
    body = get(connected, "/properties", {"include": "details,nonsense"}).json()["data"][0]
    assert "details" in body
    assert "listings" not in body
    assert "guest" not in stays(connected)[0]


def test_reservations_need_their_homes(connected: Connected) -> None:
    refused = get(connected, "/reservations")
    assert (refused.status, list(refused.json()["errors"])) == (422, ["properties"])


def test_reservations_default_to_the_next_two_weeks(world: World, base: str) -> None:
    world.add([booking(30), booking(400)])
    connected = connect(world, base)
    assert {row["id"] for row in stays(connected)} == {connected.stay(1), connected.stay(2)}
    far = (TODAY + timedelta(days=500)).isoformat()
    assert len(stays(connected, ("end_date", far))) == 4


def test_more_than_three_years_ahead_is_refused(connected: Connected) -> None:
    home = uuid_of("property", "home-1")
    far = (TODAY + timedelta(days=1200)).isoformat()
    assert get(connected, "/reservations", [("properties[]", home), ("end_date", far)]).status == 400


def test_not_accepted_is_asked_for_with_an_underscore_and_told_with_a_space(connected: Connected) -> None:
    (found,) = stays(connected, ("status[]", "not_accepted"))
    assert found["reservation_status"]["current"]["category"] == "not accepted"
    assert found["platform"] == "homeaway"


def test_a_thread_is_never_paged(world: World, base: str) -> None:
    from casa.lib.pretend import ThreadMessage

    world.thread["stay-1"] += [ThreadMessage(f"x{n}", "stay-1", "guest", "Hi", world.clock()) for n in range(150)]
    connected = connect(world, base)
    body = get(connected, f"/reservations/{connected.stay(1)}/messages", {"per_page": 10, "page": 2}).json()
    assert len(body["data"]) == 151
    assert "meta" not in body


def test_the_limit_says_how_much_is_left(connected: Connected) -> None:
    path = f"/reservations/{connected.stay(1)}/messages"
    left = [get(connected, path).headers["x-ratelimit-remaining"] for _ in range(2)]
    refused = get(connected, path)
    assert left == ["1", "0"]
    assert (refused.status, refused.json()["reason_phrase"]) == (429, "Too Many Attempts.")
    assert 0 < int(refused.headers["retry-after"]) <= 61
    assert int(refused.headers["x-ratelimit-reset"]) > connected.world.clock().timestamp()


def test_there_is_no_list_of_all_reviews(connected: Connected) -> None:
    assert get(connected, "/reviews").status == 404
    path = f"/properties/{uuid_of('property', 'home-1')}/reviews"
    assert get(connected, path, {"per_page": 100}).json()["meta"]["per_page"] == 50


def test_a_stay_is_found_by_its_code_too(connected: Connected) -> None:
    assert get(connected, "/reservations/HM1").json()["data"]["id"] == connected.stay(1)


@pytest.mark.parametrize("number", [1, 2, 3])
def test_the_amounts_add_up(connected: Connected, number: int) -> None:
    body = get(connected, f"/reservations/{connected.stay(number)}", {"include": "financials"}).json()["data"]
    host, guest = body["financials"]["host"], body["financials"]["guest"]
    parts = [host["accommodation"], *host["guest_fees"], *host["host_fees"]]
    assert sum(part["amount"] for part in parts) == host["revenue"]["amount"] == 65_230
    assert guest["accommodation"]["amount"] + sum(fee["amount"] for fee in guest["fees"]) == 80_000
    assert host["revenue"]["formatted"] == "$652.30"


@pytest.mark.parametrize("body", [{}, {"body": ""}, {"body": 7}])
def test_a_message_needs_a_body(connected: Connected, body: dict[str, Any]) -> None:
    url = f"{API}/reservations/{connected.stay(1)}/messages"
    headers = {"authorization": f"Bearer {connected.credentials['token']}"}
    reply = connected.door.request("POST", url, body=body, headers=headers)
    assert (reply.status, list(reply.json()["errors"])) == (400, ["body"])


def test_it_works_mounted_under_its_key(world: World) -> None:
    """As the pretend world's server has it: every provider under its own key, the vendor's host below."""
    app = Starlette(routes=[Mount("/hospitable", sandbox.build(world))])
    with serve(app) as base:
        connected = connect(world, f"{base}/hospitable")
        body = get(connected, "/properties").json()
        assert body["links"]["first"] == "http://public.api.hospitable.com/v2/properties?page=1"
        world.break_next(Fault("hospitable", "status", path="/user", status=500))
        assert get(connected, "/user").status == 500
        assert get(connected, "/user").status == 200


def test_slow_is_slow_and_then_right(connected: Connected) -> None:
    connected.world.break_next(Fault("hospitable", "slow", path="/user", seconds=0.2))
    started = time.monotonic()
    assert get(connected, "/user").status == 200
    assert time.monotonic() - started >= 0.2


# ------------------------------------------------------------------------------------------------- the web pages


def test_the_host_pastes_the_address_and_sends_a_test(connected: Connected, inbox: Inbox) -> None:
    from casa.providers.hospitable import webhooks

    ours = Door(own=frozenset({connected.base}))
    asked = {"token": connected.credentials["token"], "url": inbox.url}
    assert ours.request("POST", f"{connected.base}/_casa/webhook", body=asked).status == 200
    assert ours.request("POST", f"{connected.base}/_casa/webhook", body={"token": "wrong"}).status == 401
    headers = {"authorization": f"Bearer {connected.credentials['token']}"}
    assert ours.request("POST", f"{connected.base}/_casa/test-webhook", headers=headers).status == 200
    (got,) = inbox.wait(1)
    webhooks.verify(got, connected.account)
    assert webhooks.parse(got, connected.account) == []
