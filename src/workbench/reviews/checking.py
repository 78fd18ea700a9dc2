"""What checkers do: pass, return, refuse, hand to another, undo."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from django.utils.translation import gettext_lazy as _

from workbench.accounts.models import Authority, Staff
from workbench.common import clock
from workbench.common.acting import Actor
from workbench.common.errors import DeniedError, RefusedError, StaleError
from workbench.common.rights import RIGHTS
from workbench.journal.actions import action
from workbench.reviews.checkers import asks_authority, authority_on, checkers_for, spoken
from workbench.reviews.digest import digest_of, present_basis
from workbench.reviews.kinds import Kind, Step, concerned, kind_of, step_of
from workbench.reviews.models import WAITING, Act, Opinion, Proposal
from workbench.reviews.models import ProposalState as State
from workbench.reviews.moving import (
    close,
    demand_state,
    fix,
    lay_on_desk,
    lock,
    refuse_held,
    send_back,
    take_effect,
    tell,
)

MOST_PARTS = 40


@action("proposal.passed", right="proposal.check", says=_("passed {object}"), needs_reason=True)
def pass_proposal(
    proposal: Proposal, *, by: Actor, reason: str, digest: str, effective_on: date | None = None
) -> Proposal:
    """通过, with an opinion. After the last level it comes into force on `effective_on`, tomorrow by default."""
    lock(proposal)
    demand_check(proposal, by)
    demand_digest(proposal, digest)
    _say(proposal, by, Act.PASS, reason)
    proposal.step += 1
    if proposal.step < len(kind_of(proposal).steps):
        lay_on_desk(proposal)
    else:
        _settle_passed(proposal, by, effective_on)
    return tell(proposal, by)


@action("proposal.returned", right="proposal.check", says=_("returned {object}"), needs_reason=True)
def return_proposal(
    proposal: Proposal, *, by: Actor, reason: str, digest: str, fields: dict[str, str] | None = None
) -> Proposal:
    """退回补充, to its maker: `fields` tells what is wrong with which field, piece of evidence or fact."""
    lock(proposal)
    demand_check(proposal, by)
    demand_digest(proposal, digest)
    _say(proposal, by, Act.RETURN, reason, _short(fields or {}))
    send_back(proposal)
    return tell(proposal, by)


@action(
    "proposal.refused",
    right="proposal.check",
    says=_("did not agree to {object}"),
    needs_reason=True,
)
def refuse_proposal(proposal: Proposal, *, by: Actor, reason: str, digest: str) -> Proposal:
    """不同意: it ends here."""
    lock(proposal)
    demand_check(proposal, by)
    demand_digest(proposal, digest)
    _say(proposal, by, Act.REFUSE, reason)
    close(proposal, State.REFUSED)
    return tell(proposal, by)


@action(
    "proposal.reassigned",
    right="proposal.check",
    says=_("handed {object} to {to}"),
    needs_reason=True,
)
def reassign_proposal(proposal: Proposal, *, by: Actor, reason: str, to: Staff) -> Proposal:
    """转办: to another who may check it, by name."""
    lock(proposal)
    demand_check(proposal, by)
    fitting = [one for one in checkers_for(proposal) if one.staff == to and to.number != by.key]
    if not fitting:
        raise RefusedError(
            _("That person may not check this proposal. Choose another."), field="to"
        )
    proposal.assignee, proposal.desk = to.number, fitting[0].branch
    proposal.save()
    return proposal


@action(
    "proposal.undone",
    right="proposal.check",
    says=_("undid the passing of {object}"),
    needs_reason=True,
)
def undo_proposal(proposal: Proposal, *, by: Actor, reason: str) -> Proposal:
    """Takes back the last level's word before it comes into force: it waits there again.

    By the checker who gave it, or another who may check that level.
    """
    lock(proposal)
    demand_state(proposal, State.PASSED)
    last = _last_word(proposal)
    last.undone_at = clock.now()
    last.save()
    proposal.step -= 1
    proposal.state = step_of(proposal).state
    proposal.settled_at = proposal.effective_on = None
    demand_check(proposal, by)
    kind_of(proposal).undo(proposal, by)
    fix(proposal)
    lay_on_desk(proposal)
    return tell(proposal, by)


def _settle_passed(proposal: Proposal, by: Actor, effective_on: date | None) -> None:
    kind = kind_of(proposal)
    proposal.state, proposal.settled_at = State.PASSED, clock.now()
    proposal.desk, proposal.assignee = None, ""
    proposal.effective_on = _first_day(kind, effective_on, proposal.effective_on)
    proposal.save()
    kind.passed(proposal, by)
    if kind.at_once:
        take_effect(proposal, by)


def demand_check(proposal: Proposal, by: Actor) -> None:
    """Whether `by` may say a word on it now.

    Raises `DeniedError` without the right of the level at its branch; refuses held ones, four eyes, recusal,
    missing authority, and what was handed to somebody else.
    """
    demand_state(proposal, *WAITING)
    refuse_held(proposal)
    step = step_of(proposal)
    if not by.scope(step.right).reaches(proposal.branch_path):
        raise DeniedError(step.right)
    _demand_four_eyes(proposal, by)
    if asks_authority(step, proposal.branch):
        _demand_authority(proposal, by, step)
    if proposal.assignee and proposal.assignee != by.key:
        raise RefusedError(_("It was handed to a colleague by name. He passes it on, or decides."))


def demand_digest(proposal: Proposal, digest: str) -> None:
    """Raises `StaleError` unless he saw what stands there, on the facts of now."""
    now = digest_of(proposal, present_basis(proposal))
    if not digest == bytes(proposal.digest).hex() == now.hex():
        raise StaleError(
            _("Something has moved since you opened this page. Look at what moved, then decide.")
        )


def _demand_four_eyes(proposal: Proposal, by: Actor) -> None:
    if by.persons & proposal.makers:
        raise RefusedError(
            _("You made this proposal, or stand in for its maker. Another person checks it.")
        )
    if by.persons & spoken(proposal):
        raise RefusedError(
            _(
                "You passed it at an earlier level, or stand in for who did. Another person checks it."
            )
        )
    if concerned(by.persons, proposal):
        raise RefusedError(
            _(
                "This is about yourself, your household, a relative or a colleague of your outlet. Somebody else does it."
            )
        )


def _demand_authority(proposal: Proposal, by: Actor, step: Step) -> None:
    rows = Authority.objects.filter(
        authority_on(clock.today(), proposal.branch),
        staff__number=by.key,
        kind=step.authority,
        value__in=("", proposal.value),
    )
    if not rows.exists():
        raise RefusedError(
            _("You have no authority for this in your own name today. Hand it to somebody who has.")
        )


def _say(
    proposal: Proposal, by: Actor, act: Act, text: str, fields: Mapping[str, str] | None = None
) -> None:
    Opinion.objects.create(
        proposal=proposal,
        round=proposal.round,
        step=proposal.step,
        act=act,
        text=text.strip(),
        fields=dict(fields or {}),
        digest=proposal.digest,
        maker=proposal.maker,
        maker_principal=proposal.maker_principal,
        checker=by.key,
        checker_principal=by.principal,
        post=_post_of(by, step_of(proposal)),
        at=clock.now(),
    )


def _short(fields: Mapping[str, str]) -> dict[str, str]:
    """As a page can show them: at most so many, none longer than a line or two."""
    if len(fields) > MOST_PARTS:
        raise RefusedError(_("Return at most forty parts; say the rest in the opinion."))
    return {name[:80]: words.strip()[:200] for name, words in fields.items() if words.strip()}


def _post_of(by: Actor, step: Step) -> str:
    """The post by which he may check; one of them, where several give the right."""
    return next((post for post in by.posts if post in RIGHTS[step.right].posts), "")


def _last_word(proposal: Proposal) -> Opinion:
    said = Opinion.objects.unscoped("the last word of a proposal that its checker may see")
    found: Opinion = said.filter(proposal=proposal, round=proposal.round, undone_at=None).latest(
        "step"
    )
    return found


def _first_day(kind: Kind, wanted: date | None, proposed: date | None) -> date:
    today = clock.today()
    if kind.at_once:
        return today
    if wanted is not None and wanted <= today:
        raise RefusedError(_("It comes into force tomorrow at the earliest."), field="effective_on")
    tomorrow = today + timedelta(days=1)
    return wanted or max(proposed or tomorrow, tomorrow)
