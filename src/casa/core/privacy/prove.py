"""Proofs: a control is switched off in a process of its own, on a database of its own, and its test must notice.

In that process ``casa.testing.without``, a plugin of pytest, takes the control away before the test is read. Proofs do
not touch each other, so as many run at once as this machine has cores.
"""

import os
import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from casa.core.privacy import registry
from casa.core.privacy.registry import Promise

PLUGIN, OPTION = "casa.testing.without", "--without"
PATIENCE = 900.0
ENDED = re.compile(r"^(PASSED|FAILED|ERROR) ([^\s\[]+)", re.M)


@dataclass(frozen=True, slots=True)
class Proof:
    """How a promise's test ended with its control, and without it. ``noticed``: the proof that the test is one."""

    promise: Promise
    holds: bool
    noticed: bool

    @property
    def good(self) -> bool:
        return self.holds and self.noticed


def prove_each(wanted: Sequence[Promise]) -> Iterator[Proof]:
    """Run the tests as they are, all at once, and each again without its control; in the order in which they were
    wanted. Needs the checkout: tests are not installed with the program."""
    with ThreadPoolExecutor(os.cpu_count() or 1) as crew:
        as_they_are = crew.submit(_run, sorted({promise.test for promise in wanted}))
        without = [crew.submit(_run, [promise.test], f"{OPTION}={promise.id}") for promise in wanted]
        told = as_they_are.result()
        for promise, alone in zip(wanted, without, strict=True):
            yield Proof(promise, told.get(promise.test) == {"PASSED"}, "FAILED" in alone.result().get(promise.test, ()))


def _run(tests: Sequence[str], *more: str) -> dict[str, set[str]]:
    """How each test ended, all its cases; nothing of those that did not come to an end."""
    command = [sys.executable, "-m", "pytest", *tests, "-q", "-rpfE", "--no-header", "--tb=no"]
    try:
        told = subprocess.run(
            [*command, "-p", "no:cacheprovider", "-p", PLUGIN, *more],
            cwd=registry.ROOT, capture_output=True, text=True, timeout=PATIENCE,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return {}
    ends: dict[str, set[str]] = {}
    for end, test in ENDED.findall(told.stdout):
        ends.setdefault(test, set()).add(end)
    return ends
