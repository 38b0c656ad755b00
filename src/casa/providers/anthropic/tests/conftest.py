from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from casa.core.connections.contract import Account
from casa.lib.http import Door
from casa.lib.pretend import World
from casa.providers.anthropic import sandbox
from casa.testing.serve import serve


@dataclass(frozen=True)
class Bench:
    """A pretend Anthropic on this machine, one account there, and the door that leads to it."""

    world: World
    base: str
    door: Door
    account: Account


@pytest.fixture
def bench() -> Iterator[Bench]:
    world = World()
    given = sandbox.open_account(world)
    account = Account(id="c1", settings={"model": given["model"]}, secrets={"api_key": given["api_key"]})
    with serve(sandbox.build(world)) as url:
        base = f"{url}/api.anthropic.com"
        door = Door(hosts=frozenset({"api.anthropic.com"}), routes={"https://api.anthropic.com": base}, timeout=3.0)
        yield Bench(world, base, door, account)
