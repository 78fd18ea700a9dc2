"""What moves a decision from where it starts: the adjustment, floors and ceilings."""

from __future__ import annotations

from dataclasses import dataclass

from kefen.compiling.conclusions.clauses import Clauses
from kefen.language.joining import all_of, any_of, negated, opened, proven
from kefen.language.syntax import FALSE, TRUE, Meant
from kefen.policy import Clause


@dataclass(frozen=True)
class Bounds:
    """For each rank, can the adjusted decision be there, the worst floor, the best ceiling, the decision between them?

    The last entry of floors and of ceilings: can there be none? ``unlowered`` is whether no ceiling takes effect.
    """

    adjusted: list[Meant]
    floors: list[Meant]
    ceilings: list[Meant]
    bounded: list[Meant]
    unlowered: Meant


def bounding(clauses: Clauses, base: list[Meant]) -> Bounds:
    """The bounds of a decision that can start at some ranks."""
    adjusted = _adjusted(clauses, base)
    floors = _extremes(clauses, "floor", clauses.acts("at least", "exactly"), worst_first=True)
    ceilings = _extremes(clauses, "ceiling", clauses.acts("at most", "exactly"), worst_first=False)
    raised = _raised(clauses, adjusted, floors)
    capped = _capped(clauses, raised, ceilings)
    pairs = zip(raised, capped, strict=True)
    unlowered = all_of(
        *(any_of(negated(after), before) for before, after in pairs if before != after)
    )
    return Bounds(adjusted, floors, ceilings, capped, unlowered)


def _adjusted(clauses: Clauses, base: list[Meant]) -> list[Meant]:
    """For each rank: can the decision stand there after the largest true adjustment, applied once?"""
    adjusting = clauses.adjusting()
    if not adjusting:
        return base
    ways: list[list[Meant]] = [[] for _ in clauses.ranks]
    for rank in clauses.ranks:
        stopped: list[Meant] = []
        for clause in adjusting:
            if clause.among and clauses.order[rank] not in clause.among:
                continue
            can = all_of(base[rank], opened(clauses.test(clause)), negated(any_of(*stopped)))
            ways[clauses.moved(rank, clause)].append(can)
            stopped.append(proven(clauses.test(clause)))
        ways[rank].append(all_of(base[rank], negated(any_of(*stopped))))
    return [clauses.name(f"adjusted {rank}", any_of(*ways[rank])) for rank in clauses.ranks]


def _extremes(
    clauses: Clauses, name: str, among: tuple[Clause, ...], *, worst_first: bool
) -> list[Meant]:
    """For each rank: can the first in the order of the search be there? The last entry: can there be none?

    Of ``at least B when x`` and ``at least C when y`` the worst can be C if y is open, B if x is open and y not proven;
    there can be none if neither is proven.
    """
    can: list[Meant] = [FALSE for _ in clauses.ranks]
    true: list[Meant] = []
    ranks = sorted({clauses.rank_of(clause) for clause in among}, reverse=worst_first)
    for rank in ranks:
        tests = [clauses.test(clause) for clause in among if clauses.rank_of(clause) == rank]
        mine = all_of(any_of(*(opened(test) for test in tests)), negated(any_of(*true)))
        can[rank] = clauses.name(f"{name} {rank}", mine)
        true += [proven(test) for test in tests]
    none = clauses.name(f"no {name}", negated(any_of(*true))) if true else TRUE
    return [*can, none]


def _raised(clauses: Clauses, adjusted: list[Meant], floors: list[Meant]) -> list[Meant]:
    """The worse of grade and floor: a grade of B with a floor at C that may hold is raised to B or C."""
    return [
        clauses.name(
            f"raised {rank}",
            any_of(
                all_of(adjusted[rank], any_of(*floors[: rank + 1], floors[-1])),
                all_of(floors[rank], any_of(*adjusted[: rank + 1])),
            ),
        )
        for rank in clauses.ranks
    ]


def _capped(clauses: Clauses, raised: list[Meant], ceilings: list[Meant]) -> list[Meant]:
    """The better of that and the ceiling: a ceiling at B that does hold leaves B alone."""
    return [
        clauses.name(
            f"capped {rank}",
            any_of(
                all_of(raised[rank], any_of(*ceilings[rank:-1], ceilings[-1])),
                all_of(ceilings[rank], any_of(*raised[rank:])),
            ),
        )
        for rank in clauses.ranks
    ]


def clashes(clauses: Clauses) -> list[Meant]:
    """For each rank: may a floor there contradict a better ceiling?

    Then both stay possible, and nothing is decided until one of the two is known to be false.
    """
    clash: list[Meant] = [FALSE for _ in clauses.ranks]
    for floor in clauses.acts("at least", "exactly"):
        rank = clauses.rank_of(floor)
        better = [c for c in clauses.acts("at most", "exactly") if clauses.rank_of(c) < rank]
        ceiling = any_of(*(opened(clauses.test(c)) for c in better))
        both = all_of(opened(clauses.test(floor)), ceiling)
        clash[rank] = any_of(clash[rank], both)
    return [clauses.name(f"clash {rank}", clash[rank]) for rank in clauses.ranks]
