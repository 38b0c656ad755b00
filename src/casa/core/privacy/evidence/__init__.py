"""What shows that a promise is kept: a number that is counted now, and the facts behind it.

Evidence is asked inside a workspace. Its words hold numbers and words of ours; whom a fact is about is told by id, so
that the page that opens it can write down the look.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from casa.core.privacy.models import CheckState

PAGE = 40
WINDOW = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Found:
    """What a look found. ``words`` are shown beside the promise."""

    words: str
    state: str = CheckState.HOLDS


@dataclass(frozen=True, slots=True)
class Fact:
    """One line behind a number. ``tone``: ok, wait, bad or ""."""

    words: str
    detail: str = ""
    at: datetime | None = None
    tone: str = ""
    person_id: UUID | None = None
    who: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """A page of them; ``after`` opens the next, "" ends."""

    rows: tuple[Fact, ...]
    after: str = ""


@dataclass(frozen=True, slots=True)
class Evidence:
    """``measure`` counts; ``facts`` opens what was counted, page by page. ``about`` says what the list shows."""

    about: str
    measure: Callable[[], Found]
    facts: Callable[[str], Facts]


def found(words: str, *, fine: bool = True, person: bool = False) -> Found:
    """``person``: it holds, and somebody has to do something about it."""
    state = CheckState.BROKEN if not fine else CheckState.PERSON if person else CheckState.HOLDS
    return Found(words[:200], state)


def since() -> datetime:
    return timezone.now() - WINDOW


def count(number: int, one: str, many: str = "") -> str:
    """ "1 text", "1,204 texts"."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def whole(rows: Iterable[Fact]) -> Callable[[str], Facts]:
    """Facts that are few and all on one page; gathered when they are asked for."""
    return lambda _after: Facts(tuple(rows))


def paged(rows: models.QuerySet[Any], at: str, show: Callable[[Any], Fact], after: str) -> Facts:
    """The newest first by ``at`` and id; ``after`` is where the last page ended."""
    moment, _, last = after.partition("|")
    when = parse_datetime(moment) if moment else None
    if when is not None:
        rows = rows.filter(Q(**{f"{at}__lt": when}) | Q(**{at: when, "id__lt": UUID(last)}))
    page = list(rows.order_by(f"-{at}", "-id")[: PAGE + 1])
    more = page[PAGE - 1] if len(page) > PAGE else None
    onward = f"{getattr(more, at).isoformat()}|{more.id}" if more is not None else ""
    return Facts(tuple(show(row) for row in page[:PAGE]), onward)
