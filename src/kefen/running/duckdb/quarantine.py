"""Rows that do not take part.

``aside`` holds them by row number. A row is set aside when a value was not accepted, when it has no key, when its key is
given twice, when a record of its lists is bad, or when what it says contradicts itself. ``faults`` tells what is wrong.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kefen.compiling.sql import PROBLEM, literal, quote
from kefen.running.duckdb.census import DOUBLED, TOTALS, UNDECIDED, Census
from kefen.running.duckdb.intake import FactTable
from kefen.running.duckdb.workspace import Workspace
from kefen.running.findings import CONFLICT, DOUBLE, LISTED, MONTH_ROWS, NO_KEY, TOTAL, UNREAD
from kefen.running.sql.space import ROW


@dataclass
class Quarantine:
    """The rows that are set aside of those that stand in ``decisions``."""

    census: Census
    #: in which facts some row contradicts itself, as the bits of ``PROBLEM``
    problems: int = 0

    @property
    def space(self) -> Workspace:
        return self.census.space

    @property
    def loaded(self) -> FactTable:
        return self.census.loaded

    def set_aside(self) -> None:
        """Take every row out of the decisions that should not have been decided, or that the policy refused."""
        key, row, bad = quote(self.loaded.wanted.key), quote(ROW), self.loaded.bad
        columns = "".join(f", {quote(name)} BIGINT" for name in bad.names)
        self.space.do(
            f"CREATE TABLE aside (row BIGINT, line BIGINT, key VARCHAR, why VARCHAR{columns})"
        )
        self.take(UNREAD, bad.any(), list(map(quote, bad.names)))
        self.take(NO_KEY, f"{key} IS NULL AND NOT ({bad.holds(self.loaded.wanted.key)})")
        self.take(TOTAL, f"{row} IN (SELECT row FROM {TOTALS})")
        again = MONTH_ROWS if self.census.month else DOUBLE
        self.take(again, f"{row} IN (SELECT row FROM {DOUBLED})")
        self.take(LISTED, f"{key} IN (SELECT key FROM {UNDECIDED})")
        refused = f"{quote(PROBLEM)} <> 0 AND {row} NOT IN (SELECT row FROM aside)"
        self.take(CONFLICT, refused)
        self.problems = self.space.value(f"SELECT BIT_OR({quote(PROBLEM)}) FROM decisions") or 0
        self.space.do(f"DELETE FROM decisions WHERE {row} IN (SELECT row FROM aside)")

    def take(self, why: str, where: str, masks: Sequence[str] = ()) -> None:
        names = ", ".join(["row", "line", "key", "why", *masks])
        key, line = quote(self.loaded.wanted.key), self.loaded.table.line
        values = ", ".join([quote(ROW), line, key, literal(why), *masks])
        self.space.do(f"INSERT INTO aside ({names}) SELECT {values} FROM decisions WHERE {where}")

    def count(self) -> int:
        """How many rows do not take part."""
        return int(self.space.value("SELECT COUNT(DISTINCT row) FROM aside"))
