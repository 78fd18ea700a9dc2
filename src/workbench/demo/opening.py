"""Founds the demo bank, once; a second start finds it as it was left."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from time import monotonic

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from workbench.accounts.founding import BankPlan, found_bank
from workbench.accounts.models import Branch
from workbench.accounts.queries import rule_actor
from workbench.common import clock
from workbench.common.acting import Actor
from workbench.demo.history import load_customers
from workbench.demo.tree import PASSWORD, SINCE, demo_plan, sign_ins
from workbench.journal.actions import action
from workbench.policies.actions import found_bundle

CUSTOMERS = 20_000
SEED = 2014
FOUNDING = rule_actor("founding")

Say = Callable[[str], None]


def open_demo(*, say: Say, customers: int = CUSTOMERS) -> None:
    """Founds the bank where there is none, and prints a sign-in for every post."""
    plan = demo_plan()
    if not Branch.objects.exists():
        with clock.moment(clock.read_clock()):
            _found(plan, say, customers)
    say(_("Password of everybody: {password}").format(password=PASSWORD))
    for one in sign_ins(plan):
        say(f"  {one.number}  {one.post.label}  {one.branch}")


def _found(plan: BankPlan, say: Say, customers: int) -> None:
    begun = monotonic()
    say(_("Founding a demo bank …"))
    found_bank(by=FOUNDING, reason="demo", plan=plan)
    found_bundle(by=FOUNDING, reason="demo", runs_from=SINCE)
    load_history(by=FOUNDING, reason="demo", customers=customers)
    say(_("Founded in {seconds} seconds.").format(seconds=round(monotonic() - begun)))


@action(
    "demo.loaded",
    right="branch.change",
    says=gettext_lazy("loaded the history of {customers} customers of the demo bank"),
    rules=("founding",),
    api=False,
)
def load_history(*, by: Actor, reason: str, customers: int) -> date:
    """Customers with two years of history, set by set; gives the day up to which it goes."""
    load_customers(customers, SEED)
    return clock.today()
