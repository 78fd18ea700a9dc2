"""What a column of Parquet holds where its type does not say it: moments that are days, bytes that are texts, short floats.

Each such column is looked at once, as a whole. What then is not certain is a type in ``DOUBTFUL``.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from kefen.running.duckdb.workspace import Workspace

CHINA = "Asia/Shanghai"
#: moments in UTC that are midnights in China; bytes that are a text
MIDNIGHTS, TEXTS = "TIMESTAMP OF MIDNIGHTS", "TEXTS"
LOST_ZONE, OTHER_BYTES, SHORT_FLOATS = "TIMESTAMP WITHOUT ITS ZONE", "OTHER BYTES", "SHORT FLOATS"
DOUBTFUL: Mapping[str, str] = {
    LOST_ZONE: "holds moments that are other days in China than in UTC, and no zone: write it as DATE",
    OTHER_BYTES: "holds bytes that are no text in UTF-8: write it as text (STRING, UTF8)",
    SHORT_FLOATS: "is stored as FLOAT, which keeps 7 digits, and has longer numbers: write it as DECIMAL or DOUBLE",
}


class Field(NamedTuple):
    """A column: its type for the engine, and how the file stores it."""

    type: str
    stored: str = ""


def settled(space: Workspace, relation: str, fields: Mapping[str, Field]) -> dict[str, str]:
    """The types of columns by their names, as the values show them."""
    asked = {name: _question(name, field) for name, field in fields.items()}
    tests = {name: test for name, test in asked.items() if test}
    found = space.rows(f"SELECT {', '.join(tests.values())} FROM {relation}")[0] if tests else ()
    answers = dict(zip(tests, found, strict=True))
    return {name: answers.get(name, field.type) for name, field in fields.items()}


def _question(name: str, field: Field) -> str:
    if field.type == "FLOAT":
        return _float(name)
    if field.type == "BLOB":
        whole = f"COUNT({name}) = COUNT(TRY(DECODE({name})))"
        return f"CASE WHEN {whole} THEN '{TEXTS}' ELSE '{OTHER_BYTES}' END"
    if field.type.startswith("TIMESTAMP") and field.type != "TIMESTAMP WITH TIME ZONE":
        return _often_utc(name) if field.stored == "INT96" else _local(name, field.type)
    return ""


def _float(name: str) -> str:
    """Whole numbers are exact up to 2 to the power of 24; with two places there are five digits before them."""
    finite = f"FILTER (WHERE ISFINITE({name}))"
    size, broken = f"MAX(ABS({name})) {finite}", f"BOOL_OR({name} <> TRUNC({name})) {finite}"
    test = f"{size} >= 16777216 OR {broken} AND {size} >= 100000"
    return f"CASE WHEN {test} THEN '{SHORT_FLOATS}' ELSE 'FLOAT' END"


def in_china(name: str) -> str:
    """The clock in China at the moments of a column that are in UTC without saying so."""
    return f"TIMEZONE('{CHINA}', TIMEZONE('UTC', CAST({name} AS TIMESTAMP)))"


def _all_midnights(name: str) -> str:
    clock = in_china(name)
    return f"COUNT({name}) > 0 AND BOOL_AND({clock} = DATE_TRUNC('day', {clock}))"


def _often_utc(name: str) -> str:
    """INT96 has no zone: some programs write UTC there, others the clock on their wall."""
    moved = f"BOOL_OR(CAST({in_china(name)} AS DATE) <> CAST({name} AS DATE))"
    return (
        f"CASE WHEN {_all_midnights(name)} THEN '{MIDNIGHTS}' WHEN {moved} THEN '{LOST_ZONE}'"
        " ELSE 'TIMESTAMP' END"
    )


def _local(name: str, type_: str) -> str:
    """A clock on the wall, unless it always shows the hour at which a day begins in China."""
    return f"CASE WHEN {_all_midnights(name)} THEN '{LOST_ZONE}' ELSE '{type_}' END"
