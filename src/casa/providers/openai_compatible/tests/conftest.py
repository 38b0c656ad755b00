from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from casa.core.connections.contract import Account
from casa.lib.http import Door
from casa.lib.pretend import World
from casa.providers.openai_compatible import sandbox
from casa.testing.serve import serve


@dataclass(frozen=True)
class Bench:
    """A pretend model server on this machine, reached by its own address as an owner would name it."""

    world: World
    base: str
    door: Door
    account: Account


@pytest.fixture
def bench() -> Iterator[Bench]:
    world = World()
    with serve(sandbox.build(world)) as url:
        base = f"{url}/model.local/v1"
        given = sandbox.open_account(world, base_url=base)
        account = Account(id="c1", settings={"base_url": base, "model": given["model"]}, secrets={})
        yield Bench(world, base, Door(own=frozenset({url}), timeout=3.0), account)
