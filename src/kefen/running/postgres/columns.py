"""What stands in a column of PostgreSQL: a value of a type that the conversions know, or a text."""

from __future__ import annotations

from dataclasses import dataclass, field

from kefen.compiling.sql import literal, quote
from kefen.errors import InputError
from kefen.running.databases import DatabaseTable
from kefen.running.matching import Value
from kefen.running.postgres.session import Session
from kefen.running.reshaping import Recoding
from kefen.running.tables import OPEN, Column, Discretion, Origin, Table
from kefen.spelling import BLANKS

WHOLE = ("smallint", "integer", "bigint")
NUMBERS = (*WHOLE, "numeric")
MOMENTS = ("date", "timestamp without time zone", "timestamp with time zone")
_TEXTS = ("text", "character varying", "character", "name")
_FLOATS = ("real", "double precision")
_LISTS = ("text[]", "character varying[]")
KNOWN = ("boolean", *NUMBERS, *MOMENTS, *_TEXTS, *_FLOATS, *_LISTS)
#: before a text that only the mapping can read; no value of a fact begins so
ASKED = "\x01"


@dataclass(frozen=True, kw_only=True)
class ServerTable(Table):
    """A table or query of the server; ``relation`` stands after FROM."""

    relation: str


def table_of(session: Session, place: DatabaseTable, discretion: Discretion = OPEN) -> ServerTable:
    """The columns of a table or query. ``InputError`` if it is not there, or one name stands twice."""
    relation = place.sql if place.is_query else named(session, place)
    columns, seen = [], set()
    for name, type_ in session.columns(relation):
        if name in seen:
            raise InputError(
                f"{place.name}: the column `{name}` is given twice: name them apart with AS"
            )
        seen.add(name)
        doubt = "" if type_ in KNOWN else f"is of type {type_}, which is no value of a fact"
        columns.append(Column(name, name, type_, doubt=doubt))
    return ServerTable(
        columns=tuple(columns), origin=Origin(place), relation=relation, discretion=discretion
    )


def named(session: Session, place: DatabaseTable) -> str:
    """The name of a table with its schema, which tables of the run cannot hide."""
    found = session.connection.execute(
        "SELECT n.nspname, c.relname FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n"
        " ON n.oid = c.relnamespace WHERE c.oid = to_regclass(%s) AND c.relpersistence <> 't'",
        [place.sql],
    ).fetchone()
    if found is None:
        raise InputError(f"there is no table {place}")
    return ".".join(map(quote, found))


@dataclass(frozen=True)
class ServerColumns:
    """How PostgreSQL reads the columns of a table. ``recodings`` are the mappings of the values that have one."""

    table: ServerTable
    recodings: dict[str, Recoding] = field(default_factory=dict)

    def row_number(self) -> Value:
        raise InputError(
            f"{self.table.path.name}: a table of a database has no row numbers: map the key"
        )

    def value(self, column: Column, recoding: Recoding) -> Value:
        """The value. What is spelled plainly is settled in SQL, all else is marked, and asked of the mapping."""
        name = quote(column.name)
        if not recoding.codes and not recoding.reshaping:
            return (
                Value(name, column.type)
                if column.type in KNOWN
                else Value(as_text(name, column.type))
            )
        text = as_text(name, column.type)
        rows = " ".join(
            f"WHEN {text} = {literal(code)} THEN {literal(word)}"
            for code, word in recoding.spellings.items()
        )
        if not recoding.reshaping:
            rows += f" WHEN {text} ~ {literal(f'^({recoding.plain})$')} THEN {text}"
        value = f"CASE {rows} ELSE {literal(ASKED)} || {text} END"
        self.recodings[value] = recoding
        is_emptied = f"({text} <> '' AND {value} IS NULL)"
        return Value(value, "text", is_emptied if None in recoding.codes.values() else "")


def as_text(value: str, type_: str) -> str:
    """A value as a person would write it, without blanks around it; nothing for an empty one."""
    if type_ in _LISTS:
        words = f"ARRAY_TO_STRING({value}, ';', 'NULL')"
        return f"CASE WHEN CARDINALITY({value}) = 0 THEN 'none' ELSE {words} END"
    if type_ == "numeric":
        return f"CAST(TRIM_SCALE({value}) AS TEXT)"
    if type_ in ("boolean", *NUMBERS, *MOMENTS):
        return f"CAST({value} AS TEXT)"
    return f"NULLIF(BTRIM(CAST({value} AS TEXT), {literal(BLANKS)}), '')"
