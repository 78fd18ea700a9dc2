"""Days as numbers: since 1970-01-01, as numpy and Parquet count them."""

from __future__ import annotations

from datetime import date

import numpy as np

from kefen.book.draws import Array, Days, Reals

DAYS_A_YEAR = 365.2425


def day_number(day: date) -> int:
    """The number of a day."""
    return (day - date(1970, 1, 1)).days


def days_ago(as_of_day: int, years: Reals) -> Days:
    """The day some years before a day."""
    return (as_of_day - np.floor(years * DAYS_A_YEAR)).astype(np.int32)


def calendar_parts(days: Days) -> tuple[Array, Array, Array]:
    """Year, month and day of the month."""
    day = days.astype("datetime64[D]")
    month = day.astype("datetime64[M]")
    number = month.astype(np.int64)
    in_month = (day - month.astype("datetime64[D]")).astype(np.int64) + 1
    return number // 12 + 1970, number % 12 + 1, in_month


def full_years(since: Days, as_of_day: int) -> Days:
    """Full years to a day: full on the anniversary, 29 February's on 1 March in common years."""
    year, month, day = calendar_parts(since)
    (to_year,), (to_month,), (to_day,) = calendar_parts(np.array([as_of_day], dtype=np.int32))
    before = month * 100 + day > to_month * 100 + to_day
    years: Days = (to_year - year - before).astype(np.int32)
    return years
