"""All-in annual cost (综合融资成本) by the effective-rate method: interest and every fee against the money really received.

The monthly rate makes the present value of all payments equal to the amount less what is charged at the start. It
is found by bisection in decimals of fifty digits until its bounds are 10⁻¹⁵ apart. Both yearly figures are given:
twelve times the monthly rate, and compounded.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Context, Decimal, localcontext
from enum import StrEnum
from fractions import Fraction

from kefen.calculating.instalments import Repayment, repayments
from kefen.calculating.terms import LoanTerms, TermsError, check_money, check_rate
from kefen.exact import half_up, in_cents, rounded, yuan
from kefen.values import Words

TOLERANCE = Decimal("1e-15")
_DIGITS = 50
_PLACES = 12
_CEILING = Decimal(10**6)

CONVENTION = Words(
    "按内部收益率法：全部本息和费用的现值等于实际到手金额；"
    "单利年化为月利率乘 12，复利年化为 (1+月利率)^12−1；月利率精确到 10⁻¹⁵",
    "effective-rate method: all payments and fees, discounted, equal the money received; nominal = 12 × monthly rate,"
    " effective = (1 + monthly rate)^12 − 1; the monthly rate is found to 10⁻¹⁵",
)


class Timing(StrEnum):
    """When a fee is charged."""

    AT_START = "at_start"
    EACH_MONTH = "each_month"
    EACH_YEAR = "each_year"
    AT_END = "at_end"


class Base(StrEnum):
    """What a fee's rate applies to: the loan amount, or the balance before the month's instalment."""

    AMOUNT = "amount"
    BALANCE = "balance"


@dataclass(frozen=True)
class Price:
    """A fee's price each time it is charged: a sum of yuan, or a rate of a base."""

    amount: Decimal = Decimal(0)
    rate: Decimal = Decimal(0)
    base: Base = Base.AMOUNT

    def __post_init__(self) -> None:
        check_money(self.amount, Words("费用", "a fee"))
        check_rate(self.rate, Words("费率", "a fee's rate"))
        if self.amount and self.rate:
            raise TermsError(
                "一项费用写金额或费率，不能两者都写", "a fee is a sum or a rate, not both"
            )

    def charged(self, amount: int, balance: int) -> int:
        """The fee in cents, half up."""
        if self.amount:
            return in_cents(self.amount)
        rate = Fraction(self.rate)
        of = amount if self.base is Base.AMOUNT else balance
        return half_up(of * rate.numerator, rate.denominator)


@dataclass(frozen=True)
class Fee:
    """A fee the borrower pays for the loan: what, to whom, when, how much."""

    name: Words
    collector: Words
    timing: Timing
    price: Price


@dataclass(frozen=True)
class AnnualCost:
    """What a loan costs: ``flows`` begins with the money received, then what is paid at the end of each month."""

    flows: tuple[Decimal, ...]
    monthly_rate: Decimal
    nominal: Decimal
    effective: Decimal
    interest: Decimal
    fees: Decimal

    @property
    def total(self) -> Decimal:
        """Interest and fees."""
        return self.interest + self.fees


def annual_cost(terms: LoanTerms, fees: Sequence[Fee] = ()) -> AnnualCost:
    """The all-in annual cost of a loan that goes as agreed."""
    rows = repayments(terms)
    charges = fee_flows(terms, rows, fees)
    flows = _flows(terms, rows, charges)
    if flows[0] <= 0:
        raise TermsError(
            "放款时的费用不少于贷款金额，没有到手资金",
            "the fees at the start leave nothing of the loan",
        )
    with localcontext(Context(prec=_DIGITS)):
        monthly = monthly_rate(flows)
        nominal, effective = 12 * monthly, (1 + monthly) ** 12 - 1
    interest = sum((row.interest for row in rows), Decimal("0.00"))
    return AnnualCost(
        tuple(map(yuan, flows)),
        rounded(monthly, _PLACES),
        rounded(nominal, _PLACES),
        rounded(effective, _PLACES),
        interest,
        yuan(sum(charges)),
    )


def fee_flows(terms: LoanTerms, rows: Iterable[Repayment], fees: Iterable[Fee]) -> tuple[int, ...]:
    """All fees in cents by month, month 0 being the start."""
    balances = [terms.cents] * (terms.months + 1)
    for row in rows:
        balances[row.number + 1 :] = [in_cents(row.balance)] * (terms.months - row.number)
    charges = [0] * (terms.months + 1)
    for fee in fees:
        for month in _months_of(fee.timing, terms.months):
            charges[month] += fee.price.charged(terms.cents, balances[month])
    return tuple(charges)


def _months_of(timing: Timing, months: int) -> Iterable[int]:
    if timing is Timing.EACH_MONTH:
        return range(1, months + 1)
    if timing is Timing.EACH_YEAR:
        return range(0, months, 12)
    return (0,) if timing is Timing.AT_START else (months,)


def _flows(terms: LoanTerms, rows: Iterable[Repayment], charges: Sequence[int]) -> list[int]:
    flows = [terms.cents - charges[0], *charges[1:]]
    for row in rows:
        flows[row.number] += in_cents(row.payment)
    return flows


def monthly_rate(flows: Sequence[int | Decimal]) -> Decimal:
    """The rate at which later payments are worth what was received first; to be called with enough digits."""
    received, later = Decimal(flows[0]), [Decimal(flow) for flow in flows[1:]]
    if sum(later) == received:
        return Decimal(0)
    low, high = Decimal(0), Decimal(1)
    while _present_value(later, high) > received:
        low, high = high, high * 2
        if high > _CEILING:
            raise TermsError("成本过高，无法计算", "the cost is too high to be worked out")
    while high - low > TOLERANCE:
        middle = (low + high) / 2
        dear = _present_value(later, middle) > received
        low, high = (middle, high) if dear else (low, middle)
    return (low + high) / 2


def _present_value(later: Sequence[Decimal], rate: Decimal) -> Decimal:
    value, growth = Decimal(0), 1 + rate
    for flow in reversed(later):
        value = (value + flow) / growth
    return value


__all__ = [
    "CONVENTION",
    "TOLERANCE",
    "AnnualCost",
    "Base",
    "Fee",
    "Price",
    "Timing",
    "annual_cost",
    "fee_flows",
    "monthly_rate",
]
