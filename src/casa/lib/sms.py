"""How a text is cut into the parts a phone network carries and bills (3GPP TS 23.038; rules R70 to R72).

A text whose every character is in the GSM-7 alphabet travels at 160 characters, or 153 a part when it needs
several. One character outside switches the whole text to UCS-2: 70 UTF-16 units, or 67 a part.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

GSM_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
GSM_ESCAPED = frozenset("^{}\\[~]|€\f")  # an escape and a second septet each; the two never straddle parts

# Characters that word processors and phone keyboards put in, and the GSM-7 form that means the same (R72).
PLAIN_FORMS = {
    **dict.fromkeys("‘’‚‛ʼ′`´", "'"),
    **dict.fromkeys("“”„‟″«»", '"'),
    **dict.fromkeys("‐‑‒–—―−", "-"),
    "…": "...",
    **dict.fromkeys("\u00a0\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\t", " "),
    **dict.fromkeys("\u00ad\u200b\u2060\ufeff", ""),  # invisible; the zero-width joiner stays, emoji need it
}
_PLAIN = str.maketrans(PLAIN_FORMS)
_ADDRESS = re.compile(r"(?:[a-z][a-z0-9+.-]*://|www\.)\S+|\S+@\S+\.\S+", re.IGNORECASE)

_JOINER = "\u200d"
_EXTENDING = frozenset(map(chr, (*range(0xFE00, 0xFE10), *range(0x1F3FB, 0x1F400), *range(0xE0020, 0xE0080))))
_REGIONAL = frozenset(map(chr, range(0x1F1E6, 0x1F200)))


class Encoding(StrEnum):
    """The two alphabets a text can travel in."""

    GSM_7 = "gsm-7"
    UCS_2 = "ucs-2"


_ALONE_AND_JOINED = {Encoding.GSM_7: (160, 153), Encoding.UCS_2: (70, 67)}


@dataclass(frozen=True, slots=True)
class Segments:
    """What a text costs.

    ``units`` are septets in GSM-7 and UTF-16 units in UCS-2; ``per_segment`` is how many fit in each part of
    this text; ``offenders`` are the characters, in order and once each, that force UCS-2.
    """

    count: int
    encoding: Encoding
    units: int
    per_segment: int
    offenders: tuple[str, ...] = ()


def segments(text: str) -> Segments:
    """Count the parts of ``text`` (R70, R71); an empty text has none."""
    offenders = tuple(dict.fromkeys(char for char in text if char not in GSM_BASIC and char not in GSM_ESCAPED))
    encoding = Encoding.UCS_2 if offenders else Encoding.GSM_7
    pieces = [_utf16_units(cluster) for cluster in _clusters(text)] if offenders else _septets(text)
    alone, joined = _ALONE_AND_JOINED[encoding]
    units = sum(pieces)
    if units <= alone:
        return Segments(min(units, 1), encoding, units, alone, offenders)
    return Segments(_parts(pieces, joined), encoding, units, joined, offenders)


def cut(text: str) -> tuple[str, ...]:
    """The text of each part, as the networks cut it; as many as ``segments`` counts."""
    counted = segments(text)
    if counted.count <= 1:
        return (text,) if text else ()
    whole = counted.encoding is Encoding.GSM_7
    pieces = list(text) if whole else list(_clusters(text))
    parts, room = [""], counted.per_segment
    for piece, size in zip(pieces, _septets(text) if whole else map(_utf16_units, pieces), strict=True):
        if size > room and parts[-1]:
            parts, room = [*parts, ""], counted.per_segment
        parts[-1] += piece
        room -= size
    return tuple(parts)


def repair(text: str, keep: Iterable[str] = ()) -> str:
    """Replace typographic characters by their GSM-7 forms where the meaning stays (R72).

    Web and mail addresses are never touched, nor are the substrings in ``keep`` (the names in the text).
    """
    names = [re.escape(name) for name in sorted(keep, key=len, reverse=True) if name]
    untouched = re.compile("|".join([*names, _ADDRESS.pattern]), re.IGNORECASE)
    repaired, end = [], 0
    for match in untouched.finditer(text):
        repaired += [text[end : match.start()].translate(_PLAIN), match.group()]
        end = match.end()
    return "".join([*repaired, text[end:].translate(_PLAIN)])


def _septets(text: str) -> list[int]:
    return [2 if char in GSM_ESCAPED else 1 for char in text]


def _utf16_units(text: str) -> int:
    return sum(2 if ord(char) > 0xFFFF else 1 for char in text)


def _parts(pieces: Iterable[int], size: int) -> int:
    """Parts of ``size`` needed when no piece may straddle two of them."""
    count, room = 0, 0
    for piece in pieces:
        if piece > size:  # one "character" longer than a part (stacked accents) has to be cut somewhere
            count, room = count + -(-piece // size), (size - piece % size) % size
        elif piece > room:
            count, room = count + 1, size - piece
        else:
            room -= piece
    return count


def _clusters(text: str) -> Iterator[str]:
    """The characters as a reader sees them: accents, emoji families and flags stay whole.

    Covers the extend, joiner and flag rules of UAX #29, not Hangul jamo or Indic linking.
    """
    cluster = ""
    for char in text:
        if cluster and _continues(cluster, char):
            cluster += char
            continue
        if cluster:
            yield cluster
        cluster = char
    if cluster:
        yield cluster


def _continues(cluster: str, char: str) -> bool:
    if char == _JOINER or char in _EXTENDING or unicodedata.category(char) in ("Mn", "Me", "Mc"):
        return True
    if cluster[-1] == _JOINER:
        return True
    return char in _REGIONAL and len(cluster) == 1 and cluster in _REGIONAL
