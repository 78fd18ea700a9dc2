"""A draft of a mapping proposes what is sure, and leaves all else as comments with the reason."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

import kefen
from kefen.running import Options, draft_mapping, run
from kefen.running.mapping_file import read_mapping

LAYOUTS: list[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "layouts.yaml").read_text(encoding="utf-8")
)
CASES = [(one, pack) for one in LAYOUTS for pack in one["proposed"]]


@cache
def decider(pack: str) -> kefen.Decider:
    return kefen.load(pack, as_of=date(2026, 11, 23))


def drafted(tmp_path: Path, table: str, pack: str, lang: str = "en") -> str:
    (tmp_path / "in.csv").write_text(table, encoding="utf-8")
    return draft_mapping(tmp_path / "in.csv", decider(pack), Options(lang=lang))


@pytest.mark.parametrize(("layout", "pack"), CASES, ids=[f"{a['name']}-{b}" for a, b in CASES])
def test_a_draft_proposes_what_is_sure_and_nothing_else(layout, pack, tmp_path):
    draft = yaml.safe_load(drafted(tmp_path, layout["table"], pack))
    columns = {h: fact for h, fact in (draft["columns"] or {}).items() if fact is not None}
    assert columns == layout["proposed"][pack]
    months = {name: held["months"] for name, held in draft.get("histories", {}).items()}
    assert months == layout.get("histories", {}).get(pack, {})


@pytest.mark.parametrize("layout", LAYOUTS, ids=[one["name"] for one in LAYOUTS])
def test_a_draft_in_chinese_proposes_the_same_and_is_read_back(layout, tmp_path):
    pack = next(iter(layout["proposed"]))
    (tmp_path / "map.yaml").write_text(drafted(tmp_path, layout["table"], pack, "zh"))
    mapping = read_mapping(tmp_path / "map.yaml", decider(pack).policy.vocabulary)
    proposed = {header: held.fact for header, held in mapping.columns.items() if held}
    assert proposed == layout["proposed"][pack]


@pytest.mark.parametrize(
    ("table", "line"),
    [
        (
            "客户号,年收入(万元)\nA,31\n",
            '  # "年收入(万元)": {fact: annual_income, times: 10000}'
            "  # the header has a unit: say times or percent",
        ),
        (
            "客户号,月收入\nA,3000\n",
            '  # "月收入": {fact: annual_income, times: 12}  # by the month: for a yearly amount add times: 12',
        ),
        (
            "客户号,金融资产月均余额_旧\nA,3000\n",
            '  # "金融资产月均余额_旧": financial_assets  # a name like it, not the same: look',
        ),
        ("客户号,姓名\nA,B\n", '  # "姓名": null  # a name is no key: two people may bear it'),
        (
            "客户号,欠款期数\nA,3\n",
            '  # "欠款期数": null  # a number of instalments is neither days nor months',
        ),
        (
            "客户号,年收入\nA,31\nB,12\n",
            '  "年收入": null  # the largest is 31: if in ten thousands, add times: 10000',
        ),
        (
            "客户号,出生日期\nA,13/01/1990\nB,01/02/1991\n",
            '  "出生日期": null  # are the dates "%d/%m/%Y"? add format',
        ),
        (
            "客户号,出生日期\nA,01/03/1990\nB,01/02/1991\n",
            '  "出生日期": null  # are the dates "%d/%m/%Y" / "%m/%d/%Y"? add format',
        ),
        (
            "客户号,年收入(万元)\nA,见附件\n",
            '  # "年收入(万元)": null  # its name is like annual_income, but its values cannot be read as that',
        ),
        ("客户号,BLAH\nA,1\n", '  # "BLAH": null  # no fact has a name like it'),
        (
            "客户号,年收入\nA,\nB,\n",
            '  # "年收入": annual_income  # no values in the rows looked at',
        ),
        (
            "客户号,年收入\n" + "".join(f"A{n},{10000 + n}\n" for n in range(30)) + "B,12万\n",
            '  "年收入": annual_income  # also `12万`: without a meaning they go to quarantine',
        ),
        (
            "客户编号,统计月份\nA,202609\nA,202610\n",
            "# one row per customer and month (统计月份): use it as a history from rows, and give a table with one row each",
        ),
        (
            "NO,M\n1,202609\n",
            "# key: row number  # no column is surely the key customer_id Customer number",
        ),
    ],
)
def test_a_draft_says_why_a_column_is_left_open(table, line, tmp_path):
    assert line in drafted(tmp_path, table, "value-tier").split("\n")


def test_a_file_of_months_is_drafted_as_a_history_from_rows(tmp_path):
    table = "ID,MONTHS_BALANCE,STATUS\n1,0,C\n1,-1,0\n2,0,X\n"
    lines = drafted(tmp_path, table, "credit-grade").split("\n")
    assert lines[1].startswith("# one row per customer and month (MONTHS_BALANCE)")
    assert lines[2] == (
        '# histories: {card_history | loan_history: {key: "ID", month: "MONTHS_BALANCE", status: ?}}'
    )


def test_codes_are_listed_and_never_given_a_meaning(tmp_path):
    draft = drafted(
        tmp_path, "客户号,学历,婚姻状况\nA,本科,1\nB,高专,2\nC,硕士,1\n", "psbc-customer-class"
    )
    assert '  "学历": education  # also `高专`: without a meaning they go to quarantine' in draft
    assert '  "婚姻状况": null  # `1`, `2` are codes: say which each is of single, ' in draft
    assert '  # "婚姻状况": {fact: marital_status, values: {"1": ?, "2": ?}}' in draft


def test_a_draft_as_it_stands_reads_nothing_that_was_in_doubt(tmp_path):
    table = "客户号,年收入,持有产品数\nA,31,1\nB,12,2\n"
    (tmp_path / "map.yaml").write_text(drafted(tmp_path, table, "value-tier"))
    options = Options(mapping=tmp_path / "map.yaml", lang="en")
    summary = run(decider("value-tier"), tmp_path / "in.csv", tmp_path / "out.csv", options)
    assert {one.id: one.rows for one in summary.missing}["annual_income"] == 2


def test_a_header_that_stands_lower_is_found(tmp_path):
    draft = drafted(
        tmp_path, "Report,,\nof October,,\n客户号,出生日期,X\nA,1990-01-02,1\n", "value-tier"
    )
    assert yaml.safe_load(draft) == {
        "header": 3,
        "columns": {"客户号": "customer_id", "出生日期": "birth_date"},
    }


def test_a_title_of_one_cell_and_a_row_too_short_do_not_stop_a_draft(tmp_path):
    table = "Report\n客户号,出生日期\nA,1990-01-02\nB\nC,1991-01-02\n"
    draft = drafted(tmp_path, table, "value-tier")
    assert yaml.safe_load(draft)["header"] == 2
    assert '"出生日期": birth_date' in draft


def test_a_share_in_per_cent_is_proposed_though_it_is_no_share_as_it_stands(tmp_path):
    table = "客户号,最大持股比例(%)\nA,35\nB,10\nC,0.5\n"
    line = '  # "最大持股比例(%)": {fact: shareholding, percent: true}  # the header has a unit: say times or percent'
    assert line in drafted(tmp_path, table, "psbc-customer-class").split("\n")


TWO_PEOPLE = ",本人,,配偶\n客户号,年收入,出生日期,信用等级\nA,600000,1980-01-01,正常\n"


def test_a_column_below_another_person_is_not_drafted_as_the_subjects(tmp_path):
    draft = drafted(tmp_path, TWO_PEOPLE, "value-tier")
    assert '  # "信用等级": null  # it is about another person' in draft
    assert yaml.safe_load(draft)["columns"].keys() == {"客户号", "年收入", "出生日期"}


def test_a_header_in_two_lines_is_the_lower_one_though_the_upper_names_the_key(tmp_path):
    draft = drafted(
        tmp_path, "客户号,本人,\n客户号,年收入,出生日期\nA,600000,1980-01-01\n", "value-tier"
    )
    assert yaml.safe_load(draft)["header"] == 2


def test_columns_without_a_name_and_without_values_are_none(tmp_path):
    draft = drafted(tmp_path, "客户号,年收入,,,\nA,600000, ,\u3000,1\n", "value-tier")
    assert yaml.safe_load(draft)["columns"].keys() == {"客户号", "年收入"}
    assert "column 3" not in draft
    assert "column 5" in draft
