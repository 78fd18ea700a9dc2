"""Rows that do not take part.

``aside`` holds them by row number. A row is set aside when a value was not accepted, when it has no key, when its key is
given twice, when a record of its lists is bad, or when what it says contradicts itself. ``faults`` tells what is wrong.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kefen.compiling.sql import PROBLEM, literal, quote
from kefen.running.duckdb.histories import month_column
from kefen.running.duckdb.intake import FactTable
from kefen.running.duckdb.ownership import Ownership, keys_of_lines, table_of_keys
from kefen.running.duckdb.workspace import Workspace
from kefen.running.findings import (
    CONFLICT,
    DOUBLE,
    LISTED,
    MONTH_ROWS,
    NO_KEY,
    TOTAL,
    TOTALS_EN,
    UNREAD,
    totals,
)
from kefen.running.mapping import ROW_NUMBER
from kefen.running.sql.space import ROW
from kefen.spelling import BLANKS


@dataclass
class Quarantine:
    """The rows of a run that are set aside. ``owned`` are its lists beside their subjects."""

    space: Workspace
    loaded: FactTable
    owned: Sequence[Ownership]
    #: in which facts some row contradicts itself, as the bits of ``PROBLEM``
    problems: int = 0
    #: the column of months of a table with a row for each subject and month
    month: str = ""

    def set_aside(self) -> None:
        """Take every row out of the decisions that should not have been decided, or that the policy refused."""
        key, bad = quote(self.loaded.wanted.key), self.loaded.bad
        columns = "".join(f", {quote(name)} BIGINT" for name in bad.names)
        self.space.do(
            f"CREATE TABLE aside (row BIGINT, line BIGINT, key VARCHAR, why VARCHAR{columns})"
        )
        self.take(UNREAD, bad.any(), list(map(quote, bad.names)))
        self.take(NO_KEY, f"{key} IS NULL AND NOT ({bad.holds(self.loaded.wanted.key)})")
        self.take(TOTAL, self.totals())
        self.take(DOUBLE, self.doubles())
        self.tell_months()
        for owned in self.owned:
            owned.settle()
            self.take(LISTED, f"{key} IN ({owned.undecided()})")
        refused = f"{quote(PROBLEM)} <> 0 AND {quote(ROW)} NOT IN (SELECT row FROM aside)"
        self.take(CONFLICT, refused)
        self.problems = self.space.value(f"SELECT BIT_OR({quote(PROBLEM)}) FROM decisions") or 0
        self.space.do(f"DELETE FROM decisions WHERE {quote(ROW)} IN (SELECT row FROM aside)")

    def take(self, why: str, where: str, masks: Sequence[str] = ()) -> None:
        names = ", ".join(["row", "line", "key", "why", *masks])
        key, line = quote(self.loaded.wanted.key), self.loaded.table.line
        values = ", ".join([quote(ROW), line, key, literal(why), *masks])
        self.space.do(f"INSERT INTO aside ({names}) SELECT {values} FROM decisions WHERE {where}")

    def totals(self) -> str:
        """Whether a row is one of totals: by its key, or where rows are counted by its first cell."""
        key, table = self.loaded.wanted.key, self.loaded.table
        if not any(one.name == key and one.header == ROW_NUMBER for one in self.loaded.given):
            return is_total(quote(key))
        first = f"TRIM(CAST({quote(table.columns[0].name)} AS VARCHAR), {literal(BLANKS)})"
        cells = f"SELECT {table.number} AS row, {first} AS cell FROM {table.relation}"
        return f"{quote(ROW)} IN (SELECT row FROM ({cells}) WHERE {is_total('cell')})"

    def doubles(self) -> str:
        """Whether the key of a row is given again, in a row or in a line that is none."""
        key = quote(self.loaded.wanted.key)
        lines = table_of_keys(keys_of_lines(self.space, self.loaded).values())
        every = f"SELECT {key} AS key FROM decisions UNION ALL {lines}"
        again = f"SELECT key FROM ({every}) GROUP BY 1 HAVING COUNT(*) > 1"
        totals = f"SELECT row FROM aside WHERE why = '{TOTAL}'"
        return f"{key} IN ({again}) AND {quote(ROW)} NOT IN ({totals})"

    def tell_months(self) -> None:
        """Whether most keys stand in several rows because each row is one of a month."""
        of_double = f"WHERE why = '{DOUBLE}'"
        doubled = int(self.space.value(f"SELECT COUNT(*) FROM aside {of_double}"))
        if doubled and 2 * doubled >= self.loaded.rows:
            given = (one for one in self.loaded.given if one.name == self.loaded.wanted.key)
            self.month = month_column(self.space, self.loaded.table, next(given).value.sql)
        if self.month:
            self.space.do(f"UPDATE aside SET why = '{MONTH_ROWS}' {of_double}")

    def count(self) -> int:
        """How many rows of the file do not take part."""
        rows = self.space.value("SELECT COUNT(DISTINCT row) FROM aside")
        return int(rows) + self.loaded.rejects


def is_total(key: str) -> str:
    """Whether a row is one of totals, or a note below a table, by its key; a key in Latin letters is asked little."""
    english, pattern = ", ".join(map(literal, TOTALS_EN)), literal(totals(r"\p{Han}"))
    return f"({key} > '~' AND REGEXP_MATCHES({key}, {pattern}) OR {key} IN ({english}))"
