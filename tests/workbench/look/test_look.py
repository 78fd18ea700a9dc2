"""Every page in a browser: readable by WCAG AA, by keyboard, dense enough, nothing refused by the content policy."""

from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urljoin

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.workbench.conftest import Bank
from workbench.accounts.models import Branch, Level
from workbench.common.listing import Choice, Column, Days, Listing, Words, show
from workbench.common.parts import Status, Tone
from workbench.common.routing import ROUTES, SIGNED_IN, Route, route
from workbench.customers.actions.parties import open_party

Open = Callable[..., Any]
AA = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]}
SIZES = [(1366, 768), (1024, 768), (1920, 1080)]
POSTS = ("3003", "3006", "1003", "1001", "1002", "1004")


@pytest.fixture(autouse=True)
def a_list(monkeypatch: pytest.MonkeyPatch) -> None:
    """A list of all branches at an address of its own, with every kind of control."""
    from workbench.config import urls

    listing = Listing(
        name="test_look",
        title="Branches",
        rows=lambda actor: Branch.objects.all(),
        columns=(
            Column("code", "Code", sort="code", url=lambda branch: "/", drawer=True),
            Column("name", "Name", sort="name"),
            Column("level", "Level", value=lambda branch: Status(branch.level, Tone.WARN)),
            Column("closed_on", "Closed"),
        ),
        filters=(
            Words("q", "Code", ("code",)),
            Choice("level", "Level", Level.choices, "level"),
            Days("opened", "Opened", "opened_on", folded=True),
        ),
        order=("code",),
    )
    monkeypatch.setitem(ROUTES, "test_look", Route("", "test_look", SIGNED_IN))
    address = route(
        "branches-of-a-test/",
        lambda request: show(request, listing),
        name="test_look",
        right=SIGNED_IN,
    )
    monkeypatch.setattr(urls, "urlpatterns", [*urls.urlpatterns, address])
    from django.urls import clear_url_caches

    clear_url_caches()


def test_every_page_of_the_menus_is_readable_by_wcag_aa(opened: Open) -> None:
    wrong = []
    for page in _pages(opened):
        found = Axe().run(page, options=AA)
        wrong += [
            (page.url, one["id"], one["nodes"][0]["html"]) for one in found.response["violations"]
        ]
    assert wrong == []


@pytest.mark.parametrize("size", SIZES)
def test_no_page_is_wider_than_its_screen(opened: Open, size: tuple[int, int]) -> None:
    wide = [
        page.url
        for page in _pages(opened, size=size)
        if page.evaluate("document.documentElement.scrollWidth") > size[0]
    ]
    assert wide == []


def test_twelve_rows_stand_on_a_small_screen(opened: Open, bank: Bank) -> None:
    _fill()
    page = opened("3001", "/branches-of-a-test/")
    seen = page.locator("tbody tr").evaluate_all(
        "rows => rows.filter(row => row.getBoundingClientRect().bottom <= window.innerHeight).length"
    )
    assert seen >= 12


def test_a_query_swaps_the_list_alone_and_the_address_holds_it(opened: Open, bank: Bank) -> None:
    page = opened("3001", "/branches-of-a-test/")
    page.evaluate("window.stayed = true")
    page.fill("#f-q", "S1")
    page.press("#f-q", "Enter")
    page.wait_for_url("**/branches-of-a-test/?q=S1")
    assert page.locator("tbody tr").count() == 1
    assert page.evaluate("window.stayed") is True
    assert page.evaluate("document.activeElement.id") == "f-q"
    page.go_back()
    page.wait_for_function("document.querySelectorAll('tbody tr').length === 10")


def test_the_keyboard_reaches_content_search_and_rows(opened: Open, bank: Bank) -> None:
    page = opened("3001", "/branches-of-a-test/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "search"


def test_a_drawer_opens_beside_the_page_and_closes_by_escape(opened: Open, bank: Bank) -> None:
    page = opened("3001", "/branches-of-a-test/")
    page.click("tbody tr:first-child a[data-drawer]")
    page.wait_for_selector("dialog#drawer[open]")
    page.keyboard.press("Escape")
    assert page.locator("dialog#drawer[open]").count() == 0
    assert page.url.endswith("/branches-of-a-test/")


def test_a_pasted_number_with_blanks_opens_the_customer(opened: Open, bank: Bank) -> None:
    party = open_party(
        by=bank.actor("3003"),
        reason="",
        name="甲某",
        branch=bank.branch("S1"),
        identity="110105198001010016",
        phone="13800000001",
    )
    page = opened("3003", "/")
    page.fill("#search", " 138 0000 0001 ")
    page.press("#search", "Enter")
    page.wait_for_url(f"**/customers/{party.number}/")
    assert "甲某" in page.inner_text("h1")


def test_on_paper_there_is_no_menu_and_whoever_printed_it_is_named(
    opened: Open, bank: Bank
) -> None:
    page = opened("3001", "/branches-of-a-test/")
    page.emulate_media(media="print")
    assert not page.is_visible(".menu")
    assert not page.is_visible(".query")
    assert "员工3001 3001" in page.inner_text(".foot-print")
    for address in ("/branches-of-a-test/", "/me/", "/branches/S1/"):
        page.goto(urljoin(page.url, address))
        assert page.locator("main :is(button, .btn, input, select):visible").count() == 0


def _pages(opened: Open, size: tuple[int, int] = SIZES[0]) -> Iterator[Any]:
    """The sign-in, a list with every control, and each page that a menu of some posts leads to, once, in turn in
    Chinese and in English.
    """
    yield opened("", "/sign-in/", size=size)
    seen: set[str] = set()
    for turn, number in enumerate(POSTS):
        page = opened(number, "/", language=("zh-hans", "en")[turn % 2], size=size)
        hrefs = page.locator("nav.menu a").evaluate_all(
            "all => all.map(one => one.getAttribute('href'))"
        )
        for href in (*hrefs, "/search/", "/branches-of-a-test/"):
            if href not in seen:
                seen.add(href)
                page.goto(href)
                yield page
    assert len(seen) > 4


def _fill() -> None:
    head = Branch.objects.get(code="HO")
    Branch.objects.bulk_create(
        Branch(
            journal_key=head.journal_key,
            code=f"X{n:03d}",
            name=f"网点{n}",
            level=Level.OUTLET,
            parent=head,
            path=f"0001.9{n:03d}.",
            opened_on=head.opened_on,
        )
        for n in range(30)
    )
