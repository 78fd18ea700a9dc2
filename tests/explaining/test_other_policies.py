"""Scorecards, floors, lists, sets and reference lists, told and lifted."""

from collections.abc import Callable
from pathlib import Path

import pytest

from kefen.deciding import Decider
from kefen.explaining import explain, lift, to_lines
from tests.explaining.packs import VOCABULARY, decider, write_pack

FRONT = """---
policy: {name}
version: v1
title: {{zh: 小制度, en: Small policy}}
in_force: [2024-01-01, null]
subject: {{zh: 客户, en: customer}}
decides: car_class
instrument: rules
---

## 第一条 条款

> 条款。

```policy
{text}
```
"""

SCORECARD = """points 40 for study 1.1  本科 | Bachelor
  when education >= bachelor

points 10 for study 1.2  大专 | College
  when education >= college

points 30 for income 1.3  收入稳定 | Stable income
  when stable_income

band A from 60 1.4  甲类 | Class A
band B from 20 1.5  乙类 | Class B
otherwise C
"""

FLOORS = """base A

at least B 1.1  逾期两个月以上 | Overdue more than two months
  when overdue_months > 2

at least C 1.2  当前拖欠 | In arrears
  when in_arrears
"""

LISTS = """criterion 1.1  单位 | Employer
  employer_kind in (firm) and employer_code in known_firms

criterion 1.2  资格 | Skills
  skills includes any of (律师, 会计师)

criterion 1.3  账户 | Accounts
  not (some a in accounts satisfies a.frozen) and count(accounts[balance > 0]) <= 2

criterion 1.4  三选二 | Two of three
  at least 2 of (citizen, stable_income, education >= bachelor)

grade A 1.9  甲类 | Class A
  when 1.1 and 1.2 and 1.3 and 1.4

otherwise refuse
"""

KNOWN = """criterion 1.1  执业资格 | Licence
  skills includes 律师

base A

at least B 1.2  未登记收入 | Income not recorded
  when not (known stable_income and stable_income)

at least B 1.3  资格已查 | Licence looked at
  when known 1.1

at least C 1.4  有律师资格 | Is a lawyer
  when skills includes 律师

at least C 1.5  没有律师资格 | Is no lawyer
  when not (skills includes 律师)
"""

QUIET = """criterion 1.1  可信 | Trusted
  any of (1.1.1, 1.1.2)

criterion 1.1.1  无洗钱嫌疑 | No suspicion
  not suspected_laundering

criterion 1.1.2  机关职工 | State staff
  employer_kind = state

grade A 1.9  甲类 | Class A
  when 1.1

otherwise refuse
"""

MORE = """
lists:
  accounts:
    label: {zh: 账户, en: Accounts}
    fields:
      frozen: {label: {zh: 已冻结, en: frozen}, kind: flag}
      balance: {label: {zh: 余额, en: Balance}, kind: money}
reference_lists:
  known_firms: {label: {zh: 优质企业名录, en: Known firms}, of: text}
"""

Make = Callable[[str, str], Decider]


@pytest.fixture
def make(tmp_path: Path) -> Make:
    def made(name: str, text: str) -> Decider:
        return decider(tmp_path, FRONT.format(name=name, text=text))

    return made


@pytest.fixture
def lists(tmp_path: Path) -> Decider:
    return skilled(tmp_path, LISTS)


def skilled(folder: Path, text: str) -> Decider:
    """A policy over lists, sets and reference lists."""
    from kefen.checking.overlays import policy_with
    from kefen.loading import load_policy
    from tests.explaining.packs import DAY

    words = VOCABULARY.replace(
        "measures:",
        """  skill:
    label: {zh: 技能, en: Skills}
    values: [{id: law, zh: 律师, en: Lawyer}, {id: books, zh: 会计师, en: Accountant}]
measures:""",
    ).replace(
        "rules:\n",
        """  employer_code: {label: {zh: 单位代码, en: Employer code}, kind: text}
  skills: {label: {zh: 资格, en: Skills held}, kind: set of skill}
rules:
""",
    )
    pack = write_pack(folder, FRONT.format(name="lists", text=text), words + MORE)
    policy = policy_with(load_policy(pack, as_of=DAY), lists={"known_firms": ["F1", "F2"]})
    return Decider.of(policy, DAY)


FULL = {
    "employer_kind": "firm", "employer_code": "F1", "skills": ["law"], "accounts": [],
    "citizen": True, "stable_income": True, "education": "school",
}  # fmt: skip


def test_a_score_is_told_with_its_rows(make: Make) -> None:
    lines = to_lines(
        explain(make("card", SCORECARD).decide({"education": "bachelor", "stable_income": True}))
    )
    assert lines[0] == "汽车贷款客户类别：甲类（A）"
    assert "得分：70" in lines
    assert (
        lines[lines.index("  学历 40 分（最多 40 分）") + 1]
        == "    √ 第一条(一) 本科：学历为本科，不低于本科"
    )


def test_an_open_score_is_told_as_a_range(make: Make) -> None:
    one = explain(make("card", SCORECARD).decide({"education": "bachelor"}))
    assert one.score == (40, 70)
    assert "得分：40 至 70" in to_lines(one)


def test_points_still_open_are_to_be_brought(make: Make) -> None:
    one = lift(make("card", SCORECARD).decide({"education": "bachelor"}))
    assert [proposal.facts for proposal in one.bring] == [("stable_income",)]


def test_points_missed_may_be_earned(make: Make) -> None:
    one = lift(make("card", SCORECARD).decide({"education": "college", "stable_income": True}))
    assert [proposal.facts for proposal in one.change] == [("education",)]


def test_a_floor_is_told_as_what_was_found(make: Make) -> None:
    one = explain(make("floors", FLOORS).decide({"overdue_months": 3, "in_arrears": False}))
    assert one.headline == "汽车贷款客户类别：乙类（B）"
    assert [reason.said("zh") for reason in one.why] == [
        "第一条(一) 逾期两个月以上：逾期月数 3 个月，超过 2 个月"
    ]
    assert [why.result for why in one.why_not] == ["A"]


def test_a_floor_still_open_may_make_it_worse_and_is_to_be_settled(make: Make) -> None:
    one = explain(make("floors", FLOORS).decide({"overdue_months": 3}))
    assert one.headline == "汽车贷款客户类别：暂定乙类（B），证据补齐后可能更差"
    assert [proposal.facts for proposal in one.lift.bring] == [("in_arrears",)]


def test_nothing_known_of_floors_needs_every_one_of_them(make: Make) -> None:
    one = explain(make("floors", FLOORS).decide({}))
    assert [proposal.facts for proposal in one.lift.bring] == [("overdue_months", "in_arrears")]


def test_a_floor_that_holds_is_lifted_by_what_it_reads(make: Make) -> None:
    one = lift(make("floors", FLOORS).decide({"overdue_months": 3, "in_arrears": True}))
    assert [(p.facts, p.after.result) for p in one.change] == [
        (("in_arrears",), "B"),
        (("overdue_months", "in_arrears"), "A"),
    ]


def test_lists_sets_and_choices_are_told_in_words(lists: Decider) -> None:
    said = "\n".join(to_lines(explain(lists.decide({**FULL, "skills": [], "employer_code": "X"}))))
    assert "资格为无，应包括律师、会计师之一" in said
    assert "单位代码为 X，应在优质企业名录内" in said


@pytest.mark.parametrize(
    ("lang", "skills", "said"),
    [
        ("zh", ["律师"], "有律师资格：资格为律师，包括律师"),
        ("zh", [], "没有律师资格：资格为无，不包括律师"),
        ("en", [], "Is no lawyer: Skills held: none, do not include Lawyer"),
        ("zh", [], "未登记收入：收入稳定未知，没有记录"),
        ("zh", [], "资格已查：执业资格：否，有记录"),
        ("en", [], "Licence looked at: Licence: no, on record"),
    ],
)
def test_what_is_included_and_what_is_on_record_are_told_plainly(
    tmp_path: Path, lang: str, skills: list[str], said: str
) -> None:
    decision = skilled(tmp_path, KNOWN).decide({"skills": skills})
    assert said in "\n".join(to_lines(explain(decision, lang)))


def test_a_list_with_a_bad_item_is_told(lists: Decider) -> None:
    accounts = [{"frozen": True, "balance": 5}, {"frozen": False, "balance": 1}]
    said = "\n".join(to_lines(explain(lists.decide({**FULL, "accounts": accounts}))))
    assert "账户中有已冻结的" in said


def test_an_unknown_list_is_to_be_brought(lists: Decider) -> None:
    one = explain(lists.decide({**FULL, "accounts": None}))
    assert [lacking.name for lacking in one.missing] == ["accounts"]
    assert [proposal.facts for proposal in one.lift.bring] == [("accounts",)]
    assert "  账户如经查没有，则为甲类" in to_lines(one)


def test_a_set_is_lifted_by_one_of_its_words(lists: Decider) -> None:
    one = lift(lists.decide({**FULL, "skills": None}))
    assert [proposal.facts for proposal in one.bring] == [("skills",)]


def test_some_of_several_is_told_with_its_number(lists: Decider) -> None:
    said = "\n".join(to_lines(explain(lists.decide({**FULL, "stable_income": False}))))
    assert "须具备 3 项中的 2 项：" in said


def test_a_list_that_is_not_loaded_is_missing(make: Make, lists: Decider) -> None:
    from dataclasses import replace

    policy = lists.policy
    known = policy.vocabulary.reference_lists["known_firms"]
    empty = {"known_firms": replace(known, entries=None)}
    vocabulary = replace(policy.vocabulary, reference_lists=empty)
    bare = Decider.of(replace(policy, vocabulary=vocabulary), lists.as_of)
    one = explain(bare.decide(FULL))
    assert [lacking.text for lacking in one.missing] == ["名录“优质企业名录”未加载或已过期"]


@pytest.mark.parametrize("suspected", [True, None])
@pytest.mark.parametrize("asked", ["1.1.1", "not known 1.1.1 and 1.1.1"])
def test_the_name_of_a_confidential_alternative_is_not_told(
    make: Make, suspected: bool | None, asked: str
) -> None:
    facts = {"employer_kind": "firm", "suspected_laundering": suspected}
    decision = make("quiet", QUIET.replace("(1.1.1,", f"({asked},")).decide(facts)
    assert "嫌疑" in "\n".join(to_lines(explain(decision)))
    assert "嫌疑" not in "\n".join(to_lines(explain(decision.seen_by("customer"))))
