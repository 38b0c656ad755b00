"""Promises CF-2f, CA-2d: counts of many guests with noise, never a small group, never the same week told twice."""

import math
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as some

from casa.core.connections.contract import Handle, IncomingMessage
from casa.core.inbox.rules import record_incoming
from casa.core.privacy import analytics
from casa.lib.ids import new_id

LAST_WEEK = datetime.now(UTC) - timedelta(weeks=1)
MONDAY = (LAST_WEEK - timedelta(days=LAST_WEEK.weekday())).date()


@pytest.fixture
def quiet(monkeypatch):
    """Without noise, to see the counting itself."""
    monkeypatch.setattr(analytics, "noise", lambda *what: 0)


def write(stage, guests):
    connection = stage.connect("twilio")
    with stage.cast.scope():
        for number in range(guests):
            for _ in range(3):  # who writes often counts once
                who = Handle("phone", f"+1828555{number:04d}")
                record_incoming(connection, IncomingMessage(new_id().hex, "sms", who, "Hello", LAST_WEEK))


def of_last_week(stage, key):
    with stage.cast.scope():
        found = {figure.key: dict(figure.weeks) for figure in analytics.figures()}
    return found[key][MONDAY]


def test_guests_are_counted_once_a_week(stage, quiet):
    write(stage, analytics.SMALLEST)
    assert of_last_week(stage, "wrote") == analytics.SMALLEST
    assert of_last_week(stage, "later") == analytics.SMALLEST
    assert of_last_week(stage, "hour") is None


def test_a_group_that_is_too_small_is_never_shown(stage, monkeypatch):
    monkeypatch.setattr(analytics, "noise", lambda *what: 50)
    write(stage, analytics.SMALLEST - 1)
    with stage.cast.scope():
        assert {count for figure in analytics.figures() for _, count in figure.weeks} == {None}


def test_this_week_is_not_told_before_it_is_over(here):
    weeks = {week for figure in analytics.figures() for week, _ in figure.weeks}
    assert len(weeks) == analytics.WEEKS
    assert max(weeks) + timedelta(days=7) <= datetime.now(UTC).date()


def test_asking_again_gives_the_same_answer(here):
    assert analytics.figures() == analytics.figures()
    where = UUID(int=1)
    assert analytics.noise(where, MONDAY, "wrote") == analytics.noise(where, MONDAY, "wrote")


@given(exact=some.integers(0, 10_000), week=some.dates(date(2020, 1, 1), date(2040, 1, 1)), where=some.uuids())
def test_whatever_the_count_few_are_never_told(exact, week, where):
    before = analytics.current_workspace_id
    analytics.current_workspace_id = lambda: where
    try:
        said = analytics.told("wrote", week, exact)
    finally:
        analytics.current_workspace_id = before
    assert said is None or (exact >= analytics.SMALLEST and said >= analytics.SMALLEST)


def test_the_noise_is_what_differential_privacy_asks_for():
    """Each value is e^epsilon times as likely as the next one away from nought: the ratio that epsilon promises."""
    drawn = Counter(analytics.noise(uuid4(), MONDAY, "wrote") for _ in range(8000))
    assert abs(sum(value * times for value, times in drawn.items()) / 8000) < 0.2
    for near in (0, 1, 2):
        ratio = (drawn[near] + drawn[-near]) / (drawn[near + 1] + drawn[-near - 1])
        ratio = ratio / 1 if near else drawn[0] * 2 / (drawn[1] + drawn[-1])
        assert abs(math.log(ratio) - analytics.EPSILON) < 0.2
