"""Instalments to the cent: the published figures of four loans, and what holds for every loan."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kefen.calculating import (
    LoanTerms,
    Method,
    TermsError,
    annuity_factor,
    instalment,
    repayments,
    summarise,
)
from kefen.exact import rounded
from kefen.language.annuities import equal_instalment
from tests.calculating.strategies import amounts, loans, months, rates

D = Decimal
LOANS = {
    "A": (D(1_000_000), D("0.035"), 360),
    "B": (D(200_000), D("0.03"), 60),
    "C": (D(300_000), D("0.0435"), 84),
    "D": (D(500_000), D("0.0305"), 480),
}


@pytest.mark.parametrize(
    ("loan", "raw", "paid"),
    [
        ("A", "4490.446878", "4490.45"),
        ("B", "3593.738133", "3593.74"),
        ("C", "4149.150978", "4149.15"),
        ("D", "1804.359983", "1804.36"),
    ],
)
def test_the_equal_instalment_is_rounded_once_from_an_exact_fraction(
    loan: str, raw: str, paid: str
) -> None:
    summary = summarise(LoanTerms(*LOANS[loan]))
    assert rounded(summary.exact_instalment, 6) == D(raw)
    assert summary.first.payment == D(paid)


@pytest.mark.parametrize(
    ("loan", "interest", "principal", "balance"),
    [
        ("A", "2916.67", "1573.78", "998426.22"),
        ("B", "500.00", "3093.74", "196906.26"),
        ("C", "1087.50", "3061.65", "296938.35"),
        ("D", "1270.83", "533.53", "499466.47"),
    ],
)
def test_the_first_equal_instalment_falls_into_interest_and_principal(
    loan: str, interest: str, principal: str, balance: str
) -> None:
    first = summarise(LoanTerms(*LOANS[loan])).first
    assert (first.interest, first.principal, first.balance) == (
        D(interest),
        D(principal),
        D(balance),
    )


@pytest.mark.parametrize(
    ("loan", "last", "total", "exact"),
    [
        ("A", "4488.52", "616560.07", "616560.88"),
        ("B", "3593.60", "15624.26", "15624.29"),
        ("C", "4149.21", "48528.66", "48528.68"),
        ("D", "1804.31", "366092.75", "366092.79"),
    ],
)
def test_the_last_equal_instalment_takes_what_remains(
    loan: str, last: str, total: str, exact: str
) -> None:
    summary = summarise(LoanTerms(*LOANS[loan]))
    assert (summary.last.payment, summary.last.balance) == (D(last), 0)
    assert (summary.total_interest, rounded(summary.exact_interest, 2)) == (D(total), D(exact))


@pytest.mark.parametrize(
    ("loan", "first", "second", "last"),
    [
        ("A", "5694.45", "5686.34", "2785.08"),
        ("B", "3833.33", "3825.00", "3341.86"),
        ("C", "4658.93", "4645.98", "3584.26"),
        ("D", "2312.50", None, "1042.71"),
    ],
)
def test_equal_principal_falls_from_month_to_month(
    loan: str, first: str, second: str | None, last: str
) -> None:
    rows = repayments(LoanTerms(*LOANS[loan], Method.EQUAL_PRINCIPAL))
    assert (rows[0].payment, rows[-1].payment) == (D(first), D(last))
    assert second is None or rows[1].payment == D(second)


@pytest.mark.parametrize(
    ("loan", "total", "exact"),
    [
        ("A", "526457.92", "526458.33"),
        ("B", "15250.00", "15250.00"),
        ("C", "46218.72", "46218.75"),
        ("D", "305634.44", "305635.42"),
    ],
)
def test_equal_principal_totals_as_paid_and_by_the_closed_form(
    loan: str, total: str, exact: str
) -> None:
    summary = summarise(LoanTerms(*LOANS[loan], Method.EQUAL_PRINCIPAL))
    assert summary.total_interest == D(total)
    assert rounded(summary.exact_interest, 2) == D(exact)


def test_interest_only_leaves_the_principal_to_the_end() -> None:
    rows = repayments(LoanTerms(D(200_000), D("0.03"), 60, Method.INTEREST_ONLY))
    assert {row.payment for row in rows[:-1]} == {D("500.00")}
    assert rows[-1].payment == D("200500.00")


def test_a_bullet_loan_is_one_payment_with_simple_interest() -> None:
    rows = repayments(LoanTerms(D(200_000), D("0.03"), 18, Method.BULLET))
    assert [(row.number, row.payment) for row in rows] == [(18, D("209000.00"))]


@pytest.mark.parametrize("method", [Method.EQUAL_INSTALMENT, Method.EQUAL_PRINCIPAL])
def test_without_interest_both_methods_are_a_division(method: Method) -> None:
    rows = repayments(LoanTerms(D(1000), D(0), 3, method))
    assert [row.payment for row in rows] == [D("333.33"), D("333.33"), D("333.34")]
    assert summarise(LoanTerms(D(1000), D(0), 3, method)).exact_instalment == Fraction(1000, 3)


def test_half_a_cent_of_interest_goes_up() -> None:
    assert repayments(LoanTerms(D("100.00"), D("0.0006"), 1))[0].interest == D("0.01")
    assert instalment(LoanTerms(D("300.00"), D("0.0002"), 1)) == D("300.01")


def test_a_loan_too_small_for_its_months_is_repaid_sooner() -> None:
    rows = repayments(LoanTerms(D("0.05"), D("0.03"), 10, Method.EQUAL_PRINCIPAL))
    assert [row.principal for row in rows] == [D("0.01")] * 5


def test_one_month_is_the_amount_and_its_interest() -> None:
    assert annuity_factor(D("0.12"), 1) == Fraction(101, 100)
    for method in Method:
        assert instalment(LoanTerms(D(1000), D("0.12"), 1, method)) == D("1010.00")


@pytest.mark.parametrize(
    ("amount", "rate", "term", "said"),
    [
        (D(0), D("0.03"), 12, "must be more than 0"),
        (D(-5), D("0.03"), 12, "cannot be negative"),
        (D("0.001"), D("0.03"), 12, "part of a cent"),
        (D("NaN"), D("0.03"), 12, "cannot be negative"),
        (D(10**12 + 1), D("0.03"), 12, "is above 1,000,000,000,000 yuan"),
        (D(1000), D("3.5"), 12, "between 0 and 100 %, 3.5 % being 0.035"),
        (D(1000), D("0.000000001"), 12, "more than 8 places"),
        (D(1000), D("0.03"), 0, "1 to 600 months: 0"),
        (D(1000), D("0.03"), 601, "1 to 600 months: 601"),
    ],
)  # fmt: skip
def test_impossible_terms_are_refused_in_both_languages(
    amount: Decimal, rate: Decimal, term: int, said: str
) -> None:
    with pytest.raises(TermsError) as refused:
        LoanTerms(amount, rate, term)
    assert said in str(refused.value)
    assert refused.value.words.zh != refused.value.words.en


@given(loans())
def test_principal_repaid_is_exactly_the_amount(terms: LoanTerms) -> None:
    rows = repayments(terms)
    assert sum(row.principal for row in rows) == terms.amount
    assert rows[-1].balance == 0


@given(loans())
def test_no_balance_and_no_part_of_a_payment_is_negative(terms: LoanTerms) -> None:
    for row in repayments(terms):
        assert min(row.balance, row.principal, row.interest) >= 0


@given(loans())
def test_rounding_costs_at_most_half_a_cent_a_month_and_its_interest(terms: LoanTerms) -> None:
    summary = summarise(terms)
    drift = abs(Fraction(summary.total_interest) - summary.exact_interest)
    growth = (1 + terms.rate / 12) ** terms.months
    assert drift <= Fraction(2, 100) * terms.months * growth


@given(amounts, rates, months)
def test_equal_principal_never_costs_more_interest(
    amount: Decimal, rate: Decimal, term: int
) -> None:
    equal, falling = (
        summarise(LoanTerms(amount, rate, term, method))
        for method in (Method.EQUAL_INSTALMENT, Method.EQUAL_PRINCIPAL)
    )
    assert falling.exact_interest <= equal.exact_interest
    assert falling.total_interest <= equal.total_interest + Decimal("0.01") * term


@given(loans(st.just(Method.EQUAL_INSTALMENT)))
def test_the_operator_of_policies_gives_the_instalment_of_the_calculator(terms: LoanTerms) -> None:
    assert equal_instalment(terms.amount, terms.annual_rate, terms.months) == instalment(terms)
