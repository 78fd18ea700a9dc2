"""Instalments of a loan, to the cent.

Each month bears a twelfth of the yearly rate on the balance, rounded to the cent, a half going up. The regular
payment (equal instalments) or the regular part of principal (equal principal) is rounded once in the same way. The
last instalment takes what remains. Figures before rounding are exact fractions: no power is ever worked out in
floating point.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from kefen.calculating.terms import LoanTerms, Method, check_months, check_rate
from kefen.exact import half_up, yuan
from kefen.language.annuities import annuity
from kefen.values import Words

ROUNDING = Words(
    "每月利息为余额乘年利率除以十二，四舍五入到分；每期还款额（等额本金为每期本金）四舍五入到分；末期收取余下的全部",
    "each month's interest is balance × yearly rate ÷ 12, half up to the cent; the regular instalment"
    " (for equal principal: the regular principal) is rounded half up to the cent; the last takes what remains",
)


@dataclass(frozen=True)
class Repayment:
    """One instalment; ``number`` counts months since the start, ``balance`` is what is still owed after it."""

    number: int
    principal: Decimal
    interest: Decimal
    balance: Decimal

    @property
    def payment(self) -> Decimal:
        """Principal and interest together."""
        return self.principal + self.interest


class Cents(NamedTuple):
    """A repayment in cents."""

    number: int
    principal: int
    interest: int
    balance: int

    def in_yuan(self) -> Repayment:
        """The same in yuan."""
        return Repayment(self.number, yuan(self.principal), yuan(self.interest), yuan(self.balance))


class Debt(NamedTuple):
    """What is owed in cents, the yearly rate, and the months left."""

    balance: int
    rate: Fraction
    months: int

    @property
    def month_interest(self) -> int:
        """A month's interest on the balance."""
        return half_up(self.balance * self.rate.numerator, 12 * self.rate.denominator)


@dataclass(frozen=True)
class Summary:
    """A loan's instalments at a glance: rounded as they are paid, and exact before any rounding."""

    terms: LoanTerms
    repayments: tuple[Repayment, ...]
    exact_instalment: Fraction
    exact_interest: Fraction

    @property
    def first(self) -> Repayment:
        """The first instalment."""
        return self.repayments[0]

    @property
    def last(self) -> Repayment:
        """The last instalment."""
        return self.repayments[-1]

    @property
    def total_interest(self) -> Decimal:
        """All interest, as paid."""
        return sum((row.interest for row in self.repayments), Decimal("0.00"))


def summarise(terms: LoanTerms) -> Summary:
    """All instalments of a loan with their totals."""
    return Summary(terms, repayments(terms), exact_instalment(terms), exact_total_interest(terms))


def instalment(terms: LoanTerms) -> Decimal:
    """The first instalment: for equal instalments the regular one, for equal principal the largest.

    >>> instalment(LoanTerms(Decimal(1_000_000), Decimal("0.035"), 360))
    Decimal('4490.45')
    """
    debt = Debt(terms.cents, terms.rate, terms.months)
    first = next(amortise(debt, terms.method, regular_part(debt, terms.method)))
    return yuan(first.principal + first.interest)


def repayments(terms: LoanTerms) -> tuple[Repayment, ...]:
    """Every instalment of a loan. A month in which nothing is owed has none."""
    debt = Debt(terms.cents, terms.rate, terms.months)
    rows = amortise(debt, terms.method, regular_part(debt, terms.method))
    return tuple(row.in_yuan() for row in rows)


# --- before rounding ---------------------------------------------------------------------------------


def annuity_factor(annual_rate: Decimal, months: int) -> Fraction:
    """The equal instalment of one yuan, exact: i (1+i)ⁿ / ((1+i)ⁿ − 1), or 1/n at no interest.

    >>> annuity_factor(Decimal("0.12"), 1)
    Fraction(101, 100)
    """
    check_rate(annual_rate, Words("年利率", "the yearly rate"))
    check_months(months)
    return Fraction(*annuity(Fraction(annual_rate), months))


def exact_instalment(terms: LoanTerms) -> Fraction:
    """The first instalment before rounding."""
    amount, interest = Fraction(terms.amount), terms.rate / 12
    if terms.method is Method.BULLET:
        return amount * (1 + interest * terms.months)
    if terms.method is Method.EQUAL_INSTALMENT:
        return amount * annuity_factor(terms.annual_rate, terms.months)
    if terms.method is Method.EQUAL_PRINCIPAL or terms.months == 1:
        return amount / terms.months + amount * interest
    return amount * interest


def exact_total_interest(terms: LoanTerms) -> Fraction:
    """All interest before rounding, by its closed form."""
    amount, interest = Fraction(terms.amount), terms.rate / 12
    if terms.method is Method.EQUAL_INSTALMENT:
        return exact_instalment(terms) * terms.months - amount
    if terms.method is Method.EQUAL_PRINCIPAL:
        return amount * interest * (terms.months + 1) / 2
    return amount * interest * terms.months


# --- month by month, in cents ---------------------------------------------------------------------------


def regular_part(debt: Debt, method: Method) -> int:
    """What stays the same each month: the payment, or the part of principal."""
    if method is Method.EQUAL_INSTALMENT:
        numerator, denominator = annuity(debt.rate, debt.months)
        return half_up(debt.balance * numerator, denominator)
    return half_up(debt.balance, debt.months) if method is Method.EQUAL_PRINCIPAL else 0


def amortise(debt: Debt, method: Method, regular: int) -> Iterator[Cents]:
    """A debt repaid in its months with a regular part; the last takes what remains."""
    if method is Method.BULLET:
        interest = half_up(
            debt.balance * debt.rate.numerator * debt.months, 12 * debt.rate.denominator
        )
        yield Cents(debt.months, debt.balance, interest, 0)
        return
    for number in range(1, debt.months + 1):
        interest = debt.month_interest
        part = regular - interest if method is Method.EQUAL_INSTALMENT else regular
        principal = debt.balance if number == debt.months else min(part, debt.balance)
        debt = debt._replace(balance=debt.balance - principal)
        yield Cents(number, principal, interest, debt.balance)
        if not debt.balance:
            return


__all__ = [
    "ROUNDING",
    "Cents",
    "Debt",
    "Repayment",
    "Summary",
    "amortise",
    "annuity_factor",
    "exact_instalment",
    "exact_total_interest",
    "instalment",
    "regular_part",
    "repayments",
    "summarise",
]
