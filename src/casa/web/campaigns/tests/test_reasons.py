"""Whatever the gate or a campaign can say of somebody has words on the campaign's page, and a colour in its bar."""

import ast
from pathlib import Path

from casa.core.campaigns import outcomes
from casa.core.campaigns.people import BY_REASON
from casa.core.consent import gate
from casa.core.consent.ledger import VOIDS
from casa.web import campaigns as pages

_TABLE = {value for name, value in vars(outcomes).items() if name.isupper() and isinstance(value, str)}
_WORKED_OUT = {"suppressed", *VOIDS}  # what ``agreeing.suppression`` makes of the stop it finds


def _said(answer, place):
    """The reasons that the gate's checks give to ``block`` or ``hold``, read off their source."""
    for file in sorted(Path(gate.__file__).parent.glob("*.py")):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == answer:
                yield node.args[place]


def test_every_reason_to_block_has_words():
    given = list(_said("block", 1))
    named = {each.value for each in given if isinstance(each, ast.Constant)}
    assert [ast.unparse(each) for each in given if not isinstance(each, ast.Constant)] == ["reason"]
    assert BY_REASON.keys() == named | _WORKED_OUT
    assert set(BY_REASON.values()) <= outcomes.OUTCOMES.keys() - {outcomes.OTHER}


def test_every_reason_to_hold_is_the_clock_or_a_cap():
    assert {each.value for each in _said("hold", 2)} == {"quiet", "cap", "rate"}


def test_every_outcome_has_words_and_a_colour():
    assert outcomes.OUTCOMES.keys() == _TABLE
    css = Path(pages.__file__).parent.parent.joinpath("static/casa/css/campaigns.css").read_text("utf-8")
    assert [key for key in outcomes.OUTCOMES if f".o-{key}" not in css] == []
    assert all(each.title and each.words and each.tone in ("go", "wait", "out") for each in outcomes.OUTCOMES.values())
