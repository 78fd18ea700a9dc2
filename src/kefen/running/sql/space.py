"""Where the tables of a run stand, as the stages see it, whatever engine it is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Protocol

from kefen.compiling.dialects import Dialect
from kefen.compiling.sql import literal, quote
from kefen.language.syntax import StepId

#: the number of a row, a column of every table of rows
ROW = "=row"
_DENSE = 255


class Space(Protocol):
    """An engine with the tables of one run. SQL is written as the standard has it."""

    dialect: Dialect

    def make(self, table: str, query: str) -> None:
        """A table of the rows of a query, worked out once."""

    def begin(self, table: str, columns: Mapping[str, str]) -> None:
        """A table without rows; the type of each column. One of its name is replaced."""

    def view(self, name: str, query: str) -> None:
        """A query under a name."""

    def add(self, table: str, query: str) -> None:
        """Add the rows of a query to a table."""

    def leave_out(self, table: str, column: str, query: str) -> None:
        """Take the rows out of a table whose column is among the values of a query."""

    def drop(self, table: str) -> None:
        """Nobody needs a table any more."""

    def insert(self, table: str, rows: Iterable[tuple[Any, ...]]) -> None:
        """Add rows to a table, many at a time."""

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """All rows of a small answer."""

    def value(self, sql: str) -> Any:
        """The one value of an answer."""


class Statements:
    """A ``Space`` whose tables are made, filled and dropped by statements."""

    def do(self, sql: str, values: Sequence[Any] | None = None) -> None:
        raise NotImplementedError

    def make(self, table: str, query: str) -> None:
        self.do(f"CREATE TABLE {quote(table)} AS {query}")

    def begin(self, table: str, columns: Mapping[str, str]) -> None:
        told = ", ".join(f"{quote(name)} {type_}" for name, type_ in columns.items())
        self.drop(table)
        self.do(f"CREATE TABLE {quote(table)} ({told})")

    def view(self, name: str, query: str) -> None:
        self.do(f"CREATE VIEW {quote(name)} AS {query}")

    def add(self, table: str, query: str) -> None:
        self.do(f"INSERT INTO {quote(table)} {query}")

    def leave_out(self, table: str, column: str, query: str) -> None:
        self.do(f"DELETE FROM {quote(table)} WHERE {quote(column)} IN ({query})")

    def drop(self, table: str) -> None:
        self.do(f"DROP TABLE IF EXISTS {quote(table)}")


def case(dialect: Dialect, column: str | StepId, texts: Mapping[int, str]) -> str:
    """A small number of a row ``d`` as the text it stands for, looked up in a list; sparse numbers are asked one by one."""
    told = {value: text for value, text in texts.items() if text}
    if not told:
        return f"CAST(NULL AS {dialect.text})"
    last = max(told)
    if last > _DENSE:
        rows = " ".join(f"WHEN {value} THEN {literal(text)}" for value, text in told.items())
        return f"CASE d.{quote(column)} {rows} END"
    words = (literal(told[value]) if value in told else "NULL" for value in range(last + 1))
    found = dialect.nth.format(", ".join(words), f"d.{quote(column)}")
    return f"CAST({found} AS {dialect.text})"
