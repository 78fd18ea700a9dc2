"""Whose records the records of a list are: each belongs to a subject of the table, or is set aside.

A record that is not used is never lost in silence, since what it says of its subject may be the worst there is. Where its
key is that of a subject but for blanks, leading zeros or the like, that subject is not decided either. A record of which
nobody can say whose it is makes the list complete for nobody: the list counts as not given.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from kefen.compiling.dialects import DUCKDB
from kefen.compiling.sql import literal, quote
from kefen.running.duckdb.intake import FactTable
from kefen.running.duckdb.workspace import Workspace
from kefen.running.findings import ELSEWHERE, NEAR, NO_KEY, NO_OWNER, TWICE
from kefen.running.sql.accepted import loosely
from kefen.running.sql.space import ROW
from kefen.running.summary import ListCount
from kefen.spelling import BLANKS, NotAccepted, convert_to

#: the number and the key of every row of the subjects
KEYS = quote("=keys")


@dataclass
class Ownership:
    """The records of a list beside the keys of all subjects, the table ``KEYS``.

    ``lost`` are the lines of which nobody can say whose record they are.
    """

    space: Workspace
    loaded: FactTable
    subjects: FactTable
    covers_more: bool

    def __post_init__(self) -> None:
        specs = self.loaded.wanted.facts
        self.key = self.loaded.wanted.key
        #: the field that names a record, if the list has one
        self.id = next((n for n in specs if specs[n].key and n != self.key), "")
        if self.id not in self.loaded.columns:
            self.id = ""
        self.broken = keys_of_lines(self.space, self.loaded)
        self.lost = sorted([*self.lines_of_nobody(), *self.rows_of_nobody()])

    @property
    def name(self) -> str:
        return quote(f"unused {self.loaded.name}")

    # --- whether it is complete ------------------------------------------------------------------

    def lines_of_nobody(self) -> Iterator[int]:
        """Lines that are no rows and do not say whose they are, or may hold the record of another subject too."""
        # what stands in a line without columns may be hidden, and then nothing may hang on it
        table = self.loaded.table
        aside = [one for one in table.rejects if not (table.is_open and one.is_blank())]
        yield from (one.line for one in aside if one.line not in self.broken or one.has_more)

    def rows_of_nobody(self) -> Iterator[int]:
        """The lines of records whose key is empty or was not accepted; a record that says nothing at all is none."""
        records, table = self.loaded.name, self.loaded.table
        without = f"SELECT {quote(ROW)} FROM {quote(records)} WHERE {quote(self.key)} IS NULL"
        if not self.space.value(f"SELECT COUNT(*) FROM ({without})"):
            return
        relation, number = table.relation, table.number
        line = table.line if table.has_lines else f"{number} + {table.first_line()}"
        text = f"CONCAT_WS('', {', '.join(quote(column.name) for column in table.seen)})"
        for row in self.space.each(
            f"SELECT CAST(line AS BIGINT) FROM (SELECT {number} AS row, {line} AS line, {text} AS text FROM {relation})"
            f" WHERE row IN ({without}) AND TRIM(text, {literal(BLANKS)}) <> ''"
        ):
            yield row[0]

    # --- what is not used ------------------------------------------------------------------------

    def settle(self) -> None:
        """Find the records that are not used: a table of row, line, key, why, and the nearest key or the id."""
        records, key = quote(self.loaded.name), quote(self.key)
        line = self.loaded.table.line
        self.space.do(
            f"CREATE TABLE {self.name} AS SELECT r.{quote(ROW)} AS row, CAST({line} AS BIGINT) AS line, {key} AS key,"
            f" '{NO_OWNER}' AS why, CAST(NULL AS VARCHAR) AS near FROM {records} r"
            f" WHERE {key} IS NOT NULL AND {key} NOT IN (SELECT key FROM {KEYS} WHERE key IS NOT NULL)"
            f" UNION ALL SELECT {quote(ROW)}, {line}, NULL, '{NO_KEY}', NULL FROM {records}"
            f" WHERE {key} IS NULL AND NOT ({self.loaded.bad.holds(self.key)})"
        )
        self.find_near()
        if self.covers_more:
            self.space.do(f"UPDATE {self.name} SET why = '{ELSEWHERE}' WHERE why = '{NO_OWNER}'")
        if self.id:
            self.find_twice(line)

    def find_near(self) -> None:
        """The subjects that strange records may mean."""
        near = quote(f"near {self.loaded.name}")
        self.space.do(
            f"CREATE TABLE {near} AS SELECT DISTINCT u.key AS strange, k.key AS key FROM ({self.strange()}) u"
            f" JOIN {KEYS} k ON {loosely('k.key', DUCKDB)} = {loosely('u.key', DUCKDB)}"
            if self.space.value(f"SELECT COUNT(*) FROM ({self.strange()})")
            else f"CREATE TABLE {near} (strange VARCHAR, key VARCHAR)"
        )
        self.space.do(
            f"UPDATE {self.name} SET why = '{NEAR}', near = n.key FROM"
            f" (SELECT strange, MIN(key) AS key FROM {near} GROUP BY 1) n WHERE n.strange = {self.name}.key"
        )

    def strange(self) -> str:
        """A query for the keys that no subject has, also those of lines that are no rows."""
        return (
            f"SELECT key FROM {self.name} WHERE why = '{NO_OWNER}' UNION {table_of_keys(self.broken.values())}"
            f" WHERE key NOT IN (SELECT key FROM {KEYS} WHERE key IS NOT NULL)"
        )

    def find_twice(self, line: str) -> None:
        """Records of one subject that have the same id."""
        records, key, id = quote(self.loaded.name), quote(self.key), quote(self.id)
        self.space.do(
            f"INSERT INTO {self.name} SELECT r.{quote(ROW)}, {line}, r.{key}, '{TWICE}', r.{id} FROM {records} r"
            f" SEMI JOIN (SELECT {key}, {id} FROM {records} WHERE {id} IS NOT NULL"
            f" GROUP BY ALL HAVING COUNT(*) > 1) t ON r.{key} = t.{key} AND r.{id} = t.{id}"
        )

    def undecided(self) -> str:
        """A query for the keys of all subjects that cannot be decided for their records."""
        records, key = quote(self.loaded.name), quote(self.key)
        return (
            f"SELECT {key} FROM {records} WHERE {self.loaded.bad.any()}"
            f" UNION SELECT key FROM {quote(f'near {self.loaded.name}')}"
            f" UNION SELECT key FROM {self.name} WHERE why = '{TWICE}'"
            f" UNION {table_of_keys(self.broken.values())}"
        )

    def unused(self) -> Iterator[tuple[Any, ...]]:
        """The records to be told of: row, line, key, why, nearest key or id."""
        return self.space.each(f"SELECT * FROM {self.name} WHERE why <> '{ELSEWHERE}' ORDER BY row")

    def count(self) -> ListCount:
        """How many records there are, and what became of them."""
        loaded = self.loaded
        aside = f"SELECT row FROM {self.name} WHERE why <> '{ELSEWHERE}'"
        aside += f" UNION SELECT {quote(ROW)} FROM {quote(loaded.name)} WHERE {loaded.bad.any()}"
        quarantined = int(self.space.value(f"SELECT COUNT(*) FROM ({aside})"))
        of_others = f"SELECT row FROM {self.name} WHERE why = '{ELSEWHERE}' EXCEPT ({aside})"
        elsewhere = int(self.space.value(f"SELECT COUNT(*) FROM ({of_others})"))
        sound = loaded.rows - quarantined - elsewhere
        rows, quarantined = loaded.rows + loaded.rejects, quarantined + loaded.rejects
        if self.lost:
            return ListCount(loaded.name, rows, 0, quarantined, 0, sound + elsewhere)
        return ListCount(loaded.name, rows, sound, quarantined, elsewhere)


def keys_of_lines(space: Workspace, loaded: FactTable) -> dict[int, str]:
    """The lines that are no rows, and the key of each that certainly has one: where it says so, or the key stands first."""
    table, key = loaded.table, loaded.wanted.key
    given = next((one for one in loaded.given if one.name == key), None)
    column = next((one for one in table.columns if given and one.header == given.header), None)
    if given is None or column is None:
        return {}
    is_first = column is table.columns[0]
    told = {one.line: one.key or (one.first if is_first else "") for one in table.rejects}
    told = {line: text for line, text in told.items() if text}
    cells = ", ".join(map(literal, told.values()))
    keys = f"SELECT UNNEST(CAST([{cells}] AS VARCHAR[])) AS {quote(column.name)}"
    values = space.rows(f"SELECT {given.value.sql} FROM ({keys})") if told else []
    read = convert_to(loaded.wanted.facts[key])
    found: dict[int, str] = {}
    for line, (value,) in zip(told, values, strict=True):
        with contextlib.suppress(NotAccepted):
            found[line] = read(value) or ""
    return {line: text for line, text in found.items() if text}


def table_of_keys(keys: Iterable[str]) -> str:
    """A query that gives keys as ``key``."""
    return f"SELECT key FROM (SELECT UNNEST(CAST([{', '.join(map(literal, keys))}] AS VARCHAR[])) AS key)"
