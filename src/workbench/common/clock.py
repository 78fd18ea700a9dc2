"""The time of a request or a job. Set at the edges (middleware, jobs); everything below asks here.

A screen may look at an earlier day: `now()` is always the real moment, `today()` its day in the bank's time zone.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime
from zoneinfo import ZoneInfo

from workbench.common.errors import OutsideError

CHINA = ZoneInfo("Asia/Shanghai")

_moment: ContextVar[datetime | None] = ContextVar("moment", default=None)


@contextmanager
def moment(at: datetime) -> Iterator[datetime]:
    """Everything inside happens at `at`, an aware time."""
    if at.tzinfo is None:
        raise ValueError("a moment needs a time zone")
    token = _moment.set(at)
    try:
        yield at
    finally:
        _moment.reset(token)


def read_clock() -> datetime:
    """The machine's time. Only for middleware and jobs, which pass it on by `moment`."""
    return datetime.now(tz=CHINA)


def now() -> datetime:
    """The moment of this request or job."""
    at = _moment.get()
    if at is None:
        raise OutsideError("no moment is set: open one with `moment(...)` at the edge")
    return at


def today() -> date:
    """The bank's day of this request or job."""
    return now().astimezone(CHINA).date()
