"""What would lift a decision: nothing is proposed that does not help."""

import pytest
from hypothesis import given

from kefen.deciding import Decider
from kefen.explaining import difference_lines, explain, lift, to_lines, what_changed
from kefen.explaining.contrast import Lift, Proposal, helps
from kefen.explaining.wishes import MOST_FACTS, Way, Wish
from tests.explaining.packs import decide
from tests.explaining.rows import car_rows


def found(small: Decider, **changes: object) -> Lift:
    return lift(decide(small, **changes))


def facts(proposals: tuple[Proposal, ...]) -> list[tuple[str, ...]]:
    return [one.facts for one in proposals]


def test_an_unknown_fact_that_could_raise_the_class_is_to_be_brought(small: Decider) -> None:
    (one,) = found(small, education=None).bring
    assert one.facts == ("education",)
    assert one.after.result == "A"


def test_a_fact_that_settles_a_case_is_to_be_brought(small: Decider) -> None:
    (one,) = found(small, in_arrears=None).bring
    assert one.facts == ("in_arrears",)
    assert (one.after.status, one.after.result) == ("decided", "A")


def test_facts_that_only_help_together_are_brought_together(small: Decider) -> None:
    one = found(small, in_arrears=None, citizen=None)
    assert facts(one.bring) == [("in_arrears", "citizen")]


def test_a_derived_fact_is_brought_by_the_facts_it_comes_from(small: Decider) -> None:
    (one,) = found(small, birth_date=None).bring
    assert one.facts == ("birth_date",)


def test_what_is_not_needed_is_not_to_be_brought(small: Decider) -> None:
    assert found(small, annual_income=None, partner_agrees=None).bring == ()


def test_a_false_fact_that_the_customer_can_change_is_proposed(small: Decider) -> None:
    one = found(small, education="college")
    assert facts(one.change) == [("education",), ("registered_capital",)]
    assert {proposal.after.result for proposal in one.change} == {"A"}


def test_a_ban_is_lifted_by_changing_what_it_reads(small: Decider) -> None:
    assert facts(found(small, in_arrears=True).change) == [("in_arrears",)]


def test_a_downgrade_is_lifted_by_changing_what_it_reads(small: Decider) -> None:
    assert facts(found(small, overdue_months=3).change) == [("overdue_months",)]


def test_what_nobody_can_change_is_not_proposed(small: Decider) -> None:
    one = found(small, citizen=False)
    assert one == Lift()


def test_a_confidential_fact_is_proposed_to_nobody(small: Decider) -> None:
    assert found(small, suspected_laundering=None).bring == ()
    assert found(small, suspected_laundering=True).change == ()


def test_an_age_not_yet_reached_is_waited_for(small: Decider) -> None:
    one = found(small, birth_date="2005-06-15")
    assert [(wait.day.isoformat(), wait.after.result) for wait in one.wait] == [("2027-06-15", "A")]
    assert one.change == ()


def test_years_in_business_are_waited_for(small: Decider) -> None:
    changes = {"education": "college", "registered_capital": 1500000, "founded_on": "2022-05-01"}
    one = found(small, **changes)
    assert [wait.day.isoformat() for wait in one.wait] == ["2027-05-01"]


def test_waiting_for_what_a_new_parameter_takes_away_is_not_proposed(small: Decider) -> None:
    changes = {"education": "college", "registered_capital": 1500000, "founded_on": "2024-05-01"}
    assert found(small, **changes).wait == ()


def test_a_proposal_is_told_as_a_condition_with_its_outcome(small: Decider) -> None:
    lines = to_lines(explain(decide(small, education="college")))
    assert "  注册资本现为 800,000 元，如不低于 1,000,000 元，则为甲类" in lines
    lines = to_lines(explain(decide(small, education=None)))
    assert "  学历（毕业证书）如不低于本科，则为甲类" in lines


@given(car_rows())
def test_every_proposal_helps_when_decided_again(small: Decider, row: dict) -> None:
    decision = small.decide(row)
    one = lift(decision)
    for proposal in (*one.bring, *one.change):
        values = proposal.witness
        assert helps(decision.with_facts(values), decision)


@given(car_rows())
def test_only_unknown_facts_are_brought_and_only_known_ones_changed(
    small: Decider, row: dict
) -> None:
    decision = small.decide(row)
    one = lift(decision)
    assert all(decision.value(fact) is None for p in one.bring for fact in p.facts)
    assert all(decision.value(fact) is not None for p in one.change for fact in p.facts)


@given(car_rows())
def test_proposals_ask_for_few_facts_and_never_for_an_idle_one(small: Decider, row: dict) -> None:
    decision = small.decide(row)
    one = lift(decision)
    for proposal in (*one.bring, *one.change):
        assert 1 <= len(proposal.needs) <= MOST_FACTS
        for left_out in proposal.needs:
            rest = {n.wish.fact: n.wish.value for n in proposal.needs if n is not left_out}
            less = decision.with_facts(rest) if rest else decision
            assert less.outcome.said != proposal.after.outcome.said


@given(car_rows())
def test_what_can_be_changed_is_the_customers_or_the_banks(small: Decider, row: dict) -> None:
    specs = small.policy.vocabulary.facts
    for proposal in lift(small.decide(row)).change:
        assert {specs[fact].changed_by for fact in proposal.facts} <= {"customer", "bank"}


@given(car_rows())
def test_a_fact_that_alone_is_to_be_brought_is_among_the_missing(small: Decider, row: dict) -> None:
    one = explain(small.decide(row))
    missing = {lacking.name for lacking in one.missing}
    alone = {proposal.facts[0] for proposal in one.lift.bring if len(proposal.facts) == 1}
    assert alone <= missing


def test_shipped_classes_propose_evidence_not_derived_facts(psbc: Decider) -> None:
    decision = psbc.decide({"age": 40})
    given_facts = {one.name for one in decision.decider.program.plan.inputs if not one.derived}
    for proposal in lift(decision).bring:
        assert set(proposal.facts) - given_facts <= {"credit_grade", "spouse.credit_grade"}


# --- values that would do -------------------------------------------------------------------


def wish(small: Decider, **values: object) -> Wish:
    from kefen.deciding.trace import trace

    part = trace(decide(small)).clause("3.1")
    return Wish("age", part, **values)  # type: ignore[arg-type]


def test_two_wishes_for_one_fact_meet_in_the_values_that_serve_both(small: Decider) -> None:
    both = wish(small, low=22, high=60).and_also(wish(small, low=30))
    assert both is not None
    assert (both.low, both.high) == (30, 60)


def test_wishes_that_contradict_have_no_way(small: Decider) -> None:
    assert wish(small, low=50).and_also(wish(small, high=40)) is None
    assert wish(small, some=(1, 2)).and_also(wish(small, some=(3,))) is None


def test_few_values_are_kept_within_the_ends(small: Decider) -> None:
    both = wish(small, some=(1, 5, 9)).and_also(wish(small, low=4))
    assert both is not None
    assert both.some == (5, 9)


def test_a_way_with_too_many_facts_is_given_up() -> None:
    def way(name: str) -> Way:
        return Way((Wish(name, None, (1,)),))  # type: ignore[arg-type]

    joined = way("a")
    for name in "bc":
        more = joined.and_also(way(name))
        assert more is not None
        joined = more
    assert joined.and_also(way("d")) is None


# --- two decisions ----------------------------------------------------------------------------


def test_a_difference_names_facts_criteria_and_the_result(small: Decider) -> None:
    before, after = decide(small), decide(small, education="college")
    one = what_changed(before, after)
    assert [name for name, _, _ in one.facts] == ["education"]
    assert ("3.2.1", True, False) in one.criteria
    assert not one.same_answer


def test_a_difference_in_time_names_the_day_the_age_and_the_parameter(small: Decider) -> None:
    from datetime import date

    before = decide(small)
    after = small.decide_values(before.facts, date(2028, 7, 1))
    said = difference_lines(what_changed(before, after))
    assert "数据日期：2026年1月1日 → 2028年7月1日" in said
    assert "年龄：35 周岁 → 38 周岁" in said
    assert "参数“注册资本下限”：1,000,000 元 → 2,000,000 元" in said
    assert said[0] == "结论不变：汽车贷款客户类别：甲类（A）"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_no_difference_is_one_line(small: Decider, lang: str) -> None:
    assert len(difference_lines(what_changed(decide(small), decide(small)), lang)) == 1


def test_a_difference_keeps_confidential_facts_from_those_without_the_right(small: Decider) -> None:
    one = what_changed(decide(small), decide(small, suspected_laundering=True))
    assert any("涉嫌洗钱" in line for line in difference_lines(one))
    seen = small.seen_by("customer")
    other = what_changed(decide(seen), decide(seen, suspected_laundering=True))
    assert difference_lines(other) == ["结论不变：汽车贷款客户类别：甲类（A）（按可见事实）"]
