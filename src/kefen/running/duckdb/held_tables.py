"""Tables that a program holds, decided: in and out through the Arrow C interface, by the very run that decides files."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Protocol

import duckdb

from kefen.compiling.sql import literal, quote
from kefen.deciding import Decider
from kefen.running.options import Options
from kefen.running.run import run
from kefen.running.summary import RunSummary


class ArrowTable(Protocol):
    """What gives its rows through the Arrow C interface: tables of pyarrow, Polars, pandas, relations of DuckDB."""

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        """A capsule with a stream of record batches."""
        ...


@dataclass(frozen=True)
class HeldTable:
    """Rows held by an engine of their own, which is gone with them; may be read again and again."""

    relation: duckdb.DuckDBPyRelation = field(repr=False)

    @property
    def columns(self) -> list[str]:
        """The headers."""
        return self.relation.columns

    def __len__(self) -> int:
        return len(self.relation)

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        return self.relation.__arrow_c_stream__(requested_schema)

    def rows(self) -> list[dict[str, Any]]:
        """The rows as mappings, for few of them."""
        return [dict(zip(self.columns, row, strict=True)) for row in self.relation.fetchall()]

    def where(self, condition: str) -> HeldTable:
        """The rows for which a condition in SQL holds."""
        return HeldTable(self.relation.filter(condition))

    def counted(self, columns: Sequence[str]) -> list[tuple[Any, ...]]:
        """The different values of some columns with the number of their rows, the most frequent first."""
        names = ", ".join(map(quote, columns))
        counts = self.relation.aggregate(f"{names}, COUNT(*) AS rows", names)
        return counts.order(f"rows DESC, {names}").fetchall()


@dataclass(frozen=True)
class DecidedTable:
    """What came of a table: ``decisions`` in its order, ``quarantine`` of the rows that were not accepted, the counts."""

    decisions: HeldTable
    quarantine: HeldTable
    summary: RunSummary

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        return self.decisions.__arrow_c_stream__(requested_schema)


def decide_many(
    decider: Decider,
    table: ArrowTable,
    *,
    lists: Mapping[str, ArrowTable] | None = None,
    options: Options | None = None,
) -> DecidedTable:
    """Decide every row of a table that a program holds; ``lists`` are tables of records by the key of their subject.

    Decisions hold ids, not words. ``InputError`` if the table has no key column, or anything else that a run refuses; a row
    that is not accepted stops nothing. ``options`` are those of a run, without its files.
    """
    with tempfile.TemporaryDirectory(prefix="kefen-") as folder:
        given = {name: _written(one, folder, f"list {name}") for name, one in (lists or {}).items()}
        output = Path(folder) / "decisions.parquet"
        chosen = replace(options or Options(), lists=given, quarantine=None)
        summary = run(decider, _written(table, folder, "table"), output, chosen)
        aside = f"read_csv({literal(str(summary.quarantine))}, header = true, all_varchar = true)"
        return DecidedTable(
            held_of(f"SELECT * FROM read_parquet({literal(str(output))})"),
            held_of(f"SELECT * FROM {aside}" if summary.set_aside else _NOBODY),
            summary,
        )


#: the quarantine in which nobody is
_NOBODY = "SELECT NULL AS line, NULL AS key WHERE FALSE"


def held_of(query: str, **tables: ArrowTable) -> HeldTable:
    """The rows of a query over files, and over tables by name."""
    engine = duckdb.connect()
    for name, table in tables.items():
        engine.register(name, _Stream(table))
    engine.execute(f"CREATE TABLE held AS {query}")
    for name in tables:
        engine.unregister(name)
    return HeldTable(engine.table("held"))


class _Stream:
    """Nothing but the stream of a table: of its other sides the engine would know some, and ask for libraries."""

    def __init__(self, table: ArrowTable) -> None:
        self.table = table

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        return self.table.__arrow_c_stream__(requested_schema)


def _written(table: ArrowTable, folder: str, name: str) -> Path:
    """A table as a file that a run reads."""
    if not hasattr(table, "__arrow_c_stream__"):
        raise TypeError(f"a {type(table).__name__} gives no Arrow stream")
    path = Path(folder) / f"{name}.parquet"
    # pandas asks for pyarrow to give its stream; the engine reads its frames without
    is_frame = type(table).__module__.partition(".")[0] == "pandas"
    with duckdb.connect() as engine:
        engine.register("given", table if is_frame else _Stream(table))
        engine.execute(f"COPY given TO {literal(str(path))} (FORMAT parquet)")
    return path
