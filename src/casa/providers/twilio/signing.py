"""How Twilio signs what it sends, and which secret to check it with (security guide; SharedKey scheme).

A form is signed over the address and its sorted fields, anything else over the address alone, which then
carries the SHA-256 of the body. Pure functions; nothing here reads more of the request than the check needs.
"""

import base64
import hmac
import re
from collections.abc import Collection, Mapping
from functools import lru_cache
from hashlib import sha256
from urllib.parse import parse_qs, unquote, urlsplit

SIGNATURE = "x-twilio-signature"
SETTINGS = "x-twilio-webhooks-signature-settings"
FORM = "application/x-www-form-urlencoded"
ALGORITHMS = {"HMAC_SHA1": "sha1", "HMAC_SHA256": "sha256"}
MOST_FIELDS = 500
MARKS = re.compile("%(26|3[Dd])")  # an & or a = inside a value


def sign(secret: str, address: str, fields: Mapping[str, Collection[str]], algorithm: str = "HMAC_SHA1") -> str:
    """The signature of a request. KeyError for an algorithm that does not exist."""
    pairs = [
        name + value
        for name, values in sorted(fields.items())
        for value in (values if len(values) == 1 else sorted(set(values)))
    ]
    text = (address + "".join(pairs)).encode("utf-8", "replace")
    digest = hmac.digest(secret.encode("utf-8", "replace"), text, ALGORITHMS[algorithm])
    return base64.b64encode(digest).decode()


def matches(secret: str, url: str, fields: Mapping[str, Collection[str]], algorithm: str, signature: str) -> bool:
    """Whether ``signature`` belongs to the request, with or without the port in its address."""
    given = signature.encode("utf-8", "replace")
    known = (sign(secret, address, fields, algorithm).encode() for address in addresses(url))
    return any(hmac.compare_digest(given, each) for each in known)


@lru_cache(maxsize=256)
def addresses(url: str) -> tuple[str, str]:
    """The address without and with its port (Twilio signs either), no fragment. ValueError if malformed."""
    parts = urlsplit(url)._replace(fragment="")
    host = f"[{parts.hostname}]" if ":" in (parts.hostname or "") else parts.netloc.rpartition("@")[2].split(":")[0]
    port = parts.port or (443 if parts.scheme in ("https", "wss") else 80)
    return parts._replace(netloc=host).geturl(), parts._replace(netloc=f"{host}:{port}").geturl()


def settings(header: str) -> dict[str, str]:
    """``key=…,algorithm=…`` as a dictionary; an absent header means the auth token and SHA-1."""
    pairs = (part.partition("=") for part in header.split(","))
    return {name.strip().lower(): value.strip() for name, _, value in pairs if value.strip()}


@lru_cache(maxsize=1)
def form_fields(body: bytes) -> Mapping[str, list[str]]:
    """The fields of a form, blank ones too. ValueError for more than anyone sends.

    Split by hand, and the last one kept for whoever reads the same body next: the library's own reader, twice a
    request, cost more than all the rest of taking a webhook in.
    """
    text = body.decode("utf-8", "replace").replace("+", " ")
    whole = not MARKS.search(text)
    pairs = (unquote(text) if whole else text).split("&")
    if len(pairs) > MOST_FIELDS:
        raise ValueError("too many fields")
    fields: dict[str, list[str]] = {}
    for pair in pairs:
        name, _, value = pair.partition("=")
        if not whole:
            name, value = unquote(name), unquote(value)
        if name in fields:
            fields[name].append(value)
        elif pair:
            fields[name] = [value]
    return fields


def body_matches(url: str, body: bytes) -> bool:
    """Whether the address carries the hash of this very body. No hash: no (fail closed)."""
    claimed = parse_qs(urlsplit(url).query).get("bodySHA256", [""])[0]
    return hmac.compare_digest(claimed.lower().encode("utf-8", "replace"), sha256(body).hexdigest().encode())
