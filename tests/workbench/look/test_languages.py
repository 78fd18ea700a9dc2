"""No page mixes languages: a Chinese one has no English words, an English one no Chinese, but for names and codes."""

import html
import re
from collections.abc import Iterator
from importlib import import_module

import pytest
from django.test import Client
from django.utils import translation

from tests.workbench.conftest import PEOPLE, Bank
from tests.workbench.look.addresses import without_keys
from tools import messages
from workbench.accounts.models import Branch, Staff
from workbench.common.context import MENU
from workbench.common.listing.declaring import LISTINGS
from workbench.customers.actions.parties import open_party
from workbench.customers.models import Party

POSTS = ("1001", "1002", "1004", "1006", "2002", "2003", "3001", "3003", "3006", "3007")
# Names of things that are written alike in both languages.
PROPER = {"csv", "xlsx", "Excel", "CSV", "PDF", "API", "TOTP", "JSON", "Kefen", "SHA", "HMAC", "EN"}
LATIN = re.compile(r"[A-Za-z][A-Za-z'’]{2,}")
HAN = re.compile(r"[\u3400-\u9fff]+")
FILE = re.compile(r"\w+\.(?:yaml|csv|xlsx)")
HIDDEN = re.compile(r"<(script|style|svg|code|time|kbd)\b.*?</\1>", re.S)
SAID = re.compile(r'(?:aria-label|title|placeholder|alt)="([^"]*)"')


@pytest.fixture
def customer(bank: Bank) -> Party:
    return open_party(
        by=bank.actor("3003"),
        reason="",
        name="甲某",
        branch=bank.branch("S1"),
        identity="110105198001010016",
        phone="13800000001",
    )


def test_a_chinese_page_has_no_english_words(bank: Bank, customer: Party) -> None:
    allowed = PROPER | {word for said in _not_yet_told() for word in LATIN.findall(said)}
    mixed = {
        (address, word)
        for number in POSTS
        for address, text in _pages(bank, number, "zh-hans", customer)
        for word in LATIN.findall(FILE.sub(" ", text))
        if word not in allowed
    }
    assert not mixed, sorted(mixed)


def test_an_english_page_has_no_chinese_words(bank: Bank, customer: Party) -> None:
    names = sorted(
        {
            *Branch.objects.values_list("name", flat=True),
            *Staff.objects.values_list("name", flat=True),
            "甲某",
            "中文",
        },
        key=len,
        reverse=True,
    )
    mixed = set()
    for address, text in (
        page for number in POSTS for page in _pages(bank, number, "en", customer)
    ):
        for name in names:
            text = text.replace(name, " ")
        mixed |= {(address, word) for word in HAN.findall(text)}
    assert not mixed, sorted(mixed)


def test_the_crawl_is_not_empty(bank: Bank, customer: Party) -> None:
    assert set(POSTS) <= set(PEOPLE)
    assert len(list(_pages(bank, "3003", "en", customer))) > 4


def _pages(bank: Bank, number: str, language: str, customer: Party) -> Iterator[tuple[str, str]]:
    """Every page that a person may open by an address without a key, and a customer's with all its tabs."""
    Staff.objects.filter(number=number).update(language=language)
    browser = bank.browser(number)
    whole = f"/customers/{customer.number}/"
    addresses = [*without_keys(), whole]
    for address in addresses:
        text = _text(browser, address)
        if text is None:
            continue
        yield address, text
        if address == whole:
            page = browser.get(whole).content.decode()
            addresses += [
                whole + tab for tab in sorted(set(re.findall(r'href="[^"]*(\?tab=\w+)"', page)))
            ]


def _text(browser: Client, address: str) -> str | None:
    answer = browser.get(address)
    if answer.status_code != 200 or "text/html" not in answer["Content-Type"]:
        return None
    page = HIDDEN.sub(" ", answer.content.decode())
    said = " ".join(SAID.findall(page))
    return html.unescape(re.sub(r"<[^>]+>", " ", page) + " " + said)


def _not_yet_told() -> Iterator[str]:
    """Words of apps that have no catalogue at all yet."""
    for app in messages.apps():
        if not messages.po_file(app).exists():
            for message in messages.wanted(app):
                yield from (
                    message.id if isinstance(message.id, tuple | list) else (str(message.id),)
                )


@pytest.mark.parametrize("lang", ["zh-hans", "en"])
def test_the_menu_calls_a_list_what_its_page_does(lang: str) -> None:
    import_module("workbench.config.urls")
    with translation.override(lang):
        lines = {item.route: str(item.label) for item in MENU if item.route in LISTINGS}
        assert lines == {route: str(LISTINGS[route].title) for route in lines}
