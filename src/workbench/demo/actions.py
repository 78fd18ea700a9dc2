"""What is done with the demo bank as a whole: its history loaded, a night's file fed, everybody decided.

What does it stands elsewhere and is imported when it is done: it costs a second, which no server has to pay.
"""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext_lazy as _

from workbench.common import clock
from workbench.common.acting import Actor
from workbench.journal.actions import action


@action(
    "demo.loaded",
    right="branch.change",
    says=_("loaded the history of {customers} customers of the demo bank"),
    rules=("founding",),
    api=False,
)
def load_history(*, by: Actor, reason: str, customers: int, seed: int, opens_on: date) -> date:
    """Customers with two years of history, set by set; gives the day up to which it goes."""
    from workbench.demo.history import load_customers

    load_customers(customers, seed, opens_on)
    return clock.today()


@action(
    "demo.fed",
    right="branch.change",
    says=_("the loan system told all loans of the demo bank as of {business_on}"),
    rules=("feed",),
    api=False,
)
def feed_loans(
    *, by: Actor, reason: str, business_on: date, payroll: bool, events: bool = False
) -> date:
    """Instalments of the day are paid, by those who are not behind; who is behind falls a day further behind.

    The file of the payroll system comes with it, unless it is missing; once a month (`events`) who is in default.
    """
    from workbench.demo.feeding import feed

    feed(business_on, payroll=payroll, events=events)
    return business_on


@action(
    "demo.decided",
    right="branch.change",
    says=_("decided all customers of the demo bank on all scales"),
    rules=("founding",),
    api=False,
)
def decide_everybody(*, by: Actor, reason: str) -> date:
    """As a run of the whole bank does; what lists show of loans is renewed before."""
    from workbench.demo.deciding import Deciding
    from workbench.demo.feeding import show_loans

    show_loans()
    Deciding().write()
    return clock.today()
