"""A policy as one ordered list of named expressions, its own and those of the policies it uses.

Both compilers translate this list and nothing else, so what a policy means is said once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from kefen.compiling.answers import POSSIBLE, Settings
from kefen.compiling.conclusions import Conclusions, conclude
from kefen.compiling.names_read import fields_read
from kefen.compiling.steps import PlannedStep, closure
from kefen.language.syntax import (
    Apply,
    Assumed,
    Fact,
    Meant,
    Over,
    Parameter,
    Step,
    StepId,
    apply,
    children,
    is_open_ended,
    steps_read,
    walk,
)
from kefen.policy import Assumption, ParameterSpec, Policy, Use
from kefen.vocabulary import FactSpec, ReferenceList


@dataclass(frozen=True)
class Input:
    """A fact or list that a row may carry. ``derived`` when the policy can work it out itself."""

    name: str
    spec: FactSpec | None
    derived: bool = False

    @property
    def is_list(self) -> bool:
        """Whether it is a list of items."""
        return self.spec is None


@dataclass(frozen=True)
class Group:
    """The steps that work out another policy's result: they stand together and end with that fact."""

    result: StepId
    steps: frozenset[StepId]


@dataclass(frozen=True)
class Work:
    """What to read, and what to work out of it in which order: of a subject, or of each item of a list."""

    inputs: tuple[Input, ...]
    steps: tuple[PlannedStep, ...]
    groups: tuple[Group, ...]

    @property
    def derived(self) -> frozenset[str]:
        """The facts that are worked out."""
        return frozenset(step.id.name for step in self.steps if step.id.role == "fact")


@dataclass(frozen=True)
class Plan(Work):
    """The work on a subject, and where the answer is.

    ``item_work`` is the work on each item of a list, done before any step reads the list: the results of other
    policies for it. There a ``Fact`` is a field of the item.
    """

    policy: Policy
    conclusions: Conclusions
    parameters: Mapping[str, ParameterSpec]
    assumptions: Mapping[str, Assumption]
    reference_lists: Mapping[str, ReferenceList]
    item_work: Mapping[str, Work]

    @property
    def set_names(self) -> tuple[str, ...]:
        """What the settings hold a value of: parameters, then reference lists."""
        return (*self.parameters, *self.reference_lists)

    def named(self, settings: Settings) -> dict[str, Any]:
        """The values of parameters and the codes on reference lists, by name."""
        return dict(zip(self.set_names, settings.parameters, strict=True))


def plan_policy(policy: Policy) -> Plan:
    """The plan of a policy with the policies it uses laid in."""
    laid = _LaidIn(dict(policy.parameters), dict(policy.assumptions))
    known = {step for step in policy.order if step.role == "fact"}
    for use in policy.uses:
        laid.lay(use, plan_policy(use.policy), known)
    conclusions = conclude(policy)
    groups = tuple(_group(result, made) for result, made in laid.derivations.items())
    steps = _in_order(tuple(_all_steps(policy, laid.derivations, conclusions)), groups)
    needed = _needed(steps, policy)
    steps = tuple(step for step in steps if step.id in needed)
    return Plan(
        tuple(_inputs(policy, steps)),
        steps,
        groups,
        policy,
        conclusions,
        laid.parameters,
        laid.assumptions,
        policy.vocabulary.reference_lists,
        dict(_work_on_items(policy, steps, laid.item_work)),
    )


@dataclass
class _LaidIn:
    """What the policies used bring along: steps by the fact, or the field of a list, that they end with."""

    parameters: dict[str, ParameterSpec]
    assumptions: dict[str, Assumption]
    derivations: dict[str, list[PlannedStep]] = field(default_factory=dict)
    item_work: dict[str, dict[str, list[PlannedStep]]] = field(default_factory=dict)

    def lay(self, use: Use, inner: Plan, known: set[StepId]) -> None:
        """One use of a policy; ``known`` facts of the subject are derived already."""
        renaming = _Renaming(f"{use.fact}/", use.prefix, use.field)
        if use.each:
            self.lay_items(use.each, use.field, (renaming.step(s) for s in inner.steps))
        else:
            self.derivations[use.fact] = _new((renaming.step(s) for s in inner.steps), known)
            known |= {s.id for s in self.derivations[use.fact] if s.id.role == "fact"}
        same_fields = _Renaming(f"{use.fact}/", "", "")
        for name, work in inner.item_work.items():
            for group in work.groups:
                steps = (same_fields.step(s) for s in work.steps if s.id in group.steps)
                self.lay_items(use.prefix + name, group.result.name, steps)
        self.parameters |= {f"{use.fact}/{n}": p for n, p in inner.parameters.items()}
        self.assumptions |= {f"{use.fact}/{n}": a for n, a in inner.assumptions.items()}

    def lay_items(self, name: str, result: str, steps: Iterable[PlannedStep | None]) -> None:
        """What ends with a field of a list's items; whoever derives a field first derives it for all."""
        made = self.item_work.setdefault(name, {})
        known = {step.id for others in made.values() for step in others}
        made.setdefault(result, []).extend(_new(steps, known))


def gaps_of_use(use: Use) -> Iterator[PlannedStep]:
    """The gaps of a policy's own tables as steps of the policy that uses it, under their names there."""
    renaming = _Renaming(f"{use.fact}/", use.prefix, use.field)
    own = (s for s in plan_policy(use.policy).steps if s.id.role == "gap" and not s.id.within)
    return (step for step in map(renaming.step, own) if step is not None)


def _new(steps: Iterable[PlannedStep | None], known: Iterable[StepId]) -> list[PlannedStep]:
    return [step for step in steps if step is not None and step.id not in known]


def _work_on_items(
    policy: Policy,
    steps: Iterable[PlannedStep],
    laid: Mapping[str, Mapping[str, list[PlannedStep]]],
) -> Iterator[tuple[str, Work]]:
    """For each list what is worked out of its items: as far as a field that is read depends on it."""
    nodes = [*(s.expression for s in steps), *(rule.test for rule in policy.vocabulary.rules)]
    read = {key for node in nodes for key in fields_read(node)}
    for name, made in laid.items():
        groups = tuple(_group(result, steps) for result, steps in made.items())
        ordered = _in_order(tuple(step for steps in made.values() for step in steps), groups)
        wanted = (StepId("fact", field) for listed, field in read if listed == name)
        needed = closure(wanted, ordered)
        kept = tuple(step for step in ordered if step.id in needed)
        fields = policy.vocabulary.lists[name].fields.items()
        inputs = tuple(Input(one, spec, StepId("fact", one) in needed) for one, spec in fields)
        if kept:
            yield name, Work(inputs, kept, groups)


def _group(result: str, steps: Iterable[PlannedStep]) -> Group:
    return Group(StepId("fact", result), frozenset(step.id for step in steps))


def _in_order(steps: tuple[PlannedStep, ...], groups: tuple[Group, ...]) -> tuple[PlannedStep, ...]:
    """Each step after what it reads; the steps of a group stand together, after all that the group reads."""
    by_id = {step.id: step for step in steps}
    group_of = {id: group for group in groups for id in group.steps}
    ordered: list[PlannedStep] = []
    seen: set[StepId] = set()

    def visit(id: StepId) -> None:
        if id in seen or id not in by_id:
            return
        group = group_of.get(id)
        unit = [s for s in steps if s.id in group.steps] if group else [by_id[id]]
        seen.update(step.id for step in unit)
        for step in unit:
            for read in step.reads:
                visit(read)
        ordered.extend(unit)

    for step in steps:
        visit(step.id)
    return tuple(ordered)


def _all_steps(
    policy: Policy, derivations: Mapping[str, list[PlannedStep]], conclusions: Conclusions
) -> Iterator[PlannedStep]:
    for steps in derivations.values():
        yield from steps
    for step in policy.order:
        node = policy.expression_of(step)
        yield PlannedStep(step, node)
        if step.role == "fact" and is_open_ended(node):
            yield PlannedStep(StepId("gap", step.name), _unmet(step.name, node))
    yield from conclusions.steps


def _unmet(fact: str, table: Meant) -> Meant:
    """That every row of a table is false, which leaves its fact unknown unless it is given."""
    rows = (apply("not", apply("open", test)) for test in children(table)[:-1:2])
    return apply("and", apply("not", apply("known", Fact(table.kind, fact))), *rows)


def _needed(steps: tuple[PlannedStep, ...], policy: Policy) -> set[StepId]:
    """Steps the answer or a clause of this policy depends on; derivations nobody reads are left out."""
    wanted = [step.id for step in steps if step.id.role != "fact" and not step.id.within]
    wanted += [StepId("fact", clause.target) for clause in policy.acts("value")]
    wanted += [step for rule in policy.vocabulary.rules for step in steps_read(rule.test)]
    return closure(wanted, steps)


def _inputs(policy: Policy, steps: tuple[PlannedStep, ...]) -> Iterator[Input]:
    """Every fact that is read, the key, and what the rules and required facts ask for."""
    vocabulary = policy.vocabulary
    nodes = [*(step.expression for step in steps), *(rule.test for rule in vocabulary.rules)]
    derived = {step.id.name for step in steps if step.id.role == "fact"}
    read = derived | {part.name for node in nodes for part in walk(node) if isinstance(part, Fact)}
    for name, spec in vocabulary.facts.items():
        if not spec.unread and (name in read or spec.key or spec.required or spec.check):
            yield Input(name, spec, name in derived)
    for name in vocabulary.lists:
        if name in read:
            yield Input(name, None)


@dataclass(frozen=True)
class _Renaming:
    """A used policy's names where it is used.

    Its steps are ``within`` it, its facts have a ``prefix``, its ``result`` is a fact or a field.
    """

    within: str
    prefix: str
    result: str

    def step(self, step: PlannedStep) -> PlannedStep | None:
        """A step under its name here; nothing for what the policy says beside its possible results."""
        expression = self.node(step.expression)
        if step.id == POSSIBLE:
            return PlannedStep(StepId("fact", self.result), expression)
        return None if step.id.role == "outcome" else PlannedStep(self.id(step.id), expression)

    def id(self, step: StepId) -> StepId:
        if step.role == "fact":
            return step._replace(name=self.prefix + step.name)
        return step._replace(within=self.within + step.within)

    def node(self, node: Meant) -> Meant:
        if isinstance(node, Fact):
            return replace(node, name=self.prefix + node.name)
        if isinstance(node, Step):
            return replace(node, id=self.id(node.id))
        if isinstance(node, Parameter):
            return node if node.kind.name == "list" else replace(node, name=self.within + node.name)
        if isinstance(node, Assumed):
            return replace(node, name=self.within + node.name)
        if isinstance(node, Apply):
            return replace(node, args=tuple(self.node(arg) for arg in node.args))
        if isinstance(node, Over):
            return replace(
                node,
                source=self.node(node.source),
                filter=self.node(node.filter) if node.filter else None,
                body=self.node(node.body) if node.body else None,
                empty=self.node(node.empty) if node.empty else None,
            )
        return node
