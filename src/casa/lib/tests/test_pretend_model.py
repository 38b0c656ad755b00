import json

import pytest

from casa.lib import pretend_model

FACTS = {
    "k1": "The Wi-Fi network is Fern-Guest. The password is hidden-1.",
    "k2": "Two cars fit in front of the barn. Please do not park on the lane.",
    "k4": "Check-in is from 4 PM. Checkout is by 11 AM.",
    "k3": "Trash goes out on Tuesday night; bins are behind the shed.",
}


@pytest.mark.parametrize(
    ("question", "fact", "part"),
    [
        ("What's the wifi password?", "k1", "password"),
        ("Where should we park our second car?", "k2", "park"),
        ("What day is garbage?", "k3", "Tuesday"),
        ("Can we check in early?", "k4", "4 PM"),
        ("When do we have to leave on the last day?", "k4", "11 AM"),
        ("¿Cuál es la clave del wifi?", "k1", "Fern-Guest"),
    ],
)
def test_it_quotes_the_sentence_that_shares_the_telling_words(question: str, fact: str, part: str) -> None:
    (quote,) = pretend_model.read(question, FACTS).quotes
    assert quote.fact == fact
    assert part in quote.text
    assert quote.text in FACTS[fact]


def test_what_no_fact_speaks_of_is_unanswered() -> None:
    reading = pretend_model.read("Is there a piano?", FACTS)
    assert reading.quotes == ()
    assert reading.unanswered == ("Is there a piano?",)


def test_several_questions_are_answered_one_by_one() -> None:
    reading = pretend_model.read("Hi there! When does trash go out? And the wifi password?", FACTS)
    assert [quote.fact for quote in reading.quotes] == ["k3", "k1"]


def test_facts_are_the_lines_that_are_facts() -> None:
    text = 'Facts:\n{"id": 1, "text": "A"}\n{"id": "b"}\nnot json {"id": "c", "text": "C"}\n{broken\n["id"]'
    assert pretend_model.read_facts([text]) == {"1": "A"}


def test_headings_and_wrappers_are_not_the_message() -> None:
    lines = [json.dumps({"id": key, "text": text}) for key, text in FACTS.items()]
    asked = "\n".join(["## Facts", *lines, "## The guest wrote", '{"message": "When does trash go out?"}'])
    schema = {"properties": {"claims": {"type": "array"}, "unanswered": {"type": "array"}}}
    answer = json.loads(pretend_model.answer([asked], schema))
    assert answer["unanswered"] == []
    assert answer["claims"][0]["facts"] == ["k3"]


def test_the_answer_has_every_field_of_the_schema() -> None:
    schema = {
        "properties": {
            "tone": {"enum": ["warm", "cool"]},
            "score": {"type": ["number", "null"]},
            "more": {"type": "object", "properties": {"yes": {"type": "boolean"}}},
            "decision": {"type": "string"},
        }
    }
    answer = json.loads(pretend_model.answer(["Is there a piano?"], schema))
    assert answer == {"tone": "warm", "score": 0, "more": {"yes": False}, "decision": "person"}


@pytest.mark.parametrize("texts", [[], [""], ["   \n"], ["{}"], ["?!"]])
def test_nothing_asked_is_nothing_claimed(texts: list[str]) -> None:
    schema = {"properties": {"claims": {"type": "array"}, "decision": {"type": "string"}}}
    assert json.loads(pretend_model.answer(texts, schema)) == {"claims": [], "decision": "nothing"}


def test_one_json_object_is_read_like_the_lines() -> None:
    told = {
        "language": "es",
        "facts": [{"id": key, "about": "House manual", "text": text} for key, text in FACTS.items() if key != "k4"]
        + [{"id": "k9", "about": "Check-in", "text": "From 4 PM."}, "odd", {"text": "no id"}],
        "conversation": [{"who": "host", "text": "Is there a piano?"}],
        "message": "When is check-in? And the wifi password?",
    }
    schema = {"properties": {"claims": {"type": "array"}, "language": {"type": "string"}}}
    answer = json.loads(pretend_model.answer([json.dumps(told, indent=1)], schema))
    assert [claim["facts"] for claim in answer["claims"]] == [["k9"], ["k1"]]
    assert answer["claims"][0]["text"] == "From 4 PM."
    assert answer["language"] == "es"
