"""A pretend Anthropic: Messages and Models as of version 2026-10-21, answered by ``casa.lib.pretend_model``.

Written from the API's documentation and the official SDK's types, not from our own client. Faults come from
``World.break_next``; a refusal or a cut-off answer from :func:`answer_next`.
"""

import json
import secrets
import threading
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from casa.lib import pretend_model
from casa.lib.pretend import Fault, World
from casa.lib.pretend_faults import App, with_faults

KEY = "anthropic"
SANDBOX_ROUTES: tuple[str, ...] = ("api.anthropic.com",)
VERSIONS = frozenset({"2026-10-21", "2023-06-01"})
LARGEST = 32 * 1024 * 1024
REMOVED = ("temperature", "top_p", "top_k")
ERRORS: Mapping[int, tuple[str, str]] = {
    400: ("invalid_request_error", "Invalid request"),
    401: ("authentication_error", "invalid x-api-key"),
    402: ("billing_error", "Your credit balance is too low to access the Anthropic API"),
    403: ("permission_error", "Your API key does not have permission to use the specified resource"),
    404: ("not_found_error", "Not found"),
    409: ("conflict_error", "The request conflicts with another one"),
    413: ("request_too_large", "Request exceeds the maximum size"),
    429: ("rate_limit_error", "This request would exceed your rate limit"),
    500: ("api_error", "Internal server error"),
    504: ("timeout_error", "The request timed out"),
    529: ("overloaded_error", "Overloaded"),
}
MODELS: tuple[tuple[str, str, str, str, str | None], ...] = (
    ("claude-haiku-5-5", "Claude Haiku 5.5", "haiku", "active", None),
    ("claude-sonnet-5-5", "Claude Sonnet 5.5", "sonnet", "active", None),
    ("claude-opus-5-5", "Claude Opus 5.5", "opus", "active", None),
    ("claude-sonnet-4-5", "Claude Sonnet 4.5", "sonnet", "deprecated", "2026-11-30T00:00:00Z"),
    ("claude-mythos-preview", "Claude Mythos Preview", "mythos", "retired", "2026-06-30T00:00:00Z"),
)
LOCK = threading.Lock()


class Wrong(Exception):
    """An error answer on its way out."""

    def __init__(self, status: int, message: str = "", *, code: str = "", headers: Mapping[str, str] | None = None):
        super().__init__(message)
        self.status, self.message, self.code, self.headers = status, message, code, headers or {}


def open_account(world: World, *, api_key: str = "", model: str = "claude-sonnet-5-5") -> dict[str, str]:
    """A key that works. Returns what the host would fill in."""
    key = api_key or "sk-ant-api03-" + secrets.token_urlsafe(24)
    world.shelf(KEY).setdefault("keys", {})[key] = {"limit": 1000, "spent": False, "since": [], "cached": set()}
    return {"api_key": key, "model": model}


def open_demo(world: World, token: Callable[[str, int], str]) -> dict[str, str]:
    """The demo's key. ``token(name, n)`` gives n hexadecimal digits that are always the same for a secret."""
    return open_account(world, api_key="sk-ant-api03-" + token("api_key", 48))


def limit(world: World, api_key: str, *, per_minute: int = 1000, spent: bool = False) -> None:
    """How many requests a minute the key may make, and whether its spending limit is reached."""
    world.shelf(KEY)["keys"][api_key].update(limit=per_minute, spent=spent)


def answer_next(world: World, stop_reason: str) -> None:
    """The next message ends with ``stop_reason``: refusal, max_tokens, model_context_window_exceeded …"""
    world.shelf(KEY).setdefault("endings", []).append(stop_reason)


def build(world: World) -> App:
    """The application; its paths begin with the vendor's host."""
    host = "/" + SANDBOX_ROUTES[0]
    routes = [
        Route(host + "/v1/messages", _answering(world, _messages), methods=["POST"]),
        Route(host + "/v1/models", _answering(world, _models), methods=["GET"]),
        Route(host + "/v1/models/{model}", _answering(world, _model), methods=["GET"]),
    ]
    return with_faults(Starlette(routes=routes), world, KEY, _fault_answer)


Account = dict[str, Any]
Handler = Callable[[World, Account, Request, bytes], Response]


def _answering(world: World, handler: Handler) -> Callable[[Request], Any]:
    """Run a handler behind the key, the version and the rate limit, with the vendor's error answers."""

    async def endpoint(request: Request) -> Response:
        body = await request.body()
        try:
            account = _account(world, request)
            response = await run_in_threadpool(handler, world, account, request, body)
        except Wrong as wrong:
            response = _error(wrong.status, wrong.message, wrong.code, wrong.headers)
        response.headers.setdefault("request-id", "req_" + secrets.token_hex(12))
        return response

    return endpoint


def _account(world: World, request: Request) -> Account:
    bearer = request.headers.get("authorization", "").removeprefix("Bearer ").strip()
    account: Account | None = world.shelf(KEY).get("keys", {}).get(request.headers.get("x-api-key") or bearer)
    if account is None:
        raise Wrong(401)
    if "anthropic-version" not in request.headers:
        raise Wrong(400, "anthropic-version: header is required")
    if request.headers["anthropic-version"] not in VERSIONS:
        raise Wrong(400, "anthropic-version: unknown version")
    return account


def _messages(world: World, account: Account, request: Request, body: bytes) -> Response:
    if len(body) > LARGEST:
        raise Wrong(413)
    asked = _checked(body)
    left = _count(world, account)
    texts = [_text_of(turn["content"]) for turn in asked["messages"] if turn["role"] == "user"]
    schema = ((asked.get("output_config") or {}).get("format") or {}).get("schema")
    text, stop = _ending(world, pretend_model.answer(texts, schema), asked["max_tokens"])
    message = {
        "id": "msg_01" + secrets.token_hex(11),
        "type": "message",
        "role": "assistant",
        "model": asked["model"],
        "content": [{"type": "text", "text": text}] if text else [],
        "stop_reason": stop,
        "stop_sequence": None,
        "stop_details": {"type": "refusal", "category": None, "explanation": None} if stop == "refusal" else None,
        "usage": _usage(account, asked, texts, text),
    }
    return JSONResponse(message, headers={"anthropic-ratelimit-requests-remaining": str(left)})


def _checked(body: bytes) -> dict[str, Any]:
    """The request, or the 400 or 404 that the vendor answers."""
    try:
        asked = json.loads(body)
    except ValueError:
        asked = None
    if not isinstance(asked, dict):
        raise Wrong(400, "The request body is not valid JSON")
    _check_fields(asked)
    if asked["model"] not in {key for key, _, _, stage, _ in MODELS if stage != "retired"}:
        raise Wrong(404, f"model: {asked['model']}")
    _check_turns(asked["messages"])
    _check_format(asked.get("output_config") or {})
    return asked


def _check_fields(asked: Mapping[str, Any]) -> None:
    for name in ("model", "max_tokens", "messages"):
        if not asked.get(name):
            raise Wrong(400, f"{name}: Field required")
    for name in REMOVED:
        if name in asked:
            raise Wrong(400, f"{name}: Extra inputs are not permitted")
    if asked.get("stream"):
        raise Wrong(400, "stream: not offered by this sandbox")


def _check_turns(turns: Any) -> None:
    whole = isinstance(turns, list) and all(isinstance(turn, dict) and "content" in turn for turn in turns)
    if not whole or any(turn.get("role") not in ("user", "assistant") for turn in turns):
        raise Wrong(400, "messages: each needs a role and content")
    if any(not _text_of(turn["content"]).strip() for turn in turns):
        raise Wrong(400, "messages: text content blocks must be non-empty")
    if turns[-1]["role"] == "assistant":
        raise Wrong(400, "This model does not support assistant message prefill")


def _check_format(config: Mapping[str, Any]) -> None:
    wanted = config.get("format")
    if wanted is None:
        return
    if wanted.get("type") != "json_schema" or not isinstance(wanted.get("schema"), dict):
        raise Wrong(400, "output_config.format: expected a json_schema")
    if not _closed(wanted["schema"]):
        raise Wrong(400, "output_config.format.schema: For 'object' type, 'additionalProperties' must be false")


def _closed(schema: Any) -> bool:
    """Whether every object in the schema is closed and no unsupported bound is left."""
    if isinstance(schema, list):
        return all(_closed(part) for part in schema)
    if not isinstance(schema, dict):
        return True
    if schema.get("type") == "object" and schema.get("additionalProperties") is not False:
        return False
    bounded = {"minimum", "maximum", "minLength", "maxLength", "maxItems"} & schema.keys() and "type" in schema
    return not bounded and all(_closed(part) for part in schema.values())


def _count(world: World, account: Account) -> int:
    """One more request this minute; how many are left."""
    now = world.clock().timestamp()
    with LOCK:
        account["since"] = [then for then in account["since"] if now - then < 60]
        if account["spent"]:
            raise Wrong(429, "The spend limit is reached", code="enforced_spend_limit_reached")
        if len(account["since"]) >= account["limit"]:
            raise Wrong(429, headers={"retry-after": str(max(1, int(60 - now + account["since"][0])))})
        account["since"].append(now)
        return int(account["limit"]) - len(account["since"])


def _ending(world: World, text: str, room: int) -> tuple[str, str]:
    """The text and its stop reason: what was arranged, or cut off where the room ends (four letters a token)."""
    endings = world.shelf(KEY).get("endings") or []
    stop = endings.pop(0) if endings else "end_turn"
    if stop == "refusal":
        return "", stop
    cut = text[: len(text) // 2] if stop != "end_turn" else text[: room * 4]
    return cut, "max_tokens" if stop == "end_turn" and len(cut) < len(text) else stop


def _usage(account: Account, asked: Mapping[str, Any], texts: list[str], text: str) -> dict[str, Any]:
    """Token counts, about four letters each; a system part marked for the cache is read from it the second time."""
    system = asked.get("system") or ""
    blocks = [system] if isinstance(system, str) else [block.get("text", "") for block in system]
    marked = not isinstance(system, str) and any("cache_control" in block for block in system)
    size, warm = sum(map(len, blocks)) // 4, hash(tuple(blocks)) in account["cached"]
    if marked:
        account["cached"].add(hash(tuple(blocks)))
    written = size if marked and not warm else 0
    return {
        "input_tokens": sum(map(len, texts)) // 4 + 1 + (0 if marked else size),
        "output_tokens": len(text) // 4 + 1,
        "cache_creation_input_tokens": written,
        "cache_read_input_tokens": size if marked and warm else 0,
        "cache_creation": {"ephemeral_5m_input_tokens": written, "ephemeral_1h_input_tokens": 0},
        "service_tier": "standard",
    }


def _text_of(content: Any) -> str:
    if isinstance(content, str):
        return content
    blocks = content if isinstance(content, list) else []
    return "\n".join(str(block.get("text", "")) for block in blocks if isinstance(block, dict))


def _models(world: World, account: Account, request: Request, body: bytes) -> Response:
    """A page of models; the retired ones only when asked for."""
    stages = set(request.query_params.getlist("lifecycle")) or {"active", "deprecated"}
    shown = [entry for entry in MODELS if entry[3] in stages]
    after = request.query_params.get("after_id")
    start = next((i + 1 for i, entry in enumerate(shown) if entry[0] == after), 0)
    size = int(request.query_params.get("limit", "20"))
    page = [_model_entry(entry) for entry in shown[start : start + size]]
    return JSONResponse(
        {
            "data": page,
            "has_more": start + size < len(shown),
            "first_id": page[0]["id"] if page else None,
            "last_id": page[-1]["id"] if page else None,
        }
    )


def _model(world: World, account: Account, request: Request, body: bytes) -> Response:
    for entry in MODELS:
        if entry[0] == request.path_params["model"]:
            return JSONResponse(_model_entry(entry))
    raise Wrong(404, f"model: {request.path_params['model']}")


def _model_entry(entry: tuple[str, str, str, str, str | None]) -> dict[str, Any]:
    key, name, line, stage, ends = entry
    return {
        "id": key,
        "type": "model",
        "display_name": name,
        "line": line,
        "created_at": datetime(2026, 9, 1, tzinfo=UTC).isoformat(),
        "lifecycle": stage,
        "deprecated_at": None if stage == "active" else "2026-05-01T00:00:00Z",
        "retires_at": ends,
        "max_input_tokens": 200000,
        "max_tokens": 64000,
        "capabilities": None,
    }


def _error(status: int, message: str = "", code: str = "", headers: Mapping[str, str] | None = None) -> Response:
    kind, usual = ERRORS.get(status, ERRORS[500])
    error: dict[str, Any] = {"type": kind, "message": message or usual}
    if code:
        error["details"] = {"error_code": code}
    request_id = "req_" + secrets.token_hex(12)
    answer = {"type": "error", "error": error, "request_id": request_id}
    return JSONResponse(answer, status, {"request-id": request_id, **(headers or {})})


def _fault_answer(fault: Fault) -> App:
    return _error(fault.status, headers=fault.headers)
