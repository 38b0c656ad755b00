"""What Twilio tells us: a guest's text, or news about one of ours."""

import json
from collections.abc import Mapping
from hashlib import sha256
from urllib.parse import parse_qs, urlsplit

from casa.core.connections.contract import Account, Answer, BadPayload, BadSignature, Fact, RawRequest
from casa.providers.twilio import mapping, signing

NO_REPLY = Answer(200, "text/xml", b'<?xml version="1.0" encoding="UTF-8"?><Response/>')
LONGEST_REFERENCE = 100


def verify(request: RawRequest, account: Account) -> None:
    """Check the signature with the secret its header names: the auth token, or the shared key's secret.

    During a rotation both auth tokens count. Raises BadSignature naming the likely cause.
    """
    signature = request.headers.get(signing.SIGNATURE, "")
    if not signature:
        raise BadSignature("This request carries no Twilio signature, so it is not from Twilio.", code="unsigned")
    stated = signing.settings(request.headers.get(signing.SETTINGS, ""))
    algorithm = stated.get("algorithm", "HMAC_SHA1").upper()
    if algorithm not in signing.ALGORITHMS:
        raise BadSignature("Twilio signed this in a way Casa does not know yet. Update Casa.", code="algorithm")
    try:
        fields = _signed_fields(request)
        genuine = [
            signing.matches(secret, request.url, fields, algorithm, signature)
            for secret in _secrets(account, shared="key" in stated or algorithm != "HMAC_SHA1")
        ]
    except ValueError as error:
        raise BadSignature("This request is not in a form Twilio uses.", code="malformed") from error
    if not any(genuine):
        raise _explained(request, account)


def delivery_id(request: RawRequest) -> str:
    """``in:<message>`` or ``st:<message>:<state>``; a hash of address and body for anything else."""
    form = _form(request)
    sid = mapping.word(form, "MessageSid", "SmsMessageSid", "SmsSid")
    if not mapping.SID.fullmatch(sid):
        return "sha256:" + sha256(request.url.encode("utf-8", "replace") + b"\n" + request.body).hexdigest()
    state = _state(form)
    return f"in:{sid}" if state in mapping.INBOUND_STATES else f"st:{sid}:{state[:40]}"


def answer(request: RawRequest) -> Answer:
    """Empty TwiML: Twilio says nothing to the guest. Replies go through the outbox like everything else."""
    return NO_REPLY


def parse(request: RawRequest, account: Account) -> list[Fact]:
    """A text, or news about one. Anything that is not about a message (a call, an alert) gives no facts."""
    form = _form(request, strict=True)
    if not any(name in form for name in ("MessageSid", "SmsMessageSid", "SmsSid")):
        return []
    if _state(form) in mapping.INBOUND_STATES:
        return list(mapping.incoming(form, request.received_at))
    return [mapping.delivery(form, request.received_at, _reference(request.url))]


def _is_form(request: RawRequest) -> bool:
    return request.headers.get("content-type", "").split(";")[0].strip().lower() == signing.FORM


def _signed_fields(request: RawRequest) -> Mapping[str, list[str]]:
    """The fields the signature covers. A body that is no form must be the one the address has the hash of."""
    if _is_form(request):
        return signing.form_fields(request.body)
    if request.body and not signing.body_matches(request.url, request.body):
        raise ValueError("the body is not the signed one")
    return {}


def _secrets(account: Account, *, shared: bool) -> list[str]:
    names = ("shared_key_secret",) if shared else ("auth_token", "secondary_auth_token")
    return [secret for name in names if (secret := account.secrets.get(name, ""))]


def _explained(request: RawRequest, account: Account) -> BadSignature:
    """The likeliest of the causes integrators meet: another account, another address, a new token."""
    if request.headers.get(signing.SETTINGS) and not account.secrets.get("shared_key_secret"):
        return BadSignature(
            "Twilio signs with a shared key that Casa does not have. Add its secret to this connection.",
            code="shared_key",
        )
    sender = mapping.word(_form(request), "AccountSid")
    if sender and sender != account.settings.get("account_sid", ""):
        return BadSignature("This came from another Twilio account than the one connected.", code="account")
    if _host(request.url) != _host(account.hook_url):
        return BadSignature(
            "The address Twilio called is not Casa's public address. Set the public address in the settings "
            "and connect Twilio again.",
            code="address",
        )
    return BadSignature(
        "The signature does not fit the auth token. If you changed it in Twilio, enter the new one here.",
        code="token",
    )


def _host(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").lower()
    except ValueError:
        return ""


def _form(request: RawRequest, *, strict: bool = False) -> Mapping[str, str]:
    """The request's fields, one value each. Not strict: nothing where they cannot be read."""
    try:
        if _is_form(request):
            return {name: values[0] for name, values in signing.form_fields(request.body).items()}
        return _json(request.body) if request.body else {}
    except (ValueError, RecursionError) as error:
        if strict:
            raise BadPayload("Twilio sent something that cannot be read.") from error
        return {}


def _json(body: bytes) -> dict[str, str]:
    found = json.loads(body)
    return {name: value for name, value in found.items() if isinstance(value, str)} if isinstance(found, dict) else {}


def _state(form: Mapping[str, str]) -> str:
    return mapping.word(form, "MessageStatus", "SmsStatus").lower()


def _reference(url: str) -> str:
    """Our outbox id, which we put into the callback's address when we sent the message."""
    try:
        return parse_qs(urlsplit(url).query, max_num_fields=20).get("m", [""])[0][:LONGEST_REFERENCE]
    except ValueError:
        return ""
