"""The page and its deeds, by Starlette's client; vendors are reached through the same server."""

import json
import re
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from casa.lib.http import Door
from casa.lib.pretend import Guest, Text, World
from casa.sandbox import serve
from casa.sandbox.accounts import demo_accounts
from casa.sandbox.guests import HOST_PHONE
from casa.sandbox.page import TROUBLE
from casa.sandbox.providers import sandboxes
from casa.testing.serve import serve as serving

SECRET = "a secret that is long enough for a test"
BEGAN = datetime(2026, 11, 21, 17, tzinfo=UTC)
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 40


@pytest.fixture(scope="module")
def world() -> World:
    made = serve.pretend_world(BEGAN)
    made.clock = lambda: BEGAN + timedelta(minutes=5)
    return made


@pytest.fixture(scope="module")
def client(world: World) -> Iterator[TestClient]:
    app = serve.application(world, SECRET, "http://127.0.0.1:8401", BEGAN)
    with TestClient(app) as client:
        yield client


ADA = Guest("g1", "Ada", "Quinn", "+18645550139", "", manner="angry")


@pytest.fixture
def small() -> World:
    world = World(lambda: BEGAN)
    world.add([ADA])
    return world


def guest_id(client: TestClient, words: str) -> str:
    return client.get("/_casa/guests", params={"q": words}).json()["guests"][0]["id"]


def test_the_page_and_its_parts_are_there_under_a_strict_policy(client: TestClient) -> None:
    page = client.get("/")
    assert page.status_code == 200
    assert "'unsafe" not in page.headers["content-security-policy"]
    assert "<script>" not in page.text
    assert " style=" not in page.text
    for part in re.findall(r'(?:href|src)="(/[^"]+)"', page.text):
        assert client.get(part).status_code == 200, part


def test_every_part_of_the_page_that_the_script_names_exists(client: TestClient) -> None:
    page, script = client.get("/").text, client.get("/static/sandbox.js").text
    named = set(re.findall(r'byId\("([\w-]+)"\)', script))
    assert named
    assert named <= set(re.findall(r'id="([\w-]+)"', page))
    assert "innerHTML" not in script


def test_the_nearest_guests_come_first_and_words_narrow_them(client: TestClient) -> None:
    first = client.get("/_casa/guests").json()
    assert first["total"] > 250
    assert len(first["guests"]) == 40
    assert first["guests"][0]["stay"]["in_house"]

    found = client.get("/_casa/guests", params={"q": "hannah juniper"}).json()
    assert [guest["name"] for guest in found["guests"]] == ["Hannah Lindqvist"]
    by_number = client.get("/_casa/guests", params={"q": "(206) 555-0142"}).json()
    assert [guest["name"] for guest in by_number["guests"]] == ["Hannah Lindqvist"]
    assert client.get("/_casa/guests", params={"q": "nobody at all"}).json()["total"] == 0


def test_a_guests_phone_shows_their_texts(client: TestClient) -> None:
    marcus = client.get(f"/_casa/guests/{guest_id(client, 'marcus bell')}").json()
    assert marcus["texts"][-1]["guest"]
    assert "keypad" in marcus["texts"][-1]["body"]
    assert marcus["bookings"][0]["home"] == "The Boathouse"
    assert client.get("/_casa/guests/nobody").status_code == 404


def test_a_text_with_a_picture_goes_to_the_host(client: TestClient, world: World) -> None:
    key = guest_id(client, "marcus bell")
    sent = client.post(
        f"/_casa/guests/{key}/texts", data={"body": "Look"}, files={"picture": ("a.png", PNG, "image/png")}
    )
    assert sent.status_code == 200
    text = world.texts[-1]
    assert (text.sender, text.recipient, text.body) == (world.guests[key].phone, HOST_PHONE, "Look")
    shown = client.get(f"/_casa/files/{text.media[0]}")
    assert (shown.content, shown.headers["content-type"]) == (PNG, "image/png")
    assert shown.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    ("data", "files"),
    [
        ({"body": "  "}, None),
        ({"body": "x" * 1601}, None),
        ({"body": ""}, {"picture": ("a.svg", b"<svg onload=alert(1)>", "image/png")}),
        ({"body": ""}, {"picture": ("a.png", PNG + b"\0" * 5 * 1024 * 1024, "image/png")}),
    ],
)
def test_a_text_that_is_none_is_refused_with_words(client: TestClient, world: World, data: Any, files: Any) -> None:
    before = len(world.texts)
    refused = client.post(f"/_casa/guests/{guest_id(client, 'marcus bell')}/texts", data=data, files=files)
    assert refused.status_code == 400
    assert refused.json()["words"].endswith(".")
    assert len(world.texts) == before


def test_a_guest_without_a_number_is_told_so(client: TestClient) -> None:
    refused = client.post(f"/_casa/guests/{guest_id(client, 'noor hassan')}/texts", data={"body": "Hi"})
    assert "no phone number" in refused.json()["words"]


def test_writing_in_a_platform_thread(client: TestClient, world: World) -> None:
    stay = client.get(f"/_casa/guests/{guest_id(client, 'priya raman')}").json()["bookings"][0]
    assert client.post(f"/_casa/bookings/{stay['id']}/lines", json={"body": "Hello again"}).status_code == 200
    line = world.thread[stay["id"]][-1]
    assert (line.sender, line.body) == ("guest", "Hello again")
    assert client.post(f"/_casa/bookings/{stay['id']}/lines", json={"body": ""}).status_code == 400
    assert client.post("/_casa/bookings/none/lines", json={"body": "Hi"}).status_code == 404


def test_booking_a_free_home_and_cancelling_it(client: TestClient, world: World) -> None:
    key = guest_id(client, "marcus bell")
    wish = {"home": "quarry", "arrival": "2027-05-30", "nights": 3}
    booked = client.post(f"/_casa/guests/{key}/bookings", json=wish)
    assert booked.status_code == 200
    made = world.bookings[booked.json()["id"]]
    assert (made.arrival, made.departure, made.status) == (date(2027, 5, 30), date(2027, 6, 2), "accepted")

    taken = client.post(f"/_casa/guests/{key}/bookings", json=wish | {"arrival": "2027-06-01"})
    assert taken.status_code == 409
    assert client.post(f"/_casa/bookings/{made.id}/cancel").status_code == 200
    assert world.bookings[made.id].status == "cancelled"
    assert client.post(f"/_casa/bookings/{made.id}/cancel").status_code == 409


@pytest.mark.parametrize(
    "wish",
    [
        {},
        {"home": "none", "arrival": "2027-05-30", "nights": 2},
        {"home": "quarry", "arrival": "yesterday", "nights": 2},
        {"home": "quarry", "arrival": "2027-05-30", "nights": "2"},
        {"home": "quarry", "arrival": "2027-05-30", "nights": 0},
        {"home": "quarry", "arrival": "2020-05-30", "nights": 2},
    ],
)
def test_a_wish_that_cannot_be_is_refused(client: TestClient, wish: Any) -> None:
    refused = client.post(f"/_casa/guests/{guest_id(client, 'marcus bell')}/bookings", json=wish)
    assert refused.status_code in (400, 409)


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b"\xff"])
def test_bad_bodies_are_refused_not_failed(client: TestClient, body: bytes) -> None:
    assert client.post("/_casa/trouble", content=body).status_code == 400


@pytest.mark.parametrize("name", list(TROUBLE))
def test_trouble_waits_until_it_strikes(client: TestClient, world: World, name: str) -> None:
    assert client.post("/_casa/trouble", json={"name": name}).status_code == 200
    rows = {row["name"]: row["waiting"] for row in client.get("/_casa/trouble").json()["trouble"]}
    assert rows[name]
    assert world.faults[-1].provider in sandboxes()
    world.faults.clear()


def test_another_site_cannot_play_guests(client: TestClient) -> None:
    refused = client.post("/_casa/trouble", json={"name": "busy"}, headers={"sec-fetch-site": "cross-site"})
    assert refused.status_code == 403


def test_whoever_is_played_no_longer_answers_by_themselves(small: World) -> None:
    said: list[float] = []
    behaviour = serve.Behaviour(small, later=lambda delay, act: said.append(delay))
    small.text(Text("x", HOST_PHONE, ADA.phone, "When?", BEGAN))
    assert said
    said.clear()
    behaviour.leave(ADA.id)
    small.text(Text("y", HOST_PHONE, ADA.phone, "When?", BEGAN))
    assert not said


def test_the_same_secret_gives_the_same_credentials_and_another_others() -> None:
    one, two, other = demo_accounts(SECRET), demo_accounts(SECRET), demo_accounts(SECRET + "!")
    assert _stable(one) == _stable(two)
    assert one["twilio"]["auth_token"] != other["twilio"]["auth_token"]
    assert one["hospitable"]["token"] != other["hospitable"]["token"]
    assert one["anthropic"]["api_key"] != other["anthropic"]["api_key"]
    assert one["openai_compatible"]["base_url"] == "http://127.0.0.1:8401/openai_compatible/model.local/v1"


def _stable(accounts: dict[str, dict[str, str]]) -> dict[str, dict[str, str]]:
    """Without what only a vendor's partner portal gives out."""
    left_out = {"client_id", "client_secret"}
    return {key: {name: v for name, v in given.items() if name not in left_out} for key, given in accounts.items()}


def test_a_restart_finds_the_same_texts_at_twilio() -> None:
    ids = []
    for _ in range(2):
        world = serve.pretend_world(BEGAN)
        serve.application(world, SECRET, "http://127.0.0.1:8401", BEGAN)
        (account,) = world.shelf("twilio")["accounts"].values()
        ids.append([message["sid"] for message in account.messages.values()])
    assert ids[0] == ids[1]
    assert len(ids[0]) > 300
    assert len(set(ids[0])) == len(ids[0])


def test_guests_have_reviewed_their_stays(world: World, client: TestClient) -> None:
    told = world.shelf("hospitable")["reviews"]
    assert len(told) > 40
    assert {review["rating"] for review in told} == {3, 4, 5}
    assert all(review["at"] <= BEGAN for review in told)
    assert not [review for review in told if set("{}[]|") & set(review["text"] + review["private"])]


def test_every_vendor_answers_over_real_http_with_the_demos_credentials(world: World) -> None:
    given = demo_accounts(SECRET)
    app = serve.application(serve.pretend_world(BEGAN), SECRET, "http://127.0.0.1:8401", BEGAN)
    with serving(app) as url:
        door = Door(own=frozenset({url}), timeout=5.0)
        models = door.request(
            "GET",
            f"{url}/anthropic/api.anthropic.com/v1/models",
            headers={"x-api-key": given["anthropic"]["api_key"], "anthropic-version": "2026-10-21"},
        )
        assert models.ok
        sid, token = given["twilio"]["account_sid"], given["twilio"]["auth_token"]
        account = door.request("GET", f"{url}/twilio/api.twilio.com/2010-04-01/Accounts/{sid}.json", auth=(sid, token))
        assert account.json()["sid"] == sid
        owner = door.request(
            "GET",
            f"{url}/hospitable/public.api.hospitable.com/v2/user",
            headers={"authorization": f"Bearer {given['hospitable']['token']}"},
        )
        assert owner.ok
        assert door.request("GET", f"{url}/openai_compatible/model.local/v1/models").ok
        assert door.request("GET", f"{url}/").ok


def test_the_page_hears_of_a_new_text(small: World) -> None:
    page = serve.Page(small, serve.Behaviour(small, later=lambda delay, act: None))
    heard: list[str] = []
    page._listeners.add(heard.append)
    small.text(Text("x", HOST_PHONE, ADA.phone, "Hello", BEGAN))
    small.text(Text("y", HOST_PHONE, "+18285550199", "Hello", BEGAN))
    assert heard == [ADA.id]


def test_live_events_flow_over_http(small: World) -> None:
    page = serve.Page(small, serve.Behaviour(small, later=lambda delay, act: None))
    with serving(Starlette(routes=page.routes())) as url:
        line = HTTPConnection(urlsplit(url).netloc, timeout=5)
        with closing(line):
            line.request("GET", "/_casa/live")
            with line.getresponse() as stream:
                assert stream.readline() == b"retry: 2000\n"
                stream.readline()
                small.text(Text("x", HOST_PHONE, ADA.phone, "Hello", BEGAN))
                assert json.loads(stream.readline().removeprefix(b"data: ")) == ADA.id


def test_the_beginning_is_kept(tmp_path: Path) -> None:
    first = serve.beginning({"CASA_DATA": str(tmp_path / "data")})
    assert serve.beginning({"CASA_DATA": str(tmp_path / "data")}) == first
    (tmp_path / "data" / "pretend-world.json").write_text("{")
    assert serve.beginning({"CASA_DATA": str(tmp_path / "data")}) >= first


def test_the_secret_comes_from_the_environment_or_the_data_folder(tmp_path: Path) -> None:
    assert serve.secret_of({"CASA_SECRET_KEY": "one"}) == "one"
    (tmp_path / "keys").mkdir()
    (tmp_path / "keys" / "secret").write_text("two\n")
    assert serve.secret_of({"CASA_DATA": str(tmp_path)}) == "two"
    (tmp_path / "given").write_text("three")
    assert serve.secret_of({"CASA_DATA": str(tmp_path), "CASA_SECRET_KEY_FILE": str(tmp_path / "given")}) == "three"
    with pytest.raises(SystemExit, match="CASA_SECRET_KEY"):
        serve.secret_of({})
