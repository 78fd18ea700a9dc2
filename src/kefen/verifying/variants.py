"""A policy under other choices, and with one criterion met: compiled once, then only asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Any, ClassVar

from kefen.checking.overlays import policy_with
from kefen.compiling import Plan, Program, compile_policy, plan_policy
from kefen.compiling.answers import Outcome, Settings
from kefen.compiling.program import Collected
from kefen.deciding import Decider, Decision
from kefen.language.syntax import Assumed, Meant, apply
from kefen.policy import Assumption, Clause, Policy
from kefen.values import FLAG, NO_WORDS

_MET = "met "
_CRITERIA = ("criterion", "at least", "at most", "exactly", "adjust", "ban", "points")


@dataclass(frozen=True)
class Choices:
    """What a case chooses for itself: switches of assumptions, values of parameters, codes on lists."""

    KEYS: ClassVar[tuple[str, ...]] = ("assumptions", "parameters", "lists")

    assumptions: Mapping[str, Any] = field(default_factory=dict)
    parameters: Mapping[str, Any] = field(default_factory=dict)
    lists: Mapping[str, Any] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """The same text for the same choices."""
        return repr([sorted(dict(getattr(self, key)).items()) for key in self.KEYS])

    def with_(self, **more: Mapping[str, Any]) -> Choices:
        """These choices with others laid over them."""
        return Choices(**{key: {**getattr(self, key), **more.get(key, {})} for key in self.KEYS})


class Variants:
    """One version of a policy as cases choose it."""

    def __init__(self, policy: Policy) -> None:
        self.policy = policy
        self._deciders: dict[str, Decider] = {}
        self._settings: dict[tuple[str, date], Settings] = {}

    def decider(self, choices: Choices) -> Decider:
        """The policy with a case's choices. Its plan is the same: choices only set values and switches."""
        if choices.key not in self._deciders:
            chosen = self._chosen(choices)
            program = Program(_with_choices(self._plan, chosen))
            self._deciders[choices.key] = Decider(program, chosen.since)
        return self._deciders[choices.key]

    @cached_property
    def _plan(self) -> Plan:
        return plan_policy(self.policy)

    def _chosen(self, choices: Choices) -> Policy:
        chosen = {key: getattr(choices, key) for key in Choices.KEYS if getattr(choices, key)}
        return policy_with(self.policy, **chosen) if chosen else self.policy

    # --- with one criterion met ------------------------------------------------------------------------

    @cached_property
    def flippable(self) -> tuple[str, ...]:
        """Ids of the clauses whose condition can be set to true."""
        return tuple(c.id for c in self.policy.acts(*_CRITERIA) if c.test is not None)

    @cached_property
    def switched(self) -> Program:
        """The policy with a switch beside each criterion, off unless asked."""
        ids = set(self.flippable)
        clauses = tuple(_with_switch(c) if c.id in ids else c for c in self.policy.clauses)
        switches = {
            _MET + id: Assumption(_MET + id, NO_WORDS, NO_WORDS, NO_WORDS, NO_WORDS, holds=False)
            for id in self.flippable
        }
        assumptions = {**self.policy.assumptions, **switches}
        return compile_policy(replace(self.policy, clauses=clauses, assumptions=assumptions))

    @cached_property
    def _places(self) -> dict[str, int]:
        return {name: place for place, name in enumerate(self.switched.plan.assumptions)}

    def moves(self, decision: Decision, choices: Choices, id: str) -> bool:
        """Whether the decision were another if this criterion alone were met."""
        outcome, measures = self._flipped(decision, choices, _MET + id)
        return outcome.said[:3] != decision.outcome.said[:3] or measures != self.switched.collected(
            decision.flags
        )

    def carries(self, decision: Decision, choices: Choices, assumption: str) -> bool:
        """Whether the decision were another with this assumption switched."""
        outcome, measures = self._flipped(decision, choices, assumption)
        return outcome.said != decision.outcome.said or measures != self.switched.collected(
            decision.flags
        )

    def _flipped(
        self, decision: Decision, choices: Choices, switch: str
    ) -> tuple[Outcome, Collected]:
        """The outcome and what is collected with one switch flipped, of a criterion or an assumption."""
        settings = self.settings(choices, decision.as_of)
        return self.switched.flipped(decision.facts.values, settings, self._places[switch])

    def settings(self, choices: Choices, day: date) -> Settings:
        """Values and switches for the switched program, as a case chooses them."""
        key = (choices.key, day)
        if key not in self._settings:
            own = _with_choices(self.switched.plan, self._chosen(choices))
            self._settings[key] = Program(own).settings(day)
        return self._settings[key]


def _with_choices(plan: Plan, chosen: Policy) -> Plan:
    return replace(
        plan,
        policy=chosen,
        parameters={**plan.parameters, **chosen.every_parameter},
        assumptions={**plan.assumptions, **chosen.every_assumption},
        reference_lists=chosen.vocabulary.reference_lists,
    )


def _with_switch(clause: Clause) -> Clause:
    test = clause.test
    assert test is not None
    switch: Meant = Assumed(FLAG, _MET + clause.id)
    return replace(clause, test=apply("or", switch, test))
