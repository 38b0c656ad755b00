"""The pretend Hospitable's accounts, tokens and limits, and what its own web pages do."""

import secrets
from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from casa.lib.pretend import Booking, Home, World
from casa.providers.hospitable.sandbox_hooks import Hooks
from casa.providers.hospitable.sandbox_shapes import KEY, Json

TOKEN_SECONDS = 43_200  # 12 hours
REFRESH_DAYS = 90
MESSAGE_LIMIT, MESSAGE_WINDOW = 2, 60.0
TOKEN_WINDOW = 300.0


def kept(world: World, name: str) -> dict[str, Any]:
    """A table of the sandbox: accounts, tokens, refresh, codes, calls."""
    found: dict[str, Any] = world.shelf(KEY).setdefault(name, {})
    return found


async def json_body(request: Request) -> Mapping[str, Any]:
    """The request's JSON object, or an empty one."""
    try:
        found = await request.json()
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


class Vendor:
    """The vendor's side: its accounts, tokens, limits, and one handler an endpoint."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.hooks = Hooks(world)

    def account_of(self, request: Request) -> Json | None:
        kind, _, token = request.headers.get("authorization", "").partition(" ")
        row = kept(self.world, "tokens").get(token) if kind.lower() == "bearer" else None
        if row is None or self._is_over(row):
            return None
        found: Json | None = kept(self.world, "accounts").get(row["account"])
        return found

    # ------------------------------------------------------------------------------------------ OAuth

    def authorize(self, request: Request) -> Response:
        """Where the host says yes. ``marketplace``: begun at Hospitable's side, so there is no state to give back."""
        account = self._client(request.query_params.get("client_id"))
        if account is None or request.query_params.get("response_type") != "code":
            return JSONResponse({"error": "invalid_client"}, 401)
        code = secrets.token_urlsafe(30)
        kept(self.world, "codes")[code] = {"account": account["id"]}
        state = {} if "marketplace" in request.query_params else {"state": request.query_params.get("state", "")}
        target = account.get("redirect_url") or request.query_params.get("redirect", "/")
        return RedirectResponse(f"{target}?{urlencode({'code': code, **state})}", 302)

    async def token(self, request: Request) -> Response:
        """A code or a refresh token for a fresh pair. Both rotate: the old refresh token is dead at once."""
        asked = await json_body(request)
        account = self._client(asked.get("client_id"))
        if account is None or asked.get("client_secret") != account["client_secret"]:
            return JSONResponse({"error": "invalid_client", "error_description": "Client authentication failed"}, 401)
        kinds = {"authorization_code": ("codes", "code"), "refresh_token": ("refresh", "refresh_token")}
        shelf, name = kinds.get(str(asked.get("grant_type")), ("", ""))
        with self.world.lock:
            row = kept(self.world, shelf).pop(str(asked.get(name)), None) if shelf else None
        if row is None or row["account"] != account["id"] or self._is_over(row):
            return JSONResponse({"error": "invalid_grant", "message": "The refresh token is invalid."}, 400)
        return JSONResponse(self._pair(account["id"]))

    def _is_over(self, row: Json) -> bool:
        until = row.get("until")
        return until is not None and bool(until < self.world.clock())

    def _pair(self, account_id: str) -> Json:
        seconds = int(self.world.shelf(KEY).get("token_seconds", TOKEN_SECONDS))
        access, refresh = secrets.token_urlsafe(900), secrets.token_urlsafe(750)
        now = self.world.clock()
        with self.world.lock:
            kept(self.world, "tokens")[access] = {"account": account_id, "until": now + timedelta(seconds=seconds)}
            until = now + timedelta(days=REFRESH_DAYS)
            kept(self.world, "refresh")[refresh] = {"account": account_id, "until": until}
        return {"token_type": "Bearer", "expires_in": seconds, "access_token": access, "refresh_token": refresh}

    def _client(self, client_id: object) -> Json | None:
        accounts = kept(self.world, "accounts").values()
        return next((account for account in accounts if account["client_id"] == client_id), None)

    # ------------------------------------------------------------------------------------------ the web pages

    async def set_webhook(self, request: Request) -> Response:
        """What the host does by hand in Hospitable's settings: ``{"token", "url", "secret"?, "redirect_url"?}``."""
        asked = await json_body(request)
        row = kept(self.world, "tokens").get(str(asked.get("token")))
        if row is None:
            return JSONResponse({"message": "Unauthenticated."}, 401)
        account = kept(self.world, "accounts")[row["account"]]
        account["webhook_url"] = str(asked.get("url") or account["webhook_url"])
        account["webhook_secret"] = str(asked.get("secret") or account["webhook_secret"])
        account["redirect_url"] = str(asked.get("redirect_url") or "")
        return JSONResponse({"status": "saved"})

    async def test_webhook(self, request: Request) -> Response:
        """The button "send a test": a reservation that does not exist, with the trigger ``test``."""
        account = self.account_of(request)
        if account is None:
            return JSONResponse({"message": "Unauthenticated."}, 401)
        self.hooks.tell_account(account, "reservation.changed", {"id": str(uuid4())}, ["test"])
        return JSONResponse({"status": "sent"})

    # ------------------------------------------------------------------------------------------ what belongs to whom

    def homes(self, account: Json) -> list[Home]:
        with self.world.lock:
            return [
                home for home in self.world.homes.values() if account["homes"] is None or home.id in account["homes"]
            ]

    def bookings(self, account: Json) -> list[Booking]:
        self.hooks.notice()
        own = {home.id for home in self.homes(account)}
        with self.world.lock:
            return [booking for booking in self.world.bookings.values() if booking.home_id in own]

    def limited(self, reservation: str, account: Json) -> tuple[Json, bool]:
        """Count a call on a reservation's messages; the headers to answer with, and whether it was one too many.

        The documented limit of 50 in five minutes for a token holds only where ``token_limit`` is set.
        """
        shelf = self.world.shelf(KEY)
        limit, window = shelf.get("message_limit", MESSAGE_LIMIT), shelf.get("message_window", MESSAGE_WINDOW)
        headers, over = self._counted(f"reservation {reservation}", limit, window)
        if not over and shelf.get("token_limit"):
            return self._counted(f"account {account['id']}", shelf["token_limit"], TOKEN_WINDOW)
        return headers, over

    def _counted(self, key: str, limit: int, window: float) -> tuple[Json, bool]:
        now = self.world.clock().timestamp()
        with self.world.lock:
            calls = [at for at in kept(self.world, "calls").get(key, []) if at > now - window]
            over = len(calls) >= limit
            kept(self.world, "calls")[key] = calls if over else [*calls, now]
        headers = {"x-ratelimit-limit": str(limit), "x-ratelimit-remaining": str(max(limit - len(calls) - 1, 0))}
        if over:
            reset = calls[0] + window
            headers |= {"retry-after": str(int(reset - now) + 1), "x-ratelimit-reset": str(int(reset) + 1)}
        return headers, over
