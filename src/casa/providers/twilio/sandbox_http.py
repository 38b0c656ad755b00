"""How the pretend Twilio answers over HTTP: credentials, forms, errors, and the faults arranged for it."""

import asyncio
import base64
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlencode

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from casa.lib.pretend import Fault, World
from casa.providers.twilio.sandbox_state import KEY, PretendAccount, accounts

REQUEST_FAULTS = frozenset({"status", "hang", "drop", "after", "after_hang", "slow"})
ERROR_CODES = {401: 20003, 404: 20404, 405: 20004, 429: 20429}


class Problem(Exception):
    """An error answer in Twilio's form."""

    def __init__(self, status: int, code: int, message: str) -> None:
        super().__init__(message)
        self.status, self.code, self.message = status, code, message

    def response(self, headers: dict[str, str] | None = None) -> Response:
        more = f"https://www.twilio.com/docs/errors/{self.code}"
        body = {"code": self.code, "message": self.message, "more_info": more, "status": self.status}
        return JSONResponse(body, self.status, headers=headers)


@dataclass(frozen=True, slots=True)
class Call:
    """One request, read."""

    world: World
    account: PretendAccount
    path: dict[str, str]
    query: dict[str, list[str]]
    form: dict[str, list[str]]
    url_path: str

    def field(self, name: str) -> str:
        """A form field's value, "" where it is absent."""
        return self.form.get(name, [""])[0]

    def filter(self, name: str) -> str:
        """A query parameter's value, "" where it is absent."""
        return self.query.get(name, [""])[0]


Action = Callable[[Call], Response]


def endpoint(
    world: World, action: Action, *, main_only: bool = False
) -> Callable[[Request], Awaitable[Response]]:
    """An endpoint behind Basic authentication. ``main_only``: closed to API keys (the account itself)."""

    async def handle(request: Request) -> Response:
        try:
            body = (await request.body()).decode("utf-8", "replace")
            account = _authenticated(world, request, main_only=main_only)
            query, form = (parse_qs(part, keep_blank_values=True) for part in (request.url.query, body))
            call = Call(world, account, request.path_params, query, form, request.url.path)
            with world.lock:
                return action(call)
        except Problem as problem:
            return problem.response()

    return handle


def page(call: Call, name: str, rows: list[dict[str, Any]]) -> Response:
    """One page of a 2010 listing. ``PageToken`` names the last row seen, so that new rows shift nothing."""
    size = max(1, min(int(call.filter("PageSize") or 50), 1000))
    token, number = call.filter("PageToken"), int(call.filter("Page") or 0)
    ids = [row["sid"] for row in rows]
    start = ids.index(token[2:]) + 1 if token[2:] in ids else number * size
    shown_rows, more = rows[start : start + size], start + size < len(rows)
    uri = "/" + call.url_path.partition("api.twilio.com/")[2]
    filters = {
        key: values[0] for key, values in call.query.items() if key not in ("Page", "PageToken", "PageSize")
    }

    def address(page: int, **more: str) -> str:
        return f"{uri}?{urlencode({**filters, 'PageSize': size, 'Page': page, **more})}"

    return JSONResponse(
        {
            name: shown_rows,
            "first_page_uri": address(0),
            "next_page_uri": address(number + 1, PageToken="PA" + shown_rows[-1]["sid"]) if more else None,
            "previous_page_uri": address(number - 1) if number else None,
            "page": number,
            "page_size": size,
            "start": start,
            "end": max(start + len(shown_rows) - 1, 0),
            "uri": address(number),
        }
    )


def not_found(what: str) -> Problem:
    return Problem(404, 20404, f"The requested resource {what} was not found")


def _authenticated(world: World, request: Request, *, main_only: bool) -> PretendAccount:
    user, password = _basic(request.headers.get("authorization", ""))
    account = _owner(world, user, password, main_only=main_only)
    if account is None:
        raise Problem(401, 20003, "Authenticate")
    wanted = request.path_params.get("account", account.sid)
    if wanted != account.sid:
        raise not_found(f"/2010-04-01/Accounts/{wanted}.json")
    return account


def _basic(header: str) -> tuple[str, str]:
    try:
        user, _, password = (
            base64.b64decode(header.removeprefix("Basic "), validate=True).decode().partition(":")
        )
    except ValueError:
        return "", ""
    return user, password


def _owner(world: World, user: str, password: str, *, main_only: bool) -> PretendAccount | None:
    for account in accounts(world).values():
        if (user, password) == (account.sid, account.auth_token):
            return account
        if password and account.api_keys.get(user) == password and not main_only:
            return account
    return None


class Faulty:
    """Wraps an ASGI application in the faults the world arranged and in Twilio's limit on requests at once.

    ``shelf["concurrency"]``: more requests than this at the same moment are answered 429 with code 20429.
    """

    def __init__(self, app: Any, world: World) -> None:
        self._app, self._world, self._running = app, world, 0

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http" or "/_casa/" in scope["path"]:
            await self._app(scope, receive, send)
            return
        self._running += 1
        try:
            await self._limited(scope, receive, send)
        finally:
            self._running -= 1

    async def _limited(self, scope: Any, receive: Any, send: Any) -> None:
        most = self._world.shelf(KEY).get("concurrency")
        if most is not None and self._running > most:
            await Problem(429, 20429, "Too Many Requests").response()(scope, receive, send)
            return
        fault = self._world.fault_for(KEY, scope["path"], REQUEST_FAULTS)
        if fault is None:
            await self._app(scope, receive, send)
        else:
            await self._break(fault, scope, receive, send)

    async def _break(self, fault: Fault, scope: Any, receive: Any, send: Any) -> None:
        if fault.kind == "slow":
            await asyncio.sleep(fault.seconds)
            await self._app(scope, receive, send)
            return
        if fault.kind in ("after", "after_hang"):
            await self._app(scope, receive, _nowhere)
        if fault.kind in ("hang", "after_hang"):
            await _until_gone(receive, fault.seconds)
        if fault.kind in ("hang", "after_hang", "drop"):
            await _hang_up(send)
            return
        code = ERROR_CODES.get(fault.status, 20500 if fault.status >= 500 else 20001)
        await Problem(fault.status, code, "Arranged").response(dict(fault.headers))(scope, receive, send)


async def _nowhere(message: Any) -> None:
    """Swallow an answer."""


async def _until_gone(receive: Any, seconds: float) -> None:
    """Wait so long, or until the other side has given up."""

    async def gone() -> None:
        while (await receive())["type"] != "http.disconnect":
            pass

    try:
        await asyncio.wait_for(gone(), seconds)
    except TimeoutError:
        return


async def _hang_up(send: Any) -> None:
    """Begin an answer and never finish it: the server then closes the connection."""
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"1")]})
