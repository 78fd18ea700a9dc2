"""Early repayment, extension, and how long a payment takes."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from kefen.calculating import (
    DueDates,
    EarlyRepayment,
    Keep,
    LoanTerms,
    Method,
    Schedule,
    TermsError,
    extend,
    longest_extension,
    months_to_repay,
    prepay,
    schedule,
)
from tests.calculating.strategies import amounts, monthly_methods, plans, rates

D = Decimal
LOAN = LoanTerms(D(200_000), D("0.03"), 60)
PLAN = schedule(LOAN, DueDates(date(2026, 1, 15)))
AFTER_A_YEAR = date(2027, 1, 15)


@st.composite
def repaid_early(draw: st.DrawFn, plan: Schedule) -> EarlyRepayment:
    """A repayment of 1 yuan to all of the balance on a day before the end."""
    on = draw(st.dates(plan.dates.start, plan.end - timedelta(1)))
    balance = plan.balance_on(on)
    assume(balance >= 1)
    cents = draw(st.integers(100, int(balance * 100)))
    return EarlyRepayment(on, D(cents) / 100)


# --- in full ----------------------------------------------------------------------------------------


def test_repaying_all_on_a_due_date_pays_that_instalment_and_the_balance() -> None:
    done = prepay(PLAN, EarlyRepayment(AFTER_A_YEAR))
    assert done.after.dues[:-1] == PLAN.dues[:12]
    assert (done.repayment.principal, done.repayment.interest) == (PLAN.dues[11].balance, 0)


def test_between_due_dates_the_days_since_the_last_bear_interest() -> None:
    row = prepay(PLAN, EarlyRepayment(date(2027, 1, 25))).repayment
    assert row.interest == D("135.30")
    assert row.interest == round(PLAN.dues[11].balance * D("0.03") * 10 / 360, 2)


@pytest.mark.parametrize(
    ("day", "days"), [("2026-03-30", 15), ("2026-04-14", 30), ("2026-04-15", 0)]
)
def test_a_month_bears_at_most_thirty_days(day: str, days: int) -> None:
    on = date.fromisoformat(day)
    row = prepay(PLAN, EarlyRepayment(on)).repayment
    assert row.interest == round(PLAN.balance_on(on) * D("0.03") * days / 360, 2)


def test_on_the_day_of_the_loan_only_the_amount_is_repaid() -> None:
    done = prepay(PLAN, EarlyRepayment(date(2026, 1, 15)))
    assert [due.payment for due in done.after.dues] == [D(200_000)]


def test_a_bullet_loan_repaid_early_pays_for_all_months_so_far() -> None:
    terms = LoanTerms(D(12_000), D("0.06"), 12, Method.BULLET)
    plan = schedule(terms, DueDates(date(2026, 1, 15)))
    assert prepay(plan, EarlyRepayment(date(2026, 4, 25))).repayment.interest == D("200.00")


# --- in part ----------------------------------------------------------------------------------------


def test_keeping_the_term_lowers_the_instalment() -> None:
    done = prepay(PLAN, EarlyRepayment(AFTER_A_YEAR, D(50_000)))
    assert done.months_saved == 0
    assert done.after.dues[13].payment == D("2487.02")
    assert done.after.dues[-1].balance == 0


def test_keeping_the_instalment_shortens_the_term() -> None:
    done = prepay(PLAN, EarlyRepayment(AFTER_A_YEAR, D(50_000), Keep.INSTALMENT))
    assert done.after.dues[13].payment == D("3593.74")
    assert (done.months_saved, done.after.end) == (15, date(2029, 10, 15))


def test_keeping_the_instalment_saves_more_interest() -> None:
    term, payment = (prepay(PLAN, EarlyRepayment(AFTER_A_YEAR, D(50_000), keep)) for keep in Keep)
    assert 0 < term.interest_saved < payment.interest_saved


def test_equal_principal_keeps_its_monthly_principal() -> None:
    plan = schedule(
        LoanTerms(D(60_000), D("0.03"), 60, Method.EQUAL_PRINCIPAL), DueDates(date(2026, 1, 15))
    )
    done = prepay(plan, EarlyRepayment(AFTER_A_YEAR, D(10_000), Keep.INSTALMENT))
    assert {due.principal for due in done.after.dues if not due.early} == {D(1000)}
    assert done.months_saved == 10


def test_a_plan_can_be_repaid_early_twice() -> None:
    once = prepay(PLAN, EarlyRepayment(AFTER_A_YEAR, D(50_000), Keep.INSTALMENT)).after
    twice = prepay(once, EarlyRepayment(date(2028, 1, 20), D(20_000))).after
    assert sum(due.principal for due in twice.dues) == 200_000
    assert [due.early for due in twice.dues].count(True) == 2


@pytest.mark.parametrize("method", [Method.INTEREST_ONLY, Method.BULLET])
def test_without_monthly_principal_only_the_term_can_be_kept(method: Method) -> None:
    plan = schedule(LoanTerms(D(12_000), D("0.06"), 12, method), DueDates(date(2026, 1, 15)))
    assert prepay(plan, EarlyRepayment(date(2026, 4, 15), D(2000))).after.length == 12
    with pytest.raises(TermsError, match="only the term can be kept"):
        prepay(plan, EarlyRepayment(date(2026, 4, 15), D(2000), Keep.INSTALMENT))


@pytest.mark.parametrize(
    ("on", "amount", "said"),
    [
        ("2026-01-14", None, "nothing is owed on 2026-01-14"),
        ("2031-01-15", None, "nothing is owed on 2031-01-15"),
        ("2026-06-01", "200000", "at most the balance"),
        ("2026-06-01", "0", "must be more than 0"),
    ],
)
def test_an_impossible_early_repayment_is_refused(on: str, amount: str | None, said: str) -> None:
    early = EarlyRepayment(date.fromisoformat(on), None if amount is None else D(amount))
    with pytest.raises(TermsError, match=said):
        prepay(PLAN, early)


@given(st.data(), plans())
def test_all_principal_is_repaid_once_whatever_comes_early(
    data: st.DataObject, plan: Schedule
) -> None:
    done = prepay(plan, data.draw(repaid_early(plan)))
    assert sum(due.principal for due in done.after.dues) == plan.terms.amount
    assert min(due.balance for due in done.after.dues) == done.after.dues[-1].balance == 0


@given(st.data(), plans(monthly_methods))
def test_keeping_the_instalment_never_costs_more_interest(
    data: st.DataObject, plan: Schedule
) -> None:
    early = data.draw(repaid_early(plan))
    done = prepay(plan, EarlyRepayment(early.on, early.amount, Keep.INSTALMENT))
    assert done.interest_saved >= 0
    assert done.months_saved >= 0


@given(st.data(), plans())
def test_repaying_all_never_costs_more_interest(data: st.DataObject, plan: Schedule) -> None:
    early = data.draw(repaid_early(plan))
    assert prepay(plan, EarlyRepayment(early.on)).interest_saved >= 0


@given(st.data(), plans())
def test_keeping_the_term_costs_at_most_rounding(data: st.DataObject, plan: Schedule) -> None:
    done = prepay(plan, data.draw(repaid_early(plan)))
    growth = (1 + plan.terms.annual_rate / 12) ** plan.length
    assert done.interest_saved >= -D("0.01") * plan.length * growth


# --- remaining term, extension ------------------------------------------------------------------------


def test_the_months_a_payment_takes() -> None:
    assert months_to_repay(D(200_000), D("0.03"), D("3593.74")) == 60
    assert months_to_repay(D(200_000), D("0.03"), D("3593.73")) == 61
    assert months_to_repay(D(0), D("0.03"), D(100)) == 0


def test_a_payment_below_the_interest_never_repays() -> None:
    with pytest.raises(TermsError, match=r"does not exceed the first month's interest 500\.00"):
        months_to_repay(D(200_000), D("0.03"), D(500))


def test_an_extension_spreads_the_balance_over_more_months() -> None:
    longer = extend(PLAN, AFTER_A_YEAR, 12)
    assert (longer.length, longer.end) == (72, date(2032, 1, 15))
    assert longer.dues[12].payment < PLAN.dues[12].payment
    assert sum(due.principal for due in longer.dues) == 200_000


def test_an_extended_bullet_loan_bears_interest_for_all_its_months() -> None:
    plan = schedule(LoanTerms(D(12_000), D("0.06"), 12, Method.BULLET), DueDates(date(2026, 1, 15)))
    longer = extend(plan, date(2026, 12, 1), 6)
    assert [(due.due, due.interest) for due in longer.dues] == [(date(2027, 7, 15), D("1080.00"))]


@pytest.mark.parametrize(
    ("term", "most", "months"), [(6, 60, 6), (12, 60, 12), (13, 60, 47), (60, 60, 0), (61, 60, 0)]
)
def test_how_far_a_loan_may_be_extended(term: int, most: int, months: int) -> None:
    assert longest_extension(term, most) == months


@given(amounts, rates, st.integers(1, 600))
def test_the_exact_instalment_rounded_up_takes_the_agreed_months(
    amount: Decimal, rate: Decimal, term: int
) -> None:
    first = schedule(LoanTerms(amount, rate, term), DueDates(date(2026, 1, 15))).dues[0].payment
    assert months_to_repay(amount, rate, first + term) <= term
