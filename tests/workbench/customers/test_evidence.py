"""Evidence: a sealed file, verified by two, proven false by two; what rests on it becomes unknown."""

from datetime import date
from pathlib import Path

import pytest
from django.conf import settings
from django.db import IntegrityError

from tests.workbench.conftest import Bank
from workbench.common.acting import Actor
from workbench.common.errors import DeniedError, RefusedError
from workbench.customers.actions.evidence import (
    open_evidence,
    prove_false,
    say_false,
    see_original,
    take_evidence,
    verify_evidence,
)
from workbench.customers.actions.facts import record_facts
from workbench.customers.filing import file_evidence
from workbench.customers.models import Evidence, EvidenceState, Fact, Party
from workbench.customers.queries.facts import facts_of
from workbench.journal.models import Entry
from workbench.journal.recording import recording

PDF = b"%PDF-1.7 proof of income of somebody"
DAY = date(2026, 11, 1)


@pytest.fixture
def paper(customer: Party, manager: Actor) -> Evidence:
    return take_evidence(
        customer, by=manager, reason="", file=file_evidence(PDF), title="甲某的收入证明"
    )


def test_a_file_is_known_by_content_not_by_its_name() -> None:
    assert file_evidence(PDF).media_type == "application/pdf"
    with pytest.raises(RefusedError):
        file_evidence(b"MZ a program called proof.pdf")


def test_a_file_lies_sealed(paper: Evidence) -> None:
    held = b"".join(
        file.read_bytes() for file in Path(settings.EVIDENCE).rglob("*") if file.is_file()
    )
    assert held
    assert b"proof of income" not in held


def test_who_opens_a_file_is_in_the_journal(bank: Bank, paper: Evidence) -> None:
    assert open_evidence(paper, by=bank.actor("3005"), reason="") == PDF
    assert Entry.objects.get(code="evidence.opened").actor == "3005"


def test_the_journal_does_not_tell_a_title(paper: Evidence) -> None:
    assert "甲某" not in Entry.objects.get(code="evidence.taken").words


def test_who_saw_the_original_does_not_verify(bank: Bank, paper: Evidence, manager: Actor) -> None:
    see_original(paper, by=manager, reason="")
    with pytest.raises(RefusedError):
        verify_evidence(paper, by=manager, reason="")
    verify_evidence(paper, by=bank.actor("3008"), reason="")
    assert paper.state == EvidenceState.VERIFIED


def test_the_database_itself_wants_two(bank: Bank, paper: Evidence) -> None:
    paper.original_seen_by = paper.verified_by = bank.staff("3003")
    with recording(), pytest.raises(IntegrityError):
        paper.save()


def test_nobody_verifies_what_nobody_saw(bank: Bank, paper: Evidence) -> None:
    with pytest.raises(RefusedError):
        verify_evidence(paper, by=bank.actor("3008"), reason="")


def test_facts_on_false_evidence_become_unknown_and_stay_on_record(
    bank: Bank, customer: Party, paper: Evidence, manager: Actor
) -> None:
    values = {"annual_income": "600000"}
    record_facts(customer, by=manager, reason="", values=values, true_on=DAY, evidence=paper)
    say_false(paper, by=bank.actor("2003"), reason="the firm does not know it")
    with pytest.raises(RefusedError):
        prove_false(paper, by=bank.actor("2003"), reason="again")
    prove_false(paper, by=bank.actor("2002"), reason="the firm wrote so")
    assert "annual_income" not in facts_of(customer)
    rows = Fact.objects.unscoped("test").filter(name="annual_income")
    assert [row.value for row in rows.order_by("pk")] == ["600000", None]


def test_the_manager_does_not_prove_his_own_evidence_false(paper: Evidence, manager: Actor) -> None:
    with pytest.raises(DeniedError):
        say_false(paper, by=manager, reason="a guess")


def test_nothing_new_rests_on_false_evidence(
    bank: Bank, customer: Party, paper: Evidence, manager: Actor
) -> None:
    say_false(paper, by=bank.actor("2003"), reason="x")
    prove_false(paper, by=bank.actor("2002"), reason="y")
    with pytest.raises(RefusedError):
        record_facts(
            customer,
            by=manager,
            reason="",
            values={"education": "本科"},
            true_on=DAY,
            evidence=paper,
        )
