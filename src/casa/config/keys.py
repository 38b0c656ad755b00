"""The key files of an embedded Casa: outside the database's own folder, and in no database backup."""

import base64
import binascii
import json
import os
import secrets
import tempfile
from pathlib import Path

from casa.config.trouble import Trouble

LENGTH = 32
SECRET, MASTERS = "secret", "master.json"


def secret(folder: Path) -> str:
    """The secret that signs cookies and links, made on first use."""
    path = folder / SECRET
    if not path.exists():
        _make(path, secrets.token_urlsafe(48))
    return _read(path).strip()


def masters(folder: Path) -> dict[int, bytes]:
    """The master keys by number, the first made on first use.

    :raises Trouble: the file is damaged (never replaced by itself: without the old key the data stays
    unreadable)
    """
    path = folder / MASTERS
    if not path.exists():
        _make(path, _written({1: secrets.token_bytes(LENGTH)}))
    return _understood(path, _read(path))


def add_master(folder: Path) -> int:
    """Put a new master key beside the old ones and make it the current one; returns its number.

    The old ones stay: data keys they wrap are still to be read, and re-wrapped.
    """
    found = masters(folder)
    number = max(found) + 1
    _put(folder / MASTERS, _written(found | {number: secrets.token_bytes(LENGTH)}), replace=True)
    return number


def new_key() -> str:
    """A master key as it is written in `CASA_MASTER_KEYS`."""
    return base64.b64encode(secrets.token_bytes(LENGTH)).decode()


def _written(keys: dict[int, bytes]) -> str:
    encoded = {str(number): base64.b64encode(key).decode() for number, key in sorted(keys.items())}
    return json.dumps({"current": max(keys), "keys": encoded}, indent=1) + "\n"


def _understood(path: Path, text: str) -> dict[int, bytes]:
    try:
        content = json.loads(text)
        found = {int(number): base64.b64decode(key, validate=True) for number, key in content["keys"].items()}
        if not found or content["current"] != max(found) or any(len(key) != LENGTH for key in found.values()):
            raise ValueError
    except (ValueError, KeyError, TypeError, AttributeError, binascii.Error):
        raise Trouble(
            f"The master key file {path} is damaged. Put back your copy of it; without it the data cannot be read."
        ) from None
    return found


def _read(path: Path) -> str:
    try:
        return path.read_text()
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
