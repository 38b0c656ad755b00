"""How long search takes among a million sealed messages: words common and rare, beginnings, names, phone digits."""

import random
import statistics
import time
from collections.abc import Callable, Iterator
from uuid import UUID

from bench.fill import Words, filled
from bench.house import House, opened
from bench.report import Result

FULL, QUICK = 1_000_000, 20_000
SLOWEST = 50.0  # milliseconds at the 95th percentile
Queries = Callable[[random.Random], str]


def measure(quick: bool) -> list[Result]:
    with opened() as house:
        filled(house, QUICK if quick else FULL)
        return list(speeds(house, 20 if quick else 40))


def speeds(house: House, times: int) -> Iterator[Result]:
    """Each kind of query, asked so often with other words each time."""
    count = house.count(f"select count(*) from inbox_message where workspace_id = '{house.workspace_id}'")
    newest = house.count("select max(id) from vault_datakey where kind = 'person'")
    for name, query in kinds(Words(count), newest).items():
        chance = random.Random(3)
        waits = [_asked(house, query(chance)) for _ in range(times + 3)]
        first, rest = waits[0], sorted(waits[3:])
        found = sum(hits for _, hits in rest) / len(rest)
        detail = f"median {statistics.median(wait for wait, _ in rest):.1f} ms, first {first[0]:.0f} ms"
        worst = rest[min(len(rest) * 95 // 100, len(rest) - 1)][0]
        words = f"95th percentile; {detail}, {found:.1f} found, {count:,} messages"
        yield Result(f"Search: {name}", worst, "ms", SLOWEST, "lower", words)


def kinds(words: Words, newest: int) -> dict[str, Queries]:
    """``newest``: the number of the last person made; phones end with it."""

    def ranked(least: float, most: float) -> Queries:
        return lambda chance: words.near(chance.uniform(least, most))

    common, medium, rare = ranked(0, 0.001), ranked(0.03, 0.1), ranked(0.6, 1)
    return {
        "common word": common,
        "medium word": medium,
        "rare word": rare,
        "two words": lambda chance: f"{common(chance)} {medium(chance)}",
        "beginning of a word": lambda chance: words.near(chance.uniform(0.01, 0.5))[:4],
        "name": lambda chance: words.near(chance.uniform(0, 0.05)).capitalize(),
        "phone digits": lambda chance: f"{newest - chance.randrange(100):07d}",
        "nothing that is there": lambda chance: f"zz{chance.randrange(10**6)}xq",
    }


def _asked(house: House, query: str) -> tuple[float, int]:
    """Milliseconds of the search a page makes, messages and people both, and how many it found."""
    from casa.core.accounts.scope import workspace_scope
    from casa.core.inbox.search import search
    from casa.core.people.queries import named

    began = time.perf_counter()
    with workspace_scope(UUID(house.workspace_id), UUID(house.user_id)):
        found = len(search(query)) + len(named(query, 8))
    return 1000 * (time.perf_counter() - began), found
