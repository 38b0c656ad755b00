"""Each check of the linter: a text that it stops, and one like it that may go."""

import pytest

from casa.core.templates.footer import House
from casa.core.templates.lint import lint, passes, promotional

HOUSE = House("Laurel & Pine", "(828) 555-0100", "hello@laurelpine.example", frozenset({"lpstays.com"}))


def rules(text, kind="marketing", blocking=True, **more):
    return {found.rule for found in lint(text, kind, HOUSE, **more) if found.blocks or not blocking}


def test_a_good_offer_passes():
    text = "Laurel & Pine: Ember nights are back. 15% off any Sunday stay. Code EMBER. See dates: lpstays.com/ember"
    assert lint(text, "marketing", HOUSE) == ()


@pytest.mark.parametrize("text", ["Ember nights are back, Laurel & Pine", "Hi {{ brand.name }}: offers"])
def test_r11_the_name_comes_first_in_an_offer(text):
    found = next(one for one in lint(text, "marketing", HOUSE) if one.rule == "R11")
    assert found.blocks
    assert rules(found.fix + text) == set()
    assert "R11" not in rules(text, "reply")


def test_r11_the_first_text_of_a_program_says_how_often_and_whom_to_call():
    text = "{{ brand.name }}: you are on the list."
    assert "R11" in rules(text, opens=True)
    assert rules(f"{text} Up to 4 texts a month.", opens=True) == set()
    assert rules(f"{text} Msg frequency varies.", opens=True) == set()
    nobody = House("Laurel & Pine")
    assert any("phone" in one.words for one in lint(f"{text} 4 msgs/month.", "marketing", nobody, opens=True))


@pytest.mark.parametrize(
    "text",
    ["Checkout is at 11. Enjoy 10% off your next stay", "Book again and save", "See you soon: {{ link.booking }}",
     "Your visit is at 9. Refer a friend today", "Salida a las 11. Descuento para ti", "Départ 11 h. Offre spéciale"],
)  # fmt: skip
def test_r2_an_offer_in_any_other_text_is_stopped(text):
    assert "R2" in rules(text, "reminder")
    assert "R2" in rules(text, "service")
    assert "R2" not in rules(text, "marketing")


@pytest.mark.parametrize(
    "text",
    ["Feel free to park in the drive", "The cottage is free at 4 PM", "You can book a taxi at the desk",
     "Breakfast is 20 dollars", "We deal with the heating today", "Please save the code", "100% cotton sheets"],
)  # fmt: skip
def test_r2_plain_words_are_no_offer(text):
    assert rules(text, "service") == set()
    assert not promotional(text)


@pytest.mark.parametrize(
    ("text", "instead"),
    [("Reply CANCEL to cancel", "X"), ("Text END to finish", "DONE"), ("Answer HELP if you need towels", "ASK"),
     ("reply with stop if you can't come", "X"), ("Send “START” to begin", "GO"), ("Reply INFO to learn more", "MORE"),
     ("Responde CANCELAR para anular", "X")],
)  # fmt: skip
def test_r34_reserved_words_are_asked_for_nothing_else(text, instead):
    found = next(one for one in lint(text, "reminder", HOUSE) if one.rule == "R34")
    assert found.blocks
    assert found.fix == instead
    fixed = text[: found.start] + found.fix + text[found.end :]
    assert "R34" not in rules(fixed, "reminder")


@pytest.mark.parametrize(
    "text", ["Reply C to confirm, R for another time, X if you can't come", "Answer here with questions",
             "If you cancel, tell us", "Text us when you stop by", "Reply YES to confirm"],
)  # fmt: skip
def test_r34_other_answers_may_be_asked_for(text):
    assert "R34" not in rules(text, "reminder")


def test_r49_a_footer_of_ones_own_is_noticed_and_not_stopped():
    found = [one for one in lint("Laurel & Pine: hi. Reply STOP to opt out", "marketing", HOUSE) if one.rule == "R49"]
    assert found
    assert not found[0].blocks


@pytest.mark.parametrize("text", ["Please do not reply to this text", "This is a no-reply number", "Ne pas répondre"])
def test_r28_no_text_says_that_nobody_reads(text):
    assert "R28" in rules(text, "service")


@pytest.mark.parametrize(
    "text", ["Laurel & Pine: CBD gummies", "Laurel & Pine: casino night", "Laurel & Pine: vapes in"]
)
def test_r56_prohibited_topics_stop_an_offer_and_are_noticed_elsewhere(text):
    assert "R56" in rules(text)
    assert "R56" not in rules(text, "service")
    assert "R56" in rules(text, "service", blocking=False)


def test_r57_shorteners_are_stopped_everywhere_and_strange_hosts_in_offers():
    assert "R57" in rules("Laurel & Pine: see bit.ly/x1")
    assert "R57" in rules("See https://tinyurl.com/abc for the map", "reply")
    assert "R57" in rules("Laurel & Pine: see www.elsewhere.example/now")
    assert "R57" not in rules("Laurel & Pine: see https://book.lpstays.com/now")
    assert "R57" not in rules("The trail: https://parks.example/trail", "reply", blocking=False)
    assert "R57" in rules("Laurel & Pine: see lpstays.com.evil.example/now")
    assert "R57" not in rules("Mail a@elsewhere.example", "service", blocking=False)


def test_unknown_names_and_codes_in_offers_are_stopped():
    assert not passes(lint("Hi {{ guest.shoe_size }}", "reply", HOUSE))
    assert not passes(lint("{{ brand.name }}: code {{ code.door }}", "marketing", HOUSE))
    assert passes(lint("The code is {{ code.door }}", "service", HOUSE))


def test_long_empty_and_shouted_texts():
    assert "R71" in rules("a" * 1531, "reply")
    assert not passes(lint("  ", "reply", HOUSE))
    assert lint("COME BACK TO THE MOUNTAINS NOW FOLKS", "reply", HOUSE)[0].level == "warn"
    assert any(found.fix == "!" for found in lint("See you soon!!!", "reply", HOUSE))


def test_carriers_rules_do_not_hold_for_email():
    assert passes(lint("Ember nights: 15% off, see www.elsewhere.example", "marketing", HOUSE, channel="email"))
