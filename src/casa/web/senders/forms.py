"""The three forms as data: what is asked, in which words, and how what was typed becomes a row's values."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from casa.core.senders.checks import VERTICALS
from casa.core.senders.models import EntityType
from casa.lib.phones import NotAPhone, e164

MOST_SAMPLES = 5


@dataclass(frozen=True, slots=True)
class Field:
    """One thing asked. ``kind``: text, area, choice, many, check, words (a list, separated by commas), samples."""

    name: str
    label: str
    kind: str = "text"
    help: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    most: int = 255
    mode: str = ""  # the keyboard a phone shows


@dataclass(frozen=True, slots=True)
class Part:
    """Fields that belong together under one heading."""

    title: str
    fields: tuple[Field, ...]


USE_CASES = (
    ("", "Choose one"),
    ("MIXED", "Several: stays, reminders and offers"),
    ("LOW_VOLUME", "Several, under 2,000 texts a day"),
    ("CUSTOMER_CARE", "Answers, stays and reminders, no offers"),
    ("MARKETING", "Offers only"),
    ("ACCOUNT_NOTIFICATION", "Notices about a booking"),
    ("CONVERSATIONAL", "Conversations that people begin"),
)
COUNTRIES = (("US", "United States"), ("CA", "Canada"))
EXCHANGES = (("", "Not on one"), ("NYSE", "NYSE"), ("NASDAQ", "NASDAQ"), ("AMEX", "AMEX"), ("TSX", "TSX"))
TOLL_FREE_USES = (
    ("CUSTOMER_CARE", "Answers to guests"), ("ACCOUNT_NOTIFICATIONS", "Notices about a booking"),
    ("EVENTS", "Reminders"), ("MARKETING", "Offers"), ("CHAT", "Conversations"),
)  # fmt: skip
OPT_INS = (
    ("", "Choose one"), ("WEB_FORM", "A form on the website"), ("VIA_TEXT", "By texting a word"),
    ("PAPER_FORM", "On paper"), ("VERBAL", "Said aloud"), ("MOBILE_QR_CODE", "With a QR code"),
)  # fmt: skip
VOLUMES = (("", "Choose one"), *((each, f"Up to {each}") for each in ("10", "100", "1,000", "10,000", "100,000")))

BUSINESS = (
    Part("The business", (
        Field("legal_name", "Legal name", help="Letter by letter as on the tax record, with LLC or Inc."),
        Field("ein", "Tax number (EIN or BN)", help="Nine digits. Sealed; never shown again.", most=12, mode="numeric"),
        Field("entity", "Kind of business", "choice", choices=tuple(EntityType.choices)),
        Field("vertical", "What it does", "choice",
              choices=(("", "Choose one"), *((one, one.replace("_", " ").capitalize()) for one in VERTICALS))),
        Field("stock_exchange", "Stock exchange", "choice", choices=EXCHANGES),
        Field("stock_symbol", "Stock symbol", most=10),
    )),
    Part("Where it is registered", (
        Field("street", "Street"),
        Field("city", "City", most=100),
        Field("region", "State or province", help="Two letters, like NC", most=2),
        Field("postal_code", "Postal code", most=10),
        Field("country", "Country", "choice", choices=COUNTRIES),
    )),
    Part("How people reach it", (
        Field("website", "Website", help="With https:// in front", mode="url"),
        Field("support_email", "E-mail for help", mode="email"),
        Field("support_phone", "Phone for help", most=20, mode="tel"),
    )),
    Part("Who answers for it", (
        Field("contact_first_name", "First name", most=60),
        Field("contact_last_name", "Last name", most=60),
        Field("contact_title", "Title", help="Owner, Director …", most=60),
        Field("contact_email", "E-mail", mode="email"),
        Field("contact_phone", "Phone", most=20, mode="tel"),
    )),
)  # fmt: skip
CAMPAIGN = (
    Part("What you send", (
        Field("use_case", "What the texts are for", "choice", "It cannot be changed once it was sent.", USE_CASES),
        Field("description", "Who writes to whom, and why", "area", "40 to 4,096 characters", most=4096),
        Field("samples", "Samples of real texts", "samples", "Two to five, with your name and how to stop.", most=1024),
        Field("embedded_link", "Texts have links", "check"),
        Field("embedded_phone", "Texts have phone numbers", "check"),
        Field("age_gated", "Texts are for adults only", "check"),
    )),
    Part("How people agree", (
        Field("message_flow", "Where and how they agree", "area",
              "Name the page with its address, and the words of consent.", most=2048),
        Field("opt_in_keywords", "Words that agree", "words"),
        Field("opt_in_message", "Answer to who agrees", "area",
              "Your name, how often, message and data rates, HELP and STOP.", most=320),
        Field("privacy_url", "Privacy policy", help="Says that numbers are not shared for marketing", mode="url"),
        Field("terms_url", "Terms", mode="url"),
    )),
    Part("Stop and help", (
        Field("opt_out_keywords", "Words that stop", "words"),
        Field("opt_out_message", "Answer to STOP", "area", most=320),
        Field("help_keywords", "Words that ask for help", "words"),
        Field("help_message", "Answer to HELP", "area", most=320),
    )),
)  # fmt: skip
TOLL_FREE = (
    Part("What you send", (
        Field("use_case_categories", "What the texts are for", "many", choices=TOLL_FREE_USES),
        Field("summary", "In a few sentences", "area", "40 to 500 characters", most=500),
        Field("sample", "One text as you send it", "area", most=1024),
        Field("volume", "Texts in a month", "choice", choices=VOLUMES),
        Field("age_gated", "Texts are for adults only", "check"),
    )),
    Part("How people agree", (
        Field("opt_in_type", "The way", "choice", choices=OPT_INS),
        Field("opt_in_image_url", "Picture that shows it", help="An address anybody can open", mode="url"),
        Field("opt_in_keywords", "Words that agree", "words"),
        Field("privacy_url", "Privacy policy", mode="url"),
        Field("terms_url", "Terms", mode="url"),
    )),
)  # fmt: skip


def typed(data: QueryDict, parts: tuple[Part, ...]) -> dict[str, Any]:
    """What was typed, by the row's names. A phone number that cannot be read is kept as it was typed."""
    values = {field.name: _value(data, field) for part in parts for field in part.fields}
    contact = {name.removeprefix("contact_"): values.pop(name) for name in list(values) if name.startswith("contact_")}
    return values | ({"contact": contact} if contact else {})


def _value(data: QueryDict, field: Field) -> Any:
    match field.kind:
        case "check":
            return field.name in data
        case "many":
            known = {key for key, _ in field.choices}
            return [one for one in data.getlist(field.name) if one in known]
        case "words":
            return [word.strip().upper()[:20] for word in data.get(field.name, "").split(",") if word.strip()][:10]
        case "samples":
            given = [one.strip()[: field.most] for one in data.getlist(field.name)]
            return [one for one in given if one][:MOST_SAMPLES]
        case "choice":
            value = data.get(field.name, "")
            return value if value in {key for key, _ in field.choices} else ""
    text = data.get(field.name, "").replace("\x00", "").strip()[: field.most]
    return _phone(text) if field.mode == "tel" else text


def _phone(text: str) -> str:
    try:
        return e164(text) if text else ""
    except NotAPhone:
        return text[:16]


def shown(parts: tuple[Part, ...], values: Mapping[str, Any], wrong: Mapping[str, str]) -> list[dict[str, Any]]:
    """The parts as the template draws them. ``wrong``: what is said beside a field."""
    return [{"title": part.title, "fields": [_drawn(field, values, wrong) for field in part.fields]} for part in parts]


def _drawn(field: Field, values: Mapping[str, Any], wrong: Mapping[str, str]) -> dict[str, Any]:
    value = values.get(field.name, "")
    drawn = {"name": field.name, "label": field.label, "kind": field.kind, "help": field.help, "most": field.most,
             "mode": field.mode, "choices": field.choices, "problem": wrong.get(field.name, "")}  # fmt: skip
    if field.kind == "words":
        value = ", ".join(value or [])
    if field.kind == "samples":
        rows = list(value or [])
        value = rows + [""] * max(1, min(MOST_SAMPLES, max(2, len(rows) + 1)) - len(rows))
    return drawn | {"value": value, "wide": field.kind in ("area", "samples", "many")}
