"""The official SDK drives the sandbox: it must speak the vendor's language, not only ours."""

from collections.abc import Iterator

import pytest

from casa.lib.pretend import Fault
from casa.providers.anthropic import sandbox
from casa.providers.anthropic.tests.conftest import Bench

anthropic = pytest.importorskip("anthropic", reason="the official SDK is not installed")


@pytest.fixture
def sdk(bench: Bench) -> Iterator["anthropic.Anthropic"]:
    with anthropic.Anthropic(
        base_url=bench.base, api_key=bench.account.secrets["api_key"], max_retries=0, timeout=3.0
    ) as client:
        yield client


def test_messages(sdk: "anthropic.Anthropic") -> None:
    told = '{"id": "f1", "text": "Trash goes out on Tuesday."}\nWhen does the trash go out?'
    message = sdk.messages.create(
        model="claude-sonnet-5-5",
        max_tokens=200,
        system=[{"type": "text", "text": "Be brief.", "cache_control": {"type": "ephemeral"}}],
        messages=[{"role": "user", "content": told}],
        metadata={"user_id": "c_91"},
    )
    assert isinstance(message, anthropic.types.Message)
    assert message.content[0].text == "Trash goes out on Tuesday."
    assert message.stop_reason == "end_turn"
    assert message._request_id.startswith("req_")
    assert message.usage.cache_creation_input_tokens > 0


def test_models(sdk: "anthropic.Anthropic") -> None:
    listed = list(sdk.models.list(limit=2))
    assert [model.id for model in listed] == [key for key, _, _, stage, _ in sandbox.MODELS if stage != "retired"]
    assert sdk.models.retrieve("claude-mythos-preview").lifecycle == "retired"


@pytest.mark.parametrize(
    ("status", "error"),
    [
        (400, "BadRequestError"),
        (401, "AuthenticationError"),
        (403, "PermissionDeniedError"),
        (404, "NotFoundError"),
        (409, "ConflictError"),
        (429, "RateLimitError"),
        (500, "InternalServerError"),
        (529, "InternalServerError"),
    ],
)
def test_errors(sdk: "anthropic.Anthropic", bench: Bench, status: int, error: str) -> None:
    bench.world.break_next(Fault("anthropic", "status", status=status))
    with pytest.raises(getattr(anthropic, error)) as caught:
        sdk.models.list()
    assert caught.value.status_code == status
    assert caught.value.body["error"]["type"] == sandbox.ERRORS[status][0]


@pytest.mark.parametrize("field", ["temperature", "top_p", "top_k"])
def test_removed_fields_are_refused(sdk: "anthropic.Anthropic", field: str) -> None:
    with pytest.raises(anthropic.BadRequestError):
        sdk.messages.create(
            model="claude-sonnet-5-5",
            max_tokens=5,
            messages=[{"role": "user", "content": "Hi"}],
            extra_body={field: 1},
        )
