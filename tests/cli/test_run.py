"""``kefen run``: a table in, decisions out, and a code that says whether rows were set aside."""

from __future__ import annotations

import csv
import json
from typing import Any

import duckdb
import openpyxl
import pytest
from rich.progress import Progress as Bar
from rich.progress import TextColumn

from kefen.cli.run import Shown, pace_told
from kefen.running import Progress, Rate
from tests.cli.packs import CommandLine

HEADER = "客户号,出生日期,中国公民,年收入,学历,负债率,有拖欠\n"
ROWS = HEADER + "1,1990-01-01,是,200000,本科,10%,否\n2,1990-01-01,是,70000,,10%,否\n"
DAY = ("--as-of", "2026-06-01")


def read(kefen: CommandLine, name: str) -> list[dict[str, Any]]:
    with (kefen.folder / name).open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines))


def test_a_table_is_decided_and_the_counts_add_up(kefen: CommandLine) -> None:
    kefen.write("in.csv", ROWS)
    kefen.write("loans.csv", "客户号,余额,不良\n")
    told = kefen("run", "car-loan", "in.csv", "-o", "out.csv", "--list", "loans=loans.csv", *DAY)
    assert told.code == 0
    assert "读入 2 行 = 认定 2 行 + 隔离 0 行" in told.out
    assert [row["车贷类别代码"] for row in read(kefen, "out.csv")] == ["A", "B"]


def test_quarantined_rows_end_with_3_and_are_written_where_asked(kefen: CommandLine) -> None:
    kefen.write("in.csv", ROWS + "3,1990-02-30,是,1,本科,10%,否\n")
    told = kefen("run", "car-loan", "in.csv", "-o", "out.csv", "--quarantine", "bad.csv", *DAY)
    assert told.code == 3
    assert "隔离 1 行" in told.out
    [bad] = read(kefen, "bad.csv")
    assert (bad["行号"], bad["值"]) == ("4", "1990-02-30")


def test_reasons_and_flags_are_added_when_asked(kefen: CommandLine) -> None:
    kefen.write("in.csv", ROWS)
    told = kefen("run", "car-loan", "in.csv", "-o", "out.csv", "--explain", "--flags", *DAY)
    row = read(kefen, "out.csv")[0]
    assert told.code == 0
    assert any(header.startswith("3.1") or header == "3.1" for header in row)
    assert "车贷类别" in row["理由"]


def test_the_summary_as_json(kefen: CommandLine) -> None:
    kefen.write("in.csv", ROWS + "3,1990-02-30,是,1,本科,10%,否\n")
    told = kefen("run", "car-loan", "in.csv", "-o", "out.csv", *DAY, "--json")
    data = json.loads(told.out)
    assert told.code == 3
    assert (data["rows"], data["decided"], data["quarantined"]) == (3, 2, 1)


def test_absent_columns_are_a_warning_apart_from_the_summary(kefen: CommandLine) -> None:
    kefen.write("in.csv", "客户号,年收入\n1,5\n")
    told = kefen("run", "car-loan", "in.csv", "-o", "out.csv", *DAY)
    assert told.code == 0
    assert "没有“出生日期”" in told.err
    assert "出生日期" not in told.out.split("最常缺少")[0]


@pytest.mark.parametrize(
    ("args", "code", "said"),
    [
        (["absent.csv", "-o", "out.csv"], 1, "没有文件 `absent.csv`"),
        (["car-loan", "-o", "out.csv"], 1, "是文件夹"),
        (["in.csv", "-o", "out.csv", "--map", "absent.yaml"], 1, "没有文件 `absent.yaml`"),
        (["in.csv", "-o", "out.csv", "--list", "loans"], 2, "不是 名称=文件"),
        (["in.csv", "-o", "out.csv", "--list", "loans=absent.csv"], 1, "没有文件 `absent.csv`"),
        (["in.csv", "-o", "out.doc"], 1, "out.doc"),
        (["in.csv", "-o", "nowhere/out.csv"], 1, "nowhere"),
        (["in.csv"], 2, "缺少 --output"),
        (["empty.csv", "-o", "out.csv"], 1, "empty.csv"),
        (["header.csv", "-o", "out.csv"], 1, "header.csv"),
        (["nokey.csv", "-o", "out.csv"], 1, "客户号"),
    ],
)  # fmt: skip
def test_what_cannot_be_run_is_one_clear_line(
    kefen: CommandLine, args: list[str], code: int, said: str
) -> None:
    kefen.write("in.csv", ROWS)
    kefen.write("empty.csv", "")
    kefen.write("header.csv", HEADER)
    kefen.write("nokey.csv", "年收入\n1\n")
    told = kefen("run", "car-loan", *args, *DAY)
    assert told.code == code
    assert said in told.err
    assert told.out == ""
    assert "内部出错" not in told.err


def test_a_filled_template_is_read_back(kefen: CommandLine) -> None:
    kefen("facts", "car-loan", "--template", "in.xlsx", *DAY)
    book = openpyxl.load_workbook(kefen.folder / "in.xlsx")
    sheet = book.worksheets[0]
    values = {"客户号": "007", "出生日期": "1990-01-01", "中国公民": "是", "年收入": 200000,
              "学历": "本科", "负债率": 0.1, "有拖欠": "否"}  # fmt: skip
    for cell in sheet[1]:
        sheet.cell(2, cell.column, values.get(str(cell.value)))
    book.save(kefen.folder / "in.xlsx")
    told = kefen("run", "car-loan", "in.xlsx", "-o", "out.csv", *DAY)
    [row] = read(kefen, "out.csv")
    assert told.code == 0
    assert (row["客户号"], row["认定状态"], row["可能的结果"]) == (
        "007",
        "无法认定",
        "甲类、不予准入",
    )


def test_an_empty_template_is_one_clear_line(kefen: CommandLine) -> None:
    kefen("facts", "car-loan", "--template", "in.xlsx", *DAY)
    told = kefen("run", "car-loan", "in.xlsx", "-o", "out.csv", *DAY)
    assert told.code == 1
    assert told.err.count("\n") == 1


# --- the sheets of a template ---------------------------------------------------------------------


@pytest.fixture
def filled(kefen: CommandLine) -> str:
    """The template with two customers, of whom one has a loan."""
    kefen("facts", "car-loan", "--template", "book.xlsx", *DAY)
    book = openpyxl.load_workbook(kefen.folder / "book.xlsx")
    main, loans = book["客户"], book["贷款清单"]
    for row, key in enumerate("12", 2):
        for header, value in zip(
            HEADER.strip().split(","),
            [key, "1990-01-01", "是", 200000, "本科", 0.1, "否"],
            strict=True,
        ):
            main.cell(row, [cell.value for cell in main[1]].index(header) + 1, value)
    for place, value in enumerate(["2", 5000, "是"], 1):
        loans.cell(2, place, value)
    book.save(kefen.folder / "book.xlsx")
    return "book.xlsx"


def test_the_sheets_of_lists_are_read_with_the_table(kefen: CommandLine, filled: str) -> None:
    told = kefen("run", "car-loan", filled, "-o", "out.csv", *DAY)
    assert told.code == 0
    assert [row["认定状态"] for row in read(kefen, "out.csv")] == ["已认定", "不予认定"]


def test_a_list_given_as_a_file_comes_before_its_sheet(kefen: CommandLine, filled: str) -> None:
    kefen.write("loans.csv", "客户号,余额,不良\n")
    kefen("run", "car-loan", filled, "-o", "out.csv", "--list", "loans=loans.csv", *DAY)
    assert [row["认定状态"] for row in read(kefen, "out.csv")] == ["已认定", "已认定"]


def test_a_sheet_nobody_filled_in_proves_nothing(kefen: CommandLine, filled: str) -> None:
    book = openpyxl.load_workbook(kefen.folder / filled)
    book["贷款清单"].delete_rows(2)
    book.save(kefen.folder / filled)
    told = kefen("run", "car-loan", filled, "-o", "out.csv", *DAY)
    assert "工作表“贷款清单”没有记录" in told.err
    assert {row["认定状态"] for row in read(kefen, "out.csv")} == {"无法认定"}


def test_a_bad_record_of_a_sheet_is_told_with_its_line(kefen: CommandLine, filled: str) -> None:
    book = openpyxl.load_workbook(kefen.folder / filled)
    book["贷款清单"]["C2"] = "也许"
    book.save(kefen.folder / filled)
    assert kefen("run", "car-loan", filled, "-o", "out.csv", *DAY).code == 3
    bad = read(kefen, "out.quarantine.csv")[-1]
    assert (bad["行号"], bad["列"], bad["值"]) == ("2", "loans.不良", "也许")


def test_several_packs_decide_one_table_into_a_folder(kefen: CommandLine) -> None:
    kefen.write("in.csv", ROWS + "3,1990-01-01,是,一万,本科,10%,否\n")
    into = ("-o", "out", "--output-format", "csv")
    told = kefen("run", "--packs", "car-loan,credit-grade", "in.csv", *into, *DAY)
    assert told.code == 3
    assert "读入 3 行 = 认定 2 行 + 隔离 1 行" in told.out
    assert "读入 3 行 = 认定 3 行 + 隔离 0 行" in told.out
    assert [row["客户号"] for row in read(kefen, "out/car-loan.csv")] == ["1", "2"]
    assert len(json.loads(kefen("runs", "out", "--json").out)) == 2


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("--packs", "car-loan", "car-loan", "in.csv"), "只写 INPUT"),
        (("car-loan",), "没有写要认定的表"),
        (("--packs", "car-loan,no-such", "in.csv"), "no-such"),
    ],
)
def test_a_pack_or_packs_and_an_input_are_named(
    kefen: CommandLine, args: tuple[str, ...], said: str
) -> None:
    kefen.write("in.csv", ROWS)
    told = kefen("run", *args, "-o", "out")
    assert told.code in (1, 2)
    assert said in told.err


@pytest.mark.parametrize(
    ("left", "said"),
    [(75.4, "12,346 rows per second, 1:15 left"), (7384, "12,346 rows per second, 2:03:04 left")],
)
def test_a_bar_tells_rows_per_second_and_the_time_left(left: float, said: str) -> None:
    assert pace_told(Rate(12_345.6, left), "en") == said
    assert pace_told(None, "en") == ""


def test_a_bar_has_a_line_for_each_stage() -> None:
    bar = Bar(TextColumn("{task.description} {task.fields[pace]}"), disable=True)
    shown = Shown(bar, "en")
    for share in (None, 0.25, 0.5):
        shown.show(Progress("deciding", share, "a-policy", 1000))
    shown.show(Progress("writing"))
    lines = [f"{task.description} {task.completed:.0f}" for task in bar.tasks]
    assert lines == ["a-policy deciding 100", "writing 0"]


def test_a_table_of_duckdb_with_its_list_is_decided_into_a_file(kefen: CommandLine) -> None:
    with duckdb.connect(str(kefen.folder / "bank.duckdb")) as engine:
        engine.execute("CREATE TABLE people AS SELECT '1' AS 客户号, DATE '1990-01-01' AS 出生日期")
        engine.execute("CREATE TABLE loans (客户号 VARCHAR, 余额 INTEGER, 不良 BOOLEAN)")
    lists = ("--list", "loans=#loans")
    told = kefen(
        "run", "car-loan", "duckdb:///bank.duckdb#people", "-o", "out.csv", *lists, *DAY, "--json"
    )
    assert told.code == 0
    data = json.loads(told.out)
    assert (data["rows"], data["source"]["file"]) == (1, "duckdb:///bank.duckdb#people")
    assert "结论写到单独的文件" in kefen("runs", "duckdb:///bank.duckdb#classes").err
