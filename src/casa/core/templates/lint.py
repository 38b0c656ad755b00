"""Reading a saved text as a carrier, a regulator and a guest would. Pure.

Each check is a small function of a :class:`Reading` and names its rule. ``block``: the text cannot be sent so;
``warn``: it can, but somebody should look.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from casa.core.consent import wording as words
from casa.core.consent.links import Link, links_in
from casa.core.templates.catalogue import GUARDED, VARIABLES
from casa.core.templates.footer import House
from casa.core.templates.grammar import Parsed, parse

LONGEST = 1530  # characters: ten parts (R71)
BLOCK, WARN = "block", "warn"


@dataclass(frozen=True, slots=True)
class Finding:
    """Something in a text. ``words`` says what and what to do; ``fix`` is a text to put there, where one is known."""

    rule: str
    level: str
    words: str
    start: int = 0
    end: int = 0
    fix: str = ""

    @property
    def blocks(self) -> bool:
        return self.level == BLOCK


@dataclass(frozen=True, slots=True)
class Reading:
    """A text with what the checks ask of it. ``plain``: its names are blanked, so that places stay."""

    text: str
    kind: str
    house: House
    opens: bool
    channel: str
    parsed: Parsed
    plain: str
    links: tuple[Link, ...]

    @property
    def texts(self) -> bool:
        """Whether carriers carry it: their rules do not hold for e-mail."""
        return self.channel == "sms"


def lint(text: str, kind: str, house: House, *, opens: bool = False, channel: str = "sms") -> tuple[Finding, ...]:
    """Everything there is to say about a text of this kind, in the order of the text; blocking first.

    ``opens``: it is the first text of a program (R11). The legal line is not asked for: code adds it (footer.py).
    """
    parsed = parse(text)
    plain = _without_slots(text, parsed)
    reading = Reading(text, kind, house, opens, channel, parsed, plain, tuple(links_in(plain)))
    found = [finding for check in CHECKS for finding in check(reading)]
    return tuple(sorted(found, key=lambda finding: (not finding.blocks, finding.start, finding.rule)))


def passes(findings: tuple[Finding, ...]) -> bool:
    return not any(finding.blocks for finding in findings)


def _without_slots(text: str, parsed: Parsed) -> str:
    for slot in parsed.slots:
        text = text[: slot.start] + "\ufffc" * (slot.end - slot.start) + text[slot.end :]
    return text


def _names(here: Reading) -> Iterator[Finding]:
    """Only names of the catalogue; nothing half written."""
    for problem in here.parsed.problems:
        yield Finding("", BLOCK, problem.words, problem.start, problem.end)
    for slot in here.parsed.slots:
        known = VARIABLES.get(slot.name)
        if known is None:
            yield Finding("", BLOCK, f"There is no “{slot.name}”. Pick a name from the list.", slot.start, slot.end)
        elif known.personal == GUARDED and here.kind == "marketing":
            yield Finding("", BLOCK, f"{known.words} does not belong in an offer. Take it out.", slot.start, slot.end)


def _length(here: Reading) -> Iterator[Finding]:
    if not here.text.strip():
        yield Finding("", BLOCK, "There is nothing to send yet. Write the text.")
    if here.texts and len(here.text) > LONGEST:
        yield Finding("R71", BLOCK, "This is longer than ten texts. Shorten it, or send it by e-mail.", LONGEST,
                      len(here.text))  # fmt: skip


def _brand_first(here: Reading) -> Iterator[Finding]:
    """R11, R49: who writes is the first thing an offer says."""
    if not here.texts or not (here.kind == "marketing" or here.opens):
        return
    first = here.parsed.slots[0] if here.parsed.slots else None
    if first is not None and first.start == 0 and first.name == "brand.name":
        return
    if not here.text.lstrip().casefold().startswith(here.house.name.casefold()):
        yield Finding("R11", BLOCK, "Your name comes first, so that people know who writes.", 0, 0,
                      "{{ brand.name }}: ")  # fmt: skip


def _first_of_program(here: Reading) -> Iterator[Finding]:
    """R11: the first text says how often; the rest of what it needs is in the line that code adds."""
    if not here.opens:
        return
    if not words.FREQUENCY.search(here.plain):
        yield Finding("R11", BLOCK, "Say how often you write, such as “up to 4 texts a month”.", len(here.text),
                      len(here.text), " Up to 4 texts a month.")  # fmt: skip
    if not here.house.contact:
        yield Finding("R11", BLOCK, "Add a phone or e-mail of your business in Settings: this text must name one.")


def _promotion(here: Reading) -> Iterator[Finding]:
    """R2: an offer inside any other text makes the whole text an offer."""
    if here.kind == "marketing":
        return
    for match in words.PROMOTION.finditer(here.plain):
        yield Finding("R2", BLOCK, f"“{match.group().strip()}” reads as an offer. Take it out, or make this an offer.",
                      *match.span())  # fmt: skip
    for slot in here.parsed.slots:
        if slot.name in words.PROMOTIONAL_NAMES:
            yield Finding("R2", BLOCK, "A link to an offer or to booking makes this an offer. Take it out.",
                          slot.start, slot.end)  # fmt: skip


def _reserved(here: Reading) -> Iterator[Finding]:
    """R34: STOP, CANCEL, HELP and their kin end or steer every text; nothing else may be asked with them."""
    for match in words.ASKED.finditer(here.plain):
        word = match.group("word").upper()
        if word not in words.RESERVED:
            continue
        if words.LEGAL_USE.match(here.plain, match.end()) and word in words.SAID_BY_FOOTER:
            yield Finding("R49", WARN, "Casa adds this line itself. Yours can go.", *match.span())
            continue
        instead = words.INSTEAD.get(word, "X")
        yield Finding("R34", BLOCK, f"{word} ends or steers every text from you. Ask for {instead} instead.",
                      *match.span("word"), instead)  # fmt: skip


def _one_way(here: Reading) -> Iterator[Finding]:
    """R28: Casa reads what people answer; a text that says nobody does would hide a STOP."""
    for match in words.ONE_WAY.finditer(here.plain):
        yield Finding("R28", BLOCK, "People may always answer, and Casa reads it. Take this out.", *match.span())


def _topics(here: Reading) -> Iterator[Finding]:
    """R56: what carriers carry for nobody, whatever the law of the place."""
    for topic, pattern in words.PROHIBITED.items():
        for match in pattern.finditer(here.plain):
            yield Finding("R56", BLOCK if here.kind == "marketing" else WARN,
                          f"Carriers block texts about {topic}. Take “{match.group().strip()}” out.",
                          *match.span())  # fmt: skip


def _links(here: Reading) -> Iterator[Finding]:
    """R57: no shorteners; in texts that many get, only addresses that name the sender."""
    if not here.texts:
        return
    for link in here.links:
        if link.host in words.SHORTENERS:
            yield Finding("R57", BLOCK, f"Carriers block {link.host}. Use an address of your own.", link.start,
                          link.end)  # fmt: skip
        elif here.kind != "reply" and not _own(link.host, here.house.hosts):
            level = BLOCK if here.kind == "marketing" else WARN
            yield Finding("R57", level, f"{link.host} is not an address of yours. Add it to your links if it is.",
                          link.start, link.end)  # fmt: skip


def _own(host: str, hosts: frozenset[str]) -> bool:
    return any(host == own or host.endswith(f".{own}") for own in hosts)


def _shouting(here: Reading) -> Iterator[Finding]:
    """Carriers' filters read capitals and rows of marks as spam."""
    letters = [char for char in here.plain if char.isalpha()]
    capitals = sum(char.isupper() for char in letters)
    if len(letters) >= 20 and capitals / len(letters) > 0.5:
        yield Finding("", WARN, "Mostly capitals reads as shouting and is often filtered. Write it plainly.")
    for match in re.finditer(r"[!?]{2,}", here.plain):
        yield Finding("", WARN, "One mark is enough: rows of them are often filtered.", *match.span(), match.group()[0])


Check = Callable[[Reading], Iterator[Finding]]
CHECKS: tuple[Check, ...] = (
    _names, _length, _brand_first, _first_of_program, _promotion, _reserved, _one_way, _topics, _links, _shouting,
)  # fmt: skip


def promotional(text: str) -> bool:
    """Whether a text that people will read holds an offer (R2); for the gate and for answers written by hand."""
    return words.PROMOTION.search(text) is not None
