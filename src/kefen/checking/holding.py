"""Conditions that can never hold, seen from the text alone: ``age > 60 and age < 18``.

Each comparison of one fact with a constant leaves it a range, or a set of values; the comparisons an
``and`` joins must leave it something. What needs an example customer is left to the prover.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from kefen.language.operators import COMPARISONS, ORDERS
from kefen.language.syntax import (
    TRUE,
    Apply,
    Assumed,
    Const,
    Fact,
    Item,
    Meant,
    Step,
)
from kefen.values import Kind
from kefen.vocabulary import FactSpec

_WHOLE = ("integer", "date")


@dataclass(frozen=True)
class Room:
    """What a fact may still be: between two ends, among ``only``, none of ``never``."""

    low: Any = None
    high: Any = None
    low_open: bool = False
    high_open: bool = False
    only: frozenset[Any] | None = None
    never: frozenset[Any] = frozenset()

    def is_empty(self, kind: Kind) -> bool:
        """Whether nothing is left."""
        if self.only is not None:
            return not any(self.admits(value) for value in self.only)
        if kind.domain is not None and kind.name in ("choice", "scale"):
            return not any(self.admits(place) for place in range(len(kind.domain.terms)))
        low, high = self.low, self.high
        if low is None or high is None:
            return False
        if kind.name in _WHOLE:
            low, high = _next(low, self.low_open, 1), _next(high, self.high_open, -1)
            return bool(low > high)
        return bool(low > high or (low == high and (self.low_open or self.high_open)))

    def admits(self, value: Any) -> bool:
        """Whether a value is still possible."""
        if value in self.never or (self.only is not None and value not in self.only):
            return False
        above = self.low is None or value > self.low or (value == self.low and not self.low_open)
        below = (
            self.high is None or value < self.high or (value == self.high and not self.high_open)
        )
        return above and below

    def narrowed(self, operator: str, value: Any) -> Room:
        """What is left after one more comparison."""
        if operator == "in set":
            kept = value if self.only is None else self.only & value
            return Room(self.low, self.high, self.low_open, self.high_open, kept, self.never)
        if operator == "=":
            return self.narrowed("in set", frozenset((value,)))
        if operator in ("!=", "not in set"):
            gone = self.never | (value if operator == "not in set" else {value})
            return Room(self.low, self.high, self.low_open, self.high_open, self.only, gone)
        strict = ORDERS[operator].strict
        if ORDERS[operator].from_below:
            if self.low is not None and (self.low, self.low_open) >= (value, strict):
                return self
            return Room(value, self.high, strict, self.high_open, self.only, self.never)
        if self.high is not None and (-_rank(self.high), self.high_open) >= (-_rank(value), strict):
            return self
        return Room(self.low, value, self.low_open, strict, self.only, self.never)

    def covers(self, other: Room, kind: Kind) -> bool:
        """Whether everything the other admits is admitted here."""
        if kind.domain is not None and kind.name in ("choice", "scale"):
            places = range(len(kind.domain.terms))
            return all(self.admits(place) for place in places if other.admits(place))
        if other.only is not None:
            return all(self.admits(value) for value in other.only if other.admits(value))
        if self.only is not None or any(other.admits(value) for value in self.never):
            return False
        above = self.low is None or (
            other.low is not None and (other.low, other.low_open) >= (self.low, self.low_open)
        )
        below = self.high is None or (
            other.high is not None
            and (-_rank(other.high), other.high_open) >= (-_rank(self.high), self.high_open)
        )
        return above and below


def _rank(value: Any) -> Any:
    return value.toordinal() if isinstance(value, date) else value


def _next(value: Any, is_open: bool, step: int) -> Any:
    """The first whole value inside an end."""
    if isinstance(value, date):
        return value + timedelta(days=step if is_open else 0)
    whole = Decimal(value).to_integral_value("ROUND_CEILING" if step > 0 else "ROUND_FLOOR")
    return whole + step if is_open and whole == value else whole


def never_holds(node: Meant, facts: Mapping[str, FactSpec]) -> Iterator[Meant]:
    """The conditions inside one that can never hold, the outermost only."""
    if not _can_hold(node, True, facts):
        yield node
    elif isinstance(node, Apply) and node.operator in ("and", "or", "if"):
        for arg in node.args:
            if node.operator != "if" or not isinstance(arg, Const):
                yield from never_holds(arg, facts)


def _can_hold(node: Meant, wanted: bool, facts: Mapping[str, FactSpec]) -> bool:
    if isinstance(node, Const):
        return node.value is None or node.value is wanted
    if not isinstance(node, Apply):
        return True
    if node.operator == "not":
        return _can_hold(node.args[0], not wanted, facts)
    if node.operator in ("and", "or"):
        if (node.operator == "and") is wanted:
            every = all(_can_hold(arg, wanted, facts) for arg in node.args)
            return every and _leaves_room(node.args, wanted, facts)
        return any(_can_hold(arg, wanted, facts) for arg in node.args)
    return _leaves_room((node,), wanted, facts)


def _leaves_room(nodes: Iterable[Meant], wanted: bool, facts: Mapping[str, FactSpec]) -> bool:
    rooms: dict[Meant, Room] = {}
    for node in nodes:
        for subject, operator, value in _comparisons(node, wanted):
            room = rooms.get(subject) or _room_of(subject, facts)
            rooms[subject] = room.narrowed(operator, value)
    return not any(room.is_empty(subject.kind) for subject, room in rooms.items())


def _room_of(subject: Meant, facts: Mapping[str, FactSpec]) -> Room:
    """What the vocabulary leaves a fact: its range, and nothing below zero unless it may be."""
    spec = facts.get(subject.name) if isinstance(subject, Fact) else None
    if spec is None or not spec.kind.is_number:
        return Room()
    low = Decimal(0) if spec.low is None and not spec.negative else spec.low
    return Room(low, spec.high)


def _comparisons(node: Meant, wanted: bool) -> Iterator[tuple[Meant, str, Any]]:
    """The comparisons of a fact with a constant that a condition demands."""
    if isinstance(node, (Assumed, Fact, Item, Step)):
        yield node, "=", wanted
    if not isinstance(node, Apply):
        return
    if node.operator == "not":
        yield from _comparisons(node.args[0], not wanted)
    elif node.operator == ("and" if wanted else "or"):
        for arg in node.args:
            yield from _comparisons(arg, wanted)
    elif node.operator in COMPARISONS:
        yield from _one_comparison(node, wanted)


@dataclass(frozen=True)
class Region:
    """What the comparisons of a table's row leave each fact; ``whole`` if they say all of it."""

    rooms: Mapping[Meant, Room]
    whole: bool

    def covers(self, other: Region) -> bool:
        """Whether a row further down can never be reached past this one."""
        return self.whole and all(
            subject in other.rooms and room.covers(other.rooms[subject], subject.kind)
            for subject, room in self.rooms.items()
        )


def region_of(node: Meant) -> Region:
    """The region of a row's test."""
    parts = node.args if isinstance(node, Apply) and node.operator == "and" else (node,)
    rooms: dict[Meant, Room] = {}
    whole = True
    for part in parts:
        compared = list(_comparisons(part, True))
        whole = whole and (bool(compared) or part == TRUE)
        for subject, operator, value in compared:
            rooms[subject] = rooms.get(subject, Room()).narrowed(operator, value)
    return Region(rooms, whole)


def _one_comparison(node: Apply, wanted: bool) -> Iterator[tuple[Meant, str, Any]]:
    left, right = node.args
    operator = node.operator
    mirrored = COMPARISONS[operator].mirrored
    if isinstance(left, Const) and mirrored:
        left, right, operator = right, left, mirrored
    if not isinstance(right, Const) or right.value is None or not isinstance(left, (Fact, Item)):
        return
    if not wanted:
        operator = COMPARISONS[operator].contrary or "not in set"
    yield left, operator, right.value
