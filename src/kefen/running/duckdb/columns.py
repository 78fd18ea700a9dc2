"""What stands in a column, in SQL: of a type that the conversions know, or as the text a person would write."""

from __future__ import annotations

from dataclasses import dataclass

from kefen.compiling.sql import literal, quote
from kefen.running.duckdb.parquet import CHINA, MIDNIGHTS, TEXTS, in_china
from kefen.running.duckdb.sources import EngineTable
from kefen.running.duckdb.workspace import Workspace
from kefen.running.matching import Value
from kefen.running.reshaping import Recoding
from kefen.running.tables import Column
from kefen.spelling import BLANKS

WHOLE = ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT", "UTINYINT", "USMALLINT", "UINTEGER",
         "UBIGINT", "UHUGEINT")  # fmt: skip
KEPT = ("VARCHAR", "BOOLEAN", "DATE", *WHOLE)


def as_text(column: Column) -> str:
    """The value: of a type the conversions know, everything else as the text a person would write."""
    name, kind = quote(column.name), column.type
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
        return _float(name, kind)
    if kind.endswith("[]"):
        words = f"LIST_TRANSFORM({name}, LAMBDA word: COALESCE(CAST(word AS VARCHAR), 'NULL'))"
        return f"CASE LEN({name}) WHEN 0 THEN 'none' ELSE ARRAY_TO_STRING({words}, ';') END"
    return f"CAST({name} AS VARCHAR)"


def _float(name: str, kind: str) -> str:
    """Whole numbers without a point, small ones without an exponent."""
    shortest = f"FORMAT('{{:.15G}}', {name})" if kind == "DOUBLE" else f"CAST({name} AS VARCHAR)"
    return (
        f"CASE WHEN {name} = TRUNC({name}) AND ABS({name}) < 1e15"
        f" THEN CAST(CAST({name} AS BIGINT) AS VARCHAR)"
        f" WHEN ABS({name}) < 1e-4 THEN RTRIM(CAST(CAST({name} AS DECIMAL(38, 12)) AS VARCHAR), '0')"
        f" ELSE {shortest} END"
    )


def type_of(column: Column) -> str:
    """The type of ``as_text``."""
    if column.type in KEPT or column.type.startswith("DECIMAL"):
        return column.type
    return "TIMESTAMP" if column.type.startswith("TIMESTAMP") else "VARCHAR"


@dataclass(frozen=True)
class DuckColumns:
    """How DuckDB reads the columns of a table, as the mapping has them."""

    space: Workspace
    table: EngineTable

    def row_number(self) -> Value:
        return Value(f"CAST({self.table.number} + 1 AS VARCHAR)")

    def value(self, column: Column, recoding: Recoding) -> Value:
        """The value. What is spelled plainly is settled in SQL, all else is asked of the mapping."""
        if not recoding.codes and not recoding.reshaping:
            return Value(as_text(column), type_of(column))
        text = f"TRIM(CAST({as_text(column)} AS VARCHAR), {literal(BLANKS)})"
        rows = " ".join(
            f"WHEN {text} = {literal(code)} THEN {literal(word)}"
            for code, word in recoding.spellings.items()
        )
        if not recoding.reshaping:
            rows += f" WHEN REGEXP_FULL_MATCH({text}, {literal(recoding.plain)}) THEN {text}"
        asked = f"{self.space.teach(recoding.text, 'VARCHAR')}({text})"
        value = f"CASE {rows} ELSE {asked} END" if rows else asked
        is_emptied = f"({text} <> '' AND {value} IS NULL)"
        return Value(value, emptied=is_emptied if None in recoding.codes.values() else "")
