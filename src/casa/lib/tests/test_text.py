"""One spelling for every way to write a word."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casa.lib import text


@pytest.mark.parametrize(
    "written",
    ["STOP", "ｓｔｏｐ", "𝗦𝗧𝗢𝗣", "🅂🅃🄾🄿", "🅢🅣🅞🅟", "Ⓢⓣⓞⓟ", "ꜱᴛᴏᴘ",
     "ЅТОР", "ѕtор", "stóp", "S̶T̶O̶P̶", "s\u200bt\u00ado\ufe0fp", "🇸🇹🇴🇵"],
)  # fmt: skip
def test_disguised_letters_fold_to_plain_ones(written: str) -> None:
    assert text.fold(written) == "stop"


@pytest.mark.parametrize("written", ["стоп", "не пишите мне", "όχι άλλα μηνύματα"])
def test_words_of_other_scripts_stay_in_their_script(written: str) -> None:
    assert not any("a" <= letter <= "z" for letter in text.fold(written))


def test_accents_go_and_east_asian_marks_stay() -> None:
    assert text.fold("Arrêtez, DÉSABONNER, não, đừng") == "arretez, desabonner, nao, dung"
    assert text.fold("送らないで 보내지") == "送らないで 보내지"


def test_words_join_at_apostrophes_and_part_at_symbols() -> None:
    assert text.words(text.fold("Don’t stop_me — 4 you👍now")) == ["dont", "stop", "me", "4", "you", "now"]


def test_clip_squeezes_blanks_before_it_cuts() -> None:
    assert text.clip(" " * 9000 + "a  b\n\n \nc" + "\u200b" * 9000, head=10, tail=5) == "a b\nc"
    assert text.clip("x" * 50 + "y" * 50, head=10, tail=5) == "x" * 10 + "\n" + "y" * 5


@pytest.mark.parametrize(
    ("left", "right", "distance"),
    [("stop", "stop", 0), ("sotp", "stop", 1), ("stp", "stop", 1), ("stoop", "stop", 1),
     ("shop", "stop", 1), ("slap", "stop", 2), ("quit", "stop", 3)],
)  # fmt: skip
def test_edit_distance_counts_one_slip_as_one(left: str, right: str, distance: int) -> None:
    assert text.edit_distance(left, right) == distance
    assert text.edit_distance(right, left) == distance


@given(st.text("abc", max_size=5), st.text("abc", max_size=5))
def test_one_slip_away_is_a_distance_of_one(left: str, right: str) -> None:
    assert text.is_one_slip_away(left, right) == (text.edit_distance(left, right) == 1)


def test_squeeze_runs_keeps_ordinary_doubles() -> None:
    assert text.squeeze_runs("stooooop") == "stop"
    assert text.squeeze_runs("calling off") == "calling off"


def test_has_word_tells_an_emoji_from_a_letter() -> None:
    assert text.has_word("ok 👍")
    assert text.has_word("好")
    assert not text.has_word("👍🏽 ‼️")


@given(st.text())
def test_folding_twice_changes_nothing(written: str) -> None:
    once = text.fold(written)
    assert text.words(text.fold(once)) == text.words(once)
