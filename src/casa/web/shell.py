"""What every page shows around its content: navigation, who I am, whether the machine room is well."""

import re
import time
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from casa.core.accounts.jobs import workers_alive
from casa.core.accounts.roles import may
from casa.core.accounts.scope import in_scope
from casa.core.inbox.queries import waiting
from casa.web.live import live_url

STARTED = time.monotonic()
GRACE = 60.0  # seconds: a worker starts after the pages
PAGES = (
    ("today", "Today", "sun", "stays.read"),
    ("inbox", "Inbox", "inbox", "inbox.read"),
    ("people", "People", "users-round", "people.read"),
    ("campaigns", "Campaigns", "megaphone", "campaigns.read"),
    ("appointments", "Appointments", "calendar-check", "appointments.read"),
    ("knowledge", "Knowledge", "book-open", "knowledge.read"),
    ("privacy", "Privacy", "shield-check", "privacy.read"),
    ("connections", "Connect", "plug", "connections.read"),
    ("settings", "Settings", "settings", "stays.read"),
)
COUNTED = "inbox"  # the one page whose waiting is shown beside its name


def pages(request: Any) -> list[dict[str, Any]]:
    """The pages this member may open."""
    slug = request.workspace.slug
    here = getattr(request.resolver_match, "url_name", "")
    allowed = [page for page in PAGES if may(request.member, page[3])]
    return [
        {"key": key, "label": label, "icon": icon, "url": reverse(key, args=[slug]), "current": here == key,
         "counted": key == COUNTED, "count": 0}
        for key, label, icon, _ in allowed
    ]  # fmt: skip


def shell(request: HttpRequest) -> dict[str, Any]:
    """Context for every template. Outside a workspace there is little to show."""
    user, passkeys = getattr(request, "user", None), {"passkeys": takes_passkeys(request)}
    if user is None or not user.is_authenticated:
        return passkeys
    me = {"name": user.name, "initials": _initials(user.name), "hue": user.id.int % 12, "theme": user.theme,
          "single_keys": user.single_keys, "language": "en"}  # fmt: skip
    member = getattr(request, "member", None)
    if member is None or not in_scope():
        return passkeys | {"me": me}
    return passkeys | {
        "me": me | {"role": member.get_role_display()},
        "workspace": request.workspace,  # type: ignore[attr-defined]
        "nav": _nav(request),
        "counting": _counting(request),
        "system": {"worker_ok": _worker_ok(), "live_url": live_url(request), "notice": None},  # type: ignore[arg-type]
    }


def _counting(request: HttpRequest) -> dict[str, str]:
    """Whom a page tells its name: the owner's own Plausible, or nobody. Never an id, only the shape of its address."""
    if not settings.PLAUSIBLE_URL or request.resolver_match is None:
        return {}
    page = re.sub(r"<[^>]*>", "-", request.resolver_match.route)
    return {"url": settings.PLAUSIBLE_URL, "domain": settings.PLAUSIBLE_DOMAIN, "page": f"/{page}"}


def takes_passkeys(request: HttpRequest) -> bool:
    """Browsers tie a passkey to a name, never to a numeric address (WebAuthn, 5.1.3: the id is a domain string)."""
    host = urlsplit(f"//{request.headers.get('host', '')}").hostname or ""
    try:
        ip_address(host)
    except ValueError:
        return bool(host)
    return False


def _worker_ok() -> bool:
    return workers_alive() or time.monotonic() - STARTED < GRACE


def _nav(request: Any) -> list[dict[str, Any]]:
    if request.headers.get("HX-Request") == "true":
        return []
    found = pages(request)
    area = request.path.split("/")[3] if request.path.count("/") > 3 else ""
    for page in found:
        page["current"] = page["current"] or (page["key"] == area and bool(area))
        if page["counted"]:
            known = getattr(request, "waiting", None)
            page["count"] = waiting(request.member) if known is None else known
    return found


def _initials(name: str) -> str:
    parts = name.split()
    return "".join(part[0] for part in (parts[:1] + parts[1:][-1:])).upper()
