"""Whose records the records of a list are: each belongs to a subject of the table, or is set aside.

A record that is not used is never lost in silence, since what it says of its subject may be the worst there is. Where its
key is that of a subject but for blanks, leading zeros or the like, that subject is not decided either.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from kefen.compiling.to_sql import quote
from kefen.running.intake import ROW, Loaded, set_bit
from kefen.running.sources import LINE
from kefen.running.workspace import Workspace, quoted

NO_KEY, NO_OWNER, NEAR, CONFUSED, ELSEWHERE = (
    "no key",
    "no owner",
    "near",
    "given twice",
    "elsewhere",
)
_PASSED_OVER = r"""[\s\x{a0}\x{3000}\x{200b}-\x{200d}\x{feff}'"`]|\.0+$"""
_WIDE = "".join(chr(0xFEE0 + code) for code in range(0x21, 0x7F))
_NARROW = "".join(map(chr, range(0x21, 0x7F)))


@dataclass(frozen=True)
class ListCount:
    """Rows of a list = used + quarantined + those of subjects that are not in the table, if it covers more."""

    name: str
    rows: int
    used: int
    quarantined: int
    elsewhere: int

    def gaps(self) -> dict[str, str]:
        """Its numbers as words."""
        counts = {key: f"{value:,}" for key, value in vars(self).items() if key != "name"}
        return {"name": self.name, **counts}


@dataclass
class Ownership:
    """The records of a list beside the subjects of a table that is called ``decisions``."""

    space: Workspace
    loaded: Loaded
    covers_more: bool

    def __post_init__(self) -> None:
        specs = self.loaded.asked.specs
        self.key = self.loaded.asked.key
        #: the field that names a record, if the list has one
        self.id = next((n for n in specs if specs[n].key and n != self.key), "")
        if self.id not in self.loaded.columns:
            self.id = ""

    @property
    def name(self) -> str:
        return quote(f"unused {self.loaded.name}")

    def settle(self) -> None:
        """Find the records that are not used: a table of row, line, key, why, and the nearest key or the id."""
        records, key = quote(self.loaded.name), quote(self.key)
        line = quote(LINE) if self.loaded.table.has_lines else "NULL"
        self.space.do(
            f"CREATE TABLE {self.name} AS SELECT r.{quote(ROW)} AS row, CAST({line} AS BIGINT) AS line, {key} AS key,"
            f" '{NO_OWNER}' AS why, CAST(NULL AS VARCHAR) AS near FROM {records} r"
            f" WHERE {key} IS NOT NULL AND {key} NOT IN (SELECT {key} FROM decisions WHERE {key} IS NOT NULL)"
            f" UNION ALL SELECT {quote(ROW)}, {line}, NULL, '{NO_KEY}', NULL FROM {records}"
            f" WHERE {key} IS NULL AND NOT ({set_bit(self.loaded, self.key)})"
        )
        self.find_near()
        if self.covers_more:
            self.space.do(f"UPDATE {self.name} SET why = '{ELSEWHERE}' WHERE why = '{NO_OWNER}'")
        if self.id:
            self.find_twice(line)

    def find_near(self) -> None:
        """The subjects that strange records may mean."""
        near = quote(f"near {self.loaded.name}")
        key = quote(self.key)
        self.space.do(
            f"CREATE TABLE {near} AS SELECT DISTINCT u.key AS strange, d.{key} AS key FROM {self.name} u"
            f" JOIN decisions d ON {_loosely(f'd.{key}')} = {_loosely('u.key')}"
            f" WHERE u.why = '{NO_OWNER}'"
            if self.has_strange()
            else f"CREATE TABLE {near} (strange VARCHAR, key VARCHAR)"
        )
        self.space.do(
            f"UPDATE {self.name} SET why = '{NEAR}', near = n.key FROM"
            f" (SELECT strange, MIN(key) AS key FROM {near} GROUP BY 1) n WHERE n.strange = {self.name}.key"
        )

    def has_strange(self) -> bool:
        return bool(self.space.value(f"SELECT COUNT(*) FROM {self.name} WHERE why = '{NO_OWNER}'"))

    def find_twice(self, line: str) -> None:
        """Records of one subject that have the same id."""
        records, key, id = quote(self.loaded.name), quote(self.key), quote(self.id)
        self.space.do(
            f"INSERT INTO {self.name} SELECT r.{quote(ROW)}, {line}, r.{key}, '{CONFUSED}', r.{id} FROM {records} r"
            f" SEMI JOIN (SELECT {key}, {id} FROM {records} WHERE {id} IS NOT NULL"
            f" GROUP BY ALL HAVING COUNT(*) > 1) t ON r.{key} = t.{key} AND r.{id} = t.{id}"
        )

    def subjects(self) -> str:
        """A query for the keys of all subjects that cannot be decided for their records."""
        records, key = quote(self.loaded.name), quote(self.key)
        return (
            f"SELECT {key} FROM {records} WHERE {faulty(self.loaded)}"
            f" UNION SELECT key FROM {quote(f'near {self.loaded.name}')}"
            f" UNION SELECT key FROM {self.name} WHERE why = '{CONFUSED}'"
        )

    def unused(self) -> Iterator[tuple[Any, ...]]:
        """The records to be told of: row, line, key, why, nearest key or id."""
        return self.space.each(f"SELECT * FROM {self.name} WHERE why <> '{ELSEWHERE}' ORDER BY row")

    def count(self) -> ListCount:
        """How many records there are, and what became of them."""
        loaded = self.loaded
        aside = f"SELECT row FROM {self.name} WHERE why <> '{ELSEWHERE}'"
        aside += f" UNION SELECT {quote(ROW)} FROM {quote(loaded.name)} WHERE {faulty(loaded)}"
        quarantined = int(self.space.value(f"SELECT COUNT(*) FROM ({aside})"))
        of_others = f"SELECT row FROM {self.name} WHERE why = '{ELSEWHERE}' EXCEPT ({aside})"
        elsewhere = int(self.space.value(f"SELECT COUNT(*) FROM ({of_others})"))
        used = loaded.rows - quarantined - elsewhere
        rows = loaded.rows + loaded.rejects
        return ListCount(loaded.name, rows, used, quarantined + loaded.rejects, elsewhere)


def faulty(loaded: Loaded) -> str:
    """Whether a value of a row was not accepted."""
    return " OR ".join(f"{quote(mask)} <> 0" for mask in loaded.masks) or "FALSE"


def _loosely(key: str) -> str:
    """A key without what two systems write differently: blanks, quotes, zeros in front, ``.0``, case and width."""
    narrow = f"TRANSLATE({key}, {quoted(_WIDE)}, {quoted(_NARROW)})"
    bare = f"REGEXP_REPLACE(UPPER({narrow}), {quoted(_PASSED_OVER)}, '', 'g')"
    return f"COALESCE(NULLIF(LTRIM({bare}, '0'), ''), '0')"
