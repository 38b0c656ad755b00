"""How the pretend Twilio answers over HTTP: credentials, forms, errors, and the faults arranged for it."""

import base64
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlencode

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from casa.lib.pretend import Fault, World
from casa.lib.pretend_faults import App, with_faults
from casa.providers.twilio.sandbox_state import KEY, PretendAccount, accounts

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


def endpoint(world: World, action: Action, *, main_only: bool = False) -> Callable[[Request], Awaitable[Response]]:
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
    filters = {key: values[0] for key, values in call.query.items() if key not in ("Page", "PageToken", "PageSize")}

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
        user, _, password = base64.b64decode(header.removeprefix("Basic "), validate=True).decode().partition(":")
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


def with_bad_days(app: Any, world: World) -> App:
    """The same application with the faults the world arranged and Twilio's limit on requests at once.

    ``shelf["concurrency"]``: more requests than this at the same moment are answered 429 with code 20429.
    """
    running = 0
    faulty = with_faults(app, world, KEY, _arranged)

    async def limited(scope: Any, receive: Any, send: Any) -> None:
        nonlocal running
        most = world.shelf(KEY).get("concurrency")
        counts = scope["type"] == "http" and "/_casa/" not in scope["path"]
        if counts and most is not None and running >= most:
            await Problem(429, 20429, "Too Many Requests").response()(scope, receive, send)
            return
        running += counts
        try:
            await faulty(scope, receive, send)
        finally:
            running -= counts

    return limited


def _arranged(fault: Fault) -> App:
    code = ERROR_CODES.get(fault.status, 20500 if fault.status >= 500 else 20001)
    return Problem(fault.status, code, "Arranged").response(dict(fault.headers))
