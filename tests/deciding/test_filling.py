"""What is decided stays decided: filling in unknown facts only ever narrows a decision.

Filling never leaves ``possible``, never changes ``decided`` or ``refused``; a provisional result moves only as marked.
"""

from __future__ import annotations

from datetime import date
from random import Random
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from kefen.deciding import Decider, Decision
from tests.deciding.random_texts import (
    FLAGS,
    MOST,
    NUMBERS,
    decider_of,
    policies,
    policies_for_each,
    policies_that_use,
)

AS_OF = date(2026, 1, 1)
RUNS = 40


@settings(max_examples=150)
@given(policies(), st.integers(0, 2**32))
def test_filling_unknown_facts_only_narrows_a_decision(text: str, seed: int) -> None:
    assert_filling_narrows(decider_of(text, AS_OF), Random(seed))


@settings(max_examples=40)
@given(policies_that_use(), policies(), st.integers(0, 2**32))
def test_so_it_does_when_another_policy_is_used(text: str, used: str, seed: int) -> None:
    assert_filling_narrows(decider_of(text, AS_OF, used), Random(seed))


@settings(max_examples=80)
@given(policies_for_each(), policies(), st.integers(0, 2**32))
def test_so_it_does_when_another_policy_is_asked_of_each_item(
    text: str, used: str, seed: int
) -> None:
    decider, chance = decider_of(text, AS_OF, used), Random(seed)
    for _ in range(RUNS // 2):
        items: list[dict[str, Any]] = [{} for _ in range(chance.randint(0, 3))]
        facts: dict[str, Any] = {}
        before = decider.decide(facts)
        gaps = [(place, name) for place in range(-1, len(items)) for name in (*FLAGS, *NUMBERS)]
        for place, name in [(0, ""), *chance.sample(gaps, len(gaps))]:
            if name:
                (facts if place < 0 else items[place])[name] = random_value(name, chance)
            after = decider.decide({**facts, "loans": items})
            assert_narrower(before, after)
            before = after


def random_value(name: str, chance: Random) -> int | bool:
    return chance.randint(0, MOST) if name in NUMBERS else chance.random() < 0.5


def assert_filling_narrows(decider: Decider, chance: Random) -> None:
    """Subjects of whom nothing is known, then one fact more at a time until all is known."""
    for _ in range(RUNS):
        facts: dict[str, Any] = {}
        before = decider.decide(facts)
        for name in chance.sample((*FLAGS, *NUMBERS), len(FLAGS) + len(NUMBERS)):
            facts[name] = random_value(name, chance)
            after = decider.decide(facts)
            assert_narrower(before, after)
            before = after


def assert_narrower(before: Decision, after: Decision) -> None:
    """``after`` knows more facts than ``before`` and is otherwise of the same subject."""
    assert set(after.possible) <= set(before.possible)
    assert after.possible
    if before.status in ("decided", "refused"):
        assert (after.status, after.result) == (before.status, before.result)
    if before.status == "provisional":
        assert after.status in ("provisional", "decided")
        step = rank(after) - rank(before)
        assert step <= 0 if before.marked == "better" else step >= 0
        if after.status == "provisional":
            assert after.marked == before.marked


def rank(decision: Decision) -> int:
    """How far from the best value of the scale a result is."""
    scale = decision.policy.decides
    assert scale is not None
    assert decision.result is not None
    return scale.by_goodness().index(scale.places[decision.result])
