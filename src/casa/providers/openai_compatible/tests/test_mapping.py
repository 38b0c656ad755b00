import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casa.core.connections.contract import Account, AuthFailed, BadPayload, NotReady, Prompt, Refused
from casa.lib.http import Reply
from casa.providers.openai_compatible import client, mapping

FIXTURES = Path(__file__).parent / "fixtures"
SCHEMA = {"type": "object", "properties": {"claims": {"type": "array"}}}
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=30),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=4),
    max_leaves=12,
)


def load(name: str) -> Any:
    return json.loads((FIXTURES / name).read_text())


def prompt(schema: dict[str, Any] | None = None) -> Prompt:
    return Prompt(system="Cite ids.", messages=(("user", "When?"), ("assistant", " ")), schema=schema)


def test_the_schema_travels_as_a_format_where_the_server_knows_it() -> None:
    body = mapping.request_body(prompt(SCHEMA), "m", "json_schema")
    assert body["response_format"]["json_schema"] == {"name": "answer", "schema": SCHEMA}
    assert [turn["content"] for turn in body["messages"]] == ["Cite ids.", "When?"]


@pytest.mark.parametrize(("shape", "format_"), [("json_object", {"type": "json_object"}), ("", None)])
def test_the_schema_travels_in_the_instructions_otherwise(shape: str, format_: dict[str, str] | None) -> None:
    body = mapping.request_body(prompt(SCHEMA), "m", shape)
    assert body.get("response_format") == format_
    assert body["messages"][0]["content"].endswith(json.dumps(SCHEMA))


def test_without_a_schema_nothing_is_asked_of_the_shape() -> None:
    assert "response_format" not in mapping.request_body(prompt(), "m", "json_schema")


def test_thoughts_and_fences_are_taken_off() -> None:
    done = mapping.completion(load("completion.json"), "", wants_json=True)
    assert done.text == '{"claims": []}'
    assert (done.complete, done.input_tokens, done.output_tokens) == (True, 210, 14)
    assert done.request_id == "chatcmpl-invented"


def test_a_fence_is_kept_where_no_json_was_asked_for() -> None:
    assert mapping.completion(load("completion.json"), "", wants_json=False).text.startswith("```json")


@pytest.mark.parametrize("finish", ["length", "content_filter", "tool_calls", "new_word", None])
def test_whatever_is_not_an_end_is_not_complete(finish: str | None) -> None:
    answer = load("completion.json")
    answer["choices"][0]["finish_reason"] = finish
    assert mapping.completion(answer, "", wants_json=True).complete is False


@given(ANYTHING)
def test_no_answer_of_any_shape_breaks_the_reading(thing: Any) -> None:
    for answer in (thing, {"choices": thing}, {"choices": [thing]}, {"choices": [{"message": thing}], "usage": thing}):
        try:
            done = mapping.completion(answer, "", wants_json=True)
        except BadPayload:
            continue
        assert "None" not in (done.model, done.stop_reason, done.request_id)


@given(ANYTHING)
def test_no_model_list_of_any_shape_breaks_the_reading(thing: Any) -> None:
    for answer in (thing, {"data": thing}, {"data": [thing, {"id": thing}]}):
        try:
            names = mapping.model_ids(answer)
        except BadPayload:
            continue
        assert all(isinstance(name, str) and name for name in names)


@given(ANYTHING, st.integers(300, 599))
def test_no_error_of_any_shape_breaks_the_reading(body: Any, status: int) -> None:
    found = client.failure(Reply(status, {}, json.dumps(body).encode()))
    assert isinstance(found, NotReady | AuthFailed | Refused)


@pytest.mark.parametrize("row", load("errors.json"), ids=lambda row: row["server"])
def test_every_servers_error_body(row: dict[str, Any]) -> None:
    assert client.error_code(Reply(400, {}, json.dumps(row["body"]).encode())) == row["code"]


@pytest.mark.parametrize(
    "address",
    [*("", "ollama", "ftp://127.0.0.1/v1", "http://", "http://me:pw@127.0.0.1/v1"), "http://a/v1?x=1", "http://a:b/"],
)
def test_an_address_that_is_none_is_refused_with_an_example(address: str) -> None:
    account = Account(id="c", settings={"base_url": address}, secrets={})
    with pytest.raises(Refused, match="http://127.0.0.1:11434/v1"):
        client.base_url(account)
