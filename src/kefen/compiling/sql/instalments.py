"""Instalments by the annuity factors of their loans, which stand in a table of their own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from kefen.compiling.sql.script import Tables
from kefen.compiling.sql.text import quote
from kefen.language.annuities import AMOUNT_DIGITS, FACTOR_TYPE, RATE_PLACES
from kefen.language.digits import largest_amount
from kefen.language.syntax import Apply

#: columns of the table of annuity factors; no fact can have such a name
FACTORS = {
    "annuity rate": f"DECIMAL(18, {RATE_PLACES})",
    "annuity months": "BIGINT",
    "annuity factor": FACTOR_TYPE,
}
#: queries of rates and months, each once, in order
Loans = dict[str, None]


@dataclass
class Instalments:
    """Notes the rates and months of what is being written: among those of a stage, or of a list's items."""

    tables: Tables
    noted: Loans = field(default_factory=dict)
    of_lists: dict[str, Loans] = field(default_factory=dict)

    @contextmanager
    def noted_in(self, loans: Loans) -> Iterator[None]:
        """Note what is written meanwhile among some loans."""
        outside, self.noted = self.noted, loans
        yield
        self.noted = outside

    def sql(self, node: Apply, args: list[str], places: int) -> str:
        """An amount of some decimal places by the annuity factor of its rate and months."""
        amount, rate, months = args
        rate = f"CAST({rate} AS {FACTORS['annuity rate']})"
        self.noted[f"{rate} AS annual_rate, {months} AS months"] = None
        factor = (
            f'(SELECT "annuity factor" FROM {quote(self.tables.factors)}'
            f' WHERE "annuity rate" = {rate} AND "annuity months" = {months})'
        )
        exact = f"CAST({amount} AS DECIMAL({AMOUNT_DIGITS}, {places})) * {factor}"
        return (
            f"CASE WHEN {amount} >= 0 AND {amount} < {largest_amount(node)}"
            f" THEN CAST(ROUND({exact}, 2) AS {self.tables.dialect.types['money']}) END"
        )
