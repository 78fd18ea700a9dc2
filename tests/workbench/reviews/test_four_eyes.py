"""Nobody checks what he made, or what he stands in for: by action, by deputy, by the database."""

from dataclasses import replace
from datetime import date

import pytest
from django.db import IntegrityError, transaction

from tests.workbench.conftest import Bank
from tests.workbench.reviews.conftest import Trial
from tests.workbench.reviews.people import authorise, hold_post, stand_in
from tests.workbench.reviews.test_life_of_a_proposal import passed
from workbench.accounts.queries import actor_for
from workbench.common import clock
from workbench.common.errors import DeniedError, NotFoundError, RefusedError
from workbench.journal.recording import recording
from workbench.reviews.checking import pass_proposal
from workbench.reviews.kinds import CONCERNS, KINDS, Step
from workbench.reviews.models import Opinion, Proposal, ProposalState


def as_deputy(bank: Bank, proposal: Proposal, number: str, principal: str) -> Proposal:
    actor = actor_for(bank.staff(number), principal=bank.staff(principal))
    return pass_proposal(proposal, by=actor, reason="同意", digest=bytes(proposal.digest).hex())


def test_a_maker_who_is_also_reviewer_does_not_check_his_own(bank: Bank, trial: Trial) -> None:
    hold_post(bank, "3003", "reviewer", "S1")
    with pytest.raises(RefusedError):
        passed(bank, trial.propose("3003"), "3003")


def test_a_maker_does_not_check_as_the_reviewers_deputy(bank: Bank, trial: Trial) -> None:
    stand_in(bank, "3003", "3005")
    with pytest.raises(RefusedError):
        as_deputy(bank, trial.propose("3003"), "3003", "3005")


def test_a_deputy_of_the_maker_does_not_check_for_him(bank: Bank, trial: Trial) -> None:
    proposal = trial.propose("3003")
    hold_post(bank, "3003", "reviewer", "S1")
    stand_in(bank, "3009", "3003")
    with pytest.raises(RefusedError):
        as_deputy(bank, proposal, "3009", "3003")


def test_who_examined_does_not_approve_not_even_through_his_deputy(
    bank: Bank, trial: Trial
) -> None:
    hold_post(bank, "3005", "approver", "S1")
    proposal = passed(bank, trial.propose(), "3005")
    with pytest.raises(RefusedError):
        passed(bank, proposal, "3005")
    stand_in(bank, "3009", "3005")
    with pytest.raises(RefusedError):
        as_deputy(bank, proposal, "3009", "3005")


def test_without_the_right_of_the_level_or_elsewhere_it_is_denied(bank: Bank, trial: Trial) -> None:
    proposal = trial.propose()
    for number in ("3006", "3009", "3202", "4003", "1002"):
        with pytest.raises((DeniedError, NotFoundError)):
            passed(bank, proposal, number)


def test_an_opinion_is_asked_for(bank: Bank, trial: Trial) -> None:
    proposal = trial.propose()
    with pytest.raises(RefusedError):
        pass_proposal(
            proposal, by=bank.actor("3005"), reason="  ", digest=bytes(proposal.digest).hex()
        )


def test_who_is_concerned_neither_makes_nor_checks(bank: Bank, trial: Trial) -> None:
    proposal = trial.propose()
    CONCERNS.append(lambda persons, proposal: "3005" in persons)
    try:
        with pytest.raises(RefusedError):
            passed(bank, proposal, "3005")
    finally:
        CONCERNS.pop()


def needs_authority(trial: Trial) -> None:
    steps = (
        Step(ProposalState.TO_EXAMINE, "trial.examine"),
        Step(ProposalState.TO_APPROVE, "trial.approve", authority="trial"),
    )
    KINDS["trial"] = replace(KINDS["trial"], steps=steps)


def test_authority_is_asked_in_the_persons_own_name_on_the_day(bank: Bank, trial: Trial) -> None:
    needs_authority(trial)
    authorise(bank, "3006", "trial", until=date(2026, 11, 30))
    authorise(bank, "2006", "trial", branch="C1")
    stand_in(bank, "3009", "2006")
    proposal = passed(bank, trial.propose(), "3005")
    with pytest.raises(RefusedError):
        passed(bank, proposal, "3006")
    with pytest.raises(RefusedError):
        as_deputy(bank, proposal, "3009", "2006")
    assert passed(bank, proposal, "2006").state == "passed"


def test_the_task_climbs_to_the_first_branch_with_somebody_who_may_check(
    bank: Bank, trial: Trial
) -> None:
    needs_authority(trial)
    authorise(bank, "2006", "trial", branch="C1")
    proposal = passed(bank, trial.propose(), "3005")
    assert proposal.desk == bank.branch("C1")


def test_where_nobody_may_check_nothing_is_handed_in(bank: Bank, trial: Trial) -> None:
    needs_authority(trial)
    with pytest.raises(RefusedError):
        trial.propose()
    assert not Proposal.objects.unscoped("test").exists()


@pytest.mark.parametrize(
    ("maker", "maker_principal", "checker", "checker_principal"),
    [
        ("3003", "", "3003", ""),
        ("3003", "3004", "3004", ""),
        ("3003", "", "3005", "3003"),
        ("3003", "3004", "3005", "3004"),
    ],
)
def test_the_database_refuses_every_pair(
    bank: Bank, trial: Trial, maker: str, maker_principal: str, checker: str, checker_principal: str
) -> None:
    proposal = trial.propose()
    with pytest.raises(IntegrityError), transaction.atomic(), recording():
        Opinion.objects.create(
            proposal=proposal,
            step=0,
            act="pass",
            text="x",
            digest=b"x" * 32,
            maker=maker,
            maker_principal=maker_principal,
            checker=checker,
            checker_principal=checker_principal,
            post="reviewer",
            at=clock.now(),
        )
