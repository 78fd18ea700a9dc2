"""The nights of the demo bank: the files of the loan and payroll systems come, and the day's end is done."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db import connection
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from workbench.accounts.queries import rule_actor
from workbench.common import clock
from workbench.common.acting import Actor
from workbench.common.jobs import end_day
from workbench.customers.models import (
    Category,
    CustomerRow,
    Feed,
    Loan,
    LoanDue,
    LoanPayment,
    Source,
)
from workbench.demo.lending import CATEGORIES
from workbench.demo.rows import Rows
from workbench.journal.actions import action

_WHY = "the file of a night tells of every loan"


def live_night(day: date, at: datetime, *, payroll: bool = True) -> None:
    """What happens after the end of a business date, at a moment."""
    with clock.moment(at):
        feed_loans(by=rule_actor("feed"), reason="", business_on=day, payroll=payroll)
        for run in end_day(day):
            run.finished_at = clock.now() + timedelta(seconds=2)
            run.save(update_fields=["finished_at"])


@action(
    "demo.fed",
    right="branch.change",
    says=_("the loan system told all loans of the demo bank as of {business_on}"),
    rules=("feed",),
    api=False,
)
def feed_loans(*, by: Actor, reason: str, business_on: date, payroll: bool) -> Feed:
    """Instalments of the day are paid, by those who are not behind; who is behind falls a day further behind.

    The file of the payroll system comes with it, unless it is missing.
    """
    loans = Loan.objects.unscoped(_WHY).filter(settled_on=None)
    _pay(business_on)
    loans.filter(days_past_due__gt=0).update(days_past_due=F("days_past_due") + 1)
    for least, category in CATEGORIES[1:]:
        late = loans.filter(days_past_due__gte=least)
        late.exclude(category__in=_worse(category)).update(category=category)
    loans.update(fed_until=business_on)
    if payroll:
        _arrived(Source.PAYROLL_FEED, business_on, 0)
    return _arrived(Source.LOAN_FEED, business_on, loans.count())


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


def _each(statement: str, rows: Sequence[tuple[object, ...]]) -> None:
    if rows:
        with connection.cursor() as cursor:
            cursor.executemany(statement, rows)


def _arrived(source: Source, day: date, rows: int) -> Feed:
    return Feed.objects.create(
        source=source,
        business_on=day,
        arrived_at=clock.now(),
        rows_said=rows,
        rows_found=rows,
        accepted=True,
    )
