"""The matcher against labelled messages: our own and, where present, the shared set of the compliance notes.

Both halves of the first 465 examples were written before any rule. Before the held-out half was read, the
rules found 33 of its 34 keywords and 61 of its 62 free-text revocations, and wrongly suppressed 1 of its
122 other messages. Two later rounds (ids from own1001), written after the rules and fresh when first
measured, gave 85 and 82 % of the revocations and 4 and 3 % wrong; they were then used for tuning, so a full
score below says only that nothing has been lost since. Later rounds: `test_rounds.py`.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from casa.core.consent.matching import Context, Verdict, classify

HERE = Path(__file__).parent
SHARED = HERE.parents[6] / "shared" / "compliance" / "optout_examples.jsonl"
SUPPRESSING = {"stop", "revocation_freeform"}


def load(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def judge(example: dict[str, Any]) -> Verdict:
    return classify(example["text"], Context.from_mapping(example["context"]))


OWN = load(HERE / "examples.jsonl")


def test_own_examples_are_enough_and_half_of_them_are_not_opt_outs() -> None:
    assert len(OWN) >= 300
    assert len({example["text"] for example in OWN}) >= len(OWN) - 8, "the same text again only in another context"
    assert sum(example["label"] == "none" for example in OWN) * 2 >= len(OWN)
    assert len({example["lang"] for example in OWN}) >= 10


@pytest.mark.parametrize("half", ["tuning", "held_out"])
def test_no_keyword_is_missed(half: str) -> None:
    missed = [e["text"] for e in OWN if e["half"] == half and e["label"] == "stop" and not judge(e).suppresses]
    assert missed == []


@pytest.mark.parametrize("half", ["tuning", "held_out"])
def test_nothing_is_wrongly_suppressed(half: str) -> None:
    wrong = [
        e["text"] for e in OWN if e["half"] == half and not SUPPRESSING & set(e["acceptable"]) and judge(e).suppresses
    ]
    assert wrong == []


@pytest.mark.parametrize("half", ["tuning", "held_out"])
def test_nearly_every_free_text_revocation_is_caught(half: str) -> None:
    clear = [
        e for e in OWN if e["half"] == half and e["label"] == "revocation_freeform" and "none" not in e["acceptable"]
    ]
    missed = [e["text"] for e in clear if not judge(e).suppresses]
    assert len(missed) <= 0.05 * len(clear), missed


@pytest.mark.parametrize("label", ["start", "help"])
def test_start_and_help_are_found(label: str) -> None:
    assert [e["text"] for e in OWN if e["label"] == label and judge(e).label != label] == []


def test_scope_is_what_the_person_named() -> None:
    scoped = [e for e in OWN if e["scope"] and judge(e).suppresses and "none" not in e["acceptable"]]
    wrong = [(e["text"], e["scope"], judge(e).scope) for e in scoped if judge(e).scope != e["scope"]]
    assert len(wrong) <= 0.02 * len(scoped), wrong


@pytest.mark.skipif(not SHARED.exists(), reason="the shared compliance examples are not beside this checkout")
def test_shared_examples() -> None:
    rows = load(SHARED)
    wrong = [(e["text"], judge(e).label, e["acceptable"]) for e in rows if judge(e).label not in e["acceptable"]]
    # "Opt me out" stands in the carriers' list of phrases and among the free-text examples: both mean
    # suppress.
    unequal = [row for row in wrong if not (row[1] in SUPPRESSING and SUPPRESSING & set(row[2]))]
    assert unequal == []
