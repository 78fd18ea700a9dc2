"""The fact to get next, and how explanations end with it."""

from __future__ import annotations

from collections.abc import Container

from hypothesis import given

from kefen.deciding import Decider, Decision
from kefen.deciding.missing import missing
from kefen.deciding.open_parts import Missing
from kefen.deciding.trace import trace
from kefen.explaining import explain, to_dict, to_lines
from kefen.explaining.endings import endings
from kefen.explaining.next_fact import next_facts, ranked
from tests.explaining.packs import decide
from tests.explaining.rows import car_rows

RECORD = ("card_history", "loan_history", "declared_banned", "accounts")


def names(decision: Decision, without: Container[str] = ()) -> list[str]:
    return [one.name for one in next_facts(decision, without)]


@given(car_rows())
def test_the_ranking_holds_every_missing_fact_once(small: Decider, row: dict) -> None:
    decision = small.decide(row)
    facts = sorted(one.name for one in missing(decision) if one.sort == "fact")
    assert sorted(one.name for one in next_facts(decision)) == facts


def test_what_every_ending_needs_comes_before_what_some_need(small: Decider) -> None:
    decision = decide(small, education=None, in_arrears=None, registered_capital=0)
    assert names(decision) == ["in_arrears", "education"]
    assert [one.endings for one in next_facts(decision)] == [3, 2]


def test_one_fact_that_proves_a_part_comes_before_two_that_would(small: Decider) -> None:
    decision = decide(small, education=None, registered_capital=None, founded_on=None)
    assert set(endings(trace(decision))) == {
        frozenset({"education"}), frozenset({"education", "registered_capital"})
    }  # fmt: skip


def test_what_cannot_be_had_is_not_counted_on(small: Decider) -> None:
    decision = decide(small, education=None, registered_capital=None, founded_on=None)
    assert names(decision, without=["education"]) == ["registered_capital", "founded_on"]


def test_of_equal_facts_one_on_a_paper_at_hand_comes_first(small: Decider) -> None:
    decision = decide(small, education=None, citizen=None, in_arrears=True)
    waited = [Missing("fact", name) for name in ("education", "citizen")]
    assert [one.name for one in ranked(trace(decision), waited)] == ["citizen", "education"]


def test_another_policys_result_comes_after_what_it_rests_on(psbc: Decider) -> None:
    found = names(psbc.decide({}))
    assert max(map(found.index, RECORD)) < found.index("credit_grade")


def test_an_open_decision_ends_with_the_fact_to_get_next(small: Decider) -> None:
    told = explain(decide(small, education=None), "en")
    assert to_lines(told)[-2:] == ["To get next", "  Education (Diploma)"]
    assert to_dict(told)["next_facts"][0]["name"] == "education"


def test_a_settled_decision_has_no_next_fact(small: Decider) -> None:
    assert next_facts(decide(small)) == ()
    assert "To get next" not in to_lines(explain(decide(small), "en"))
