"""What carriers are known to turn down, checked before anything is sent to them (R51-R61). Pure functions of a form.

Each finding names its rule and its field. ``blocks``: it would be turned down for certain, so Casa does not send it.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from casa.core.senders.kinds import COVERS
from casa.core.senders.models import BrandRegistration, CampaignRegistration, EntityType, TollFreeVerification
from casa.lib.phones import is_e164

LIMITS = {  # field: least and most characters (R52; the stricter of what providers state)
    "description": (40, 4096),
    "message_flow": (40, 2048),
    "sample": (20, 1024),
    "opt_in_message": (20, 320),
    "opt_out_message": (20, 320),
    "help_message": (20, 320),
    "summary": (40, 500),
}
SAMPLES = (2, 5)
MOST_NUMBERS = 49  # R58
TOLL_FREE_NEEDS = {  # R60
    "use_case_categories": "Choose what the texts are for.",
    "volume": "Choose how many texts you send in a month.",
    "opt_in_type": "Choose how people agree.",
    "opt_in_image_url": "Give the address of a picture that shows how people agree.",
    "opt_in_keywords": "Name the word people text to agree, like START.",
}
PLATFORMS = ("airbnb", "vrbo", "booking.com", "expedia", "twilio", "hospitable", "guesty", "hostaway", "ownerrez")
SHORTENERS = frozenset(
    {"bit.ly", "tinyurl.com", "t.co", "goo.gl", "ow.ly", "is.gd", "buff.ly", "rebrand.ly", "cutt.ly", "rb.gy", "t.ly",
     "shorturl.at", "tiny.cc", "lnkd.in", "s.id"}
)  # fmt: skip
PROHIBITED = {  # R56
    "cannabis": r"\b(?:cannabis|marijuana|weed|cbd|thc|hemp)\b",
    "tobacco": r"\b(?:tobacco|vapes?|vaping|cigarettes?|cigars?)\b",
    "firearms": r"\b(?:firearms?|guns?|ammo|ammunition)\b",
    "gambling": r"\b(?:casinos?|gambling|betting|sportsbook|slots)\b",
    "lending": r"\b(?:payday|loans?|debt|credit repair)\b",
    "adult content": r"\b(?:porn\w*|escorts?|xxx|sex)\b",
    "lead generation": r"\b(?:lead generation|leads|affiliates?)\b",
}
ENDINGS = "com|net|org|io|co|ly|info|rentals|house"
LINK = re.compile(rf"(?:https?://|www\.)([^\s/?#]+)|\b((?:[a-z0-9-]+\.)+(?:{ENDINGS}))\b", re.IGNORECASE)
PHONE = re.compile(r"\+?\d[\d\s().-]{8,}\d")
REGIONS = re.compile(r"[A-Z]{2}")
VERTICALS = (
    "HOSPITALITY", "TRAVEL", "REAL_ESTATE", "CONSUMER", "RETAIL", "FOOD_AND_BEVERAGE", "HEALTHCARE", "EDUCATION",
    "ENGINEERING", "LEGAL", "FINANCIAL", "INSURANCE", "AUTOMOTIVE", "TRANSPORTATION", "TECHNOLOGY", "NOT_FOR_PROFIT",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Finding:
    """Something carriers turn down. ``field`` is the form's, "" for the whole."""

    rule: str
    field: str
    words: str
    blocks: bool = True


def business(row: BrandRegistration, *, ein_taken: bool = False) -> tuple[Finding, ...]:
    """R51: the business as on its tax record. ``ein_taken``: another brand here has this tax number (711)."""
    return (*_who(row), *_tax(row, ein_taken), *_where(row), *_reach(row), *_contact(row))


def _who(row: BrandRegistration) -> Iterator[Finding]:
    if len(row.legal_name.strip()) < 2:
        yield Finding("R51", "legal_name", "Enter the legal name exactly as on the tax record.")
    if any(name in f"{row.legal_name} {_host(row.website)}".lower() for name in PLATFORMS):
        words = "Enter your own business, not the platform you use (rejection 710)."
        yield Finding("R51", "legal_name", words)
    if row.vertical not in VERTICALS:
        yield Finding("R51", "vertical", "Choose what your business does.")
    if row.entity == EntityType.PUBLIC and not (row.stock_exchange and row.stock_symbol):
        yield Finding("R51", "stock_symbol", "A company on a stock exchange names the exchange and its symbol.")


def _tax(row: BrandRegistration, ein_taken: bool) -> Iterator[Finding]:
    digits = re.sub(r"\D", "", row.ein or "")
    if row.entity == EntityType.SOLE:
        words = "A sole proprietor without an EIN registers in the provider's console. Casa reads the result."
        yield Finding("R51", "entity", words)
    elif len(digits) != 9:
        yield Finding("R51", "ein", "A tax number (EIN or BN) has nine digits.")
    if ein_taken:
        yield Finding("R51", "ein", "Another of your brands has this tax number (rejection 711).")


def _where(row: BrandRegistration) -> Iterator[Finding]:
    names = {"street": "street", "city": "city", "postal_code": "postal code"}
    for field, name in names.items():
        if not (getattr(row, field) or "").strip():
            yield Finding("R51", field, f"Enter the {name} of the tax record.")
    if not REGIONS.fullmatch(row.region):
        yield Finding("R51", "region", "Enter the state or province with its two letters, like NC.")
    if row.country not in ("US", "CA"):
        yield Finding("R51", "country", "Choose United States or Canada.")


def _reach(row: BrandRegistration) -> Iterator[Finding]:
    if not _web(row.website):
        yield Finding("R51", "website", "Enter the website with https:// in front.")
    if "@" not in row.support_email:
        yield Finding("R51", "support_email", "Enter the e-mail address guests can write to for help.")
    if not is_e164(row.support_phone):
        yield Finding("R51", "support_phone", "Enter the phone number for help with its country code.")


def _contact(row: BrandRegistration) -> Iterator[Finding]:
    contact = row.contact or {}
    missing = [name for name in ("first_name", "last_name", "title", "email") if not contact.get(name)]
    if missing:
        yield Finding("R51", "contact", "Name the person who answers for the business, with title and e-mail.")
    if not is_e164(str(contact.get("phone", ""))):
        yield Finding("R51", "contact", "Enter that person's phone number with its country code.")


def campaign(row: CampaignRegistration, brand_name: str, numbers: int) -> tuple[Finding, ...]:
    """R52-R58: what is sent, in what words, with what leave. ``numbers``: how many it is sent from."""
    return (
        *_lengths(row, "description", "message_flow", "opt_in_message", "opt_out_message", "help_message"),
        *_use_case(row),
        *_samples(row, brand_name),
        *_flags(row),
        *_keywords(row),
        *_promises(row, brand_name),
        *_links(row.privacy_url, row.terms_url),
        *_topics(row, "description", "message_flow", *row.samples),
        *_numbers(row, numbers),
    )


def _lengths(row: object, *fields: str) -> Iterator[Finding]:
    for field in fields:
        least, most = LIMITS[field]
        length = len(str(getattr(row, field)).strip())
        if not least <= length <= most:
            yield Finding("R52", field, f"Write {least} to {most:,} characters. There are {length:,} now.")


def _use_case(row: CampaignRegistration) -> Iterator[Finding]:
    if row.use_case not in COVERS:
        yield Finding("R53", "use_case", "Choose what the texts are for. It cannot be changed later.")


def _samples(row: CampaignRegistration, brand_name: str) -> Iterator[Finding]:
    least, most = LIMITS["sample"]
    texts = [sample for sample in row.samples if sample.strip()]
    if not SAMPLES[0] <= len(texts) <= SAMPLES[1]:
        yield Finding("R52", "samples", f"Give two to five samples. There are {len(texts)} now.")
    if any(not least <= len(text) <= most for text in texts):
        yield Finding("R52", "samples", f"Each sample has {least} to {most:,} characters.")
    if texts and not any(brand_name.lower() in text.lower() for text in texts):
        yield Finding("R54", "samples", f"Name {brand_name} in at least one sample.")
    if texts and not any(re.search(r"\bstop\b", text, re.I) for text in texts):
        yield Finding("R54", "samples", "Say in at least one sample how to stop, like: Reply STOP to opt out.")
    if row.use_case in ("MIXED", "LOW_VOLUME") and len(set(texts)) < len(texts):
        yield Finding("R54", "samples", "Two samples are the same. Show each kind of text you send.")


def _flags(row: CampaignRegistration) -> Iterator[Finding]:
    """R54 (602): what is declared must show in the samples, and the other way round."""
    linked = any(LINK.search(text) for text in row.samples)
    phoned = any(PHONE.search(text) for text in row.samples)
    if linked and not row.embedded_link:
        yield Finding("R54", "embedded_link", "A sample has a link. Mark that your texts have links.")
    if row.embedded_link and not linked:
        yield Finding("R54", "embedded_link", "You say that texts have links. Show one in a sample.")
    if phoned and not row.embedded_phone:
        yield Finding("R54", "embedded_phone", "A sample has a phone number. Mark that your texts have numbers.")
    if row.embedded_phone and not phoned:
        yield Finding("R54", "embedded_phone", "You say that texts have phone numbers. Show one in a sample.")
    if any(host in SHORTENERS for text in row.samples for host in hosts(text)):
        yield Finding("R57", "samples", "Carriers block public link shorteners. Use an address of your own website.")
    if row.direct_lending or row.affiliate:
        yield Finding("R56", "affiliate", "Carriers refuse lending and affiliate texts from this kind of number.")


def _keywords(row: CampaignRegistration) -> Iterator[Finding]:
    if "STOP" not in row.opt_out_keywords:
        yield Finding("R52", "opt_out_keywords", "STOP must be among the words that end texts.")
    if "HELP" not in row.help_keywords:
        yield Finding("R52", "help_keywords", "HELP must be among the words that ask for help.")


def _promises(row: CampaignRegistration, brand_name: str) -> Iterator[Finding]:
    """R55 (803, 806): what the answers must say."""
    for field in ("opt_in_message", "opt_out_message", "help_message"):
        if brand_name.lower() not in getattr(row, field).lower():
            yield Finding("R52", field, f"Begin with your name, {brand_name}.")
    for word, name in (("stop", "STOP"), ("help", "HELP"), ("rates", "message and data rates")):
        if word not in row.opt_in_message.lower():
            yield Finding("R55", "opt_in_message", f"Add {name} (rejection 806).")
    if not re.search(r"\b(?:per|a|each) (?:day|week|month)\b|frequency|\bvar(?:y|ies)\b", row.opt_in_message, re.I):
        yield Finding("R55", "opt_in_message", "Say how often you text, like: up to 4 texts a month (rejection 806).")
    if row.message_flow and not LINK.search(row.message_flow):
        words = "Name the page where people agree, with its address (rejection 803)."
        yield Finding("R55", "message_flow", words, blocks=False)


def _links(privacy_url: str, terms_url: str) -> Iterator[Finding]:
    for field, url, name in (
        ("privacy_url", privacy_url, "privacy policy"),
        ("terms_url", terms_url, "terms"),
    ):
        if not _web(url):
            yield Finding("R52", field, f"Enter the address of your {name} with https:// in front.")


def _topics(row: object, *parts: str) -> Iterator[Finding]:
    text = " ".join(str(getattr(row, part, part)) for part in parts)
    for topic, pattern in PROHIBITED.items():
        if re.search(pattern, text, re.I):
            words = f"Carriers refuse texts about {topic}, whatever the law where you are."
            yield Finding("R56", "description", words)


def _numbers(row: CampaignRegistration, numbers: int) -> Iterator[Finding]:
    if numbers > MOST_NUMBERS and not row.number_pool:
        words = f"At most {MOST_NUMBERS} numbers without the carriers' leave for a pool. There are {numbers}."
        yield Finding("R58", "numbers", words)
    if numbers == 0:
        yield Finding("R59", "numbers", "Choose at least one number. Campaigns without one are suspended.")


def toll_free(row: TollFreeVerification, who: BrandRegistration) -> tuple[Finding, ...]:
    """R60: the verification of a toll-free number; since 17 February 2026 with the registration of the business."""
    sole = who.entity == EntityType.SOLE  # has no brand registration, but needs a number of registration here
    found = [each for each in business(who) if not (sole and each.field == "entity")]
    if sole and len(re.sub(r"\D", "", who.ein or "")) != 9:
        found.append(Finding("R60", "ein", "Since February 2026 a registration number is needed here as well."))
    found += [*_lengths(row, "summary"), *_links(row.privacy_url, row.terms_url)]
    found += [Finding("R60", field, words) for field, words in TOLL_FREE_NEEDS.items() if not getattr(row, field)]
    if not LIMITS["sample"][0] <= len(row.sample) <= LIMITS["sample"][1]:
        found.append(Finding("R60", "sample", "Show one text as you send it, with at least 20 characters."))
    if row.opt_in_image_url and not _web(row.opt_in_image_url):
        found.append(Finding("R60", "opt_in_image_url", "Enter the address of the picture with https:// in front."))
    return (*found, *_topics(row, "summary", "sample"))


def blocking(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    return tuple(finding for finding in findings if finding.blocks)


def hosts(text: str) -> tuple[str, ...]:
    """The hosts of the links in a text, in lower case."""
    return tuple((a or b).lower().removeprefix("www.") for a, b in LINK.findall(text))


def best_sample(text: str, samples: Sequence[str]) -> tuple[int, float]:
    """R54: the sample a text is most like, and how much (0 to 1) by the words they share; (-1, 0.0) for none."""
    words = _words(text)
    shared = [(len(words & _words(one)) / max(1, min(len(words), len(_words(one)))), place)
              for place, one in enumerate(samples)]  # fmt: skip
    likeness, place = max(shared, default=(0.0, -1), key=lambda each: (each[0], -each[1]))
    return place, likeness


def _words(text: str) -> frozenset[str]:
    plain = re.sub(r"\{\{.*?\}\}|https?://\S+", " ", text.lower())
    return frozenset(word for word in re.findall(r"[a-z]{3,}", plain) if word not in {"the", "and", "you", "your"})


def _web(url: str) -> bool:
    parts = urlsplit(url or "")
    return parts.scheme == "https" and "." in (parts.hostname or "")


def _host(url: str) -> str:
    return urlsplit(url or "").hostname or ""
