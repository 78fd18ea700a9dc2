"""Both income ratios of a housing loan, and the largest loan they allow.

This loan's ratio is (instalment + property fee) ÷ monthly after-tax income; the total ratio adds the monthly
payments on other debts. Both are exact fractions, printed as per cent with two places, a half going up; a limit is
compared with the fraction, not with the print.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from kefen.calculating.instalments import instalment
from kefen.calculating.terms import LARGEST_AMOUNT, LoanTerms, Method, TermsError, check_money
from kefen.exact import percent, yuan
from kefen.values import Words

CARD_MONTHS = 6
SHORT_MONTHS = 12

OFFSETTING = Words(
    "信用卡透支和剩余期限一年以内（含）的贷款，已证明的资产足以覆盖其余额的，不计入月还款；资产按所列顺序逐笔使用，不重复",
    "card overdrafts and loans with at most a year left count as nothing when proven assets cover their balance;"
    " assets are used up debt by debt in the order given",
)


@dataclass(frozen=True)
class Income:
    """Monthly after-tax income of borrower and spouse; the housing fund counts when an official statement shows it."""

    wages: tuple[Decimal, ...]
    housing_fund: Decimal = Decimal(0)
    fund_stated: bool = True

    def __post_init__(self) -> None:
        for amount in (*self.wages, self.housing_fund):
            check_money(amount, Words("月收入", "a monthly income"))
        if not self.monthly:
            raise TermsError("月收入须大于 0", "the monthly income must be more than 0")

    @property
    def monthly(self) -> Fraction:
        """What counts as income."""
        total = sum(map(Fraction, self.wages), Fraction(0))
        return total + Fraction(self.housing_fund) if self.fund_stated else total


@dataclass(frozen=True)
class Debt:
    """Another debt: what it takes each month, its balance, and whether proven assets may offset it."""

    monthly: Fraction
    balance: Decimal
    offsettable: bool = False


def card_debt(balances: Sequence[Decimal]) -> Debt:
    """Credit cards: the average use of the last months in the credit report, six as a rule; the latest is given last."""
    if not 1 <= len(balances) <= CARD_MONTHS:
        raise TermsError(
            f"信用卡写最近 1 到 {CARD_MONTHS} 个月的使用额",
            f"cards need the use of the last 1 to {CARD_MONTHS} months",
        )
    for balance in balances:
        check_money(balance, Words("信用卡使用额", "a card balance"))
    average = sum(map(Fraction, balances), Fraction(0)) / len(balances)
    return Debt(average, balances[-1], offsettable=True)


def loan_debt(terms: LoanTerms) -> Debt:
    """Another loan: its equal instalment from balance, current rate and remaining months."""
    monthly = instalment(
        LoanTerms(terms.amount, terms.annual_rate, terms.months, Method.EQUAL_INSTALMENT)
    )
    return Debt(Fraction(monthly), terms.amount, offsettable=terms.months <= SHORT_MONTHS)


@dataclass(frozen=True)
class Burden:
    """What is paid each month beside the new loan's instalment, and the assets proven against debts that may be offset."""

    property_fee: Decimal = Decimal(0)
    debts: tuple[Debt, ...] = ()
    proven_assets: Decimal = Decimal(0)

    def __post_init__(self) -> None:
        check_money(self.property_fee, Words("物业费", "the property fee"))
        check_money(self.proven_assets, Words("已证明的资产", "proven assets"))

    def counted(self) -> tuple[Debt, ...]:
        """The debts that count: those not covered by proven assets."""
        left, counted = self.proven_assets, []
        for debt in self.debts:
            if debt.offsettable and debt.balance <= left:
                left -= debt.balance
            else:
                counted.append(debt)
        return tuple(counted)


@dataclass(frozen=True)
class Ratio:
    """Payments against income, exact."""

    payments: Fraction
    income: Fraction

    @property
    def exact(self) -> Fraction:
        """The quotient."""
        return self.payments / self.income

    @property
    def percent(self) -> Decimal:
        """Per cent with two places, a half going up."""
        return percent(self.exact)

    def within(self, limit: Decimal) -> bool:
        """Whether it is at most a limit, compared without rounding."""
        return self.payments <= Fraction(limit) * self.income


@dataclass(frozen=True)
class IncomeRatios:
    """The ratio of this loan, and of all debts."""

    this_loan: Ratio
    total: Ratio


def income_ratios(payment: Decimal, burden: Burden, income: Income) -> IncomeRatios:
    """Both ratios of a loan with this monthly payment.

    >>> fund = Income((Decimal(7000), Decimal(5000)), Decimal(3000))
    >>> card = Burden(Decimal(200), (card_debt([Decimal(1000)]),), Decimal(10000))
    >>> income_ratios(Decimal(5000), card, fund).total.percent
    Decimal('34.67')
    """
    check_money(payment, Words("月还款额", "the monthly payment"))
    own = Fraction(payment) + Fraction(burden.property_fee)
    other = sum((debt.monthly for debt in burden.counted()), Fraction(0))
    return IncomeRatios(Ratio(own, income.monthly), Ratio(own + other, income.monthly))


# --- the other way round: from a ratio to an amount -----------------------------------------------------------


@dataclass(frozen=True)
class RatioLimits:
    """The highest ratios, both included."""

    this_loan: Decimal = Decimal("0.50")
    total: Decimal = Decimal("0.55")

    def __post_init__(self) -> None:
        for limit in (self.this_loan, self.total):
            if not limit.is_finite() or not 0 <= limit <= 1:
                raise TermsError(
                    f"比例须在 0 到 100% 之间：{limit}",
                    f"a ratio must lie between 0 and 100 %: {limit}",
                )


@dataclass(frozen=True)
class Offer:
    """What the loan would be but for its amount; amounts are multiples of ``step`` yuan."""

    annual_rate: Decimal
    months: int
    method: Method = Method.EQUAL_INSTALMENT
    step: Decimal = field(default=Decimal("0.01"))

    def __post_init__(self) -> None:
        if self.method not in (Method.EQUAL_INSTALMENT, Method.EQUAL_PRINCIPAL):
            raise TermsError(
                f"{self.method.label.zh}没有每月归还的本金，月供比例不限制金额",
                f"{self.method.label.en}: no principal is repaid monthly, so a ratio sets no amount",
            )
        check_money(self.step, Words("金额单位", "the step of amounts"))
        if not self.step:
            raise TermsError("金额单位须大于 0", "the step of amounts must be more than 0")
        self.of(self.step)

    def of(self, amount: Decimal) -> LoanTerms:
        """The loan of an amount."""
        return LoanTerms(amount, self.annual_rate, self.months, self.method)


@dataclass(frozen=True)
class LargestAmount:
    """The largest loan, its first instalment, the ratios then, and which of them binds."""

    amount: Decimal
    instalment: Decimal
    ratios: IncomeRatios
    bound_by: Literal["this_loan", "total"]


def largest_amount(
    offer: Offer, burden: Burden, income: Income, limits: RatioLimits
) -> LargestAmount:
    """The largest loan whose first instalment keeps both ratios; the rounded instalment is what is compared."""
    before = income_ratios(Decimal(0), burden, income)
    own = Fraction(limits.this_loan) * income.monthly - before.this_loan.payments
    all_debts = Fraction(limits.total) * income.monthly - before.total.payments
    amount = offer.step * _most_steps(offer, min(own, all_debts))
    payment = instalment(offer.of(amount)) if amount else yuan(0)
    ratios = income_ratios(payment, burden, income)
    return LargestAmount(amount, payment, ratios, "this_loan" if own <= all_debts else "total")


def _most_steps(offer: Offer, room: Fraction) -> int:
    """By halving: the instalment never falls when the amount grows."""
    if room <= 0:
        return 0
    low, high = 0, int(LARGEST_AMOUNT / offer.step)
    while low < high:
        middle = (low + high + 1) // 2
        fits = instalment(offer.of(offer.step * middle)) <= room
        low, high = (middle, high) if fits else (low, middle - 1)
    return low


__all__ = [
    "OFFSETTING",
    "Burden",
    "Debt",
    "Income",
    "IncomeRatios",
    "LargestAmount",
    "Offer",
    "Ratio",
    "RatioLimits",
    "card_debt",
    "income_ratios",
    "largest_amount",
    "loan_debt",
]
