"""How long the inbox and a thread take with a million messages, and whether they ask the database any more often.

Server time: what Django's own client waits in this process, and what a client over HTTP waits for the web process.
The pages are those of ``casa.web.inbox``; every measured request opens another page of the queue or another
conversation, so that nothing is warm but what is warm all day.
"""

import gc
import http.client
import random
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

from bench import search
from bench.fill import filled, superuser
from bench.house import PUBLIC, House, opened, web
from bench.report import Result

FULL, QUICK, SMALL, FEW = 1_000_000, 20_000, 2_000, 100
SLOWEST = 50.0  # milliseconds at the 95th percentile
SLOWER = 2.0  # times the page among two thousand messages: a few rows more on it, hardly more work to find them
WARMING = 3  # first requests, which fill what is warm all day
HOST = PUBLIC.removeprefix("https://")
Get = Callable[[str, bool], bytes]


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of page: its addresses in turn, and whether it is asked for as a part of a page."""

    name: str
    addresses: list[str]
    part: bool = False


def measure(quick: bool) -> list[Result]:
    with opened() as house:
        small, smallest = _beside(house, SMALL), _beside(house, FEW)
        filled(house, QUICK if quick else FULL)
        found = list(_pages(house, small, smallest, 30 if quick else 120))
        return found + list(search.speeds(house, 20 if quick else 40))


def _beside(house: House, messages: int) -> House:
    """A second workspace of the same owner, with a few messages: what the many are compared with."""
    from casa.core.accounts.models import Brand, User
    from casa.core.accounts.rules import open_workspace
    from casa.core.accounts.scope import workspace_scope
    from casa.core.connections.models import Connection
    from casa.lib.ids import new_id

    workspace = open_workspace(User.objects.get(id=house.user_id), f"With {messages:,}")
    with workspace_scope(workspace.id):
        brand, connection_id = Brand.objects.get(workspace=workspace), new_id()
        own = Connection(id=connection_id, workspace_id=workspace.id, provider="twilio", account_ref="AC1", brand=brand)
        own.save(force_insert=True)
    few = replace(house, workspace_id=str(workspace.id), connection_id=str(connection_id))
    filled(few, messages)
    return few


def _pages(house: House, small: House, smallest: House, times: int) -> Iterator[Result]:
    count = house.count(f"select count(*) from inbox_message where workspace_id = '{house.workspace_id}'")
    for kind, less, few in zip(kinds(house, times), kinds(small, times), kinds(smallest, 4), strict=True):
        yield from _compared(house, kind, less, f"{kind.name}, {count:,} messages")
        more = _questions(house, kind) - _questions(house, few)
        yield Result(f"{kind.name}: queries beyond those with {FEW} messages", more, "queries", 0, "lower")
    with over_http(house) as get:
        for kind in kinds(house, times):
            yield _speed(f"{kind.name}, over HTTP", kind, get)


def _compared(house: House, kind: Kind, few: Kind, name: str) -> Iterator[Result]:
    """The page among many messages and among few, in turns: a busy neighbour slows both."""
    waits: dict[str, list[float]] = {"many": [], "few": []}
    with in_process(house) as get:
        for place, (many, less) in enumerate(zip(kind.addresses, few.addresses, strict=True)):
            for which, address in (("many", many), ("few", less)):
                began = time.perf_counter()
                get(address, kind.part)
                if place >= WARMING:
                    waits[which].append(1000 * (time.perf_counter() - began))
    yield _result(name, waits["many"])
    ratio = statistics.median(waits["many"]) / statistics.median(waits["few"])
    yield Result(f"{kind.name}: beside {SMALL:,} messages", ratio, "times", SLOWER, "lower", "medians, taken in turns")


def _speed(name: str, kind: Kind, get: Get) -> Result:
    waits = []
    for place, address in enumerate(kind.addresses):
        began = time.perf_counter()
        get(address, kind.part)
        if place >= WARMING:
            waits.append(1000 * (time.perf_counter() - began))
    return _result(name, waits)


def _result(name: str, waits: list[float]) -> Result:
    detail = f"median {statistics.median(waits):.1f} ms, {len(waits)} requests"
    return Result(name, percentile(waits, 95), "ms", SLOWEST, "lower", f"95th percentile; {detail}")


def percentile(values: list[float], share: int) -> float:
    return sorted(values)[min(len(values) * share // 100, len(values) - 1)]


def kinds(house: House, times: int) -> list[Kind]:
    """The pages a host opens all day. ``times`` addresses of each, and three to warm up with."""
    inbox = f"/w/{slug(house)}/inbox/"
    talks = conversations(house, times + WARMING)
    return [
        Kind("Inbox", [inbox + "?view=needs"] * (times + WARMING)),
        Kind("All conversations", [inbox + "?view=all"] * (times + WARMING)),
        Kind("The queue further down", [f"{inbox}queue/?view=all&after={after}" for after, _ in talks], part=True),
        Kind("A conversation with the inbox", [f"{inbox}{talk}/" for _, talk in talks]),
        Kind("A conversation alone", [f"{inbox}{talk}/" for _, talk in talks], part=True),
        Kind("Guest and stay", [f"{inbox}{talk}/context/" for _, talk in talks], part=True),
        Kind("The longest conversation", [f"{inbox}{longest(house)}/"] * (times + WARMING), part=True),
    ]


def slug(house: House) -> str:
    return str(_rows(house, "select slug from accounts_workspace where id = %s", house.workspace_id)[0][0])


def conversations(house: House, count: int) -> list[tuple[str, str]]:
    """Where in the queue they stand, and their ids: spread over all of them."""
    found = _rows(
        house,
        "select last_message_at, id from inbox_conversation where workspace_id = %s order by id",
        house.workspace_id,
    )
    some = random.Random(7).choices(found, k=count)
    return [(f"{at.isoformat().replace('+', '%2B')}~{talk}", str(talk)) for at, talk in some]


def longest(house: House) -> str:
    most = "where workspace_id = %s group by conversation_id order by count(*) desc limit 1"
    return str(_rows(house, f"select conversation_id from inbox_message {most}", house.workspace_id)[0][0])


def _rows(house: House, statement: str, *values: Any) -> list[tuple[Any, ...]]:
    import psycopg

    with psycopg.connect(superuser(house)) as connection:
        return connection.execute(statement.encode(), values).fetchall()


def _questions(house: House, kind: Kind) -> int:
    """How many queries the page needs; the most of three."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    asked = []
    with in_process(house) as get:
        for address in kind.addresses[:4]:
            with CaptureQueriesContext(connection) as queries:
                get(address, kind.part)
            asked.append(len(queries))
    return max(asked[1:])


@contextmanager
def in_process(house: House) -> Iterator[Get]:
    """Django's own client, signed in; memory is walked through as seldom as the web process does it."""
    from django.test import Client

    from casa.config.web import SELDOM
    from casa.core.accounts.models import User

    client = Client(SERVER_NAME=HOST)
    client.force_login(
        User.objects.get(id=house.user_id), backend="allauth.account.auth_backends.AuthenticationBackend"
    )

    gc.collect()
    gc.freeze()
    gc.set_threshold(*SELDOM)

    def get(address: str, part: bool) -> bytes:
        headers = {"HX-Request": "true"} if part else {}
        said = client.get(address, secure=True, headers=headers)
        if said.status_code != 200:
            raise RuntimeError(f"{address} answered {said.status_code}")
        return bytes(said.content)

    yield get


@contextmanager
def over_http(house: House) -> Iterator[Get]:
    """A browser's connection to the web process, signed in."""
    from django.conf import settings
    from django.test import Client

    from casa.core.accounts.models import User

    client = Client(SERVER_NAME=HOST)
    client.force_login(
        User.objects.get(id=house.user_id), backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    cookie = f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"
    with web() as port:
        line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)

        def get(address: str, part: bool) -> bytes:
            headers = {"Host": HOST, "X-Forwarded-Proto": "https", "Cookie": cookie}
            line.request("GET", address, headers=headers | ({"HX-Request": "true"} if part else {}))
            said = line.getresponse()
            body = said.read()
            if said.status != 200:
                raise RuntimeError(f"{address} answered {said.status}")
            return body

        yield get
        line.close()
