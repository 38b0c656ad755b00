"""Before it goes: what was looked at, what it found, and what to do about it."""

import time
from typing import Any

from django.urls import reverse
from django.utils import timezone

from casa.core.campaigns.checks import Check, before, findings
from casa.core.campaigns.models import Campaign, Count
from casa.core.campaigns.texts import Wording, compose, wordings
from casa.core.consent.law import law_of
from casa.core.consent.links import links_in
from casa.core.consent.matching import classify
from casa.core.consent.rules import help_words, stop_words
from casa.core.senders.site import fetch
from casa.core.templates.queries import house_of
from casa.core.templates.situation import example
from casa.web.inbox.show import clock


def checks(row: Campaign, count: Count | None, slug: str) -> dict[str, Any]:
    """Every check with its figure; the ones that need somebody come first."""
    found = [*before(row, count), *_more(row)]
    order = {"stop": 0, "warn": 1, "pass": 2}
    found = sorted(found, key=lambda check: order[check.level])
    return {
        "rows": [_face(check, slug) for check in found],
        "passing": sum(check.level == "pass" for check in found),
        "total": len(found),
        "stopped": any(check.level == "stop" for check in found),
        "links": bool(_urls(row)),
    }


def _more(row: Campaign) -> list[Check]:
    """What the page looks at beside the checks that Send itself asks."""
    known = wordings(row)
    written = {letter: wording for letter, wording in known.items() if any(wording.texts.values())}
    rules = {finding.rule for wording in written.values() for finding in findings(row, wording)}
    made = [_answers(row)]
    if row.kind == "marketing" and written and "R11" not in rules:
        made.append(Check("name", "pass", "Your name comes first", value="carrier rule", rule="R11"))
    if written and "R34" not in rules:
        made.append(Check("words", "pass", "No reserved word is asked for", value="STOP, CANCEL, HELP", rule="R34"))
    return made


def _answers(row: Campaign) -> Check:
    """STOP and HELP are read by what reads them when they arrive, and there is something to answer."""
    read = classify("STOP").label == "stop" and classify("HELP").label == "help"
    if not (read and stop_words(row.brand) and help_words(row.brand)):
        return Check("answers", "stop", "STOP or HELP would not be answered", "Tell whoever runs Casa.", rule="R24")
    if not (row.brand.support_phone or row.brand.support_email):
        words = "Who texts HELP must learn whom to call. Add a phone or an e-mail in Settings."
        return Check("answers", "warn", "HELP names nobody to call", words, rule="R12", fix="settings")
    return Check("answers", "pass", "STOP and HELP answer", value=f"tried {clock(timezone.now())}", rule="R24")


def _face(check: Check, slug: str) -> dict[str, Any]:
    law = law_of(check.rule)
    return {
        "key": check.key,
        "level": check.level,
        "title": check.title,
        "words": check.words,
        "value": check.value,
        "rule": check.rule,
        "law": {"title": law.title, "words": law.words, "source": law.source} if law else None,
        "fix": check.fix,
        "url": _url(check.fix, slug),
    }


def _url(fix: str, slug: str) -> str:
    pages = {"sender": "senders", "list": "consent_lists", "settings": "settings"}
    return reverse(pages[fix], args=[slug]) if fix in pages else ""


# ------------------------------------------------------------------------------------------------ links


def _urls(row: Campaign) -> list[str]:
    """The web addresses in the texts as an example person reads them."""
    house, guest, now = house_of(row.brand), example(row.brand), timezone.now()
    found: dict[str, None] = {}
    for wording in wordings(row).values():
        for language in wording.texts:
            found.update(dict.fromkeys(_of(row, wording, language, house, guest, now)))
    return list(found)[:4]


def _of(row: Campaign, wording: Wording, language: str, house: Any, guest: Any, now: Any) -> list[str]:
    only = Wording(wording.letter, language, {language: wording.texts[language]}, opens=wording.opens)
    text = compose(only, row.kind, house, guest, now).text
    return [text[link.start : link.end] for link in links_in(text)]


def opened(row: Campaign) -> list[dict[str, Any]]:
    """Each link tried now: whether it opens, and how long it took. Waits for other people's servers."""
    return [_tried(url) for url in _urls(row)]


def _tried(url: str) -> dict[str, Any]:
    began = time.monotonic()
    words = fetch(url if "://" in url else f"https://{url}")
    return {"url": url, "opens": words is not None, "seconds": f"{time.monotonic() - began:.1f}"}
