"""Value tables that no row of them may be met in: what a policy, or one that it uses, leaves unknown by its text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kefen.compiling.plan import gaps_of_use
from kefen.compiling.steps import PlannedStep
from kefen.deciding import Decider
from kefen.language.syntax import Fact, Meant, StepId, apply
from kefen.policy import Clause, Policy
from kefen.running.awaited import rests_on


@dataclass(frozen=True)
class Gap:
    """The clause of a table, its policy, and the step that says that it has no row for a subject.

    It is told only while the decision is open, unless it is ``shown``, as a value or in a measure.
    """

    clause: Clause
    policy: Policy
    step: StepId
    shown: bool = False


def gaps_of(decider: Decider) -> list[Gap]:
    """The gaps of a policy, then those of the policies it uses, for a decider that is ``telling_gaps``."""
    shown, steps = decider.program.gaps, {step.id for step in decider.program.plan.steps}
    own = [
        Gap(clause, decider.policy, StepId("gap", clause.target), shown[clause.target])
        for clause in _tables(decider.policy)
        if clause.target in shown
    ]
    return own + [
        Gap(clause, use.policy, step)
        for use in decider.policy.uses
        for clause in _tables(use.policy)
        if (step := StepId("gap", clause.target, f"{use.fact}/")) in steps
    ]


def _tables(policy: Policy) -> tuple[Clause, ...]:
    return policy.acts("define", "value")


def telling_gaps(decider: Decider) -> Decider:
    """The decider with a step for each gap of a policy it uses, which then alone leaves its result open."""
    steps = tuple(_steps(decider))
    if not steps:
        return decider
    return Decider(decider.program.with_steps(steps), decider.as_of, decider.audience)


def _steps(decider: Decider) -> Iterator[PlannedStep]:
    program = decider.program
    kinds = {step.id: step.expression.kind for step in program.plan.steps}
    settings = program.settings(decider.as_of)
    for use in decider.policy.uses:
        of_result = StepId("fact", use.fact)
        if use.each or of_result not in kinds:
            continue
        result = Fact(kinds[of_result], use.fact)
        awaited = dict.fromkeys(own for _, own in rests_on(program, settings, result))
        alone: list[Meant] = [apply("not", one) for one in (apply("settled", result), *awaited)]
        for gap in gaps_of_use(use):
            if StepId("fact", use.prefix + gap.id.name) in kinds:
                yield PlannedStep(gap.id, apply("and", gap.expression, *alone))
