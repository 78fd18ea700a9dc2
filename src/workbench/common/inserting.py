"""Many rows into a table at once, past the ORM: by COPY on PostgreSQL, by one prepared statement on SQLite."""

from __future__ import annotations

import json
from collections.abc import Callable, Hashable, Iterable, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from itertools import islice
from typing import Any
from uuid import UUID

from django.db import connection, models

Field = models.Field[Any, Any]
Values = Iterable[Sequence[Any]]

# what is met in row after row and prepared once; True and 1 are equal keys, so no number is among them
_AGAIN = (str, date, datetime, time, Decimal, UUID)
_BATCH = 10_000  # rows that are prepared and written before the next are asked for
_FEW = 50  # rows for which a table of their own is too much


def insert(model: type[models.Model], names: Sequence[str], rows: Values) -> int:
    """Inserts rows, each a value for each name of a field (a key for one that names another row); gives how many.

    Fields that are not named take their default, the same for all rows; a key that is not named comes from the table.
    """
    fields = [_field(model, name) for name in names]
    others = [one for one in model._meta.concrete_fields if one not in fields and not _auto(one)]
    fixed = tuple(_prepared(one)(one.get_default()) for one in others)
    columns = [_quoted(str(one.column)) for one in (*fields, *others)]
    rest, written = (row + fixed for row in _prepare(fields, rows)), 0
    while made := list(islice(rest, _BATCH)):
        _write(_table(model), columns, made)
        written += len(made)
    return written


def renew(model: type[models.Model], names: Sequence[str], rows: Values) -> None:
    """Writes fields of rows that are there: each row begins with its primary key, then a value for each name."""
    fields = [_field(model, name) for name in names]
    made = list(_prepare([model._meta.pk, *fields], rows))
    if not made:
        return
    if connection.vendor == "postgresql" and len(made) > _FEW:
        _renew_by_copy(model, fields, made)
        return
    sets = ", ".join(f"{_quoted(str(one.column))} = %s" for one in fields)
    sql = f"UPDATE {_table(model)} SET {sets} WHERE {_key(model)} = %s"
    with connection.cursor() as cursor:
        cursor.executemany(sql, [(*row[1:], row[0]) for row in made])


def new_keys(model: type[models.Model], count: int) -> list[int]:
    """So many primary keys that no row has or will be given. Inside a transaction."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            drawn = "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)"
            cursor.execute(drawn, [table, str(model._meta.pk.column), count])
            return [int(row[0]) for row in cursor.fetchall()]
        # the table remembers keys of rows that are gone, and counts on from the highest that is inserted
        cursor.execute("SELECT max(seq) FROM sqlite_sequence WHERE name = %s", [table])
        last = cursor.fetchone()[0] or 0
    return list(range(last + 1, last + count + 1))


def _write(table: str, columns: Sequence[str], made: Sequence[tuple[Any, ...]]) -> None:
    listed = ", ".join(columns)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({listed}) FROM STDIN") as target:
                for row in made:
                    target.write_row(row)
            return
        marks = ", ".join(["%s"] * len(columns))
        cursor.executemany(f"INSERT INTO {table} ({listed}) VALUES ({marks})", made)


def _renew_by_copy(
    model: type[models.Model], fields: Sequence[Field], made: Sequence[tuple[Any, ...]]
) -> None:
    columns = [_key(model), *(_quoted(str(one.column)) for one in fields)]
    sets = ", ".join(f"{name} = renewed.{name}" for name in columns[1:])
    with connection.cursor() as cursor:
        shape = f"SELECT {', '.join(columns)} FROM {_table(model)} WITH NO DATA"
        cursor.execute(f"CREATE TEMPORARY TABLE renewed ON COMMIT DROP AS {shape}")
        _write("renewed", columns, made)
        cursor.execute(
            f"UPDATE {_table(model)} held SET {sets} FROM renewed WHERE held.{columns[0]} = renewed.{columns[0]}"
        )
        cursor.execute("DROP TABLE renewed")


# --- values as the database takes them ------------------------------------------------------------------


def _prepare(fields: Sequence[Field], rows: Values) -> Iterable[tuple[Any, ...]]:
    """Column by column, so that what is taken as it is costs nothing for each value."""
    prepared, rest = [_prepared(one) for one in fields], iter(rows)
    while batch := list(islice(rest, _BATCH)):
        columns = zip(*batch, strict=True)
        yield from zip(
            *(
                column if prepare is _same else map(prepare, column)
                for prepare, column in zip(prepared, columns, strict=True)
            ),
            strict=True,
        )


def _prepared(field: Field) -> Callable[[Any], Any]:
    """What makes a field's values such as the database takes."""
    if isinstance(field, _AS_THEY_ARE):
        return _same
    if isinstance(field, models.CharField | models.TextField):
        return _text  # a member of an enumeration is a text that the driver would write by its name
    if isinstance(field, models.JSONField):
        return _remembering(_json)
    return _remembering(lambda value: field.get_db_prep_save(value, connection))


_AS_THEY_ARE = (models.ForeignKey, models.IntegerField, models.BooleanField, models.BinaryField)


def _same(value: Any) -> Any:
    return value


def _text(value: Any) -> Any:
    return value if value is None or type(value) is str else str(value)


def _json(value: Any) -> Any:
    return None if value is None else json.dumps(value)


def _remembering(prepare: Callable[[Any], Any]) -> Callable[[Any], Any]:
    known: dict[Hashable, Any] = {}

    def once(value: Any) -> Any:
        if not isinstance(value, _AGAIN):
            return prepare(value)
        key = (type(value), value)
        if key not in known:
            known[key] = prepare(value)
        return known[key]

    return once


def _field(model: type[models.Model], name: str) -> Field:
    found: Any = model._meta.get_field(name)
    return found  # type: ignore[no-any-return]


def _auto(field: Any) -> bool:
    return isinstance(field, models.AutoField)


def _table(model: type[models.Model]) -> str:
    return _quoted(model._meta.db_table)


def _key(model: type[models.Model]) -> str:
    return _quoted(str(model._meta.pk.column))


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)
