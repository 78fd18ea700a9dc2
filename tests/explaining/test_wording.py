"""The catalogue of phrases, and values as people write them."""

import re
from datetime import date
from decimal import Decimal
from inspect import getsource
from string import Formatter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kefen.deciding import Decider, facts
from kefen.errors import FactsError, Problem
from kefen.loading import load_versions
from kefen.reading.folders import shipped_packs
from kefen.saying.phrases import PHRASES, filled
from kefen.saying.phrases.drafts import DRAFTS
from kefen.saying.phrases.explanations import EXPLANATIONS
from kefen.saying.phrases.facts import FACTS
from kefen.saying.phrases.pages import PAGES
from kefen.saying.phrases.problems import PROBLEMS
from kefen.saying.phrases.runs import RUNS
from kefen.saying.places import place_in_english
from kefen.saying.problems import say_problem
from kefen.saying.values import say_day, say_predicate, say_value
from kefen.values import DATE, FLAG, INTEGER, MONEY, RATE, Kind, Words
from kefen.vocabulary import FactSpec
from tests.explaining.packs import GOOD


def gaps(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def test_every_key_stands_once() -> None:
    parts = (DRAFTS, EXPLANATIONS, FACTS, PAGES, PROBLEMS, RUNS)
    assert len(PHRASES) == sum(map(len, parts))


@pytest.mark.parametrize("key", PHRASES)
def test_every_phrase_stands_in_both_languages(key: str) -> None:
    words = PHRASES[key]
    assert words.zh
    assert words.en
    assert not re.search("[\u4e00-\u9fff]", words.en)


@pytest.mark.parametrize("key", sorted({*PHRASES} - {"date", "summary settles"}))
def test_both_languages_name_the_same_things(key: str) -> None:
    words = PHRASES[key]
    assert gaps(words.zh) - {"zh"} == gaps(words.en) - {"en"}


@pytest.mark.parametrize(
    ("value", "kind", "zh", "en"),
    [
        (Decimal("800000.00"), MONEY, "800,000 元", "800,000 yuan"),
        (Decimal("1234567.50"), MONEY, "1,234,567.5 元", "1,234,567.5 yuan"),
        (Decimal("0.1"), RATE, "10%", "10%"),
        (Decimal("0.125"), RATE, "12.5%", "12.5%"),
        (Decimal(1), RATE, "100%", "100%"),
        (1200, INTEGER, "1,200", "1,200"),
        (date(2026, 1, 31), DATE, "2026年1月31日", "2026-01-31"),
        (True, FLAG, "是", "yes"),
        (None, MONEY, "未知", "unknown"),
    ],
)
def test_values_are_said_as_people_write_them(
    value: object, kind: object, zh: str, en: str
) -> None:
    assert say_value(value, kind, "zh") == zh  # type: ignore[arg-type]
    assert say_value(value, kind, "en") == en  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("operator", "kind", "unit", "said"),
    [
        (">=", INTEGER, "次", "不少于 3 次"),
        ("<", INTEGER, "天", "少于 3 天"),
        (">=", INTEGER, "周岁", "不低于 3 周岁"),
        ("<=", INTEGER, "周岁", "不超过 3 周岁"),
        (">=", MONEY, "", "不低于 3"),
        (">", RATE, "", "超过 3"),
    ],
)
def test_what_is_counted_is_more_or_fewer(operator: str, kind: Kind, unit: str, said: str) -> None:
    spec = FactSpec("x", Words("", ""), kind, unit=Words(unit, ""))
    assert say_predicate(operator, spec, "zh", x=f"3 {unit}".strip()) == said


@pytest.mark.parametrize(
    ("place", "english"),
    [
        ("第八条(二)2", "Article 8 (2) 2"),
        ("第十二条之一", "Article 12-1"),
        ("附件一(7)3", "Annex 1 (7) 3"),
        ("三(二)", "Part 3 (2)"),
        ("禁入类第2项", "banned item 2"),
        ("期限（条号未核对）", "期限 (number not checked)"),
        ("Article 8(2)3", "Article 8 (2) 3"),
    ],
)
def test_a_place_reads_in_english(place: str, english: str) -> None:
    assert place_in_english(place, {"禁入类": "banned"}) == english


@pytest.mark.parametrize("pack", shipped_packs())
def test_every_place_of_a_shipped_pack_reads_in_english(pack: str) -> None:
    for policy in filter(None, (version.policy for version in load_versions(pack))):
        cited = {one for clause in policy.clauses for one in clause.citations}
        for one in cited:
            words = policy.instruments[one.instrument].places
            assert not re.search("[\u4e00-\u9fff]", place_in_english(one.place, words)), one


def test_a_unit_follows_its_number() -> None:
    assert say_value(40, INTEGER, "zh", Words("周岁", "years")) == "40 周岁"


def test_chinese_and_digits_are_set_apart_but_not_within_a_day() -> None:
    between = Words("在{low}至{high}之间", "")
    assert filled(between, "zh", low="25 周岁", high=55) == "在 25 周岁至 55 之间"
    assert filled(Words("{day}起", ""), "zh", day="2026年1月1日") == "2026年1月1日起"


def test_what_is_put_into_a_gap_stands_as_it_is() -> None:
    assert (
        filled(Words("见{path}。", ""), "zh", path="结果2026年A类.csv") == "见结果2026年A类.csv。"
    )


@given(st.dates())
def test_a_day_said_in_english_is_iso(day: date) -> None:
    assert say_day(day, "en") == day.isoformat()


def codes_of_the_reader() -> list[str]:
    found = re.findall(r'(?:NotAccepted|Problem)\([^"]*"([a-z ]+)"', getsource(facts))
    return sorted({*found, "negative", "contradiction", "rule"})


@pytest.mark.parametrize("code", codes_of_the_reader())
def test_every_reason_the_reader_gives_has_words(code: str) -> None:
    assert f"problem {code}" in PROBLEMS


@pytest.mark.parametrize(
    ("fact", "value", "zh"),
    [
        ("birth_date", "1990-02-30", "出生日期“1990-02-30”：没有这一天；请对照证件核对"),
        ("birth_date", "去年", "出生日期“去年”：不是日期；请写成 2026-01-31 的形式"),
        ("registered_capital", -1, "注册资本“-1”：不能为负；请核对符号"),
        ("stable_income", "大概", "收入稳定“大概”：不是“是”或“否”；请填写是或否"),
        ("overdue_months", "1.5", "逾期月数“1.5”：不是整数；请填写整数"),
    ],
)
def test_a_problem_says_what_to_do(small: Decider, fact: str, value: object, zh: str) -> None:
    with pytest.raises(FactsError) as caught:
        small.decide({**GOOD, fact: value})
    assert [say_problem(one, small.policy.vocabulary) for one in caught.value.problems] == [zh]


def test_a_contradiction_names_both_values(small: Decider) -> None:
    with pytest.raises(FactsError) as caught:
        small.decide({**GOOD, "age": 20})
    said = say_problem(caught.value.problems[0], small.policy.vocabulary, "en")
    assert said.startswith("Age “20”: contradicts 35")


def test_a_word_outside_its_scale_gets_the_nearest_one(small: Decider) -> None:
    with pytest.raises(FactsError) as caught:
        small.decide({**GOOD, "education": "bachelors"})
    said = say_problem(caught.value.problems[0], small.policy.vocabulary, "en")
    assert "bachelor" in said.split("use one that is")[1]


def test_a_broken_rule_is_said_in_the_rules_own_words(small: Decider) -> None:
    with pytest.raises(FactsError) as caught:
        small.decide({**GOOD, "birth_date": "2030-01-01"})
    texts = [say_problem(one, small.policy.vocabulary) for one in caught.value.problems]
    assert any(text.startswith("出生日期晚于数据日期") for text in texts)


def test_an_unknown_reason_is_not_hidden(small: Decider) -> None:
    with pytest.raises(KeyError):
        say_problem(Problem("age", 1, "no such reason"), small.policy.vocabulary)
