"""Anthropic's HTTP API, one small function per endpoint, and one place where its errors become ours.

Messages API, version 2026-10-21 (platform.claude.com/docs/api). Only ``/v1/messages`` and ``/v1/models`` are
called: batches, files and code execution are not covered by zero data retention (promise CA-3c).
"""

from collections.abc import Mapping
from typing import Any

from casa.core.connections.contract import Account, AuthFailed, BadPayload, NotReady, ProviderFailure, Refused
from casa.lib.http import Door, HttpFailure, NotSent, Reply, TooLarge

ORIGIN = "https://api.anthropic.com"
VERSION = "2026-10-21"
ANSWER_SECONDS = 90.0
RETRIES: Mapping[int, tuple[str, float]] = {
    409: ("Anthropic was busy with another change. Casa tries again.", 5.0),
    500: ("Anthropic has trouble on its side. Casa tries again.", 15.0),
    502: ("Anthropic could not be reached. Casa tries again.", 15.0),
    503: ("Anthropic is not available right now. Casa tries again.", 30.0),
    504: ("Anthropic took too long to answer. Casa tries again.", 15.0),
    529: ("Anthropic is overloaded. Casa tries again.", 60.0),
}
REFUSALS: Mapping[int, str] = {
    400: "Anthropic did not accept the request. If this goes on, choose another model.",
    402: "Anthropic stopped because of billing. Check payment in Anthropic's console.",
    403: "This key may not use that model. Choose another model, or allow it in Anthropic's console.",
    404: "Anthropic does not know that model. Choose another one.",
    413: "The question was too large for the model. Shorten the house facts it needs.",
}
SPENT = "The spending limit set in Anthropic's console is reached. Raise it there, or wait for next month."


def create_message(account: Account, door: Door, body: Mapping[str, Any]) -> Reply:
    """``POST /v1/messages``. There is no idempotency key: the same request sent twice is billed twice."""
    return _call(account, door, "POST", "/v1/messages", body=body, timeout=ANSWER_SECONDS)


def list_models(account: Account, door: Door, after: str = "") -> Any:
    """One page of ``GET /v1/models``, newest first."""
    params = {"limit": "100"} | ({"after_id": after} if after else {})
    reply = _call(account, door, "GET", "/v1/models", params=params)
    return parsed(reply)


def parsed(reply: Reply) -> Any:
    """The JSON of an answer; BadPayload where it is none."""
    try:
        return reply.json()
    except ValueError as error:
        raise BadPayload("Anthropic's answer was not readable.") from error


def _call(account: Account, door: Door, method: str, path: str, **kwargs: Any) -> Reply:
    headers = {"anthropic-version": VERSION, "x-api-key": account.secrets.get("api_key", "")}
    try:
        reply = door.request(method, ORIGIN + path, headers=headers, **kwargs)
    except NotSent as error:
        raise NotReady("Anthropic could not be reached. Casa tries again.") from error
    except TooLarge as error:
        raise Refused("Anthropic's answer was larger than Casa reads.") from error
    except HttpFailure as error:
        # Nothing is changed by asking again; it may be billed twice, so not at once.
        raise NotReady("Anthropic did not answer in time. Casa tries again.", retry_after=60.0) from error
    if not reply.ok:
        raise failure(reply)
    return reply


def failure(reply: Reply) -> ProviderFailure:
    """What an error answer means. ``code`` is Anthropic's own error type."""
    kind, detail = _error_words(reply)
    code = detail or kind or str(reply.status)
    if reply.status == 401:
        return AuthFailed("Anthropic no longer accepts this key. Make a new one and enter it here.", code=code)
    if reply.status == 429:
        return _limited(reply, detail, code)
    if reply.status in REFUSALS:
        return Refused(REFUSALS[reply.status], code=code)
    words, seconds = RETRIES.get(reply.status, ("Anthropic gave an unknown answer. Casa tries again.", 30.0))
    return NotReady(words, retry_after=reply.retry_after(seconds), code=code)


def _limited(reply: Reply, detail: str, code: str) -> ProviderFailure:
    """Too fast, or out of money: only the first one passes by itself."""
    if detail.endswith("spend_limit_reached"):
        return Refused(SPENT, code=code)
    return NotReady("Anthropic asks Casa to slow down.", retry_after=reply.retry_after(30.0), code=code)


def _error_words(reply: Reply) -> tuple[str, str]:
    """The error's type and its finer code, both perhaps empty. The message is not read: it may quote the request."""
    try:
        error = reply.json()["error"]
        details = error.get("details") or {}
        return str(error.get("type") or ""), str(details.get("error_code") or "")
    except (ValueError, KeyError, TypeError, AttributeError):
        return "", ""
