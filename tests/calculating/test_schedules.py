"""Plans: a day for every instalment, and how many are left."""

from __future__ import annotations

import itertools
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kefen.calculating import (
    DueDates,
    LoanTerms,
    Method,
    Schedule,
    TermsError,
    months_left,
    schedule,
)
from tests.calculating.strategies import plans

YEAR = LoanTerms(Decimal(12_000), Decimal("0.06"), 12)


def test_a_loan_of_the_31st_is_due_on_the_last_day_of_short_months() -> None:
    plan = schedule(YEAR, DueDates(date(2027, 10, 31)))
    assert [due.due.isoformat() for due in plan.dues[:6]] == [
        "2027-11-30", "2027-12-31", "2028-01-31", "2028-02-29", "2028-03-31", "2028-04-30",
    ]  # fmt: skip


def test_a_first_due_date_sets_the_day_of_all_others() -> None:
    plan = schedule(YEAR, DueDates(date(2026, 1, 15), date(2026, 3, 1)))
    assert (plan.dues[0].due, plan.dues[1].due, plan.end) == (
        date(2026, 3, 1),
        date(2026, 4, 1),
        date(2027, 2, 1),
    )


def test_a_bullet_loan_is_due_once_at_its_end() -> None:
    terms = LoanTerms(Decimal(12_000), Decimal("0.06"), 12, Method.BULLET)
    plan = schedule(terms, DueDates(date(2026, 1, 31)))
    assert [(due.due, due.payment) for due in plan.dues] == [
        (date(2027, 1, 31), Decimal("12720.00"))
    ]


@pytest.mark.parametrize(
    ("day", "left"),
    [
        ("2026-01-15", 12),
        ("2026-02-14", 12),
        ("2026-02-15", 11),
        ("2027-01-14", 1),
        ("2027-01-15", 0),
    ],
)
def test_the_remaining_term_falls_on_each_due_date(day: str, left: int) -> None:
    plan = schedule(YEAR, DueDates(date(2026, 1, 15)))
    assert months_left(plan, date.fromisoformat(day)) == left


def test_a_bullet_loan_has_months_left_though_it_has_one_instalment() -> None:
    terms = LoanTerms(Decimal(12_000), Decimal("0.06"), 12, Method.BULLET)
    assert months_left(schedule(terms, DueDates(date(2026, 1, 15))), date(2026, 3, 20)) == 10


def test_the_balance_of_a_day_is_that_after_the_last_due_date() -> None:
    plan = schedule(YEAR, DueDates(date(2026, 1, 15)))
    assert plan.balance_on(date(2026, 2, 14)) == 12_000
    assert plan.balance_on(date(2026, 2, 15)) == plan.dues[0].balance


def test_a_first_due_date_before_the_start_is_refused() -> None:
    with pytest.raises(TermsError, match="must be after the start"):
        DueDates(date(2026, 1, 15), date(2026, 1, 15))


@given(plans())
def test_due_dates_rise_and_are_a_month_apart(plan: Schedule) -> None:
    days = [due.due for due in plan.dues]
    gaps = [later - earlier for earlier, later in itertools.pairwise(days)]
    assert all(timedelta(28) <= gap <= timedelta(31) for gap in gaps)


@given(plans(), st.integers(-40, 500 * 31))
def test_the_remaining_term_never_grows(plan: Schedule, days: int) -> None:
    day = plan.dates.start + timedelta(days)
    assert 0 <= months_left(plan, day + timedelta(1)) <= months_left(plan, day) <= plan.length
