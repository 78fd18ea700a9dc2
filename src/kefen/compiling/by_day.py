"""A program of which the as-of day is a column: each row is decided as of a day of its own, all in one statement.

A parameter or a reference list that changes after the day of the settings becomes a choice by that column.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from kefen.compiling.answers import Settings
from kefen.compiling.plan import Input, Work
from kefen.compiling.program import Program, entries_on, stale_from
from kefen.compiling.steps import PlannedStep
from kefen.language.syntax import Apply, AsOf, Const, Fact, Item, Meant, Over, Parameter, apply
from kefen.policy import ParameterSpec
from kefen.values import Kind, Words
from kefen.vocabulary import FactSpec, ReferenceList, Rule

#: the column; no fact can have such a name
DAY = "=day"
_DATE = Kind("date")
_INPUT = Input(DAY, FactSpec(DAY, Words(DAY, DAY), _DATE))


def by_day(program: Program, settings: Settings) -> tuple[Program, Settings]:
    """The program whose rows, and items of lists, have a column ``DAY``, on or after the day of the settings."""
    return _Dating(program, settings).program()


def change_days(values: ParameterSpec | ReferenceList) -> Iterator[date]:
    """The days on which a parameter or a reference list may become another."""
    if isinstance(values, ParameterSpec):
        days: list[date | None] = [day for one in values.values for day in (one.since, one.until)]
    elif values.entries is None:
        days = []
    else:
        days = [values.dated, *(day for _, *ends in values.entries for day in ends)]
        days += (
            [stale_from(values.dated, values.max_age)] if values.dated and values.max_age else []
        )
    yield from (day for day in days if day is not None)


@dataclass
class _Dating:
    """Rewrites the expressions of a program; ``lists`` are the further reference lists they then ask, by name."""

    source: Program
    settings: Settings
    lists: dict[str, tuple[ReferenceList, Any]] = field(default_factory=dict)

    def program(self) -> tuple[Program, Settings]:
        plan = self.source.plan
        policy, vocabulary = plan.policy, plan.policy.vocabulary
        rules = tuple(self.rule(rule) for rule in vocabulary.rules)
        dated = replace(
            plan,
            inputs=(*plan.inputs, _INPUT),
            steps=tuple(map(self.step, plan.steps)),
            item_work={name: self.work(work) for name, work in plan.item_work.items()},
            policy=replace(policy, vocabulary=replace(vocabulary, rules=rules)),
        )
        added = {name: listed for name, (listed, _) in self.lists.items()}
        values = (*self.settings.parameters, *(codes for _, codes in self.lists.values()))
        lists = {**plan.reference_lists, **added}
        program = Program(replace(dated, reference_lists=lists))
        return program, self.settings._replace(parameters=values)

    def step(self, step: PlannedStep) -> PlannedStep:
        return replace(step, expression=self.node(step.expression, Fact(_DATE, DAY)))

    def rule(self, rule: Rule) -> Rule:
        return replace(rule, test=self.node(rule.test, Fact(_DATE, DAY)))

    def work(self, work: Work) -> Work:
        steps = tuple(map(self.step, work.steps))
        return replace(work, inputs=(*work.inputs, _INPUT), steps=steps)

    def node(self, node: Meant, day: Meant) -> Meant:
        """An expression with the column in the place of the as-of day; ``day`` is the column where it stands."""
        if isinstance(node, AsOf):
            return day
        if isinstance(node, Parameter):
            return self.parameter(node, day)
        if isinstance(node, Over):
            of_item = Item(_DATE, DAY)
            return replace(
                node,
                filter=self.node(node.filter, of_item) if node.filter else None,
                body=self.node(node.body, of_item) if node.body else None,
                empty=self.node(node.empty, day) if node.empty else None,
            )
        if isinstance(node, Apply):
            first, *rest = (self.node(arg, day) for arg in node.args)
            if node.operator == "in list":
                return self.in_list(replace(node, args=(first, node.args[1])), day)
            return replace(node, args=(first, *rest))
        return node

    def parameter(self, node: Parameter, day: Meant) -> Meant:
        spec = self.source.plan.parameters.get(node.name)
        if spec is None:
            return node
        return self.chosen(spec, node, day, lambda since: Const(node.kind, spec.on(since)))

    def in_list(self, node: Apply, day: Meant) -> Meant:
        listed = node.args[1]
        assert isinstance(listed, Parameter)
        spec = self.source.plan.reference_lists[listed.name]

        def asked(since: date) -> Meant:
            name = f"{listed.name} from {since}"
            self.lists[name] = (replace(spec, name=name), entries_on(spec, since))
            return replace(node, args=(node.args[0], replace(listed, name=name)))

        return self.chosen(spec, node, day, asked)

    def chosen(
        self,
        spec: ParameterSpec | ReferenceList,
        now: Meant,
        day: Meant,
        later: Callable[[date], Meant],
    ) -> Meant:
        """What holds now, and from each day ahead on which that changes what holds then."""
        days = {since for since in change_days(spec) if since > self.settings.as_of}
        args: list[Meant] = []
        for since in sorted(days, reverse=True):
            args += [apply(">=", day, Const(_DATE, since)), later(since)]
        return Apply(now.kind, "first", (*args, now)) if args else now


__all__ = ["DAY", "by_day", "change_days"]
