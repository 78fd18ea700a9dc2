"""Compact records: small, exact, told in the same words as the decision they were made of."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given

import kefen
from kefen.deciding.compact import (
    CompactRecord,
    blob_digest,
    compact,
    decision_of,
    facts_blob,
)
from kefen.explaining import holds_until
from kefen.loading import load_versions
from tests.door.test_tables import values
from tests.explaining.packs import GOOD, decide, decider
from tests.explaining.rows import car_rows

UNTIL = date(2031, 5, 1)


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> kefen.Decider:
    return decider(tmp_path_factory.mktemp("compact"))


@given(row=car_rows())
def test_a_record_unpacked_is_the_record_and_its_decision_the_decision(
    small: kefen.Decider, row: dict
) -> None:
    facts = {name: value for name, value in row.items() if value is not None}
    decision = small.decide(facts)
    record = compact(decision, UNTIL, blob_digest(facts_blob(facts)))
    again = CompactRecord.unpacked(record.packed())
    assert again == record
    assert decision_of(again, facts, small).record() == decision.record()


@pytest.mark.parametrize("pack", kefen.packs())
def test_a_record_of_any_pack_takes_at_most_200_bytes(pack: str) -> None:
    for policy in (one.policy for one in load_versions(pack) if one.policy):
        decision = kefen.Decider.of(policy, policy.since).decide({})
        assert len(compact(decision, UNTIL, "ab" * 32).packed()) <= 200


def test_one_blob_serves_all_policies_in_any_order_of_facts(small: kefen.Decider) -> None:
    blob = facts_blob({**GOOD, "a_fact_of_others": 3})
    assert blob == facts_blob(dict(reversed([*GOOD.items(), ("a_fact_of_others", 3)])))
    record = compact(small.decide(GOOD), facts=blob_digest(blob))
    assert decision_of(record, {**GOOD, "a_fact_of_others": 3}, small) == small.decide(GOOD)


def test_a_record_is_refused_with_other_facts_or_another_audience(small: kefen.Decider) -> None:
    record = compact(decide(small), facts=blob_digest(facts_blob(GOOD)))
    with pytest.raises(kefen.InputError, match="not the facts"):
        decision_of(record, {**GOOD, "citizen": False}, small)
    with pytest.raises(kefen.InputError, match="for another audience"):
        decision_of(record, GOOD, small.seen_by("customer"))


@pytest.mark.parametrize("touch", [lambda d: b"", lambda d: b"\x02" + d[1:], lambda d: d[:-1], lambda d: d[:1] + b"\xff" + d[2:]])  # fmt: skip
def test_bytes_that_are_no_record_are_refused(small: kefen.Decider, touch: object) -> None:
    with pytest.raises(kefen.InputError, match="packed record"):
        CompactRecord.unpacked(touch(compact(decide(small)).packed()))


def test_a_run_packs_the_very_records(small: kefen.Decider) -> None:
    changes = (
        {},
        {"birth_date": "1970-03-08"},
        {"education": None},
        {"overdue_months": 3},
        {"in_arrears": True},
    )
    rows = [{**GOOD, "customer_no": f"c{n}", **change} for n, change in enumerate(changes)]
    options = kefen.Options(missing=False, holds=True, records=True)
    done = kefen.decide_many(small, values(*changes), options=options).decisions.rows()
    alone = [small.decide(row) for row in rows]
    expected = [compact(one, holds_until(one).until or date.max) for one in alone]
    assert [CompactRecord.unpacked(row["record"]) for row in done] == expected
    assert [row["record"] for row in done] == [one.packed() for one in expected]


def test_records_of_a_run_are_bytes_and_need_parquet(small: kefen.Decider, tmp_path: Path) -> None:
    source = tmp_path / "in.csv"
    source.write_text("customer_no\nc1\n")
    with pytest.raises(kefen.InputError, match=r"write \.parquet"):
        kefen.run(small, source, tmp_path / "out.csv", kefen.Options(records=True))
