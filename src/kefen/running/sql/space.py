"""Where the tables of a run stand, as the stages see it, whatever engine it is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Protocol

from kefen.compiling.sql import literal, quote
from kefen.language.syntax import StepId

#: the number of a row, a column of every table of rows
ROW = "=row"
_DENSE = 255


class Space(Protocol):
    """An engine with the tables of one run. SQL is written as the standard has it."""

    def do(self, sql: str, values: Sequence[Any] | None = None) -> None:
        """Run a statement."""

    def insert(self, table: str, rows: Iterable[tuple[Any, ...]]) -> None:
        """Add rows to a table, many at a time."""

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """All rows of a small answer."""

    def value(self, sql: str) -> Any:
        """The one value of an answer."""


def case(column: str | StepId, texts: Mapping[int, str]) -> str:
    """A small number of a row ``d`` as the text it stands for, looked up in a list; sparse numbers are asked one by one."""
    told = {value: text for value, text in texts.items() if text}
    if not told:
        return "CAST(NULL AS VARCHAR)"
    last = max(told)
    if last > _DENSE:
        rows = " ".join(f"WHEN {value} THEN {literal(text)}" for value, text in told.items())
        return f"CASE d.{quote(column)} {rows} END"
    words = (literal(told[value]) if value in told else "NULL" for value in range(last + 1))
    return f"CAST((ARRAY[{', '.join(words)}])[d.{quote(column)} + 1] AS VARCHAR)"
