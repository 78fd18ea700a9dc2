"""Many rows of a table at once, past the ORM: the history of the demo bank is written set by set."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.core.management.color import no_style
from django.db import connection, models

from workbench.common.inserting import insert


class Rows:
    """Collects rows of a model, each a dict of columns; `write` inserts them with their defaults and keys.

    Keys are given here, from one after the last one in the table, so that rows may name each other before they are
    written.
    """

    def __init__(self, model: type[models.Model]) -> None:
        self.model = model
        self.key = "id" if model._meta.auto_field else "party_id"
        self.last = _last(model)
        self.rows: list[dict[str, Any]] = []

    def add(self, **columns: Any) -> int:
        """Gives its key, which is counted on unless it stands among the columns."""
        if self.key not in columns:
            self.last += 1
            columns[self.key] = self.last
        self.rows.append(columns)
        return int(columns[self.key])

    def write(self) -> int:
        """Inserts what was collected; gives how many. What one row gives and another does not has its default there."""
        names = list(dict.fromkeys(name for row in self.rows for name in row))
        usual = [(name, _default(self.model, name)) for name in names]
        rows = ([row.get(name, default) for name, default in usual] for row in self.rows)
        written, self.rows = _written(self.model, names, rows), []
        return written


class Tuples:
    """The same for very many rows: each a tuple of values for columns that are named once."""

    def __init__(self, model: type[models.Model], *columns: str) -> None:
        self.model, self.columns = model, ("id", *columns)
        self.last = _last(model)
        self.rows: list[tuple[Any, ...]] = []

    def add(self, *values: Any) -> int:
        """Gives the key, which is counted on."""
        self.last += 1
        self.rows.append((self.last, *values))
        return self.last

    def write(self) -> int:
        """Inserts what was collected; gives how many. Columns that are not named have their defaults."""
        written, self.rows = _written(self.model, self.columns, self.rows), []
        return written


def _last(model: type[models.Model]) -> int:
    return model._base_manager.aggregate(last=models.Max("pk"))["last"] or 0


def _default(model: type[models.Model], name: str) -> Any:
    field: Any = model._meta.get_field(name)
    return field.get_default()


def _written(model: type[models.Model], names: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
    """Inserts rows with their keys, after which the table counts on."""
    count = insert(model, names, rows)
    with connection.cursor() as cursor:
        for reset in connection.ops.sequence_reset_sql(no_style(), [model]):
            cursor.execute(reset)
    return count
