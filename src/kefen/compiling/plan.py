"""A policy as one ordered list of named expressions, its own and those of the policies it uses.

Both compilers translate this list and nothing else, so what a policy means is said once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from kefen.compiling.answers import POSSIBLE
from kefen.compiling.conclusions import Conclusions, conclude
from kefen.compiling.steps import PlannedStep, closure, expressions_of
from kefen.language.syntax import (
    Apply,
    Assumed,
    Fact,
    Item,
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
from kefen.policy import Assumption, FactSpec, ParameterSpec, Policy, ReferenceList, Use


@dataclass(frozen=True)
class Input:
    """A fact or list that a row may carry. ``derived`` when the policy can work it out itself."""

    name: str
    spec: FactSpec | None
    derived: bool = False

    @property
    def is_list(self) -> bool:
        """Whether it is a list of records."""
        return self.spec is None


@dataclass(frozen=True)
class Work:
    """What to read, and what to work out of it in which order: of a subject, or of each record of a list."""

    inputs: tuple[Input, ...]
    steps: tuple[PlannedStep, ...]

    @property
    def derived(self) -> frozenset[str]:
        """The facts that are worked out."""
        return frozenset(step.id.name for step in self.steps if step.id.role == "fact")


@dataclass(frozen=True)
class Plan(Work):
    """The work on a subject, and where the answer is.

    ``records`` is the work on each record of a list, done before any step reads the list: the results of other
    policies for it. There a ``Fact`` is a field of the record.
    """

    policy: Policy
    conclusions: Conclusions
    parameters: Mapping[str, ParameterSpec]
    assumptions: Mapping[str, Assumption]
    reference_lists: Mapping[str, ReferenceList]
    records: Mapping[str, Work]


def plan_policy(policy: Policy) -> Plan:
    """The plan of a policy with the policies it uses laid in."""
    laid = _LaidIn(dict(policy.parameters), dict(policy.assumptions))
    known = {step for step in policy.order if step.role == "fact"}
    for use in policy.uses:
        laid.lay(use, plan_policy(use.policy), known)
    conclusions = conclude(policy)
    steps = _in_order((*laid.derivations, *_own_steps(policy, conclusions)))
    needed = _needed(steps, policy)
    steps = tuple(step for step in steps if step.id in needed)
    return Plan(
        tuple(_inputs(policy, steps)),
        steps,
        policy,
        conclusions,
        laid.parameters,
        laid.assumptions,
        policy.vocabulary.reference_lists,
        dict(_records(policy, steps, laid.records)),
    )


@dataclass
class _LaidIn:
    """What the policies used bring along: steps on the subject, and by the name of a list those on each of its records."""

    parameters: dict[str, ParameterSpec]
    assumptions: dict[str, Assumption]
    derivations: list[PlannedStep] = field(default_factory=list)
    records: dict[str, list[PlannedStep]] = field(default_factory=dict)

    def lay(self, use: Use, inner: Plan, known: set[StepId]) -> None:
        """One use of a policy; ``known`` facts of the subject are derived already."""
        renaming = _Renaming(f"{use.fact}/", use.prefix, use.field)
        if use.each:
            self.lay_records(use.each, (renaming.step(s) for s in inner.steps))
        else:
            new = _new((renaming.step(s) for s in inner.steps), known)
            self.derivations += new
            known |= {s.id for s in new if s.id.role == "fact"}
        same_fields = _Renaming(f"{use.fact}/", "", "")
        for name, work in inner.records.items():
            self.lay_records(use.prefix + name, (same_fields.step(s) for s in work.steps))
        self.parameters |= {f"{use.fact}/{n}": p for n, p in inner.parameters.items()}
        self.assumptions |= {f"{use.fact}/{n}": a for n, a in inner.assumptions.items()}

    def lay_records(self, name: str, steps: Iterable[PlannedStep | None]) -> None:
        """Steps on each record of a list; whoever derives a field first derives it for all."""
        made = self.records.setdefault(name, [])
        made += _new(steps, {step.id for step in made})


def _new(steps: Iterable[PlannedStep | None], known: Iterable[StepId]) -> list[PlannedStep]:
    return [step for step in steps if step is not None and step.id not in known]


def _records(
    policy: Policy,
    steps: Iterable[PlannedStep],
    laid: Mapping[str, list[PlannedStep]],
) -> Iterator[tuple[str, Work]]:
    """For each list what is worked out of its records: as far as a field that is read depends on it."""
    nodes = [*(s.expression for s in steps), *(rule.test for rule in policy.vocabulary.rules)]
    read = {key for node in nodes for key in fields_read(node)}
    for name, made in laid.items():
        ordered = _in_order(made)
        wanted = (StepId("fact", field) for listed, field in read if listed == name)
        needed = closure(wanted, expressions_of(ordered))
        kept = tuple(step for step in ordered if step.id in needed)
        fields = policy.vocabulary.lists[name].fields.items()
        inputs = tuple(Input(one, spec, StepId("fact", one) in needed) for one, spec in fields)
        if kept:
            yield name, Work(inputs, kept)


def fields_read(node: Meant) -> Iterator[tuple[str, str]]:
    """The lists and the fields of their records that an expression reads."""
    for over in walk(node):
        if isinstance(over, Over) and isinstance(over.source, Fact):
            parts = (one for part in (over.filter, over.body) if part for one in walk(part))
            yield from ((over.source.name, p.name) for p in parts if isinstance(p, Item) and p.name)


def _in_order(steps: Sequence[PlannedStep]) -> tuple[PlannedStep, ...]:
    """Each step after what it reads."""
    by_id = {step.id: step for step in steps}
    ordered: list[PlannedStep] = []
    seen: set[StepId] = set()

    def visit(id: StepId) -> None:
        if id in seen or id not in by_id:
            return
        seen.add(id)
        for read in steps_read(by_id[id].expression):
            visit(read)
        ordered.append(by_id[id])

    for step in steps:
        visit(step.id)
    return tuple(ordered)


def _own_steps(policy: Policy, conclusions: Conclusions) -> Iterator[PlannedStep]:
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
    return closure(wanted, expressions_of(steps))


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
