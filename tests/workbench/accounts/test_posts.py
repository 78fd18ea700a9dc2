"""Posts, deputies and authority: given by one, confirmed by another, for nobody himself, with an end."""

from dataclasses import replace
from datetime import date

import pytest

from tests.workbench.conftest import Bank
from workbench.accounts.authority import AUTHORITY_KINDS
from workbench.accounts.models import Deputy, Holding
from workbench.accounts.posting import (
    confirm_deputy,
    confirm_post,
    end_post,
    give_authority,
    grant_post,
    name_deputy,
)
from workbench.accounts.posts import Post
from workbench.accounts.queries import actor_for
from workbench.common.errors import DeniedError, RefusedError

TODAY, NEXT_YEAR = date(2026, 11, 30), date(2027, 11, 1)


def grant(bank: Bank, number: str, post: Post, *, by: str = "1002") -> Holding:
    actor, branch = bank.actor(by), bank.branch("S1")
    return grant_post(
        bank.staff(number), by=actor, reason="", post=post, branch=branch, since=TODAY
    )


def deputise(bank: Bank, deputy: str, principal: str) -> Deputy:
    return name_deputy(
        bank.staff(principal),
        by=bank.actor("3002"),
        reason="休假",
        deputy=bank.staff(deputy),
        since=TODAY,
        until=date(2026, 12, 8),
    )


def test_a_post_counts_once_another_person_has_confirmed_it(bank: Bank) -> None:
    holding = grant(bank, "3009", Post.ARCHIVIST)
    assert bank.actor("3009").posts == ("lobby_manager",)
    confirm_post(holding, by=bank.actor("3001"), reason="")
    assert bank.actor("3009").posts == ("archivist", "lobby_manager")
    end_post(holding, by=bank.actor("1002"), reason="调岗", on=date(2026, 12, 1))


def test_nobody_grants_or_confirms_for_himself(bank: Bank) -> None:
    with pytest.raises(RefusedError):
        grant(bank, "1002", Post.ARCHIVIST)
    holding = grant(bank, "3001", Post.ARCHIVIST)
    with pytest.raises(RefusedError):
        confirm_post(holding, by=bank.actor("3001"), reason="")


def test_only_the_permission_administrator_grants(bank: Bank) -> None:
    for number in ("1001", "1005", "3001", "3003"):
        with pytest.raises(DeniedError):
            grant(bank, "3009", Post.ARCHIVIST, by=number)


def test_administrators_and_auditors_hold_no_other_post(bank: Bank) -> None:
    for number in ("1001", "1004", "1005"):
        with pytest.raises(RefusedError):
            grant(bank, number, Post.ARCHIVIST)


def test_posts_that_a_hook_refuses_are_neither_granted_nor_reached_by_a_deputy(
    bank: Bank, monkeypatch: pytest.MonkeyPatch
) -> None:
    both = {Post.ACCOUNT_MANAGER, Post.REVIEWER}
    hook = [lambda posts: "审贷分离" if both <= posts else ""]
    monkeypatch.setattr("workbench.accounts.conflicts.CONFLICTS", hook)
    with pytest.raises(RefusedError, match="审贷分离"):
        grant(bank, "3003", Post.REVIEWER)
    with pytest.raises(RefusedError, match="审贷分离"):
        deputise(bank, "3003", "3005")


def test_a_deputy_has_the_posts_of_his_principal_once_a_third_person_confirmed(bank: Bank) -> None:
    row = deputise(bank, "3004", "3003")
    with pytest.raises(DeniedError):
        actor_for(bank.staff("3004"), principal=bank.staff("3003"))
    for own in ("3004", "3003", "3002"):
        with pytest.raises(RefusedError):
            confirm_deputy(row, by=replace(bank.actor("3001"), key=own), reason="")
    confirm_deputy(row, by=bank.actor("3001"), reason="")
    actor = actor_for(bank.staff("3004"), principal=bank.staff("3003"))
    assert actor.persons == {"3003", "3004"}
    assert actor.portfolio_id == bank.staff("3003").pk


@pytest.fixture(autouse=True)
def classes_ask_for_authority(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(AUTHORITY_KINDS, "class", "类别")


@pytest.mark.parametrize(
    ("until", "document"),
    [
        (None, "授权1号"),
        (date(2026, 11, 30), "授权1号"),
        (date(2028, 1, 1), "授权1号"),
        (NEXT_YEAR, " "),
    ],
)
def test_authority_has_an_end_and_a_document(bank: Bank, until: date | None, document: str) -> None:
    with pytest.raises(RefusedError):
        give_authority(
            bank.staff("3006"),
            by=bank.actor("3001"),
            reason="",
            kind="class",
            branch=bank.branch("S1"),
            since=TODAY,
            until=until,
            document=document,
        )


def test_who_was_authorised_cannot_pass_it_on(bank: Bank) -> None:
    words = {"kind": "class", "branch": bank.branch("S1"), "since": TODAY, "until": NEXT_YEAR}
    give_authority(bank.staff("3006"), by=bank.actor("3001"), reason="", document="1号", **words)
    with pytest.raises(DeniedError):
        give_authority(
            bank.staff("3005"), by=bank.actor("3006"), reason="", document="2号", **words
        )
