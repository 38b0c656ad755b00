"""Clocks that move, news that comes twice and late, answers that never come: one text each, and a true end (R78)."""

from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from unittest.mock import patch

import pytest
from django.utils import timezone

from casa.core.campaigns import sending
from casa.core.campaigns.models import Throttle
from casa.core.campaigns.tests import crowd as c
from casa.core.connections.contract import DeliveryStatus, MessageStatus
from casa.core.inbox import intake, outbox
from casa.core.inbox.models import Message, Outbox
from casa.lib.pretend import Fault

EVERYBODY = [c.number(1000 + each) for each in range(6)]


@contextmanager
def clock_moved(by):
    real = timezone.now
    with patch.object(timezone, "now", lambda: real() + by):
        yield


@pytest.fixture
def ready(stage):
    c.shop(stage)
    c.crowd(stage, 6)
    made = c.campaign(stage)
    c.send(stage, made)
    return made


def some(stage, made, groups=9):
    """A turn of so many groups of two."""
    left, one = iter(range(groups)), sending._step

    def step(*args):
        return one(*args) if next(left, None) is not None else sending.Step(stop=True)

    with patch.object(sending, "AT_ONCE", 2), patch.object(sending, "_step", step):
        return c.go(stage, made)


@pytest.mark.parametrize("by", [timedelta(hours=-2), timedelta(days=-1), timedelta(days=1)], ids=str)
def test_the_clock_moves_in_the_middle(stage, ready, by):
    with c.provider() as twilio:
        some(stage, ready, groups=1)
        assert len(twilio.given) == 2
        with clock_moved(by):
            some(stage, ready)
        for _ in range(3):
            c.due(stage, ready)
            some(stage, ready)
        assert sorted(twilio.given) == EVERYBODY
    assert c.outbox_states(stage, ready) == {"sent": 6}
    with stage.cast.scope():
        assert all(row.tokens >= -4 for row in Throttle.objects.all()), "no clock overdraws the bucket"


def test_news_that_comes_twice_late_and_out_of_order_moves_nothing_back(stage, ready):
    with c.provider():
        some(stage, ready)
    with stage.cast.scope():
        rows = list(Outbox.objects.filter(batch=ready.id).select_related("message", "connection").order_by("id"))
    news = [MessageStatus.DELIVERED, MessageStatus.SENT, MessageStatus.DELIVERED, MessageStatus.QUEUED]
    for row in rows[:5]:
        for status in news:
            tell(stage, row, status)
    for status in (MessageStatus.FAILED, MessageStatus.SENT, MessageStatus.FAILED):
        tell(stage, rows[5], status)
    assert c.outbox_states(stage, ready) == {"delivered": 5, "failed": 1}
    with c.provider() as twilio:
        c.due(stage, ready)
        some(stage, ready)
        assert twilio.given == [], "nothing of it leaves again"
    with stage.cast.scope():
        told = [Message.objects.get(id=row.message_id).status for row in rows]
    assert told == ["delivered"] * 5 + ["failed"]


def tell(stage, row, status):
    with stage.cast.scope():
        sid = Message.objects.get(id=row.message_id).external_id
        intake.place(row.connection, DeliveryStatus(sid, status, datetime.now(UTC), reference=str(row.id)))


def test_a_provider_whose_answer_never_came_is_not_asked_twice(stage, ready):
    """The text was taken, and then a gateway gave up waiting: it is looked for."""
    stage.world.break_next(Fault("twilio", "after", "Messages", status=504, times=6))
    c.go(stage, ready)
    assert c.outbox_states(stage, ready) == {"unsure": 6}
    with stage.cast.scope():
        rows = Outbox.objects.filter(batch=ready.id)
        rows.update(look_at=timezone.now())
        ids = list(rows.values_list("id", flat=True))
    for each in ids:
        outbox.look(stage.cast.workspace.id, each)
    assert c.outbox_states(stage, ready) == {"sent": 6}
    c.due(stage, ready)
    c.go(stage, ready)
    with stage.cast.scope():
        sids = list(Message.objects.filter(direction="out").values_list("external_id", flat=True))
    assert len(set(sids)) == len(sids) == 6
