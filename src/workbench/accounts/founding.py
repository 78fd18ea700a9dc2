"""How a bank begins: its tree, its first people, the posts they hold. Used once, by the command that opens a bank."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.contrib.auth.hashers import make_password
from django.utils.translation import gettext_lazy as _

from workbench.accounts.models import Branch, BranchPeriod, Holding, Level, Staff
from workbench.accounts.posts import Post
from workbench.common import clock
from workbench.common.acting import Actor
from workbench.common.errors import RefusedError
from workbench.journal.actions import action


@dataclass(frozen=True)
class BranchPlan:
    """A branch to open; `parent` is a code, "" for head office."""

    code: str
    name: str
    level: Level
    parent: str = ""
    agency: bool = False


@dataclass(frozen=True)
class StaffPlan:
    """A person to take on, with posts at a branch. `password` is made by `make_password`, or "" for none yet."""

    number: str
    name: str
    branch: str
    posts: tuple[Post, ...]
    password: str = ""


@dataclass(frozen=True)
class BankPlan:
    """Parents stand before their children; the first three people grant and confirm each other's posts and
    everybody's.
    """

    branches: tuple[BranchPlan, ...]
    staff: tuple[StaffPlan, ...]
    since: date


@action(
    "bank.founded", right="branch.change", says=_("opened the bank"), rules=("founding",), api=False
)
def found_bank(*, by: Actor, reason: str, plan: BankPlan) -> Branch:
    """Opens head office and all branches, takes on everybody, grants posts. Refused where a bank is already."""
    if Branch.objects.exists():
        raise RefusedError(_("There is a bank here already."))
    branches: dict[str, Branch] = {}
    for place, row in enumerate(plan.branches, start=1):
        branches[row.code] = _open(row, branches.get(row.parent), place, plan.since)
    staff = {row.number: _take_on(row, branches[row.branch], plan.since) for row in plan.staff}
    _give_posts(plan, branches, staff)
    return branches[plan.branches[0].code]


def _open(row: BranchPlan, parent: Branch | None, place: int, since: date) -> Branch:
    branch = Branch(
        code=row.code,
        name=row.name,
        level=row.level,
        parent=parent,
        path=f"{parent.path if parent else ''}{place:04d}.",
        agency=row.agency,
        city_branch=parent.city_branch if parent else None,
        opened_on=since,
    )
    branch.save(force_insert=True)
    if row.level == Level.CITY_BRANCH:
        branch.city_branch = branch
        branch.save(update_fields=["city_branch"])
    BranchPeriod.objects.create(
        branch=branch,
        name=row.name,
        level=row.level,
        parent=parent,
        city_branch=branch.city_branch,
        since=since,
    )
    return branch


def _take_on(row: StaffPlan, branch: Branch, since: date) -> Staff:
    return Staff.objects.create(
        branch=branch,
        number=row.number,
        name=row.name,
        joined_on=since,
        password=row.password or make_password(None),
        password_changed_at=clock.now(),
    )


def _give_posts(plan: BankPlan, branches: dict[str, Branch], staff: dict[str, Staff]) -> None:
    first, second, third = (staff[row.number] for row in plan.staff[:3])
    for row in plan.staff:
        person = staff[row.number]
        granter, confirmer = _others(person, (first, second, third))
        for post in row.posts:
            Holding.objects.create(
                staff=person,
                post=post,
                branch=branches[row.branch],
                since=plan.since,
                granted_by=granter,
                confirmed_by=confirmer,
            )


def _others(person: Staff, three: Iterable[Staff]) -> tuple[Staff, Staff]:
    granter, confirmer, *_rest = (one for one in three if one != person)
    return granter, confirmer
