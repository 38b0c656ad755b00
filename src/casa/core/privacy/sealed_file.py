"""A file sealed in pieces while it is written, and opened in pieces while it is fetched: never whole in memory.

Each piece is AES-256-GCM under the file's own key with its number, and whether it is the last, as associated data:
pieces cannot be swapped, left out or cut off (the STREAM construction, Hoang, Reyhanitabar, Rogaway and Vizár 2015).
"""

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from casa.core.vault.crypto import NONCE, CannotOpen

PIECE = 1 << 16
PRIVATE = 0o600


def _mark(number: int, *, last: bool) -> bytes:
    return number.to_bytes(8, "big") + (b"\x01" if last else b"\x00")


class SealedWriter:
    """What a zip is written into: sealed on its way to the disk. Not seekable. The file appears under its name only
    when it is whole."""

    def __init__(self, path: Path, key: bytes) -> None:
        self._path, self._cipher = path, AESGCM(key)
        self._fresh = path.with_suffix(".part")
        self._waiting, self._number = bytearray(), 0
        self.size, self._hash = 0, hashlib.sha256()
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)

    def __enter__(self) -> "SealedWriter":
        self._file = open(os.open(self._fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, PRIVATE), "wb")
        return self

    def write(self, data: bytes) -> int:
        self.size += len(data)
        self._hash.update(data)
        self._waiting += data
        while len(self._waiting) > PIECE:
            self._put(bytes(self._waiting[:PIECE]), last=False)
            del self._waiting[:PIECE]
        return len(data)

    def flush(self) -> None:
        """Pieces have one size: nothing goes early."""

    def _put(self, plain: bytes, *, last: bool) -> None:
        nonce = os.urandom(NONCE)
        sealed = self._cipher.encrypt(nonce, plain, _mark(self._number, last=last))
        self._file.write(len(sealed).to_bytes(4, "big") + nonce + sealed)
        self._number += 1

    @property
    def checksum(self) -> str:
        """SHA-256 of what was written, before sealing."""
        return self._hash.hexdigest()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            self._put(bytes(self._waiting), last=True)
            self._file.flush()
            os.fsync(self._file.fileno())
        self._file.close()
        if kind is None:
            os.replace(self._fresh, self._path)
        else:
            self._fresh.unlink(missing_ok=True)


def opened(path: Path, key: bytes) -> Iterator[bytes]:
    """The plain pieces in order. Raises CannotOpen for a file that was cut off, changed, or has another key."""
    cipher, number, last = AESGCM(key), 0, False
    with path.open("rb") as file:
        while head := file.read(4):
            nonce, sealed = file.read(NONCE), file.read(int.from_bytes(head, "big"))
            last = file.tell() == path.stat().st_size
            try:
                yield cipher.decrypt(nonce, sealed, _mark(number, last=last))
            except InvalidTag as error:
                raise CannotOpen("This file was changed or cut off.") from error
            number += 1
    if not last:
        raise CannotOpen("This file was cut off.")
