"""The reasons of every decision as text, by the same words as for one customer."""

from __future__ import annotations

from kefen.compiling.sql import quote
from kefen.explaining import explain
from kefen.explaining.rendering import to_lines
from kefen.running.duckdb.deciding import Deciding
from kefen.running.duckdb.retelling import Retelling
from kefen.running.duckdb.workspace import Workspace
from kefen.running.sql.space import ROW


def tell_reasons(space: Workspace, deciding: Deciding, lang: str) -> None:
    """Make a table ``reasons``, from the facts and the traced steps of the decisions."""
    space.do(f"CREATE TABLE reasons ({quote(ROW)} BIGINT, reasons VARCHAR)")
    told = Retelling(deciding, deciding.decider.program.traced).each()
    space.insert("reasons", ((row, "\n".join(to_lines(explain(one, lang)))) for row, one in told))
