"""A real Chromium against a real server; skipped, with the reason, only where no Chromium can be had."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.workbench.conftest import Bank
from workbench.accounts.models import Staff

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

Open = Callable[..., Any]
CHROMIUM = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
)


@pytest.fixture(scope="module")
def chromium(django_db_setup: None) -> Iterator[Any]:
    """Of one file of tests: while it runs, playwright keeps a loop in this thread, of which Django must not complain."""
    if CHROMIUM is None:
        pytest.skip(
            "no Chromium on this machine: install the package chromium for the browser tests"
        )
    with pytest.MonkeyPatch.context() as patch, playwright.sync_playwright() as started:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        browser = started.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def opened(
    chromium: Any,
    transactional_db: None,
    bank: Bank,
    texts: Any,
    live_server: Any,
) -> Iterator[Open]:
    """Opens an address as a person, or as "" nobody: `opened("3003", "/", language="en", size=(1366, 768))`. What the browser
    complains of (scripts, content policy, failed requests) fails the test at its end.
    """
    complaints: list[str] = []
    signed_in: dict[str, str] = {}
    contexts: list[Any] = []

    def open_page(
        number: str, address: str, *, language: str = "zh-hans", size: tuple[int, int] = (1366, 768)
    ) -> Any:
        context = chromium.new_context(
            viewport={"width": size[0], "height": size[1]}, base_url=live_server.url
        )
        contexts.append(context)
        if number:
            Staff.objects.filter(number=number).update(language=language)
            if number not in signed_in:
                signed_in[number] = bank.browser(number).cookies["sessionid"].value
            cookie = {"name": "sessionid", "value": signed_in[number], "url": live_server.url}
            context.add_cookies([cookie])
        page = context.new_page()
        page.on(
            "console", lambda said: complaints.append(said.text) if said.type == "error" else None
        )
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(address)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []
