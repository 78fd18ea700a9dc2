"""The one decisive clause, and what conclusions say when several hold."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from kefen.deciding import Decision
from kefen.language.syntax import StepId
from tests.deciding.random_texts import decider_of

DAY = date(2026, 1, 1)
FRONT = """---
policy: random
version: one
in_force: [2000-01-01, null]
instrument: law
decides: {scale}
---
# 第一条

```policy
{clauses}
```
"""
LADDER = """
criterion 1.1
  a
criterion 1.2
  b
criterion 1.3
  any of (1.1, 1.2)
criterion 1.4
  c
grade A
  when 1.3 and 1.4
grade B
  when 1.4 and (d or e)
otherwise refuse
"""


def decide(clauses: str, scale: str = "class", **facts: Any) -> Decision:
    text = FRONT.format(scale=scale, clauses=clauses)
    return decider_of(text, DAY).decide(facts)


# --- ladders --------------------------------------------------------------------------------------


def test_a_grade_is_decided_by_its_first_satisfied_alternative() -> None:
    assert decide(LADDER, a=True, b=True, c=True).decisive == "1.1"
    assert decide(LADDER, a=False, b=True, c=True).decisive == "1.2"


def test_an_alternative_still_open_is_passed_over() -> None:
    assert decide(LADDER, b=True, c=True).decisive == "1.2"


def test_a_grade_without_named_alternatives_decides_itself() -> None:
    assert decide(LADDER, a=False, b=False, c=True, d=True).decisive == "grade B"


def test_a_refusal_names_what_the_lowest_grade_lacks() -> None:
    refused = decide(LADDER, c=False)
    assert (refused.status, refused.decisive) == ("refused", "1.4")
    assert decide(LADDER, a=False, b=False, c=True, d=False, e=False).decisive == "grade B"


def test_nothing_is_decisive_while_undetermined() -> None:
    assert decide(LADDER).decisive is None


def test_the_better_end_of_a_scale_may_be_its_last() -> None:
    ladder = "grade A\n  when a\ngrade B\n  when b\notherwise D"
    assert decide(ladder, "turned", a=True).result == "A"
    assert decide(ladder, "turned", a=False, b=False).result == "D"
    assert decide(ladder, "turned", b=True).possible == ("A", "B")


# --- bans, adjustments, bounds -----------------------------------------------------------------------


def test_the_first_true_ban_in_the_text_decides() -> None:
    bans = "base A\nban 2.1\n  when a\nban 2.2\n  when b"
    assert decide(bans, a=True, b=True).decisive == "2.1"
    assert decide(bans, b=True).decisive == "2.2"


def test_the_larger_of_two_true_adjustments_is_applied_once() -> None:
    text = "base A\nadjust down 1 2.1\n  when a\nadjust down 2 2.2\n  when b"
    both = decide(text, a=True, b=True)
    assert (both.result, both.decisive) == ("C", "2.2")
    assert decide(text, a=True, b=False).decisive == "2.1"


@pytest.mark.parametrize(
    ("facts", "result", "decisive"),
    [
        ({"a": False, "b": False}, "B", "base B"),
        ({"a": True, "b": False}, "C", "2.1"),
        ({"a": False, "b": True}, "A", "2.2"),
        ({"a": True, "b": True}, "C", "2.1"),
    ],
)
def test_of_two_equal_adjustments_the_first_in_the_text_is_applied(
    facts: dict[str, bool], result: str, decisive: str
) -> None:
    text = "base B\nadjust down 1 2.1\n  when a\nadjust up 1 2.2\n  when b"
    made = decide(text, **facts)
    assert (made.result, made.decisive) == (result, decisive)


def test_an_adjustment_stops_at_the_end_of_the_scale() -> None:
    assert decide("base C\nadjust down 3 2.1\n  when a", a=True).result == "D"
    both = "base C\nadjust down 1 2.1\n  when a\nadjust down 2 2.2\n  when b"
    assert decide(both, a=True, b=True).decisive == "2.2"


def test_the_first_of_the_worst_floors_decides() -> None:
    floors = "base A\nat least B 2.1\n  when a\nat least C 2.2\n  when b\nat least C 2.3\n  when c"
    assert decide(floors, a=True, b=True, c=True).decisive == "2.2"
    assert decide(floors, a=True, b=False, c=True).decisive == "2.3"


def test_a_floor_below_the_grade_changes_nothing() -> None:
    made = decide("base C\nat least B 2.1\n  when a", a=True)
    assert (made.status, made.result, made.decisive) == ("decided", "C", "base C")


def test_a_floor_that_cannot_matter_need_not_be_known() -> None:
    assert decide("base C\nat least B 2.1\n  when a").status == "decided"


def test_an_open_downgrade_is_assumed_and_decides_an_open_upgrade_is_not() -> None:
    text = "base B\nadjust {} 1 2.1\n  when a"
    down, up = decide(text.format("down")), decide(text.format("up"))
    assert (down.result, down.marked, down.decisive) == ("C", "better", "2.1")
    assert (up.result, up.marked, up.decisive) == ("B", "better", "base B")


@pytest.mark.parametrize(
    ("base", "ceiling", "status"),
    [("A", "D", "provisional"), ("D", "D", "decided"), ("D", "C", "undetermined")],
)
def test_a_worse_floor_is_a_bound_unless_an_open_ceiling_may_lower_it(
    base: str, ceiling: str, status: str
) -> None:
    floors = "at least B 2.1\n  when a\nat least C 2.2\n  when b\n"
    made = decide(f"base {base}\n{floors}at most {ceiling} 2.3\n  when c", a=True)
    assert made.status == status


ASSUMED = """
assume lenient
  default {}
  on      乙类不看 e
  off     乙类看 e
  because 原文缺失
grade A
  when a
grade B
  when b and (assumed lenient or e)
grade C
  when c
otherwise D
"""


@pytest.mark.parametrize("side", ["on", "off"])
def test_a_decision_rests_on_what_moves_only_what_is_possible(side: str) -> None:
    made = decide(ASSUMED.format(side), e=False)
    assert (made.status, made.assumptions) == ("undetermined", ("lenient",))
    assert decide(ASSUMED.format(side), e=True).assumptions == ()


# --- contradictions -----------------------------------------------------------------------------------

CLASH = "base B\nat least C 2.1\n  when a\nat most A 2.2\n  when b"


@pytest.mark.parametrize(
    ("facts", "status", "possible"),
    [
        ({}, "undetermined", ("A", "B", "C")),
        ({"a": True}, "undetermined", ("A", "C")),
        ({"b": True}, "undetermined", ("A", "C")),
        ({"a": True, "b": True}, "undetermined", ("A", "C")),
        ({"a": True, "b": False}, "decided", ("C",)),
        ({"a": False, "b": True}, "decided", ("A",)),
    ],
)
def test_a_floor_above_a_ceiling_leaves_both_possible(
    facts: dict[str, bool], status: str, possible: tuple[str, ...]
) -> None:
    made = decide(CLASH, **facts)
    assert (made.status, made.possible) == (status, possible)


def test_an_open_floor_beside_a_true_ceiling_keeps_a_grade_from_being_decided() -> None:
    text = "base A\nat least A 2.1\n  when a\nat most A 2.2\n  when a\nat least B 2.3\n  when b"
    assert decide(text, a=True).status == "undetermined"
    assert decide(text, a=True, b=False).status == "decided"


# --- points ---------------------------------------------------------------------------------------------

POINTS = """
points 10 for x 3.1
  when a
points -4 for x 3.2
  when b
points 6 for x 3.3
  when c
points 1 for y 3.4
  when d
band A from 10
band B from 6
band C from 1
otherwise D
"""


@pytest.mark.parametrize(
    ("facts", "least", "most"),
    [
        ({}, -4, 11),
        ({"a": True, "d": True}, 11, 11),
        ({"a": False, "d": False}, -4, 6),
        ({"a": False, "b": True, "d": False}, -4, -4),
        ({"b": True, "d": False}, -4, 10),
        ({"a": False, "b": False, "c": False, "d": False}, 0, 0),
        ({"a": False, "b": False, "c": True}, 6, 7),
    ],
)
def test_points_are_an_interval(facts: dict[str, bool], least: int, most: int) -> None:
    flags = decide(POINTS, **facts).flags
    assert [flags[StepId("score", end)] for end in ("least", "most")] == [least, most]


def test_a_factor_of_many_rows_stays_small() -> None:
    rows = "\n".join(f"points {n} for x\n  when n = {n % 4} and m = {n // 4}" for n in range(60))
    made = decide(f"{rows}\nband A from 9\nband B from 1\notherwise C", n=1, m=2)
    assert made.result == "A"
