"""Which column is which fact, settled before any row is read."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple, Protocol

from kefen.compiling.sql import literal
from kefen.diagnostics import nearest
from kefen.errors import InputError
from kefen.running.headers import belied, of_another
from kefen.running.mapping import ROW_NUMBER, ColumnRule, Facts, Months, TableMapping, told
from kefen.running.reshaping import Recoding
from kefen.running.tables import Column, Table
from kefen.saying.phrases import both
from kefen.spelling import BLANKS
from kefen.values import UNKNOWN_MONTH, Words
from kefen.vocabulary import FactSpec

AT = "@"
_SHOWN = 5
#: how to say that the header stands in another line
SKIP, HEADER = "--skip-lines {1}", "say `header: {}` in the mapping"
ABOVE = "take out the lines above it"


@dataclass(frozen=True)
class TableSpec:
    """What is read of a table: facts by id (of a list its fields), the one that names the subject, the as-of day.

    ``spellings`` are the headers by which facts are known without a mapping, also of facts that nobody reads. ``listed``
    is the list whose records the rows are; nothing for subjects.
    """

    facts: Mapping[str, FactSpec]
    key: str
    as_of: date
    spellings: Facts = field(default_factory=dict)
    listed: str = ""


class Value(NamedTuple):
    """A value in SQL, its type there, and whether something stands there that the mapping calls unknown."""

    sql: str
    type: str = "VARCHAR"
    emptied: str = ""


class ColumnReader(Protocol):
    """How an engine reads the columns of a table."""

    def value(self, column: Column, recoding: Recoding) -> Value:
        """What a mapping makes of a column."""

    def row_number(self) -> Value:
        """The number of a row as a text, the first being 1."""


@dataclass(frozen=True)
class FactColumn:
    """A fact of the table (or, ending in ``@``, its date): the header as the bank has it, the value, its columns."""

    name: str
    header: str
    value: Value
    columns: tuple[Column, ...] = ()

    @property
    def fact(self) -> str:
        """The fact that it is, or whose date it is."""
        return self.name.removesuffix(AT)


@dataclass(frozen=True)
class Match:
    """Every fact that a table gives, and what is worth a warning."""

    given: tuple[FactColumn, ...]
    warnings: tuple[Words, ...] = ()

    def named(self, name: str) -> FactColumn | None:
        """The column that holds a fact."""
        return next((given for given in self.given if given.name == name), None)


def match(table: Table, mapping: TableMapping, wanted: TableSpec, reader: ColumnReader) -> Match:
    """The facts of a table. ``InputError`` with a line for everything that does not fit the table."""
    matcher = _Matcher(table, mapping, wanted, reader)
    found = [given for given in matcher.found() if given.fact in wanted.facts]
    refuse([*matcher.faults, *_doubles(table, found), *doubts(table, found)])
    return Match(tuple(found), tuple(matcher.warnings))


def refuse(faults: Collection[str]) -> None:
    """``InputError`` with a line for each fault, if there are any."""
    if faults:
        raise InputError("\n".join(faults))


@dataclass
class _Matcher:
    table: Table
    mapping: TableMapping
    wanted: TableSpec
    reader: ColumnReader

    def __post_init__(self) -> None:
        self.warnings: list[Words] = []
        self.columns = {column.header: column for column in self.table.columns}
        self.faults = absent(self.table, [*self.mapping.used()], self.wanted.spellings)

    def found(self) -> Iterator[FactColumn]:
        mapping = self.mapping
        months = {header for one in mapping.histories.values() for header in one.columns}
        for header, column in self.columns.items():
            if header in mapping.columns:
                yield from self.mapped(column, mapping.columns[header])
            elif header not in months and not self.is_below_hidden(header):
                yield from self.by_name(column)
        for name, history in mapping.histories.items():
            if self.columns.keys() >= set(history.columns):
                yield self.history(name, history)
        for name, value in mapping.constants.items():
            yield FactColumn(name, name, Value(literal(value)))
        if mapping.counted:
            yield FactColumn(self.wanted.key, ROW_NUMBER, self.reader.row_number())

    def is_below_hidden(self, header: str) -> bool:
        """Whether nobody reads a column, and it would tell of one that is hidden."""
        word = header.partition(AT)[0].strip(BLANKS)
        return word not in self.wanted.spellings and self.table.discretion.hides(header)

    def mapped(self, column: Column, rule: ColumnRule | None) -> Iterator[FactColumn]:
        if rule is None:
            return
        kind = self.wanted.spellings[rule.fact].kind.name if rule.fact else "date"
        recoding = Recoding(self.mapping.codes(rule.codes), kind, rule.reshaping)
        value = self.reader.value(column, recoding)
        self.warn_of_unit(column.header, rule)
        for name in (*filter(None, [rule.fact]), *(name + AT for name in rule.dates)):
            yield FactColumn(name, column.header, value, (column,))

    def warn_of_unit(self, header: str, rule: ColumnRule) -> None:
        """A warning for a column that is mapped as it stands, though its header says another unit."""
        spec = self.wanted.spellings.get(rule.fact)
        name = belied(header, spec) if spec and not rule.codes and not rule.reshaping else ""
        if name:
            self.warnings.append(both(f"warning {name}", header=header, fact=rule.fact))

    def by_name(self, column: Column) -> Iterator[FactColumn]:
        word, at, _ = column.header.partition(AT)
        spec = self.wanted.spellings.get(word.strip(BLANKS))
        if spec is None:
            near = nearest(word, told(self.wanted.spellings))
            name = "strange near" if near else "strange"
            self.warnings.append(both(f"warning {name}", header=column.header, near=near))
        elif of_another(column.above, spec):
            gaps = {"header": column.header, "above": column.above}
            self.warnings.append(both("warning of another", **gaps))
        else:
            recoding = Recoding(self.mapping.codes({}), "date" if at else spec.kind.name)
            value = self.reader.value(column, recoding)
            yield FactColumn(spec.name + at, column.header, value, (column,))

    def history(self, fact: str, months: Months) -> FactColumn:
        recoding = Recoding(self.mapping.codes(months.codes), "history")
        columns = tuple(self.columns[header] for header in months.columns)
        parts = [self.reader.value(column, recoding) for column in columns]
        emptied = " OR ".join(filter(None, (part.emptied for part in parts)))
        text = " || ".join(_month(part.sql) for part in parts)
        return FactColumn(fact, "+".join(months.columns), Value(text, emptied=emptied), columns)


def _month(value: str) -> str:
    """One code, or ``?`` when nothing is given; what is longer would move all older months, and is set in brackets."""
    code = f"TRIM('' || {value})"
    return (
        f"CASE LENGTH({code}) WHEN 1 THEN {code} WHEN 0 THEN '{UNKNOWN_MONTH}'"
        f" ELSE COALESCE('[' || {code} || ']', '{UNKNOWN_MONTH}') END"
    )


def _doubles(table: Table, found: Iterable[FactColumn]) -> Iterator[str]:
    seen: dict[str, str] = {}
    for given in found:
        if given.name in seen:
            both = f"`{seen[given.name]}` and `{given.header}`"
            yield f"{table.path.name}: {both} are both the fact {given.name}"
        seen[given.name] = given.header


def doubts(table: Table, found: Iterable[FactColumn]) -> Iterator[str]:
    """The columns that give a fact and may not hold what stands in them."""
    used = {column: None for given in found for column in given.columns if column.doubt}
    for column in used:
        yield f"{table.path.name}: the column `{column.header}` {column.doubt}"


# --- columns that are not there -----------------------------------------------------------------------


def without(table: Table, spec: FactSpec, known: Collection[str], **where: str) -> InputError:
    """One line for a table that has no column for a fact, with the header or the line that may be meant.

    ``where`` is its ``sheet``, and the ``remedy`` when the header stands in another line.
    """
    names = (spec.label.zh, spec.name)
    near = next(filter(None, (near_header(table, name, known) for name in names)), "")
    line = lower_header(table, (spec.name, *spec.label))
    hint = header_hint(table, line, where.get("remedy", HEADER))
    hint = f"; is it `{near}`?" if near and not line else hint
    place = where.get("sheet") or table.path.name
    return InputError(f"{place} has no column `{spec.name}` or `{spec.label.zh}`" + hint)


def absent(
    table: Table, named: Collection[str], known: Collection[str] = (), remedy: str = HEADER
) -> list[str]:
    """What is said of columns that only a mapping knows: a line for each that resembles a header, one for all others.

    ``known`` are names by which columns are found without a mapping.
    """
    near = {n: near_header(table, n, [*named, *known]) for n in named if n not in table.headers}
    line = lower_header(table, named)
    plain = [name for name, header in near.items() if line or not header]
    shown = ", ".join(f"`{name}`" for name in [*plain[:_SHOWN], *(["…"] if plain[_SHOWN:] else [])])
    hint = header_hint(table, line, remedy)
    faults = [f"{table.path.name} has no column {shown}{hint}"] if plain else []
    return faults + [
        f"{table.path.name} has no column `{name}`; did you mean `{header}`?"
        for name, header in near.items()
        if name not in plain
    ]


def near_header(table: Table, name: str, known: Collection[str]) -> str:
    """The header that a name may mean; nothing where the header seems to be a row, and rows are not quoted."""
    quoted = not table.discretion.silent or any(header in known for header in table.headers)
    return nearest(name, table.headers) if quoted else ""


def lower_header(table: Table, names: Collection[str]) -> int:
    """The line below the header in which more of some names stand than in the header itself; 0 if there is none."""
    counts = [
        (len({*names} & {cell.strip(BLANKS) for cell in top.cells}), top)
        for top in table.origin.top
    ]
    best = max(counts, key=lambda pair: pair[0], default=None)
    return best[1].line if best and best[0] > counts[0][0] else 0


def header_hint(table: Table, line: int, remedy: str = HEADER) -> str:
    """Which line was taken as the header, and which it may be instead."""
    if not table.origin.top:
        return ""
    first = table.origin.top[0]
    taken = f"; line {first.line} was taken as the header"
    if not table.discretion.silent:
        taken += ": `{}`".format(" | ".join(first.cells)[:60].replace("`", "'"))
    looks = f"; line {line} looks like it: " + remedy.format(line, line - 1)
    return taken + (looks if line else "")
