"""Whether the tables are known to fit the code, so that a second start need not ask the database.

Only for the database in the data folder: nobody but this Casa changes it. One elsewhere is asked each time.
"""

import hashlib
import json
from pathlib import Path
from typing import Any

from casa.config.environment import Environment
from casa.config.paths import ROOT
from casa.config.postgres.cluster import MARKER
from casa.config.postgres.rooms import Rooms

NOTE = "tables.json"
CODE = ROOT / "src" / "casa"
TELLING = (".py", ".sql")


def are_current(settings: Environment) -> bool:
    """The same code brought this very cluster up to date before."""
    try:
        return settings.embedded and json.loads((settings.data / NOTE).read_text()) == _state(settings)
    except (OSError, ValueError):
        return False


def remember(settings: Environment) -> None:
    """Note that they are up to date now."""
    if settings.embedded:
        (settings.data / NOTE).write_text(json.dumps(_state(settings)))


def forget(settings: Environment) -> None:
    """The database was replaced: ask it again at the next start."""
    (settings.data / NOTE).unlink(missing_ok=True)


def _state(settings: Environment) -> dict[str, Any]:
    made = (Rooms(settings.data).cluster / MARKER).stat()
    return {"code": fingerprint(CODE), "cluster": [made.st_ino, made.st_mtime_ns]}


def fingerprint(folder: Path) -> str:
    """One number for all code in a folder; a letter changed anywhere changes it."""
    digest = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.suffix in TELLING):
        content = path.read_bytes()
        digest.update(f"{path.relative_to(folder)}:{len(content)}\n".encode() + content)
    return digest.hexdigest()
