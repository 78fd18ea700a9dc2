"""What makers do: draft, amend, hand in, withdraw, remind, renew.

A kind's own app asks `propose` inside an action of its own. What checkers do is in `checking`, what rules do in
`effects`. An opinion is the `reason` of its action; checkers give the digest (hexadecimal) of what they saw.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from workbench.accounts.models import Branch, Staff
from workbench.common import clock
from workbench.common.acting import Actor
from workbench.common.errors import DeniedError, RefusedError
from workbench.journal.actions import action
from workbench.reviews.kinds import KINDS, concerned, kind_of
from workbench.reviews.models import OPEN_STATES, WAITING, Copy, Proposal
from workbench.reviews.models import ProposalState as State
from workbench.reviews.moving import (
    close,
    demand_maker,
    demand_state,
    fix,
    lay_on_desk,
    lock,
    refuse_held,
    send_back,
    tell,
)


@dataclass(frozen=True)
class Draft:
    """What is proposed. `before` and `after` are field → text; `grounds` as `Proposal.grounds`; `value` the class or
    exception kind for which authority is asked.
    """

    kind: str
    title: str
    subject_kind: str
    subject_key: str
    branch: Branch
    before: Mapping[str, str] = field(default_factory=dict)
    after: Mapping[str, str] = field(default_factory=dict)
    grounds: Mapping[str, Any] = field(default_factory=dict)
    value: str = ""
    effective_on: date | None = None


@action(
    "proposal.drafted",
    right="proposal.make",
    says=_("drafted {result}"),
    rules=("day_end", "feed"),
    api=False,
)
def draft_proposal(*, by: Actor, reason: str, draft: Draft) -> Proposal:
    """草稿: kept, not handed in. Raises `DeniedError` without the right of the kind at its branch."""
    _demand_right(draft.kind, draft.branch, by)
    proposal = Proposal(
        kind=draft.kind,
        title=draft.title,
        subject_kind=draft.subject_kind,
        subject_key=draft.subject_key,
        branch=draft.branch,
        maker=by.key,
        maker_principal=by.principal,
    )
    _fill(proposal, draft)
    _refuse_concerned(proposal, by)
    proposal.save(force_insert=True)
    return proposal


@action(
    "proposal.amended",
    right="proposal.make",
    says=_("amended {object}"),
    api=False,
)
def amend_proposal(proposal: Proposal, *, by: Actor, reason: str, draft: Draft) -> Proposal:
    """The maker changes a draft, or what was returned to him."""
    lock(proposal)
    demand_maker(proposal, by)
    demand_state(proposal, State.DRAFT, State.RETURNED)
    _fill(proposal, draft)
    proposal.save()
    return proposal


@action(
    "proposal.proposed",
    right="proposal.make",
    says=_("proposed {object}"),
    rules=("day_end", "feed"),
)
def hand_in(proposal: Proposal, *, by: Actor, reason: str, copies: str = "") -> Proposal:
    """发起: from now on it waits for its checkers. `copies` are staff numbers, parted by commas.

    Refused while another proposal of the same kind about the same thing is open, where nobody may check it, and what
    was returned also where on the facts of now something else would be proposed.
    """
    lock(proposal)
    demand_maker(proposal, by)
    demand_state(proposal, State.DRAFT, State.RETURNED)
    refuse_held(proposal)
    _demand_right(proposal.kind, proposal.branch, by)
    _refuse_second(proposal)
    _refuse_overtaken(proposal, by)
    proposal.renewed = {}
    proposal.round += proposal.state == State.RETURNED
    proposal.step, proposal.proposed_at = 0, clock.now()
    fix(proposal)
    lay_on_desk(proposal)
    _send_copies(proposal, copies)
    return tell(proposal, by)


def propose(*, by: Actor, reason: str, draft: Draft, copies: str = "") -> Proposal:
    """Drafts and hands in at once, or leaves nothing behind."""
    with transaction.atomic():
        made = draft_proposal(by=by, reason=reason, draft=draft)
        return hand_in(made, by=by, reason=reason, copies=copies)


@action("proposal.withdrawn", right="proposal.make", says=_("withdrew {object}"), needs_reason=True)
def withdraw_proposal(proposal: Proposal, *, by: Actor, reason: str) -> Proposal:
    """撤回, by its maker, until it has passed."""
    lock(proposal)
    demand_maker(proposal, by)
    demand_state(proposal, State.DRAFT, *OPEN_STATES)
    close(proposal, State.WITHDRAWN)
    return tell(proposal, by)


@action("proposal.reminded", right="proposal.make", says=_("reminded the checkers of {object}"))
def remind(proposal: Proposal, *, by: Actor, reason: str) -> Proposal:
    """催办, by its maker, once a day."""
    lock(proposal)
    demand_maker(proposal, by)
    demand_state(proposal, *WAITING)
    last = proposal.reminded_at
    if last and last.astimezone(clock.CHINA).date() == clock.today():
        raise RefusedError(_("You reminded them today already. Call, or wait until tomorrow."))
    proposal.reminded_at = clock.now()
    proposal.save()
    return proposal


@action(
    "proposal.renewed",
    right="proposal.make",
    says=_("renewed {object} on the facts of now"),
    rules=("feed", "day_end"),
)
def renew_proposal(proposal: Proposal, *, by: Actor, reason: str) -> Proposal:
    """Asks again on the facts of now what would be proposed. The same: it waits on with a new digest.
    Something else: it goes back to its maker, with the fields that differ.
    """
    lock(proposal)
    demand_state(proposal, *WAITING)
    refuse_held(proposal)
    _demand_part(proposal, by)
    now = dict(kind_of(proposal).renew(proposal, by))
    if now == proposal.after:
        fix(proposal)
        proposal.save()
        return proposal
    proposal.renewed = now
    send_back(proposal)
    return tell(proposal, by)


def _demand_right(code: str, branch: Branch, by: Actor) -> None:
    if not by.is_rule:
        by.demand(KINDS[code].propose, branch.path)


def _demand_part(proposal: Proposal, by: Actor) -> None:
    """Its maker, or somebody whom a right of its kind reaches there."""
    if by.is_rule or by.persons & proposal.makers:
        return
    rights = sorted(kind_of(proposal).rights)
    if not any(by.scope(right).reaches(proposal.branch_path) for right in rights):
        raise DeniedError(rights[0])


def _fill(proposal: Proposal, draft: Draft) -> None:
    proposal.title = draft.title
    proposal.before, proposal.after = dict(draft.before), dict(draft.after)
    proposal.grounds, proposal.value = dict(draft.grounds), draft.value
    proposal.effective_on = draft.effective_on
    fix(proposal)


def _refuse_concerned(proposal: Proposal, by: Actor) -> None:
    if concerned(by.persons, proposal):
        raise RefusedError(
            _(
                "This is about yourself, your household, a relative or a colleague of your outlet. Somebody else does it."
            )
        )


def _refuse_second(proposal: Proposal) -> None:
    others = Proposal.objects.unscoped("one open proposal of a kind about a thing")
    others = others.filter(
        kind=proposal.kind,
        subject_kind=proposal.subject_kind,
        subject_key=proposal.subject_key,
        state__in=OPEN_STATES,
    )
    if others.exclude(pk=proposal.pk).exists():
        raise RefusedError(
            _("A proposal of this kind is open already. Withdraw it first, or wait.")
        )


def _refuse_overtaken(proposal: Proposal, by: Actor) -> None:
    """Handed in again it gets the digest of now: checkers would pass what no fact of now leads to."""
    if (
        proposal.state != State.RETURNED
        or dict(kind_of(proposal).renew(proposal, by)) == proposal.after
    ):
        return
    raise RefusedError(
        _("On the facts of now something else would be proposed. Amend it, or withdraw it.")
    )


def _send_copies(proposal: Proposal, copies: str) -> None:
    numbers = {number.strip() for number in copies.split(",")} - {""}
    known = set(Staff.objects.filter(number__in=numbers).values_list("number", flat=True))
    if missing := sorted(numbers - known):
        raise RefusedError(
            _("There is no staff number {number}.").format(number=missing[0]), field="copies"
        )
    sent = set(proposal.copies.unscoped("its own copies").values_list("person", flat=True))
    for number in sorted(known - sent):
        Copy.objects.create(proposal=proposal, person=number)
