"""Trees built from flags and facts."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given

from kefen.compiling.answers import OUTCOME
from kefen.deciding import Decider
from kefen.deciding.facts import Facts
from kefen.deciding.open_parts import read_by
from kefen.deciding.parts import Part
from kefen.deciding.record import clause_states
from kefen.deciding.trace import Trace, decision_from_row, trace
from kefen.explaining import explain, to_lines
from kefen.loading import load
from tests.explaining.packs import CAR_LOAN, DAY, VOCABULARY, decide, decider, write_pack
from tests.explaining.rows import car_rows


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Decider:
    return decider(tmp_path_factory.mktemp("traced"))


def leaf(tree: Trace, clause: str, place: int = 0) -> Part:
    return list(tree.clause(clause).leaves())[place]


def test_a_clause_shows_its_criteria_and_their_comparisons(small: Decider) -> None:
    part = trace(decide(small)).clause("3.9")
    assert [child.clause.id for child in part.children if child.clause] == ["3.1", "3.2", "3.3"]
    assert [child.shape for child in part.children[0].children] == ["leaf", "leaf"]


def test_a_comparison_keeps_what_was_read_and_the_threshold(small: Decider) -> None:
    part = leaf(trace(decide(small)), "3.2.2")
    assert part.operator == ">="
    assert [reading.value for reading in part.readings] == [800000, 1000000]
    assert part.state is False


def test_a_part_knows_its_article_and_the_words_of_it(small: Decider) -> None:
    part = trace(decide(small)).clause("3.2.1")
    assert part.clause is not None
    assert part.clause.citation.place == "第三条(二)1"
    assert part.quote.startswith("年满二十二周岁")


def test_a_range_is_one_comparison(small: Decider) -> None:
    part = leaf(trace(decide(small)), "3.1")
    assert part.operator == "between >= <="
    assert [reading.value for reading in part.readings] == [35, 22, 60]


def test_a_negation_is_pushed_down_to_the_comparisons(small: Decider) -> None:
    part = trace(decide(small)).clause("3.2", wanted=False)
    assert part.join == "all"
    assert leaf(trace(decide(small)), "3.2").operator == ">="
    assert next(part.leaves()).operator == "<"


NEGATIONS = """
```policy
criterion 5.9  未逾期 | Not overdue
  not (overdue_months > 0)

define jobless  无单位 | Jobless
  not known employer_kind

do visit 5.8  回访 | Visit
  when jobless and 5.9
```
"""


def test_a_clause_that_is_a_negation_is_itself_asked_for(tmp_path: Path) -> None:
    words = "  jobless: {label: {zh: 无单位, en: Jobless}, kind: flag}\nrules:"
    pack = write_pack(tmp_path, CAR_LOAN + NEGATIONS, VOCABULARY.replace("rules:", words))
    tree = trace(decide(load(pack, as_of=DAY, audience="staff")))
    part = tree.clause("5.8")
    assert [(child.shape, child.wanted) for child in part.children] == [
        ("definition", True), ("criterion", True)
    ]  # fmt: skip
    assert tree.part(part.children[1].node, wanted=False).state is False


def test_only_the_branch_that_counts_is_shown(small: Decider) -> None:
    single, married = decide(small), decide(small, married=True, partner_agrees=True)
    shapes = [part.shape for part in trace(single).clause("3.3").walk()]
    assert "fixed" in shapes
    read = [one.readings[0].node.name for one in trace(married).clause("3.3").leaves()]
    assert read == ["married", "partner_agrees"]


def test_only_what_is_open_is_read_while_open(small: Decider) -> None:
    decision = decide(small, education=None, registered_capital=None, founded_on=None)
    tree = trace(decision)
    test = decision.policy.by_id["3.2"].test
    assert test is not None
    names = [one.name for one in read_by(tree, test)]
    assert names == ["education", "registered_capital", "founded_on"]
    assert not read_by(tree, decision.policy.by_id["3.1"].test)  # type: ignore[arg-type]


@given(car_rows())
def test_a_clause_in_the_tree_has_the_state_of_its_flag(small: Decider, row: dict) -> None:
    decision = small.decide(row)
    tree = trace(decision)
    for clause in decision.policy.clauses:
        if clause.test is not None and clause.id in clause_states(decision.flags):
            assert tree.clause(clause.id).state is decision.state(clause.id)


@given(car_rows())
def test_states_below_agree_with_the_state_above(small: Decider, row: dict) -> None:
    for part in (one for root in trace(small.decide(row)).clauses for one in root.walk()):
        states = {child.state for child in part.children}
        if part.children and part.shape != "choice" and part.join in ("all", "any"):
            ends = part.join == "any"
            assert part.state is (ends if ends in states else None if None in states else not ends)


@given(car_rows())
def test_the_contrary_has_the_contrary_state(small: Decider, row: dict) -> None:
    tree = trace(small.decide(row))
    for name in ("3.1", "3.2", "3.3", "3.9", "4.1"):
        one, other = tree.clause(name).state, tree.clause(name, wanted=False).state
        assert other is (None if one is None else not one)


@given(car_rows())
def test_a_row_of_flags_is_told_in_the_same_words(small: Decider, row: dict) -> None:
    decision = small.decide(row)
    names = (*OUTCOME, *small.program.traced)
    flags = dict(zip(names, (*decision.outcome, *(decision.states or ())), strict=True))
    again = decision_from_row(small, decision.facts, flags, DAY)
    narrow = {name: flags[name] for name in names if name.role != "fact"}
    narrowed = decision_from_row(small, decision.facts, narrow, DAY)
    told = to_lines(explain(decision))
    assert to_lines(explain(again)) == told
    assert to_lines(explain(narrowed)) == told


def test_a_policy_used_is_traced_with_its_own_clauses() -> None:
    psbc = load("psbc-customer-class", as_of=date(2026, 1, 1), audience="staff")
    facts = {"card_history": "NN4", "loan_history": "N", "abnormal_account": False}
    inner = trace(psbc.decide(facts)).used("credit_grade")
    assert inner is not None
    assert (inner.decision.policy.name, inner.decision.decisive) == ("credit-grade", "1.2")


def test_a_count_over_a_history_says_how_many() -> None:
    grades = load("credit-grade", as_of=date(2026, 1, 1), audience="staff")
    tree = trace(grades.decide({"card_history": "123NN?NNNNNNNNNNNNNNNNNN"}))
    counts = [one.readings[0].value for one in tree.clause("1.4").leaves() if one.readings]
    assert (3, 4) in counts


def test_a_decision_without_stored_flags_is_traced_from_its_facts(small: Decider) -> None:
    decision = decide(small)
    bare = type(decision)(small, decision.settings, Facts(decision.facts.values), decision.outcome)
    assert trace(bare).clause("3.9").state is True
