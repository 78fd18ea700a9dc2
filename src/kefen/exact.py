"""Whole numbers and fractions underneath, decimals at the edges: nothing is rounded but where a convention says so."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction


def half_up(numerator: int, denominator: int) -> int:
    """The nearest whole number of a quotient that is not negative; a half goes up.

    >>> half_up(5, 2), half_up(7, 3)
    (3, 2)
    """
    return (2 * numerator + denominator) // (2 * denominator)


def rounded(value: Fraction | Decimal, places: int) -> Decimal:
    """A number to so many places; a half goes away from zero.

    >>> rounded(Fraction(2, 3), 4), rounded(Fraction(-1, 8), 2)
    (Decimal('0.6667'), Decimal('-0.13'))
    """
    exact = Fraction(value) * 10**places
    digits = half_up(abs(exact.numerator), exact.denominator)
    return _placed(-digits if exact < 0 else digits, places)


def percent(value: Fraction | Decimal, places: int = 2) -> Decimal:
    """A share as per cent, a half going up.

    >>> percent(Fraction(5200, 15000))
    Decimal('34.67')
    """
    return rounded(Fraction(value) * 100, places)


def yuan(cents: int) -> Decimal:
    """Cents as yuan with two places.

    >>> yuan(449045), yuan(-5)
    (Decimal('4490.45'), Decimal('-0.05'))
    """
    return _placed(cents, 2)


def in_cents(amount: Decimal) -> int:
    """An amount of yuan with at most two places as whole cents.

    >>> in_cents(Decimal("4490.45"))
    449045
    """
    exact = Fraction(amount) * 100
    if exact.denominator != 1:
        raise ValueError(f"{amount} has a part of a cent")
    return exact.numerator


def _placed(digits: int, places: int) -> Decimal:
    sign = int(digits < 0)
    return Decimal((sign, tuple(map(int, str(abs(digits)))), -places))


__all__ = ["half_up", "in_cents", "percent", "rounded", "yuan"]
