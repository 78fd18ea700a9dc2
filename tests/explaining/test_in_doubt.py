"""Where the text asks for the lower in doubt, the worst of what is possible is told as a proposal, and decides nothing."""

from __future__ import annotations

from datetime import date

import pytest

from kefen.deciding import Decider
from kefen.explaining import explain, to_dict, to_lines
from kefen.loading import load


@pytest.fixture(scope="module")
def loans() -> Decider:
    return load("loan-risk-category", as_of=date(2026, 11, 23), audience="staff")


def test_the_lowest_possible_category_is_told_as_a_proposal(loans: Decider) -> None:
    told = explain(loans.decide({}))
    assert told.proposed is not None
    assert (told.result, told.proposed.result) == (None, told.possible[-1])
    line = "建议（不能确定的从低，第五条）：损失类贷款；这是建议，不是认定结论"
    assert line in to_lines(told)
    assert to_dict(told)["proposed"]["result"] == "loss"


def test_a_decided_category_needs_no_proposal(loans: Decider) -> None:
    told = explain(loans.decide({"loan_kind": "personal_loan", "days_past_due": 400}))
    assert (told.result, told.proposed) == ("loss", None)


def test_clauses_that_say_the_same_are_told_once(loans: Decider) -> None:
    lines = to_lines(explain(loans.decide({"loan_kind": "personal_loan", "days_past_due": 0})))
    start = lines.index("仍有可能为正常类贷款，待查")
    told = lines[start : next(n for n in range(start + 1, len(lines)) if lines[n][0] != " ")]
    assert sum("第十四条 原为不良，须等待上调" in line for line in told) == 1
