"""The steps of a program, and which of them depend on which."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from kefen.language.syntax import Meant, StepId, steps_read


@dataclass(frozen=True)
class PlannedStep:
    """One step of a program, and the expression that works it out."""

    id: StepId
    expression: Meant

    @cached_property
    def reads(self) -> tuple[StepId, ...]:
        """The steps that it reads, each once, in the order of the text."""
        return tuple(dict.fromkeys(steps_read(self.expression)))


def closure(wanted: Iterable[StepId], steps: Iterable[PlannedStep]) -> set[StepId]:
    """The steps that some steps depend on, themselves included; those that nothing works out are passed over."""
    by_id, queue, found = {step.id: step for step in steps}, list(wanted), set()
    while queue:
        step = queue.pop()
        if step not in found and step in by_id:
            found.add(step)
            queue.extend(by_id[step].reads)
    return found
