"""Founds the demo bank, once; a second start finds it as it was left."""

from __future__ import annotations

from collections.abc import Callable

from workbench.accounts.founding import found_bank
from workbench.accounts.models import Branch
from workbench.accounts.queries import rule_actor
from workbench.common import clock
from workbench.demo.tree import PASSWORD, demo_plan, sign_ins


def open_demo(*, say: Callable[[str], None]) -> None:
    """Founds the bank where there is none, and prints a sign-in for every post."""
    plan = demo_plan()
    if not Branch.objects.exists():
        say("founding the demo bank …")
        with clock.moment(clock.read_clock()):
            found_bank(by=rule_actor("founding"), reason="demo bank", plan=plan)
    say(f"password of everybody: {PASSWORD}")
    for one in sign_ins(plan):
        say(f"  {one.number}  {one.post.label}  {one.branch}")
