"""Conclusions read once more, as plainly as ``docs/reference/language.md`` says them and apart from the compilers.

Every clause has a fact of its own. So what is possible is what comes of filling in the unknown facts, one way after the
other. Grades are letters, and a later letter is worse; ``refused`` is worse than all.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import product
from typing import Any, NamedTuple

SCALE = "ABCD"
BANDS = {"A": 20, "B": 10, "C": 1}
REFUSED = "refused"
FLOORS, CEILINGS = ("at least", "exactly"), ("at most", "exactly")
Facts = Mapping[str, bool]


class Clause(NamedTuple):
    """``value`` is a grade, points, or steps down; ``of`` the factor, or the grades that an adjustment starts from."""

    fact: str
    act: str
    value: Any = None
    of: tuple[str, ...] = ()


@dataclass(frozen=True)
class Reading:
    """What the clauses conclude; ``base`` is where floors start, ``end`` what a ladder or bands end with."""

    clauses: tuple[Clause, ...]
    base: str = ""
    end: str = ""

    def true(self, facts: Facts, *acts: str) -> list[Clause]:
        return [one for one in self.clauses if one.act in acts and facts[one.fact]]

    def ways(self, facts: Facts) -> list[Facts]:
        """Every way in which the unknown facts may turn out."""
        unknown = [one.fact for one in self.clauses if one.fact not in facts]
        every = product((True, False), repeat=len(unknown))
        return [{**facts, **dict(zip(unknown, way, strict=True))} for way in every]

    def starts(self, facts: Facts) -> set[str]:
        """Where the decision may stand before it is adjusted; a score may be any from the least to the most."""
        if self.base:
            return {self.base}
        if any(one.act == "grade" for one in self.clauses):
            return {self.grade(way) for way in self.ways(facts)}
        scores = [self.score(way) for way in self.ways(facts)]
        return {self.band(score) for score in range(min(scores), max(scores) + 1)}

    def grade(self, facts: Facts) -> str:
        return next((one.value for one in self.true(facts, "grade")), self.end)

    def score(self, facts: Facts) -> int:
        """The first true row of each factor counts."""
        return sum({one.of: one.value for one in reversed(self.true(facts, "points"))}.values())

    def band(self, score: int) -> str:
        return next((grade for grade, least in BANDS.items() if score >= least), self.end)

    def adjustment(self, start: str, facts: Facts) -> Clause | None:
        """The largest true one, of equal ones the first."""
        true = [one for one in self.true(facts, "adjust") if start in (one.of or SCALE)]
        return max(true, key=lambda one: abs(one.value), default=None)

    def adjusted(self, start: str, facts: Facts) -> str:
        applied = self.adjustment(start, facts)
        place = SCALE.index(start) + (applied.value if applied else 0)
        return SCALE[min(max(place, 0), len(SCALE) - 1)]

    def floor(self, facts: Facts) -> str:
        return max([one.value for one in self.true(facts, *FLOORS)], default="")

    def ceiling(self, facts: Facts) -> str:
        return min([one.value for one in self.true(facts, *CEILINGS)], default=REFUSED)

    def clashing(self, facts: Facts) -> set[str]:
        """The floors that are worse than a ceiling."""
        ceiling = self.ceiling(facts)
        return {one.value for one in self.true(facts, *FLOORS) if one.value > ceiling}

    def outcomes(self, start: str, facts: Facts) -> set[str]:
        """One outcome when every fact is known, and the floors that a ceiling contradicts."""
        if self.true(facts, "ban"):
            return {REFUSED}
        if start == REFUSED:
            return {REFUSED} | self.clashing(facts)
        raised = max(self.adjusted(start, facts), self.floor(facts))
        return {min(raised, self.ceiling(facts))} | self.clashing(facts)

    def possible(self, facts: Facts) -> set[str]:
        starts, ways = self.starts(facts), self.ways(facts)
        return set().union(*(self.outcomes(start, way) for start in starts for way in ways))

    def answer(self, facts: Facts) -> tuple[str, str | None, str]:
        """Status, result, and whether it may become better or worse."""
        possible, ways = self.possible(facts), self.ways(facts)
        if possible == {REFUSED}:
            return "refused", None, ""
        if len(possible) == 1:
            return "decided", *possible, ""
        if REFUSED not in possible and not any(map(self.clashing, ways)):
            if self.is_proven(facts, ways):
                return "provisional", max(possible), "better"
            if self.is_floored(facts, ways):
                return "provisional", min(possible), "worse"
        return "undetermined", None, ""

    def is_proven(self, facts: Facts, ways: list[Facts]) -> bool:
        """Whether a grade is proven and only better ones are open: no floor, no ceiling."""
        bounds = {(self.floor(way), self.ceiling(way)) for way in ways}
        return self.end not in self.starts(facts) and len(bounds) == 1

    def is_floored(self, facts: Facts, ways: list[Facts]) -> bool:
        """Whether the grade is settled, a floor is proven, a worse one is open, and no ceiling may matter."""
        grades = {self.adjusted(start, way) for start in self.starts(facts) for way in ways}
        floors = {self.floor(way) for way in ways}
        raised = {max(grade, floor) for grade in grades for floor in floors}
        return len(grades) == 1 and "" not in floors and self.possible(facts) <= raised

    def decisive(self, facts: Facts) -> str | None:
        """The fact of the decisive clause where one start is possible; nothing for the last line of a text.

        Of what is open a downgrade is assumed, since it leads to the bound, and nothing else.
        """
        assumed = {one.fact: one.act == "adjust" and one.value > 0 for one in self.clauses}
        known = {**assumed, **facts}
        [start], [result] = self.starts(facts), self.possible(known)
        if bans := self.true(known, "ban"):
            return bans[0].fact
        bounds = [one for one in self.true(known, *FLOORS, "at most") if one.value == result]
        applied = None if start == REFUSED else self.adjustment(start, known)
        moved = [applied] if applied and self.adjusted(start, known) == result != start else []
        grades = [one for one in self.clauses if one.act == "grade"]
        met = [one for one in self.true(known, "grade") if one.value == start]
        order = [*bounds, *moved, *met, *grades[-1:]]
        return order[0].fact if order else None
