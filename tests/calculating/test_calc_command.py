"""``kefen calc``: each calculator on the command line, in both languages, as JSON, and what it refuses."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from kefen.cli import run_command


class Told(NamedTuple):
    """An exit code, and what was printed."""

    code: int
    out: str
    err: str


Calc = Callable[..., Told]


@pytest.fixture
def calc(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Calc:
    """The command, in Chinese unless a language is asked for."""
    monkeypatch.setenv("COLUMNS", "120")
    monkeypatch.setenv("KEFEN_LANG", "zh")

    def ask(line: str) -> Told:
        code = run_command(["calc", *line.split()])
        return Told(code, *capsys.readouterr())

    return ask


def test_an_instalment_shows_first_second_last_and_totals(calc: Calc) -> None:
    told = calc("instalment 20万 3% 5年")
    assert told.code == 0
    assert "200,000.00 元，年利率 3.00%，60 个月，等额本息" in told.out
    assert "   1  3,593.74  3,093.74  500.00  196,906.26" in told.out
    assert "总利息 15,624.26 元（取整前 15,624.29）" in told.out
    assert "口径：每月利息" in told.out


@pytest.mark.parametrize("method", ["equal_principal", "等额本金"])
def test_a_method_is_named_in_either_language(calc: Calc, method: str) -> None:
    told = calc(f"instalment 200,000.00 0.03 60m --method {method} --lang en")
    assert "all interest 15,250.00 yuan (unrounded 15,250.00)" in told.out


def test_json_keeps_exact_decimals_and_says_its_conventions(calc: Calc) -> None:
    data = json.loads(calc("instalment 200000 3% 60 --json").out)
    assert data["repayments"][0]["payment"] == "3593.74"
    assert data["exact_instalment"] == "3593.738133"
    assert "half up to the cent" in data["conventions"][0]["en"]


def test_a_schedule_lists_every_day_and_what_is_left(calc: Calc) -> None:
    told = calc("schedule 12000 6% 3 --from 2026-01-31 --as-of 2026-03-01")
    assert "   2  2026-03-31  4,040.07" in told.out
    assert told.out.endswith("2026-03-01：剩余 2 个月，余额 8,019.93 元\n")


def test_an_early_repayment_shows_what_is_saved(calc: Calc) -> None:
    loan = "prepay 200000 3% 60 --from 2026-01-15 --on 2027-01-25 --lang en"
    assert "10,003.71 yuan of interest saved, 48 months sooner" in calc(loan).out
    assert (
        "then 3,593.74 yuan a month until 2029-10-15"
        in calc(f"{loan} --repay 50000 --keep instalment").out
    )


def test_an_extension_prints_the_longer_plan(calc: Calc) -> None:
    assert (
        "   5  2026-06-30  2,030.10"
        in calc("extend 12000 6% 3 --from 2026-01-31 --on 2026-03-01 --by 2").out
    )


def test_days_past_due_from_payments_on_the_line_and_in_a_file(calc: Calc, tmp_path: Path) -> None:
    file = tmp_path / "payments.csv"
    file.write_text("日期,金额\n2026-02-15,1032.80\n\n2026-03-20,500\n", encoding="gb18030")
    loan = "dpd 12000 6% 12 --from 2026-01-15 --as-of 2026-04-20"
    assert calc(f"{loan} --paid 2026-02-15=1032.80").out.startswith("2026-04-20 逾期 36 天\n")
    data = json.loads(calc(f"{loan} --payments {file} --json").out)
    assert (data["days"], data["instalments"], data["amount"]) == (36, 2, "1565.60")


def test_who_pays_is_not_past_due(calc: Calc) -> None:
    told = calc(
        "dpd 12000 6% 12 --from 2026-01-15 --paid 2026-02-10=1100 --as-of 2026-02-20 --lang en"
    )
    assert told.out.startswith("2026-02-20: not past due\n67.20 yuan paid in advance\n")


def test_a_file_with_a_broken_row_is_one_clear_line(calc: Calc, tmp_path: Path) -> None:
    file = tmp_path / "payments.csv"
    file.write_text("2026-02-15,1032.80\n2026-02-30,5\n", encoding="utf-8")
    told = calc(f"dpd 12000 6% 12 --from 2026-01-15 --payments {file}")
    assert (told.code, told.out) == (1, "")
    assert "第 2 行不是“日期,金额”：2026-02-30,5" in told.err


def test_the_cost_with_fees_and_its_sheet(calc: Calc) -> None:
    loan = "cost 200000 3% 60 --fee 评估费:某公司=1200@start --fee 担保费=0.1%余额@month"
    assert "年化综合融资成本 4.45%（单利），4.54%（复利）" in calc(loan).out
    sheet = calc(f"{loan} --penalty 50% --lender 某银行 --sheet").out
    assert "收取标准：贷款余额的 0.10%；收取主体：某银行" in sheet
    assert "年利率 4.50%（约定利率上浮 50%）" in sheet


def test_the_longest_term_says_whose_age_counts(calc: Calc) -> None:
    told = calc("term --class 2 --age 58 --co-age 55")
    assert told.out.startswith("最长 180 个月（15 年）\n年龄加期限不超过 70，以较年轻者计\n")
    by_birth = json.loads(calc("term --class 5 --born 1971-03-20 --from 2026-01-15 --json").out)
    assert (by_birth["months"], by_birth["years"], by_birth["bound_by"]) == (122, 10, "age")


@pytest.mark.parametrize(
    ("options", "months"),
    [
        ("--from 2026-08-27", 360),
        ("--from 2026-08-28", 480),
        ("--from 2026-08-29", 480),
        ("--from 2026-08-28 --cap 20y", 240),
        ("--from 2026-08-27 --cap 480", 480),
    ],
)
@pytest.mark.parametrize("person", ["--age 20", "--born 2006-01-01"])
def test_a_housing_loan_may_run_40_years_from_the_day_of_its_rule(
    calc: Calc, person: str, options: str, months: int
) -> None:
    told = json.loads(calc(f"term --class 5 {person} {options} --json").out)
    assert (told["months"], told["bound_by"]) == (months, "product")


def test_the_exam_ratio(calc: Calc) -> None:
    asked = "ratio --payment 5000 --property-fee 200 --income 7000 --income 5000 --fund 3000 --card 1000"
    assert "总体收入还贷比      34.67%  5,200.00 ÷ 15,000.00" in calc(f"{asked} --assets 10000").out
    assert "51.67%" in calc(f"{asked} --fund-unstated").out


def test_a_payment_may_be_worked_out_and_other_loans_count(calc: Calc) -> None:
    told = calc(
        "ratio --payment 200000/3%/60 --income 10000 --loan 12000/0%/13 --card 0/100/200/0/0/700 --json"
    )
    assert json.loads(told.out)["total"] == {
        "payments": "4683.486667", "income": "10000.000000", "percent": "46.83",
    }  # fmt: skip


def test_the_largest_amount_names_the_ratio_that_binds(calc: Calc) -> None:
    told = calc("amount 3.5% 30y --income 15000 --property-fee 200 --step 1000 --lang en")
    assert (
        "at most 1,625,000.00 yuan, first instalment 7,296.98 yuan\nbound by this loan's ratio\n"
        in told.out
    )


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("instalment 200000 3.5 60", "`3.5` 不是利率；写成 3.5% 或 0.035"),
        ("instalment 2e5 3% 60", "`2e5` 不是金额"),
        ("instalment 200000 3% 5x", "`5x` 不是期限"),
        ("instalment 200000 3% 60 --method 等额", "没有还款方式 `等额`；可选 等额本息, 等额本金"),
        ("instalment 200000 3% 60 --lang fr", "没有语言 `fr`"),
        ("prepay 1000 3% 12 --from 2026-01-01 --on 2026-02-01 --keep all", "`all` 不可保持"),
        ("dpd 1000 3% 12 --from 2026-01-01 --paid 500", "`500` 不是 日期=金额"),
        ("dpd 1000 3% 12 --from 2026-01-01 --grace -1", "`-1` 不是整数"),
        ("dpd 1000 3% 12", "缺少 --from"),
        ("cost 1000 3% 12 --fee 300", "`300` 不是 名称"),
        ("cost 1000 3% 12 --fee a=300@never", "没有时点 `never`；可选 start"),
        ("term --class 1", "缺少 --age 或 --born"),
        ("ratio --payment 1/2 --income 1", "`1/2` 不是 金额/年利率/期限"),
    ],
)
def test_what_cannot_be_read_is_wrong_usage(calc: Calc, line: str, said: str) -> None:
    told = calc(line)
    assert (told.code, told.out) == (2, "")
    assert said in told.err
    assert "--help`" in told.err


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("instalment 200000 350% 60", "年利率须在 0 到 100% 之间"),
        ("instalment 200000.001 3% 60", "贷款金额最多精确到分"),
        ("instalment 200000 3% 51y --lang en", "the term must be 1 to 600 months: 612"),
        ("prepay 1000 3% 12 --from 2026-01-01 --on 2025-01-01", "没有未还本金"),
        ("ratio --payment 5000 --lang en", "the monthly income must be more than 0"),
        ("term --class 9 --age 30", "客户类别为 1 到 5"),
        ("amount 3% 12 --income 5000 --method bullet --lang en", "so a ratio sets no amount"),
        ("dpd 1000 3% 12 --from 2026-01-01 --payments none.csv", "none.csv"),
    ],
)
def test_impossible_terms_are_one_line_in_the_users_language(
    calc: Calc, line: str, said: str
) -> None:
    told = calc(line)
    assert (told.code, told.out) == (1, "")
    assert said in told.err
    assert told.err.count("\n") == 1


def test_without_a_calculator_they_are_listed(calc: Calc) -> None:
    told = calc("")
    assert told.code == 0
    for name in (
        "instalment",
        "schedule",
        "prepay",
        "extend",
        "dpd",
        "cost",
        "term",
        "ratio",
        "amount",
    ):
        assert f"  {name} " in told.out
