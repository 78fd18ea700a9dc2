"""What a run came to, counted in its tables: numbers first, which add up over parts, then what they are called."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from kefen.compiling.answers import DECISIVE, MARKED, MARKS, RESULT, STATUS, STATUSES
from kefen.compiling.audience import titles_told
from kefen.compiling.sql import quote
from kefen.deciding import Decider
from kefen.running.gaps import gaps_of
from kefen.running.sql.results import gap_told, lacking
from kefen.running.sql.space import Space
from kefen.running.summary import Cell, Count

#: what is counted (places and flags), and how often it occurs
Numbers = Counter[tuple[Any, ...]]


@dataclass(frozen=True)
class Tally:
    """Decisions by result, status and mark; by decisive clause, and whether it lacks; by value table without a row."""

    table: Numbers = field(default_factory=Counter)
    decisive: Numbers = field(default_factory=Counter)
    gaps: Numbers = field(default_factory=Counter)

    @property
    def decided(self) -> int:
        return self.table.total()

    def __add__(self, other: Tally) -> Tally:
        return Tally(
            self.table + other.table, self.decisive + other.decisive, self.gaps + other.gaps
        )


@dataclass(frozen=True)
class Counting:
    """Counts of the decisions of a decider."""

    decider: Decider

    def tally(self, space: Space) -> Tally:
        """The numbers of the table ``decisions``."""
        cells = ", ".join(map(quote, (RESULT, STATUS, MARKED)))
        clause = f"{quote(DECISIVE)}, {lacking(self.decider)}"
        some = f"WHERE {quote(DECISIVE)} IS NOT NULL"
        gaps = {(n,): self.unmet(space, gap) for n, gap in enumerate(gaps_of(self.decider))}
        return Tally(
            _numbers(space, f"SELECT {cells}, COUNT(*) FROM decisions GROUP BY 1, 2, 3"),
            _numbers(space, f"SELECT {clause}, COUNT(*) FROM decisions {some} GROUP BY 1, 2"),
            Counter(gaps),
        )

    def unmet(self, space: Space, gap: Any) -> int:
        return int(space.value(f"SELECT COUNT(*) FROM decisions d WHERE {gap_told(gap)}"))

    def table(self, tally: Tally) -> Iterator[Cell]:
        """Decisions by result, status and mark."""
        scale = self.decider.policy.decides
        for (place, status, marked), count in _in_order(tally.table):
            result = None if place is None or scale is None else scale.terms[place].id
            yield Cell(result, STATUSES[status], MARKS[marked], count)

    def decisive(self, tally: Tally) -> Iterator[Count]:
        """How often each clause decided, the most frequent first."""
        policy = self.decider.policy
        clauses = self.decider.program.plan.conclusions.clauses
        titles = titles_told(policy, self.decider.audience)
        found = _in_order(tally.decisive)
        for (place, lacks), count in sorted(found, key=lambda item: -item[1]):
            clause = policy.by_id[clauses[place]]
            where = clause.cited_on(self.decider.as_of).place
            yield Count(clause.id, where, titles[clause.id], count, lacks)

    def gaps(self, tally: Tally) -> Iterator[Count]:
        """How often no row of a value table was met."""
        for place, gap in enumerate(gaps_of(self.decider)):
            if count := tally.gaps[(place,)]:
                label = gap.policy.vocabulary.facts[gap.clause.target].label
                where = gap.clause.cited_on(self.decider.as_of).place
                used = None if gap.policy is self.decider.policy else gap.policy
                yield Count(gap.clause.id, where, label, count, used=used)


def _numbers(space: Space, query: str) -> Numbers:
    return Counter({tuple(key): int(count) for *key, count in space.rows(query)})


def _in_order(numbers: Numbers) -> list[tuple[tuple[Any, ...], int]]:
    """By what is counted; the unknown last."""
    items: Iterable[tuple[tuple[Any, ...], int]] = numbers.items()
    return sorted(items, key=lambda item: [(part is None, part or 0) for part in item[0]])
