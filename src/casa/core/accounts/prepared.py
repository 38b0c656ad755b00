"""Reads that pages make again and again: Django writes their SQL once, later calls only put in the values.

Naming the columns and conditions of its queries was a quarter of the work for a page of the inbox, more than Postgres
had with answering them. The rows are made as by any other queryset.
"""

from collections.abc import Callable, Iterable, Iterator
from copy import copy
from datetime import UTC, datetime, timedelta
from functools import wraps
from typing import Any, ParamSpec, TypeVar
from uuid import UUID, uuid4

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import QuerySet
from django.db.models.query import ModelIterable, ValuesListIterable

Row = TypeVar("Row")
P = ParamSpec("P")


def prepared(build: Callable[P, QuerySet[Any, Row]]) -> Callable[P, list[Row]]:
    """Make a function that builds a queryset into one that gives its rows.

    Positional arguments are values (ids, moments, texts, tuples of these) and differ from call to call; keyword
    arguments shape the query (a view, an order, a limit) and have few values. Raises TypeError at the first call if the
    query would keep an id or a moment for ever, or if a value does not reach the database as it was handed in.
    """
    plans: dict[Any, _Plan] = {}

    @wraps(build)
    def rows(*values: P.args, **shape: P.kwargs) -> list[Row]:
        key = (*[len(value) if isinstance(value, tuple) else -1 for value in values], *shape.items())
        if key not in plans:
            plans[key] = _Plan(build, values, shape)
        return plans[key].rows(list(_flat(values)))

    return rows


class _Plan:
    """One shape of a read: its SQL, and which of the SQL's parameters are which of the values."""

    def __init__(self, build: Callable[..., QuerySet[Any, Any]], values: Iterable[Any], shape: dict[str, Any]) -> None:
        stand_ins = [_stand_in(value) for value in values]
        queryset = build(*stand_ins, **shape)
        self.made_by, self.model, self.db = queryset._iterable_class, queryset.model, queryset.db
        self.compiler = queryset.query.get_compiler(self.db)
        self.sql, self.params = self._written()
        self.places = _places(self.params, list(_flat(stand_ins)), build.__qualname__)
        if self.made_by not in (ModelIterable, ValuesListIterable) or vars(queryset)["_prefetch_related_lookups"]:
            raise TypeError(f"{build.__qualname__}: only whole rows or values_list can be read so.")

    def _written(self) -> tuple[str, list[Any]]:
        """No SQL where nothing can be found."""
        try:
            sql, params = self.compiler.as_sql()
        except EmptyResultSet:
            return "", []
        fields = [column[0] for column in self.compiler.select[: self.compiler.col_count]]
        converters = self.compiler.get_converters(fields)
        vars(self.compiler).update(get_converters=lambda expressions: converters)
        return sql, list(params)

    def rows(self, values: list[Any]) -> list[Any]:
        params = self.params.copy()
        for place, number in self.places:
            params[place] = values[number]
        make: Any = self.made_by
        return list(make(_Asked(self, tuple(params)))) if self.sql else []


class _Asked:
    """What Django's own row makers want to know of a queryset and its query."""

    _known_related_objects: dict[Any, Any] = {}

    def __init__(self, plan: _Plan, params: tuple[Any, ...]) -> None:
        self.plan, self.params = plan, params
        self.model, self.db, self.query = plan.model, plan.db, self

    def get_compiler(self, using: str) -> Any:
        one = copy(self.plan.compiler)  # others may be reading in other threads
        vars(one).update(connection=connections[using], as_sql=lambda: (self.plan.sql, self.params))
        return one


def _flat(values: Iterable[Any]) -> Iterator[Any]:
    for value in values:
        if isinstance(value, tuple):
            yield from value
        else:
            yield value


def _stand_in(value: Any) -> Any:
    """A value of the same kind that nobody has."""
    if isinstance(value, tuple):
        return tuple(_stand_in(each) for each in value)
    if isinstance(value, datetime):
        return datetime(1, 1, 1, tzinfo=UTC) + timedelta(microseconds=uuid4().int % 10**12)
    if isinstance(value, UUID | str):
        return uuid4() if isinstance(value, UUID) else uuid4().hex
    raise TypeError(f"{type(value).__name__} cannot be a value of a prepared read.")


def _places(params: list[Any], stand_ins: list[Any], name: str) -> list[tuple[int, int]]:
    """Where in the parameters each value belongs. What else is there stays, so it must be no id and no moment."""
    known = {stand_in: number for number, stand_in in enumerate(stand_ins)}
    hashed = [param if isinstance(param, UUID | datetime | str) else None for param in params]
    places = [(place, known[param]) for place, param in enumerate(hashed) if param in known]
    kept = [param for param in hashed if isinstance(param, UUID | datetime) and param not in known]
    if kept or (params and {number for _, number in places} != set(known.values())):
        raise TypeError(f"{name}: every id and moment must be handed in, and reach the database as it is.")
    return places
