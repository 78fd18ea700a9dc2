"""Who is there for a story: people by post and branch, customers by how they stand. Nobody is taken for two stories."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.db.models import F, QuerySet

from workbench.accounts.models import Branch, Staff
from workbench.accounts.posts import Post
from workbench.accounts.queries import actor_for
from workbench.common.acting import Actor
from workbench.customers.models import CustomerRow, Party
from workbench.decisions.models import StandingState
from workbench.reviews.checking import pass_proposal
from workbench.reviews.models import Proposal

_WHY = "the demo bank casts its stories"


@dataclass(frozen=True)
class Desk:
    """The n-th person of a post at a branch, by the branch's code."""

    post: Post
    branch: str
    place: int = 0

    @property
    def staff(self) -> Staff:
        """As he is in the books."""
        held = Staff.objects.filter(holdings__post=self.post, holdings__branch__code=self.branch)
        return held.select_related("branch").order_by("number")[self.place]

    @property
    def actor(self) -> Actor:
        """As what he may act today."""
        return actor_for(self.staff)


def branch_of(code: str) -> Branch:
    """A branch by its code."""
    return Branch.objects.get(code=code)


@dataclass
class Cast:
    """The customers of the bank, each in one story at most."""

    taken: set[int] = field(default_factory=set)

    def new(self, manager: Desk) -> Party | None:
        """Found for certain, and no class was ever given."""
        return self._first(self._led(manager).filter(found_status="decided", class_state=""))

    def held(self, manager: Desk, **wanted: Any) -> Party | None:
        """With a class in force that is still found."""
        return self._first(
            self._in_force(manager).filter(class_found=F("customer_class"), **wanted)
        )

    def lower(self, manager: Desk) -> Party | None:
        """With a class in force, of whom a lower one is found."""
        found = self._in_force(manager).filter(class_found__in=("2", "3", "4", "5"))
        return self._first(found.filter(class_found__gt=F("customer_class")))

    def any(self, manager: Desk, **wanted: Any) -> Party | None:
        """Any other customer of his."""
        return self._first(self._led(manager).filter(**wanted))

    def _led(self, manager: Desk) -> QuerySet[CustomerRow, CustomerRow]:
        rows: Any = CustomerRow.objects.unscoped(_WHY).filter(manager=manager.staff)
        return rows.exclude(party__in=self.taken).order_by("party")  # type: ignore[no-any-return]

    def _in_force(self, manager: Desk) -> QuerySet[CustomerRow, CustomerRow]:
        return self._led(manager).filter(class_state=StandingState.VALID, found_status="decided")

    def _first(self, rows: QuerySet[CustomerRow, CustomerRow]) -> Party | None:
        row = rows.select_related("party__branch__city_branch").first()
        if row is None:
            return None
        self.taken.add(row.party_id)
        return row.party


def passes(proposal: Proposal, checker: Desk, says: str, **more: Any) -> None:
    """The checker has looked at what stands there, and agrees."""
    pass_proposal(proposal, by=checker.actor, reason=says, digest=seen(proposal), **more)


def seen(proposal: Proposal) -> str:
    """What a checker has before his eyes today."""
    proposal.refresh_from_db(from_queryset=Proposal.objects.unscoped(_WHY))
    return bytes(proposal.digest).hex()
