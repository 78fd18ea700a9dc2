"""The only builder of trees: flags and facts become clauses, criteria, parts and comparisons.

Where the flags came from, Python or a row of SQL output, makes no difference: the states of clauses
and criteria are the decision's flags, and what a comparison read is worked out from the same facts
by one generated function per program.

A part's ``state`` says whether what is *wanted* of it holds. Negations are pushed down to the
comparisons, so that ``not (a and b)`` is shown as "any of: not a, not b"; in Kleene's logic both
always agree.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from kefen.compiling.answers import OUTCOME, Outcome, Settings
from kefen.deciding.decide import Decider, Decision
from kefen.deciding.facts import Facts
from kefen.deciding.parts import Join, Part, Reading, Shape, State
from kefen.deciding.tracing import LOGIC, Tracer, tracer_of
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
    is_range,
    upright,
)
from kefen.policy import Clause, Use
from kefen.values import Kind, Words

# --- evaluation ---------------------------------------------------------------------------


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
        if isinstance(node, Apply) and node.operator in LOGIC:
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
        if isinstance(node, Over):
            return self._leaf(node, node.operator, wanted, (node.source,))
        return self._leaf(node, "assumed", wanted, ())

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

    def _decided(self, use: Use, found: Mapping[str, Any]) -> Decision:
        fact, decider = use.fact, self.tracer.deciders[use.fact]
        plan, settings = decider.program.plan, self.decision.settings
        given = tuple(found.get(use.prefix + one.name) for one in plan.inputs)
        outer = self.tracer.program.plan
        values = outer.named(settings)
        assumptions = dict(zip(outer.assumptions, settings.assumptions, strict=True))
        inner = Settings(
            settings.as_of,
            (
                *(values[f"{fact}/{name}"] for name in plan.parameters),
                *(values[name] for name in plan.reference_lists),
            ),
            tuple(assumptions[f"{fact}/{name}"] for name in plan.assumptions),
        )
        answer = decider.program.flags(given, inner)
        return Decision(decider, inner, Facts(given), answer.outcome, answer.states)


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


__all__ = ["Trace", "decision_from_row", "label_of", "trace"]
