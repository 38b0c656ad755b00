"""Preferences, programs, bands, and what a language model may add."""

from datetime import time

import pytest

from casa.core.consent.matching import Context, Preference, classify, decide, unclear
from casa.core.consent.matching.opinion import DOUBT


@pytest.mark.parametrize(
    ("text", "starts", "ends"),
    [
        ("please don't text after 9", time(21), None),
        ("not after 9:30pm please", time(21, 30), None),
        ("don't text me before 8am", None, time(8)),
        ("don't call before noon", None, time(12)),
        ("Only text after 5", None, None),
    ],
)
def test_hours_are_read_where_they_are_named(text: str, starts: time | None, ends: time | None) -> None:
    verdict = classify(text)
    assert (verdict.label, verdict.preference) == ("none", Preference("hours", starts=starts, ends=ends))


@pytest.mark.parametrize("text", ["no me llame antes de las 9", "ne m'appelez pas avant 9h"])
def test_hours_in_other_languages(text: str) -> None:
    wish = classify(text).preference
    assert wish is not None
    assert (wish.kind, wish.ends) == ("hours", time(9))


def test_the_channel_that_is_left() -> None:
    assert classify("email only").preference == Preference("channel", channel="email")
    assert classify("please use my other number 555-0133").preference == Preference("number")


def test_a_named_kind_of_message() -> None:
    assert classify("stop the reminders please").program == "reminders"
    assert classify("stop the reminders please").scope == "all"
    assert classify("no more text reminders").program == ""


def test_bands() -> None:
    assert classify("please take me off your list").band == "clear"
    assert classify("not interested").band == "review"
    assert classify("CANCEL", Context(last_outbound="Your appointment is tomorrow.")).band == "review"


def test_complaints_and_wrong_numbers_are_named() -> None:
    assert classify("I will report you to the FCC").complaint
    assert classify("you have the wrong number").wrong_number
    assert not classify("stop texting me").complaint


def test_what_no_rule_hears_but_may_be_a_request_is_unclear(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decide, "score", lambda said: DOUBT)
    assert unclear("hmm, this again")
    monkeypatch.setattr(decide, "score", lambda said: DOUBT - 0.1)
    assert not unclear("hmm, this again")


@pytest.mark.parametrize(
    "text",
    ["STOP", "please stop texting me", "Liked “Reply STOP to opt out”", "what time is check-in?", "not after nine"],
)
def test_what_is_decided_or_about_something_else_is_not_unclear(text: str) -> None:
    assert not unclear(text)
