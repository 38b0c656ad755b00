"""A request that holds something private does not leave (promise CA-3c), however it came to be."""

import json
import random
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from casa.core.assistant import fence, prompt, rules
from casa.core.assistant.compose import triage
from casa.core.assistant.facts import gather
from casa.core.assistant.mask import Masked
from casa.core.assistant.models import Draft, Run
from casa.core.assistant.tests.test_mask import CARDS, CODED, EMAILS, PHONES, PLAIN, letter
from casa.core.assistant.tests.worlds import situation
from casa.core.connections.contract import Handle, IncomingMessage
from casa.core.inbox.models import Conversation
from casa.core.inbox.rules import record_incoming

FRAMES = ("my number is {} thanks", "write to {}", "It is {}.", "{}", "({})")


def request_of(message: str) -> prompt.Prompt:
    world = situation()
    return prompt.build(message, world, gather(world), triage(message).language)


def with_raw(built: prompt.Prompt, message: str) -> prompt.Prompt:
    """The same request as a mistake would make it: the guest's words as they came."""
    data = json.loads(built.messages[0]["content"]) | {"message": message}
    return prompt.Prompt(built.system, ({"role": "user", "content": json.dumps(data)},), built.schema)


def test_of_a_thousand_messages_each_private_one_is_refused_and_masked_ones_leave() -> None:
    dice, built = random.Random(20261122), request_of("Is there parking?")
    for _ in range(1000):
        kind = dice.choice(("phone", "email", "card", "code"))
        frame, value = dice.choice(FRAMES), ""
        if kind == "code":
            frame, value = dice.choice(CODED)
        else:
            value = dice.choice({"phone": PHONES, "email": EMAILS, "card": CARDS}[kind])
        raw = f"{dice.choice(PLAIN)} {frame.format(value)} {dice.choice(PLAIN)}"
        assert fence.unmasked(with_raw(built, raw)), raw


def test_a_request_that_was_masked_may_leave() -> None:
    dice = random.Random(20261123)
    for _ in range(60):
        message, _ = letter(dice)
        assert not fence.unmasked(request_of(message)), message


@pytest.fixture
def asked(stage):
    stage.connect("anthropic")
    connection = stage.connect("twilio")
    with stage.cast.scope():
        words = "Is there parking? My card is 4111 1111 1111 1111, call me at (828) 555-0177."
        record_incoming(
            connection, IncomingMessage("SM1", "sms", Handle("phone", "+18285550142"), words, datetime.now(UTC))
        )
        return Conversation.objects.get()


def test_with_a_broken_mask_nothing_leaves_and_a_draft_is_written_all_the_same(stage, asked, monkeypatch) -> None:
    sent, triaged = [], rules.compose.triage
    monkeypatch.setattr(rules.compose, "triage", lambda *told: replace(triaged(*told), decision="draft"))
    monkeypatch.setattr(rules, "_ask", lambda work, request: sent.append(request))
    monkeypatch.setattr(prompt.mask, "mask", lambda text, **_: Masked(text, {}))
    rules.write_draft(stage.cast.workspace.id, asked.id)
    assert sent == []
    with stage.cast.scope():
        run = Run.objects.get(workspace=stage.cast.workspace)
        assert (run.left_house, run.prompt, run.trouble) == (False, None, fence.WORDS)
        assert Draft.objects.filter(workspace=stage.cast.workspace).count() == 1
