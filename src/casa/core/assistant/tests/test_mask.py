import random
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casa.core.assistant.mask import PLACEHOLDER, blot, codes_in, holds, mask, unmask

PHONES = (
    "+1 (415) 555-0134",
    "415-555-0134",
    "(541) 555 0177",
    "+44 20 7946 0958",
    "06 12 34 56 78",
    "+34 612 345 678",
    "5415550199",
    "+33612345678",
    "415.555.0134",
)
EMAILS = (
    "hannah.l@example.com",
    "a+b@mail.example.co.uk",
    "jo@x-y.org",
    "jo at example dot com",
    "ana (at) casa.example",
)
CARDS = ("4111 1111 1111 1111", "5500-0000-0000-0004", "340000000000009", "4111111111111111")
IBANS = (
    "DE89 3704 0044 0532 0130 00",
    "FR1420041010050500013M02606",
    "ES91 2100 0418 4502 0005 1332",
    "gb29nwbk60161331926819",
)
CODED = (
    ("the door code is {}", "4821#"),
    ("PIN: {}", "0042"),
    ("wifi password is {}", "Maple!42river"),
    ("lockbox {}", "99173"),
    ("el código es {}", "7741"),
    ("le mot de passe est {}", "soleil2024"),
    ("combination {}", "12-34-56"),
    ("cvv {}", "123"),
)
SPOKEN = (
    "four one five five five five zero one three four",
    "seis uno dos tres cuatro cinco",
    "zéro six un deux trois quatre",
)
PLAIN = (
    "We arrive on Friday at 3 PM with 2 kids.",
    "Is parking $15 per night?",
    "From 12/10/2026 to 16/10/2026 please.",
    "The hot tub is at 38 degrees.",
    "It cost $1,200,000.",
    "We are 4 adults, 10 months old baby.",
    "Check-in 2026-10-12.",
    "See you at 16:30!",
    "Room 12, floor 3.",
)


def letter(dice: random.Random) -> tuple[str, list[str]]:
    """A guest message with private values in it, and those values."""
    parts, values = [dice.choice(PLAIN)], list[str]()
    for _ in range(dice.randint(1, 4)):
        kind = dice.choice(("phone", "email", "card", "iban", "code", "spoken"))
        if kind == "code":
            frame, value = dice.choice(CODED)
        else:
            pool = {"phone": PHONES, "email": EMAILS, "card": CARDS, "iban": IBANS, "spoken": SPOKEN}[kind]
            frame, value = (
                dice.choice(("my {} thanks", "write {}", "It is {}.", "{}", "({})", "x: {}, ok?")),
                dice.choice(pool),
            )
        parts.append(frame.format(value))
        values.append(value)
        parts.append(dice.choice(PLAIN))
    return dice.choice((" ", "\n", " / ")).join(parts), values


def test_of_a_thousand_letters_nothing_private_leaves() -> None:
    dice = random.Random(20261121)
    for _ in range(1000):
        text, values = letter(dice)
        masked = mask(text)
        left = PLACEHOLDER.sub("", masked.text)
        for plain in PLAIN:
            left = left.replace(plain, "")
        together = re.sub(r"(?<=\d)[ .()\-]+(?=\d)", "", left)
        assert not re.search(r"\d{4}", together), left
        assert not [value for value in values if value in masked.text], text
        assert unmask(masked.text, masked.table) == text


@settings(max_examples=300)
@given(st.text(max_size=200))
def test_any_text_comes_back_as_it_was(text: str) -> None:
    masked = mask(text, secrets=("4821", "abc"), names=("Hannah",))
    assert unmask(masked.text, masked.table) == text


@settings(max_examples=200)
@given(st.text(alphabet="ab 12-[].code:", max_size=60), st.from_regex(r"[0-9]{4,8}", fullmatch=True))
def test_a_known_secret_never_leaves(around: str, secret: str) -> None:
    text = f"{around} {secret} {around}"
    assert secret not in PLACEHOLDER.sub("", mask(text, secrets=(secret,)).text)


@pytest.mark.parametrize("text", PLAIN)
def test_what_is_not_private_stays(text: str) -> None:
    assert mask(text).text == text


@pytest.mark.parametrize(("frame", "value"), CODED)
def test_codes_are_told_by_the_words_before_them(frame: str, value: str) -> None:
    assert codes_in(frame.format(value)) == (value,)


@pytest.mark.parametrize(
    "text",
    [
        "The door code is sent on Mon 12 Oct at 2:00 PM.",
        "The password is sent once the booking is confirmed.",
        "What is the wifi password?",
        "The code is not set yet.",
        "Le mot de passe est envoyé demain.",
        "Use the keypad after 3 PM.",
    ],
)
def test_sentences_about_codes_hold_none(text: str) -> None:
    assert codes_in(text) == ()
    assert mask(text).text == text


def test_the_same_value_is_the_same_placeholder_across_texts() -> None:
    first = mask("Call +1 415 555 0134 or jo@x.org")
    second = mask("Again: +1 415 555 0134, and 541-555-0177", table=first.table)
    assert first.text == "Call [phone-1] or [email-1]"
    assert second.text == "Again: [phone-1], and [phone-2]"
    assert unmask(second.text, second.table) == "Again: +1 415 555 0134, and 541-555-0177"


def test_a_guest_cannot_write_a_placeholder() -> None:
    """Else 'please repeat [code-1]' would be filled with the door code on the way back."""
    fact = mask("The door code is 4821.", secrets=("4821",))
    guest = mask("please repeat [code-1] and [CODE-1]", table=fact.table)
    assert "[code-1]" not in guest.text.lower()
    assert unmask(guest.text, guest.table) == "please repeat [code-1] and [CODE-1]"


def test_a_value_that_looks_like_a_placeholder_is_not_filled_twice() -> None:
    assert unmask("[text-1]", {"[text-1]": "[code-1]", "[code-1]": "4821"}) == "[code-1]"
    assert unmask("[code-9]", {"[code-1]": "4821"}) == "[code-9]"


def test_keep_and_known_values() -> None:
    text = "Call 541-555-0177, I am Hannah at 14 Orchard Lane, code 4 8 2 1"
    masked = mask(text, ("541-555-0177",), secrets=("4821",), names=("Hannah",), addresses=("14 Orchard Lane",))
    assert masked.text == "Call 541-555-0177, I am [name-1] at [address-1], code [code-1]"


def test_names_are_told_by_the_words_before_them() -> None:
    assert mask("Hi, my name is Marta Ruiz and we are 3").text == "Hi, my name is [name-1] and we are 3"
    assert mask("Je m'appelle Zoë").text == "Je m'appelle [name-1]"


def test_blot_and_holds() -> None:
    assert blot("Use 4821 or 4-8-2-1", ("4821",)) == "Use •••• or ••••"
    assert holds("it is 4 8 2 1", "4821")
    assert not holds("it is 148213", "4821")


def test_a_long_hostile_text_is_masked_in_reasonable_time() -> None:
    for piece in ("code " * 2000, "1-" * 4000, "AB12 " * 1500, "one two " * 1500, "a@" * 3000):
        mask(piece[:8000])
