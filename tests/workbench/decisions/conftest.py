"""A customer of the first account manager, and what is recorded of him."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.workbench.conftest import Bank
from workbench.customers.actions.facts import record_facts
from workbench.customers.actions.parties import open_party
from workbench.customers.models import Party
from workbench.policies.models import Bundle


def identity(born: str, serial: str = "001") -> str:
    """A number of the right form for a person of no place."""
    body = f"990000{born}{serial}"
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    total = sum(int(digit) * weight for digit, weight in zip(body, weights, strict=True))
    return body + "10X98765432"[total % 11]


#: a division head of a government office, single, of whose credit record nothing is known yet
OFFICIAL: dict[str, Any] = {
    "nationality": "mainland",
    "full_capacity": True,
    "marital_status": "single",
    "education": "bachelor",
    "stable_income": True,
    "legal_occupation": True,
    "qualifications": [],
    "employer_kind": "government",
    "hire_date": "2008-07-01",
    "formal_staff": True,
    "service_staff": False,
    "established_post": True,
    "administrative_level": "division",
    "civil_rank": "no_rank",
    "founded_organisation": False,
    "shareholding": "0",
    "main_income_is_business": False,
    "good_social_record": True,
    "annual_income": 300000,
}


def opened(bank: Bank, name: str = "客户甲", serial: str = "001", manager: str = "3003") -> Party:
    return open_party(
        by=bank.actor(manager),
        reason="",
        name=name,
        branch=bank.branch("S1"),
        identity=identity("19850301", serial),
    )


def record(bank: Bank, party: Party, by: str = "3003", **values: Any) -> None:
    record_facts(party, by=bank.actor(by), reason="", values=values, true_on=date(2026, 11, 20))


@pytest.fixture
def customer(bank: Bank, texts: Bundle) -> Party:
    return opened(bank)
