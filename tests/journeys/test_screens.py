"""No page is wider than the screens of a bank: 1366 pixels at a desk, 820 in the hand."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Error

from tests.journeys.desk import Desk
from tests.journeys.given import a_doctor, reported
from tests.journeys.people import Person
from tests.workbench.look.addresses import without_keys
from workbench.customers.models import Party
from workbench.decisions.actions import decide

POSTS = ("3003", "3005", "3002", "2001", "2003", "2005", "1004", "1001", "1002", "1006")
SCREENS = ((1366, 768), (820, 1180))
OVER = "document.documentElement.scrollWidth - window.innerWidth"
#: at a desk a list shows all its columns
CUT = """() => innerWidth > 1100 && [...document.querySelectorAll('.listing-scroll')]
    .some(one => one.scrollWidth > one.clientWidth + 1)"""
LANGUAGES = ("zh-hans", "en")


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_page_is_wider_than_its_screen(desk: Desk, language: str) -> None:
    if desk.house.database.name != "sqlite":
        pytest.skip("a page is as wide on the other database")
    doctor = a_doctor(desk)
    reported(desk, doctor, "R1")
    desk.does("3003", decide, doctor)
    seen: set[str] = set()
    wide: list[str] = []
    for number in POSTS:
        she = desk.signs_in(number, language=language)
        for address in _unseen(she, doctor, seen):
            wide += [f"{number} {address} {told}" for told in _faults(she)]
    assert len(seen) > 60
    assert wide == []


def _unseen(she: Person, customer: Party, seen: set[str]) -> Iterator[str]:
    """Opens what no one before her could; her home and the customer as she sees him always."""
    whole = f"/customers/{customer.number}/"
    for address in ("/", whole, *_tabs(she, whole), *without_keys()):
        if address in seen and address not in ("/", whole):
            continue
        if _opens(she, address):
            seen.add(address)
            yield address


def _opens(she: Person, address: str) -> bool:
    """Whether it is a page for her; a form's own address, a file and an empty refusal are none.

    It is asked for without a page first: Chromium waits long for an answer that is none.
    """
    she.page.set_viewport_size({"width": 1366, "height": 768})
    if she.page.request.get(address).status != 200:
        return False
    try:
        return she.opens(address).status == 200 and she.page.query_selector("#main") is not None
    except Error:
        return False


def _tabs(she: Person, whole: str) -> list[str]:
    links = re.findall(r'href="[^"]*(\?tab=\w+)"', she.opens(whole).page.content())
    return [whole + tab for tab in dict.fromkeys(links)]


def _faults(she: Person) -> Iterator[str]:
    for width, height in SCREENS:
        she.page.set_viewport_size({"width": width, "height": height})
        if (over := she.page.evaluate(OVER)) > 0:
            yield f"is {over} pixels wider than {width}"
        if she.page.evaluate(CUT):
            yield f"cuts a column off at {width}"
