"""Results of another policy for each item of a list: told, traced, kept and carried forward in time."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

import kefen
from kefen.deciding import Decider, Decision
from kefen.deciding.rechecking import recheck
from kefen.deciding.trace import trace
from kefen.explaining import explain, to_lines
from kefen.explaining.horizon import holds_until
from tests.policies.packs import HERE, make_pack

AS_OF = date(2026, 1, 1)


@pytest.fixture(scope="module")
def customers(tmp_path_factory: pytest.TempPathFactory) -> Decider:
    pack = make_pack(HERE / "good" / "per-item.md", tmp_path_factory.mktemp("items"))
    return kefen.load(pack, as_of=AS_OF, audience="staff")


def lines(decision: Decision, lang: str = "zh") -> list[str]:
    return [line.strip() for line in to_lines(explain(decision, lang))]


def test_the_reasons_count_the_results_and_tell_the_worst(customers: Decider) -> None:
    told = lines(customers.decide({"loans": [{"days": 91}, {"days": 0, "lacking": False}]}))
    assert "√ 贷款中最差的风险分类为次级" in told
    assert "√ 逐笔风险分类：正常 1 笔、次级 1 笔" in told
    assert "√ 第一条(三) 逾期过久：逾期天数 91，超过 90" in told


def test_a_condition_on_items_keeps_its_not(customers: Decider) -> None:
    told = lines(customers.decide({"loans": [{"days": 1}]}))
    assert "√ 贷款中有风险分类不为正常的" in told


def test_an_item_with_several_results_is_told_so(customers: Decider) -> None:
    told = lines(customers.decide({"loans": [{"days": 0}, {"days": 1}]}), "en")
    assert "? Risk category of each: 1 关注, 1 正常 or 关注" in told


def test_the_trace_of_an_item_is_that_of_the_policy_asked(customers: Decider) -> None:
    decision = customers.decide({"loans": [{"due": "2025-09-01"}, {"category": "正常"}]})
    (use,) = decision.policy.uses
    inner = trace(decision).asked_of(use, 0)
    assert inner is not None
    assert (inner.decision.result, inner.decision.decisive) == ("substandard", "1.3")
    assert trace(decision).asked_of(use, 1) is None
    assert [record[-1] for record in decision.lists["loans"] or ()] == [4, 1]


def test_a_record_keeps_each_result_and_is_decided_the_same(customers: Decider) -> None:
    facts = {"loans": [{"due": "2025-12-31", "balance": 5}, {"days": 0, "balance": "7.5"}]}
    record = json.loads(json.dumps(customers.decide(facts).record(), ensure_ascii=False))
    assert record["values"]["loans.category"] == ["mention", ["normal", "mention"]]
    assert [use["name"] for use in record["uses"]] == ["loan-category"]
    assert recheck(record, lambda name, day: customers).same


def test_time_moves_the_items_too(customers: Decider) -> None:
    facts = {"loans": [{"due": "2025-12-31", "lacking": False, "balance": 5}]}
    holds = holds_until(customers.decide(facts))
    assert holds.until == date(2026, 4, 1)
    assert holds.after is not None
    assert holds.after.result == "C"


def test_a_given_field_that_time_changes_is_followed_from_its_date(customers: Decider) -> None:
    loan = {"due": "2025-12-31", "days": 1, "lacking": False, "balance": 5}
    holds = holds_until(customers.decide({"loans": [loan]}))
    assert (holds.until, holds.not_followed) == (date(2026, 4, 1), ())
    del loan["due"]
    holds = holds_until(customers.decide({"loans": [loan]}))
    assert (holds.until, holds.not_followed) == (None, ("loans.days",))


def test_confidential_fields_are_not_told_to_the_customer(tmp_path: Path) -> None:
    pack = make_pack(HERE / "good" / "per-item.md", tmp_path)
    for file in (pack / "vocabulary.yaml", pack.parent / "loan-category" / "vocabulary.yaml"):
        text = file.read_text()
        file.write_text(text.replace("kind: integer,", "kind: integer, confidential: true,"))
    decision = kefen.load(pack, as_of=AS_OF, audience="staff").decide(
        {"loans": [{"days": 91, "lacking": False}]}
    )
    assert any("逾期天数" in line for line in lines(decision))
    assert not any("逾期天数" in line for line in lines(decision.seen_by("customer")))


def test_an_answer_holds_until_a_field_of_an_item_is_too_old(tmp_path: Path) -> None:
    pack = make_pack(HERE / "good" / "per-item.md", tmp_path)
    for file in (pack / "vocabulary.yaml", pack.parent / "loan-category" / "vocabulary.yaml"):
        file.write_text(
            file.read_text().replace("kind: integer,", "kind: integer, max_age: 12 months,")
        )
    loan = {"days": {"value": 1, "date": "2025-06-01"}, "lacking": False, "balance": 5}
    holds = holds_until(kefen.load(pack, as_of=AS_OF, audience="staff").decide({"loans": [loan]}))
    assert holds.until == date(2026, 6, 2)
    assert holds.after is not None
    assert len(holds.after.possible) > 1
