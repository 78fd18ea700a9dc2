"""Who finds a proposal in which list, and who sees it at all."""

from tests.workbench.conftest import Bank
from tests.workbench.reviews.conftest import Trial
from tests.workbench.reviews.people import hold_post
from tests.workbench.reviews.test_life_of_a_proposal import passed
from workbench.reviews.actions import propose
from workbench.reviews.models import Proposal
from workbench.reviews.queries import READ, copied_to, done_by, made_by, to_do


def seers(bank: Bank, numbers: str) -> list[str]:
    seen = Proposal.objects.seen_by
    return [number for number in numbers.split() if seen(bank.actor(number), READ).exists()]


def test_it_lies_with_the_reviewer_then_with_the_approver(bank: Bank, trial: Trial) -> None:
    proposal = trial.propose()
    assert list(to_do(bank.actor("3005"))) == [proposal]
    assert not to_do(bank.actor("3006")).exists()
    passed(bank, proposal, "3005")
    assert not to_do(bank.actor("3005")).exists()
    assert list(done_by(bank.actor("3005"))) == [proposal]
    assert list(to_do(bank.actor("3006"))) == [proposal]
    assert not to_do(bank.actor("2006")).exists(), (
        "it lies below, not on the desk of the city branch"
    )


def test_nobody_has_his_own_to_do(bank: Bank, trial: Trial) -> None:
    hold_post(bank, "3003", "reviewer", "S1")
    proposal = trial.propose("3003")
    assert not to_do(bank.actor("3003")).exists()
    assert list(made_by(bank.actor("3003"))) == [proposal]


def test_only_those_who_take_part_oversee_or_made_it_see_it(bank: Bank, trial: Trial) -> None:
    trial.propose()
    everybody = (
        "1001 1002 1003 1004 1005 2001 2003 3001 3002 3003 3004 3005 3006 3008 3202 4001 4003"
    )
    assert seers(bank, everybody) == [
        "1003",
        "1004",
        "2001",
        "3001",
        "3002",
        "3003",
        "3005",
        "3006",
    ]


def test_a_copy_is_seen_where_its_reader_works(bank: Bank, trial: Trial) -> None:
    draft = trial.draft()
    proposal = propose(by=bank.actor("3003"), reason="", draft=draft, copies="3004, 4002")
    assert list(copied_to(bank.actor("3004"))) == [proposal]
    assert not copied_to(bank.actor("4002")).exists(), "another city's manager sees nothing of it"


def test_home_shows_what_waits_and_nothing_where_nothing_waits(bank: Bank, trial: Trial) -> None:
    proposal = trial.propose()
    assert f"/reviews/{proposal.pk}/" in bank.browser("3005").get("/").content.decode()
    assert f"/reviews/{proposal.pk}/" not in bank.browser("3006").get("/").content.decode()
    assert "今天没有待办事项" in bank.browser("1002").get("/").content.decode()
