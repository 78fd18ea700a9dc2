"""Which column is which fact, settled before any row is read."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass

from kefen.diagnostics import nearest
from kefen.errors import InputError
from kefen.running.duckdb.parquet import CHINA, DOUBTFUL, MIDNIGHTS, TEXTS, in_china
from kefen.running.duckdb.sources import Column, Table
from kefen.running.duckdb.workspace import quoted
from kefen.running.headers import belied, of_another
from kefen.running.mapping import ROW_NUMBER, Facts, Held, Months, TableMapping, told
from kefen.running.reshaping import Recoding
from kefen.running.wording import warning
from kefen.spelling import BLANKS
from kefen.values import UNKNOWN_MONTH, Words

AT = "@"
_SHOWN = 5
#: how to say that the header stands in another line
SKIP, HEADER = "--skip-lines {1}", "say `header: {}` in the mapping"
ABOVE = "take out the lines above it"


@dataclass(frozen=True)
class Given:
    """A fact of the table (or, ending in ``@``, its date): the column as the bank calls it, the value in SQL.

    ``emptied`` is whether something stands there that the mapping calls unknown; nothing where it calls nothing so.
    """

    name: str
    header: str
    sql: str
    type: str = "VARCHAR"
    emptied: str = ""

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


#: makes a function of a text known to the engine, by its name and what it returns
Teach = Callable[[Callable[[str], str | None], str], str]


@dataclass(frozen=True)
class Wanted:
    """What is looked for in a table: every spelling of a fact, the ids of those that are read, the key."""

    facts: Facts
    ids: frozenset[str]
    key: str


def match(table: Table, mapping: TableMapping, wanted: Wanted, teach: Teach) -> Matched:
    """The facts of a table. ``InputError`` with a line for everything that does not fit the table."""
    matcher = _Matcher(table, mapping, wanted, teach)
    found = [given for given in matcher.found() if given.fact in wanted.ids]
    faults = [*matcher.faults, *_doubles(table, found), *doubts(table, found)]
    if faults:
        raise InputError("\n".join(faults))
    return Matched(tuple(found), tuple(matcher.warnings))


@dataclass
class _Matcher:
    table: Table
    mapping: TableMapping
    wanted: Wanted
    teach: Teach

    def __post_init__(self) -> None:
        self.warnings: list[Words] = []
        self.columns = {column.header: column for column in self.table.columns}
        self.faults = absent(self.table, [*self.mapping.used()], self.wanted.facts)

    def found(self) -> Iterator[Given]:
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
            yield Given(name, name, quoted(value))
        if mapping.counted:
            yield Given(self.wanted.key, ROW_NUMBER, self.table.counted)

    def is_below_hidden(self, header: str) -> bool:
        """Whether nobody reads a column, and it would tell of one that is hidden."""
        word = header.partition(AT)[0].strip(BLANKS)
        return word not in self.wanted.facts and self.table.discretion.hides(header)

    def mapped(self, column: Column, held: Held | None) -> Iterator[Given]:
        if held is None:
            return
        kind = self.wanted.facts[held.fact].kind.name if held.fact else "date"
        recoding = Recoding(self.mapping.codes(held.codes), kind, held.reshaping)
        value = recoded(column, recoding, self.teach)
        self.warn_of_unit(column.header, held)
        if held.fact:
            yield Given(held.fact, column.header, *value)
        for name in held.dates:
            yield Given(name + AT, column.header, *value)

    def warn_of_unit(self, header: str, held: Held) -> None:
        """A warning for a column that is mapped as it stands, though its header says another unit."""
        spec = self.wanted.facts.get(held.fact)
        name = belied(header, spec) if spec and not held.codes and not held.reshaping else ""
        if name:
            self.warnings.append(warning(name, header=header, fact=held.fact))

    def by_name(self, column: Column) -> Iterator[Given]:
        word, at, _ = column.header.partition(AT)
        spec = self.wanted.facts.get(word.strip(BLANKS))
        if spec is not None and of_another(column.above, spec):
            gaps = {"header": column.header, "above": column.above}
            self.warnings.append(warning("of another", **gaps))
            return
        if spec is not None:
            recoding = Recoding(self.mapping.codes({}), "date" if at else spec.kind.name)
            yield Given(spec.name + at, column.header, *recoded(column, recoding, self.teach))
            return
        near = nearest(word, told(self.wanted.facts))
        name = "strange near" if near else "strange"
        self.warnings.append(warning(name, header=column.header, near=near))

    def history(self, fact: str, months: Months) -> Given:
        recoding = Recoding(self.mapping.codes(months.codes), "history")
        parts = [recoded(self.columns[header], recoding, self.teach) for header in months.columns]
        emptied = " OR ".join(filter(None, (part[2] for part in parts)))
        text = " || ".join(_month(part[0]) for part in parts)
        return Given(fact, "+".join(months.columns), text, emptied=emptied)


def _month(value: str) -> str:
    """One code, or ``?`` when nothing is given; what is longer would move all older months, and is set in brackets."""
    code = f"TRIM(CAST({value} AS VARCHAR))"
    return (
        f"CASE LENGTH({code}) WHEN 1 THEN {code} WHEN 0 THEN '{UNKNOWN_MONTH}'"
        f" ELSE COALESCE('[' || {code} || ']', '{UNKNOWN_MONTH}') END"
    )


def _doubles(table: Table, found: list[Given]) -> Iterator[str]:
    seen: dict[str, str] = {}
    for given in found:
        if given.name in seen:
            both = f"`{seen[given.name]}` and `{given.header}`"
            yield f"{table.path.name}: {both} are both the fact {given.name}"
        seen[given.name] = given.header


# --- columns that are not there -----------------------------------------------------------------------


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
    faults = (
        [f"{table.path.name} has no column {shown}{header_hint(table, line, remedy)}"]
        if plain
        else []
    )
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
    return taken + (
        f"; line {line} looks like it: " + remedy.format(line, line - 1) if line else ""
    )


def doubts(table: Table, found: Iterable[Given]) -> Iterator[str]:
    """The columns that give a fact and may not hold what stands in them."""
    read = " ".join(given.sql for given in found)
    for column in table.columns:
        why = DOUBTFUL.get(column.type)
        if why and name_of(column) in read:
            yield f"{table.path.name}: the column `{column.header}` {why}"


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
    if kind == "TIMESTAMP WITH TIME ZONE":
        return f"TIMEZONE('{CHINA}', {name})"
    if kind == MIDNIGHTS:
        return in_china(name)
    if kind == TEXTS:
        return f"DECODE({name})"
    if kind.startswith("TIMESTAMP"):
        return f"CAST({name} AS TIMESTAMP)"
    if kind in ("FLOAT", "DOUBLE"):
        shortest = (
            f"FORMAT('{{:.15G}}', {name})" if kind == "DOUBLE" else f"CAST({name} AS VARCHAR)"
        )
        return (
            f"CASE WHEN {name} = TRUNC({name}) AND ABS({name}) < 1e15"
            f" THEN CAST(CAST({name} AS BIGINT) AS VARCHAR)"
            f" WHEN ABS({name}) < 1e-4 THEN RTRIM(CAST(CAST({name} AS DECIMAL(38, 12)) AS VARCHAR), '0')"
            f" ELSE {shortest} END"
        )
    if kind.endswith("[]"):
        words = f"LIST_TRANSFORM({name}, LAMBDA word: COALESCE(CAST(word AS VARCHAR), 'NULL'))"
        return f"CASE LEN({name}) WHEN 0 THEN 'none' ELSE ARRAY_TO_STRING({words}, ';') END"
    return f"CAST({name} AS VARCHAR)"


def type_of(column: Column) -> str:
    """The type of ``as_text``."""
    if column.type in KEPT or column.type.startswith("DECIMAL"):
        return column.type
    return "TIMESTAMP" if column.type.startswith("TIMESTAMP") else "VARCHAR"


def recoded(column: Column, recoding: Recoding, teach: Teach) -> tuple[str, str, str]:
    """The value as the mapping has it, its type, and whether it was emptied. What is spelled plainly is settled in SQL."""
    if not recoding.codes and not recoding.reshaping:
        return as_text(column), type_of(column), ""
    text = f"TRIM(CAST({as_text(column)} AS VARCHAR), {quoted(BLANKS)})"
    rows = " ".join(
        f"WHEN {text} = {quoted(code)} THEN {'NULL' if word is None else quoted(word)}"
        for code, word in recoding.spellings.items()
    )
    if not recoding.reshaping:
        rows += f" WHEN REGEXP_FULL_MATCH({text}, {quoted(recoding.plain)}) THEN {text}"
    asked = f"{teach(recoding.text, 'VARCHAR')}({text})"
    value = f"CASE {rows} ELSE {asked} END" if rows else asked
    emptied = f"({text} <> '' AND {value} IS NULL)" if None in recoding.codes.values() else ""
    return value, "VARCHAR", emptied
