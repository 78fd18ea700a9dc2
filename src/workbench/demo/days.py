"""The days of the demo bank: what was taken over from before, and the thirty days that were lived since."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from workbench.common import clock

#: days that the bank has worked with the workbench before somebody opens it
LIVED = 30


def taken_over_on(opens_on: date) -> date:
    """The day at whose end the older history was loaded."""
    return opens_on - timedelta(days=LIVED + 1)


def at(day: date, hour: int, minute: int = 0) -> datetime:
    """A moment of a day, as the clocks of the bank show it."""
    return datetime.combine(day, time(hour, minute), clock.CHINA)


def lived(opens_on: date) -> Iterator[date]:
    """The days that were lived, the last one yesterday."""
    for ago in range(LIVED, 0, -1):
        yield opens_on - timedelta(days=ago)
