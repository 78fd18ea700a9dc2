"""The tutorial of the first day does what it says, in both languages."""

from __future__ import annotations

from tests.journeys.desk import Desk
from tests.journeys.first_day import ROOT, deeds, do
from tests.journeys.traders import in_class_three

ENGLISH = ROOT / "docs/tutorial/first-day.md"
CHINESE = ROOT / "docs/tutorial/first-day.zh-CN.md"


def test_the_first_day_in_english(desk: Desk) -> None:
    in_class_three(desk)  # as every manager of the demo bank has some
    do(desk, ENGLISH, 0)


def test_the_first_day_in_chinese(desk: Desk) -> None:
    in_class_three(desk)  # as every manager of the demo bank has some
    do(desk, CHINESE, 1)


def test_both_languages_tell_the_same_deeds() -> None:
    told = [
        [one.kind for one in deeds(page, place)] for place, page in ((0, ENGLISH), (1, CHINESE))
    ]
    assert told[0] == told[1]
    assert len(told[0]) > 50
