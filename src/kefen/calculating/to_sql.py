"""The calculators a whole table needs, as SQL text for DuckDB: instalments, days past due, longest term, ratios.

Every argument is an SQL expression or the name of a table, trusted as written; a NULL is unknown and makes the
answer NULL. There is no bare division and no DOUBLE. Instalments use annuity factors worked out here once for each
rate and term, as a table of DECIMAL(25, 23) to be joined: a DOUBLE ``pow`` gives a wrong cent in about 20,000 rows.
A factor is rounded up in its last place, so that a half cent is never lost, and is exact enough for amounts below
10¹⁰.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from kefen.calculating.arrears import NO_GRACE, CountedFrom, Grace
from kefen.calculating.term_limits import HOUSING_RULE, LONGER_HOUSING_SINCE, TermRule
from kefen.calculating.terms import check_months, check_rate
from kefen.language.annuities import FACTOR_PLACES, FACTOR_TYPE, rounded_factor
from kefen.values import Words

RATE_TYPE = "DECIMAL(18, 8)"
MONEY_TYPE = "DECIMAL(18, 2)"
_AMOUNTS_BELOW = 10**10


# --- instalments --------------------------------------------------------------------------------------------


def factor_rows(loans: Iterable[tuple[Decimal, int]]) -> list[tuple[Decimal, int, Decimal]]:
    """For each different yearly rate and number of months the annuity factor, rounded up at its last place."""
    different = sorted(set(loans))
    for rate, months in different:
        check_rate(rate, Words("年利率", "the yearly rate"))
        check_months(months)
    return [(rate, months, rounded_factor(rate, months)) for rate, months in different]


def factor_table(loans: Iterable[tuple[Decimal, int]]) -> str:
    """A query of ``annual_rate``, ``months``, ``factor``, for a WITH clause or CREATE TABLE … AS."""
    rows = ",\n  ".join(f"({rate:f}, {n}, {factor:f})" for rate, n, factor in factor_rows(loans))
    return (
        f"SELECT CAST(annual_rate AS {RATE_TYPE}) AS annual_rate, CAST(months AS INTEGER) AS months,"
        f" CAST(factor AS {FACTOR_TYPE}) AS factor\n"
        f"FROM (VALUES\n  {rows}\n) AS v(annual_rate, months, factor)"
    )


def instalment_sql(amount: str, factor: str) -> str:
    """The equal instalment of an amount by its joined factor; NULL for amounts of 10¹⁰ and above."""
    small = f"CAST({amount} AS DECIMAL(12, 2))"
    return (
        f"CASE WHEN {amount} >= 0 AND {amount} < {_AMOUNTS_BELOW}"
        f" THEN CAST(ROUND({small} * {factor}, 2) AS {MONEY_TYPE}) END"
    )


def month_interest_sql(balance: str, annual_rate: str) -> str:
    """A month's interest on a balance: the instalment of an interest-only loan."""
    return _yuan(_interest_cents(balance, annual_rate))


def first_equal_principal_sql(amount: str, annual_rate: str, months: str) -> str:
    """The first, and largest, instalment by equal principal."""
    principal = _half_up(_cents(amount), f"CAST({months} AS HUGEINT)")
    return _yuan(f"({principal} + {_interest_cents(amount, annual_rate)})")


def _interest_cents(balance: str, annual_rate: str) -> str:
    rate = f"CAST(CAST({annual_rate} AS {RATE_TYPE}) * 100000000 AS HUGEINT)"
    return _half_up(f"({_cents(balance)} * {rate})", "CAST(1200000000 AS HUGEINT)")


def _cents(amount: str) -> str:
    return f"CAST(CAST({amount} AS {MONEY_TYPE}) * 100 AS HUGEINT)"


def _half_up(numerator: str, denominator: str) -> str:
    """A quotient of whole numbers that are not negative, a half going up; NULL where it is none."""
    return (
        f"CASE WHEN {numerator} >= 0 AND {denominator} > 0"
        f" THEN (2 * {numerator} + {denominator}) // (2 * {denominator}) END"
    )


def _yuan(cents: str) -> str:
    return f"CAST(CAST({cents} AS DECIMAL(18, 0)) * 0.01 AS {MONEY_TYPE})"


# --- ratios ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class RatioColumns:
    """Expressions for one application, all money; ``card_six_months`` is the sum of six months' use, 0 where offset."""

    payment: str
    property_fee: str
    other_debts: str
    card_six_months: str
    income: str

    @property
    def this_loan(self) -> tuple[str, str]:
        """Payments and income of this loan's ratio."""
        return f"({self.payment} + {self.property_fee})", self.income

    @property
    def total(self) -> tuple[str, str]:
        """Six months' payments and income, so that the card's average needs no division."""
        monthly = f"{self.payment} + {self.property_fee} + {self.other_debts}"
        return f"(6 * ({monthly}) + {self.card_six_months})", f"(6 * {self.income})"


def ratio_percent_sql(payments: str, income: str) -> str:
    """A ratio as per cent with two places, half up; NULL when the income is not above 0."""
    return _yuan(_half_up(f"(10000 * {_cents(payments)})", _cents(income)))


def ratio_within_sql(payments: str, income: str, limit: Decimal) -> str:
    """Whether a ratio is at most a limit, compared without rounding; NULL when the income is not above 0."""
    return f"CASE WHEN {income} > 0 THEN {payments} <= {limit:f} * {income} END"


# --- longest term -------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class TermColumns:
    """Expressions: the class on file (0 for none of the five), the borrower, whether there is a co-borrower, that one.

    People are ages in completed years, or dates of birth when ``start`` is the day the loan begins.
    """

    customer_class: str
    borrower: str
    has_co_borrower: str
    co_borrower: str
    start: str = ""


def longest_term_sql(columns: TermColumns, rule: TermRule = HOUSING_RULE) -> str:
    """The longest term in months."""
    limit = (
        f"CASE WHEN {columns.customer_class} IN ({_listed(rule.higher_for)})"
        f" THEN {rule.higher_limit} ELSE {rule.limit} END"
    )
    own, other = (
        _months_to(person, limit, columns.start)
        for person in (columns.borrower, columns.co_borrower)
    )
    younger = f"{columns.customer_class} IN ({_listed(rule.younger_for)})"
    room = (
        f"CASE WHEN {columns.customer_class} IS NULL OR {columns.borrower} IS NULL THEN NULL"
        f" WHEN NOT {columns.has_co_borrower} THEN {own}"
        f" WHEN {columns.has_co_borrower} AND {columns.co_borrower} IS NOT NULL THEN"
        f" CASE WHEN {younger} THEN GREATEST({own}, {other}) ELSE LEAST({own}, {other}) END END"
    )
    bounded = f"GREATEST(0, LEAST({_cap(rule, columns.start)}, room))"
    return f"(SELECT CASE WHEN room IS NOT NULL THEN {bounded} END FROM (SELECT {room} AS room))"


def _cap(rule: TermRule, start: str) -> str:
    before, since = rule.cap_on(None), rule.cap_on(LONGER_HOUSING_SINCE)
    if not start or before == since:
        return str(before)
    return f"CASE WHEN {start} >= DATE '{LONGER_HOUSING_SINCE}' THEN {since} ELSE {before} END"


def _listed(classes: Iterable[int]) -> str:
    return ", ".join(map(str, sorted(classes))) or "NULL"


def _months_to(person: str, limit: str, start: str) -> str:
    if not start:
        return f"12 * (({limit}) - {person})"
    year = f"(EXTRACT(YEAR FROM {person}) + {limit})"
    leap = f"({year} % 4 = 0 AND ({year} % 100 <> 0 OR {year} % 400 = 0))"
    born = f"(EXTRACT(MONTH FROM {person}) * 100 + EXTRACT(DAY FROM {person}))"
    reached = f"CASE WHEN {born} = 229 AND NOT {leap} THEN 301 ELSE {born} END"
    return (
        f"(12 * ({year} - EXTRACT(YEAR FROM {start})) + ({reached}) // 100 - EXTRACT(MONTH FROM {start})"
        f" - CASE WHEN ({reached}) % 100 < EXTRACT(DAY FROM {start}) THEN 1 ELSE 0 END)"
    )


# --- days past due ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class LoanTables:
    """Tables of ``loan_id, due_date, amount`` and of ``loan_id, paid_on, amount``; a loan without dues has no row."""

    dues: str = "dues"
    payments: str = "payments"


def days_past_due_query(tables: LoanTables, as_of: date, grace: Grace = NO_GRACE) -> str:
    """A query of ``loan_id, dpd``, oldest instalment first; NULL for a loan with a NULL date or amount in either table."""
    day = f"DATE '{as_of.isoformat()}'"
    skipped = grace.days if grace.counted_from is CountedFrom.GRACE_END else 0
    return f"""\
WITH paid AS (
  SELECT loan_id,
    CASE WHEN COUNT(*) = COUNT(amount) AND COUNT(*) = COUNT(paid_on)
      THEN SUM(CASE WHEN paid_on <= {day} THEN amount ELSE 0 END) END AS paid
  FROM {tables.payments}
  GROUP BY loan_id
), owed AS (
  SELECT loan_id, due_date, amount,
    SUM(amount) OVER (PARTITION BY loan_id ORDER BY due_date) AS owed
  FROM {tables.dues}
), counted AS (
  SELECT o.loan_id,
    CASE WHEN o.due_date IS NULL OR o.amount IS NULL OR (p.loan_id IS NOT NULL AND p.paid IS NULL) THEN 1 ELSE 0 END
      AS is_unknown,
    CASE WHEN o.due_date + {grace.days} < {day} AND o.owed > COALESCE(p.paid, 0)
      THEN {day} - o.due_date - {skipped} ELSE 0 END AS days
  FROM owed AS o
  LEFT JOIN paid AS p ON p.loan_id = o.loan_id
)
SELECT loan_id, CASE WHEN MAX(is_unknown) = 0 THEN MAX(days) END AS dpd
FROM counted
GROUP BY loan_id"""


__all__ = [
    "FACTOR_PLACES",
    "FACTOR_TYPE",
    "LoanTables",
    "RatioColumns",
    "TermColumns",
    "days_past_due_query",
    "factor_rows",
    "factor_table",
    "first_equal_principal_sql",
    "instalment_sql",
    "longest_term_sql",
    "month_interest_sql",
    "ratio_percent_sql",
    "ratio_within_sql",
]
