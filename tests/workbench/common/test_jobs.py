"""The day's end: one business date after the other, none begun before the one before it is whole."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from tests.workbench.conftest import MOMENT
from workbench.common import clock, jobs
from workbench.common.jobs import Job, run_due
from workbench.common.models import JobRun

Done = list[tuple[str, date]]


@pytest.fixture
def done(db: None, monkeypatch: pytest.MonkeyPatch) -> Done:
    """Two jobs of the day's end that note what they did. `second` fails on the days in `BROKEN`."""
    found: Done = []
    BROKEN.clear()

    def work(name: str) -> Callable[[date], str]:
        def noted(day: date) -> str:
            if name == "second" and day in BROKEN:
                raise ValueError("broken")
            found.append((name, day))
            return ""

        return noted

    made = {
        name: Job(name, name, work(name), None, n) for n, name in enumerate(("first", "second"))
    }
    monkeypatch.setattr(jobs, "JOBS", made)
    return found


BROKEN: set[date] = set()


def on(days: int, minutes: int = 0) -> list[JobRun]:
    with clock.moment(MOMENT + timedelta(days=days, minutes=minutes)):
        return run_due()


def night(days: int) -> date:
    return MOMENT.date() + timedelta(days=days - 1)


def test_nights_that_were_missed_are_made_up_in_the_order_of_their_dates(done: Done) -> None:
    on(0)
    on(3)
    days = [night(n) for n in (0, 1, 2, 3)]
    assert done == [(name, day) for day in days for name in ("first", "second")]


def test_the_next_date_is_not_begun_while_one_is_not_whole(done: Done) -> None:
    on(0)
    BROKEN.add(night(1))
    on(3)
    assert done[-1] == ("first", night(1))
    BROKEN.clear()
    on(3, minutes=11)
    assert done[-5:] == [
        ("second", night(1)),
        ("first", night(2)),
        ("second", night(2)),
        ("first", night(3)),
        ("second", night(3)),
    ]


def test_what_has_just_failed_is_not_tried_again_every_second(done: Done) -> None:
    BROKEN.add(night(0))
    assert [len(on(0, minutes)) for minutes in (0, 1, 9, 11)] == [2, 0, 0, 1]
