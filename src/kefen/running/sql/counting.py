"""What a run came to, counted in its tables."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kefen.compiling.answers import DECISIVE, MARKED, MARKS, RESULT, STATUS, STATUSES
from kefen.compiling.audience import titles_told
from kefen.compiling.sql import quote
from kefen.deciding import Decider
from kefen.running.gaps import gaps_of
from kefen.running.sql.results import gap_told, lacking
from kefen.running.sql.space import Space
from kefen.running.summary import Cell, Count


@dataclass(frozen=True)
class Counting:
    """Counts of the decisions."""

    space: Space
    decider: Decider

    def table(self) -> Iterator[Cell]:
        """Decisions by result, status and mark."""
        scale = self.decider.policy.decides
        columns = ", ".join(map(quote, (RESULT, STATUS, MARKED)))
        for place, status, marked, count in self.space.rows(
            f"SELECT {columns}, COUNT(*) FROM decisions GROUP BY 1, 2, 3 ORDER BY 1, 2, 3"
        ):
            result = None if place is None or scale is None else scale.terms[place].id
            yield Cell(result, STATUSES[status], MARKS[marked], count)

    def decisive(self) -> Iterator[Count]:
        """How often each clause decided, the most frequent first."""
        policy, column = self.decider.policy, quote(DECISIVE)
        clauses = self.decider.program.plan.conclusions.clauses
        titles = titles_told(policy, self.decider.audience)
        for place, lacks, count in self.space.rows(
            f"SELECT {column}, {lacking(self.decider)}, COUNT(*) AS n FROM decisions"
            f" WHERE {column} IS NOT NULL GROUP BY 1, 2 ORDER BY n DESC, 1, 2"
        ):
            clause = policy.by_id[clauses[place]]
            where = clause.cited_on(self.decider.as_of).place
            yield Count(clause.id, where, titles[clause.id], count, lacks)

    def gaps(self) -> Iterator[Count]:
        """How often no row of a value table was met."""
        for gap in gaps_of(self.decider):
            told = f"SELECT COUNT(*) FROM decisions d WHERE {gap_told(gap)}"
            if count := int(self.space.value(told)):
                label = gap.policy.vocabulary.facts[gap.clause.target].label
                where = gap.clause.cited_on(self.decider.as_of).place
                used = None if gap.policy is self.decider.policy else gap.policy
                yield Count(gap.clause.id, where, label, count, used=used)
