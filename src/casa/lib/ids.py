"""Identifiers."""

import secrets
from uuid import UUID

from uuid_utils.compat import uuid7


def new_id() -> UUID:
    """A time-ordered UUID (version 7): made before the row is written, since it binds the row's ciphertext."""
    return uuid7()


def new_token(length: int = 32) -> str:
    """An unguessable URL-safe token; ``length`` is in random bytes."""
    return secrets.token_urlsafe(length)
