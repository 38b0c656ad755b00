"""How to make a text lighter without changing what it says: concrete swaps, and what each saves."""

import re
import unicodedata
from dataclasses import dataclass

from casa.core.templates.grammar import Words, parse
from casa.lib.sms import GSM_BASIC, GSM_ESCAPED, repair

_LONG = (  # in order: whole courtesies first, then long words; the left is a pattern over any case
    (r"\bI hope (?:this (?:message|text) finds you well|you(?:['’]re| are) (?:doing )?well)[.!,]?\s*", ""),
    (r"\bplease (?:do not|don['’]t) hesitate to (?:contact|call|text|reach out to) us\b", "write to us"),
    (r"\bplease feel free to\s+", ""),
    (r"\bfeel free to\s+", ""),
    (r"\bwe (?:would|['’]d) like to (?:inform|let) you(?: know)? that\s+", ""),
    (r"\bwe(?:['’]re| are) (?:pleased|happy|delighted|excited) to (?:inform you|announce|let you know) that\s+", ""),
    (r"\bthis is (?:just )?a (?:friendly |quick )?reminder that\s+", ""),
    (r"\bat (?:your earliest convenience|this point in time)\b", "soon"),
    (r"\bas soon as possible\b", "soon"),
    (r"\bin order to\b", "to"),
    (r"\bdue to the fact that\b", "because"),
    (r"\bin the event that\b", "if"),
    (r"\bprior to\b", "before"),
    (r"\bsubsequent to\b", "after"),
    (r"\bapproximately\b", "about"),
    (r"\badditional\b", "more"),
    (r"\bassistance\b", "help"),
    (r"\binformation\b", "info"),
    (r"\breservation\b", "booking"),
    (r"\baccommodation\b", "home"),
    (r"\bappointment\b", "visit"),
    (r"\bthank you (?:so|very) much\b", "thank you"),
    (r"\bthank you\b", "thanks"),
    (r"\bdo not\b", "don't"),
    (r"\bwe are\b", "we're"),
    (r"\byou are\b", "you're"),
    (r"\bwe will\b", "we'll"),
    (r"\byou will\b", "you'll"),
    (r"\bit is\b", "it's"),
    (r"\bcannot\b", "can't"),
    (r"\b(?:really|very|just|simply)\s+", ""),
    (r"\bhttps://(?:www\.)?", ""),
    (r"\s+and\s+", " & "),
)
_SWAPS = tuple((re.compile(pattern, re.IGNORECASE), short) for pattern, short in _LONG)
_RUNS = re.compile(r"[ \t]{2,}|\n{3,}")
_EMOJI = re.compile(r"\s*[\U0001F000-\U0001FAFF\u2600-\u27BF\u2B00-\u2BFF\uFE0F\u200D\U000E0020-\U000E007F]+")
_PLAIN = {"ç": "c", "œ": "oe", "Œ": "OE", "ÿ": "y", "•": "-", "·": "-", "→": "->", "™": "", "®": "", "©": "(c)"}
FITS = GSM_BASIC | GSM_ESCAPED


@dataclass(frozen=True, slots=True)
class Swap:
    """Write ``after`` where ``before`` stands. ``saves``: characters; ``frees``: it also opens the large alphabet."""

    words: str
    before: str
    after: str
    saves: int
    frees: bool = False


def swaps(body: str) -> tuple[Swap, ...]:
    """What could be shorter in a text as its author wrote it; names to fill in are left alone."""
    own = [piece.text for piece in parse(body).pieces if isinstance(piece, Words)]
    found = [swap for text in own for swap in (*_alphabet(text), *_wordy(text), *_runs(text))]
    return tuple(sorted(dict.fromkeys(found), key=lambda swap: (not swap.frees, -swap.saves)))


def lighter(body: str) -> str:
    """The text with every swap done."""
    for swap in swaps(body):
        body = body.replace(swap.before, swap.after, 1)
    return body.strip()


def _alphabet(text: str) -> list[Swap]:
    """Each character outside the phone's alphabet makes every part less than half as long (R70)."""
    found = []
    for match in _EMOJI.finditer(text):
        found.append(Swap("Leave the picture out", match.group(), "", len(match.group()), frees=True))
    for char in dict.fromkeys(repair(_EMOJI.sub("", text))):
        if char not in FITS:
            plain = _plain(char)
            if plain is not None:
                found.append(Swap(f"Write {char} as {plain or 'nothing'}", char, plain, 1 - len(plain), frees=True))
    return found


def _plain(char: str) -> str | None:
    """The nearest form in the alphabet, None where there is none: other scripts stay as they are."""
    if char in _PLAIN:
        return _PLAIN[char]
    base = unicodedata.normalize("NFD", char)[0]
    return base if base in FITS and base != char else None


def _wordy(text: str) -> list[Swap]:
    found: list[Swap] = []
    taken: set[int] = set()  # places that an earlier, larger swap already covers
    for pattern, short in _SWAPS:
        for match in pattern.finditer(text):
            before, places = match.group(), range(*match.span())
            if not taken.isdisjoint(places):
                continue
            taken.update(places)
            after = short.capitalize() if before[:1].isupper() and short else short
            words = f"“{before.strip()}” as “{after.strip()}”" if after.strip() else f"Leave “{before.strip()}” out"
            found.append(Swap(words, before, after, len(before) - len(after)))
    return [swap for swap in found if swap.saves > 0]


def _runs(text: str) -> list[Swap]:
    return [
        Swap("One blank is enough", match.group(), match.group()[0], len(match.group()) - 1)
        for match in _RUNS.finditer(text)
    ]
