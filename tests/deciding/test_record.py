"""Decisions kept, and decided again."""

import json
import pickle
from copy import deepcopy
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given

from kefen.compiling.audience import Audience
from kefen.deciding import Decider, Decision
from kefen.deciding.rechecking import ABSENT, Recheck, of_record, recheck
from kefen.errors import InputError, NoVersionError
from kefen.explaining import explain, to_dict
from kefen.loading import load
from tests.explaining.packs import CAR_LOAN, DAY, GOOD, decide, decider
from tests.explaining.rows import car_rows
from tests.policies.packs import HERE, make_pack


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Decider:
    return decider(tmp_path_factory.mktemp("recorded"))


def again(record: dict, small: Decider) -> Recheck:
    return recheck(record, lambda name, day: small)


def test_a_record_says_who_decided_what_by_which_policy_on_which_day(small: Decider) -> None:
    record = decide(small).record()
    assert record["subject"] == "c1"
    assert record["policy"]["version"] == "v1"
    assert record["as_of"] == "2026-01-01"
    assert (record["status"], record["result"], record["decisive"]) == ("decided", "A", "3.2.1")


def test_a_record_holds_flags_values_parameters_and_switches(small: Decider) -> None:
    record = decide(small, overdue_months=None).record()
    assert record["flags"]["3.2.1"] is True
    assert record["flags"]["3.11"] is None
    assert record["values"]["age"] == 35
    assert record["parameters"] == {"least_capital": "1000000"}
    assert record["switches"] == {"partner_must_agree": True}


@given(car_rows())
def test_a_record_survives_json_and_is_decided_the_same(small: Decider, row: dict) -> None:
    record = json.loads(json.dumps(small.decide(row).record(), ensure_ascii=False))
    assert again(record, small) == Recheck(())


def test_a_stored_result_that_was_touched_is_found(small: Decider) -> None:
    record = decide(small).record()
    record["result"] = "B"
    checked = again(record, small)
    assert not checked.same_answer
    assert [str(one) for one in checked.deviations] == ["result: B -> A"]


def test_a_stored_fact_that_was_touched_shows_in_the_flags(small: Decider) -> None:
    record = deepcopy(decide(small).record())
    record["facts"]["education"] = "college"
    found = {(one.what, one.name) for one in again(record, small).deviations}
    assert {("result", ""), ("flags", "3.2.1")} <= found


def test_another_text_is_another_digest_though_the_answer_stays(
    small: Decider, tmp_path: Path
) -> None:
    record = decide(small).record()
    reworded = decider(tmp_path, CAR_LOAN.replace("当前有拖欠的，不予办理", "有拖欠的不办"))
    checked = again(record, reworded)
    assert [(one.what, one.name) for one in checked.deviations] == [("policy", "digest")]
    assert checked.same_answer
    assert not checked.same


def test_another_parameter_is_named(small: Decider, tmp_path: Path) -> None:
    record = decide(small, education="college").record()
    laxer = decider(tmp_path, CAR_LOAN.replace("1000000 from 2024", "500000 from 2024"))
    found = {(one.what, one.name) for one in again(record, laxer).deviations}
    assert {("parameters", "least_capital"), ("flags", "3.2.2"), ("result", "")} <= found


def test_facts_that_are_no_longer_accepted_are_said(small: Decider) -> None:
    record = decide(small).record()
    record["facts"]["education"] = "kindergarten"
    checked = again(record, small)
    assert checked.decision is None
    assert str(checked.deviations[0]).startswith("facts: accepted -> ")


def test_no_version_on_that_day_is_a_deviation(small: Decider) -> None:
    def none(name: str, day: date) -> Decider:
        raise NoVersionError(f"no version of {name} speaks on {day}")

    checked = recheck(decide(small).record(), none)
    assert str(checked.deviations[0]) == "policy: v1 -> no version of car-loan speaks on 2026-01-01"
    assert not checked.same_answer


@pytest.mark.parametrize("record", [{}, {"schema": 99}, {"schema": 1}, {"schema": 1, "as_of": "x"}])
def test_what_is_not_a_record_is_refused_in_one_line(small: Decider, record: dict) -> None:
    with pytest.raises(InputError):
        again(record, small)


def test_the_digests_of_policies_used_are_kept() -> None:
    psbc = load("psbc-customer-class", as_of=DAY, audience="staff")
    record = psbc.decide({"card_history": "N" * 24}).record()
    assert [one["name"] for one in record["uses"]] == ["credit-grade"]
    assert again(record, psbc).same


def test_so_are_those_of_the_policies_that_these_use(tmp_path: Path) -> None:
    outer = load(make_pack(HERE / "good" / "used-in-turn.md", tmp_path), as_of=DAY)
    record = outer.decide({"income": 1}).record()
    assert [one["name"] for one in record["uses"]] == ["middle", "basic"]
    [inner] = {use.policy.uses[0].policy.digest for use in outer.policy.uses}
    assert record["uses"][1]["digest"] == inner


# --- everything that a record says of itself is compared ----------------------------------------------


@pytest.mark.parametrize(
    ("part", "value"),
    [("subject", "somebody else"), ("as_of", "20260101"), ("stale", ["stable_income"]),
     ("basis", "visible"), ("confidential", []),
     ("facts", {"customer_no": "c1", "nobody_knows": 1}), ("approved", True)],
)  # fmt: skip
def test_a_part_that_was_touched_is_told(small: Decider, part: str, value: object) -> None:
    checked = again({**decide(small).record(), part: value}, small)
    assert {part if part in decide(small).record() else "record"} <= {one.what for one in checked.deviations}  # fmt: skip
    assert not checked.holds


@pytest.mark.parametrize("forged", ["", "somebody", {"result": "A"}, ["kefen 0.0.9"], None, 1])
def test_what_is_no_engine_does_not_hold(small: Decider, forged: object) -> None:
    assert not again({**decide(small).record(), "engine": forged}, small).holds


def test_another_engine_that_comes_to_the_same_holds_and_is_told(small: Decider) -> None:
    checked = again({**decide(small).record(), "engine": "kefen 0.0.9"}, small)
    assert [str(one) for one in checked.deviations] == ["engine: kefen 0.0.9 -> kefen 0.1.0"]
    assert (checked.same, checked.holds, checked.same_answer) == (False, True, True)


def test_a_record_keeps_the_days_of_facts_so_that_what_was_too_old_is_so_again(
    small: Decider,
) -> None:
    income = {"value": True, "date": "2024-12-31"}
    record = json.loads(json.dumps(decide(small, stable_income=income).record()))
    assert (record["stale"], record["dates"]) == (["stable_income"], {"stable_income": "2024-12-31"})  # fmt: skip
    assert again(record, small) == Recheck(())
    record["dates"]["stable_income"] = "2025-12-31"
    assert "stale" in {one.what for one in again(record, small).deviations}


def test_a_part_that_is_gone_is_told(small: Decider) -> None:
    record = decide(small).record()
    for part in record.keys() - {"schema", "policy", "facts", "as_of"}:
        left = {name: record[name] for name in record if name != part}
        assert [(one.what, one.stored) for one in again(left, small).deviations] == [(part, ABSENT)]


@pytest.mark.parametrize("forged", [1, "true", 1.0, None, [], {}, "absent"])
def test_a_value_of_another_type_is_another_value(small: Decider, forged: object) -> None:
    record = decide(small).record()
    assert record["flags"]["3.2.1"] is True
    record["flags"] = {**record["flags"], "3.2.1": forged}
    assert [one.name for one in again(record, small).deviations] == ["3.2.1"]


def test_a_fact_without_effect_that_was_touched_is_told(small: Decider) -> None:
    record = decide(small).record()
    record["facts"] = {**record["facts"], "registered_capital": "2000001"}
    checked = again(record, small)
    assert (checked.same_answer, "input_digest" in {one.what for one in checked.deviations}) == (False, True)  # fmt: skip


def test_words_without_a_teller_are_something_more(small: Decider) -> None:
    record = {**decide(small).record(), "explanation": {"headline": "Class Z"}}
    assert [(one.what, one.name) for one in again(record, small).deviations] == [("record", "explanation")]  # fmt: skip


def test_the_words_beside_a_record_are_compared_where_there_is_a_teller(small: Decider) -> None:
    def tell(decision: Decision, lang: str) -> dict:
        return to_dict(explain(decision, lang))

    told = json.loads(json.dumps(tell(decide(small), "en"), default=str))
    record = {**decide(small).record(), "explanation": told}
    assert recheck(record, lambda name, day: small, tell) == Recheck(())
    told["headline"], told["why"][0]["title"] = "Car-loan class: Class C", "Class Z"
    changed = recheck(record, lambda name, day: small, tell)
    names = [one.name for one in changed.deviations]
    assert names == ["headline", "why[0].title"]
    assert (changed.same_answer, changed.holds) == (False, False)


# --- decisions as values ------------------------------------------------------------------------------


@pytest.mark.parametrize("audience", ["staff", "restricted", "customer"])
def test_a_record_is_the_door_from_and_to_a_decision(small: Decider, audience: Audience) -> None:
    decision = decide(small.seen_by(audience))
    record = json.loads(json.dumps(decision.record()))
    assert (record["audience"], record["basis"]) == (audience, "all" if audience == "staff" else "visible")  # fmt: skip
    assert of_record(record, lambda name, day: small) == decision


@pytest.mark.parametrize(("part", "value"), [("facts", {"customer_no": "c2"}), ("as_of", "2026-01-02"), ("dates", {"stable_income": "2025-12-31"}),
                                             ("audience", "customer"), ("input_digest", None)])  # fmt: skip
def test_no_decision_is_made_of_a_record_whose_facts_were_touched(
    small: Decider, part: str, value: object
) -> None:
    record = decide(small).record()
    touched = {**record[part], **value} if isinstance(value, dict) else value
    with pytest.raises(InputError, match="was touched"):
        of_record({**record, part: touched}, lambda name, day: small)


def test_who_may_see_less_cannot_decide_a_record_again(small: Decider) -> None:
    seen = small.seen_by("customer")
    for decision in (decide(small), decide(small.seen_by("restricted"))):
        with pytest.raises(InputError, match="may not see"):
            of_record(decision.record(), lambda name, day: seen)


def test_decisions_are_equal_that_say_the_same_of_the_same_facts(
    small: Decider, tmp_path: Path
) -> None:
    other = decider(tmp_path)
    assert decide(small) == decide(other)
    strange = small.decide({**GOOD, "nobody_knows": 1}, strict=False)
    assert len({decide(small), decide(other), strange}) == 1
    unlike = [decide(small, overdue_months=3), decide(small, married=None), decide(small.seen_by("customer")),
              small.decide(GOOD, date(2026, 1, 2)),
              decide(decider(tmp_path, CAR_LOAN.replace("有拖欠的", "拖欠者")))]  # fmt: skip
    assert all(one != decide(small) for one in unlike)
    assert decide(small) != "decided"


def test_a_decision_is_seen_by_others_as_of_its_own_day(small: Decider) -> None:
    later = small.decide(GOOD, date(2026, 1, 2))
    assert later.seen_by("customer").as_of == date(2026, 1, 2)


def test_a_decision_says_in_short_what_it_is(small: Decider) -> None:
    assert repr(decide(small)) == "<Decision decided A by car-loan v1 as of 2026-01-01 for staff>"
    open_ = repr(decide(small.seen_by("restricted"), education=None))
    assert open_ == "<Decision provisional B perhaps better by car-loan v1 as of 2026-01-01 for restricted>"  # fmt: skip


@pytest.mark.parametrize("audience", ["staff", "restricted"])
def test_decisions_and_deciders_pickle(small: Decider, audience: Audience) -> None:
    seen = small.seen_by(audience)
    decision = decide(seen, suspected_laundering=True)
    copy = pickle.loads(pickle.dumps(decision))
    assert (copy, copy.flags, copy.record()) == (decision, decision.flags, decision.record())
    again = pickle.loads(pickle.dumps(seen))
    assert (again.audience, again.as_of, again.decide(GOOD)) == (audience, DAY, decide(seen))
