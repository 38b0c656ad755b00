"""Phone numbers: E.164 in, words out (R73, R74)."""

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumberFormat


class NotAPhone(ValueError):
    """This is not a phone number anybody could have."""


def e164(raw: str, region: str = "US") -> str:
    """The number in E.164. Raises NotAPhone; the text says what to do and never repeats the number."""
    try:
        number = phonenumbers.parse(raw, region)
    except NumberParseException as error:
        raise NotAPhone("Write the number with its country code, like +1 828 555 0142.") from error
    if not phonenumbers.is_possible_number(number):
        raise NotAPhone("That number has too few or too many digits.")
    return phonenumbers.format_number(number, PhoneNumberFormat.E164)


def is_e164(value: str) -> bool:
    """Whether this is a whole number in E.164: neither too few digits for its country nor too many."""
    if not (value.startswith("+") and value[1:].isascii() and value[1:].isdigit() and 8 <= len(value) <= 16):
        return False
    try:
        return phonenumbers.is_possible_number(phonenumbers.parse(value, None))
    except NumberParseException:
        return False


def shown(value: str) -> str:
    """A number as people read it: (828) 555-0142, +44 20 7946 0018. What is no number comes back as it is."""
    try:
        number = phonenumbers.parse(value, None)
    except NumberParseException:
        return value
    home = number.country_code == 1
    return phonenumbers.format_number(number, PhoneNumberFormat.NATIONAL if home else PhoneNumberFormat.INTERNATIONAL)


def masked(value: str) -> str:
    """A number of which only the end shows: •••• 0142."""
    digits = "".join(char for char in value if char.isdigit())
    return f"•••• {digits[-4:]}" if len(digits) >= 6 else "••••"


def country(value: str) -> str:
    """The country a number belongs to as far as its prefix tells (never +1 alone: R74), or ""."""
    try:
        return phonenumbers.region_code_for_number(phonenumbers.parse(value, None)) or ""
    except NumberParseException:
        return ""


def is_landline(value: str) -> bool:
    """Whether a number can only be a landline by its country's plan; in North America no plan tells (R73)."""
    try:
        kind = phonenumbers.number_type(phonenumbers.parse(value, None))
    except NumberParseException:
        return False
    return bool(kind == phonenumbers.PhoneNumberType.FIXED_LINE)
