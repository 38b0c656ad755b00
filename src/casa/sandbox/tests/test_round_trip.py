"""The providers' production code against the whole pretend world, with the demo's own credentials, over real HTTP."""

import threading
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from casa.core.connections.contract import (
    Account,
    Handle,
    IncomingMessage,
    Manifest,
    Outgoing,
    Prompt,
    PropertyFact,
    RawRequest,
    ReservationFact,
    ReviewFact,
)
from casa.lib.http import Door
from casa.lib.pretend import World
from casa.providers.anthropic import connect as anthropic_connect
from casa.providers.anthropic import llm
from casa.providers.anthropic.manifest import MANIFEST as ANTHROPIC
from casa.providers.hospitable import connect as hospitable_connect
from casa.providers.hospitable import sync
from casa.providers.hospitable.manifest import MANIFEST as HOSPITABLE
from casa.providers.openai_compatible import connect as own_connect
from casa.providers.twilio import connect as twilio_connect
from casa.providers.twilio import send, webhooks
from casa.providers.twilio.manifest import MANIFEST as TWILIO
from casa.sandbox import serve
from casa.sandbox.accounts import demo_accounts
from casa.sandbox.behaviour import PACE
from casa.testing.serve import serve as serving

SECRET = "a secret that is long enough for a test"
BEGAN = datetime.now(UTC)  # the sync reads a year back from today


@dataclass
class House:
    """What the house would have: a world, the demo's credentials, and a letterbox for webhooks."""

    world: World
    url: str
    accounts: dict[str, dict[str, str]]
    arrived: list[RawRequest]
    news: threading.Semaphore
    hook: str

    def account(self, manifest: Manifest) -> Account:
        given = self.accounts[manifest.key]
        secret = {field.name for field in manifest.fields if field.secret}
        kept = {name: value for name, value in given.items() if name in secret}
        return Account("c1", {name: v for name, v in given.items() if name not in kept}, kept, self.hook)

    def door(self, manifest: Manifest) -> Door:
        routes = {f"https://{host}": f"{self.url}/{manifest.key}/{host}" for host in manifest.hosts}
        return Door(hosts=frozenset(manifest.hosts), routes=routes, own=frozenset({self.url}))

    def next_text(self, account: Account) -> IncomingMessage:
        """The next text that reaches us, its signature checked; status news is passed over."""
        while self.news.acquire(timeout=10):
            request = self.arrived.pop(0)
            webhooks.verify(request, account)
            for fact in webhooks.parse(request, account):
                if isinstance(fact, IncomingMessage):
                    return fact
        raise AssertionError("no text came")


@pytest.fixture
def house(monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:
    monkeypatch.setattr("casa.sandbox.behaviour.PACE", dict.fromkeys(PACE, (0.01, 0.02)))
    arrived: list[RawRequest] = []
    news = threading.Semaphore(0)

    async def take(request: Request) -> Response:
        headers = {name.lower(): value for name, value in request.headers.items()}
        url = str(request.url)
        arrived.append(RawRequest("POST", url, headers, await request.body(), datetime.now(UTC)))
        news.release()
        return Response("<Response/>", media_type="text/xml")

    world = serve.pretend_world(BEGAN)
    app = serve.application(world, SECRET, "http://127.0.0.1:8401", BEGAN)
    letterbox = Starlette(routes=[Route("/hook/{token}", take, methods=["POST"])])
    with serving(app) as url, serving(letterbox) as home:
        yield House(world, url, demo_accounts(SECRET, url), arrived, news, f"{home}/hook/x")


def test_a_first_sync_brings_the_whole_world(house: House) -> None:
    account, door = house.account(HOSPITABLE), house.door(HOSPITABLE)
    assert hospitable_connect.test(account, door).ref

    house.world.shelf("hospitable")["message_limit"] = 10_000
    facts = [fact for page in sync.pages(account, door, {}) for fact in page.facts]

    found = Counter(type(fact) for fact in facts)
    assert found[PropertyFact] == 14
    assert {fact.external_id for fact in facts if isinstance(fact, ReservationFact)}
    assert found[ReservationFact] >= 0.97 * len(house.world.bookings)
    assert found[IncomingMessage] >= 0.95 * sum(map(len, house.world.thread.values()))
    assert found[ReviewFact] == len(house.world.shelf("hospitable")["reviews"])


def test_a_text_is_answered_by_the_guest_it_reached(house: House) -> None:
    account, door = house.account(TWILIO), house.door(TWILIO)
    assert twilio_connect.test(account, door).ref == house.accounts["twilio"]["account_sid"]
    twilio_connect.set_up(account, door)

    priya = next(guest for guest in house.world.guests.values() if guest.last_name == "Raman")
    asked = Outgoing("out-1", "sms", Handle("phone", priya.phone), "Hi Priya, how many cars will you bring?")
    assert send.send(account, door, asked).external_id.startswith("SM")

    answer = house.next_text(account)
    assert answer.sender.value == priya.phone
    assert answer.body
    assert house.world.texts[-1].body == answer.body


def test_the_second_text_brings_a_stop_from_the_guest_who_stops(house: House) -> None:
    account, door = house.account(TWILIO), house.door(TWILIO)
    twilio_connect.set_up(account, door)
    chidi = next(guest for guest in house.world.guests.values() if guest.manner == "stops")
    bodies = []
    for number in range(2):
        message = Outgoing(f"out-{number}", "sms", Handle("phone", chidi.phone), "What time will you be here?")
        send.send(account, door, message)
        bodies.append(house.next_text(account).body)
    assert bodies[0] != "STOP"
    assert bodies[1] == "STOP"


def test_both_models_connect_and_answer_from_facts(house: House) -> None:
    account, door = house.account(ANTHROPIC), house.door(ANTHROPIC)
    assert anthropic_connect.test(account, door).settings["model"]
    text = '{"id": "k1", "text": "Two cars fit beside the ramp."}\nIs there room for two cars?'
    done = llm.complete(account, door, Prompt("Cite.", (("user", text),)))
    assert (done.text, done.complete) == ("Two cars fit beside the ramp.", True)

    own = Account("c2", house.accounts["openai_compatible"], {})
    assert own_connect.test(own, Door(own=frozenset({house.url}))).settings["model"]
