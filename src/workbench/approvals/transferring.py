"""A customer passes to another branch: his class of the old city ends, what uses it is held, he is decided anew."""

from __future__ import annotations

from workbench.accounts.models import Branch
from workbench.accounts.queries import rule_actor
from workbench.approvals import standings
from workbench.approvals.actions import rechecks
from workbench.approvals.actions.applications import hold_applications
from workbench.approvals.actions.events import EventKind, record_event
from workbench.approvals.shown import SCALE, renew_class
from workbench.common import clock
from workbench.common.acting import Actor
from workbench.customers.actions.relations import declare_transfer
from workbench.customers.following import moved
from workbench.customers.models import Party
from workbench.decisions.models import StandingState

RULE = "approvals"


def pass_on(party: Party, former: Branch, by: Actor, reason: str) -> None:
    """Inside the action that decides whose he is. A class holds in the territory for which it was given, and a branch
    of another city finds its own; within a city it goes on.
    """
    rule = rule_actor(RULE)
    party.refresh_from_db(from_queryset=Party.objects.unscoped("who passes to another branch"))
    record_event(
        party, by=rule, reason=reason, kind=EventKind.BRANCH_MOVES, happened_on=clock.today()
    )
    if former.city_branch_id != party.branch.city_branch_id:
        _end_there(party, former, rule, reason)
    moved(party)
    renew_class(party)


def _end_there(party: Party, former: Branch, rule: Actor, reason: str) -> None:
    held = standings.alive(party.pk, SCALE, former.city_branch_id)
    if held is None:
        return
    standings.step(held, StandingState.REMOVED)
    rechecks.lapse_rechecks(party, by=rule, reason=reason)
    hold_applications(party, by=rule, reason=reason, change="transferred")


declare_transfer(pass_on)
