"""What it takes to settle an open decision: for each way in which it may end the fewest facts that would prove it.

Bans keep it from every other ending; a class is proven by its own condition, the contrary of all better ones, and
of what would lead away from it. Of several ways to prove a part the one is taken that needs the fewest facts beside
those needed already. Nobody is asked how likely a value is: the policy does not know.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass, field

from kefen.deciding.open_parts import read_by
from kefen.deciding.parts import Part
from kefen.deciding.trace import Trace
from kefen.policy import Clause

Facts = frozenset[str]
_NONE: Facts = frozenset()


def endings(tree: Trace, without: Container[str] = ()) -> Iterator[Facts]:
    """For each way in which a decision may end the facts to get, ``without`` those that cannot be had."""
    prover = _Prover(tree, without)
    for parts in _endings(tree):
        needed = prover.all(parts)
        if needed:
            yield needed


# --- which ways there are -------------------------------------------------------------------------


def _endings(tree: Trace) -> Iterator[list[Part]]:
    """The parts that together would prove one ending."""
    policy = tree.decision.policy
    bans = policy.acts("ban")
    for ban in bans:
        yield [tree.clause(ban.id)]
    allowed = _contrary(tree, bans)
    grades, floors = policy.acts("grade"), policy.acts("at least", "exactly", "at most")
    for place, grade in enumerate(grades):
        away = [*grades[:place], *_leading_away(grade, policy.acts("adjust")), *floors]
        yield [*allowed, tree.clause(grade.id), *_contrary(tree, away)]
    for floor in () if grades else floors:
        worse = [one for one in floors if _rank(tree, one) > _rank(tree, floor)]
        yield [*allowed, tree.clause(floor.id), *_contrary(tree, worse)]
    points = [tree.clause(one.id) for one in policy.acts("points")]
    yield [*allowed, *_contrary(tree, grades or floors), *points]


def _contrary(tree: Trace, clauses: Iterable[Clause]) -> list[Part]:
    return [tree.clause(one.id, wanted=False) for one in clauses]


def _leading_away(grade: Clause, adjustments: Iterable[Clause]) -> list[Clause]:
    return [one for one in adjustments if not one.among or grade.place in one.among]


def _rank(tree: Trace, clause: Clause) -> int:
    scale = tree.decision.policy.decides
    return 0 if scale is None else scale.by_goodness().index(clause.place or 0)


# --- what each needs ------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Prover:
    """The fewest facts that would make parts of one trace hold; nothing where they cannot."""

    tree: Trace
    without: Container[str]
    #: what a part needs beside no other, with the part, lest another take its place
    _alone: dict[int, tuple[Part, Facts | None]] = field(default_factory=dict)
    _read: dict[int, Facts] = field(default_factory=dict)
    _contrary: dict[int, Part] = field(default_factory=dict)

    def all(self, parts: Iterable[Part], have: Facts = _NONE) -> Facts | None:
        """What all parts need: those first that need least."""
        open_parts = [part for part in parts if part.state is not True]
        for part in sorted(open_parts, key=lambda part: len(self.alone(part) or ())):
            needed = self.one(part, have)
            if needed is None:
                return None
            have = needed
        return have

    def alone(self, part: Part) -> Facts | None:
        if id(part) not in self._alone:
            self._alone[id(part)] = part, self.one(part, _NONE)
        return self._alone[id(part)][1]

    def one(self, part: Part, have: Facts) -> Facts | None:
        """Some facts and what a part needs beside them."""
        if part.state is not None:
            return have if part.state else None
        if part.shape == "choice":
            return self.choice(part, have)
        if part.shape == "leaf" or not part.children:
            return have | self.read(part)
        if part.join == "any":
            return _fewest(self.one(child, have) for child in part.children)
        if part.join == "at least":
            return self.some_of(part, have)
        return self.all(part.children, have)

    def choice(self, part: Part, have: Facts) -> Facts | None:
        """Either branch with its side of the condition."""
        if len(part.children) == 2:
            return self.one(part.children[-1], have)
        condition, yes, no = part.children
        if id(part.node) not in self._contrary:
            contrary = self.tree.part(condition.node, not condition.wanted)
            self._contrary[id(part.node)] = contrary
        contrary = self._contrary[id(part.node)]
        return _fewest(self.all(side, have) for side in ((condition, yes), (contrary, no)))

    def some_of(self, part: Part, have: Facts) -> Facts | None:
        """As many as are asked for, those that need least."""
        lacking = part.number - sum(child.state is True for child in part.children)
        possible = [child for child in part.children if child.state is None]
        possible.sort(key=lambda child: len(self.alone(child) or ()))
        return self.all(possible[:lacking], have) if len(possible) >= lacking else None

    def read(self, part: Part) -> Facts:
        """What a comparison waits for: of another policy's result that is worked out what it rests on."""
        if id(part.node) not in self._read:
            read = [one.name for one in read_by(self.tree, part.node) if one.sort == "fact"]
            names = [name for name in read if name not in self.without]
            below = self.tree.decision.decider.rests_on
            given = (n for n in names if not any(one in below.get(n, ()) for one in names))
            self._read[id(part.node)] = frozenset(given)
        return self._read[id(part.node)]


def _fewest(several: Iterable[Facts | None]) -> Facts | None:
    return min((one for one in several if one is not None), key=len, default=None)


__all__ = ["endings"]
