"""How long a decision holds: the days on which time alone may change it, decided one by one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from kefen.compiling.program import is_stale, stale_from
from kefen.deciding.decide import Decision
from kefen.deciding.facts import DatedField, Facts
from kefen.errors import FactsError, NoVersionError
from kefen.explaining.clocks import Clockwork, clockwork_of, without
from kefen.vocabulary import Age


@dataclass(frozen=True)
class Holds:
    """Until when time alone leaves an answer as it is.

    ``until`` is the first day of another answer; ``after`` the decision of that day, nothing when the
    version of the policy has ended. ``not_followed`` are facts that were given and cannot be carried
    forward, such as an age without the date of birth. ``by_others`` when a third party's condition ends it, on a day
    that is not told.
    """

    until: date | None
    after: Decision | None = field(default=None, repr=False)
    not_followed: tuple[str, ...] = ()
    by_others: bool = False


def holds_until(decision: Decision, course: Course | None = None) -> Holds:
    """The first day on which status, result or possible outcomes change by time alone."""
    course = course or Course(decision)
    for day in course.days:
        after = course.on(day)
        if after is not None and after.outcome.said != decision.outcome.said:
            return Holds(day, after, course.not_followed)
    return Holds(course.clockwork.end, None, course.not_followed)


@dataclass(frozen=True)
class Course:
    """A decision carried forward in time on the same facts."""

    decision: Decision
    _known: dict[date, Decision | None] = field(default_factory=dict, repr=False, compare=False)

    @cached_property
    def clockwork(self) -> Clockwork:
        """The clocks of the decision's program."""
        return clockwork_of(self.decision.decider)

    @cached_property
    def not_followed(self) -> tuple[str, ...]:
        """Timed facts that were given and rest on nothing that could be carried forward."""
        return tuple(self.clockwork.not_followed(self.decision))

    @cached_property
    def days(self) -> list[date]:
        """The days ahead on which something may turn, in order, while the version lasts."""
        clockwork, decision = self.clockwork, self.decision
        days = set(clockwork.turning_days(decision)) | clockwork.fixed_days
        days |= set(_fact_days(decision))
        end = clockwork.end or date.max
        return sorted(day for day in days if decision.as_of < day < end)

    def on(self, day: date) -> Decision | None:
        """The decision of a later day; nothing if the facts cannot be accepted then."""
        if day not in self._known:
            try:
                decided = self.decision.decider.decide_values(self._facts(day), day)
            except (FactsError, NoVersionError):
                decided = None
            self._known[day] = decided
        return self._known[day]

    @cached_property
    def _carried(self) -> Facts:
        """The facts without what time works out anew."""
        places = self.clockwork.places
        gone = [place for name, place in places.items() if name not in self.not_followed]
        facts = without(self.decision.facts, gone)
        values = list(facts.values)
        for place, records in self.clockwork.carried_items(self.decision):
            values[place] = records
        return facts._replace(values=tuple(values))

    @cached_property
    def _dated(self) -> list[tuple[int, date, Age]]:
        """Places of facts that came with a date and may become too old."""
        dates = dict(self.decision.facts.dated)
        return [
            (place, dates[given.name], given.spec.max_age)
            for place, given in enumerate(self.decision.decider.program.plan.inputs)
            if given.name in dates and given.spec is not None and given.spec.max_age
        ]

    def _facts(self, day: date) -> Facts:
        lapsed = [place for place, dated, age in self._dated if is_stale(dated, age, day)]
        fields = [
            one for one in self._carried.dated_fields if is_stale(one.dated, one.max_age, day)
        ]
        facts = without(self._carried, lapsed) if lapsed else self._carried
        return self._without_fields(facts, fields) if fields else facts

    def _without_fields(self, facts: Facts, lapsed: Iterable[DatedField]) -> Facts:
        """The facts with fields of items unknown."""
        places = {one.name: n for n, one in enumerate(self.decision.decider.program.plan.inputs)}
        values = list(facts.values)
        for one in lapsed:
            records = list(values[places[one.listed]] or ())
            if one.item < len(records):
                record = list(records[one.item])
                record[one.field] = None
                records[one.item] = tuple(record)
                values[places[one.listed]] = tuple(records)
        return facts._replace(values=tuple(values))


def _fact_days(decision: Decision) -> Iterator[date]:
    """The days on which facts become too old."""
    specs = {given.name: given.spec for given in decision.decider.program.plan.inputs}
    dated = [(day, spec.max_age) for name, day in decision.facts.dated if (spec := specs.get(name))]
    dated += [(one.dated, one.max_age) for one in decision.facts.dated_fields]
    yield from filter(None, (stale_from(day, age) for day, age in dated if age))
