"""Twilio's words and ours. Pure tables; an unknown word becomes a safe value, never an error."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

from casa.core.connections.contract import (
    BadPayload,
    DeliveryStatus,
    Handle,
    IncomingMessage,
    MediaRef,
    MessageStatus,
)

SID = re.compile(r"(?:SM|MM)[0-9a-fA-F]{32}")
PHONE = re.compile(r"\+[1-9][0-9]{6,14}")
CONTENT_TYPE = re.compile(r"[a-z]+/[a-z0-9.+-]{1,80}")
LONGEST_BODY = 20_000  # characters; Twilio itself stops at 1,600
MOST_MEDIA = 10

# Twilio's message states. "canceled" is a scheduled message that was called off. Group messages are
# "partially_delivered" when one phone of several has them: for us that is not yet delivered.
STATUS = {
    "accepted": MessageStatus.QUEUED,
    "scheduled": MessageStatus.QUEUED,
    "queued": MessageStatus.QUEUED,
    "sending": MessageStatus.QUEUED,
    "sent": MessageStatus.SENT,
    "partially_delivered": MessageStatus.SENT,
    "delivered": MessageStatus.DELIVERED,
    "read": MessageStatus.READ,
    "failed": MessageStatus.FAILED,
    "undelivered": MessageStatus.FAILED,
    "canceled": MessageStatus.FAILED,
}
INBOUND_STATES = frozenset({"", "received", "receiving"})
# Advanced Opt-Out names the keyword (OptOutType). Without it Twilio's default handling still acts on these
# very words and answers them: one of Casa's would be a second answer, refused with 21610 after a stop (R43).
# YES is left out: it brings back only somebody who had opted out, which our own ledger knows.
OPT_OUT = {"STOP": "stop", "START": "start", "HELP": "help"}
HANDLED_WORDS = {
    **dict.fromkeys(("STOP", "UNSUBSCRIBE", "END", "QUIT", "STOPALL", "REVOKE", "OPTOUT", "CANCEL"), "stop"),
    **dict.fromkeys(("START", "UNSTOP"), "start"),
    **dict.fromkeys(("HELP", "INFO"), "help"),
}


@dataclass(frozen=True, slots=True)
class Trouble:
    """What an error code means to a host, and what our own ledger learns from it (R42, R77)."""

    words: str
    suppress: str = ""


TROUBLES = {
    "11751": Trouble("The picture is too large to send as a text. Send a smaller one."),
    "20404": Trouble("Twilio does not know this record. It may have been deleted there."),
    "21211": Trouble("This is not a phone number Twilio can text. Check the number.", "landline"),
    "21212": Trouble("Twilio does not accept your phone number as a sender. Check it on the connections page."),
    "21266": Trouble("The guest's number is your own Twilio number. Check the guest's number."),
    "21408": Trouble("Your Twilio account may not text this country. Allow it in Twilio under geo permissions."),
    "21601": Trouble("Your Twilio number cannot send texts. Choose one that can."),
    "21602": Trouble("The message is empty. Write something or add a picture."),
    "21603": Trouble("No sender is set. Choose your Twilio number on the connections page."),
    "21604": Trouble("The guest has no phone number. Add one."),
    "21606": Trouble("Your Twilio account cannot send from this number. Choose another on the connections page."),
    "21608": Trouble("Your Twilio account is a trial and texts only numbers you verified there. Upgrade it in Twilio."),
    "21609": Trouble("Twilio cannot reach Casa at its public address. Check the address in the settings."),
    "21610": Trouble("This guest asked not to be texted. Only they can change that, by texting START.", "opted_out"),
    "21611": Trouble("Too many texts are waiting at this number. Casa will try again later."),
    "21612": Trouble("Twilio has no route from your number to this one. Use another number or another channel."),
    "21614": Trouble("This number cannot receive texts. It may be a landline.", "landline"),
    "21617": Trouble("A text can have at most 1600 characters. Make it shorter or send it in two."),
    "21620": Trouble("Twilio could not read the address of the picture. Add the picture again."),
    "21623": Trouble("A text can carry at most 10 pictures. Send the rest in another one."),
    "21701": Trouble("Twilio does not know this messaging service. Check it on the connections page."),
    "21703": Trouble("Your messaging service has no phone number. Add one to it in Twilio."),
    "21704": Trouble("Your messaging service has no phone number. Add one to it in Twilio."),
    "30001": Trouble("Too many texts are waiting at Twilio. Casa will try again later."),
    "30002": Trouble("Your Twilio account is suspended or closed. Sign in to Twilio to see why."),
    "30003": Trouble("The guest's phone could not be reached. It may be off or out of range.", "unreachable"),
    "30004": Trouble("The guest's carrier or phone blocks this message. Use another channel."),
    "30005": Trouble("This number is not in service. Check it with the guest.", "unreachable"),
    "30006": Trouble("This number cannot receive texts. It may be a landline.", "landline"),
    "30007": Trouble("The carrier filtered this message as unwanted. Check its wording and links before trying again."),
    "30008": Trouble("The carrier did not deliver this message and did not say why. Use another channel."),
    "30034": Trouble("US carriers block your number until it is registered. Finish the A2P 10DLC form in Twilio."),
    "30036": Trouble("It could not leave in time, so Twilio dropped it."),
    "30450": Trouble("Twilio blocked this text as possible fraud. Check the country and the number."),
    "30610": Trouble("Twilio held this text back because of quiet hours. Send it in the morning."),
    "30640": Trouble("Twilio refuses to text this number for legal reasons. Use another channel."),
    "63038": Trouble("Your Twilio account has reached its limit of texts for today. Try again tomorrow."),
}
UNKNOWN_TROUBLE = Trouble("Twilio could not deliver this message.")


def trouble(code: str) -> Trouble:
    """What an error code means; plain general words for one we do not know."""
    return TROUBLES.get(code, UNKNOWN_TROUBLE)


def status(word: object) -> MessageStatus:
    """Our word for Twilio's; an unknown one is the earliest, which never moves a message (R78)."""
    return STATUS.get(word, MessageStatus.QUEUED) if isinstance(word, str) else MessageStatus.QUEUED


def when(text: object) -> datetime | None:
    """A date of the 2010 API ("Sat, 21 Nov 2026 18:02:11 +0000"), in UTC; None where there is none."""
    try:
        moment = parsedate_to_datetime(text) if isinstance(text, str) else None
        return moment.astimezone(UTC) if moment and moment.tzinfo else None
    except (ValueError, OverflowError, TypeError, IndexError):
        return None


def count(text: object) -> int | None:
    """A number Twilio writes as text ("2"); None where it is not one of at most four digits."""
    digits = str(text) if isinstance(text, str | int) and not isinstance(text, bool) else ""
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) <= 4 else None


def handle(value: str) -> Handle | None:
    """Who a number stands for. Short codes and names are no phones; other channels are none of ours."""
    value = value.strip()
    if PHONE.fullmatch(value):
        return Handle("phone", value)
    return None if not value or ":" in value or len(value) > 40 else Handle("platform", value)


def word(fields: Mapping[str, Any], *names: str) -> str:
    """The first of these fields that holds text, without what no database takes (NUL, half characters)."""
    for name in names:
        value = fields.get(name)
        if isinstance(value, str) and value:
            return value.replace("\x00", "").encode("utf-8", "replace").decode()
    return ""


def message_sid(fields: Mapping[str, Any], *names: str) -> str:
    """The message's id. Raises BadPayload where it is absent or does not look like one."""
    sid = word(fields, *names)
    if not SID.fullmatch(sid):
        raise BadPayload("Twilio sent something without a message number.")
    return sid


def body_of(fields: Mapping[str, Any], name: str) -> str:
    """The text. Raises BadPayload for one no phone can have sent."""
    text = word(fields, name)
    if len(text) > LONGEST_BODY:
        raise BadPayload("Twilio sent a text that is far too long.")
    return text


def opt_out(kind: str, body: str) -> str:
    """What Twilio itself did with a keyword: "stop", "start", "help", or "" for none."""
    return OPT_OUT.get(kind.upper(), "") if kind else HANDLED_WORDS.get(body.strip().upper(), "")


def media_refs(form: Mapping[str, str]) -> tuple[MediaRef, ...]:
    """The files of an incoming message, at most ten."""
    wanted = min(count(word(form, "NumMedia")) or 0, MOST_MEDIA)
    found = ((word(form, f"MediaUrl{n}"), word(form, f"MediaContentType{n}").lower()) for n in range(wanted))
    return tuple(
        MediaRef(url, kind if CONTENT_TYPE.fullmatch(kind) else "")
        for url, kind in found
        if url.startswith("https://") and len(url) <= 2000
    )


def incoming(form: Mapping[str, str], at: datetime) -> list[IncomingMessage]:
    """The message in an incoming webhook; none for channels that are not ours (WhatsApp and the like)."""
    sid = message_sid(form, "MessageSid", "SmsMessageSid", "SmsSid")
    if not word(form, "From"):
        raise BadPayload("Twilio sent a text without a sender.")
    sender = handle(word(form, "From"))
    if sender is None:
        return []
    media = media_refs(form)
    return [
        IncomingMessage(
            external_id=sid,
            channel="mms" if media or sid.startswith("MM") else "sms",
            sender=sender,
            recipient=handle(word(form, "To")),
            body=body_of(form, "Body"),
            sent_at=at,
            media=media,
            opt_out=opt_out(word(form, "OptOutType"), word(form, "Body")),
        )
    ]


def delivery(form: Mapping[str, str], at: datetime, reference: str) -> DeliveryStatus:
    """The news in a status callback."""
    sid = message_sid(form, "MessageSid", "SmsMessageSid", "SmsSid")
    news = _news(sid, word(form, "MessageStatus", "SmsStatus"), word(form, "ErrorCode"), at, reference)
    return replace(news, recipient=handle(word(form, "To")))


def listed(resource: Mapping[str, Any], media: tuple[MediaRef, ...] = ()) -> IncomingMessage | DeliveryStatus | None:
    """A message of Twilio's list as the same fact its webhook would have been; None for other channels."""
    sid = message_sid(resource, "sid")
    at = when(resource.get("date_sent")) or when(resource.get("date_created"))
    sender = handle(word(resource, "from"))
    if at is None or (word(resource, "from") and sender is None):
        return None
    if word(resource, "direction") != "inbound":
        code = resource.get("error_code")
        changed = when(resource.get("date_updated")) or at
        news = _news(sid, word(resource, "status"), str(code) if code else "", changed, "")
        created = when(resource.get("date_created"))
        return replace(news, recipient=handle(word(resource, "to")), sent_at=created)
    if sender is None:
        return None
    return IncomingMessage(
        external_id=sid,
        channel="mms" if media or sid.startswith("MM") else "sms",
        sender=sender,
        recipient=handle(word(resource, "to")),
        body=body_of(resource, "body"),
        sent_at=at,
        media=media,
        opt_out=opt_out("", word(resource, "body")),
    )


def _news(sid: str, state: str, code: str, at: datetime, reference: str) -> DeliveryStatus:
    ours = status(state)
    code = code if code.isascii() and code.isdigit() and len(code) <= 6 and code != "0" else ""
    meaning = trouble(code) if ours is MessageStatus.FAILED else Trouble("")
    return DeliveryStatus(sid, ours, at, reference, code, meaning.words, meaning.suppress)
