"""What a loan agrees: amount, yearly rate, months, how it is repaid."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from kefen.errors import InputError
from kefen.exact import in_cents
from kefen.language.annuities import LONGEST_MONTHS, RATE_PLACES
from kefen.values import Words

LARGEST_AMOUNT = Decimal(10**12)


class TermsError(InputError):
    """Terms that cannot be calculated with, said in one line of each language."""

    def __init__(self, zh: str, en: str) -> None:
        self.words = Words(zh, en)
        super().__init__(en)


class Method(StrEnum):
    """How a loan is repaid."""

    EQUAL_INSTALMENT = "equal_instalment"
    EQUAL_PRINCIPAL = "equal_principal"
    INTEREST_ONLY = "interest_only"
    BULLET = "bullet"

    @property
    def label(self) -> Words:
        """Its name."""
        return _METHODS[self]


_METHODS = {
    Method.EQUAL_INSTALMENT: Words("等额本息", "equal instalments"),
    Method.EQUAL_PRINCIPAL: Words("等额本金", "equal principal"),
    Method.INTEREST_ONLY: Words("按月付息、到期还本", "monthly interest, principal at the end"),
    Method.BULLET: Words("到期一次还本付息", "principal and interest at the end"),
}


@dataclass(frozen=True)
class LoanTerms:
    """A loan: yuan with at most two places, the yearly rate as a share (3.5 % is 0.035), whole months."""

    amount: Decimal
    annual_rate: Decimal
    months: int
    method: Method = Method.EQUAL_INSTALMENT

    def __post_init__(self) -> None:
        check_money(self.amount, Words("贷款金额", "the loan amount"))
        if self.amount == 0:
            raise TermsError("贷款金额须大于 0", "the loan amount must be more than 0")
        check_rate(self.annual_rate, Words("年利率", "the yearly rate"))
        check_months(self.months)

    @property
    def cents(self) -> int:
        """The amount in cents."""
        return in_cents(self.amount)

    @property
    def rate(self) -> Fraction:
        """The yearly rate."""
        return Fraction(self.annual_rate)


def check_money(amount: Decimal, what: Words) -> None:
    """``TermsError`` unless an amount is not negative, in whole cents, and at most 10¹²."""
    if not amount.is_finite() or amount < 0:
        raise TermsError(f"{what.zh}不能为负：{amount}", f"{what.en} cannot be negative: {amount}")
    if amount > LARGEST_AMOUNT:
        raise TermsError(
            f"{what.zh}超过 {LARGEST_AMOUNT:,} 元：{amount:,}",
            f"{what.en} is above {LARGEST_AMOUNT:,} yuan: {amount:,}",
        )
    if (Fraction(amount) * 100).denominator != 1:
        raise TermsError(
            f"{what.zh}最多精确到分：{amount}", f"{what.en} has a part of a cent: {amount}"
        )


def check_rate(rate: Decimal, what: Words) -> None:
    """``TermsError`` unless a rate lies between 0 and 100 % with at most eight places."""
    if not rate.is_finite() or not 0 <= rate <= 1:
        raise TermsError(
            f"{what.zh}须在 0 到 100% 之间，3.5% 写作 0.035：{rate}",
            f"{what.en} must lie between 0 and 100 %, 3.5 % being 0.035: {rate}",
        )
    if (Fraction(rate) * 10**RATE_PLACES).denominator != 1:
        raise TermsError(
            f"{what.zh}最多 {RATE_PLACES} 位小数：{rate}",
            f"{what.en} has more than {RATE_PLACES} places: {rate}",
        )


def check_months(months: int) -> None:
    """``TermsError`` unless a term is 1 to 600 months."""
    if not 1 <= months <= LONGEST_MONTHS:
        raise TermsError(
            f"期限须为 1 到 {LONGEST_MONTHS} 个月：{months}",
            f"the term must be 1 to {LONGEST_MONTHS} months: {months}",
        )


__all__ = ["LoanTerms", "Method", "TermsError", "check_money", "check_months", "check_rate"]
