"""A customer of sub-branch S1, served by 3003; his employer; somebody to marry."""

from __future__ import annotations

from datetime import date

import pytest

from tests.workbench.conftest import Bank
from workbench.common.acting import Actor
from workbench.customers.actions.parties import open_party, open_related
from workbench.customers.models import IdentityKind, LinkKind, Party

HIS, HERS, FIRM = "110105198001010016", "110105198202020026", "91110000MA0000001L"


def numbered(place: int) -> str:
    """A resident number that can be: the one of that place among those born on a day."""
    head = f"11010519900101{place:03d}"
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    total = sum(int(digit) * weight for digit, weight in zip(head, weights, strict=True))
    return head + "10X98765432"[total % 11]


@pytest.fixture
def manager(bank: Bank) -> Actor:
    return bank.actor("3003")


@pytest.fixture
def customer(bank: Bank, manager: Actor) -> Party:
    return open_party(
        by=manager,
        reason="",
        name="甲某",
        branch=bank.branch("S1"),
        identity=HIS,
        phone="13800000001",
    )


@pytest.fixture
def wife(customer: Party, manager: Actor) -> Party:
    return open_related(
        customer,
        by=manager,
        reason="",
        kind=LinkKind.SPOUSE,
        name="乙某",
        identity=HERS,
        since=date(2015, 5, 1),
    )


@pytest.fixture
def firm(customer: Party, manager: Actor) -> Party:
    return open_related(
        customer,
        by=manager,
        reason="",
        kind=LinkKind.EMPLOYER,
        name="某某公司",
        identity=FIRM,
        identity_kind=IdentityKind.CREDIT_CODE,
        since=date(2010, 7, 1),
    )
