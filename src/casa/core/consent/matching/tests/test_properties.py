"""Properties that hold for any text: decoration never hides a keyword, prose never becomes one, nothing
crashes."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casa.core.consent.matching import Context, classify
from casa.core.consent.matching.keyword import match_keyword
from casa.core.consent.matching.keywords import HELP_WORDS, START_WORDS, STOP_PHRASES, STOP_WORDS

EVERY_STOP = sorted(STOP_WORDS | STOP_PHRASES)
AROUND = st.text(alphabet=" \t\n.!?,;:\"'()[]*_~-“”…\u200b\u200d\ufeff\u00a0\u2060👍🙏😡🏽\ufe0f", max_size=12)
SENTENCES = (
    "We arrive at four, ", "The door code works and ", "Thank you for the towels, tell me about the ",
    "Our flight lands late so ",
    "Is there a grocery near the ", "My wife asked whether we could see the ",
)  # fmt: skip


def wide(word: str) -> str:
    return "".join(chr(ord(letter) + 0xFEE0) if "!" <= letter <= "~" else letter for letter in word)


def bold(word: str) -> str:
    return "".join(chr(0x1D5D4 + ord(letter) - 65) if "A" <= letter <= "Z" else letter for letter in word.upper())


def dotted(word: str) -> str:
    return ".".join(word)


def cyrillic(word: str) -> str:
    return word.translate(str.maketrans("aceopxyi", "асеорхуі"))


def hidden(word: str) -> str:
    return "\u200b".join(word)


@given(
    word=st.sampled_from(EVERY_STOP),
    before=AROUND,
    after=AROUND,
    case=st.sampled_from([str.upper, str.title, str.lower]),
)
@settings(max_examples=400)
def test_decoration_never_hides_a_stop_word(word: str, before: str, after: str, case: type[str]) -> None:
    assert classify(before + case(word) + after).label == "stop"


@given(word=st.sampled_from([*sorted(START_WORDS), *sorted(HELP_WORDS)]), before=AROUND, after=AROUND)
@settings(max_examples=100)
def test_decoration_never_changes_start_or_help(word: str, before: str, after: str) -> None:
    plain = classify(word, Context(opted_out=True))
    assert classify(before + word.upper() + after, Context(opted_out=True)) == plain


@pytest.mark.parametrize("disguise", [wide, bold, dotted, cyrillic, hidden])
@pytest.mark.parametrize("word", ["stop", "unsubscribe", "cancel", "quit", "revoke", "remove"])
def test_other_letters_never_hide_a_stop_word(word: str, disguise: type[str]) -> None:
    assert classify(disguise(word)).label == "stop"


@given(start=st.sampled_from(SENTENCES), word=st.sampled_from(EVERY_STOP))
@settings(max_examples=200)
def test_a_sentence_before_the_word_is_never_a_keyword(start: str, word: str) -> None:
    assert match_keyword(start + word) is None


@given(text=st.text(max_size=400), ours=st.text(max_size=60), opted_out=st.booleans(), pending=st.booleans())
@settings(max_examples=400)
def test_any_text_gets_a_verdict(text: str, ours: str, opted_out: bool, pending: bool) -> None:
    verdict = classify(text, Context(opted_out, pending, ours))
    assert (verdict.scope is not None) >= verdict.suppresses
    assert verdict.why
    assert verdict.rule.startswith("R")


@pytest.mark.parametrize("padding", [" ", "\n", "\u200b", "\u00a0", " \n"])
def test_a_keyword_in_two_megabytes_of_blanks_is_found(padding: str) -> None:
    blanks = padding * (1_000_000 // len(padding))
    assert classify(blanks + "STOP" + blanks).label == "stop"


@pytest.mark.parametrize(
    "piece",
    [
        "stop ",
        "a",
        "please don't ",
        "> quoted\n",
        "no more ",
        "i ",
        "“",
        "\u0301",
        "the text of the message on ",
        "😀",
        "不要",
        "stop stop, ",
    ],
)
def test_two_megabytes_are_read_in_bounded_time(piece: str) -> None:
    text = piece * (2_000_000 // len(piece))
    began = time.process_time()
    classify(text)
    assert time.process_time() - began < 5
