"""Two customers whose third parties differ only in a value that turns no condition are told the same, number for number."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import kefen
from kefen.deciding import Decider, Decision
from kefen.deciding.record import clause_states
from kefen.diagnostics import Diagnostics
from kefen.errors import FactsError
from kefen.explaining import difference_lines, explain, to_dict, to_lines, what_changed
from kefen.reading.folders import find_pack
from kefen.reading.pack import read_pack
from kefen.running import Options, run
from kefen.verifying import read_cases
from tests.audience.packs import write_household
from tests.policies.packs import make_pack

DAY = date(2026, 6, 1)
AS_OF = date(2026, 11, 23)
ALONE: dict[str, Any] = {"no": "1", "income": 5000, "married": False, "arrears": False, "guarantors": [], "loans": [{"balance": 5}]}  # fmt: skip
MARRIED: dict[str, Any] = {**ALONE, "married": True, "spouse": {"income": 12321, "birth_date": "1990-03-04", "rank": "B", "arrears": False},
                           "guarantors": [{"worth": 777, "birth_date": "1980-07-08"}]}  # fmt: skip
#: numbers and days that only a third party's facts lead to
DERIVED = (
    "12,321",
    "17,321",
    "12321",
    "17321",
    "8,660",
    "8660",
    "777",
    "4331",
    "4,331",
    "03-04",
    "07-08",
)


@pytest.fixture(scope="module")
def household(tmp_path_factory: pytest.TempPathFactory) -> Decider:
    folder = write_household(tmp_path_factory.mktemp("third"))
    return kefen.load(folder, as_of=DAY, audience="staff")


def told(decision: Decision) -> str:
    """Everything that is handed to the customer."""
    said = [explain(decision, lang) for lang in ("zh", "en")]
    data = [json.dumps(to_dict(one), default=str, ensure_ascii=False) for one in said]
    return "\n".join([*(line for one in said for line in to_lines(one)), *data])


def with_spouse(**facts: Any) -> dict[str, Any]:
    return {**MARRIED, "spouse": {**MARRIED["spouse"], **facts}}


def test_no_number_is_told_that_rests_on_somebody_else(household: Decider) -> None:
    staff, customer = (
        told(household.seen_by(who).decide(MARRIED)) for who in ("restricted", "customer")
    )  # type: ignore[arg-type]
    assert {number for number in DERIVED if number in staff} >= {"17,321", "8,660", "4331", "03-04"}  # fmt: skip
    assert not [number for number in DERIVED if number in customer]
    assert "a condition of Spouse" in customer
    assert "Own income: Income 5,000 yuan" in customer


@pytest.mark.parametrize("other", [{"income": 12322}, {"income": 13000}, {"birth_date": "1990-03-05"}, {"birth_date": "1991-03-04"}])  # fmt: skip
def test_a_value_of_the_spouse_that_turns_nothing_changes_no_word(
    household: Decider, other: dict[str, Any]
) -> None:
    customer = household.seen_by("customer")
    assert told(customer.decide(with_spouse(**other))) == told(customer.decide(MARRIED))


def test_who_has_nobody_is_told_all_his_numbers(household: Decider) -> None:
    customer = told(household.seen_by("customer").decide(ALONE))
    assert "a condition of" not in customer
    assert "Article 1 (1): Half of it 2,500 yuan, must be at least 2,500 yuan" in customer
    assert "Article 1 (5) Payment" in customer
    assert "limit: Monthly payment at most 2,500 yuan" in customer


def test_what_was_given_for_somebody_else_is_named_as_that(household: Decider) -> None:
    facts = {**with_spouse(grade="S2", arrears=None), "household_income": 17321}
    customer = household.seen_by("customer").decide(facts)
    lines = to_lines(explain(customer, "en"))
    assert lines[lines.index("Given, not worked out") + 1] == "  a fact of Spouse"
    assert not [number for number in DERIVED if number in told(customer)]
    assert "S2" not in told(customer)


def test_what_changed_for_somebody_else_is_told_as_that(household: Decider) -> None:
    customer = household.seen_by("customer")
    before, after = customer.decide(with_spouse(income=None)), customer.decide(MARRIED)
    for pair in ((before, after), (after, before)):
        lines = difference_lines(what_changed(*pair), "en")
        assert lines.count("a fact of Spouse changed") >= 1
        assert not [number for number in DERIVED if number in str(lines)]


def test_the_customers_table_has_no_column_of_such_numbers(
    household: Decider, tmp_path: Path
) -> None:
    (tmp_path / "in.csv").write_text(
        "no,income,married,arrears,spouse.income,spouse.rank,spouse.arrears\n1,5000,是,否,12321,B,否\n",
        encoding="utf-8",
    )
    for audience, shown in (("customer", False), ("restricted", True)):
        summary = run(
            household.seen_by(audience),
            tmp_path / "in.csv",
            tmp_path / "out.csv",
            Options(explain=True),
        )  # type: ignore[arg-type]
        written = (tmp_path / "out.csv").read_text(encoding="utf-8-sig") + summary.text("zh")
        assert any(number in written for number in ("17321", "8660")) is shown
        assert ("月还款不超过" in written.partition("\n")[0]) is shown


# --- the shipped packs --------------------------------------------------------------------------------


def others(decider: Decider, facts: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The same subject with each third party's number or day a little otherwise."""
    vocabulary = decider.policy.vocabulary
    for name, value in facts.items():
        if value and name in vocabulary.lists and vocabulary.third_party(name):
            for n, item in enumerate(value):
                for key, one in item.items():
                    changed = {**item, key: otherwise(one)}
                    yield {**facts, name: [*value[:n], changed, *value[n + 1 :]]}
        elif vocabulary.third_party(name):
            yield {**facts, name: otherwise(value)}


def otherwise(value: Any) -> Any:
    text = str(value)
    if isinstance(value, bool) or text in ("true", "false"):
        return text.lower() == "false"
    if not text[:1].isdigit():
        return value
    if text.count("-") == 2:
        day = date.fromisoformat(text)
        return str(day.replace(day=day.day % 28 + 1))
    return text[:-1] + str((int(text[-1]) + 1) % 10) if text.replace(".", "").isdigit() else value


def test_in_a_shipped_pack_such_values_turn_conditions_or_nothing() -> None:
    decider, compared = kefen.load("housing-loan-admission", as_of=AS_OF, audience="customer"), 0
    for case in read_cases(read_pack(find_pack("housing-loan-admission")), Diagnostics())[::9]:
        plain = decided(decider, case.facts)
        for twin in others(decider, case.facts) if plain else ():
            other = decided(decider, twin)
            if plain and other and conditions(plain) == conditions(other):
                assert told(plain) == told(other), (case.title, twin)
                compared += 1
    assert compared > 10


def decided(decider: Decider, facts: dict[str, Any]) -> Decision | None:
    try:
        return decider.decide(facts)
    except FactsError:
        return None


def conditions(decision: Decision) -> tuple[Any, ...]:
    """What a customer may hear: the outcome, and the state of every clause."""
    return decision.outcome, clause_states(decision.flags)


# --- scores, and a policy asked of each item ----------------------------------------------------------------

SCORED: dict[str, Any] = {"no": "1", "income": 500, "spouse_rank": "A", "loans": [{"days": 0, "guarantor_worth": 9000000}]}  # fmt: skip


@pytest.fixture(scope="module")
def scoring(tmp_path_factory: pytest.TempPathFactory) -> Decider:
    pack = make_pack(Path(__file__).parent / "scoring.md", tmp_path_factory.mktemp("scoring"))
    return kefen.load(pack, as_of=DAY, audience="staff")


def test_a_score_and_an_items_result_are_told_unless_they_rest_on_somebody_else(
    scoring: Decider,
) -> None:
    staff, customer = (
        told(scoring.seen_by(who).decide(SCORED)) for who in ("restricted", "customer")
    )  # type: ignore[arg-type]
    assert "Score: 67" in staff
    assert "Sound loans: Worst: 正常" in staff
    assert not [word for word in ("67", "Sound loans", "Worst", "Rank") if word in customer]
    alone = {**SCORED, "spouse_rank": None, "loans": [{"category": "normal"}]}
    customer = told(scoring.seen_by("customer").decide(alone))
    assert "Score range: 50" in customer or "Score: 50 to 67" in customer
    assert "Sound loans: Worst: 正常" in customer
