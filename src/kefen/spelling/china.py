"""The day in China at a moment: eight hours ahead of UTC, nine in the summers that had a time of their own.

Who was born in the summers from 1986 to 1991 was born nine hours ahead, and at midnight that makes a day.
"""

from __future__ import annotations

from bisect import bisect
from datetime import date, datetime, timedelta

#: in UTC, when clocks went forward and when they went back again, from the year 1901 on
_CHANGES = [
    datetime.fromisoformat(hour)
    for hour in (
        "1919-04-12T16", "1919-09-30T15", "1940-05-31T16", "1940-10-12T15", "1941-03-14T16", "1941-11-01T15",
        "1942-01-30T16", "1945-09-01T15", "1946-05-14T16", "1946-09-30T15", "1947-04-14T16", "1947-10-31T15",
        "1948-04-30T16", "1948-09-30T15", "1949-04-30T16", "1949-05-27T15", "1986-05-03T18", "1986-09-13T17",
        "1987-04-11T18", "1987-09-12T17", "1988-04-16T18", "1988-09-10T17", "1989-04-15T18", "1989-09-16T17",
        "1990-04-14T18", "1990-09-15T17", "1991-04-13T18", "1991-09-14T17",
    )
]  # fmt: skip
#: the time of the sun in Shanghai, which clocks showed until the end of 1900
_SUN, _SUN_UNTIL = (
    timedelta(hours=8, minutes=5, seconds=43),
    datetime.fromisoformat("1900-12-31T16"),
)


def day_in_china(moment: datetime) -> date:
    """The day at a moment in UTC that says no zone; ``OverflowError`` after the last day there is."""
    if moment < _SUN_UNTIL:
        return (moment + _SUN).date()
    return (moment + timedelta(hours=8 + bisect(_CHANGES, moment) % 2)).date()
