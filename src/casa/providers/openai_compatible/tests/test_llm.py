"""Production code against the pretend model server over real HTTP."""

import json
from dataclasses import replace
from typing import Any

import pytest

from casa.core.connections.contract import AuthFailed, NotReady, Prompt, ProviderFailure, Refused
from casa.lib.http import Door
from casa.lib.pretend import Fault
from casa.providers.openai_compatible import connect, llm, sandbox
from casa.providers.openai_compatible.tests.conftest import Bench

KEY = "openai_compatible"
SCHEMA = {
    "type": "object",
    "properties": {"claims": {"type": "array"}, "unanswered": {"type": "array"}, "decision": {"type": "string"}},
}
TEXT = '{"id": "k7", "text": "Firewood is stacked under the porch."}\nWhere is the firewood? Do you have a crib?'
PROMPT = Prompt(system="Cite ids.", messages=(("user", TEXT),), schema=SCHEMA, opaque_user="c_91")


@pytest.mark.parametrize("known", [("json_schema", "json_object"), ("json_object",), ()])
def test_an_answer_has_its_shape_whatever_the_server_can_hold_its_model_to(bench: Bench, known: tuple[str]) -> None:
    sandbox.accept_formats(bench.world, *known)
    done = llm.complete(bench.account, bench.door, PROMPT)

    assert done.complete
    assert json.loads(done.text) == {
        "claims": [{"text": "Firewood is stacked under the porch.", "facts": ["k7"]}],
        "unanswered": ["Do you have a crib?"],
        "decision": "draft",
    }


def test_without_a_schema_the_answer_is_plain_words(bench: Bench) -> None:
    done = llm.complete(bench.account, bench.door, replace(PROMPT, schema=None))
    assert done.text == "Firewood is stacked under the porch."


@pytest.mark.parametrize("ending", ["length", "content_filter", "refusal"])
def test_an_answer_that_is_not_whole_is_not_complete(bench: Bench, ending: str) -> None:
    sandbox.answer_next(bench.world, ending)
    done = llm.complete(bench.account, bench.door, PROMPT)
    assert (done.complete, done.stop_reason) == (False, ending)


def test_an_answer_longer_than_its_room_is_not_complete(bench: Bench) -> None:
    assert not llm.complete(bench.account, bench.door, replace(PROMPT, max_tokens=2)).complete


def test_a_question_too_long_is_asked_once_only(bench: Bench) -> None:
    bench.world.break_next(Fault(KEY, "status", path="/chat", status=503, times=1))
    with pytest.raises(NotReady):
        llm.complete(bench.account, bench.door, PROMPT)

    with pytest.raises(Refused) as caught:
        llm.complete(bench.account, bench.door, replace(PROMPT, messages=(("user", "word " * 9000),)))
    assert caught.value.code == "context_length_exceeded"


def broken(bench: Bench, status: int, headers: dict[str, str] | None = None) -> ProviderFailure:
    bench.world.break_next(Fault(KEY, "status", status=status, times=3, headers=headers or {}))
    with pytest.raises(ProviderFailure) as caught:
        llm.complete(bench.account, bench.door, PROMPT)
    bench.world.faults.clear()
    return caught.value


@pytest.mark.parametrize(("status", "kind"), [(400, Refused), (401, AuthFailed), (402, Refused), (403, Refused)])
def test_trouble_that_needs_the_host(bench: Bench, status: int, kind: Any) -> None:
    assert type(broken(bench, status)) is kind


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504])
def test_trouble_that_passes(bench: Bench, status: int) -> None:
    found = broken(bench, status, {"retry-after": "7"})
    assert isinstance(found, NotReady)
    assert found.retry_after == 7


@pytest.mark.parametrize("kind", ["drop", "after_hang", "hang"])
def test_no_whole_answer_means_later(bench: Bench, kind: str) -> None:
    bench.world.break_next(Fault(KEY, kind, seconds=0.2))
    with pytest.raises(NotReady):
        llm.complete(bench.account, bench.door, PROMPT)


def test_nobody_there_means_later(bench: Bench) -> None:
    away = replace(bench.account, settings={"base_url": "http://127.0.0.1:9/v1", "model": "m"})
    with pytest.raises(NotReady, match="Check that it runs"):
        llm.complete(away, Door(own=frozenset({"http://127.0.0.1:9"})), PROMPT)


def test_an_address_the_door_is_not_open_for_is_refused(bench: Bench) -> None:
    with pytest.raises(Refused, match="may not talk to that address"):
        llm.complete(bench.account, Door(), PROMPT)


def test_a_server_with_a_key_wants_it(bench: Bench) -> None:
    sandbox.open_account(bench.world, api_key="k-1", base_url=bench.base)
    with pytest.raises(AuthFailed):
        connect.test(bench.account, bench.door)
    assert connect.test(replace(bench.account, secrets={"api_key": "k-1"}), bench.door).settings["model"]


def test_connecting_lists_the_models_and_takes_the_first(bench: Bench) -> None:
    facts = connect.test(replace(bench.account, settings={"base_url": bench.base + "/"}), bench.door)
    assert facts.settings["model"] == sandbox.MODELS[0]
    assert json.loads(facts.settings["model_choices"]) == [[name, name] for name in sandbox.MODELS]
    assert facts.label.endswith(", harbor-8b-instruct")
    assert facts.warnings == ()


def test_an_address_without_its_version_is_mended(bench: Bench) -> None:
    facts = connect.test(replace(bench.account, settings={"base_url": bench.base.removesuffix("/v1")}), bench.door)
    assert facts.settings["base_url"] == bench.base


def test_an_address_that_is_something_else_says_so(bench: Bench) -> None:
    with pytest.raises(Refused):
        connect.test(replace(bench.account, settings={"base_url": bench.base + "/elsewhere"}), bench.door)


def test_a_model_the_server_lacks_is_refused(bench: Bench) -> None:
    other = replace(bench.account, settings={"base_url": bench.base, "model": "gone"})
    with pytest.raises(Refused, match="does not list that model"):
        connect.test(other, bench.door)
    with pytest.raises(Refused, match="does not have that model"):
        llm.complete(other, bench.door, PROMPT)


def test_a_server_without_a_model_is_refused(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox, "MODELS", ())
    with pytest.raises(Refused, match="has no model yet"):
        connect.test(replace(bench.account, settings={"base_url": bench.base}), bench.door)


def test_plain_http_far_away_is_warned_of() -> None:
    assert connect._warnings("http://models.example.com/v1")
    assert connect._warnings("http://93.184.215.14/v1")
    assert not connect._warnings("http://[::1]:11434/v1")
    assert not connect._warnings("https://models.example.com/v1")
    assert not connect._warnings("http://192.168.1.9:11434/v1")
    assert not connect._warnings("http://nas.local:11434/v1")
