"""Texts for guests: every language has every one of them, set as its readers expect; days and numbers likewise."""

import re
from datetime import UTC, date, datetime
from pathlib import Path
from string import Formatter

import pytest
from django.utils import timezone, translation

from casa.core.accounts import spoken
from casa.core.accounts.spoken import LANGUAGES, Words

HOUSE = Path(spoken.__file__).parents[2]
SPEAKERS = sorted(
    path for path in HOUSE.rglob("*.py") if "Words.beside(__file__" in path.read_text() and "tests" not in path.parts
)
TEXTS = {
    f"{path.parent.name}/{path.stem}: {name}": texts
    for path in SPEAKERS
    for name, texts in Words.beside(str(path)).texts.items()
}
ALIKE = {"Code", "No", "Messages", "Notifications"}
"""Words that two languages share."""
BUILT = {"kind", "count", "ground", "span", "why", "right", "then", "said", "asked", "how"}
"""Groups of texts whose names are put together when they are said."""


def places(text):
    return sorted(name for _, name, _, _ in Formatter().parse(text) if name is not None)


def test_there_are_tables_to_look_at():
    assert len(SPEAKERS) >= 6
    assert len(TEXTS) > 150


def test_every_language_has_every_text_with_the_same_places():
    for name, texts in TEXTS.items():
        assert texts.keys() == LANGUAGES.keys(), name
        for text in texts.values():
            assert text.strip() == text != "", name
            assert places(text) == places(texts["en"]), name


def test_no_text_was_left_in_english():
    for name, texts in TEXTS.items():
        bare = re.sub(r"\{\w+\}|\W", "", texts["en"])
        if bare and texts["en"] not in ALIKE:
            assert texts["en"] not in (texts["es"], texts["fr"]), name


def test_texts_are_set_as_their_readers_expect():
    """Double signs with their space in French, both signs in Spanish, curly ones everywhere, nobody is shouted at."""
    for name, texts in TEXTS.items():
        assert not re.search(r"[ \w][;?!»]|« |[^\W\d]:|[)} ]:", texts["fr"]), name
        assert texts["es"].count("¿") == texts["es"].count("?"), name
        assert not any(re.search(r"['\"!]", text) for text in texts.values()), name


def test_guests_are_addressed_politely():
    for name, texts in TEXTS.items():
        assert not re.search(r"\b(tú|tus?|te|ti|vosotros|tuyos?)\b", texts["es"].lower()), name
        assert not re.search(r"\b(tu|te|toi|ton|ta|tes)\b", texts["fr"].lower()), name


def test_every_text_is_said_somewhere():
    """A text that nothing says is taken out: translators read it for nothing."""
    sources = (path for path in HOUSE.rglob("*") if path.suffix in (".py", ".html") and "tests" not in path.parts)
    code = "\n".join(path.read_text() for path in sources)
    for path in SPEAKERS:
        for name in Words.beside(str(path)).texts:
            assert name.split(".")[0] in BUILT or re.search(f"""['"]{name}['"]""", code), name


def test_whoever_speaks_from_a_table_refuses_from_it():
    refusals = [found for path in SPEAKERS for found in re.findall(r"(?:NotPossible|WrongCode)\((.)", path.read_text())]
    assert len(refusals) > 10
    assert set(refusals) <= {"s", "N"}, "say(…), and the class that inherits it"


def test_a_text_that_a_language_lacks_is_no_english_text(tmp_path):
    (tmp_path / "one.toml").write_text('[hello]\nen = "Hello {who}"\nfr = "Bonjour {who} !"\n')
    say = Words.beside(str(tmp_path / "one.py"))
    assert say("hello", who="you") == "Hello you"
    with translation.override("fr"):
        assert say("hello", who="vous") == "Bonjour vous\u202f!"
    with translation.override("es"), pytest.raises(KeyError):
        say("hello", who="usted")


def test_a_table_can_stand_on_another_one(tmp_path):
    (tmp_path / "one.toml").write_text('[a]\nen = "one"\n[b.c]\nen = "two"\n')
    (tmp_path / "two.toml").write_text('[a]\nen = "nearer"\n')
    say = Words.beside(str(tmp_path / "two.py"), Words.beside(str(tmp_path / "one.py")))
    assert (say("a"), say("b.c")) == ("nearer", "two")


@pytest.mark.parametrize(
    ("active", "said"), [("es", "es"), ("es-mx", "es"), ("fr-ca", "fr"), ("en-us", "en"), ("de", "en")]
)
def test_the_active_language_is_spoken_and_english_where_it_is_none_of_ours(active, said):
    with translation.override(active):
        assert spoken.spoken_now() == said


SAID = {
    "en": ("1 Aug 2026", "31 Jan 2026, 4:05 PM", "12–16 Oct 2026", "30 Sep – 2 Oct 2026", "30 Dec 2025 – 1 Jan 2026",
           "1,284", "1\u00a0KB", "823\u00a0KB", "1.2\u00a0MB", "42\u00a0MB", "3.0\u00a0GB"),
    "es": ("1 de agosto de 2026", "31 de enero de 2026, 16:05", "del 12 al 16 de octubre de 2026",
           "del 30 de septiembre al 2 de octubre de 2026", "del 30 de diciembre de 2025 al 1 de enero de 2026",
           "1\u00a0284", "1\u00a0KB", "823\u00a0KB", "1,2\u00a0MB", "42\u00a0MB", "3,0\u00a0GB"),
    "fr": ("1er août 2026", "31 janvier 2026 à 16\u00a0h\u00a005", "du 12 au 16 octobre 2026",
           "du 30 septembre au 2 octobre 2026", "du 30 décembre 2025 au 1er janvier 2026",
           "1\u00a0284", "1\u00a0Ko", "823\u00a0Ko", "1,2\u00a0Mo", "42\u00a0Mo", "3,0\u00a0Go"),
}  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
def test_days_and_numbers_are_written_as_each_language_writes_them(language):
    with translation.override(language):
        assert (
            spoken.day(date(2026, 8, 1)),
            spoken.moment(datetime(2026, 1, 31, 16, 5, tzinfo=UTC)),
            spoken.between(date(2026, 10, 12), date(2026, 10, 16)),
            spoken.between(date(2026, 9, 30), date(2026, 10, 2)),
            spoken.between(date(2025, 12, 30), date(2026, 1, 1)),
            spoken.number(1284),
            *(spoken.size(count) for count in (7, 823_000, 1_230_000, 42_000_000, 3_000_000_000)),
        ) == SAID[language]


def test_a_moment_is_told_by_the_active_clock():
    late = datetime(2026, 1, 31, 23, 30, tzinfo=UTC)
    with timezone.override("Europe/Paris"), translation.override("fr"):
        assert spoken.moment(late) == "1er février 2026 à 0\u00a0h\u00a030"
        assert spoken.day(late) == "1er février 2026"
