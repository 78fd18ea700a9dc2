"""Every screen of a file: seen by whom it concerns, done by forms that say what is wrong."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.workbench.conftest import Bank
from tests.workbench.customers.conftest import HIS, numbered
from workbench.accounts.queries import rule_actor
from workbench.customers.actions.facts import record_facts
from workbench.customers.actions.loans import record_loan
from workbench.customers.actions.parties import open_party, open_related
from workbench.customers.models import CustomerRow, Evidence, Fact, LinkKind, Party, Query

TABS = ("facts", "evidence", "allowed", "loans", "people")


@pytest.fixture
def desk(bank: Bank, customer: Party) -> Client:
    return bank.browser("3003")


def page(desk: Client, customer: Party, *below: str) -> str:
    return f"/customers/{customer.number}/" + "".join(f"{one}/" for one in below)


@pytest.mark.parametrize("tab", TABS)
def test_every_tab_opens(desk: Client, customer: Party, wife: Party, tab: str) -> None:
    assert desk.get(page(desk, customer), {"tab": tab}).status_code == 200


def test_the_list_shows_numbers_masked(desk: Client, customer: Party) -> None:
    shown = desk.get("/customers/").content.decode()
    assert "甲某" in shown
    assert "****0016" in shown
    assert HIS not in shown


def test_who_is_refused_a_class_is_not_unknown_in_the_list(desk: Client, customer: Party) -> None:
    CustomerRow.objects.filter(party=customer).update(found_status="refused", class_found="")
    assert "不予分类" in desk.get("/customers/").content.decode()


def test_a_customer_of_another_manager_is_not_there(bank: Bank, customer: Party) -> None:
    other = bank.browser("3004")
    assert customer.number not in other.get("/customers/").content.decode()
    assert other.get(page(other, customer)).status_code == 404
    assert other.get(page(other, customer, "record")).status_code == 404


def test_a_file_is_opened_by_a_form_and_the_second_time_refused(
    bank: Bank, customer: Party
) -> None:
    desk = bank.browser("4002")
    typed = {
        "name": "甲某",
        "kind": "person",
        "identity_kind": "resident_id",
        "identity": HIS,
        "branch": bank.branch("S3").pk,
    }
    answer = desk.post("/customers/new/", typed)
    assert "本行已有该客户" in answer.content.decode()
    new = desk.post("/customers/new/", typed | {"identity": "110105197503030012", "name": "戊某"})
    assert new.status_code == 302


def test_facts_are_recorded_by_a_form_made_of_the_vocabulary(desk: Client, customer: Party) -> None:
    url = page(desk, customer, "record") + "?names=education,annual_income,hire_date"
    assert "年收入" in desk.get(url).content.decode()
    typed = {
        "education": "bachelor",
        "annual_income": "60万",
        "true_on": "2026-11-01",
        "hire_date": "2010-07-01",
    }
    assert "以万为单位" in desk.post(url, typed).content.decode()
    assert desk.post(url, typed | {"annual_income": "600000"}).status_code == 302
    assert Fact.objects.unscoped("test").filter(
        party=customer, name="hire_date", value="2010-07-01"
    )


def test_evidence_goes_from_paper_to_two_pairs_of_eyes(
    bank: Bank, desk: Client, customer: Party
) -> None:
    paper = SimpleUploadedFile("x.exe", b"%PDF-1.7 x")
    desk.post(page(desk, customer, "evidence"), {"title": "收入证明", "file": paper})
    found = Evidence.objects.unscoped("test").get()
    desk.post(f"/customers/evidence/{found.pk}/original/", {"box": "B-7"})
    bank.browser("3008").post(f"/customers/evidence/{found.pk}/verify/", {})
    found.refresh_from_db()
    assert found.state == "verified"
    opened = desk.get(f"/evidence/{found.pk}/file/")
    assert (opened["Content-Type"], opened.content) == ("application/pdf", b"%PDF-1.7 x")


def test_without_an_authorisation_the_only_button_is_to_obtain_one(
    desk: Client, customer: Party
) -> None:
    before = desk.get(page(desk, customer), {"tab": "allowed"}).content.decode()
    assert "/query/" not in before
    assert "/authorisation/" in before
    desk.post(
        page(desk, customer, "authorisation"),
        {"purpose": "credit_query", "signed_on": "2026-11-30"},
    )
    assert "/query/" in desk.get(page(desk, customer), {"tab": "allowed"}).content.decode()


def test_a_query_goes_through_the_register_to_a_report(
    bank: Bank, desk: Client, customer: Party
) -> None:
    desk.post(
        page(desk, customer, "authorisation"),
        {"purpose": "credit_query", "signed_on": "2026-11-30"},
    )
    desk.post(
        page(desk, customer, "query"),
        {"authorisation": customer.authorisations.unscoped("test").get().pk},
    )
    query, officer = Query.objects.unscoped("test").get(), bank.browser("3007")
    assert customer.number in officer.get("/queries/").content.decode()
    officer.post(f"/customers/query/{query.pk}/make/", {})
    typed = {
        "number": "R1",
        "report_on": "2026-11-30",
        "card_history": "N" * 24,
        "true_on": "2026-11-30",
    }
    assert officer.post(f"/customers/query/{query.pk}/report/", typed).status_code == 302
    assert Fact.objects.unscoped("test").filter(name="card_history").exists()


def test_a_number_is_shown_once_for_a_reason(desk: Client, customer: Party) -> None:
    url = page(desk, customer, "reveal")
    assert HIS not in desk.post(url, {"what": "identity"}).content.decode()
    assert HIS in desk.post(url, {"what": "identity", "reason": "contract"}).content.decode()


def test_history_and_correction_of_one_fact(bank: Bank, desk: Client, customer: Party) -> None:
    row = record_facts(
        customer,
        by=bank.actor("3003"),
        reason="",
        values={"education": "本科"},
        true_on=date(2026, 11, 1),
    )[0]
    url = page(desk, customer, "facts", "education")
    assert "本科" in desk.get(url).content.decode()
    correction = f"/customers/fact/{row.pk}/correct/"
    asked = desk.get(correction).content.decode()
    assert '<option value="master">' in asked
    assert "· education" not in asked
    desk.post(correction, {"value": "master", "reason": "a slip"})
    assert "从未属实" in desk.get(url).content.decode()


def test_a_secret_is_in_no_page_of_those_without_the_right(desk: Client, customer: Party) -> None:
    assert "涉嫌洗钱" not in desk.get(page(desk, customer), {"tab": "facts"}).content.decode()
    assert desk.get(page(desk, customer, "facts", "suspected_laundering")).status_code == 404


def test_a_loan_shows_its_plan(bank: Bank, desk: Client, customer: Party) -> None:
    record_loan(
        customer, by=rule_actor("demo"), reason="", number="L7", product="消费贷", amount=Decimal(120000),
        annual_rate=Decimal("0.045"), months=12, granted_on=date(2026, 1, 15),
    )  # fmt: skip
    assert desk.get("/loans/L7/").status_code == 200


def queries_of(desk: Client, path: str = "/customers/", tab: str = "") -> int:
    with CaptureQueriesContext(connection) as asked:
        desk.get(path, {"tab": tab} if tab else {})
    return len(asked)


def test_the_tab_of_relations_asks_as_much_for_ten_as_for_one(
    bank: Bank, desk: Client, customer: Party, wife: Party
) -> None:
    path = page(desk, customer)
    desk.get(path, {"tab": "people"})
    one = queries_of(desk, path, "people")
    for place in range(9):
        open_related(
            customer,
            by=bank.actor("3003"),
            reason="",
            kind=LinkKind.HOUSEHOLD,
            name=f"亲{place}",
            identity=numbered(place),
            since=date(2015, 5, 1),
        )
    assert queries_of(desk, path, "people") == one


def test_the_list_asks_as_much_for_twenty_as_for_one(bank: Bank, desk: Client) -> None:
    desk.get("/customers/")
    one = queries_of(desk)
    for place in range(19):
        open_party(
            by=bank.actor("3003"), reason="", name=f"客{place}", branch=bank.branch("S1"), identity=numbered(place)
        )  # fmt: skip
    assert queries_of(desk) == one
