"""Where a decision starts: a ladder of grades, bands of points, or a base."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from kefen.compiling.conclusions.clauses import Clauses
from kefen.compiling.conclusions.flags import integer, sum_of
from kefen.language.joining import all_of, any_of, first_of, negated, opened, proven
from kefen.language.syntax import FALSE, TRUE, Const, Meant, apply
from kefen.policy import Clause
from kefen.values import INTEGER


@dataclass(frozen=True)
class Start:
    """For each rank, can the decision start there? Whether it surely starts somewhere, whether it may be refused."""

    can: list[Meant]
    proven: Meant
    refusable: Meant


def starting(clauses: Clauses) -> Start:
    """For each rank: can the ladder, the bands or the base end there?"""
    if clauses.acts("grade"):
        return _ladder(clauses)
    if clauses.acts("band"):
        return _bands(clauses)
    start: list[Meant] = [FALSE for _ in clauses.ranks]
    start[clauses.rank_of(clauses.acts("base")[0]) if clauses.acts("base") else 0] = TRUE
    return Start(start, TRUE, FALSE)


def _ladder(clauses: Clauses) -> Start:
    can: list[Meant] = [FALSE for _ in clauses.ranks]
    true: list[Meant] = []
    for clause in clauses.acts("grade"):
        mine = all_of(opened(clauses.test(clause)), negated(any_of(*true)))
        can[clauses.rank_of(clause)] = clauses.name(f"can {clause.id}", mine)
        true.append(proven(clauses.test(clause)))
    graded = clauses.name("graded", any_of(*true))
    none = negated(graded)
    end = clauses.acts("otherwise")[0]
    if end.place is not None:
        rank = clauses.rank_of(end)
        can[rank] = clauses.name("can otherwise", any_of(can[rank], none))
    return Start(can, graded, none if end.place is None else FALSE)


def _bands(clauses: Clauses) -> Start:
    low, high = _score(clauses)
    end = clauses.acts("otherwise")[0]
    can: list[Meant] = [FALSE for _ in clauses.ranks]
    above: Meant = TRUE
    for clause in clauses.acts("band"):
        edge = Const(INTEGER, clause.amount)
        reached = apply(">=", high, edge)
        can[clauses.rank_of(clause)] = clauses.name(f"can {clause.id}", all_of(reached, above))
        above = apply("<", low, edge)
    if end.place is not None:
        can[clauses.rank_of(end)] = clauses.name("can otherwise", above)
    return Start(can, negated(above), above if end.place is None else FALSE)


def _score(clauses: Clauses) -> tuple[Meant, Meant]:
    """Least and most points: each factor adds the first true row, or any row still open."""
    factors: dict[str, list[Clause]] = {}
    for clause in clauses.acts("points"):
        factors.setdefault(clause.target, []).append(clause)
    lows, highs = [], []
    for name, rows in factors.items():
        low, high = _factor(clauses, name, rows)
        lows.append(clauses.name(f"least {name}", low))
        highs.append(clauses.name(f"most {name}", high))
    least = clauses.name("least", sum_of(lows), "score")
    return least, clauses.name("most", sum_of(highs), "score")


def _factor(clauses: Clauses, name: str, rows: list[Clause]) -> tuple[Meant, Meant]:
    """Least and most points of a factor, flat however many rows it has.

    A row may count if it is open and no row before it is proven; nothing counts if none is.
    """
    true = [(proven(clauses.test(row)), integer(n)) for n, row in enumerate(rows)]
    first = clauses.name(f"first {name}", first_of(true, integer(len(rows))))
    may = [
        (row.amount, all_of(opened(clauses.test(row)), apply(">=", first, integer(n))))
        for n, row in enumerate(rows)
    ]
    may.append((Decimal(0), apply("=", first, integer(len(rows)))))
    rising = sorted(may, key=lambda pair: pair[0])
    low, high = (
        first_of([(test, Const(INTEGER, amount)) for amount, test in order], integer(0))
        for order in (rising, rising[::-1])
    )
    return low, high
