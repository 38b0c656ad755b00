"""Chat completions over HTTP, one small function per endpoint, and one place where errors become ours.

The address is the owner's own and may be plain http on a private network: the core hands in a door whose ``own``
holds exactly that origin.
"""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from casa.core.connections.contract import Account, AuthFailed, BadPayload, NotReady, ProviderFailure, Refused
from casa.lib.http import Door, ForbiddenAddress, HttpFailure, NotSent, Reply, TooLarge

ANSWER_SECONDS = 120.0  # a model on a small machine is slow, and the first question also loads it
REFUSALS: Mapping[int, str] = {
    400: "The model server did not accept the request. If this goes on, try another model.",
    402: "The model server wants to be paid. Check your account there.",
    403: "The model server does not allow this. Check the key and what it may do.",
    404: "The model server does not have that model. Load it there, or choose another one.",
    405: "That address is not a chat completions server. Check that it ends in /v1.",
    413: "The question was too large for the model server. Shorten the house facts it needs.",
    422: "The model server did not accept the request. If this goes on, try another model.",
}


def chat(account: Account, door: Door, body: Mapping[str, Any]) -> Reply:
    """``POST /chat/completions``; the answer whatever its status, so that the caller can ask in another way."""
    return _send(account, door, "POST", "/chat/completions", body=body, timeout=ANSWER_SECONDS)


def list_models(account: Account, door: Door) -> Any:
    """``GET /models``"""
    return parsed(good(_send(account, door, "GET", "/models")))


def good(reply: Reply) -> Reply:
    """The reply if it is a success; raises what it means otherwise."""
    if not reply.ok:
        raise failure(reply)
    return reply


def parsed(reply: Reply) -> Any:
    """The JSON of an answer; BadPayload where it is none."""
    try:
        return reply.json()
    except ValueError as error:
        raise BadPayload("The model server's answer was not readable. Check that the address ends in /v1.") from error


def base_url(account: Account) -> str:
    """The server's address without a slash at its end. Raises Refused when it is no http address."""
    base = account.settings.get("base_url", "").strip().rstrip("/")
    try:
        parts = urlsplit(base)
        fits = parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        fits = False
    if not fits or parts.username or parts.query or parts.fragment:
        raise Refused("Enter the server's address like http://127.0.0.1:11434/v1.", code="address")
    return base


def _send(account: Account, door: Door, method: str, path: str, **kwargs: Any) -> Reply:
    key = account.secrets.get("api_key", "")
    headers = {"authorization": f"Bearer {key}"} if key else {}
    try:
        return door.request(method, base_url(account) + path, headers=headers, **kwargs)
    except ForbiddenAddress as error:
        raise Refused("Casa may not talk to that address. Enter the server's address again.", code="address") from error
    except NotSent as error:
        raise NotReady("The model server could not be reached. Check that it runs and listens there.") from error
    except TooLarge as error:
        raise Refused("The model server's answer was larger than Casa reads.") from error
    except HttpFailure as error:
        raise NotReady("The model server did not answer in time. Casa tries again.", retry_after=60.0) from error


def failure(reply: Reply) -> ProviderFailure:
    """What an error answer means. Servers word their errors differently; only the status is common to all."""
    code = error_code(reply) or str(reply.status)
    if reply.status == 401:
        return AuthFailed("The model server does not accept this key. Enter the right one.", code=code)
    if reply.status in REFUSALS:
        return Refused(REFUSALS[reply.status], code=code)
    if reply.status == 429 and code == "insufficient_quota":
        return Refused("The spending limit at the model server is reached. Raise it there.", code=code)
    if reply.status == 429:
        return NotReady("The model server asks Casa to slow down.", retry_after=reply.retry_after(30.0), code=code)
    words = "The model server is busy or loading its model. Casa tries again."
    return NotReady(words, retry_after=reply.retry_after(15.0), code=code)


def error_code(reply: Reply) -> str:
    """The finest name the server gives the error: ``error.code``, else its type; "" where it gives none.

    OpenAI and vLLM nest it under ``error``, older vLLM does not, Ollama may send a bare sentence.
    """
    try:
        body = reply.json()
    except ValueError:
        return ""
    error = body.get("error", body) if isinstance(body, dict) else None
    if not isinstance(error, dict):
        return ""
    return next((found for name in ("code", "type") if isinstance(found := error.get(name), str) and found), "")
