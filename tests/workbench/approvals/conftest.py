"""A customer of the sub-branch S1 with a settled finding, and the two who check his class."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, datetime, timedelta

import pytest

import kefen
from tests.workbench.conftest import MOMENT, Bank, brought_into_force
from workbench.accounts.queries import rule_actor
from workbench.common import clock
from workbench.customers.models import Party, PartyKind, PartyState, Relation, RelationKind
from workbench.decisions.deciding import answers_of
from workbench.decisions.gathering import Asked, keep_blob
from workbench.decisions.models import Decision, Standing
from workbench.journal.recording import recording
from workbench.policies.actions import found_bundle
from workbench.policies.models import Bundle
from workbench.policies.scales import CUSTOMER_CLASS
from workbench.reviews.checking import pass_proposal
from workbench.reviews.models import Proposal

Finding = Callable[..., Decision]
OTHER_FACTS = bytes(31) + b"1"


@pytest.fixture
def customer(bank: Bank) -> Party:
    found_bundle(by=rule_actor("founding"), reason="tests", runs_from=date(2020, 1, 1))
    branch, manager = bank.branch("S1"), bank.staff("3003")
    with recording():
        party = Party.objects.create(
            number="C0001",
            kind=PartyKind.PERSON,
            name="李某 0001",
            state=PartyState.ACTIVE,
            branch=branch,
        )
        Relation.objects.create(
            party=party,
            staff=manager,
            branch=branch,
            kind=RelationKind.LEAD,
            since=date(2024, 1, 1),
            reason="tests",
        )
    return party


@pytest.fixture
def found(customer: Party) -> Finding:
    """Records what the policy says of him now: `found("2")`, `found("2", facts=OTHER_FACTS)`."""

    def record(result: str, status: str = "decided", facts: bytes = bytes(32)) -> Decision:
        with recording():
            return Decision.objects.create(
                party=customer,
                pack="psbc-customer-class",
                as_of=clock.today(),
                known_at=clock.now(),
                status=status,
                result=result,
                record=b"",
                facts=facts,
                bundle=Bundle.objects.latest("pk"),
                visible_only=True,
            )

    return record


def checked(bank: Bank, proposal: Proposal, *checkers: str) -> Proposal:
    """Each passes it on what stands there."""
    for number in checkers:
        proposal.refresh_from_db(from_queryset=Proposal.objects.unscoped("tests"))
        seen = bytes(proposal.digest).hex()
        pass_proposal(proposal, by=bank.actor(number), reason="agreed", digest=seen)
    return proposal


def in_days(days: int) -> AbstractContextManager[datetime]:
    """Some days later, at ten."""
    return clock.moment(MOMENT + timedelta(days=days))


def bring() -> list[Proposal]:
    """The day's end brings into force what is due."""
    return brought_into_force()


def newest(party: Party) -> Standing:
    rows = Standing.objects.unscoped("tests").filter(
        party=party, recorded_until=None, superseded=False
    )
    found = rows.order_by("-recorded_at", "-pk").first()
    assert found is not None
    return found


def tellable(party: Party, pack: str = CUSTOMER_CLASS) -> None:
    """Gives the findings recorded by `found` a body, so that pages can tell them and new ones are compared."""
    asked = Asked.now(party)
    answer = next(one for one in answers_of(asked).found if one.scale.pack == pack)
    assert answer.decision is not None
    record = kefen.compact(answer.decision, None).packed()
    with recording():
        facts = keep_blob(answer.facts)
    Decision.objects.unscoped("tests").filter(record=b"").update(record=record, facts=facts)
