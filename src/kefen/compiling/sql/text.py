"""Identifiers, constants and types as SQL writes them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from kefen.language.syntax import StepId
from kefen.values import Kind

SQL_TYPES = {
    "flag": "BOOLEAN",
    "integer": "BIGINT",
    "money": "DECIMAL(18, 2)",
    "decimal": "DECIMAL(18, 6)",
    "rate": "DECIMAL(18, 8)",
    "date": "DATE",
    "text": "VARCHAR",
    "choice": "UTINYINT",
    "scale": "UTINYINT",
    "set": "BIGINT",
    "history": "VARCHAR",
    "outcome": "BIGINT",
    "none": "BOOLEAN",
}


#: a step, or what else has a name of its own
Column = StepId | str


def quote(column: Column) -> str:
    """An identifier."""
    return '"' + str(column).replace('"', '""') + '"'


def literal(value: Any, kind: Kind | None = None) -> str:
    """A constant; an unknown one keeps its type."""
    if value is None:
        return f"CAST(NULL AS {SQL_TYPES[kind.name]})" if kind else "NULL"
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, (int, Decimal)):
        return f"{value:f}" if isinstance(value, Decimal) else str(value)
    if isinstance(value, date):
        return f"DATE '{value.isoformat()}'"
    if isinstance(value, (frozenset, tuple)):
        return "(" + ", ".join(literal(item) for item in sorted(value)) + ")"
    return "'" + str(value).replace("'", "''") + "'"


def lines(columns: Iterable[str]) -> str:
    """Columns of a query, one a line."""
    return ",\n  ".join(columns)
