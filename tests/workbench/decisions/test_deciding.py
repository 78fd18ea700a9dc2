"""A party is decided on every scale, stored small, and told again exactly."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

import kefen
from tests.workbench.conftest import MOMENT, Bank
from tests.workbench.decisions.conftest import OFFICIAL, record
from workbench.common import clock
from workbench.common.errors import DeniedError
from workbench.customers.actions.authorisations import take_authorisation
from workbench.customers.models import CustomerRow, Party, Purpose
from workbench.decisions.actions import decide, recompute
from workbench.decisions.gathering import open_blob
from workbench.decisions.keeping import stored
from workbench.decisions.models import Decision, FactsBlob, LastDecided
from workbench.decisions.newest import newest_decision
from workbench.policies.actions import (
    draft_bundle,
    propose_bundle,
    release_bundle,
    withdraw_bundle,
)
from workbench.policies.queries import bundle_for
from workbench.policies.scales import Subject, scales_of

STRICTER = (
    "overlay: {bank: 本行, issued: 2026-01-01, cites: 1号}\nparameters: {high_income: 200000}\n"
)


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


def test_under_a_bundle_that_was_withdrawn_a_decision_recomputes_equal(
    bank: Bank, customer: Party
) -> None:
    record(bank, customer, **OFFICIAL)
    head, day = bank.branch("HO"), MOMENT.date()
    draft = draft_bundle(head, by=bank.actor("1006"), reason="", title="t", overlay=STRICTER)
    by, on = bank.actor("1006"), day + timedelta(days=1)
    propose_bundle(draft, by=by, reason="", runs_from=on, document="1号")
    release_bundle(draft, by=bank.actor("1003"), reason="")
    with clock.moment(MOMENT + timedelta(days=1)):
        decide(customer, by=bank.actor("3003"), reason="")
        off = day + timedelta(days=5)
        withdraw_bundle(draft, by=bank.actor("1003"), reason="wrong", withdrawn_on=off)
    rows = Decision.objects.unscoped("a test").filter(bundle=draft)
    assert rows.exists()
    with clock.moment(MOMENT + timedelta(days=9)):
        assert bundle_for(clock.today()).pk != draft.pk
        for row in rows:
            assert recompute(row, by=bank.actor("2002"), reason="").differs == ()


def test_a_question_of_a_past_day_leaves_what_counts_today(bank: Bank, customer: Party) -> None:
    by = bank.actor("3003")
    record(bank, customer, **OFFICIAL)
    decide(customer, by=by, reason="")
    shown = CustomerRow.objects.unscoped("a test").filter(party=customer).values().get()
    last = LastDecided.objects.filter(party=customer).values().get()
    now = newest_decision(customer, "value-tier")
    made = decide(customer, by=by, reason="", as_of=MOMENT.date() - timedelta(days=60))
    assert {row.as_of for row in made} == {MOMENT.date() - timedelta(days=60)}
    assert newest_decision(customer, "value-tier") == now
    assert LastDecided.objects.filter(party=customer).values().get() == last
    assert CustomerRow.objects.unscoped("a test").filter(party=customer).values().get() == shown
