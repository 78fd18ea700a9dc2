"""Random loans: amounts to 10⁹ in cents, rates to 36 % in basis points, 1 to 480 months."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from hypothesis import strategies as st

from kefen.calculating import DueDates, LoanTerms, Method, Schedule, schedule

amounts = st.integers(100_000, 10**11).map(lambda cents: Decimal(cents) / 100)
rates = st.integers(0, 3600).map(lambda points: Decimal(points) / 10_000)
months = st.integers(1, 480)
days = st.dates(date(2000, 1, 1), date(2060, 12, 31))

all_methods = st.sampled_from(Method)
monthly_methods = st.sampled_from([Method.EQUAL_INSTALMENT, Method.EQUAL_PRINCIPAL])


def loans(methods: st.SearchStrategy[Method] = all_methods) -> st.SearchStrategy[LoanTerms]:
    """Loans repaid by some method."""
    return st.builds(LoanTerms, amounts, rates, months, methods)


@st.composite
def plans(draw: st.DrawFn, methods: st.SearchStrategy[Method] = all_methods) -> Schedule:
    """Plans of such loans."""
    return schedule(draw(loans(methods)), DueDates(draw(days)))
