"""The steps of a program, and which of them depend on which."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kefen.language.syntax import Meant, StepId, steps_read


@dataclass(frozen=True)
class PlannedStep:
    """One step of a program, and the expression that works it out."""

    id: StepId
    expression: Meant


def expressions_of(steps: Iterable[PlannedStep]) -> dict[StepId, Meant]:
    """What works out each step."""
    return {step.id: step.expression for step in steps}


def closure(wanted: Iterable[StepId], expressions: Mapping[StepId, Meant]) -> set[StepId]:
    """The steps that some steps depend on, themselves included; those that nothing works out are passed over."""
    queue, found = list(wanted), set()
    while queue:
        step = queue.pop()
        if step not in found and step in expressions:
            found.add(step)
            queue.extend(steps_read(expressions[step]))
    return found
