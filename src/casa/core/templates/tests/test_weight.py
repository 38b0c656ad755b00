"""Parts, prices and how a text gets lighter (R70 to R72), and the legal line (R11, R49)."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casa.core.templates.footer import _LINES, EVERY, FULL, House, footer, has_footer, with_footer
from casa.core.templates.preview import Draft, preview
from casa.core.templates.render import EXAMPLE
from casa.core.templates.shorten import lighter, swaps
from casa.core.templates.weight import Rates, money, rates_of, weigh
from casa.lib.sms import Encoding, segments

HOUSE = House("Laurel & Pine", "(828) 555-0100")
NOW = datetime(2026, 11, 22, tzinfo=UTC)


@pytest.mark.parametrize("line", _LINES.values())
def test_r70_a_footer_never_makes_a_text_dearer_by_its_letters(line):
    assert segments(line).encoding is Encoding.GSM_7


@pytest.mark.parametrize("language", ["en", "es", "fr", "de"])
def test_r49_every_offer_has_the_whole_line(language):
    line = footer(HOUSE, "marketing", language)
    assert "STOP" in line
    assert "HELP" in line
    assert has_footer(with_footer("Hello", line))


def test_r11_the_first_text_of_a_program_names_a_contact():
    assert HOUSE.phone in footer(HOUSE, "service", "en", opens=True)
    assert footer(HOUSE, "service", "en", opens=True).startswith(_LINES["en", FULL])


def test_r49_other_texts_remind_once_a_month():
    assert footer(HOUSE, "service", "en", now=NOW) == "Reply STOP to opt out."
    assert footer(HOUSE, "service", "en", last_at=NOW - EVERY, now=NOW)
    assert footer(HOUSE, "reminder", "en", last_at=NOW - EVERY + timedelta(minutes=1), now=NOW) == ""
    assert footer(HOUSE, "reply", "en", now=NOW) == ""
    assert footer(HOUSE, "service", "en") == ""
    assert with_footer("Hello ", "") == "Hello"


def test_the_mock_ups_text_is_two_parts_and_51_too_long():
    body = (
        "Laurel & Pine: Ember nights are back. 15% off any Sunday to Thursday stay, 1 to 19 Nov, for past guests. "
        "Code EMBER. See dates: lpstays.com/ember"
    )
    found = weigh(with_footer(body, footer(HOUSE, "marketing", "en")), Rates(7_900, 20_000))
    assert (found.characters, found.segments, found.over) == (211, 2, 51)
    assert found.fills == (153, 58)
    assert found.price == 15_800
    assert money(found.price * 469) == "$7.41"
    assert money(found.price) == "$0.016"


def test_r72_quotes_travel_plainly_unless_the_template_says_otherwise():
    found = weigh("It’s “fine” …")
    assert found.text == 'It\'s "fine" ...'
    assert found.encoding is Encoding.GSM_7
    assert set(found.repaired) == {"’", "“", "”", "…"}
    assert weigh("It’s fine", repairs=False).encoding is Encoding.UCS_2
    assert weigh("Hi O’Brien, it’s", keep=("O’Brien",)).text == "Hi O’Brien, it's"


@pytest.mark.parametrize("units", [1, 160, 161, 306, 307, 459])
def test_what_goes_over_is_what_must_go(units):
    found = weigh("a" * units)
    if found.segments > 1:
        assert weigh("a" * (units - found.over)).segments == found.segments - 1
        assert weigh("a" * (units - found.over + 1)).segments == found.segments
    else:
        assert found.over == 0
    assert sum(found.fills) == units


def test_a_picture_message_has_one_price():
    assert weigh("a" * 500, Rates(10, 99), pictures=2).price == 99


def test_prices_come_from_the_account_where_it_tells_them():
    assert rates_of({"segment_micros": 5000}).segment == 5000
    assert rates_of({"segment_micros": "5000"}).segment == Rates().segment
    assert rates_of({}, "FR").segment > rates_of({}, "US").segment


def test_swaps_shorten_and_leave_names_alone():
    body = 'I hope you are well. In order to check in, use {{ home.name | "in order to" }} 😀 “now” — café día.'
    done = lighter(body)
    assert 'home.name | "in order to"' in done
    assert "I hope" not in done
    assert "To check in" in done
    assert "😀" not in done
    assert segments(done).encoding is Encoding.UCS_2  # the quotes are left to repair
    assert weigh(done).encoding is Encoding.GSM_7
    assert "dia" in done
    assert "café" in done  # é is in the alphabet


@given(st.text(max_size=200))
def test_lighter_is_never_heavier(body):
    assert weigh(lighter(body)).segments <= weigh(body).segments
    assert all(swap.before in body for swap in swaps(body))


def test_a_preview_says_all_of_it_at_once():
    found = preview(
        Draft('{{ brand.name }}: Hi {{ guest.first_name | "there" }}, 15% off.', "marketing"), EXAMPLE, HOUSE
    )
    assert found.passes
    assert found.text == "Laurel & Pine: Hi Anna, 15% off."
    assert found.line == footer(HOUSE, "marketing", "en")
    assert "".join(found.parts) == f"{found.text}\n{found.line}"
    assert found.problem == ""
    missing = preview(Draft("Hi {{ guest.first_name }}", "reply"), EXAMPLE.__class__(None, "Anna"), HOUSE)
    assert "Anna" in missing.problem
