"""The pretend Twilio's phone numbers and messaging services."""

from email.utils import format_datetime
from urllib.parse import urlsplit

from starlette.responses import JSONResponse, Response

from casa.providers.twilio.sandbox_http import Call, Problem, not_found, page
from casa.providers.twilio.sandbox_state import Resource

NUMBER_FIELDS = {
    "SmsUrl": "sms_url",
    "SmsMethod": "sms_method",
    "SmsFallbackUrl": "sms_fallback_url",
    "SmsApplicationSid": "sms_application_sid",
    "FriendlyName": "friendly_name",
}
SERVICE_FIELDS = {
    "InboundRequestUrl": "inbound_request_url",
    "InboundMethod": "inbound_method",
    "FallbackUrl": "fallback_url",
    "StatusCallback": "status_callback",
    "FriendlyName": "friendly_name",
}


def list_numbers(call: Call) -> Response:
    phone = call.filter("PhoneNumber")
    rows = [row for row in call.account.numbers.values() if phone in row["phone_number"]]
    return page(call, "incoming_phone_numbers", rows)


def _number(call: Call) -> Resource:
    found = call.account.numbers.get(call.path["number"])
    if found is None:
        raise not_found(call.url_path)
    return found


def fetch_number(call: Call) -> Response:
    return JSONResponse(_number(call))


def update_number(call: Call) -> Response:
    number = _number(call)
    _check_address(call, "SmsUrl", 21502, "Invalid SmsUrl")
    number.update({field: call.field(name) for name, field in NUMBER_FIELDS.items() if name in call.form})
    number["date_updated"] = format_datetime(call.world.clock())
    return JSONResponse(number)


def _check_address(call: Call, name: str, code: int, message: str) -> None:
    if call.field(name) and urlsplit(call.field(name)).scheme not in ("http", "https"):
        raise Problem(400, code, message)


def _service(call: Call) -> Resource:
    found = call.account.services.get(call.path["service"])
    if found is None:
        raise not_found(f"/Services/{call.path['service']}")
    return found


def fetch_service(call: Call) -> Response:
    return JSONResponse(_service(call))


def update_service(call: Call) -> Response:
    service = _service(call)
    _check_address(call, "InboundRequestUrl", 20001, "Invalid InboundRequestUrl")
    service.update({field: call.field(name) or None for name, field in SERVICE_FIELDS.items() if name in call.form})
    if "UseInboundWebhookOnNumber" in call.form:
        service["use_inbound_webhook_on_number"] = call.field("UseInboundWebhookOnNumber") == "true"
    return JSONResponse(service)


def list_service_numbers(call: Call) -> Response:
    service, now = _service(call), call.world.clock().strftime("%Y-%m-%dT%H:%M:%SZ")
    rows = [
        {
            "sid": (call.account.number(phone) or {}).get("sid"),
            "account_sid": call.account.sid,
            "service_sid": service["sid"],
            "date_created": now,
            "date_updated": now,
            "phone_number": phone,
            "country_code": "US",
            "capabilities": ["SMS", "MMS", "Voice"],
            "url": f"{service['url']}/PhoneNumbers/{(call.account.number(phone) or {}).get('sid', '')}",
        }
        for phone in call.account.pools[service["sid"]]
    ]
    url = f"{service['url']}/PhoneNumbers?PageSize=50&Page=0"
    meta = {"page": 0, "page_size": 50, "first_page_url": url, "url": url, "key": "phone_numbers"}
    return JSONResponse({"phone_numbers": rows, "meta": {**meta, "next_page_url": None, "previous_page_url": None}})
