"""How long one text takes to be read for consent (R20 to R40), in processor time: what the queue waits for, at least.

The texts are the labelled rounds that lie beside the matcher, an ordinary message, and the longest that is read whole.
"""

import json
import statistics
import time
from collections.abc import Callable
from functools import partial
from typing import Any

from bench.report import Result
from casa.core.consent.matching import Context, classify, learn

SLOWEST = 1.0  # milliseconds at the 95th percentile
LONGEST = 25.0  # milliseconds, for a text of eight thousand characters
TIMES, QUICK = 5, 2
LONG = "We had a lovely time at the lake, and the kids never stopped talking about the boats. " * 100


def measure(quick: bool) -> list[Result]:
    times = QUICK if quick else TIMES
    calls = [partial(classify, row["text"], Context.from_mapping(row["context"])) for row in _rows()]
    for call in calls:
        call()  # tables are made ready once, not a text
    waits = sorted(_fastest(call, times) for call in calls)
    detail = (
        f"95th percentile of {len(waits):,} texts; median {statistics.median(waits):.2f} ms, slowest {waits[-1]:.1f} ms"
    )
    return [
        Result("Matcher: a text read for consent", waits[len(waits) * 95 // 100], "ms", SLOWEST, "lower", detail),
        Result("Matcher: the longest text", _fastest(partial(classify, LONG), times), "ms", LONGEST, "lower"),
    ]


def _rows() -> list[dict[str, Any]]:
    return [json.loads(line) for path in learn.learned_files() for line in path.read_text("utf-8").splitlines()]


def _fastest(call: Callable[[], object], times: int) -> float:
    """Milliseconds of processor time, the best of some: what else the machine does shows in the others."""
    best = float("inf")
    for _ in range(times):
        began = time.process_time_ns()
        call()
        best = min(best, time.process_time_ns() - began)
    return best / 1e6
