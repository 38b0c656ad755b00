import numpy as np
import pytest

from casa.core.assistant import embed, retrieve
from casa.core.assistant.concepts import gloss
from casa.core.assistant.tests.house_questions import HOUSE, IN_FRENCH, IN_SPANISH, OFF_TOPIC, Entry
from casa.core.assistant.text import split_sentences, stem

needs_model = pytest.mark.skipif(not embed.available(), reason="the embedding model is not installed")


@pytest.fixture(scope="module")
def vectors() -> dict[str, embed.Vectors]:
    return {entry.id: embed.encode_passage(entry.title, entry.text) for entry in HOUSE}


def found(kind: str, vectors: dict[str, embed.Vectors], *, by_meaning: bool, first: int = 1) -> int:
    """How many of the 30 questions of a kind find their passage among the first ones."""

    def hit(entry: Entry) -> bool:
        hits = retrieve.rank(getattr(entry, kind), HOUSE, vectors, by_meaning=by_meaning)
        return entry.id in [h.passage_id for h in hits[:first]]

    return sum(hit(entry) for entry in HOUSE)


@needs_model
def test_meaning_finds_what_words_do_not(vectors: dict[str, embed.Vectors]) -> None:
    meant = {kind: found(kind, vectors, by_meaning=True) for kind in ("close", "far")}
    worded = {kind: found(kind, vectors, by_meaning=False) for kind in ("close", "far")}
    assert sum(meant.values()) / 60 >= 0.80
    assert sum(worded.values()) / 60 <= sum(meant.values()) / 60 - 0.20
    assert worded["close"] / 30 >= 0.80


@needs_model
def test_the_right_passage_is_nearly_always_among_three(vectors: dict[str, embed.Vectors]) -> None:
    assert found("close", vectors, by_meaning=True, first=3) + found("far", vectors, by_meaning=True, first=3) >= 54


@needs_model
@pytest.mark.parametrize("question", OFF_TOPIC)
def test_off_topic_is_refused(question: str, vectors: dict[str, embed.Vectors]) -> None:
    assert retrieve.rank(question, HOUSE, vectors)[0].confidence == "refuse"
    assert retrieve.rank(question, HOUSE, vectors, by_meaning=False)[0].confidence == "refuse"


@needs_model
@pytest.mark.parametrize("asked", [IN_SPANISH, IN_FRENCH], ids=["spanish", "french"])
def test_other_languages_find_english_passages(asked: dict[str, str], vectors: dict[str, embed.Vectors]) -> None:
    right = [retrieve.rank(gloss(text), HOUSE, vectors)[0].passage_id == name for name, text in asked.items()]
    assert sum(right) >= 9


@needs_model
def test_the_best_sentence_comes_with_the_hit(vectors: dict[str, embed.Vectors]) -> None:
    best = retrieve.rank("How long does the dryer take?", HOUSE, vectors)[0]
    assert best.passage_id == "laundry"
    assert best.sentence == "The dryer takes about an hour per load."


@needs_model
def test_vectors_have_length_one_and_survive_packing() -> None:
    rows = embed.encode_passage("Sauna", "The sauna needs forty minutes. Set the timer.")
    assert rows.shape == (3, embed.DIMENSIONS)
    assert rows.dtype == np.float32
    assert np.allclose(np.linalg.norm(rows, axis=1), 1.0, atol=1e-5)
    again = embed.unpack(embed.pack(rows))
    assert np.allclose(rows, again, atol=1e-3)
    assert len(embed.pack(rows)) == 3 * 768


@needs_model
def test_a_text_means_the_same_alone_and_in_a_batch() -> None:
    long = "The bins are behind the garage and the truck comes on Tuesday morning. " * 60
    alone, batch = embed.encode(["Where is the sauna?"])[0], embed.encode([long, "Where is the sauna?"])
    assert float(alone @ batch[1]) > 0.999
    assert embed.encode([]).shape == (0, embed.DIMENSIONS)


@needs_model
def test_missing_vectors_are_made_on_the_way() -> None:
    assert retrieve.rank("Where is the fuse box?", HOUSE)[0].passage_id == "fuse"


def test_without_the_model_words_decide(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embed, "available", lambda: False)
    best = retrieve.rank("Where are the dishwasher tablets?", HOUSE)[0]
    assert (best.passage_id, best.by, best.confidence) == ("dishes", "words", "sure")
    assert retrieve.rank("qwerty uiop", HOUSE)[0].confidence == "refuse"
    assert retrieve.rank("", HOUSE) == []
    assert retrieve.rank("anything", []) == []


def test_a_missing_model_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    embed._load.cache_clear()
    monkeypatch.setattr(embed, "_model_path", lambda: None)
    with pytest.raises(embed.NoModel, match="Install the dependencies"):
        embed.encode(["a sentence that nobody has encoded before"])
    embed._load.cache_clear()


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("One. Two? Three!", 3),
        ("Apt. 4 is on the left. Ring twice.", 2),
        ("Open from 9 a.m. to 5 p.m. Monday to Friday.", 1),
        ("Line one\nLine two\n\n", 2),
        ("¿Hay wifi? ¡Sí! Está en la sala.", 3),
        ("", 0),
    ],
)
def test_sentences(text: str, count: int) -> None:
    assert len(split_sentences(text)) == count


def test_stems_meet() -> None:
    assert stem("parking") == stem("parked") == stem("parks")
    assert stem("batteries") == stem("battery")
