"""Which people are meant: a small tree of conditions, kept as data, turned into one question to the database.

What comes from a page or a saved row is read strictly: an unknown word is refused, so that no typing error ever widens
an audience. Days count by the calendar of the workspace; ``last_days`` and ``next_days`` move with today.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from datetime import date, timedelta
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints
from uuid import UUID

from django.db.models import Count as Counting
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.db.models.lookups import GreaterThanOrEqual, LessThanOrEqual

from casa.core.accounts.rules import NotPossible
from casa.core.accounts.scope import current_workspace_id
from casa.core.people.birthdays import tokens_between
from casa.core.people.models import Identity
from casa.core.people.models import Tagged as HasTag
from casa.core.stays.models import Reservation, ReservationStatus

DEEPEST, MOST = 4, 40  # levels, conditions
LATEST_BIRTHDAY = 90  # days
CLASSES = ("express", "written")
_WORD = re.compile(r"[a-z][a-z0-9_.:-]{0,39}")
NOT_READ = "Casa cannot read this choice of people. Choose them again."


@dataclass(frozen=True, slots=True)
class All:
    """Everything in it holds; empty: everybody."""

    of: tuple["Filter", ...] = ()


@dataclass(frozen=True, slots=True)
class Either:
    """At least one of them holds."""

    of: tuple["Filter", ...]


@dataclass(frozen=True, slots=True)
class Not:
    of: "Filter"


@dataclass(frozen=True, slots=True)
class Stayed:
    """Spent a night here between two days (both may be open), or within the last so many days; over by now."""

    since: date | None = None
    until: date | None = None
    last_days: int | None = None


@dataclass(frozen=True, slots=True)
class Arriving:
    """Has a booked stay that begins between two days, or within the next so many days."""

    since: date | None = None
    until: date | None = None
    next_days: int | None = None


@dataclass(frozen=True, slots=True)
class InHouse:
    """Is here now, by the dates of a booked stay."""


@dataclass(frozen=True, slots=True)
class AtHome:
    """Booked one of these homes, ever."""

    property_ids: tuple[UUID, ...]


@dataclass(frozen=True, slots=True)
class InCity:
    """Booked a home in one of these places, ever."""

    cities: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Stays:
    """Has had so many booked stays that are over."""

    at_least: int = 1
    at_most: int | None = None


@dataclass(frozen=True, slots=True)
class NotBookedAgain:
    """Has no booked stay ahead."""


@dataclass(frozen=True, slots=True)
class Platform:
    """Booked over one of these: airbnb, vrbo, booking, direct …"""

    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Language:
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reachable:
    """Has a number (``phone``) or an address (``email``)."""

    kind: str = "phone"


@dataclass(frozen=True, slots=True)
class Consent:
    """Agreed to a program, at least in this class. Asked of the ledger person by person, so only at the top."""

    program: str
    consent_class: str = "written"


@dataclass(frozen=True, slots=True)
class Tagged:
    """Has at least one of these tags."""

    tag_ids: tuple[UUID, ...]


@dataclass(frozen=True, slots=True)
class Birthday:
    """Has a birthday today or within the next so many days (29 February: ``people.birthdays``)."""

    next_days: int = 0


@dataclass(frozen=True, slots=True)
class People:
    """These very people."""

    person_ids: tuple[UUID, ...]


Filter = (
    All | Either | Not | Stayed | Arriving | InHouse | AtHome | InCity | Stays | NotBookedAgain | Platform | Language
    | Reachable | Consent | Tagged | Birthday | People
)  # fmt: skip
NAMES: dict[str, type] = {
    "all": All, "any": Either, "not": Not, "stayed": Stayed, "arriving": Arriving, "in_house": InHouse,
    "at_home": AtHome, "in_city": InCity, "stays": Stays, "not_booked_again": NotBookedAgain, "platform": Platform,
    "language": Language, "reachable": Reachable, "consent": Consent, "tagged": Tagged,
    "birthday": Birthday, "people": People,
}  # fmt: skip
WORDS = {kind: word for word, kind in NAMES.items()}


# ------------------------------------------------------------------------------------------------ as data


def read(data: object) -> All:
    """The tree that saved or typed data means. Raises NotPossible."""
    if data in ({}, None):
        return All()
    tree = _read(data, 0)
    top = tree if isinstance(tree, All) else All((tree,))
    if any(isinstance(leaf, Consent) for part in top.of if not isinstance(part, Consent) for leaf in leaves(part)):
        raise NotPossible("Consent can be asked for everybody in an audience only, not inside another condition.")
    if sum(1 for _ in leaves(top)) > MOST:
        raise NotPossible(f"Use at most {MOST} conditions.")
    return top


def _read(data: object, depth: int) -> Filter:
    if not isinstance(data, Mapping) or len(data) != 1 or depth > DEEPEST:
        raise NotPossible(NOT_READ)
    word, given = next(iter(data.items()))
    kind = NAMES.get(str(word))
    if kind is None:
        raise NotPossible(NOT_READ)
    if kind in (All, Either):
        if not isinstance(given, list | tuple) or (kind is Either and not given):
            raise NotPossible(NOT_READ)
        made: Filter = kind(tuple(_read(part, depth + 1) for part in given))
        return made
    return Not(_read(given, depth + 1)) if kind is Not else _leaf(kind, given)


def _leaf(kind: type, given: object) -> Filter:
    if not isinstance(given, Mapping):
        raise NotPossible(NOT_READ)
    hints, known = get_type_hints(kind), {field.name for field in fields(kind)}
    if set(given) - known:
        raise NotPossible(NOT_READ)
    try:
        leaf: Filter = kind(**{name: _value(hints[name], value) for name, value in given.items()})
    except (TypeError, ValueError) as error:
        raise NotPossible(NOT_READ) from error
    _check(leaf)
    return leaf


def _value(hint: Any, value: object) -> Any:
    """One field in the type it is written with; strict. Raises ValueError."""
    if get_origin(hint) in (Union, UnionType):
        return None if value is None else _value(next(each for each in get_args(hint) if each is not type(None)), value)
    if get_origin(hint) is tuple:
        if not isinstance(value, list | tuple) or not value:
            raise ValueError
        return tuple(_value(get_args(hint)[0], each) for each in value)
    if hint is int:
        if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= 36_525:
            raise ValueError
        return value
    if not isinstance(value, str):
        raise ValueError
    readers: dict[type, Callable[[str], object]] = {date: date.fromisoformat, UUID: UUID, str: _text}
    return readers[hint](value)


def _text(value: str) -> str:
    if not value.strip() or len(value) > 120:
        raise ValueError
    return value.strip()


def _check(leaf: Filter) -> None:
    """What types alone do not say."""
    if isinstance(leaf, Stayed | Arriving) and leaf.since and leaf.until and leaf.until < leaf.since:
        raise NotPossible("The first day must come before the last.")
    if isinstance(leaf, Stays) and leaf.at_most is not None and leaf.at_most < leaf.at_least:
        raise NotPossible("The smaller number of stays comes first.")
    words = {Platform: "names", Language: "codes"}.get(type(leaf))
    if words and not all(_WORD.fullmatch(each) for each in getattr(leaf, words)):
        raise NotPossible(NOT_READ)
    if isinstance(leaf, Reachable) and leaf.kind not in ("phone", "email"):
        raise NotPossible(NOT_READ)
    if isinstance(leaf, Birthday) and leaf.next_days > LATEST_BIRTHDAY:
        raise NotPossible(f"Ask for birthdays within {LATEST_BIRTHDAY} days.")
    if isinstance(leaf, Consent) and (leaf.consent_class not in CLASSES or not _WORD.fullmatch(leaf.program)):
        raise NotPossible(NOT_READ)


def write(tree: Filter) -> dict[str, object]:
    """The tree as JSON; ``read(write(tree)) == tree`` for every tree that has All at its top."""
    word = WORDS[type(tree)]
    if isinstance(tree, All | Either):
        return {word: [write(part) for part in tree.of]}
    if isinstance(tree, Not):
        return {word: write(tree.of)}
    return {word: {name: _plain(value) for name, value in asdict(tree).items() if value is not None}}


def _plain(value: object) -> object:
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    return value.isoformat() if isinstance(value, date) else str(value) if isinstance(value, UUID) else value


def leaves(tree: Filter) -> list[Filter]:
    if isinstance(tree, All | Either):
        return [leaf for part in tree.of for leaf in leaves(part)]
    return leaves(tree.of) if isinstance(tree, Not) else [tree]


def consents(tree: All) -> tuple[Consent, ...]:
    return tuple(part for part in tree.of if isinstance(part, Consent))


def tags(tree: All) -> tuple[UUID, ...]:
    """The tags an audience asks for or leaves out."""
    return tuple(dict.fromkeys(each for leaf in leaves(tree) if isinstance(leaf, Tagged) for each in leaf.tag_ids))


def homes(tree: All) -> tuple[UUID, ...]:
    """The homes an audience is about; empty: all of them. Bookings of these count as its result."""
    return tuple(dict.fromkeys(each for leaf in leaves(tree) if isinstance(leaf, AtHome) for each in leaf.property_ids))


def add(tree: All, *parts: Filter) -> All:
    """The tree with more that must hold."""
    return replace(tree, of=(*tree.of, *parts))


# ------------------------------------------------------------------------------------------------ as a question


def condition(tree: Filter, today: date) -> Q:
    """What the database is asked of a person. Consent is not in it: see ``consents``."""
    if isinstance(tree, All):
        found = Q()
        for part in tree.of:
            found &= condition(part, today)
        return found
    if isinstance(tree, Either):
        found = condition(tree.of[0], today)
        for part in tree.of[1:]:
            found |= condition(part, today)
        return found
    return ~condition(tree.of, today) if isinstance(tree, Not) else _asked(tree, today)


def _asked(leaf: Filter, today: date) -> Q:
    ask = _QUESTIONS.get(type(leaf))
    return ask(leaf, today) if ask else Q()


def _theirs() -> QuerySet[Reservation]:
    return Reservation.objects.filter(
        workspace_id=current_workspace_id(), person_id=OuterRef("pk"), status=ReservationStatus.CONFIRMED
    )


def _stayed(leaf: Stayed, today: date) -> Q:
    moving = today - timedelta(days=leaf.last_days) if leaf.last_days else None
    since = max((day for day in (leaf.since, moving) if day), default=None)
    rows = _theirs().filter(departure__lte=min(today, leaf.until + timedelta(days=1)) if leaf.until else today)
    return Q(Exists(rows.filter(departure__gt=since) if since else rows))


def _arriving(leaf: Arriving, today: date) -> Q:
    moving = today + timedelta(days=leaf.next_days) if leaf.next_days else None
    until = min((day for day in (leaf.until, moving) if day), default=None)
    rows = _theirs().filter(arrival__gte=max(today, leaf.since) if leaf.since else today)
    return Q(Exists(rows.filter(arrival__lte=until) if until else rows))


def _stays(leaf: Stays, today: date) -> Q:
    rows = _theirs().filter(departure__lte=today).order_by().values("person_id")
    many = Coalesce(Subquery(rows.annotate(many=Counting("id")).values("many")), 0)
    return _between(many, leaf.at_least, leaf.at_most)


def _between(many: Any, least: int, most: int | None) -> Q:
    at_least = Q(GreaterThanOrEqual(many, least))
    return at_least if most is None else at_least & Q(LessThanOrEqual(many, most))


def _reachable(leaf: Reachable, _: date) -> Q:
    rows = Identity.objects.filter(workspace_id=current_workspace_id(), person_id=OuterRef("pk"), kind=leaf.kind)
    return Q(Exists(rows))


def _tagged(leaf: Tagged, _: date) -> Q:
    rows = HasTag.objects.filter(workspace_id=current_workspace_id(), person_id=OuterRef("pk"), tag_id__in=leaf.tag_ids)
    return Q(Exists(rows))


def _birthday(leaf: Birthday, today: date) -> Q:
    return Q(birthday_token__in=tokens_between(today, today + timedelta(days=leaf.next_days)))


_QUESTIONS: dict[type, Callable[[Any, date], Q]] = {
    Stayed: _stayed,
    Arriving: _arriving,
    InHouse: lambda _, today: Q(Exists(_theirs().filter(arrival__lte=today, departure__gt=today))),
    AtHome: lambda leaf, _: Q(Exists(_theirs().filter(property_id__in=leaf.property_ids))),
    InCity: lambda leaf, _: Q(Exists(_theirs().filter(property__city__in=leaf.cities))),
    Stays: _stays,
    NotBookedAgain: lambda _, today: ~Q(Exists(_theirs().filter(arrival__gte=today))),
    Platform: lambda leaf, _: Q(Exists(_theirs().filter(platform__in=leaf.names))),
    Language: lambda leaf, _: Q(language__in=leaf.codes),
    Reachable: _reachable,
    Tagged: _tagged,
    Birthday: _birthday,
    People: lambda leaf, _: Q(id__in=leaf.person_ids),
}


def booked_between(first: date, last: date, home_ids: Sequence[UUID] = ()) -> Q:
    """Already has some of these nights, in one of these homes (none: in any)."""
    rows = _theirs().filter(arrival__lte=last, departure__gt=first)
    return Q(Exists(rows.filter(property_id__in=home_ids) if home_ids else rows))
