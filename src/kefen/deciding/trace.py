"""The only builder of trees: flags and facts become clauses, criteria, parts and comparisons.

Where the flags came from, Python or a row of SQL output, makes no difference: the states of clauses
and criteria are the decision's flags, and what a comparison read is worked out from the same facts
by one generated function per program.

A part's ``state`` says whether what is *wanted* of it holds. Negations are pushed down to the
comparisons, so that ``not (a and b)`` is shown as "any of: not a, not b"; in Kleene's logic both
always agree.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Any, Literal
from weakref import WeakKeyDictionary

from kefen.compiling.answers import OUTCOME, Outcome, Settings, ValuesFunction
from kefen.compiling.audience import private_to
from kefen.compiling.program import compile_policy
from kefen.deciding.decide import Decider, Decision
from kefen.deciding.facts import Facts
from kefen.language.operators import ORDERS
from kefen.language.syntax import (
    Apply,
    AsOf,
    Assumed,
    Const,
    Fact,
    Meant,
    Over,
    Parameter,
    Step,
    StepId,
    children,
    is_range,
    upright,
)
from kefen.memo import Memo
from kefen.policy import Clause, Use
from kefen.values import Kind, Words

State = bool | None
Shape = Literal["clause", "criterion", "definition", "group", "choice", "fixed", "leaf"]
Join = Literal["all", "any", "at least"]

_LOGIC = ("and", "or", "not")


@dataclass(frozen=True)
class Reading:
    """A value that was read, as written in the clause (``node``) and as found (inside form)."""

    node: Meant
    value: Any

    @property
    def is_open(self) -> bool:
        """Whether it is unknown, or another policy's result that is not settled."""
        return is_open(self.node.kind, self.value)


@dataclass(frozen=True)
class Part:
    """One place in the tree.

    ``join`` and ``number`` say how children combine; ``operator`` and ``readings`` what a leaf
    compared; ``wanted`` is false where the contrary is asked. ``clause`` is the clause that a
    clause, criterion or definition comes from.
    """

    shape: Shape
    state: State
    node: Meant
    wanted: bool = True
    clause: Clause | None = None
    join: Join = "all"
    number: int = 0
    children: tuple[Part, ...] = ()
    operator: str = ""
    readings: tuple[Reading, ...] = ()

    @property
    def quote(self) -> str:
        """What the article demands, in the policy's words."""
        return self.clause.quote if self.clause else ""

    def walk(self) -> Iterator[Part]:
        """This part and all below it."""
        yield self
        for child in self.children:
            yield from child.walk()

    def leaves(self) -> Iterator[Part]:
        """The comparisons below this part."""
        return (part for part in self.walk() if part.shape == "leaf")


def is_open(kind: Kind, value: Any) -> bool:
    """Whether a value is unknown, or another policy's result with several outcomes possible."""
    if value is None:
        return True
    return kind.name == "outcome" and value.bit_count() > 1


# --- evaluation ---------------------------------------------------------------------------


class Tracer:
    """What all traces of a program share: the expressions to work out, the policies used."""

    def __init__(self, decider: Decider) -> None:
        self.program = program = decider.program
        self.audience = decider.audience
        self.policy = program.policy
        self.inputs = {given.name: place for place, given in enumerate(program.plan.inputs)}
        self.uses: dict[str, Use] = {use.fact: use for use in self.policy.uses}
        self.definitions = {
            name: spec.definition
            for name, spec in self.policy.vocabulary.facts.items()
            if spec.definition is not None and name in self._derived
        }
        #: for each fact a function that works out nothing else; made when first needed
        self.working_out = Memo(self._working_out, str)
        self.defining = {clause.target: clause for clause in self.policy.acts("define", "value")}

    @cached_property
    def _derived(self) -> frozenset[str]:
        return self.program.plan.derived

    @cached_property
    def private(self) -> dict[str, Words]:
        """What the audience hears of only as a condition of third parties, and of whom."""
        return private_to(self.policy, self.audience)

    @cached_property
    def settings(self) -> dict[tuple[type[Meant], str], int]:
        """Where parameters, lists and switches stand in the settings."""
        plan = self.program.plan
        values = enumerate((*plan.parameters, *plan.reference_lists))
        found: dict[tuple[type[Meant], str], int] = {(Parameter, n): i for i, n in values}
        return found | {(Assumed, name): place for place, name in enumerate(plan.assumptions)}

    @cached_property
    def nodes(self) -> list[Meant]:
        """Every expression of this policy's own clauses, and of the definitions that it reads."""
        found: dict[int, Meant] = {}
        for clause in self.policy.clauses:
            defines = clause.act in ("define", "value")
            for root in () if defines else clause.expressions:
                _register(root, found)
        for root in self.definitions.values():
            _register(root, found)
        return list(found.values())

    @cached_property
    def function(self) -> ValuesFunction:
        """All of ``nodes`` at once; made when first needed."""
        return self.program.values_of(self.nodes)

    def values(self, decision: Decision) -> dict[int, Any]:
        """The value of every expression, by identity of its node."""
        found = self.function(decision.facts.values, decision.settings)
        return {id(node): value for node, value in zip(self.nodes, found, strict=True)}

    def _working_out(self, fact: str) -> ValuesFunction:
        spec = self.policy.vocabulary.facts[fact]
        return self.program.values_of([Fact(spec.kind, fact)])

    @cached_property
    def deciders(self) -> dict[str, Decider]:
        """A decider of each policy used, to trace its result too; one for all uses of a policy."""
        made: dict[Any, Decider] = {}
        for use in self.uses.values():
            if _same(use) not in made:
                program = compile_policy(use.policy)
                decider = Decider(program, self.policy.since, self.audience)
                made[_same(use)] = decider
        return {fact: made[_same(use)] for fact, use in self.uses.items()}


def _same(use: Use) -> tuple[Any, ...]:
    """What two uses of one policy have in common, as their audience may see it."""
    return use.policy.digest, use.policy.vocabulary.withheld.get("")


def _register(node: Meant, found: dict[int, Meant]) -> None:
    """Collect comparisons and what they compare; logic, facts and settings are read without help."""
    inside = (node.source, node.empty) if isinstance(node, Over) else children(node)
    for child in inside:
        if child is not None:
            _register(child, found)
    if isinstance(node, Over) or (isinstance(node, Apply) and node.operator not in _LOGIC):
        found[id(node)] = node


_TRACERS: WeakKeyDictionary[Decider, Tracer] = WeakKeyDictionary()


def tracer_of(decider: Decider) -> Tracer:
    """The tracer of a decider, kept as long as the decider."""
    known = _TRACERS.get(decider)
    if known is None:
        known = _TRACERS[decider] = Tracer(decider)
    return known


def trace(decision: Decision) -> Trace:
    """The tree of a decision; each clause is built when asked for."""
    tracer = tracer_of(decision.decider)
    return Trace(decision, tracer, tracer.values(decision))


@dataclass(frozen=True)
class Trace:
    """A decision's clauses as trees, with every value they read."""

    decision: Decision
    tracer: Tracer = field(repr=False, compare=False)
    values: Mapping[int, Any] = field(repr=False)
    _built: dict[tuple[str, bool], Part] = field(default_factory=dict, repr=False, compare=False)
    _used: dict[str, Trace] = field(default_factory=dict, repr=False, compare=False)

    @property
    def clauses(self) -> tuple[Part, ...]:
        """Everything the policy concludes, in the order of the text."""
        acts = ("criterion", "define", "value")
        clauses = self.decision.policy.clauses
        return tuple(self.clause(clause.id) for clause in clauses if clause.act not in acts)

    def clause(self, name: str, wanted: bool = True) -> Part:
        """A clause or criterion by its id; with ``wanted`` false, what its contrary takes."""
        known = self._built.get((name, wanted))
        if known is None:
            known = self._built[name, wanted] = self._clause(name, wanted)
        return known

    def part(self, node: Meant, wanted: bool = True) -> Part:
        """Any condition of this policy's text as a part."""
        return self._part(node, wanted)

    def value(self, node: Meant) -> Any:
        """The value of an expression that stands in this policy's text."""
        if isinstance(node, Const):
            return node.value
        if isinstance(node, Step):
            return self.decision.flags[node.id]
        if isinstance(node, Fact):
            return self.fact(node.name)
        if isinstance(node, (Parameter, Assumed, AsOf)):
            return self._setting(node)
        if isinstance(node, Apply) and node.operator in _LOGIC:
            return self._logic(node)
        return self.values.get(id(node))

    def _logic(self, node: Apply) -> State:
        states = [self.value(arg) for arg in node.args]
        if node.operator == "not":
            return _as_wanted(states[0], False)
        return _kleene(node.operator == "or", states)

    def _setting(self, node: Meant) -> Any:
        settings = self.decision.settings
        if isinstance(node, AsOf):
            return settings.as_of
        place = self.tracer.settings[type(node), getattr(node, "name", "")]
        values = settings.assumptions if isinstance(node, Assumed) else settings.parameters
        return values[place]

    def fact(self, name: str) -> Any:
        """A fact as the policy saw it, given or derived."""
        if name in self.tracer.program.plan.item_work:
            return self.decision.lists[name]
        derived = self.decision.flags.get(StepId("fact", name), self)
        if derived is not self:
            return derived
        place = self.tracer.inputs.get(name)
        return None if place is None else self.decision.facts.values[place]

    def is_supplied(self, name: str) -> bool:
        """Whether a fact the policy could work out was given."""
        place = self.tracer.inputs.get(name)
        derived = name in self.tracer.definitions or name in self.tracer.uses
        return derived and place is not None and self.decision.facts.values[place] is not None

    def definition(self, name: str) -> Meant | None:
        """How a fact was worked out; nothing if it was given or comes from elsewhere."""
        return None if self.is_supplied(name) else self.tracer.definitions.get(name)

    def resolved(self, node: Meant) -> Meant:
        """The branch of an ``if`` that counts."""
        while isinstance(node, Apply) and node.operator == "if":
            condition = self.value(node.args[0])
            if condition is None:
                break
            node = node.args[1] if condition else node.args[2]
        return node

    def reading(self, node: Meant) -> Reading:
        """An operand with its value."""
        node = self.resolved(node)
        return Reading(node, self.value(node))

    # --- parts ----------------------------------------------------------------------------

    def _clause(self, name: str, wanted: bool) -> Part:
        clause = self.decision.policy.by_id[name]
        shape: Shape = "criterion" if clause.act == "criterion" else "clause"
        if clause.test is None:
            return Part(shape, wanted, Const(Kind("flag"), True), wanted, clause)
        state = _as_wanted(self.decision.state(name), wanted)
        part = _titled(self._part(clause.test, wanted), shape, clause, state)
        return replace(part, node=clause.test, wanted=wanted)

    def _part(self, node: Meant, wanted: bool) -> Part:
        if isinstance(node, Step):
            return self.clause(node.name, wanted)
        if isinstance(node, Const):
            return Part("fixed", _as_wanted(node.value, wanted), node, wanted)
        if isinstance(node, Fact):
            return self._flag(node, wanted)
        if isinstance(node, Apply):
            return self._apply(node, wanted)
        if isinstance(node, Parameter):
            return self._leaf(node, "is", wanted, (node,))
        operator = node.operator if isinstance(node, Over) else "assumed"
        return self._leaf(node, operator, wanted, self._sources(node))

    def _apply(self, node: Apply, wanted: bool) -> Part:
        if node.operator == "not":
            return self._part(node.args[0], not wanted)
        if node.operator in ("and", "or"):
            return self._between(node, wanted) or self._group(node, wanted)
        if node.operator == "at least":
            return self._at_least(node, wanted)
        if node.operator == "if":
            return self._choice(node, wanted)
        return self._comparison(node, wanted)

    def _flag(self, node: Fact, wanted: bool) -> Part:
        definition = self.definition(node.name)
        if definition is None or _is_table(definition):
            return self._leaf(node, "is", wanted, (node,))
        state = _as_wanted(self.fact(node.name), wanted)
        clause = self.tracer.defining.get(node.name)
        part = self._part(definition, wanted)
        if clause is None:
            return part
        return replace(_titled(part, "definition", clause, state), node=node, wanted=wanted)

    def _group(self, node: Apply, wanted: bool) -> Part:
        join: Join = "all" if (node.operator == "and") == wanted else "any"
        parts: list[Part] = []
        for arg in node.args:
            part = self._part(arg, wanted)
            same = part.shape == "group" and part.join == join
            parts += part.children if same else [part]
        state = _joined(join, parts)
        return Part("group", state, node, wanted, join=join, children=tuple(parts))

    def _at_least(self, node: Apply, wanted: bool) -> Part:
        parts = tuple(self._part(arg, wanted) for arg in node.args[1:])
        asked = self.value(node.args[0])
        number = 0 if asked is None else int(asked) if wanted else len(parts) - int(asked) + 1
        state = _as_wanted(self.value(node), wanted)
        return Part("group", state, node, wanted, None, "at least", number, parts)

    def _choice(self, node: Apply, wanted: bool) -> Part:
        """An ``if``: its condition and the branch that counts; an assumption only picks it."""
        condition, yes, no = node.args
        chosen = self.value(condition)
        if chosen is None:
            both = (self._part(yes, wanted), self._part(no, wanted))
            parts = (self._part(condition, True), *both)
            return Part("choice", None, node, wanted, children=parts)
        branch = self._part(yes if chosen else no, wanted)
        if isinstance(condition, Assumed):
            return branch
        picked = self._part(condition, chosen)
        return Part("choice", branch.state, node, wanted, children=(picked, branch))

    def _between(self, node: Apply, wanted: bool) -> Part | None:
        """``x in [a..b]`` was checked into two comparisons of one thing."""
        if node.operator != "and" or len(node.args) != 2:
            return None
        low, high = node.args
        if not (isinstance(low, Apply) and isinstance(high, Apply) and is_range(low, high)):
            return None
        operator = f"between {low.operator} {high.operator}"
        return self._leaf(node, operator, wanted, (*low.args, high.args[1]))

    def _comparison(self, node: Apply, wanted: bool) -> Part:
        operator, args = upright(node)
        if operator == "!=":
            state = _as_wanted(self.value(node), wanted)
            return self._leaf(node, "=", not wanted, args, state)
        if not wanted and operator in ORDERS:
            state = _as_wanted(self.value(node), False)
            return self._leaf(node, ORDERS[operator].contrary, True, args, state)
        return self._leaf(node, operator, wanted, args)

    def _leaf(
        self, node: Meant, operator: str, wanted: bool, args: Sequence[Meant], *state: State
    ) -> Part:
        found = state[0] if state else _as_wanted(self.value(node), wanted)
        readings = tuple(self.reading(arg) for arg in args)
        return Part("leaf", found, node, wanted, operator=operator, readings=readings)

    def _sources(self, node: Meant) -> tuple[Meant, ...]:
        return (node.source,) if isinstance(node, Over) else ()

    # --- policies used --------------------------------------------------------------------

    def used(self, fact: str) -> Trace | None:
        """The tree of the policy that gave a fact; nothing if the fact was supplied."""
        use = self.tracer.uses.get(fact)
        if use is None or self.is_supplied(fact):
            return None
        if fact not in self._used:
            places, values = self.tracer.inputs, self.decision.facts.values
            given = {name: values[place] for name, place in places.items()}
            self._used[fact] = trace(self._decided(use, given))
        return self._used[fact]

    def asked_of(self, use: Use, place: int) -> Trace | None:
        """The tree of a policy that was asked of an item of a list; nothing if its result was supplied."""
        listed = self.tracer.program.plan.item_work[use.each]
        item = self.decision.facts.values[self.tracer.inputs[use.each]][place]
        given = dict(zip((one.name for one in listed.inputs), item, strict=True))
        if given[use.field] is not None:
            return None
        key = f"{use.fact} {place}"
        if key not in self._used:
            self._used[key] = trace(self._decided(use, given))
        return self._used[key]

    def _decided(self, use: Use, values: Mapping[str, Any]) -> Decision:
        fact = use.fact
        decider = self.tracer.deciders[fact]
        plan, settings = decider.program.plan, self.decision.settings
        given = tuple(values.get(use.prefix + one.name) for one in plan.inputs)
        outer = self.tracer.program.plan
        parameters = dict(
            zip((*outer.parameters, *outer.reference_lists), settings.parameters, strict=True)
        )
        assumptions = dict(zip(outer.assumptions, settings.assumptions, strict=True))
        inner = Settings(
            settings.as_of,
            tuple(parameters[f"{fact}/{name}"] for name in plan.parameters)
            + tuple(parameters[name] for name in plan.reference_lists),
            tuple(assumptions[f"{fact}/{name}"] for name in plan.assumptions),
        )
        return _decided(decider, inner, Facts(given))


def _decided(decider: Decider, settings: Settings, facts: Facts) -> Decision:
    answer = decider.program.flags(facts.values, settings)
    return Decision(decider, settings, facts, answer.outcome, answer.states)


def _titled(part: Part, shape: Shape, clause: Clause, state: State) -> Part:
    """A clause's condition under the clause's name; a group below needs no level of its own."""
    if part.shape == "group" and part.clause is None:
        return replace(part, shape=shape, clause=clause, state=state)
    return Part(shape, state, part.node, part.wanted, clause, children=(part,))


def _as_wanted(state: State, wanted: bool) -> State:
    return state if wanted or state is None else not state


def _joined(join: Join, parts: Sequence[Part]) -> State:
    return _kleene(join == "any", [part.state for part in parts])


def _kleene(ends: bool, states: Sequence[State]) -> State:
    """``or`` is true as soon as one part is, ``and`` false as soon as one is (``ends``)."""
    return ends if ends in states else None if None in states else not ends


def _is_table(node: Meant) -> bool:
    """Whether a definition is a value table: what its rows ask is told by the fact they give, not row by row."""
    return isinstance(node, Apply) and node.operator == "first"


# --- from SQL -----------------------------------------------------------------------------


def decision_from_row(
    decider: Decider, facts: Facts, row: Mapping[StepId, Any], as_of: date
) -> Decision:
    """A decision from a row of flags, as SQL gives them: steps of the outcome and of the trace to inside values.

    The outcome must be complete. Steps the row leaves out are worked out from the facts, so that a
    narrow row is told in the same words as a wide one.
    """
    program, settings = decider.program, decider.program.settings(as_of)
    outcome = Outcome(*(row[step] for step in OUTCOME))
    if all(step in row for step in program.traced):
        states = tuple(row[step] for step in program.traced)
    else:
        worked = program.flags(facts.values, settings).states
        named = zip(program.traced, worked, strict=True)
        states = tuple(row.get(step, value) for step, value in named)
    return Decision(decider, settings, facts, outcome, states)


def label_of(decision: Decision, name: str) -> Words:
    """What a fact, list, parameter or reference list is called."""
    policy = decision.policy
    found = policy.vocabulary.label_of(name)
    if found is not None:
        return found
    return policy.parameters[name].title if name in policy.parameters else Words(name, name)


__all__ = [
    "Part",
    "Reading",
    "Trace",
    "Tracer",
    "decision_from_row",
    "is_open",
    "label_of",
    "trace",
    "tracer_of",
]
