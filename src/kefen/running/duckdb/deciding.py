"""Facts to decisions, in one statement of SQL."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from kefen.compiling.answers import OUTCOME, PROVISIONAL, STATUS, Settings
from kefen.compiling.dialects import DUCKDB
from kefen.compiling.sql import PROBLEM, Tables, literal, quote, to_sql
from kefen.compiling.steps import PlannedStep
from kefen.deciding import Decider
from kefen.language.syntax import StepId
from kefen.running.duckdb.histories import History
from kefen.running.duckdb.intake import FactTable, Stretch
from kefen.running.duckdb.workspace import Workspace
from kefen.running.matching import AT
from kefen.running.sql.factors import make_factors
from kefen.running.sql.space import ROW

_HELD = quote("=held")


@dataclass
class Deciding:
    """A view ``facts``, and a table ``decisions``."""

    space: Workspace
    decider: Decider
    loaded: FactTable
    lists: Sequence[FactTable]
    histories: Mapping[str, History]
    held: Sequence[StepId | str] = ()
    #: the rows that are decided; all of them without one
    stretch: Stretch | None = None

    def decide(
        self,
        shown: Sequence[StepId],
        more: Sequence[PlannedStep] = (),
        held: Sequence[StepId | str] = (),
    ) -> None:
        """Decide every row. ``shown`` steps are kept beside the answer, and ``more``, which are made besides.

        ``held`` steps and facts are kept of open decisions alone, see ``open_rows``.
        """
        self.space.do(f"CREATE VIEW facts AS {self.facts()}")
        for listed in self.lists:
            specs = listed.wanted.facts
            absent = [n for n in specs if n not in listed.columns]
            nothing = "".join(
                f", {literal(None, DUCKDB.types[specs[n].kind.name])} AS {quote(n)}" for n in absent
            )
            self.space.do(
                f"CREATE VIEW {quote(f'list {listed.name}')} AS SELECT *{nothing} FROM {quote(listed.name)}"
            )
        program = self.decider.program.with_steps(more)
        tables = self.tables("facts", self.loaded.carried)
        kept = (*shown, *(step.id for step in more))
        columns: list[StepId | str] = [tables.key, *tables.carried, *OUTCOME, PROBLEM, *kept]
        self.held = [name for name in held if name not in columns]
        script = to_sql(program, self.settings, tables, (PROBLEM, *kept, *self.held))
        make_factors(self.space, script, tables.factors)
        self.space.do(
            f"CREATE TABLE decisions AS SELECT {', '.join(map(quote, columns))}{self.holding()}"
            f" FROM ({script.query()})"
        )

    def holding(self) -> str:
        """What is held, as one more column: a list, which takes no room where a decision is not open."""
        if not self.held:
            return ""
        packed = ", ".join(f"{literal(str(name))}: {quote(name)}" for name in self.held)
        is_open = f"{quote(STATUS)} >= {PROVISIONAL}"
        return f", CASE WHEN {is_open} THEN [{{{packed}}}] END AS {_HELD}"

    def open_rows(self) -> Tables:
        """Open decisions with what was held of them, as a table beside the lists; all steps of the program count as made.

        Read where they are held they would come a few at a time, and each of hundreds of steps costs as much for these as
        for many.
        """
        every = f"SELECT * FROM decisions WHERE {quote(STATUS)} >= {PROVISIONAL}"
        if self.held:
            unpacked = f"SELECT * REPLACE (UNNEST({_HELD}) AS {_HELD}) FROM ({every})"
            every = f"SELECT * EXCLUDE {_HELD}, {_HELD}.* FROM ({unpacked})"
        self.space.do(f"CREATE TABLE open AS {every}")
        if self.held:
            self.space.do(f"ALTER TABLE decisions DROP COLUMN {_HELD}")
        made = frozenset(step.id for step in self.decider.program.plan.steps)
        return replace(self.tables("open", [ROW]), made=made)

    @property
    def settings(self) -> Settings:
        return self.decider.program.settings(self.decider.as_of)

    def tables(self, subjects: str, carried: Sequence[str]) -> Tables:
        """The relations that the policy reads."""
        lists = {listed.name: f"list {listed.name}" for listed in self.lists}
        return Tables(subjects, self.loaded.wanted.key, lists, tuple(carried))

    def facts(self, only: str = "") -> str:
        """Every input of the plan, of all rows or some; what the file does not give is unknown."""
        columns, given = [*map(quote, self.loaded.carried)], self.loaded.columns
        columns += (quote(name + AT) for name in self.loaded.dated)
        for one in self.decider.program.plan.inputs:
            name = quote(one.name)
            if one.name in self.histories:
                value = self.histories[one.name].value(quote(self.loaded.wanted.key))
                columns.append(f"{value} AS {name}")
            elif one.spec is not None:
                nothing = literal(None, DUCKDB.types[one.spec.kind.name])
                columns.append(name if one.name in given else f"{nothing} AS {name}")
        return f"SELECT {', '.join(columns)} FROM {self.loaded.numbered(only, self.stretch)}"
