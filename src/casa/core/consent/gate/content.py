"""Checks of what stands in the message: its class is what it says, and carriers take it.

A person's own answer to what they were asked is left alone where only mass messages are meant.
"""

import re

from casa.core.consent import wording
from casa.core.consent.gate.case import Case, Known, Verdict, block
from casa.core.consent.links import links_in

MOST_SEGMENTS = 10  # R71
TELLS_STOP = re.compile(r"\bSTOP\b")
TELLS_UNSUBSCRIBE = re.compile(r"unsubscribe|opt out|darte de baja|désinscri", re.IGNORECASE)
CARRIERS = "CTIA Messaging Principles and Best Practices"


def length(case: Case, known: Known) -> Verdict | None:
    """R71: more than ten parts is not a text message; an empty one is none."""
    if not case.body.strip():
        return block("There is nothing to send yet.", "empty", "")
    if case.texts and known.segments > MOST_SEGMENTS:
        return block("This is longer than ten texts. Shorten it, or send it by e-mail.", "length", "R71", "")
    return None


def mixed(case: Case, known: Known) -> Verdict | None:
    """R2: the class is the saved text's, and an offer inside anything else makes the whole an offer."""
    if case.kind in ("marketing", "compliance"):
        return None
    source = "47 CFR 64.1200(f)(13)"
    if case.template_kind == "marketing":
        return block("This saved text is an offer. Send it as a campaign of offers.", "content", "R2", source)
    if not case.unasked:
        return None
    found = wording.PROMOTION.search(case.body)
    if found is None:
        return None
    words = f"“{found.group().strip()}” makes this an offer. Take it out, or send it to those who agreed to offers."
    return block(words, "content", "R2", source)


def topics(case: Case, known: Known) -> Verdict | None:
    """R56: what carriers carry for nobody, whatever the law of the place."""
    if case.kind != "marketing" or not case.texts:
        return None
    for topic, pattern in wording.PROHIBITED.items():
        if pattern.search(case.body):
            return block(f"Carriers block texts about {topic}.", "content", "R56", CARRIERS)
    return None


def links(case: Case, known: Known) -> Verdict | None:
    """R57, R54: no public shorteners; an offer links only to the brand's own addresses; a registration that declared no
    links carries none."""
    if not case.texts:
        return None
    found = list(links_in(case.body))
    for link in found:
        if link.host in wording.SHORTENERS:
            return block(f"Carriers block {link.host}. Use an address of your own.", "content", "R57", CARRIERS)
        if case.kind == "marketing" and case.own_hosts is not None and not _own(link.host, case.own_hosts):
            words = f"{link.host} is not an address of yours. An offer links only to your own."
            return block(words, "content", "R57", CARRIERS)
    if found and case.unasked and known.sender is not None and not known.sender.links:
        words = "Your number's registration says its texts have no links. Take the link out, or register anew."
        return block(words, "content", "R54", CARRIERS)
    return None


def _own(host: str, hosts: frozenset[str]) -> bool:
    return any(host == own or host.endswith(f".{own}") for own in hosts)


def reserved(case: Case, known: Known) -> Verdict | None:
    """R34: STOP, CANCEL, HELP and their kin end or steer every text; nothing else may be asked with them."""
    if not case.texts or not (case.unasked or case.by_assistant):
        return None
    for match in wording.ASKED.finditer(case.body):
        word = match.group("word").upper()
        legal = word in wording.SAID_BY_FOOTER and wording.LEGAL_USE.match(case.body, match.end())
        if word in wording.RESERVED and not legal:
            instead = wording.INSTEAD.get(word, "X")
            words = f"{word} ends or steers every text from you. Ask for {instead} instead."
            return block(words, "content", "R34", "47 CFR 64.1200(a)(10)")
    return None


def one_way(case: Case, known: Known) -> Verdict | None:
    """R28: a text that says nobody reads the answers would hide a STOP; Casa reads them all."""
    if not case.texts or not case.unasked or not wording.ONE_WAY.search(case.body):
        return None
    words = "People may always answer, and Casa reads it. Take out that replies are not read."
    return block(words, "content", "R28", "47 CFR 64.1200(a)(10)")


def footer(case: Case, known: Known) -> Verdict | None:
    """R49: an offer says how to stop, each time."""
    if case.kind != "marketing":
        return None
    if (TELLS_STOP if case.texts else TELLS_UNSUBSCRIBE).search(case.body):
        return None
    how = "Reply STOP to opt out." if case.texts else "a link to unsubscribe"
    source = CARRIERS if case.texts else "15 U.S.C. 7704(a)(5)"
    return block(f"An offer must say how to stop: {how}", "content", "R49", source)
