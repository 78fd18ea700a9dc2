"""What is known of all rows before any is decided: their keys, which stand twice, which are totals, whose a record is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kefen.compiling.sql import literal, quote
from kefen.running.duckdb.histories import month_column
from kefen.running.duckdb.intake import FactTable
from kefen.running.duckdb.ownership import KEYS, Ownership, keys_of_lines, table_of_keys
from kefen.running.duckdb.workspace import Workspace
from kefen.running.findings import TOTALS_EN, totals
from kefen.running.mapping import ROW_NUMBER
from kefen.running.sql.space import ROW
from kefen.spelling import BLANKS

#: rows of totals, rows whose key is given again, and the keys of subjects that their records keep from being decided
TOTALS, DOUBLED, UNDECIDED = map(quote, ("=totals", "=doubled", "=undecided"))


@dataclass
class Census:
    """The tables ``KEYS``, ``TOTALS``, ``DOUBLED`` and ``UNDECIDED``. ``owned`` are the lists beside their subjects."""

    space: Workspace
    loaded: FactTable
    owned: Sequence[Ownership]
    #: the column of months of a table with a row for each subject and month
    month: str = ""

    def take(self) -> None:
        """Make the tables; policies that read the same keys share what is known of them."""
        space, loaded = self.space, self.loaded
        given = next(one for one in loaded.given if one.name == loaded.wanted.key)
        spec = loaded.wanted.facts[loaded.wanted.key]
        room, self.month = space.once(("keys", loaded.table, given, spec), self.of_keys)
        if room != space.home:
            for name in (KEYS, TOTALS, DOUBLED):
                space.do(f"CREATE VIEW {name} AS SELECT * FROM {room}.{name}")
        for owned in self.owned:
            owned.settle()
        kept = [f"({owned.undecided()})" for owned in self.owned]
        none = "SELECT CAST(NULL AS VARCHAR) AS key WHERE FALSE"
        space.do(f"CREATE TABLE {UNDECIDED} AS {' UNION '.join([none, *kept])}")

    def of_keys(self) -> tuple[str, str]:
        """Make what depends on the keys alone; the schema it stands in, and the column of months."""
        key, space = quote(self.loaded.wanted.key), self.space
        space.do(
            f"CREATE TABLE {KEYS} AS SELECT {quote(ROW)} AS row, {key} AS key FROM {self.loaded.numbered()}"
        )
        space.do(f"CREATE TABLE {TOTALS} AS {self.totals()}")
        space.do(f"CREATE TABLE {DOUBLED} AS {self.doubles()}")
        self.tell_months()
        return space.home, self.month

    def totals(self) -> str:
        """The rows of totals: by their key, or where rows are counted by their first cell."""
        key, table = self.loaded.wanted.key, self.loaded.table
        if not any(one.name == key and one.header == ROW_NUMBER for one in self.loaded.given):
            return f"SELECT row FROM {KEYS} WHERE {_is_total('key')}"
        first = f"TRIM(CAST({quote(table.columns[0].name)} AS VARCHAR), {literal(BLANKS)})"
        cells = f"SELECT {table.number} AS row, {first} AS cell FROM {table.relation}"
        return f"SELECT row FROM ({cells}) WHERE {_is_total('cell')}"

    def doubles(self) -> str:
        """The rows whose key is given again, in a row or in a line that is none."""
        lines = table_of_keys(keys_of_lines(self.space, self.loaded).values())
        every = f"SELECT key FROM {KEYS} UNION ALL {lines}"
        again = f"SELECT key FROM ({every}) GROUP BY 1 HAVING COUNT(*) > 1"
        return f"SELECT row FROM {KEYS} WHERE key IN ({again}) AND row NOT IN (SELECT row FROM {TOTALS})"

    def tell_months(self) -> None:
        """Whether most keys stand in several rows because each row is one of a month."""
        doubled = int(self.space.value(f"SELECT COUNT(*) FROM {DOUBLED}"))
        if doubled and 2 * doubled >= self.loaded.rows:
            given = (one for one in self.loaded.given if one.name == self.loaded.wanted.key)
            self.month = month_column(self.space, self.loaded.table, next(given).value.sql)


def _is_total(key: str) -> str:
    """Whether a row is one of totals, or a note below a table, by its key; a key in Latin letters is asked little."""
    english, pattern = ", ".join(map(literal, TOTALS_EN)), literal(totals(r"\p{Han}"))
    return f"({key} > '~' AND REGEXP_MATCHES({key}, {pattern}) OR {key} IN ({english}))"
