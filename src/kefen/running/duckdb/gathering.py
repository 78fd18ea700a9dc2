"""Decisions in the order of the file, beside what else is told of them."""

from __future__ import annotations

from kefen.compiling.sql import PROBLEM, quote
from kefen.running.duckdb.intake import FactTable, Stretch
from kefen.running.duckdb.workspace import Workspace
from kefen.running.options import Options
from kefen.running.sql.results import LACKS
from kefen.running.sql.space import ROW

#: how many rows are sorted at a time
_SORTED = 250_000


def gather(
    space: Workspace, loaded: FactTable, stretch: Stretch, options: Options, lacks: str
) -> None:
    """Make the table ``answers`` of ``decisions`` and the tables beside it, which are gone then.

    They are sorted while they are numbers, some rows at a time: sorted as texts, or all at once, they would need more
    memory than all that was before.
    """
    joined, left_out = _joined(options), ", ".join(map(quote, (*loaded.carried, PROBLEM)))
    added = [(table, column) for table, columns in joined.items() for column in columns]
    columns = "".join(f", {quote(table)}.{column}" for table, column in added)
    query = f"SELECT d.* EXCLUDE ({left_out}){columns}, {lacks} AS {LACKS} FROM decisions d"
    for table in joined:
        query += f" LEFT JOIN {quote(table)} USING ({quote(ROW)})"
    space.do(f"CREATE TABLE answers AS {query} LIMIT 0")
    row = f"d.{quote(ROW)}"
    for first in range(stretch.first, stretch.end, _SORTED):
        some = Stretch(first, first + _SORTED).holds(row)
        space.do(f"INSERT INTO answers {query} WHERE {some} ORDER BY {row}")
    for table in ("decisions", *joined):
        space.do(f"DROP TABLE {quote(table)}")


def _joined(options: Options) -> dict[str, tuple[str, ...]]:
    """The tables beside the decisions, each with the columns that it adds."""
    tables: dict[str, tuple[str, ...]] = {"missing": ("missing",)} if options.missing else {}
    tables |= {"held until": ("until", "by_others")} if options.holds else {}
    return tables | ({"reasons": ("reasons",)} if options.explain else {})
