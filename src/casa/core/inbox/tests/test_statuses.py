"""News of a text's fate in any order, doubled, late, or before our own answer: the outcome is always the same."""

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casa.core.connections.contract import DeliveryStatus, MessageStatus
from casa.core.inbox import intake
from casa.core.inbox.models import Message, Outbox
from casa.core.inbox.tests.talk import drain, guest_texts, make_due, provider, reply

STEPS = (MessageStatus.QUEUED, MessageStatus.SENT, MessageStatus.DELIVERED, MessageStatus.READ, MessageStatus.FAILED)
ENDED = {"delivered": "delivered", "read": "delivered", "failed": "failed"}


@pytest.fixture
def twilio(stage):
    connection = stage.connect("twilio")
    guest_texts(stage, "Hello")
    return connection


def fold(news):
    """What the contract says: the highest rank counts; of two that rank alike, the one that came first."""
    best = "sent"  # our own answer: it was taken
    ranks = {"sent": 2} | {status.value: status.rank for status in STEPS}
    for status in news:
        if ranks[status.value] > ranks[best]:
            best = status.value
    return best


@settings(max_examples=25)
@given(news=st.lists(st.sampled_from(STEPS), max_size=8), at=st.integers(0, 8))
def test_the_outcome_is_the_highest_rank_whatever_comes_when(stage, twilio, news, at):
    """``at``: how much of the news comes while the hand-over still waits for its own answer."""
    message = reply(stage, "Welcome")
    make_due(stage)
    with stage.cast.scope():
        row = Outbox.objects.get(message_id=message.id)

    def tell(statuses):
        for status in statuses:
            fact = DeliveryStatus(f"SM{row.id.hex}", status, datetime.now(UTC), reference=str(row.id))
            with stage.cast.scope():
                intake.place(twilio, fact)

    with provider() as asked:
        asked.sent_as = f"SM{row.id.hex}"
        asked.meanwhile = lambda: tell(news[:at])
        drain(stage)
    tell(news[at:])
    with stage.cast.scope():
        end, row = Message.objects.get(id=message.id), Outbox.objects.get(id=row.id)
        assert end.status == fold(news)
        assert row.state == ENDED.get(end.status, "sent")
        assert end.external_id == f"SM{row.id.hex}"


def test_news_of_somebody_elses_message_changes_nothing(stage, twilio):
    message = reply(stage, "Welcome")
    with stage.cast.scope():
        intake.place(twilio, DeliveryStatus("SMother", MessageStatus.FAILED, datetime.now(UTC)))
        assert Message.objects.get(id=message.id).status == "queued"


def test_news_of_a_text_that_was_never_handed_over_changes_nothing(stage, twilio):
    """A reference can be guessed or replayed: what has not left cannot have failed."""
    message = reply(stage, "Welcome")
    with stage.cast.scope():
        row = Outbox.objects.get()
        fact = DeliveryStatus("SMx", MessageStatus.FAILED, datetime.now(UTC), reference=str(row.id))
        intake.place(twilio, fact)
        assert Outbox.objects.get().state == "queued"
        assert Message.objects.get(id=message.id).status == "queued"
