"""Auditors read the journal of their branches; what is sealed opens by right and reason; a touched row is named."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.workbench.conftest import Bank
from workbench.customers.actions.facts import record_secrets
from workbench.customers.actions.parties import open_party, reveal
from workbench.customers.models import Party
from workbench.journal.models import Entry
from workbench.journal.queries import entries_seen
from workbench.journal.sealing import seal

AUDITOR, AUDIT_ADMINISTRATOR = "1004", "1005"
SEALED = "13800000001"


@pytest.fixture(autouse=True)
def file_of_seals(tmp_path: Path, settings: Any) -> None:
    settings.SEALS = tmp_path / "seals.jsonl"


@pytest.fixture
def customer(bank: Bank) -> Party:
    made = open_party(
        by=bank.actor("3003"),
        reason="",
        name="甲某",
        branch=bank.branch("S1"),
        identity="110105198001010016",
        phone=SEALED,
    )
    reveal(made, by=bank.actor("3003"), reason="拨打电话", what="phone")
    return made


def _page(bank: Bank, number: str, address: str) -> str:
    answer = bank.browser(number).get(address)
    return str(answer.content.decode()) if answer.status_code == 200 else str(answer.status_code)


def test_an_auditor_reads_each_entry_as_its_sentence(bank: Bank, customer: Party) -> None:
    page = _page(bank, AUDITOR, "/journal/?q=3003")
    assert f"查看客户 {customer.number} 的完整号码" in page
    assert "城东支行" in page
    assert "拨打电话" in page


def test_the_register_of_what_was_seen_in_full_holds_that_alone(
    bank: Bank, customer: Party
) -> None:
    page = _page(bank, AUDITOR, "/journal/?act=reveal")
    assert "拨打电话" in page
    assert "共 1" in page.replace("总共", "共")


@pytest.mark.parametrize("number", ["1001", "1002", "2001", "3001", "3003", "3006"])
def test_nobody_else_reads_the_journal_nor_the_person_himself(
    bank: Bank, customer: Party, number: str
) -> None:
    key = Entry.objects.get(code="customer.revealed").key
    browser = bank.browser(number)
    addresses = ("/journal/", f"/journal/{key}/", "/journal/check/", "/journal/seals/")
    assert {browser.get(address).status_code for address in addresses} == {403}


def test_what_is_sealed_is_not_on_the_page_and_opens_with_a_reason(
    bank: Bank, customer: Party
) -> None:
    entry = Entry.objects.get(code="customer.opened")
    address = f"/journal/{entry.key}/"
    assert SEALED not in _page(bank, AUDITOR, address)
    browser = bank.browser(AUDITOR)
    assert browser.post(address, {"reason": " "}).status_code == 422
    assert SEALED in browser.post(address, {"reason": "离岗审计"}).content.decode()
    opened = Entry.objects.get(code="entry.revealed")
    assert (opened.actor, opened.object_key, opened.reason) == (AUDITOR, str(entry.key), "离岗审计")


def test_the_audit_administrator_opens_nothing_sealed(bank: Bank, customer: Party) -> None:
    entry = Entry.objects.get(code="customer.opened")
    answer = bank.browser(AUDIT_ADMINISTRATOR).post(f"/journal/{entry.key}/", {"reason": "x"})
    assert answer.status_code == 403
    assert not Entry.objects.filter(code="entry.revealed").exists()


def test_that_something_is_confidential_is_not_told_by_the_journal(
    bank: Bank, customer: Party
) -> None:
    before = set(entries_seen(bank.actor(AUDITOR)).values_list("key", flat=True))
    record_secrets(
        customer,
        by=bank.actor("2004"),
        reason="",
        values={"suspected_laundering": True},
        true_on=date(2026, 11, 30),
    )
    assert Entry.objects.filter(code="secret.recorded").exists()
    told = entries_seen(bank.actor(AUDITOR)).exclude(key__in=before)
    assert [entry.code for entry in told] == ["restriction.begun"], "as of a routine refresh"


def test_an_altered_row_is_named_on_the_page_of_the_check(bank: Bank, customer: Party) -> None:
    seal()
    browser = bank.browser(AUDITOR)
    assert "日志与写入时一致" in browser.post("/journal/check/").content.decode()
    entry = Entry.objects.get(code="customer.revealed")
    key = entry.key.hex if connection.vendor == "sqlite" else str(entry.key)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE journal_entry SET reason = 'x' WHERE key = %s", [key])
    page = browser.post("/journal/check/").content.decode()
    assert str(entry.key) in page
    assert "被修改" in page


def test_the_file_of_seals_is_fetched_as_it_stands(
    bank: Bank, customer: Party, settings: Any
) -> None:
    seal()
    assert bank.browser(AUDITOR).get("/journal/seals/").content == settings.SEALS.read_bytes()


def test_a_customers_page_has_his_entries_for_the_auditor_alone(
    bank: Bank, customer: Party
) -> None:
    address = f"/customers/{customer.number}/?tab=journal"
    assert "拨打电话" in _page(bank, AUDITOR, address)
    assert _page(bank, "3003", address) == "403"


def test_the_list_asks_as_much_for_fifty_entries_as_for_one(bank: Bank, customer: Party) -> None:
    browser = bank.browser(AUDITOR)
    asked = []
    for more in (0, 49):
        for _ in range(more):
            reveal(customer, by=bank.actor("3003"), reason="r", what="phone")
        browser.get("/journal/?act=reveal&size=50")
        with CaptureQueriesContext(connection) as queries:
            page = browser.get("/journal/?act=reveal&size=50").content.decode()
        asked.append(len(queries))
        assert page.count("<tr>") == 2 + more
    assert asked[0] == asked[1]
