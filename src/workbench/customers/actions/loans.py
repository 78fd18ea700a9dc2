"""Loans as the core system has them; the workbench lends nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from kefen.calculating import DueDates, LoanTerms, Method, TermsError, schedule
from workbench.common import clock
from workbench.common.acting import Actor
from workbench.common.errors import RefusedError
from workbench.common.languages import language
from workbench.customers.following import moved
from workbench.customers.models import Category, Loan, LoanDue, LoanPayment, Party
from workbench.customers.rows import renew_row
from workbench.journal.actions import action


@action(
    "loan.recorded",
    right="loan.record",
    says=_("recorded loan {number} of customer {object}"),
    rules=("feed", "demo"),
)
def record_loan(
    party: Party,
    *,
    by: Actor,
    reason: str,
    number: str,
    product: str,
    amount: Decimal,
    annual_rate: Decimal,
    months: int,
    granted_on: date,
    method: Method = Method.EQUAL_INSTALMENT,
    kind: str = "",
) -> Loan:
    """A loan with its plan, worked out from its terms. Raises `RefusedError` for terms that cannot be."""
    try:
        plan = schedule(LoanTerms(amount, annual_rate, months, method), DueDates(granted_on))
    except TermsError as error:
        raise RefusedError(error.words.said(language()), field="amount") from error
    if Loan.objects.unscoped("a number is used once").filter(number=number).exists():
        raise RefusedError(_("A loan of this number is recorded already."), field="number")
    loan = Loan.objects.create(
        party=party,
        number=number,
        product=product,
        kind=kind,
        branch=party.branch,
        amount=amount,
        annual_rate=annual_rate,
        method=method,
        granted_on=granted_on,
        ends_on=plan.end,
        balance=amount,
        category=Category.NORMAL,
        fed_until=clock.today(),
        moved_at=clock.now(),
    )
    LoanDue.objects.bulk_create(
        LoanDue(loan=loan, due_on=due.due, principal=due.principal, interest=due.interest)
        for due in plan.dues
    )
    renew_row(party)
    moved(party)
    return loan


@action(
    "loan.paid",
    right="loan.record",
    says=_("booked a payment on loan {object}"),
    rules=("feed", "demo"),
)
def book_payment(
    loan: Loan, *, by: Actor, reason: str, paid_on: date, amount: Decimal, reference: str
) -> LoanPayment:
    """Money received, once a reference. What is past due follows when the loan is told anew."""
    if amount <= 0:
        raise RefusedError(_("A payment is more than nothing."), field="amount")
    if loan.payments.filter(reference=reference).exists():
        raise RefusedError(_("This payment is booked already."), field="reference")
    return LoanPayment.objects.create(
        loan=loan, paid_on=paid_on, amount=amount, reference=reference
    )


@dataclass(frozen=True)
class Told:
    """What the core system says of a loan on its business date; amounts in yuan."""

    balance: Decimal
    days_past_due: int | None
    overdue_amount: Decimal | None
    category: str
    settled_on: date | None = None


@action(
    "loan.told",
    right="loan.record",
    says=_("the loan system told loan {object} as of {business_on}"),
    rules=("feed", "demo"),
    api=False,
)
def tell_loan(loan: Loan, *, by: Actor, reason: str, business_on: date, told: Told) -> Loan:
    """The state of a loan on a business date; an older date than it stands at is refused."""
    if business_on < loan.fed_until:
        raise RefusedError(_("The loan stands at a later business date already."))
    loan.balance, loan.category = told.balance, told.category
    loan.days_past_due, loan.overdue_amount = told.days_past_due, told.overdue_amount
    loan.settled_on, loan.fed_until = told.settled_on, business_on
    loan.moved_at = clock.now()
    loan.save()
    renew_row(loan.party)
    moved(loan.party)
    return loan
