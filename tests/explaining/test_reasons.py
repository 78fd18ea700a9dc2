"""Decisions told: why, why not better, what is missing; and what may not be told."""

import json
import re

import pytest
from hypothesis import given

from kefen.compiling.audience import Audience
from kefen.deciding import Decider, Decision
from kefen.explaining import Explanation, explain, to_dict, to_lines
from tests.explaining.packs import decide
from tests.explaining.rows import car_rows

SECRET = re.compile("涉嫌|洗钱|laundering|4\\.2")


def told(small: Decider, lang: str = "zh", **changes: object) -> Explanation:
    return explain(decide(small, **changes), lang)


def text(small: Decider, lang: str = "zh", **changes: object) -> str:
    return "\n".join(to_lines(told(small, lang, **changes)))


def test_a_decided_class_is_said_in_the_headline(small: Decider) -> None:
    assert told(small).headline == "汽车贷款客户类别：甲类（A）"
    assert told(small, "en").headline == "Car-loan class: Class A (A)"


def test_a_provisional_class_says_which_way_it_may_move(small: Decider) -> None:
    one = told(small, education=None)
    assert one.headline == "汽车贷款客户类别：暂定乙类（B），证据补齐后可能更好"
    assert one.possible_labels == ("甲类", "乙类")


def test_an_undetermined_case_gives_no_class_and_no_decisive_clause(small: Decider) -> None:
    one = told(small, birth_date=None)
    assert one.headline == "汽车贷款客户类别：无法认定，所需证据不足"
    assert one.decisive is None
    assert one.why == ()


def test_the_decisive_clause_is_told_with_its_article_value_and_threshold(small: Decider) -> None:
    decisive = told(small).decisive
    assert decisive is not None
    assert decisive.said("zh") == "第三条(二)1 本科学历：学历为本科，应不低于本科"


def test_why_not_names_the_nearest_failing_criterion_with_value_and_threshold(
    small: Decider,
) -> None:
    said = text(small, education="college")
    assert "第三条(二)2 稳健经营：注册资本 800,000 元，应不低于 1,000,000 元" in said


def test_why_not_in_english(small: Decider) -> None:
    said = text(small, "en", education="college")
    wanted = "Sound business: Registered capital 800,000 yuan, must be at least 1,000,000 yuan"
    assert wanted in said


def test_why_not_shows_only_what_fails(small: Decider) -> None:
    one = told(small, education="college")
    assert [(why.result, len(why.reasons)) for why in one.why_not] == [("A", 1)]


def test_what_is_open_is_told_as_unknown(small: Decider) -> None:
    assert "？ 第三条(二)1 本科学历：学历未知，应不低于本科" in text(small, education=None)


def test_a_refusal_says_which_class_it_would_be_but_for_one_criterion(small: Decider) -> None:
    one = told(small, birth_date="2005-06-15")
    assert one.but_for is not None
    assert one.but_for[0] == "甲类"
    assert one.but_for[1].place == "第三条(一)"


def test_a_ban_refuses_and_the_ladder_is_still_told(small: Decider) -> None:
    one = told(small, in_arrears=True)
    assert one.headline == "汽车贷款客户类别：不予准入"
    assert "第四条(一) 拖欠贷款：若无此项，可为甲类" in to_lines(one)


def test_an_adjustment_is_told_as_what_is_found_not_as_what_is_asked(small: Decider) -> None:
    one = told(small, overdue_months=3)
    assert [reason.text for reason in one.adjustments] == ["逾期月数 3 个月，超过 2 个月"]
    assert one.result == "B"


def test_what_does_not_apply_says_why(small: Decider) -> None:
    assert "第三条(三) 配偶同意：不适用，已婚：否" in text(small)


def test_missing_evidence_is_named_with_the_paper_that_proves_it(small: Decider) -> None:
    assert [one.text for one in told(small, education=None).missing] == ["学历（毕业证书）"]


def test_nothing_is_missing_once_it_is_decided(small: Decider) -> None:
    assert told(small, annual_income=None, partner_agrees=None).missing == ()


def test_an_assumption_is_told_with_its_side_and_its_reason(small: Decider) -> None:
    (one,) = told(small, married=True, partner_agrees=False).assumptions
    assert (one.name, one.side, one.because) == (
        "partner_must_agree",
        "已婚的，配偶须同意",
        "办法没有说明",
    )


def test_stale_evidence_is_named(small: Decider) -> None:
    one = told(small, stable_income={"value": True, "date": "2020-01-01"})
    assert [stale.name for stale in one.stale] == ["stable_income"]
    day = one.decision.facts.dated[0][1]
    assert f"{day.year}年{day.month}月{day.day}日的，可用 12 个月" in one.stale[0].text
    assert "收入稳定过期（" in "\n".join(to_lines(one))


def test_an_unknown_value_that_nothing_waits_for_is_not_told(small: Decider) -> None:
    decided = told(small, annual_income=None)
    assert "income_after_tax" in [one.name for one in decided.values]
    assert not any(line.startswith("  税后收入") for line in to_lines(decided))


def test_a_value_given_though_it_could_be_worked_out_is_marked(small: Decider) -> None:
    one = told(small, birth_date=None, age=30)
    assert [given.name for given in one.supplied] == ["age"]


def test_a_value_is_shown_with_the_decision(small: Decider) -> None:
    lines = to_lines(told(small, overdue_months=None))
    assert lines[lines.index("数值") :][:3] == ["数值", "  税后收入：80,000 元", "  审查方式：未知"]
    assert "  Income after tax: 80,000 yuan" in to_lines(told(small, "en"))


def test_a_value_as_json_is_what_people_write_with_its_unit(small: Decider) -> None:
    after, way, _ = to_dict(told(small, annual_income=None))["values"]
    assert (after["label"], after["value"]) == ("税后收入", None)
    assert (way["name"], way["value"], way["text"]) == (
        "standing",
        "firm",
        "审查方式：企业（firm）",
    )


@pytest.mark.parametrize(("audience", "shown"), [("staff", 3), ("restricted", 2), ("customer", 2)])
def test_a_value_that_rests_on_a_confidential_fact_is_shown_to_those_with_the_right(
    small: Decider, audience: Audience, shown: int
) -> None:
    assert len(explain(decide(small.seen_by(audience))).values) == shown


def test_the_words_follow_the_state_of_a_measure(small: Decider) -> None:
    granted = {one.name: one.state for one in told(small).measures}
    open_ = {one.name: one.state for one in told(small, overdue_months=None).measures}
    assert (granted["fast_track"], granted["guarantor"]) == ("granted", "denied")
    assert (open_["guarantor"], open_["visit"]) == ("open", "open")


def test_a_prohibition_is_told_as_what_it_forbids(small: Decider) -> None:
    married = {None: "禁止（条件待查，从严适用）：致电", True: "禁止：致电", False: "不禁止：致电"}
    for known, said in married.items():
        assert said in [one.text for one in told(small, married=known).measures]


def test_the_tightest_limit_binds(small: Decider) -> None:
    limits = [(one.value, one.binding) for one in told(small).measures if one.act == "limit"]
    assert limits == [(500000, False), (100000, True)]


def test_the_limit_that_binds_is_told_first_and_the_looser_one_below_it(small: Decider) -> None:
    lines = to_lines(told(small))
    first = next(place for place, line in enumerate(lines) if line.startswith("  限额："))
    below = [line for line in lines[first + 1 :] if "限额：" in line]
    assert "100,000" in lines[first]
    assert [line.startswith("    另有较宽的限额：") and "500,000" in line for line in below] == [
        True
    ]


def test_a_limit_of_unknown_value_leaves_its_quantity_unknown(small: Decider) -> None:
    limits = [one for one in told(small, annual_income=None).measures if one.act == "limit"]
    assert [one.binding for one in limits] == [False, False]
    assert limits[1].text == "限额：贷款金额的限额不明"
    lines = to_lines(told(small, annual_income=None))
    first = lines.index("  限额：贷款金额不超过 500,000 元")
    assert "    另有可能更紧的限额：贷款金额的限额不明" in lines[first:]


def test_staff_with_the_right_are_told_of_a_confidential_ban(small: Decider) -> None:
    assert "第四条(二) 涉嫌洗钱" in text(small, suspected_laundering=True)


def test_a_customer_is_told_the_decision_on_the_visible_facts(small: Decider) -> None:
    suspected = decide(small, suspected_laundering=True)
    assert suspected.status == "refused"
    assert to_lines(explain(suspected.seen_by("customer"))) == to_lines(
        explain(decide(small).seen_by("customer"))
    )
    headline, day, *_ = to_lines(explain(suspected.seen_by("customer")))
    assert (headline, day) == (
        "汽车贷款客户类别：甲类（A）",
        "数据日期：2026年1月1日（按可见事实）",
    )


@pytest.mark.parametrize("audience", ["customer", "restricted"])
@given(row=car_rows())
def test_a_confidential_fact_never_appears_in_other_words(
    small: Decider, audience: Audience, row: dict
) -> None:
    for lang in ("zh", "en"):
        one = explain(small.seen_by(audience).decide(row), lang)
        said = "\n".join(to_lines(one)) + json.dumps(to_dict(one), ensure_ascii=False)
        assert not SECRET.search(said)


@given(car_rows())
def test_an_explanation_is_told_in_both_languages_and_as_json(small: Decider, row: dict) -> None:
    decision = small.decide(row)
    for lang in ("zh", "en"):
        one = explain(decision, lang)
        assert to_lines(one)[0] == one.headline
        assert json.loads(json.dumps(to_dict(one)))["status"] == decision.status


@given(car_rows())
def test_every_better_class_that_was_not_given_is_explained(small: Decider, row: dict) -> None:
    decision = small.decide(row)
    one = explain(decision)
    order = ["A", "B", "C"]
    better = order[: order.index(decision.result)] if decision.result else ["A", "B"]
    assert [why.result for why in one.why_not if why.result != "C"] == better
    assert all(why.reasons for why in one.why_not)


@given(car_rows())
def test_english_holds_no_chinese(small: Decider, row: dict) -> None:
    said = "\n".join(to_lines(explain(small.decide(row), "en")))
    assert not re.search("[\u4e00-\u9fff]", said)


@given(car_rows())
def test_a_class_that_is_still_possible_is_not_told_why_it_is_not(
    small: Decider, row: dict
) -> None:
    decision = small.decide(row)
    one = explain(decision)
    assert {why.result for why in one.why_not if why.possible} <= set(decision.possible)
    refuted = {why.label for why in one.why_not if why.result not in decision.possible}
    heads = [line for line in to_lines(one) if line.startswith("为何不是")]
    told = {label for head in heads for label in head.removeprefix("为何不是").split("、")}
    assert told == refuted


def samples(psbc: Decider) -> list[Decision]:
    histories = {"card_history": "N" * 24, "loan_history": "N" * 20, "abnormal_account": False}
    return [psbc.decide({}), psbc.decide(histories), psbc.decide({"age": 40, "citizen": True})]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_shipped_classes_are_told_when_next_to_nothing_is_known(
    psbc: Decider, lang: str
) -> None:
    for decision in samples(psbc):
        one = explain(decision, lang)
        assert one.status == "undetermined"
        assert one.missing


def test_a_used_policys_clause_is_told_below_the_comparison_that_reads_it(psbc: Decider) -> None:
    said = "\n".join(to_lines(explain(psbc.decide({"card_history": "NN4" + "N" * 21}))))
    assert "禁入类第2项" in said
    assert "出现过逾期91至120天" in said
