"""Tables are read on the first text and patterns compiled for the first text that may hold them; nothing is missed."""

import json
import subprocess
import sys

import pytest

from casa.core.consent.matching import frames, learn, phrases
from casa.core.consent.matching.prefilter import Search
from casa.core.consent.matching.spoken import spoken
from casa.lib.text import fold

_LINES = learn.EXAMPLES.joinpath("examples.jsonl").read_text("utf-8").splitlines()
_SAID = [spoken(fold(json.loads(line)["text"])) for line in _LINES]
_UNTOUCHED = """
from casa.core.consent.matching import decide, frames, opinion, phrases, spoken
rows = [*phrases.WRONG_NUMBERS, *phrases.FALSE_FRIENDS, *(row.pattern for row in phrases.FOREIGN)]
assert not frames.frames.cache_info().currsize and not opinion._model.cache_info().currsize
assert [row for row in rows if row._pattern or row._needed is not None] == []
decide.classify("please stop texting me")
assert frames.frames.cache_info().currsize and [row for row in rows if row._needed is not None]
"""


def test_importing_the_matcher_compiles_no_table():
    subprocess.run([sys.executable, "-c", _UNTOUCHED], check=True, timeout=120)


def test_a_frame_is_never_passed_over_where_it_stands():
    """Whatever a frame matches holds a word for each item that the frame cannot do without."""
    for said in _SAID[::7]:
        code = frames.encode(said.split())
        for frame in (*frames.frames(), *frames.vague()):
            assert frame.may_stand_in(set(code)) or not frames._pattern(frame.written).search(code), frame.written


@pytest.mark.parametrize("text", ["请不要发短信", "别打", "मैसेज मत भेजो", "لا تتصل", "обычный текст", "no more texts"])
def test_a_phrase_is_never_passed_over_where_it_stands(text):
    rows = [row.pattern for row in phrases.FOREIGN] + [*phrases.FALSE_FRIENDS]
    for row in rows:
        assert bool(row.search(text)) == bool(row.pattern.search(text)), row.written


def test_one_character_of_another_script_is_a_word_to_look_for():
    assert Search("(?:别|请勿)打").needed
    assert not Search("(?:a|b)c").needed
