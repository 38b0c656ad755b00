"""Texts as Twilio posts them, signed as Twilio signs, made by the ten thousand."""

import base64
import hashlib
import hmac
from collections.abc import Iterator
from urllib.parse import urlencode

from bench.house import ACCOUNT, PUBLIC, SECRET

FIELDS = {
    "AccountSid": ACCOUNT, "ApiVersion": "2010-04-01", "Body": "Hello, is it all right if we arrive an hour early?",
    "From": "+18285550142", "FromCity": "ASHEVILLE", "FromCountry": "US", "FromState": "NC", "FromZip": "28801",
    "NumMedia": "0", "NumSegments": "1", "SmsStatus": "received", "To": "+18285550100", "ToCity": "ASHEVILLE",
    "ToCountry": "US", "ToState": "NC", "ToZip": "28801",
}  # fmt: skip


def text(path: str, number: int, **changed: str) -> bytes:
    """The whole HTTP request of one text. Different numbers are different texts."""
    sid = f"SM{number:032x}"
    fields = FIELDS | {"MessageSid": sid, "SmsMessageSid": sid, "SmsSid": sid} | changed
    body = urlencode(fields).encode()
    signed = PUBLIC + path + "".join(name + fields[name] for name in sorted(fields))
    signature = base64.b64encode(hmac.digest(SECRET.encode(), signed.encode(), hashlib.sha1))
    return (
        b"POST " + path.encode() + b" HTTP/1.1\r\nHost: casa.example.org\r\nUser-Agent: TwilioProxy/1.1\r\n"
        b"Content-Type: application/x-www-form-urlencoded; charset=utf-8\r\nAccept: */*\r\n"
        b"X-Twilio-Signature: " + signature + b"\r\nContent-Length: " + str(len(body)).encode() + b"\r\n\r\n" + body
    )


def texts(path: str, first: int) -> Iterator[bytes]:
    """One text after another, none twice."""
    while True:
        yield text(path, first)
        first += 1
