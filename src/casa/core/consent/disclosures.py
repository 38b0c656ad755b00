"""Programs, the words people see before they agree, and the pages that show them (R3, R5, R7, R34)."""

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from urllib.parse import urlsplit
from uuid import UUID

from django.utils.text import slugify

from casa.core.accounts.models import Brand
from casa.core.accounts.rules import NotPossible, log_action
from casa.core.accounts.scope import current_workspace_id
from casa.core.consent.matching import classify
from casa.core.consent.models import Disclosure, OptInPage, Program, ProgramKind
from casa.lib.ids import new_id, new_token

LONGEST = 1200  # characters of a disclosure
KEYWORD = re.compile(r"[A-Z0-9]{2,20}")
# What a disclosure must say, by channel: (does the program kind ask for it, how it is recognised, what is missing).
NOT_A_CONDITION = re.compile(r"not (?:a |any )?(?:condition|required)|no purchase|without (?:buying|booking)", re.I)
AUTOMATED = re.compile(r"automat|auto-?dial", re.I)
FREQUENCY = re.compile(r"frequency|(?:a|per|each|every) (?:day|week|month|year|stay|booking|visit)|up to \d", re.I)
RATES = re.compile(r"(?:msg|message)s?\.? ?(?:&|and) ?data rates", re.I)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a page is to be, as it was typed."""

    title: str
    intro: str = ""
    keyword: str = ""
    double_opt_in: bool = True
    text_words: str = ""  # the disclosure for texts; "" collects no numbers
    email_words: str = ""
    privacy_url: str = ""
    terms_url: str = ""
    origins: tuple[str, ...] = field(default_factory=tuple)


def save_program(brand: Brand, name: str, kind: str, description: str = "", frequency: str = "") -> Program:
    """A stream of messages that people agree to by itself (R5)."""
    name = name.strip()[:120]
    if not name or kind not in ProgramKind.values:
        raise NotPossible("Give the program a name and say what kind it is.")
    if not frequency.strip():
        raise NotPossible("Say how often you will write, such as “up to 4 messages a month”.")
    key = _free_key(brand, slugify(name)[:32] or "program")
    program = Program.objects.create(
        id=new_id(),
        workspace_id=brand.workspace_id,
        brand=brand,
        key=key,
        name=name,
        kind=kind,
        description=description.strip()[:300],
        frequency_words=frequency.strip()[:120],
    )
    log_action("consent.program_made", program.id, kind=kind)
    return program


def _free_key(brand: Brand, base: str) -> str:
    taken = set(Program.objects.filter(workspace_id=brand.workspace_id, brand=brand).values_list("key", flat=True))
    return next(key for number in range(1, 1000) if (key := base if number == 1 else f"{base}-{number}") not in taken)


def missing_words(text: str, brand: Brand, kind: str, channel: str) -> tuple[str, ...]:
    """What a disclosure does not say and must, in the host's words; empty when it is whole (R3, R11)."""
    marketing, texts = kind == ProgramKind.MARKETING, channel == "sms"
    needs = (
        (True, re.compile(re.escape(brand.name), re.I), f"who you are: “{brand.name}”"),
        (marketing and texts, AUTOMATED, "that the messages are automated"),
        (marketing, NOT_A_CONDITION, "that agreeing is not a condition of any purchase"),
        (True, FREQUENCY, "how often you write"),
        (texts, RATES, "“message and data rates may apply”"),
        (texts, re.compile(r"\bHELP\b"), "that HELP gets help"),
        (texts, re.compile(r"\bSTOP\b"), "that STOP ends it"),
        (not texts, re.compile(r"unsubscribe|stop|leave", re.I), "how to unsubscribe"),
    )
    return tuple(words for needed, pattern, words in needs if needed and not pattern.search(text))


def standard_words(brand: Brand, name: str, kind: str, frequency: str, channel: str) -> str:
    """A whole disclosure to begin with; the host may change it as long as nothing is missing."""
    often = frequency.strip().rstrip(".") or "Message frequency varies"
    buying = " Agreeing is not a condition of any purchase." if kind == ProgramKind.MARKETING else ""
    if channel == "email":
        return f"I agree to get e-mails about {name} from {brand.name}. {often}.{buying} You can unsubscribe any time."
    return (
        f"I agree to get automated text messages about {name} from {brand.name} at the number I give. {often}.{buying} "
        "Message and data rates may apply. Reply HELP for help, STOP to end."
    )


def save_disclosure(program: Program, channel: str, text: str, language: str = "en") -> Disclosure:
    """Keep the words as they will be shown. The same words are kept once; others never change (R3, R8)."""
    text = " ".join(text.split())[:LONGEST]
    missing = missing_words(text, program.brand, program.kind, channel)
    if missing:
        raise NotPossible(f"The words people agree to must also say {_listed(missing)}.")
    version = hashlib.sha256(text.encode()).hexdigest()
    spot = {"workspace_id": program.workspace_id, "program": program, "channel": channel}
    found, _ = Disclosure.objects.get_or_create(
        **spot,
        language=language,
        version=version,
        defaults={"id": new_id(), "text": text, "brand_id": program.brand_id},
    )
    return found


def open_page(program: Program, wanted: Wanted) -> OptInPage:
    """A page, form and keyword through which people agree to a program."""
    page = OptInPage(
        id=new_id(),
        workspace_id=program.workspace_id,
        brand_id=program.brand_id,
        program=program,
        token=new_token(9),
        active=True,
    )
    _fill(page, wanted)
    page.save(force_insert=True)
    log_action("consent.page_opened", page.id)
    return page


def change_page(page: OptInPage, wanted: Wanted) -> None:
    """New words make a new version; those who agreed before agreed to the old one."""
    _fill(page, wanted)
    page.save()
    log_action("consent.page_changed", page.id)


def close_page(page: OptInPage, active: bool = False) -> None:
    """Take a page off the web, or put it back."""
    if active:
        _free_keyword(page)
    page.active = active
    page.save(update_fields=["active"])
    log_action("consent.page_reopened" if active else "consent.page_closed", page.id)


def _fill(page: OptInPage, wanted: Wanted) -> None:
    if not wanted.title.strip():
        raise NotPossible("Give the page a title that says what people get.")
    if not (wanted.text_words or wanted.email_words):
        raise NotPossible("Collect numbers, e-mail addresses or both.")
    page.title, page.intro = wanted.title.strip()[:120], wanted.intro.strip()[:500]
    page.privacy_url, page.terms_url = _link(wanted.privacy_url, "privacy"), _link(wanted.terms_url, "terms")
    page.origins = [_origin(one) for one in wanted.origins if one.strip()]
    page.double_opt_in = wanted.double_opt_in
    page.collects_sms, page.collects_email = bool(wanted.text_words), bool(wanted.email_words)
    words = ((wanted.text_words, "sms"), (wanted.email_words, "email"))
    page.disclosure, page.email_disclosure = (
        save_disclosure(page.program, channel, text) if text else None for text, channel in words
    )
    page.keyword = _keyword(wanted.keyword)
    if page.keyword and not page.collects_sms:
        raise NotPossible("A keyword is texted: collect numbers on this page, or take the keyword away.")
    _free_keyword(page)


def _free_keyword(page: OptInPage) -> None:
    rows = OptInPage.objects.filter(
        workspace_id=page.workspace_id, brand_id=page.brand_id, keyword=page.keyword, active=True
    )
    if page.keyword and rows.exclude(id=page.id).exists():
        raise NotPossible("Another page already has this keyword. Pick another.")


def _keyword(text: str) -> str:
    word = text.strip().upper()
    if not word:
        return ""
    if not KEYWORD.fullmatch(word):
        raise NotPossible("A keyword is one word of 2 to 20 letters and digits.")
    if classify(word).label != "none" or word in ("YES", "NO", "Y", "N"):  # R34
        raise NotPossible("This word already means something in a text. Pick another, such as JOIN.")
    return word


def _link(text: str, what: str) -> str:
    text = text.strip()
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.netloc:
        raise NotPossible(f"Give the address of your {what} page, beginning with https://.")
    return text[:200]


def _origin(text: str) -> str:
    """A site that may show the form, as browsers name it. Raises NotPossible."""
    parts = urlsplit(text.strip())
    if parts.scheme != "https" or not re.fullmatch(r"[a-z0-9.-]+(?::\d+)?", parts.netloc.lower()):
        raise NotPossible("Write each site that may show the form like https://www.example.com.")
    return f"https://{parts.netloc.lower()}"


def _listed(words: Iterable[str]) -> str:
    *most, last = words
    return f"{', '.join(most)} and {last}" if most else last


def programs(brand_id: UUID | None = None) -> list[Program]:
    rows = Program.objects.filter(workspace_id=current_workspace_id()).select_related("brand").order_by("created_at")
    return list(rows.filter(brand_id=brand_id) if brand_id else rows)


def pages() -> list[OptInPage]:
    rows = OptInPage.objects.filter(workspace_id=current_workspace_id())
    wanted = rows.select_related("brand", "program", "disclosure", "email_disclosure")
    return list(wanted.order_by("-active", "-created_at"))
