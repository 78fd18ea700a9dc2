"""The annuity factors that a script joins: worked out exactly, once for each yearly rate and term that occurs."""

from __future__ import annotations

from kefen.compiling.sql import FACTORS, SqlScript, quote
from kefen.language.annuities import has_factor, rounded_factor
from kefen.running.sql.space import Space


def make_factors(space: Space, script: SqlScript, table: str) -> None:
    """The table of factors, filled with what a script needs; none if it needs none."""
    for place, query in enumerate(script.loans()):
        if place == 0:
            space.begin(table, FACTORS)
        pairs = (pair for pair in space.rows(_new_loans(query, table)) if has_factor(*pair))
        space.insert(table, ((*pair, rounded_factor(*pair)) for pair in pairs))


def _new_loans(query: str, table: str) -> str:
    """The rates and months, each pair once, that have no factor yet."""
    return (
        f"SELECT DISTINCT annual_rate, months FROM ({query}) AS loans WHERE annual_rate IS NOT NULL"
        f" AND months IS NOT NULL AND NOT EXISTS (SELECT 1 FROM {quote(table)}"
        ' WHERE annual_rate = "annuity rate" AND months = "annuity months")'
    )
