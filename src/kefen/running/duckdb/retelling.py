"""The decisions of a run one by one, as Python has them: for what looks at each alone, such as its reasons."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from kefen.compiling.answers import OUTCOME
from kefen.compiling.program import is_stale
from kefen.compiling.sql import quote
from kefen.deciding import Decision, Facts
from kefen.deciding.facts import DatedField
from kefen.deciding.trace import decision_from_row
from kefen.language.syntax import StepId
from kefen.running.duckdb.deciding import Deciding
from kefen.running.duckdb.intake import FactTable
from kefen.running.duckdb.workspace import Workspace
from kefen.running.matching import AT
from kefen.running.sql.space import ROW
from kefen.vocabulary import Age


@dataclass(frozen=True)
class Retelling:
    """Reads the facts and decisions of rows again, with the days of facts."""

    deciding: Deciding
    #: the traced steps that the decisions hold; the others are worked out
    steps: Sequence[StepId] = ()

    def each(self, only: str = "") -> Iterator[tuple[int, Decision]]:
        """The number and the decision of every row, or of those whose numbers a query gives, in order."""
        decider, row = self.deciding.decider, quote(ROW)
        names = (*OUTCOME, *self.steps)
        values, days = self.columns(), [f"f.{quote(name + AT)}" for name in self.dated]
        columns = ", ".join([*values, *days, *(f"d.{quote(name)}" for name in names)])
        where = f" WHERE d.{row} IN ({only})" if only else ""
        joined = f"facts f JOIN decisions d USING ({row})"
        ends = len(values), len(values) + len(days)
        query = f"SELECT d.{row}, {columns} FROM {joined}{where} ORDER BY 1"
        for number, *cells in self.deciding.space.each(query):
            facts = self.facts(cells[: ends[0]], cells[ends[0] : ends[1]])
            found = dict(zip(names, cells[ends[1] :], strict=True))
            yield number, decision_from_row(decider, facts, found, decider.as_of)

    @property
    def dated(self) -> dict[str, Age]:
        """The facts that come with their day."""
        return self.deciding.loaded.dated

    def columns(self) -> list[str]:
        """The facts in the order of the plan; in the place of a list the key of its subject."""
        key, inputs = self.deciding.loaded.wanted.key, self.deciding.decider.program.plan.inputs
        return [f"f.{quote(one.name if one.spec else key)}" for one in inputs]

    def facts(self, values: list[Any], days: Sequence[date | None]) -> Facts:
        """The facts of a row, with its records of each list."""
        lists = {listed.name: listed for listed in self.deciding.lists}
        fields: list[DatedField] = []
        for place, one in enumerate(self.deciding.decider.program.plan.inputs):
            if one.spec is None:
                listed, subject = lists.get(one.name), values[place]
                values[place] = None
                if listed is not None:
                    values[place], found = self.records(listed, subject)
                    fields += found
        dated = [(n, day) for n, day in zip(self.dated, days, strict=True) if day is not None]
        as_of = self.deciding.decider.as_of
        stale = tuple(n for n, day in dated if is_stale(day, self.dated[n], as_of))
        return Facts(tuple(values), stale, (), tuple(dated), tuple(fields))

    def records(self, listed: FactTable, key: str) -> tuple[tuple[Any, ...], list[DatedField]]:
        """The records of one subject, and the days of their fields."""
        names, ages = [*_fields(listed)], listed.dated
        found = records_of(self.deciding.space, listed, key, [name + AT for name in ages])
        days = [
            DatedField(listed.name, item, names.index(name), day, age)
            for item, record in enumerate(found)
            for (name, age), day in zip(ages.items(), record[len(names) :], strict=True)
            if day is not None
        ]
        return tuple(record[: len(names)] for record in found), days


def _fields(listed: FactTable) -> Iterator[str]:
    yield from (name for name in listed.wanted.facts if name != listed.wanted.key)


def records_of(
    space: Workspace, listed: FactTable, key: str, more: Sequence[str] = ()
) -> tuple[tuple[Any, ...], ...]:
    """The records of one subject, fields in the order of the vocabulary, and after them ``more`` columns."""
    shown = [quote(name) if name in listed.columns else "NULL" for name in _fields(listed)]
    columns = ", ".join([*shown, *map(quote, more)])
    of_subject = f"FROM {quote(listed.name)} WHERE {quote(listed.wanted.key)} = ?"
    with space.cursor() as cursor:
        return tuple(cursor.execute(f"SELECT {columns} {of_subject}", [key]).fetchall())
