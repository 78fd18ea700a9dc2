"""What a run names as missing holds all that one decision waits for."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import duckdb
import pytest

import kefen
from kefen.deciding.missing import missing
from kefen.running import Options, run
from tests.explaining.packs import CAR_LOAN, GOOD, decider

BANS = {
    "a fact that is worked out": "in_arrears and not known business_years",
    "what compares it": "in_arrears and not known (business_years >= 5)",
    "a criterion": "in_arrears and not known 3.2.2",
    "a criterion of which the contrary is asked": "in_arrears and not known (not 3.2.2)",
}


@pytest.mark.parametrize("ban", BANS.values(), ids=BANS)
def test_a_run_follows_to_the_facts_below_whether_something_is_known(
    tmp_path: Path, ban: str
) -> None:
    small = decider(tmp_path, CAR_LOAN.replace("when in_arrears", f"when {ban}"))
    facts = {
        name: value for name, value in GOOD.items() if name not in ("in_arrears", "founded_on")
    }
    facts["registered_capital"] = 5_000_000
    with (tmp_path / "in.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([facts, facts.values()])
    run(small, tmp_path / "in.csv", tmp_path / "out.parquet", Options())
    ((named,),) = duckdb.sql(f"SELECT missing FROM '{tmp_path / 'out.parquet'}'").fetchall()
    assert [one.name for one in missing(small.decide(facts))] == ["founded_on", "in_arrears"]
    assert named == "founded_on|in_arrears"


def test_a_run_does_not_wait_for_what_no_single_fact_can_prove() -> None:
    """`known x and x` is false until x is proven: with two conditions open, no one fact does it."""
    credit = kefen.load("credit-grade", as_of=date(2026, 11, 23))
    rows = duckdb.sql("SELECT 'a' AS customer_id, 'NNNNNNNNNNNNNNNNNNNNNNNN' AS card_history")
    (row,) = kefen.decide_many(credit, rows).decisions.rows()
    named = row["missing"].split("|")
    assert "loan_history" in named
    assert not {"largest_overdue", "first_overdue_on"} & set(named)
