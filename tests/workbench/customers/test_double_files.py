"""Double files and confidential facts, done on their pages."""

from __future__ import annotations

import pytest

from tests.workbench.conftest import Bank
from tests.workbench.decisions.conftest import opened
from workbench.customers.actions.mergers import dismiss_merger, propose_merger
from workbench.customers.models import Merger, MergerState, Party, PartyNow, PartyState
from workbench.journal.models import Entry
from workbench.policies.models import Bundle

DONE = {"reason": "one person"}


@pytest.fixture
def two(bank: Bank, texts: Bundle) -> tuple[Party, Party]:
    return opened(bank, "客户甲", "001"), opened(bank, "客户甲", "003", manager="3004")


def only() -> Merger:
    return Merger.objects.unscoped("a test").get()


def test_two_files_become_one_and_two_again_each_by_two(
    bank: Bank, two: tuple[Party, Party]
) -> None:
    kept, dropped = two
    head, leader = bank.browser("3002"), bank.browser("3001")
    page = f"/customers/{kept.number}/merge/"
    assert head.post(page, {"dropped": dropped.number, **DONE}).status_code == 302
    merger = only()
    assert head.post(f"/customers/merger/{merger.pk}/confirm/", DONE).status_code == 403
    assert leader.get("/double-files/").content.decode().count(dropped.number) == 1
    leader.post(f"/customers/merger/{merger.pk}/confirm/", DONE)
    assert only().state == MergerState.MERGED
    dropped.refresh_from_db(from_queryset=Party.objects.unscoped("a test"))
    assert dropped.state == PartyState.MERGED
    assert "分开" in head.get(f"/customers/{kept.number}/?tab=people").content.decode()
    head.post(f"/customers/merger/{merger.pk}/part/", DONE)
    leader.post(f"/customers/merger/{merger.pk}/part-confirm/", DONE)
    assert only().state == MergerState.PARTED


def test_a_file_that_nobody_here_reaches_is_as_if_it_were_not_there(
    bank: Bank, two: tuple[Party, Party]
) -> None:
    answer = bank.browser("3002").post(
        f"/customers/{two[0].number}/merge/", {"dropped": "0000000000", **DONE}
    )
    assert answer.status_code == 200
    assert not Merger.objects.unscoped("a test").exists()


def test_files_of_two_persons_may_be_proposed_again(bank: Bank, two: tuple[Party, Party]) -> None:
    by = bank.actor("3002")
    merger = propose_merger(two[0], by=by, reason="same name", dropped=two[1])
    dismiss_merger(merger, by=bank.actor("3001"), reason="other birth date")
    assert only().state == MergerState.DISMISSED
    assert propose_merger(two[0], by=by, reason="once more", dropped=two[1]).pk != merger.pk


def test_a_secret_is_recorded_and_read_for_a_reason(bank: Bank, two: tuple[Party, Party]) -> None:
    officer, page = bank.browser("2004"), f"/customers/{two[0].number}/"
    given = {"suspected_laundering": "是", "true_on": "2026-11-20", "reason": "report 7"}
    assert officer.post(page + "secret/", given).status_code == 302
    assert "suspected_laundering" in PartyNow.objects.get(party=two[0]).secrets
    assert "涉嫌洗钱" not in officer.get(page, {"tab": "facts"}).content.decode()
    assert "涉嫌洗钱" not in officer.post(page + "secrets/", {"reason": ""}).content.decode()
    assert "涉嫌洗钱：是" in officer.post(page + "secrets/", {"reason": "case 7"}).content.decode()
    entry = Entry.objects.get(code="secret.opened")
    assert (entry.actor, entry.reason) == ("2004", "case 7")


@pytest.mark.parametrize("key", ["secret", "secrets"])
def test_nobody_else_comes_to_those_pages(bank: Bank, two: tuple[Party, Party], key: str) -> None:
    address = f"/customers/{two[0].number}/{key}/"
    for number in ("3003", "3001", "2002", "1004"):
        assert bank.browser(number).get(address).status_code == 403
        page = bank.browser(number).get(f"/customers/{two[0].number}/?tab=facts")
        assert address not in page.content.decode()
