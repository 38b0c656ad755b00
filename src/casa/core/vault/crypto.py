"""The vault's arithmetic, free of Django: sealing, wrapping, blind tokens.

Envelope: master keys (epochs, outside the database) wrap data keys; data keys seal fields with AES-256-GCM. The row's
identity is the associated data, so a ciphertext moved to another row, column or workspace no longer opens. Formats and
figures: docs/decisions/0005. Yardsticks: OWASP ASVS 5.0 V11.3; NIST SP 800-38D (random 96-bit nonces,
< 2^32 seals a key).
"""

import hashlib
import os
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

VERSION = b"\x01"
HEADER = 9  # version, key id
NONCE = 12


class CannotOpen(Exception):
    """This ciphertext does not open: its key is destroyed, or it stands where it does not belong."""


@dataclass(frozen=True, slots=True)
class MasterKeys:
    """The master key's epochs, 32 bytes each. The mapping may grow and shrink while we run: see ``config/keys.py``."""

    keys: Mapping[int, bytes]

    @property
    def current(self) -> int:
        """The newest epoch: what is wrapped now goes under it."""
        return max(self.keys)

    def __repr__(self) -> str:
        return f"MasterKeys(current={self.current}, epochs={sorted(self.keys)})"

    def wrap(self, epoch: int, data_key: bytes, context: bytes) -> bytes:
        """A data key sealed under an epoch. The caller names it, because ``current`` may change between two looks."""
        nonce = os.urandom(NONCE)
        return nonce + AESGCM(self.keys[epoch]).encrypt(nonce, data_key, context)

    def unwrap(self, epoch: int, wrapped: bytes, context: bytes) -> bytes:
        """The data key again. Raises CannotOpen, also for a retired epoch."""
        key = self.keys.get(epoch)
        if key is None:
            raise CannotOpen(f"Master key epoch {epoch} has been retired.")
        try:
            return AESGCM(key).decrypt(wrapped[:NONCE], wrapped[NONCE:], context)
        except InvalidTag as error:
            raise CannotOpen("This data key does not belong here.") from error


def new_data_key() -> bytes:
    return AESGCM.generate_key(256)


def key_context(workspace_id: UUID, kind: str, key_id: int) -> bytes:
    """What a wrapped data key is bound to. Not its holder: merging two people moves keys between them."""
    return f"casa data key|{workspace_id}|{kind}|{key_id}".encode()


def field_context(table: str, column: str, workspace_id: UUID, row_id: UUID) -> bytes:
    """What a sealed field is bound to."""
    return f"{table}|{column}|{workspace_id}|{row_id}".encode()


def seal(key_id: int, key: AESGCM, plain: bytes, context: bytes) -> bytes:
    """``version | key id | nonce | ciphertext and tag``."""
    nonce = os.urandom(NONCE)
    return VERSION + key_id.to_bytes(8, "big") + nonce + key.encrypt(nonce, plain, context)


def key_id_of(sealed: bytes) -> int:
    """Which data key a ciphertext needs. Raises CannotOpen for bytes that were never sealed."""
    if len(sealed) < HEADER + NONCE + 16 or sealed[:1] != VERSION:
        raise CannotOpen("This is not a sealed value.")
    return int.from_bytes(sealed[1:HEADER], "big")


def unseal(key: AESGCM, sealed: bytes, context: bytes) -> bytes:
    """The plain bytes. Raises CannotOpen."""
    try:
        return key.decrypt(sealed[HEADER : HEADER + NONCE], sealed[HEADER + NONCE :], context)
    except InvalidTag as error:
        raise CannotOpen("This sealed value does not belong here.") from error


def derive(key: bytes, purpose: str) -> bytes:
    """A key for one purpose out of a data key."""
    return HKDF(SHA256(), 32, salt=None, info=purpose.encode()).derive(key)


def blind(index_key: bytes, kind: str, value: str) -> bytes:
    """A keyed 128-bit stand-in for a value to look it up by; says nothing without the key."""
    return hashlib.blake2b(f"{kind}|{value}".encode(), digest_size=16, key=index_key).digest()


def token(index_key: bytes, salt: str, word: str) -> int:
    """A keyed 64-bit stand-in for a word, as a signed integer for a ``bigint[]``."""
    digest = hashlib.blake2b(f"{salt}|{word}".encode(), digest_size=8, key=index_key).digest()
    return int.from_bytes(digest, "big", signed=True)
