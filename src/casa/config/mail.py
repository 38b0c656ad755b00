"""Where Casa's own mail goes: invitations and new passwords, through a mail server or into a folder.

Of guests' mail only the code to their own page takes this road; the rest is the outbox's.
"""

import smtplib
import ssl
from dataclasses import dataclass, field
from urllib.parse import parse_qs, unquote, urlsplit

PORTS = {"starttls": 587, "ssl": 465, "none": 25}
SECONDS = 10
"""How long a mail server may take to answer: somebody waits for a page meanwhile."""


@dataclass(frozen=True, slots=True)
class MailServer:
    """A mail server that takes our mail. ``tls`` is starttls, ssl or none."""

    host: str
    port: int
    tls: str
    user: str = ""
    password: str = field(default="", repr=False)

    @property
    def name(self) -> str:
        return f"{self.host}:{self.port}"


NOWHERE = MailServer("localhost", PORTS["none"], "none")


def understood(url: str) -> MailServer:
    """``smtp://user:password@host:587?tls=starttls``. :raises ValueError: it cannot be read"""
    parts = urlsplit(url)
    asked = parse_qs(parts.query, strict_parsing=True) if parts.query else {}
    tls = asked.get("tls", ["ssl" if parts.port == PORTS["ssl"] else "starttls"])[0]
    if parts.scheme != "smtp" or not parts.hostname or tls not in PORTS or asked.keys() - {"tls"}:
        raise ValueError
    if parts.path not in ("", "/") or bool(parts.username) != bool(parts.password) or parts.port == 0:
        raise ValueError
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    return MailServer(parts.hostname, parts.port or PORTS[tls], tls, user, password)


def try_out(server: MailServer) -> None:
    """Sign in to the server and go. :raises OSError: it does not answer or does not let us in (SMTPException is one)"""
    context = ssl.create_default_context()
    with _greeted(server, context) as post:
        if server.tls == "starttls":
            post.starttls(context=context)
        if server.user:
            post.login(server.user, server.password)
        post.noop()


def _greeted(server: MailServer, context: ssl.SSLContext) -> smtplib.SMTP:
    if server.tls == "ssl":
        return smtplib.SMTP_SSL(server.host, server.port, timeout=SECONDS, context=context)
    return smtplib.SMTP(server.host, server.port, timeout=SECONDS)
