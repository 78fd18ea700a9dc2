"""What would lift a decision, and what changed between two.

``bring`` proposes unknown facts that are still open, ``change`` facts that are false and that the
customer or the bank can change, ``wait`` days that come by themselves. Nothing is proposed that was
not decided again and found to help.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import chain, islice
from typing import Any

from kefen.compiling.answers import DECIDED
from kefen.deciding.decide import Decision
from kefen.deciding.open_parts import rests_on
from kefen.deciding.parts import Part
from kefen.deciding.record import clause_states
from kefen.deciding.trace import Trace, trace
from kefen.deciding.tracing import tracer_of
from kefen.errors import FactsError
from kefen.explaining.granting import Means
from kefen.explaining.horizon import Course
from kefen.explaining.promises import Promise
from kefen.explaining.ways import Wayfinder
from kefen.explaining.wishes import Way, Wish
from kefen.policy import Clause
from kefen.saying.third_parties import ThirdParties

MOST_PROPOSALS = 3
_PROMISING = 24


@dataclass(frozen=True)
class Need:
    """One fact of a proposal: the values of it that do, and what it is worked out from."""

    wish: Wish
    rests_on: tuple[str, ...] = ()


@dataclass(frozen=True)
class Proposal:
    """Facts that together help, and the decision they were found to lead to."""

    needs: tuple[Need, ...]
    after: Decision = field(repr=False)

    @property
    def facts(self) -> tuple[str, ...]:
        """The facts asked for."""
        return tuple(need.wish.fact for need in self.needs)

    @property
    def witness(self) -> dict[str, Any]:
        """A value of each fact that leads to the decision, inside form."""
        return {need.wish.fact: need.wish.value for need in self.needs}


@dataclass(frozen=True)
class Wait:
    """A day on which time alone makes the answer better, and what comes true on it."""

    day: date
    after: Decision = field(repr=False)
    parts: tuple[Part, ...] = field(default=(), repr=False)


@dataclass(frozen=True)
class Lift:
    """What would lift a decision, the shortest first."""

    bring: tuple[Proposal, ...] = ()
    change: tuple[Proposal, ...] = ()
    wait: tuple[Wait, ...] = ()


def lift(decision: Decision, traced: Trace | None = None, course: Course | None = None) -> Lift:
    """Everything found that would settle or improve a decision, each decided again."""
    tree = traced or trace(decision)
    return Lift(
        _proposals(tree, "bring") if decision.outcome.is_open else (),
        _proposals(tree, "change"),
        tuple(waits(decision, course or Course(decision))),
    )


# --- better and worse -------------------------------------------------------------------------


def standing(decision: Decision) -> int:
    """The rank of the result, 0 the best; below the scale when there is none."""
    scale = decision.policy.decides
    place = decision.outcome.result
    if scale is None:
        return 0 if decision.outcome.status == DECIDED else 1
    return len(scale.terms) if place is None else scale.by_goodness().index(place)


def helps(after: Decision, before: Decision) -> bool:
    """Whether an answer is better than another, or settles what was open."""
    if standing(after) != standing(before):
        return standing(after) < standing(before)
    return after.status == "decided" and before.status == "provisional"


def decided_with(decision: Decision, changes: Mapping[str, Any]) -> Decision | None:
    """The decision with some facts changed; nothing where the vocabulary does not accept them."""
    try:
        return decision.with_facts(changes)
    except FactsError:
        return None


# --- proposals ----------------------------------------------------------------------------------


def _proposals(tree: Trace, means: Means) -> tuple[Proposal, ...]:
    """The shortest ways that were found to help; none that asks more for no better answer."""
    decision = tree.decision
    finder = Wayfinder(tree, means)
    ways = chain.from_iterable(finder.together(goal) for goal in _goals(tree))
    found: list[tuple[Way, Decision]] = []
    for way in _sorted(ways)[:_PROMISING]:
        after = decided_with(decision, way.values)
        if after is None or not helps(after, decision):
            continue
        if any(_is_idle(way, known, after, seen) for known, seen in found):
            continue
        if all(_loses(decision, way, wish.fact, after) for wish in way.wishes):
            found.append((way, after))
    found.sort(key=lambda one: (len(one[0].wishes), standing(one[1])))
    made = (_promised(tree, *one) for one in found)
    return tuple(islice(filter(None, made), MOST_PROPOSALS))


def _promised(tree: Trace, way: Way, after: Decision) -> Proposal | None:
    """A proposal as wide as was found; nothing where its words would say more, and its values too little."""
    narrowed = Promise(tree.decision, after, way).narrowed()
    if not all(_can_be_said(tree, wish) for wish in narrowed.wishes):
        return None
    reached = decided_with(tree.decision, narrowed.values)
    assert reached is not None
    needs = (Need(wish, rests_on(tree, wish.fact)) for wish in narrowed.wishes)
    return Proposal(tuple(needs), reached)


def _can_be_said(tree: Trace, wish: Wish) -> bool:
    """A text that is none of those on a list is told only as that; no number tells one of a third party."""
    if wish.as_asked:
        return True
    compared = tree.decision.decider.cells.compared_with(wish.fact) if wish.some is None else ()
    others = ThirdParties(tree)
    is_unlisted = wish.part.operator == "in list" and not wish.part.wanted
    return not is_unlisted and not any(map(others.of, compared))


def _sorted(ways: Iterable[Way]) -> list[Way]:
    """Ways with the fewest facts first, each once."""
    kept: dict[tuple[tuple[str, Any], ...], Way] = {}
    for way in ways:
        if way.wishes:
            kept.setdefault(tuple(sorted(way.values.items(), key=lambda item: item[0])), way)
    return sorted(kept.values(), key=lambda way: len(way.wishes))


def _is_idle(way: Way, known: Way, after: Decision, seen: Decision) -> bool:
    """Whether fewer facts, already found, lead as far."""
    return known.facts <= way.facts and standing(seen) <= standing(after)


def _loses(decision: Decision, way: Way, fact: str, after: Decision) -> bool:
    """Whether a proposal without one of its facts leads elsewhere: else the fact is idle."""
    less = way.without(fact)
    fewer = decided_with(decision, less.values) if less.wishes else decision
    return fewer is None or fewer.outcome.said != after.outcome.said


def _rank(tree: Trace, clause: Clause) -> int:
    scale = tree.decision.policy.decides
    return 0 if scale is None or clause.place is None else scale.by_goodness().index(clause.place)


# --- goals ------------------------------------------------------------------------------------------


def _goals(tree: Trace) -> Iterator[list[Part]]:
    """Sets of parts of which one, fulfilled, may lead to a better answer."""
    policy = tree.decision.policy
    bans = _against(tree, policy.acts("ban"))
    if policy.decides is None:
        yield bans
        return
    best = standing(tree.decision)
    grades = policy.acts("grade")
    for rank in range(min(best + 1, len(policy.decides.terms))):
        floors = [c for c in policy.acts("at least", "exactly") if _rank(tree, c) > rank]
        lifted = bans + _against(tree, floors)
        if not grades and not policy.acts("band"):
            yield lifted
        for clause in grades:
            if _rank(tree, clause) == rank:
                down = [c for c in policy.acts("adjust") if c.amount > 0 and _concerns(c, clause)]
                yield [*lifted, tree.clause(clause.id)]
                yield [*lifted, tree.clause(clause.id), *_against(tree, down)]
    points = [tree.clause(c.id) for c in policy.acts("points") if c.amount > 0]
    yield from ([*bans, part] for part in points if part.state is not True)


def _concerns(adjustment: Clause, grade: Clause) -> bool:
    return not adjustment.among or grade.place in adjustment.among


def _against(tree: Trace, clauses: Iterable[Clause]) -> list[Part]:
    """What it takes for clauses not to hold."""
    return [tree.clause(clause.id, wanted=False) for clause in clauses]


# --- waiting ------------------------------------------------------------------------------------------


def waits(decision: Decision, course: Course) -> Iterator[Wait]:
    """The days on which time alone makes the answer better, each better than the one before."""
    best, given = decision, 0
    for day in course.days:
        after = course.on(day)
        if after is None or standing(after) >= standing(best):
            continue
        yield Wait(day, after, tuple(came_true(decision, after)))
        best, given = after, given + 1
        if given == MOST_PROPOSALS:
            return


def came_true(before: Decision, after: Decision) -> Iterator[Part]:
    """Comparisons below the clause that now decides which time has turned true."""
    clause = next((c for c in after.policy.acts("grade") if c.place == after.outcome.result), None)
    if clause is None:
        return
    leaves = trace(before).clause(clause.id).leaves()
    old = {(id(part.node), part.wanted): part.state for part in leaves}
    for part in trace(after).clause(clause.id).leaves():
        if part.state is True and old.get((id(part.node), part.wanted), True) is not True:
            yield part


# --- two decisions ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Difference:
    """What changed from one decision to another. Values are in inside form, states as in a trace."""

    before: Decision = field(repr=False)
    after: Decision = field(repr=False)
    facts: tuple[tuple[str, Any, Any], ...]
    criteria: tuple[tuple[str, bool | None, bool | None], ...]
    parameters: tuple[tuple[str, Any, Any], ...]
    switches: tuple[tuple[str, bool, bool], ...]

    @property
    def same_answer(self) -> bool:
        """Whether status, result and possible outcomes stayed."""
        before, after = self.before, self.after
        return (before.status, before.result, before.possible, before.marked) == (
            after.status, after.result, after.possible, after.marked
        )  # fmt: skip


def what_changed(before: Decision, after: Decision) -> Difference:
    """Facts, criteria, parameters and switches that differ between two decisions of one policy."""
    return Difference(
        before,
        after,
        tuple(_differing(_facts(before), _facts(after))),
        tuple(_differing(clause_states(before.flags), clause_states(after.flags))),
        tuple(_differing(_parameters(before), _parameters(after))),
        tuple(_differing(_switches(before), _switches(after))),
    )


def _differing(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[tuple[str, Any, Any]]:
    for name in dict.fromkeys((*old, *new)):
        if old.get(name) != new.get(name):
            yield name, old.get(name), new.get(name)


def _facts(decision: Decision) -> dict[str, Any]:
    """Facts as the policy saw them, given and worked out."""
    tree = Trace(decision, tracer_of(decision.decider), {})
    return {given.name: tree.fact(given.name) for given in decision.decider.program.plan.inputs}


def _parameters(decision: Decision) -> dict[str, Any]:
    names = decision.decider.program.plan.parameters
    return dict(zip(names, decision.settings.parameters, strict=False))


def _switches(decision: Decision) -> dict[str, Any]:
    names = decision.decider.program.plan.assumptions
    return dict(zip(names, decision.settings.assumptions, strict=True))


__all__ = [
    "Difference",
    "Lift",
    "Need",
    "Proposal",
    "Wait",
    "came_true",
    "decided_with",
    "lift",
    "standing",
    "what_changed",
]
