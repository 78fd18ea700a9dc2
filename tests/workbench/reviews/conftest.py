"""A kind of proposal of two levels about a branch's name, whose facts a test can move."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest

from tests.workbench.conftest import Bank
from workbench.accounts.posts import Post
from workbench.common.acting import Actor, Reach
from workbench.common.rights import RIGHTS, Right
from workbench.reviews.actions import Draft, propose
from workbench.reviews.kinds import KINDS, Kind, Step, declare_kind
from workbench.reviews.models import Proposal, ProposalState


@dataclass
class Trial:
    """What the kind's hooks see and did."""

    bank: Bank
    facts: dict[str, str] = field(default_factory=lambda: {"rooms": "4"})
    after: dict[str, str] = field(default_factory=lambda: {"name": "新名"})
    applied: list[str] = field(default_factory=list)
    undone: list[str] = field(default_factory=list)

    def propose(self, number: str = "3003", *, branch: str = "S1") -> Proposal:
        return propose(by=self.bank.actor(number), reason="", draft=self.draft(branch))

    def draft(self, branch: str = "S1") -> Draft:
        return Draft(
            kind="trial",
            title="改名",
            subject_kind="branch",
            subject_key=branch,
            branch=self.bank.branch(branch),
            before={"name": "旧名"},
            after=dict(self.after),
        )


@pytest.fixture
def trial(bank: Bank) -> Iterator[Trial]:
    made = Trial(bank)
    RIGHTS["trial.propose"] = Right("trial.propose", "", {Post.ACCOUNT_MANAGER: Reach.PORTFOLIO})
    RIGHTS["trial.examine"] = Right("trial.examine", "", {Post.REVIEWER: Reach.BRANCH})
    RIGHTS["trial.approve"] = Right("trial.approve", "", {Post.APPROVER: Reach.BRANCH})
    declare_kind(_kind(made))
    yield made
    del KINDS["trial"]
    for name in ("trial.propose", "trial.examine", "trial.approve"):
        del RIGHTS[name]


def _kind(trial: Trial) -> Kind:
    def apply(proposal: Proposal, by: Actor) -> None:
        trial.applied.append(by.key)

    def undo(proposal: Proposal, by: Actor) -> None:
        trial.undone.append(by.key)

    return Kind(
        code="trial",
        label="试",
        propose="trial.propose",
        steps=(
            Step(ProposalState.TO_EXAMINE, "trial.examine"),
            Step(ProposalState.TO_APPROVE, "trial.approve"),
        ),
        fingerprint=lambda proposal: trial.facts,
        renew=lambda proposal, by: trial.after,
        apply=apply,
        undo=undo,
    )
