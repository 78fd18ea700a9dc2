"""One loan: its terms, its plan, what was paid, and what the plan itself says is past due."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from kefen.calculating import Instalment, Payment, arrears
from workbench.common import clock
from workbench.common.acting import Actor
from workbench.common.parts import Item
from workbench.customers.listings import category_of
from workbench.customers.models import Loan


def loan_page(actor: Actor, number: str) -> dict[str, Any]:
    """Raises `NotFoundError` outside the actor's scope."""
    loan = (
        Loan.objects.seen_by(actor, "customer.read")
        .select_related("party", "branch")
        .one(number=number)
    )
    dues, payments = list(loan.dues.order_by("due_on")), list(loan.payments.order_by("paid_on"))
    plan = [Instalment(due.due_on, due.principal, due.interest) for due in dues]
    paid = [Payment(one.paid_on, one.amount) for one in payments]
    by_plan = arrears(plan, paid, clock.today()) if plan else None
    items = [
        Item(_("Product"), loan.product),
        Item(_("Amount (yuan)"), loan.amount),
        Item(_("Balance (yuan)"), loan.balance, note=loan.fed_until),
        Item(_("Days past due"), loan.days_past_due),
        Item(_("Category"), category_of(loan.category)),
        Item(_("Granted on"), loan.granted_on),
        Item(_("Ends on"), loan.ends_on),
    ]
    if by_plan:
        items.append(Item(_("Days past due by plan and payments"), by_plan.days))
        items.append(Item(_("Overdue by plan and payments (yuan)"), by_plan.amount))
    return {"loan": loan, "dues": dues, "payments": payments, "items": items}
