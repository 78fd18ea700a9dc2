"""数据接口: what has come of each source, what is missing, and what is not expected."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from tests.workbench.conftest import Bank
from workbench.approvals.feeds import Arrival, arrivals_of
from workbench.common import clock
from workbench.common.working_days import is_working_day
from workbench.customers.models import Feed, Source
from workbench.journal.recording import recording

FRIDAY, SATURDAY, MONDAY = date(2026, 11, 27), date(2026, 11, 28), date(2026, 11, 30)


def came(source: Source, day: date, **counted: object) -> None:
    with recording():
        Feed.objects.create(
            source=source,
            business_on=day,
            arrived_at=clock.now(),
            rows_found=2,
            accepted=True,
            **counted,
        )


def state(source: Source, day: date) -> Arrival:
    return arrivals_of(day)[source].state


def test_a_day_that_is_worked_in_place_of_another_is_a_working_day() -> None:
    assert [is_working_day(day) for day in (FRIDAY, SATURDAY)] == [True, False]
    assert is_working_day(date(2026, 10, 10))  # a Saturday after the National Day
    assert is_working_day(date(2027, 1, 4)) is None


def test_loans_come_every_day_and_payrolls_on_working_days(db: None) -> None:
    for source in (Source.LOAN_FEED, Source.PAYROLL_FEED):
        came(source, FRIDAY)
    assert state(Source.LOAN_FEED, FRIDAY) is Arrival.CAME
    assert state(Source.LOAN_FEED, SATURDAY) is Arrival.MISSING
    assert state(Source.PAYROLL_FEED, SATURDAY) is Arrival.NOT_EXPECTED
    assert state(Source.PAYROLL_FEED, MONDAY) is Arrival.MISSING


def test_of_a_year_that_is_not_announced_nothing_is_called_missing(db: None) -> None:
    came(Source.PAYROLL_FEED, FRIDAY)
    assert state(Source.PAYROLL_FEED, date(2027, 1, 4)) is Arrival.NOT_ANNOUNCED


def test_before_its_first_file_nothing_of_a_source_is_missing(db: None) -> None:
    came(Source.LOAN_FEED, FRIDAY)
    assert arrivals_of(date(2026, 11, 26)) == {}


def test_the_page_shows_counts_and_totals_and_what_is_missing(bank: Bank) -> None:
    total = Decimal("1234567.00")
    came(Source.LOAN_FEED, FRIDAY, rows_said=2, total_said=total, total_found=total)
    page = bank.browser("2003").get("/feeds/", {"day": "2026-11-29"}).content.decode()
    assert "1,234,567.00" in page
    assert page.count("缺件") >= 3
    assert bank.browser("3003").get("/feeds/").status_code == 403
