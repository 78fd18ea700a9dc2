"""Both income ratios: the exam's question with all its wrong options; and the largest loan for a ratio."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kefen.calculating import (
    Burden,
    Income,
    LoanTerms,
    Method,
    Offer,
    RatioLimits,
    TermsError,
    card_debt,
    income_ratios,
    instalment,
    largest_amount,
    loan_debt,
)
from tests.calculating.strategies import monthly_methods, months, rates

D = Decimal
WAGES = (D(7000), D(5000))
CARD = card_debt([D(1000)])


@pytest.mark.parametrize(
    ("fund_stated", "assets", "printed"),
    [(True, 10_000, "34.67"), (False, 10_000, "43.33"), (False, 0, "51.67"), (True, 0, "41.33")],
    ids=["A correct", "B housing fund left out", "C both errors", "D card not offset"],
)
def test_the_exam_question_and_its_wrong_options(
    fund_stated: bool, assets: int, printed: str
) -> None:
    income = Income(WAGES, D(3000), fund_stated)
    ratios = income_ratios(D(5000), Burden(D(200), (CARD,), D(assets)), income)
    assert ratios.total.percent == D(printed)


def test_this_loans_ratio_leaves_other_debts_out() -> None:
    ratios = income_ratios(D(5000), Burden(D(200), (CARD,)), Income(WAGES, D(3000)))
    assert (ratios.this_loan.exact, ratios.total.exact) == (
        Fraction(5200, 15000),
        Fraction(6200, 15000),
    )


def test_cards_count_by_their_average_of_six_months() -> None:
    card = card_debt([D(amount) for amount in (0, 100, 200, 0, 0, 700)])
    assert (card.monthly, card.balance) == (Fraction(500, 3), D(700))


def test_other_loans_count_by_equal_instalments_of_what_remains() -> None:
    debt = loan_debt(LoanTerms(D(200_000), D("0.03"), 60, Method.INTEREST_ONLY))
    assert (debt.monthly, debt.offsettable) == (Fraction("3593.74"), False)


@pytest.mark.parametrize(("left", "offset"), [(11, True), (12, True), (13, False)])
def test_a_loan_with_at_most_a_year_left_may_be_offset(left: int, offset: bool) -> None:
    debt = loan_debt(LoanTerms(D(12_000), D(0), left))
    assert Burden(debts=(debt,), proven_assets=D(50_000)).counted() == (() if offset else (debt,))


def test_assets_are_used_once() -> None:
    first, second = card_debt([D(6000)]), card_debt([D(5000)])
    burden = Burden(debts=(first, second), proven_assets=D(10_000))
    assert burden.counted() == (second,)


def test_a_limit_is_compared_with_the_fraction_not_with_the_print() -> None:
    ratios = income_ratios(D("5000.01"), Burden(), Income((D(10_000),)))
    assert ratios.total.percent == D("50.00")
    assert not ratios.total.within(D("0.50"))
    assert income_ratios(D(5000), Burden(), Income((D(10_000),))).total.within(D("0.50"))


@pytest.mark.parametrize("income", [(), (D(0),)])
def test_without_income_there_is_no_ratio(income: tuple[Decimal, ...]) -> None:
    with pytest.raises(TermsError, match="must be more than 0"):
        Income(income, D(3000), fund_stated=False)


def test_cards_need_one_to_six_months() -> None:
    with pytest.raises(TermsError, match="last 1 to 6 months"):
        card_debt([])


# --- the largest amount ---------------------------------------------------------------------------------

INCOME = Income((D(15_000),))
HOME = Offer(D("0.035"), 360, step=D(1000))


def test_the_largest_loan_for_half_of_the_income() -> None:
    most = largest_amount(HOME, Burden(D(200)), INCOME, RatioLimits())
    assert (most.amount, most.instalment, most.bound_by) == (
        D(1_625_000),
        D("7296.98"),
        "this_loan",
    )
    assert most.ratios.this_loan.percent == D("49.98")


def test_other_debts_make_the_total_ratio_bind() -> None:
    most = largest_amount(HOME, Burden(D(200), (card_debt([D(2000)]),)), INCOME, RatioLimits())
    assert (most.amount, most.bound_by) == (D(1_347_000), "total")


def test_debts_above_the_limit_leave_no_loan() -> None:
    most = largest_amount(HOME, Burden(D(200), (card_debt([D(9000)]),)), INCOME, RatioLimits())
    assert (most.amount, most.instalment) == (0, 0)
    assert not most.ratios.total.within(D("0.55"))


@pytest.mark.parametrize("method", [Method.INTEREST_ONLY, Method.BULLET])
def test_without_monthly_principal_a_ratio_sets_no_amount(method: Method) -> None:
    with pytest.raises(TermsError, match="a ratio sets no amount"):
        Offer(D("0.03"), 60, method)


@given(rates, months, monthly_methods, st.integers(1, 10**7))
def test_one_step_more_breaks_a_limit(rate: Decimal, term: int, method: Method, wage: int) -> None:
    offer, limits = Offer(rate, term, method), RatioLimits()
    most = largest_amount(offer, Burden(), Income((D(wage),)), limits)
    assert most.ratios.this_loan.within(limits.this_loan)
    more = instalment(offer.of(most.amount + offer.step))
    assert not income_ratios(more, Burden(), Income((D(wage),))).this_loan.within(limits.this_loan)
