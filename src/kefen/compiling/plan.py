"""A policy as one ordered list of named expressions, its own and those of the policies it uses.

Both compilers translate this list and nothing else, so what a policy means is said once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from kefen.compiling.conclusions import Conclusions, conclude
from kefen.language.syntax import (
    Apply,
    Assumed,
    Fact,
    Item,
    Meant,
    Over,
    Parameter,
    Step,
    walk,
)
from kefen.policy import Assumption, FactSpec, ParameterSpec, Policy, ReferenceList


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
class PlannedStep:
    """One named expression. ``role``: fact (a derivation), criterion, clause, internal, outcome."""

    name: str
    expression: Meant
    role: str


@dataclass(frozen=True)
class Group:
    """The steps that work out another policy's result: they stand together and end with ``fact RESULT``.

    ``blind`` when they say nothing without facts: with the result supplied and no fact known they may be passed over.
    Facts they derive on the way must then be unknown, as something over an unknown list is.
    """

    result: str
    steps: frozenset[str]
    blind: bool


@dataclass(frozen=True)
class Plan:
    """What to read, what to work out in which order, and where the answer is."""

    policy: Policy
    inputs: tuple[Input, ...]
    steps: tuple[PlannedStep, ...]
    conclusions: Conclusions
    parameters: Mapping[str, ParameterSpec]
    assumptions: Mapping[str, Assumption]
    reference_lists: Mapping[str, ReferenceList]
    groups: tuple[Group, ...] = ()


def plan_policy(policy: Policy) -> Plan:
    """The plan of a policy with the policies it uses laid in."""
    parameters = dict(policy.parameters)
    assumptions = dict(policy.assumptions)
    derivations: dict[str, list[PlannedStep]] = {}
    known = {name for name in policy.order if name.startswith("fact ")}
    for use in policy.uses:
        inner = plan_policy(use.policy)
        rename = _renaming(inner, use.fact, use.prefix)
        renamed = (rename.step(step) for step in inner.steps)
        derivations[use.fact] = [s for s in renamed if s is not None and s.name not in known]
        known |= {step.name for step in derivations[use.fact] if step.role == "fact"}
        parameters |= {f"{use.fact}/{n}": p for n, p in inner.parameters.items()}
        assumptions |= {f"{use.fact}/{n}": a for n, a in inner.assumptions.items()}
    conclusions = conclude(policy)
    groups = tuple(_group(result, made) for result, made in derivations.items())
    steps = _in_order(tuple(_all_steps(policy, derivations, conclusions)), groups)
    needed = _needed(steps, policy)
    steps = tuple(step for step in steps if step.name in needed)
    return Plan(
        policy,
        tuple(_inputs(policy, steps)),
        steps,
        conclusions,
        parameters,
        assumptions,
        policy.vocabulary.reference_lists,
        groups,
    )


def _group(result: str, steps: list[PlannedStep]) -> Group:
    nodes = [part for step in steps for part in walk(step.expression)]
    tests = [node for node in nodes if isinstance(node, Apply) and node.operator not in _LOGIC]
    asks = all(any(isinstance(part, _READS) for part in walk(test)) for test in tests)
    facts = [step for step in steps if step.role == "fact" and step.name != f"fact {result}"]
    blind = asks and all(isinstance(step.expression, Over) for step in facts)
    return Group(result, frozenset(step.name for step in steps), blind)


_LOGIC = ("and", "or", "not", "at least", "if", "first", "known", "proven", "open", "+", "mask")
_READS = (Fact, Step, Item, Over)


def _in_order(steps: tuple[PlannedStep, ...], groups: tuple[Group, ...]) -> tuple[PlannedStep, ...]:
    """Each step after what it reads; the steps of a group stand together, after all that the group reads."""
    by_name = {step.name: step for step in steps}
    group_of = {name: group for group in groups for name in group.steps}
    ordered: list[PlannedStep] = []
    seen: set[str] = set()

    def visit(name: str) -> None:
        if name in seen or name not in by_name:
            return
        group = group_of.get(name)
        unit = [s for s in steps if s.name in group.steps] if group else [by_name[name]]
        seen.update(step.name for step in unit)
        for step in unit:
            for read in names_read(step.expression):
                visit(read)
        ordered.extend(unit)

    for step in steps:
        visit(step.name)
    return tuple(ordered)


def _all_steps(
    policy: Policy, derivations: Mapping[str, list[PlannedStep]], conclusions: Conclusions
) -> Iterator[PlannedStep]:
    for steps in derivations.values():
        yield from steps
    for name in policy.order:
        if name.startswith("fact "):
            definition = policy.vocabulary.facts[name.removeprefix("fact ")].definition
            assert definition is not None
            yield PlannedStep(name, definition, "fact")
        else:
            test = policy.by_id[name].test
            assert test is not None
            yield PlannedStep(name, test, "criterion")
    for name, expression, role in conclusions.steps:
        yield PlannedStep(name, expression, role)


def _needed(steps: tuple[PlannedStep, ...], policy: Policy) -> set[str]:
    """Steps the answer or a clause of this policy depends on; derivations nobody reads are left out."""
    wanted = [step.name for step in steps if step.role != "fact" and "/" not in step.name]
    wanted += [f"fact {c.target}" for c in policy.acts("value")]
    wanted += [name for rule in policy.vocabulary.rules for name in names_read(rule.test)]
    return closure(wanted, {step.name: step.expression for step in steps})


def closure(wanted: Iterable[str], expressions: Mapping[str, Meant]) -> set[str]:
    """The steps that some steps depend on, themselves included; names that are no step are passed over."""
    queue, found = list(wanted), set()
    while queue:
        name = queue.pop()
        if name not in found and name in expressions:
            found.add(name)
            queue.extend(names_read(expressions[name]))
    return found


def names_read(node: Meant) -> Iterator[str]:
    """Names of the steps and derived facts an expression reads."""
    for part in walk(node):
        if isinstance(part, Fact):
            yield f"fact {part.name}"
        elif isinstance(part, Step):
            yield part.name


def _inputs(policy: Policy, steps: tuple[PlannedStep, ...]) -> Iterator[Input]:
    """Every fact that is read, the key, and what the rules and required facts ask for."""
    vocabulary = policy.vocabulary
    read = {
        name.removeprefix("fact ")
        for step in steps
        for name in names_read(step.expression)
        if name.startswith("fact ")
    }
    derived = {step.name.removeprefix("fact ") for step in steps if step.role == "fact"}
    read |= derived
    read |= {n.removeprefix("fact ") for rule in vocabulary.rules for n in names_read(rule.test)}
    for name, spec in vocabulary.facts.items():
        if name in read or spec.key or spec.required or spec.check:
            yield Input(name, spec, name in derived)
    for name in vocabulary.lists:
        if name in read:
            yield Input(name, None)


@dataclass(frozen=True)
class _Renaming:
    facts: Callable[[str], str]
    steps: Callable[[str], str]
    labels: Callable[[str], str]
    result: str
    target: str

    def step(self, step: PlannedStep) -> PlannedStep | None:
        expression = self.node(step.expression)
        if step.name == self.result:
            return PlannedStep(f"fact {self.target}", expression, "fact")
        if step.role == "outcome":
            return None
        if step.role == "fact":
            return PlannedStep(f"fact {self.facts(step.name[5:])}", expression, "fact")
        return PlannedStep(self.steps(step.name), expression, "internal")

    def node(self, node: Meant) -> Meant:
        if isinstance(node, Fact):
            return replace(node, name=self.facts(node.name))
        if isinstance(node, Step):
            return replace(node, name=self.steps(node.name))
        if isinstance(node, Parameter):
            return node if node.kind.name == "list" else replace(node, name=self.labels(node.name))
        if isinstance(node, Assumed):
            return replace(node, name=self.labels(node.name))
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


def _renaming(inner: Plan, fact: str, prefix: str) -> _Renaming:
    return _Renaming(
        facts=lambda name: prefix + name,
        steps=lambda name: f"{fact}/{name}",
        labels=lambda name: f"{fact}/{name}",
        result=inner.conclusions.possible,
        target=fact,
    )
