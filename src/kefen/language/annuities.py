"""The equal instalment of a loan, exact, and the factors by which SQL works it out.

An instalment is the amount times the annuity factor of its yearly rate and months, rounded once to the cent, a half
going up. Here the factor is a fraction. SQL joins it as a DECIMAL(25, 23), for a DOUBLE ``pow`` gives a wrong cent in
about 20,000 rows. It is rounded up in its last place, so that a half cent is never lost; amounts of at most 12 digits
come out alike.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from kefen.exact import half_up, yuan

LONGEST_MONTHS = 600
RATE_PLACES = 8
#: digits of an amount, whole and places together, up to which the factors are exact enough
AMOUNT_DIGITS = 12
FACTOR_PLACES = 23
FACTOR_TYPE = f"DECIMAL(25, {FACTOR_PLACES})"


def annuity(rate: Fraction, months: int) -> tuple[int, int]:
    """The equal instalment of one yuan as a fraction, not reduced: a reduction would cost more than it saves."""
    if not rate:
        return 1, months
    grown, base = (1 + rate / 12).as_integer_ratio()
    power = grown**months
    return (grown - base) * power, base * (power - base**months)


def equal_instalment(amount: Decimal | int, annual_rate: Decimal | int, months: int) -> Decimal:
    """The regular payment of a loan repaid in equal instalments.

    >>> equal_instalment(1_000_000, Decimal("0.035"), 360)
    Decimal('4490.45')
    """
    numerator, denominator = _annuity_of(annual_rate, int(months))
    units, parts = amount.as_integer_ratio()
    return yuan(half_up(100 * units * numerator, parts * denominator))


def has_factor(annual_rate: Decimal | int, months: int) -> bool:
    """Whether a rate lies between 0 and 100 %, and a term between 1 and 600 months."""
    return 0 <= annual_rate <= 1 and 1 <= months <= LONGEST_MONTHS


def rounded_factor(annual_rate: Decimal, months: int) -> Decimal:
    """The annuity factor of a yearly rate and months, rounded up at its last place."""
    numerator, denominator = annuity(Fraction(annual_rate), months)
    up = -(-(numerator * 10**FACTOR_PLACES) // denominator)
    return Decimal((0, tuple(map(int, str(up))), -FACTOR_PLACES))


@lru_cache(1024)
def _annuity_of(annual_rate: Decimal | int, months: int) -> tuple[int, int]:
    return annuity(Fraction(annual_rate), months)


__all__ = [
    "AMOUNT_DIGITS",
    "FACTOR_PLACES",
    "FACTOR_TYPE",
    "LONGEST_MONTHS",
    "RATE_PLACES",
    "annuity",
    "equal_instalment",
    "has_factor",
    "rounded_factor",
]
