"""What open decisions wait for in a run, written in the expression language itself.

One decision waits for exactly the facts of which one value changes it (``deciding.missing``), found by deciding again. For
a whole table that is too dear, and so a run names what *may* change it: the unknown facts read by a node that is still
open: a clause whose condition may still move the answer (of grades only those not below the result), in it every part
that may still change, of an ``if`` only the branches that may count. That is all of what ``missing`` names, and here and
there more; a test holds that nothing is left out. A part may still change if it is unknown, or if it asks whether something
is known that is not. A derived fact stands for the unknown
facts it is worked out from, another policy's result for itself and for those, a history or a list for itself. A parameter
without a value and a reference list that is not loaded are waited for like facts: the bank brings them, not the customer.

Something *alone would settle* a customer when it is all that is named: whatever it turns out to be, nothing
else is open.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from kefen.compiling.answers import PROVISIONAL, RESULT, STATUS, Settings
from kefen.compiling.program import Program
from kefen.compiling.steps import PlannedStep
from kefen.language.joining import all_of, any_of, negated
from kefen.language.operators import OBSERVED
from kefen.language.syntax import (
    FALSE,
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
from kefen.running.awaited import is_unknown, names_unset, rests_on, step_of
from kefen.values import FLAG, INTEGER

_ASIDE = ("allow", "require", "do", "limit", "criterion", "define", "value")


def evidence_program(program: Program, settings: Settings) -> Program:
    """The program with a step for everything a decision may wait for."""
    return program.with_steps(tuple(_Seeker(program, settings).steps()))


def columns_read(program: Program, evidence: Program) -> list[StepId | str]:
    """The steps of a program, and the facts, that its evidence program reads."""
    made = {step.id for step in program.plan.steps}
    added = (step.expression for step in evidence.plan.steps if step.id not in made)
    found: dict[StepId | str, None] = {}
    for node in (node for expression in added for node in walk(expression)):
        if isinstance(node, Step | Fact) and step_of(node) in made:
            found[step_of(node)] = None
        elif isinstance(node, Fact) and node.kind.name != "list":
            found[node.name] = None
    return [*found]


def _any(nodes: Iterable[Meant]) -> Meant:
    return any_of(*dict.fromkeys(nodes))


def _joined(node: Meant) -> tuple[Meant, ...]:
    """The conditions of an ``and``, of those in it too."""
    if not isinstance(node, Apply) or node.operator != "and":
        return (node,)
    return tuple(part for arg in node.args for part in _joined(arg))


def _is_gap_of(result: str, step: StepId) -> bool:
    """Whether a step says that the text alone leaves the result of a policy used open."""
    return step.role == "gap" and step.within == f"{result}/"


@dataclass
class _Seeker:
    """Walks from the clauses down, parents first, and notes under which condition each fact is waited for."""

    program: Program
    settings: Settings
    #: for something to wait for, and what must hold of itself, under which conditions it is read
    waits: dict[tuple[str, Meant], list[Meant]] = field(default_factory=dict)
    #: the same of steps
    opened: dict[Step | Fact, list[Meant]] = field(default_factory=dict)
    made: list[PlannedStep] = field(default_factory=list)
    #: for steps that ask whether something is known, where it is not
    asking: dict[StepId, Meant] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.policy: Policy = self.program.policy
        self.known = {step.id for step in self.program.plan.steps}
        self.uses = {use.fact for use in self.policy.uses}
        plan = self.program.plan
        self.unset = names_unset(self.program, self.settings)
        self.planned = {step.id: step.expression for step in plan.steps}
        for step, node in self.planned.items():
            asked = self.asks(node)
            if asked != FALSE:
                self.asking[step] = self.name(f"asks {step}", asked)

    def asks(self, node: Meant) -> Meant:
        """Whether a value may change though it has one: it asks if something is known that is not.

        Not so where a part that asks nothing of the kind settles an ``and`` or an ``or``; a settled result of another
        policy stays, for it may have been given.
        """
        if isinstance(node, (Step, Fact)) and node.kind.name != "outcome":
            return self.asking.get(step_of(node), FALSE)
        if not isinstance(node, Apply):
            return FALSE
        if node.operator in OBSERVED:
            return is_unknown(node.args[0])
        found = [self.proves(node, arg) or self.asks(arg) for arg in node.args]
        others = [arg for arg, one in zip(node.args, found, strict=True) if one == FALSE]
        asked = _any(found)
        if asked == FALSE or node.operator not in ("and", "or"):
            return asked
        ends = others if node.operator == "and" else [negated(other) for other in others]
        return all_of(asked, *(apply("open", end) for end in ends))

    def proves(self, node: Apply, arg: Meant) -> Meant | None:
        """Of ``known x and x``, where x joins conditions: it is asked when all but those on the same facts are settled.

        It is false until x is proven true, and one fact more settles only conditions that rest on it.
        """
        if node.operator != "and" or not isinstance(arg, Apply) or arg.operator != "known":
            return None
        (proven,) = arg.args
        if proven not in node.args or not isinstance(proven, (Step, Fact)):
            return None
        groups: list[tuple[frozenset[str], list[Meant]]] = []
        for part in _joined(self.planned.get(step_of(proven), proven)):
            facts, parts = self.below(part), [part]
            for group in [group for group in groups if group[0] & facts]:
                groups.remove(group)
                facts, parts = facts | group[0], [*group[1], *parts]
            groups.append((facts, parts))
        unknown = [_any([is_unknown(part) for part in parts]) for _, parts in groups]
        return _any(
            [
                all_of(one, *(negated(other) for other in unknown if other is not one))
                for one in unknown
            ]
        )

    def below(self, node: Meant) -> frozenset[str]:
        """The facts that are given, and all else that is waited for, below a node."""
        found: set[str] = set()
        for part in walk(node):
            step = step_of(part) if isinstance(part, (Step, Fact)) else None
            if step in self.planned:
                found |= self.below(self.planned[step])
            elif isinstance(part, (Fact, Parameter)):
                found.add(part.name)
        return frozenset(found)

    def open(self, node: Meant) -> Meant:
        """Whether more being known may change a value."""
        asked = self.asks(node)
        return _any([is_unknown(node), asked])

    def steps(self) -> Iterator[PlannedStep]:
        for clause in self.policy.clauses:
            condition = StepId("clause", clause.id)
            if clause.act not in _ASIDE and clause.test is not None and condition in self.known:
                is_open = all_of(self.matters(clause), self.open(Step(FLAG, condition)))
                self.seek_opened(clause.test, self.name(f"waits {clause.id}", is_open))
        for step in reversed(self.policy.order):
            for node in [node for node in self.opened if step_of(node) == step]:
                is_open = all_of(_any(self.opened[node]), self.open(node))
                here = self.name(f"waits {step}", is_open)
                self.seek_opened(self.policy.expression_of(step), here)
        yield from self.made
        for name in sorted({name for name, _ in self.waits}, key=self.place):
            ways = (
                all_of(_any(heres), own) for (one, own), heres in self.waits.items() if one == name
            )
            yield PlannedStep(StepId("missing", name), _any(ways))

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
        return all_of(is_open, negated(_any(below)))

    # --- down an expression -----------------------------------------------------------------------

    def seek_opened(self, node: Meant, here: Meant) -> None:
        """Note what the definition of a step waits for; ``here`` says already that it is open."""
        if isinstance(node, Apply) and node.operator not in OBSERVED:
            self.seek_below(node, here)
        else:
            self.seek(node, here)

    def seek(self, node: Meant, here: Meant) -> None:
        """Note what a node waits for if ``here`` holds; nothing when it has a value."""
        if isinstance(node, Over):
            self.seek_over(
                node, here if node.kind.name == "count" else all_of(here, is_unknown(node))
            )
        elif isinstance(node, Fact):
            self.seek_fact(node, here)
        elif isinstance(node, Parameter):
            if node.name in self.unset:
                self.wait(node.name, here)
        elif isinstance(node, Step):
            self.opened.setdefault(node, []).append(here)
        elif isinstance(node, Apply) and node.operator in OBSERVED:
            self.seek(node.args[0], here)
        elif isinstance(node, Apply):
            inside = here if node.kind.name == "count" else self.inside(node, here)
            self.seek_below(node, inside)

    def inside(self, node: Apply, here: Meant) -> Meant:
        condition = all_of(here, self.open(node))
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
        derived = spec is not None and spec.definition is not None and node.name not in self.uses
        if derived and StepId("fact", node.name) in self.known:
            self.opened.setdefault(node, []).append(here)
            return
        by_text = [Step(FLAG, step) for step in self.planned if _is_gap_of(node.name, step)]
        here = all_of(here, *map(negated, by_text))
        self.wait(node.name, here, self.open(node))
        if node.name in self.uses:
            self.seek_used(node, all_of(here, self.open(node)))

    def seek_used(self, result: Fact, here: Meant) -> None:
        """All that another policy's result is worked out from."""
        for name, own in rests_on(self.program, self.settings, result):
            self.wait(name, here, own)

    def wait(self, name: str, here: Meant, own: Meant = TRUE) -> None:
        self.waits.setdefault((name, own), []).append(here)

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
        self.seek(yes, all_of(here, apply("open", condition)))
        self.seek(no, all_of(here, negated(apply("proven", condition))))

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
            this = all_of(here, apply("=", number, Const(INTEGER, place)))
            for part in parts:
                self.seek(part, this)
