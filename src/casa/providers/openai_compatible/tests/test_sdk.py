"""The official SDK drives the sandbox: it must speak the vendor's language, not only ours."""

from collections.abc import Iterator

import pytest

from casa.lib.pretend import Fault
from casa.providers.openai_compatible import sandbox
from casa.providers.openai_compatible.tests.conftest import Bench

openai = pytest.importorskip("openai", reason="the official SDK is not installed")


@pytest.fixture
def sdk(bench: Bench) -> Iterator["openai.OpenAI"]:
    with openai.OpenAI(base_url=bench.base, api_key="unused", max_retries=0, timeout=3.0) as client:
        yield client


def test_chat(sdk: "openai.OpenAI") -> None:
    told = '{"id": "f1", "text": "Trash goes out on Tuesday."}\nWhen does the trash go out?'
    answer = sdk.chat.completions.create(model=sandbox.MODELS[0], messages=[{"role": "user", "content": told}])
    assert answer.choices[0].message.content == "Trash goes out on Tuesday."
    assert answer.choices[0].finish_reason == "stop"
    assert answer.usage.total_tokens == answer.usage.prompt_tokens + answer.usage.completion_tokens
    assert answer._request_id.startswith("req_")


def test_models(sdk: "openai.OpenAI") -> None:
    assert [model.id for model in sdk.models.list()] == list(sandbox.MODELS)


@pytest.mark.parametrize(
    ("status", "error"),
    [(400, "BadRequestError"), (401, "AuthenticationError"), (404, "NotFoundError"), (429, "RateLimitError")],
)
def test_errors(sdk: "openai.OpenAI", bench: Bench, status: int, error: str) -> None:
    bench.world.break_next(Fault("openai_compatible", "status", status=status))
    with pytest.raises(getattr(openai, error)) as caught:
        sdk.models.list()
    assert caught.value.type == sandbox.ERRORS[status][0]
