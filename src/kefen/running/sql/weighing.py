"""What each open decision waits for, worked out for these rows only."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from kefen.compiling.sql import Tables, literal, quote, to_sql
from kefen.deciding import Decider
from kefen.language.syntax import StepId
from kefen.running.awaited import Awaited, awaited
from kefen.running.evidence import columns_read, evidence_program
from kefen.running.sql.factors import make_factors
from kefen.running.sql.space import ROW, Space
from kefen.running.summary import Count
from kefen.running.wording import SPACED


@dataclass
class Weighing:
    """A table ``missing``: for each open row what it waits for, as the output says it (``lang`` is empty for ids)."""

    space: Space
    decider: Decider
    lang: str

    def __post_init__(self) -> None:
        program = self.decider.program
        self.settings = program.settings(self.decider.as_of)
        self.program = evidence_program(program, self.settings)
        self.awaited = awaited(self.program)

    @property
    def reads(self) -> list[StepId | str]:
        """The facts and steps of the decisions that it needs."""
        return columns_read(self.decider.program, self.program)

    def weigh(self, tables: Tables) -> None:
        """Make the table from that of open rows, which ``tables`` names and nobody needs any more."""
        shown = [one.step for one in self.awaited]
        script = to_sql(self.program, self.settings, tables, shown)
        make_factors(self.space, script, tables.factors)
        marks = "".join(f", {quote(one.step)}" for one in self.awaited)
        self.space.make(
            "missing",
            f"SELECT {quote(ROW)}{marks}, {self.listed()} AS missing FROM ({script.query()}) AS weighed",
        )
        self.space.drop(tables.facts)

    def listed(self) -> str:
        """What a row waits for, one after the other."""
        words = ", ".join(
            f"CASE WHEN {quote(one.step)} THEN {literal(self.name(one))} END"
            for one in self.awaited
        )
        return f"NULLIF(CONCAT_WS({literal(SPACED[self.lang])}, {words}), '')"

    def name(self, one: Awaited) -> str:
        return one.label.said(self.lang) if self.lang else one.name

    def tally(self) -> tuple[Counter[int], Counter[int]]:
        """How often each fact is missing, and how often it is all that is missing, by its place."""
        names = [quote(one.step) for one in self.awaited]
        if not names:
            return Counter(), Counter()
        counts = ", ".join(f"COUNT(*) FILTER (WHERE {name})" for name in names)
        missing = self.space.rows(f"SELECT {counts} FROM missing")[0]
        number = " + ".join(f"CAST({name} IS TRUE AS INTEGER)" for name in names)
        which = " ".join(f"WHEN {name} THEN {place}" for place, name in enumerate(names))
        alone = f"SELECT CASE {which} END, COUNT(*) FROM missing WHERE {number} = 1 GROUP BY 1"
        return Counter(dict(enumerate(missing))), Counter(dict(self.space.rows(alone)))

    def ranked(self, counts: Counter[int]) -> tuple[Count, ...]:
        """The most frequent first, without those that never occur."""
        pairs = ((one, counts[place]) for place, one in enumerate(self.awaited))
        found = [Count(one.name, "", one.label, count) for one, count in pairs if count]
        return tuple(sorted(found, key=lambda item: -item.rows))
