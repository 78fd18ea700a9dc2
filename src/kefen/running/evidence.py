"""What open decisions wait for, written in the expression language itself.

A fact is *missing* from a decision when the status is open (provisional or undetermined) and the unknown
fact is read by a node that is still open: a clause whose condition is unknown and may still move the answer
(of grades only those not below the result), in it every part whose own value is unknown, of an ``if`` only
the branches that may count. A derived fact stands for the unknown facts it is worked out from, another
policy's result for itself, a history or a list for itself. A parameter without a value and a reference list
that is not loaded are waited for like facts: the bank brings them, not the customer. This is
``explaining.contrast.open_facts``; a test holds the two equal.

Something *alone would settle* a customer when it is all that is missing: whatever it turns out to be, nothing
else is open.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from kefen.compiling.answers import PROVISIONAL, RESULT, STATUS, Settings
from kefen.compiling.program import Program
from kefen.compiling.steps import PlannedStep
from kefen.language.operators import OBSERVED
from kefen.language.syntax import (
    TRUE,
    Apply,
    Const,
    Fact,
    Meant,
    Over,
    Parameter,
    Step,
    StepId,
    apply,
    walk,
)
from kefen.policy import Clause, Policy
from kefen.values import FLAG, INTEGER, Words

_ASIDE = ("allow", "require", "do", "limit", "criterion", "define", "value")


@dataclass(frozen=True)
class Awaited:
    """What a decision may wait for: a fact, a list of the subject, a parameter or a reference list."""

    name: str
    label: Words

    @property
    def step(self) -> StepId:
        """Its step in the program, and its column."""
        return StepId("missing", self.name)


def evidence_program(program: Program, settings: Settings) -> Program:
    """The program with a step for everything a decision may wait for."""
    return program.with_steps(tuple(_Seeker(program, settings).steps()))


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


def _any(nodes: Sequence[Meant]) -> Meant:
    return TRUE if TRUE in nodes else nodes[0] if len(nodes) == 1 else apply("or", *nodes)


def _all(*nodes: Meant) -> Meant:
    kept = [node for node in nodes if node != TRUE]
    return TRUE if not kept else kept[0] if len(kept) == 1 else apply("and", *kept)


def _not(node: Meant) -> Meant:
    return apply("not", node)


def _unknown(node: Meant) -> Meant:
    """Whether a node has no value; another policy's result has none while several are possible."""
    if node.kind.name == "outcome" and node.kind.domain is not None:
        places = range(len(node.kind.domain.terms) + 1)
        settled = (apply("within", node, Const(INTEGER, 1 << place)) for place in places)
        return _not(_any([apply("proven", one) for one in settled]))
    return _not(apply("known", node))


@dataclass
class _Seeker:
    """Walks from the clauses down, parents first, and notes under which condition each fact is waited for."""

    program: Program
    settings: Settings
    waits: dict[str, list[Meant]] = field(default_factory=dict)
    opened: dict[StepId, list[Meant]] = field(default_factory=dict)
    made: list[PlannedStep] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.policy: Policy = self.program.policy
        self.known = {step.id for step in self.program.plan.steps}
        self.uses = {use.fact for use in self.policy.uses}
        plan = self.program.plan
        values = zip(
            (*plan.parameters, *plan.reference_lists), self.settings.parameters, strict=True
        )
        self.unset = {name for name, value in values if value is None}

    def steps(self) -> Iterator[PlannedStep]:
        for clause in self.policy.clauses:
            condition = StepId("clause", clause.id)
            if clause.act not in _ASIDE and clause.test is not None and condition in self.known:
                is_open = _all(self.matters(clause), _unknown(Step(FLAG, condition)))
                self.seek(clause.test, self.name(f"waits {clause.id}", is_open))
        for step in reversed(self.policy.order):
            if step in self.opened:
                here = self.name(f"waits {step}", _any(self.opened[step]))
                self.seek(self.policy.expression_of(step), here)
        yield from self.made
        for fact, conditions in sorted(self.waits.items(), key=lambda item: self.place(item[0])):
            yield PlannedStep(StepId("missing", fact), _any(list(dict.fromkeys(conditions))))

    def place(self, fact: str) -> int:
        vocabulary, parameters = self.policy.vocabulary, self.program.plan.parameters
        order = [*vocabulary.facts, *vocabulary.lists, *vocabulary.reference_lists, *parameters]
        return order.index(fact)

    def name(self, name: str, node: Meant) -> Meant:
        """Keep an expression as a step: it is read by all below it."""
        step = StepId("working", f"{name} {len(self.made)}")
        self.made.append(PlannedStep(step, node))
        return Step(node.kind, step)

    def matters(self, clause: Clause) -> Meant:
        """Whether the decision is open and a clause, if true, may still move it."""
        is_open = apply(">=", Step(INTEGER, STATUS), Const(INTEGER, PROVISIONAL))
        scale = self.policy.decides
        if clause.act != "grade" or scale is None or clause.place is None:
            return is_open
        order = scale.by_goodness()
        better = order[: order.index(clause.place)]
        result = Step(INTEGER, RESULT)
        below = [apply("proven", apply("=", result, Const(INTEGER, place))) for place in better]
        return _all(is_open, _not(_any(below))) if below else is_open

    # --- down an expression -----------------------------------------------------------------------

    def seek(self, node: Meant, here: Meant) -> None:
        """Note what a node waits for if ``here`` holds; nothing when it has a value."""
        if isinstance(node, Over):
            self.seek_over(node, here if node.kind.name == "count" else _all(here, _unknown(node)))
        elif isinstance(node, Fact):
            self.seek_fact(node, here)
        elif isinstance(node, Parameter):
            if node.name in self.unset:
                self.wait(node.name, here)
        elif isinstance(node, Step):
            self.opened.setdefault(node.id, []).append(_all(here, _unknown(node)))
        elif isinstance(node, Apply) and node.operator not in OBSERVED:
            inside = here if node.kind.name == "count" else self.inside(node, here)
            self.seek_below(node, inside)

    def inside(self, node: Apply, here: Meant) -> Meant:
        condition = _all(here, _unknown(node))
        if len(node.args) < 2:
            return condition
        return self.name("inside", condition)

    def seek_over(self, node: Over, here: Meant) -> None:
        """The list or history, and parameters that its items are held against."""
        if isinstance(node.source, Fact):
            self.wait(node.source.name, here)
        parts = [part for part in (node.filter, node.body) if part is not None]
        for below in (one for part in parts for one in walk(part)):
            if isinstance(below, Parameter):
                self.seek(below, here)

    def seek_fact(self, node: Fact, here: Meant) -> None:
        spec = self.policy.vocabulary.facts.get(node.name)
        condition = _all(here, _unknown(node))
        derived = spec is not None and spec.definition is not None and node.name not in self.uses
        step = StepId("fact", node.name)
        if derived and step in self.known:
            self.opened.setdefault(step, []).append(condition)
        else:
            self.wait(node.name, condition)

    def wait(self, fact: str, condition: Meant) -> None:
        self.waits.setdefault(fact, []).append(condition)

    def seek_below(self, node: Apply, here: Meant) -> None:
        """The arguments an unknown result can come from."""
        if node.operator == "within":
            self.seek(node.args[0], here)
        elif node.operator == "if":
            self.seek_if(node, here)
        elif node.operator == "first":
            self.seek_rows(node, here)
        else:
            for arg in node.args:
                self.seek(arg, here)

    def seek_if(self, node: Apply, here: Meant) -> None:
        """The condition if it is unknown, and the branches that may count."""
        condition, yes, no = node.args
        self.seek(condition, here)
        self.seek(yes, _all(here, apply("open", condition)))
        self.seek(no, _all(here, _not(apply("proven", condition))))

    def seek_rows(self, node: Apply, here: Meant) -> None:
        """The first row of a table that is not excluded: an unknown condition, or an unknown value."""
        conditions, values = node.args[:-1:2], node.args[1::2]
        counted: list[Meant] = []
        for place, condition in enumerate(conditions):
            counted += [apply("open", condition), Const(INTEGER, place)]
        number = self.name(
            "row", Apply(INTEGER, "first", (*counted, Const(INTEGER, len(conditions))))
        )
        for place, parts in enumerate([*zip(conditions, values, strict=False), node.args[-1:]]):
            this = _all(here, apply("=", number, Const(INTEGER, place)))
            for part in parts:
                self.seek(part, this)
