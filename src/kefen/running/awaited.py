"""What a decision of a run may wait for, and on what another policy's result rests."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kefen.compiling.answers import Settings
from kefen.compiling.program import Program
from kefen.compiling.steps import closure
from kefen.language.joining import negated
from kefen.language.syntax import (
    TRUE,
    Fact,
    Meant,
    Over,
    Parameter,
    Step,
    StepId,
    apply,
    children,
    walk,
)
from kefen.values import FLAG, Words


@dataclass(frozen=True)
class Awaited:
    """What a decision may wait for: a fact, a list of the subject, a parameter or a reference list."""

    name: str
    label: Words

    @property
    def step(self) -> StepId:
        """Its step in the program, and its column."""
        return StepId("missing", self.name)


def awaited(program: Program) -> list[Awaited]:
    """What an evidence program has a step for, in the order of the vocabulary."""
    steps = (step.id for step in program.plan.steps)
    return [_awaited(step.name, program) for step in steps if step.role == "missing"]


def _awaited(name: str, program: Program) -> Awaited:
    vocabulary, parameters = program.policy.vocabulary, program.plan.parameters
    if name in vocabulary.facts:
        return Awaited(name, vocabulary.facts[name].label)
    if name in parameters:
        return Awaited(name, parameters[name].title)
    listed = vocabulary.lists.get(name) or vocabulary.reference_lists[name]
    return Awaited(name, listed.label)


def is_unknown(node: Meant) -> Meant:
    """Whether a node has no value; another policy's result has none while several are possible."""
    return negated(apply("settled" if node.kind.name == "outcome" else "known", node))


def sources(node: Meant) -> Iterator[str]:
    """The lists and histories of which a condition is asked."""
    for over in (node, *children(node)):
        if isinstance(over, Over) and isinstance(over.source, Fact):
            yield over.source.name


def step_of(node: Step | Fact) -> StepId:
    return node.id if isinstance(node, Step) else StepId("fact", node.name)


def names_unset(program: Program, settings: Settings) -> set[str]:
    """Parameters without a value, and reference lists that are not loaded."""
    return {name for name, value in program.plan.named(settings).items() if value is None}


def rests_on(program: Program, settings: Settings, result: Fact) -> Iterator[tuple[str, Meant]]:
    """All that another policy's result is worked out from, and when it is waited for."""
    unset, planned = (
        names_unset(program, settings),
        {s.id: s.expression for s in program.plan.steps},
    )
    for step in closure([StepId("fact", result.name)], program.plan.steps):
        for node in walk(planned[step]):
            if isinstance(node, Parameter) and node.name in unset:
                yield node.name, TRUE
            elif isinstance(node, Fact) and StepId("fact", node.name) not in planned:
                if node.kind.name not in ("list", "history"):
                    yield node.name, is_unknown(node)
            elif node.kind == FLAG:
                yield from ((source, is_unknown(node)) for source in sources(node))
