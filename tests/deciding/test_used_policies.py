"""A policy that uses another says what it says when the other is asked first and its result is handed over."""

from __future__ import annotations

from datetime import date
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kefen.errors import FactsError
from tests.deciding.random_texts import (
    FLAGS,
    MOST,
    NUMBERS,
    decider_of,
    policies,
    policies_for_each,
    policies_that_use,
    text_of,
)

AS_OF = date(2026, 1, 1)
ROWS = 20


def some_facts(chance: Random) -> dict[str, Any]:
    share = chance.choice([0.2, 0.6, 1])
    facts: dict[str, Any] = {name: chance.random() < 0.5 for name in FLAGS}
    facts |= {name: chance.randint(0, MOST) for name in NUMBERS}
    return {name: value for name, value in facts.items() if chance.random() < share}


@settings(max_examples=40)
@given(policies_that_use(), policies(), st.integers(0, 2**32))
def test_what_another_policy_leaves_possible_is_what_is_read(
    text: str, used: str, seed: int
) -> None:
    outer, inner, chance = decider_of(text, AS_OF, used), decider_of(used, AS_OF), Random(seed)
    for _ in range(ROWS):
        facts = some_facts(chance)
        handed = {**facts, "inner": list(inner.decide(facts).possible)}
        assert outer.decide(facts).outcome == outer.decide(handed).outcome


@settings(max_examples=40)
@given(policies_for_each(), policies(), st.integers(0, 2**32))
def test_so_it_is_of_each_item_of_a_list(text: str, used: str, seed: int) -> None:
    outer, inner, chance = decider_of(text, AS_OF, used), decider_of(used, AS_OF), Random(seed)
    for _ in range(ROWS):
        facts, loans = some_facts(chance), [some_facts(chance) for _ in range(chance.randint(0, 3))]
        loans = [{name: value for name, value in loan.items() if name in "abn"} for loan in loans]
        handed = [{**loan, "inner": list(inner.decide(loan).possible)} for loan in loans]
        assert outer.decide({**facts, "loans": loans}).outcome == outer.decide({**facts, "loans": handed}).outcome  # fmt: skip


@pytest.mark.parametrize("floor", ["a", "not known a", "n > 1 or 1 < 2"])
def test_a_result_that_the_other_policy_never_gives_is_refused_though_no_fact_is_known(
    floor: str,
) -> None:
    reads = "uses: [{policy: other, as: inner}]\n---\n#"
    text = text_of("class", ["grade A\n  when inner = A", "otherwise D"]).replace("---\n#", reads)
    used = text_of("class", ["base A", f"at least B 2.1\n  when {floor}"])
    with pytest.raises(FactsError, match="inner: contradiction"):
        decider_of(text, AS_OF, used).decide({"inner": "D"})


def test_a_contradiction_names_all_that_the_other_policy_leaves_possible() -> None:
    reads = "uses: [{policy: other, as: inner}]\n---\n#"
    text = text_of("class", ["grade A\n  when inner = A", "otherwise D"]).replace("---\n#", reads)
    used = text_of("class", ["base A", "at least B 2.1\n  when a"])
    with pytest.raises(FactsError) as raised:
        decider_of(text, AS_OF, used).decide({"inner": "D"})
    assert [one.detail for one in raised.value.problems] == ["A, B"]


def test_the_items_of_a_list_are_kept_as_they_were_given() -> None:
    text = text_of("class", ["grade A\n  when some l in loans satisfies l.n > 1", "otherwise D"])
    loans = [{"n": 2, "a": True}, {"n": 1}]
    assert decider_of(text, AS_OF).decide({"loans": loans}).facts_used == {"loans": loans}
