"""A file in inside form: every row, and in bits which of its columns were not accepted.

Text is read once and held as a table of the engine; a Parquet file is read where it lies, as often as it is asked for.
Either way the rows of the file are numbered. Nothing is left out here; ``quarantine`` does that.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import duckdb

from kefen.compiling.sql import literal, quote
from kefen.running.duckdb.conversions import (
    DAY,
    NOTHING,
    REFUSED,
    RawValue,
    check_once,
    converted,
    first_digits,
    may_fail,
    verdict,
)
from kefen.running.duckdb.masks import Mask
from kefen.running.duckdb.sources import EngineTable, is_whole, sifted
from kefen.running.duckdb.workspace import Workspace, refuse_interrupt
from kefen.running.files.sifting import LINE
from kefen.running.mapping import ROW_NUMBER
from kefen.running.matching import AT, FactColumn, Match, TableSpec
from kefen.running.sql.accepted import first_fresh_day
from kefen.running.sql.space import ROW
from kefen.spelling import BLANKS, Convert, convert_to, to_day
from kefen.vocabulary import Age, FactSpec

_NAMED = 3


class Stretch(NamedTuple):
    """Rows of a table one after the other, by their numbers: from ``first`` to before ``end``."""

    first: int
    end: int

    @property
    def rows(self) -> int:
        return self.end - self.first

    def holds(self, number: str) -> str:
        """In SQL, whether a number is that of one of these rows."""
        return f"{number} >= {self.first} AND {number} < {self.end}"


@dataclass(frozen=True)
class FactTable:
    """A file that can be asked for its rows. ``bad`` are the values that are not accepted, by column.

    ``nothing`` are words that say that nobody knows: they are taken as unknown, and counted. The rows are ``held`` in a
    table of the engine; else ``query`` reads the file.
    """

    table: EngineTable
    wanted: TableSpec
    held: bool
    query: Callable[[str, Stretch | None], str]
    given: tuple[FactColumn, ...]
    bad: Mask
    nothing: Mask
    rows: int

    @property
    def name(self) -> str:
        return _name(self.wanted)

    @cached_property
    def columns(self) -> list[str]:
        """The facts that it gives."""
        return [one.name for one in self.given if not one.name.endswith(AT)]

    @cached_property
    def dated(self) -> dict[str, Age]:
        """The facts that it gives with their day, and how old they may become."""
        given = (one.fact for one in self.given if one.name.endswith(AT))
        ages = {name: self.wanted.facts[name].max_age for name in given if name in self.columns}
        return {name: age for name, age in ages.items() if age}

    @property
    def rejects(self) -> int:
        """How many lines are no rows."""
        return len(self.table.rejects)

    @property
    def carried(self) -> list[str]:
        """The columns of a row beside its facts: its number, its bits, its line."""
        line = [LINE] if self.table.has_lines else []
        return [ROW, *self.bad.names, *self.nothing.names, *line]

    def numbered(self, only: str = "", stretch: Stretch | None = None) -> str:
        """What stands after FROM: the rows with their numbers, or those of a stretch, or whose numbers a query gives."""
        if not self.held:
            return f"({self.query(only, stretch)})"
        return f"(SELECT * FROM {quote(self.name)}{_where(quote(ROW), only, stretch)})"


def _where(number: str, only: str, stretch: Stretch | None) -> str:
    """The rows whose numbers a query gives, of a stretch."""
    tests = [f"{number} IN ({only})"] if only else []
    tests += [stretch.holds(number)] if stretch else []
    return f" WHERE {' AND '.join(tests)}" if tests else ""


def _name(wanted: TableSpec) -> str:
    return wanted.listed or "loaded"


def load(space: Workspace, table: EngineTable, matched: Match, wanted: TableSpec) -> FactTable:
    """Every row of a file in inside form, held as a table of the engine; what is certainly no row is left out."""
    loader = _Loader(space, table, matched, wanted)
    rows = loader.hold()
    if not is_whole(table, rows) or _is_joined(space, table, matched, wanted):
        loader = _Loader(space, sifted(space, table), matched, wanted)
        rows = loader.hold()
    return loader.loaded(rows)


def _is_joined(space: Workspace, table: EngineTable, matched: Match, wanted: TableSpec) -> bool:
    """Whether a header stands among the rows: a key (or the first cell, where rows are counted) is the name of a column."""
    if table.shape is None or table.has_lines:
        return False
    given = matched.named(wanted.key)
    counted = given is not None and given.header == ROW_NUMBER
    cell = (
        f"TRIM({quote(table.columns[0].name)}, {literal(BLANKS)})" if counted else quote(wanted.key)
    )
    names = ", ".join(map(literal, table.headers))
    rows = table.relation if counted else quote(_name(wanted))
    return bool(space.rows(f"SELECT 1 FROM {rows} WHERE {cell} IN ({names}) LIMIT 1"))


def open_rows(space: Workspace, table: EngineTable, matched: Match, wanted: TableSpec) -> FactTable:
    """The same, but a Parquet file is not held: its rows stream into what is made of them."""
    if table.text is not None:
        return load(space, table, matched, wanted)
    loader = _Loader(space, table, matched, wanted)
    return loader.loaded(int(space.value(f"SELECT COUNT(*) FROM {table.relation}")))


class SharedNumber(NamedTuple):
    """How many values of a fact stand for more than one subject, and the keys of one of them."""

    fact: str
    values: int
    keys: tuple[str, ...]


def shared_numbers(space: Workspace, loaded: FactTable) -> Iterator[SharedNumber]:
    """The subject's own resident numbers that several keys have; looked up only if a count of their hashes finds some."""
    key, held = quote(loaded.wanted.key), loaded.held
    for given in loaded.given:
        spec, name = _spec(loaded.wanted, given), quote(given.name)
        if spec.check != "resident_id" or "." in given.name:
            continue
        rows, text = (loaded.name, name) if held else (loaded.table.relation, given.value.sql)
        different = f"COUNT(DISTINCT HASH({text})) FILTER (WHERE {text} IS NOT NULL)"
        if space.value(f"SELECT COUNT({text}) > {different} FROM {rows}"):
            found = space.rows(
                f"SELECT LIST_SORT(LIST(DISTINCT {key})) FROM {loaded.numbered()} WHERE {name} IS NOT NULL"
                f" GROUP BY {name} HAVING COUNT(DISTINCT {key}) > 1 ORDER BY 1"
            )
            if found:
                yield SharedNumber(given.name, len(found), tuple(found[0][0][:_NAMED]))


@dataclass
class _Loader:
    """Three queries in one: the values given, each in inside form, which of them were not accepted."""

    space: Workspace
    table: EngineTable
    matched: Match
    wanted: TableSpec

    def __post_init__(self) -> None:
        given = self.matched.given
        risky = tuple(one for one in given if may_fail(self.spec(one), one.value.type))
        texts = tuple(one for one in risky if self.spec(one).kind.name == "text")
        self.bad, self.nothing = Mask("=bad", risky), Mask("=nothing", texts)
        # a text file would have to be read once more for its codes
        asked = texts if self.table.text is None else ()
        self.passes = {one.name: self.check_once(one) for one in asked}

    def hold(self) -> int:
        """Make a table of the rows and count them; -1 for a text that the engine cannot part into rows."""
        name = quote(_name(self.wanted))
        try:
            # numbered as they are read: several threads do not always fill a table in the order of the file
            self.space.do(f"CREATE OR REPLACE TABLE {name} AS {self.streamed()}")
        except duckdb.InvalidInputException as error:
            refuse_interrupt(error)
            if self.table.text is None or self.table.has_lines:
                raise
            return -1
        return int(self.space.value(f"SELECT COUNT(*) FROM {name}"))

    def loaded(self, rows: int) -> FactTable:
        """What was read, or can be."""
        held, given = self.table.text is not None, self.matched.given
        return FactTable(
            self.table, self.wanted, held, self.streamed, given, self.bad, self.nothing, rows
        )

    def streamed(self, only: str = "", stretch: Stretch | None = None) -> str:
        """The rows of a file that is read where it lies, with their numbers; some of them before anything else."""
        relation, number = self.table.relation, self.table.number
        where = _where(number, only, stretch)
        return self.query(f"(SELECT *, {number} AS {quote(ROW)} FROM {relation}{where})", ROW)

    def query(self, relation: str, *kept: str) -> str:
        """The rows of a relation; ``kept`` columns go through as they are."""
        given = [f"{one.value.sql} AS {_given(one)}" for one in self.matched.given]
        given += self.digits()
        inside = [_given(one) for one in self.bad.given]
        inside += [f"{self.inside(one)} AS {_inside(one)}" for one in self.matched.given]
        outer = [*self.values(), *self.bits()]
        for columns in (given, inside, outer):
            columns += map(quote, kept)
        if self.table.has_lines:
            given.append(quote(LINE))
            inside.append(quote(LINE))
            outer.append(f"CAST({quote(LINE)} AS BIGINT) AS {quote(LINE)}")
        return (
            f"SELECT {', '.join(outer)} FROM (SELECT {', '.join(inside)}"
            f" FROM (SELECT {', '.join(given)} FROM {relation}))"
        )

    def spec(self, given: FactColumn) -> FactSpec:
        return _spec(self.wanted, given)

    def check_once(self, given: FactColumn) -> str:
        value = RawValue(given.value.sql, given.value.type)
        return check_once(self.space, self.spec(given), value, self.table.relation)

    def inside(self, given: FactColumn) -> str:
        spec, value = self.spec(given), _value(given)
        if first_digits(spec, value):
            value = value._replace(digits=_digits(given))
        value = value._replace(passes=self.passes.get(given.name, ""))
        return converted(self.space, spec, self.convert(given), value)

    def digits(self) -> Iterator[str]:
        """The digits of resident numbers, worked out once."""
        for one in self.matched.given:
            sql = first_digits(self.spec(one), RawValue(one.value.sql, one.value.type))
            if sql:
                yield f"{sql} AS {_digits(one)}"

    def verdict(self, given: FactColumn) -> str:
        spec, convert = self.spec(given), self.convert(given)
        return verdict(self.space, spec, convert, _value(given), _inside(given))

    def failed(self, given: FactColumn) -> str:
        """Whether a value was not accepted, or is the day of a fact after the day of the decision."""
        late = (
            f" OR {_inside(given)} > DATE '{self.wanted.as_of}'" if given.name.endswith(AT) else ""
        )
        return f"{self.verdict(given)} = {REFUSED}{late}"

    def convert(self, given: FactColumn) -> Convert:
        spec = self.spec(given)
        return to_day if spec is DAY else convert_to(spec)

    def values(self) -> Iterator[str]:
        """The facts, what is too old being unknown, and the days of those that become so."""
        for given in self.matched.given:
            if not given.name.endswith(AT):
                yield f"{self.fresh(given)} AS {quote(given.name)}"
            elif self.wanted.facts[given.fact].max_age:
                yield f"{_inside(given)} AS {quote(given.name)}"

    def fresh(self, given: FactColumn) -> str:
        dated = self.matched.named(given.name + AT)
        limit = self.spec(given).max_age
        if dated is None or limit is None:
            return _inside(given)
        first = first_fresh_day(limit, self.wanted.as_of)
        return f"CASE WHEN {_inside(dated)} < DATE '{first}' THEN NULL ELSE {_inside(given)} END"

    def bits(self) -> Iterator[str]:
        """A bit for each column in which something was given and not accepted, or said that nobody knows."""
        yield from self.bad.columns(self.failed)
        yield from self.nothing.columns(lambda one: f"{self.verdict(one)} = {NOTHING}")


def _spec(wanted: TableSpec, given: FactColumn) -> FactSpec:
    return DAY if given.name.endswith(AT) else wanted.facts[given.name]


def _given(given: FactColumn) -> str:
    return quote(f"given {given.name}")


def _value(given: FactColumn) -> RawValue:
    return RawValue(_given(given), given.value.type)


def _digits(given: FactColumn) -> str:
    return quote(f"digits {given.name}")


def _inside(given: FactColumn) -> str:
    return quote(f"inside {given.name}")


def words_for_nothing(space: Workspace, loaded: FactTable, relation: str) -> dict[str, int]:
    """By header, in how many rows of a relation a word was taken as unknown; only columns with such words."""
    counts: dict[str, int] = {}
    for one in loaded.nothing.anywhere(space, relation):
        holds = loaded.nothing.holds(one.name)
        rows = int(space.value(f"SELECT COUNT(*) FROM {relation} WHERE {holds}"))
        counts[one.header] = counts.get(one.header, 0) + rows
    return counts


def emptied(space: Workspace, loaded: FactTable) -> Iterator[tuple[str, int]]:
    """By header, in how many rows of the file a value was unknown to the mapping."""
    some = {one.header: one.value.emptied for one in loaded.given if one.value.emptied}
    if some:
        counts = ", ".join(f"COUNT(*) FILTER (WHERE {test})" for test in some.values())
        found = space.rows(f"SELECT {counts} FROM {loaded.table.relation}")[0]
        yield from ((header, int(n)) for header, n in zip(some, found, strict=True) if n)
