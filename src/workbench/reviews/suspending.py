"""When somebody is suspended, what he proposed is held and his tasks find another desk; when he is back, it goes on."""

from __future__ import annotations

from workbench.accounts.models import Staff
from workbench.accounts.queries import rule_actor
from workbench.accounts.staffing import declare_absence, declare_consequence
from workbench.common.acting import Actor
from workbench.reviews.effects import (
    hold_proposal,
    lay_tasks_anew,
    open_proposals_of,
    release_proposal,
)

RULE = "suspension"


def hold_all(staff: Staff, by: Actor) -> None:
    for proposal in open_proposals_of(staff.number):
        hold_proposal(proposal, by=rule_actor(RULE), reason="maker")
    lay_tasks_anew()


def release_all(staff: Staff, by: Actor) -> None:
    for proposal in open_proposals_of(staff.number):
        if proposal.held:
            release_proposal(proposal, by=rule_actor(RULE), reason="maker")
    lay_tasks_anew()


def find_desks(staff: Staff, by: Actor) -> None:
    """His tasks do not wait for him: a colleague has them, or the branch above."""
    lay_tasks_anew()


declare_absence(find_desks)
declare_consequence(suspended=hold_all, returned=release_all)
