"""Takes personal data and secrets out of a text before a model sees it, and puts them back into its answer.

Each value becomes a stable placeholder such as `[phone-1]`; the table that explains them stays in this process.
When in doubt a value is masked: an answer rarely needs the digits a guest wrote.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import phonenumbers

from casa.core.assistant.text import fold, words

PLACEHOLDER = re.compile(r"\[(?:phone|email|card|iban|code|number|name|address|text)-\d+\]", re.I)

_AT = r"(?:\s?(?:@|\(at\)|\[at\])\s?|\sat\s(?=[\w-]+\s(?:dot|punto|point)\s))"
_DOT = r"(?:\.|\s?\(dot\)\s?|\s?\[dot\]\s?|\s(?:dot|punto|point)\s)"
_EMAIL = re.compile(rf"(?<![\w.+'-])[\w.+'-]{{1,64}}{_AT}[\w-]+(?:{_DOT}[\w-]+)+", re.I)
_IBAN_START = re.compile(r"(?<![A-Za-z0-9])[A-Za-z]{2}\d{2}(?=[ -]?[A-Za-z0-9])")
_IBAN_GROUP = re.compile(r"[ -]?[A-Za-z0-9]+")
_DIGIT_RUN = re.compile(r"(?<![\w$€£])(?<!\d[.,])\+?\(?\d(?:[ \t\u00a0().\-/\\_·]{0,3}\d){5,}(?!\d)")
_DOCUMENT = re.compile(r"\b(?:HM[A-Z0-9]{8}|[A-Z]{1,3}\d{6,9}|\d{6,})\b")
_DATE = re.compile(
    r"(?<![\d./-])(?:(?:19|20)\d\d-[01]\d-[0-3]\d|[0-3]?\d[./-][01]?\d[./-](?:20)?\d\d"
    r"|[01]?\d/[0-3]?\d/(?:20)?\d\d)(?![\d/-]|\.\d)"
)
_NAME = re.compile(
    r"\b(?i:my (?:full )?name is|my name's|me llamo|mi nombre es|je m'appelle"
    r"|mon nom est)\s+(?P<value>[A-ZÀ-Þ][\w'’-]+(?:\s+[A-ZÀ-Þ][\w'’-]+){0,3})"
)
_SPOKEN = words(
    "zero oh one two three four five six seven eight nine cero uno dos tres cuatro cinco seis siete ocho "
    "nueve zéro un deux trois quatre cinq sept huit neuf double triple"
)
_SPOKEN_RUN = re.compile(rf"\b(?:{'|'.join(_SPOKEN)})(?:[\s,-]+(?:{'|'.join(_SPOKEN)}|\d)){{3,}}\b", re.I)

_CODE_WORD = (
    r"(?:code|c[óo]digo|digicode|pin|passcode|combination|combinaci[óo]n|lock ?box|key ?safe|key ?pad|keypad"
    r"|cvv|cvc|alarm|alarme|alarma|caja de llaves|bo[îi]te [àa] cl[ée]s?)"
)
_WORD_FOR_IT = r"(?:pass ?word|passphrase|pass ?key|pwd|pw|contrase[ñn]a|clave|mot de passe|mdp|wi-?fi (?:key|code))"
# A code has a digit in it and stands soon after its word: "the code for the front door is 4821#".
_CODE = re.compile(
    rf"\b{_CODE_WORD}s?\b[^\n.;?!\d]{{0,40}}?(?<![\w$€£])(?P<value>[#*]?(?=[\w*#-]*\d)[A-Za-z]{{0,3}}\d[\w*#-]{{2,}})"
    r"(?!\s?(?:am|pm|%|€|\$|guests?|people|nights?|hours?|min)\b)",
    re.I,
)
# A password may be any word, so it needs the 'is' or the colon.
_PASSWORD = re.compile(
    rf"\b{_WORD_FOR_IT}\b(?:(?!\b(?:once|when|after|if|until|before)\b)[^\n.;:=?!]){{0,30}}?(?:\s(?:is|was"
    rf"|es|est)\s*:?|\s?[:=])\s*[\"“'«]?\s?(?P<value>[^\s\"”»,]{{3,}})",
    re.I,
)
_NOT_PASSWORDS = frozenset(
    words(
        "the sent not now in on at below above written printed same that this needed it for wrong correct "
        "working invalid incorrect la el en no est es le dans pas sur given here there case what only "
        "confirmed needed required changed shown possible easy always already also inside beside under "
        "behind good fine enviada envoye ready"
    )
)
_TRAILING = ".,;:!?)\"'”»"


@dataclass(frozen=True, slots=True)
class Masked:
    """`text` with placeholders and the `table` from placeholder to what stood there. The table is personal data."""

    text: str
    table: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class _Span:
    start: int
    end: int
    kind: str


def mask(
    text: str,
    keep: Iterable[str] = (),
    *,
    secrets: Iterable[str] = (),
    names: Iterable[str] = (),
    addresses: Iterable[str] = (),
    table: Mapping[str, str] | None = None,
) -> Masked:
    """`text` without phones, e-mails, cards, bank accounts, document numbers, codes and passwords.

    `keep`: values left as they are. `secrets`, `names`, `addresses`: known values, masked wherever they stand.
    `table`: that of an earlier call, so that several texts of one prompt share their placeholders.
    """
    known = [*_literal(text, secrets, "code"), *_literal(text, addresses, "address"), *_literal(text, names, "name")]
    kept = _literal(text, keep, "keep")
    spans = [s for s in _merge([*known, *_patterns(text)]) if not any(k.start <= s.start < k.end for k in kept)]
    filled = dict(table or {})
    by_value = {value: placeholder for placeholder, value in filled.items()}
    pieces, at = [], 0
    for span in spans:
        value = text[span.start : span.end]
        placeholder = by_value.get(value)
        if placeholder is None:
            placeholder = by_value[value] = _next_placeholder(span.kind, filled)
            filled[placeholder] = value
        pieces += [text[at : span.start], placeholder]
        at = span.end
    return Masked("".join([*pieces, text[at:]]), filled)


def unmask(text: str, table: Mapping[str, str]) -> str:
    """Puts the values back, in one pass: a value that looks like a placeholder is not filled again."""
    return PLACEHOLDER.sub(lambda found: table.get(found[0].lower(), found[0]), text)


def blot(text: str, secrets: Iterable[str]) -> str:
    """`text` with each of `secrets` made unreadable, for where it must never come back."""
    spans = _merge(_literal(text, secrets, "code"))
    for span in reversed(spans):
        text = f"{text[: span.start]}••••{text[span.end :]}"
    return text


def holds(text: str, secret: str) -> bool:
    """Whether `secret` stands in `text`, also spelled with spaces or dashes ('4 8-2 1')."""
    return bool(_literal(text, (secret,), "code"))


def codes_in(text: str) -> tuple[str, ...]:
    """Door, lock and alarm codes and passwords that `text` spells out, found by the words before them."""
    values = [text[span.start : span.end] for span in (*_codes(text), *_passwords(text))]
    return tuple(dict.fromkeys(values))


def _next_placeholder(kind: str, table: Mapping[str, str]) -> str:
    number = 1 + sum(1 for placeholder in table if placeholder.startswith(f"[{kind}-"))
    return f"[{kind}-{number}]"


def _literal(text: str, values: Iterable[str], kind: str) -> list[_Span]:
    spans = []
    for value in {v.strip() for v in values if v and v.strip()}:
        if value.isdigit():
            body = r"[\s.\-_,/]{0,3}".join(value)
            pattern = rf"(?<!\d){body}(?!\d)"
        else:
            pattern = rf"(?<![A-Za-z0-9]){re.escape(value)}(?![A-Za-z0-9])"
        spans += [_Span(m.start(), m.end(), kind) for m in re.finditer(pattern, text, re.I)]
    return spans


def _patterns(text: str) -> Iterator[_Span]:
    yield from (_Span(m.start(), m.end(), "text") for m in PLACEHOLDER.finditer(text))
    yield from (_Span(m.start(), m.end(), "email") for m in _EMAIL.finditer(text))
    yield from _ibans(text)
    yield from _codes(text)
    yield from _passwords(text)
    yield from _digit_runs(text)
    yield from (_Span(m.start(), m.end(), "number") for m in _DOCUMENT.finditer(text) if not _priced(text, m.start()))
    yield from (_Span(m.start(), m.end(), "number") for m in _SPOKEN_RUN.finditer(text))
    yield from (_Span(m.start("value"), m.end("value"), "name") for m in _NAME.finditer(text))


def _codes(text: str) -> Iterator[_Span]:
    for found in _CODE.finditer(text):
        if sum(c.isdigit() for c in found["value"]) >= 3:  # 'keypad ... 9-volt battery' is no code
            yield _Span(found.start("value"), found.end("value"), "code")


def _passwords(text: str) -> Iterator[_Span]:
    for found in _PASSWORD.finditer(text):
        value = found["value"].rstrip(_TRAILING) if len(found["value"]) > 3 else found["value"]
        if fold(value) not in _NOT_PASSWORDS and not PLACEHOLDER.match(value):
            yield _Span(found.start("value"), found.start("value") + len(value), "code")


def _digit_runs(text: str) -> Iterator[_Span]:
    """Runs of six digits and more: cards by their check digit, phones by the numbering plans, else a number."""
    dates = [m.span() for m in _DATE.finditer(text)]
    for found in phonenumbers.PhoneNumberMatcher(text, "US", leniency=phonenumbers.Leniency.POSSIBLE):
        if not _all_dates(found.start, found.end, dates, text):
            yield _Span(found.start, found.end, "phone")
    for run in _DIGIT_RUN.finditer(text):
        digits = re.sub(r"\D", "", run[0])
        if _all_dates(run.start(), run.end(), dates, text) or _priced(text, run.start()):
            continue
        kind = "card" if 13 <= len(digits) <= 19 and _luhn(digits) else "phone" if len(digits) >= 7 else "number"
        yield _Span(run.start(), run.end(), kind)


def _all_dates(start: int, end: int, dates: list[tuple[int, int]], text: str) -> bool:
    """Whether every digit between `start` and `end` belongs to a date: '12/10/2026 - 16/10/2026' is no phone."""
    inside = [i for i in range(start, end) if text[i].isdigit()]
    return bool(inside) and all(any(a <= i < b for a, b in dates) for i in inside)


def _priced(text: str, start: int) -> bool:
    return bool(re.search(r"[$€£]\s?$", text[max(0, start - 2) : start]))


def _luhn(digits: str) -> bool:
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (2 if place % 2 else 1)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def _ibans(text: str) -> Iterator[_Span]:
    """Bank accounts, in groups or not: to where the check digits are right, else as far as it looks like one."""
    for start in _IBAN_START.finditer(text):
        end, best = start.end(), 0
        while group := _IBAN_GROUP.match(text, end):
            end = group.end()
            if end - start.start() > 48:
                break
            right = _iban_checks(text[start.start() : end])
            best = end if right or _iban_shape(text[start.start() : end]) else best
            if right:
                break
        if best:
            yield _Span(start.start(), best, "iban")


def _iban_shape(text: str) -> bool:
    """Capitals and mostly digits: an account with a slip of the pen is as private as a right one."""
    plain = re.sub(r"[ -]", "", text)
    return 15 <= len(plain) <= 34 and plain.isupper() and sum(c.isdigit() for c in plain) >= 8


def _iban_checks(text: str) -> bool:
    """The check digits of ISO 13616: the whole number, its head moved to the end, leaves 1 of 97."""
    plain = re.sub(r"[ -]", "", text)
    if not 15 <= len(plain) <= 34:
        return False
    return int("".join(str(int(c, 36)) for c in plain[4:] + plain[:4])) % 97 == 1


def _merge(spans: Iterable[_Span]) -> list[_Span]:
    """Overlapping spans become one, so that no end of a value sticks out; the first and longest names it."""
    merged: list[_Span] = []
    for span in sorted(spans, key=lambda s: (s.start, -s.end)):
        if merged and span.start < merged[-1].end:
            last = merged[-1]
            merged[-1] = _Span(last.start, max(last.end, span.end), last.kind)
        else:
            merged.append(span)
    return merged
