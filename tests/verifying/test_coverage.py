"""What cases touch: clauses met and missed alone, outcomes, both sides of assumptions, thresholds."""

from __future__ import annotations

import pytest

from kefen.verifying import Coverage
from tests.verifying.test_cases import Run, case


def clause(coverage: Coverage, id: str) -> tuple[bool, bool]:
    [found] = [entry for entry in coverage.clauses if entry.clause.id == id]
    return found.met, found.missed


def missing(coverage: Coverage, text: str) -> tuple[str, ...]:
    [found] = [threshold for threshold in coverage.thresholds if threshold.text == text]
    return found.missing


def test_a_clause_is_met_by_the_first_case_and_missed_by_none(tested: Run) -> None:
    assert clause(tested("")[1], "3.2") == (True, False)


def test_a_clause_is_missed_alone_when_its_being_met_would_change_the_decision(tested: Run) -> None:
    assert clause(tested(case("annual_income: 119999", "result: B"))[1], "3.2") == (True, True)


def test_a_clause_missed_together_with_another_is_not_missed_alone(tested: Run) -> None:
    both = case("citizen: false, annual_income: 1", "status: refused")
    coverage = tested(both)[1]
    assert clause(coverage, "3.1") == (True, False)
    assert clause(coverage, "3.2") == (True, False)


def test_a_ban_is_missed_alone_by_whoever_is_not_refused(tested: Run) -> None:
    assert clause(tested("")[1], "4.1") == (False, True)


def test_outcomes_no_case_reaches_are_listed(tested: Run) -> None:
    coverage = tested("")[1]
    assert coverage.reached == ("A",)
    assert coverage.unreached == ("B", "refused", "undetermined")


def test_an_assumption_is_exercised_on_the_side_on_which_a_decision_rests_on_it(
    tested: Run,
) -> None:
    [before] = tested("")[1].assumptions
    assert (before.on, before.off) == (False, False)
    off = case("education: school", "result: B")
    on = case("education: school", "result: A", "  assumptions: {any_education: on}\n")
    [after] = tested(off + on)[1].assumptions
    assert (after.on, after.off) == (True, True)


MEASURES = "measures:\n  card: {label: {zh: 信用卡, en: Card}}\n"
FREE_CARD = """
criterion 4.2  够办卡 | Enough for a card
  annual_income >= card_income

parameter card_income  办卡收入 | Income for a card
  money
  130000 from 2026-01-01 cites car-2026 第四条

assume generous  从宽 | Generous
  default off
  on 从宽 | generous
  off 从严 | strict
  because 未写明 | not said

"""


@pytest.mark.parametrize(
    "measure",
    ["allow card 4.3\n  when 4.2 or assumed generous",
     "limit debt_share <= 10% 4.3\n  when not 4.2 and not assumed generous",
     "limit debt_share <= (if 4.2 or assumed generous then 20% else 10%) 4.3"],
)  # fmt: skip
def test_a_measure_that_is_moved_is_a_decision_that_is_moved(tested: Run, measure: str) -> None:
    on = case("citizen: true", "result: A", "  assumptions: {generous: on}\n")
    coverage = tested(on, FREE_CARD + measure, MEASURES)[1]
    assert clause(coverage, "4.2") == (False, True)
    [found] = [entry for entry in coverage.assumptions if entry.name == "generous"]
    assert (found.on, found.off) == (True, True)


def test_an_amount_wants_a_case_below_at_and_above(tested: Run) -> None:
    text = "annual_income >= class_a_income"
    assert missing(tested("")[1], text) == ("below", "above")
    more = case("annual_income: 1", "status: refused") + case("annual_income: 200000", "result: A")
    assert missing(tested(more)[1], text) == ()


@pytest.mark.parametrize(
    ("condition", "wanted"),
    [
        ("annual_income > 0", ("n", "above")),
        ("annual_income >= 0", ("n", "above")),
        ("surplus > 0", ("below", "n", "above")),
        ("debt_share >= 100%", ("below", "n")),
        ("debt_share * annual_income > 0", ("n", "above")),
        ("annual_income - surplus > 0", ("below", "n", "above")),
        ("sum(for l in loans return l.balance) > 0", ("n", "above")),
        ("count(loans) > 0", ("n", "n+1")),
        ("age <= 120", ("below", "n")),
        ("ratio(annual_income, debt_share) > 0%", ("n", "above")),
        ("(if citizen then annual_income else 10) > 0", ("n", "above")),
    ],
)
def test_a_side_that_the_vocabulary_shuts_out_is_not_asked_for(
    tested: Run, condition: str, wanted: tuple[str, ...]
) -> None:
    words = "  surplus: {label: {zh: 结余, en: Surplus}, kind: money, negative: true}\n"
    coverage = tested("", f"ban 4.2  止付\n  when {condition}", words)[1]
    [found] = [entry for entry in coverage.thresholds if entry.clauses == ("4.2",)]
    assert found.sides == wanted


def test_an_age_wants_the_last_day_before_and_the_birthday_itself(tested: Run) -> None:
    eve = case("birth_date: 2004-06-02", "status: refused")
    birthday = case("birth_date: 2004-06-01", "result: A")
    assert missing(tested("")[1], "age >= 22") == ("n-1", "n")
    assert missing(tested(eve + birthday)[1], "age >= 22") == ()


def test_a_scale_wants_the_value_and_the_one_before(tested: Run) -> None:
    text = "education >= 大专"
    assert missing(tested("")[1], text) == ("n-1",)
    assert missing(tested(case("education: school", "result: B"))[1], text) == ()


def test_a_parameter_a_case_chooses_moves_its_threshold(tested: Run) -> None:
    chosen = case("citizen: true", "result: A", "  parameters: {class_a_income: 100000}\n")
    assert missing(tested(chosen)[1], "annual_income >= class_a_income") == ("below",)


def test_a_ratio_is_a_threshold_too(tested: Run) -> None:
    text = "ratio(debt_share, 1) <= 50%"
    assert missing(tested("")[1], text) == ("n", "above")
