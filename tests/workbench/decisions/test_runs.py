"""A branch decided as a whole says what one by one says, and accounts for every row."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta

import pytest

from tests.workbench.conftest import MOMENT, Bank
from tests.workbench.decisions.conftest import OFFICIAL, opened, record
from tests.workbench.decisions.planted import lent
from tests.workbench.decisions.test_twins import SECRET
from workbench.common import clock
from workbench.common.errors import DeniedError, RefusedError
from workbench.customers.actions.facts import record_secrets
from workbench.customers.models import CustomerRow, Party, PartyNow
from workbench.decisions.actions import decide, recompute, start_run
from workbench.decisions.models import BranchRun, Decision, RunState
from workbench.decisions.tasks import decide_branch, end_cut_off
from workbench.journal.models import Entry
from workbench.journal.recording import recording
from workbench.policies.models import Bundle

CLASS = "psbc-customer-class"


@pytest.fixture
def three(bank: Bank, texts: Bundle) -> list[Party]:
    parties = [opened(bank, f"客户{serial}", serial) for serial in ("001", "003", "005")]
    record(bank, parties[0], **OFFICIAL)
    record(bank, parties[1], annual_income=700000)
    return parties


@contextmanager
def in_days(days: int) -> Iterator[None]:
    later = MOMENT + timedelta(days=days)
    with pytest.MonkeyPatch.context() as patch, clock.moment(later):
        patch.setattr(clock, "read_clock", lambda: later)
        yield


def run_of(bank: Bank) -> BranchRun:
    run = start_run(bank.branch("S1"), by=bank.actor("2002"), reason="")
    decide_branch.call(run.pk)
    found: BranchRun = BranchRun.objects.unscoped("a test").get(pk=run.pk)
    return found


@pytest.fixture
def by_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    """Few or many, all are left to the engine."""
    monkeypatch.setattr("workbench.decisions.running.deciding.FEW", 0)


def test_it_says_what_one_by_one_says(bank: Bank, three: list[Party], by_engine: None) -> None:
    run = run_of(bank)
    assert (run.state, run.rows_in) == (RunState.DONE, 3)
    rows = list(Decision.objects.unscoped("a test").order_by("pk"))
    assert len(rows) == 3 * len(run.counts) == 27
    for party in three:
        assert decide(party, by=bank.actor("3003"), reason="") == []
    for row in rows:
        assert recompute(row, by=bank.actor("2002"), reason="").differs == ()


def test_rows_in_are_decided_or_set_aside(bank: Bank, three: list[Party]) -> None:
    PartyNow.objects.filter(party=three[2]).update(
        facts={"education": ["no such level", "2026-11-20", 1]}
    )
    run = run_of(bank)
    for count in run.counts.values():
        assert count["decided"] + count["set_aside"] == count["rows_in"] == run.rows_in
    assert run.counts[CLASS]["set_aside"] == 1
    browser = bank.browser("2002")
    for address in (f"/runs/{run.pk}/quarantine/", f"/runs/{run.pk}/quarantine.csv"):
        text = browser.get(address).content.decode("utf-8-sig")
        assert three[2].number in text
        assert "no such level" in text


def test_a_second_run_of_the_same_facts_writes_nothing(bank: Bank, three: list[Party]) -> None:
    run_of(bank)
    before = Decision.objects.unscoped("a test").count()
    run = run_of(bank)
    assert Decision.objects.unscoped("a test").count() == before
    assert {count["new"] for count in run.counts.values()} == {0}
    assert sum(n for _f, _t, n in run.counts[CLASS]["moves"]) == 3


def test_lists_show_what_the_run_found(bank: Bank, three: list[Party]) -> None:
    run_of(bank)
    row = CustomerRow.objects.unscoped("a test").get(party=three[1])
    newest = Decision.objects.unscoped("a test").get(party=three[1], pack="value-tier")
    assert row.value_tier == newest.result


def test_one_run_of_a_branch_at_a_time(bank: Bank, three: list[Party]) -> None:
    start_run(bank.branch("S1"), by=bank.actor("2002"), reason="")
    with pytest.raises(RefusedError, match=r"正在进行|under way"):
        start_run(bank.branch("S1"), by=bank.actor("2002"), reason="")
    with pytest.raises(DeniedError):
        start_run(bank.branch("S2"), by=bank.actor("3003"), reason="")


def test_it_is_started_and_watched_on_the_page(bank: Bank, three: list[Party]) -> None:
    browser = bank.browser("2002")
    assert browser.post("/runs/", {"branch": bank.branch("S1").pk}).status_code == 302
    run = BranchRun.objects.unscoped("a test").get()
    assert browser.get(f"/runs/{run.pk}/").status_code == 200
    decide_branch.call(run.pk)
    assert "客户类别" in browser.get(f"/runs/{run.pk}/").content.decode()
    assert bank.browser("4001").get(f"/runs/{run.pk}/").status_code == 404


def test_loans_are_decided_with_their_customers(bank: Bank, three: list[Party]) -> None:
    with recording():
        loan = lent(three[0])
    run = run_of(bank)
    assert (run.rows_in, run.counts["loan-risk-category"]["rows_in"]) == (4, 1)
    row = Decision.objects.unscoped("a test").get(subject=loan.number)
    assert (row.party, row.pack) == (three[0], "loan-risk-category")
    assert decide(three[0], by=bank.actor("3003"), reason="") == []


def test_secrets_decide_for_those_who_may_know_and_show_nowhere_else(
    bank: Bank, three: list[Party]
) -> None:
    before = run_of(bank)
    record_secrets(
        three[1], by=bank.actor("2004"), reason="report", values=SECRET, true_on=date(2026, 11, 20)
    )
    run = run_of(bank)
    hidden = Decision.objects.unscoped("a test").filter(visible_only=False)
    assert {row.party for row in hidden} == {three[1]}
    assert hidden.get(pack="risk-tier").result == "risk_special"
    count = hidden.count()
    assert decide(three[1], by=bank.actor("3003"), reason="") == []
    assert hidden.count() == count == 9
    assert run.rows_in == before.rows_in == 3
    assert [one["rows_in"] for one in run.counts.values()] == [3] * 9
    assert {one["new"] for one in run.counts.values()} == {0}


def test_the_journal_of_a_run_holds_no_facts(bank: Bank, three: list[Party]) -> None:
    run_of(bank)
    entry = Entry.objects.get(code="run.ended")
    assert json.loads(entry.words).keys() == {"object", "result"}


def test_a_run_begun_after_midnight_is_of_the_new_day(bank: Bank, three: list[Party]) -> None:
    run = start_run(bank.branch("S1"), by=bank.actor("2002"), reason="")
    with in_days(1):
        decide_branch.call(run.pk)
    run.refresh_from_db()
    assert run.as_of == MOMENT.date() + timedelta(days=1)
    assert {row.as_of for row in Decision.objects.unscoped("a test")} == {run.as_of}


def test_a_run_that_fails_says_so_and_leaves_nothing(
    bank: Bank, three: list[Party], by_engine: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*args: object, **kwargs: object) -> None:
        raise OSError("no space left")

    monkeypatch.setattr("workbench.decisions.running.deciding.kefen.run", broken)
    run = run_of(bank)
    assert run.state == RunState.FAILED
    assert not Decision.objects.unscoped("a test").exists()


def test_a_run_that_was_cut_off_is_over_when_the_worker_starts_again(
    bank: Bank, three: list[Party]
) -> None:
    run = start_run(bank.branch("S1"), by=bank.actor("2002"), reason="")
    BranchRun.objects.unscoped("a test").update(state=RunState.RUNNING)
    assert end_cut_off() == 1
    assert start_run(bank.branch("S1"), by=bank.actor("2002"), reason="").pk != run.pk
