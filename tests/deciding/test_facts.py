"""Rows become typed facts exactly, or are refused with every reason at once."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from kefen.compiling import plan_policy
from kefen.deciding.facts import FactsReader
from kefen.errors import FactsError
from tests.agreement.random_policies import policy_of

AS_OF = date(2026, 1, 31)
VOCABULARY = """
scales:
  level: {label: {zh: 级, en: Level}, best: last, unknown: ["9"], values: [{id: low, zh: 低}, {id: high, zh: 高, also: ["02"]}]}
choices:
  tag: {label: {zh: 签, en: Tag}, values: [red, green]}
  code: {label: {zh: 码, en: Code}, unknown: ["#"], values: ["N", "1"]}
subjects: {spouse: {zh: 配偶, en: Spouse}}
lists:
  loans: {label: {zh: 贷款, en: Loans}, fields: {balance: {label: {zh: 余额, en: Balance}, kind: money, max_age: 12 months}}}
facts:
  paid: {label: {zh: 已付, en: Paid}, kind: flag}
  age: {label: {zh: 年龄, en: Age}, kind: integer, range: "[0..150]"}
  income: {label: {zh: 收入, en: Income}, kind: money, max_age: 12 months}
  profit: {label: {zh: 利润, en: Profit}, kind: money, negative: true}
  share: {label: {zh: 占比, en: Share}, kind: rate}
  born: {label: {zh: 生日, en: Born}, kind: date}
  level: {label: {zh: 等级, en: Level of it}, kind: scale level}
  tags: {label: {zh: 标签, en: Tags}, kind: set of tag}
  past: {label: {zh: 历史, en: Past}, kind: history of code}
  number: {label: {zh: 证号, en: Number}, kind: text, check: resident_id}
  spouse.paid: {label: {zh: 配偶已付, en: Spouse paid}, kind: flag}
"""
POLICY = """---
policy: random
version: one
in_force: [2000-01-01, null]
instrument: law
---
# 第一条 一
```policy
criterion 1.1  读取所有事实
  any of (paid, age > 1, income > 1, profit > 1, share > 1, born < as_of, level = low, tags includes red,
          some m in past satisfies m = N, number = "x", spouse.paid, some a in loans satisfies a.balance > 1)
ban 2 禁
  when 1.1
```
"""
READER = FactsReader(plan_policy(policy_of(POLICY, VOCABULARY)))


def read(raw: Mapping[str, Any]) -> dict[str, Any]:
    values = READER.read(raw, AS_OF).values
    return {given.name: v for given, v in zip(READER.inputs, values, strict=True) if v is not None}


def refusal(raw: Mapping[str, Any]) -> dict[str, str]:
    with pytest.raises(FactsError) as caught:
        READER.read(raw, AS_OF)
    return {problem.fact: problem.reason for problem in caught.value.problems}


def test_names_may_be_chinese_or_english_and_subjects_may_nest() -> None:
    assert read({"已付": "是", "Age": 30, "spouse": {"paid": False}}) == {
        "paid": True,
        "age": 30,
        "spouse.paid": False,
    }


def test_an_empty_value_is_unknown_and_never_zero() -> None:
    assert read({"age": None, "income": "", "paid": None}) == {}


@pytest.mark.parametrize(
    "text", ["2026-01-02", "2026/1/2", "20260102", "2026年1月2日", date(2026, 1, 2)]
)
def test_a_date_is_read_as_chinese_systems_write_it(text: Any) -> None:
    assert read({"born": text}) == {"born": date(2026, 1, 2)}


def test_numbers_stay_exact_whatever_they_come_as() -> None:
    assert read({"income": 0.1, "profit": "-3.20", "share": "12.5%"}) == {
        "income": Decimal("0.1"),
        "profit": Decimal("-3.20"),
        "share": Decimal("0.125"),
    }


def test_a_word_may_be_an_id_a_label_or_a_code_and_a_code_may_say_unknown() -> None:
    assert [read({"level": word}).get("level") for word in ("low", "高", "02", "9")] == [
        0,
        1,
        1,
        None,
    ]


def test_a_set_is_a_list_or_words_between_separators() -> None:
    assert read({"tags": ["red"]})["tags"] == read({"tags": "red"})["tags"] == 0b01
    assert read({"tags": "red;green"})["tags"] == 0b11
    assert read({"tags": []})["tags"] == 0


def test_a_short_history_leaves_the_older_months_unknown() -> None:
    assert read({"past": "N1#"})["past"] == "N1" + "?" * 22


def test_a_fact_older_than_its_limit_is_unknown_and_said_to_be_stale() -> None:
    facts = READER.read({"income": {"value": 5, "date": "2025-01-30"}, "age": 3}, AS_OF)
    assert facts.stale == ("income",)
    assert READER.read({"income": 5, "income@": "2025-01-31"}, AS_OF).stale == ()


def test_a_list_is_records_with_fields_in_either_language() -> None:
    assert read({"loans": [{"余额": "3"}, {"balance": None}]})["loans"] == ((Decimal(3),), (None,))


def test_a_field_of_an_item_may_come_with_its_date() -> None:
    fresh, old = (
        {"余额": 5, "balance@": "2025-06-01"},
        {"balance": {"value": 5, "date": "2024-01-01"}},
    )
    assert read({"loans": [fresh, old, {"balance": 5}]})["loans"] == ((5,), (None,), (5,))


def test_a_fault_of_an_item_is_told_of_its_field() -> None:
    assert refusal({"loans": [{"balance": -1}, {"balance@": "2025-02-30"}], "age": 200}) == {
        "loans.balance": "negative",
        "loans.balance@": "no such day",
        "age": "too large",
    }


def test_every_fault_of_a_row_is_said_at_once() -> None:
    bad = {
        "paid": "perhaps",
        "age": "x",
        "income": -1,
        "born": "2026-02-30",
        "level": "huge",
        "tags": "blue",
    }
    assert refusal(bad) == {
        "paid": "not a flag",
        "age": "not a number",
        "income": "negative",
        "born": "no such day",
        "level": "not in domain",
        "tags": "not in domain",
    }


def test_limits_places_and_check_digits_are_kept() -> None:
    assert refusal({"age": 151, "income": "1.001", "number": "110105194912310021"}) == {
        "age": "too large",
        "income": "too many places",
        "number": "check digit",
    }


def test_a_name_nobody_knows_is_a_problem_that_tells_the_nearest() -> None:
    with pytest.raises(FactsError) as caught:
        READER.read({"agee": 3, "loans": [{"balence": 1}]}, AS_OF)
    told = [(problem.fact, problem.detail) for problem in caught.value.problems]
    assert told == [("agee", "age"), ("loans.balence", "loans.balance")]


def test_if_not_strict_a_name_nobody_knows_is_left_out_and_named() -> None:
    facts = READER.read({"agee": 3, "loans": [{"balence": 1}]}, AS_OF, strict=False)
    assert facts.unknown_names == ("agee", "loans.balence")


def test_the_nearest_name_is_sought_only_where_it_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    sought: list[str] = []
    monkeypatch.setattr("kefen.deciding.facts.nearest", lambda word, _known: sought.append(word))
    READER.read({"agee": 3, "loans": [{"balence": 1}]}, AS_OF, strict=False)
    assert sought == []


@pytest.mark.parametrize(
    "raw",
    [
        {"age": 3, "年龄": 3},
        {"age": None, "年龄": 3},
        {"spouse": {"paid": True}, "spouse.paid": False},
        {"spouse": {"paid": True}, "配偶": {"已付": True}},
        {"income": 3, "income@": "2025-12-31", "收入@": "2025-12-31"},
        {"income": {"value": 3, "date": "2025-12-31"}, "income@": "2024-12-31"},
        {"loans": [{"balance": 1, "余额": 1}]},
        {"loans": [{"balance": {"value": 1, "date": "2025-12-31"}, "余额@": "2025-12-31"}]},
    ],
)
def test_one_fact_or_one_date_given_twice_is_refused_and_never_the_last_one_taken(raw: Any) -> None:
    assert set(refusal(raw).values()) == {"given twice"}


def test_a_misspelt_date_beside_a_value_is_not_passed_over() -> None:
    assert refusal({"income": {"value": 5, "dat": "2020-01-31"}}) == {"income": "not a value"}


@pytest.mark.parametrize(
    "raw",
    [
        {"income": 1, "income@": "2026-02-01"},
        {"income": {"value": 1, "date": "9999-12-31"}},
        {"loans": [{"balance": 1, "balance@": "2026-02-01"}]},
        {"spouse.paid@": "2027-01-01"},
    ],
)
def test_a_fact_dated_after_the_day_of_the_decision_is_refused(raw: Any) -> None:
    assert set(refusal(raw).values()) == {"future"}


@pytest.mark.parametrize("blank", [" ", "\t", "\u3000", "\u00a0", "\ufeff", "\u200b"])
def test_blanks_around_a_name_are_no_part_of_it(blank: str) -> None:
    def around(name: str) -> str:
        return f"{blank}{name}{blank}"

    given = {around("income"): {"value": 5, "date": "2026-01-01"}, around("配偶"): {around("已付"): True},
             around("loans"): [{around("余额"): 7}], around("年龄"): 30}  # fmt: skip
    assert read(given) == read(
        {"income": 5, "spouse": {"paid": True}, "loans": [{"balance": 7}], "age": 30}
    )
    assert read({"income": 5, around("income") + "@": "2020-01-01"}) == {}


@pytest.mark.parametrize("raw", [{"age": 30, " age": 31}, {" 年龄 ": 30, "age\t": 30}, {"loans": [{"balance": 1, "balance ": 2}]},
                                 {"income@": "2026-01-01", "income @": "2026-01-02"}])  # fmt: skip
def test_a_name_that_stands_there_twice_but_for_blanks_is_given_twice(raw: dict[str, Any]) -> None:
    with pytest.raises(FactsError) as error:
        READER.read(raw, AS_OF)
    assert [problem.reason for problem in error.value.problems] == ["given twice"]
