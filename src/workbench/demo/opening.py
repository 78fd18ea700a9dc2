"""Founds the demo bank, once and whole; a second start finds it as it was left."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from time import monotonic
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from workbench.accounts.founding import BankPlan, found_bank
from workbench.accounts.models import Branch
from workbench.accounts.queries import rule_actor
from workbench.common import clock
from workbench.common.collecting import sparing
from workbench.common.working_days import is_working_day
from workbench.demo.actions import decide_everybody, load_history
from workbench.demo.days import at, lived, taken_over_on
from workbench.demo.lists import keep_lists
from workbench.demo.nights import live_night
from workbench.demo.stories import Calendar, plots
from workbench.demo.tree import PASSWORD, SINCE, demo_plan, sign_ins
from workbench.policies.actions import found_bundle

SEED = 2014
#: nights before the opening, the loan system told who is in default
_TOLD_AGO = 4
FOUNDING = rule_actor("founding")

Say = Callable[[str], None]


def open_demo(*, say: Say, customers: int) -> None:
    """Founds the bank where there is none, and prints a sign-in for every post.

    It is founded in one transaction: one that is cut off leaves nothing behind, and the next start founds it anew.
    """
    plan = demo_plan()
    if not Branch.objects.exists():
        with transaction.atomic(), sparing():
            found_demo(plan, say, customers)
    say(_("Password of everybody: {password}").format(password=PASSWORD))
    for one in sign_ins(plan):
        say(f"  {one.number}  {one.post.label}  {one.branch}")


def found_demo(plan: BankPlan, say: Say, customers: int) -> Calendar:
    """The bank as it stands when it opens now; gives the calendar of what was lived."""
    tell, now = _Telling(say), clock.read_clock()
    opens_on = now.astimezone(clock.CHINA).date()
    say(
        _("Founding a demo bank of {customers} customers: about three minutes …").format(
            customers=customers
        )
    )
    with clock.moment(at(taken_over_on(opens_on), 19)):
        tell(_("branches, people, policies"))
        found_bank(by=FOUNDING, reason="demo", plan=plan)
        found_bundle(by=FOUNDING, reason="demo", runs_from=SINCE)
        keep_lists(SEED)
        tell(_("customers, loans and classes of two years"))
        load_history(by=FOUNDING, reason="demo", customers=customers, seed=SEED, opens_on=opens_on)
    tell(_("the last thirty days, day by day"))
    calendar = Calendar(plots(), opens_on)
    _live(calendar, opens_on, now)
    with clock.moment(now):
        tell(_("every customer decided on every scale"))
        decide_everybody(by=FOUNDING, reason="demo")
    say(_("Founded in {seconds} seconds.").format(seconds=tell.seconds))
    return calendar


def _live(calendar: Calendar, opens_on: date, now: Any) -> None:
    night, missing = taken_over_on(opens_on), _last_worked_before(opens_on)
    told = opens_on - timedelta(days=_TOLD_AGO)
    for day in lived(opens_on):
        live_night(night, at(day, 0, 30), payroll=night < missing, events=day == told)
        with clock.moment(at(day, 10)):
            calendar.live(day)
        night = day
    live_night(night, min(now, at(opens_on, 0, 30)), payroll=night < missing)


def _last_worked_before(day: date) -> date:
    """Its file of the payroll system has not come, nor one since."""
    before = (day - timedelta(days=ago) for ago in range(1, 30))
    return next(one for one in before if is_working_day(one) is not False)


class _Telling:
    """Says what is done, each with the seconds since the beginning."""

    def __init__(self, say: Say) -> None:
        self.say, self.begun = say, monotonic()

    def __call__(self, what: str) -> None:
        self.say(f"  {self.seconds:3d} s  {what}")

    @property
    def seconds(self) -> int:
        return round(monotonic() - self.begun)
