"""Functions of a plan: one that decides, one that gives values."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from kefen.compiling.answers import (
    OUTCOME,
    Answer,
    AnswerFunction,
    Conflict,
    Outcome,
    ValuesFunction,
)
from kefen.compiling.plan import Plan
from kefen.compiling.python.lines import Code, as_tuple
from kefen.compiling.python.steps import Steps
from kefen.compiling.steps import closure
from kefen.language.annuities import equal_instalment, has_factor
from kefen.language.syntax import Meant, StepId, steps_read

#: what generated source may call; it sees no other name but its constants
_CALLED: dict[str, Any] = {
    "__builtins__": {},
    "len": len,
    "int": int,
    "min": min,
    "max": max,
    "new": tuple.__new__,
    "Answer": Answer,
    "Outcome": Outcome,
    "Conflict": Conflict,
    "instalment": equal_instalment,
    "has_factor": has_factor,
}


def answering(plan: Plan, shown: Sequence[StepId], rules: Sequence[Meant] = ()) -> AnswerFunction:
    """The function that decides, with the values of some steps."""
    steps = Steps(plan)
    lines, made = steps.lines, steps.expressions.made
    lines.line("broken = conflicts = ()")
    facts = (step.id for step in plan.steps if step.id.role == "fact")
    _work_out(steps, [*OUTCOME, *shown, *facts], rules)  # any fact may be contradicted
    for place, rule in enumerate(rules):
        holds = _holds(steps, steps.expressions.emit(rule))
        lines.line(f"if not ({holds}): broken += ({place},)")
    told, states = (as_tuple(made[step].text for step in asked) for asked in (OUTCOME, shown))
    lines.line(f"return new(Answer, (new(Outcome, {told}), {states}, broken, conflicts))")
    function: AnswerFunction = _compiled(steps)
    return function


def valuing(plan: Plan, nodes: Sequence[Meant]) -> ValuesFunction:
    """The function that gives the values of expressions."""
    steps = Steps(plan)
    steps.lines.line("conflicts = ()")
    _work_out(steps, (), nodes)
    values = [steps.lines.atom(steps.expressions.emit(node)).text for node in nodes]
    steps.lines.line(f"return {as_tuple(values)}")
    function: ValuesFunction = _compiled(steps)
    return function


def _work_out(steps: Steps, wanted: Iterable[StepId], read: Iterable[Meant]) -> None:
    """Every step that is asked for, or that an expression reads, and all that it depends on."""
    plan = steps.plan
    steps.read_settings()
    steps.read_inputs()
    for name, work in plan.item_work.items():
        steps.work_on_items(name, work)
    read_too = (step for node in read for step in steps_read(node))
    needed = closure([*wanted, *read_too], plan.steps)
    steps.work(plan, (step for step in plan.steps if step.id in needed))


def _holds(steps: Steps, rule: Code) -> str:
    """Whether a rule is not known to be false: only then it is broken."""
    if rule.parts is None:
        return f"{steps.lines.atom(rule).text} is not False"
    return " or ".join(f"({part})" for part in rule.parts)


def _compiled(steps: Steps) -> Any:
    used = (line for lines, _ in steps.functions.values() for line in lines)
    source = "\n".join([*used, "def run(facts, settings):", *steps.lines.written, ""])
    space = _CALLED | steps.lines.constants.table
    exec(compile(source, f"<{steps.plan.policy.name}>", "exec"), space)  # noqa: S102 - generated from a typed tree
    for name, (_, blank) in steps.functions.items():
        blank.work_out = space[name]
    return space["run"]
