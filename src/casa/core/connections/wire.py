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
    """A request as the bytes to be sealed: a line of JSON, then the raw body."""
    head = {
        "method": request.method,
        "url": request.url,
        "headers": dict(request.headers),
        "at": request.received_at.isoformat(),
        "ip": request.client_ip,
    }
    return json.dumps(head).encode() + b"\n" + request.body


def open_request(plain: bytes) -> RawRequest:
    """The request again."""
    head, body = plain.split(b"\n", 1)
    facts: dict[str, Any] = json.loads(head)
    return RawRequest(
        facts["method"], facts["url"], facts["headers"], body, datetime.fromisoformat(facts["at"]), facts["ip"]
    )
