"""The provider's bad moments, over real HTTP: each person gets one text, and every row ends in a true state."""

from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from unittest.mock import patch

import pytest

from casa.core.campaigns.tests import crowd as c
from casa.core.inbox import outbox
from casa.core.inbox.models import Outbox
from casa.core.inbox.tests.talk import wait_until
from casa.lib.pretend import Fault


@pytest.mark.parametrize(
    "fault",
    [
        Fault("twilio", "status", "Messages", status=429, headers={"retry-after": "30"}),
        Fault("twilio", "status", "Messages", status=500),
        Fault("twilio", "drop", "Messages"),
        Fault("twilio", "after", "Messages", status=500),
    ],
    ids=["busy", "broken", "cut off", "taken and then broken"],
)
def test_each_gets_one_whatever_the_provider_answers(stage, monkeypatch, fault):
    monkeypatch.setattr("casa.providers.twilio.send.SETTLED_AFTER", timedelta(0))
    c.shop(stage)
    c.crowd(stage, 6)
    made = c.campaign(stage)
    fault.times = 2
    stage.world.break_next(fault)
    c.run(stage, made)
    assert c.outbox_states(stage, made).get("sent", 0) == 4
    each_of_six_gets_one(stage, made)
    assert c.now(stage, made).state == "done"


def each_of_six_gets_one(stage, made):
    """The campaign goes on and what is unsure is looked after: in the end each person has one text."""
    for _ in range(4):
        c.due(stage, made)
        look(stage, made)
        c.go(stage, made)
    assert c.outbox_states(stage, made) == {"sent": 6}
    wait_until(lambda: len(stage.world.texts) >= 6, 20)
    assert sorted(text.recipient for text in stage.world.texts) == [c.number(1000 + each) for each in range(6)]


def look(stage, made):
    with stage.cast.scope():
        rows = Outbox.objects.filter(batch=made.id, state__in=outbox.OPEN)
        rows.update(look_at=outbox.timezone.now())
        ids = list(rows.values_list("id", flat=True))
    for each in ids:
        outbox.look(stage.cast.workspace.id, each)


SILENT = 6.0  # seconds the provider says nothing


@contextmanager
def noted_failures():
    failures, hand_over = [], outbox.gateway.hand_over

    def noting(*args):
        try:
            return hand_over(*args)
        except Exception as failure:
            failures.append(failure)
            raise

    with patch.object(outbox.gateway, "hand_over", noting):
        yield failures


def _behind(failure):
    """The kinds of failure that led to this one."""
    while failure is not None:
        yield type(failure).__name__
        failure = failure.__cause__ or failure.__context__


@pytest.mark.parametrize("kind", ["hang", "after_hang"], ids=["taken by nobody", "taken and never answered"])
def test_a_provider_that_never_answers_is_given_up_on_and_nobody_gets_two(stage, monkeypatch, kind):
    """It accepts the request and is silent until our own time-out; nobody knows then whether the text is there."""
    real = outbox.gateway.door_of
    monkeypatch.setattr(outbox.gateway, "door_of", lambda *args: replace(real(*args), timeout=0.5))
    monkeypatch.setattr("casa.providers.twilio.send.SETTLED_AFTER", timedelta(0))
    c.shop(stage)
    c.crowd(stage, 6)
    made = c.campaign(stage)
    stage.world.break_next(Fault("twilio", kind, "Messages", seconds=SILENT, times=2))
    with noted_failures() as failures:
        c.run(stage, made)
    assert ["ReadTimeout" in _behind(failure) for failure in failures] == [True, True], "we hang up, not they"
    assert c.outbox_states(stage, made) == {"sent": 4, "unsure": 2}
    assert c.now(stage, made).state == "sending", "it is not over while two are not settled"
    each_of_six_gets_one(stage, made)
    assert (c.states(stage, made), c.now(stage, made).state) == ({"released": 6}, "done")
