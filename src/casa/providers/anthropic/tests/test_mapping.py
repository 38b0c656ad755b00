import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casa.core.connections.contract import AuthFailed, BadPayload, NotReady, Prompt, Refused
from casa.lib.http import Reply
from casa.providers.anthropic import client, mapping

FIXTURES = Path(__file__).parent / "fixtures"
SCHEMA = {
    "type": "object",
    "properties": {
        "claims": {
            "type": "array",
            "maxItems": 8,
            "items": {"type": "object", "properties": {"text": {"type": "string", "maxLength": 300}}},
        },
        "decision": {"type": "string", "enum": ["draft", "person"]},
    },
    "required": ["claims"],
}
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=30),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=4),
    max_leaves=12,
)


def load(name: str) -> Any:
    return json.loads((FIXTURES / name).read_text())


def prompt(**changes: Any) -> Prompt:
    return Prompt(**({"system": "Cite ids.", "messages": (("user", "When?"),), "max_tokens": 300} | changes))


def test_a_request_carries_no_sampling_settings_and_marks_the_constant_part_for_the_cache() -> None:
    body = mapping.request_body(prompt(), "claude-sonnet-5-5")

    assert set(body) == {"model", "max_tokens", "messages", "system"}
    assert body["system"] == [{"type": "text", "text": "Cite ids.", "cache_control": {"type": "ephemeral"}}]
    assert body["messages"] == [{"role": "user", "content": "When?"}]


def test_the_user_is_named_by_nothing_that_names_them() -> None:
    user = mapping.request_body(prompt(opaque_user="+18285550134"), "m")["metadata"]["user_id"]

    assert "8285550134" not in user
    assert user == mapping.opaque("+18285550134") != mapping.opaque("+18285550135")


def test_a_schema_is_closed_and_loses_bounds_that_structured_outputs_refuse() -> None:
    schema = mapping.request_body(prompt(schema=SCHEMA), "m")["output_config"]["format"]["schema"]

    claims = schema["properties"]["claims"]
    assert schema["additionalProperties"] is False
    assert claims["items"]["additionalProperties"] is False
    assert "maxItems" not in claims
    assert claims["items"]["properties"]["text"] == {"type": "string"}
    assert schema["properties"]["decision"]["enum"] == ["draft", "person"]
    assert schema["required"] == ["claims"]


def test_a_property_that_is_called_like_a_bound_is_kept() -> None:
    schema = {"type": "object", "properties": {"pattern": {"type": "string"}}}
    assert mapping.narrowed(schema)["properties"] == {"pattern": {"type": "string"}}


def test_blank_turns_are_left_out_because_empty_text_is_refused() -> None:
    body = mapping.request_body(prompt(system=" ", messages=(("user", "A"), ("assistant", "  "))), "m")
    assert body["messages"] == [{"role": "user", "content": "A"}]
    assert "system" not in body


def test_a_whole_answer() -> None:
    done = mapping.completion(load("message.json"), "req_1")

    assert (done.text, done.complete, done.stop_reason) == ("Check-in is at 4 PM.", True, "end_turn")
    assert (done.input_tokens, done.output_tokens) == (412 + 10 + 5210, 57)
    assert (done.model, done.request_id) == ("claude-sonnet-5-5", "req_1")


@pytest.mark.parametrize(
    "stop", ["max_tokens", "refusal", "pause_turn", "tool_use", "model_context_window_exceeded", "something_new", None]
)
def test_whatever_is_not_an_end_is_not_complete(stop: str | None) -> None:
    assert mapping.completion(load("message.json") | {"stop_reason": stop}, "").complete is False


def test_an_end_without_text_is_not_complete() -> None:
    assert mapping.completion(load("message.json") | {"content": []}, "").complete is False


@given(ANYTHING)
def test_no_answer_of_any_shape_breaks_the_reading(answer: Any) -> None:
    try:
        done = mapping.completion(answer, "")
    except BadPayload:
        return
    assert "None" not in (done.model, done.stop_reason)


@given(st.dictionaries(st.sampled_from(["content", "stop_reason", "usage", "model"]), ANYTHING))
def test_no_field_of_any_shape_breaks_the_reading(answer: dict[str, Any]) -> None:
    try:
        done = mapping.completion(answer, "")
    except BadPayload:
        return
    assert done.input_tokens >= 0
    assert done.output_tokens >= 0


@given(ANYTHING)
def test_no_model_entry_of_any_shape_breaks_the_list(entry: Any) -> None:
    model = mapping.model(entry)
    assert model is None or model.id not in ("", "None")


@given(ANYTHING, st.integers(300, 599))
def test_no_error_of_any_shape_breaks_the_reading(body: Any, status: int) -> None:
    found = client.failure(Reply(status, {}, json.dumps(body).encode()))
    assert isinstance(found, NotReady | AuthFailed | Refused)


def test_the_spending_limit_is_not_a_matter_of_waiting() -> None:
    body = json.dumps(load("spend_limit.json")).encode()
    found = client.failure(Reply(429, {}, body))

    assert isinstance(found, Refused)
    assert found.code == "enforced_spend_limit_reached"
    assert "spending limit" in found.for_user


def test_an_error_never_repeats_the_vendors_message_which_may_quote_the_guest() -> None:
    body = json.dumps({"error": {"type": "invalid_request_error", "message": "Maria's question is wrong"}}).encode()
    assert "Maria" not in str(client.failure(Reply(400, {}, body)))
