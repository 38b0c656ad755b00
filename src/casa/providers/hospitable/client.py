"""Hospitable's Public API v2 over HTTP: one small function an endpoint, and one place where its answers become ours.

Nothing here knows what a reservation means. An id is checked before it becomes part of an address.
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

from casa.core.connections.contract import Account, AuthFailed, BadPayload, NotReady, ProviderFailure, Refused, Unsure
from casa.lib.http import Door, HttpFailure, NotSent, Reply
from casa.providers.hospitable.reading import rows, table, text, whole

API = "https://public.api.hospitable.com/v2"
PER_PAGE = 100
REVIEWS_PER_PAGE = 50
MISSING, SCOPE = "missing", "scope"  # codes of Refused
# The Date header has whole seconds and is written after the data was read: a read counts as this much older.
READ_LAG = timedelta(seconds=2)

Params = list[tuple[str, Any]]


class Moved(Refused):
    """The inquiry has become a reservation (410); ``reservation_id`` from the Location header, or ""."""

    def __init__(self, reservation_id: str) -> None:
        super().__init__("This inquiry has become a reservation. Write in the reservation's thread.", code="moved")
        self.reservation_id = reservation_id


@dataclass(frozen=True, slots=True)
class Read:
    """A parsed answer. ``at``: when it was true, by Hospitable's own clock."""

    body: Mapping[str, Any]
    at: datetime

    @property
    def rows(self) -> list[Mapping[str, Any]]:
        return rows(self.body.get("data"))

    @property
    def one(self) -> Mapping[str, Any]:
        data = self.body.get("data")
        return table(data) or next(iter(rows(data)), {})

    @property
    def is_last(self) -> bool:
        """Whether no page follows. Counted from ``meta``: ``links`` are absent, http:// or odd on some endpoints."""
        meta = table(self.body.get("meta"))
        current, last = whole(meta.get("current_page")), whole(meta.get("last_page"))
        return current is None or last is None or current >= last or not self.rows

    @property
    def total(self) -> int | None:
        return whole(table(self.body.get("meta")).get("total"))


# ------------------------------------------------------------------------------------------------- endpoints


def user(account: Account, door: Door) -> Read:
    """Whose key this is."""
    return _read(account, door, "/user", [])


def properties(account: Account, door: Door, page: int, per_page: int = PER_PAGE) -> Read:
    """A page of the homes, with details and listings."""
    return _read(account, door, "/properties", [("include", "details,listings"), *_paging(page, per_page)])


def one_property(account: Account, door: Door, property_id: str) -> Read:
    """One home. Refused with code "missing" where it is gone."""
    return _read(account, door, f"/properties/{_segment(property_id)}", [("include", "details,listings")])


def reservations(
    account: Account,
    door: Door,
    property_ids: Sequence[str],
    window: tuple[date, date],
    page: int,
    *,
    per_page: int = PER_PAGE,
    since: datetime | None = None,
) -> Read:
    """A page of the reservations that arrive in the window; ``since``: only those written in after it."""
    start, end = window
    params: Params = [("properties[]", property_id) for property_id in property_ids]
    params += [("start_date", start.isoformat()), ("end_date", end.isoformat()), ("date_query", "checkin")]
    params += [("include", "guest,properties,financials"), *_since(since), *_paging(page, per_page)]
    return _read(account, door, "/reservations", params)


def reservation(account: Account, door: Door, reservation_id: str) -> Read:
    """One reservation."""
    path = f"/reservations/{_segment(reservation_id)}"
    return _read(account, door, path, [("include", "guest,properties,financials")])


def thread(account: Account, door: Door, reservation_id: str) -> Read:
    """All messages of a reservation. At most two calls a minute for a reservation, sending included."""
    return _read(account, door, f"/reservations/{_segment(reservation_id)}/messages", [])


def inquiries(account: Account, door: Door, property_ids: Sequence[str], page: int, since: datetime) -> Read:
    """A page of the inquiries written in after ``since``."""
    params: Params = [("properties[]", property_id) for property_id in property_ids]
    params += [("include", "guest,properties"), *_since(since), *_paging(page, PER_PAGE)]
    return _read(account, door, "/inquiries", params)


def inquiry(account: Account, door: Door, conversation_id: str) -> Read:
    """One inquiry with its messages. Moved where it has become a reservation."""
    path = f"/inquiries/{_segment(conversation_id)}"
    return _read(account, door, path, [("include", "guest,properties,messages")])


def reviews(account: Account, door: Door, property_id: str, page: int) -> Read:
    """A page of a home's reviews; there is no list for the whole account."""
    path = f"/properties/{_segment(property_id)}/reviews"
    return _read(account, door, path, [("include", "guest,reservation"), *_paging(page, REVIEWS_PER_PAGE)])


def post_message(
    account: Account, door: Door, kind: str, external_id: str, body: str, images: Sequence[str]
) -> Mapping[str, Any]:
    """Write in the thread of a reservation or an inquiry (``kind``: "reservations" or "inquiries")."""
    message: dict[str, Any] = {"body": body, **({"images": list(images)} if images else {})}
    url = f"{API}/{kind}/{_segment(external_id)}/messages"
    try:
        reply = door.request("POST", url, headers=_headers(account), body=message)
    except NotSent as error:
        raise NotReady("Hospitable could not be reached. Casa tries again by itself.") from error
    except HttpFailure as error:
        raise _unsure() from error
    return table(_answer(reply, writing=True).get("data"))


# ------------------------------------------------------------------------------------------------- the one road


def _read(account: Account, door: Door, path: str, params: Params) -> Read:
    try:
        reply = door.request("GET", API + path, params=params, headers=_headers(account))
    except HttpFailure as error:
        raise NotReady("Hospitable does not answer. Casa tries again by itself.") from error
    return Read(_answer(reply, writing=False), _date_of(reply) - READ_LAG)


def _answer(reply: Reply, *, writing: bool) -> Mapping[str, Any]:
    if not reply.ok:
        raise _failure(reply, writing=writing)
    try:
        body = reply.json() if reply.body else {}
    except (ValueError, RecursionError) as error:
        raise (_unsure() if writing else BadPayload("Hospitable answered in a form Casa does not know.")) from error
    if isinstance(body, dict):
        return body
    raise _unsure() if writing else BadPayload("Hospitable answered in a form Casa does not know.")


def _failure(reply: Reply, *, writing: bool) -> ProviderFailure:
    """What a refusal means. The vendor's own words may name a guest, so they are never passed on."""
    if reply.status == 429:
        wait = reply.retry_after(60.0)
        return NotReady("Hospitable asks Casa to slow down. It goes on by itself.", retry_after=wait, code="429")
    if reply.status == 408 or reply.status >= 500:
        return _unsure() if writing else NotReady("Hospitable has a fault. Casa tries again by itself.", code="5xx")
    if reply.status == 410:
        return Moved(_last_segment(reply.headers.get("location", "")))
    known = REFUSALS.get(reply.status)
    return known(reply) if known else Refused("Hospitable did not accept this.", code=str(reply.status))


def _unauthenticated(reply: Reply) -> ProviderFailure:
    return AuthFailed("Hospitable refuses our key. Make a new one there and connect again.", code="401")


def _forbidden(reply: Reply) -> ProviderFailure:
    return Refused("The Hospitable key lacks a permission this needs. Make a key that has it.", code=SCOPE)


def _missing(reply: Reply) -> ProviderFailure:
    return Refused("Hospitable no longer has this.", code=MISSING)


def _invalid(reply: Reply) -> ProviderFailure:
    said = _vendor_words(reply).lower()
    if "messaging is not enabled" in said:
        return Refused("Booking.com does not let hosts write in this conversation yet.", code="messaging_off")
    fields = sorted(field for field in _error_fields(reply) if re.fullmatch(r"[a-z_.]{1,40}", field))
    return Refused("Hospitable did not accept this.", code=":".join([str(reply.status), *fields]))


REFUSALS = {400: _invalid, 401: _unauthenticated, 403: _forbidden, 404: _missing, 422: _invalid}


def _vendor_words(reply: Reply) -> str:
    body = _error_body(reply)
    return text(body.get("reason_phrase"), 500) or text(body.get("message"), 500)


def _error_fields(reply: Reply) -> list[str]:
    return [str(field) for field in table(_error_body(reply).get("errors"))]


def _error_body(reply: Reply) -> Mapping[str, Any]:
    try:
        return table(json.loads(reply.body))
    except (ValueError, RecursionError):
        return {}


def _unsure() -> Unsure:
    return Unsure("Hospitable did not say whether it took the message. Casa looks in the thread before it does more.")


def _headers(account: Account) -> dict[str, str]:
    token = account.secrets.get("access_token") or account.secrets.get("token") or ""
    if not re.fullmatch(r"[\x21-\x7e]+", token):
        raise AuthFailed("There is no usable Hospitable key. Paste it again.")
    return {"authorization": f"Bearer {token}", "accept": "application/json"}


def _segment(external_id: str) -> str:
    """An id as one path segment; anything that could lead elsewhere is refused."""
    if not re.fullmatch(r"[A-Za-z0-9_\-]{1,120}", external_id):
        raise Refused("This is not an id of Hospitable.", code=MISSING)
    return external_id


def _last_segment(location: str) -> str:
    """The reservation's id in ``…/reservations/<id>`` or ``…/reservations/<id>/messages``."""
    found = re.search(r"/reservations/([A-Za-z0-9_\-]{1,120})(?:/messages)?/?(?:\?|$)", location)
    return found[1] if found else ""


def _paging(page: int, per_page: int) -> Params:
    return [("page", page), ("per_page", per_page)]


def _since(since: datetime | None) -> Params:
    """The one time filter there is; documented without an offset, so UTC."""
    return [("last_message_at", since.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S"))] if since else []


def _date_of(reply: Reply) -> datetime:
    try:
        return parsedate_to_datetime(reply.headers.get("date", "")).astimezone(UTC)
    except (ValueError, TypeError, OverflowError):
        return datetime.now(UTC)
