"""The key files of an embedded Casa: outside the database's own folder, and in no database backup.

``master.json`` holds the master keys by number and when each was made. It is only ever replaced whole, and changed
only by whoever holds the lock on its folder: two rotations at once must not make two different keys of one number.
"""

import base64
import binascii
import contextlib
import datetime
import fcntl
import json
import os
import secrets
import tempfile
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from casa.config.trouble import Trouble

LENGTH = 32
SECRET, MASTERS = "secret", "master.json"
SECOND_LOOK = 0.1
"""Seconds before an unreadable key file is read again: it may have been blotted out while we held it open."""


@dataclass(frozen=True, slots=True)
class Epoch:
    """One master key and when it was made."""

    key: bytes
    made: datetime.datetime

    def __repr__(self) -> str:
        return f"Epoch(made={self.made.isoformat()})"


class MasterFile(Mapping[int, bytes]):
    """The master keys as the file has them now. A key added or destroyed by another process shows at the next look.

    While the file is missing or damaged the keys read before stay in use: a running Casa goes on.
    """

    def __init__(self, folder: Path) -> None:
        """:raises Trouble: the file cannot be read or is damaged"""
        self._folder = folder
        self._known = epochs(folder)
        self._seen = self._look()

    def __getitem__(self, number: int) -> bytes:
        return self._now()[number].key

    def __iter__(self) -> Iterator[int]:
        return iter(tuple(self._now()))

    def __len__(self) -> int:
        return len(self._now())

    def __repr__(self) -> str:
        return f"MasterFile(epochs={sorted(self)})"

    def _now(self) -> dict[int, Epoch]:
        seen = self._look()
        if seen != self._seen and seen is not None:
            with contextlib.suppress(Trouble):
                self._known = _understood(self._folder / MASTERS)
                self._seen = seen
        return self._known

    def _look(self) -> tuple[int, int, int] | None:
        try:
            found = os.stat(self._folder / MASTERS)
        except OSError:
            return None
        return found.st_ino, found.st_mtime_ns, found.st_size


def secret(folder: Path) -> str:
    """The secret that signs cookies and links, made on first use."""
    path = folder / SECRET
    if not path.exists():
        _make(path, secrets.token_urlsafe(48))
    return _read(path).strip()


def epochs(folder: Path) -> dict[int, Epoch]:
    """The master keys by number, the first made on first use.

    :raises Trouble: the file is damaged (never replaced by itself: without the old key the data stays
    unreadable)
    """
    path = folder / MASTERS
    if not path.exists():
        _make(path, _written({1: _fresh()}))
    try:
        return _understood(path)
    except Trouble:
        time.sleep(SECOND_LOOK)
        return _understood(path)


def add_master(folder: Path) -> int:
    """Put a new master key beside the old ones and make it the current one; returns its number.

    The old ones stay: data keys they wrap are still to be read, and re-wrapped.
    """
    with _alone(folder):
        found = epochs(folder)
        number = max(found) + 1
        _put(folder / MASTERS, _written(found | {number: _fresh()}), replace=True)
    return number


def destroy_masters(folder: Path, numbers: set[int]) -> None:
    """Take these master keys out of the file and blot out the file that held them. The current one always stays."""
    path = folder / MASTERS
    with _alone(folder), open(path, "r+b") as old:
        found = epochs(folder)
        kept = {number: epoch for number, epoch in found.items() if number not in numbers or number == max(found)}
        _put(path, _written(kept), replace=True)
        _blot_out(old.fileno())


def new_key() -> str:
    """A master key as it is written in `CASA_MASTER_KEYS`."""
    return base64.b64encode(secrets.token_bytes(LENGTH)).decode()


def _fresh() -> Epoch:
    return Epoch(secrets.token_bytes(LENGTH), datetime.datetime.now(datetime.UTC))


def _blot_out(handle: int) -> None:
    """Write noise over a file that no longer has a name, so that its keys do not linger on a plain disk."""
    size = os.fstat(handle).st_size
    os.pwrite(handle, secrets.token_bytes(size), 0)
    os.fsync(handle)


@contextlib.contextmanager
def _alone(folder: Path) -> Iterator[None]:
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _written(found: Mapping[int, Epoch]) -> str:
    content = {
        "current": max(found),
        "keys": {str(number): base64.b64encode(found[number].key).decode() for number in sorted(found)},
        "made": {str(number): found[number].made.isoformat(timespec="seconds") for number in sorted(found)},
    }
    return json.dumps(content, indent=1) + "\n"


def _understood(path: Path) -> dict[int, Epoch]:
    text = _read(path)
    try:
        content = json.loads(text)
        made = content.get("made", {})
        found = {
            int(number): Epoch(base64.b64decode(key, validate=True), _moment(made.get(number), path))
            for number, key in content["keys"].items()
        }
        if not found or content["current"] != max(found) or any(len(epoch.key) != LENGTH for epoch in found.values()):
            raise ValueError
    except (ValueError, KeyError, TypeError, AttributeError, binascii.Error):
        raise Trouble(
            f"The master key file {path} is damaged. Put back your copy of it; without it the data cannot be read."
        ) from None
    return found


def _moment(written: str | None, path: Path) -> datetime.datetime:
    """When a key was made. A file from before this was noted: when it was last written, which is never too early."""
    if written is None:
        return datetime.datetime.fromtimestamp(path.stat().st_mtime, datetime.UTC)
    moment = datetime.datetime.fromisoformat(written)
    return moment if moment.tzinfo else moment.replace(tzinfo=datetime.UTC)


def _read(path: Path) -> str:
    try:
        return path.read_bytes().decode(errors="replace")
    except OSError as error:
        raise Trouble(
            f"The key file {path} cannot be read ({os.strerror(error.errno or 0).lower()}). "
            "Start Casa from the account that owns it."
        ) from error


def _make(path: Path, text: str) -> None:
    """Two first starts at the same moment agree: whoever links first wins, the other reads that one."""
    _put(path, text, replace=False)


def _put(path: Path, text: str, *, replace: bool) -> None:
    try:
        handle, fresh = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        with os.fdopen(handle, "w") as file:
            file.write(text)
            file.flush()
            os.fsync(handle)
        _place(fresh, path, replace=replace)
        _keep_name(path.parent)
    except OSError as error:
        raise Trouble(
            f"Casa cannot write the key file {path} ({os.strerror(error.errno or 0).lower()}). "
            "Give this account permission to write there."
        ) from error


def _place(fresh: str, path: Path, *, replace: bool) -> None:
    if replace:
        os.replace(fresh, path)
        return
    try:
        os.link(fresh, path)
    except FileExistsError:
        pass
    finally:
        os.unlink(fresh)


def _keep_name(folder: Path) -> None:
    """A new name survives a power cut only when its folder is written down too."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
