"""The page of a decision, the question, what-if: as an account manager, a reviewer and an auditor meet them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.workbench.conftest import Bank
from tests.workbench.decisions.conftest import OFFICIAL, record
from workbench.common import clock
from workbench.customers.actions.parties import open_related
from workbench.customers.models import Fact, IdentityKind, LinkKind, Party
from workbench.decisions.actions import decide
from workbench.decisions.dueness import due
from workbench.decisions.gathering import Asked
from workbench.decisions.models import Decision, LastDecided
from workbench.decisions.queries import At, line_of, newest
from workbench.decisions.trying import Trial, tried
from workbench.policies.queries import bundle_for

CLASS = "psbc-customer-class"


@pytest.fixture
def decided(bank: Bank, customer: Party) -> Party:
    record(bank, customer, **OFFICIAL)
    decide(customer, by=bank.actor("3003"), reason="")
    return customer


def page(number: str, pack: str = CLASS, rest: str = "") -> str:
    return f"/customers/{number}/decisions/{pack}/{rest}"


def test_the_page_tells_why_and_what_is_missing(bank: Bank, decided: Party) -> None:
    text = bank.browser("3003").get(page(decided.number)).content.decode()
    for words in ("客户类别", "最能定结论的问题", "怎样可以提升", "为什么不是更好的结论", "第六条"):
        assert words in text


@pytest.mark.parametrize("told", ["manager", "customer", "auditor"])
def test_it_is_told_three_ways(bank: Bank, decided: Party, told: str) -> None:
    row = Decision.objects.unscoped("a test").get(party=decided, pack=CLASS)
    answer = bank.browser("2002").get(page(decided.number, rest=f"?told={told}"))
    assert answer.status_code == 200
    assert (str(row.journal_key) in answer.content.decode()) is (told == "auditor")


def test_other_branches_do_not_find_it(bank: Bank, decided: Party) -> None:
    assert bank.browser("4002").get(page(decided.number)).status_code == 404


def test_the_question_is_answered_on_the_page_and_the_decision_follows(
    bank: Bank, decided: Party
) -> None:
    sent = {"answer-value": "false", "answer-true_on": "2026-11-30"}
    answer = bank.browser("3003").post(page(decided.number, rest="answer/"), sent)
    assert answer.status_code == 302
    assert Fact.objects.unscoped("a test").get(party=decided, name="declared_banned").value is False
    assert Decision.objects.unscoped("a test").filter(party=decided, pack=CLASS).count() == 2


def test_an_answer_that_is_no_value_stands_at_its_field(bank: Bank, decided: Party) -> None:
    sent = {"answer-value": "perhaps", "answer-true_on": "2026-11-30"}
    answer = bank.browser("3003").post(page(decided.number, rest="answer/"), sent)
    assert answer.status_code == 422
    assert "form-errors" in answer.content.decode()


def test_what_if_follows_what_is_typed_and_stores_nothing(bank: Bank, decided: Party) -> None:
    browser = bank.browser("3003")
    before = (Decision.objects.unscoped("t").count(), Fact.objects.unscoped("t").count())
    url = page(decided.number, "value-tier", "what-if/")
    assert browser.get(url).status_code == 200
    sent = {
        "try-annual_income": "900000",
        "amount": "1000000",
        "annual_rate": "3.5",
        "months": "360",
    }
    text = browser.post(url, sent, headers={"HX-Request": "true"}).content.decode()
    assert "4,490.45" in text
    assert "试算" not in text
    assert "价值层级" in text
    assert before == (Decision.objects.unscoped("t").count(), Fact.objects.unscoped("t").count())


def test_a_value_that_cannot_be_is_said_in_words(bank: Bank, decided: Party) -> None:
    url = page(decided.number, "value-tier", "what-if/")
    sent = {"try-annual_income": "plenty"}
    text = bank.browser("3003").post(url, sent, headers={"HX-Request": "true"}).content.decode()
    assert "年收入" in text
    assert 'role="alert"' in text


def test_an_auditor_recomputes_on_the_page(bank: Bank, decided: Party) -> None:
    row = Decision.objects.unscoped("a test").filter(party=decided).first()
    assert row is not None
    answer = bank.browser("2002").post(page(decided.number, "recompute", f"{row.pk}/"))
    assert answer.status_code == 200
    assert "dot-good" in answer.content.decode()
    denied = bank.browser("3003").post(page(decided.number, "recompute", f"{row.pk}/"))
    assert denied.status_code == 403


def test_an_earlier_day_shows_what_was_known_then(bank: Bank, decided: Party) -> None:
    answer = bank.browser("3003").get(page(decided.number, rest="?as_of=2026-11-01"))
    assert answer.status_code == 404


def test_all_scales_are_told_without_a_question_for_each(
    bank: Bank, decided: Party, django_assert_num_queries: Any
) -> None:
    rows = newest(decided, At(clock.today(), clock.now()))
    assert len(rows) > 5
    with django_assert_num_queries(0):
        assert [line_of(row).url for row in rows]


def test_what_if_looks_the_reference_lists_up_once(bank: Bank, decided: Party) -> None:
    asked = Asked.now(decided)
    with CaptureQueriesContext(connection) as held:
        tried(Trial(asked, CLASS))
    lists = [one for one in held.captured_queries if "policies_listversion" in one["sql"]]
    assert len(lists) == 1


def test_a_company_is_not_due_by_what_is_learnt_of_whom_it_employs(
    bank: Bank, customer: Party
) -> None:
    firm = open_related(
        customer, by=bank.actor("3003"), reason="", kind=LinkKind.EMPLOYER,
        name="示例单位", identity_kind=IdentityKind.CREDIT_CODE, identity="91110000MA0000001L", since=date(2015, 5, 1),
    )  # fmt: skip
    bundle, at = bundle_for(clock.today()), clock.now() - timedelta(minutes=5)
    for party in (firm, customer):
        LastDecided.objects.create(party=party, as_of=clock.today(), at=at, bundle=bundle)
    record(bank, customer, annual_income=310000)
    LastDecided.objects.update(at=at)
    assert due(customer)
    assert due(firm) == ""
