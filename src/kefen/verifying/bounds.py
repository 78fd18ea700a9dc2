"""The least and the greatest number an expression can come to, as far as the vocabulary says."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import NamedTuple

from kefen.language.syntax import Apply, Const, Fact, Item, Meant, Over, Parameter
from kefen.policy import Policy
from kefen.values import MONTHS
from kefen.vocabulary import FactSpec


class Range(NamedTuple):
    """A range of numbers with both its ends; ``None`` where it has no end."""

    low: Decimal | None = None
    high: Decimal | None = None

    def goes_below(self, other: Range) -> bool:
        """Whether a number here can be less than one there."""
        return self.low is None or other.high is None or self.low < other.high

    def meets(self, other: Range) -> bool:
        """Whether a number here can be one there."""
        return not (_ends_before(self, other) or _ends_before(other, self))

    def moved(self, step: int) -> Range:
        """The range one step up or down."""
        return Range(*(None if end is None else end + step for end in self))


def _ends_before(one: Range, other: Range) -> bool:
    return one.high is not None and other.low is not None and one.high < other.low


NOTHING, NOTHING_LESS = Range(Decimal(0), Decimal(0)), Range(Decimal(0))


def range_of(node: Meant, policy: Policy) -> Range:
    """What a number can be: a fact stays in its range, and above zero unless the vocabulary says otherwise."""
    if isinstance(node, Const):
        return Range(node.value, node.value) if node.kind.is_number else Range()
    if isinstance(node, Parameter):
        spec = policy.every_parameter.get(node.name)
        values = [dated.value for dated in spec.values] if spec and spec.kind.is_number else []
        return _hull(Range(value, value) for value in values)
    if isinstance(node, Over):
        return _over(node, policy)
    if isinstance(node, Apply):
        return _applied(node.operator, [range_of(arg, policy) for arg in node.args])
    return _declared(node, policy)


def _declared(node: Meant, policy: Policy) -> Range:
    spec: FactSpec | None = None
    if isinstance(node, Fact):
        spec = policy.vocabulary.facts.get(node.name)
    elif isinstance(node, Item):
        lists = policy.vocabulary.lists.values()
        spec = next((one.fields[node.name] for one in lists if node.name in one.fields), None)
    if spec is None or not spec.kind.is_number:
        return Range()
    return Range(Decimal(0) if spec.low is None and not spec.negative else spec.low, spec.high)


def _over(node: Over, policy: Policy) -> Range:
    if node.operator == "count":
        months = node.source.kind.name == "history"
        return Range(Decimal(0), Decimal(MONTHS) if months else None)
    body = Range() if node.body is None else range_of(node.body, policy)
    if node.operator == "sum":
        return NOTHING_LESS if body.low is not None and body.low >= 0 else Range()
    return _hull([body, body if node.empty is None else range_of(node.empty, policy)])


def _applied(operator: str, rooms: Sequence[Range]) -> Range:
    if operator in ("if", "first"):
        return _hull([*rooms[1::2], rooms[-1]])
    lows = [room.low for room in rooms if room.low is not None]
    if operator == "max":
        return Range(max(lows, default=None))
    if operator == "*" and NOTHING in rooms:
        return NOTHING
    positive = len(lows) == len(rooms) and all(low >= 0 for low in lows)
    return NOTHING_LESS if operator in ("+", "*", "min") and positive else Range()


def _hull(rooms: Iterable[Range]) -> Range:
    """The least range that holds all."""
    kept = list(rooms)
    lows = [room.low for room in kept if room.low is not None]
    highs = [room.high for room in kept if room.high is not None]
    return Range(
        min(lows) if lows and len(lows) == len(kept) else None,
        max(highs) if highs and len(highs) == len(kept) else None,
    )
