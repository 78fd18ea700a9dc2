"""Days by full years, months and days, as the operators count them."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

from kefen.language.operators import CLOCKS

_DAY = timedelta(days=1)


def full_units(function: str, start: date, end: date) -> int:
    """Years, months or days between two days, roughly: where to begin looking."""
    days = (end - start).days
    return days // CLOCKS[function].longest


def shifted(function: str, day: date, number: int) -> date | None:
    """The first day on which so many full years, months or days have passed since a day."""
    try:
        if not CLOCKS[function].months:
            return day + number * _DAY
        moved = _moved(function, day, number)
        return moved + _DAY if moved.day < day.day or _ends_with_day(function, number) else moved
    except (ValueError, OverflowError):
        return None


def begun(function: str, day: date, number: int) -> date | None:
    """The last day since which so many full years, months or days have passed on a day."""
    try:
        if not CLOCKS[function].months:
            return day - number * _DAY
        moved = _moved(function, day, -number)
        return moved - _DAY if moved.day == day.day and _ends_with_day(function, number) else moved
    except (ValueError, OverflowError):
        return None


def _moved(function: str, day: date, number: int) -> date:
    """The same day years or months away, or the last of a month that is too short."""
    months = number * CLOCKS[function].months
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _ends_with_day(function: str, number: int) -> bool:
    """A month is full when its corresponding day is over, a year of age when the birthday begins."""
    return CLOCKS[function].ends_with_day and number != 0
