"""Names and fallbacks: what an author may write, and that what is filled in is only ever text."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casa.core.templates.catalogue import EXAMPLES, GROUPS, VARIABLES
from casa.core.templates.grammar import Slot, parse, written
from casa.core.templates.render import EXAMPLE, Facts, problem_words, resolve
from casa.core.templates.situation import first_name, full_name
from casa.core.templates.spoken import said


def facts(**values):
    return Facts(None, "Anna Diaz", "en", {key.replace("__", "."): value for key, value in values.items()})


def test_a_name_is_filled_in_and_a_fallback_stands_in_for_it():
    text = 'Hi {{ guest.first_name | "there" }}, welcome.'
    assert resolve(text, "en", facts(guest__first_name="Anna")).text == "Hi Anna, welcome."
    alone = resolve(text, "en", facts())
    assert alone.text == "Hi there, welcome."
    assert alone.whole
    assert alone.fell_back == ("guest.first_name",)
    assert alone.used == ("guest.first_name",)


def test_without_a_fallback_something_is_missing_and_the_host_reads_for_whom():
    found = resolve("You arrive {{ stay.arrival }}, leave {{ stay.departure }}.", "en", facts())
    assert found.missing == ("stay.arrival", "stay.departure")
    assert not found.whole
    assert found.text == "You arrive [day of arrival], leave [day of departure]."
    words = problem_words(found, "Anna Diaz")
    assert words.startswith("Not known for Anna Diaz: day of arrival and day of departure.")


@pytest.mark.parametrize(
    ("text", "filled"),
    [
        ('Hi {{ guest.first_name | "" }}, welcome.', "Hi, welcome."),
        ('{{ guest.first_name | "" }} welcome.', "welcome."),
        ('Hello {{ guest.first_name | "" }} and welcome', "Hello and welcome"),
        ('See you {{ guest.first_name | "" }}', "See you"),
        ('Line\n{{ guest.first_name | "" }} next', "Line\nnext"),
    ],
)
def test_an_empty_fallback_leaves_no_gap(text, filled):
    assert resolve(text, "en", facts()).text == filled


def test_what_is_filled_in_is_never_read_again():
    hostile = facts(guest__first_name="{{ code.door }}", code__door="4821")
    found = resolve('Hi {{ guest.first_name | "there" }}', "en", hostile)
    assert found.text == "Hi {{ code.door }}"
    assert "code.door" not in found.used


def test_a_value_is_one_line_and_bounded():
    found = resolve("Hi {{ guest.first_name }}", "en", facts(guest__first_name="A\nReply\u202e X" + "y" * 900))
    assert "\n" not in found.text
    assert "\u202e" not in found.text
    assert len(found.text) <= 170


@pytest.mark.parametrize(
    "text", ["Hi {{ guest.first_name", "Hi {{ guest }}", "{{ guest.first_name | there }}", "{{ 1 + 1 }}",
             "{{ guest.Name }}", '{{ guest.first_name | "a{{b" }}', "{{ }}", "{% load x %}{{ a.b.c }}"],
)  # fmt: skip
def test_what_cannot_be_read_is_a_problem_with_its_place(text):
    found = parse(text)
    assert found.problems
    assert all(0 <= problem.start < problem.end <= len(text) for problem in found.problems)


@pytest.mark.parametrize("quoted", ['"there"', "'there'", "“there”", "‘there’", '”there"', "«there»"])
def test_quotes_of_any_keyboard_are_understood(quoted):
    assert parse(f"{{{{ guest.first_name | {quoted} }}}}").slots[0].fallback == "there"


@given(st.text(max_size=300))
def test_any_text_is_read_and_resolved(text):
    found = parse(text)
    pieces = [written(piece) if isinstance(piece, Slot) else piece.text for piece in found.pieces]
    if not found.slots:
        assert "".join(pieces) == text
    resolve(text, "en", EXAMPLE)


@given(st.text(alphabet='{}| "a.b\n', max_size=200))
def test_any_heap_of_braces_is_read(text):
    resolve(text, "en", EXAMPLE)
    assert len(parse(text).slots) <= text.count("{{")


def test_days_and_times_are_said_as_in_each_language():
    day, clock = date(2026, 10, 16), time(16)
    assert [said(day, spoken) for spoken in ("en", "es", "fr")] == [
        "Friday, October 16", "viernes 16 de octubre", "vendredi 16 octobre",
    ]  # fmt: skip
    assert [said(clock, spoken) for spoken in ("en", "es", "fr")] == ["4 PM", "16:00", "16 h 00"]
    assert said(time(9, 5), "en") == "9:05 AM"
    assert said(date(2026, 5, 1), "fr") == "vendredi 1er mai"
    assert (
        said(datetime(2026, 10, 16, 9, 30, tzinfo=ZoneInfo("America/New_York")), "en") == "Friday, October 16, 9:30 AM"
    )
    assert said(day, "de") == said(day, "en")
    assert said(None, "en") == ""


@pytest.mark.parametrize(
    ("name", "first"),
    [("anna diaz", "Anna"), ("ANNA DIAZ", "Anna"), ("Jean-Luc Picard", "Jean-Luc"), ("O’Brien Pat", "O’Brien"),
     ("McKay Lee", "McKay"), ("Guest", ""), ("+18285550100", ""), ("evil.com free money", ""), ("", ""),
     ("Anna {{ code.door }}", ""), ("X" * 80, ""), ("Йоан Петров", "Йоан"), ("JP Morgan", "JP")],
)  # fmt: skip
def test_only_what_is_a_name_is_greeted(name, first):
    assert first_name(name) == first
    assert full_name(name).startswith(first)


def test_the_catalogue_is_whole():
    for variable in VARIABLES.values():
        assert variable.group in GROUPS
        assert said(EXAMPLES[variable.name], "en"), variable.name
        assert parse(f"{{{{ {variable.name} }}}}").slots[0].name == variable.name
