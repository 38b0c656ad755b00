"""Single rules, where an example list cannot say what else must happen: scope, effect, context."""

import pytest

from casa.core.consent.matching import EFFECTS, Context, Preference, classify
from casa.core.consent.matching.prefilter import needed_words

OPTED_OUT = Context(opted_out=True)


@pytest.mark.parametrize(
    ("text", "effect"),
    [
        ("wrong number", "suppress_number"),
        ("I'm not Dave", "suppress_number"),
        ("I will report you to the FCC", "suppress_and_preserve"),
        ("not interested", "suppress_and_review"),
        ("cancel my subscription", "suppress_and_review"),
        ("I want a refund or my lawyer will contact you about the deposit", "preserve"),
        ("✋", "review"),
        ("Liked “Reply STOP to opt out”", "ignore"),
        ("please don't text after 9", "preference:hours"),
        ("email only", "preference:email_only"),
        ("help me with the lock", "route_human"),
        ("help! the kitchen is on fire", "page_human"),
    ],
)
def test_effect(text: str, effect: str) -> None:
    assert classify(text).effect == effect
    assert effect in EFFECTS


def test_email_only_ends_texting_and_is_kept_as_a_wish() -> None:
    verdict = classify("email only")
    assert (verdict.label, verdict.scope, verdict.rule) == ("revocation_freeform", "sms", "R46")
    assert verdict.preference == Preference("channel", channel="email")
    assert not classify("I prefer email").suppresses


def test_cancel_after_a_message_about_the_booking_asks_a_person_too() -> None:
    verdict = classify("CANCEL", Context(last_outbound="Your appointment is tomorrow at 9."))
    assert (verdict.label, verdict.effect, verdict.rule) == ("stop", "suppress_and_ask", "R34")
    assert classify("CANCEL").effect == "suppress"


def test_yes_is_an_answer_to_the_question_that_was_asked() -> None:
    assert classify("Yes", OPTED_OUT).label == "start"
    assert classify("Yes").label == "none"
    assert classify("Yes", Context(opted_out=True, last_outbound="Would you like a late checkout?")).label == "none"
    assert classify("Yes", Context(opted_out=True, last_outbound="Do you want our messages again?")).label == "start"


@pytest.mark.parametrize(
    "chatter", ["ok", "yes, see you at 4", "starting the drive", "y", "join us", "strat", "great thanks"]
)
def test_chatter_from_a_person_on_the_stop_list_is_never_start(chatter: str) -> None:
    verdict = classify(chatter, OPTED_OUT)
    assert verdict.label == "none" or verdict.effect == "resubscribe_prior_scope" and chatter == "strat"


def test_a_wish_to_come_back_is_asked_for_the_keyword() -> None:
    assert classify("I want the texts back", OPTED_OUT).effect == "reconsent_prompt"


def test_a_quotation_of_our_message_is_not_theirs() -> None:
    ours = "Your code is 1234. Please reply STOP to opt out of messages."
    assert classify(f"{ours}\nthanks", Context(last_outbound=ours)).label == "none"
    assert classify(f"> {ours}\nSTOP", Context(last_outbound=ours)).label == "stop"


def test_the_rest_of_a_message_with_a_false_friend_still_counts() -> None:
    assert classify("The heater stopped working. Also please take me off your text list").label == "revocation_freeform"


def test_the_end_of_a_long_message_is_read() -> None:
    assert (
        classify("We had a lovely time at the lake. " * 2000 + "Please unsubscribe me.").label == "revocation_freeform"
    )


@pytest.mark.parametrize(
    "text", ["opt oput", "un subscirbe", "stpo all", "qut", "dtop", "<b>STOP</b>", "stop, thanks for all"]
)
def test_a_slip_in_a_keyword_or_what_stands_around_it_does_not_hide_it(text: str) -> None:
    assert classify(text).label == "stop"


@pytest.mark.parametrize("text", ["i subscribe", "to subscribe", "stop wall", "opt in", "help, thanks for all"])
def test_two_words_that_are_near_a_keyword_are_none(text: str) -> None:
    assert classify(text).label == "none"


@pytest.mark.parametrize(
    ("text", "scope"),
    [
        ("only appointment reminders, please", "marketing"),
        ("I only want booking updates", "marketing"),
        ("please stop calling, texts are fine", "voice"),
        ("please stop texting and call instead", "sms"),
        ("don't text me, call", "sms"),
        ("use email not text", "sms"),
        ("do not text, call or email me", "all"),
        ("don't call or text", "all"),
        ("arrêtez de m'appeler et de m'écrire", "all"),
        ("put me on your no call list", "all"),
        ("cancel the texts but not my appointment", "all"),
        ("can I stop these reminders?", "all"),
    ],
)
def test_what_is_refused_ends_and_what_is_left_welcome_stays_open(text: str, scope: str) -> None:
    verdict = classify(text)
    assert (verdict.label, verdict.scope, verdict.band) == ("revocation_freeform", scope, "clear")


@pytest.mark.parametrize(
    "text", ["don't call my wife, call me", "I only got the booking message", "do not text my work phone, use this one"]
)
def test_another_way_to_the_same_person_ends_nothing(text: str) -> None:
    assert not classify(text).suppresses


def test_prefilter_names_words_that_every_match_holds() -> None:
    assert needed_words(r"\b(?:stop|quit) (?:the )?texting") == {"texting"}
    assert needed_words(r"\b(?:stop|quit)(?: now)?") == {"stop", "quit"}
    assert needed_words(r"\w+ (?:now)?") == frozenset()
