"""Who may check a proposal, and at which branch its task lies."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from workbench.accounts.models import (
    CAN_SIGN_IN,
    Authority,
    Branch,
    Deputy,
    Holding,
    Staff,
)
from workbench.common import clock
from workbench.common.acting import Reach
from workbench.common.rights import RIGHTS
from workbench.reviews.kinds import Step, concerned, step_of
from workbench.reviews.models import Opinion, Proposal


@dataclass(frozen=True)
class Checker:
    """A person who may check, at the branch where his post is held, or that of the one he stands in for."""

    staff: Staff
    branch: Branch
    principal: str = ""

    @property
    def persons(self) -> frozenset[str]:
        return frozenset({self.staff.number, self.principal} - {""})


def checkers_for(proposal: Proposal, step: Step | None = None) -> list[Checker]:
    """All who may check it today at a level, by default its present one; the nearest branch first."""
    step, day = step or step_of(proposal), clock.today()
    out = proposal.makers | spoken(proposal)
    found = [one for one in _posted(proposal, step, day) if not one.persons & out]
    found = _authorised(found, proposal, step, day)
    found = [one for one in found if not concerned(one.persons, proposal)]
    return sorted(found, key=lambda one: (-len(one.branch.path), one.staff.number, one.principal))


def desk_for(proposal: Proposal, step: Step | None = None) -> Branch | None:
    """The lowest branch, from that of the proposal upwards, with somebody who may check it."""
    return next((one.branch for one in checkers_for(proposal, step)), None)


def spoken(proposal: Proposal) -> frozenset[str]:
    """Who has passed it at an earlier level of this round, with whom they stood in for."""
    said = Opinion.objects.unscoped("four eyes ask for every opinion of the round")
    said = said.filter(proposal=proposal, round=proposal.round, undone_at=None)
    pairs = said.values_list("checker", "checker_principal")
    return frozenset({person for pair in pairs for person in pair} - {""})


def authority_on(day: date, branch: Branch) -> Q:
    """Rows of the authority table that count on a day at a branch."""
    return Q(since__lte=day, until__gt=day, branch__path__in=ancestors(branch.path))


def asks_authority(step: Step, branch: Branch) -> bool:
    """Whether the post is not enough there. Where somebody was named once, it stays so when his authority has ended."""
    if not step.authority or step.always:
        return bool(step.authority)
    rows = Authority.objects.filter(kind=step.authority, branch__path__in=ancestors(branch.path))
    return rows.exists()


def ancestors(path: str) -> list[str]:
    """The paths of a branch and of all above it: "0001.0002." gives "0001." and itself."""
    parts = path.split(".")[:-1]
    return [".".join(parts[:length]) + "." for length in range(1, len(parts) + 1)]


def _posted(proposal: Proposal, step: Step, day: date) -> Iterator[Checker]:
    holdings = list(_holdings(proposal, step, day))
    deputies = _deputies((holding.staff_id for holding in holdings), day)
    for holding in holdings:
        if holding.staff.state in CAN_SIGN_IN:
            yield Checker(holding.staff, holding.branch)
        for deputy in deputies[holding.staff_id]:
            yield Checker(deputy, holding.branch, holding.staff.number)


def _holdings(proposal: Proposal, step: Step, day: date) -> Iterable[Holding]:
    """Posts with the right, at the branch and above it; with reach over the bank, anywhere."""
    posts = RIGHTS[step.right].posts
    near = Q(
        post__in=[post for post, reach in posts.items() if reach is Reach.BRANCH],
        branch__path__in=ancestors(proposal.branch_path),
    )
    far = Q(post__in=[post for post, reach in posts.items() if reach is Reach.BANK])
    return Holding.objects.filter(Holding.on(day), near | far).select_related("staff", "branch")


def _deputies(principals: Iterable[int], day: date) -> dict[int, list[Staff]]:
    found: dict[int, list[Staff]] = defaultdict(list)
    rows = Deputy.objects.filter(
        Deputy.on(day), principal__in=list(principals), deputy__state__in=CAN_SIGN_IN
    )
    for row in rows.select_related("deputy"):
        found[row.principal_id].append(row.deputy)
    return found


def _authorised(found: list[Checker], proposal: Proposal, step: Step, day: date) -> list[Checker]:
    """Authority is a person's own: a deputy does the work of a post, not what another was authorised to by name."""
    if not asks_authority(step, proposal.branch):
        return found
    rows = Authority.objects.filter(
        authority_on(day, proposal.branch), kind=step.authority, value__in=("", proposal.value)
    )
    named = set(rows.values_list("staff_id", flat=True))
    return [one for one in found if one.staff.pk in named]
