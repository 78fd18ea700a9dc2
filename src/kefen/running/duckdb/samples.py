"""A draft of a mapping for a file: the first rows are looked at in a table of the engine."""

from __future__ import annotations

import tempfile
from pathlib import Path

import duckdb

from kefen.deciding import Decider
from kefen.errors import InputError
from kefen.running.drafting import Draft, lower_header
from kefen.running.duckdb.columns import as_text
from kefen.running.duckdb.histories import month_column
from kefen.running.duckdb.sources import EngineTable, FileReading, open_table, sifted
from kefen.running.duckdb.workspace import Workspace, first_line
from kefen.running.line_names import names_of
from kefen.running.mapping import NO_MAPPING, discretion_of
from kefen.running.naming import FactNames
from kefen.running.options import Options
from kefen.running.tables import Column

_ROWS = 10_000
_VALUES = 300


def draft_mapping(path: Path | str, decider: Decider, options: Options | None = None) -> str:
    """A mapping file to begin with, for a table whose headers and codes are the bank's own."""
    chosen, source = options or Options(), Path(path)
    names = names_of(decider.policy.vocabulary, NO_MAPPING)
    how = FileReading(chosen.sheet, 0, discretion_of(decider, NO_MAPPING), names)
    try:
        with Workspace(Path(tempfile.gettempdir()) / source.name, chosen) as space:
            table = open_table(space, source, how)
            line = lower_header(table, FactNames(decider))
            if line:
                how = FileReading(chosen.sheet, line - 1, how.discretion)
                table = open_table(space, source, how)
            draft = Draft(_Samples(space, table), table, decider, chosen.lang)
            return "\n".join(draft.lines(line)) + "\n"
    except duckdb.Error as error:
        raise InputError(first_line(error)) from error


class _Samples:
    """The first rows as a table; of a text that the engine cannot part into rows, those that are rows."""

    def __init__(self, space: Workspace, table: EngineTable) -> None:
        self.space, self.table = space, table
        try:
            self.take()
        except duckdb.InvalidInputException:
            if self.table.text is None:
                raise
            self.table = sifted(space, table)
            self.take()

    def take(self) -> None:
        rows = f"SELECT * FROM {self.table.relation} LIMIT {_ROWS}"
        self.space.do(f"CREATE TABLE sampled AS {rows}")

    def of(self, column: Column) -> tuple[str, ...]:
        values = self.space.rows(
            f"SELECT value FROM (SELECT {_trimmed(column)} AS value FROM sampled) WHERE value <> ''"
            f" GROUP BY 1 ORDER BY COUNT(*) DESC, 1 LIMIT {_VALUES}"
        )
        return tuple(row[0] for row in values)

    def is_unique(self, column: Column) -> bool:
        return self._is_unique(column, "sampled")

    def is_key(self, column: Column) -> bool:
        return self._is_unique(column, self.table.relation)

    def _is_unique(self, column: Column, relation: str) -> bool:
        value = f"NULLIF({_trimmed(column)}, '')"
        counted = f"SELECT COUNT({value}), COUNT(DISTINCT {value}) FROM {relation}"
        given, distinct = self.space.rows(counted)[0]
        return bool(0 < given == distinct)

    def month_column(self, column: Column) -> str:
        return month_column(self.space, self.table, as_text(column))


def _trimmed(column: Column) -> str:
    return f"TRIM(CAST({as_text(column)} AS VARCHAR))"
