"""Working days of China. They are announced year by year: of a year that is not announced nobody knows them."""

from __future__ import annotations

from datetime import date

import chinese_calendar


def is_working_day(day: date) -> bool | None:
    """Whether people work, with the days that are worked in place of others; None where the year is not announced."""
    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:
        return None
