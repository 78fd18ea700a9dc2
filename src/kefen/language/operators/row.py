"""What a row of the operator table says."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from types import EllipsisType
from typing import Any, Literal, NamedTuple

Unknowns = Literal["propagates", "kleene", "observes", "interval"]
Takes = tuple[str | EllipsisType, ...]
#: whole digits and decimal places that hold every value of a number
Digits = tuple[int, int]
#: the digits of a result from those of the numbers among the arguments
DigitsOf = Callable[[Sequence[Digits]], Digits]
#: what ``gives`` says of a row that may give a number
_NUMBERS = ("integer", "money", "count", "widest")


class Comparison(NamedTuple):
    """What a row that compares two values says of them.

    ``holds`` compares two inside values, neither unknown. ``contrary`` names the row that holds where this one does not,
    ``mirrored`` the row that says the same of the values exchanged.
    """

    holds: Callable[[Any, Any], bool]
    contrary: str = ""
    mirrored: str = ""


class Clock(NamedTuple):
    """How a row counts the time from one day to another.

    ``months`` of a unit, or 0 for days; ``longest`` unit in days. A period that ``ends_with_day`` is full when its
    corresponding day is over. Beyond ``far`` units nobody looks ahead.
    """

    months: int
    longest: int
    far: int
    ends_with_day: bool = False


@dataclass(frozen=True)
class Operator:
    """A row of the table."""

    name: str
    form: str
    takes: Takes
    gives: str
    unknown: Unknowns
    python: str
    sql: str
    examples: tuple[str, ...]
    digits: DigitsOf | None = None
    comparison: Comparison | None = None
    clock: Clock | None = None

    def __post_init__(self) -> None:
        if self.gives in _NUMBERS and self.digits is None:
            raise ValueError(f"`{self.name}` gives a number and does not say how many digits")

    @property
    def function(self) -> str:
        """The name an author calls it by, empty when it is not written as a call."""
        match = re.match(r"(\w+)\(", self.form)
        return match.group(1) if match else ""


def as_wide(args: Sequence[Digits]) -> Digits:
    """As many digits as any of the arguments has: one of them is the result."""
    return max((whole for whole, _ in args), default=1), max((p for _, p in args), default=0)
