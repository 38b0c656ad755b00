"""One Casa for one data folder. The claim is a kernel lock, so it ends with its process however that ends."""

import fcntl
import json
import os
from pathlib import Path
from typing import Any

from casa.config.trouble import Trouble


class Claim:
    """The right to run on a data folder, with a note beside it that says who has it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(self._handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            os.close(self._handle)
            raise Trouble(_taken(path)) from None
        self.tell()

    def tell(self, **about: Any) -> None:
        """Write down who we are and where we answer, for a second start and for `./casa doctor`."""
        text = json.dumps({"process": os.getpid(), **about}).encode()
        os.ftruncate(self._handle, 0)
        os.pwrite(self._handle, text, 0)

    def release(self) -> None:
        os.ftruncate(self._handle, 0)
        os.close(self._handle)


def refuse_if_taken(path: Path) -> None:
    """:raises Trouble: a Casa runs on this data folder, and the sentence says which"""
    if who(path) is not None:
        raise Trouble(_taken(path))


def who(path: Path) -> dict[str, Any] | None:
    """What the running Casa wrote about itself, or None when none runs."""
    try:
        handle = os.open(path, os.O_RDWR | os.O_CLOEXEC)
    except OSError:
        return None
    try:
        fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except OSError:
        return _note(path)
    finally:
        os.close(handle)
    return None


def _note(path: Path) -> dict[str, Any]:
    try:
        found = json.loads(path.read_text())
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _taken(path: Path) -> str:
    note = _note(path)
    where = f" at {note['address']}" if note.get("address") else ""
    return (
        f"Casa already runs on {path.parent}{where} (process {note.get('process', 'unknown')}). "
        "Stop it there with Ctrl-C, or start this one on another folder with CASA_DATA."
    )
