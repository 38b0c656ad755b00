"""Proofs: a control is switched off in a process of its own, on a database of its own, and its test must notice.

In that process ``casa.testing.without``, a plugin of pytest, takes the control away before the test is read.
"""

import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from casa.core.privacy import registry
from casa.core.privacy.registry import Promise

PLUGIN, OPTION = "casa.testing.without", "--without"
PATIENCE = 600.0
FAILED = re.compile(r"\b(\d+) failed\b")
TROUBLE = re.compile(r"^(?:FAILED|ERROR) (\S+)", re.M)


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
    """Run the tests as they are, all at once, and then each again without its control. Needs the checkout: tests are
    not installed with the program."""
    tests = sorted({promise.test for promise in wanted})
    broken = {line.split(" - ")[0].split("[")[0] for line in TROUBLE.findall(_run(tests))}
    for promise in wanted:
        told = _run([promise.test], f"{OPTION}={promise.id}")
        yield Proof(promise, promise.test not in broken, bool(FAILED.search(told)))


def _run(tests: Sequence[str], *more: str) -> str:
    """What pytest says at the end: a line for each test that failed, and how many did."""
    command = [sys.executable, "-m", "pytest", *tests, "-q", "--no-header", "--tb=no", "-p", "no:cacheprovider"]
    told = subprocess.run(
        [*command, "-p", PLUGIN, *more], cwd=registry.ROOT, capture_output=True, text=True, timeout=PATIENCE
    )
    return told.stdout
