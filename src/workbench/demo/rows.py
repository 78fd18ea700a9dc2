"""Many rows of a table at once, past the ORM: the history of the demo bank is written set by set."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice, repeat
from typing import Any

from django.db import connection, models

from workbench.journal.recording import journal_key

_BATCH = 5_000


class Rows:
    """Collects rows of a model, each a dict of columns; `write` inserts them with their defaults and keys.

    Keys are given here, from one after the last one in the table, so that rows may name each other before they are
    written.
    """

    def __init__(self, model: type[models.Model]) -> None:
        self.model = model
        self.key = "id" if model._meta.auto_field else "party_id"
        self.last = model._base_manager.aggregate(last=models.Max("pk"))["last"] or 0
        self.rows: list[dict[str, Any]] = []

    def add(self, **columns: Any) -> int:
        """Gives its key, which is counted on unless it stands among the columns."""
        if self.key not in columns:
            self.last += 1
            columns[self.key] = self.last
        self.rows.append(columns)
        return int(columns[self.key])

    def write(self) -> int:
        """Inserts what was collected; gives how many. The key of the journal is that of the action being done."""
        fields = list(self.model._meta.concrete_fields)
        _insert(self.model, fields, self._values(fields))
        written, self.rows = len(self.rows), []
        return written

    def _values(self, fields: Sequence[models.Field[Any, Any]]) -> Iterator[tuple[Any, ...]]:
        given = {name for row in self.rows for name in row}
        return zip(*(self._column(field, given) for field in fields), strict=True)

    def _column(self, field: models.Field[Any, Any], given: set[str]) -> Iterable[Any]:
        """The values of a column as the database takes them; one that nobody gave is the same in every row."""
        if field.attname not in given:
            return repeat(_default(field), len(self.rows))
        default = field.get_default()  # where one row gives it and another does not
        values = (row.get(field.attname, default) for row in self.rows)
        if isinstance(field, _AS_THEY_ARE):
            return values
        if isinstance(field, _EACH):
            return (field.get_db_prep_save(value, connection) for value in values)
        return _prepared(field, values)


class PreparedRows:
    """The same for very many rows: each a tuple of values as their fields write them, for columns named once."""

    def __init__(self, model: type[models.Model], *columns: str) -> None:
        self.model, self.columns = model, columns
        self.last = model._base_manager.aggregate(last=models.Max("pk"))["last"] or 0
        self.rows: list[tuple[Any, ...]] = []

    def add(self, *values: Any) -> int:
        """Gives the key, which is counted on."""
        self.last += 1
        self.rows.append((self.last, *values))
        return self.last

    def write(self) -> int:
        """Inserts what was collected; gives how many. Columns that are not named have their defaults."""
        given = ("id", *self.columns)
        fields = {field.attname: field for field in self.model._meta.concrete_fields}
        rest = [field for name, field in fields.items() if name not in given]
        same = tuple(_default(field) for field in rest)
        order = [*(fields[name] for name in given), *rest]
        _insert(self.model, order, (row + same for row in self.rows))
        written, self.rows = len(self.rows), []
        return written


def _insert(
    model: type[models.Model],
    fields: Sequence[models.Field[Any, Any]],
    rows: Iterator[tuple[Any, ...]],
) -> None:
    names = [connection.ops.quote_name(str(field.column)) for field in fields]
    table = connection.ops.quote_name(model._meta.db_table)
    marks = ", ".join(["%s"] * len(fields))
    statement = f"INSERT INTO {table} ({', '.join(names)}) VALUES ({marks})"
    with connection.cursor() as cursor:
        for batch in _batches(rows, _BATCH):
            cursor.executemany(statement, batch)
        for reset in connection.ops.sequence_reset_sql(_NO_STYLE, [model]):
            cursor.execute(reset)


def _default(field: models.Field[Any, Any]) -> Any:
    default = journal_key() if field.attname == "journal_key" else field.get_default()
    return field.get_db_prep_save(default, connection)


# keys are numbers and need nothing; what is sealed or JSON is seldom met twice
_AS_THEY_ARE = (models.ForeignKey, models.AutoField, models.BigAutoField)
_EACH = (models.BinaryField,)


def _prepared(field: models.Field[Any, Any], values: Iterable[Any]) -> Iterator[Any]:
    """Values that come again are prepared once."""
    known: dict[Any, Any] = {}
    for value in values:
        # True and 1 are equal keys and different values
        key = (type(value), str(value)) if isinstance(value, dict | list) else (type(value), value)
        if key not in known:
            known[key] = field.get_db_prep_save(value, connection)
        yield known[key]


def _batches(rows: Iterator[tuple[Any, ...]], size: int) -> Iterator[list[tuple[Any, ...]]]:
    while batch := list(islice(rows, size)):
        yield batch


class _NoStyle:
    """Django's statements coloured by nobody."""

    def __getattr__(self, name: str) -> Any:
        return str


_NO_STYLE: Any = _NoStyle()
