"""The promises, from one data file, each with what keeps it; whether it is kept is computed, never written down.

A promise is kept when its control is there, its test is there, and its evidence was looked at and is fine.
"""

import ast
import pkgutil
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from casa.core.privacy.evidence import Evidence

FILE = Path(__file__).with_name("promises.toml")
ROOT = Path(__file__).resolve().parents[4]
OFF = frozenset({"nothing", "yes", "no", "zero", "empty", "text", "first", "no-value"})
"""What may take a control's place in a proof: it answers nothing, yes, no, 0, (), "", or what it was given; or the
value itself is false. Anything else is the dotted name of a stand-in."""


class NoSuchPromise(LookupError):
    """No promise of that name is in the list."""


@dataclass(frozen=True, slots=True)
class Promise:
    """One promise. ``about``: the sentences of the policies it answers; ``every``: seconds between two checks.

    ``control`` and ``evidence`` are dotted names ("package.module:name"), ``test`` a pytest id; ``off`` is what takes
    the control's place in a proof (see ``prove.py``).
    """

    id: str
    about: tuple[str, ...]
    words: str
    how: str
    control: str
    off: str
    test: str
    evidence: str
    every: int

    @property
    def shown_by(self) -> Evidence:
        found: Evidence = pkgutil.resolve_name(self.evidence)
        return found

    def missing(self) -> str:
        """What the entry names and is not there, in words; "" when all of it is. A test that is not installed with
        the program (a checkout has all) is not looked for."""
        for name in (self.control, self.evidence):
            try:
                pkgutil.resolve_name(name)
            except (ImportError, AttributeError, ValueError):
                return f"{name} does not exist"
        file, _, test = self.test.partition("::")
        path = ROOT / file
        if not path.parents[0].exists():
            return ""
        return "" if path.exists() and test in _tests(path) else f"{self.test} does not exist"


@dataclass(frozen=True, slots=True)
class Absent:
    """Sentences of the policies whose subject is not in the product, with the reason."""

    about: tuple[str, ...]
    needs: str
    why: str


@cache
def promises() -> tuple[Promise, ...]:
    """Every promise, in the order in which they are shown."""
    return tuple(Promise(**_entry(row)) for row in _read()["promise"])


@cache
def absent() -> tuple[Absent, ...]:
    return tuple(Absent(**_entry(row)) for row in _read()["absent"])


def promise(promise_id: str) -> Promise:
    """Raises NoSuchPromise."""
    for found in promises():
        if found.id == promise_id:
            return found
    raise NoSuchPromise(f"There is no promise called {promise_id}.")


def due(seen: Callable[[str], datetime | None], now: datetime) -> list[Promise]:
    """Those whose last check, told by ``seen``, is older than they allow."""
    found = []
    for one in promises():
        last = seen(one.id)
        if last is None or (now - last).total_seconds() >= one.every:
            found.append(one)
    return found


def _read() -> dict[str, Any]:
    return tomllib.loads(FILE.read_text())


def _entry(row: dict[str, Any]) -> dict[str, Any]:
    return row | {"about": tuple(row["about"])}


@cache
def _tests(path: Path) -> frozenset[str]:
    return frozenset(node.name for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.FunctionDef))
