"""What time may turn in a policy: every comparison with a clock in it, and the days on which it may pass its number."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from functools import cached_property
from typing import Any

from kefen.compiling.answers import ValuesFunction
from kefen.compiling.by_day import change_days
from kefen.compiling.plan import Work
from kefen.compiling.program import Program
from kefen.deciding.decide import Decider, Decision
from kefen.deciding.facts import Facts
from kefen.explaining.clock import Clock, counting, of_item, reads_item, turns_of, with_lists
from kefen.language.operators import CLOCKS, COMPARISONS
from kefen.language.syntax import (
    Apply,
    AsOf,
    Fact,
    Item,
    Meant,
    Over,
    Parameter,
    Step,
    walk,
)
from kefen.memo import kept
from kefen.policy import Policy

#: at which numbers beside the one compared with a comparison of what grows may turn; others at both
_TURNS = {">=": (0,), "<": (0,), ">": (1,), "<=": (1,)}
_MOVING = (AsOf, Parameter, Step, Over)


class Clockwork:
    """The clocks of one program, found once."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.derivations = _derivations(program.plan)
        self.of_items = {
            name: {field: of_item(node) for field, node in _derivations(work).items()}
            for name, work in program.plan.item_work.items()
        }

    @cached_property
    def clocks(self) -> tuple[Clock, ...]:
        """Every comparison with a clock in it."""
        found: dict[Clock, None] = {}
        plan = self.program.plan
        roots = [(step.expression, "") for step in plan.steps]
        roots += [(rule.test, "") for rule in self.program.policy.vocabulary.rules]
        for name, work in plan.item_work.items():
            roots += [(of_item(step.expression), name) for step in work.steps]
        for root, of in roots:
            for node, listed in with_lists(root, of):
                if isinstance(node, Apply) and node.operator in COMPARISONS:
                    found |= dict.fromkeys(self._clocks_of(node, listed))
        return tuple(found)

    def _clocks_of(self, node: Apply, listed: str) -> Iterator[Clock]:
        for place, operand in enumerate(node.args):
            other = node.args[1 - place]
            row = COMPARISONS[node.operator]
            turns = _TURNS.get(row.mirrored if place else node.operator, (0, 1))
            whole = self._followed(operand, listed)
            if isinstance(whole, AsOf):
                yield Clock("date", other, None, listed, turns=turns)
            elif isinstance(whole, Apply) and whole.operator in CLOCKS:
                clock = Clock(whole.operator, other, other, listed, turns=turns)
                yield from counting(whole, clock)
            else:
                for part in self._inside(operand, listed, set()):
                    yield from counting(part, Clock(part.operator, other, None, listed))

    def _followed(self, node: Meant, listed: str) -> Meant:
        while (below := self._derivation(node, listed)) is not None:
            node = below
        return node

    def _derivation(self, node: Meant, listed: str) -> Meant | None:
        """How a fact, or a field of an item, is worked out."""
        if isinstance(node, Item):
            return self.of_items.get(listed, {}).get(node.name)
        return self.derivations.get(node.name) if isinstance(node, Fact) else None

    def _inside(self, node: Meant, listed: str, seen: set[str]) -> Iterator[Apply]:
        """Clocks somewhere below, through definitions; comparisons below have their own."""
        for part in walk(node):
            if isinstance(part, Apply) and part.operator in CLOCKS:
                yield part
            elif isinstance(part, Fact | Item) and part.name not in seen:
                seen.add(part.name)
                below = self._derivation(part, listed)
                if below is not None and part.kind.name != "flag":
                    yield from self._inside(below, listed, seen)

    @cached_property
    def timed(self) -> frozenset[str]:
        """Derived facts that change with the as-of day."""
        return _timed(self.derivations)

    @cached_property
    def timed_fields(self) -> dict[str, frozenset[int]]:
        """For each list the places of the fields that change with the as-of day."""
        found = {}
        for name, work in self.program.plan.item_work.items():
            timed = _timed(_derivations(work))
            found[name] = frozenset(n for n, one in enumerate(work.inputs) if one.name in timed)
        return found

    @cached_property
    def places(self) -> dict[str, int]:
        """Where each timed derived fact stands among the inputs, if it may be given."""
        return {
            given.name: place
            for place, given in enumerate(self.program.plan.inputs)
            if given.name in self.timed
        }

    # --- values ---------------------------------------------------------------------------------

    @cached_property
    def nodes(self) -> list[Meant]:
        """Starts and thresholds that stand outside lists."""
        found: dict[Meant, None] = {}
        for clock in self.clocks:
            for node in (clock.start, clock.threshold):
                if node is not None and not reads_item(node) and node.kind.name != "count":
                    found[node] = None
        return list(found)

    @cached_property
    def function(self) -> ValuesFunction:
        return self.program.values_of(self.nodes)

    def turning_days(self, decision: Decision) -> Iterator[date]:
        """The days on which a clock passes the number it is compared with."""
        found = self.function(decision.facts.values, decision.settings)
        values = dict(zip(self.nodes, found, strict=True))
        for clock in self.clocks:
            numbers = self.numbers(clock, values, decision.as_of)
            for start in self._starts(clock, values, decision):
                yield from turns_of(clock, start, numbers, decision.as_of)

    def numbers(
        self, clock: Clock, values: Mapping[Meant, Any], as_of: date
    ) -> tuple[int, ...] | None:
        """The whole numbers a clock may be compared with from a day on; nothing when they cannot be said."""
        node = clock.threshold
        if isinstance(node, Parameter):
            return tuple(map(int, self.program.plan.parameters[node.name].ahead(as_of)))
        if node is None or self.looks_far(clock):
            return None
        found = values[node]
        several = found if isinstance(found, frozenset) else (found,)
        return () if found is None else tuple(map(int, several))

    def looks_far(self, clock: Clock) -> bool:
        """Whether a clock is compared with what nobody can say ahead, or what may itself change with the as-of day."""
        node = clock.threshold
        if isinstance(node, Parameter):
            return False
        return node is None or node not in self.places_of_nodes or any(map(self._moves, walk(node)))

    @cached_property
    def places_of_nodes(self) -> dict[Meant, int]:
        """Where each of ``nodes`` stands."""
        return {node: place for place, node in enumerate(self.nodes)}

    def _moves(self, part: Meant) -> bool:
        return part.name in self.timed if isinstance(part, Fact) else isinstance(part, _MOVING)

    def _starts(
        self, clock: Clock, values: Mapping[Meant, Any], decision: Decision
    ) -> Iterator[date]:
        if not reads_item(clock.start):
            found = values.get(clock.start)
            if isinstance(found, date):
                yield found
            return
        records = decision.value(clock.listed)
        spec = self.program.policy.vocabulary.lists.get(clock.listed)
        fields = {part.name for part in walk(clock.start) if isinstance(part, Item)}
        for record in records if records and spec else ():
            for name, value in zip(spec.fields if spec else (), record, strict=False):
                if name in fields and isinstance(value, date):
                    yield value

    @cached_property
    def fixed_days(self) -> frozenset[date]:
        """Days on which a parameter changes, or a list changes or becomes too old."""
        plan = self.program.plan
        of_parameters = (day for one in plan.parameters.values() for day in change_days(one))
        of_lists = (day for one in plan.reference_lists.values() for day in change_days(one))
        return frozenset((*of_parameters, *of_lists))

    @cached_property
    def end(self) -> date | None:
        """The first day on which this version, or one it uses, no longer speaks."""
        return min(_ends(self.program.policy), default=None)

    # --- facts in time ----------------------------------------------------------------------------

    @cached_property
    def timed_function(self) -> ValuesFunction:
        """What each timed fact would be if it had not been given."""
        return self.program.values_of([self.derivations[name] for name in self.places])

    def carried_items(self, decision: Decision) -> Iterator[tuple[int, tuple[Any, ...]]]:
        """The places of lists, and their records without what time works out anew."""
        for place, name, fields in self._timed_lists(decision):
            pairs = self._worked_anew(decision, place, name)
            yield (
                place,
                tuple(
                    tuple(
                        None if n in fields and new[n] is not None else value
                        for n, value in enumerate(given)
                    )
                    for given, new in pairs
                ),
            )

    def _timed_lists(self, decision: Decision) -> Iterator[tuple[int, str, frozenset[int]]]:
        """Lists in which a field that changes with the as-of day is given."""
        for place, one in enumerate(self.program.plan.inputs):
            fields = self.timed_fields.get(one.name, frozenset())
            records = decision.facts.values[place] if fields else None
            if records and any(record[n] is not None for record in records for n in fields):
                yield place, one.name, fields

    def _worked_anew(self, decision: Decision, place: int, name: str) -> list[tuple[Any, Any]]:
        """Each record of a list, and what it would be if no field that changes in time had been given."""
        fields, values = self.timed_fields[name], list(decision.facts.values)
        given = values[place]
        values[place] = tuple(
            tuple(None if n in fields else value for n, value in enumerate(record))
            for record in given
        )
        bare = replace(decision, facts=decision.facts._replace(values=tuple(values)))
        return list(zip(given, bare.lists[name] or (), strict=True))

    def _not_followed_of_items(self, decision: Decision) -> Iterator[str]:
        for place, name, fields in self._timed_lists(decision):
            pairs = self._worked_anew(decision, place, name)
            inputs = self.program.plan.item_work[name].inputs
            for n in sorted(fields):
                if any(given[n] is not None and new[n] is None for given, new in pairs):
                    yield f"{name}.{inputs[n].name}"

    def not_followed(self, decision: Decision) -> Iterator[str]:
        """Timed facts that were given and rest on nothing that could be carried forward."""
        given = decision.facts.values
        for item, value in zip(decision.decider.program.plan.inputs, given, strict=True):
            moves = item.spec is not None and item.spec.changed_by == "time" and not item.derived
            if moves and value is not None:
                yield item.name
        yield from self._not_followed_of_items(decision)
        names = [name for name, place in self.places.items() if given[place] is not None]
        if not names:
            return
        bare = without(decision.facts, self.places.values())
        found = self.timed_function(bare.values, decision.settings)
        worked = dict(zip(self.places, found, strict=True))
        yield from (name for name in names if worked[name] is None)


def without(facts: Facts, places: Iterable[int]) -> Facts:
    """The facts with some of them unknown."""
    values = list(facts.values)
    for place in places:
        values[place] = None
    return facts._replace(values=tuple(values))


def _ends(policy: Policy) -> Iterator[date]:
    if policy.until is not None:
        yield policy.until
    for use in policy.uses:
        yield from _ends(use.policy)


def _derivations(work: Work) -> dict[str, Meant]:
    """How each fact is worked out."""
    facts = (step for step in work.steps if step.id.role == "fact")
    return {step.id.name: step.expression for step in facts}


def _timed(derivations: Mapping[str, Meant]) -> frozenset[str]:
    found: set[str] = set()
    for name, expression in derivations.items():
        parts = list(walk(expression))
        reads = {part.name for part in parts if isinstance(part, Fact)}
        if reads & found or any(isinstance(part, AsOf) for part in parts):
            found.add(name)
    return frozenset(found)


@kept
def clockwork_of(decider: Decider) -> Clockwork:
    """The clocks of a decider."""
    return Clockwork(decider.program)
