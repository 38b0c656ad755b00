"""The targets, held on whole rounds of labelled messages.

A round is written before the matcher is run on it, as people would write; what it shows is then mended by the missing
pattern, and the next one is written. Fresh, the rounds gave: 4: 88 % of the free-text revocations caught, 1 % of the
others wrongly suppressed (the matcher before frames); 5: 76 and 4 %; 6: 82 and 6 %; 7: 72 and 2 %; 8: 98 and 3 %; 9: 94
and 5 %; 10: 96 and 8 %; 11: 99 and 1 %; 12: 96 and 3 %; 13: 93 and 1.5 %; 14: 93 and 1.1 %; 15: 90 and 2.5 %; 16: 91
and 1.9 %; 17: 91 and 2.8 %; 18: 95 and 2.2 %; 19: 99 and 0.6 %; 20: 96 and 1.7 %; 21: 96 and 1.5 %; 22: 91 and 2.0 %;
23: 96 and 3.4 %; 24: 100 and 0.6 %; 25: 98 and 0 %; 26: 95 and 0 %; 27: 93 and 3.5 %; 28: 96 and 2.8 %; 29: 100 and 0
%. Of keywords, rounds 13 to 18 lost seven of 187 when fresh, rounds 19 to 23 twenty of 446, rounds 24 to 26 four of
411, 28 and 29 one of 222; six of these were real words ("atop", "ends") that R35 leaves alone, five ended in "now",
mended since. Rounds 24 to 26, 28 and 29 were written apart from one another, each to be what the other messages of the
shared set look like, keywords and everyday replies as well as free text (28 leans towards what only looks like a stop);
every START and HELP of theirs was right, but for a "help me" that went to a person. A label that the rule book
contradicts was taken out afterwards. What is asserted below is that nothing learned is lost; a message that nobody has
thought of is caught about nineteen times in twenty when it is worded as most people would, and less often when it is
not. Rounds 5 to 7, 9, 10, 12, 20, 22, 27 and the ends of 13 to 18 reach for the unusual on purpose. What the last round
showed was mended in the frames, but `learn.py` never reads it.
"""

import json
import random
import re
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from casa.core.consent.matching import Context, Verdict, classify, learn, opinion
from casa.lib.text import fold

ROUNDS = sorted(Path(__file__).parent.glob("round_*.jsonl"))
LAST = ROUNDS[-1]
LETTERS = Path(__file__).parents[4] / "sandbox" / "data"
CHOICE = re.compile(r"\[([^\[\]]*)\]")
Row = dict[str, Any]


def load(path: Path) -> list[Row]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def judge(row: Row) -> Verdict:
    return classify(row["text"], Context.from_mapping(row["context"]))


def share(rows: Sequence[object], wrong: list[str]) -> float:
    return len(wrong) / len(rows)


def of(rows: list[Row], label: str) -> list[Row]:
    """The rows of a label that no other reading is accepted for; a keyword may be heard as a request, not more."""
    same = {label, "revocation_freeform"} if label == "stop" else {label}
    return [row for row in rows if row["label"] == label and set(row["acceptable"]) <= same]


EVERY = [row for path in ROUNDS for row in load(path)]


def test_there_are_rounds_of_three_hundred_messages_in_three_languages() -> None:
    assert len(ROUNDS) >= 8
    for path in ROUNDS:
        rows = load(path)
        assert len(rows) >= 300
        assert {row["lang"] for row in rows} >= {"en", "es", "fr"}
        assert len(of(rows, "none")) >= 100


@pytest.mark.parametrize("path", ROUNDS, ids=lambda path: path.stem)
def test_no_keyword_is_missed_and_none_is_a_start_or_a_help(path: Path) -> None:
    rows = load(path)
    assert [row["text"] for row in of(rows, "stop") if not judge(row).suppresses] == []
    asked = of(rows, "start") + of(rows, "help")
    assert [row["text"] for row in asked if judge(row).label != row["label"]] == []


@pytest.mark.parametrize("path", ROUNDS, ids=lambda path: path.stem)
def test_free_text_revocations_are_caught(path: Path) -> None:
    rows = of(load(path), "revocation_freeform")
    missed = [row["text"] for row in rows if not judge(row).suppresses]
    assert share(rows, missed) <= 0.03, missed


@pytest.mark.parametrize("path", ROUNDS, ids=lambda path: path.stem)
def test_other_messages_are_left_alone(path: Path) -> None:
    rows = of(load(path), "none")
    wrong = [row["text"] for row in rows if judge(row).suppresses]
    assert share(rows, wrong) <= (0.02 if path == LAST else 0.01), wrong


@pytest.mark.parametrize("around", ["Hi, {}", "hello {} please", "Look, {} thanks", "{} thank you"])
def test_courtesy_around_a_message_changes_nothing(around: str) -> None:
    def said(row: Row) -> bool:
        return classify(around.format(row["text"]), Context.from_mapping(row["context"])).suppresses

    rows = [row for path in ROUNDS[-4:] for row in load(path) if '"' not in fold(row["text"])]  # no reactions
    asked, others = of(rows, "revocation_freeform"), of(rows, "none")
    assert share(asked, lost := [row["text"] for row in asked if not said(row)]) <= 0.02, lost
    assert share(others, gained := [row["text"] for row in others if said(row)]) <= 0.01, gained


def test_a_letter_hit_twice_hides_no_request() -> None:
    asked = [row["text"] for row in of(load(LAST), "revocation_freeform") if row["lang"] == "en"]
    hit = [re.sub(r"(stop|text|remov|messag|list)", lambda word: word[0] + word[0][-1], text) for text in asked]
    assert share(asked, lost := [text for text in hit if not classify(text).suppresses]) <= 0.03, lost


def test_a_cancelled_booking_never_ends_the_messages() -> None:
    cancelled = [row for row in EVERY if "cancel" in row["text"].lower() and row["label"] == "none"]
    assert len(cancelled) > 100
    assert [row["text"] for row in cancelled if judge(row).suppresses] == []


def test_chatter_of_somebody_opted_out_restores_nothing() -> None:
    asks = {"yes", "yes please", "opt in", "resubscribe me", "please subscribe me"}  # R31, R32: answers
    chatter = [row["text"] for row in EVERY if row["label"] == "none" and row["text"].lower().strip("!. ") not in asks]
    assert len(chatter) > 1000
    opted_out = Context(opted_out=True)
    assert [text for text in chatter if classify(text, opted_out).effect == "resubscribe_prior_scope"] == []


def test_what_guests_of_the_pretend_world_write_never_waits_for_a_review() -> None:
    wrong = [text for text in chatter() if (verdict := classify(text)).suppresses or verdict.band == "review"]
    assert wrong == []


def chatter() -> list[str]:
    """Each thing a guest says there, in several of its wordings, between its greetings and its closings."""
    pick = random.Random(18)  # noqa: S311 - a choice of texts, not a secret
    texts = []
    for path in sorted(LETTERS.glob("letters.*.toml")):
        book = tomllib.loads(path.read_text(encoding="utf-8"))
        for manner, openings in book["opening"].items():
            for topic in book["topic"] * 3:
                parts = (openings, topic["guest"], book["closing"][manner])
                texts.append(worded("".join(pick.choice(part) for part in parts), pick))
    assert len(texts) > 500
    return texts


def worded(pattern: str, pick: random.Random) -> str:
    while CHOICE.search(pattern):
        pattern = CHOICE.sub(lambda match: pick.choice(match[1].split("|")), pattern)
    return re.sub(r"\{\w+\}", "Amy", pattern)


def test_the_last_round_is_not_learned_from() -> None:
    assert LAST not in learn.learned_files()
    assert learn.learned_files()[1:] == ROUNDS[:-1]


def test_what_is_learned_is_what_the_lessons_say() -> None:
    lessons = [(learn.bag(text), wanted) for text, wanted in learn.texts([ROUNDS[0]])]
    bias, weights = learn.learn(lessons)
    assert learn.learn(lessons) == (bias, weights), "the same lessons give the same weights"
    assert weights["unsubscribe"] > 0 > weights["the"]


def test_the_second_opinion_by_itself_only_ends_marketing_and_asks_a_person() -> None:
    verdicts = [judge(row) for row in EVERY]
    alone = [verdict for verdict in verdicts if verdict.matcher == "model"]
    assert alone
    assert {(verdict.scope, verdict.band) for verdict in alone} == {("marketing", "review")}
    assert opinion.score(" . . ") < opinion.LOW
