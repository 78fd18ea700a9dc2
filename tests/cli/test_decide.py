"""``kefen decide``: one subject in words, and every way its file can be broken."""

from __future__ import annotations

import io
import json
import sys

import pytest

from tests.cli.packs import FACTS, CommandLine

DAY = ("--as-of", "2026-06-01")


def test_the_decision_comes_first_then_why_then_what_would_lift_it(kefen: CommandLine) -> None:
    told = kefen("decide", "car-loan", "--facts", "facts.json", *DAY)
    assert told.code == 0
    assert told.out.splitlines()[0] == "车贷类别：乙类（B）"
    assert "为何不是甲类" in told.out
    assert "年收入 90,000.5 元，应不低于 120,000 元" in told.out
    assert "\x1b" not in told.out


def test_the_same_in_english(kefen: CommandLine) -> None:
    told = kefen("decide", "car-loan", "--facts", "facts.json", *DAY, "--lang", "en")
    assert told.out.splitlines()[0] == "Car-loan class: Class B (B)"
    assert "Why not Class A" in told.out


@pytest.mark.parametrize(
    ("environment", "first"),
    [
        ({}, "车贷类别：乙类（B）"),
        ({"LANG": "en_US.UTF-8"}, "Car-loan class: Class B (B)"),
        ({"LANG": "en_US.UTF-8", "KEFEN_LANG": "zh"}, "车贷类别：乙类（B）"),
        ({"LANG": "zh_CN.UTF-8", "KEFEN_LANG": "en"}, "Car-loan class: Class B (B)"),
        ({"LC_ALL": "C.UTF-8", "LANG": "en_US.UTF-8"}, "车贷类别：乙类（B）"),
    ],
)
def test_the_language_is_chosen_by_environment_when_nothing_is_said(
    kefen: CommandLine, monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], first: str
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    told = kefen("decide", "car-loan", "--facts", "facts.json", *DAY)
    assert told.out.splitlines()[0] == first


def test_facts_come_from_standard_input(
    kefen: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(FACTS.encode())))
    told = kefen("decide", "car-loan", "--facts", "-", *DAY)
    assert told.out.splitlines()[0] == "车贷类别：乙类（B）"


def test_yaml_keeps_every_digit_and_leading_zeros(kefen: CommandLine) -> None:
    kefen.write(
        "f.yaml",
        "customer_id: 007\nbirth_date: 1990-01-01\ncitizen: yes\n"
        "annual_income: 9007199254740993.01\neducation: 大专\ndebt_share: 10%\n"
        "in_arrears: no\nloans: [{balance: 3.10, bad: off}]\n",
    )
    told = kefen("decide", "car-loan", "--facts", "f.yaml", *DAY, "--json")
    facts = json.loads(told.out)["facts"]
    assert facts["customer_id"] == "007"
    assert facts["annual_income"] == "9007199254740993.01"
    assert facts["loans"] == [{"balance": "3.10", "bad": False}]


def test_json_keeps_every_digit(kefen: CommandLine) -> None:
    kefen.change("facts.json", "90000.50", "9007199254740993.01")
    told = kefen("decide", "car-loan", "--facts", "facts.json", *DAY, "--json")
    assert json.loads(told.out)["facts"]["annual_income"] == "9007199254740993.01"


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8-sig", "utf-16"])
def test_facts_are_read_in_the_encodings_of_the_field(kefen: CommandLine, encoding: str) -> None:
    kefen.write("f.json", FACTS.encode(encoding))
    told = kefen("decide", "car-loan", "--facts", "f.json", *DAY)
    assert told.code == 0
    assert told.out.splitlines()[0] == "车贷类别：乙类（B）"


@pytest.mark.parametrize("end", ["otherwise refuse", "otherwise C"])
def test_what_the_lowest_grade_lacks_is_told_as_not_met(kefen: CommandLine, end: str) -> None:
    kefen.change("car-loan/2026.md", "otherwise refuse", end)
    kefen.write("in.csv", "客户号,出生日期,中国公民,有拖欠\n007,1990-01-01,否,否\n")
    kefen.write("loans.csv", "客户号,余额,不良\n")
    lacking = "未达到：第三条(一)"
    decided = kefen("decide", "car-loan", "--facts", "facts.json", *DAY, "--set", "中国公民=否")
    assert f"决定性条款：{lacking} 年龄与公民：中国公民：否，应为是" in decided.out
    lists = ("--list", "loans=loans.csv")
    assert (
        f"  {lacking} 年龄与公民   1"
        in kefen("run", "car-loan", "in.csv", "-o", "o.csv", *lists, *DAY).out
    )
    assert f",3.1,{lacking},年龄与公民" in (kefen.folder / "o.csv").read_text(encoding="utf-8")


def test_a_clause_of_another_instrument_names_it_wherever_it_is_told(kefen: CommandLine) -> None:
    law = "law: {title: {zh: 民法典, en: Civil Code}, in_force: [2021-01-01, null]}\ncar-2026:"
    kefen.change("car-loan/sources.yaml", "car-2026:", law)
    kefen.change("car-loan/2026.md", "In arrears\n", "In arrears\n  cites law 第九条\n")
    kefen.write("in.csv", "customer_id,in_arrears\n007,yes\n")
    decided = kefen("decide", "car-loan", "--facts", "facts.json", *DAY, "--set", "有拖欠=是")
    assert "决定性条款：《民法典》第九条 有拖欠" in decided.out
    assert "《民法典》第九条 有拖欠" in kefen("run", "car-loan", "in.csv", "-o", "o.csv", *DAY).out
    assert ",《民法典》第九条,有拖欠" in (kefen.folder / "o.csv").read_text(encoding="utf-8")
    kefen("weave", "car-loan", "-o", "o.html", *DAY, "--lang", "en")
    assert ">Civil Code, Article 9<" in (kefen.folder / "o.html").read_text(encoding="utf-8")


# --- what if ----------------------------------------------------------------------------------------


def test_what_if_shows_before_and_after(kefen: CommandLine) -> None:
    told = kefen("decide", "car-loan", "--facts", "facts.json", *DAY, "--set", "年收入=120000")
    lines = told.out.splitlines()
    assert lines[0] == "假如"
    assert "车贷类别：乙类（B）" in lines[1]
    assert "车贷类别：甲类（A）" in lines[1]
    assert "年收入：90,000.5 元 → 120,000 元" in told.out
    assert "\n\n车贷类别：甲类（A）\n" in told.out


def test_several_settings_hold_together_and_a_derived_fact_follows(kefen: CommandLine) -> None:
    sets = ("--set", "annual_income=200000", "--set", "birth_date=2010-01-01")
    told = kefen("decide", "car-loan", "--facts", "facts.json", *DAY, *sets, "--lang", "en")
    assert "Age: 36 years → 16 years" in told.out
    assert "no class" in told.out.split("\n\n")[1].splitlines()[0]


@pytest.mark.parametrize("empty", ["", "unknown", "未知"])
def test_a_fact_can_be_made_unknown(kefen: CommandLine, empty: str) -> None:
    told = kefen(
        "decide", "car-loan", "--facts", "facts.json", *DAY, "--set", f"in_arrears={empty}"
    )
    assert "车贷类别：无法认定" in told.out


def test_what_if_as_json_keeps_what_was_before(kefen: CommandLine) -> None:
    told = kefen(
        "decide", "car-loan", "--facts", "facts.json", *DAY, "--set", "年收入=120000", "--json"
    )
    data = json.loads(told.out)
    assert (data["before"]["result"], data["result"]) == ("B", "A")


def test_setting_an_unknown_fact_names_the_nearest(kefen: CommandLine) -> None:
    told = kefen("decide", "car-loan", "--facts", "facts.json", *DAY, "--set", "anual_income=1")
    assert told.code == 1
    assert "是不是 `annual_income`？" in told.err


def test_setting_a_value_that_does_not_fit_says_why(kefen: CommandLine) -> None:
    told = kefen(
        "decide",
        "car-loan",
        "--facts",
        "facts.json",
        *DAY,
        "--set",
        "age=old",
        "--set",
        "citizen=perhaps",
    )
    assert told.code == 1
    assert "年龄“old”" in told.err
    assert "中国公民“perhaps”" in told.err


def test_setting_a_fact_the_policy_does_not_read_is_said(kefen: CommandLine) -> None:
    told = kefen("decide", "car-loan", "--facts", "facts.json", *DAY, "--set", "size=teacher")
    assert told.code == 0
    assert "本制度不读取 `size`" in told.err


def test_a_setting_without_an_equals_sign_is_wrong_usage(kefen: CommandLine) -> None:
    told = kefen("decide", "car-loan", "--facts", "facts.json", *DAY, "--set", "age")
    assert told.code == 2
    assert "事实=值" in told.err


# --- an overlay ---------------------------------------------------------------------------------------


def test_an_overlay_changes_the_decision(kefen: CommandLine) -> None:
    kefen.write(
        "ours/overlay.yaml",
        "overlay: {bank: 某行, issued: 2026-01-01, cites: 1号}\n"
        "parameters: {class_a_income: {value: 90000, from: 2026-01-01}}\n",
    )
    told = kefen("decide", "car-loan", "--facts", "facts.json", *DAY, "--with", "ours")
    assert told.out.splitlines()[0] == "车贷类别：甲类（A）"


def test_a_broken_overlay_shows_its_line(kefen: CommandLine) -> None:
    kefen.write("ours/overlay.yaml", "overlay: {cites: 1号}\nparameters: {class_a_incom: 5}\n")
    told = kefen("decide", "car-loan", "--facts", "facts.json", *DAY, "--with", "ours")
    assert told.code == 1
    assert "是不是 `class_a_income`？" in told.err


def test_a_missing_overlay_is_one_clear_line(kefen: CommandLine) -> None:
    told = kefen("decide", "car-loan", "--facts", "facts.json", *DAY, "--with", "theirs")
    assert told.code == 1
    assert told.err == "错误: 没有覆盖层文件夹 `theirs`\n"


# --- bad input ------------------------------------------------------------------------------------------


def test_a_fact_nobody_knows_is_refused_with_the_nearest_name(kefen: CommandLine) -> None:
    kefen.change("facts.json", '"annual_income"', '"annual_incom"')
    told = kefen("decide", "car-loan", "--facts", "facts.json", *DAY)
    assert told.code == 1
    assert told.out == ""
    assert "没有这项事实；请核对名称：annual_income" in told.err


def test_facts_that_cannot_be_accepted_are_all_named(kefen: CommandLine) -> None:
    kefen.write(
        "f.json",
        '{"customer_id": "1", "birth_date": "1990-02-30", "education": "高专", "annual_income": -5}',
    )
    told = kefen("decide", "car-loan", "--facts", "f.json", *DAY)
    assert told.code == 1
    assert told.out == ""
    for label in ("出生日期", "学历", "年收入"):
        assert label in told.err


def test_a_supplied_value_that_contradicts_its_derivation_is_refused(kefen: CommandLine) -> None:
    kefen.change("facts.json", '"citizen"', '"age": 50, "citizen"')
    told = kefen("decide", "car-loan", "--facts", "facts.json", *DAY)
    assert told.code == 1
    assert "36" in told.err


BROKEN = {
    "absent.json": (None, "没有文件 `absent.json`"),
    "empty.json": ("", "`empty.json` 是空的"),
    "half.json": ('{"age": ', "第 1 行第 9 列不是 JSON"),
    "nan.json": ('{"annual_income": NaN}', "`NaN` 不是数"),
    "many.json": ('[{"age": 3}]', "应当是一位客户的事实"),
    "word.yaml": ("年龄", "应当是一位客户的事实"),
    "twice.json": ('{"age": 3, "age": 4}', "`age` 出现两次"),
    "twice.yaml": ("age: 3\nage: 4\n", "`age` 出现两次"),
    "broken.yaml": ("age: [3\n", "不是 YAML"),
    "alias.yaml": ("a: &x [1]\nb: *x\n", "YAML 引用"),
    "deep.json": ("[" * 100_000, "嵌套太深"),
    "deep.yaml": ("[" * 3_000, "嵌套太深"),
    "book.xlsx": (b"PK\x03\x04\x00\x00", "不是文本文件"),
    "bytes.json": (b"\xff\xff\xff\xff", "不是文本文件"),
    "control.yaml": ("a: \x07\n", "不是 YAML"),
    "digits.json": ('{"annual_income": ' + "9" * 5000 + "}", "digits.json"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_file_is_one_clear_line(kefen: CommandLine, name: str) -> None:
    content, said = BROKEN[name]
    if content is not None:
        kefen.write(name, content)
    told = kefen("decide", "car-loan", "--facts", name, *DAY)
    assert told.code == 1
    assert said in told.err
    assert told.err.count("\n") == 1
    assert "内部出错" not in told.err


def test_a_folder_is_no_file_of_facts(kefen: CommandLine) -> None:
    told = kefen("decide", "car-loan", "--facts", "car-loan", *DAY)
    assert told.code == 1
    assert "是文件夹" in told.err


def test_a_day_without_a_version_names_those_there_are(kefen: CommandLine) -> None:
    told = kefen("decide", "car-loan", "--facts", "facts.json", "--as-of", "2020-01-01")
    assert told.code == 1
    assert told.err == "错误: car-loan 在 2020-01-01 没有施行的版本；已有 2026-01-01 – …\n"


def test_a_policy_with_errors_decides_nothing(kefen: CommandLine) -> None:
    kefen.change("car-loan/2026.md", "and annual_income >= 60000", "and anual_income >= 60000")
    told = kefen("decide", "car-loan", "--facts", "facts.json", *DAY)
    assert told.code == 1
    assert told.out == ""
    assert "N001" in told.err
    assert "P004" not in told.err
