"""What a text weighs: its parts, its alphabet, its price; and how to make it lighter (R70 to R72)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from casa.lib.sms import Encoding, repair, segments

MICRO = 1_000_000  # prices are whole millionths of the currency's unit: $0.0079 is 7,900
DEFAULT_RATES: Mapping[str, tuple[int, int]] = {  # country -> one part, one picture message; list prices, US dollars
    "US": (7_900, 20_000),
    "CA": (8_300, 20_000),
    "GB": (47_000, 47_000),
    "FR": (76_000, 76_000),
    "ES": (72_000, 72_000),
    "MX": (60_000, 60_000),
    "DE": (105_000, 105_000),
}
ELSEWHERE = (80_000, 80_000)


@dataclass(frozen=True, slots=True)
class Rates:
    """What an account pays: millionths of ``currency`` for one part of a text, and for one with pictures."""

    segment: int = DEFAULT_RATES["US"][0]
    picture: int = DEFAULT_RATES["US"][1]
    currency: str = "USD"


LIST_RATES = Rates()


@dataclass(frozen=True, slots=True)
class Weight:
    """What a whole text, legal line and all, costs one person.

    ``units`` are septets or UTF-16 units, ``per_segment`` how many fit in each part, ``left`` how many still fit in
    the last one, ``over`` how many would have to go to save one part. ``text`` is repaired, as it leaves;
    ``repaired`` are the characters that were replaced, ``offenders`` those that force the small alphabet.
    ``price`` is in millionths of ``currency``.
    """

    text: str
    characters: int
    units: int
    segments: int
    encoding: Encoding
    per_segment: int
    left: int
    over: int
    repaired: tuple[str, ...]
    offenders: tuple[str, ...]
    pictures: int
    price: int
    currency: str

    @property
    def fills(self) -> tuple[int, ...]:
        """How full each part is, in units."""
        full = [self.per_segment] * max(self.segments - 1, 0)
        return (*full, self.per_segment - self.left) if self.segments else ()


def weigh(
    text: str, rates: Rates = LIST_RATES, *, pictures: int = 0, keep: Iterable[str] = (), repairs: bool = True
) -> Weight:
    """Weigh a text as it will leave. ``keep``: names in it that repair must not touch (``Resolved.filled``)."""
    leaves = repair(text, keep) if repairs else text
    cut = segments(leaves)
    room = cut.count * cut.per_segment
    return Weight(
        text=leaves,
        characters=len(leaves),
        units=cut.units,
        segments=cut.count,
        encoding=cut.encoding,
        per_segment=cut.per_segment,
        left=max(room - cut.units, 0),
        over=_over(cut.units, cut.count, cut.encoding),
        repaired=tuple(dict.fromkeys(char for char in text if char not in leaves)),
        offenders=cut.offenders,
        pictures=pictures,
        price=rates.picture if pictures else rates.segment * cut.count,
        currency=rates.currency,
    )


_ALONE = {Encoding.GSM_7: 160, Encoding.UCS_2: 70}
_JOINED = {Encoding.GSM_7: 153, Encoding.UCS_2: 67}


def _over(units: int, count: int, encoding: Encoding) -> int:
    """How many units too many there are for one part less; 0 where there is one part or none."""
    if count <= 1:
        return 0
    fewer = _ALONE[encoding] if count == 2 else _JOINED[encoding] * (count - 1)
    return max(units - fewer, 0)


def rates_of(settings: Mapping[str, object], country: str = "US") -> Rates:
    """An account's own prices where its settings tell them (``segment_micros``, ``picture_micros``), else list ones."""
    segment, picture = DEFAULT_RATES.get(country, ELSEWHERE)
    return Rates(
        segment=_micros(settings.get("segment_micros"), segment),
        picture=_micros(settings.get("picture_micros"), picture),
        currency=str(settings.get("currency") or "USD"),
    )


def _micros(value: object, otherwise: int) -> int:
    return value if isinstance(value, int) and value >= 0 else otherwise


def money(micros: int, currency: str = "USD") -> str:
    """A price in words: $7.41, $0.016 below ten cents."""
    sign = {"USD": "$", "CAD": "CA$", "EUR": "€", "GBP": "£"}.get(currency, f"{currency} ")
    return f"{sign}{micros / MICRO:,.2f}" if micros >= MICRO // 10 else f"{sign}{micros / MICRO:.3f}"
