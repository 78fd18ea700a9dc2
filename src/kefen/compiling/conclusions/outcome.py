"""The five steps of an outcome."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kefen.compiling.answers import (
    DECIDED,
    DECISIVE,
    MARKED,
    POSSIBLE,
    PROVISIONAL,
    REFUSED,
    RESULT,
    STATUS,
    UNDETERMINED,
)
from kefen.compiling.conclusions.bounds import Bounds, bounding, clashes
from kefen.compiling.conclusions.clauses import Clauses
from kefen.compiling.conclusions.decisive import decisive, status_is
from kefen.compiling.conclusions.flags import exactly_one, integer, sum_of
from kefen.compiling.conclusions.starts import Start, starting
from kefen.compiling.steps import PlannedStep
from kefen.language.joining import all_of, any_of, first_of, negated, opened, proven
from kefen.language.syntax import FALSE, TRUE, Apply, Meant
from kefen.policy import Policy
from kefen.values import NO_KIND, Kind


@dataclass(frozen=True)
class Conclusions:
    """The steps in order, and the ids of the clauses of which ``decisive`` is a place."""

    steps: tuple[PlannedStep, ...]
    clauses: tuple[str, ...]


def conclude(policy: Policy) -> Conclusions:
    """The conclusions of a policy as steps."""
    clauses = Clauses(policy)
    start = starting(clauses)
    _answer(clauses, start, bounding(clauses, start.can))
    return Conclusions(tuple(clauses.steps), clauses.ids)


def _answer(clauses: Clauses, start: Start, bounds: Bounds) -> None:
    bans = clauses.acts("ban")
    banned = clauses.name("banned", any_of(*(proven(clauses.test(c)) for c in bans)))
    bannable = clauses.name("bannable", any_of(*(opened(clauses.test(c)) for c in bans)))
    clash = clashes(clauses)
    outcome = [
        clauses.name(f"possible {r}", all_of(any_of(bounds.bounded[r], clash[r]), negated(banned)))
        for r in clauses.ranks
    ]
    refusable = clauses.name("refusable", any_of(bannable, start.refusable))
    settled = clauses.name("settled", all_of(negated(refusable), exactly_one(outcome)))
    rejected = clauses.name("rejected", all_of(refusable, negated(any_of(*outcome))))
    better, worse = _marks(start, bounds)
    several = all_of(negated(refusable), negated(settled), negated(any_of(*clash)))
    better = clauses.name("may become better", all_of(several, better))
    worse = clauses.name("may become worse", all_of(several, worse))
    clauses.keep(POSSIBLE, _mask(clauses, outcome, refusable))
    clauses.keep(STATUS, _status(settled, rejected, any_of(better, worse)))
    clauses.keep(MARKED, first_of([(better, integer(1)), (worse, integer(2))], integer(0)))
    clauses.keep(RESULT, _result(clauses, outcome, worse))
    clauses.keep(DECISIVE, decisive(clauses, start.can, banned, rejected))


def _status(settled: Meant, rejected: Meant, provisional: Meant) -> Meant:
    pairs = [
        (settled, integer(DECIDED)),
        (rejected, integer(REFUSED)),
        (provisional, integer(PROVISIONAL)),
    ]
    return first_of(pairs, integer(UNDETERMINED))


def _result(clauses: Clauses, outcome: list[Meant], worse: Meant) -> Meant:
    """The best that is possible where it may become worse, else the worst; none while nothing is decided."""
    best = [(outcome[rank], integer(clauses.order[rank])) for rank in clauses.ranks]
    pairs = [
        (negated(status_is(DECIDED, PROVISIONAL)), integer(None)),
        (worse, first_of(best, integer(None))),
        (TRUE, first_of(best[::-1], integer(None))),
    ]
    return first_of(pairs, integer(None))


def _marks(start: Start, bounds: Bounds) -> tuple[Meant, Meant]:
    """Whether the result is a bound that may become better (a grade), or worse (a floor)."""
    one_floor, one_ceiling = exactly_one(bounds.floors), exactly_one(bounds.ceilings)
    better = all_of(one_floor, one_ceiling, start.proven)
    some_floor = negated(bounds.floors[-1])
    worse = all_of(exactly_one(bounds.adjusted), bounds.unlowered, negated(one_floor), some_floor)
    return better, worse


def _mask(clauses: Clauses, outcome: Sequence[Meant], refusable: Meant) -> Meant:
    bits = [(outcome[r], 1 << clauses.order[r]) for r in clauses.ranks]
    bits.append((refusable, 1 << len(clauses.order)))
    total = sum_of(
        [first_of([(flag, integer(bit))], integer(0)) for flag, bit in bits if flag != FALSE]
    )
    kind = Kind("outcome", clauses.policy.decides) if clauses.policy.decides else NO_KIND
    return Apply(kind, total.operator, total.args) if isinstance(total, Apply) else total
