"""What would make a part of a trace hold: few facts, each with the values that would do.

A ``Way`` is a set of wishes that together turn a part true, worked out down the tree: all children of
an *all*, one of an *any*. It is only a proposal: whoever uses it decides again with ``values`` and
looks at the answer. Only facts that somebody can bring or change are wished for: what the policy defines from
others is followed down to these.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import combinations
from typing import Any

from kefen.deciding.parts import Part
from kefen.deciding.trace import Trace
from kefen.explaining.granting import Granting, Means
from kefen.explaining.wishes import MOST_WAYS, Way
from kefen.explaining.wishing import wishes

_NOTHING: tuple[Way, ...] = (Way(),)


@dataclass(frozen=True)
class Wayfinder:
    """Finds the ways to make parts of one trace hold, by bringing or by changing."""

    trace: Trace
    means: Means
    #: the ways found for a part, which is kept lest another one take its place
    _known: dict[int, tuple[Part, tuple[Way, ...]]] = field(
        default_factory=dict, repr=False, compare=False
    )

    @cached_property
    def granting(self) -> Granting:
        """The facts that may be brought, or changed."""
        return Granting(self.trace, self.means)

    def together(self, parts: Iterable[Part]) -> tuple[Way, ...]:
        """Ways in which all parts hold."""
        found = _NOTHING
        for part in parts:
            found = _both(found, self.ways(part))
            if not found:
                break
        return found

    def ways(self, part: Part) -> tuple[Way, ...]:
        """Ways in which a part holds, fewest facts first."""
        if part.state is True:
            return _NOTHING
        if (part.state is None) != (self.means == "bring"):
            return ()
        known = self._known.get(id(part))
        if known is None:
            known = self._known[id(part)] = part, _fewest(self._ways(part))
        return known[1]

    def _ways(self, part: Part) -> Iterable[Way]:
        if part.shape == "leaf":
            return [way for wish in wishes(self.trace, part) for way in self.granting.ways(wish)]
        if part.shape == "choice":
            return self._choice(part)
        if part.join == "any":
            return [way for child in part.children for way in self.ways(child)]
        if part.join == "at least":
            return self._some_of(part)
        return self.together(part.children)

    def _choice(self, part: Part) -> Iterable[Way]:
        if part.state is False or len(part.children) == 2:
            return self.ways(part.children[-1])
        condition, yes, no = part.children
        contrary = self.trace.part(condition.node, not condition.wanted)
        return [*self.together((condition, yes)), *self.together((contrary, no))]

    def _some_of(self, part: Part) -> Iterable[Way]:
        lacking = [child for child in part.children if child.state is not True]
        number = part.number - (len(part.children) - len(lacking))
        for chosen in combinations(lacking[:MOST_WAYS], max(number, 0)):
            yield from self.together(chosen)


def _both(ones: Sequence[Way], others: Sequence[Way]) -> tuple[Way, ...]:
    pairs = (one.and_also(other) for one in ones for other in others)
    return _fewest(way for way in pairs if way is not None)


def _fewest(ways: Iterable[Way]) -> tuple[Way, ...]:
    """A handful of ways, fewest facts first, one for each set of facts and parts."""
    unique: dict[Any, Way] = {}
    for way in ways:
        unique.setdefault(tuple((wish.fact, wish.value) for wish in way.wishes), way)
    return tuple(sorted(unique.values(), key=lambda way: len(way.wishes))[:MOST_WAYS])


__all__ = ["Wayfinder"]
