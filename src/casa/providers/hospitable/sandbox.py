"""A pretend Hospitable: the parts of its API and webhooks that Casa uses, over the pretend world.

Behaves as the README says the real one does, documented or not: scopes answer 403, unknown includes are ignored,
``links`` are http://, a thread is never paged, "not accepted" is written with a space in answers and an underscore
in filters, messages are limited to two calls a minute for a reservation.

On ``world.shelf("hospitable")``: ``retry_scale`` (waits between webhook repeats), ``token_seconds`` (life of an OAuth
access token), ``message_limit`` and ``message_window`` (the limit above), ``token_limit`` (calls on messages in five
minutes for a token; documented as 50, never observed, so off unless set).
"""

import base64
import secrets
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256
from typing import Any
from uuid import uuid4

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from casa.lib.pretend import Fault, Home, World
from casa.lib.pretend_faults import App, with_faults
from casa.providers.hospitable.sandbox_api import ENDPOINTS, Handler
from casa.providers.hospitable.sandbox_hooks import merged
from casa.providers.hospitable.sandbox_shapes import KEY, Json, review_json, uuid_of
from casa.providers.hospitable.sandbox_vendor import Vendor, json_body, kept

SANDBOX_ROUTES = ("https://public.api.hospitable.com", "https://auth.hospitable.com")
API, AUTH = "/public.api.hospitable.com/v2", "/auth.hospitable.com"
SCOPES = (
    "property:read",
    "listing:read",
    "reservation:read",
    "financials:read",
    "message:read",
    "message:write",
    "reviews:read",
)


def build(world: World) -> App:
    """The application: mount it under ``/hospitable``; the first path segment is the vendor's host."""
    vendor = Vendor(world)
    world.shelf(KEY)["vendor"] = vendor
    return with_faults(Starlette(routes=_routes(vendor)), world, KEY, _arranged)


def _arranged(fault: Fault) -> App:
    body = {"status_code": fault.status, "reason_phrase": "Arranged fault."}
    return JSONResponse(body, fault.status, headers=dict(fault.headers))


def open_account(
    world: World,
    *,
    email: str = "owner@example.com",
    name: str = "Juniper Stays",
    webhook_url: str = "",
    webhook_secret: str = "",
    scopes: Iterable[str] = SCOPES,
    homes: Iterable[str] | None = None,
    token: str = "",
) -> dict[str, str]:
    """Open an account and give its credentials: ``token``, ``owner_email``, ``webhook_secret``, and for the vendor
    flow ``client_id``, ``client_secret``.

    ``webhook_secret`` "" means what hosts get: the base64 of the e-mail. ``homes``: ids, or None for all.
    With ``token`` given all credentials are the same each time.
    """
    given = token or "pat_" + secrets.token_urlsafe(40)
    account: Json = {
        "id": uuid_of("user", email),
        "email": email,
        "name": name,
        "scopes": frozenset(scopes),
        "homes": None if homes is None else frozenset(homes),
        "webhook_url": webhook_url,
        "webhook_secret": webhook_secret or base64.b64encode(email.encode()).decode(),
        "client_id": uuid_of("client", given),
        "client_secret": sha256(given.encode()).hexdigest()[:40],
    }
    with world.lock:
        kept(world, "accounts")[account["id"]] = account
        kept(world, "tokens")[given] = {"account": account["id"], "until": None}
    shown = {name: account[name] for name in ("webhook_secret", "client_id", "client_secret")}
    return {"token": given, "owner_email": email, "account_id": account["id"], **shown}


def add_review(world: World, booking_id: str, rating: int, text: str, private: str = "") -> None:
    """A guest reviews a stay: it shows in the home's reviews and is told by webhook."""
    review = {
        "id": str(uuid4()),
        "booking_id": booking_id,
        "rating": rating,
        "text": text,
        "private": private,
        "response": None,
        "at": world.clock(),
    }
    with world.lock:
        world.shelf(KEY).setdefault("reviews", []).append(review)
    vendor: Vendor | None = world.shelf(KEY).get("vendor")
    if vendor is not None:
        data = review_json(world, review, frozenset({"property", "reservation", "guest"}))
        home_id = world.bookings[booking_id].home_id
        vendor.hooks.tell("review.created", data, home_id=home_id, scope="reviews:read")


def send_partial_change(world: World, booking_id: str) -> None:
    """A ``reservation.changed`` with only the changed fields and no ``data.id``, as integrators have seen."""
    vendor: Vendor = world.shelf(KEY)["vendor"]
    vendor.hooks.tell_stay("reservation.changed", world.bookings[booking_id], ["checkin_changed"], partial=True)


def merge_homes(world: World, previous: Home, new: Home) -> None:
    """Merge two homes: the bookings of the first move to the second, the first disappears."""
    vendor: Vendor = world.shelf(KEY)["vendor"]
    with world.lock:
        for booking in [booking for booking in world.bookings.values() if booking.home_id == previous.id]:
            world.bookings[booking.id] = replace(booking, home_id=new.id)
        world.homes.pop(previous.id, None)
    merged(vendor.hooks, previous, new)


def disconnect(world: World, account_id: str) -> None:
    """The host ends the integration: tokens die, ``integration.disconnected`` is told."""
    vendor: Vendor = world.shelf(KEY)["vendor"]
    account = kept(world, "accounts")[account_id]
    with world.lock:
        for kind in ("tokens", "refresh"):
            for token in [token for token, row in kept(world, kind).items() if row["account"] == account_id]:
                del kept(world, kind)[token]
    ended = {"user": account_id, "disconnected_at": world.clock().isoformat()}
    vendor.hooks.tell_account(account, "integration.disconnected", ended)


def expire_tokens(world: World) -> None:
    """All OAuth access tokens run out now; personal access tokens stay."""
    for row in kept(world, "tokens").values():
        row["until"] = row["until"] and world.clock() - timedelta(seconds=1)


def _routes(vendor: Vendor) -> list[Route]:
    api = [
        Route(API + path, _guarded(vendor, scope, handler), methods=[verb]) for path, verb, scope, handler in ENDPOINTS
    ]
    return [
        *api,
        Route(AUTH + "/oauth/authorize", vendor.authorize, methods=["GET"]),
        Route(AUTH + "/oauth/token", vendor.token, methods=["POST"]),
        Route("/_casa/webhook", vendor.set_webhook, methods=["POST"]),
        Route("/_casa/test-webhook", vendor.test_webhook, methods=["POST"]),
    ]


def _guarded(vendor: Vendor, scope: str, handler: Handler) -> Callable[[Request], Any]:
    """A bearer token and a scope before anything else."""

    async def endpoint(request: Request) -> Response:
        account: Json | None = vendor.account_of(request)
        if account is None:
            return JSONResponse({"message": "Unauthenticated."}, 401)
        if scope and scope not in account["scopes"]:
            return JSONResponse({"status_code": 403, "reason_phrase": "Invalid scope(s) provided."}, 403)
        request.state.body = await json_body(request)
        return await run_in_threadpool(handler, vendor, request, account)

    return endpoint
