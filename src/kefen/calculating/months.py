"""Days and months. A due date keeps its day; a month that has no such day ends on its last."""

from __future__ import annotations

from calendar import monthrange
from datetime import date


def add_months(day: date, months: int) -> date:
    """The same day so many months later, or the last day of a month that is too short.

    >>> add_months(date(2026, 1, 31), 1), add_months(date(2026, 1, 31), 2)
    (datetime.date(2026, 2, 28), datetime.date(2026, 3, 31))
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def months_within(since: date, until: date) -> int:
    """Months from a day that are over by the beginning of another, such as a birthday.

    >>> months_within(date(2026, 1, 15), date(2036, 3, 15)), months_within(date(2024, 1, 31), date(2024, 2, 29))
    (122, 0)
    """
    months = (until.year - since.year) * 12 + until.month - since.month
    return months - (until.day < since.day)


def birthday(born: date, age: int) -> date:
    """The day an age is reached; one born on 29 February reaches it on 1 March in a common year.

    >>> birthday(date(1964, 2, 29), 65)
    datetime.date(2029, 3, 1)
    """
    year = born.year + age
    if born.day > monthrange(year, born.month)[1]:
        return date(year, 3, 1)
    return born.replace(year=year)


__all__ = ["add_months", "birthday", "months_within"]
