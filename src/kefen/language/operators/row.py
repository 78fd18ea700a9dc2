"""What a row of the operator table says."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from types import EllipsisType
from typing import Any, Literal, NamedTuple

from kefen.values import COUNT, INTEGER, NO_WORDS, Kind, Words

Unknowns = Literal["propagates", "kleene", "observes", "interval"]
Takes = tuple[str | EllipsisType, ...]
#: whole digits and decimal places that hold every value of a number
Digits = tuple[int, int]
#: the digits of a result from those of the numbers among the arguments
DigitsOf = Callable[[Sequence[Digits]], Digits]
#: what ``gives`` says of a row that may give a number
_NUMBERS = ("integer", "money", "count", "widest")
#: units of what is read off and not counted
_READ_OFF = ("周岁", "分")


class Comparison(NamedTuple):
    """What a row that compares two values says of them.

    ``holds`` compares two inside values, neither unknown. ``contrary`` names the row that holds where this one does not,
    ``mirrored`` the row that says the same of the values exchanged.
    """

    holds: Callable[[Any, Any], bool]
    contrary: str = ""
    mirrored: str = ""

    @property
    def from_below(self) -> bool:
        """Of an order: whether it bounds from below."""
        return self.holds(1, 0)

    @property
    def strict(self) -> bool:
        """Of an order: whether it leaves out the bound itself."""
        return not self.holds(0, 0)


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
class Noun:
    """How a value is called: ``{0}``, ``{1}``, … are the arguments, or a list and what is taken of each item.

    ``loose`` words stand in brackets inside others. ``of_months`` is said of a history instead of a list.
    """

    said: Words
    loose: bool = False
    of_months: Words = NO_WORDS


@dataclass(frozen=True)
class Predicate:
    """What is said of the first argument; ``{x}`` stands for what it is compared with.

    ``denied`` is how it reads behind 不, 不应 and not; ``contrary`` the whole of the contrary, where 不 and not before
    the words do not make it; ``single`` replaces it beside one value. Days, numbers, what is counted and ranks of a
    scale that begins with its best have words of their own. A ``verb`` needs no *be* in English.
    """

    stem: Words
    denied: Words = NO_WORDS
    contrary: Words = NO_WORDS
    single: Predicate | None = None
    of_days: Words = NO_WORDS
    of_ranks: Words = NO_WORDS
    of_numbers: Words = NO_WORDS
    of_counts: Words = NO_WORDS
    verb: bool = False

    def of(self, kind: Kind, unit: Words = NO_WORDS) -> Words:
        """The words for a value of a kind: a number of a unit that is counted is more or fewer."""
        own = NO_WORDS
        if kind.name == "date":
            own = self.of_days
        elif kind.domain is not None:
            own = self.of_ranks if kind.domain.best == "first" else NO_WORDS
        elif kind in (INTEGER, COUNT) and unit.zh not in _READ_OFF and any(self.of_counts):
            own = self.of_counts
        elif kind.is_number or kind == COUNT:
            own = self.of_numbers
        return own if any(own) else self.stem

    @property
    def contrarily(self) -> Words:
        """The words of the contrary."""
        if any(self.contrary):
            return self.contrary
        zh, en = self.denied if any(self.denied) else self.stem
        return Words(f"不{zh}", f"do not {en}" if self.verb else f"not {en}")


@dataclass(frozen=True)
class Joint:
    """How conditions are joined: the ``lead`` above a list of them, or ``inline`` (else list and lead)."""

    lead: Words
    inline: Words = NO_WORDS


@dataclass(frozen=True)
class Quantifier:
    """What is said of a list (``subject``) whose items are asked for ``what``: that it holds, fails, is open."""

    holds: Words
    fails: Words
    open: Words
    of_months: Quantifier | None = None


@dataclass(frozen=True)
class Unsaid:
    """Why nobody hears of an operator: the checker writes it out into others, or only conclusions use it."""

    because: str


Wording = Noun | Predicate | Joint | Quantifier | Unsaid


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
    words: Wording
    digits: DigitsOf | None = None
    comparison: Comparison | None = None
    clock: Clock | None = None

    def __post_init__(self) -> None:
        if self.gives == "flag" and isinstance(self.words, Noun):
            raise ValueError(f"`{self.name}` is a condition and has the words of a value")
        if self.gives in _NUMBERS and self.digits is None:
            raise ValueError(f"`{self.name}` gives a number and does not say how many digits")

    @property
    def function(self) -> str:
        """The name an author calls it by, empty when it is not written as a call."""
        match = re.match(r"(\w+)\(", self.form)
        return match.group(1) if match else ""


def carried(args: Sequence[Digits]) -> Digits:
    """One whole digit more than the widest: of a sum or a difference."""
    whole, places = as_wide(args)
    return whole + 1, places


def as_wide(args: Sequence[Digits]) -> Digits:
    """As many digits as any of the arguments has: one of them is the result."""
    return max((whole for whole, _ in args), default=1), max((p for _, p in args), default=0)
