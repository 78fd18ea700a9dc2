"""The clauses that a conclusion is drawn from: their conditions as steps, their ranks on the scale."""

from __future__ import annotations

from dataclasses import dataclass, field

from kefen.compiling.conclusions.flags import integer
from kefen.compiling.steps import PlannedStep
from kefen.language.syntax import TRUE, Const, Meant, Role, Step, StepId
from kefen.policy import Clause, Policy
from kefen.values import FLAG


@dataclass
class Clauses:
    """The clauses of a policy, and the steps made of them so far; ``order`` are the places of the scale, best first."""

    policy: Policy
    steps: list[PlannedStep] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.order = self.policy.decides.by_goodness() if self.policy.decides else [0]
        self.rank = {place: rank for rank, place in enumerate(self.order)}
        self.ranks = range(len(self.order))
        self.ids = tuple(clause.id for clause in self.policy.clauses)
        self.tests: dict[str, Meant] = {}
        for clause in self.policy.clauses:
            self.read(clause)

    def read(self, clause: Clause) -> None:
        """A step for the clause's condition, and for what a limit limits to."""
        if clause.act in ("criterion", "define", "value"):
            return
        if clause.test is not None:
            condition = StepId("clause", clause.id)
            self.keep(condition, clause.test)
            self.tests[clause.id] = Step(FLAG, condition)
        else:
            self.tests[clause.id] = TRUE
        if clause.bound is not None:
            self.keep(StepId("bound", clause.id), clause.bound)

    def name(self, name: str, node: Meant, role: Role = "working") -> Meant:
        """Keep an expression as a step and refer to it; constants stay themselves."""
        if isinstance(node, (Const, Step)):
            return node
        step = StepId(role, name)
        self.keep(step, node)
        return Step(node.kind, step)

    def acts(self, *acts: str) -> tuple[Clause, ...]:
        return self.policy.acts(*acts)

    def test(self, clause: Clause) -> Meant:
        return self.tests[clause.id]

    def rank_of(self, clause: Clause) -> int:
        return self.rank[clause.place or 0]

    def adjusting(self) -> list[Clause]:
        """Adjustments, the largest first: only one is applied."""
        return sorted(self.acts("adjust"), key=lambda clause: -abs(clause.amount))

    def moved(self, rank: int, clause: Clause) -> int:
        return min(max(rank + int(clause.amount), 0), len(self.order) - 1)

    def place(self, id: str) -> Const:
        return integer(self.ids.index(id))

    def keep(self, step: StepId, node: Meant) -> None:
        """One more step."""
        self.steps.append(PlannedStep(step, node))
