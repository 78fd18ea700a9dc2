"""What happens to proposals by rule: their day comes, they are held and released, their tasks find a desk."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from workbench.accounts.queries import rule_actor
from workbench.common import clock
from workbench.common.acting import Actor
from workbench.common.errors import RefusedError
from workbench.journal.actions import action
from workbench.reviews.checkers import desk_for
from workbench.reviews.kinds import kind_of
from workbench.reviews.models import OPEN_STATES, WAITING, Proposal
from workbench.reviews.models import ProposalState as State
from workbench.reviews.moving import close, demand_state, lock, refuse_held, take_effect, tell


@action(
    "proposal.took_effect",
    right="proposal.hold",
    says=_("brought {object} into force"),
    rules=("day_end",),
    api=False,
)
def bring_into_force(proposal: Proposal, *, by: Actor, reason: str) -> Proposal:
    """By rule, on its day. A held one waits."""
    lock(proposal)
    demand_state(proposal, State.PASSED)
    refuse_held(proposal)
    if proposal.effective_on is None or proposal.effective_on > clock.today():
        raise RefusedError(_("Its day has not come."))
    return take_effect(proposal, by)


@action(
    "proposal.held",
    right="proposal.hold",
    says=_("held {object}"),
    rules=("suspension", "case"),
    needs_reason=True,
)
def hold_proposal(proposal: Proposal, *, by: Actor, reason: str) -> Proposal:
    """Nothing moves it until it is released."""
    lock(proposal)
    demand_state(proposal, State.DRAFT, State.PASSED, *OPEN_STATES)
    proposal.held = True
    proposal.save()
    return tell(proposal, by)


@action(
    "proposal.released",
    right="proposal.hold",
    says=_("released {object}"),
    rules=("suspension", "case"),
    needs_reason=True,
)
def release_proposal(proposal: Proposal, *, by: Actor, reason: str) -> Proposal:
    """It goes on where it stood. Not by its maker."""
    lock(proposal)
    if by.persons & proposal.makers:
        raise RefusedError(_("Its maker does not release it. Ask the head of another team."))
    proposal.held = False
    if proposal.state in WAITING:
        proposal.desk = desk_for(proposal)
    proposal.save()
    return tell(proposal, by)


@action(
    "proposal.ended",
    right="proposal.hold",
    says=_("ended {object}: what it is about passed to another branch"),
    rules=("transfer",),
    needs_reason=True,
    api=False,
)
def end_proposal(proposal: Proposal, *, by: Actor, reason: str) -> Proposal:
    """By rule: its makers and checkers have nothing more to say about it. What had passed is undone."""
    lock(proposal)
    demand_state(proposal, State.DRAFT, State.PASSED, *OPEN_STATES)
    if proposal.state == State.PASSED:
        kind_of(proposal).undo(proposal, by)
    close(proposal, State.WITHDRAWN)
    return tell(proposal, by)


def end_open_proposals(subject_kind: str, subject_key: str, reason: str) -> None:
    """All about a thing that are not in force or settled; inside the action that passes it to another branch."""
    rows = Proposal.objects.unscoped("what is open about a thing that passes to another branch")
    rows = rows.filter(subject_kind=subject_kind, subject_key=subject_key)
    for one in rows.filter(state__in=(State.DRAFT, State.PASSED, *OPEN_STATES)).order_by("pk"):
        end_proposal(one, by=rule_actor("transfer"), reason=reason)


def due_proposals(day: date) -> QuerySet[Proposal, Proposal]:
    """Every passed proposal whose day has come and that nothing holds, in the order of their days."""
    rows = Proposal.objects.unscoped("the day's end brings all that is due into force")
    due = rows.filter(state=State.PASSED, held=False, effective_on__lte=day)
    return due.order_by("effective_on", "pk")


def lay_tasks_anew() -> int:
    """Tasks lie where somebody may check them today: people leave, deputies begin, authority ends.

    Where nobody may, at no branch above, it lies on none and stands in the list of those. Returns how many moved. It
    tells nothing new, so it is no action.
    """
    waiting = Proposal.objects.unscoped("every waiting task is laid on a desk").filter(
        state__in=WAITING, held=False
    )
    return sum(_laid_anew(one) for one in waiting.select_related("branch", "desk"))


def open_proposals_of(number: str) -> Iterable[Proposal]:
    """Those that a person made, alone or for another, and that are not settled or not yet in force."""
    his = Proposal.objects.unscoped("what a suspended person made is held")
    return his.filter(maker=number, state__in=(State.DRAFT, State.PASSED, *OPEN_STATES))


def _laid_anew(proposal: Proposal) -> bool:
    desk = desk_for(proposal)
    if desk == proposal.desk:
        return False
    rows = Proposal.objects.unscoped("the desk of one waiting task")
    rows.filter(pk=proposal.pk).update(desk=desk, assignee="")
    return True
