"""Until when each decision holds: the days ahead on which time alone may turn it, all of them decided in one statement.

It is what ``explaining.horizon`` finds for one subject; a test holds the two equal. A row is decided again as of each day
on which a comparison of it may turn, a parameter or list changes, or a fact becomes too old: about three days a customer.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from kefen.compiling.answers import MARKED, OUTCOME, POSSIBLE, RESULT, STATUS
from kefen.compiling.audience import private_to
from kefen.compiling.by_day import DAY, by_day
from kefen.compiling.program import Program
from kefen.compiling.sql import PROBLEM, Tables, literal, quote, to_sql
from kefen.compiling.sql.text import Column
from kefen.compiling.steps import PlannedStep
from kefen.deciding import Decider
from kefen.deciding.trace import trace
from kefen.errors import InputError
from kefen.explaining.clock import Clock
from kefen.explaining.clocks import Clockwork, clockwork_of
from kefen.explaining.horizon import holds_until
from kefen.language.operators import CLOCKS
from kefen.language.syntax import Const, Item, Parameter, StepId, walk
from kefen.running.duckdb.deciding import Deciding
from kefen.running.duckdb.intake import FactTable
from kefen.running.duckdb.retelling import Retelling
from kefen.running.duckdb.workspace import Workspace
from kefen.running.matching import AT
from kefen.running.sql.factors import make_factors
from kefen.running.sql.space import ROW
from kefen.saying.third_parties import ThirdParties
from kefen.values import INTEGER
from kefen.vocabulary import Age

#: the number of a row as of one day
PAIR = "=pair"
_SAID = (STATUS, MARKED, RESULT, POSSIBLE)
_AHEAD, _ANEW, _LATER, _HELD = map(quote, ("days ahead", "worked anew", "later", "held until"))


def clock_steps(decider: Decider) -> tuple[PlannedStep, ...]:
    """What the clocks of a decider count from, and compare with, as steps to be decided beside the answer."""
    nodes = enumerate(clockwork_of(decider).nodes)
    return tuple(PlannedStep(_step(place), node) for place, node in nodes)


def _step(place: int) -> StepId:
    return StepId("working", f"clock {place}")


@dataclass(frozen=True)
class Holding:
    """A table ``held until``: for each row the first day of another answer, and whether a third party brings it.

    Decisions hold ``clock_steps``.
    """

    space: Workspace
    deciding: Deciding

    @cached_property
    def clockwork(self) -> Clockwork:
        return clockwork_of(self.deciding.decider)

    @property
    def program(self) -> Program:
        return self.clockwork.program

    def hold(self) -> None:
        """Make the table. ``InputError`` where a day cannot be followed row by row."""
        self.refuse()
        numbered = f"SELECT *, ROW_NUMBER() OVER () AS {quote(PAIR)} FROM ({self.days()})"
        self.space.do(f"CREATE TABLE {_AHEAD} AS {numbered}")
        self.work_anew()
        self.space.do(f"CREATE VIEW {_LATER} AS {self.later()}")
        self.space.do(f"CREATE TABLE {_HELD} AS {self.first_days()}")
        if private_to(self.deciding.decider.policy, self.deciding.decider.audience):
            self.withhold()

    def withhold(self) -> None:
        """Mark the days that a third party's condition brings: they would tell a date of theirs."""
        name, row = quote("by others"), quote(ROW)
        self.space.do(f"CREATE TABLE {name} ({row} BIGINT, one BOOLEAN)")
        self.space.insert("by others", ((number, True) for number in self.turned_by_others()))
        self.space.do(
            f"UPDATE {_HELD} SET by_others = TRUE WHERE {row} IN (SELECT {row} FROM {name})"
        )

    def turned_by_others(self) -> Iterator[int]:
        """The numbers of these rows, each decided again as of its day."""
        for number, decision in Retelling(self.deciding).each(f"SELECT {quote(ROW)} FROM {_HELD}"):
            after = holds_until(decision).after
            if after is not None and ThirdParties(trace(decision)).turning(after):
                yield number

    def refuse(self) -> None:
        for listed in self.deciding.lists:
            places = self.clockwork.timed_fields.get(listed.name, frozenset())
            names = (
                self.program.plan.item_work[listed.name].inputs[n].name for n in sorted(places)
            )
            for name in (name for name in names if name in listed.columns):
                raise InputError(
                    f"until when decisions hold cannot be said: the list `{listed.name}` gives `{name}`,"
                    " which time changes; leave the column out"
                )

    # --- the days ahead -------------------------------------------------------------------------------

    def days(self) -> str:
        """The rows, each with the days on which it may turn while the version lasts."""
        key, row, day = quote(self.deciding.loaded.wanted.key), quote(ROW), quote(DAY)
        fixed = ", ".join(map(literal, sorted(self.clockwork.fixed_days)))
        of_facts = [*self.own_days(), *self.stale_days(self.deciding.loaded), f"[{fixed}]"]
        found = [_unnested(of_facts, f"facts t USING ({row})")]
        for listed in self.deciding.lists:
            of_items = [*self.item_days(listed), *self.stale_days(listed)]
            if of_items:
                joined = f"{quote(f'list {listed.name}')} t USING ({key})"
                found.append(_unnested(of_items, joined))
        as_of, end = self.deciding.decider.as_of, self.clockwork.end or date.max
        return (
            f"SELECT DISTINCT {row}, {day} FROM ({' UNION ALL '.join(found)})"
            f" WHERE {day} > {literal(as_of)} AND {day} < {literal(end)}"
        )

    def own_days(self) -> Iterator[str]:
        """Lists of days, one for each clock that counts from a fact."""
        for clock in self.clockwork.clocks:
            if clock.start in self.clockwork.places_of_nodes:
                yield self.turns(
                    clock, f"d.{quote(_step(self.clockwork.places_of_nodes[clock.start]))}"
                )

    def item_days(self, listed: FactTable) -> Iterator[str]:
        """The same for each record of a list."""
        for clock in self.clockwork.clocks:
            if clock.listed == listed.name and clock.start not in self.clockwork.places_of_nodes:
                names = {part.name for part in walk(clock.start) if isinstance(part, Item)}
                yield from (
                    self.turns(clock, f"t.{quote(name)}")
                    for name in sorted(names.intersection(listed.columns))
                    if listed.wanted.facts[name].kind.name == "date"
                )

    def turns(self, clock: Clock, start: str) -> str:
        """The days on which a clock may turn, as a list."""
        if clock.function == "date":
            return f"[{', '.join(f'{start} + {n}' for n in clock.turns)}]"
        numbers = self.numbers(clock, start)
        sign = "-" if clock.back else ""
        days = (
            f"LIST_TRANSFORM({numbers}, LAMBDA n: {_shifted(clock.function, start, f'({sign}n)')})"
        )
        if not clock.back:
            return days
        return f"FLATTEN(LIST_TRANSFORM({days}, LAMBDA day: [day - 1, day, day + 1]))"

    def numbers(self, clock: Clock, start: str) -> str:
        """The numbers at which a clock may turn, as a list."""
        node, as_of = clock.threshold, self.deciding.decider.as_of
        if self.clockwork.looks_far(clock):
            row = CLOCKS[clock.function]
            passed = f"ABS({literal(as_of)} - {start}) // {row.longest}"
            return f"RANGE({passed}, {passed} + {row.far + max(clock.turns)})"
        if isinstance(node, Const | Parameter):
            values = (
                self.clockwork.numbers(clock, {node: getattr(node, "value", None)}, as_of) or ()
            )
            ahead = sorted({number + n for number in values for n in clock.turns})
            return f"CAST([{', '.join(map(str, ahead))}] AS BIGINT[])"
        assert node is not None
        value = f"CAST(TRUNC(d.{quote(_step(self.clockwork.places_of_nodes[node]))}) AS BIGINT)"
        return f"[{', '.join(f'{value} + {n}' for n in clock.turns)}]"

    def stale_days(self, table: FactTable) -> Iterator[str]:
        """For each fact that came with its day when it becomes too old."""
        yield from (f"[{_stale_from(f't.{quote(n + AT)}', age)}]" for n, age in table.dated.items())

    # --- the facts of these days ------------------------------------------------------------------------

    @cached_property
    def timed(self) -> list[str]:
        """Given facts that time works out anew, where what they are worked out of is known."""
        return [name for name in self.clockwork.places if name in self.deciding.loaded.columns]

    def work_anew(self) -> None:
        """What they are today if they had not been given; the answer would only cost time."""
        if self.timed:
            plan, given = self.program.plan, self.deciding.tables("facts", [ROW])
            bare = replace(given, absent=frozenset(self.timed))
            steps = tuple(
                replace(step, expression=Const(INTEGER, 0)) if step.id in OUTCOME else step
                for step in plan.steps
            )
            shown: list[Column] = [PROBLEM, *(StepId("fact", name) for name in self.timed)]
            facts_alone = Program(replace(plan, steps=steps))
            script = to_sql(facts_alone, self.deciding.settings, bare, shown)
            make_factors(self.space, script, bare.factors)
            self.space.do(f"CREATE TABLE {_ANEW} AS {script.query()}")

    def later(self) -> str:
        """The facts of each row as of each of its days."""
        row, loaded = quote(ROW), self.deciding.loaded
        columns = [f"p.{quote(PAIR)}", f"p.{quote(DAY)}", f"p.{row}"]
        columns += (
            f"{self.followed(one.name, loaded)} AS {quote(one.name)}"
            for one in self.program.plan.inputs
            if one.spec is not None
        )
        facts = self.deciding.facts(f"SELECT {row} FROM {_AHEAD}")
        anew = f" LEFT JOIN {_ANEW} a USING ({row})" if self.timed else ""
        return f"SELECT {', '.join(columns)} FROM ({facts}) t JOIN {_AHEAD} p USING ({row}){anew}"

    def followed(self, name: str, table: FactTable) -> str:
        """A fact as of a later day: nothing once it is too old, or where it is worked out anew."""
        value = f"t.{quote(name)}"
        if name in table.dated:
            value = _until_stale(value, f"t.{quote(name + AT)}", table.dated[name])
        if name in self.timed:
            return f"CASE WHEN a.{quote(StepId('fact', name))} IS NULL THEN {value} END"
        return value

    def later_lists(self) -> Iterator[tuple[str, str]]:
        """The lists that are loaded, and for each a table of its records as of the days of their subject.

        As a view it would be planned anew in every stage that reads it, for most of a minute where these are many.
        """
        key, row = quote(self.deciding.loaded.wanted.key), quote(ROW)
        for listed in self.deciding.lists:
            stale = (
                f"{_until_stale(f't.{quote(n)}', f't.{quote(n + AT)}', age)} AS {quote(n)}"
                for n, age in listed.dated.items()
            )
            replaced = f" REPLACE ({', '.join(stale)})" if listed.dated else ""
            self.space.do(
                f"CREATE TABLE {quote(f'later {listed.name}')} AS"
                f" SELECT t.*{replaced}, p.{quote(PAIR)}, p.{quote(DAY)}"
                f" FROM {quote(f'list {listed.name}')} t JOIN decisions d USING ({key})"
                f" JOIN {_AHEAD} p ON p.{row} = d.{row}"
            )
            yield listed.name, f"later {listed.name}"

    # --- the answers ------------------------------------------------------------------------------------

    def first_days(self) -> str:
        """The first day of each row whose answer is another; a day on which its facts are not accepted is none."""
        program, settings = by_day(self.program, self.deciding.settings)
        tables = Tables("later", PAIR, dict(self.later_lists()), (ROW, DAY))
        script = to_sql(program, settings, tables, (PROBLEM,))
        make_factors(self.space, script, tables.factors)
        row, differs = (
            quote(ROW),
            " OR ".join(f"l.{quote(n)} IS DISTINCT FROM d.{quote(n)}" for n in _SAID),
        )
        return (
            f"SELECT {row}, MIN(l.{quote(DAY)}) AS until, FALSE AS by_others"
            f" FROM ({script.query()}) l JOIN decisions d USING ({row})"
            f" WHERE l.{quote(PROBLEM)} = 0 AND ({differs}) GROUP BY {row}"
        )


def _unnested(days: Sequence[str], joined: str) -> str:
    row, day = quote(ROW), quote(DAY)
    listed = f"UNNEST(FLATTEN([{', '.join(days)}]))"
    return f"SELECT d.{row}, {listed} AS {day} FROM decisions d JOIN {joined}"


def _shifted(function: str, start: str, number: str) -> str:
    """The first day on which so many full units have passed since a day, as ``periods.shifted`` says it."""
    clock = CLOCKS[function]
    if not clock.months:
        return f"{start} + CAST({number} AS INTEGER)"
    moved = f"CAST({start} + TO_MONTHS(CAST({number} * {clock.months} AS INTEGER)) AS DATE)"
    later = f"DAY({moved}) < DAY({start})"
    later += f" OR {number} <> 0" if clock.ends_with_day else ""
    return f"{moved} + CASE WHEN {later} THEN 1 ELSE 0 END"


def _stale_from(dated: str, age: Age) -> str:
    """The first day on which something of a day is too old, as ``program.stale_from`` says it."""
    if age.days:
        return f"{dated} + {age.days + 1}"
    return f"CAST({dated} + TO_MONTHS({age.months}) AS DATE) + 1"


def _until_stale(value: str, dated: str, age: Age) -> str:
    stale = f"p.{quote(DAY)} >= {_stale_from(dated, age)}"
    return f"CASE WHEN ({stale}) IS NOT TRUE THEN {value} END"
