"""A plan changed on the way: repaid early, or extended.

The part repaid early bears interest for the days since the last due date, actual days over 360 and at most 30 of
them (a month bears a twelfth of the rate, never more); it is paid with that part. The rest goes on bearing monthly
interest. An instalment due on the very day is paid first.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from kefen.calculating.instalments import Cents, Debt, amortise, regular_part
from kefen.calculating.schedules import Due, Schedule
from kefen.calculating.terms import (
    Method,
    TermsError,
    check_money,
    check_months,
    check_rate,
)
from kefen.exact import half_up, in_cents, yuan
from kefen.language.annuities import LONGEST_MONTHS
from kefen.values import Words

ACCRUAL = Words(
    "提前归还的部分自上一到期日起按实际天数（最多 30 天）乘年利率除以 360 计息，随本金支付；当日到期的一期先行归还",
    "the part repaid early bears interest for the actual days since the last due date (at most 30) × yearly rate ÷ 360,"
    " paid with it; an instalment due that very day is paid first",
)


class Keep(StrEnum):
    """What stays after a partial early repayment: the term (payments fall) or the payment (the term falls)."""

    TERM = "term"
    INSTALMENT = "instalment"


@dataclass(frozen=True)
class EarlyRepayment:
    """Principal repaid before its time; all of it when no amount is given. The accrued interest comes on top."""

    on: date
    amount: Decimal | None = None
    keep: Keep = Keep.TERM


@dataclass(frozen=True)
class Prepaid:
    """The plan before and after an early repayment."""

    before: Schedule
    after: Schedule
    repayment: Due

    @property
    def interest_saved(self) -> Decimal:
        """Interest of the old plan that is no longer due."""
        return self.before.total_interest - self.after.total_interest

    @property
    def months_saved(self) -> int:
        """Months by which the plan is shorter."""
        return self.before.length - self.after.length


def prepay(plan: Schedule, early: EarlyRepayment) -> Prepaid:
    """The plan after an early repayment in full or in part."""
    paid, balance = _progress(plan, early.on)
    amount = balance if early.amount is None else _accepted(early.amount, balance)
    passed = plan.dates.passed(early.on, plan.length)
    interest = _accrued(plan, early.on, amount, passed)
    row = Due(passed, early.on, yuan(amount), interest, yuan(balance - amount), early=True)
    rest = tuple(_continued(plan, passed, balance - amount, early.keep)) if row.balance else ()
    return Prepaid(plan, replace(plan, dues=(*paid, row, *rest)), row)


def extend(plan: Schedule, on: date, months: int) -> Schedule:
    """The plan with so many months more: the balance of that day is spread over the months then left."""
    paid, balance = _progress(plan, on)
    check_months(months)
    check_months(plan.length + months)
    passed = plan.dates.passed(on, plan.length)
    terms = replace(plan.terms, months=plan.length + months)
    left = Debt(balance, terms.rate, terms.months - _bearing_from(plan, passed))
    rows = amortise(left, terms.method, regular_part(left, terms.method))
    longer = replace(plan, terms=terms)
    return replace(longer, dues=(*paid, *_dated(longer, _bearing_from(plan, passed), rows)))


def longest_extension(term_months: int, product_months: int) -> int:
    """Months a loan may be extended by: its own term if at most a year, else up to the product's longest term."""
    if term_months <= 12:
        return term_months
    return max(0, product_months - term_months)


def months_to_repay(balance: Decimal, annual_rate: Decimal, payment: Decimal) -> int:
    """The fewest months in which a monthly payment clears a balance."""
    check_money(balance, Words("余额", "the balance"))
    check_rate(annual_rate, Words("年利率", "the yearly rate"))
    check_money(payment, Words("每期还款额", "the instalment"))
    debt = Debt(in_cents(balance), Fraction(annual_rate), LONGEST_MONTHS)
    if debt.balance and in_cents(payment) <= debt.month_interest:
        raise TermsError(
            f"每期 {payment:,} 元不够付首月利息 {yuan(debt.month_interest):,} 元",
            f"{payment:,} yuan a month does not exceed the first month's interest {yuan(debt.month_interest):,}",
        )
    return _count_months(debt, in_cents(payment))


def _count_months(debt: Debt, payment: int) -> int:
    for number in range(LONGEST_MONTHS + 1):
        if debt.balance <= 0:
            return number
        debt = debt._replace(balance=debt.balance + debt.month_interest - payment)
    raise TermsError(
        f"按此还款额 {LONGEST_MONTHS} 个月内还不清",
        f"that payment does not clear the balance within {LONGEST_MONTHS} months",
    )


# --- what has been paid, and what goes on -----------------------------------------------------------------


def _progress(plan: Schedule, on: date) -> tuple[tuple[Due, ...], int]:
    """The lines due by a day, and the cents still owed."""
    paid = tuple(due for due in plan.dues if due.due <= on)
    balance = in_cents(plan.balance_on(on))
    if on < plan.dates.start or not balance:
        raise TermsError(
            f"{on} 没有未还本金：贷款自 {plan.dates.start} 起，至 {plan.end} 还清",
            f"nothing is owed on {on}: the loan runs from {plan.dates.start} to {plan.end}",
        )
    return paid, balance


def _accepted(amount: Decimal, balance: int) -> int:
    check_money(amount, Words("提前还款额", "the early repayment"))
    if not 0 < amount <= yuan(balance):
        raise TermsError(
            f"提前还款额须大于 0、不超过余额 {yuan(balance):,} 元：{amount:,}",
            f"the early repayment must be more than 0 and at most the balance {yuan(balance):,}: {amount:,}",
        )
    return in_cents(amount)


def _bearing_from(plan: Schedule, passed: int) -> int:
    """The month up to which interest has been paid: none before the end of a bullet loan."""
    return 0 if plan.terms.method is Method.BULLET else passed


def _accrued(plan: Schedule, on: date, amount: int, passed: int) -> Decimal:
    """Interest on the part repaid: full months not yet paid count 30 days each."""
    days = min((on - plan.dates.due(passed)).days, 30)
    days += 30 * (passed - _bearing_from(plan, passed))
    rate = plan.terms.rate
    return yuan(half_up(amount * rate.numerator * days, 360 * rate.denominator))


def _continued(plan: Schedule, passed: int, balance: int, keep: Keep) -> Iterator[Due]:
    """The rest of the plan on a smaller balance."""
    method = plan.terms.method
    since = _bearing_from(plan, passed)
    debt = Debt(balance, plan.terms.rate, plan.length - since)
    regular = regular_part(debt, method)
    if keep is Keep.INSTALMENT:
        coming = next(due for due in plan.dues if not due.early and due.number > passed)
        regular = in_cents(_kept(coming, method))
    yield from _dated(plan, since, amortise(debt, method, regular))


def _kept(coming: Due, method: Method) -> Decimal:
    if method is Method.EQUAL_INSTALMENT:
        return coming.payment
    if method is Method.EQUAL_PRINCIPAL:
        return coming.principal
    raise TermsError(
        f"{method.label.zh}没有每期归还的本金，提前还款后只能保持期限",
        f"{method.label.en}: no principal is repaid monthly, so only the term can be kept",
    )


def _dated(plan: Schedule, since: int, rows: Iterator[Cents]) -> Iterator[Due]:
    for row in rows:
        line, number = row.in_yuan(), since + row.number
        yield Due(number, plan.dates.due(number), line.principal, line.interest, line.balance)


__all__ = [
    "ACCRUAL",
    "EarlyRepayment",
    "Keep",
    "Prepaid",
    "extend",
    "longest_extension",
    "months_to_repay",
    "prepay",
]
