"""The pretend Hospitable's endpoints: one small function each, documented or observed behaviour only."""

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import TypeVar
from uuid import uuid4

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from casa.lib.pretend import Booking, Home, ThreadMessage
from casa.providers.hospitable.sandbox_shapes import (
    KEY,
    Json,
    conversation_of,
    home_json,
    inquiry_json,
    review_json,
    stay_json,
    thread_json,
    uuid_of,
)
from casa.providers.hospitable.sandbox_vendor import Vendor

Row = TypeVar("Row")
Handler = Callable[[Vendor, Request, Json], Response]

# Includes and the scope each needs. Unknown or unpermitted names are ignored without a word.
INCLUDES = {
    "details": "property:read",
    "listings": "listing:read",
    "guest": "reservation:read",
    "properties": "property:read",
    "property": "property:read",
    "financials": "financials:read",
    "messages": "message:read",
    "reservation": "reservation:read",
}


# ------------------------------------------------------------------------------------------------- endpoints


def _user(vendor: Vendor, request: Request, account: Json) -> Response:
    shown = {"id": account["id"], "email": account["email"], "name": account["name"], "business": True}
    return JSONResponse({"data": {**shown, "company": account["name"], "country": "United States"}})


def _properties(vendor: Vendor, request: Request, account: Json) -> Response:
    include = _include(request, account)
    return _paged(request, vendor.homes(account), lambda home: home_json(vendor.world, home, include))


def _property(vendor: Vendor, request: Request, account: Json) -> Response:
    home = _own_home(vendor, request, account)
    if home is None:
        return _not_found()
    return JSONResponse({"data": home_json(vendor.world, home, _include(request, account))})


def _reviews(vendor: Vendor, request: Request, account: Json) -> Response:
    home = _own_home(vendor, request, account)
    if home is None:
        return _not_found()
    bookings = vendor.world.bookings
    found = [
        row for row in vendor.world.shelf(KEY).get("reviews", []) if bookings[row["booking_id"]].home_id == home.id
    ]
    include = _include(request, account)
    return _paged(request, found, lambda row: review_json(vendor.world, row, include), most=50)


def _reservations(vendor: Vendor, request: Request, account: Json) -> Response:
    asked = request.query_params
    today = vendor.world.clock().date()
    start, end = _day(asked.get("start_date"), today), _day(asked.get("end_date"), today + timedelta(days=14))
    if not asked.getlist("properties[]"):
        return _invalid("properties", "The properties field is required.")
    if max(start, end) > today + timedelta(days=3 * 365):
        return _invalid("end_date", "The end date must be at most three years from now.", 400)
    at = "departure" if asked.get("date_query") == "checkout" else "arrival"
    found = [row for row in _asked_for(vendor, request, account) if start <= getattr(row, at) <= end]
    words = {word.replace("_", " ") for word in asked.getlist("status[]")}
    found = [row for row in found if row.status != "inquiry" and (not words or row.status in words)]
    found.sort(key=lambda row: (getattr(row, at), row.id))
    include = _include(request, account)
    return _paged(request, found, lambda row: stay_json(vendor.world, row, include))


def _reservation(vendor: Vendor, request: Request, account: Json) -> Response:
    booking = _own_stay(vendor, request, account)
    if booking is None:
        return _not_found()
    return JSONResponse({"data": stay_json(vendor.world, booking, _include(request, account))})


def _thread(vendor: Vendor, request: Request, account: Json) -> Response:
    booking = _own_stay(vendor, request, account)
    if booking is None:
        return _not_found()
    headers, over = vendor.limited(booking.id, account)
    return _too_many(headers) if over else JSONResponse({"data": thread_json(vendor.world, booking)}, headers=headers)


def _write(vendor: Vendor, request: Request, account: Json) -> Response:
    booking = _own_stay(vendor, request, account)
    return _not_found() if booking is None else _written(vendor, request, account, booking)


def _write_inquiry(vendor: Vendor, request: Request, account: Json) -> Response:
    booking = _own_inquiry(vendor, request, account)
    if booking is None:
        return _not_found()
    return _written(vendor, request, account, booking) if booking.status == "inquiry" else _gone(booking, "/messages")


def _written(vendor: Vendor, request: Request, account: Json, booking: Booking) -> Response:
    asked = request.state.body
    body, images = asked.get("body"), asked.get("images") or []
    if not isinstance(body, str) or not body.strip():
        return _invalid("body", "The body field is required.", 400)
    if not isinstance(images, list) or len(images) > 3:
        return _invalid("images", "The images field must not have more than 3 items.")
    headers, over = vendor.limited(booking.id, account)
    if over:
        return _too_many(headers)
    reference = str(uuid4())
    message = ThreadMessage(str(uuid4()), booking.id, "host", body, vendor.world.clock(), reference)
    vendor.world.write(message)
    return JSONResponse({"data": {"sent_reference_id": reference}}, 202, headers=headers)


def _inquiries(vendor: Vendor, request: Request, account: Json) -> Response:
    if not request.query_params.getlist("properties[]"):
        return _invalid("properties", "The properties field is required.")
    found = [row for row in _asked_for(vendor, request, account) if row.status == "inquiry"]
    include = _include(request, account) - {"messages"}
    return _paged(request, found, lambda row: inquiry_json(vendor.world, row, include))


def _inquiry(vendor: Vendor, request: Request, account: Json) -> Response:
    booking = _own_inquiry(vendor, request, account)
    if booking is None:
        return _not_found()
    if booking.status != "inquiry":
        return _gone(booking)
    return JSONResponse({"data": inquiry_json(vendor.world, booking, _include(request, account))})


# ------------------------------------------------------------------------------------------------- finding


def _own_home(vendor: Vendor, request: Request, account: Json) -> Home | None:
    asked = request.path_params["id"]
    return next((home for home in vendor.homes(account) if uuid_of("property", home.id) == asked), None)


def _own_stay(vendor: Vendor, request: Request, account: Json) -> Booking | None:
    """By id, or by the platform's code."""
    asked = request.path_params["id"]
    stays = [row for row in vendor.bookings(account) if row.status != "inquiry"]
    return next((row for row in stays if asked in (uuid_of("reservation", row.id), row.code)), None)


def _own_inquiry(vendor: Vendor, request: Request, account: Json) -> Booking | None:
    asked = request.path_params["id"]
    return next((row for row in vendor.bookings(account) if conversation_of(row) == asked), None)


def _asked_for(vendor: Vendor, request: Request, account: Json) -> list[Booking]:
    """Bookings of the homes asked for, with the filters that reservations and inquiries share."""
    asked = request.query_params
    homes = set(asked.getlist("properties[]"))
    found = [row for row in vendor.bookings(account) if uuid_of("property", row.home_id) in homes]
    if code := asked.get("platform_id"):
        found = [row for row in found if row.code == code]
    if conversation := asked.get("conversation_id"):
        found = [row for row in found if conversation_of(row) == conversation]
    if since := _moment(asked.get("last_message_at")):
        thread = vendor.world.thread
        found = [row for row in found if any(message.at > since for message in thread.get(row.id, []))]
    return found


# ------------------------------------------------------------------------------------------------- answering


def _paged(request: Request, found: Sequence[Row], shape: Callable[[Row], Json], most: int = 100) -> Response:
    """Laravel's paging. The links are http:// although the API is https only."""
    per_page = min(_number(request.query_params.get("per_page"), 10), most)
    page, last = _number(request.query_params.get("page"), 1), max(-(-len(found) // per_page), 1)
    rows = [shape(row) for row in found[(page - 1) * per_page : page * per_page]]
    path = f"http://{request.url.path.removeprefix(request.scope.get('root_path', '')).lstrip('/')}"
    meta = {
        "current_page": page,
        "from": (page - 1) * per_page + 1 if rows else None,
        "last_page": last,
        "links": [{"url": None, "label": "&laquo; Previous", "active": False}],
        "path": path,
        "per_page": per_page,
        "to": (page - 1) * per_page + len(rows) if rows else None,
        "total": len(found),
    }
    links = {
        "first": f"{path}?page=1",
        "last": f"{path}?page={last}",
        "prev": f"{path}?page={page - 1}" if page > 1 else None,
        "next": f"{path}?page={page + 1}" if page < last else None,
    }
    return JSONResponse({"data": rows, "links": links, "meta": meta})


def _include(request: Request, account: Json) -> frozenset[str]:
    asked = request.query_params.get("include", "").split(",")
    return frozenset(name for name in asked if INCLUDES.get(name) in account["scopes"])


def _not_found() -> Response:
    return JSONResponse({"message": "Not found."}, 404)


def _invalid(field: str, words: str, status: int = 422) -> Response:
    return JSONResponse({"status_code": status, "reason_phrase": words, "errors": {field: [words]}}, status)


def _too_many(headers: Json) -> Response:
    return JSONResponse({"status_code": 429, "reason_phrase": "Too Many Attempts."}, 429, headers=headers)


def _gone(booking: Booking, rest: str = "") -> Response:
    """The inquiry is a reservation now; the location says which."""
    words = "This Inquiry is now a Reservation and can be retrieved by the Reservation API. See the location header."
    where = f"https://public.api.hospitable.com/v2/reservations/{uuid_of('reservation', booking.id)}{rest}"
    return JSONResponse({"status_code": 410, "reason_phrase": words}, 410, headers={"location": where})


def _number(value: str | None, default: int) -> int:
    return max(int(value), 1) if value and value.isascii() and value.isdigit() and len(value) < 9 else default


def _day(value: str | None, default: date) -> date:
    try:
        return date.fromisoformat(value) if value else default
    except ValueError:
        return default


def _moment(value: str | None) -> datetime | None:
    try:
        return datetime.fromisoformat(value).replace(tzinfo=UTC) if value else None
    except ValueError:
        return None


ENDPOINTS: tuple[tuple[str, str, str, Handler], ...] = (
    ("/user", "GET", "", _user),
    ("/properties", "GET", "property:read", _properties),
    ("/properties/{id}", "GET", "property:read", _property),
    ("/properties/{id}/reviews", "GET", "reviews:read", _reviews),
    ("/reservations", "GET", "reservation:read", _reservations),
    ("/reservations/{id}", "GET", "reservation:read", _reservation),
    ("/reservations/{id}/messages", "GET", "message:read", _thread),
    ("/reservations/{id}/messages", "POST", "message:write", _write),
    ("/inquiries", "GET", "reservation:read", _inquiries),
    ("/inquiries/{id}", "GET", "reservation:read", _inquiry),
    ("/inquiries/{id}/messages", "POST", "message:write", _write_inquiry),
)
