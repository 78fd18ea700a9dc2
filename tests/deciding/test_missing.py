"""What an open decision waits for: exactly the facts of which one value alone changes it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given

from kefen.deciding import Decider, Decision
from kefen.deciding.missing import gaps, missing
from kefen.diagnostics import Diagnostics
from kefen.errors import FactsError
from kefen.loading import load_versions
from kefen.reading.folders import find_pack, shipped_packs
from kefen.reading.pack import read_pack
from kefen.verifying.cases import CaseRunner, read_cases
from kefen.verifying.variants import Choices
from kefen.vocabulary import FactSpec
from tests.explaining.packs import CAR_LOAN, decide, decider
from tests.explaining.rows import car_rows


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Decider:
    return decider(tmp_path_factory.mktemp("missing"))


def answer(decision: Decision) -> tuple[Any, ...]:
    return decision.status, decision.result, decision.possible


def moves(decision: Decision, fact: str, value: Any) -> bool:
    """Whether one value of a fact, decided again from the start, gives another answer."""
    try:
        after = decision.decider.decide(
            {**decision.decider.reader.given(decision.facts), fact: value}, decision.as_of
        )
    except FactsError:
        return False
    return answer(after) != answer(decision)


DAYS = [date(1960, 1, 1) + timedelta(days=97 * n) for n in range(250)]
VALUES = {
    "birth_date": DAYS, "founded_on": DAYS, "education": ["school", "college", "bachelor"],
    "registered_capital": [0, 999_999, 1_000_000, 5_000_000], "overdue_months": range(6),
    "annual_income": [0, 50_000, 1_000_000],
}  # fmt: skip


@given(car_rows())
def test_what_is_missing_is_what_one_value_alone_would_change(small: Decider, row: dict) -> None:
    decision = small.decide(row)
    unknown = [fact for fact, value in row.items() if value is None]
    alone = {
        fact for fact in unknown
        if any(moves(decision, fact, value) for value in VALUES.get(fact, (True, False)))
    }  # fmt: skip
    found = {one.name for one in missing(decision)}
    assert found == alone or (not alone and found)
    assert bool(found) == (decision.status in ("provisional", "undetermined"))


def test_a_fact_that_can_change_nothing_alone_is_not_missing(small: Decider) -> None:
    decision = decide(small, education=None, registered_capital=None, founded_on=None)
    assert [one.name for one in missing(decision)] == ["education"]


def test_what_only_several_facts_can_change_is_missing_whole(small: Decider) -> None:
    decision = decide(small, education="school", registered_capital=None, founded_on=None)
    alone = {one.name for one in missing(decision)}
    assert alone == {"registered_capital", "founded_on"}


def test_a_value_that_breaks_a_rule_is_not_tried(tmp_path: Path) -> None:
    """Only a birth after the as-of day would ban, and nobody is born then."""
    text = CAR_LOAN.replace("age in [22..60] and citizen", "citizen")
    text = text.replace("when in_arrears", "when in_arrears or birth_date > as_of")
    decision = decide(decider(tmp_path, text), birth_date=None, in_arrears=None)
    assert [one.name for one in missing(decision)] == ["in_arrears"]


# --- all packs --------------------------------------------------------------------------------------


def random_value(spec: FactSpec, chance: Random) -> Any:
    """Any value the vocabulary accepts, in the form people write it."""
    kind = spec.kind
    if kind.name == "flag":
        return chance.random() < 0.5
    if kind.name in ("choice", "scale", "outcome") and kind.domain:
        return chance.choice(kind.domain.terms).id
    if kind.name == "date":
        return date(2026, 1, 1) - timedelta(days=int(chance.expovariate(1 / 3000)))
    if kind.is_number:
        high = spec.high if spec.high is not None else Decimal(10) ** chance.randint(0, 7)
        number = Decimal(int(high * chance.randint(0, 100) / 100))
        return max(number, spec.low or Decimal(0))
    return None


def open_decisions(pack: str) -> Iterator[Decision]:
    """Decisions of a pack's cases from which some facts were taken."""
    chance = Random(pack)
    policies = [found.policy for found in load_versions(pack) if found.policy]
    runner = CaseRunner(policies)
    cases = read_cases(read_pack(find_pack(pack)), Diagnostics())
    for case in chance.sample(cases, min(len(cases), 15)):
        kept = {name: value for name, value in case.facts.items() if chance.random() < 0.7}
        decision = runner.run(replace(case, facts=kept, choices=Choices())).decision
        if decision is not None and decision.status in ("provisional", "undetermined"):
            yield decision


@pytest.mark.parametrize("pack", shipped_packs())
def test_of_every_pack_no_fact_that_matters_is_left_out(pack: str) -> None:
    chance, decisions = Random(7), list(open_decisions(pack))
    assert decisions
    for decision in decisions:
        found = {one.name for one in missing(decision)}
        assert found or gaps(decision)
        for one in decision.decider.program.plan.inputs:
            if one.spec is None or one.derived or decision.value(one.name) is not None:
                continue
            tried = (random_value(one.spec, chance) for _ in range(4))
            if one.name not in found:
                assert not any(moves(decision, one.name, value) for value in tried), one.name
