"""Tables that a program holds, decided by the very run that decides files."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from kefen.compiling.sql import literal
from kefen.deciding import Decider
from kefen.running.duckdb.held_tables import ArrowTable, HeldTable, held_of, written
from kefen.running.options import Options
from kefen.running.run import run
from kefen.running.summary import RunSummary

#: the quarantine in which nobody is
_NOBODY = "SELECT NULL AS line, NULL AS key WHERE FALSE"


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
        given = {name: written(one, folder, f"list {name}") for name, one in (lists or {}).items()}
        output = Path(folder) / "decisions.parquet"
        chosen = replace(options or Options(), lists=given, quarantine=None)
        summary = run(decider, written(table, folder, "table"), output, chosen)
        aside = f"read_csv({literal(str(summary.quarantine))}, header = true, all_varchar = true)"
        return DecidedTable(
            held_of(f"SELECT * FROM read_parquet({literal(str(output))})"),
            held_of(f"SELECT * FROM {aside}" if summary.set_aside else _NOBODY),
            summary,
        )
