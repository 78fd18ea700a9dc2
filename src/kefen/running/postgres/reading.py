"""What a run inside PostgreSQL is to read, and the parts it is done in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kefen.compiling.sql import literal
from kefen.running.databases import DatabaseTable
from kefen.running.findings import Teller
from kefen.running.mapping import TableMapping
from kefen.running.matching import TableSpec, match
from kefen.running.postgres.columns import ServerColumns, ServerTable, table_of
from kefen.running.postgres.intake import ServerIntake
from kefen.running.postgres.session import Session
from kefen.running.sql.intake import Intake
from kefen.running.sql.reading import Reading
from kefen.running.tables import Discretion
from kefen.spelling import PLAIN

#: rows of a part at most, and parts of a session: each part reads the whole table and takes its share of the keys
_ROWS, _MOST = 250_000, 8


@dataclass
class ServerReading(Reading[DatabaseTable]):
    """The tables of the server."""

    space: Session

    def table_of(self, place: DatabaseTable, discretion: Discretion) -> ServerTable:
        return table_of(self.space, place, discretion)

    def intake_of(
        self, table: ServerTable, mapping: TableMapping, wanted: TableSpec, teller: Teller
    ) -> Intake:
        columns = ServerColumns(table)
        found = match(table, mapping, wanted, columns)
        return ServerIntake(table, table.relation, found, wanted, teller, columns.recodings)

    # --- parts ------------------------------------------------------------------------------------

    def fingerprint(self) -> tuple[int, str]:
        """How many rows there are, and a number that another content would not have.

        Of a table it is made of the versions of its rows, which cost little to read; of a query of all its values.
        """
        counts, sums = [], []
        for table in self.found:
            row = "(source.xmin, source.ctid)" if self.is_stored(table) else "source"
            count, number = self.space.rows(
                f"SELECT COUNT(*), CAST(SUM(HASHTEXTEXTENDED(CAST({row} AS TEXT), 0)) AS TEXT)"
                f" FROM {table.relation} AS source"
            )[0]
            counts.append(int(count))
            sums.append(f"{count}:{number}")
        return counts[0], " ".join(sums)

    def is_stored(self, table: Intake) -> bool:
        """Whether it is a table with rows of its own, not a view or a query."""
        if table.relation.startswith("("):
            return False
        kind = f"SELECT relkind FROM pg_catalog.pg_class WHERE oid = to_regclass({literal(table.relation)})"
        return bool(self.space.value(f"SELECT ({kind}) IN ('r', 'm')"))

    def parts(self, source: Intake, lists: Sequence[Intake], rows: int, sessions: int) -> int:
        """How many parts; one where a key is not plain, since two spellings of one key belong into one part."""
        for one in (source, *lists):
            odd = f"{one.key_text} !~ {literal(f'^({PLAIN.pattern})$')}"
            relation = one.relation
            if self.space.value(f"SELECT EXISTS (SELECT 1 FROM {relation} AS source WHERE {odd})"):
                return 1
        each = -(-rows // (sessions * _ROWS))
        return sessions * min(max(each, 1), _MOST) if rows > sessions else 1
