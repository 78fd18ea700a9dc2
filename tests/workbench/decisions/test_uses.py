"""What rests on a piece of evidence: the facts, the decisions that read them, and nothing else."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.workbench.conftest import MOMENT, Bank
from tests.workbench.customers.test_evidence import PDF
from tests.workbench.decisions.conftest import OFFICIAL, opened, record
from workbench.common import clock
from workbench.customers.actions.evidence import take_evidence
from workbench.customers.actions.facts import record_facts
from workbench.customers.filing import file_evidence
from workbench.customers.models import Evidence, LinkKind, Party, PartyLink
from workbench.decisions.actions import decide
from workbench.decisions.models import Decision
from workbench.decisions.uses import uses_of
from workbench.journal.recording import recording

DAY = date(2026, 11, 20)


@pytest.fixture
def paper(bank: Bank, customer: Party) -> Evidence:
    """It shows the income; the rest was told."""
    by = bank.actor("3003")
    with clock.moment(MOMENT - timedelta(hours=1)):
        record(bank, customer, **{k: v for k, v in OFFICIAL.items() if k != "annual_income"})
        decide(customer, by=by, reason="")
    shown = take_evidence(customer, by=by, reason="", file=file_evidence(PDF), title="收入证明")
    values = {"annual_income": 300000}
    record_facts(customer, by=by, reason="", values=values, true_on=DAY, evidence=shown)
    return shown


def test_it_names_the_decisions_that_read_what_it_shows(
    bank: Bank, customer: Party, paper: Evidence
) -> None:
    assert Decision.objects.unscoped("a test").filter(known_at__lt=MOMENT).exists()
    decide(customer, by=bank.actor("3003"), reason="")
    uses = uses_of(paper)
    assert [fact.name for fact in uses.facts] == ["annual_income"]
    assert "value-tier" in {one.pack for one in uses.decisions}
    assert {one.known_at for one in uses.decisions} == {MOMENT}
    page = bank.browser("3003").get(f"/evidence/{paper.pk}/uses/").content.decode()
    assert uses.decisions[0].number in page


def test_a_spouse_reads_it_through_the_link_of_the_day(
    bank: Bank, customer: Party, paper: Evidence
) -> None:
    other = opened(bank, "配偶", "003", manager="3004")
    by = bank.actor("3003")
    values = {"good_social_record": False}
    record_facts(customer, by=by, reason="", values=values, true_on=DAY, evidence=paper)
    with recording():
        PartyLink.objects.create(
            party=other,
            other=customer,
            kind=LinkKind.SPOUSE,
            since=date(2020, 1, 1),
            known_at=clock.now(),
        )
    decide(other, by=bank.actor("3004"), reason="")
    mine = [one for one in uses_of(paper).decisions if one.party_id == other.pk]
    assert "psbc-customer-class" in {one.pack for one in mine}
    page = bank.browser("3003").get(f"/evidence/{paper.pk}/uses/").content.decode()
    assert mine[0].number not in page
    assert bank.browser("4002").get(f"/evidence/{paper.pk}/uses/").status_code == 404
