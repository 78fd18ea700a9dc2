"""Every so often a case of the shipped packs: told, lifted, carried forward, recorded."""

from datetime import date, timedelta
from functools import cache

import pytest

from kefen.deciding import Decider, Decision
from kefen.deciding.rechecking import recheck
from kefen.diagnostics import Diagnostics
from kefen.explaining import Explanation, explain, to_lines
from kefen.explaining.clocks import clockwork_of
from kefen.explaining.contrast import helps
from kefen.loading import load, load_versions
from kefen.reading.folders import find_pack
from kefen.reading.pack import read_pack
from kefen.verifying.cases import CaseRunner, read_cases

PACKS = ("psbc-customer-class", "credit-grade")


@cache
def decisions(pack: str) -> list[Decision]:
    """One case in nine."""
    runner = CaseRunner([one.policy for one in load_versions(pack) if one.policy])
    cases = read_cases(read_pack(find_pack(pack)), Diagnostics())[::9]
    found = [runner.run(case).decision for case in cases]
    return [one for one in found if one is not None]


@cache
def explanations(pack: str, lang: str) -> list[Explanation]:
    return [explain(decision, lang) for decision in decisions(pack)]


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("pack", PACKS)
def test_a_case_is_told_in_both_languages(pack: str, lang: str) -> None:
    for told in explanations(pack, lang):
        assert to_lines(told)[0] == told.headline
        assert (told.decisive is None) == (told.decision.status == "undetermined")


@pytest.mark.parametrize("pack", PACKS)
def test_what_would_lift_a_case_does(pack: str) -> None:
    for told in explanations(pack, "zh"):
        lift, decision = told.lift, told.decision
        assert all(helps(one.after, decision) for one in (*lift.bring, *lift.change, *lift.wait))
        assert all(wait.day > decision.as_of for wait in lift.wait)


@pytest.mark.parametrize("pack", PACKS)
def test_a_case_holds_until_the_day_before_it_changes(pack: str) -> None:
    for told in explanations(pack, "zh"):
        holds, decision = told.holds, told.decision
        followed = holds.after is not None and not holds.not_followed
        if followed and holds.until is not None and not is_timed(decision):
            again = decision.decider.decide_values(decision.facts, holds.until - timedelta(days=1))
            assert again.outcome.said == decision.outcome.said


def is_timed(decision: Decision) -> bool:
    """Whether it rests on values that time itself changes."""
    places = clockwork_of(decision.decider).places.values()
    return any(decision.facts.values[place] is not None for place in places)


@pytest.mark.parametrize("pack", PACKS)
def test_the_record_of_a_case_is_decided_the_same(pack: str) -> None:
    assert all(is_decided_the_same(decision) for decision in decisions(pack))


def is_decided_the_same(decision: Decision) -> bool:
    return recheck(decision.record(), lambda name, day: decision.decider).same


def test_the_reason_of_a_policy_used_names_its_instrument(psbc: Decider) -> None:
    facts = {"card_history": "4" + "N" * 23, "loan_history": "N" * 24, "abnormal_account": False}
    said = "\n".join(to_lines(explain(psbc.decide({**facts, "declared_banned": False}), "zh")))
    assert "《个人信用报告等级划分标准》禁入类第2项 信用卡出现4以上或未结清销户" in said
    assert "《中国邮政储蓄银行" not in said


@pytest.mark.parametrize("pack", ["post-separation", "product-entitlement"])
def test_a_line_says_what_is_unknown_once(pack: str) -> None:
    decision = load(pack, as_of=date(2026, 11, 23), audience="staff").decide({})
    for line in to_lines(explain(decision, "en")):
        said = line.partition(": ")[2].split("; ")
        assert len(said) == len(set(said)), line
