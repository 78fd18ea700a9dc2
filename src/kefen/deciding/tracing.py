"""What all traces of a program share: the expressions to work out, the policies used."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from kefen.compiling.answers import ValuesFunction
from kefen.compiling.audience import private_to
from kefen.compiling.program import compile_policy
from kefen.deciding.decide import Decider, Decision
from kefen.language.syntax import (
    Apply,
    Assumed,
    Fact,
    Meant,
    Over,
    Parameter,
    children,
)
from kefen.memo import Memo, kept
from kefen.policy import Use
from kefen.values import Words

LOGIC = ("and", "or", "not")


class Tracer:
    """What all traces of a program share: the expressions to work out, the policies used."""

    def __init__(self, decider: Decider) -> None:
        self.program = program = decider.program
        self.audience = decider.audience
        self.policy = program.policy
        self.inputs = {given.name: place for place, given in enumerate(program.plan.inputs)}
        self.uses: dict[str, Use] = {use.fact: use for use in self.policy.uses}
        self.definitions = {
            name: spec.definition
            for name, spec in self.policy.vocabulary.facts.items()
            if spec.definition is not None and name in self._derived
        }
        #: for each fact a function that works out nothing else; made when first needed
        self.working_out = Memo(self._working_out, str)
        self.defining = {clause.target: clause for clause in self.policy.acts("define", "value")}

    @cached_property
    def _derived(self) -> frozenset[str]:
        return self.program.plan.derived

    @cached_property
    def private(self) -> dict[str, Words]:
        """What the audience hears of only as a condition of third parties, and of whom."""
        return private_to(self.policy, self.audience)

    @cached_property
    def settings(self) -> dict[tuple[type[Meant], str], int]:
        """Where parameters, lists and switches stand in the settings."""
        plan = self.program.plan
        values = enumerate(plan.set_names)
        found: dict[tuple[type[Meant], str], int] = {(Parameter, n): i for i, n in values}
        return found | {(Assumed, name): place for place, name in enumerate(plan.assumptions)}

    @cached_property
    def nodes(self) -> list[Meant]:
        """Every expression of this policy's own clauses, and of the definitions that it reads."""
        found: dict[int, Meant] = {}
        for clause in self.policy.clauses:
            defines = clause.act in ("define", "value")
            for root in () if defines else clause.expressions:
                _register(root, found)
        for root in self.definitions.values():
            _register(root, found)
        return list(found.values())

    @cached_property
    def function(self) -> ValuesFunction:
        """All of ``nodes`` at once; made when first needed."""
        return self.program.values_of(self.nodes)

    def values(self, decision: Decision) -> dict[int, Any]:
        """The value of every expression, by identity of its node."""
        found = self.function(decision.facts.values, decision.settings)
        return {id(node): value for node, value in zip(self.nodes, found, strict=True)}

    def _working_out(self, fact: str) -> ValuesFunction:
        spec = self.policy.vocabulary.facts[fact]
        return self.program.values_of([Fact(spec.kind, fact)])

    @cached_property
    def deciders(self) -> dict[str, Decider]:
        """A decider of each policy used, to trace its result too; one for all uses of a policy."""
        made: dict[Any, Decider] = {}
        for use in self.uses.values():
            if _same(use) not in made:
                program = compile_policy(use.policy)
                decider = Decider(program, self.policy.since, self.audience)
                made[_same(use)] = decider
        return {fact: made[_same(use)] for fact, use in self.uses.items()}


def _same(use: Use) -> tuple[Any, ...]:
    """What two uses of one policy have in common, as their audience may see it."""
    return use.policy.digest, use.policy.vocabulary.withheld.get("")


def _register(node: Meant, found: dict[int, Meant]) -> None:
    """Collect comparisons and what they compare; logic, facts and settings are read without help."""
    inside = (node.source, node.empty) if isinstance(node, Over) else children(node)
    for child in inside:
        if child is not None:
            _register(child, found)
    if isinstance(node, Over) or (isinstance(node, Apply) and node.operator not in LOGIC):
        found[id(node)] = node


@kept
def tracer_of(decider: Decider) -> Tracer:
    """The tracer of a decider."""
    return Tracer(decider)
