"""The one door out: every HTTP request Casa makes goes through a :class:`Door`.

It speaks https only, follows the caller's host list, resolves a name once and connects only to public addresses
(OWASP ASVS 5.0 V13.2, SSRF), and tells three failures apart: the request never left, it left and nothing came
back, or an answer came. Origins listed in ``routes`` (the provider sandboxes of a demo or a test) are sent to
another base address instead; the code above the door cannot tell the difference.
"""

import ipaddress
import json
import socket
import ssl
import sys
import weakref
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache
from http.cookiejar import CookieJar, DefaultCookiePolicy
from typing import Any
from urllib.parse import urlsplit

# httpx brings a command line of its own, and with it half a second of imports that nobody here needs.
sys.modules.setdefault("httpx._main", None)  # type: ignore[arg-type]

import httpcore  # noqa: E402
import httpx  # noqa: E402

DEFAULT_TIMEOUT = 15.0
MAX_BODY = 10 * 1024 * 1024
REDIRECTS = 3
# Ranges that Python 3.11 calls global although they lead inside (NAT64, 6to4, Teredo, IPv4-compatible, …).
INNER = tuple(
    ipaddress.ip_network(net)
    for net in ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32", "::/96", "192.0.0.0/24", "198.18.0.0/15")
)


class HttpFailure(Exception):
    """A request that brought no answer. The text names the host only, never the path, query or body."""


class NotSent(HttpFailure):
    """The request surely never reached the other side."""


class Unanswered(HttpFailure):
    """The request may have reached the other side; no whole answer came."""


class ForbiddenAddress(NotSent):
    """The address is not one this caller may talk to."""


class TooLarge(HttpFailure):
    """The answer was larger than the caller allows."""


@dataclass(frozen=True, slots=True)
class Reply:
    """An HTTP answer, whatever its status. Header names are lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    url: str = ""

    @property
    def ok(self) -> bool:
        return 200 <= self.status < 300

    @property
    def text(self) -> str:
        return self.body.decode("utf-8", "replace")

    def json(self) -> Any:
        """The parsed body; ValueError when it is not JSON."""
        return json.loads(self.body)

    def retry_after(self, default: float = 30.0) -> float:
        """Seconds the server asked us to wait; ``default`` where it did not say so in seconds."""
        value = self.headers.get("retry-after", "")
        return min(float(value), 3600.0) if value.replace(".", "", 1).isdigit() else default


def is_public(address: str) -> bool:
    """Whether an IP address belongs to the public internet."""
    ip = ipaddress.ip_address(address.split("%")[0])
    mapped = getattr(ip, "ipv4_mapped", None)
    if mapped is not None:
        return is_public(str(mapped))
    return ip.is_global and not ip.is_multicast and not any(ip in net for net in INNER if net.version == ip.version)


class _PublicOnly(httpcore.NetworkBackend):
    """Connects to the very address that was checked, so that a name cannot change its mind in between."""

    def __init__(self, inner_origins: frozenset[tuple[str, int]]) -> None:
        self._inner = inner_origins
        self._real = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        address = host if (host, port) in self._inner else self._checked(host, port)
        return self._real.connect_tcp(address, port, timeout, local_address, socket_options)

    def _checked(self, host: str, port: int) -> str:
        try:
            found = {str(info[4][0]) for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)}
        except (socket.gaierror, UnicodeError) as error:
            raise httpcore.ConnectError(f"{host} has no address") from error
        if not found or not all(is_public(address) for address in found):
            raise _Inside(host)
        return sorted(found)[0]


class _Inside(Exception):
    """A name that leads to a private address."""


@cache
def _trust() -> ssl.SSLContext:
    """The certificate authorities, read once: it takes a third of a second."""
    return httpx.create_ssl_context()


@lru_cache(maxsize=16)
def _client(inner_origins: frozenset[tuple[str, int]]) -> httpx.Client:
    """One connection pool for each set of inner origins, shared by all threads; it keeps no cookies."""
    transport = httpx.HTTPTransport(retries=0, verify=_trust())
    transport._pool = httpcore.ConnectionPool(
        ssl_context=_trust(),
        network_backend=_PublicOnly(inner_origins),
        max_connections=100,
        keepalive_expiry=20.0,
    )
    no_cookies = CookieJar(DefaultCookiePolicy(allowed_domains=[]))  # one account's must not travel with another's
    client = httpx.Client(transport=transport, headers={"user-agent": "Casa"}, cookies=no_cookies, trust_env=False)
    # A pool that falls out of the cache, or outlives the process's work, closes its sockets once nobody uses it.
    weakref.finalize(client, transport.close)
    return client


@dataclass(frozen=True, slots=True)
class Errand:
    """What a request goes out for: whose data, to which third party, for what, and which kinds of it."""

    whose: str = ""
    provider: str = ""
    purpose: str = ""
    data: tuple[str, ...] = ()


Declared = Callable[[str, "Errand | None"], bool]
Noted = Callable[[str, "Errand | None", bool], None]


class _Watch:
    """What stands at the door of this process: who may be spoken to at all, and who hears of each request."""

    declared: Declared | None = None
    noted: Noted | None = None


def stand_guard(declared: Declared) -> None:
    """From now on every request of this process goes only to a host that ``declared`` says yes to, whatever its door
    allows. Set once, at start."""
    _Watch.declared = staticmethod(declared)


def tell_of_requests(noted: Noted) -> None:
    """From now on ``noted`` hears of each request: the host, its errand, and whether it was let through."""
    _Watch.noted = staticmethod(noted)


@dataclass(frozen=True, slots=True)
class Door:
    """A way out for one caller. ``hosts``: the host names it may talk to; None lets any public host through (media).

    ``routes`` maps an origin ("https://api.twilio.com") to another base address (a sandbox). ``own`` holds origins
    on the owner's own machines, named by the owner (a local model server): these may be private and plain http.
    ``errand`` says what its requests are for; the process's guard asks it, and each request is noted with it.
    """

    hosts: frozenset[str] | None = frozenset()
    routes: Mapping[str, str] = field(default_factory=dict)
    own: frozenset[str] = frozenset()
    timeout: float = DEFAULT_TIMEOUT
    errand: Errand | None = None

    def allowing(self, *hosts: str) -> "Door":
        """The same door for more hosts."""
        return replace(self, hosts=frozenset(self.hosts or ()) | set(hosts))

    def request(
        self,
        method: str,
        url: str,
        *,
        params: Mapping[str, Any] | list[tuple[str, Any]] | None = None,
        headers: Mapping[str, str] | None = None,
        form: Mapping[str, Any] | None = None,
        body: Any = None,
        content: bytes | None = None,
        auth: tuple[str, str] | None = None,
        timeout: float | None = None,
        limit: int = MAX_BODY,
        follow: int = 0,
    ) -> Reply:
        """Send one request and read the whole answer.

        ``form`` is sent url-encoded (a list value repeats its key), ``body`` as JSON, ``content`` as it is.
        ``follow`` redirects are followed; credentials never travel to another host. Raises NotSent, Unanswered,
        ForbiddenAddress or TooLarge.
        """
        client = _client(self._inner_origins())
        seconds = timeout or self.timeout
        try:
            request = client.build_request(
                method,
                self._let_through(url),
                params=params,
                headers=dict(headers or {}),
                data=form,
                json=body,
                content=content,
                timeout=httpx.Timeout(seconds, connect=min(seconds, 5.0)),
            )
        except (httpx.InvalidURL, ValueError) as error:  # ValueError: also half characters in an address or a form
            raise ForbiddenAddress("that address is not one Casa can open") from error
        reply = self._exchange(client, request, auth, limit)
        if follow and reply.status in (301, 302, 303, 307, 308) and "location" in reply.headers:
            onward = self._onward(url, reply.headers["location"])
            same = urlsplit(onward).netloc == urlsplit(url).netloc
            kept = headers if same else {k: v for k, v in (headers or {}).items() if k.lower() != "authorization"}
            return self.request(
                "GET",
                onward,
                headers=kept,
                auth=auth if same else None,
                limit=limit,
                follow=follow - 1,
                timeout=timeout,
            )
        return Reply(reply.status, reply.headers, reply.body, url)

    @staticmethod
    def _onward(url: str, location: str) -> str:
        try:
            return str(httpx.URL(url).join(location))
        except (httpx.InvalidURL, ValueError) as error:
            raise ForbiddenAddress("a redirect led to an address Casa cannot open") from error

    def _let_through(self, url: str) -> str:
        """Where the request goes, once this door and the guard of the process agree; told either way."""
        host = urlsplit(url).hostname or ""
        try:
            target = self._target(url)
            if not self._declared(url, host):
                raise ForbiddenAddress(f"{host} belongs to no service that Casa knows")
        except ForbiddenAddress:
            self._note(host, through=False)
            raise
        self._note(host, through=True)
        return target

    def _declared(self, url: str, host: str) -> bool:
        """The owner's own machines and the sandboxes of a demo are named by the door; the rest by the guard."""
        parts = urlsplit(url)
        if _Watch.declared is None or f"{parts.scheme}://{parts.netloc}" in (*self.own, *self.routes):
            return True
        return _Watch.declared(host, self.errand)

    def _note(self, host: str, *, through: bool) -> None:
        if _Watch.noted is not None:
            _Watch.noted(host, self.errand, through)

    def _target(self, url: str) -> str:
        parts = urlsplit(url)
        origin = f"{parts.scheme}://{parts.netloc}"
        if origin in self.routes:
            return self.routes[origin].rstrip("/") + url[len(origin) :]
        if origin in self.own:
            return url
        if parts.scheme != "https":
            raise ForbiddenAddress(f"{parts.hostname or 'that address'}: only https addresses are allowed")
        if parts.username or parts.password or not parts.hostname:
            raise ForbiddenAddress("that address is not one Casa can open")
        if self.hosts is not None and parts.hostname not in self.hosts:
            raise ForbiddenAddress(f"{parts.hostname} is not among the hosts this connection may talk to")
        return url

    def _inner_origins(self) -> frozenset[tuple[str, int]]:
        parts = [urlsplit(base) for base in (*self.routes.values(), *self.own)]
        return frozenset((p.hostname or "", p.port or (443 if p.scheme == "https" else 80)) for p in parts)

    def _exchange(
        self, client: httpx.Client, request: httpx.Request, auth: tuple[str, str] | None, limit: int
    ) -> Reply:
        host = request.url.host
        try:
            response = client.send(request, auth=auth, stream=True)
            try:
                return self._read(response, limit)
            finally:
                response.close()
        except _Inside as error:
            raise ForbiddenAddress(f"{host} leads to a private address") from error
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.UnsupportedProtocol) as error:
            raise NotSent(f"{host} could not be reached") from error
        except httpx.RequestError as error:  # also a body that does not unpack
            raise Unanswered(f"{host} did not answer") from error

    @staticmethod
    def _read(response: httpx.Response, limit: int) -> Reply:
        body = bytearray()
        for chunk in response.iter_bytes():
            body += chunk
            if len(body) > limit:
                raise TooLarge(f"{response.url.host} sent more than {limit} bytes")
        headers = {name.lower(): value for name, value in response.headers.items()}
        return Reply(response.status_code, headers, bytes(body))
