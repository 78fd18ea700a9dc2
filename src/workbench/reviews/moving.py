"""What every action on a proposal is made of: holding it, fixing its digest, laying it on a desk, closing it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from workbench.common import clock
from workbench.common.acting import Actor
from workbench.common.errors import RefusedError
from workbench.reviews.checkers import desk_for
from workbench.reviews.digest import digest_of, present_basis
from workbench.reviews.kinds import kind_of
from workbench.reviews.models import Proposal, ProposalState


def lock(proposal: Proposal) -> None:
    """Nobody else changes it in this transaction; it is as it stands."""
    rows = Proposal.objects.unscoped("an action holds what its caller may see")
    proposal.refresh_from_db(from_queryset=rows.select_for_update())


def demand_state(proposal: Proposal, *states: ProposalState) -> None:
    """Refused in any other state."""
    if proposal.state not in states:
        state = ProposalState(proposal.state).label
        raise RefusedError(
            _(
                "This cannot be done now: the proposal is “{state}”. Open it to see who has it."
            ).format(state=state)
        )


def demand_maker(proposal: Proposal, by: Actor) -> None:
    """Refused to all but its maker and those who stand in for him."""
    if not by.persons & proposal.makers:
        raise RefusedError(
            _("Only its maker does this. Write to him, or return it as its checker.")
        )


def refuse_held(proposal: Proposal) -> None:
    if proposal.held:
        raise RefusedError(_("This proposal is held. The head of the branch releases it."))


def fix(proposal: Proposal) -> None:
    """The digest is that of now."""
    proposal.basis = present_basis(proposal)
    proposal.digest = digest_of(proposal, proposal.basis)


def lay_on_desk(proposal: Proposal) -> None:
    """It waits at its level, where somebody may check it. Refused where nobody may, at this level or a later."""
    steps = kind_of(proposal).steps
    desks = [desk_for(proposal, step) for step in steps[proposal.step :]]
    if None in desks:
        raise RefusedError(
            _("Nobody may check this. Ask the permission administrator for a checker.")
        )
    proposal.state = steps[proposal.step].state
    proposal.desk, proposal.assignee = desks[0], ""
    proposal.save()


def send_back(proposal: Proposal) -> None:
    """To its maker."""
    proposal.state = ProposalState.RETURNED
    proposal.desk, proposal.assignee = None, ""
    proposal.save()


def close(proposal: Proposal, state: ProposalState) -> None:
    """It is settled."""
    proposal.state, proposal.settled_at = state, clock.now()
    proposal.desk, proposal.assignee = None, ""
    proposal.save()


def take_effect(proposal: Proposal, by: Actor) -> Proposal:
    """What it proposes is so from now on."""
    kind_of(proposal).apply(proposal, by)
    proposal.state = ProposalState.EFFECTIVE
    proposal.save()
    return tell(proposal, by)


def tell(proposal: Proposal, by: Actor) -> Proposal:
    """The app of its kind follows every change of state."""
    kind_of(proposal).moved(proposal, by)
    return proposal
