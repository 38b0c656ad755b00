"""Between Casa's prompt and chat completions. Pure."""

import json
import re
from collections.abc import Mapping
from typing import Any

from casa.core.connections.contract import BadPayload, Completion, Prompt

# How to ask for a fixed shape, the strictest first. Not every server knows the first, or the second.
FORMATS = ("json_schema", "json_object", "")
WHOLE = frozenset({"stop", "eos"})
THOUGHTS = re.compile(r"\A\s*<think(?:ing)?>.*?</think(?:ing)?>\s*", re.S | re.I)
FENCE = re.compile(r"\A\s*```[a-z]*\s*\n(.*?)\n?\s*```\s*\Z", re.S | re.I)


def request_body(prompt: Prompt, model: str, shape: str = "") -> dict[str, Any]:
    """The body of ``POST /chat/completions``. ``shape`` is one of FORMATS; without a schema it does not matter."""
    system = _system(prompt, shape)
    turns = [("system", system), *prompt.messages]
    body: dict[str, Any] = {
        "model": model,
        "messages": [{"role": role, "content": text} for role, text in turns if text.strip()],
        "max_tokens": prompt.max_tokens,
        "stream": False,
    }
    if prompt.schema is not None and shape:
        body["response_format"] = _format(prompt.schema, shape)
    if prompt.opaque_user:
        body["user"] = prompt.opaque_user
    return body


def _system(prompt: Prompt, shape: str) -> str:
    """The instructions; the schema goes into them where the server cannot hold the model to it."""
    if prompt.schema is None or shape == "json_schema":
        return prompt.system
    order = "Answer with one JSON object of this schema and nothing else:"
    return f"{prompt.system}\n\n{order}\n{json.dumps(prompt.schema)}"


def _format(schema: Mapping[str, Any], shape: str) -> dict[str, Any]:
    if shape == "json_object":
        return {"type": "json_object"}
    return {"type": "json_schema", "json_schema": {"name": "answer", "schema": schema}}


def completion(answer: Any, request_id: str, *, wants_json: bool) -> Completion:
    """The server's answer. Cut off, filtered or refused: ``complete`` is False and no guest sees it."""
    choice = _first_choice(answer)
    message = choice.get("message")
    if not isinstance(message, Mapping):
        raise BadPayload("The model server's answer was not in a shape Casa knows.")
    text = THOUGHTS.sub("", _word(message.get("content")))
    text = FENCE.sub(r"\1", text) if wants_json else text
    stop = _word(choice.get("finish_reason"))
    return Completion(
        text=text.strip(),
        model=_word(answer.get("model")),
        complete=stop in WHOLE and bool(text.strip()) and not message.get("refusal"),
        stop_reason="refusal" if message.get("refusal") else stop,
        input_tokens=_count(answer.get("usage"), "prompt_tokens"),
        output_tokens=_count(answer.get("usage"), "completion_tokens"),
        request_id=request_id or _word(answer.get("id")),
    )


def _first_choice(answer: Any) -> Mapping[str, Any]:
    choices = answer.get("choices") if isinstance(answer, Mapping) else None
    if not isinstance(choices, list) or not choices or not isinstance(choices[0], Mapping):
        raise BadPayload("The model server's answer was not in a shape Casa knows.")
    return choices[0]


def model_ids(answer: Any) -> list[str]:
    """The names of the models a server lists, in its order. Raises BadPayload when it is no such list."""
    entries = answer.get("data") if isinstance(answer, Mapping) else None
    if entries is None and isinstance(answer, Mapping) and "data" in answer:
        return []  # Ollama's answer while it has no model at all
    if not isinstance(entries, list):
        raise BadPayload("That address does not list models. Check that it ends in /v1.")
    return [key for entry in entries if isinstance(entry, Mapping) and (key := _word(entry.get("id")))]


def _word(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _count(usage: Any, name: str) -> int:
    value = usage.get(name) if isinstance(usage, Mapping) else None
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else 0
