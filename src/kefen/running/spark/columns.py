"""What stands in a column of Spark: a value of a type that the conversions know, or a text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kefen.compiling.sql import literal
from kefen.running.databases import ClusterTable
from kefen.running.spark.session import Session
from kefen.running.sql.columns import TableColumns
from kefen.running.tables import OPEN, Column, Discretion, Origin, Table
from kefen.spelling import BLANKS

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

WHOLE = ("tinyint", "smallint", "int", "bigint")
MOMENTS = ("date", "timestamp", "timestamp_ntz")
_FLOATS = ("float", "double")
_KNOWN = re.compile(
    "|".join(("boolean", *WHOLE, *MOMENTS, *_FLOATS, "string", "array<string>"))
    + r"|decimal\(\d+,-?\d+\)|(var)?char\(\d+\)"
)


@dataclass(frozen=True, kw_only=True)
class ClusterColumns(Table):
    """A folder or a table, read as ``frame``."""

    frame: DataFrame


def table_of(
    session: Session, place: ClusterTable, discretion: Discretion = OPEN
) -> ClusterColumns:
    """The columns of a folder of Parquet, or of a table of the catalog."""
    spark = session.spark
    frame = spark.table(place.table) if place.table else spark.read.parquet(place.given)
    columns = []
    for one in frame.schema.fields:
        type_ = one.dataType.simpleString()
        doubt = (
            "" if _KNOWN.fullmatch(type_) else f"is of type {type_}, which is no value of a fact"
        )
        columns.append(Column(one.name, one.name, type_, doubt=doubt))
    return ClusterColumns(
        columns=tuple(columns), origin=Origin(place), frame=frame, discretion=discretion
    )


@dataclass(frozen=True)
class SparkColumns(TableColumns):
    """The columns of a table, in the words of Spark."""

    def as_text(self, value: str, type_: str) -> str:
        return as_text(value, type_)

    def matches(self, text: str, pattern: str) -> str:
        return matches(text, pattern)


def matches(text: str, pattern: str) -> str:
    """Whether a text is as a pattern says, as a whole: Java's ``$`` stands before a line feed too."""
    whole = rf"^({pattern})\z"
    return f"{text} RLIKE {literal(whole)}"


def as_text(value: str, type_: str) -> str:
    """A value as a person would write it, without blanks around it; nothing for an empty one."""
    if type_ == "array<string>":
        words = f"ARRAY_JOIN({value}, ';', 'NULL')"
        return f"CASE WHEN SIZE({value}) = 0 THEN 'none' ELSE {words} END"
    if type_.startswith("decimal"):
        return _trimmed(f"CAST({value} AS STRING)")
    if type_ in _FLOATS:
        return _float(value)
    if type_ in ("boolean", *WHOLE, *MOMENTS):
        return f"CAST({value} AS STRING)"
    return f"NULLIF(BTRIM(CAST({value} AS STRING), {literal(BLANKS)}), '')"


def _trimmed(text: str) -> str:
    """A decimal number without zeros that say nothing."""
    bare = f"TRIM(TRAILING '.' FROM TRIM(TRAILING '0' FROM {text}))"
    return f"CASE WHEN CONTAINS({text}, '.') THEN {bare} ELSE {text} END"


def _float(value: str) -> str:
    """A number in digits: Spark writes 12345678.5 as 1.23456785E7."""
    shortest = f"CAST({value} AS STRING)"
    number = f"CAST({shortest} AS DOUBLE)"
    exact = f"TRY_CAST({number} AS DECIMAL(38, 15))"
    same = f"ABS({number}) < 1E16 AND CAST({exact} AS DOUBLE) = {number}"
    return f"CASE WHEN {same} THEN {_trimmed(f'CAST({exact} AS STRING)')} ELSE {shortest} END"
