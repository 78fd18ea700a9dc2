"""A repayment plan: every instalment with its day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from kefen.calculating.instalments import repayments
from kefen.calculating.months import add_months
from kefen.calculating.terms import LoanTerms, TermsError
from kefen.values import Words

DUE_DATES = Words(
    "每月同一日到期，当月没有该日的为月末日；首期按一个月计息",
    "due on the same day of each month, or on the last day of a month without it;"
    " the first period bears one month's interest",
)


@dataclass(frozen=True)
class DueDates:
    """When instalments fall due: monthly from the day the loan starts, or from a first due date of its own."""

    start: date
    first_due: date | None = None

    def __post_init__(self) -> None:
        if self.first_due is not None and self.first_due <= self.start:
            raise TermsError(
                f"首个到期日 {self.first_due} 须晚于放款日 {self.start}",
                f"the first due date {self.first_due} must be after the start {self.start}",
            )

    def due(self, number: int) -> date:
        """The day instalment ``number`` falls due; each is counted from the first, so that a 31st stays a 31st."""
        if number == 0:
            return self.start
        if self.first_due is None:
            return add_months(self.start, number)
        return add_months(self.first_due, number - 1)

    def passed(self, day: date, until: int) -> int:
        """How many of the first ``until`` due dates have come by the end of a day."""
        return sum(self.due(number) <= day for number in range(1, until + 1))


@dataclass(frozen=True)
class Due:
    """A line of the plan; ``early`` marks a repayment before its time."""

    number: int
    due: date
    principal: Decimal
    interest: Decimal
    balance: Decimal
    early: bool = False

    @property
    def payment(self) -> Decimal:
        """Principal and interest together."""
        return self.principal + self.interest


@dataclass(frozen=True)
class Schedule:
    """A loan's plan, oldest line first."""

    terms: LoanTerms
    dates: DueDates
    dues: tuple[Due, ...]

    @property
    def total_interest(self) -> Decimal:
        """All interest of the plan."""
        return sum((due.interest for due in self.dues), Decimal("0.00"))

    @property
    def end(self) -> date:
        """The day of the last line."""
        return self.dues[-1].due

    @property
    def length(self) -> int:
        """Months from the start to the last instalment."""
        return self.dues[-1].number

    def balance_on(self, day: date) -> Decimal:
        """What is owed at the end of a day if all went by the plan."""
        paid = [due for due in self.dues if due.due <= day]
        return paid[-1].balance if paid else self.terms.amount


def schedule(terms: LoanTerms, dates: DueDates) -> Schedule:
    """The plan of a loan."""
    rows = repayments(terms)
    dues = (Due(r.number, dates.due(r.number), r.principal, r.interest, r.balance) for r in rows)
    return Schedule(terms, dates, tuple(dues))


def months_left(plan: Schedule, as_of: date) -> int:
    """The remaining term: months of the plan whose due date is after a day."""
    if plan.end <= as_of:
        return 0
    return plan.length - plan.dates.passed(as_of, plan.length)


__all__ = ["DUE_DATES", "Due", "DueDates", "Schedule", "months_left", "schedule"]
