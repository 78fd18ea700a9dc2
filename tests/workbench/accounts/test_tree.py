"""A branch is renamed or moved by an approved proposal; what was decided before keeps its name."""

from datetime import date, timedelta

import pytest
from django.utils.translation import gettext

from tests.workbench.conftest import MOMENT, PEOPLE, Bank, brought_into_force
from tests.workbench.reviews.test_life_of_a_proposal import passed
from workbench.accounts.models import Branch, Level
from workbench.accounts.tree import effects, name_on
from workbench.common import clock
from workbench.common.errors import DeniedError, NotFoundError, RefusedError
from workbench.reviews.branches import propose_change
from workbench.reviews.models import Proposal
from workbench.reviews.opening import propose_opening

MONDAY = date(2026, 12, 7)


def move(bank: Bank, code: str, parent: str, name: str = "新支行") -> Proposal:
    return propose_change(
        bank.branch(code),
        by=bank.actor("1001"),
        reason="撤并",
        name=name,
        parent=bank.branch(parent),
        on=MONDAY,
        document="总行〔2026〕8号",
    )


def test_a_move_takes_all_below_with_it_on_its_day(bank: Bank) -> None:
    passed(bank, move(bank, "S1", "C2"), "1003")
    assert bank.branch("O1").city_branch == bank.branch("C1")
    with clock.moment(MOMENT + timedelta(days=7)):
        brought_into_force()
    moved, outlet = bank.branch("S1"), bank.branch("O1")
    assert moved.path.startswith(bank.branch("C2").path)
    assert outlet.path.startswith(moved.path)
    assert outlet.city_branch == bank.branch("C2")
    assert (name_on(moved, date(2026, 12, 6)), name_on(moved, MONDAY)) == ("城东支行", "新支行")
    assert bank.actor("3003").branch_path == moved.path


def test_it_does_not_lie_below_itself_nor_below_a_lower_one(bank: Bank) -> None:
    for code, parent in (("S1", "O1"), ("C1", "S3"), ("HO", "P1")):
        with pytest.raises(RefusedError):
            move(bank, code, parent)


def test_one_that_is_in_use_is_not_closed(bank: Bank) -> None:
    with pytest.raises(RefusedError):
        propose_change(
            bank.branch("O1"),
            by=bank.actor("1001"),
            reason="",
            name="东门营业所",
            parent=bank.branch("S1"),
            on=MONDAY,
            document="1号",
            closed=True,
        )


def opening(bank: Bank, code: str = "O9", level: str = "outlet") -> Proposal:
    return propose_opening(
        bank.branch("S2"), by=bank.actor("1001"), reason="新设", code=code, name="新所",
        level=Level(level), document="1号",
    )  # fmt: skip


def test_a_branch_is_opened_by_two_and_lies_in_the_territory_of_its_city(bank: Bank) -> None:
    proposal = opening(bank)
    with pytest.raises(RefusedError):
        opening(bank)
    for number in ("1001", "1002"):
        with pytest.raises((DeniedError, NotFoundError, RefusedError)):
            passed(bank, proposal, number)
    assert not Branch.objects.filter(code="O9").exists()
    passed(bank, proposal, "1003")
    made = bank.branch("O9")
    assert made.path.startswith(bank.branch("S2").path)
    assert made.city_branch == bank.branch("C1")


def test_what_could_not_be_opened_is_not_proposed(bank: Bank) -> None:
    for code, level in (
        ("S1", "outlet"),
        ("O9", "city_branch"),
        ("", "outlet"),
        ("9" * 13, "outlet"),
    ):
        with pytest.raises(RefusedError):
            opening(bank, code, level)


def test_the_administrator_proposes_it_on_a_page_and_the_leader_reads_it_in_words(
    bank: Bank,
) -> None:
    typed = {
        "code": "O9", "name": "新所", "level": "outlet", "document": "1号", "reason": "新设",
    }  # fmt: skip
    assert bank.browser("1001").post("/branches/S2/open/", typed).status_code == 302
    proposal = Proposal.objects.unscoped("test").get()
    page = bank.browser("1003").get(f"/reviews/{proposal.pk}/").content.decode()
    for said in ("新所", str(Level.OUTLET.label), "城西支行", "1号"):
        assert said in page, said


def test_the_preview_of_a_change_counts_each_thing_once_with_what_lies_below(bank: Bank) -> None:
    counted = [(str(label), number) for label, number in effects(bank.branch("HO"))]
    assert len(dict(counted)) == len(counted)
    assert dict(counted)[gettext("posts held")] == len(PEOPLE)
