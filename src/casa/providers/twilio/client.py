"""Twilio's HTTP API as far as Casa uses it: one function per endpoint, every failure told apart once."""

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

from casa.core.connections.contract import (
    Account,
    AuthFailed,
    BadPayload,
    Media,
    NotReady,
    ProviderFailure,
    Refused,
    Unsure,
)
from casa.lib.http import Door, ForbiddenAddress, HttpFailure, NotSent, Reply, TooLarge
from casa.providers.twilio.manifest import API_HOST, MESSAGING_HOST
from casa.providers.twilio.mapping import trouble

API = f"https://{API_HOST}"
MESSAGING = f"https://{MESSAGING_HOST}"
PAGE_SIZE = 1000  # the most Twilio gives

WRONG_KEY = "Twilio does not accept the account SID and auth token. Enter them again on the connections page."
CLOSED_CODES = frozenset({"20005", "30002"})  # the account is suspended or closed
# 20429 too many at once, 21611 and 30001 queue full: surely not taken, later it may be.
BUSY_CODES = frozenset({"20429", "21611", "30001", "63038"})
BUSY_SECONDS = {"63038": 3600.0}

Json = Mapping[str, Any]
Params = Mapping[str, str]


def create_message(account: Account, door: Door, form: Mapping[str, Any]) -> Json:
    """Hand a message over. Raises Unsure where Twilio may have taken it."""
    return call(account, door, "POST", _path(account, "Messages.json"), form=form, write=True)


def messages(account: Account, door: Door, params: Params, *, page: str = "") -> Iterator[tuple[list[Json], str]]:
    """The pages of a listing, newest message first, each with where the next one is, "" after the last. ``page``: begin
    there."""
    url, query = _path(account, "Messages.json"), dict(params) | {"PageSize": str(PAGE_SIZE)}
    if page:
        url, query = _onward(page), {}
    while True:
        found = call(account, door, "GET", url, params=query)
        rows, following = found.get("messages"), str(found.get("next_page_uri") or "")
        if not isinstance(rows, list) or not all(isinstance(row, Mapping) for row in rows):
            raise BadPayload("Twilio sent a list Casa cannot read.")
        yield rows, following
        if not following:
            return
        url, query = _onward(following), {}


def fetch_message(account: Account, door: Door, sid: str) -> Json:
    """One message as it stands."""
    return call(account, door, "GET", _path(account, f"Messages/{sid}.json"))


def delete_message(account: Account, door: Door, sid: str) -> None:
    """Delete a message there. Refused while it is still under way."""
    call(account, door, "DELETE", _path(account, f"Messages/{sid}.json"), write=True)


def message_media(account: Account, door: Door, sid: str) -> list[Json]:
    """The files of a message (their resources, not their bytes)."""
    found = call(account, door, "GET", _path(account, f"Messages/{sid}/Media.json")).get("media_list")
    return [each for each in found if isinstance(each, Mapping)] if isinstance(found, list) else []


def delete_media(account: Account, door: Door, sid: str, media_sid: str) -> None:
    """Delete one file of a message."""
    call(account, door, "DELETE", _path(account, f"Messages/{sid}/Media/{media_sid}.json"), write=True)


def fetch_account(account: Account, door: Door) -> Json:
    """The account itself. Always with the auth token: API keys may not read it, and it proves the token."""
    return call(account, door, "GET", f"{API}/2010-04-01/Accounts/{account_sid(account)}.json", key=_main(account))


def find_number(account: Account, door: Door, number: str) -> Json | None:
    """The number's resource if it belongs to the account."""
    page = call(account, door, "GET", _path(account, "IncomingPhoneNumbers.json"), params={"PhoneNumber": number})
    rows = page.get("incoming_phone_numbers")
    found = rows if isinstance(rows, list) else []
    return next((row for row in found if isinstance(row, Mapping) and row.get("phone_number") == number), None)


def update_number(account: Account, door: Door, number_sid: str, form: Params) -> Json:
    """Change where a number delivers."""
    return call(
        account,
        door,
        "POST",
        _path(account, f"IncomingPhoneNumbers/{number_sid}.json"),
        form=form,
        write=True,
    )


def fetch_service(account: Account, door: Door, service_sid: str) -> Json:
    """A messaging service."""
    return call(account, door, "GET", f"{MESSAGING}/v1/Services/{service_sid}")


def service_numbers(account: Account, door: Door, service_sid: str) -> list[str]:
    """The phone numbers in a messaging service."""
    rows = call(account, door, "GET", f"{MESSAGING}/v1/Services/{service_sid}/PhoneNumbers").get("phone_numbers")
    found = rows if isinstance(rows, list) else []
    return [str(row["phone_number"]) for row in found if isinstance(row, Mapping) and row.get("phone_number")]


def update_service(account: Account, door: Door, service_sid: str, form: Params) -> Json:
    """Change where a messaging service delivers."""
    return call(account, door, "POST", f"{MESSAGING}/v1/Services/{service_sid}", form=form, write=True)


def download(account: Account, door: Door, url: str, limit: int) -> Media:
    """The bytes behind a media address of this account. The redirect's host never sees the credentials."""
    if not url.startswith(_path(account, "Messages/")):
        raise Refused("This picture is not in your Twilio account.")
    reply = _send(door, "GET", url, write=False, auth=_rest(account), limit=limit, follow=2)
    if not reply.ok:
        raise failure(reply, write=False)
    return Media(reply.headers.get("content-type", "").split(";")[0].strip().lower(), reply.body)


def account_sid(account: Account) -> str:
    """The account's id as the host entered it."""
    return account.settings.get("account_sid", "")


def failure(reply: Reply, *, write: bool) -> ProviderFailure:
    """What an answer other than success means. A write that broke on Twilio's side may have happened."""
    code = _code(reply)
    if code in CLOSED_CODES:
        return AuthFailed(trouble("30002").words, code=code)
    if reply.status == 401 or code == "20003":
        return AuthFailed(WRONG_KEY, code=code or str(reply.status))
    if reply.status == 429 or code in BUSY_CODES:
        wait = reply.retry_after(BUSY_SECONDS.get(code, 5.0))
        return NotReady("Twilio is busy. Casa tries again shortly.", retry_after=wait, code=code or "429")
    if reply.status >= 500 or reply.status == 408:
        wait = reply.retry_after()
        return _unclear("Twilio had a fault of its own.", write=write, code=code or str(reply.status), wait=wait)
    if not 400 <= reply.status < 500:
        return _unclear("Twilio gave an answer Casa does not understand.", write=write, code=str(reply.status))
    meaning = trouble(code or ("20404" if reply.status == 404 else ""))
    return Refused(meaning.words, code=code or str(reply.status), suppress=meaning.suppress)


def call(
    account: Account,
    door: Door,
    method: str,
    url: str,
    *,
    params: Params | None = None,
    form: Mapping[str, Any] | None = None,
    write: bool = False,
    key: tuple[str, str] | None = None,
) -> Json:
    """One request of this account and its answer. Raises what :func:`failure` says; ``write``: may have happened."""
    reply = _send(door, method, url, write=write, auth=key or _rest(account), params=params or None, form=form or None)
    if not reply.ok:
        raise failure(reply, write=write)
    if reply.status == 204:
        return {}
    return _json(reply, write=write)


def _send(door: Door, method: str, url: str, *, write: bool, **parts: Any) -> Reply:
    try:
        return door.request(method, url, **parts)
    except ForbiddenAddress as error:
        raise Refused("Casa may not open this address for Twilio.") from error
    except NotSent as error:
        raise NotReady("Twilio could not be reached. Casa tries again shortly.") from error
    except TooLarge as error:
        raise (Unsure if write else Refused)("Twilio sent more than Casa takes.") from error
    except HttpFailure as error:
        raise _unclear("Twilio did not answer.", write=write) from error


def _unclear(words: str, *, write: bool, code: str = "", wait: float = 30.0) -> ProviderFailure:
    if write:
        return Unsure(f"{words} Casa checks whether it went through.", code=code)
    return NotReady(f"{words} Casa tries again shortly.", retry_after=wait, code=code)


def _json(reply: Reply, *, write: bool) -> Json:
    try:
        found = reply.json()
    except (ValueError, RecursionError) as error:
        raise _unreadable(write) from error
    if not isinstance(found, Mapping):
        raise _unreadable(write)
    return found


def _unreadable(write: bool) -> ProviderFailure:
    words = "Twilio gave an answer Casa cannot read."
    return Unsure(words) if write else BadPayload(words)


def _code(reply: Reply) -> str:
    """Twilio's own error number, "" where the answer has none (a proxy's page, for one)."""
    try:
        found = reply.json()
    except (ValueError, RecursionError):
        return ""
    code = found.get("code") if isinstance(found, Mapping) else None
    return str(code) if isinstance(code, int) and not isinstance(code, bool) else ""


def _path(account: Account, rest: str) -> str:
    return f"{API}/2010-04-01/Accounts/{account_sid(account)}/{rest}"


def _onward(next_page_uri: object) -> str:
    """The next page's address; a listing may only lead on inside the same API."""
    uri = next_page_uri if isinstance(next_page_uri, str) else ""
    if not uri.startswith("/2010-04-01/") or urlsplit(uri).netloc:
        raise BadPayload("Twilio sent a list whose next page Casa cannot find.")
    return API + uri


def _main(account: Account) -> tuple[str, str]:
    return account_sid(account), account.secrets.get("auth_token", "")


def _rest(account: Account) -> tuple[str, str]:
    """The API key where there is one, else the auth token."""
    sid, secret = account.secrets.get("api_key_sid", ""), account.secrets.get("api_key_secret", "")
    return (sid, secret) if sid and secret else _main(account)
