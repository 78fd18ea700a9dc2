"""How many questions an interview takes until the decision is settled, in three orders.

python benchmarks/questions.py [CUSTOMERS]

The classes are asked of customers of the demo book, other packs of the subjects of their cases: all that what is known
of them settles, nothing known at first.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import islice
from random import Random
from statistics import mean
from typing import Any

import duckdb
from book import AS_OF, POLICY, book, load_decider

from kefen import FactsError
from kefen.deciding import Decider, Decision
from kefen.deciding.missing import askable
from kefen.diagnostics import Diagnostics
from kefen.explaining.next_fact import next_facts
from kefen.loading import load_versions
from kefen.reading.folders import find_pack
from kefen.reading.pack import read_pack
from kefen.verifying.cases import CaseRunner, read_cases

CUSTOMERS = 60
OTHERS = ("credit-grade", "risk-tier", "loan-provision")
Order = Callable[[Decision, set[str]], str | None]


@dataclass(frozen=True)
class Subject:
    """One of whom all that is known settles the decision."""

    decider: Decider
    day: date
    facts: Mapping[str, Any]

    def answers(self, fact: str) -> dict[str, Any]:
        """What is known of a fact with its day, or what is known that is worked out from it."""
        below = self.decider.rests_on
        names = (
            [fact] if fact in self.facts else [n for n in self.facts if fact in below.get(n, ())]
        )
        dated = (one for name in names for one in (name, f"{name}@"))
        return {one: self.facts[one] for one in dated if one in self.facts}

    def decide(self, facts: Mapping[str, Any]) -> Decision:
        """The decision on some of the facts."""
        return self.decider.decide(facts, self.day)


def customers(count: int) -> Iterator[Subject]:
    """Customers of the demo book."""
    folder = book(10_000)
    decider, file = load_decider(folder), folder / "customers.parquet"
    found = duckdb.execute(f"SELECT * FROM '{file}' USING SAMPLE {count * 3} ROWS (reservoir, 7)")
    names = [column[0] for column in found.description]
    for values in found.fetchall():
        row = {name: value for name, value in zip(names, values, strict=True) if value is not None}
        yield Subject(decider, AS_OF, row)


def of_cases(pack: str) -> Iterator[Subject]:
    """The subjects of a pack's cases, in no order."""
    runner = CaseRunner([one.policy for one in load_versions(pack) if one.policy])
    cases = list(read_cases(read_pack(find_pack(pack)), Diagnostics()))
    for case in Random(pack).sample(cases, len(cases)):
        decision = runner.run(case).decision
        if decision is not None:
            facts = decision.decider.reader.given(decision.facts)
            yield Subject(decision.decider, decision.as_of, facts)


def settled(subjects: Iterator[Subject]) -> Iterator[Subject]:
    """Those whom what may be asked for settles."""
    for one in subjects:
        answers = (one.answers(fact) for fact in askable(one.decider))
        given = {name: value for answer in answers for name, value in answer.items()}
        try:
            if not one.decide(given).outcome.is_open:
                yield one
        except FactsError:
            continue


def questions(subject: Subject, order: Order) -> int:
    """How many facts are asked for until the decision is settled; who is asked answers, or does not know."""
    given: dict[str, Any] = {}
    asked: set[str] = set()
    decision = subject.decide(given)
    while decision.outcome.is_open:
        fact = order(decision, asked)
        assert fact is not None, "all that may be asked settles it"
        asked.add(fact)
        if answer := subject.answers(fact):
            given |= answer
            decision = subject.decide(given)
    return len(asked)


def _next(decision: Decision, asked: set[str]) -> str | None:
    return next((one.name for one in next_facts(decision, asked)), None)


def _in_order(decision: Decision, asked: set[str]) -> str | None:
    return next((name for name in askable(decision.decider) if name not in asked), None)


def _missing_in_order(decision: Decision, asked: set[str]) -> str | None:
    facts = {one.name for one in next_facts(decision, asked)}
    return next((name for name in askable(decision.decider) if name in facts), None)


ORDERS: dict[str, Order] = {
    "the fact to get next": _next,
    "vocabulary, only what matters": _missing_in_order,
    "vocabulary": _in_order,
}


def measure(count: int = CUSTOMERS) -> Iterator[tuple[str, int, dict[str, float]]]:
    """For each pack how many were asked, and the mean number of questions in each order."""
    for pack in (POLICY, *OTHERS):
        found = customers(count) if pack == POLICY else of_cases(pack)
        subjects = list(islice(settled(found), count))
        asked = {
            name: mean(questions(one, order) for one in subjects) for name, order in ORDERS.items()
        }
        yield pack, len(subjects), asked


if __name__ == "__main__":
    for pack, number, figures in measure(*map(int, sys.argv[1:])):
        means = "; ".join(f"{name} {figure:.2f}" for name, figure in figures.items())
        sys.stdout.write(f"{pack} ({number}): {means}\n")
