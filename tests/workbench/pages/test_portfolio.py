"""Each number of the home page is that of the list which it opens, for a manager, a leader, the branch beside."""

import re
from datetime import date

import pytest

from tests.workbench.conftest import Bank
from workbench.customers.actions.parties import open_party
from workbench.customers.models import CustomerRow
from workbench.pages.portfolio import COUNTED, classes_of, tally

IDENTITIES = ("110105198001010016", "110105198202020026", "110105198303030039")


@pytest.fixture
def three(bank: Bank) -> None:
    """Two customers of 3003 at S1 and one of 3201 at S2, each with something to count."""
    shown = (
        {"class_state": "watch", "customer_class": "1", "class_until": date(2026, 12, 20)},
        {"class_state": "suspended", "days_past_due": 12, "open_gaps": 2},
        {"class_state": "watch", "next_recheck_on": date(2026, 11, 30)},
    )
    for number, branch, identity, values in zip(
        ("3003", "3003", "3201"), ("S1", "S1", "S2"), IDENTITIES, shown, strict=True
    ):
        party = open_party(
            by=bank.actor(number),
            reason="",
            name="甲某",
            branch=bank.branch(branch),
            identity=identity,
            phone="13800000001",
        )
        CustomerRow.objects.unscoped("a test").filter(party=party).update(**values)


@pytest.mark.parametrize(
    ("number", "watch", "gaps"), [("3003", 1, 1), ("3001", 1, 1), ("2001", 2, 1), ("4001", 0, 0)]
)
def test_numbers_are_of_ones_own_customers_or_the_branch_and_below(
    bank: Bank, three: None, number: str, watch: int, gaps: int
) -> None:
    counted = tally(bank.actor(number))
    assert (counted["watch"], counted["gaps"]) == (watch, gaps)


@pytest.mark.parametrize("number", ["3003", "2001"])
def test_each_number_is_that_of_the_list_it_opens(bank: Bank, three: None, number: str) -> None:
    browser, counted = bank.browser(number), tally(bank.actor(number))
    for key, (_condition, query) in COUNTED.items():
        page = browser.get(f"/customers/?{query()}").content.decode()
        shown = re.search(r'<small role="status">\D*(\d+)', page)
        assert shown is not None
        assert int(shown[1]) == counted[key], key
    assert sum(counted.values()) > 2


def test_customers_by_class_are_all_customers_once(bank: Bank, three: None) -> None:
    shares = classes_of(bank.actor("2001"))
    assert [share.number for share in shares] == [1, 0, 0, 0, 0, 2]
    assert [share.number for share in classes_of(bank.actor("4001"))] == [0] * 6


def test_home_asks_for_the_classes_apart(bank: Bank, three: None) -> None:
    browser = bank.browser("3001")
    assert 'hx-get="/home/classes/"' in browser.get("/").content.decode()
    assert "data-chart" in browser.get("/home/classes/").content.decode()
    assert bank.browser("1001").get("/home/classes/").status_code == 403


def test_each_class_opens_as_many_customers_as_it_counts(bank: Bank, three: None) -> None:
    browser = bank.browser("2001")
    for share in classes_of(bank.actor("2001")):
        page = browser.get(share.url).content.decode()
        shown = re.search(r'<small role="status">\D*(\d+)', page)
        assert shown is not None
        assert int(shown[1]) == share.number, share.label
