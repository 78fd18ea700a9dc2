"""The all-in annual cost, and the sheet that discloses it."""

from __future__ import annotations

from decimal import Context, Decimal, localcontext

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kefen.calculating import (
    Base,
    Fee,
    LoanTerms,
    Method,
    Price,
    TermsError,
    Timing,
    annual_cost,
    disclose,
    penalty_interest,
    sheet_text,
)
from kefen.exact import percent
from kefen.values import Words
from tests.calculating.strategies import amounts, monthly_methods, rates

D = Decimal
BANK = Words("某银行", "the bank")
INSURER = Words("某保险公司", "an insurer")
LOAN = LoanTerms(D(200_000), D("0.03"), 60)


def _fee(timing: Timing, price: Price) -> Fee:
    return Fee(Words("保险费", "insurance"), INSURER, timing, price)


def test_without_fees_the_nominal_cost_is_the_agreed_rate() -> None:
    cost = annual_cost(LOAN)
    assert (percent(cost.nominal, 4), percent(cost.effective)) == (D("3.0000"), D("3.04"))
    assert (cost.interest, cost.fees, cost.flows[0]) == (D("15624.26"), 0, 200_000)


def test_a_fee_at_the_start_is_taken_from_the_money_received() -> None:
    cost = annual_cost(LOAN, [_fee(Timing.AT_START, Price(rate=D("0.02")))])
    assert (cost.flows[0], cost.fees) == (D(196_000), D(4000))
    assert (percent(cost.nominal), percent(cost.effective)) == (D("3.82"), D("3.89"))


def test_twelve_payments_of_a_hundred_and_one_cost_what_a_bond_table_says() -> None:
    terms = LoanTerms(D(12_000), D("0.12"), 1)
    cost = annual_cost(terms)
    assert (cost.monthly_rate, cost.nominal) == (D("0.01"), D("0.12"))
    assert cost.effective == D("0.126825030132")


def test_a_monthly_fee_on_the_amount_costs_nearly_twice_its_yearly_rate() -> None:
    cost = annual_cost(
        LoanTerms(D(12_000), D(0), 12), [_fee(Timing.EACH_MONTH, Price(rate=D("0.006")))]
    )
    assert cost.fees == 864
    assert percent(cost.nominal) == D("13.03")


@pytest.mark.parametrize(
    ("timing", "price", "fees"),
    [
        (Timing.AT_START, Price(D(300)), "300"),
        (Timing.EACH_YEAR, Price(D(300)), "1500"),
        (Timing.EACH_MONTH, Price(D(5)), "300"),
        (Timing.AT_END, Price(rate=D("0.001")), "200"),
        (Timing.EACH_MONTH, Price(rate=D("0.001"), base=Base.BALANCE), "6249.70"),
    ],
)
def test_when_and_on_what_a_fee_is_charged(timing: Timing, price: Price, fees: str) -> None:
    assert annual_cost(LOAN, [_fee(timing, price)]).fees == D(fees)


def test_no_interest_and_no_fee_cost_nothing() -> None:
    cost = annual_cost(LoanTerms(D(1000), D(0), 12))
    assert (cost.monthly_rate, cost.nominal, cost.effective) == (0, 0, 0)


def test_fees_that_eat_up_the_loan_are_refused() -> None:
    with pytest.raises(TermsError, match="leave nothing"):
        annual_cost(LOAN, [_fee(Timing.AT_START, Price(D(200_000)))])
    with pytest.raises(TermsError, match="not both"):
        Price(D(1), D("0.1"))


@given(amounts, rates, st.integers(1, 60), monthly_methods)
def test_discounted_at_the_rate_found_the_payments_are_worth_what_was_received(
    amount: Decimal, rate: Decimal, term: int, method: Method
) -> None:
    cost = annual_cost(
        LoanTerms(amount, rate, term, method), [_fee(Timing.AT_START, Price(rate=D("0.01")))]
    )
    with localcontext(Context(prec=40)):
        growth = 1 + cost.monthly_rate
        worth = sum(flow / growth**month for month, flow in enumerate(cost.flows[1:], 1))
        assert abs(worth - cost.flows[0]) <= cost.flows[0] * term * D("1e-12")


@given(amounts, rates, st.integers(1, 60))
def test_a_fee_never_lowers_the_cost(amount: Decimal, rate: Decimal, term: int) -> None:
    terms = LoanTerms(amount, rate, term)
    fee = _fee(Timing.EACH_MONTH, Price(rate=D("0.0001")))
    assert annual_cost(terms, [fee]).nominal >= annual_cost(terms).nominal


# --- the sheet ------------------------------------------------------------------------------------------


def test_the_sheet_names_each_item_with_how_at_what_rate_and_by_whom() -> None:
    sheet = disclose(LOAN, BANK, [_fee(Timing.EACH_YEAR, Price(rate=D("0.001")))])
    interest, insurance = sheet.items
    assert (interest.collector, interest.total) == (BANK, D("15624.26"))
    assert (insurance.collector, insurance.rate.zh, insurance.total) == (
        INSURER,
        "贷款金额的 0.10%",
        D(1000),
    )
    assert sheet.cost.total == interest.total + insurance.total


def test_penalty_interest_stands_on_the_agreed_rate() -> None:
    overdue = penalty_interest(D("0.03"), D("0.5"), BANK)
    misuse = penalty_interest(D("0.03"), D(1), BANK, misuse=True)
    assert overdue.rate.en == "4.50% a year (the agreed rate and 50% of it)"
    assert "6.00%" in misuse.rate.zh
    with pytest.raises(TermsError, match="uplift"):
        penalty_interest(D("0.03"), D(3), BANK)


def test_the_chinese_sheet_has_its_four_parts() -> None:
    sheet = disclose(LOAN, BANK, [], [penalty_interest(D("0.03"), D("0.5"), BANK)])
    text = sheet_text(sheet, "zh")
    assert "贷款本金：200,000.00 元；期限：60 个月；还款方式：等额本息" in text
    assert "一、利息和费用\n  1. 利息：15,624.26 元\n" in text
    assert "单利年化（月利率 × 12）：3.00%\n  复利年化（(1 + 月利率)^12 − 1）：3.04%" in text
    assert "三、违约情形下的或有成本\n  1. 逾期罚息" in text
    assert "四、除上列各项外，不收取其他任何利息和费用。" in text


def test_the_english_sheet_says_none_when_a_default_costs_nothing() -> None:
    text = sheet_text(disclose(LOAN, BANK), "en")
    assert "3. Costs that arise only on default\n  none\n" in text
    assert "4. Nothing is charged beside the items above." in text
    assert "Convention: effective-rate method" in text
