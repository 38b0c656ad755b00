"""R21: a model may be asked about a text the rules leave unclear; it stops nothing, a person decides."""

from datetime import UTC, datetime

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from casa.core.accounts.models import Workspace
from casa.core.assistant import fence, rules, second_opinion
from casa.core.assistant.models import Run
from casa.core.assistant.rules import write_draft
from casa.core.connections.contract import Handle, IncomingMessage, ProviderFailure
from casa.core.consent import desk
from casa.core.consent.models import Review, Suppression
from casa.core.inbox.models import Message
from casa.core.inbox.rules import record_incoming
from casa.lib import pretend_model
from casa.lib.ids import new_id

UNCLEAR = "Can we not do this texting thing? My card is 4111 1111 1111 1111"
CLEAR = "What time is check-in?"
JOB = "assistant.second_opinion"


@pytest.fixture
def house(stage, monkeypatch):
    for room in (rules, second_opinion):  # which texts are unclear is the matcher's own test
        monkeypatch.setattr(room, "unclear", lambda text: text == UNCLEAR)
    stage.connect("anthropic")
    return stage, stage.connect("twilio")


def texted(house, words):
    stage, connection = house
    with stage.cast.scope():
        fact = IncomingMessage(f"SM{new_id().hex}", "sms", Handle("phone", "+18285550142"), words, datetime.now(UTC))
        message = record_incoming(connection, fact)
    write_draft(stage.cast.workspace.id, message.conversation_id)
    return message


def queued(message):
    return ProcrastinateJob.objects.filter(task_name=JOB, args__message_id=str(message.id)).count()


def says(monkeypatch, answer):
    asked = []
    monkeypatch.setattr(pretend_model, "answer", lambda texts, schema: asked.append(texts) or answer)
    return asked


def reviews(cast):
    return [(row.kind, row.text) for row in Review.objects.filter(workspace=cast.workspace)]


def test_only_an_unclear_text_is_asked_about_and_once(house):
    assert queued(texted(house, CLEAR)) == 0
    message = texted(house, UNCLEAR)
    write_draft(house[0].cast.workspace.id, message.conversation_id)
    assert queued(message) == 1


def test_without_a_model_nobody_is_asked(stage):
    assert queued(texted((stage, stage.connect("twilio")), UNCLEAR)) == 0


@pytest.mark.parametrize("word", ["yes", "maybe"])
def test_a_request_the_model_hears_is_put_before_a_person_and_stops_nothing(house, monkeypatch, word):
    message, cast = texted(house, UNCLEAR), house[0].cast
    asked = says(monkeypatch, f'{{"asks_to_stop": "{word}"}}')
    for _ in range(2):
        second_opinion.ask(cast.workspace.id, message.id)
    assert "4111" not in str(asked)
    assert "[card-1]" in str(asked)
    with cast.scope():
        assert reviews(cast) == [("doubt", UNCLEAR)]
        assert not Suppression.objects.filter(workspace=cast.workspace).exists()
        desk.settle(Review.objects.get(workspace=cast.workspace), "stopped")
        assert Suppression.objects.get(workspace=cast.workspace).scope == "all"


def test_a_no_asks_nobody_and_leaves_a_line(house):
    message, cast = texted(house, UNCLEAR), house[0].cast
    second_opinion.ask(cast.workspace.id, message.id)
    with cast.scope():
        assert reviews(cast) == []
        run = Run.objects.get(workspace=cast.workspace, purpose=second_opinion.PURPOSE)
        assert (run.outcome, run.left_house, run.person_id) == ("no_stop", True, message.person_id)


@pytest.mark.parametrize("answer", ["I think so", '{"asks_to_stop": "stop them all"}', "[1]", "}{", ""])
def test_an_answer_in_another_form_means_nothing(house, monkeypatch, answer):
    message, cast = texted(house, UNCLEAR), house[0].cast
    says(monkeypatch, answer)
    second_opinion.ask(cast.workspace.id, message.id)
    with cast.scope():
        assert reviews(cast) == []
        assert Run.objects.get(workspace=cast.workspace, purpose=second_opinion.PURPOSE).outcome == "failed"


def test_where_ai_is_off_or_the_mask_is_broken_nothing_leaves(house, monkeypatch):
    message, cast = texted(house, UNCLEAR), house[0].cast
    asked = says(monkeypatch, '{"asks_to_stop": "yes"}')
    with monkeypatch.context() as broken:
        broken.setattr(second_opinion.fence, "unmasked", lambda asked: fence.PRIVATE)
        second_opinion.ask(cast.workspace.id, message.id)
    with cast.scope():
        Workspace.objects.filter(id=cast.workspace.id).update(ai_enabled=False)
    second_opinion.ask(cast.workspace.id, message.id)
    assert asked == []


def test_a_provider_that_fails_is_asked_again_by_the_job(house, monkeypatch):
    message, cast = texted(house, UNCLEAR), house[0].cast

    def fails(question):
        raise ProviderFailure("away")

    monkeypatch.setattr(second_opinion, "_complete", fails)
    with pytest.raises(ProviderFailure):
        second_opinion.ask(cast.workspace.id, message.id)
    with cast.scope():
        assert Message.objects.filter(id=message.id).exists()
        assert reviews(cast) == []
