"""Decisions kept, and decided again."""

import json
from copy import deepcopy
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given

from kefen.deciding import Decider
from kefen.deciding.record import Recheck, recheck, to_record
from kefen.errors import InputError, NoVersionError
from kefen.loading import load
from tests.explaining.packs import CAR_LOAN, DAY, decide, decider
from tests.explaining.rows import car_rows


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Decider:
    return decider(tmp_path_factory.mktemp("recorded"))


def again(record: dict, small: Decider) -> Recheck:
    return recheck(record, lambda name, day: small)


def test_a_record_says_who_decided_what_by_which_policy_on_which_day(small: Decider) -> None:
    record = to_record(decide(small))
    assert record["subject"] == "c1"
    assert record["policy"]["version"] == "v1"
    assert record["as_of"] == "2026-01-01"
    assert (record["status"], record["result"], record["decisive"]) == ("decided", "A", "3.2.1")


def test_a_record_holds_flags_values_parameters_and_switches(small: Decider) -> None:
    record = to_record(decide(small, overdue_months=None))
    assert record["flags"]["3.2.1"] is True
    assert record["flags"]["3.11"] is None
    assert record["values"]["age"] == 35
    assert record["parameters"] == {"least_capital": "1000000"}
    assert record["switches"] == {"partner_must_agree": True}


@given(car_rows())
def test_a_record_survives_json_and_is_decided_the_same(small: Decider, row: dict) -> None:
    record = json.loads(json.dumps(to_record(small.decide(row)), ensure_ascii=False))
    assert again(record, small) == Recheck(())


def test_a_stored_result_that_was_touched_is_found(small: Decider) -> None:
    record = to_record(decide(small))
    record["result"] = "B"
    checked = again(record, small)
    assert not checked.same_answer
    assert [str(one) for one in checked.deviations] == ["result: B -> A"]


def test_a_stored_fact_that_was_touched_shows_in_the_flags(small: Decider) -> None:
    record = deepcopy(to_record(decide(small)))
    record["facts"]["education"] = "college"
    found = {(one.what, one.name) for one in again(record, small).deviations}
    assert {("result", ""), ("flags", "3.2.1")} <= found


def test_another_text_is_another_digest_though_the_answer_stays(
    small: Decider, tmp_path: Path
) -> None:
    record = to_record(decide(small))
    reworded = decider(tmp_path, CAR_LOAN.replace("当前有拖欠的，不予办理", "有拖欠的不办"))
    checked = again(record, reworded)
    assert [one.what for one in checked.deviations] == ["policy digest"]
    assert checked.same_answer
    assert not checked.same


def test_another_parameter_is_named(small: Decider, tmp_path: Path) -> None:
    record = to_record(decide(small, education="college"))
    laxer = decider(tmp_path, CAR_LOAN.replace("1000000 from 2024", "500000 from 2024"))
    found = {(one.what, one.name) for one in again(record, laxer).deviations}
    assert {("parameters", "least_capital"), ("flags", "3.2.2"), ("result", "")} <= found


def test_facts_that_are_no_longer_accepted_are_said(small: Decider) -> None:
    record = to_record(decide(small))
    record["facts"]["education"] = "kindergarten"
    checked = again(record, small)
    assert checked.decision is None
    assert checked.deviations[0].what == "facts"


def test_no_version_on_that_day_is_a_deviation(small: Decider) -> None:
    def none(name: str, day: date) -> Decider:
        raise NoVersionError(f"no version of {name} speaks on {day}")

    checked = recheck(to_record(decide(small)), none)
    assert checked.deviations[0].what == "policy"
    assert not checked.same_answer


@pytest.mark.parametrize("record", [{}, {"schema": 99}, {"schema": 1}, {"schema": 1, "as_of": "x"}])
def test_what_is_not_a_record_is_refused_in_one_line(small: Decider, record: dict) -> None:
    with pytest.raises(InputError):
        again(record, small)


def test_the_digests_of_policies_used_are_kept() -> None:
    psbc = load("psbc-customer-class", as_of=DAY, audience="staff")
    record = to_record(psbc.decide({"card_history": "N" * 24}))
    assert [one["name"] for one in record["uses"]] == ["credit-grade"]
    assert again(record, psbc).same
