"""A branch decided as a whole says what one by one says, and accounts for every row."""

from __future__ import annotations

import pytest

from tests.workbench.conftest import Bank
from tests.workbench.decisions.conftest import OFFICIAL, opened, record
from workbench.common.errors import DeniedError, RefusedError
from workbench.customers.models import CustomerRow, Party, PartyNow
from workbench.decisions.actions import decide, recompute, start_run
from workbench.decisions.models import BranchRun, Decision, RunState
from workbench.decisions.tasks import decide_branch
from workbench.policies.models import Bundle

CLASS = "psbc-customer-class"


@pytest.fixture
def three(bank: Bank, texts: Bundle) -> list[Party]:
    parties = [opened(bank, f"客户{serial}", serial) for serial in ("001", "003", "005")]
    record(bank, parties[0], **OFFICIAL)
    record(bank, parties[1], annual_income=700000)
    return parties


def run_of(bank: Bank) -> BranchRun:
    run = start_run(bank.branch("S1"), by=bank.actor("2002"), reason="")
    decide_branch.call(run.pk)
    return BranchRun.objects.unscoped("a test").get(pk=run.pk)


def test_it_says_what_one_by_one_says(bank: Bank, three: list[Party]) -> None:
    run = run_of(bank)
    assert (run.state, run.rows_in) == (RunState.DONE, 3)
    rows = list(Decision.objects.unscoped("a test").order_by("pk"))
    assert len(rows) == 3 * len(run.counts)
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
        assert count["decided"] + count["set_aside"] == run.rows_in
    assert run.counts[CLASS]["set_aside"] == 1
    browser = bank.browser("2002")
    text = browser.get(f"/runs/{run.pk}/quarantine/").content.decode("utf-8-sig")
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
    assert CLASS in browser.get(f"/runs/{run.pk}/").content.decode()
    assert bank.browser("4001").get(f"/runs/{run.pk}/").status_code == 404
