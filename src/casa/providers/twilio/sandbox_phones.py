"""Texts between the pretend Twilio and the phones of the pretend world, both ways."""

from email.utils import format_datetime, parsedate_to_datetime
from urllib.parse import urlsplit

from casa.lib.http import Door, HttpFailure
from casa.lib.ids import new_id
from casa.lib.pretend import File, Text, World
from casa.lib.sms import segments
from casa.providers.twilio.sandbox_post import courier, post_form
from casa.providers.twilio.sandbox_state import (
    HELP_WORDS,
    KEY,
    START_WORDS,
    STOP_WORDS,
    VERSION,
    PretendAccount,
    Resource,
    accounts,
    add_media,
    add_message,
)

DELAYS = {"queued": 0.05, "sent": 0.15, "delivered": 0.4}  # seconds after creation; shelf["delays"] overrides
STOPPED = "You have successfully been unsubscribed. You will not receive any more messages from this number. " + (
    "Reply START to resubscribe."
)
STARTED = "You have successfully been re-subscribed to messages from this number. Reply HELP for help. " + (
    "Reply STOP to unsubscribe. Msg&Data Rates May Apply."
)
HELPED = "Reply STOP to unsubscribe. Msg&Data Rates May Apply."


def listen(world: World) -> None:
    """Let the pretend Twilio hear the world's phones, once."""
    with world.lock:
        if world.shelf(KEY).setdefault("listening", False):
            return
        world.shelf(KEY)["listening"] = True
    world.on("text", lambda news, text: receive(world, text))


def dispatch(world: World, account: PretendAccount, message: Resource, media_urls: list[str]) -> None:
    """Carry an accepted message to its phone: queued, sent, delivered, each with its callback."""
    delays = {**DELAYS, **world.shelf(KEY).get("delays", {})}
    later = courier(world).later
    if message["status"] == "accepted":
        later(delays["queued"], lambda: _assign(world, account, message))
    later(delays["sent"], lambda: _take_off(world, account, message, media_urls))
    later(delays["delivered"], lambda: _land(world, account, message))


def _assign(world: World, account: PretendAccount, message: Resource) -> None:
    """A messaging service chooses the number: the guest's last one, else the first of its pool."""
    with world.lock:
        service = message["messaging_service_sid"]
        message["from"] = message["from"] or _sticky(account, service, message["to"])
        message["num_segments"] = str(segments(message["body"]).count)
    _advance(world, account, message, "queued")


def _sticky(account: PretendAccount, service: str, guest: str) -> str:
    pool = account.pools[service]
    earlier = [each["from"] for each in account.messages.values() if each["to"] == guest and each["from"] in pool]
    return str(earlier[-1] if earlier else pool[0])


def _take_off(world: World, account: PretendAccount, message: Resource, media_urls: list[str]) -> None:
    """Fetch the pictures and send. A picture that cannot be had fails the message (11751), and so does waiting for
    longer than it may (30036)."""
    waited = (world.clock() - parsedate_to_datetime(message["date_created"])).total_seconds()
    if waited > message.get("_validity", waited) + 1:  # dates there have no fractions
        _advance(world, account, message, "failed", 30036)
        return
    try:
        files = [_fetched(world, url) for url in media_urls]
    except (HttpFailure, ValueError):
        _advance(world, account, message, "failed", 11751)
        return
    with world.lock:
        for file in files:
            add_media(account, message, file.content_type, file.id, world.clock())
        message["date_sent"] = format_datetime(world.clock())
    _advance(world, account, message, "sent")


def _fetched(world: World, url: str) -> File:
    parts = urlsplit(url)
    reply = Door(own=frozenset({f"{parts.scheme}://{parts.netloc}"})).request("GET", url, follow=2, limit=5_000_000)
    if not reply.ok:
        raise ValueError("no picture there")
    file = File(str(new_id()), reply.headers.get("content-type", "").split(";")[0], reply.body)
    with world.lock:
        world.files[file.id] = file
    return file


def _land(world: World, account: PretendAccount, message: Resource) -> None:
    """The phone rings, unless the world's ``unreachable`` has an error code for its number."""
    if message["status"] != "sent":
        return
    code = world.shelf(KEY).get("unreachable", {}).get(message["to"])
    if code:
        _advance(world, account, message, "undelivered", int(code))
        return
    media = tuple(each["_file"] for each in account.media.get(message["sid"], ()))
    world.text(Text(message["sid"], message["from"], message["to"], message["body"], world.clock(), media))
    _advance(world, account, message, "delivered")


def _advance(world: World, account: PretendAccount, message: Resource, status: str, code: int | None = None) -> None:
    with world.lock:
        message.update(status=status, error_code=code, date_updated=format_datetime(world.clock()))
    world.tell("text_status", {"id": message["sid"], "status": status})
    post_form(world, account, account.callbacks.get(message["sid"], ""), status_form(message))


def status_form(message: Resource) -> dict[str, str]:
    """A status callback's fields."""
    form = {
        "MessageSid": message["sid"],
        "SmsSid": message["sid"],
        "MessageStatus": message["status"],
        "SmsStatus": message["status"],
        "AccountSid": message["account_sid"],
        "ApiVersion": VERSION,
        "From": message["from"] or "",
        "To": message["to"],
    }
    if message["messaging_service_sid"]:
        form["MessagingServiceSid"] = message["messaging_service_sid"]
    return form | ({"ErrorCode": str(message["error_code"])} if message["error_code"] else {})


def receive(world: World, text: Text) -> None:
    """A phone texted: if it texted one of our accounts' numbers, the account gets a message and a webhook."""
    with world.lock:
        owners = [each for each in accounts(world).values() if each.number(text.recipient)]
    for account in owners:
        if account.number(text.sender) is None:
            _receive(world, account, text)


def _receive(world: World, account: PretendAccount, text: Text) -> None:
    with world.lock:
        message = _inbound(world, account, text)
        kind, reply = _keyword(account, text)
    _notify(world, account, text, message, kind)
    if reply:
        courier(world).later(0, lambda: _answer(world, text, reply))


def _inbound(world: World, account: PretendAccount, text: Text) -> Resource:
    service = account.service_of(text.recipient)
    message = add_message(
        account,
        world.clock(),
        body=text.body,
        direction="inbound",
        date_sent=format_datetime(world.clock()),
        num_media=str(len(text.media)),
        num_segments=str(max(segments(text.body).count, 1)),
        status="received",
        to=text.recipient,
        messaging_service_sid=service["sid"] if service else None,
        **{"from": text.sender},
    )
    for file_id in text.media:
        add_media(account, message, world.files[file_id].content_type, file_id, world.clock())
    return message


def _keyword(account: PretendAccount, text: Text) -> tuple[str, str]:
    """Twilio's own opt-out handling: a single word, any case. Its kind, and what Twilio replies to it."""
    word, pair = text.body.strip().upper(), (text.sender, account.audience(text.recipient))
    if word in STOP_WORDS:
        reply = "" if pair in account.opted_out else STOPPED
        account.opted_out.add(pair)
        return "STOP", reply
    if word in START_WORDS:
        reply = STARTED if pair in account.opted_out else ""
        account.opted_out.discard(pair)
        return "START", reply
    return ("HELP", HELPED) if word in HELP_WORDS else ("", "")


def _answer(world: World, text: Text, reply: str) -> None:
    world.text(Text(str(new_id()), text.recipient, text.sender, reply, world.clock()))


def _notify(world: World, account: PretendAccount, text: Text, message: Resource, kind: str) -> None:
    number, service = account.number(text.recipient) or {}, account.service_of(text.recipient)
    form = inbound_form(account, message)
    if kind and account.advanced_opt_out:
        form["OptOutType"] = kind
    if service and not service["use_inbound_webhook_on_number"]:
        post_form(world, account, service["inbound_request_url"] or "", form, service["fallback_url"] or "")
    else:
        post_form(world, account, number["sms_url"], form, number["sms_fallback_url"])


def inbound_form(account: PretendAccount, message: Resource) -> dict[str, str]:
    """An incoming message's fields."""
    sid = message["sid"]
    form = {
        **dict.fromkeys(("FromCity", "FromState", "FromZip", "ToCity", "ToState", "ToZip"), ""),
        **{"FromCountry": "US", "ToCountry": "US", "ApiVersion": VERSION, "AccountSid": account.sid},
        **{"MessageSid": sid, "SmsSid": sid, "SmsMessageSid": sid, "SmsStatus": "received"},
        **{"From": message["from"], "To": message["to"], "Body": message["body"]},
        **{"NumMedia": message["num_media"], "NumSegments": message["num_segments"]},
    }
    if message["messaging_service_sid"]:
        form["MessagingServiceSid"] = message["messaging_service_sid"]
    return form | _media_fields(account.media.get(sid, []))


def _media_fields(media: list[Resource]) -> dict[str, str]:
    fields = {}
    for number, each in enumerate(media):
        fields[f"MediaUrl{number}"] = "https://api.twilio.com" + each["uri"].removesuffix(".json")
        fields[f"MediaContentType{number}"] = each["content_type"]
    return fields
