"""``kefen facts``: the vocabulary of a policy, and a draft of a mapping."""

from __future__ import annotations

import json

import yaml

from tests.cli.packs import CommandLine

DAY = ("--as-of", "2026-06-01")


def test_facts_to_be_given_come_first_and_derived_ones_apart(kefen: CommandLine) -> None:
    told = kefen("facts", "car-loan", *DAY)
    assert told.code == 0
    assert told.out.index("出生日期") < told.out.index("可以由其他事实推定")
    assert told.out.index("可以由其他事实推定") < told.out.index("出生日期至数据日期的周年数")
    assert "8 项事实，7 项要给出，1 项由其他事实推定" in told.out


def test_lists_are_named_with_their_fields(kefen: CommandLine) -> None:
    assert "余额 (balance), 不良 (bad)" in kefen("facts", "car-loan", *DAY).out


def test_the_same_as_json_with_every_value(kefen: CommandLine) -> None:
    data = json.loads(kefen("facts", "car-loan", *DAY, "--json").out)
    facts = {fact["name"]: fact for fact in data["facts"]}
    assert [value["id"] for value in facts["education"]["values"]] == [
        "school",
        "associate",
        "bachelor",
    ]
    assert facts["age"]["derived"]
    assert facts["customer_id"]["required"]
    assert data["lists"][0]["fields"][0]["name"] == "balance"


def test_a_mapping_is_drafted_from_a_banks_headers(kefen: CommandLine) -> None:
    kefen.write("bank.csv", "客户号,客户年收入,学历\n1,50000,高专\n2,60000,本科\n")
    told = kefen("facts", "car-loan", "--map", "bank.csv", *DAY)
    assert told.code == 0
    assert yaml.safe_load(told.out)["columns"] == {"客户号": "customer_id", "学历": "education"}
    assert '# "客户年收入": annual_income  # 表头带年：先看是年份、年数还是年度金额' in told.out


def test_a_file_to_map_that_is_not_there_is_one_clear_line(kefen: CommandLine) -> None:
    told = kefen("facts", "car-loan", "--map", "absent.csv", *DAY)
    assert (told.code, told.err) == (1, "错误: 没有文件 `absent.csv`\n")


def test_a_file_to_map_is_read_as_told(kefen: CommandLine) -> None:
    text = "客户信息表\n客户号,学历\n1,高专\n2,本科\n"
    (kefen.folder / "bank.csv").write_bytes(text.encode("gb18030"))
    how = ("--skip-lines", "1", "--encoding", "gb18030")
    told = kefen("facts", "car-loan", "--map", "bank.csv", *how, *DAY)
    assert yaml.safe_load(told.out)["columns"] == {"客户号": "customer_id", "学历": "education"}
    assert kefen("facts", "car-loan", "--map", "bank.csv", "--encoding", "x", *DAY).code == 1
