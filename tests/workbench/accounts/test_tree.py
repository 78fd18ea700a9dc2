"""A branch is renamed or moved by an approved proposal; what was decided before keeps its name."""

from datetime import date, timedelta

import pytest

from tests.workbench.conftest import MOMENT, Bank
from tests.workbench.reviews.test_life_of_a_proposal import passed
from workbench.accounts.queries import rule_actor
from workbench.accounts.tree import name_on, open_branch
from workbench.common import clock
from workbench.common.errors import RefusedError
from workbench.reviews.branches import propose_change
from workbench.reviews.effects import bring_due_into_force
from workbench.reviews.models import Proposal

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
        bring_due_into_force(by=rule_actor("day_end"), reason="日终")
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


def test_a_new_branch_lies_in_the_territory_of_its_city(bank: Bank) -> None:
    made = open_branch(
        bank.branch("S2"), by=bank.actor("1001"), reason="", code="O9", name="新所", level="outlet"
    )
    assert made.path.startswith(bank.branch("S2").path)
    assert made.city_branch == bank.branch("C1")
