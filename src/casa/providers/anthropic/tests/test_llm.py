"""Production code against the pretend Anthropic over real HTTP."""

import json
from dataclasses import replace
from typing import Any

import pytest

from casa.core.connections.contract import AuthFailed, NotReady, Prompt, ProviderFailure, Refused
from casa.lib.http import Door
from casa.lib.pretend import Fault
from casa.providers.anthropic import connect, llm, sandbox
from casa.providers.anthropic.tests.conftest import Bench

FACTS = "\n".join(
    json.dumps(fact)
    for fact in (
        {"id": "k1", "text": "The Wi-Fi network is Boathouse-Guest. The password is masked-1."},
        {"id": "k2", "text": "Check-in is from 4:00 PM. Please park beside the boat ramp."},
        {"id": "k3", "text": "The hot tub is heated all year; the cover lifts to the left."},
    )
)
SCHEMA = {
    "type": "object",
    "properties": {
        "claims": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {"text": {"type": "string"}, "facts": {"type": "array", "items": {"type": "string"}}},
                "required": ["text", "facts"],
            },
        },
        "unanswered": {"type": "array", "items": {"type": "string"}},
        "decision": {"type": "string", "enum": ["draft", "person", "nothing"]},
    },
    "required": ["claims", "unanswered", "decision"],
}


def ask(question: str, **changes: Any) -> Prompt:
    text = f"Facts:\n{FACTS}\n\nThe guest wrote:\n{question}"
    made = Prompt(system="Cite fact ids.", messages=(("user", text),), schema=SCHEMA, opaque_user="c_91")
    return replace(made, **changes)


def broken(bench: Bench, status: int, headers: dict[str, str] | None = None) -> ProviderFailure:
    bench.world.break_next(Fault("anthropic", "status", status=status, headers=headers or {}))
    with pytest.raises(ProviderFailure) as caught:
        llm.complete(bench.account, bench.door, ask("Where do we park?"))
    return caught.value


def test_an_answer_comes_from_the_facts_and_cites_them(bench: Bench) -> None:
    done = llm.complete(bench.account, bench.door, ask("Hi! Where can we park? And is there a sauna?"))
    answer = json.loads(done.text)

    assert answer["claims"] == [{"text": "Please park beside the boat ramp.", "facts": ["k2"]}]
    assert answer["unanswered"] == ["And is there a sauna?"]
    assert done.complete
    assert done.request_id.startswith("req_")
    assert done.input_tokens > 0 < done.output_tokens


def test_the_constant_part_is_read_from_the_cache_the_second_time(bench: Bench) -> None:
    first = bench.door.request("POST", **_raw(bench)).json()["usage"]
    second = bench.door.request("POST", **_raw(bench)).json()["usage"]

    assert first["cache_creation_input_tokens"] == second["cache_read_input_tokens"] > 0
    assert second["cache_creation_input_tokens"] == 0


def _raw(bench: Bench) -> dict[str, Any]:
    body = {
        "model": "claude-sonnet-5-5",
        "max_tokens": 50,
        "system": [{"type": "text", "text": "x" * 400, "cache_control": {"type": "ephemeral"}}],
        "messages": [{"role": "user", "content": "Hi"}],
    }
    headers = {"x-api-key": bench.account.secrets["api_key"], "anthropic-version": "2026-10-21"}
    return {"url": "https://api.anthropic.com/v1/messages", "headers": headers, "body": body}


def test_a_cut_off_answer_is_not_complete(bench: Bench) -> None:
    done = llm.complete(bench.account, bench.door, ask("Where do we park?", max_tokens=3))
    assert (done.complete, done.stop_reason) == (False, "max_tokens")


@pytest.mark.parametrize("ending", ["refusal", "model_context_window_exceeded", "pause_turn"])
def test_a_refused_answer_is_not_complete(bench: Bench, ending: str) -> None:
    sandbox.answer_next(bench.world, ending)
    done = llm.complete(bench.account, bench.door, ask("Where do we park?"))
    assert (done.complete, done.stop_reason) == (False, ending)
    assert llm.complete(bench.account, bench.door, ask("Where do we park?")).complete


@pytest.mark.parametrize("status", [409, 500, 502, 503, 504, 529])
def test_trouble_that_passes(bench: Bench, status: int) -> None:
    assert isinstance(broken(bench, status), NotReady)
    assert llm.complete(bench.account, bench.door, ask("Where do we park?")).complete


@pytest.mark.parametrize("status", [400, 402, 403, 404, 413])
def test_trouble_that_needs_the_host(bench: Bench, status: int) -> None:
    found = broken(bench, status)
    assert isinstance(found, Refused)
    assert found.code == sandbox.ERRORS[status][0]


def test_a_wait_is_as_long_as_asked_for(bench: Bench) -> None:
    found = broken(bench, 429, {"retry-after": "17"})
    assert isinstance(found, NotReady)
    assert found.retry_after == 17


def test_the_rate_limit_and_the_spending_limit_are_told_apart(bench: Bench) -> None:
    key = bench.account.secrets["api_key"]
    sandbox.limit(bench.world, key, per_minute=1)
    llm.complete(bench.account, bench.door, ask("Where do we park?"))
    with pytest.raises(NotReady) as slower:
        llm.complete(bench.account, bench.door, ask("Where do we park?"))
    assert 1 <= slower.value.retry_after <= 60

    sandbox.limit(bench.world, key, spent=True)
    with pytest.raises(Refused, match="spending limit"):
        llm.complete(bench.account, bench.door, ask("Where do we park?"))


@pytest.mark.parametrize("kind", ["drop", "after_hang", "hang"])
def test_no_whole_answer_means_later_never_half_an_answer(bench: Bench, kind: str) -> None:
    bench.world.break_next(Fault("anthropic", kind, seconds=0.2))
    with pytest.raises(NotReady):
        llm.complete(bench.account, bench.door, ask("Where do we park?"))


def test_nobody_there_means_later(bench: Bench) -> None:
    shut = replace(bench.door, routes={"https://api.anthropic.com": "http://127.0.0.1:9"})
    with pytest.raises(NotReady, match="could not be reached"):
        llm.complete(bench.account, shut, ask("Where do we park?"))


def test_a_wrong_key_asks_for_a_new_one(bench: Bench) -> None:
    wrong = replace(bench.account, secrets={"api_key": "sk-ant-wrong"})
    with pytest.raises(AuthFailed, match="Make a new one"):
        llm.complete(wrong, bench.door, ask("Where do we park?"))
    with pytest.raises(AuthFailed):
        connect.test(wrong, bench.door)


def test_without_a_model_nothing_is_asked(bench: Bench) -> None:
    with pytest.raises(Refused, match="No model is chosen"):
        llm.complete(replace(bench.account, settings={}), bench.door, ask("Where do we park?"))


def test_connecting_learns_the_models_and_picks_a_current_one(bench: Bench) -> None:
    facts = connect.test(replace(bench.account, settings={}), bench.door)

    assert facts.settings["model"] == "claude-sonnet-5-5"
    choices = [key for key, _ in json.loads(facts.settings["model_choices"])]
    assert choices == ["claude-haiku-5-5", "claude-sonnet-5-5", "claude-opus-5-5", "claude-sonnet-4-5"]
    assert "sk-ant" not in facts.ref
    assert facts.ref == connect.test(bench.account, bench.door).ref


def test_a_model_that_ends_is_warned_of(bench: Bench) -> None:
    old = replace(bench.account, settings={"model": "claude-sonnet-4-5", "retention": "zero"})
    assert connect.test(old, bench.door).warnings == (
        "Claude Sonnet 4.5 ends on 2026-11-30. Choose a newer model before then.",
    )


def test_retention_that_is_not_arranged_is_said_aloud(bench: Bench) -> None:
    assert "Zero data retention is not arranged" in connect.test(bench.account, bench.door).warnings[0]


def test_an_ended_model_is_refused(bench: Bench) -> None:
    gone = replace(bench.account, settings={"model": "claude-mythos-preview"})
    with pytest.raises(Refused, match="cannot use that model"):
        connect.test(gone, bench.door)
    with pytest.raises(Refused, match="does not know that model"):
        llm.complete(gone, bench.door, ask("Where do we park?"))


def test_the_list_of_models_is_read_to_its_end(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    many = tuple((f"m-{n}", f"M {n}", "opus", "active", None) for n in range(230))
    monkeypatch.setattr(sandbox, "MODELS", many)
    facts = connect.test(replace(bench.account, settings={}), bench.door)
    assert len(json.loads(facts.settings["model_choices"])) == 230


def test_only_endpoints_that_zero_retention_covers_are_called(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    called: list[tuple[str, str]] = []
    request = Door.request

    def noted(door: Door, method: str, url: str, **kwargs: Any) -> Any:
        called.append((method, url))
        assert not {"container", "tools", "store", "file_id"} & set(kwargs.get("body") or ())
        return request(door, method, url, **kwargs)

    monkeypatch.setattr(Door, "request", noted)
    connect.test(bench.account, bench.door)
    connect.set_up(bench.account, bench.door)
    llm.complete(bench.account, bench.door, ask("Where do we park?"))
    connect.tear_down(bench.account, bench.door)

    origin = "https://api.anthropic.com"
    assert called == [("GET", f"{origin}/v1/models"), ("POST", f"{origin}/v1/messages")]
