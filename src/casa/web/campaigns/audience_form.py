"""The form of an audience as conditions, and back. What the form has no field for is kept as it is."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.http import QueryDict

from casa.core.accounts.rules import NotPossible
from casa.core.campaigns import filters
from casa.core.campaigns.filters import All, Filter

SIMPLE = (
    filters.Stayed, filters.Arriving, filters.InHouse, filters.AtHome, filters.InCity, filters.Stays,
    filters.NotBookedAgain, filters.Platform, filters.Language, filters.Consent, filters.Tagged, filters.Birthday,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the form shows. ``rest``: conditions it has no field for."""

    stayed: str = ""  # "", ever, days, between
    stayed_days: int = 365
    since: str = ""
    until: str = ""
    arriving: str = ""  # "", ahead, days
    arriving_days: int = 30
    in_house: bool = False
    homes: tuple[str, ...] = ()
    cities: tuple[str, ...] = ()
    at_least: str = ""
    at_most: str = ""
    not_booked_again: bool = False
    platforms: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    agreed: str = ""  # "", express, written
    tags: tuple[str, ...] = ()
    tags_out: tuple[str, ...] = ()
    birthday: str = ""  # "" or days
    birthday_days: int = 14
    rest: tuple[Filter, ...] = field(default=())


def shown(tree: All, program: str) -> Chosen:
    """A tree as the form shows it. Of each kind of condition the form has one; a second is kept beside it."""
    values: dict[str, object] = {}
    rest: list[Filter] = []
    seen: set[type] = set()
    for part in tree.of:
        if _left_out(part) and filters.Not not in seen:
            seen.add(filters.Not)
            values |= {"tags_out": tuple(map(str, part.of.tag_ids))}  # type: ignore[union-attr]
        elif isinstance(part, SIMPLE) and type(part) not in seen and _fits(part, program):
            seen.add(type(part))
            values |= _fields(part)
        else:
            rest.append(part)
    return Chosen(**values, rest=tuple(rest))  # type: ignore[arg-type]


def _left_out(part: Filter) -> bool:
    """Nobody with one of these tags."""
    return isinstance(part, filters.Not) and isinstance(part.of, filters.Tagged)


def _fits(part: Filter, program: str) -> bool:
    if isinstance(part, filters.Arriving):
        return not (part.since or part.until)
    return part.program == program if isinstance(part, filters.Consent) else True


def _fields(part: Filter) -> dict[str, object]:
    """The form's fields for one condition."""
    show = _SHOWS.get(type(part))
    return show(part) if show else {}


def _stayed(part: filters.Stayed) -> dict[str, object]:
    how = "days" if part.last_days else "between" if part.since or part.until else "ever"
    return {
        "stayed": how,
        "stayed_days": part.last_days or 365,
        "since": _iso(part.since),
        "until": _iso(part.until),
    }


def _arriving(part: filters.Arriving) -> dict[str, object]:
    return {"arriving": "ahead" if part.next_days is None else "days", "arriving_days": part.next_days or 30}


def _stays(part: filters.Stays) -> dict[str, object]:
    return {"at_least": str(part.at_least), "at_most": "" if part.at_most is None else str(part.at_most)}


_SHOWS: dict[type, Callable[[Any], dict[str, object]]] = {
    filters.Stayed: _stayed,
    filters.Arriving: _arriving,
    filters.Stays: _stays,
    filters.InHouse: lambda _: {"in_house": True},
    filters.AtHome: lambda part: {"homes": tuple(map(str, part.property_ids))},
    filters.InCity: lambda part: {"cities": part.cities},
    filters.NotBookedAgain: lambda _: {"not_booked_again": True},
    filters.Platform: lambda part: {"platforms": part.names},
    filters.Language: lambda part: {"languages": part.codes},
    filters.Consent: lambda part: {"agreed": part.consent_class},
    filters.Tagged: lambda part: {"tags": tuple(map(str, part.tag_ids))},
    filters.Birthday: lambda part: {"birthday": "days", "birthday_days": part.next_days},
}


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def chosen(data: QueryDict, base: All, program: str) -> All:
    """The tree that the form means; ``base`` gives what it has no field for. Raises NotPossible."""
    rest = () if data.get("forget_rest") == "1" else shown(base, program).rest
    try:
        return All((*_conditions(data, program), *rest))
    except ValueError:
        raise NotPossible("A day or a number is not complete. Look at the marked fields.") from None


def _conditions(data: QueryDict, program: str) -> Iterable[Filter]:
    yield from _by_stay(data)
    if data.get("in_house") == "1":
        yield filters.InHouse()
    yield from _by_choice(data)
    if data.get("at_least") or data.get("at_most"):
        most = data.get("at_most")
        yield filters.Stays(_number(data, "at_least", 1), int(most) if most else None)
    if data.get("not_booked_again") == "1":
        yield filters.NotBookedAgain()
    if data.get("birthday") == "days":
        yield filters.Birthday(_number(data, "birthday_days", 0))
    if data.get("agreed"):
        yield filters.Consent(program, data.get("agreed", ""))


def _by_stay(data: QueryDict) -> Iterable[Filter]:
    stayed, arriving = data.get("stayed", ""), data.get("arriving", "")
    if stayed == "days":
        yield filters.Stayed(last_days=_number(data, "stayed_days", 365))
    elif stayed == "between":
        yield filters.Stayed(since=_day(data, "since"), until=_day(data, "until"))
    elif stayed == "ever":
        yield filters.Stayed()
    if arriving:
        yield filters.Arriving(next_days=_number(data, "arriving_days", 30) if arriving == "days" else None)


def _by_choice(data: QueryDict) -> Iterable[Filter]:
    """What is ticked in a list; none ticked: no condition."""
    lists: dict[str, Callable[[tuple[str, ...]], Filter]] = {
        "homes": lambda ids: filters.AtHome(tuple(map(UUID, ids))),
        "cities": filters.InCity,
        "platforms": filters.Platform,
        "languages": filters.Language,
        "tags": lambda ids: filters.Tagged(tuple(map(UUID, ids))),
        "tags_out": lambda ids: filters.Not(filters.Tagged(tuple(map(UUID, ids)))),
    }
    for name, made in lists.items():
        if data.getlist(name):
            yield made(tuple(data.getlist(name)))


def _number(data: QueryDict, name: str, otherwise: int) -> int:
    return int(data.get(name) or otherwise)


def _day(data: QueryDict, name: str) -> date | None:
    typed = data.get(name)
    return date.fromisoformat(typed) if typed else None
