"""Every so often a case of the shipped packs: told, lifted, carried forward, recorded."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from kefen.deciding import Decider, Decision
from kefen.deciding.rechecking import recheck
from kefen.diagnostics import Diagnostics
from kefen.explaining import explain, to_lines
from kefen.explaining.contrast import helps
from kefen.loading import load, load_versions
from kefen.reading.folders import find_pack
from kefen.reading.pack import read_pack
from kefen.verifying.cases import CaseRunner, read_cases


def decisions() -> Iterator[object]:
    """One case in nine, under its own title."""
    for name in ("psbc-customer-class", "credit-grade"):
        policies = [one.policy for one in load_versions(name) if one.policy]
        runner = CaseRunner(policies)
        for case in read_cases(read_pack(find_pack(name)), Diagnostics())[::9]:
            decision = runner.run(case).decision
            if decision is not None:
                yield pytest.param(decision, id=case.title.split("|")[-1].strip())


CASES = list(decisions())


@pytest.mark.parametrize("decision", CASES)
def test_a_case_is_told_in_both_languages(decision: Decision) -> None:
    for lang in ("zh", "en"):
        told = explain(decision, lang)
        assert to_lines(told)[0] == told.headline
        assert (told.decisive is None) == (decision.status == "undetermined")


@pytest.mark.parametrize("decision", CASES)
def test_what_would_lift_a_case_does(decision: Decision) -> None:
    lift = explain(decision).lift
    for proposal in (*lift.bring, *lift.change):
        assert helps(proposal.after, decision)
    for wait in lift.wait:
        assert helps(wait.after, decision)
        assert wait.day > decision.as_of


@pytest.mark.parametrize("decision", CASES)
def test_a_case_holds_until_the_day_before_it_changes(decision: Decision) -> None:
    holds = explain(decision).holds
    if holds.after is not None and holds.until is not None and not holds.not_followed:
        day = holds.until - timedelta(days=1)
        facts = decision.facts
        if not any(facts.values[p] is not None for p in _timed(decision)):
            again = decision.decider.decide_values(facts, day)
            assert again.outcome.said == decision.outcome.said


def _timed(decision: Decision) -> list[int]:
    from kefen.explaining.clocks import clockwork_of

    return list(clockwork_of(decision.decider).places.values())


@pytest.mark.parametrize("decision", CASES)
def test_the_record_of_a_case_is_decided_the_same(decision: Decision) -> None:
    assert recheck(decision.record(), lambda name, day: decision.decider).same


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
