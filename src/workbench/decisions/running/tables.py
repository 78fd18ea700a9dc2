"""Many rows at once, past the ORM: read by keys, put beside those that stand already."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, TypeVar

from django.db import connection, models

T = TypeVar("T")
CHUNK = 5_000


def select(sql: str, values: Iterable[Any]) -> list[tuple[Any, ...]]:
    """The rows of a statement."""
    with connection.cursor() as cursor:
        cursor.execute(sql, list(values))
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return found


def select_in(sql: str, ids: Sequence[int], values: Iterable[Any] = ()) -> Iterator[Any]:
    """The rows of a statement in which `{marks}` stands for some keys; `values` are for the marks before them."""
    before = list(values)
    for some in chunks(ids):
        yield from select(sql.format(marks=", ".join(["%s"] * len(some))), [*before, *some])


def chunks(ids: Sequence[T]) -> Iterator[Sequence[T]]:
    """As many as a statement takes."""
    for start in range(0, len(ids), CHUNK):
        yield ids[start : start + CHUNK]


def put(
    model: type[models.Model], names: Iterable[str], rows: Iterable[Sequence[Any]], conflict: str
) -> None:
    """Rows into a table where some of them may stand already: `conflict` says what becomes of those."""
    fields: list[Any] = [model._meta.get_field(name) for name in names]
    columns = ", ".join(f'"{one.column}"' for one in fields)
    marks = ", ".join(["%s"] * len(fields))
    sql = f'INSERT INTO "{model._meta.db_table}" ({columns}) VALUES ({marks}) {conflict}'
    made = [
        [one.get_db_prep_save(value, connection) for one, value in zip(fields, row, strict=True)]
        for row in rows
    ]
    if made:
        with connection.cursor() as cursor:
            cursor.executemany(sql, made)


def from_json(column: Any) -> dict[str, Any]:
    """A JSON column as it was read: PostgreSQL gives values, SQLite a text."""
    found: dict[str, Any] = json.loads(column) if isinstance(column, str) else column or {}
    return found
