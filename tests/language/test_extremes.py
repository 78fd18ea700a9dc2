"""The worst and best of sets of possible results, against every way the items may turn out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import product
from random import Random
from typing import Any

import pytest

from kefen.language.syntax import StepId
from tests.agreement.engines import Reading
from tests.language.evaluation import Evaluation, Example

AS_OF = date(2024, 2, 29)
ROWS = 150
VALUES = {"first": ("a", "b", "c"), "last": ("c", "b", "a")}
VOCABULARY = "scales:\n" + "".join(
    f"  {best}: {{label: Scale, best: {best}, values: [{', '.join(values)}]}}\n"
    for best, values in VALUES.items()
)
VOCABULARY += """lists:
  items:
    label: Items
    fields:
      kept: {label: Kept, kind: flag}
      first: {label: One, kind: scale first}
      last: {label: Other, kind: scale last}
"""
#: from best to worst, for each scale the bits
ORDER = {"first": (1, 2, 4, 8), "last": (4, 2, 1, 8)}
CASES = [(which, best) for which in ("worst", "best") for best in VALUES]


@pytest.fixture(scope="module")
def evaluation() -> Evaluation:
    texts = [
        f"{which}(for x in items[kept] return x.{best}, b) => unknown" for which, best in CASES
    ]
    examples = [Example(text.partition(" => ")[0], None, text) for text in texts]
    return Evaluation(examples, VOCABULARY, results=("first", "last"))


def test_exactly_what_some_way_leads_to_is_possible(
    evaluation: Evaluation, reading: Reading
) -> None:
    chance = Random(7)
    lists = [random_items(chance) for _ in range(ROWS)]
    place = next(n for n, one in enumerate(evaluation.program.plan.inputs) if one.name == "items")
    rows = [(*evaluation.row[:place], items, *evaluation.row[place + 1 :]) for items in lists]
    names = evaluation.program.traced
    for items, answer in zip(lists, reading.answers(evaluation.program, rows, AS_OF), strict=True):
        assert answer is not None
        found = dict(zip(names, answer[-len(names) :], strict=True))
        for number, (which, best) in enumerate(CASES):
            assert found[StepId("fact", f"answer_{number}")] == expected(items, which, best), items


def random_items(chance: Random) -> tuple[tuple[Any, ...], ...]:
    return tuple(
        (chance.choice([True, False, None]), chance.randint(1, 15), chance.randint(1, 15))
        for _ in range(chance.randint(0, 4))
    )


def expected(items: Sequence[tuple[Any, ...]], which: str, best: str) -> int:
    """Every way: each item there or not as far as is known, each with one of its results."""
    order = ORDER[best]
    ways = product(*(list(ways_of(item, 1 if best == "first" else 2)) for item in items))
    mask = 0
    for way in ways:
        kept = [order.index(bit) for bit in way if bit]
        mask |= order[(max if which == "worst" else min)(kept)] if kept else 2
    return mask


def ways_of(item: tuple[Any, ...], field: int) -> Iterator[int]:
    if item[0] is not True:
        yield 0
    if item[0] is not False:
        yield from (bit for bit in (1, 2, 4, 8) if item[field] & bit)
