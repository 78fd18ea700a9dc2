"""How many questions an interview takes over the demo book, against asking in the order of the vocabulary.

python benchmarks/questions.py [CUSTOMERS]
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from statistics import mean
from typing import Any

import duckdb
from book import book, load_decider

from kefen import FactsError
from kefen.deciding import Decider, Decision
from kefen.deciding.missing import askable
from kefen.explaining.next_fact import next_facts

CUSTOMERS = 200
Order = Callable[[Decision, set[str]], str | None]


def measure(customers: int = CUSTOMERS) -> dict[str, float]:
    """The mean number of questions until a class is settled, over customers for whom all they have settles one."""
    folder = book(10_000)
    decider = load_decider(folder)
    rows = list(settled(decider, str(folder / "customers.parquet"), customers))
    return {
        name: mean(questions(decider, row, order) for row in rows) for name, order in ORDERS.items()
    }


def settled(decider: Decider, file: str, customers: int) -> Iterator[Mapping[str, Any]]:
    """Rows of the book that are decided or refused as they stand."""
    found = duckdb.execute(
        f"SELECT * FROM '{file}' USING SAMPLE {customers * 3} ROWS (reservoir, 7)"
    )
    names, left = [column[0] for column in found.description], customers
    for values in found.fetchall():
        row = {name: value for name, value in zip(names, values, strict=True) if value is not None}
        try:
            is_settled = not decider.decide(row).outcome.is_open
        except FactsError:
            continue
        if is_settled and left:
            left -= 1
            yield row


def questions(decider: Decider, row: Mapping[str, Any], order: Order) -> int:
    """How many facts are asked for until the decision is settled; the row answers, or does not know."""
    given: dict[str, Any] = {}
    asked: set[str] = set()
    decision = decider.decide(given)
    while decision.outcome.is_open and (fact := order(decision, asked)) is not None:
        asked.add(fact)
        if fact in row:
            given[fact] = row[fact]
            decision = decider.decide(given)
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
    "the order of the vocabulary": _in_order,
    "the order of the vocabulary, only what matters": _missing_in_order,
}


if __name__ == "__main__":
    for name, figure in measure(*map(int, sys.argv[1:])).items():
        sys.stdout.write(f"{name}: {figure:.1f}\n")
