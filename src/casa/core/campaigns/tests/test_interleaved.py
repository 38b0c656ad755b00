"""Whatever is interleaved (pause, resume, cancel, crashes, doubled jobs, STOP, a busy provider), each recipient gets at
most one text, nobody gets one after a STOP, and every row ends in a true state."""

from datetime import UTC, datetime
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casa.core.accounts.rules import NotPossible
from casa.core.campaigns import rules, sending
from casa.core.campaigns.models import Recipient
from casa.core.campaigns.tests import crowd as c
from casa.core.connections.contract import NotReady, ReadBack, ReadBackKind, Refused, Sent, Unsure
from casa.core.consent.rules import suppress
from casa.core.inbox import outbox
from casa.core.inbox.models import Outbox
from casa.core.inbox.tests.talk import at_once
from casa.lib.ids import new_id

PEOPLE = 7
FINAL = {"released", "blocked", "ended", "left_out"}
ACTS = st.sampled_from(
    [
        "go",
        "go",
        "go_twice",
        "pause",
        "resume",
        "stop",
        "crash",
        "crash_after",
        "busy",
        "lost",
        "refused",
        "look",
        "due",
    ]
)


class Killed(BaseException):
    pass


class World:
    """The provider's truth, and a worker that dies when it is told to."""

    def __init__(self, stage):
        self.stage, self.arrived, self.stopped, self.fails, self.dies = stage, [], set(), [], ""

    def hand_over(self, connection, outgoing):
        value = outgoing.recipient.value
        assert value not in self.stopped, "it left after the STOP"
        failure = self.fails.pop() if self.fails else None
        if isinstance(failure, NotReady | Refused):
            raise failure
        if failure is None or failure.args[0] == "arrived":
            self.arrived.append((value, outgoing.reference))
        if failure is not None:
            raise failure
        return Sent(f"SM{new_id().hex}")

    def look_for(self, connection, outgoing, known):
        there = [each for each in self.arrived if each[1] == outgoing.reference]
        return ReadBack(ReadBackKind.FOUND, Sent(f"SM{new_id().hex}")) if there else ReadBack(ReadBackKind.ABSENT)


def act(world, made, what):
    """One thing that happens."""
    stage = world.stage
    deeds = {
        "pause": lambda: press(stage, made, rules.pause),
        "resume": lambda: press(stage, made, rules.resume),
        "cancel": lambda: press(stage, made, rules.cancel),
        "stop": lambda: stop(world, made),
        "crash": lambda: crash(world, made, handed=False),
        "crash_after": lambda: crash(world, made, handed=True),
        "busy": lambda: world.fails.append(NotReady("Busy.", retry_after=60)),
        "refused": lambda: world.fails.append(Refused("No.", code="30003")),
        "lost": lambda: world.fails.append(Unsure("arrived" if len(world.fails) % 2 else "never")),
        "look": lambda: look(stage, made),
        "due": lambda: c.due(stage, made),
        "go": lambda: c.go(stage, made, 1.0),
        "go_twice": lambda: twice(stage, made),
    }
    deeds[what]()


def press(stage, made, verb):
    try:
        c.act(stage, made, verb)
    except NotPossible:
        return  # the button is not there in this state


def stop(world, made):
    with world.stage.cast.scope():
        row = Recipient.objects.filter(campaign=made).select_related("identity").order_by("at").last()
        value = row.identity.value if row else c.number(1000)
        suppress(world.stage.cast.brand.id, "sms", "phone", value, "keyword", rule="R20")
    world.stopped.add(value)


def twice(stage, made):
    said = at_once(lambda: c.go(stage, made, 1.0), lambda: c.go(stage, made, 1.0))
    assert not [each for each in said if isinstance(each, Exception)]


def crash(world, made, handed):
    """The worker dies between the gate and the note of what came of it: before the calls, or after them."""

    def die(workspace_id, rows):
        with world.stage.cast.scope():
            ready = [(row, outbox.outgoing_of(row)) for row in rows]
        for row, outgoing in ready if handed else ():
            world.hand_over(row.connection, outgoing)
        raise Killed

    fails, world.fails = world.fails, []
    with patch.object(sending, "hand_over_many", die):
        try:
            c.go(world.stage, made, 1.0)
        except Killed:
            return
        finally:
            world.fails = fails


def look(stage, made):
    with stage.cast.scope():
        Outbox.objects.filter(batch=made.id, state__in=outbox.OPEN).update(look_at=datetime.now(UTC))
        ids = list(Outbox.objects.filter(batch=made.id, state__in=outbox.OPEN).values_list("id", flat=True))
    for each in ids:
        outbox.look(stage.cast.workspace.id, each)


@pytest.fixture
def world(stage, monkeypatch):
    made = World(stage)
    monkeypatch.setattr(sending, "AT_ONCE", 3)
    monkeypatch.setattr(outbox.gateway, "hand_over", made.hand_over)
    monkeypatch.setattr(outbox.gateway, "look_for", made.look_for)
    c.shop(stage)
    c.crowd(stage, PEOPLE)
    return made


@settings(max_examples=8)
@given(st.lists(ACTS, min_size=3, max_size=10), st.booleans())
def test_each_recipient_gets_at_most_one_whatever_is_interleaved(world, acts, cancelled):
    stage = world.stage
    world.arrived, world.fails = [], []
    made = c.campaign(stage)
    c.send(stage, made)
    for what in acts:
        act(world, made, what)
    act(world, made, "cancel" if cancelled else "resume")
    before, world.fails = len(world.arrived), []
    come_to_rest(stage, made)
    values = [value for value, _ in world.arrived]
    assert len(values) == len(set(values)), "somebody got it twice"
    state, ends = c.now(stage, made).state, c.outbox_states(stage, made)
    assert state in ("cancelled", "done")
    assert state == "done" or len(world.arrived) == before, "it left after the cancel"
    assert set(c.states(stage, made)) <= FINAL
    assert set(ends) <= {"sent", "failed", "blocked", "cancelled"}
    assert ends.get("sent", 0) == len(values)


def come_to_rest(stage, made):
    """Time goes by: what is due comes up, what is unsure is looked up."""
    for _ in range(8):
        c.due(stage, made)
        look(stage, made)
        c.go(stage, made, 1.0)
        open_ = set(c.outbox_states(stage, made)) & {"queued", "held", "sending", "unsure"}
        if c.now(stage, made).state in ("cancelled", "done") and not open_:
            return
