"""A proposal goes from its maker over its levels into force, back, or away."""

from datetime import date, timedelta

import pytest

from tests.workbench.conftest import MOMENT, Bank, brought_into_force
from tests.workbench.reviews.conftest import Trial
from workbench.accounts.queries import rule_actor
from workbench.common import clock
from workbench.common.errors import RefusedError, StaleError
from workbench.journal.models import Entry
from workbench.reviews.actions import (
    amend_proposal,
    hand_in,
    remind,
    renew_proposal,
    withdraw_proposal,
)
from workbench.reviews.checking import (
    pass_proposal,
    reassign_proposal,
    refuse_proposal,
    return_proposal,
    undo_proposal,
)
from workbench.reviews.effects import hold_proposal, release_proposal
from workbench.reviews.models import Opinion, Proposal

TOMORROW = date(2026, 12, 1)


def passed(bank: Bank, proposal: Proposal, number: str) -> Proposal:
    digest = bytes(proposal.digest).hex()
    return pass_proposal(proposal, by=bank.actor(number), reason="同意", digest=digest)


def test_it_passes_two_levels_and_comes_into_force_tomorrow_by_rule(
    bank: Bank, trial: Trial
) -> None:
    proposal = trial.propose()
    assert (proposal.state, proposal.desk) == ("to_examine", bank.branch("S1"))
    proposal = passed(bank, proposal, "3005")
    assert proposal.state == "to_approve"
    proposal = passed(bank, proposal, "3006")
    assert (proposal.state, proposal.effective_on, trial.applied) == ("passed", TOMORROW, [])
    assert brought_into_force() == []
    with clock.moment(MOMENT + timedelta(days=1)):
        (done,) = brought_into_force()
    assert (done.state, trial.applied) == ("effective", ["rule:day_end"])
    codes = (
        Entry.objects.filter(object_kind="proposal")
        .order_by("at", "key")
        .values_list("code", flat=True)
    )
    assert sorted(codes) == sorted(
        [
            "proposal.drafted",
            "proposal.proposed",
            "proposal.passed",
            "proposal.passed",
            "proposal.took_effect",
        ]
    )


def test_what_moved_since_he_looked_is_not_approved_until_it_is_renewed(
    bank: Bank, trial: Trial
) -> None:
    proposal = trial.propose()
    trial.facts = {"rooms": "5"}
    with pytest.raises(StaleError):
        passed(bank, proposal, "3005")
    seen = bytes(proposal.digest).hex()
    renewed = renew_proposal(proposal, by=bank.actor("3005"), reason="")
    with pytest.raises(StaleError):
        pass_proposal(renewed, by=bank.actor("3005"), reason="同意", digest=seen)
    assert passed(bank, renewed, "3005").state == "to_approve"


def test_what_would_be_proposed_otherwise_now_goes_back(bank: Bank, trial: Trial) -> None:
    proposal = trial.propose()
    trial.after = {"name": "别名"}
    renewed = renew_proposal(proposal, by=rule_actor("feed"), reason="日间数据")
    assert (renewed.state, renewed.renewed) == ("returned", {"name": "别名"})


def test_returned_by_field_it_begins_a_new_round(bank: Bank, trial: Trial) -> None:
    proposal = trial.propose()
    digest = bytes(proposal.digest).hex()
    proposal = return_proposal(
        proposal, by=bank.actor("3005"), reason="请补", digest=digest, fields={"name": "与执照不符"}
    )
    assert (proposal.state, proposal.desk) == ("returned", None)
    maker = bank.actor("3003")
    proposal = hand_in(
        amend_proposal(proposal, by=maker, reason="", draft=trial.draft()), by=maker, reason=""
    )
    assert (proposal.round, proposal.state) == (2, "to_examine")
    assert passed(bank, proposal, "3005").state == "to_approve"
    said = Opinion.objects.unscoped("test").order_by("pk")
    assert [(one.act, one.fields) for one in said] == [
        ("return", {"name": "与执照不符"}),
        ("pass", {}),
    ]


def test_not_agreed_and_withdrawn_are_ends(bank: Bank, trial: Trial) -> None:
    proposal = trial.propose()
    digest = bytes(proposal.digest).hex()
    refuse_proposal(proposal, by=bank.actor("3005"), reason="不符", digest=digest)
    assert proposal.state == "refused"
    with pytest.raises(RefusedError):
        withdraw_proposal(proposal, by=bank.actor("3003"), reason="x")
    again = trial.propose()
    assert withdraw_proposal(again, by=bank.actor("3003"), reason="不要了").state == "withdrawn"


def test_a_second_open_proposal_about_the_same_is_refused(trial: Trial) -> None:
    trial.propose()
    with pytest.raises(RefusedError):
        trial.propose("3004")


def test_it_is_undone_before_it_is_in_force_and_approved_again(bank: Bank, trial: Trial) -> None:
    proposal = passed(bank, passed(bank, trial.propose(), "3005"), "3006")
    proposal = undo_proposal(proposal, by=bank.actor("3006"), reason="再看")
    assert (proposal.state, proposal.effective_on, trial.undone) == ("to_approve", None, ["3006"])
    assert passed(bank, proposal, "3006").state == "passed"


def test_once_in_force_nothing_is_undone(bank: Bank, trial: Trial) -> None:
    proposal = passed(bank, passed(bank, trial.propose(), "3005"), "3006")
    with clock.moment(MOMENT + timedelta(days=1)):
        brought_into_force()
        with pytest.raises(RefusedError):
            undo_proposal(proposal, by=bank.actor("3006"), reason="再看")


def test_held_it_waits_for_its_release(bank: Bank, trial: Trial) -> None:
    proposal = passed(bank, passed(bank, trial.propose(), "3005"), "3006")
    hold_proposal(proposal, by=bank.actor("3001"), reason="核查")
    with clock.moment(MOMENT + timedelta(days=1)):
        assert brought_into_force() == []
        release_proposal(proposal, by=bank.actor("3001"), reason="已核")
        assert len(brought_into_force()) == 1


def test_a_held_proposal_is_not_checked(bank: Bank, trial: Trial) -> None:
    proposal = trial.propose()
    hold_proposal(proposal, by=rule_actor("suspension"), reason="停职")
    with pytest.raises(RefusedError):
        passed(bank, proposal, "3005")


def test_a_day_in_the_past_is_refused(bank: Bank, trial: Trial) -> None:
    proposal = passed(bank, trial.propose(), "3005")
    with pytest.raises(RefusedError):
        pass_proposal(
            proposal,
            by=bank.actor("3006"),
            reason="同意",
            digest=bytes(proposal.digest).hex(),
            effective_on=date(2026, 11, 30),
        )


def test_reminders_are_one_a_day(bank: Bank, trial: Trial) -> None:
    proposal = trial.propose()
    remind(proposal, by=bank.actor("3003"), reason="")
    with pytest.raises(RefusedError):
        remind(proposal, by=bank.actor("3003"), reason="")
    with clock.moment(MOMENT + timedelta(days=1)):
        remind(proposal, by=bank.actor("3003"), reason="")


def test_handed_to_a_colleague_only_he_decides(bank: Bank, trial: Trial) -> None:
    from tests.workbench.reviews.people import hold_post

    hold_post(bank, "3004", "reviewer", "S1")
    proposal = trial.propose()
    reassign_proposal(proposal, by=bank.actor("3005"), reason="休假", to=bank.staff("3004"))
    with pytest.raises(RefusedError):
        passed(bank, proposal, "3005")
    assert passed(bank, proposal, "3004").state == "to_approve"


def test_nobody_hands_it_to_somebody_who_may_not_check(bank: Bank, trial: Trial) -> None:
    with pytest.raises(RefusedError):
        reassign_proposal(trial.propose(), by=bank.actor("3005"), reason="x", to=bank.staff("3008"))
