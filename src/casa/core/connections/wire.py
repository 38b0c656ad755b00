"""How a webhook lies in the database before it is understood, and how its address is found. Free of Django.

The edge writes what the drain reads; both import it from here.
"""

import hashlib
import json
from datetime import datetime
from typing import Any

from casa.core.connections.contract import RawRequest


def hook_hash(token: str) -> bytes:
    """What the database knows of a webhook address's token: 16 bytes, so a copy of it opens no address."""
    return hashlib.blake2b(token.encode(), digest_size=16).digest()


def delivery_key(delivery_id: str) -> bytes:
    """A provider's own delivery id as the 16 bytes that make a repeat one row."""
    return hashlib.blake2b(delivery_id.encode("utf-8", "surrogatepass"), digest_size=16).digest()


def seal_request(request: RawRequest) -> bytes:
    """A request as the bytes to be sealed: when and from where, what was asked, the headers, the raw body; with NUL
    between them, which none of them but the body can hold. (As JSON the writing took longer than the sealing.)"""
    head = [f"{request.received_at.isoformat()} {request.client_ip}", request.method, request.url]
    head += [f"{name}:{value}" for name, value in request.headers.items()]
    return "\0".join(head).encode("utf-8", "surrogatepass") + b"\0\0" + request.body


def open_request(plain: bytes) -> RawRequest:
    """The request again, also as the version before sealed it."""
    if plain.startswith(b"{"):  # no time begins so: a line of JSON, then the body
        return _open_line(plain)
    head, body = plain.split(b"\0\0", 1)
    came, method, url, *lines = head.decode("utf-8", "surrogatepass").split("\0")
    at, sender = came.split(" ", 1)
    headers = dict(line.split(":", 1) for line in lines)
    return RawRequest(method, url, headers, body, datetime.fromisoformat(at), sender)


def _open_line(plain: bytes) -> RawRequest:
    line, body = plain.split(b"\n", 1)
    told: dict[str, Any] = json.loads(line)
    at = datetime.fromisoformat(told["at"])
    return RawRequest(told["method"], told["url"], told["headers"], body, at, told["ip"])
