"""The whole house under kill -9: texts in and answers out, each once, whatever dies at whatever moment."""

import random

import pytest
from bench.faults import ordeal

pytestmark = pytest.mark.faults


def test_every_text_is_here_once_and_every_answer_arrived_once_however_often_things_are_killed():
    tale = ordeal(guests=10, kills=6, seed=random.randrange(10**6))
    assert (tale.texts, tale.answers) == (40, 40)
    assert tale.lost_in == tale.doubled_in == [], tale
    assert tale.lost_out == tale.doubled_out == [], tale
    assert tale.states == {"delivered": 40}
