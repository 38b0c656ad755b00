"""A pretend model server that speaks chat completions, answered by ``casa.lib.pretend_model``.

Written from the chat completions documentation and the official SDK's types. What it takes as ``response_format``
can be narrowed (:func:`accept_formats`) the way real servers differ.
"""

import json
import secrets
from collections.abc import Callable, Mapping
from typing import Any

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from casa.lib import pretend_model
from casa.lib.pretend import Fault, World
from casa.lib.pretend_faults import App, with_faults

KEY = "openai_compatible"
SANDBOX_ROUTES: tuple[str, ...] = ("model.local",)
MODELS = ("harbor-8b-instruct", "harbor-1b-instruct")
CREATED = 1767225600
CONTEXT_TOKENS = 8192
LARGEST = 8 * 1024 * 1024
ERRORS: Mapping[int, tuple[str, str, str | None]] = {
    400: ("invalid_request_error", "Invalid request", None),
    401: ("authentication_error", "Incorrect API key provided", "invalid_api_key"),
    402: ("billing_error", "Payment required", None),
    403: ("permission_error", "Not allowed", None),
    404: ("not_found_error", "The model does not exist", "model_not_found"),
    413: ("invalid_request_error", "Request entity too large", None),
    429: ("rate_limit_error", "Rate limit reached", "rate_limit_exceeded"),
    500: ("server_error", "The server had an error", None),
    503: ("unavailable_error", "Loading model", None),
}


class Wrong(Exception):
    """An error answer on its way out."""

    def __init__(self, status: int, message: str = "", code: str = "") -> None:
        super().__init__(message)
        self.status, self.message, self.code = status, message, code


def open_account(world: World, *, api_key: str = "", base_url: str = "https://model.local/v1") -> dict[str, str]:
    """The server's address, a model, and a key if it shall ask for one."""
    world.shelf(KEY)["api_key"] = api_key
    return {"base_url": base_url, "model": MODELS[0], "api_key": api_key}


def open_demo(world: World, token: Callable[[str, int], str]) -> dict[str, str]:
    """The demo's server asks for no key. Its address is where the pretend world is served: see ``casa.sandbox``."""
    return open_account(world)


def accept_formats(world: World, *kinds: str) -> None:
    """Which ``response_format`` kinds the server knows: json_schema, json_object."""
    world.shelf(KEY)["formats"] = frozenset(kinds)


def answer_next(world: World, finish_reason: str) -> None:
    """The next answer ends with ``finish_reason``: length, content_filter, or refusal."""
    world.shelf(KEY).setdefault("endings", []).append(finish_reason)


def build(world: World) -> App:
    """The application; its paths begin with the server's host."""
    base = "/" + SANDBOX_ROUTES[0] + "/v1"
    routes = [
        Route(base + "/chat/completions", _answering(world, _chat), methods=["POST"]),
        Route(base + "/models", _answering(world, _models), methods=["GET"]),
    ]
    return with_faults(Starlette(routes=routes), world, KEY, _fault_answer)


Handler = Callable[[World, bytes], Response]


def _answering(world: World, handler: Handler) -> Callable[[Request], Any]:
    async def endpoint(request: Request) -> Response:
        body = await request.body()
        try:
            _check_key(world, request)
            response = await run_in_threadpool(handler, world, body)
        except Wrong as wrong:
            response = _error(wrong.status, wrong.message, wrong.code)
        response.headers["x-request-id"] = "req_" + secrets.token_hex(8)
        return response

    return endpoint


def _check_key(world: World, request: Request) -> None:
    key = world.shelf(KEY).get("api_key", "")
    if key and request.headers.get("authorization") != f"Bearer {key}":
        raise Wrong(401)


def _chat(world: World, body: bytes) -> Response:
    asked = _checked(body)
    texts = [str(turn["content"]) for turn in asked["messages"] if turn["role"] == "user"]
    wanted, schema = _shape(world, asked)
    text = pretend_model.answer(texts, schema)
    if schema is not None and not wanted:
        text = f"```json\n{text}\n```"  # what models do when nothing holds them
    text, finish, refusal = _ending(world, text, asked.get("max_tokens") or CONTEXT_TOKENS)
    size = sum(len(str(turn["content"])) for turn in asked["messages"]) // 4
    return JSONResponse(
        {
            "id": "chatcmpl-" + secrets.token_hex(12),
            "object": "chat.completion",
            "created": int(world.clock().timestamp()),
            "model": asked["model"],
            "choices": [
                {
                    "index": 0,
                    "message": {"role": "assistant", "content": text, "refusal": refusal},
                    "logprobs": None,
                    "finish_reason": finish,
                }
            ],
            "usage": {
                "prompt_tokens": size,
                "completion_tokens": len(text) // 4 + 1,
                "total_tokens": size + len(text) // 4 + 1,
            },
        }
    )


def _checked(body: bytes) -> dict[str, Any]:
    if len(body) > LARGEST:
        raise Wrong(413)
    try:
        asked = json.loads(body)
    except ValueError:
        asked = None
    if not isinstance(asked, dict) or not asked.get("model"):
        raise Wrong(400, "you must provide a model parameter")
    turns = asked.get("messages")
    if not isinstance(turns, list) or not turns or not all(isinstance(turn, dict) and "role" in turn for turn in turns):
        raise Wrong(400, "messages: expected a non-empty list of messages")
    if asked["model"] not in MODELS:
        raise Wrong(404)
    if sum(len(str(turn.get("content"))) for turn in turns) // 4 > CONTEXT_TOKENS:
        raise Wrong(400, f"This model's maximum context length is {CONTEXT_TOKENS} tokens", "context_length_exceeded")
    return asked


def _shape(world: World, asked: Mapping[str, Any]) -> tuple[str, Mapping[str, Any] | None]:
    """The kind of format asked for, and the schema: from the format, or from the instructions."""
    wanted = (asked.get("response_format") or {}).get("type", "")
    known = world.shelf(KEY).get("formats", frozenset({"json_schema", "json_object"}))
    if wanted and wanted not in known:
        raise Wrong(400, f"response_format.type: '{wanted}' is not supported")
    if wanted == "json_schema":
        return wanted, asked["response_format"]["json_schema"]["schema"]
    instructions = "\n".join(str(turn.get("content")) for turn in asked["messages"] if turn["role"] == "system")
    return wanted, _schema_in(instructions)


def _schema_in(instructions: str) -> Mapping[str, Any] | None:
    for line in reversed(instructions.splitlines()):
        try:
            found = json.loads(line)
        except ValueError:
            continue
        if isinstance(found, dict) and "properties" in found:
            return found
    return None


def _ending(world: World, text: str, room: int) -> tuple[str, str, str | None]:
    """Text, finish reason and refusal: what was arranged, or cut off where the room ends (four letters a token)."""
    endings = world.shelf(KEY).get("endings") or []
    finish = endings.pop(0) if endings else "stop"
    if finish == "refusal":
        return "", "stop", "I cannot help with that."
    if finish != "stop":
        return text[: len(text) // 2], finish, None
    return text[: room * 4], "length" if len(text) > room * 4 else "stop", None


def _models(world: World, body: bytes) -> Response:
    entries = [{"id": name, "object": "model", "created": CREATED, "owned_by": "library"} for name in MODELS]
    return JSONResponse({"object": "list", "data": entries})


def _error(status: int, message: str = "", code: str = "", headers: Mapping[str, str] | None = None) -> Response:
    kind, usual, usual_code = ERRORS.get(status, ERRORS[500])
    error = {"message": message or usual, "type": kind, "param": None, "code": code or usual_code}
    return JSONResponse({"error": error}, status, dict(headers or {}))


def _fault_answer(fault: Fault) -> App:
    return _error(fault.status, headers=fault.headers)
