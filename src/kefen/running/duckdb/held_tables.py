"""Tables that a program holds: in and out through the Arrow C interface."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

import duckdb

from kefen.compiling.sql import literal, quote


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


def written(table: ArrowTable, folder: str, name: str) -> Path:
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
