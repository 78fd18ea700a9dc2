"""Days past due: the oldest unpaid instalment, on any day."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kefen.calculating import (
    CountedFrom,
    Grace,
    Instalment,
    Payment,
    Schedule,
    TermsError,
    arrears,
    days_past_due,
)
from tests.calculating.strategies import plans

D = Decimal
DUES = [Instalment(date(2026, month, 15), D(900), D(100)) for month in (1, 2, 3, 4)]


def _paid(*items: tuple[str, str]) -> list[Payment]:
    return [Payment(date.fromisoformat(day), D(amount)) for day, amount in items]


@pytest.mark.parametrize(
    ("as_of", "days"),
    [
        ("2026-01-14", 0),
        ("2026-01-15", 0),
        ("2026-01-16", 1),
        ("2026-02-15", 31),
        ("2026-04-15", 90),
        ("2026-04-16", 91),
    ],
)
def test_the_day_after_the_due_date_is_day_1(as_of: str, days: int) -> None:
    assert days_past_due(DUES, [], date.fromisoformat(as_of)) == days


def test_the_count_runs_from_the_oldest_instalment_not_paid() -> None:
    paid = _paid(("2026-01-15", "1000"), ("2026-04-15", "1000"))
    assert arrears(DUES, paid, date(2026, 4, 20)).oldest_due == date(2026, 3, 15)


def test_a_late_payment_goes_to_the_oldest_instalment_not_to_the_month_it_comes_in() -> None:
    paid = _paid(("2026-02-15", "1000"))
    assert days_past_due(DUES, paid, date(2026, 2, 16)) == 1


def test_one_cent_short_is_not_paid() -> None:
    short = arrears(DUES, _paid(("2026-01-15", "999.99")), date(2026, 1, 25))
    assert (short.days, short.principal, short.interest) == (10, D("0.01"), 0)


def test_within_an_instalment_interest_is_paid_first() -> None:
    part = arrears(DUES, _paid(("2026-01-15", "150")), date(2026, 2, 20))
    assert (part.instalments, part.principal, part.interest) == (2, D(1750), D(100))


def test_money_paid_in_advance_is_credit_for_the_next() -> None:
    paid = _paid(("2026-01-10", "2500"))
    assert arrears(DUES, paid, date(2026, 2, 20)).credit == 500
    assert days_past_due(DUES, paid, date(2026, 3, 20)) == 5


def test_a_past_day_sees_only_what_was_paid_by_its_end() -> None:
    paid = _paid(("2026-01-25", "1000"))
    assert [days_past_due(DUES, paid, date(2026, 1, day)) for day in (24, 25, 26)] == [9, 0, 0]


@pytest.mark.parametrize(
    ("counted_from", "before", "after"),
    [(CountedFrom.DUE_DATE, 0, 4), (CountedFrom.GRACE_END, 0, 1)],
)
def test_grace_ends_and_the_count_starts_where_it_says(
    counted_from: CountedFrom, before: int, after: int
) -> None:
    grace = Grace(3, counted_from)
    assert [days_past_due(DUES, [], date(2026, 1, day), grace) for day in (18, 19)] == [
        before,
        after,
    ]


def test_within_grace_an_instalment_is_not_overdue_and_an_older_one_is() -> None:
    late = arrears(DUES, [], date(2026, 2, 17), Grace(3))
    assert (late.instalments, late.amount, late.oldest_due) == (1, D(1000), date(2026, 1, 15))


def test_without_dues_nothing_is_past_due() -> None:
    nothing = arrears([], _paid(("2026-01-01", "10")), date(2026, 2, 1))
    assert (nothing.days, nothing.oldest_due, nothing.credit) == (0, None, 10)


def test_negative_payments_and_grace_are_refused() -> None:
    with pytest.raises(TermsError, match="a payment cannot be negative"):
        Payment(date(2026, 1, 1), D(-1))
    with pytest.raises(TermsError, match="grace cannot be negative"):
        Grace(-1)


@given(plans(), st.integers(0, 20_000), st.integers(0, 400), st.integers(0, 10))
def test_without_payments_the_count_never_falls(
    plan: Schedule, after: int, more: int, grace: int
) -> None:
    day = plan.dates.start + timedelta(after)
    earlier, later = (
        days_past_due(plan.dues, [], d, Grace(grace)) for d in (day, day + timedelta(more))
    )
    assert earlier <= later


@given(
    plans(),
    st.integers(0, 20_000),
    st.lists(st.tuples(st.integers(0, 9000), st.integers(1, 10**9)), max_size=6),
)
def test_a_payment_never_adds_days(plan: Schedule, after: int, paid: list[tuple[int, int]]) -> None:
    day = plan.dates.start + timedelta(after)
    payments = [Payment(plan.dates.start + timedelta(on), D(cents) / 100) for on, cents in paid]
    counts = [days_past_due(plan.dues, payments[:n], day) for n in range(len(payments) + 1)]
    assert counts == sorted(counts, reverse=True)


@given(plans(), st.integers(0, 20_000))
def test_who_pays_by_the_plan_is_never_past_due(plan: Schedule, after: int) -> None:
    payments = [Payment(due.due, due.payment) for due in plan.dues]
    standing = arrears(plan.dues, payments, plan.dates.start + timedelta(after))
    assert (standing.days, standing.amount, standing.credit) == (0, 0, 0)
