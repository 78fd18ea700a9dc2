"""Loans of the demo bank: plans and payments over two years, in arrears where a credit report says so."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from kefen.calculating import DueDates, LoanTerms, Method, Schedule, schedule
from workbench.common import clock
from workbench.customers.models import (
    Category,
    Feed,
    Loan,
    LoanDue,
    LoanPayment,
    Source,
)
from workbench.demo.people import Opened
from workbench.demo.rows import Rows

_PRODUCTS = (("个人综合消费贷款", Decimal("0.0435")), ("个人汽车消费贷款", Decimal("0.0498")))
_AMOUNTS = (50_000, 80_000, 120_000, 200_000)
_MONTHS = (24, 36, 60)
_KIND = "personal_loan"  # as the policy on categories calls it
#: what the loan system says of a loan that nothing is wrong with but, perhaps, days past due
_SOUND = {
    "overdue_by_slip": False,
    "purpose_changed": False,
    "refinanced": False,
    "debt_evasion": False,
    "bankruptcy_liquidation": False,
    "credit_impaired": False,
    "difficulty_at_change": "no_difficulty",
}
_SHARE = 0.4  # of those whose report shows a loan have one here


#: from how many days past due a loan is of which category
CATEGORIES = (
    (0, Category.NORMAL),
    (1, Category.SPECIAL_MENTION),
    (91, Category.SUBSTANDARD),
    (271, Category.DOUBTFUL),
    (361, Category.LOSS),
)


@dataclass(frozen=True)
class Terms:
    """What was agreed, and how many instalments were not paid."""

    amount: int
    rate: Decimal
    months: int
    product: str
    granted_on: date
    unpaid: int


class Lending:
    """Collects loans; `write` inserts them with the arrival of the loan system's file."""

    def __init__(self) -> None:
        self.loans, self.dues, self.payments = Rows(Loan), Rows(LoanDue), Rows(LoanPayment)
        self.plans: dict[tuple[Any, ...], Schedule] = {}
        self.owed = Decimal(0)

    def add(self, draw: random.Random, party: int, history: str, opened: Opened) -> dict[str, Any]:
        """Perhaps a loan; gives what the list of customers shows of it."""
        unpaid = _unpaid(history)
        if history[:1] in ("", "/", "*") or (not unpaid and draw.random() > _SHARE):
            return {}
        terms = _terms(draw, opened, unpaid)
        return self._loan(party, opened, terms, self._plan(terms)) if terms else {}

    def write(self) -> None:
        """In the order in which they name each other."""
        count = self.loans.write()
        self.dues.write()
        self.payments.write()
        # the file of the day before: it has come, at whatever hour the bank is founded
        day = clock.today() - timedelta(days=1)
        Feed.objects.create(
            source=Source.LOAN_FEED,
            business_on=day,
            arrived_at=datetime.combine(day, time(23, 0), clock.CHINA),
            rows_said=count,
            rows_found=count,
            total_said=self.owed,
            total_found=self.owed,
            accepted=True,
        )

    def _plan(self, terms: Terms) -> Schedule:
        key = (terms.amount, terms.rate, terms.months, terms.granted_on)
        if key not in self.plans:
            agreed = LoanTerms(
                Decimal(terms.amount), terms.rate, terms.months, Method.EQUAL_INSTALMENT
            )
            self.plans[key] = schedule(agreed, DueDates(terms.granted_on))
        return self.plans[key]

    def _loan(self, party: int, opened: Opened, terms: Terms, plan: Schedule) -> dict[str, Any]:
        day = clock.today()
        over = [due for due in plan.dues if due.due < day]
        paid = over[: len(over) - terms.unpaid] if terms.unpaid else over
        late = over[len(paid) :]
        days = (day - late[0].due).days if late else 0
        balance = Decimal(terms.amount) - sum((due.principal for due in paid), Decimal(0))
        key = self.loans.add(
            party_id=party,
            number=f"DK{self.loans.last + 1:010d}",
            product=terms.product,
            kind=_KIND,
            branch_id=opened.outlet_id,
            amount=Decimal(terms.amount),
            annual_rate=terms.rate,
            method=str(Method.EQUAL_INSTALMENT),
            granted_on=terms.granted_on,
            ends_on=plan.end,
            balance=balance,
            days_past_due=days,
            overdue_amount=sum((due.principal + due.interest for due in late), Decimal(0)),
            category=_category(days),
            fed_until=day - timedelta(days=1),
            facts={**_SOUND, "previous_category": _category(max(days - 30, 0)).lower()},
        )
        self.owed += balance
        for due in plan.dues:
            self.dues.add(
                loan_id=key, due_on=due.due, principal=due.principal, interest=due.interest
            )
        for number, due in enumerate(paid, start=1):
            self.payments.add(
                loan_id=key,
                paid_on=due.due,
                amount=due.principal + due.interest,
                reference=f"{number:04d}",
            )
        return {
            "days_past_due": days,
            "worst_category": _category(days),
            "loan_balance": balance,
        }


def _terms(draw: random.Random, opened: Opened, unpaid: int) -> Terms | None:
    """None where the file is so young that nothing could be unpaid as the report says."""
    age = (clock.today() - opened.on).days
    if age < 30 * (unpaid + 1):
        return None
    product, rate = draw.choice(_PRODUCTS)
    # few days of the month, so that equal plans are worked out once
    granted = _fifth(opened.on + timedelta(days=draw.randrange(max(age - 30 * (unpaid + 1), 1))))
    return Terms(draw.choice(_AMOUNTS), rate, draw.choice(_MONTHS), product, granted, unpaid)


def _fifth(day: date) -> date:
    return day.replace(day=5 if day.day < 15 else 20)


def _unpaid(history: str) -> int:
    """How many instalments the newest month of a report says are unpaid: 1 to 7."""
    return int(history[0]) if history[:1].isdigit() else 0


def _category(days: int) -> Category:
    return [category for least, category in CATEGORIES if days >= least][-1]
