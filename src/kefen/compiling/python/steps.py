"""Steps in order, each a local variable; the steps of another policy are a function of their own."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from kefen.compiling.answers import Settings
from kefen.compiling.plan import Group, Plan, Work
from kefen.compiling.python.expressions import Expressions
from kefen.compiling.python.lines import Code, Lines, as_tuple
from kefen.compiling.steps import PlannedStep
from kefen.language.syntax import Assumed, Parameter, StepId


class Blank:
    """What another policy's steps come to without a fact, on the settings last asked for."""

    def __init__(self, facts: int) -> None:
        self.unknown = (None,) * facts
        self.kept: tuple[Settings | None, tuple[Any, ...]] = (None, ())
        self.work_out: Callable[..., tuple[Any, ...]]

    def on(self, settings: Settings) -> tuple[Any, ...]:
        """The values, worked out once for the same settings."""
        kept = self.kept  # read once: another thread may put another pair in its place
        if kept[0] is not settings:
            kept = self.kept = settings, self.work_out(settings, *self.unknown)
        return kept[1]


@dataclass
class Steps:
    """Writes the steps of a plan; ``functions`` are those of the policies it uses, before the one that calls them."""

    plan: Plan
    lines: Lines = field(default_factory=Lines)
    owner: str = ""
    functions: dict[str, tuple[list[str], Blank]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.expressions = Expressions(self.lines, self.plan.policy.vocabulary.lists)

    def read_inputs(self) -> None:
        """Each fact a variable."""
        names = [f"f{i}" for i in range(len(self.plan.inputs))]
        if names:
            self.lines.line(f"{', '.join(names)}, = facts")
        for name, given in zip(names, self.plan.inputs, strict=True):
            self.expressions.made[StepId("fact", given.name)] = Code(name)

    def read_settings(self) -> None:
        """Each parameter, reference list and switch a variable."""
        self.lines.line("as_of, parameters, assumptions = settings")
        values = self.plan.set_names
        for kind, table, owner in (
            (Parameter, values, "parameters"),
            (Assumed, tuple(self.plan.assumptions), "assumptions"),
        ):
            locals_ = [f"{owner[0]}{i}" for i in range(len(table))]
            if locals_:
                self.lines.line(f"{', '.join(locals_)}, = {owner}")
            for local, name in zip(locals_, table, strict=True):
                self.expressions.fixed[kind, name] = Code(local, nullable=kind is Parameter)

    def work(self, work: Work, needed: Iterable[PlannedStep]) -> None:
        """Some steps of some work."""
        group_of = {step: group for group in work.groups for step in group.steps}
        for group, steps in itertools.groupby(needed, lambda step: group_of.get(step.id)):
            if group is None:
                self.in_order(steps)
            else:
                self.of_policy(group, list(steps))

    def work_on_items(self, name: str, work: Work) -> None:
        """Each item of a list with the results of other policies, before any step reads the list."""
        subject, listed = self.expressions.made, StepId("fact", name)
        given, made = subject[listed].text, self.lines.fresh("l")
        fields = {StepId("fact", one.name): Code(self.lines.fresh("x")) for one in work.inputs}
        of_item = self.expressions.made = subject | fields
        self.owner = f"{name}."
        self.lines.line(f"{made} = None if {given} is None else []")
        each = ", ".join(code.text for code in fields.values())
        with self.lines.block(f"for {each}, in {given} or ():"):
            self.work(work, work.steps)
            self.lines.line(f"{made}.append({as_tuple(of_item[step].text for step in fields)})")
        self.expressions.made, self.owner = subject, ""
        subject[listed] = Code(made)

    def in_order(self, steps: Iterable[PlannedStep]) -> None:
        """Steps of this very function."""
        for step in steps:
            if step.id.role == "fact":
                self.hold_against(step, self.kept(step, step.id.name))
            else:
                self.expressions.made[step.id] = self.kept(step, str(step.id))

    def kept(self, step: PlannedStep, comment: str) -> Code:
        """What a step comes to, as a variable."""
        return self.lines.keep(self.expressions.emit(step.expression), comment)

    def of_policy(self, group: Group, steps: list[PlannedStep]) -> None:
        """Another policy's steps, as a function; what they come to without a fact depends on the settings and is kept."""
        ready = self.expressions.made
        own = [step.id for step in steps if step.id.role == "fact"]
        read = dict.fromkeys((*(id for step in steps for id in step.reads), *own[:-1]))
        facts = [id for id in read if id.role == "fact" and id in ready]
        if not facts:
            self.in_order(steps)
            return
        made = [self.lines.fresh("s") for _ in own]
        self.call(steps, facts, made)
        ready |= {fact: Code(value) for fact, value in zip(own[:-1], made, strict=False)}
        self.hold_against(steps[-1], Code(made[-1]))

    def call(self, steps: list[PlannedStep], facts: list[StepId], made: list[str]) -> None:
        """Variables for what a function of some steps returns: without a known fact it is not even called."""
        name, blank = f"policy{len(self.functions)}", Blank(len(facts))
        self.functions[name] = self.function_of(name, steps, facts), blank
        given = [self.expressions.made[fact].text for fact in facts]
        known = " or ".join(f"{fact} is not None" for fact in given)
        called = f"{name}(settings, {', '.join(given)})"
        otherwise = f"{self.lines.constants.name(blank)}.on(settings)"
        self.lines.line(f"contrary, {', '.join(made)} = {called} if {known} else {otherwise}")
        self.lines.line("conflicts += contrary")

    def function_of(self, name: str, steps: list[PlannedStep], facts: list[StepId]) -> list[str]:
        """What some steps come to, of facts that may be known: what contradicts itself, then the facts worked out."""
        inner = Steps(self.plan, Lines(self.lines.constants), self.owner)
        ready = inner.expressions.made
        ready |= {fact: Code(f"f{place}") for place, fact in enumerate(facts)}
        inner.lines.line("conflicts = ()")
        inner.read_settings()
        *before, result = steps
        inner.in_order(before)
        made = [ready[step.id].text for step in before if step.id.role == "fact"]
        made.append(inner.kept(result, str(result.id)).text)
        inner.lines.line(f"return {as_tuple(['conflicts', *made])}")
        names = "".join(f", f{place}" for place in range(len(facts)))
        return [f"def {name}(settings{names}):", *inner.lines.written]

    def hold_against(self, step: PlannedStep, derived: Code) -> None:
        """What was given in the place of a fact counts, and is held against what it was worked out to be."""
        given = self.expressions.made.get(step.id)
        if given is None:
            self.expressions.made[step.id] = derived
            return
        value, name = self.lines.fresh("v"), self.lines.constants.name(self.owner + step.id.name)
        outcome = step.expression.kind.name == "outcome"
        pair = (given.text, derived.text)
        differs = " & ".join(pair) if outcome else " != ".join(pair)
        known = f"{derived.text} is not None and " if derived.nullable else ""
        self.lines.line(f"{value} = {derived.text}")
        with self.lines.block(f"if {given.text} is not None:"):
            self.lines.line(f"{value} = {given.text}")
            self.lines.line(f"if {known}{'not ' * outcome}{differs}:")
            self.lines.line(f"    conflicts += (Conflict({name}, {', '.join(pair)}),)")
        self.expressions.made[step.id] = Code(value)
