"""A file in inside form: every row, and in bits which of its columns were not accepted.

Text is read once and held as a table of the engine; a Parquet file is read where it lies, as often as it is asked for.
Either way the rows of the file are numbered. Nothing is left out here; ``quarantine`` does that.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

import duckdb

from kefen.compiling.program import is_stale
from kefen.compiling.sql import quote
from kefen.policy import Age, FactSpec
from kefen.running.duckdb.columns import AT, Given, Matched, name_of
from kefen.running.duckdb.conversions import (
    DAY,
    NOTHING,
    REFUSED,
    Value,
    check_once,
    converted,
    first_digits,
    may_fail,
    verdict,
)
from kefen.running.duckdb.sources import Table, is_whole, sifted
from kefen.running.duckdb.workspace import Workspace, quoted, refuse_interrupt
from kefen.running.files.sifting import LINE
from kefen.running.mapping import ROW_NUMBER
from kefen.spelling import BLANKS, Convert, convert_to, to_day

ROW = "=row"
_BITS = 60
_NAMED = 3
_BAD, _WORDS = "=bad", "=nothing"


@dataclass(frozen=True)
class Asked:
    """What is read of a file: facts by id (for a list its fields), the one that names the subject, the as-of day."""

    specs: Mapping[str, FactSpec]
    key: str
    as_of: date


@dataclass(frozen=True)
class Loaded:
    """A file that can be asked for its rows; ``risky`` are the columns that may hold what is not accepted.

    ``worded`` are those of them in which words that say that nobody knows are taken as unknown, and counted.
    ``held`` is the table of the engine that holds them; without it ``query`` reads the file.
    """

    table: Table
    asked: Asked
    name: str
    held: bool
    query: Callable[[str], str]
    columns: tuple[str, ...]
    given: tuple[Given, ...]
    risky: tuple[Given, ...]
    worded: tuple[Given, ...]
    rows: int
    rejects: int

    @property
    def masks(self) -> list[str]:
        """Columns of bits, one for each of ``risky``."""
        return mask_names(self.risky)

    @property
    def word_masks(self) -> list[str]:
        """Columns of bits, one for each of ``worded``."""
        return mask_names(self.worded, _WORDS)

    def numbered(self, only: str = "") -> str:
        """What stands after FROM: the rows with their numbers, or those whose numbers a query gives."""
        if not self.held:
            return f"({self.query(only)})"
        where = f" WHERE {quote(ROW)} IN ({only})" if only else ""
        return f"(SELECT * FROM {quote(self.name)}{where})"


def load(space: Workspace, table: Table, matched: Matched, asked: Asked, into: str) -> Loaded:
    """Every row of a file in inside form, held as a table of the engine; what is certainly no row is left out."""
    loader = _Loader(space, table, matched, asked)
    rows = loader.hold(into)
    if not is_whole(table, rows) or _is_joined(space, table, matched, asked.key, into):
        loader = _Loader(space, sifted(space, table), matched, asked)
        rows = loader.hold(into)
    return loader.loaded(into, rows)


def _is_joined(space: Workspace, table: Table, matched: Matched, key: str, name: str) -> bool:
    """Whether a header stands among the rows: a key (or the first cell, where rows are counted) is the name of a column."""
    if table.shape is None or table.has_lines:
        return False
    given = matched.named(key)
    counted = given is not None and given.header == ROW_NUMBER
    cell = f"TRIM({name_of(table.columns[0])}, {quoted(BLANKS)})" if counted else quote(key)
    names = ", ".join(map(quoted, table.headers))
    rows = table.relation if counted else quote(name)
    return bool(space.rows(f"SELECT 1 FROM {rows} WHERE {cell} IN ({names}) LIMIT 1"))


def open_rows(space: Workspace, table: Table, matched: Matched, asked: Asked, into: str) -> Loaded:
    """The same, but a Parquet file is not held: its rows stream into what is made of them."""
    if table.text is not None:
        return load(space, table, matched, asked, into)
    loader = _Loader(space, table, matched, asked)
    return loader.loaded(into, int(space.value(f"SELECT COUNT(*) FROM {table.relation}")))


class Shared(NamedTuple):
    """How many values of a fact stand for more than one subject, and the keys of one of them."""

    fact: str
    values: int
    keys: tuple[str, ...]


def shared_numbers(space: Workspace, loaded: Loaded) -> Iterator[Shared]:
    """The subject's own resident numbers that several keys have; looked up only if a count of their hashes finds some."""
    key, held = quote(loaded.asked.key), loaded.held
    for given in loaded.given:
        spec, name = _spec(loaded.asked, given), quote(given.name)
        if spec.check != "resident_id" or "." in given.name:
            continue
        rows, text = (loaded.name, name) if held else (loaded.table.relation, given.sql)
        different = f"COUNT(DISTINCT HASH({text})) FILTER (WHERE {text} IS NOT NULL)"
        if space.value(f"SELECT COUNT({text}) > {different} FROM {rows}"):
            found = space.rows(
                f"SELECT LIST_SORT(LIST(DISTINCT {key})) FROM {loaded.numbered()} WHERE {name} IS NOT NULL"
                f" GROUP BY {name} HAVING COUNT(DISTINCT {key}) > 1 ORDER BY 1"
            )
            if found:
                yield Shared(given.name, len(found), tuple(found[0][0][:_NAMED]))


@dataclass
class _Loader:
    """Three queries in one: the values given, each in inside form, which of them were not accepted."""

    space: Workspace
    table: Table
    matched: Matched
    asked: Asked

    def __post_init__(self) -> None:
        given = self.matched.given
        self.risky = [one for one in given if may_fail(self.spec(one), one.type)]
        self.worded = [one for one in self.risky if self.spec(one).kind.name == "text"]
        # a text file would have to be read once more for its codes
        asked = self.worded if self.table.text is None else []
        self.passes = {one.name: self.check_once(one) for one in asked}

    def hold(self, name: str) -> int:
        """Make a table of the rows and count them; -1 for a text that the engine cannot part into rows."""
        try:
            # numbered as they are read: several threads do not always fill a table in the order of the file
            self.space.do(f"CREATE OR REPLACE TABLE {quote(name)} AS {self.streamed('')}")
        except duckdb.InvalidInputException as error:
            refuse_interrupt(error)
            if self.table.text is None or self.table.has_lines:
                raise
            return -1
        return int(self.space.value(f"SELECT COUNT(*) FROM {quote(name)}"))

    def loaded(self, name: str, rows: int) -> Loaded:
        """What was read, or can be."""
        facts = tuple(one.name for one in self.matched.given if not one.name.endswith(AT))
        return Loaded(
            self.table, self.asked, name, self.table.text is not None, self.streamed,
            facts, self.matched.given, tuple(self.risky), tuple(self.worded), rows, len(self.table.aside),
        )  # fmt: skip

    def streamed(self, only: str) -> str:
        """The rows of a file that is read where it lies, with their numbers; those of ``only`` before anything else."""
        relation, number = self.table.relation, self.table.number
        where = f" WHERE {number} IN ({only})" if only else ""
        return self.query(f"(SELECT *, {number} AS {quote(ROW)} FROM {relation}{where})", ROW)

    def query(self, relation: str, *kept: str) -> str:
        """The rows of a relation; ``kept`` columns go through as they are."""
        given = [f"{one.sql} AS {_given(one)}" for one in self.matched.given]
        given += self.digits()
        inside = [_given(one) for one in self.risky]
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

    def spec(self, given: Given) -> FactSpec:
        return _spec(self.asked, given)

    def check_once(self, given: Given) -> str:
        value = Value(given.sql, given.type)
        return check_once(self.space, self.spec(given), value, self.table.relation)

    def inside(self, given: Given) -> str:
        spec, value = self.spec(given), _value(given)
        if first_digits(spec, value):
            value = value._replace(digits=_digits(given))
        value = value._replace(passes=self.passes.get(given.name, ""))
        return converted(self.space, spec, self.convert(given), value)

    def digits(self) -> Iterator[str]:
        """The digits of resident numbers, worked out once."""
        for one in self.matched.given:
            sql = first_digits(self.spec(one), Value(one.sql, one.type))
            if sql:
                yield f"{sql} AS {_digits(one)}"

    def verdict(self, given: Given) -> str:
        spec, convert = self.spec(given), self.convert(given)
        return verdict(self.space, spec, convert, _value(given), _inside(given))

    def failed(self, given: Given) -> str:
        """Whether a value was not accepted, or is the day of a fact after the day of the decision."""
        late = (
            f" OR {_inside(given)} > DATE '{self.asked.as_of}'" if given.name.endswith(AT) else ""
        )
        return f"{self.verdict(given)} = {REFUSED}{late}"

    def convert(self, given: Given) -> Convert:
        spec = self.spec(given)
        return to_day if spec is DAY else convert_to(spec)

    def values(self) -> Iterator[str]:
        """The facts; what is too old is unknown."""
        for given in self.matched.given:
            if not given.name.endswith(AT):
                yield f"{self.fresh(given)} AS {quote(given.name)}"

    def fresh(self, given: Given) -> str:
        dated = self.matched.named(given.name + AT)
        limit = self.spec(given).max_age
        if dated is None or limit is None:
            return _inside(given)
        first = first_fresh_day(limit, self.asked.as_of)
        return f"CASE WHEN {_inside(dated)} < DATE '{first}' THEN NULL ELSE {_inside(given)} END"

    def bits(self) -> Iterator[str]:
        """A bit for each column in which something was given and not accepted, or said that nobody knows."""
        yield from _masked(self.risky, _BAD, self.failed)
        yield from _masked(self.worded, _WORDS, lambda one: f"{self.verdict(one)} = {NOTHING}")


def _spec(asked: Asked, given: Given) -> FactSpec:
    return DAY if given.name.endswith(AT) else asked.specs[given.name]


def _given(given: Given) -> str:
    return quote(f"given {given.name}")


def _value(given: Given) -> Value:
    return Value(_given(given), given.type)


def _digits(given: Given) -> str:
    return quote(f"digits {given.name}")


def _inside(given: Given) -> str:
    return quote(f"inside {given.name}")


def mask_names(given: Sequence[Given], what: str = _BAD) -> list[str]:
    """As many columns of bits as it takes."""
    return [f"{what} {word}" for word in range((len(given) + _BITS - 1) // _BITS)]


def _masked(given: Sequence[Given], what: str, test: Callable[[Given], str]) -> Iterator[str]:
    for word, name in enumerate(mask_names(given, what)):
        some = given[word * _BITS : (word + 1) * _BITS]
        bits = [f"CASE WHEN {test(one)} THEN {1 << n} ELSE 0 END" for n, one in enumerate(some)]
        yield f"CAST({' | '.join(bits)} AS BIGINT) AS {quote(name)}"


def words_for_nothing(space: Workspace, loaded: Loaded, relation: str) -> dict[str, int]:
    """By header, in how many rows of a relation a word was taken as unknown; only columns with such words."""
    counts = dict(_emptied(space, loaded))
    masks = ", ".join(f"COALESCE(BIT_OR({quote(name)}), 0)" for name in loaded.word_masks)
    if not masks:
        return counts
    found = failed_in(loaded.worded, space.rows(f"SELECT {masks} FROM {relation}")[0])
    for one in found:
        rows = _count_of(space, loaded, one, relation)
        counts[one.header] = counts.get(one.header, 0) + rows
    return counts


def _emptied(space: Workspace, loaded: Loaded) -> Iterator[tuple[str, int]]:
    """By header, in how many rows of the file a value was unknown to the mapping."""
    some = {one.header: one.emptied for one in loaded.given if one.emptied}
    if some:
        counts = ", ".join(f"COUNT(*) FILTER (WHERE {test})" for test in some.values())
        found = space.rows(f"SELECT {counts} FROM {loaded.table.relation}")[0]
        yield from ((header, int(n)) for header, n in zip(some, found, strict=True) if n)


def _count_of(space: Workspace, loaded: Loaded, given: Given, relation: str) -> int:
    place = loaded.worded.index(given)
    mask = quote(loaded.word_masks[place // _BITS])
    rows = f"SELECT COUNT(*) FROM {relation} WHERE {mask} >> {place % _BITS} & 1 = 1"
    return int(space.value(rows))


def failed_in(risky: Sequence[Given], masks: Sequence[int]) -> list[Given]:
    """The columns whose bits are set."""
    return [
        given for place, given in enumerate(risky) if masks[place // _BITS] >> (place % _BITS) & 1
    ]


def first_fresh_day(limit: Age, as_of: date) -> date:
    """The earliest day of which a fact is not too old."""
    day = max(as_of.toordinal() - 31 * (limit.months + 1) - limit.days, 1)
    while is_stale(date.fromordinal(day), limit, as_of):
        day += 1
    return date.fromordinal(day)


def set_bit(loaded: Loaded, name: str) -> str:
    """In SQL, whether the value of a column was not accepted."""
    for place, given in enumerate(loaded.risky):
        if given.name == name:
            mask = quote(loaded.masks[place // _BITS])
            return f"{mask} & {1 << (place % _BITS)} <> 0"
    return "FALSE"
