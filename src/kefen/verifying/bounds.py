"""The least and the greatest number an expression can come to, as far as the vocabulary says."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import NamedTuple

from kefen.language.syntax import Apply, Const, Fact, Item, Meant, Over, Parameter
from kefen.policy import FactSpec, Policy
from kefen.values import MONTHS


class Room(NamedTuple):
    """A range of numbers with both its ends; ``None`` where it has no end."""

    low: Decimal | None = None
    high: Decimal | None = None

    def goes_below(self, other: Room) -> bool:
        """Whether a number here can be less than one there."""
        return self.low is None or other.high is None or self.low < other.high

    def meets(self, other: Room) -> bool:
        """Whether a number here can be one there."""
        return not (_ends_before(self, other) or _ends_before(other, self))

    def moved(self, step: int) -> Room:
        """The range one step up or down."""
        return Room(*(None if end is None else end + step for end in self))


def _ends_before(one: Room, other: Room) -> bool:
    return one.high is not None and other.low is not None and one.high < other.low


NOTHING, NOTHING_LESS = Room(Decimal(0), Decimal(0)), Room(Decimal(0))


def room_of(node: Meant, policy: Policy) -> Room:
    """What a number can be: a fact stays in its range, and above zero unless the vocabulary says otherwise."""
    if isinstance(node, Const):
        return Room(node.value, node.value) if node.kind.is_number else Room()
    if isinstance(node, Parameter):
        spec = policy.every_parameter.get(node.name)
        values = [dated.value for dated in spec.values] if spec and spec.kind.is_number else []
        return _hull(Room(value, value) for value in values)
    if isinstance(node, Over):
        return _over(node, policy)
    if isinstance(node, Apply):
        return _applied(node.operator, [room_of(arg, policy) for arg in node.args])
    return _declared(node, policy)


def _declared(node: Meant, policy: Policy) -> Room:
    spec: FactSpec | None = None
    if isinstance(node, Fact):
        spec = policy.vocabulary.facts.get(node.name)
    elif isinstance(node, Item):
        lists = policy.vocabulary.lists.values()
        spec = next((one.fields[node.name] for one in lists if node.name in one.fields), None)
    if spec is None or not spec.kind.is_number:
        return Room()
    return Room(Decimal(0) if spec.low is None and not spec.negative else spec.low, spec.high)


def _over(node: Over, policy: Policy) -> Room:
    if node.operator == "count":
        months = node.source.kind.name == "history"
        return Room(Decimal(0), Decimal(MONTHS) if months else None)
    body = Room() if node.body is None else room_of(node.body, policy)
    if node.operator == "sum":
        return NOTHING_LESS if body.low is not None and body.low >= 0 else Room()
    return _hull([body, body if node.empty is None else room_of(node.empty, policy)])


def _applied(operator: str, rooms: Sequence[Room]) -> Room:
    if operator in ("if", "first"):
        return _hull([*rooms[1::2], rooms[-1]])
    lows = [room.low for room in rooms if room.low is not None]
    if operator == "max":
        return Room(max(lows, default=None))
    if operator == "*" and NOTHING in rooms:
        return NOTHING
    positive = len(lows) == len(rooms) and all(low >= 0 for low in lows)
    return NOTHING_LESS if operator in ("+", "*", "min") and positive else Room()


def _hull(rooms: Iterable[Room]) -> Room:
    """The least range that holds all."""
    kept = list(rooms)
    lows = [room.low for room in kept if room.low is not None]
    highs = [room.high for room in kept if room.high is not None]
    return Room(
        min(lows) if lows and len(lows) == len(kept) else None,
        max(highs) if highs and len(highs) == len(kept) else None,
    )
