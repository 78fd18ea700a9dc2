"""A compiled policy: its plan, and the functions made from it when first needed."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from kefen.compiling.answers import AnswerFunction, Outcome, Settings, ValuesFunction
from kefen.compiling.plan import Plan, plan_policy
from kefen.compiling.python import answering, valuing
from kefen.compiling.simplify import simplify_plan
from kefen.compiling.steps import PlannedStep, closure
from kefen.language.syntax import Fact, Meant, StepId, steps_read
from kefen.policy import MEASURES, Policy
from kefen.values import Kind
from kefen.vocabulary import Age, ReferenceList

#: for each measure its state, and what a limit that may apply limits to
Collected = tuple[tuple[Any, Any], ...]
#: what a trace shows
_SHOWN = ("clause", "bound", "fact", "gap", "score")


@dataclass(frozen=True)
class Program:
    """A policy ready to decide. Its functions take the facts in the order of the plan's inputs, and settings."""

    plan: Plan

    @property
    def policy(self) -> Policy:
        """The policy that was compiled."""
        return self.plan.policy

    def with_steps(self, steps: Sequence[PlannedStep]) -> Program:
        """The program with further steps, which read those before them."""
        return Program(replace(self.plan, steps=(*self.plan.steps, *steps))) if steps else self

    @cached_property
    def rules(self) -> list[Meant]:
        """The vocabulary's rules: rows for which one is false are quarantined."""
        return [rule.test for rule in self.policy.vocabulary.rules]

    @cached_property
    def set_plan(self) -> Plan:
        """The plan with the policy's own switches set."""
        return simplify_plan(self.plan, {n: a.holds for n, a in self.plan.assumptions.items()})

    @cached_property
    def answer(self) -> AnswerFunction:
        """The outcome without states; switches as the policy sets them."""
        return answering(self.set_plan, (), self.rules)

    @cached_property
    def flags(self) -> AnswerFunction:
        """The outcome with the states of ``traced``; switches as the policy sets them."""
        return answering(self.set_plan, self.traced, self.rules)

    @cached_property
    def answer_if(self) -> AnswerFunction:
        """The outcome with the states of ``measured``, under any switches."""
        return answering(self.plan, self.measured, self.rules)

    @cached_property
    def measured(self) -> tuple[StepId, ...]:
        """The steps of what is collected beside the result: conditions of measures, bounds of limits."""
        measures = {clause.id for clause in self.policy.acts(*MEASURES)}
        roles = ("clause", "bound")
        return tuple(s for s in self.traced if s.role in roles and s.name in measures)

    def flipped(
        self, facts: Sequence[Any], settings: Settings, place: int
    ) -> tuple[Outcome, Collected]:
        """The outcome and what is collected with the assumption at a place switched."""
        switches = list(settings.assumptions)
        switches[place] = not switches[place]
        answer = self.answer_if(facts, settings._replace(assumptions=tuple(switches)))
        return answer.outcome, self.collected(dict(zip(self.measured, answer.states, strict=True)))

    def moving(
        self, facts: Sequence[Any], settings: Settings, stays: tuple[Any, Collected]
    ) -> Iterator[str]:
        """The assumptions of which each, switched alone, changes what is said or what is collected."""
        for place, name in enumerate(self.plan.assumptions):
            outcome, collected = self.flipped(facts, settings, place)
            if (outcome.said, collected) != stays:
                yield name

    def collected(self, states: Mapping[StepId, Any]) -> Collected:
        """The state of each measure, and what a limit that may apply limits to, from the values of ``measured``."""
        found = []
        for clause in self.policy.acts(*MEASURES):
            state = states.get(StepId("clause", clause.id), True)
            bound = states.get(StepId("bound", clause.id))
            found.append((state, None if state is False else bound))
        return tuple(found)

    @cached_property
    def traced(self) -> tuple[StepId, ...]:
        """The steps a trace shows: conditions of clauses, bounds, facts worked out, gaps, scores."""
        steps = (step.id for step in self.plan.steps)
        return tuple(step for step in steps if step.role in _SHOWN and not step.within)

    @cached_property
    def gaps(self) -> dict[str, bool]:
        """The facts of value tables that may be met by no row; whether a value or measure shows them.

        Others are told only while the decision is open.
        """
        acts = self.policy.acts("value", *MEASURES)
        nodes = (node for clause in acts for node in clause.expressions)
        shown = [StepId("fact", clause.target) for clause in self.policy.acts("value")]
        shown += [step for node in nodes for step in steps_read(node)]
        read = closure(shown, self.plan.steps)
        gaps = (step.name for step in self.traced if step.role == "gap")
        return {name: StepId("fact", name) in read for name in gaps}

    def settings(self, as_of: date) -> Settings:
        """Parameter values, loaded lists and switches on a day."""
        return Settings(
            as_of,
            tuple(self._parameters(as_of)),
            tuple(assumption.holds for assumption in self.plan.assumptions.values()),
        )

    def _parameters(self, as_of: date) -> Iterator[Any]:
        for parameter in self.plan.parameters.values():
            yield parameter.on(as_of)
        for listed in self.plan.reference_lists.values():
            yield entries_on(listed, as_of)

    @cached_property
    def lists(self) -> ValuesFunction:
        """The lists whose items other policies are asked of, in the order of the plan, with the results."""
        lists = (Fact(Kind("list", of=name), name) for name in self.plan.item_work)
        return self.values_of(list(lists))

    def values_of(self, nodes: Sequence[Meant]) -> ValuesFunction:
        """A function of the same facts that gives the values of expressions."""
        return valuing(self.plan, nodes)


def entries_on(listed: ReferenceList, as_of: date) -> frozenset[str] | None:
    """The codes on a reference list on a day; unknown when it is not loaded, not yet loaded, or too old."""
    if listed.entries is None or (listed.dated and listed.dated > as_of):
        return None
    if listed.dated and listed.max_age and is_stale(listed.dated, listed.max_age, as_of):
        return None
    return frozenset(
        code
        for code, since, until in listed.entries
        if (since is None or since <= as_of) and (until is None or as_of < until)
    )


def is_stale(dated: date, max_age: Age, as_of: date) -> bool:
    """Whether something of a day is older than its limit."""
    if max_age.days:
        return (as_of - dated).days > max_age.days
    months = (as_of.year - dated.year) * 12 + as_of.month - dated.month
    return months > max_age.months or (months == max_age.months and as_of.day > dated.day)


def stale_from(dated: date, max_age: Age) -> date | None:
    """The first day on which something of a day is older than its limit; nothing after the end of the calendar."""
    try:
        if max_age.days:
            return dated + timedelta(days=max_age.days + 1)
        year, month = divmod(dated.year * 12 + dated.month - 1 + max_age.months, 12)
        same_day = min(dated.day, monthrange(year, month + 1)[1])
        return date(year, month + 1, same_day) + timedelta(days=1)
    except (ValueError, OverflowError):
        return None


def compile_policy(policy: Policy) -> Program:
    """The program of a sound policy."""
    return Program(plan_policy(policy))


__all__ = ["Collected", "Program", "compile_policy", "entries_on", "is_stale", "stale_from"]
