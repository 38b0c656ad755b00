"""Tickets for the live stream: what a page carries so that the stream knows who asks, without Django.

A ticket is bound to the session cookie it was made for and to the password of that moment: copied to another
browser it opens nothing, and changing the password ends it. What it says is signed, not secret, and names ids only.
"""

import base64
import binascii
import hashlib
import hmac
import json
from dataclasses import asdict, dataclass

LIFETIME = 7 * 24 * 3600
"""Seconds. Session and membership are looked at again all the time, so a ticket may live as long as an open page."""

LONGEST = 1000


class BadTicket(Exception):
    """This ticket is forged, damaged, out of date or another session's."""


@dataclass(frozen=True, slots=True)
class Ticket:
    """Who may listen to which workspace. ``exp`` in seconds since 1970; ``s`` and ``p`` are one-way marks."""

    u: str  # user id
    w: str  # workspace id
    s: str  # mark of the session
    p: str  # mark of the password
    exp: float

    @property
    def made_at(self) -> float:
        return self.exp - LIFETIME


def make_ticket(secret_key: str, user_id: object, workspace_id: object, session: str, password: str, now: float) -> str:
    """A ticket for the page of a signed-in user. ``password`` is the stored hash; only a keyed mark of it goes out."""
    mark = password_mark(secret_key, password)
    ticket = Ticket(str(user_id), str(workspace_id), session_mark(session), mark, now + LIFETIME)
    said = json.dumps(asdict(ticket), separators=(",", ":")).encode()
    return f"{_written(said)}.{_written(_signature(secret_key, said))}"


def read_ticket(secret_key: str, text: str, session: str, now: float) -> Ticket:
    """What a ticket says. Raises BadTicket."""
    said, signature = _parts(text)
    if not hmac.compare_digest(signature, _signature(secret_key, said)):
        raise BadTicket("The signature does not fit.")
    ticket = Ticket(**json.loads(said))  # ours, since the signature fits
    if not session or not hmac.compare_digest(ticket.s, session_mark(session)):
        raise BadTicket("This ticket belongs to another session.")
    if ticket.exp <= now:
        raise BadTicket("This ticket is out of date.")
    return ticket


def session_mark(session: str) -> str:
    return hashlib.sha256(session.encode("utf-8", "surrogatepass")).hexdigest()


def password_mark(secret_key: str, password: str) -> str:
    """What changes with the password and tells nothing of it."""
    return hmac.new(_key(secret_key), b"password|" + password.encode(), hashlib.sha256).hexdigest()[:32]


def _signature(secret_key: str, said: bytes) -> bytes:
    return hmac.digest(_key(secret_key), b"ticket|" + said, "sha256")


def _key(secret_key: str) -> bytes:
    return hashlib.sha256(b"casa live ticket|" + secret_key.encode()).digest()


def _written(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def _parts(text: str) -> tuple[bytes, bytes]:
    said, dot, signature = text.partition(".")
    if not dot or len(text) > LONGEST:
        raise BadTicket("This is not a ticket.")
    try:
        return _read(said), _read(signature)
    except (ValueError, binascii.Error) as error:
        raise BadTicket("This is not a ticket.") from error


def _read(text: str) -> bytes:
    return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
