"""Identifiers and constants as standard SQL writes them; the dialect respells them at the end."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from kefen.language.syntax import StepId

#: a step, or what else has a name of its own
Column = StepId | str


#: from here on the sum of a few whole constants may need more than the 32 bits that an engine gives them
_LARGE = 10**7


def quote(column: Column) -> str:
    """An identifier."""
    return '"' + str(column).replace('"', '""') + '"'


def literal(value: Any, type_: str = "") -> str:
    """A constant; an unknown one is of a type, if one is given."""
    if value is None:
        return f"CAST(NULL AS {type_})" if type_ else "NULL"
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int):
        return f"CAST({value} AS BIGINT)" if _LARGE <= abs(value) < 1 << 63 else str(value)
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, date):
        return f"DATE '{value.isoformat()}'"
    if isinstance(value, (frozenset, tuple)):
        return "(" + ", ".join(literal(item) for item in sorted(value)) + ")"
    return "'" + str(value).replace("'", "''") + "'"


def lines(columns: Iterable[str]) -> str:
    """Columns of a query, one a line."""
    return ",\n  ".join(columns)
