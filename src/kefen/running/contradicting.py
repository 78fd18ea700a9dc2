"""Rows that contradict themselves, decided again one by one, so that the words are those for one customer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from kefen.deciding import Decider, Facts
from kefen.errors import FactsError
from kefen.running.findings import CONFLICT, Teller
from kefen.running.matching import FactColumn


class Contradiction(NamedTuple):
    """One thing that does not fit: the column it stands in, if there is one, the value, why, and the words."""

    column: str
    value: str
    reason: str
    words: str


@dataclass(frozen=True)
class Contradictions:
    """Tells why the policy refuses facts; ``headers`` are what the tables call each fact and each field of a list."""

    decider: Decider
    teller: Teller
    headers: Mapping[str, str]

    def of(self, facts: Iterable[Any]) -> Iterator[Contradiction]:
        """Of one subject, by its facts in inside form and in the order of the plan; a list is its records."""
        try:
            self.decider.decide_values(Facts(tuple(facts)), self.decider.as_of)
        except FactsError as error:
            for problem in error.problems:
                value = "" if problem.value is None else str(problem.value)
                header, words = self.headers.get(problem.fact, ""), self.teller.of_problem(problem)
                yield Contradiction(header, value, problem.reason or CONFLICT, words)


def headers_of(
    given: Iterable[FactColumn], lists: Mapping[str, Sequence[FactColumn]]
) -> dict[str, str]:
    """What the tables call each fact, and each field of a list."""
    found = {one.name: one.header for one in given}
    for name, fields in lists.items():
        found |= {f"{name}.{one.name}": f"{name}.{one.header}" for one in fields}
    return found
