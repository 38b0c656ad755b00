"""The checkable values of a text: times, dates, weekdays, amounts, numbers, codes, addresses of every kind.

Formats meet in one form, so that '4 PM', '16:00' and '4:00 pm' are the same value.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from typing import Literal

from casa.core.assistant.text import fold
from casa.core.assistant.when import dates_in, times_in

TokenKind = Literal["url", "email", "phone", "time", "date", "weekday", "money", "percent", "number", "code"]

_URL = re.compile(
    r"(?:https?://|www\.)[^\s<>\"“”»]+"
    r"|\b[\w-]+(?:\.[\w-]+)*\.(?:com|org|net|io|fr|es|co|info|app|house|me|eu|uk|de)\b(?:/\S*)?",
    re.I,
)
_EMAIL = re.compile(r"[\w.+'-]+@[\w-]+(?:\.[\w-]+)+", re.I)
_PHONE = re.compile(r"(?<![\w.])\+?\(?\d(?:[\s().-]{0,2}\d){6,}(?!\w)")
_MONEY = re.compile(
    r"(?:us)?[$€£]\s?(?P<before>\d[\d,. ]*\d|\d)|(?P<after>\d[\d,.]*)\s?(?:€|\$|£|euros?\b|dollars?\b|dolares\b"
    r"|usd\b|eur\b|pounds?\b)",
    re.I,
)
_PERCENT = re.compile(r"(?P<value>\d+(?:[.,]\d+)?)\s?(?:%|percent\b|per cent\b|por ciento\b|pour ?cent\b)", re.I)
_MIXED = re.compile(r"[#*]?(?=[\w#*-]*\d)(?=[\w*-]*[a-z#*_])[a-z0-9](?:[\w#*-]*[\w#*])?", re.I)
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_HOURS = re.compile(r"\d{1,2}\s?h(?:eures?|rs?|oras)?")
_ORDINAL = re.compile(r"(\d+)(?:st|nd|rd|th|er|e|h|km|m|min|mbps|kg|ft|x|c|f)\b", re.I)
_DAY_NAMES = (
    ("monday", "lunes", "lundi"), ("tuesday", "martes", "mardi"), ("wednesday", "miercoles", "mercredi"),
    ("thursday", "jueves", "jeudi"), ("friday", "viernes", "vendredi"), ("saturday", "sabado", "samedi"),
    ("sunday", "domingo", "dimanche"),
)  # fmt: skip
_WEEKDAYS = {name: number for number, names in enumerate(_DAY_NAMES) for name in names}
_WEEKDAY = re.compile(rf"\b(?P<name>{'|'.join(_WEEKDAYS)})s?\b")
# 'Mon' is also French for 'my', 'Sat' and 'Sun' are words: the short form counts before a day of the month.
_SHORT_DAY = re.compile(
    r"\b(?P<name>Mon|Tues?|Wed|Thu(?:rs?)?|Fri|Sat|Sun)\b\.?(?=,?\s+\d|,? [A-Z][a-z]{2,8} \d"
    r"|[,.]?$)"
)
_SHORT = {"mon": 0, "tue": 1, "wed": 2, "thu": 3, "fri": 4, "sat": 5, "sun": 6}
# Left out: 'one' and its like (articles), 'once' (Spanish eleven, English once), 'sept' and 'neuf' (a month, new).
_NUMBER_WORDS = {
    word: number
    for words in (
        "two three four five six seven eight nine ten eleven twelve",
        "dos tres cuatro cinco seis siete ocho nueve diez once doce",
        "deux trois quatre cinq six sept huit neuf dix onze douze",
    )
    for number, word in enumerate(words.split(), start=2)
    if word not in ("once", "sept", "neuf")
}
_NUMBER_WORD = re.compile(rf"\b(?:{'|'.join(sorted(_NUMBER_WORDS, key=len, reverse=True))})\b")


@dataclass(frozen=True, slots=True)
class Token:
    """One checkable value. `loose` marks a time without AM or PM, which may mean either half of the day."""

    kind: TokenKind
    value: object
    loose: bool = False


def tokens_in(text: str) -> set[Token]:
    """Every checkable value of `text`."""
    found: set[Token] = set()
    rest = text
    for read in _READERS:
        taken = list(read(rest))
        found.update(token for _, _, token in taken)
        for start, end, _ in taken:
            rest = rest[:start] + " " * (end - start) + rest[end:]
    return found


def tokens_of(values: Iterable[object]) -> set[Token]:
    """The checkable values of plain data: datetimes, times, numbers, texts, and what holds them."""
    found: set[Token] = set()
    for value in values:
        if isinstance(value, Mapping):
            found |= tokens_of(value.values())
        elif isinstance(value, list | tuple | set):
            found |= tokens_of(value)
        else:
            found |= _of(value)
    return found


def _of(value: object) -> set[Token]:
    if isinstance(value, datetime):
        return _of(value.date()) | _of(value.time())
    if isinstance(value, date):
        return {Token("date", (value.month, value.day)), Token("weekday", value.weekday())}
    if isinstance(value, time):
        return {Token("time", value.hour * 60 + value.minute)}
    if isinstance(value, bool) or value is None:
        return set()
    if isinstance(value, int | float | Decimal):
        return {Token("number", _plain(Decimal(str(value))))}
    return tokens_in(value) if isinstance(value, str) else set()


def supports(token: Token, known: set[Token]) -> bool:
    """Whether `token` of a claim stands among the values of its sources."""
    if token in known or Token(token.kind, token.value) in known:
        return True
    values = {kind: {t.value for t in known if t.kind == kind} for kind in ("time", "date", "phone", "number", "code")}
    if token.kind == "time":
        return _time_meets(token, known) or _duration_meets(token, known)
    if token.kind == "number":
        return _number_meets(token.value, values)
    if token.kind == "phone":
        digits = str(token.value)
        return any(str(other).endswith(digits) or digits.endswith(str(other)) for other in values["phone"])
    if token.kind == "code":
        return str(token.value).strip("#*") in {str(v).strip("#*") for v in values["code"] | values["number"]}
    return False


def _time_meets(token: Token, known: set[Token]) -> bool:
    assert isinstance(token.value, int)
    for other in known:
        if other.kind != "time" or not isinstance(other.value, int):
            continue
        if other.value == token.value:
            return True
        if (token.loose or other.loose) and other.value % 720 == token.value % 720:
            return True
    return False


def _duration_meets(token: Token, known: set[Token]) -> bool:
    """'3 heures' is a time of day or a length: it is supported where a source has the plain number."""
    assert isinstance(token.value, int)
    return token.loose and token.value % 60 == 0 and Token("number", str(token.value // 60)) in known


def _number_meets(value: object, values: Mapping[str, set[object]]) -> bool:
    """'3' is supported by 3:30 PM and '12' by 12 Oct: 'from the 12th to 16 Oct, at half past three'."""
    days = {str(day[1]) for day in values["date"] if isinstance(day, tuple)}
    hours = {str(m // 60 % 12 or 12) for m in values["time"] if isinstance(m, int)}
    return str(value) in days | hours | {str(code).strip("#*") for code in values["code"]}


Found = Iterator[tuple[int, int, Token]]


def _urls(text: str) -> Found:
    for m in _URL.finditer(text):
        value = m[0].rstrip(".,;:!?)'\"").lower().removeprefix("https://").removeprefix("http://").rstrip("/")
        yield m.start(), m.end(), Token("url", value.removeprefix("www."))


def _emails(text: str) -> Found:
    for m in _EMAIL.finditer(text):
        yield m.start(), m.end(), Token("email", m[0].lower())


def _phones(text: str) -> Found:
    for m in _PHONE.finditer(text):
        yield m.start(), m.end(), Token("phone", re.sub(r"\D", "", m[0]))


def _money(text: str) -> Found:
    for m in _MONEY.finditer(text):
        value = _amount(m["before"] or m["after"])
        if value is not None:
            yield m.start(), m.end(), Token("money", value)


def _percents(text: str) -> Found:
    for m in _PERCENT.finditer(text):
        yield m.start(), m.end(), Token("percent", _amount(m["value"]))


def _dates(text: str) -> Found:
    if len(fold(text)) == len(text):
        yield from ((start, end, Token("date", day)) for start, end, day in dates_in(text))


def _times(text: str) -> Found:
    plain = fold(text)
    if len(plain) != len(text):
        return
    for start, end, minutes in times_in(text):
        written = plain[start:end]
        loose = (":" in written and "m" not in written and 60 <= minutes < 780) or bool(_HOURS.fullmatch(written))
        yield start, end, Token("time", minutes, loose)


def _weekdays(text: str) -> Found:
    plain = fold(text)
    if len(plain) == len(text):
        yield from ((m.start(), m.end(), Token("weekday", _WEEKDAYS[m["name"]])) for m in _WEEKDAY.finditer(plain))
    for m in _SHORT_DAY.finditer(text):
        yield m.start(), m.end(), Token("weekday", _SHORT[m["name"].lower()[:3]])


def _mixed(text: str) -> Found:
    for m in _MIXED.finditer(text):
        ordinal = _ORDINAL.fullmatch(m[0])
        yield m.start(), m.end(), Token("number", ordinal[1]) if ordinal else Token("code", m[0].lower())


def _numbers(text: str) -> Found:
    for m in _NUMBER.finditer(text):
        value = _amount(m[0])
        leading_zero = m[0].startswith("0") and len(m[0]) > 1 and m[0].isdigit()
        yield m.start(), m.end(), Token("number", m[0] if leading_zero or value is None else value)


def _number_words(text: str) -> Found:
    plain = fold(text)
    if len(plain) == len(text):
        for m in _NUMBER_WORD.finditer(plain):
            yield m.start(), m.end(), Token("number", str(_NUMBER_WORDS[m[0]]))


def _amount(written: str) -> str | None:
    """'1,856.00', '1.856,00', '1 856' and '1856' as '1856'. None where it is no amount."""
    compact = written.replace(" ", "").strip(".,")
    decimal = re.search(r"[.,](\d{1,2})$", compact)
    whole = re.sub(r"[.,]", "", compact[: decimal.start()] if decimal else compact)
    try:
        return _plain(Decimal(f"{whole}.{decimal[1]}" if decimal else whole))
    except InvalidOperation:
        return None


def _plain(value: Decimal) -> str:
    return f"{value.normalize():f}"


_READERS: tuple[Callable[[str], Found], ...] = (
    _emails, _urls, _dates, _times, _money, _percents, _phones, _weekdays, _mixed, _numbers, _number_words,
)  # fmt: skip
