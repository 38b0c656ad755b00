"""The house as files: what the guards read."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CASA = ROOT / "src" / "casa"
CORE = CASA / "core"
ROOMS = (
    "accounts", "vault", "connections", "people", "senders", "consent", "stays", "appointments", "templates", "inbox",
    "assistant", "campaigns", "privacy",
)  # fmt: skip
"""The core rooms that are built, lowest first; import-linter knows the ones still to come as well."""


def sources(*, tests: bool = False) -> list[Path]:
    """Every Python file of the package; migrations are made by a machine and not read."""
    found = [path for path in sorted(CASA.rglob("*.py")) if "migrations" not in path.parts]
    return found if tests else [path for path in found if "tests" not in path.parts]


def templates() -> list[Path]:
    return sorted(CASA.rglob("templates/**/*.html"))


def name(path: Path) -> str:
    """A file as people say it: from the root of the repository."""
    return path.relative_to(ROOT).as_posix()


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(), name(path))


def calls(path: Path, *called: str) -> Iterator[ast.Call]:
    """Every call in a file of a function of one of these names, however it was imported."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Call):
            function = node.func
            said = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
            if said in called:
                yield node


def unexpected(found: set[str], allowed: dict[str, str]) -> str:
    """What breaks a rule without a reason, and reasons that nothing needs any more; empty when all is well."""
    new, stale = sorted(found - allowed.keys()), sorted(allowed.keys() - found)
    said = [f"no reason is given for: {', '.join(new)}"] if new else []
    said += [f"this reason is no longer needed: {', '.join(stale)}"] if stale else []
    said += [f"this reason is empty: {key}" for key, reason in allowed.items() if len(reason) < 12]
    return "; ".join(said)
