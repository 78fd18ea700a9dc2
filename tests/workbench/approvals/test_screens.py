"""The registers, the tab of the class and the run sheet, as people open and fill them."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.workbench.approvals.conftest import (
    OTHER_FACTS,
    Finding,
    bring,
    checked,
    in_days,
    newest,
    tellable,
)
from tests.workbench.conftest import MOMENT, Bank
from workbench.approvals.actions.classes import propose_class
from workbench.approvals.actions.events import EventKind, record_event
from workbench.approvals.models import Application, Event, Recheck
from workbench.common.jobs import end_day
from workbench.customers.models import Party
from workbench.customers.rows import renew_row
from workbench.decisions.models import Decision, Standing, StandingState
from workbench.journal.models import Entry
from workbench.reviews.models import Proposal

S = StandingState
BOTH = ("3005", "3006")
REGISTERS = (
    "/classes/",
    "/classes/ending/",
    "/classes/watched/",
    "/classes/suspended/",
    "/rechecks/",
    "/adjusted-grades/",
    "/events/",
    "/applications/",
    "/by-time/",
)


@pytest.fixture
def in_force(bank: Bank, customer: Party, found: Finding) -> Standing:
    renew_row(customer)
    with in_days(-2):
        found("3")
        checked(bank, propose_class(customer, by=bank.actor("3003"), reason="first grant"), *BOTH)
    with in_days(-1):
        bring()
    tellable(customer)
    return newest(customer)


def text(browser: Client, url: str) -> str:
    answer = browser.get(url)
    assert answer.status_code == 200, (url, answer.status_code)
    return answer.content.decode()


def test_registers_show_the_customer_to_his_manager_and_to_no_other(
    bank: Bank, customer: Party, in_force: Standing
) -> None:
    browser = bank.browser("3003")
    assert customer.number in text(browser, "/classes/?state=valid")
    assert customer.number not in text(browser, "/classes/?state=suspended")
    for number in ("3004", "3201", "4002"):
        assert customer.number not in text(bank.browser(number), "/classes/")


@pytest.mark.parametrize("url", REGISTERS)
def test_every_register_opens_for_a_reviewer_and_for_no_administrator(
    bank: Bank, customer: Party, in_force: Standing, url: str
) -> None:
    text(bank.browser("3005"), url)
    assert bank.browser("1001").get(url).status_code == 403


def test_the_strip_tells_class_state_until_and_who(
    bank: Bank, customer: Party, in_force: Standing
) -> None:
    page = text(bank.browser("3003"), f"/customers/{customer.number}/?tab=class")
    for said in (
        "三类 · 有效",
        "有效期至",
        "发起 员工3003 3003，审批 员工3006 3006",
        "中止类别",
        "登记事件",
    ):
        assert said in page


def test_an_event_is_recorded_by_its_form_and_holds_what_is_pending(
    bank: Bank, customer: Party, in_force: Standing
) -> None:
    browser = bank.browser("3003")
    base = f"/customers/{customer.number}"
    taken = browser.post(
        f"{base}/application/",
        {"number": "A1", "product": "P", "stage": "examination", "accepted_on": "2026-11-30"},
    )
    assert taken.status_code == 302
    row = Application.objects.unscoped("tests").get()
    assert row.standing_id == in_force.pk
    assert len(row.bundle) == 64
    sent = {"kind": "marriage_event", "happened_on": "2026-11-28", "reason": "divorced"}
    assert browser.post(f"{base}/event/", sent).status_code == 302
    assert "暂挂" in text(browser, "/applications/?held=1")
    assert "重检未办结" in text(browser, f"{base}/?tab=class")
    moved = browser.post(f"/customers/application/{row.pk}/move/", {"stage": "paid"})
    assert "请先由审批人恢复" in moved.content.decode()
    released = {"reason": "the approver has decided"}
    assert browser.post(f"/customers/application/{row.pk}/release/", released).status_code == 403
    approver = bank.browser("3006")
    assert approver.post(f"/customers/application/{row.pk}/release/", released).status_code == 302


def test_a_class_is_proposed_by_its_form_and_checked_on_its_page(
    bank: Bank, customer: Party, found: Finding
) -> None:
    found("2")
    tellable(customer)
    sent = {"reason": "first grant"}
    done = bank.browser("3003").post(f"/customers/{customer.number}/class-propose/", sent)
    assert done.status_code == 302
    proposal = Proposal.objects.unscoped("tests").get()
    page = text(bank.browser("3005"), f"/reviews/{proposal.pk}/")
    assert "二类" in page
    assert (
        bank.browser("3009").get(f"/customers/{customer.number}/class-propose/").status_code == 403
    )


def test_who_recorded_an_event_is_offered_no_button_to_reverse_it(
    bank: Bank, customer: Party, in_force: Standing
) -> None:
    record_event(
        customer,
        by=bank.actor("3003"),
        reason="x",
        kind=EventKind.JOB,
        happened_on=MOMENT.date(),
    )
    event = Event.objects.unscoped("tests").get()
    address = f"/customers/event/{event.pk}/reverse/"
    assert address not in text(bank.browser("3003"), "/events/")
    assert address in text(bank.browser("3001"), "/events/")
    assert bank.browser("3003").post(address, {"reason": "x"}).status_code == 200
    event.refresh_from_db(from_queryset=Event.objects.unscoped("tests"))
    assert event.reversed_at is None


def test_the_run_sheet_tells_each_job_in_words(
    bank: Bank, customer: Party, in_force: Standing
) -> None:
    browser = bank.browser("3001")
    assert "未运行" in text(browser, "/run-sheet/")
    end_day(MOMENT.date())
    page = text(browser, f"/run-sheet/?day={MOMENT.date()}")
    assert "已办 0 未办 0" in page
    assert "正常" in page
    assert browser.get("/run-sheet/?day=2026-02-31").status_code == 404
    assert bank.browser("3003").get("/run-sheet/").status_code == 403


def test_a_decision_leads_to_the_proposal_of_the_class_that_it_finds(
    bank: Bank, customer: Party, found: Finding
) -> None:
    found("2")
    tellable(customer)
    page = f"/customers/{customer.number}/decisions/psbc-customer-class/"
    form = f"/customers/{customer.number}/class-propose/"
    browser = bank.browser("3003")
    assert f'href="{form}"' in text(browser, page)
    number = Decision.objects.unscoped("a test").get().number
    assert number in text(browser, form)
    assert f'href="{form}"' not in text(bank.browser("3005"), page)
    browser.post(form, {"reason": "first grant"})
    assert f'href="{form}"' not in text(browser, page)


def test_a_decision_that_finds_a_lower_class_leads_to_the_finding_of_a_fall(
    bank: Bank, customer: Party, in_force: Standing, found: Finding
) -> None:
    found("4", facts=OTHER_FACTS)
    tellable(customer)
    page = text(
        bank.browser("3003"), f"/customers/{customer.number}/decisions/psbc-customer-class/"
    )
    assert f"/customers/{customer.number}/class-fall/" in page
    assert f"/customers/{customer.number}/class-propose/" not in page


def test_re_checks_are_opened_for_many_at_once_each_with_its_entry(
    bank: Bank, customer: Party, in_force: Standing
) -> None:
    browser = bank.browser("3003")
    ids = {"ids": [in_force.pk]}
    assert 'name="reason"' in browser.post("/rechecks/open/", ids).content.decode()
    assert not Recheck.objects.unscoped("a test").exists()
    for _time in range(2):
        browser.post("/rechecks/open/", {**ids, "reason": "名录更新"})
    assert Recheck.objects.unscoped("a test").get().because == "名录更新"
    assert Entry.objects.filter(code="recheck.opened").count() == 1
    other = bank.browser("4002").post("/rechecks/open/", {**ids, "reason": "x"}).content.decode()
    assert customer.number not in other


def offered(bank: Bank, party: Party) -> list[str]:
    page = text(bank.browser("3003"), f"/customers/{party.number}/?tab=class")
    deeds = ("class-propose", "class-fall", "class-suspend", "class-lift", "class-end")
    return [one for one in deeds if f"/customers/{party.number}/{one}/" in page]


def test_what_the_state_or_the_finding_would_refuse_is_not_offered(
    bank: Bank, customer: Party, in_force: Standing, found: Finding
) -> None:
    assert offered(bank, customer) == ["class-propose", "class-suspend", "class-end"]
    found("5")
    tellable(customer)
    assert offered(bank, customer) == ["class-fall", "class-suspend", "class-end"]
    sent = {"reason": "lower"}
    fall = f"/customers/{customer.number}/class-fall/"
    assert bank.browser("3003").post(fall, sent).status_code == 302
    assert "class-fall" not in offered(bank, customer), "one is open"
    suspend = f"/customers/{customer.number}/class-suspend/"
    assert bank.browser("3003").post(suspend, sent).status_code == 302
    assert offered(bank, customer) == ["class-lift", "class-end"]
