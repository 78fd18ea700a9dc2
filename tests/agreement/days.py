"""Days on which something becomes too old, and those before and after."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from datetime import date, timedelta
from random import Random

from kefen.vocabulary import Age


def ago(day: date, months: int) -> date:
    """The same day so many months before, or the last of a month without it."""
    years, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(years, month + 1, min(day.day, monthrange(years, month + 1)[1]))


def near_limit(chance: Random, as_of: date, limits: Sequence[Age]) -> date:
    """The last day of which something is not too old, the one before it or after it."""
    limit = chance.choice(limits)
    return ago(as_of, limit.months) - timedelta(limit.days + chance.choice([-1, 0, 1]))
