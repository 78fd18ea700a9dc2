"""The sheet of a policy that asks another of each item of a list."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from kefen.loading import load_policy
from kefen.publishing.template import write_template
from tests.policies.packs import HERE, make_pack


@pytest.fixture
def book(tmp_path: Path) -> Any:
    pack = make_pack(HERE / "good" / "per-item.md", tmp_path)
    path = tmp_path / "template.xlsx"
    write_template(load_policy(pack, as_of=date(2026, 1, 1)), path)
    return openpyxl.load_workbook(path)


def test_the_list_has_the_columns_that_the_other_policy_reads(book: Any) -> None:
    headings = [cell.value for cell in book["贷款"][1]]
    assert headings == ["编号", "余额", "逾期天数", "抵押不足", "到期日", "风险分类"]


def test_what_is_worked_out_may_be_left_empty(book: Any) -> None:
    notes = {cell.value: cell.comment.text for cell in book["贷款"][1]}
    assert "可以不填" in notes["风险分类"]
    assert "可以不填" in notes["逾期天数"]
    assert "可以不填" not in notes["到期日"]


def test_a_result_is_chosen_from_its_labels(book: Any) -> None:
    rules = book["贷款"].data_validations.dataValidation
    assert any("F2" in rule.sqref and rule.type == "list" for rule in rules)
