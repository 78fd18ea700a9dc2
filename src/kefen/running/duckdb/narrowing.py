"""The rows of a file that may be of one subject, found by their keys before anything is made of the others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kefen.compiling.dialects import DUCKDB
from kefen.compiling.sql import literal, quote
from kefen.running.duckdb.intake import open_rows
from kefen.running.duckdb.sources import EngineTable
from kefen.running.duckdb.workspace import Workspace
from kefen.running.matching import Match, TableSpec
from kefen.running.sql.accepted import loosely
from kefen.running.sql.space import ROW

#: such a key is the same without what ``loosely`` takes off, which takes ten times as long as all else
_PLAIN = "NOT REGEXP_MATCHES({}, '[^A-Z0-9]|^0')"


def narrowed(
    space: Workspace, table: EngineTable, found: Match, wanted: TableSpec, subject: str
) -> EngineTable:
    """A table of Parquet without the rows that are certainly of others; one that is held anyway stays whole.

    What may be of the subject stays: a key that is nearly his, and rows of which nobody can say whose they are.
    """
    given = found.named(wanted.key)
    if table.text is not None or given is None:
        return table
    keys = open_rows(space, table, Match((given,)), wanted).numbered()
    key, his = quote(wanted.key), loosely(literal(subject), DUCKDB)
    like = f"CASE WHEN {key} IS NULL OR {_PLAIN.format(key)} THEN {key} ELSE {loosely(key, DUCKDB)} END"
    rows = space.rows(f"SELECT {quote(ROW)} FROM {keys} WHERE COALESCE({like} = {his}, TRUE)")
    among = _among(table.number, [row for (row,) in rows])
    return replace(table, relation=f"(SELECT * FROM {table.relation} WHERE {among})")


def _among(number: str, rows: Sequence[int]) -> str:
    """Whether a row is one of these; the bounds leave groups of rows unread."""
    if not rows:
        return "FALSE"
    listed = ", ".join(map(str, rows))
    return f"{number} >= {min(rows)} AND {number} <= {max(rows)} AND {number} IN ({listed})"
