"""Writing many rows with one short statement: an array for each column.

``bulk_create`` spells a parameter for every value, which for forty messages is text that nobody can keep prepared: it
took two fifths of the time of a campaign. Here the statement of a table is always the same.
"""

from collections.abc import Sequence
from typing import Any

from django.db import connection as database
from django.db.models import Field, Model
from django.db.models.expressions import DatabaseDefault

STATEMENT = "insert into {table} ({names}) select {values} from unnest({arrays}) as t({places}) {conflict}"


def insert(rows: Sequence[Model], *, skip_conflicts: bool = False) -> None:
    """Write new rows of one table, sealed like any others. What the database fills in by itself is not read back.

    ``skip_conflicts``: leave out those that are there already.
    """
    if not rows:
        return
    fields = [field for field in rows[0]._meta.concrete_fields if not _is_filled_in(rows[0], field)]
    columns = [[_value(field, row) for row in rows] for field in fields]
    kinds = [_kind(field) for field in fields]
    quote = database.ops.quote_name
    statement = STATEMENT.format(
        table=quote(rows[0]._meta.db_table),
        names=", ".join(quote(str(field.column)) for field in fields),
        values=", ".join(f"c{place}::{kind}" for place, kind in enumerate(kinds)),
        arrays=", ".join(f"%s::{_carried(kind)}[]" for kind in kinds),
        places=", ".join(f"c{place}" for place in range(len(fields))),
        conflict="on conflict do nothing" if skip_conflicts else "",
    )
    with database.cursor() as cursor:
        cursor.execute(statement, columns)
    for row in rows:
        row._state.adding, row._state.db = False, "default"


def _is_filled_in(row: Model, field: "Field[Any, Any]") -> bool:
    return isinstance(getattr(row, field.attname), DatabaseDefault)


def _value(field: "Field[Any, Any]", row: Model) -> Any:
    """A value as its column takes it; what would be an array of arrays of different lengths goes as text."""
    value = field.get_db_prep_save(field.pre_save(row, True), connection=database)
    if isinstance(value, list):
        return f"{{{','.join(map(str, value))}}}"
    if isinstance(value, memoryview):
        return bytes(value)
    return str(value) if isinstance(value, str) else value  # a member of a set of choices is its text


def _kind(field: "Field[Any, Any]") -> str:
    """The column's type; text has no length here, so that what is too long is an error and is not cut."""
    kind = str(field.db_type(database))
    return "text" if kind.startswith("varchar") else kind


def _carried(kind: str) -> str:
    return "text" if kind.endswith("[]") else kind
