"""Whose facts stand behind a value: the customer hears of what rests on those of others only as a condition of theirs.

What counts is what a value was really worked out from: the branch of an ``if`` that was taken and the conditions that led
there. Where nothing of a third party is recorded, as for a customer who has no spouse, there is nothing to withhold.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property

from kefen.compiling.names_read import facts_read, fields_read
from kefen.deciding.decide import Decision
from kefen.deciding.parts import Part
from kefen.deciding.trace import Trace, trace
from kefen.language.joining import rows_of
from kefen.language.syntax import Apply, Fact, Meant, Step, children, walk
from kefen.policy import MEASURES, Clause, Use
from kefen.values import Words


@dataclass(frozen=True)
class ThirdParties:
    """The third parties behind what one trace tells; none for those who may hear of them."""

    trace: Trace
    _known: dict[str, Words | None] = field(default_factory=dict, repr=False, compare=False)

    @property
    def names(self) -> dict[str, Words]:
        """Everything that may rest on a third party's facts, and whose."""
        return self.trace.tracer.private

    def behind(self, node: Meant) -> Words | None:
        """Whose facts an expression reads, itself or through what is worked out."""
        if not self.names:
            return None
        own = [one.name for one in walk(node) if isinstance(one, Fact)]
        own += [f"{listed}.{name}" for listed, name in fields_read(node)]
        third_party = self.trace.decision.policy.vocabulary.third_party
        return _first(map(third_party, own)) or self.came_from(node)

    def of(self, name: str) -> Words | None:
        """Whose a fact or a field of a list is, or whose facts stand behind its value."""
        if name not in self.names:
            return None
        return self.trace.decision.policy.vocabulary.third_party(name) or self._of(name)

    def title_of(self, clause: Clause) -> Clause:
        """A clause as it is told: without the words of its author where these may say what a third party's facts are."""
        told_of = self.names and _first(map(self.of, sorted(facts_read(clause))))
        return clause.untitled if told_of else clause

    @cached_property
    def of_result(self) -> Words | None:
        """Whose facts stand behind what the policy concludes."""
        passed = ("criterion", "define", "value", *MEASURES)
        clauses = (one for one in self.trace.decision.policy.clauses if one.act not in passed)
        return _first(self.came_from(one.test) for one in clauses if one.test is not None)

    # --- what it came from ----------------------------------------------------------------------

    def _of(self, name: str) -> Words | None:
        """Whose facts a value came from; nothing where none of them is recorded."""
        if name in self.names and name not in self._known:
            self._known[name] = self._found(name)
        return self._known.get(name)

    def _found(self, name: str) -> Words | None:
        vocabulary, uses = self.trace.decision.policy.vocabulary, self.trace.decision.policy.uses
        whose, listed = vocabulary.third_party(name), vocabulary.field_of(name)
        if whose is not None:
            value = self.trace.fact(listed[0].name if listed else name)
            return None if value is None or value == () else whose
        used = next((use for use in uses if use.fact == name), None)
        if used is not None:
            return self._of_use(used)
        if self.trace.is_supplied(name):  # nobody can see what it was made from
            return self.names[name]
        definition = self.trace.tracer.definitions.get(name)
        return None if definition is None else self.came_from(definition)

    def _of_use(self, use: Use) -> Words | None:
        if not use.each:
            inner = self.trace.used(use.fact)
            return None if inner is None else ThirdParties(inner).of_result
        records = range(len(self.trace.fact(use.each) or ()))
        asked = (self.trace.asked_of(use, place) for place in records)
        return _first(ThirdParties(one).of_result for one in asked if one is not None)

    def came_from(self, node: Meant) -> Words | None:
        """Whose recorded facts the value of an expression was worked out from."""
        if isinstance(node, Fact):
            return self._of(node.name)
        if isinstance(node, Step):
            test = self.trace.decision.policy.by_id[node.name].test
            return None if test is None else self.came_from(test)
        fields = [f"{listed}.{name}" for listed, name in fields_read(node)]
        return _first(map(self._of, fields)) or _first(map(self.came_from, self._reached(node)))

    def _reached(self, node: Meant) -> Iterator[Meant]:
        """The parts that a value came from: of a choice the conditions up to the one that held, and what it chose."""
        if not isinstance(node, Apply) or node.operator not in ("if", "first"):
            yield from children(node)
            return
        for condition, value in rows_of(node):
            yield condition
            state = self.trace.value(condition)
            if state is not False:
                yield value
            if state is True:
                return
        yield node.args[-1]

    # --- time -------------------------------------------------------------------------------------

    def turning(self, after: Decision) -> bool:
        """Whether time has turned a condition of a third party until a later day, which would tell a date of theirs."""
        if not self.names:
            return False
        both = (self, ThirdParties(trace(after)))
        old, new = (_states(one.trace) for one in both)
        turned = [key for key in {**old, **new} if _state(old, key) != _state(new, key)]
        return any(
            one.behind(parts[key].node)
            for one, parts in zip(both, (old, new), strict=True)
            for key in turned
            if key in parts
        )


_Key = tuple[int, bool]


def _states(tree: Trace) -> dict[_Key, Part]:
    """Every comparison below what a policy concludes."""
    leaves = (part for clause in tree.clauses for part in clause.leaves())
    return {(id(part.node), part.wanted): part for part in leaves}


def _state(parts: dict[_Key, Part], key: _Key) -> object:
    return parts[key].state if key in parts else "not read"


def _first(found: Iterable[Words | None]) -> Words | None:
    return next(filter(None, found), None)


__all__ = ["ThirdParties"]
