"""Between Casa's prompt and Anthropic's JSON. Pure."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from casa.core.connections.contract import BadPayload, Completion, Prompt

WHOLE = frozenset({"end_turn", "stop_sequence"})
# Structured outputs take part of JSON schema; bounds are not in it (the official SDK moves them to the description).
UNSUPPORTED = frozenset(
    {
        *("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"),
        *("minLength", "maxLength", "pattern", "maxItems", "uniqueItems", "minProperties", "maxProperties"),
        *("default", "examples", "$schema"),
    }
)


@dataclass(frozen=True, slots=True)
class Model:
    """A model the key may use. ``lifecycle``: active, deprecated or retired."""

    id: str
    name: str
    line: str
    lifecycle: str
    ends: str  # a date, or "" where none is set


def request_body(prompt: Prompt, model: str) -> dict[str, Any]:
    """The body of ``POST /v1/messages``. Sampling settings are refused by this version, so none are sent."""
    body: dict[str, Any] = {"model": model, "max_tokens": prompt.max_tokens, "messages": turns(prompt.messages)}
    if prompt.system.strip():
        # The part that is the same for every guest comes first and is kept warm at Anthropic for some minutes.
        body["system"] = [{"type": "text", "text": prompt.system, "cache_control": {"type": "ephemeral"}}]
    if prompt.schema is not None:
        body["output_config"] = {"format": {"type": "json_schema", "schema": narrowed(prompt.schema)}}
    if prompt.opaque_user:
        body["metadata"] = {"user_id": opaque(prompt.opaque_user)}
    return body


def turns(messages: Sequence[tuple[str, str]]) -> list[dict[str, str]]:
    """The turns with something in them: empty text is refused."""
    return [{"role": role, "content": text} for role, text in messages if text.strip()]


def opaque(user: str) -> str:
    """A name that tells Anthropic nothing but "the same person as before"."""
    return hashlib.sha256(b"casa-user:" + user.encode()).hexdigest()[:32]


def narrowed(schema: Mapping[str, Any]) -> dict[str, Any]:
    """The schema as structured outputs take it: closed objects, no bounds."""
    kept = {name: _narrowed_part(name, part) for name, part in schema.items() if name not in UNSUPPORTED}
    if kept.get("type") == "object":
        kept["additionalProperties"] = False
    return kept


def _narrowed_part(name: str, part: Any) -> Any:
    if name in {"properties", "$defs"} and isinstance(part, Mapping):
        return {key: narrowed(inner) for key, inner in part.items()}
    if name in {"anyOf", "allOf"} and isinstance(part, Sequence):
        return [narrowed(inner) for inner in part]
    return narrowed(part) if name == "items" and isinstance(part, Mapping) else part


def completion(answer: Any, request_id: str) -> Completion:
    """Anthropic's answer. Cut off, refused or of an unknown kind: ``complete`` is False and no guest sees it."""
    if not isinstance(answer, Mapping) or not isinstance(answer.get("content"), list):
        raise BadPayload("Anthropic's answer was not in a shape Casa knows.")
    text = "".join(_text(block) for block in answer["content"])
    stop = _word(answer.get("stop_reason"))
    usage = answer.get("usage")
    return Completion(
        text=text,
        model=_word(answer.get("model")),
        complete=stop in WHOLE and bool(text.strip()),
        stop_reason=stop,
        input_tokens=sum(
            _count(usage, name) for name in ("input_tokens", "cache_creation_input_tokens", "cache_read_input_tokens")
        ),
        output_tokens=_count(usage, "output_tokens"),
        request_id=request_id,
    )


def model(entry: Any) -> Model | None:
    """One entry of the model list; None where it has no id."""
    if not isinstance(entry, Mapping) or not _word(entry.get("id")):
        return None
    key = _word(entry.get("id"))
    return Model(
        id=key,
        name=_word(entry.get("display_name")) or key,
        line=_word(entry.get("line")),
        lifecycle=_word(entry.get("lifecycle")) or "active",
        ends=_day(entry.get("retires_at")),
    )


def _text(block: Any) -> str:
    is_text = isinstance(block, Mapping) and block.get("type") == "text"
    return _word(block.get("text")) if is_text else ""


def _word(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _count(usage: Any, name: str) -> int:
    value = usage.get(name) if isinstance(usage, Mapping) else None
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else 0


def _day(value: Any) -> str:
    try:
        return datetime.fromisoformat(value).date().isoformat() if isinstance(value, str) else ""
    except ValueError:
        return ""
