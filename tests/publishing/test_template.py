"""The sheet to fill in: headings that are read back, drop-downs, limits, notes, a guide."""

from __future__ import annotations

import gc
import resource
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from kefen.policy import Policy
from kefen.publishing.template import write_template
from tests.cli.packs import CommandLine


@pytest.fixture
def book(policy: Policy, tmp_path: Path) -> Any:
    """The sheet of the small policy, read by another library than the one that wrote it."""
    path = tmp_path / "template.xlsx"
    write_template(policy, path)
    return openpyxl.load_workbook(path)


def column(book: Any, heading: str) -> str:
    [cell] = [cell for cell in book.worksheets[0][1] if cell.value == heading]
    return str(cell.column_letter)


def rule(book: Any, heading: str) -> Any:
    cell = f"{column(book, heading)}2"
    rules = book.worksheets[0].data_validations.dataValidation
    return next((rule for rule in rules if cell in rule.sqref), None)


def test_the_headings_are_the_labels_the_key_first_what_is_derived_last(book: Any) -> None:
    headings = [cell.value for cell in book.worksheets[0][1]]
    assert headings[0] == "客户号"
    assert headings[-1] == "年龄"
    assert set(headings) == {
        "客户号", "出生日期", "中国公民", "年收入", "学历", "负债率", "有拖欠", "年龄"
    }  # fmt: skip


def test_every_heading_is_a_name_the_policy_reads_back(book: Any, policy: Policy) -> None:
    headings = [cell.value for cell in book.worksheets[0][1]]
    assert all(heading in policy.vocabulary.names for heading in headings)


def test_the_header_stays_in_sight(book: Any) -> None:
    assert book.worksheets[0].freeze_panes == "B2"


def test_a_scale_is_chosen_from_its_labels(book: Any) -> None:
    made = rule(book, "学历")
    assert made.type == "list"
    sheet, _, cells = made.formula1.partition("!")
    values = [cell[0].value for cell in book[sheet.strip("'")][cells.replace("$", "")]]
    assert values == ["中学", "大专", "本科"]


def test_a_flag_is_yes_or_no(book: Any) -> None:
    assert rule(book, "中国公民").formula1 == '"是,否"'


def test_limits_are_those_of_the_vocabulary(book: Any) -> None:
    share, income = rule(book, "负债率"), rule(book, "年收入")
    assert (share.type, float(share.formula1), float(share.formula2)) == ("decimal", 0, 1)
    assert (income.operator, float(income.formula1)) == ("greaterThanOrEqual", 0)


def test_dates_and_money_have_formats_and_texts_stay_texts(book: Any) -> None:
    sheet = book.worksheets[0]
    formats = {
        heading: sheet.column_dimensions[column(book, heading)].number_format
        for heading in ("出生日期", "年收入", "负债率", "客户号")
    }
    assert formats == {
        "出生日期": "yyyy-mm-dd", "年收入": "#,##0.00", "负债率": "0.00####%", "客户号": "@"
    }  # fmt: skip


def test_a_note_says_the_other_name_the_source_and_the_age(book: Any) -> None:
    note = book.worksheets[0][f"{column(book, '年收入')}1"].comment.text
    assert "Annual income  [annual_income]" in note
    assert "出处：收入证明" in note
    assert "时效：12 个月" in note


def test_a_derived_fact_says_that_it_may_be_left_empty(book: Any) -> None:
    note = book.worksheets[0][f"{column(book, '年龄')}1"].comment.text
    assert "可以不填：出生日期至数据日期的周年数" in note


def test_each_list_has_a_sheet_that_begins_with_the_key(book: Any) -> None:
    headings = [cell.value for cell in book["贷款清单"][1]]
    assert headings == ["客户号", "余额", "不良"]


def test_a_guide_explains_every_fact(book: Any) -> None:
    rows = list(book["说明"].iter_rows(values_only=True))
    assert len(rows) == 1 + 8 + 2
    assert ("贷款清单 · 余额", "Balance", "balance", "金额") in [row[:4] for row in rows]


def test_the_command_writes_the_sheet(kefen: CommandLine) -> None:
    day = ("--as-of", "2026-06-01")
    told = kefen("facts", "car-loan", "--template", "empty.xlsx", *day, "--lang", "en")
    assert (told.code, told.out) == (0, "wrote empty.xlsx\n")
    book = openpyxl.load_workbook(kefen.folder / "empty.xlsx")
    assert book.worksheets[0]["A1"].value == "Customer number"


@pytest.mark.parametrize(
    ("name", "said"), [("empty.xls", "应以 .xlsx 结尾"), ("nowhere/empty.xlsx", "写不进")]
)
def test_a_name_that_cannot_be_written_is_one_clear_line(
    kefen: CommandLine, name: str, said: str
) -> None:
    told = kefen("facts", "car-loan", "--template", name, "--as-of", "2026-06-01")
    assert told.code == 1
    assert said in told.err
    assert told.err.count("\n") == 1


@pytest.mark.parametrize("pack", ["psbc-customer-class", "credit-grade"])
def test_the_shipped_packs_have_a_sheet(kefen: CommandLine, pack: str) -> None:
    told = kefen("facts", pack, "--template", "empty.xlsx", "--as-of", "2026-11-23")
    assert told.code == 0
    assert openpyxl.load_workbook(kefen.folder / "empty.xlsx").sheetnames[-1] == "取值"


def test_a_full_disk_is_one_error_and_no_stack_trace(policy: Policy, tmp_path: Path) -> None:
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, before[1]))
    try:
        with pytest.raises(OSError, match="File too large"):
            write_template(policy, tmp_path / "template.xlsx")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    gc.collect()
