"""Which column is which fact, settled before any row is read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from kefen.compiling.histories import UNKNOWN_MONTH
from kefen.diagnostics import nearest
from kefen.errors import InputError
from kefen.running.mapping import Codes, Held, Months, TableMapping
from kefen.running.sources import Column, Table
from kefen.running.wording import warning
from kefen.running.workspace import quoted
from kefen.values import Words

AT = "@"


@dataclass(frozen=True)
class Given:
    """A fact of the table (or, ending in ``@``, its date): the column as the bank calls it, the value in SQL.

    ``words`` are the values that the mapping itself gives, whatever stands in the table.
    """

    name: str
    header: str
    sql: str
    type: str = "VARCHAR"
    words: tuple[str, ...] = ()

    @property
    def fact(self) -> str:
        """The fact that it is, or whose date it is."""
        return self.name.removesuffix(AT)


@dataclass(frozen=True)
class Matched:
    """Every fact that a table gives, and what is worth a warning."""

    given: tuple[Given, ...]
    warnings: tuple[Words, ...] = ()

    def named(self, name: str) -> Given | None:
        """The column that holds a fact."""
        return next((given for given in self.given if given.name == name), None)


def match(
    table: Table, mapping: TableMapping, names: Mapping[str, str], wanted: set[str]
) -> Matched:
    """The facts of a table. ``names`` are all spellings, ``wanted`` the facts that are read."""
    matcher = _Matcher(table, mapping, names)
    found = [given for given in matcher.found() if given.fact in wanted]
    _refuse_doubles(table, found)
    return Matched(tuple(found), tuple(matcher.warnings))


@dataclass
class _Matcher:
    table: Table
    mapping: TableMapping
    names: Mapping[str, str]

    def __post_init__(self) -> None:
        self.warnings: list[Words] = []
        self.columns = {column.header: column for column in self.table.columns}
        for header in self.mapping.used():
            if header not in self.columns:
                message = f"{self.table.path.name} has no column `{header}`"
                self.refuse(message, nearest(header, self.columns))

    def found(self) -> Iterator[Given]:
        months = {header for one in self.mapping.histories.values() for header in one.columns}
        for header, column in self.columns.items():
            if header in self.mapping.columns:
                yield from self.mapped(column, self.mapping.columns[header])
            elif header not in months:
                yield from self.by_name(column)
        for name, history in self.mapping.histories.items():
            yield self.history(self.fact(name), history)
        for name, value in self.mapping.constants.items():
            yield Given(self.fact(name), name, quoted(value), words=(value,))

    def mapped(self, column: Column, held: Held | None) -> Iterator[Given]:
        if held is None:
            return
        sql, type_ = recoded(column, held.codes)
        words = _words(held.codes)
        if held.fact:
            yield Given(self.fact(held.fact), column.header, sql, type_, words)
        for name in held.dates:
            yield Given(self.fact(name) + AT, column.header, sql, type_, words)

    def by_name(self, column: Column) -> Iterator[Given]:
        word, at, _ = column.header.partition(AT)
        fact = self.names.get(word.strip())
        if fact is not None:
            yield Given(fact + at, column.header, as_text(column), type_of(column))
            return
        near = nearest(word, self.names)
        name = "strange near" if near else "strange"
        self.warnings.append(warning(name, header=column.header, near=near))

    def history(self, fact: str, months: Months) -> Given:
        parts = [_month(self.columns[header], months.codes) for header in months.columns]
        header, words = "+".join(months.columns), _words(months.codes)
        return Given(fact, header, " || ".join(parts), words=words)

    def fact(self, name: str) -> str:
        if name not in self.names:
            message = f"{self.table.path.name} cannot be mapped: there is no fact `{name}`"
            self.refuse(message, nearest(name, self.names))
        return self.names[name]

    def refuse(self, message: str, near: str) -> None:
        hint = f"; did you mean `{near}`?" if near else ""
        raise InputError(message + hint)


def _words(codes: Codes) -> tuple[str, ...]:
    return tuple(word for word in codes.values() if word)


def _month(column: Column, codes: Codes) -> str:
    """One code, or ``?`` when nothing is given; what is longer would move all older months, and is set in brackets."""
    code = f"TRIM(CAST({recoded(column, codes)[0]} AS VARCHAR))"
    return (
        f"CASE LENGTH({code}) WHEN 1 THEN {code} WHEN 0 THEN '{UNKNOWN_MONTH}'"
        f" ELSE COALESCE('[' || {code} || ']', '{UNKNOWN_MONTH}') END"
    )


def _refuse_doubles(table: Table, found: list[Given]) -> None:
    seen: dict[str, str] = {}
    for given in found:
        if given.name in seen:
            raise InputError(
                f"{table.path.name}: `{seen[given.name]}` and `{given.header}` are both"
                f" the fact {given.name}"
            )
        seen[given.name] = given.header


# --- a column's value ---------------------------------------------------------------------------------

WHOLE = ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT", "UTINYINT", "USMALLINT", "UINTEGER",
         "UBIGINT", "UHUGEINT")  # fmt: skip
KEPT = ("VARCHAR", "BOOLEAN", "DATE", *WHOLE)


def name_of(column: Column) -> str:
    """A column as an identifier."""
    return '"' + column.name.replace('"', '""') + '"'


def as_text(column: Column) -> str:
    """The value: of a type the conversions know, everything else as the text a person would write."""
    name, kind = name_of(column), column.type
    if kind in KEPT or kind.startswith("DECIMAL"):
        return name
    if kind.startswith("TIMESTAMP"):
        return f"CAST({name} AS TIMESTAMP)"
    if kind in ("FLOAT", "DOUBLE"):
        return (
            f"CASE WHEN {name} = TRUNC({name}) AND ABS({name}) < 1e15"
            f" THEN CAST(CAST({name} AS BIGINT) AS VARCHAR)"
            f" WHEN ABS({name}) < 1e-4 THEN RTRIM(CAST(CAST({name} AS DECIMAL(38, 12)) AS VARCHAR), '0')"
            f" ELSE CAST({name} AS VARCHAR) END"
        )
    if kind.endswith("[]"):
        return f"CASE LEN({name}) WHEN 0 THEN 'none' ELSE ARRAY_TO_STRING({name}, ';') END"
    return f"CAST({name} AS VARCHAR)"


def type_of(column: Column) -> str:
    """The type of ``as_text``."""
    if column.type in KEPT or column.type.startswith("DECIMAL"):
        return column.type
    return "TIMESTAMP" if column.type.startswith("TIMESTAMP") else "VARCHAR"


def recoded(column: Column, codes: Codes) -> tuple[str, str]:
    """The value with the bank's codes replaced by the words they mean, and its type."""
    if not codes:
        return as_text(column), type_of(column)
    text = f"TRIM(CAST({as_text(column)} AS VARCHAR))"
    rows = " ".join(
        f"WHEN {quoted(code)} THEN {'NULL' if word is None else quoted(word)}"
        for code, word in codes.items()
    )
    return f"CASE {text} {rows} ELSE {text} END", "VARCHAR"
