"""A birthday takes no class away: a finding that only the age lowers is no fall."""

from __future__ import annotations

import pytest

from tests.workbench.approvals.test_journeys import report
from tests.workbench.conftest import MOMENT, Bank
from tests.workbench.decisions.conftest import OFFICIAL, record
from workbench.approvals.ageing import is_only_reason
from workbench.common import clock
from workbench.customers.models import Feed, Party, Source
from workbench.decisions.actions import decide
from workbench.decisions.models import Decision
from workbench.journal.recording import recording


@pytest.mark.parametrize(
    ("born", "level", "only"),
    [
        ("1970-11-30", "section", True),
        ("1970-12-01", "section", False),
        ("1970-11-30", "no_level", False),
    ],
)
def test_only_who_would_keep_his_class_if_he_were_younger_is_lowered_by_his_age_alone(
    bank: Bank, customer: Party, born: str, level: str, only: bool
) -> None:
    day = MOMENT.date()
    with recording():
        Feed.objects.create(
            source=Source.LOAN_FEED,
            business_on=day,
            arrived_at=clock.now(),
            rows_found=1,
            accepted=True,
        )
    given = {"arrears_elsewhere": False, "loan_history": "N" * 24, "accounts": []}
    report(bank, customer, "R1", given)
    facts = {
        **OFFICIAL,
        "birth_date": born,
        "administrative_level": level,
        "employer_kind": "government",
    }
    record(bank, customer, **facts, declared_banned=False)
    decide(customer, by=bank.actor("3003"), reason="")
    found = Decision.objects.unscoped("t").get(party=customer, pack="psbc-customer-class")
    assert is_only_reason(found, "2") is only
