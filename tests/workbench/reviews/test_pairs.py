"""Pairs who pass each other's proposals are listed for the auditor, and for nobody else."""

from __future__ import annotations

from tests.workbench.conftest import Bank
from tests.workbench.reviews.conftest import Trial
from tests.workbench.reviews.people import hold_post
from workbench.reviews.checking import pass_proposal, return_proposal, undo_proposal
from workbench.reviews.models import Proposal
from workbench.reviews.pairs import pairs_of


def passes(bank: Bank, proposal: Proposal, *numbers: str) -> Proposal:
    for number in numbers:
        digest = bytes(proposal.digest).hex()
        pass_proposal(proposal, by=bank.actor(number), reason="同意", digest=digest)
    return proposal


def both_make_and_check(bank: Bank) -> None:
    hold_post(bank, "3003", "reviewer", "S1")
    hold_post(bank, "3004", "reviewer", "S1")


def test_two_who_pass_each_other_alone_are_marked(bank: Bank, trial: Trial) -> None:
    both_make_and_check(bank)
    passes(bank, trial.propose("3003", branch="S1"), "3004")
    passes(bank, trial.propose("3004", branch="O1"), "3003")
    (pair,) = pairs_of(bank.actor("1004"))
    assert (pair.always, pair.passed, pair.there.share, pair.back.share) == (True, 2, 100, 100)
    page = bank.browser("1004").get("/oversight/pairs/").content.decode()
    assert "员工3003 3003" in page
    assert "总是互相通过" in page


def test_who_is_passed_by_others_or_returned_too_is_listed_and_not_marked(
    bank: Bank, trial: Trial
) -> None:
    both_make_and_check(bank)
    passes(bank, trial.propose("3003", branch="S1"), "3004")
    back = trial.propose("3004", branch="O1")
    digest = bytes(back.digest).hex()
    return_proposal(back, by=bank.actor("3003"), reason="补", digest=digest)
    passes(bank, trial.propose("3004", branch="O2"), "3003")
    (pair,) = pairs_of(bank.actor("1004"))
    assert (pair.always, pair.back.returned) == (False, 1)


def test_one_way_or_an_undone_word_makes_no_pair(bank: Bank, trial: Trial) -> None:
    both_make_and_check(bank)
    passes(bank, trial.propose("3003", branch="S1"), "3004")
    proposal = passes(bank, trial.propose("3004", branch="O1"), "3005", "3006")
    undo_proposal(proposal, by=bank.actor("3006"), reason="再看")
    assert pairs_of(bank.actor("1004")) == []


def test_nobody_but_the_auditor_sees_them(bank: Bank, trial: Trial) -> None:
    for number in ("1001", "1005", "2001", "3001", "3005"):
        assert bank.browser(number).get("/oversight/pairs/").status_code == 403
