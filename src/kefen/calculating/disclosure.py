"""The disclosure sheet of all-in cost (综合融资成本明示表): what a borrower is to see before signing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from kefen.calculating.annual_cost import (
    CONVENTION,
    AnnualCost,
    Base,
    Fee,
    Timing,
    annual_cost,
    fee_flows,
)
from kefen.calculating.instalments import ROUNDING, repayments
from kefen.calculating.terms import LoanTerms, TermsError, check_rate
from kefen.exact import percent, rounded, yuan
from kefen.values import Words

NOTHING_ELSE = Words(
    "除上列各项外，不收取其他任何利息和费用。",
    "Nothing is charged beside the items above.",
)
_TIMINGS = {
    Timing.AT_START: Words("放款时一次收取", "once, when the loan is paid out"),
    Timing.EACH_MONTH: Words("每月随还款收取", "monthly, with the instalment"),
    Timing.EACH_YEAR: Words("每年年初收取，首次在放款时", "yearly in advance, first at the start"),
    Timing.AT_END: Words("结清时一次收取", "once, with the last instalment"),
}
_BASES = {
    Base.AMOUNT: Words("贷款金额", "of the loan amount"),
    Base.BALANCE: Words("贷款余额", "of the balance"),
}


@dataclass(frozen=True)
class CostItem:
    """A line: what is charged, how, at what rate, by whom, and what it comes to in normal performance."""

    name: Words
    how: Words
    rate: Words
    collector: Words
    total: Decimal


@dataclass(frozen=True)
class Contingency:
    """A cost that arises only if the borrower breaks the contract."""

    name: Words
    condition: Words
    rate: Words
    collector: Words


@dataclass(frozen=True)
class Disclosure:
    """The sheet as data. It states that nothing else is charged, so an unlisted fee makes it untrue."""

    terms: LoanTerms
    items: tuple[CostItem, ...]
    cost: AnnualCost
    contingencies: tuple[Contingency, ...]
    statement: Words = NOTHING_ELSE
    conventions: tuple[Words, ...] = (CONVENTION, ROUNDING)


def disclose(
    terms: LoanTerms,
    lender: Words,
    fees: Sequence[Fee] = (),
    contingencies: Iterable[Contingency] = (),
) -> Disclosure:
    """The sheet of a loan: its interest, each fee, the annual cost, what a default would add."""
    cost = annual_cost(terms, fees)
    interest = CostItem(
        Words("利息", "interest"),
        terms.method.label,
        Words(f"年利率 {_share(terms.annual_rate)}", f"{_share(terms.annual_rate)} a year"),
        lender,
        cost.interest,
    )
    items = (interest, *(_item(terms, fee) for fee in fees))
    return Disclosure(terms, items, cost, tuple(contingencies))


def penalty_interest(
    annual_rate: Decimal, uplift: Decimal, lender: Words, *, misuse: bool = False
) -> Contingency:
    """Penalty interest, the agreed rate and so much of it on top: on arrears, or on misuse of the loan."""
    check_rate(annual_rate, Words("年利率", "the yearly rate"))
    if not uplift.is_finite() or not 0 <= uplift <= 2:
        raise TermsError(
            f"罚息上浮须在 0 到 200% 之间：{uplift}",
            f"the uplift of penalty interest must lie between 0 and 200 %: {uplift}",
        )
    rate = _share(annual_rate * (1 + uplift))
    name = (
        Words("挪用罚息", "interest on misuse")
        if misuse
        else Words("逾期罚息", "interest on arrears")
    )
    condition = (
        Words(
            "未按约定用途使用，就挪用部分按日计收",
            "on the part used for another purpose, by the day",
        )
        if misuse
        else Words("未按期归还，就逾期部分按日计收", "on the part that is overdue, by the day")
    )
    shown = Words(
        f"年利率 {rate}（约定利率上浮 {_share(uplift, 0)}）",
        f"{rate} a year (the agreed rate and {_share(uplift, 0)} of it)",
    )
    return Contingency(name, condition, shown, lender)


def sheet_text(sheet: Disclosure, lang: str) -> str:
    """The sheet as text in a language (``zh`` or ``en``)."""
    lines = _lines_en(sheet) if lang == "en" else _lines_zh(sheet)
    return "\n".join(lines) + "\n"


# --- items ------------------------------------------------------------------------------------------------


def _item(terms: LoanTerms, fee: Fee) -> CostItem:
    total = sum(fee_flows(terms, repayments(terms), [fee]))
    return CostItem(fee.name, _TIMINGS[fee.timing], _priced(fee), fee.collector, yuan(total))


def _priced(fee: Fee) -> Words:
    price = fee.price
    if price.rate:
        base, share = _BASES[price.base], _share(price.rate)
        return Words(f"{base.zh}的 {share}", f"{share} {base.en}")
    if fee.timing in (Timing.AT_START, Timing.AT_END):
        return Words(f"{price.amount:,.2f} 元", f"{price.amount:,.2f} yuan")
    return Words(f"每次 {price.amount:,.2f} 元", f"{price.amount:,.2f} yuan each time")


def _share(rate: Decimal, places: int = 2) -> str:
    """A rate as per cent with the places it has, so many at the least."""
    own = -int((rate * 100).normalize().as_tuple().exponent)
    return f"{rounded(rate * 100, max(places, own))}%"


# --- text -------------------------------------------------------------------------------------------------


def _lines_zh(sheet: Disclosure) -> Iterator[str]:
    terms, cost = sheet.terms, sheet.cost
    yield "个人贷款综合融资成本明示表"
    yield ""
    yield f"贷款本金：{terms.amount:,.2f} 元；期限：{terms.months} 个月；还款方式：{terms.method.label.zh}"
    yield ""
    yield "一、利息和费用"
    for number, item in enumerate(sheet.items, 1):
        yield f"  {number}. {item.name.said('zh')}：{item.total:,.2f} 元"
        yield (
            f"     收取方式：{item.how.said('zh')}；收取标准：{item.rate.said('zh')}；"
            f"收取主体：{item.collector.said('zh')}"
        )
    yield f"  合计：{cost.total:,.2f} 元；实际到手：{cost.flows[0]:,.2f} 元"
    yield ""
    yield "二、正常履约情形下的年化综合融资成本"
    yield f"  单利年化（月利率 × 12）：{percent(cost.nominal)}%"
    yield f"  复利年化（(1 + 月利率)^12 − 1）：{percent(cost.effective)}%"
    yield ""
    yield "三、违约情形下的或有成本"
    for number, item_ in enumerate(sheet.contingencies, 1):
        yield (
            f"  {number}. {item_.name.said('zh')}：{item_.condition.said('zh')}；"
            f"收取标准：{item_.rate.said('zh')}；收取主体：{item_.collector.said('zh')}"
        )
    if not sheet.contingencies:
        yield "  无"
    yield ""
    yield f"四、{sheet.statement.zh}"
    yield ""
    yield from (f"口径：{words.zh}。" for words in sheet.conventions)


def _lines_en(sheet: Disclosure) -> Iterator[str]:
    terms, cost = sheet.terms, sheet.cost
    yield "All-in cost of a personal loan: disclosure sheet"
    yield ""
    yield f"Principal: {terms.amount:,.2f} yuan; term: {terms.months} months; repaid by {terms.method.label.en}"
    yield ""
    yield "1. Interest and fees"
    for number, item in enumerate(sheet.items, 1):
        yield f"  {number}) {item.name.said('en')}: {item.total:,.2f} yuan"
        yield (
            f"     how: {item.how.said('en')}; rate: {item.rate.said('en')}; "
            f"charged by: {item.collector.said('en')}"
        )
    yield f"  Together: {cost.total:,.2f} yuan; money received: {cost.flows[0]:,.2f} yuan"
    yield ""
    yield "2. All-in annual cost if the loan goes as agreed"
    yield f"  nominal (monthly rate × 12): {percent(cost.nominal)}%"
    yield f"  effective ((1 + monthly rate)^12 − 1): {percent(cost.effective)}%"
    yield ""
    yield "3. Costs that arise only on default"
    for number, item_ in enumerate(sheet.contingencies, 1):
        yield (
            f"  {number}) {item_.name.said('en')}: {item_.condition.said('en')}; "
            f"rate: {item_.rate.said('en')}; charged by: {item_.collector.said('en')}"
        )
    if not sheet.contingencies:
        yield "  none"
    yield ""
    yield f"4. {sheet.statement.en}"
    yield ""
    yield from (f"Convention: {words.en}." for words in sheet.conventions)


__all__ = [
    "NOTHING_ELSE",
    "Contingency",
    "CostItem",
    "Disclosure",
    "disclose",
    "penalty_interest",
    "sheet_text",
]
