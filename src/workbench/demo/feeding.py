"""The files of the loan and payroll systems, as of a business date, set by set."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import F

from workbench.common import clock
from workbench.common.inserting import renew
from workbench.customers.models import (
    Category,
    CustomerRow,
    Fact,
    Feed,
    Loan,
    LoanDue,
    LoanPayment,
    PartyNow,
    Source,
)
from workbench.demo.lending import CATEGORIES
from workbench.demo.people import FACT_COLUMNS
from workbench.demo.rows import Rows, Tuples

_DEFAULT, _IN_DEFAULT = "loan_default", 91  # days past due
_WHY = "the file of a night tells of every loan"


def feed(business_on: date, *, payroll: bool, events: bool) -> None:
    """Inside an action: every loan as of the date; the payroll system's file has come, or is missing.

    With `events` it says of every customer whether he is in default, as it does once a month.
    """
    loans = Loan.objects.unscoped(_WHY).filter(settled_on=None)
    _pay(business_on)
    loans.filter(days_past_due__gt=0).update(days_past_due=F("days_past_due") + 1)
    for least, category in CATEGORIES[1:]:
        late = loans.filter(days_past_due__gte=least)
        late.exclude(category__in=_worse(category)).update(category=category)
    loans.update(fed_until=business_on)
    _arrived(Source.LOAN_FEED, business_on, loans.count())
    if payroll:
        _arrived(Source.PAYROLL_FEED, business_on, 0)
    if events:
        _tell_defaults(business_on)


def _tell_defaults(day: date) -> None:
    loans = Loan.objects.unscoped(_WHY).filter(settled_on=None, days_past_due__gte=_IN_DEFAULT)
    late = set(loans.values_list("party_id", flat=True))
    facts, now, known_at = Tuples(Fact, *FACT_COLUMNS), [], clock.now()
    customers = PartyNow.objects.filter(party__row__isnull=False).order_by("party")
    for party, held in customers.values_list("party_id", "facts").iterator():
        value = party in late
        key = facts.add(
            party,
            _DEFAULT,
            value,
            day,
            known_at,
            str(Source.LOAN_FEED),
            None,
            "",
        )
        now.append((party, {**held, _DEFAULT: [value, day.isoformat(), key]}))
    facts.write()
    renew(PartyNow, ["facts"], now)


def show_loans() -> None:
    """Inside an action: what lists show of loans, as the newest file told it."""
    loans = Loan.objects.unscoped(_WHY).filter(settled_on=None).order_by("party", "days_past_due")
    rows = [
        (days, category, str(balance), party)
        for party, days, category, balance in loans.values_list(
            "party_id", "days_past_due", "category", "balance"
        )
    ]
    _each(
        f"UPDATE {CustomerRow._meta.db_table} "
        "SET days_past_due = %s, worst_category = %s, loan_balance = %s WHERE party_id = %s",
        rows,
    )


def _worse(category: Category) -> list[str]:
    return list(Category.values[Category.values.index(category) :])


def _pay(day: date) -> None:
    dues = LoanDue.objects.filter(due_on=day, loan__days_past_due=0, loan__settled_on=None)
    payments, left = Rows(LoanPayment), []
    for loan, balance, principal, interest in dues.values_list(
        "loan_id", "loan__balance", "principal", "interest"
    ):
        payments.add(
            loan_id=loan, paid_on=day, amount=principal + interest, reference=f"{day:%Y%m%d}"
        )
        left.append((str(balance - principal), loan))
    payments.write()
    _each(f"UPDATE {Loan._meta.db_table} SET balance = %s WHERE id = %s", left)


def _each(statement: str, rows: Sequence[tuple[Any, ...]]) -> None:
    if rows:
        with connection.cursor() as cursor:
            cursor.executemany(statement, rows)


def _arrived(source: Source, day: date, rows: int) -> None:
    Feed.objects.create(
        source=source,
        business_on=day,
        arrived_at=clock.now(),
        rows_said=rows,
        rows_found=rows,
        accepted=True,
    )
