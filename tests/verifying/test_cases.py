"""Cases: what they expect, compared exactly; what is wrong with how they are written."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kefen.diagnostics import Diagnostics
from kefen.reading.draft import Draft
from kefen.verifying import run_cases
from tests.verifying.conftest import Tested

Run = Callable[..., Tested]


def case(facts: str, expect: str, more: str = "") -> str:
    return (
        f"- case: x\n  like: 大专十二万为甲类\n  facts: {{{facts}}}\n  expect: {{{expect}}}\n{more}"
    )


def failures(tested: Run, text: str) -> tuple[str, ...]:
    return tested(text)[0][-1].failures


@pytest.mark.parametrize(
    ("facts", "expect"),
    [
        ("annual_income: 119999.99", "status: decided, result: B"),
        ("annual_income: null", "status: undetermined, possible: [A, B, refused]"),
        ("annual_income: null", "missing: [annual_income]"),
        ("in_arrears: true", 'status: refused, decisive: "4.1", result: null'),
        ("annual_income: 120000.001", "quarantined: annual_income"),
        ("education: 大专, annual_income: 1e5", "quarantined: [annual_income]"),
        ("citizen: false", 'misses: ["3.1"], meets: ["3.2"]'),
        ("education: null", 'unknown: ["3.2"], result: B, marked: better'),
        ("annual_income: 120000.00", "values: {annual_income: 120000, debt_share: 0.10, age: 36}"),
    ],
)  # fmt: skip
def test_an_expectation_that_holds(tested: Run, facts: str, expect: str) -> None:
    assert failures(tested, case(facts, expect)) == ()


@pytest.mark.parametrize(
    ("facts", "expect", "said"),
    [
        ("annual_income: 1", "result: A", "result: expected A, got nothing"),
        ("citizen: true", "decisive: 4.1", "decisive: expected 4.1, got grade A"),
        ("citizen: true", "possible: [B]", "possible: expected B, got A"),
        ("citizen: true", 'misses: ["3.1"]', "misses: 3.1 is true"),
        ("citizen: true", 'meets: ["9.9"]', "meets: no clause 9.9"),
        ("citizen: true", "values: {annual_income: 120000.01}",
         "values: annual_income expected 120000.01, got 120000"),
        ("citizen: true", "quarantined: true", "quarantined: expected, but the facts were accepted"),
        ("citizen: perhaps", "result: A", "quarantined: citizen: not a flag"),
        ("citizen: perhaps", "quarantined: education", "quarantined: expected education, got citizen"),
        ("citizn: true", "result: A", "no fact `citizn`"),
        ("citizen: true", 'only_misses: "3.2"', "only_misses: 3.2 is not false"),
        ("citizen: true", 'only_misses: "9.2"', "only_misses: no criterion 9.2"),
        ("citizen: false, annual_income: 1", 'only_misses: "3.1"',
         "only_misses: with 3.1 met the decision stays refused"),
    ],
)  # fmt: skip
def test_an_expectation_that_fails_says_what_came_instead(
    tested: Run, facts: str, expect: str, said: str
) -> None:
    assert failures(tested, case(facts, expect)) == (said,)


def test_a_case_may_switch_an_assumption_for_itself(tested: Run) -> None:
    switched = case("education: school", "result: A", "  assumptions: {any_education: on}\n")
    assert failures(tested, switched) == ()
    assert failures(tested, case("education: school", "result: B")) == ()


def test_a_case_may_give_a_parameter_for_itself(tested: Run) -> None:
    given = case("annual_income: 99", "result: A", "  parameters: {class_a_income: 50}\n")
    assert failures(tested, given) == ()


def test_a_choice_that_does_not_exist_fails_the_case(tested: Run) -> None:
    wrong = case("citizen: true", "result: A", "  assumptions: {any_educatoin: on}\n")
    assert "no assumption `any_educatoin`" in failures(tested, wrong)[0]


@pytest.mark.parametrize(
    ("text", "code", "said"),
    [
        ("- case: x\n  expect: {reslt: A}\n", "R003", "`reslt` is not a key of `expect`"),
        ("- case: x\n  like: y\n", "N001", "no earlier case `y` in this file"),
        ("- case: x\n  facts: [1]\n", "R003", "`facts` of a case is a mapping"),
        ("- case: x\n  as_of: soon\n", "D004", "`soon` is not a day"),
        ("- nonsense\n", "R003", "a case is a mapping with `case`, `facts` and `expect`"),
    ],
)
def test_a_case_that_is_badly_written_is_a_diagnostic(
    tested: Run, text: str, code: str, said: str
) -> None:
    [error] = tested(text)[2].errors
    assert (error.code, error.message) == (code, said)


def test_a_day_may_stand_in_quotation_marks(tested: Run) -> None:
    quoted = tested('- case: x\n  as_of: "2026-01-01"\n  facts: {}\n')
    assert quoted[2].errors == []


def test_cases_of_a_pack_without_a_sound_policy_are_not_run() -> None:
    assert run_cases(Draft("x", "x", (), {}), [], Diagnostics()) == []
