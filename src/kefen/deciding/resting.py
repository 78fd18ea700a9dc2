"""Which facts rest on which, and what a change of one takes along."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from kefen.compiling.plan import Plan
from kefen.deciding.facts import Facts
from kefen.language.syntax import StepId


@dataclass(frozen=True)
class Resting:
    """The facts of a plan by what they are worked out from."""

    plan: Plan

    @cached_property
    def on(self) -> dict[str, frozenset[str]]:
        """For each fact that can be worked out, every fact it is worked out from."""
        below: dict[StepId, frozenset[str]] = {}
        for step in self.plan.steps:
            found: set[str] = set()
            for read in step.reads:
                found |= below.get(read, frozenset())
                found |= {read.name} if read.role == "fact" else set()
            below[step.id] = frozenset(found)
        return {step.name: facts for step, facts in below.items() if step.role == "fact"}

    @cached_property
    def _places(self) -> dict[str, int]:
        return {given.name: place for place, given in enumerate(self.plan.inputs)}

    @cached_property
    def _places_above(self) -> dict[str, list[int]]:
        """For each fact the places of those that may be given and rest on it."""
        found: dict[str, list[int]] = {}
        for place, given in enumerate(self.plan.inputs):
            for name in self.on[given.name] if given.derived else ():
                found.setdefault(name, []).append(place)
        return found

    def changed(self, facts: Facts, changes: Mapping[str, Any]) -> Facts:
        """Facts with some inside values replaced; given values that the change would contradict are dropped."""
        values = list(facts.values)
        for name in changes:
            for place in self._places_above.get(name, ()):
                values[place] = None
        for name in self._places.keys() & changes.keys():
            values[self._places[name]] = changes[name]
        dated = tuple((name, day) for name, day in facts.dated if name not in changes)
        stale = tuple(name for name in facts.stale if name not in changes)
        fields = tuple(one for one in facts.dated_fields if one.listed not in changes)
        return facts._replace(values=tuple(values), stale=stale, dated=dated, dated_fields=fields)
