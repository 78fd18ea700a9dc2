"""The fact to get next, and how explanations end with it."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given

from kefen.deciding import Decider
from kefen.deciding.missing import Missing, Trial, missing
from kefen.explaining import explain, to_dict, to_lines
from kefen.explaining.next_fact import next_facts, ranked
from tests.explaining.packs import decide
from tests.explaining.rows import car_rows


@given(car_rows())
def test_the_ranking_holds_every_missing_fact_once(small: Decider, row: dict) -> None:
    decision = small.decide(row)
    facts = sorted(one.name for one in missing(decision) if one.sort == "fact")
    assert sorted(one.name for one in next_facts(decision)) == facts


def test_what_settles_comes_before_what_leaves_more_open(small: Decider) -> None:
    decision = decide(small, education=None, in_arrears=None)
    ranked = {one.name: one.leaves for one in next_facts(decision)}
    assert next(iter(ranked)) == "in_arrears"
    assert ranked["in_arrears"] < ranked["education"] <= Fraction(2)


def test_of_equal_facts_one_on_a_paper_at_hand_comes_first(small: Decider) -> None:
    decision = decide(small, education=None, citizen=None)
    tried = [
        Trial(Missing("fact", name), decision.outcome, iter([(True, decision.outcome)]))
        for name in ("education", "citizen")
    ]
    assert [one.name for one in ranked(decision, tried)] == ["citizen", "education"]


def test_an_open_decision_ends_with_the_fact_to_get_next(small: Decider) -> None:
    told = explain(decide(small, education=None), "en")
    assert to_lines(told)[-2:] == ["To get next", "  Education (Diploma)"]
    assert to_dict(told)["next_facts"][0]["name"] == "education"


def test_a_settled_decision_has_no_next_fact(small: Decider) -> None:
    assert next_facts(decide(small)) == ()
    assert "To get next" not in to_lines(explain(decide(small), "en"))
