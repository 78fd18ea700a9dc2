"""A party is decided on every scale, stored small, and told again exactly."""

from __future__ import annotations

from datetime import date

import pytest

import kefen
from tests.workbench.conftest import Bank
from tests.workbench.decisions.conftest import OFFICIAL, record
from workbench.common.errors import DeniedError
from workbench.customers.actions.authorisations import take_authorisation
from workbench.customers.models import CustomerRow, Party, Purpose
from workbench.decisions.actions import decide, recompute
from workbench.decisions.gathering import open_blob
from workbench.decisions.keeping import stored
from workbench.decisions.models import Decision, FactsBlob
from workbench.policies.scales import Subject, scales_of


def test_every_scale_of_a_person_is_decided_under_its_own_name(bank: Bank, customer: Party) -> None:
    made = decide(customer, by=bank.actor("3003"), reason="")
    assert [row.pack for row in made] == [scale.pack for scale in scales_of(Subject.PERSON)]
    assert len({row.number for row in made}) == len(made)


def test_the_same_answer_on_the_same_facts_writes_no_row(bank: Bank, customer: Party) -> None:
    record(bank, customer, **OFFICIAL)
    decide(customer, by=bank.actor("3003"), reason="")
    assert decide(customer, by=bank.actor("3003"), reason="") == []
    assert FactsBlob.objects.count() == 1


def test_a_new_fact_writes_rows_only_of_the_scales_that_read_it(
    bank: Bank, customer: Party
) -> None:
    before = {row.pk for row in decide(customer, by=bank.actor("3003"), reason="")}
    record(bank, customer, annual_income=700000)
    rows = Decision.objects.unscoped("a test").filter(party=customer).exclude(pk__in=before)
    packs = set(rows.values_list("pack", flat=True))
    assert "value-tier" in packs
    assert "psbc-customer-class" not in packs


def test_a_row_is_small_and_its_facts_are_sealed(bank: Bank, customer: Party) -> None:
    record(bank, customer, **OFFICIAL)
    for row in decide(customer, by=bank.actor("3003"), reason=""):
        assert len(row.record) <= 200
    assert b"bachelor" not in bytes(FactsBlob.objects.get().body)


def test_a_stored_decision_is_the_decision(bank: Bank, customer: Party) -> None:
    record(bank, customer, **OFFICIAL)
    row = decide(customer, by=bank.actor("3003"), reason="")[0]
    again = stored(row)
    assert (again.status, again.result or "") == (row.status, row.result)
    assert kefen.explain(again, "zh").headline


def test_lists_show_what_was_found(bank: Bank, customer: Party) -> None:
    record(bank, customer, **OFFICIAL)
    decide(customer, by=bank.actor("3003"), reason="")
    row = CustomerRow.objects.unscoped("a test").get(party=customer)
    newest = {d.pack: d for d in Decision.objects.unscoped("a test").filter(party=customer)}
    assert row.found_status == newest["psbc-customer-class"].status
    assert row.value_tier == newest["value-tier"].result


def test_nobody_else_has_a_customer_decided(bank: Bank, customer: Party) -> None:
    with pytest.raises(DeniedError):
        decide(customer, by=bank.actor("4002"), reason="")


def test_a_decision_recomputes_equal(bank: Bank, customer: Party) -> None:
    record(bank, customer, **OFFICIAL)
    for row in decide(customer, by=bank.actor("3003"), reason=""):
        assert recompute(row, by=bank.actor("2002"), reason="sample").differs == ()


def test_a_touched_decision_says_where_it_differs(bank: Bank, customer: Party) -> None:
    row = decide(customer, by=bank.actor("3003"), reason="")[0]
    body = bytearray(row.record)
    body[89] ^= 1  # the first flags
    Decision.objects.unscoped("a test").filter(pk=row.pk).update(record=bytes(body), result="1")
    touched = Decision.objects.unscoped("a test").get(pk=row.pk)
    assert set(recompute(touched, by=bank.actor("2002"), reason="").differs) == {"flags", "row"}


def test_a_consent_to_a_portrait_is_known_to_the_policies(bank: Bank, customer: Party) -> None:
    take_authorisation(
        customer,
        by=bank.actor("3003"),
        reason="",
        purpose=Purpose.PERSONAL_DATA,
        signed_on=date(2026, 11, 2),
    )
    decide(customer, by=bank.actor("3003"), reason="")
    facts = open_blob(bytes(FactsBlob.objects.get().digest))
    assert facts["profiling_consent"] is True
