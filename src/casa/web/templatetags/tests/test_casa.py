"""The template words: classes stay inside their lists, text stays text."""

import json
from dataclasses import dataclass

import pytest
from django.template import Context, Engine

from casa.web.templatetags.casa import as_json, hue, plain, step


@dataclass(frozen=True, slots=True)
class Piece:
    text: str
    sources: tuple[str, ...] = ()


@pytest.mark.parametrize(
    ("percent", "expected"),
    [(None, "p-0"), (-5, "p-0"), (0, "p-0"), (2, "p-0"), (3, "p-1"), (84, "p-17"), (250, "p-20")],
)
def test_step_is_the_nearest_of_twenty_one(percent: float | None, expected: str) -> None:
    assert step(percent) == expected


@pytest.mark.parametrize(
    ("value", "expected"), [(0, "h-0"), (11, "h-11"), (12, "h-0"), ("7", "h-7"), (None, "h-0"), ("red", "h-0")]
)
def test_hue_is_one_of_twelve(value: int | str | None, expected: str) -> None:
    assert hue(value) == expected


def test_plain_joins_what_stands_between_the_chips() -> None:
    pieces = [
        "Hi Hannah,",
        {"text": "use Juniper-Up upstairs.", "sources": [1]},
        Piece(" 1 PM is fine. "),
        "\nInes",
        "",
    ]
    assert plain(pieces) == "Hi Hannah, use Juniper-Up upstairs. 1 PM is fine.\nInes"


def test_plain_of_no_draft_is_nothing() -> None:
    assert plain(None) == ""


def test_json_for_an_attribute_survives_escaping() -> None:
    value = {"publicKey": {"challenge": "a\"b<c>&'"}}
    engine = Engine(builtins=["casa.web.templatetags.casa"])
    shown = engine.from_string('<i data-options="{{ value|as_json }}"></i>').render(Context({"value": value}))
    assert "<c>" not in shown
    assert json.loads(as_json(value)) == value


def test_an_icon_with_a_label_speaks_and_its_label_is_escaped() -> None:
    engine = Engine(builtins=["casa.web.templatetags.casa"])
    shown = engine.from_string('{% icon "check" "s" label %}{% icon "x" %}').render(Context({"label": '"><b>'}))
    assert 'class="i s" role="img" aria-label="&quot;&gt;&lt;b&gt;"' in shown
    assert 'class="i" aria-hidden="true"' in shown
    assert "<b>" not in shown
