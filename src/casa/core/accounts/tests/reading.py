"""What tests of pages for guests share: what somebody reads or hears of a page, and what of it no table says."""

import re
from html import unescape

from casa.core.accounts.spoken import LANGUAGES, Words

SPOKEN = re.compile(r'(?:aria-label|alt|title|placeholder)="([^"]*)"')
UNSEEN = re.compile(r"<(script|style|svg)\b.*?</\1>|<!--.*?-->", re.DOTALL)
OPEN, CLOSE = "⟦", "⟧"
_MARKED = re.compile(f"{OPEN}[^{OPEN}{CLOSE}]*{CLOSE}")
_DATES = re.compile(
    r"\b(?:de|del|al|du|au|à|h|janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre"
    r"|enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre|\d+(?:er)?)\b"
)


def shown(html: str) -> str:
    """The text of a page, with what is only read aloud."""
    kept = UNSEEN.sub(" ", html)
    return unescape(" ".join([*SPOKEN.findall(kept), re.sub(r"<[^>]+>", " ", kept)]))


def mark(monkeypatch) -> None:
    """From now on what a table says stands between marks, with what was filled in."""
    plain = Words.__call__

    def marked(self, name, /, **places):
        return f"{OPEN}{plain(self, name, **places)}{CLOSE}"

    monkeypatch.setattr(Words, "__call__", marked)


def untranslated(html: str, *data: str) -> set[str]:
    """The words of a marked page that no table says, but for data, dates and the names of languages."""
    text = shown(html)
    assert text.count(OPEN) == text.count(CLOSE) > 4, "the page was drawn with marks"
    while _MARKED.search(text):
        text = _MARKED.sub(" ", text)
    for known in sorted({*data, *LANGUAGES.values()}, key=len, reverse=True):
        text = text.replace(known, " ")
    return set(re.findall(r"[^\W\d_]+", _DATES.sub(" ", text)))


def english(html: str, *tables: Words) -> set[str]:
    """English texts of these tables that stand on a page of another language; short ones could be anything."""
    text, found = " ".join(shown(html).split()), set()
    for texts in (texts for table in tables for texts in table.texts.values()):
        pieces = [piece.strip(" .,;:()") for piece in re.split(r"\{\w+\}", texts["en"])]
        others = f"{texts['es']} {texts['fr']}"
        found |= {piece for piece in pieces if len(piece) > 6 and piece not in others and piece in text}
    return found
