"""The pretend Twilio's messages and their media."""

import hashlib
import re
from datetime import date, datetime
from email.utils import format_datetime, parsedate_to_datetime
from typing import Any
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from casa.lib.pretend import World
from casa.lib.sms import segments
from casa.providers.twilio.sandbox_http import Call, Problem, not_found, page
from casa.providers.twilio.sandbox_phones import dispatch
from casa.providers.twilio.sandbox_state import PretendAccount, Resource, accounts, add_message, shown

E164 = re.compile(r"\+[1-9][0-9]{6,14}")
LONGEST_WAIT = 36_000
UNDER_WAY = frozenset({"accepted", "queued", "sending"})


def create_message(call: Call) -> Response:
    account, service = call.account, call.field("MessagingServiceSid")
    _check_sender(call)
    _check_recipient(call)
    _check_content(call)
    _check_validity(call)
    media = [url for url in call.form.get("MediaUrl", []) if url]
    body = call.field("Body")
    message = add_message(
        account,
        call.world.clock(),
        body=f"Sent from your Twilio trial account - {body}" if account.trial else body,
        num_media=str(len(media)),
        num_segments="0" if service else str(max(segments(body).count, 1)),
        status="accepted" if service else "queued",
        to=call.field("To"),
        messaging_service_sid=service or None,
        **{"from": call.field("From") or None},
    )
    message["_validity"] = int(call.field("ValidityPeriod") or LONGEST_WAIT)
    account.callbacks[message["sid"]] = call.field("StatusCallback")
    answer = JSONResponse(shown(message), 201)
    dispatch(call.world, account, message, media)
    return answer


def _check_sender(call: Call) -> None:
    sender, service, account = call.field("From"), call.field("MessagingServiceSid"), call.account
    if not sender and not service:
        raise Problem(400, 21603, "A 'From' phone number is required.")
    if service and service not in account.services:
        raise Problem(400, 21701, "The Messaging Service does not exist.")
    if service and not account.pools[service]:
        raise Problem(400, 21703, "The Messaging Service does not have a phone number available.")
    if sender and not E164.fullmatch(sender):
        raise Problem(400, 21212, "Invalid From Number (caller ID)")
    if sender and account.number(sender) is None:
        raise Problem(400, 21606, "The 'From' phone number is not a valid, SMS-capable number of your account.")


def _check_recipient(call: Call) -> None:
    to, account = call.field("To"), call.account
    if not to:
        raise Problem(400, 21604, "A 'To' phone number is required.")
    if not E164.fullmatch(to):
        raise Problem(400, 21211, "Invalid 'To' Phone Number")
    if to == call.field("From"):
        raise Problem(400, 21266, "'To' and 'From' number cannot be the same")
    if account.trial and to not in account.verified:
        raise Problem(400, 21608, "The number is unverified. Trial accounts cannot send messages to it.")
    pool = account.pools.get(call.field("MessagingServiceSid")) or [call.field("From")]
    if account.has_opted_out(to, pool[0]):
        raise Problem(400, 21610, "Attempt to send to unsubscribed recipient")


def _check_content(call: Call) -> None:
    media, callback = call.form.get("MediaUrl", []), call.field("StatusCallback")
    if not call.field("Body") and not any(media):
        raise Problem(400, 21602, "Message body is required.")
    if len(call.field("Body")) > 1600:
        raise Problem(400, 21617, "The concatenated message body exceeds the 1600 character limit.")
    if len(media) > 10:
        raise Problem(400, 21623, "Number of media files exceeds allowed limit.")
    if any(urlsplit(url).scheme not in ("http", "https") for url in media if url):
        raise Problem(400, 21620, "Invalid media URL(s)")
    if callback and (urlsplit(callback).scheme not in ("http", "https") or "_" in (urlsplit(callback).hostname or "")):
        raise Problem(400, 21609, "Invalid 'StatusCallback' URL")


def _check_validity(call: Call) -> None:
    """How many seconds a text may wait: 1 to 36,000."""
    seconds = call.field("ValidityPeriod")
    if seconds and not (seconds.isdigit() and 1 <= int(seconds) <= LONGEST_WAIT):
        raise Problem(400, 20001, "Validity period is out of range.")


def _message(call: Call) -> Resource:
    found = call.account.messages.get(call.path["message"])
    if found is None:
        raise not_found(call.url_path)
    return found


def fetch_message(call: Call) -> Response:
    return JSONResponse(shown(_message(call)))


def update_message(call: Call) -> Response:
    """An empty body redacts. Nothing is scheduled here, so nothing can be cancelled."""
    message = _message(call)
    if call.field("Status"):
        raise Problem(400, 30409, "Only a scheduled message can be canceled.")
    if call.form.get("Body") != [""]:
        raise Problem(400, 20001, "A message's body can only be emptied.")
    _must_be_done(message)
    message.update(body="", date_updated=format_datetime(call.world.clock()))
    return JSONResponse(shown(message))


def delete_message(call: Call) -> Response:
    message = _message(call)
    _must_be_done(message)
    del call.account.messages[message["sid"]]
    call.account.media.pop(message["sid"], None)
    return Response(status_code=204)


def _must_be_done(message: Resource) -> None:
    if message["status"] in UNDER_WAY:
        raise Problem(409, 20009, "Resource not complete")


def list_messages(call: Call) -> Response:
    """Newest first. Filters by date leave out what has no date of sending yet, as readers must expect."""
    found = [row for row in reversed(call.account.messages.values()) if _wanted(call, row)]
    return page(call, "messages", [shown(row) for row in found])


def _wanted(call: Call, row: Resource) -> bool:
    if call.filter("To") not in ("", row["to"]) or call.filter("From") not in ("", row["from"]):
        return False
    checks = (("DateSent", _same_day), ("DateSent<", _not_after), ("DateSent>", _not_before))
    limits = [(call.filter(name), holds) for name, holds in checks if call.filter(name)]
    sent = parsedate_to_datetime(row["date_sent"]) if row["date_sent"] else None
    return all(sent is not None and holds(sent, limit) for limit, holds in limits)


def _same_day(sent: datetime, limit: str) -> bool:
    return sent.date() == date.fromisoformat(limit[:10])


def _not_after(sent: datetime, limit: str) -> bool:
    return sent <= datetime.fromisoformat(limit) if "T" in limit else sent.date() <= date.fromisoformat(limit)


def _not_before(sent: datetime, limit: str) -> bool:
    return sent >= datetime.fromisoformat(limit) if "T" in limit else sent.date() >= date.fromisoformat(limit)


def list_media(call: Call) -> Response:
    media = call.account.media.get(_message(call)["sid"], [])
    return page(call, "media_list", [shown(each) for each in media])


def _medium(call: Call) -> Resource:
    for each in call.account.media.get(call.path["message"], []):
        if each["sid"] == call.path["media"]:
            return each
    raise not_found(call.url_path)


def fetch_media(call: Call) -> Response:
    return JSONResponse(shown(_medium(call)))


def delete_media(call: Call) -> Response:
    call.account.media[call.path["message"]].remove(_medium(call))
    return Response(status_code=204)


def redirect_media(call: Call) -> Response:
    media = _medium(call)
    address = f"https://media.twiliocdn.com/{call.account.sid}/{media['sid']}"
    return RedirectResponse(f"{address}?Signature={_ticket(call.account, media['sid'])}", 307)


def _ticket(account: PretendAccount, media_sid: str) -> str:
    return hashlib.sha256(f"{account.sid}{account.auth_token}{media_sid}".encode()).hexdigest()


def content(world: World) -> Any:
    """The content host: takes the signed address and refuses other credentials beside it, as S3 does."""

    async def handle(request: Request) -> Response:
        account = accounts(world).get(request.path_params["account"])
        if "authorization" in request.headers:
            return Response("Only one auth mechanism allowed", 400)
        sid = request.path_params["media"]
        if account is None or request.query_params.get("Signature") != _ticket(account, sid):
            return Response("AccessDenied", 403)
        found = [each for files in account.media.values() for each in files if each["sid"] == sid]
        if not found:
            return Response("NoSuchKey", 404)
        file = world.files[found[0]["_file"]]
        return Response(file.body, media_type=file.content_type)

    return handle
