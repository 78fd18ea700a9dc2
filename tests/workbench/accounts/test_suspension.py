"""停职: sessions and tokens end that minute, nothing tells why, no deputy acts on, proposals are held."""

from datetime import date

import pytest

from tests.workbench.accounts.test_sign_in import enter, inside, refusal
from tests.workbench.conftest import PASSWORD, Bank
from tests.workbench.reviews.conftest import Trial, trial  # noqa: F401
from tests.workbench.reviews.people import stand_in
from workbench.accounts.own import make_token, new_token
from workbench.accounts.queries import actor_by_token, actor_for
from workbench.accounts.staffing import end_suspension, suspend
from workbench.common.errors import DeniedError, RefusedError
from workbench.journal.models import Entry

WHY = "举报收受礼金"


def stop(bank: Bank, number: str = "3003") -> None:
    suspend(bank.staff(number), by=bank.actor("3001"), reason="停职", why=WHY)


def test_sessions_and_tokens_end_that_minute(bank: Bank) -> None:
    client, secret = enter(), new_token()
    actor = bank.actor("3003")
    make_token(
        by=actor,
        reason="",
        name="表格",
        rights="proposal.read",
        until=date(2027, 1, 1),
        secret=secret,
    )
    found = actor_by_token(secret)
    assert found is not None
    assert found.may("proposal.read")
    assert not found.may("proposal.make"), "narrowed to the rights of the token"
    assert inside(client)
    stop(bank)
    assert not inside(client)
    assert actor_by_token(secret) is None
    assert not inside(enter())


def test_nothing_tells_why_and_the_journal_keeps_it_sealed(bank: Bank) -> None:
    stop(bank)
    assert WHY not in refusal("3003", PASSWORD)
    entry = Entry.objects.get(code="staff.suspended")
    assert WHY not in entry.words + entry.reason
    assert bytes(entry.secret)


def test_his_deputy_does_not_act_for_him(bank: Bank) -> None:
    stand_in(bank, "3004", "3003")
    actor_for(bank.staff("3004"), principal=bank.staff("3003"))
    stop(bank)
    with pytest.raises(DeniedError):
        actor_for(bank.staff("3004"), principal=bank.staff("3003"))


def test_what_he_proposed_is_held_until_he_is_back(bank: Bank, trial: Trial) -> None:  # noqa: F811
    proposal = trial.propose("3003")
    stop(bank)
    proposal.refresh_from_db()
    assert proposal.held
    end_suspension(bank.staff("3003"), by=bank.actor("3001"), reason="查无实据")
    proposal.refresh_from_db()
    assert not proposal.held


def test_nobody_suspends_himself_or_beyond_his_branch(bank: Bank) -> None:
    with pytest.raises(RefusedError):
        suspend(bank.staff("3001"), by=bank.actor("3001"), reason="", why="x")
    with pytest.raises(DeniedError):
        suspend(bank.staff("4002"), by=bank.actor("3001"), reason="", why="x")
    with pytest.raises(DeniedError):
        suspend(bank.staff("3004"), by=bank.actor("3003"), reason="", why="x")


def test_a_leader_is_suspended_by_a_leader_and_by_nobody_below_him(bank: Bank) -> None:
    def offered(number: str, page: str) -> bool:
        return page in bank.browser(number).get("/staff/3001/").content.decode()

    assert not offered("3002", "/staff/3001/suspend/")
    with pytest.raises(RefusedError):
        suspend(bank.staff("3001"), by=bank.actor("3002"), reason="", why="x")
    answer = bank.browser("3002").post("/staff/3001/suspend/", {"why": "x"})
    assert (answer.status_code, bank.staff("3001").state) == (200, "working")
    assert offered("2001", "/staff/3001/suspend/")
    suspend(bank.staff("3001"), by=bank.actor("2001"), reason="", why="x")
    assert not offered("3002", "/staff/3001/return/")
    with pytest.raises(RefusedError):
        end_suspension(bank.staff("3001"), by=bank.actor("3002"), reason="x")
    end_suspension(bank.staff("3001"), by=bank.actor("2001"), reason="x")
