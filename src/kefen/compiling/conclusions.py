"""What conclusions mean, written in the expression language itself.

A ladder, its adjustment, floors and ceilings, bands and bans become named expressions over two-valued flags:
``proven(c)`` is true when c is true, ``open(c)`` when c is not false. Ranks run from 0, the best value of the scale.

The answer stands in five steps, the fields of an ``Outcome``.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

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
from kefen.compiling.steps import PlannedStep
from kefen.language.syntax import (
    FALSE,
    TRUE,
    Apply,
    Const,
    Meant,
    Role,
    Step,
    StepId,
    apply,
)
from kefen.policy import Clause, Policy
from kefen.values import FLAG, INTEGER, NO_KIND, Kind


@dataclass(frozen=True)
class Conclusions:
    """The steps in order, and the ids of the clauses of which ``decisive`` is a place."""

    steps: tuple[PlannedStep, ...]
    clauses: tuple[str, ...]


def conclude(policy: Policy) -> Conclusions:
    """The conclusions of a policy as steps."""
    return _Concluder(policy).conclude()


# --- small words --------------------------------------------------------------------------------


def _proven(node: Meant) -> Meant:
    return node if isinstance(node, Const) else apply("proven", node)


def _open(node: Meant) -> Meant:
    return node if isinstance(node, Const) else apply("open", node)


def _all(*nodes: Meant) -> Meant:
    kept = [node for node in nodes if node != TRUE]
    if FALSE in kept:
        return FALSE
    return TRUE if not kept else kept[0] if len(kept) == 1 else apply("and", *kept)


def _any(*nodes: Meant) -> Meant:
    kept = [node for node in nodes if node != FALSE]
    if TRUE in kept:
        return TRUE
    return FALSE if not kept else kept[0] if len(kept) == 1 else apply("or", *kept)


def _not(node: Meant) -> Meant:
    if isinstance(node, Const):
        return FALSE if node.value else TRUE
    return apply("not", node)


def _integer(value: int | None) -> Const:
    return Const(INTEGER, value)


def _first(pairs: Iterable[tuple[Meant, Meant]], otherwise: Meant) -> Meant:
    """The value of the first pair whose condition holds."""
    args: list[Meant] = []
    for condition, value in pairs:
        if condition == TRUE:
            otherwise = value
            break
        if condition != FALSE:
            args += [condition, value]
    return Apply(INTEGER, "first", (*args, otherwise)) if args else otherwise


def _sum(nodes: Sequence[Meant]) -> Meant:
    total: Meant = nodes[0] if nodes else _integer(0)
    for node in nodes[1:]:
        total = apply("+", total, node, kind=INTEGER)
    return total


@dataclass
class _Concluder:
    policy: Policy
    steps: list[PlannedStep] = field(default_factory=list)

    def __post_init__(self) -> None:
        policy = self.policy
        self.order = policy.decides.by_goodness() if policy.decides else [0]
        self.rank = {place: rank for rank, place in enumerate(self.order)}
        self.ranks = range(len(self.order))
        self.clauses = tuple(clause.id for clause in policy.clauses)
        self.tests: dict[str, Meant] = {}

    def name(self, name: str, node: Meant, role: Role = "working") -> Meant:
        """Keep an expression as a step and refer to it; constants stay themselves."""
        if isinstance(node, (Const, Step)):
            return node
        step = StepId(role, name)
        self.steps.append(PlannedStep(step, node))
        return Step(node.kind, step)

    def acts(self, *acts: str) -> tuple[Clause, ...]:
        return self.policy.acts(*acts)

    def test(self, clause: Clause) -> Meant:
        return self.tests[clause.id]

    def rank_of(self, clause: Clause) -> int:
        return self.rank[clause.place or 0]

    # --- the whole ------------------------------------------------------------------------------

    def conclude(self) -> Conclusions:
        for clause in self.policy.clauses:
            self.read_clause(clause)
        base = self.base()
        adjusted = self.adjusted(base)
        floors, ceilings = self.floors(), self.ceilings()
        outcome = self.bounded(adjusted, floors, ceilings)
        self.answer(base, adjusted, floors, ceilings, outcome)
        return Conclusions(tuple(self.steps), self.clauses)

    def read_clause(self, clause: Clause) -> None:
        """A step for the clause's condition, and for what a limit limits to."""
        if clause.act in ("criterion", "define", "value"):
            return
        if clause.test is not None:
            condition = StepId("clause", clause.id)
            self.steps.append(PlannedStep(condition, clause.test))
            self.tests[clause.id] = Step(FLAG, condition)
        else:
            self.tests[clause.id] = TRUE
        if clause.bound is not None:
            self.steps.append(PlannedStep(StepId("bound", clause.id), clause.bound))

    # --- where a decision starts ------------------------------------------------------------------

    def base(self) -> list[Meant]:
        """For each rank: can the ladder, the bands or the base end there?"""
        if self.acts("grade"):
            return self.ladder()
        if self.acts("band"):
            return self.bands()
        start: list[Meant] = [FALSE for _ in self.ranks]
        start[self.rank_of(self.acts("base")[0]) if self.acts("base") else 0] = TRUE
        self.bound_proven: Meant = TRUE
        self.refusable: Meant = FALSE
        return start

    def ladder(self) -> list[Meant]:
        can: list[Meant] = [FALSE for _ in self.ranks]
        proven: list[Meant] = []
        for clause in self.acts("grade"):
            mine = _all(_open(self.test(clause)), _not(_any(*proven)))
            can[self.rank_of(clause)] = self.name(f"can {clause.id}", mine)
            proven.append(_proven(self.test(clause)))
        self.bound_proven = self.name("graded", _any(*proven))
        none = _not(self.bound_proven)
        end = self.acts("otherwise")[0]
        self.refusable = none if end.place is None else FALSE
        if end.place is not None:
            rank = self.rank_of(end)
            can[rank] = self.name("can otherwise", _any(can[rank], none))
        return can

    def bands(self) -> list[Meant]:
        low, high = self.score()
        bands = self.acts("band")
        end = self.acts("otherwise")[0]
        can: list[Meant] = [FALSE for _ in self.ranks]
        above: Meant = TRUE
        for clause in bands:
            edge = Const(INTEGER, clause.amount)
            reached = apply(">=", high, edge)
            can[self.rank_of(clause)] = self.name(f"can {clause.id}", _all(reached, above))
            above = apply("<", low, edge)
        self.bound_proven = _not(above)
        self.refusable = above if end.place is None else FALSE
        if end.place is not None:
            can[self.rank_of(end)] = self.name("can otherwise", above)
        return can

    def score(self) -> tuple[Meant, Meant]:
        """Least and most points: each factor adds the first true row, or any row still open."""
        factors: dict[str, list[Clause]] = {}
        for clause in self.acts("points"):
            factors.setdefault(clause.target, []).append(clause)
        lows, highs = [], []
        for name, rows in factors.items():
            low, high = self.factor(name, rows)
            lows.append(self.name(f"least {name}", low))
            highs.append(self.name(f"most {name}", high))
        return self.name("least", _sum(lows), "score"), self.name("most", _sum(highs), "score")

    def factor(self, name: str, rows: list[Clause]) -> tuple[Meant, Meant]:
        """Least and most points of a factor, flat however many rows it has.

        A row may count if it is open and no row before it is proven; nothing counts if none is.
        """
        proven = [(_proven(self.test(row)), _integer(n)) for n, row in enumerate(rows)]
        first = self.name(f"first {name}", _first(proven, _integer(len(rows))))
        may = [
            (row.amount, _all(_open(self.test(row)), apply(">=", first, _integer(n))))
            for n, row in enumerate(rows)
        ]
        may.append((Decimal(0), apply("=", first, _integer(len(rows)))))
        rising = sorted(may, key=lambda pair: pair[0])
        low, high = (
            _first([(test, Const(INTEGER, amount)) for amount, test in order], _integer(0))
            for order in (rising, rising[::-1])
        )
        return low, high

    # --- adjustment ---------------------------------------------------------------------------------

    def adjusted(self, base: list[Meant]) -> list[Meant]:
        """For each rank: can the decision stand there after the largest true adjustment, applied once?"""
        clauses = sorted(self.acts("adjust"), key=lambda clause: -abs(clause.amount))
        if not clauses:
            return base
        ways: list[list[Meant]] = [[] for _ in self.ranks]
        for rank in self.ranks:
            stopped: list[Meant] = []
            for clause in clauses:
                if clause.among and self.order[rank] not in clause.among:
                    continue
                can = _all(base[rank], _open(self.test(clause)), _not(_any(*stopped)))
                ways[self.moved(rank, clause)].append(can)
                stopped.append(_proven(self.test(clause)))
            ways[rank].append(_all(base[rank], _not(_any(*stopped))))
        return [self.name(f"adjusted {rank}", _any(*ways[rank])) for rank in self.ranks]

    def moved(self, rank: int, clause: Clause) -> int:
        return min(max(rank + int(clause.amount), 0), len(self.order) - 1)

    # --- floors and ceilings ----------------------------------------------------------------------------

    def floors(self) -> list[Meant]:
        """For each rank: can the worst true floor be there? The last entry: can there be none?"""
        return self.extremes("floor", self.acts("at least", "exactly"), worst_first=True)

    def ceilings(self) -> list[Meant]:
        """For each rank: can the best true ceiling be there? The last entry: can there be none?"""
        return self.extremes("ceiling", self.acts("at most", "exactly"), worst_first=False)

    def extremes(self, name: str, clauses: tuple[Clause, ...], *, worst_first: bool) -> list[Meant]:
        """For each rank: can the first in the order of the search be there? The last entry: can there be none?

        Of ``at least B when x`` and ``at least C when y`` the worst can be C if y is open, B if x is open and y not proven;
        there can be none if neither is proven.
        """
        can: list[Meant] = [FALSE for _ in self.ranks]
        proven: list[Meant] = []
        ranks = sorted({self.rank_of(clause) for clause in clauses}, reverse=worst_first)
        for rank in ranks:
            tests = [self.test(clause) for clause in clauses if self.rank_of(clause) == rank]
            mine = _all(_any(*(_open(test) for test in tests)), _not(_any(*proven)))
            can[rank] = self.name(f"{name} {rank}", mine)
            proven += [_proven(test) for test in tests]
        none = self.name(f"no {name}", _not(_any(*proven))) if proven else TRUE
        return [*can, none]

    def bounded(
        self, adjusted: list[Meant], floors: list[Meant], ceilings: list[Meant]
    ) -> list[Meant]:
        """For each rank: can the decision end there? The worse of grade and floor, then the better of that and ceiling.

        A grade of B with a floor at C that may hold is raised to B or C; a ceiling at B that does hold leaves B alone.
        """
        raised = [
            self.name(
                f"raised {rank}",
                _any(
                    _all(adjusted[rank], _any(*floors[: rank + 1], floors[-1])),
                    _all(floors[rank], _any(*adjusted[: rank + 1])),
                ),
            )
            for rank in self.ranks
        ]
        capped = [
            self.name(
                f"capped {rank}",
                _any(
                    _all(raised[rank], _any(*ceilings[rank:-1], ceilings[-1])),
                    _all(ceilings[rank], _any(*raised[rank:])),
                ),
            )
            for rank in self.ranks
        ]
        self.unlowered = _all(
            *(
                _any(_not(after), before)
                for before, after in zip(raised, capped, strict=True)
                if before != after
            )
        )
        return capped

    # --- the answer -------------------------------------------------------------------------------------

    def answer(
        self,
        base: list[Meant],
        adjusted: list[Meant],
        floors: list[Meant],
        ceilings: list[Meant],
        outcome: list[Meant],
    ) -> None:
        bans = self.acts("ban")
        banned = self.name("banned", _any(*(_proven(self.test(c)) for c in bans)))
        bannable = self.name("bannable", _any(*(_open(self.test(c)) for c in bans)))
        clashes = self.clashes()
        outcome = [
            self.name(f"possible {r}", _all(_any(outcome[r], clashes[r]), _not(banned)))
            for r in self.ranks
        ]
        refusable = self.name("refusable", _any(bannable, self.refusable))
        settled = self.name("settled", _all(_not(refusable), self.exactly_one(outcome)))
        rejected = self.name("rejected", _all(refusable, _not(_any(*outcome))))
        better, worse = self.marks(adjusted, floors, ceilings)
        several = _all(_not(refusable), _not(settled), _not(_any(*clashes)))
        better = self.name("may become better", _all(several, better))
        worse = self.name("may become worse", _all(several, worse))
        self.outcome_step(POSSIBLE, self.mask(outcome, refusable))
        self.outcome_step(
            STATUS,
            _first(
                [
                    (settled, _integer(DECIDED)),
                    (rejected, _integer(REFUSED)),
                    (_any(better, worse), _integer(PROVISIONAL)),
                ],
                _integer(UNDETERMINED),
            ),
        )
        self.outcome_step(
            MARKED, _first([(better, _integer(1)), (worse, _integer(2))], _integer(0))
        )
        best = [(outcome[r], _integer(self.order[r])) for r in self.ranks]
        shown = self.status_is(DECIDED, PROVISIONAL)
        self.outcome_step(
            RESULT,
            _first(
                [
                    (_not(shown), _integer(None)),
                    (worse, _first(best, _integer(None))),
                    (TRUE, _first(best[::-1], _integer(None))),
                ],
                _integer(None),
            ),
        )
        self.outcome_step(DECISIVE, self.decisive(base, floors, banned, rejected))

    def outcome_step(self, step: StepId, node: Meant) -> None:
        self.steps.append(PlannedStep(step, node))

    def status_is(self, *codes: int) -> Meant:
        return _any(*(apply("=", Step(INTEGER, STATUS), _integer(code)) for code in codes))

    def exactly_one(self, flags: Sequence[Meant]) -> Meant:
        return _any(
            *(
                _all(flag, *(_not(other) for j, other in enumerate(flags) if j != i))
                for i, flag in enumerate(flags)
            )
        )

    def clashes(self) -> list[Meant]:
        """For each rank: may a floor there contradict a better ceiling?

        Then both stay possible, and nothing is decided until one of the two is known to be false.
        """
        clash: list[Meant] = [FALSE for _ in self.ranks]
        for floor in self.acts("at least", "exactly"):
            rank = self.rank_of(floor)
            better = [c for c in self.acts("at most", "exactly") if self.rank_of(c) < rank]
            ceiling = _any(*(_open(self.test(c)) for c in better))
            both = _all(_open(self.test(floor)), ceiling)
            clash[rank] = _any(clash[rank], both)
        return [self.name(f"clash {rank}", clash[rank]) for rank in self.ranks]

    def marks(
        self, adjusted: list[Meant], floors: list[Meant], ceilings: list[Meant]
    ) -> tuple[Meant, Meant]:
        """Whether the result is a bound that may become better (a grade), or worse (a floor)."""
        one_floor, one_ceiling = self.exactly_one(floors), self.exactly_one(ceilings)
        better = _all(one_floor, one_ceiling, self.bound_proven)
        some_floor = _not(floors[-1])
        worse = _all(self.exactly_one(adjusted), self.unlowered, _not(one_floor), some_floor)
        return better, worse

    def mask(self, outcome: Sequence[Meant], refusable: Meant) -> Meant:
        bits = [(outcome[r], 1 << self.order[r]) for r in self.ranks]
        bits.append((refusable, 1 << len(self.order)))
        total = _sum(
            [_first([(flag, _integer(bit))], _integer(0)) for flag, bit in bits if flag != FALSE]
        )
        kind = Kind("outcome", self.policy.decides) if self.policy.decides else NO_KIND
        return Apply(kind, total.operator, total.args) if isinstance(total, Apply) else total

    # --- the decisive clause ------------------------------------------------------------------------------

    def decisive(
        self, base: list[Meant], floors: list[Meant], banned: Meant, rejected: Meant
    ) -> Meant:
        """Exactly one clause, text order breaking ties; none when undetermined."""
        bans = [(_proven(self.test(c)), self.place(c.id)) for c in self.acts("ban")]
        pairs: list[tuple[Meant, Meant]] = [(self.status_is(UNDETERMINED), _integer(None))]
        if bans:
            pairs.append((banned, _first(bans, _integer(None))))
        pairs.append((rejected, self.lacking()))
        pairs += self.decisive_bounds()
        pairs += self.decisive_adjustments(base)
        pairs += self.decisive_starts()
        return _first(pairs, _integer(None))

    def place(self, id: str) -> Const:
        return _integer(self.clauses.index(id))

    def result_is(self, rank: int) -> Meant:
        return apply("proven", apply("=", Step(INTEGER, RESULT), _integer(self.order[rank])))

    def decisive_bounds(self) -> list[tuple[Meant, Meant]]:
        return [
            (_all(_proven(self.test(c)), self.result_is(self.rank_of(c))), self.place(c.id))
            for c in self.acts("at least", "exactly", "at most")
        ]

    def decisive_adjustments(self, base: list[Meant]) -> list[tuple[Meant, Meant]]:
        pairs: list[tuple[Meant, Meant]] = []
        for clause in sorted(self.acts("adjust"), key=lambda clause: -abs(clause.amount)):
            holds = _open if clause.amount > 0 else _proven
            for rank in self.ranks:
                to = self.moved(rank, clause)
                among = not clause.among or self.order[rank] in clause.among
                if to != rank and among and base[rank] != FALSE:
                    test = _all(holds(self.test(clause)), base[rank], self.result_is(to))
                    pairs.append((test, self.place(clause.id)))
        return pairs

    def decisive_starts(self) -> list[tuple[Meant, Meant]]:
        pairs: list[tuple[Meant, Meant]] = []
        for clause in self.acts("grade"):
            inner = [(_proven(s), self.place(s.name)) for s in self.alternatives(clause)]
            choice = _first(inner, self.place(clause.id))
            pairs.append(
                (_all(self.result_is(self.rank_of(clause)), _proven(self.test(clause))), choice)
            )
        for clause in self.acts("band", "base"):
            pairs.append((self.result_is(self.rank_of(clause)), self.place(clause.id)))
        ends = self.acts("otherwise")
        if ends:
            lacking = self.lacking() if self.acts("grade") else self.place(ends[0].id)
            pairs.append((TRUE, lacking))
        return pairs

    def alternatives(self, clause: Clause) -> list[Step]:
        """The first group of alternative criteria met when the grade's condition is read in order."""
        return self.first_group(clause.test) if clause.test is not None else []

    def first_group(self, node: Meant) -> list[Step]:
        """In the order of the text, without recursion: a policy may be a chain of thousands."""
        waiting, met = [node], set()
        while waiting:
            part = waiting.pop()
            if isinstance(part, Apply) and part.operator == "or":
                steps = [arg for arg in part.args if isinstance(arg, Step)]
                if len(steps) == len(part.args):
                    return steps
            elif isinstance(part, Apply) and part.operator == "and":
                waiting += reversed(part.args)
            elif isinstance(part, Step) and part.name not in met:
                met.add(part.name)
                test = self.policy.by_id[part.name].test
                waiting += [] if test is None else [test]
        return []

    def lacking(self) -> Meant:
        """The lowest grade's first failing criterion, or the grade itself."""
        lowest = self.acts("grade")[-1] if self.acts("grade") else None
        if lowest is None or lowest.test is None:
            return _integer(None)
        parts = (
            lowest.test.args
            if isinstance(lowest.test, Apply) and lowest.test.operator == "and"
            else (lowest.test,)
        )
        pairs = [
            (_not(_open(part)), self.place(part.name)) for part in parts if isinstance(part, Step)
        ]
        return _first(pairs, self.place(lowest.id))
