"""What stands in a column of PostgreSQL: a value of a type that the conversions know, or a text."""

from __future__ import annotations

from dataclasses import dataclass

from kefen.compiling.sql import literal, quote
from kefen.errors import InputError
from kefen.running.databases import DatabaseTable
from kefen.running.postgres.session import Session
from kefen.running.sql.columns import TableColumns
from kefen.running.tables import OPEN, Column, Discretion, Origin, Table
from kefen.spelling import BLANKS

WHOLE = ("smallint", "integer", "bigint")
NUMBERS = (*WHOLE, "numeric")
MOMENTS = ("date", "timestamp without time zone", "timestamp with time zone")
_TEXTS = ("text", "character varying", "character", "name")
_FLOATS = ("real", "double precision")
_LISTS = ("text[]", "character varying[]")
KNOWN = ("boolean", *NUMBERS, *MOMENTS, *_TEXTS, *_FLOATS, *_LISTS)


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
class ServerColumns(TableColumns):
    """The columns of a table, in the words of PostgreSQL."""

    def as_text(self, value: str, type_: str) -> str:
        return as_text(value, type_)

    def matches(self, text: str, pattern: str) -> str:
        return f"{text} ~ {literal(f'^({pattern})$')}"


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
