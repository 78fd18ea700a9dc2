"""A customer is found by whatever one has of him, within one's scope, and that he was looked at is recorded."""

from collections.abc import Iterable
from datetime import date, datetime

import pytest

from tests.workbench.conftest import Bank
from workbench.common import clock, panels
from workbench.common.acting import Actor
from workbench.common.parts import Item, Step
from workbench.customers.actions.parties import open_party
from workbench.customers.models import Party
from workbench.journal.models import Entry
from workbench.pages.finding import find_customers

IDS = ("110105198001010016", "110105198202020026")


@pytest.fixture
def two(bank: Bank) -> tuple[Party, Party]:
    """Customers of 3003 at S1."""
    first, second = (
        open_party(
            by=bank.actor("3003"),
            reason="",
            name=name,
            branch=bank.branch("S1"),
            identity=identity,
            phone=phone,
        )
        for name, identity, phone in (
            ("甲某", IDS[0], "13800000001"),
            ("甲某某", IDS[1], "13800000002"),
        )
    )
    return first, second


def names(actor: Actor, asked: str) -> list[str]:
    return [match.party.name for match in find_customers(actor, asked)]


@pytest.mark.parametrize(
    "asked",
    [
        "甲某",
        " 甲 某 ",
        "138 0000 0001",
        "138-0000-0001",
        "0016",
        "1101 0519 8001 0100 16",
        "{number}",
    ],
)
def test_he_is_found_by_name_phone_last_four_identity_and_number(
    bank: Bank, two: tuple[Party, Party], asked: str
) -> None:
    assert names(bank.actor("3003"), asked.format(number=two[0].number))[0] == "甲某"


def test_a_beginning_finds_all_whose_name_begins_so_the_exact_first(
    bank: Bank, two: tuple[Party, Party]
) -> None:
    assert names(bank.actor("3001"), "甲某") == ["甲某", "甲某某"]
    assert names(bank.actor("3001"), "乙") == []
    assert names(bank.actor("3001"), "  ") == []


def test_what_is_found_is_masked(bank: Bank, two: tuple[Party, Party]) -> None:
    page = bank.browser("3001").post("/search/", {"q": "甲"}).content.decode()
    assert "138****0001" in page
    assert IDS[0] not in page
    assert "13800000001" not in page.replace('value="甲"', "")


@pytest.mark.parametrize("number", ["3004", "3101", "3201", "4001", "1001", "1002", "1005"])
def test_whoever_does_not_reach_him_finds_nothing_and_no_page(
    bank: Bank, two: tuple[Party, Party], number: str
) -> None:
    assert find_customers(bank.actor("3003"), IDS[0])
    assert find_customers(bank.actor(number), IDS[0]) == []
    assert bank.browser(number).get(f"/customers/{two[0].number}/").status_code in (403, 404)


def test_the_only_match_opens_his_page(bank: Bank, two: tuple[Party, Party]) -> None:
    answer = bank.browser("3003").post("/search/", {"q": IDS[1]})
    assert answer["Location"] == f"/customers/{two[1].number}/"


def test_looking_at_him_is_an_entry_with_who_and_which_part(
    bank: Bank, two: tuple[Party, Party]
) -> None:
    bank.browser("3001").get(f"/customers/{two[0].number}/?tab=timeline")
    entry = Entry.objects.get(code="customer.seen")
    assert (entry.actor, entry.object_key, entry.branch_path) == (
        "3001",
        str(two[0].pk),
        "0001.0002.0004.0006.",
    )
    assert '"tab":"timeline"' in entry.words


def test_a_tab_that_is_not_there_or_not_his_is_refused(
    bank: Bank, two: tuple[Party, Party]
) -> None:
    assert bank.browser("3001").get(f"/customers/{two[0].number}/?tab=secrets").status_code == 403


def test_panels_of_apps_make_the_page_and_the_timeline_stands_newest_first(
    bank: Bank, two: tuple[Party, Party], monkeypatch: pytest.MonkeyPatch
) -> None:
    def steps(actor: Actor, party: Party) -> Iterable[Step]:
        yield Step("earlier act", date(2026, 1, 1))
        yield Step("later act", datetime(2026, 1, 1, 9, tzinfo=clock.CHINA))

    monkeypatch.setattr(panels, "TIMELINES", [steps])
    part = panels.HeaderPart(items=(Item("Kept by", "somebody"),), banner="something waits")
    monkeypatch.setattr(panels, "_HEADERS", [(1, lambda actor, party: part)])
    page = bank.browser("3001").get(f"/customers/{two[0].number}/?tab=timeline").content.decode()
    assert "something waits" in page
    assert "Kept by" in page
    assert page.index("later act") < page.index("earlier act")
